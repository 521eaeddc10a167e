//! What is kept of a text to tell whether another has the same sentences.
//!
//! Each run of [`RUN`] words is hashed. Of a long text only those hashes are kept that fall under a bar, the same bar for
//! all texts of that length, so that two sketches compare as the whole texts would, and how much of a text cut short
//! stands in the full one can be told (FracMinHash; Irber et al. 2022). The lowest few hashes are the keys under which two
//! texts meet: a text that shares two fifths of the other's runs shares one of twelve with 998 chances in 1,000, where
//! bands of MinHash, made for texts of one length, lose one pair in five.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::words::{folded, shared};

/// Words in a run. Three meet in unrelated news, seven break at every name that is spelled otherwise.
const RUN: usize = 4;
/// The most hashes that are kept.
const MOST: usize = 256;
/// Hashes under which a text is looked for.
const KEYS: usize = 12;
/// The most words that are looked at.
const MOST_WORDS: usize = 100_000;

/// A text's runs of words, hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// Hashes are kept that begin with so many zeros.
    pub bar: u8,
    /// The hashes kept, sorted.
    pub runs: Vec<u32>,
    /// The numbers that the text tells, hashed and sorted: reports made by one mould differ in these.
    pub numbers: Vec<u32>,
}

impl Sketch {
    /// The sketch of a text, and the keys under which it is looked for.
    pub(crate) fn of(text: &str) -> (Self, Vec<u32>) {
        let mut words = folded(text);
        words.truncate(MOST_WORDS);
        // The lower half of a 64-bit hash is as good as any other.
        let hash = |run: &[String]| xxh3_64(run.join(" ").as_bytes()) as u32;
        let mut runs = sorted(words.windows(RUN).map(hash));
        let keys = runs.iter().take(KEYS).copied().collect();
        let mut bar = 0_u8;
        while runs.len() > MOST && bar < 24 {
            bar += 1;
            // Sorted, so that those under a bar come first.
            runs.truncate(runs.partition_point(|run| is_under(*run, bar)));
        }
        let digits = words
            .iter()
            .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let numbers = digits.map(|word| xxh3_64(word.as_bytes()) as u32);
        let sketch = Self {
            bar,
            runs,
            numbers: sorted(numbers).into_iter().take(MOST).collect(),
        };
        (sketch, keys)
    }

    /// How much of each text stands in the other, and how much of both together.
    pub(crate) fn overlap(&self, other: &Self) -> Overlap {
        let (one, two) = (self.under(other.bar), other.under(self.bar));
        let both = shared(one, two);
        let part = |of: usize| if of == 0 { 0.0 } else { both as f64 / of as f64 };
        let (small, large) = (one.len().min(two.len()), one.len().max(two.len()));
        let numbers = self.numbers.len().min(other.numbers.len());
        Overlap {
            of_shorter: part(small),
            of_both: part(one.len() + two.len() - both),
            runs: small,
            length: if large == 0 { 0.0 } else { small as f64 / large as f64 },
            numbers: (numbers >= 4).then(|| shared(&self.numbers, &other.numbers) as f64 / numbers as f64),
        }
    }

    /// Those hashes that stand under a bar.
    fn under(&self, bar: u8) -> &[u32] {
        let kept = self.runs.partition_point(|run| is_under(*run, bar));
        self.runs.get(..kept).unwrap_or_default()
    }
}

fn is_under(run: u32, bar: u8) -> bool {
    run.leading_zeros() >= u32::from(bar)
}

/// What two texts share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Overlap {
    /// Of the shorter text's runs, the part that stands in the longer.
    pub(crate) of_shorter: f64,
    /// Jaccard's coefficient.
    pub(crate) of_both: f64,
    /// Runs that were compared, of the shorter text.
    pub(crate) runs: usize,
    /// The shorter over the longer.
    pub(crate) length: f64,
    /// Of the shorter text's numbers, the part that the longer tells too, where there are several.
    pub(crate) numbers: Option<f64>,
}

fn sorted(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut hashes: Vec<u32> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
