//! The report's colours and, for each thing that a colour says, the word that says it without. The HTML page shows the
//! same signs and words.

use anstyle::{AnsiColor, Style};
use sayso::schema::{Act, Distancing, EntityType, FactValue, LinkKind, Quotation, Statement, Voice};

/// How each kind of text is styled. [`Palette::plain`] styles nothing and so writes no escape sequence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Palette {
    /// The headline.
    pub title: Style,
    /// A group's heading.
    pub heading: Style,
    /// What matters less: paths, counts, ids.
    pub faint: Style,
    /// Certain that it is so.
    pub certain: Style,
    /// Probable or possible, or not so.
    pub doubtful: Style,
    /// Held at arm's length, or not so.
    pub distanced: Style,
    /// A token that a decision rests on.
    pub evidence: Style,
}

impl Palette {
    /// No colour.
    pub fn plain() -> Self {
        Self::default()
    }

    /// The sixteen colours that every terminal has, so that the user's own scheme decides how they look.
    pub fn colours() -> Self {
        Self {
            title: Style::new().bold(),
            heading: Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())),
            faint: Style::new().dimmed(),
            certain: Style::new().fg_color(Some(AnsiColor::Green.into())),
            doubtful: Style::new().fg_color(Some(AnsiColor::Yellow.into())),
            distanced: Style::new().fg_color(Some(AnsiColor::Magenta.into())),
            evidence: Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        }
    }

    /// The style of a certainty.
    pub fn certainty(&self, value: FactValue) -> Style {
        match tone(value) {
            Tone::Certain => self.certain,
            Tone::Doubtful => self.doubtful,
            Tone::NotSo => self.distanced,
            Tone::Open => self.faint,
        }
    }
}

/// What a certainty's colour tells; the word beside it tells more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is so.
    Certain,
    /// Probably or possibly.
    Doubtful,
    /// It is not so, however sure.
    NotSo,
    /// Nobody commits to it.
    Open,
}

/// The tone of a certainty.
pub fn tone(value: FactValue) -> Tone {
    match value {
        FactValue::CertainPlus => Tone::Certain,
        FactValue::ProbablePlus | FactValue::PossiblePlus => Tone::Doubtful,
        FactValue::CertainMinus | FactValue::ProbableMinus | FactValue::PossibleMinus => Tone::NotSo,
        FactValue::Unknown => Tone::Open,
    }
}

/// The certainty that a statement is shown with: its source's, or the author's where nobody is named for it.
pub fn shown_certainty(statement: &Statement) -> FactValue {
    match (statement.voice, statement.factuality.source) {
        (Voice::Attributed, Some(value)) => value,
        (Voice::Attributed, None) | (Voice::Hearsay | Voice::Author, _) => statement.factuality.author,
    }
}

/// What the signs of [`certainty_sign`] mean.
pub const SIGNS: &str = "● certain, ◐ probable, ○ possible, ✗ not so, ? not committed";

/// `text` in `style`.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The columns that the widest of [`certainty_word`] takes up.
pub const CERTAINTY_COLUMNS: usize = 13;

/// A certainty's sign: full, half or empty circle, crossed where it is said not to be so.
pub fn certainty_sign(value: FactValue) -> &'static str {
    match value {
        FactValue::CertainPlus => "●",
        FactValue::ProbablePlus => "◐",
        FactValue::PossiblePlus => "○",
        FactValue::CertainMinus | FactValue::ProbableMinus | FactValue::PossibleMinus => "✗",
        FactValue::Unknown => "?",
    }
}

/// A certainty in words.
pub fn certainty_word(value: FactValue) -> &'static str {
    match value {
        FactValue::CertainPlus => "certain",
        FactValue::ProbablePlus => "probable",
        FactValue::PossiblePlus => "possible",
        FactValue::CertainMinus => "certainly not",
        FactValue::ProbableMinus => "probably not",
        FactValue::PossibleMinus => "possibly not",
        FactValue::Unknown => "not committed",
    }
}

/// What a source does, as a noun: it stands under sources that are one and that are many.
pub fn act_word(act: Act) -> &'static str {
    match act {
        Act::Assert => "assertion",
        Act::Say => "statement",
        Act::Claim => "claim",
        Act::Estimate => "estimate",
        Act::Suggest => "suggestion",
        Act::Report => "report",
        Act::Confirm => "confirmation",
        Act::Deny => "denial",
        Act::Warn => "warning",
        Act::Promise => "promise",
        Act::Demand => "demand",
        Act::Ask => "question",
        Act::Believe => "belief",
        Act::Know => "knowledge",
        Act::Stipulate => "stipulation",
        Act::Purpose => "declared aim",
        Act::Evaluate => "judgement",
    }
}

/// What the report says of quotation marks; nothing where there are none.
pub fn quotation_word(quotation: Quotation) -> Option<&'static str> {
    match quotation {
        Quotation::Direct => Some("quoted"),
        Quotation::Mixed => Some("partly quoted"),
        Quotation::Indirect | Quotation::None => None,
    }
}

/// How the author holds what another says, where it is out of the ordinary.
pub fn distancing_word(distancing: Distancing) -> Option<&'static str> {
    match distancing {
        Distancing::Distanced => Some("held at arm’s length"),
        Distancing::None | Distancing::Neutral => None,
    }
}

/// A kind of source in words.
pub fn link_word(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Person => "person",
        LinkKind::Office => "office",
        LinkKind::Organisation => "organisation",
        LinkKind::Outlet => "news outlet",
        LinkKind::Unnamed => "not named",
        LinkKind::Document => "document",
        LinkKind::Data => "data",
    }
}

/// A code of the schema as words: `NON_INTERVENTION` is "non intervention".
pub fn code_word(code: &impl serde::Serialize) -> String {
    let code = serde_json::to_value(code).unwrap_or_default();
    let word = code.as_str().unwrap_or_default();
    word.to_lowercase().replace(['_', '-'], " ")
}

/// An entity type in words.
pub fn entity_word(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Org => "organisation",
        EntityType::Gpe => "country or town",
        EntityType::Loc => "place",
        EntityType::Fac => "facility",
        EntityType::Norp => "people or group",
        EntityType::Event => "event",
        EntityType::Law => "law or treaty",
        EntityType::Weapon => "weapon",
        EntityType::Work => "work",
    }
}

#[cfg(test)]
mod tests {
    use sayso::schema::FactValue;

    use super::{CERTAINTY_COLUMNS, Palette, certainty_sign, certainty_word, paint};
    use crate::report::wrap::columns;

    const ALL: [FactValue; 7] = [
        FactValue::CertainPlus,
        FactValue::ProbablePlus,
        FactValue::PossiblePlus,
        FactValue::CertainMinus,
        FactValue::ProbableMinus,
        FactValue::PossibleMinus,
        FactValue::Unknown,
    ];

    #[test]
    fn every_certainty_has_its_own_word_that_fits_its_column() {
        for value in ALL {
            assert!(columns(certainty_word(value)) <= CERTAINTY_COLUMNS);
            assert_eq!(columns(certainty_sign(value)), 1);
            assert_eq!(
                ALL.iter()
                    .filter(|other| certainty_word(**other) == certainty_word(value))
                    .count(),
                1
            );
        }
    }

    #[test]
    fn plain_writes_no_escape_sequence() {
        let (plain, colours) = (Palette::plain(), Palette::colours());
        assert_eq!(paint(plain.heading, "Kyiv"), "Kyiv");
        assert_eq!(paint(colours.title, "Kyiv"), "\u{1b}[1mKyiv\u{1b}[0m");
    }
}
