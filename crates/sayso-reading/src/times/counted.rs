//! Counts of units: how long ("two weeks", "a 10-year note"), how far away ("three years ago") and how often ("daily").

use sayso_knowledge::times::{Origin, TimeSense, TimeUnit};

use super::dates::{month, season, weekday};
use super::meaning::{Found, Meaning, duration};
use super::numbers::{Quantity, quantity};
use super::words::Words;

/// A count of units: a duration, or a time so far from another.
pub(super) fn counted(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (from, ordinal) = past_first(words, at);
    let (count_end, count) = quantity(words, from)?;
    let (count_end, count) = match range(words, count_end, count) {
        Some(range) => range,
        None => (count_end, count),
    };
    let hyphened = words.is_hyphen(count_end);
    let (end, unit, many) = words.unit(past_inside(words, words.past_hyphen(count_end)))?;
    // "Five year" and "three hour" are written for "five-year"; "one weeks" is not.
    if many && count == Quantity::ONE || is_age(words, end) {
        return None;
    }
    let (end, count) = match and_a_half(words, end, count) {
        Some(both) => both,
        None => (end, count),
    };
    let tail = words.find(end, |sense| match sense {
        TimeSense::After(modifier) => Some(modifier),
        _ => None,
    });
    let tail_end = tail.map_or(end, |(end, _)| end);
    if let Some((after, (by, origin))) = offset(words, tail_end) {
        let mut found = away(words, at, end, after, count, unit, by, origin)?;
        found.modifier = tail
            .filter(|_| found.end == after)
            .map(|(_, modifier)| modifier.clone());
        return Some(found);
    }
    let article = words.is_any(from, &["a", "an"]);
    if article && is_rate(words, from) {
        return None;
    }
    if unit == TimeUnit::Second && !many && !hyphened && count == Quantity::ONE {
        // "a second" is an ordinal as a rule.
        return None;
    }
    // "A quarter" and "three-quarters" may be fourths.
    let fourths =
        unit == TimeUnit::Quarter && (article || many && (hyphened || words.is(end, "of") && count.whole() == Some(3)));
    if fourths || ordinal && count == Quantity::ONE {
        return None;
    }
    // "The 30-day rate", "the two day rally": the article belongs to the rate and the rally.
    let describes = !many && (hyphened || count != Quantity::ONE && words.tagged(end, &["NOUN", "PROPN", "ADJ"]));
    let at = if describes && words.is(at, "the") { from } else { at };
    Some(Found::new(at, end, Meaning::Duration(duration(count, unit))))
}

/// "the first nine months", "the four days": where the count begins, and whether "first" stands before it.
fn past_first(words: &Words<'_, '_>, at: usize) -> (usize, bool) {
    if !words.is(at, "the") {
        return (at, false);
    }
    if words.is_any(at + 1, &["first", "last", "final"]) {
        (at + 2, true)
    } else {
        (at + 1, false)
    }
}

/// "two to three weeks": the first count stands for both, "12 to 18 months".
pub(super) fn range(words: &Words<'_, '_>, at: usize, first: Quantity) -> Option<(usize, Quantity)> {
    let joined = words.is_any(at, &["to", "or", "and"]) || words.is_hyphen(at);
    let (end, last) = quantity(words, at + 1).filter(|_| joined)?;
    let grows = first
        .whole()
        .zip(last.whole())
        .is_some_and(|(first, last)| first < last);
    let unit_follows = words.unit(words.past_hyphen(end)).is_some();
    (grows && unit_follows).then_some((end, first))
}

/// Past the words that may stand between count and unit: "eight trading days", "two more years".
fn past_inside(words: &Words<'_, '_>, at: usize) -> usize {
    let mut end = at;
    for _ in 0..3 {
        match words.find(end, |sense| matches!(sense, TimeSense::Inside).then_some(())) {
            Some((after, ())) => end = after,
            None => break,
        }
    }
    end
}

/// "a minute and a half"
fn and_a_half(words: &Words<'_, '_>, at: usize, count: Quantity) -> Option<(usize, Quantity)> {
    let said = words.is(at, "and") && words.is(at + 1, "a") && words.is(at + 2, "half");
    let whole = count.whole().filter(|_| said)?;
    Some((at + 3, Quantity::Halves(whole * 2 + 1)))
}

/// "37 years old", "a 37-year-old", "five years of age": how old somebody is, which TimeBank does not mark.
fn is_age(words: &Words<'_, '_>, at: usize) -> bool {
    let next = words.past_hyphen(at);
    words.is_any(next, &["old", "olds", "older", "younger"]) || words.is(at, "of") && words.is(at + 1, "age")
}

/// "$3 a share a year", "20 flights a week": so much for each.
fn is_rate(words: &Words<'_, '_>, at: usize) -> bool {
    at > 0
        && words.tagged(at - 1, &["NUM", "NOUN", "SYM", "PROPN"])
        && words
            .find(at - 1, |_| Some(()))
            .is_none_or(|_| words.tagged(at - 1, &["NUM"]))
}

fn offset(words: &Words<'_, '_>, at: usize) -> Option<(usize, (i32, Origin))> {
    words.find(at, |sense| match sense {
        TimeSense::Offset { by, from } => Some((*by, *from)),
        _ => None,
    })
}

#[allow(clippy::too_many_arguments)] // each is a part of "two years ago" that the reader above has at hand
fn away(
    words: &Words<'_, '_>,
    at: usize,
    end: usize,
    after: usize,
    count: Quantity,
    unit: TimeUnit,
    by: i32,
    from: Origin,
) -> Option<Found> {
    let length = || Found::new(at, end, Meaning::Duration(duration(count, unit)));
    // "A day earlier than planned" is how much earlier.
    if words.is(after, "than") || unit < TimeUnit::Day {
        return Some(length());
    }
    let Some(whole) = count.whole().and_then(|whole| i64::try_from(whole).ok()) else {
        return Some(match (count, from) {
            (Quantity::Vague, Origin::Writing) => {
                let value = if by < 0 { "PAST_REF" } else { "FUTURE_REF" };
                Found::new(at, after, Meaning::Reference(value.to_owned()))
            }
            (Quantity::Vague, Origin::Told) => length(),
            _ => Found::new(at, after, Meaning::Duration(duration(count, unit))),
        });
    };
    Some(Found::new(
        at,
        after,
        Meaning::Offset(unit, whole * i64::from(by), from),
    ))
}

/// "for weeks", "years ago", "over the years": units without a count.
pub(super) fn bare(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, unit, many) = words.unit(at)?;
    if !many || unit <= TimeUnit::Second || unit == TimeUnit::Quarter {
        return None;
    }
    // A count before them that could not be read is no missing one.
    let counted = at > 0 && words.tagged(at - 1, &["NUM"]);
    if words.is(end, "ago") && !counted {
        return Some(Found::new(at, end + 1, Meaning::Reference("PAST_REF".to_owned())));
    }
    let long = at > 0 && words.is_any(at - 1, &["for", "within", "after", "in"]);
    let goes_on = words.is(end, "of") || words.tagged(end, &["NOUN"]) || words.is_hyphen(end);
    (long && !goes_on).then(|| Found::new(at, end, Meaning::Duration(duration(Quantity::Vague, unit))))
}

/// "every month", "each Thursday", "twice a year", "daily", "Mondays".
pub(super) fn set(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    word_of_set(words, at)
        .or_else(|| times_a_unit(words, at))
        .or_else(|| every(words, at))
        .or_else(|| plural(words, at))
}

fn word_of_set(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, value) = words.find(at, |sense| match sense {
        TimeSense::Set { value, tags } => tags.iter().any(|tag| words.tagged(at, &[tag])).then_some(value),
        _ => None,
    })?;
    Some(Found::new(at, end, Meaning::Set(value.clone())))
}

/// "a year" behind "twice"; TimeBank marks the unit with its article alone.
fn times_a_unit(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let often = at > 0
        && words
            .find(at - 1, |sense| matches!(sense, TimeSense::Times).then_some(()))
            .is_some();
    let (end, unit, many) = words
        .unit(at + 1)
        .filter(|_| often && words.is_any(at, &["a", "an", "per"]))?;
    (!many).then(|| Found::new(at, end, Meaning::Set(duration(Quantity::ONE, unit))))
}

fn every(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, ()) = words.find(at, |sense| matches!(sense, TimeSense::Every).then_some(()))?;
    let found = |end, value: String| Some(Found::new(at, end, Meaning::Set(value)));
    if let Some((end, unit, many)) = words.unit(end) {
        return (!many).then(|| found(end, duration(Quantity::ONE, unit)))?;
    }
    if let Some((end, number)) = weekday(words, end) {
        return match super::relative::part_of_day(words, end) {
            Some((end, code)) => found(end, format!("XXXX-WXX-{number}T{code}")),
            None => found(end, format!("XXXX-WXX-{number}")),
        };
    }
    if let Some((end, number)) = month(words, end) {
        return found(end, format!("XXXX-{number:02}"));
    }
    if let Some((end, season)) = season(words, end) {
        return found(end, format!("XXXX-{}", season.code()));
    }
    if let Some((end, code)) = super::relative::part_of_day(words, end) {
        return found(end, format!("XXXX-XX-XXT{code}"));
    }
    let (count_end, count) = quantity(words, end)?;
    let (end, unit, many) = words.unit(count_end)?;
    (many && count != Quantity::Vague && words.is(at, "every")).then(|| found(end, duration(count, unit)))?
}

/// "Mondays", "Tuesday nights".
fn plural(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    if let Some((end, number)) = words.find(at, |sense| match sense {
        TimeSense::Weekdays(number) => Some(*number),
        _ => None,
    }) {
        let value = format!("XXXX-WXX-{number}");
        return words.capitalised(at).then(|| Found::new(at, end, Meaning::Set(value)));
    }
    let (end, number) = weekday(words, at)?;
    let (end, code) = words.find(end, |sense| match sense {
        TimeSense::Parts(code) => Some(code),
        _ => None,
    })?;
    Some(Found::new(at, end, Meaning::Set(format!("XXXX-WXX-{number}T{code}"))))
}
