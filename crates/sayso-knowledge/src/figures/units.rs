//! Units and currencies: what they are called, and what is made of a number in them.

use crate::phrase::Phrase;
use crate::{Defect, Entry};

use super::counts::needed_number;

/// A word or several that name a unit or a currency.
pub type UnitWord = Phrase<UnitSense>;

/// What a number is told in.
#[derive(Clone, Debug, PartialEq)]
pub enum UnitSense {
    /// A physical unit.
    Measure(Scale),
    /// "percent", "percentage points"
    Percent,
    /// Points of a scale or an index.
    Points,
    /// "times"
    Times,
    /// A currency, by its place among [`currencies`](super::FigureLexicon::currency).
    Money {
        /// Which.
        currency: usize,
        /// Whether the word is of its hundredth: "cents".
        minor: bool,
        /// Whether it is meant where nothing says otherwise.
        default: bool,
    },
}

/// How a number in one unit becomes one in the unit that figures are given in.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The unit that figures are given in; none where numbers stay as they are.
    pub unit: Option<String>,
    /// What a number is multiplied by.
    pub factor: f64,
    /// What is added then.
    pub offset: f64,
}

impl Scale {
    /// The number in the unit that figures are given in. It is rounded to twelve digits, so that what floating point
    /// makes of it does not show.
    pub fn convert(&self, number: f64) -> f64 {
        round(number * self.factor + self.offset)
    }
}

fn round(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// A currency, and where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217.
    pub code: String,
    /// ISO 3166-1 alpha-3, and KOS: where it is legal tender.
    pub countries: Vec<String>,
    /// The first and the last year in which it is.
    years: (Option<i32>, Option<i32>),
}

impl Currency {
    /// Whether it is legal tender in a year; today where none is given.
    pub fn is_used_in(&self, year: Option<i32>) -> bool {
        let (since, until) = self.years;
        match year {
            Some(year) => since.is_none_or(|since| since <= year) && until.is_none_or(|until| year <= until),
            None => until.is_none(),
        }
    }
}

/// What the words of a line of `figures/units.tsv` name.
pub(super) fn unit_sense(entry: &Entry<'_, '_>) -> Result<UnitSense, Defect> {
    Ok(match entry.required("kind")? {
        "measure" => UnitSense::Measure(Scale {
            unit: entry.get("unit").map(str::to_owned),
            factor: needed_number(entry, "factor")?,
            offset: match entry.get("offset") {
                Some(_) => needed_number(entry, "offset")?,
                None => 0.0,
            },
        }),
        "percent" => UnitSense::Percent,
        "points" => UnitSense::Points,
        "times" => UnitSense::Times,
        other => {
            return Err(entry.defect(
                format!("`{other}` is no kind of unit"),
                "use measure, percent, points or times",
            ));
        }
    })
}

/// A line of `figures/currencies.tsv`.
pub(super) struct Listed {
    pub(super) currency: Currency,
    pub(super) words: Vec<(String, UnitSense)>,
    pub(super) signs: Vec<(String, UnitSense)>,
}

/// A line of `figures/currencies.tsv`, the one at `at`.
pub(super) fn currency(entry: &Entry<'_, '_>, at: usize) -> Result<Listed, Defect> {
    let code = entry.required("code")?;
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(entry.defect(
            format!("`{code}` is no code of ISO 4217"),
            "write three capital letters",
        ));
    }
    let year = |column: &str| -> Result<Option<i32>, Defect> {
        let Some(text) = entry.get(column) else { return Ok(None) };
        let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
        year.map(Some)
            .ok_or_else(|| entry.defect(format!("`{text}` is no year"), "write four digits"))
    };
    let currency = Currency {
        code: code.to_owned(),
        countries: entry.list("countries").map(str::to_owned).collect(),
        years: (year("since")?, year("until")?),
    };
    let defaults: Vec<&str> = entry.list("default").collect();
    let sense = |word: &str, minor: bool| UnitSense::Money {
        currency: at,
        minor,
        default: defaults.contains(&word),
    };
    let mut words = Vec::new();
    for (column, minor) in [("words", false), ("minor", true)] {
        words.extend(entry.list(column).map(|name| (name.to_owned(), sense(name, minor))));
    }
    let signs = entry.list("signs").map(|sign| (sign.to_owned(), sense(sign, false)));
    Ok(Listed {
        currency,
        words,
        signs: signs.collect(),
    })
}
