//! Scores figures, how many of what, against a key of offsets into newswire articles. `keys/figures.md` tells what the
//! key marks.
//!
//! Rows of kind `indefinite` ("several people") are left out, for the key marks none; ordinals are scored apart.
//!
//! - A figure is **found** if a row's span shares a character with the key's number. One row goes to one figure of the
//!   key at most, rows whose span is more like the key's first. Precision, recall and F1 are of these, over all articles;
//!   `ordinal_f1` is the same of ordinals.
//!
//! Of the figures found:
//!
//! - **Value**: value, least and most are all the key's, within a millionth (fractions, which the key rounds, within a
//!   ten-thousandth). Numbers are compared as the text writes them, before units are made SI.
//! - **Unit**: the key's, in figures that are no counts.
//! - **Kind**: the key's.
//! - **Of**: what is counted shares characters with the key's, by Dice at least a half (`of_overlap`), or is the same
//!   stretch (`of_exact`). Where the key tells none, none may be told.
//! - **Date** and **place**: of those that the key tells, the part that is right; by the TIMEX3 value, or by the
//!   bounds where the key writes two days with a stroke between them; and by a shared character. `date_or_place_accuracy` is of both together. Their precision is of those that are told by the rows.

use std::path::Path;

use sayso_schema::{Document, Figure, FigureKind, Reading, Span};
use serde::{Deserialize, Serialize};

use crate::error::ScoreError;
use crate::newswire::{self, ErrorKind, Errors, Key, Keyed, Share, dice, pairs, same_date, words};
use crate::tally::Tally;

/// The figures of an article, as its key has them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FigureKey {
    /// In the order of the text.
    pub figures: Vec<KeyedFigure>,
}

/// A figure, as the key has it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // keys/figures.md says what each is
pub struct KeyedFigure {
    pub span: Span,
    pub number: Span,
    pub kind: FigureKind,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub unit: Option<String>,
    pub of: Option<Span>,
    pub date: Option<String>,
    pub place: Option<Span>,
}

impl Key for FigureKey {
    fn spans(&self) -> Vec<Span> {
        let spans = self.figures.iter().flat_map(|figure| {
            let told = [figure.of, figure.place].into_iter().flatten();
            [figure.span, figure.number].into_iter().chain(told)
        });
        spans.collect()
    }
}

/// How well figures were read: fractions of 1, and the counts that they are made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct FigureScores {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub value_accuracy: f64,
    pub unit_accuracy: f64,
    pub kind_accuracy: f64,
    pub of_overlap: f64,
    pub of_exact: f64,
    pub date_accuracy: f64,
    pub date_precision: f64,
    pub place_accuracy: f64,
    pub place_precision: f64,
    pub date_or_place_accuracy: f64,
    pub ordinal_f1: f64,
    pub key_count: f64,
    pub found_count: f64,
    pub right_count: f64,
}

/// Reads the `key`, and the articles that it points into from `texts`.
///
/// # Errors
/// If a file cannot be read, a line is not of its form, the key tells of an article twice or of one that `texts` lacks,
/// a span leaves its article, or the key is empty.
pub fn read(key: &Path, texts: &Path) -> Result<Vec<Keyed<FigureKey>>, ScoreError> {
    newswire::read(key, texts)
}

/// Scores the figures of the articles' readings.
pub fn score(key: &[Keyed<FigureKey>], read: impl FnMut(&Document) -> Reading) -> FigureScores {
    let counts = count(key, read).0;
    FigureScores {
        precision: counts.found.precision(),
        recall: counts.found.recall(),
        f1: counts.found.f1(),
        value_accuracy: counts.value.value(),
        unit_accuracy: counts.unit.value(),
        kind_accuracy: counts.kind.value(),
        of_overlap: counts.of_overlap.value(),
        of_exact: counts.of_exact.value(),
        date_accuracy: counts.date.value(),
        date_precision: counts.date_told.value(),
        place_accuracy: counts.place.value(),
        place_precision: counts.place_told.value(),
        date_or_place_accuracy: counts.date.both(counts.place).value(),
        ordinal_f1: counts.ordinals.f1(),
        key_count: counts.found.gold as f64,
        found_count: counts.found.system as f64,
        right_count: counts.found.correct as f64,
    }
}

/// What is missed, should not be there, or is wrong; the most common kinds first.
pub fn errors(key: &[Keyed<FigureKey>], read: impl FnMut(&Document) -> Reading) -> Vec<ErrorKind> {
    count(key, read).1.kinds()
}

#[derive(Default)]
struct Counts {
    found: Tally,
    ordinals: Tally,
    value: Share,
    unit: Share,
    kind: Share,
    of_overlap: Share,
    of_exact: Share,
    date: Share,
    date_told: Share,
    place: Share,
    place_told: Share,
}

fn count(key: &[Keyed<FigureKey>], mut read: impl FnMut(&Document) -> Reading) -> (Counts, Errors) {
    let (mut counts, mut errors) = (Counts::default(), Errors::default());
    for Keyed { document, key } in key {
        let figures = read(document).figures;
        for of_ordinals in [false, true] {
            let is_asked = |kind: FigureKind| (kind == FigureKind::Ordinal) == of_ordinals;
            let keyed: Vec<&KeyedFigure> = key.figures.iter().filter(|figure| is_asked(figure.kind)).collect();
            let definite = figures.iter().filter(|figure| figure.kind != FigureKind::Indefinite);
            let found: Vec<&Figure> = definite.filter(|figure| is_asked(figure.kind)).collect();
            let same = pairs(&keyed, &found, |keyed, found| {
                if keyed.number.overlaps(found.span) {
                    dice(keyed.span, found.span)
                } else {
                    0.0
                }
            });
            let tally = Tally {
                correct: same.len(),
                gold: keyed.len(),
                system: found.len(),
            };
            if of_ordinals {
                counts.ordinals.add(tally);
            } else {
                counts.found.add(tally);
                for &(k, f) in &same {
                    counts.compare(keyed[k], found[f], document, &mut errors);
                }
            }
            let name = if of_ordinals { "ordinal" } else { "figure" };
            for (k, keyed) in keyed.iter().enumerate() {
                if !same.iter().any(|pair| pair.0 == k) {
                    let there = Some(words(&document.text, keyed.span));
                    errors.add(&format!("{name} missed"), document, keyed.span, there, None);
                }
            }
            for (f, found) in found.iter().enumerate() {
                if !same.iter().any(|pair| pair.1 == f) {
                    let there = Some(words(&document.text, found.span));
                    errors.add(&format!("{name} spurious"), document, found.span, None, there);
                }
            }
        }
    }
    (counts, errors)
}

impl Counts {
    fn compare(&mut self, key: &KeyedFigure, found: &Figure, document: &Document, errors: &mut Errors) {
        let mut wrong = |name: &str, key_says: Option<String>, found_says: Option<String>| {
            errors.add(&format!("{name} wrong"), document, key.span, key_says, found_says);
        };

        let (value, low, high) = match &found.as_written {
            Some(written) => (written.value, written.low, written.high),
            None => (found.value, found.low, found.high),
        };
        let is_same = |a, b| same_number(a, b, key.kind);
        let value_is_right = is_same(key.value, value) && is_same(key.low, low) && is_same(key.high, high);
        self.value.add(value_is_right);
        if !value_is_right {
            let bounds = |value, low, high| format!("{} from {} to {}", number(value), number(low), number(high));
            wrong(
                "value",
                Some(bounds(key.value, key.low, key.high)),
                Some(bounds(value, low, high)),
            );
        }
        if key.kind != FigureKind::Count {
            self.unit.add(key.unit == found.unit);
            if key.unit != found.unit {
                wrong("unit", key.unit.clone(), found.unit.clone());
            }
        }
        self.kind.add(key.kind == found.kind);
        if key.kind != found.kind {
            wrong(
                "kind",
                Some(format!("{:?}", key.kind)),
                Some(format!("{:?}", found.kind)),
            );
        }

        let at = |span: Span| words(&document.text, span);
        let of = found.of.as_ref().map(|passage| passage.span);
        let of_is_alike = match (key.of, of) {
            (Some(key), Some(found)) => dice(key, found) >= 0.5,
            (key, found) => key == found,
        };
        self.of_overlap.add(of_is_alike);
        self.of_exact.add(key.of == of);
        if !of_is_alike {
            wrong("of", key.of.map(at), of.map(at));
        }

        let date_is_right = same_date(key.date.as_deref(), found.period.as_ref());
        let date = found.period.as_ref().and_then(|date| date.value.clone());
        if key.date.is_some() {
            self.date.add(date_is_right);
        }
        if date.is_some() {
            self.date_told.add(date_is_right);
        }
        if !date_is_right {
            wrong("date", key.date.clone(), date);
        }
        let place = found.place.as_ref().map(|passage| passage.span);
        let place_is_right = key.place.zip(place).is_some_and(|(key, found)| key.overlaps(found));
        if key.place.is_some() {
            self.place.add(place_is_right);
        }
        if place.is_some() {
            self.place_told.add(place_is_right);
        }
        if !place_is_right && (key.place, place) != (None, None) {
            wrong("place", key.place.map(at), place.map(at));
        }
    }
}

fn same_number(key: Option<f64>, found: Option<f64>, kind: FigureKind) -> bool {
    match (key, found) {
        (Some(key), Some(found)) => {
            let most = if kind == FigureKind::Fraction {
                1e-4
            } else {
                1e-6 * key.abs().max(found.abs())
            };
            (key - found).abs() <= most
        }
        (None, None) => true,
        _ => false,
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
