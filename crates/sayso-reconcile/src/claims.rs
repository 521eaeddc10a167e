//! Whether two statements say one thing in other words.
//!
//! Closeness in meaning (of embeddings, see `sayso-language`) knows what a text is about, and hardly whether it is affirmed,
//! or which number stands in it: "has sent troops" and "has not sent troops" are close. So what is close is weighed with the
//! words that both have, and numbers and negations have their say. The weights were set on
//! `crates/sayso-score/keys/claims-dev.jsonl`, of pairs from different outlets on the same stories.

use std::collections::BTreeSet;

use crate::words::{content, folded, stem};

/// What a share of common words adds to closeness: of the words of the shorter text,
const CONTAINED: f32 = 0.3;
/// and of the words of both.
const COMMON: f32 = 0.3;
/// What a negation on one side only takes away.
const NEGATED: f32 = 0.05;
/// From here on two texts say one thing.
const SAME: f32 = 1.2;
/// From here on two texts that differ in a number or a negation alone oppose each other.
const OPPOSED: f32 = 1.35;
/// Below this closeness nothing is looked at.
pub const NEAREST: f32 = 0.5;

/// Words that deny.
const NEGATIONS: &[&str] = &[
    "not", "no", "never", "nor", "neither", "none", "without", "denied", "denies", "deny", "refused", "refuses",
    "rejected", "rejects", "failed", "cannot", "t",
];

/// How two statements stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// They say one thing.
    Same,
    /// They cannot both hold: a number or a negation is all that they differ in.
    Opposed,
    /// Neither.
    Neither,
}

/// How the contents of two statements stand to each other, whose embeddings are as close as told. `denied` says of each
/// whether its source holds that it is not so.
pub fn alike((one, one_denied): (&str, bool), (other, other_denied): (&str, bool), closeness: f32) -> Alike {
    if closeness < NEAREST {
        return Alike::Neither;
    }
    let words = |text: &str| -> BTreeSet<String> {
        let words = content(text).into_iter();
        words
            .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
            .collect()
    };
    let (a, b) = (words(one), words(other));
    let both = a.intersection(&b).count() as f32;
    let shorter = a.len().min(b.len()).max(1) as f32;
    let all = a.union(&b).count().max(1) as f32;
    let negated = is_negated(one) != is_negated(other);
    let weight = closeness + CONTAINED * both / shorter + COMMON * both / all - if negated { NEGATED } else { 0.0 };
    let other_numbers = differ(&numbers(one), &numbers(other));
    // What a source denies and another affirms is often said in other words ("reluctant to", "do not want to"): only where a
    // negation shows it as well does it oppose.
    let denied = negated && one_denied != other_denied;
    match () {
        () if (other_numbers || denied) && weight >= OPPOSED => Alike::Opposed,
        () if other_numbers => Alike::Neither,
        () if weight >= SAME => Alike::Same,
        () => Alike::Neither,
    }
}

fn is_negated(text: &str) -> bool {
    folded(text).iter().any(|word| NEGATIONS.contains(&word.as_str()))
}

/// A number in digits with the words before and after it.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    digits: String,
    before: Option<String>,
    after: Option<String>,
}

/// The numbers in digits, commas of thousands left out.
fn numbers(text: &str) -> Vec<Number> {
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    let words = folded(&plain);
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = words.iter().enumerate().filter(|(_, word)| is_number(word));
    let beside = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .filter(|word| !is_number(word))
            .map(|word| stem(word))
    };
    numbers
        .map(|(at, word)| Number {
            digits: word.clone(),
            before: beside(at.checked_sub(1)),
            after: beside(at.checked_add(1)),
        })
        .collect()
}

/// Whether both tell another number in one place: "40 trucks" and "60 trucks", "in 1998" and "in 1999".
fn differ(some: &[Number], others: &[Number]) -> bool {
    let only = |some: &[Number], others: &[Number]| -> Vec<usize> {
        let is_own = |number: &Number| others.iter().all(|other| other.digits != number.digits);
        (0..some.len()).filter(|&at| some.get(at).is_some_and(is_own)).collect()
    };
    let (own, foreign) = (only(some, others), only(others, some));
    let beside = |one: &Number, other: &Number| {
        one.after.is_some() && one.after == other.after || one.before.is_some() && one.before == other.before
    };
    own.iter().filter_map(|&at| some.get(at)).any(|one| {
        let mut foreign = foreign.iter().filter_map(|&at| others.get(at));
        foreign.any(|other| beside(one, other))
    })
}

#[cfg(test)]
mod tests {
    use super::{Alike, alike};

    #[test]
    fn other_words_of_one_thing_are_the_same() {
        let one = "Syldavia has sent two hundred trucks across the border";
        let other = "two hundred trucks were sent across the border by Syldavia on Monday";
        assert_eq!(alike((one, false), (other, false), 0.88), Alike::Same);
        assert_eq!(alike((one, false), (other, false), 0.3), Alike::Neither);
    }

    #[test]
    fn other_numbers_and_denials_oppose() {
        let one = "40 trucks crossed the border at Marn on Monday";
        let other = "60 trucks crossed the border at Marn on Monday";
        assert_eq!(alike((one, false), (other, false), 0.97), Alike::Opposed);
        let denial = "no trucks crossed the border at Marn on Monday";
        let claim = "trucks crossed the border at Marn on Monday";
        assert_eq!(alike((claim, false), (denial, true), 0.9), Alike::Opposed);
        assert_eq!(
            alike((one, false), ("60 ships left Klow on Monday", false), 0.6),
            Alike::Neither
        );
    }
}
