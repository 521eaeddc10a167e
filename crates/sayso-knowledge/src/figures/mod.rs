//! How quantities are told: number words, what makes them inexact, units and currencies.

mod counts;

use std::collections::HashMap;

use crate::{Defect, Embedded, Sources};

pub use counts::{Bounds, CountSense, CountWord};

const COUNTS: &str = "figures/counts.tsv";

pub(crate) const FILES: &[Embedded] = &[(COUNTS, include_str!("../../../../knowledge/figures/counts.tsv"))];

/// Everything that figures rest on.
#[derive(Clone, Debug, Default)]
pub struct FigureLexicon {
    /// By the first word of a phrase, the longest first.
    counts: HashMap<String, Vec<CountWord>>,
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
}
