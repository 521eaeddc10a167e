//! What does not agree.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, RowId, Span};

/// Rows that do not agree. It never says which is false.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dispute {
    /// Identity.
    pub id: RowId,
    /// From the first to the last of the rows in this document.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// In what way they disagree.
    #[serde(rename = "type")]
    pub kind: DisputeType,
    /// The rows.
    pub rows: Vec<RowId>,
    /// How two figures stand to each other.
    pub comparison: Option<Comparison>,
    /// What they differ on.
    pub differs_on: Vec<Difference>,
    /// The greater over the lesser, where both are numbers.
    pub ratio: Option<f64>,
    /// One plain sentence.
    pub sentence: String,
    /// Why it is there.
    pub because: Because,
}

/// In what way rows disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum DisputeType {
    Figures,
    AffirmedAndDenied,
    Status,
    Date,
    OverstatedStage,
    Incommensurable,
}

/// How two figures that differ stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// The same thing at two times.
    Growth,
    /// Two things that the text sets against each other.
    Gap,
    /// The same thing at the same time, told differently.
    Contradiction,
}

/// What two figures differ on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Difference {
    Measure,
    Period,
    Population,
    Source,
    Unit,
}
