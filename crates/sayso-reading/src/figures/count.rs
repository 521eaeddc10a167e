//! Counts of people: "five", "at least 1,200", "20 to 30", "two dozen", "hundreds", "several". Other than for figures,
//! words too vague to be one count too.

use sayso_knowledge::figures::{Bounds, CountSense};

use super::number::{LeastAndMost, Reader};

/// No count of people is larger.
const MOST_PEOPLE: f64 = 1e11;

/// Approximators before one number: "at least some".
const MOST_BEFORE: usize = 2;

/// How many, and which words tell it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Count {
    /// The first word, an approximator's too.
    pub(crate) first: usize,
    /// The last word.
    pub(crate) last: usize,
    /// The words of the number alone.
    pub(crate) number: (usize, usize),
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// The first and the last word of what makes it inexact.
    pub(crate) approximator: Option<(usize, usize)>,
    /// Lines of knowledge that it rests on.
    pub(crate) lines: Vec<String>,
}

impl<'k> Reader<'_, 'k> {
    /// The count that begins at the word `at`.
    pub(crate) fn count(&self, at: usize) -> Option<Count> {
        // "several hundred" and "a few" before numbers and approximators: "some dozens".
        if let Some((end, (low, high), line)) = self.vague(at) {
            return self.is_whole(end).then(|| Count {
                first: at,
                last: end - 1,
                number: (at, end - 1),
                value: None,
                low,
                high,
                approximator: None,
                lines: vec![line.to_owned()],
            });
        }
        if let Some(range) = self.range(at) {
            return Some(range);
        }
        let (mut from, mut bounds, mut approximator, mut lines) = (at, None, None, Vec::new());
        for _ in 0..MOST_BEFORE {
            let Some((end, before, line)) = self.before(from) else {
                break;
            };
            approximator = Some((at, end - 1));
            bounds = bounds.or(Some(before));
            lines.push(line.to_owned());
            from = end;
        }
        if from > at {
            if let Some(inner) = self.vague(from).filter(|(end, ..)| self.is_whole(*end)) {
                let (end, (low, _), line) = inner;
                lines.push(line.to_owned());
                // "up to several hundred" may be fewer.
                let low = low.filter(|_| bounds.is_none_or(|bounds| !bounds.high));
                return Some(Count {
                    first: at,
                    last: end - 1,
                    number: (from, end - 1),
                    value: None,
                    low,
                    high: None,
                    approximator,
                    lines,
                });
            }
            if let Some(mut range) = self.range(from) {
                range.first = at;
                range.approximator = approximator;
                range.lines.splice(0..0, lines);
                return Some(range);
            }
        }
        let (end, value) = self.people(from)?;
        let mut last = end - 1;
        if let Some((after_end, after, line)) = self.after(end) {
            bounds = bounds.or(Some(after));
            approximator = approximator.or(Some((end, after_end - 1)));
            lines.push(line.to_owned());
            last = after_end - 1;
        }
        if !self.is_whole(last + 1) {
            return None;
        }
        let bounds = bounds.unwrap_or(Bounds {
            low: approximator.is_none(),
            high: approximator.is_none(),
        });
        Some(Count {
            first: at,
            last,
            number: (from, end - 1),
            value: Some(value),
            low: Some(value).filter(|_| bounds.low),
            high: Some(value).filter(|_| bounds.high),
            approximator,
            lines,
        })
    }

    /// "20 to 30", "between 20 and 30", "five or six".
    fn range(&self, at: usize) -> Option<Count> {
        let between = self.between(at);
        let from = between.unwrap_or(at);
        let (joint, low) = self.people(from)?;
        let (next, line) = self.joint(joint)?;
        // "five and six" are two counts, but "between five and six" is one.
        if self.word(joint) == "and" && between.is_none() {
            return None;
        }
        let (end, high) = self.people(next)?;
        (low < high && self.is_whole(end)).then(|| Count {
            first: at,
            last: end - 1,
            number: (from, end - 1),
            value: None,
            low: Some(low),
            high: Some(high),
            approximator: None,
            lines: vec![line.to_owned()],
        })
    }

    /// A whole number of at least 1, and the word after it.
    fn people(&self, at: usize) -> Option<(usize, f64)> {
        let number = self.number(at).filter(|number| number.is_plain())?;
        ((1.0..=MOST_PEOPLE).contains(&number.value) && number.value.fract() == 0.0)
            .then_some((number.end, number.value))
    }

    /// The same, and "several".
    fn vague(&self, at: usize) -> Option<(usize, LeastAndMost, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::Many(low, high) | CountSense::Few(low, high) => Some((*low, *high)),
            _ => None,
        })
    }

    /// "20-year-old" is no count.
    fn is_whole(&self, end: usize) -> bool {
        !matches!(self.word(end), "-" | "–" | "%" | "/" | ":" | "percent")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use sayso_knowledge::Knowledge;

    use super::*;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_lowercase).collect()
    }

    /// Value, least, most, and how many words they take.
    type Counted = (Option<f64>, Option<f64>, Option<f64>, usize);

    fn read(text: &str) -> Option<Counted> {
        let words = words(text);
        let count = Reader::new(&words, &KNOWLEDGE).count(0)?;
        Some((count.value, count.low, count.high, count.last + 1))
    }

    fn exactly(value: f64, words: usize) -> Option<Counted> {
        Some((Some(value), Some(value), Some(value), words))
    }

    #[test]
    fn numbers_in_digits_and_words() {
        assert_eq!(read("5 people"), exactly(5.0, 1));
        assert_eq!(read("1,200 people"), exactly(1200.0, 1));
        assert_eq!(read("2.3 million people"), exactly(2_300_000.0, 2));
        assert_eq!(read("two dozen people"), exactly(24.0, 2));
        assert_eq!(read("a hundred people"), exactly(100.0, 2));
        assert_eq!(read("half a dozen people"), exactly(6.0, 3));
        assert_eq!(read("twenty - five people"), exactly(25.0, 3));
        assert_eq!(read("three hundred and four people"), exactly(304.0, 4));
        assert_eq!(read("two thousand five hundred people"), exactly(2500.0, 4));
    }

    #[test]
    fn bounds_come_from_the_words_around() {
        assert_eq!(read("at least 30 people"), Some((Some(30.0), Some(30.0), None, 3)));
        assert_eq!(read("more than two dozen"), Some((Some(24.0), Some(24.0), None, 4)));
        assert_eq!(read("up to 500"), Some((Some(500.0), None, Some(500.0), 3)));
        assert_eq!(read("some 200 people"), Some((Some(200.0), None, None, 2)));
        assert_eq!(read("30 or more people"), Some((Some(30.0), Some(30.0), None, 3)));
        assert_eq!(read("between 20 and 30"), Some((None, Some(20.0), Some(30.0), 4)));
        assert_eq!(read("20 to 30 people"), Some((None, Some(20.0), Some(30.0), 3)));
        assert_eq!(read("five or six men"), Some((None, Some(5.0), Some(6.0), 3)));
        assert_eq!(read("dozens of men"), Some((None, Some(12.0), None, 1)));
        assert_eq!(read("tens of thousands of men"), Some((None, Some(10_000.0), None, 3)));
        assert_eq!(read("several hundred men"), Some((None, Some(200.0), None, 2)));
        assert_eq!(read("up to several hundred men"), Some((None, None, None, 4)));
    }

    #[test]
    fn what_is_no_count_is_none() {
        for text in [
            "1.2.3",
            "III",
            "20 - year",
            "12,34",
            "0",
            "5 percent",
            "3.5 people",
            "about",
            "between 5",
            "",
            "-",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(400)), None);
        assert_eq!(read(&"million ".repeat(400)), None);
        assert_eq!(read(&format!("5 {}", "million ".repeat(400))), None);
    }

    proptest! {
        #[test]
        fn any_words_are_read_without_a_panic(text in "[ -~é½0-9]{0,60}", more in prop::collection::vec(
            prop::sample::select(vec!["a", "two", "hundred", "million", "and", "-", "or", "to", "between", "at", "least",
                "5", "1,000", "dozens", "of", "twenty", "half", "dozen", "more", "than"]), 0..12)) {
            for text in [text, more.join(" ")] {
                let words = words(&text);
                let reader = Reader::new(&words, &KNOWLEDGE);
                for at in 0..=words.len() {
                    let Some(count) = reader.count(at) else { continue };
                    prop_assert!(count.first == at && count.last < words.len());
                    prop_assert!(count.number.0 >= count.first && count.number.1 <= count.last);
                    let within = |low: Option<f64>, high: Option<f64>| low.zip(high).is_none_or(|(low, high)| low <= high);
                    prop_assert!(within(count.low, count.high));
                    prop_assert!(within(count.low, count.value) && within(count.value, count.high));
                }
            }
        }

        #[test]
        fn a_number_in_digits_is_its_value(number in 1u64..1_000_000_000) {
            prop_assert_eq!(read(&number.to_string()), exactly(number as f64, 1));
        }
    }
}
