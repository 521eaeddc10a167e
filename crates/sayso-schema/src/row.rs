//! What every row has: an identity and a reason.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// The kinds of thing that have a [`RowId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// An [`Entity`](crate::Entity).
    Entity,
    /// A [`Statement`](crate::Statement).
    Statement,
    /// An [`Event`](crate::Event).
    Event,
    /// A [`Figure`](crate::Figure).
    Figure,
    /// An [`Agreement`](crate::Agreement).
    Agreement,
    /// A [`Stage`](crate::Stage) of an agreement.
    Stage,
    /// A [`Provision`](crate::Provision) of an agreement.
    Provision,
    /// A [`Dispute`](crate::Dispute).
    Dispute,
}

impl RowKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Entity => "en",
            Self::Statement => "st",
            Self::Event => "ev",
            Self::Figure => "fi",
            Self::Agreement => "ag",
            Self::Stage => "sg",
            Self::Provision => "pr",
            Self::Dispute => "di",
        }
    }
}

/// A row's identity: two letters for its kind, then 96 bits of a BLAKE3 hash over document id, kind, spans and
/// ordinal. Equal in every run and on every machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct RowId(String);

impl RowId {
    /// The id of the row of `kind` that rests on `spans` of the document with id `document`. `ordinal` tells apart
    /// rows that share kind and spans.
    pub fn of(document: &str, kind: RowKind, spans: &[Span], ordinal: usize) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(document.as_bytes());
        hasher.update(kind.prefix().as_bytes());
        for span in spans {
            hasher.update(&(span.start as u64).to_le_bytes());
            hasher.update(&(span.end as u64).to_le_bytes());
        }
        hasher.update(&(ordinal as u64).to_le_bytes());
        let hex = hasher.finalize().to_hex();
        Self(format!("{}-{}", kind.prefix(), &hex[..24]))
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a row is there: the lines of knowledge that fired and the tokens that they fired on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Because {
    /// Each line as `file:line name`, for example `attribution/cues.tsv:41 claim`, so that a wrong row leads to a
    /// line to mend; `network` and the name of a head for what the language engine's network read.
    pub lines: Vec<String>,
    /// The tokens that the decision rests on.
    pub tokens: Vec<Span>,
}
