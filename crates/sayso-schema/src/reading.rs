//! One document, read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Agreement, Dispute, Document, Entity, Event, Figure, Statement};

/// The name and edition of this vocabulary, as it stands in every reading.
pub const SCHEMA: &str = "sayso/1";

/// Everything that one document says, as rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The article.
    pub document: Document,
    /// Who and what it speaks of.
    pub entities: Vec<Entity>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// How many of what.
    pub figures: Vec<Figure>,
    /// What was agreed.
    pub agreements: Vec<Agreement>,
    /// What does not agree.
    pub disputes: Vec<Dispute>,
}

impl Reading {
    /// A reading of `document` with no rows yet.
    pub fn of(document: Document) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            document,
            entities: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
            figures: Vec::new(),
            agreements: Vec::new(),
            disputes: Vec::new(),
        }
    }
}

/// The JSON Schema (2020-12) of a [`Reading`].
pub fn json_schema() -> schemars::Schema {
    schemars::schema_for!(Reading)
}
