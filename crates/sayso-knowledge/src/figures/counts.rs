//! Words that count without a number, and words around a number that make it inexact.

use crate::phrase::Phrase;
use crate::{Defect, Entry};

/// Words that count, or that make a count inexact.
pub type CountWord = Phrase<CountSense>;

/// What words around a number do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountSense {
    /// "at least", before a number.
    Before(Bounds),
    /// "or so", after a number.
    After(Bounds),
    /// "dozens": the least and the most.
    Many(Option<f64>, Option<f64>),
    /// "several": the same, but too vague for a figure
    Few(Option<f64>, Option<f64>),
    /// "half a dozen"
    Number(f64),
    /// "million"
    Scale(f64),
    /// "m" in "5m pounds": a scale of money alone
    Letter(f64),
    /// "third" in "two thirds": the denominator
    Part(f64),
    /// "in" in "one in five"
    Among,
    /// "to" in "20 to 30"
    Joint,
    /// "between" in "between 20 and 30"
    Between,
}

/// Which ends of a count a word leaves at the number that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// It can be no less.
    pub low: bool,
    /// It can be no more.
    pub high: bool,
}

/// What a line of `figures/counts.tsv` says that its words do.
pub(super) fn count_sense(entry: &Entry<'_, '_>) -> Result<CountSense, Defect> {
    let bounds = || -> Result<Bounds, Defect> {
        Ok(Bounds {
            low: same(entry, "low")?,
            high: same(entry, "high")?,
        })
    };
    Ok(match entry.required("class")? {
        "before" => CountSense::Before(bounds()?),
        "after" => CountSense::After(bounds()?),
        "many" => CountSense::Many(number(entry, "low")?, number(entry, "high")?),
        "few" => CountSense::Few(number(entry, "low")?, number(entry, "high")?),
        "number" => CountSense::Number(needed_number(entry, "low")?),
        "scale" => CountSense::Scale(needed_number(entry, "low")?),
        "letter" => CountSense::Letter(needed_number(entry, "low")?),
        "part" => CountSense::Part(needed_number(entry, "low")?),
        "among" => CountSense::Among,
        "joint" => CountSense::Joint,
        "between" => CountSense::Between,
        other => {
            return Err(entry.defect(
                format!("`{other}` is no class"),
                "use before, after, many, few, number, scale, letter, part, among, joint or between",
            ));
        }
    })
}

fn same(entry: &Entry<'_, '_>, column: &str) -> Result<bool, Defect> {
    match entry.get(column) {
        None => Ok(false),
        Some("=") => Ok(true),
        Some(other) => Err(entry.defect(format!("`{other}` is no bound beside a number"), "use = or -")),
    }
}

fn number(entry: &Entry<'_, '_>, column: &str) -> Result<Option<f64>, Defect> {
    let Some(text) = entry.get(column) else { return Ok(None) };
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0);
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(entry.defect(format!("`{text}` is no number"), "write it in digits")),
    }
}

/// A number that has to be there.
pub(super) fn needed_number(entry: &Entry<'_, '_>, column: &str) -> Result<f64, Defect> {
    entry.required(column)?;
    Ok(number(entry, column)?.unwrap_or_default())
}
