//! Counts of people as text tells them: "five", "at least 1,200", "20 to 30", "two dozen", "hundreds".
//!
//! A [`Reader`] reads a sentence's words from a place on, without looking at the tree. Number words are those of
//! `times/numbers.tsv`; what counts without a number and what makes a number inexact stands in `figures/counts.tsv`.

use sayso_knowledge::Knowledge;
use sayso_knowledge::figures::{Bounds, CountSense, FigureLexicon};
use sayso_knowledge::times::{TimeLexicon, TimeSense};

/// A number in digits is no longer than this: what is longer counts no people.
const MOST_DIGITS: usize = 15;

/// No count of people is larger.
const LARGEST: f64 = 1e11;

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

/// Reads counts from the words of a sentence.
pub(crate) struct Reader<'w, 'k> {
    words: &'w [String],
    numbers: &'k TimeLexicon,
    counts: &'k FigureLexicon,
}

/// The least and the most that a word like "dozens" can mean.
type LeastAndMost = (Option<f64>, Option<f64>);

impl<'w, 'k> Reader<'w, 'k> {
    /// `words` are a sentence's, in small letters.
    pub(crate) fn new(words: &'w [String], knowledge: &'k Knowledge) -> Self {
        Self {
            words,
            numbers: &knowledge.times,
            counts: &knowledge.figures,
        }
    }

    /// The count that begins at the word `at`.
    pub(crate) fn count(&self, at: usize) -> Option<Count> {
        // "several hundred" and "a few" before numbers and approximators: "some dozens".
        if let Some((end, (low, high), line)) = self.many(at) {
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
            if let Some(inner) = self.many(from).filter(|(end, ..)| self.is_whole(*end)) {
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
        let (end, value) = self.number(from)?;
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
        let between = self.find(at, |sense| matches!(sense, CountSense::Between).then_some(()));
        let from = between.as_ref().map_or(at, |(end, ..)| *end);
        let (joint, low) = self.number(from)?;
        let (next, (), line) = self.find(joint, |sense| matches!(sense, CountSense::Joint).then_some(()))?;
        // "five and six" are two counts, but "between five and six" is one.
        if self.word(joint) == "and" && between.is_none() {
            return None;
        }
        let (end, high) = self.number(next)?;
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

    /// A whole number of at least 1, in digits or words, and the word after it.
    fn number(&self, at: usize) -> Option<(usize, f64)> {
        let number = |sense: &CountSense| match sense {
            CountSense::Number(value) => Some(*value),
            _ => None,
        };
        if let Some((end, value, _)) = self.find(at, number) {
            return Some((end, value));
        }
        let (end, value) = self.digits(at).or_else(|| self.spelled(at))?;
        ((1.0..=LARGEST).contains(&value) && value.fract() == 0.0).then_some((end, value))
    }

    /// "1,200", "2.5 million".
    fn digits(&self, at: usize) -> Option<(usize, f64)> {
        let mut value = digits(self.word(at))?;
        let mut end = at + 1;
        while let Some((after, scale)) = self.scale(end) {
            value *= scale;
            end = after;
            if value > LARGEST {
                return None;
            }
        }
        // What floating point makes of "2.3 million" is whole all the same.
        let whole = value.round();
        let is_whole = (whole - value).abs() < 1e-9 * value;
        Some((end, if is_whole { whole } else { value }))
    }

    /// "twenty-five", "three hundred and four", "a dozen", "two thousand".
    fn spelled(&self, at: usize) -> Option<(usize, f64)> {
        let (mut end, mut current, mut total) = (at, 0.0, 0.0);
        if matches!(self.word(at), "a" | "an") && self.scale(at + 1).is_some() {
            (end, current) = (at + 1, 1.0);
        }
        loop {
            let from = if end > at { self.past_joint(end, current) } else { end };
            if let Some((after, scale)) = self.scale(end).filter(|_| current > 0.0) {
                current *= scale;
                if scale >= 1000.0 {
                    total += current;
                    current = 0.0;
                }
                end = after;
            } else if let Some((after, value)) = self.cardinal(from).filter(|(_, value)| fits(current, *value)) {
                current += value;
                end = after;
            } else {
                break;
            }
            if current.max(total) > LARGEST {
                return None;
            }
        }
        let number = total + current;
        (number > 0.0).then_some((end, number))
    }

    /// Past the hyphen of "twenty-five" and the "and" of "two hundred and five".
    fn past_joint(&self, at: usize, current: f64) -> usize {
        match self.word(at) {
            "-" => at + 1,
            "and" if current == 0.0 || current % 100.0 == 0.0 => at + 1,
            _ => at,
        }
    }

    fn cardinal(&self, at: usize) -> Option<(usize, f64)> {
        self.listed(at, |sense| match sense {
            TimeSense::Cardinal(value) => Some(*value),
            _ => None,
        })
    }

    fn scale(&self, at: usize) -> Option<(usize, f64)> {
        let of_time = self.listed(at, |sense| match sense {
            TimeSense::Scale(value) => Some(*value),
            _ => None,
        });
        of_time.or_else(|| {
            let scale = |sense: &CountSense| match sense {
                CountSense::Scale(value) => Some(*value),
                _ => None,
            };
            self.find(at, scale).map(|(end, value, _)| (end, value))
        })
    }

    fn many(&self, at: usize) -> Option<(usize, LeastAndMost, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::Many(low, high) => Some((*low, *high)),
            _ => None,
        })
    }

    fn before(&self, at: usize) -> Option<(usize, Bounds, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::Before(bounds) => Some(*bounds),
            _ => None,
        })
    }

    fn after(&self, at: usize) -> Option<(usize, Bounds, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::After(bounds) => Some(*bounds),
            _ => None,
        })
    }

    /// "20-year-old" is no count.
    fn is_whole(&self, end: usize) -> bool {
        !matches!(self.word(end), "-" | "–" | "%" | "/" | ":" | "percent")
    }

    fn word(&self, at: usize) -> &'w str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn follow(&self, at: usize, rest: &[String]) -> bool {
        rest.iter().enumerate().all(|(n, word)| self.word(at + 1 + n) == word)
    }

    /// The longest phrase from `at` on with a sense that `pick` wants: where it ends, what it made of it, its line.
    fn find<T>(&self, at: usize, pick: impl Fn(&CountSense) -> Option<T>) -> Option<(usize, T, &'k str)> {
        self.counts.counting(self.word(at)).iter().find_map(|word| {
            let fits = self.follow(at, &word.rest);
            let picked = pick(&word.sense).filter(|_| fits)?;
            Some((at + 1 + word.rest.len(), picked, word.because.as_str()))
        })
    }

    fn listed(&self, at: usize, pick: impl Fn(&TimeSense) -> Option<u64>) -> Option<(usize, f64)> {
        self.numbers.beginning(self.word(at)).iter().find_map(|word| {
            let fits = self.follow(at, &word.rest);
            let value = pick(&word.sense).filter(|_| fits)?;
            Some((at + 1 + word.rest.len(), value as f64))
        })
    }
}

/// Whether `value` can follow `current` in one number: "twenty" "five", not "five" "twenty".
fn fits(current: f64, value: f64) -> bool {
    current == 0.0
        || (current % 100.0 == 0.0 && value < 100.0)
        || (current % 100.0 >= 20.0 && current % 10.0 == 0.0 && value < 10.0)
}

/// "1,200" or "2.5".
fn digits(word: &str) -> Option<f64> {
    let (whole, decimals) = word.split_once('.').unwrap_or((word, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() > MOST_DIGITS || decimals.len() > MOST_DIGITS || !is_number(decimals) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest_fits = groups.all(|group| group.len() == 3 && is_number(group));
    if !is_number(first) || !rest_fits || whole.contains(',') && first.len() > 3 {
        return None;
    }
    format!("{}.{decimals}", whole.replace(',', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

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
