//! Counts as text tells them: "15", "2 1/2", "twenty-five", "a few", and years that are spoken.

use sayso_knowledge::times::TimeSense;

use super::words::Words;

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// So many halves.
    Halves(u64),
    /// Tenths, where they are no halves.
    Tenths(u64),
    /// "several"
    Vague,
}

/// The largest count that a time expression can have.
const LARGEST: u64 = 999_999;

impl Quantity {
    pub(super) const ONE: Self = Self::Halves(2);

    /// The count, where it is a whole number.
    pub(super) fn whole(self) -> Option<u64> {
        match self {
            Self::Halves(halves) if halves.is_multiple_of(2) => Some(halves / 2),
            _ => None,
        }
    }
}

/// A count that begins at `at`, and where it ends.
pub(super) fn quantity(words: &Words<'_, '_>, at: usize) -> Option<(usize, Quantity)> {
    if let Some((end, _)) = words.find(at, |sense| matches!(sense, TimeSense::Vague).then_some(())) {
        return Some((end, Quantity::Vague));
    }
    if words.is(at, "half") && words.is_any(at + 1, &["a", "an"]) {
        return Some((at + 2, Quantity::Halves(1)));
    }
    let (end, whole) = digits(words, at).or_else(|| spelled(words, at).map(|(end, n)| (end, n * 10)))?;
    let tenths_of_unit = whole % 10;
    if tenths_of_unit != 0 && tenths_of_unit != 5 {
        return Some((end, Quantity::Tenths(whole)));
    }
    let halves = whole / 5;
    if halves.is_multiple_of(2) && words.is(end, "1/2") {
        return Some((end + 1, Quantity::Halves(halves + 1)));
    }
    if halves.is_multiple_of(2) && words.is(end, "and") && words.is(end + 1, "a") && words.is(end + 2, "half") {
        return Some((end + 3, Quantity::Halves(halves + 1)));
    }
    Some((end, Quantity::Halves(halves)))
}

/// A number in digits, in tenths: "1,500", "2.5", "½" and "2½".
fn digits(words: &Words<'_, '_>, at: usize) -> Option<(usize, u64)> {
    let word = words.lower(at);
    let (word, half) = match word.strip_suffix('½') {
        Some(rest) => (rest, 5),
        None => (word, 0),
    };
    if word.is_empty() && half > 0 {
        return Some((at + 1, half));
    }
    let (whole, tenths) = match word.split_once('.') {
        Some((whole, tenth)) if tenth.len() == 1 && half == 0 => (whole, tenth.parse::<u64>().ok()?),
        Some(_) => return None,
        None => (word, half),
    };
    if whole.is_empty() || whole.len() > 7 || !whole.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return None;
    }
    let groups_of_three = whole.split(',').skip(1).all(|group| group.len() == 3);
    let number: u64 = whole.replace(',', "").parse().ok()?;
    (groups_of_three && number <= LARGEST).then_some((at + 1, number * 10 + tenths))
}

/// A number in words, or digits before "hundred" and the like: "twenty-five", "a hundred", "two thousand".
fn spelled(words: &Words<'_, '_>, at: usize) -> Option<(usize, u64)> {
    let (mut end, mut current, mut total) = (at, 0u64, 0u64);
    if let Some(listed) = cardinal(words, at).filter(|_| words.is_any(at, &["a", "an"])) {
        return Some(listed);
    }
    if words.is_any(at, &["a", "an"]) {
        return match scale(words, at + 1) {
            Some((after, scale)) => Some((after, scale)),
            None => Some((at + 1, 1)),
        };
    }
    loop {
        let from = if end > at { words.past_hyphen(end) } else { end };
        if let Some((after, scale)) = scale(words, from).filter(|_| current > 0) {
            let product = current.checked_mul(scale)?;
            if scale < 1000 {
                current = product;
            } else {
                total = total.checked_add(product)?;
                current = 0;
            }
            end = after;
        } else if let Some((after, value)) = cardinal(words, from).filter(|(_, value)| fits(current, *value)) {
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
    (number > 0 && number <= LARGEST).then_some((end, number))
}

/// Whether `value` can follow `current` in one number: "twenty" "five", not "five" "twenty".
fn fits(current: u64, value: u64) -> bool {
    current == 0
        || (current.is_multiple_of(100) && value < 100)
        || (current % 100 >= 20 && current.is_multiple_of(10) && value < 10)
}

fn cardinal(words: &Words<'_, '_>, at: usize) -> Option<(usize, u64)> {
    words.find(at, |sense| match sense {
        TimeSense::Cardinal(value) => Some(*value),
        _ => None,
    })
}

fn scale(words: &Words<'_, '_>, at: usize) -> Option<(usize, u64)> {
    words.find(at, |sense| match sense {
        TimeSense::Scale(value) => Some(*value),
        _ => None,
    })
}

/// An ordinal: "third", "15th", "twenty-first".
pub(super) fn ordinal(words: &Words<'_, '_>, at: usize) -> Option<(usize, u64)> {
    let word = words.lower(at);
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    if let Some(digits) = digits.filter(|d| (1..=3).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit())) {
        return digits.parse().ok().map(|value| (at + 1, value));
    }
    let listed = |at| {
        words.find(at, |sense| match sense {
            TimeSense::Ordinal(value) => Some(*value),
            _ => None,
        })
    };
    if let Some((tens_end, tens)) = cardinal(words, at).filter(|(_, value)| (20..100).contains(value)) {
        let (end, ones) = listed(words.past_hyphen(tens_end)).filter(|(_, value)| *value < 10)?;
        return Some((end, tens + ones));
    }
    listed(at)
}

/// A year in words: "nineteen ninety-seven", "nineteen hundred", "two thousand one".
pub(super) fn spoken_year(words: &Words<'_, '_>, at: usize) -> Option<(usize, i32)> {
    let (end, first) = cardinal(words, at)?;
    if first == 2 && words.is(end, "thousand") {
        let after = end + 1;
        let after = if words.is(after, "and") { after + 1 } else { after };
        let rest = cardinal(words, after).filter(|(_, value)| *value < 20);
        let (end, rest) = rest.unwrap_or((end + 1, 0));
        return Some((end, 2000 + i32::try_from(rest).ok()?));
    }
    if !(11..=20).contains(&first) {
        return None;
    }
    let century = i32::try_from(first).ok()? * 100;
    let from = words.past_hyphen(end);
    if let Some((end, 100)) = scale(words, from) {
        return Some((end, century));
    }
    let (end, tens) = cardinal(words, from).filter(|(_, value)| (10..100).contains(value))?;
    let ones = cardinal(words, words.past_hyphen(end)).filter(|(_, value)| *value < 10 && tens >= 20);
    let (end, ones) = ones.unwrap_or((end, 0));
    Some((end, century + i32::try_from(tens + ones).ok()?))
}
