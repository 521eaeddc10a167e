//! Events in words, and their part of the page.
//!
//! An event is a line: what was done, by whom and to whom, when and where as far as the text tells, whether it happened
//! and by whose word. Under it stand the words that name the act, among those around them.

use std::collections::BTreeMap;

use anstyle::Style;
use sayso::schema::{
    Date, Entity, Event, EventFactuality, Figure, Participant, Place, PlacePrecision, Reading, RowId, Span, Statement,
    Voice,
};

use super::Report;
use super::chain::link_name;
use super::group::entities_by_id;
use super::ids::ShortIds;
use super::plain::plain;
use super::style::paint;
use super::wrap::{columns, truncate};

/// The words around an act stand four columns in.
const WORDS: &str = "    ";

/// Columns that the words of a count take at most.
const MOST_COUNT: usize = 40;

/// Further than this from the act nobody looks for words to show: a paragraph may be the whole text.
const FURTHEST: usize = 200;

/// What the events of a reading are told from.
pub struct Events<'a> {
    entities: BTreeMap<&'a RowId, &'a Entity>,
    statements: BTreeMap<&'a RowId, &'a Statement>,
    figures: BTreeMap<&'a RowId, &'a Figure>,
    letters: Vec<char>,
}

impl<'a> Events<'a> {
    /// Looks at `reading`.
    pub fn of(reading: &'a Reading) -> Self {
        Self {
            entities: entities_by_id(reading),
            statements: reading.statements.iter().map(|row| (&row.id, row)).collect(),
            figures: reading.figures.iter().map(|row| (&row.id, row)).collect(),
            // Where no words are shown nobody looks for those around them.
            letters: if reading.events.is_empty() && reading.figures.is_empty() {
                Vec::new()
            } else {
                reading.document.text.chars().collect()
            },
        }
    }

    /// "assault, aerial: the air force (SYL, MIL) → Zlip (BRD) · killed at least 5 · 2030-10-03 · Zlip (BRD) · claimed
    /// by Radio Szohôd"
    pub fn line(&self, event: &Event) -> String {
        let mut parts = vec![format!("{}: {}", act(event), self.parties(event))];
        parts.extend(self.counts(event));
        parts.extend(event.date.as_ref().and_then(when));
        parts.extend(event.place.as_ref().map(place));
        parts.push(self.standing(event));
        parts.join(" · ")
    }

    /// "the air force (SYL, MIL) → Zlip (BRD)"; who takes part in what is mutual is joined by "and".
    pub fn parties(&self, event: &Event) -> String {
        let all = |participants: &[Participant]| {
            let named: Vec<String> = participants.iter().map(|one| self.party(one)).collect();
            named.join(" and ")
        };
        match (event.actors.as_slice(), event.recipients.as_slice()) {
            ([], []) => "nobody named".to_owned(),
            (actors, []) => all(actors),
            ([], recipients) => format!("nobody named → {}", all(recipients)),
            (actors, recipients) => format!("{} → {}", all(actors), all(recipients)),
        }
    }

    /// "killed at least 5": the number where it is told, else the words that bound it.
    fn counts(&self, event: &Event) -> impl Iterator<Item = String> {
        let all = [
            ("killed", &event.killed),
            ("injured", &event.injured),
            ("size", &event.size),
        ];
        all.into_iter().filter_map(|(name, id)| {
            let figure = self.figures.get(id.as_ref()?)?;
            Some(format!("{name} {}", count(figure)))
        })
    }

    /// A participant's name with the codes that tell who it is.
    pub fn party(&self, participant: &Participant) -> String {
        let entity = participant.entity.as_ref().and_then(|id| self.entities.get(id));
        let name = entity.map_or(participant.text.as_str(), |entity| entity.name.as_str());
        let codes = participant.country.iter().chain(participant.sectors.first());
        let mut notes: Vec<&str> = codes.map(String::as_str).collect();
        if participant.inferred {
            notes.push("not stated");
        }
        if notes.is_empty() {
            return plain(name.trim()).into_owned();
        }
        format!("{} ({})", plain(name.trim()), plain(&notes.join(", ")))
    }

    /// Whether it happened, and by whose word.
    pub fn standing(&self, event: &Event) -> String {
        let mut standing = factuality_word(event.factuality).to_owned();
        if let Some(statement) = Event::innermost(self.statements(event)) {
            standing.push_str(&by_whom(event, statement));
        }
        if event.background {
            standing.push_str(", as background");
        }
        standing
    }

    /// The statements that it rests on.
    pub fn statements(&self, event: &Event) -> impl Iterator<Item = &'a Statement> {
        event
            .statements
            .iter()
            .filter_map(|id| self.statements.get(id).copied())
    }

    /// The act among the words around it, in `room` columns: what stands before, the act, what stands after.
    pub fn surroundings(&self, act: Span, room: usize) -> [String; 3] {
        let cut = |start: usize, end: usize| -> String {
            let end = end.min(self.letters.len());
            self.letters
                .get(start.min(end)..end)
                .unwrap_or_default()
                .iter()
                .collect()
        };
        let word = truncate(&plain(&cut(act.start, act.end)), room);
        let before = cut(act.start.saturating_sub(FURTHEST), act.start);
        let after = cut(act.end, act.end.saturating_add(FURTHEST));
        let before = plain(before.rsplit('\n').next().unwrap_or_default()).into_owned();
        let after = plain(after.split('\n').next().unwrap_or_default()).into_owned();
        let free = room.saturating_sub(columns(&word));
        // What one side leaves over is the other's.
        let right = columns(after.trim_end()).min(free / 2);
        let before = last_words(before.trim_start(), free - right);
        let after = first_words(after.trim_end(), free - columns(&before));
        [before, word, after]
    }
}

/// As many of the last words of `text` as fit `room` columns, with `…` before them where others are left out.
fn last_words(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let rests = text.match_indices(' ').filter_map(|(at, _)| text.get(at + 1..));
    let kept = rests
        .into_iter()
        .find(|rest| !rest.is_empty() && columns(rest) + 2 <= room);
    kept.map_or_else(String::new, |kept| format!("… {kept}"))
}

/// As many of the first words of `text` as fit `room` columns, with `…` after them where others are left out.
fn first_words(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut beginnings = text.match_indices(' ').filter_map(|(at, _)| text.get(..at));
    let kept = beginnings.rfind(|kept| !kept.is_empty() && columns(kept) + 2 <= room);
    kept.map_or_else(String::new, |kept| format!("{kept} …"))
}

/// "at least 5", "dozens": a name or "a" stands for one.
fn count(figure: &Figure) -> String {
    let words = plain(figure.text.trim()).to_lowercase();
    match figure.value {
        Some(value) if figure.approximator.is_none() && value.fract() == 0.0 => format!("{value}"),
        _ => truncate(&words, MOST_COUNT),
    }
}

/// "assault, aerial"
pub fn act(event: &Event) -> String {
    let words = std::iter::once(&event.kind).chain(&event.modes);
    let words: Vec<String> = words.map(|word| plain(word).to_lowercase().replace('_', " ")).collect();
    words.join(", ")
}

/// What a factuality says in words.
pub fn factuality_word(factuality: EventFactuality) -> &'static str {
    match factuality {
        EventFactuality::Actual => "told as fact",
        EventFactuality::Reported => "reported",
        EventFactuality::Claimed => "claimed",
        EventFactuality::Presupposed => "taken for granted",
        EventFactuality::Planned => "planned",
        EventFactuality::CalledFor => "called for",
        EventFactuality::Hypothetical => "only supposed",
        EventFactuality::Denied => "denied",
    }
}

/// " by Radio Szohôd", or what fits what is said of it.
fn by_whom(event: &Event, statement: &Statement) -> String {
    // "Planned by Borduria" would say whose plan it is, not who tells of it.
    let by = match event.factuality {
        EventFactuality::Planned | EventFactuality::Hypothetical => ", as told by",
        EventFactuality::Actual
        | EventFactuality::Reported
        | EventFactuality::Claimed
        | EventFactuality::Presupposed
        | EventFactuality::CalledFor
        | EventFactuality::Denied => " by",
    };
    let sources = event.vouched_by(statement);
    // The publisher alone is the article.
    let article = statement.voice == Voice::Author || sources.len() < statement.chain.len() && sources.len() < 2;
    match (statement.voice, sources.last()) {
        _ if article => format!("{by} the article itself"),
        (Voice::Hearsay, _) | (_, None) => format!("{by} nobody named"),
        (_, Some(source)) => format!("{by} {}", link_name(source)),
    }
}

/// The day, as exactly as the text tells it.
pub fn when(date: &Date) -> Option<String> {
    let bounds = || match (date.not_before.as_deref(), date.not_after.as_deref()) {
        (Some(first), Some(last)) => Some(format!("{first} to {last}")),
        (Some(first), None) => Some(format!("{first} or later")),
        (None, Some(last)) => Some(format!("up to {last}")),
        (None, None) => None,
    };
    let value = date
        .value
        .as_deref()
        .filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
    // `PRESENT_REF` and the like are for machines; a reader has the words that were read so.
    let words = || date.expression.as_ref().map(|words| format!("“{}”", words.text.trim()));
    let told = value.map(str::to_owned).or_else(bounds).or_else(words)?;
    Some(plain(&told).into_owned())
}

/// "Zlip (BRD)"; a name that is nowhere on the map in quotation marks.
pub fn place(place: &Place) -> String {
    let words = plain(place.passage.text.trim());
    let name = place.name.as_deref().map(plain);
    match (place.precision, name, place.country.as_deref()) {
        (PlacePrecision::Unresolved, _, _) => format!("“{words}”"),
        (PlacePrecision::Country, Some(name), _) => name.into_owned(),
        (_, name, Some(country)) => format!("{} ({})", name.unwrap_or(words), plain(country)),
        (_, name, None) => name.unwrap_or(words).into_owned(),
    }
}

impl Report {
    pub(super) fn events(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        if reading.events.is_empty() {
            return;
        }
        page.push('\n');
        self.lines(page, self.palette.heading, "Events", "");
        let events = Events::of(reading);
        for event in &reading.events {
            self.right_aligned(page, "  ", &events.line(event), ids.get(&event.id));
            let [before, act, after] = events.surroundings(event.trigger.span, self.width - WORDS.len());
            let around = |words: &str| match words {
                "" => String::new(),
                words => paint(self.palette.faint, words),
            };
            let act = paint(self.act_style(event.factuality), &act);
            page.push_str(&format!("{WORDS}{}{act}{}\n", around(&before), around(&after)));
        }
    }

    fn act_style(&self, factuality: EventFactuality) -> Style {
        match factuality {
            EventFactuality::Actual => self.palette.certain,
            EventFactuality::Denied => self.palette.distanced,
            EventFactuality::Reported
            | EventFactuality::Claimed
            | EventFactuality::Presupposed
            | EventFactuality::Planned
            | EventFactuality::CalledFor
            | EventFactuality::Hypothetical => self.palette.doubtful,
        }
    }
}

#[cfg(test)]
mod tests {
    use sayso::schema::{
        Basis, Date, Document, EventFactuality, LinkKind, Passage, Place, PlacePrecision, Reading, Span, Voice,
    };

    use super::{Events, first_words, last_words, when};
    use crate::report::style::Palette;
    use crate::report::wrap::columns;
    use crate::report::{Report, invented};

    const TEXT: &str = "Posts moved\nThe air force hit a “mill” near Zlip on Monday, Radio Szohôd claimed, and the two \
                        ministers of the two countries of the coast and the hills met there again.\nNothing else.";

    fn reading() -> Reading {
        let mut reading = Reading::of(Document::new("border.txt", TEXT));
        let mut force = invented::entity(1, "Syldavian air force");
        force.country = Some("SYL".to_owned());
        let mut claim = invented::statement(1, Voice::Attributed, &["Radio Szohôd"]);
        claim.chain[1].kind = LinkKind::Outlet;
        let mut attack = invented::event(TEXT, "ASSAULT", "hit");
        attack.modes = vec!["aerial".to_owned()];
        attack.actors = vec![invented::participant(TEXT, "The air force", Some("SYL"), &["MIL"])];
        attack.actors[0].entity = Some(force.id.clone());
        attack.recipients = vec![invented::participant(TEXT, "mill", Some("BRD"), &[])];
        attack.recipients[0].inferred = true;
        attack.date = Some(Date {
            value: Some("2030-10-03".to_owned()),
            not_before: None,
            not_after: None,
            basis: Basis::Convention,
            expression: None,
        });
        attack.place = Some(Place {
            passage: Passage {
                span: Span::new(0, 4),
                text: "Zlip".to_owned(),
            },
            name: Some("Zlip".to_owned()),
            geonames: None,
            country: Some("BRD".to_owned()),
            province: None,
            feature: None,
            latitude: None,
            longitude: None,
            precision: PlacePrecision::City,
        });
        attack.factuality = EventFactuality::Claimed;
        attack.statements = vec![claim.id.clone()];
        let mut talks = invented::event(TEXT, "CONSULT", "met");
        talks.actors = vec![
            invented::participant(TEXT, "ministers", None, &["GOV"]),
            invented::participant(TEXT, "countries", None, &[]),
        ];
        talks.background = true;
        let killed = invented::figure(TEXT, "air", Some(5.0));
        attack.killed = Some(killed.id.clone());
        reading.figures = vec![killed];
        reading.entities = vec![force];
        reading.statements = vec![claim];
        reading.events = vec![attack, talks];
        reading
    }

    /// The page's part that tells of events.
    fn part(width: usize, palette: Palette) -> String {
        let page = Report::new(width, palette).render(&reading());
        let from = page.find("Events\n").expect("there is a part for events");
        let to = page.find("Entities").expect("entities follow");
        page[from..to].to_owned()
    }

    #[test]
    fn events_for_eighty_columns() {
        insta::assert_snapshot!(part(80, Palette::plain()));
    }

    #[test]
    fn events_for_a_narrow_terminal() {
        insta::assert_snapshot!(part(40, Palette::plain()));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_colours_change_no_character() {
        for width in 40..130 {
            for line in Report::new(width, Palette::plain()).render(&reading()).lines() {
                assert!(columns(line) <= width, "{line:?} at {width}");
            }
        }
        let coloured = Report::new(80, Palette::colours()).render(&reading());
        let plain = Report::new(80, Palette::plain()).render(&reading());
        assert_ne!(coloured, plain);
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }

    #[test]
    fn hostile_text_cannot_drive_the_terminal() {
        let hostile = "\u{1b}]0;owned\u{7}\u{202e}\r\nx";
        let mut reading = reading();
        reading.document.text = hostile.repeat(40);
        for event in &mut reading.events {
            event.kind = hostile.to_owned();
            event.modes = vec![hostile.to_owned()];
            for one in event.actors.iter_mut().chain(&mut event.recipients) {
                one.text = hostile.to_owned();
                one.entity = None;
                one.country = Some(hostile.to_owned());
            }
            if let Some(date) = &mut event.date {
                date.value = Some(format!("2030{hostile}"));
            }
            if let Some(place) = &mut event.place {
                place.name = Some(hostile.to_owned());
            }
        }
        for width in [40, 80] {
            let page = Report::new(width, Palette::plain()).render(&reading);
            assert!(
                !page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
                "{page:?}"
            );
        }
    }

    #[test]
    fn words_around_an_act_fit_and_keep_their_places() {
        let reading = reading();
        let events = Events::of(&reading);
        let act = reading.events[0].trigger.span;
        for room in 10..200 {
            let [before, act, after] = events.surroundings(act, room);
            assert_eq!(act, "hit");
            assert!(
                columns(&before) + columns(&act) + columns(&after) <= room,
                "{before}{act}{after} at {room}"
            );
        }
        let whole = events.surroundings(act, 400).concat();
        assert!(
            whole.starts_with("The air force hit a “mill”") && whole.ends_with("there again."),
            "{whole}"
        );
        assert_eq!(events.surroundings(Span::new(900, 950), 20).concat(), "");
    }

    #[test]
    fn a_day_is_told_as_exactly_as_the_text_does() {
        let told = |value: Option<&str>, first: Option<&str>, last: Option<&str>| {
            when(&Date {
                value: value.map(str::to_owned),
                not_before: first.map(str::to_owned),
                not_after: last.map(str::to_owned),
                basis: Basis::Anaphora,
                expression: Some(invented::passage(TEXT, "on Monday")),
            })
        };
        assert_eq!(
            told(Some("2030-10"), Some("2030-10-01"), None).as_deref(),
            Some("2030-10")
        );
        let bounds = told(Some("PRESENT_REF"), Some("2030-10-01"), Some("2030-10-04"));
        assert_eq!(bounds.as_deref(), Some("2030-10-01 to 2030-10-04"));
        assert_eq!(
            told(None, None, Some("2030-10-04")).as_deref(),
            Some("up to 2030-10-04")
        );
        assert_eq!(told(Some("PRESENT_REF"), None, None).as_deref(), Some("“on Monday”"));
    }

    #[test]
    fn whole_words_are_left_out() {
        assert_eq!(last_words("one two three ", 8), "… three ");
        assert_eq!(last_words("one two three", 4), "");
        assert_eq!(first_words(" one two", 6), " one …");
        assert_eq!(first_words(" one", 4), " one");
    }
}
