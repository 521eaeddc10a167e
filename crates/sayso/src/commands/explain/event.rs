//! What an event's fields rest on, in words.

use sayso::language::{Sentence, Token};
use sayso::schema::{
    Basis, Date, Event, EventLinkKind, Participant, Passage, Place, PlacePrecision, Reading, RowId, Span,
};

use crate::page::codes;
use crate::report::chain::chain;
use crate::report::event::{Events, act, place as place_words, when};
use crate::report::ids::ShortIds;
use crate::report::plain::plain;
use crate::report::statement::content;

/// Sections of lines: the act, who takes part, when, where, by whose word, and what it belongs with.
pub fn evidence(event: &Event, reading: &Reading, sentences: &[Sentence]) -> Vec<(&'static str, Vec<String>)> {
    let events = Events::of(reading);
    let ids = ShortIds::of(reading);
    let mut what = vec![format!("{}: {}", act(event), events.parties(event)), codes(event)];
    if !event.contexts.is_empty() {
        what.push(format!("contexts: {}", plain(&event.contexts.join(", "))));
    }
    what.push(format!("named by {}", quoted(&event.trigger)));

    let mut who = Vec::new();
    for (role, participants) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for participant in participants {
            who.push(format!(
                "{role}: {}, {}",
                events.party(participant),
                words_of(participant, &ids)
            ));
            who.push(path(sentences, event.trigger.span, participant.span));
        }
    }
    if who.is_empty() {
        who.push("Nobody is named.".to_owned());
    }

    let mut word = vec![events.standing(event)];
    for statement in events.statements(event) {
        let sources = chain(&statement.chain);
        word.push(format!(
            "{}, told by {sources}: “{}”",
            ids.get(&statement.id),
            content(statement)
        ));
    }

    let mut sections = vec![
        ("What was done", what),
        ("Who", who),
        ("When", time_evidence(event.date.as_ref())),
        ("Where", place_evidence(event.place.as_ref())),
        ("By whose word", word),
    ];
    let ties = ties(event, &ids);
    if !ties.is_empty() {
        sections.push(("What belongs to it", ties));
    }
    sections
}

/// “struck”, characters 32 to 38
pub fn quoted(passage: &Passage) -> String {
    let Span { start, end } = passage.span;
    format!("“{}”, characters {start} to {end}", plain(&passage.text))
}

fn words_of(participant: &Participant, ids: &ShortIds<'_>) -> String {
    let Span { start, end } = participant.span;
    let mut words = format!("“{}”, characters {start} to {end}", plain(&participant.text));
    if participant.sectors.len() > 1 {
        words.push_str(&format!(", sectors {}", plain(&participant.sectors.join(" "))));
    }
    match &participant.entity {
        Some(id) => words.push_str(&format!(", entity {}", ids.get(id))),
        None => words.push_str(", no entity"),
    }
    words
}

/// What tells a day, and how it was reached.
pub fn time_evidence(date: Option<&Date>) -> Vec<String> {
    let Some(date) = date else {
        return vec!["Not told. The day of publication is not taken for it.".to_owned()];
    };
    let how = match date.basis {
        Basis::InText => "as the text states it",
        Basis::InferredYear => "with the year that follows from other dates",
        Basis::Anaphora => "as it points back to another date",
        Basis::Convention => "as news is written",
    };
    let mut lines = vec![format!(
        "{}, {how}",
        when(date).unwrap_or_else(|| "no day that could be told".to_owned())
    )];
    if let (Some(first), Some(last)) = (&date.not_before, &date.not_after) {
        lines.push(format!("not before {} and not after {}", plain(first), plain(last)));
    }
    lines.extend(
        date.expression
            .as_ref()
            .map(|words| format!("told by {}", quoted(words))),
    );
    lines
}

fn place_evidence(place: Option<&Place>) -> Vec<String> {
    let Some(place) = place else {
        return vec!["Not told. No capital is taken for it.".to_owned()];
    };
    let precision = match place.precision {
        PlacePrecision::Point => "a point",
        PlacePrecision::City => "a city",
        PlacePrecision::District => "a district",
        PlacePrecision::Province => "a province",
        PlacePrecision::Country => "a country",
        PlacePrecision::Region => "a region",
        PlacePrecision::Unresolved => "a name that was not resolved",
    };
    let mut facts = vec![format!("{}, {precision}", place_words(place))];
    facts.extend(
        place
            .province
            .as_ref()
            .map(|province| format!("in {}", plain(province))),
    );
    facts.extend(place.geonames.map(|id| format!("GeoNames {id}")));
    facts.extend(place.feature.as_ref().map(|feature| plain(feature).into_owned()));
    if let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) {
        facts.push(format!("{latitude} north, {longitude} east"));
    }
    vec![facts.join(" · "), format!("told by {}", quoted(&place.passage))]
}

/// Figures and other events.
fn ties(event: &Event, ids: &ShortIds<'_>) -> Vec<String> {
    let figures = [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("size", &event.size),
    ];
    let figure = |(what, id): (&str, &Option<RowId>)| id.as_ref().map(|id| format!("{what}: {}", ids.get(id)));
    let link = |kind| match kind {
        EventLinkKind::SameAs => "the same as",
        EventLinkKind::PartOf => "part of",
        EventLinkKind::Contradicts => "contradicts",
    };
    let links = event
        .links
        .iter()
        .map(|tie| format!("{} {}", link(tie.kind), ids.get(&tie.event)));
    figures.into_iter().filter_map(figure).chain(links).collect()
}

/// The way through the tree from an act to who takes part in it: `struck ─nsubj→ forces`, and against an arrow where
/// the one above is reached from below: `strike ←obj─ carried ─nsubj→ forces`.
fn path(sentences: &[Sentence], act: Span, participant: Span) -> String {
    let sentence = sentences.iter().find(|sentence| sentence.span.overlaps(act));
    let ends = sentence.and_then(|sentence| Some((sentence, head_at(sentence, act)?, head_at(sentence, participant)?)));
    let Some((sentence, from, to)) = ends else {
        return "which stands in another sentence".to_owned();
    };
    let (up, down) = (upwards(sentence, from), upwards(sentence, to));
    let meeting = up.iter().find(|at| down.contains(at)).copied();
    let Some(meeting) = meeting else {
        return "which no path of the tree leads to".to_owned();
    };
    let token = |at: usize| sentence.tokens.get(at);
    let form = |at: usize| token(at).map_or_else(String::new, |token| plain(&token.form).into_owned());
    let label = |at: usize| token(at).map_or_else(String::new, |token| plain(&token.deprel).into_owned());
    let mut path = format!("path: {}", form(from));
    for pair in up.windows(2).take_while(|pair| pair.first() != Some(&meeting)) {
        if let [below, above] = pair {
            path.push_str(&format!(" ←{}─ {}", label(*below), form(*above)));
        }
    }
    let steps: Vec<usize> = down.iter().copied().take_while(|at| *at != meeting).collect();
    for at in steps.into_iter().rev() {
        path.push_str(&format!(" ─{}→ {}", label(at), form(at)));
    }
    path
}

/// The word at `span` that the others there depend on.
fn head_at(sentence: &Sentence, span: Span) -> Option<usize> {
    let inside = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.span.overlaps(span));
    let is_head = |(at, token): &(usize, &Token)| inside(*at) && !token.head.is_some_and(inside);
    sentence.tokens.iter().enumerate().find(is_head).map(|(at, _)| at)
}

/// A word and those above it, up to the root. A tree that runs in a circle ends where every word had its turn.
fn upwards(sentence: &Sentence, from: usize) -> Vec<usize> {
    let above = |at: &usize| sentence.tokens.get(*at).and_then(|token| token.head);
    std::iter::successors(Some(from), above)
        .take(sentence.tokens.len())
        .collect()
}

#[cfg(test)]
mod tests {
    use sayso::language::{Sentence, Token};
    use sayso::schema::{
        Basis, Date, Document, EventFactuality, EventLink, EventLinkKind, Place, PlacePrecision, Reading, Span, Voice,
    };

    use super::{evidence, path};
    use crate::report::invented;

    /// Words with their heads, counted from 1 as CoNLL-U does, 0 for the root.
    fn sentence(words: &[(&str, usize, &str)]) -> Sentence {
        let mut sentence = Sentence::default();
        let mut start = 0;
        for (form, head, deprel) in words {
            let span = Span::new(start, start + form.chars().count());
            start = span.end + 1;
            sentence.tokens.push(Token {
                span,
                form: (*form).to_owned(),
                head: head.checked_sub(1),
                deprel: (*deprel).into(),
                ..Token::default()
            });
        }
        sentence.span = Span::new(0, start.saturating_sub(1));
        sentence
    }

    fn carried() -> Sentence {
        sentence(&[
            ("The", 3, "det"),
            ("air", 3, "compound"),
            ("force", 4, "nsubj"),
            ("carried", 0, "root"),
            ("out", 4, "compound:prt"),
            ("strikes", 4, "obj"),
            ("on", 9, "case"),
            ("the", 9, "det"),
            ("mill", 6, "nmod"),
        ])
    }

    #[test]
    fn paths_lead_up_and_down_the_tree() {
        let sentences = [carried()];
        let (act, force, mill) = (Span::new(26, 33), Span::new(0, 13), Span::new(37, 45));
        assert_eq!(
            path(&sentences, act, force),
            "path: strikes ←obj─ carried ─nsubj→ force"
        );
        assert_eq!(path(&sentences, act, mill), "path: strikes ─nmod→ mill");
        assert_eq!(path(&sentences, act, act), "path: strikes");
        assert_eq!(
            path(&sentences, act, Span::new(60, 64)),
            "which stands in another sentence"
        );
    }

    #[test]
    fn a_circle_is_no_path_and_no_end() {
        let circle = [sentence(&[("a", 2, "dep"), ("b", 1, "dep"), ("c", 9, "dep")])];
        assert_eq!(
            path(&circle, Span::new(0, 1), Span::new(4, 5)),
            "which no path of the tree leads to"
        );
    }

    #[test]
    fn every_field_has_its_evidence() {
        let text = "The air force carried out strikes on the mill in Zlip on Monday, Radio Szohôd said.";
        let mut reading = Reading::of(Document::new("mill.txt", text));
        let claim = invented::statement(0, Voice::Attributed, &["Radio Szohôd"]);
        let mut strikes = invented::event(text, "ASSAULT", "strikes");
        strikes.actors = vec![invented::participant(
            text,
            "The air force",
            Some("SYL"),
            &["MIL", "GOV"],
        )];
        strikes.recipients = vec![invented::participant(text, "the mill", None, &[])];
        strikes.contexts = vec!["military".to_owned()];
        strikes.cameo = Some("195".to_owned());
        strikes.goldstein = Some(-10.0);
        strikes.date = Some(Date {
            value: Some("2030-10-03".to_owned()),
            not_before: Some("2030-10-03".to_owned()),
            not_after: Some("2030-10-03".to_owned()),
            basis: Basis::Convention,
            expression: Some(invented::passage(text, "Monday")),
        });
        strikes.place = Some(Place {
            passage: invented::passage(text, "Zlip"),
            name: Some("Zlip".to_owned()),
            geonames: Some(7),
            country: Some("BRD".to_owned()),
            province: Some("Orlo".to_owned()),
            feature: Some("PPL".to_owned()),
            latitude: Some(48.5),
            longitude: Some(21.25),
            precision: PlacePrecision::City,
        });
        strikes.factuality = EventFactuality::Claimed;
        strikes.statements = vec![claim.id.clone()];
        strikes.links = vec![EventLink {
            kind: EventLinkKind::PartOf,
            event: strikes.id.clone(),
        }];
        let bare = invented::event(text, "ASSAULT", "on");
        reading.statements = vec![claim];
        reading.events = vec![strikes, bare];
        let mut page = String::new();
        for event in &reading.events {
            for (heading, lines) in evidence(event, &reading, &[carried()]) {
                page.push_str(&format!("{heading}\n  {}\n", lines.join("\n  ")));
            }
        }
        insta::assert_snapshot!(page);
    }
}
