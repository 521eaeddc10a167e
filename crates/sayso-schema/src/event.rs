//! Who did what to whom.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, Date, Link, Passage, RowId, Span, Statement};

/// An act of political significance, coded by PLOVER 2.0 and compatible with CAMEO.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Identity.
    pub id: RowId,
    /// From the first to the last character of trigger and participants.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// PLOVER type (`ASSAULT`).
    #[serde(rename = "type")]
    pub kind: String,
    /// The types that a user's own type is a kind of, nearest first; none for PLOVER's.
    pub is_a: Vec<String>,
    /// PLOVER modes (`aerial`).
    pub modes: Vec<String>,
    /// PLOVER contexts (`military`).
    pub contexts: Vec<String>,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER 2.0 score, -10 to 10.
    pub score: f64,
    /// CAMEO code, as a string since its zeros count.
    pub cameo: Option<String>,
    /// Goldstein value of the CAMEO code.
    pub goldstein: Option<f64>,
    /// The word that names the act.
    pub trigger: Passage,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// When, if told.
    pub date: Option<Date>,
    /// Where, if told.
    pub place: Option<Place>,
    /// Whether it happened, and by what kind of word.
    pub factuality: EventFactuality,
    /// The statements that it rests on; at least one.
    pub statements: Vec<RowId>,
    /// A continuing state told in passing, not a new incident.
    pub background: bool,
    /// The figure that counts the killed.
    pub killed: Option<RowId>,
    /// The figure that counts the injured.
    pub injured: Option<RowId>,
    /// The figure that counts the participants.
    pub size: Option<RowId>,
    /// Other events of the document that it belongs with.
    pub links: Vec<EventLink>,
    /// Why it is there.
    pub because: Because,
}

impl Event {
    /// Of the statements that it rests on, the one whose word it finally is: told through the most, then saying the
    /// least.
    pub fn innermost<'s>(statements: impl Iterator<Item = &'s Statement>) -> Option<&'s Statement> {
        statements.min_by_key(|row| (Reverse(row.chain.len()), row.span.len()))
    }

    /// Those of a statement's sources by whose word the event stands. Where the event is the statement's own saying
    /// ("accused"), its speaker acts and does not report: it stands by the word of the sources before, the article at
    /// last.
    pub fn vouched_by<'s>(&self, statement: &'s Statement) -> &'s [Link] {
        let says_it = statement.cue.iter().any(|cue| cue.span.contains(self.trigger.span));
        let count = statement.chain.len().saturating_sub(usize::from(says_it));
        &statement.chain[..count]
    }
}

/// One who acts or is acted upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// The entity, where it is one of the reading's.
    pub entity: Option<RowId>,
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// ISO 3166-1 alpha-3, with PLOVER's extras.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Whether the text leaves it to be understood.
    pub inferred: bool,
}

/// Where something happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The words that name it.
    pub passage: Passage,
    /// Its name in GeoNames.
    pub name: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// The country that it lies in, or is: ISO 3166-1 alpha-3, with PLOVER's extras.
    pub country: Option<String>,
    /// First-level division that it lies in, or is ("Ohio", "Kherson Oblast").
    pub province: Option<String>,
    /// GeoNames feature code (`PPLC`, `ADM1`).
    pub feature: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// How exactly the text tells it.
    pub precision: PlacePrecision,
}

/// How exactly a place is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum PlacePrecision {
    Point,
    City,
    District,
    Province,
    Country,
    Region,
    Unresolved,
}

/// Whether an event happened, as the text presents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum EventFactuality {
    Actual,
    Reported,
    Claimed,
    Presupposed,
    Planned,
    CalledFor,
    Hypothetical,
    Denied,
}

impl EventFactuality {
    /// Whether the text tells it as something that took place, by whosever word. PLOVER codes no others.
    pub const fn is_told_as_done(self) -> bool {
        matches!(self, Self::Actual | Self::Reported | Self::Claimed | Self::Presupposed)
    }

    /// Whether the text tells it anew, rather than taking it as known.
    pub const fn is_told_anew(self) -> bool {
        matches!(self, Self::Actual | Self::Reported | Self::Claimed)
    }

    /// As it is serialised.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Reported => "reported",
            Self::Claimed => "claimed",
            Self::Presupposed => "presupposed",
            Self::Planned => "planned",
            Self::CalledFor => "called-for",
            Self::Hypothetical => "hypothetical",
            Self::Denied => "denied",
        }
    }
}

/// A tie between two events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventLink {
    /// What ties them.
    pub kind: EventLinkKind,
    /// The other event.
    pub event: RowId,
}

/// What ties two events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum EventLinkKind {
    SameAs,
    PartOf,
    Contradicts,
}
