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
    /// What kind of quantity it is.
    pub kind: FigureKind,
    /// The value in [`unit`](Self::unit); null where only bounds are told ("dozens").
    pub value: Option<f64>,
    /// The least it can be.
    pub low: Option<f64>,
    /// The most it can be.
    pub high: Option<f64>,
    /// The word that makes it inexact ("around").
    pub approximator: Option<Passage>,
    /// The unit: SI where physical (`m`, `kg`, `s`; months and years, which have no fixed length, as UCUM's `mo` and
    /// `a`), ISO 4217 for money, `percent`, `fraction`, `persons`. Null for money whose country is not told.
    pub unit: Option<String>,
    /// The number and the unit as the text writes them, where a unit is written: 8 and "miles".
    pub as_written: Option<AsWritten>,
    /// What it is reckoned by ("barrel" in "60 dollars a barrel").
    pub per: Option<Passage>,
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

/// What kind of quantity a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// "five soldiers", "three times"
    Count,
    /// "15 million dollars"
    Money,
    /// "46 percent"
    Percent,
    /// "two thirds"
    Fraction,
    /// A physical quantity, and points of a scale or an index.
    Measure,
    /// "a three-day visit"
    Duration,
    /// "aged 32"
    Age,
    /// "397-0" in a parliament
    Vote,
    /// "2-1" in a game
    Score,
    /// "the third attack": a place in an order, no quantity.
    Ordinal,
    /// Counted without a number of its own: "a soldier was killed", "several people", "two soldiers and a guard".
    Indefinite,
}

/// A quantity before its unit was normalised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AsWritten {
    /// The value in the unit that is written.
    pub value: Option<f64>,
    /// The least, in that unit.
    pub low: Option<f64>,
    /// The most, in that unit.
    pub high: Option<f64>,
    /// The unit's words or sign.
    pub unit: Passage,
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
