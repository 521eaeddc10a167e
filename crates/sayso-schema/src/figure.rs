//! How many of what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, Date, Passage, RowId, Span};

/// A quantity that counts or measures something in the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Identity.
    pub id: RowId,
    /// The quantity with its approximator.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// The value as told; null where only bounds are ("dozens").
    pub value: Option<f64>,
    /// The least it can be.
    pub low: Option<f64>,
    /// The most it can be.
    pub high: Option<f64>,
    /// The word that makes it inexact ("around").
    pub approximator: Option<Passage>,
    /// The unit: SI where physical, ISO 4217 for money, `percent`, `persons`.
    pub unit: Option<String>,
    /// What is counted.
    pub of: Option<Passage>,
    /// What is said of it, and over how long.
    pub measure: Option<Measure>,
    /// Whose it is.
    pub actor: Option<RowId>,
    /// Where, if told.
    pub place: Option<Passage>,
    /// When or over which period, if told.
    pub period: Option<Date>,
    /// The statement that it belongs to.
    pub statement: Option<RowId>,
    /// Why it is there.
    pub because: Because,
}

/// What a figure measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// The predicate ("entered").
    pub predicate: Passage,
    /// Flow or stock.
    pub kind: MeasureKind,
}

/// Whether a figure adds up over a period or stands at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// Adds up over a period.
    Flow,
    /// Stands at a time.
    Stock,
}
