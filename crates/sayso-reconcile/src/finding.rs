//! What reconciling finds.

use sayso_schema::{Comparison, Difference, DisputeType};
use serde::{Deserialize, Serialize};

use crate::held::Common;

/// A row of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Row {
    /// The first 24 digits of the document's id.
    pub document: String,
    /// The row's id; `do-` and the 24 digits for the document itself.
    pub id: String,
    /// Which of the document's rows it tells the same as: rows of one document are joined across articles only where
    /// they share this. Its own id where the document ties it to no other.
    pub thread: String,
}

/// Something that rows of several documents tell together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Rows that tell one thing.
    Same(Same),
    /// Rows that do not agree.
    Dispute(Disagreement),
}

/// What rows that tell one thing are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SameKind {
    /// Copies of one text: the same, cut, with another headline, or reworked.
    Copies,
    /// Tellings of one event.
    Event,
    /// Figures of one thing that agree.
    Figure,
    /// Statements that say one thing.
    Statement,
    /// Tellings of one agreement.
    Agreement,
    /// Mentions of one person, organisation or other thing.
    Entity,
}

/// Rows of several documents that tell one thing. Each telling stays what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Same {
    /// What they are.
    pub kind: SameKind,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// How alike they are, 0 to 1: the least by which one of them was joined.
    pub likeness: f64,
    /// What all of them hold, which none added later may contradict.
    pub common: Common,
}

/// Rows of several documents that do not agree. It never says which is false.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// In what way.
    pub kind: DisputeType,
    /// The rows that stand against each other, a list a side.
    pub sides: Vec<Vec<Row>>,
    /// How two figures stand to each other.
    pub comparison: Option<Comparison>,
    /// What they differ on.
    pub differs_on: Vec<Difference>,
    /// The greater over the lesser, where both are numbers.
    pub ratio: Option<f64>,
    /// One plain sentence.
    pub sentence: String,
}

impl Disagreement {
    /// One whose sides are not filled in yet.
    pub(crate) fn of(kind: DisputeType, sentence: String) -> Self {
        Self {
            kind,
            sides: Vec::new(),
            comparison: None,
            differs_on: Vec::new(),
            ratio: None,
            sentence,
        }
    }
}
