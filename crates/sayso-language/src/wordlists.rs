//! The word lists that the tokeniser and the sentence splitter go by, read once from `models/en/segmentation.tsv`,
//! whose head explains the classes.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../models/en/segmentation.tsv");

/// English's lists.
pub(crate) static ENGLISH: LazyLock<WordLists> = LazyLock::new(|| WordLists::read(FILE).0);

/// What the full stop after an abbreviation may be besides part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Never the end of a sentence ("Gen.", "vs.").
    Inner,
    /// An abbreviation only where a number follows ("No. 5").
    BeforeNumber,
    /// Perhaps the end of a sentence as well ("Inc.").
    Either,
}

#[derive(Default)]
pub(crate) struct WordLists {
    /// Keyed without the last full stop.
    pub abbreviations: HashMap<&'static str, Abbreviation>,
    pub openers: HashSet<&'static str>,
    /// The length in characters of each word of a contraction.
    pub contractions: HashMap<&'static str, Vec<usize>>,
    pub clipped: HashSet<&'static str>,
    pub prefixes: HashSet<&'static str>,
    pub suffixes: HashSet<&'static str>,
    pub hyphenated: HashSet<&'static str>,
    pub slashed: HashSet<&'static str>,
    pub units: HashSet<&'static str>,
    pub currencies: HashSet<&'static str>,
    pub endings: HashSet<&'static str>,
    pub emoticons: Vec<Vec<char>>,
    pub speech: HashSet<&'static str>,
}

impl WordLists {
    /// The lists, and the lines that were not understood.
    fn read(file: &'static str) -> (Self, Vec<&'static str>) {
        let mut lists = Self::default();
        let mut strange = Vec::new();
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if lists.add(line).is_none() {
                strange.push(line);
            }
        }
        // The longest first, so that the first match is the right one.
        lists.emoticons.sort_by_key(|face| std::cmp::Reverse(face.len()));
        (lists, strange)
    }

    fn add(&mut self, line: &'static str) -> Option<()> {
        let mut columns = line.split('\t');
        let class = columns.next()?;
        let entry = columns.next().filter(|entry| !entry.is_empty())?;
        let abbreviation = match class {
            "title" | "inner" => Some(Abbreviation::Inner),
            "before-number" => Some(Abbreviation::BeforeNumber),
            "either" => Some(Abbreviation::Either),
            _ => None,
        };
        if let Some(kind) = abbreviation {
            self.abbreviations.insert(entry.strip_suffix('.')?, kind);
            return Some(());
        }
        match class {
            "contraction" => {
                let words: Vec<&str> = columns.next()?.split(' ').collect();
                if words.concat() != entry {
                    return None;
                }
                let lengths = words.iter().map(|word| word.chars().count()).collect();
                self.contractions.insert(entry, lengths);
            }
            "emoticon" => self.emoticons.push(entry.chars().collect()),
            _ => {
                let set = match class {
                    "opener" => &mut self.openers,
                    "clipped" => &mut self.clipped,
                    "prefix" => &mut self.prefixes,
                    "suffix" => &mut self.suffixes,
                    "hyphenated" => &mut self.hyphenated,
                    "slashed" => &mut self.slashed,
                    "unit" => &mut self.units,
                    "currency" => &mut self.currencies,
                    "ending" => &mut self.endings,
                    "speech" => &mut self.speech,
                    _ => return None,
                };
                set.insert(entry);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_understood() {
        let (lists, strange) = WordLists::read(FILE);
        assert!(strange.is_empty(), "{strange:?}");
        assert_eq!(lists.abbreviations.get("Gen"), Some(&Abbreviation::Inner));
        assert_eq!(lists.contractions.get("cannot"), Some(&vec![3, 3]));
    }

    #[test]
    fn a_line_that_makes_no_sense_is_told() {
        let file = "title\tNoStop\ncontraction\tdont\tdo not\nfruit\tapple\nprefix\t\nprefix\tanti\n";
        let (lists, strange) = WordLists::read(file);
        assert_eq!(strange.len(), 4);
        assert!(lists.prefixes.contains("anti"));
    }
}
