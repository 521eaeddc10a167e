//! When something was, as far as the text tells.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Passage;

/// A date as a TIMEX3 value with the bounds that the text gives it. A date that is not told has no `value`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// TIMEX3 `value`: `2024-06-19`, `2024-07`, `PRESENT_REF`.
    pub value: Option<String>,
    /// The earliest day it can be.
    pub not_before: Option<String>,
    /// The latest day it can be.
    pub not_after: Option<String>,
    /// How the value was reached.
    pub basis: Basis,
    /// The words that tell it.
    pub expression: Option<Passage>,
}

/// How a date's value was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The text states it in full.
    InText,
    /// The text leaves the year out; it follows from other dates.
    InferredYear,
    /// It points back to another date ("that day").
    Anaphora,
    /// It follows from how news is written ("Tuesday").
    Convention,
}
