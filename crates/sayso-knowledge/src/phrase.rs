//! Words, one or several, with what they mean, looked up by the first of them.

use std::cmp::Reverse;
use std::collections::HashMap;

/// A word or several, with one thing that they can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase<T> {
    /// The words after the first, in small letters.
    pub rest: Vec<String>,
    /// What they mean.
    pub sense: T,
    /// `file:line words`.
    pub because: String,
}

impl<T> Phrase<T> {
    /// Whether the words after the first stand where they should: `stands` is asked of each, 1 for the next.
    pub fn follows(&self, stands: impl Fn(usize, &str) -> bool) -> bool {
        self.rest.iter().enumerate().all(|(n, word)| stands(n + 1, word))
    }
}

/// Phrases by their first words, the longest first, so that a reader takes as much as it can.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    by_first: HashMap<String, Vec<Phrase<T>>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: HashMap::new(),
        }
    }
}

impl<T> Phrases<T> {
    /// Adds words, in small letters and split by one space.
    pub(crate) fn add(&mut self, words: &str, sense: T, because: String) {
        let mut split = words.split(' ').map(str::to_owned);
        let first = split.next().unwrap_or_default();
        self.by_first.entry(first).or_default().push(Phrase {
            rest: split.collect(),
            sense,
            because,
        });
    }

    /// Puts the longest first, once all are there; of equals a later line, which is a user's.
    pub(crate) fn order(&mut self) {
        for phrases in self.by_first.values_mut() {
            phrases.reverse();
            phrases.sort_by_key(|phrase| Reverse(phrase.rest.len()));
        }
    }

    /// The phrases that begin with a word, the longest first.
    pub(crate) fn beginning(&self, first: &str) -> &[Phrase<T>] {
        self.by_first.get(first).map_or(&[], Vec::as_slice)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.by_first.values().map(Vec::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_and_then_the_latest_comes_first() {
        let mut phrases = Phrases::default();
        for (at, words) in ["at", "at least", "at", "at the most"].into_iter().enumerate() {
            phrases.add(words, at, String::new());
        }
        phrases.order();
        let senses: Vec<usize> = phrases.beginning("at").iter().map(|phrase| phrase.sense).collect();
        assert_eq!(senses, [3, 1, 2, 0]);
        assert!(phrases.beginning("least").is_empty());
        let words = ["at", "the", "most"];
        assert!(phrases.beginning("at")[0].follows(|n, word| words.get(n) == Some(&word)));
        assert!(!phrases.beginning("at")[1].follows(|n, word| words.get(n) == Some(&word)));
    }
}
