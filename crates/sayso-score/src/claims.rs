//! Scores whether statements of different articles say one thing, or oppose each other, against a key of pairs of offsets
//! into newswire articles. `keys/claims.md` tells what the key marks.
//!
//! A pair counts as right where it is called `same` or `opposed` as the key has it; `neither` counts as nothing found. F1 is
//! over both labels together, and for each.

use std::collections::HashMap;
use std::path::Path;

use sayso_language::ClaimEncoder;
use sayso_reconcile::{Alike, alike};
use sayso_schema::Span;
use serde::{Deserialize, Serialize};

use crate::entities::read_lines;
use crate::error::ScoreError;
use crate::newswire::texts;

/// How two statements stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // keys/claims.md says what each is
pub enum Label {
    Same,
    Opposed,
    Neither,
}

#[derive(Deserialize)]
struct Line {
    one: Place,
    other: Place,
    label: Label,
}

/// What one statement says: stretches of an article.
#[derive(Deserialize)]
struct Place {
    id: String,
    spans: Vec<Span>,
    denied: bool,
}

/// Two contents, whether each is denied by its source, and how they stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    one: (String, bool),
    other: (String, bool),
    label: Label,
}

/// How well pairs were told: fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct ClaimScores {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub same_precision: f64,
    pub same_recall: f64,
    pub same_f1: f64,
    pub opposed_f1: f64,
    pub pair_count: f64,
    pub same_count: f64,
    pub opposed_count: f64,
}

/// Reads the `key`, and the articles that it points into from `articles`.
///
/// # Errors
/// If a file cannot be read, a line is not of its form, or the key tells of an article that `articles` lacks or of a
/// stretch that leaves it.
pub fn read(key: &Path, articles: &Path) -> Result<Vec<Pair>, ScoreError> {
    let lines: Vec<Line> = read_lines(key)?;
    let articles_read: HashMap<String, Vec<char>> = texts(articles)?;
    let content = |place: &Place| {
        let cut = |span: &Span| {
            Some(
                articles_read
                    .get(&place.id)?
                    .get(span.start..span.end)?
                    .iter()
                    .collect(),
            )
        };
        let parts: Option<Vec<String>> = place.spans.iter().map(cut).collect();
        parts.map(|parts| (parts.join(" "), place.denied)).ok_or_else(|| {
            let cause = format!(
                "{} lacks article \"{}\" or a stretch of it",
                articles.display(),
                place.id
            );
            ScoreError::new(key, cause)
        })
    };
    let pairs = lines.iter().map(|line| {
        Ok(Pair {
            one: content(&line.one)?,
            other: content(&line.other)?,
            label: line.label,
        })
    });
    pairs.collect()
}

/// Scores what [`alike`] says of the pairs.
pub fn score(pairs: &[Pair], encoder: &mut ClaimEncoder) -> ClaimScores {
    let ones: Vec<&str> = pairs.iter().map(|pair| pair.one.0.as_str()).collect();
    let others: Vec<&str> = pairs.iter().map(|pair| pair.other.0.as_str()).collect();
    let (ones, others) = (encoder.embed(&ones), encoder.embed(&others));
    let told = pairs.iter().zip(ones.iter().zip(&others)).map(|(pair, (one, other))| {
        let one_text = (pair.one.0.as_str(), pair.one.1);
        let other_text = (pair.other.0.as_str(), pair.other.1);
        match alike(one_text, other_text, one.closeness(other)) {
            Alike::Same => Label::Same,
            Alike::Opposed => Label::Opposed,
            Alike::Neither => Label::Neither,
        }
    });
    let labels: Vec<Label> = pairs.iter().map(|pair| pair.label).collect();
    scores(&told.collect::<Vec<_>>(), &labels)
}

fn scores(told: &[Label], key: &[Label]) -> ClaimScores {
    let count = |labels: &[Label], label| labels.iter().filter(|own| **own == label).count() as f64;
    let right = |label| {
        let both = told
            .iter()
            .zip(key)
            .filter(|(told, key)| **told == label && **key == label);
        both.count() as f64
    };
    let of = |right: f64, all: f64| if all > 0.0 { right / all } else { 0.0 };
    let f1 = |right: f64, told: f64, key: f64| of(2.0 * right, told + key);
    let (same, opposed) = (right(Label::Same), right(Label::Opposed));
    let (told_same, told_opposed) = (count(told, Label::Same), count(told, Label::Opposed));
    let (key_same, key_opposed) = (count(key, Label::Same), count(key, Label::Opposed));
    ClaimScores {
        precision: of(same + opposed, told_same + told_opposed),
        recall: of(same + opposed, key_same + key_opposed),
        f1: f1(same + opposed, told_same + told_opposed, key_same + key_opposed),
        same_precision: of(same, told_same),
        same_recall: of(same, key_same),
        same_f1: f1(same, told_same, key_same),
        opposed_f1: f1(opposed, told_opposed, key_opposed),
        pair_count: key.len() as f64,
        same_count: key_same,
        opposed_count: key_opposed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Label, scores};

    #[test]
    fn both_labels_count_together_and_apart() {
        use Label::{Neither, Opposed, Same};
        let of = scores(&[Same, Same, Opposed, Neither], &[Same, Neither, Opposed, Same]);
        assert_eq!((of.precision, of.recall), (2.0 / 3.0, 2.0 / 3.0));
        assert_eq!((of.same_precision, of.same_recall, of.opposed_f1), (0.5, 0.5, 1.0));
    }
}
