//! Numbers as text tells them: "five", "1,200", "2.5 million", "two dozen", "hundreds", "two thirds".
//!
//! A [`Reader`] reads a sentence's words from a place on, without looking at the tree. Number words are those of
//! `times/numbers.tsv`; what counts without a number and what makes a number inexact stands in `figures/counts.tsv`.

use sayso_knowledge::Knowledge;
use sayso_knowledge::Phrase;
use sayso_knowledge::figures::{Bounds, CountSense, FigureLexicon};
use sayso_knowledge::times::{TimeLexicon, TimeSense, TimeWord};

/// A number in digits is no longer than this: what is longer counts no people.
const MOST_DIGITS: usize = 15;

/// No number is larger.
const LARGEST: f64 = 1e18;

/// No fraction in words or with a stroke has a larger denominator.
const LARGEST_PART: f64 = 1000.0;

/// A number as it stands, without what makes it inexact and what it is told in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number<'w> {
    /// The word after it.
    pub(crate) end: usize,
    pub(crate) value: f64,
    /// Whether a word like "million" is part of it.
    pub(crate) scaled: bool,
    pub(crate) is_fraction: bool,
    /// What follows it in the same word: "s" of "10.57s".
    pub(crate) rest: &'w str,
}

impl Number<'_> {
    fn plain(end: usize, value: f64) -> Self {
        Self {
            end,
            value,
            scaled: false,
            is_fraction: false,
            rest: "",
        }
    }

    /// Whether it is no fraction and fills its words.
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_fraction && self.rest.is_empty()
    }
}

/// Reads numbers from the words of a sentence.
pub(crate) struct Reader<'w, 'k> {
    words: &'w [String],
    numbers: &'k TimeLexicon,
    counts: &'k FigureLexicon,
}

/// The least and the most that a word like "dozens" can mean.
pub(crate) type LeastAndMost = (Option<f64>, Option<f64>);

impl<'w, 'k> Reader<'w, 'k> {
    /// `words` are a sentence's, in small letters.
    pub(crate) fn new(words: &'w [String], knowledge: &'k Knowledge) -> Self {
        Self {
            words,
            numbers: &knowledge.times,
            counts: &knowledge.figures,
        }
    }

    /// A number in digits or words: "1,200", "2.5 million", "twenty-five", "half a dozen", "two thirds", "10.57" of
    /// "10.57s".
    pub(crate) fn number(&self, at: usize) -> Option<Number<'w>> {
        let phrase = |sense: &CountSense| match sense {
            CountSense::Number(value) => Some(*value),
            _ => None,
        };
        if let Some((end, value, _)) = self.find(at, phrase) {
            return Some(Number::plain(end, value));
        }
        if let Some((end, value)) = self.fraction(at) {
            return Some(Number {
                is_fraction: true,
                ..Number::plain(end, value)
            });
        }
        let number = match self.digits(at) {
            Some(number) => number,
            None => self.spelled(at).or_else(|| self.half_of_scale(at))?,
        };
        (number.value <= LARGEST).then_some(number)
    }

    /// "1,200", "2.5 million", "2½", "3 1/2", "60kg".
    fn digits(&self, at: usize) -> Option<Number<'w>> {
        let word = self.word(at);
        let (mut value, rest) = leading_digits(word)?;
        if !rest.is_empty() {
            return Some(Number {
                rest,
                ..Number::plain(at + 1, value)
            });
        }
        let mut end = at + 1;
        if let Some(joined) = self.parted_decimals(at) {
            (value, end) = (joined, at + 3);
        } else if let Some(part) = stroke(self.word(end)).filter(|_| value.fract() == 0.0 && value > 0.0) {
            value += part;
            end += 1;
        } else if let Some((after, half)) = self.and_a_half(end) {
            value += half;
            end = after;
        }
        let mut scaled = false;
        while let Some((after, scale)) = self.hyphened_scale(end) {
            value *= scale;
            end = after;
            scaled = true;
            if value > LARGEST {
                return None;
            }
        }
        Some(Number {
            scaled,
            ..Number::plain(end, rounded(value))
        })
    }

    /// "1,517. 64": decimals that a news agency's line breaks have parted from their number.
    fn parted_decimals(&self, at: usize) -> Option<f64> {
        let decimals = self.word(at + 2);
        let digits_alone = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b',');
        let parted = self.word(at + 1) == "."
            && (1..=3).contains(&decimals.len())
            && decimals.bytes().all(|b| b.is_ascii_digit())
            && digits_alone(self.word(at));
        digits(&format!("{}.{decimals}", self.word(at))).filter(|_| parted)
    }

    /// "twenty-five", "three hundred and four", "a dozen", "two thousand", "one and a half million".
    fn spelled(&self, at: usize) -> Option<Number<'w>> {
        let (mut end, mut current, mut total, mut scaled) = (at, 0.0, 0.0, false);
        if matches!(self.word(at), "a" | "an") && self.scale(at + 1).is_some() {
            (end, current) = (at + 1, 1.0);
        }
        loop {
            let from = if end > at { self.past_joint(end, current) } else { end };
            if let Some((after, scale)) = self.hyphened_scale(end).filter(|_| current > 0.0) {
                current *= scale;
                scaled = true;
                if scale >= 1000.0 {
                    total += current;
                    current = 0.0;
                }
                end = after;
            } else if let Some((after, value)) = self.cardinal(from).filter(|(_, value)| fits(current, *value)) {
                current += value;
                end = after;
            } else if let Some((after, half)) = self.and_a_half(end).filter(|_| end > at) {
                current += half;
                end = after;
            } else {
                break;
            }
            if current.max(total) > LARGEST {
                return None;
            }
        }
        let number = rounded(total + current);
        (number > 0.0).then(|| Number {
            scaled,
            ..Number::plain(end, number)
        })
    }

    /// "half a million"
    fn half_of_scale(&self, at: usize) -> Option<Number<'w>> {
        let half = self.word(at) == "half" && matches!(self.word(at + 1), "a" | "an");
        let (end, scale) = self.scale(at + 2).filter(|_| half)?;
        Some(Number {
            scaled: true,
            ..Number::plain(end, scale / 2.0)
        })
    }

    /// "and a half" in "two and a half", where it goes on with a scale or ends the number.
    fn and_a_half(&self, at: usize) -> Option<(usize, f64)> {
        let from = if self.word(at) == "-" { at + 1 } else { at };
        let said = self.word(from) == "and" && matches!(self.word(from + 1), "a" | "one");
        let part = match self.word(from + 2) {
            "half" => 0.5,
            "quarter" => 0.25,
            _ => return None,
        };
        said.then_some((from + 3, part))
    }

    /// "1/2", "½", "two thirds", "a quarter of", "half the", "one in five".
    fn fraction(&self, at: usize) -> Option<(usize, f64)> {
        if let Some(value) = stroke(self.word(at)) {
            return Some((at + 1, value));
        }
        let followed_by_of = |end: usize| self.word(end) == "of";
        if self.word(at) == "half" {
            let whole = matches!(
                self.word(at + 1),
                "of" | "the" | "its" | "their" | "his" | "her" | "our" | "all" | "that" | "those" | "these" | "this"
            );
            return whole.then_some((at + 1, 0.5));
        }
        let article = matches!(self.word(at), "a" | "an");
        let (end, numerator) = match self.cardinal(at) {
            Some(found) => found,
            None if article => (at + 1, 1.0),
            None => {
                let (value, rest) = leading_digits(self.word(at))?;
                (
                    at + 1,
                    Some(value).filter(|_| rest.is_empty() && self.is_among(at + 1))?,
                )
            }
        };
        let part_at = if self.word(end) == "-" { end + 1 } else { end };
        if let Some((after, part)) = self.part(part_at) {
            let plural = self.word(after - 1).ends_with('s') || self.word(after - 1) == "halves";
            let told = if article {
                followed_by_of(after)
            } else if plural {
                part != 4.0 || numerator == 3.0 || followed_by_of(after)
            } else {
                numerator == 1.0
            };
            let proper = numerator < part && (numerator > 1.0) == plural;
            return (told && proper).then_some((after, numerator / part));
        }
        if article {
            return None;
        }
        let (among, ..) = self.find(end, |sense| matches!(sense, CountSense::Among).then_some(()))?;
        let (after, whole) = match self.cardinal(among) {
            Some(found) => found,
            None => {
                let (value, rest) = leading_digits(self.word(among))?;
                (among + 1, Some(value).filter(|_| rest.is_empty())?)
            }
        };
        let spelled_alike = self.word(at).starts_with(|c: char| c.is_ascii_digit())
            == self.word(among).starts_with(|c: char| c.is_ascii_digit());
        let single = self.scale(after).is_none() && !self.is_hyphened(after);
        let proper = numerator >= 1.0 && numerator < whole && whole <= LARGEST_PART && whole.fract() == 0.0;
        (spelled_alike && single && proper).then_some((after, numerator / whole))
    }

    fn is_among(&self, at: usize) -> bool {
        self.find(at, |sense| matches!(sense, CountSense::Among).then_some(()))
            .is_some()
    }

    fn part(&self, at: usize) -> Option<(usize, f64)> {
        let part = |sense: &CountSense| match sense {
            CountSense::Part(value) => Some(*value).filter(|value| *value > 1.0),
            _ => None,
        };
        self.find(at, part).map(|(end, value, _)| (end, value))
    }

    /// Whether a number or what stands before one can begin at a word in letters.
    pub(crate) fn can_begin(&self, at: usize) -> bool {
        let word = self.word(at);
        let number = |word: &TimeWord| matches!(word.sense, TimeSense::Cardinal(_) | TimeSense::Ordinal(_));
        matches!(word, "a" | "an")
            || !self.counts.counting(word).is_empty()
            || self.numbers.beginning(word).iter().any(number)
    }

    /// A number without its scale words: 2.5 of "2.5 million".
    pub(crate) fn mantissa(&self, at: usize) -> Option<f64> {
        let digits = leading_digits(self.word(at)).map(|(value, _)| value);
        digits.or_else(|| self.cardinal(at).map(|(_, value)| value))
    }

    /// "m" in "5m pounds"
    pub(crate) fn letter(&self, letters: &str) -> Option<f64> {
        let words = self.counts.counting(letters).iter();
        words
            .filter(|word| word.rest.is_empty())
            .find_map(|word| match word.sense {
                CountSense::Letter(value) | CountSense::Scale(value) => Some(value),
                _ => None,
            })
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

    /// The place in an order that a word tells: "third", "23rd".
    pub(crate) fn ordinal(&self, at: usize) -> Option<f64> {
        let listed = self.listed(at, |sense| match sense {
            TimeSense::Ordinal(value) => Some(*value),
            _ => None,
        });
        listed
            .filter(|(end, _)| *end == at + 1)
            .map(|(_, value)| value)
            .or_else(|| {
                let (value, rest) = leading_digits(self.word(at))?;
                (matches!(rest, "st" | "nd" | "rd" | "th") && value.fract() == 0.0).then_some(value)
            })
    }

    /// "million", and "- million" in "a $10-million deal".
    fn hyphened_scale(&self, at: usize) -> Option<(usize, f64)> {
        self.scale(at)
            .or_else(|| self.scale(at + 1).filter(|_| self.is_hyphened(at)))
    }

    fn is_hyphened(&self, at: usize) -> bool {
        self.word(at) == "-"
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

    /// "dozens", "several hundred": the word after it, and its bounds.
    pub(crate) fn many(&self, at: usize) -> Option<(usize, LeastAndMost, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::Many(low, high) => Some((*low, *high)),
            _ => None,
        })
    }

    /// The word after what stands between the ends of a range, and its line.
    pub(crate) fn joint(&self, at: usize) -> Option<(usize, &'k str)> {
        let joint = self.find(at, |sense| matches!(sense, CountSense::Joint).then_some(()));
        joint.map(|(end, (), line)| (end, line))
    }

    /// The word after "between".
    pub(crate) fn between(&self, at: usize) -> Option<usize> {
        let between = self.find(at, |sense| matches!(sense, CountSense::Between).then_some(()));
        between.map(|(end, ..)| end)
    }

    pub(crate) fn before(&self, at: usize) -> Option<(usize, Bounds, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::Before(bounds) => Some(*bounds),
            _ => None,
        })
    }

    pub(crate) fn after(&self, at: usize) -> Option<(usize, Bounds, &'k str)> {
        self.find(at, |sense| match sense {
            CountSense::After(bounds) => Some(*bounds),
            _ => None,
        })
    }

    pub(crate) fn word(&self, at: usize) -> &'w str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Whether a phrase whose first word is at `at` goes on there.
    pub(crate) fn follow<T>(&self, at: usize, phrase: &Phrase<T>) -> bool {
        phrase.follows(|n, word| self.word(at + n) == word)
    }

    /// The longest phrase from `at` on with a sense that `pick` wants: where it ends, what it made of it, its line.
    pub(crate) fn find<T>(&self, at: usize, pick: impl Fn(&CountSense) -> Option<T>) -> Option<(usize, T, &'k str)> {
        self.counts.counting(self.word(at)).iter().find_map(|word| {
            let fits = self.follow(at, word);
            let picked = pick(&word.sense).filter(|_| fits)?;
            Some((at + 1 + word.rest.len(), picked, word.because.as_str()))
        })
    }

    fn listed(&self, at: usize, pick: impl Fn(&TimeSense) -> Option<u64>) -> Option<(usize, f64)> {
        self.numbers.beginning(self.word(at)).iter().find_map(|word| {
            let fits = self.follow(at, word);
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

/// What floating point makes of "2.3 million" is whole all the same.
fn rounded(value: f64) -> f64 {
    let whole = value.round();
    if (whole - value).abs() < 1e-9 * value {
        whole
    } else {
        value
    }
}

/// The number that a word begins with, and the letters and signs after it: "1,200", "2.5", "2½", "10.57s".
fn leading_digits(word: &str) -> Option<(f64, &str)> {
    let is_numeral = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let end = word.find(|c| !is_numeral(c)).unwrap_or(word.len());
    let (digits_of, rest) = word.split_at_checked(end)?;
    let trailing = digits_of.trim_end_matches([',', '.']);
    if trailing.len() < digits_of.len() {
        return None;
    }
    let value = digits(digits_of)?;
    let mut letters = rest.chars();
    if let Some(part) = letters.next().and_then(vulgar) {
        let whole = letters.as_str().is_empty() && value.fract() == 0.0;
        return whole.then_some((value + part, ""));
    }
    // "2:1", "9/11" and "3.5.1" are no numbers.
    rest.chars()
        .all(|c| c.is_alphabetic() || matches!(c, '°' | '²' | '³' | '%'))
        .then_some((value, rest))
}

/// "½", "1/2"; 9/11 and 24/7 are none.
fn stroke(word: &str) -> Option<f64> {
    let mut letters = word.chars();
    let first = letters.next()?;
    if let Some(part) = vulgar(first) {
        return letters.as_str().is_empty().then_some(part);
    }
    let (above, below) = word.split_once('/')?;
    let number = |text: &str| -> Option<u8> {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|number| digits && *number > 0)
    };
    let (above, below) = (number(above)?, number(below)?);
    let usual = matches!(below, 2..=6 | 8 | 10 | 16 | 32 | 64);
    (usual && above < below).then(|| f64::from(above) / f64::from(below))
}

fn vulgar(letter: char) -> Option<f64> {
    Some(match letter {
        '½' => 1.0 / 2.0,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 1.0 / 4.0,
        '¾' => 3.0 / 4.0,
        '⅕' => 1.0 / 5.0,
        '⅖' => 2.0 / 5.0,
        '⅗' => 3.0 / 5.0,
        '⅘' => 4.0 / 5.0,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 1.0 / 8.0,
        '⅜' => 3.0 / 8.0,
        '⅝' => 5.0 / 8.0,
        '⅞' => 7.0 / 8.0,
        _ => return None,
    })
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
