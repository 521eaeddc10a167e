//! Words and names in the form in which they are compared.
//!
//! Rows come without their trees, so that endings are cut by rule. What comes out is for comparing only: a wrong stem does
//! no harm so long as it is the same wrong stem everywhere.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// Words that say nothing of what a text is about, sorted.
const EMPTY: &[&str] = &[
    "a", "about", "after", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "being", "between", "but", "by", "can", "could", "did", "do", "does", "during", "for", "from", "had", "has",
    "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may", "me", "might", "more",
    "most", "mr", "mrs", "ms", "must", "my", "never", "no", "nor", "not", "of", "off", "on", "one", "only", "or",
    "other", "our", "out", "over", "own", "s", "said", "say", "says", "shall", "she", "should", "so", "some", "such",
    "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "told",
    "under", "up", "us", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with",
    "without", "would", "you", "your",
];

/// Words that measure one thing, and the one that stands for them.
const ALIKE: &[(&str, &str)] = &[
    ("dead", "kill"),
    ("death", "kill"),
    ("die", "kill"),
    ("died", "kill"),
    ("dy", "kill"),
    ("fatality", "kill"),
    ("lost", "kill"),
    ("perish", "kill"),
    ("slain", "kill"),
    ("hurt", "wound"),
    ("injur", "wound"),
    ("injury", "wound"),
    ("apprehend", "arrest"),
    ("detain", "arrest"),
    ("person", "people"),
    ("civilian", "people"),
    ("tell", "say"),
    ("told", "say"),
    ("said", "say"),
    ("met", "meet"),
    ("held", "hold"),
    ("sent", "send"),
];

/// The words of a text, without case and accents.
pub(crate) fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A name as it is compared: "Condoleezza Rice's" is "condoleezza rice".
pub(crate) fn name(text: &str) -> String {
    let words = folded(text);
    let kept = words
        .iter()
        .filter(|word| !matches!(word.as_str(), "the" | "s" | "mr" | "mrs" | "ms"));
    kept.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Whether one name's words are all among the other's, the last word too: "Rice" and "Condoleezza Rice".
pub(crate) fn names_match(one: &str, other: &str) -> bool {
    if one == other {
        return !one.is_empty();
    }
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let last = |name: &str| name.rsplit(' ').next().map(str::to_owned);
    short.len() > 2 && last(short) == last(long) && short.split(' ').all(|word| long.split(' ').any(|w| w == word))
}

/// A word without the endings of number and tense, the same for words of one meaning.
pub(crate) fn stem(word: &str) -> String {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    let stem = if let Some(rest) = cut("ies", 3) {
        format!("{rest}y")
    } else if let Some(rest) = cut("sses", 2) {
        format!("{rest}ss")
    } else if let Some(rest) = cut("ing", 3).or_else(|| cut("ed", 3)) {
        undoubled(rest).trim_end_matches('e').to_owned()
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word.to_owned()
    } else {
        cut("es", 4)
            .or_else(|| cut("s", 3))
            .or_else(|| cut("e", 4))
            .unwrap_or(word)
            .to_owned()
    };
    let meant = ALIKE.iter().find(|(form, _)| *form == stem);
    meant.map_or(stem, |(_, meaning)| (*meaning).to_owned())
}

/// "stopp" is "stop", "kill" stays.
fn undoubled(word: &str) -> &str {
    let mut last = word.chars().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && !matches!(a, 'l' | 's' | 'z') => &word[..word.len() - a.len_utf8()],
        _ => word,
    }
}

/// The stems of the words that say what a text is about, in its order.
pub(crate) fn content(text: &str) -> Vec<String> {
    let words = folded(text).into_iter();
    words
        .filter(|word| EMPTY.binary_search(&word.as_str()).is_err())
        .map(|word| stem(&word))
        .collect()
}

/// A word as 32 bits, the same on every machine.
pub(crate) fn hashed(word: &str) -> u32 {
    // The low half of a 64-bit hash is as good as any other.
    xxh3_64(word.as_bytes()) as u32
}

/// How many members two sorted lists without doublets share.
pub(crate) fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut a, mut b, mut count) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => {
                a.next();
            }
            std::cmp::Ordering::Greater => {
                b.next();
            }
            std::cmp::Ordering::Equal => {
                count += 1;
                a.next();
                b.next();
            }
        }
    }
    count
}

/// A text cut short for showing, on one line.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_case_and_titles() {
        assert_eq!(name("the  Recep Tayyip ERDOĞAN’s"), "recep tayyip erdogan");
        assert!(names_match("rice", "condoleezza rice"));
        assert!(!names_match("rice", "rice university"));
        assert!(!names_match("", ""));
    }

    #[test]
    fn words_of_one_meaning_have_one_stem() {
        assert_eq!(stem("killed"), stem("died"));
        assert_eq!(stem("killing"), stem("deaths"));
        assert_eq!(stem("injured"), stem("injuries"));
        assert_eq!(stem("soldiers"), stem("soldier"));
        assert_eq!(stem("stopped"), "stop");
    }

    #[test]
    fn empty_words_are_sorted_and_left_out() {
        assert!(EMPTY.is_sorted());
        assert_eq!(
            content("The talks of the ministers were held"),
            ["talk", "minister", "hold"]
        );
    }

    #[test]
    fn shared_members_are_counted_once() {
        assert_eq!(shared(&[1, 3, 5], &[2, 3, 4, 5]), 2);
        assert_eq!(shared::<u32>(&[], &[1]), 0);
    }
}
