//! Words by which one figure is set against another.

use std::collections::{HashMap, HashSet};

use crate::phrase::{Phrase, Phrases};
use crate::{Defect, Embedded, Sources};

const WORDS: &str = "disputes/words.tsv";
const SAME_MEASURE: &str = "disputes/same-measure.tsv";

/// The files of this area.
pub(crate) const FILES: &[Embedded] = &[
    (WORDS, include_str!("../../../knowledge/disputes/words.tsv")),
    (
        SAME_MEASURE,
        include_str!("../../../knowledge/disputes/same-measure.tsv"),
    ),
];

/// Everything that disputes rest on.
#[derive(Clone, Debug, Default)]
pub struct DisputeLexicon {
    words: Phrases<DisputeSense>,
    general: HashSet<String>,
    measures: HashMap<String, String>,
}

/// A phrase that says how two figures stand to each other.
pub type DisputeWord = Phrase<DisputeSense>;

/// What a phrase around two figures does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisputeSense {
    /// Sets one against the other: "although", "compared with".
    Contrast,
    /// Says that a figure is small or large beside another: "only".
    Scalar,
    /// Makes one a part of the other or puts it on top: "including", "another".
    Part,
    /// Makes one the sum of others: "bringing the total to".
    Sum,
}

impl DisputeLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(WORDS)? {
            for entry in table.entries() {
                let words = entry.required("words")?;
                let sense = match entry.required("class")? {
                    "contrast" => DisputeSense::Contrast,
                    "scalar" => DisputeSense::Scalar,
                    "part" => DisputeSense::Part,
                    "sum" => DisputeSense::Sum,
                    "general" => {
                        this.general.insert(words.to_owned());
                        continue;
                    }
                    other => {
                        return Err(entry.defect(
                            format!("unknown class `{other}`"),
                            "the classes are contrast, scalar, part, sum, general",
                        ));
                    }
                };
                this.words.add(words, sense, entry.because(words));
            }
        }
        this.words.order();
        for table in sources.tables(SAME_MEASURE)? {
            for entry in table.entries() {
                let measure = entry.required("measure")?;
                for lemma in entry.list("lemmas") {
                    this.measures.insert(lemma.to_owned(), measure.to_owned());
                }
            }
        }
        Ok(this)
    }

    /// The phrases that begin with a word, the longest first.
    pub fn beginning(&self, word: &str) -> &[DisputeWord] {
        self.words.beginning(word)
    }

    /// Whether a noun speaks of any persons at all.
    pub fn is_general(&self, lemma: &str) -> bool {
        self.general.contains(lemma)
    }

    /// What a predicate measures: the same for all words of one thing, else the word itself.
    pub fn measure<'l>(&'l self, lemma: &'l str) -> &'l str {
        self.measures.get(lemma).map_or(lemma, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Knowledge;

    #[test]
    fn the_longest_phrase_comes_first() {
        let lexicon = Knowledge::embedded().unwrap().disputes;
        let given = lexicon.beginning("given");
        assert_eq!(given[0].rest, ["that"]);
        assert_eq!(given[0].sense, DisputeSense::Contrast);
        assert!(lexicon.beginning("elephant").is_empty());
    }

    #[test]
    fn words_of_one_measure_are_the_same() {
        let lexicon = Knowledge::embedded().unwrap().disputes;
        assert_eq!(lexicon.measure("die"), lexicon.measure("toll"));
        assert_eq!(lexicon.measure("whistle"), "whistle");
        assert!(lexicon.is_general("people") && !lexicon.is_general("soldier"));
    }
}
