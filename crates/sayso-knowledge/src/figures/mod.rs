//! How quantities are told: number words, what makes them inexact, units and currencies.

mod counts;
mod measures;

use std::collections::HashMap;

use crate::events::WordClass;
use crate::{Defect, Embedded, Sources};

pub use counts::{Bounds, CountSense, CountWord};
pub use measures::{Argument, MeasureWord, Measured, Stands};

const COUNTS: &str = "figures/counts.tsv";
const MEASURES: &str = "figures/measures.tsv";

pub(crate) const FILES: &[Embedded] = &[
    (COUNTS, include_str!("../../../../knowledge/figures/counts.tsv")),
    (MEASURES, include_str!("../../../../knowledge/figures/measures.tsv")),
];

/// Everything that figures rest on.
#[derive(Clone, Debug, Default)]
pub struct FigureLexicon {
    /// By the first word of a phrase, the longest first.
    counts: HashMap<String, Vec<CountWord>>,
    measures: HashMap<String, Vec<(WordClass, MeasureWord)>>,
}

impl FigureLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(COUNTS)? {
            for entry in table.entries() {
                let (first, word) = counts::count_word(&entry)?;
                this.counts.entry(first).or_default().push(word);
            }
        }
        for table in sources.tables(MEASURES)? {
            for entry in table.entries() {
                let ((lemma, class), word) = measures::measure_word(&entry)?;
                let words = this.measures.entry(lemma).or_default();
                words.retain(|(other, _)| *other != class);
                words.push((class, word));
            }
        }
        for words in this.counts.values_mut() {
            // Of equals the last, which a user may have added.
            words.reverse();
            words.sort_by_key(|word| std::cmp::Reverse(word.rest.len()));
        }
        Ok(this)
    }

    /// The phrases that begin with the word, the longest first.
    pub fn counting(&self, first: &str) -> &[CountWord] {
        self.counts.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a word, by its lemma, says of figures that are told by it.
    pub fn measure(&self, lemma: &str, class: WordClass) -> Option<&MeasureWord> {
        let words = self.measures.get(lemma)?;
        words.iter().find(|(of, _)| *of == class).map(|(_, word)| word)
    }
}
