//! Quarters and halves of years: "the third quarter of 1998", "last year's fourth quarter", "the year-ago quarter".

use sayso_knowledge::times::{Origin, TimeUnit};

use super::calendar::Calendar;
use super::dates::four_digits;
use super::meaning::{Found, Meaning, Partial, Step};
use super::numbers::ordinal;
use super::relative::{past_determiner, step_of_year};
use super::words::Words;

/// A part of a year, told or left out.
pub(super) fn period(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = past_determiner(words, at);
    let from = past_likeness(words, from, from > at);
    year_before(words, at, from)
        .or_else(|| of_a_year(words, at, from))
        .or_else(|| latest(words, at, from))
        .or_else(|| part(words, at, from))
        .or_else(|| short(words, at))
}

/// "the comparable quarter", "the same period": the likeness is part of the expression.
fn past_likeness(words: &Words<'_, '_>, at: usize, determined: bool) -> usize {
    let like = words.is_any(at, &["comparable", "corresponding", "equivalent", "same", "like"]);
    if determined && like { at + 1 } else { at }
}

/// "third quarter", "fiscal first quarter", "first half": the part and where it ends.
fn numbered(words: &Words<'_, '_>, at: usize) -> Option<(usize, Partial)> {
    let from = if words.is(at, "fiscal") {
        words.past_hyphen(at + 1)
    } else {
        at
    };
    let (end, number) = match ordinal(words, from) {
        Some((end, number)) => (end, u32::try_from(number).ok()?),
        None if words.is(from, "last") && words.is(from + 1, "half") => (from + 1, 2),
        None => return None,
    };
    let end = if words.is(end, "fiscal") {
        end + 1
    } else {
        words.past_hyphen(end)
    };
    if words.is(end, "half") {
        return (1..=2).contains(&number).then_some((end + 1, Partial::Half(number)));
    }
    let (end, unit, many) = words.unit(end)?;
    let sound = unit == TimeUnit::Quarter && !many && (1..=4).contains(&number);
    sound.then_some((end, Partial::Quarter(number)))
}

/// "quarter", "period", perhaps numbered.
fn any_part(words: &Words<'_, '_>, at: usize) -> Option<(usize, Partial)> {
    numbered(words, at).or_else(|| {
        let quarter = words
            .unit(at)
            .is_some_and(|(_, unit, many)| unit == TimeUnit::Quarter && !many);
        (quarter || words.is(at, "period")).then_some((at + 1, Partial::Period))
    })
}

/// "the year-ago quarter", "the year-earlier third quarter", "year-ago".
fn year_before(words: &Words<'_, '_>, at: usize, from: usize) -> Option<Found> {
    let hyphen = words.is(from, "year") && words.is_hyphen(from + 1);
    if !hyphen || !words.is_any(from + 2, &["ago", "earlier"]) {
        return None;
    }
    match any_part(words, from + 3) {
        Some((end, part)) => {
            let part = (part != Partial::Period).then_some(part);
            Some(Found::new(at, end, Meaning::YearBefore(part)))
        }
        None => Some(Found::new(from, from + 3, Meaning::YearBefore(None))),
    }
}

/// "the 1988 second quarter", "the 1988 period", "last year's third quarter", "this year's first half".
fn of_a_year(words: &Words<'_, '_>, at: usize, from: usize) -> Option<Found> {
    if let Some(year) = four_digits(words, from).filter(|_| !words.is_hyphen(from.saturating_sub(1))) {
        let (end, part) = any_part(words, from + 1)?;
        return Some(Found::new(
            at,
            end,
            inside(part, Meaning::Calendar(Calendar::Year(year))),
        ));
    }
    let year = step_of_year(words, at)?;
    let next = if words.is(year.end, "'s") {
        year.end + 1
    } else {
        return None;
    };
    let (end, part) = any_part(words, next)?;
    Some(Found::new(at, end, Meaning::Within(part, Box::new(year.meaning))))
}

fn inside(part: Partial, year: Meaning) -> Meaning {
    match (part, &year) {
        (Partial::Quarter(quarter), Meaning::Calendar(Calendar::Year(year))) => {
            Meaning::Calendar(Calendar::Quarter(*year, quarter))
        }
        (Partial::Half(half), Meaning::Calendar(Calendar::Year(year))) => {
            Meaning::Calendar(Calendar::Half(*year, half))
        }
        _ => Meaning::Within(part, Box::new(year)),
    }
}

/// "the latest quarter", "the latest period": the last that is over.
fn latest(words: &Words<'_, '_>, at: usize, from: usize) -> Option<Found> {
    let quarter = |at| {
        words.is(at, "period")
            || words
                .unit(at)
                .is_some_and(|(_, unit, many)| unit == TimeUnit::Quarter && !many)
    };
    let sound = from > at && words.is(from, "latest") && quarter(from + 1);
    let step = Step {
        by: -1,
        from: Origin::Writing,
    };
    sound.then(|| Found::new(at, from + 2, Meaning::Unit(TimeUnit::Quarter, step)))
}

/// "the third quarter", with its year behind it or without.
fn part(words: &Words<'_, '_>, at: usize, from: usize) -> Option<Found> {
    let (end, part) = match numbered(words, from) {
        Some(numbered) => numbered,
        None if from > at && words.is(from, "period") => (from + 1, Partial::Period),
        None => return None,
    };
    let of = if words.is(end, "of") {
        end + 1
    } else {
        words.past_comma(end)
    };
    let of = if words.is(of, "fiscal") { of + 1 } else { of };
    if let Some(year) = four_digits(words, of) {
        return Some(Found::new(
            at,
            of + 1,
            inside(part, Meaning::Calendar(Calendar::Year(year))),
        ));
    }
    if let Some(year) = step_of_year(words, end) {
        return Some(Found::new(at, year.end, Meaning::Within(part, Box::new(year.meaning))));
    }
    if words.is(end, "of") && words.is(end + 1, "the") && words.is(end + 2, "year") {
        return Some(Found::new(at, end + 3, Meaning::Partial(part, None)));
    }
    // A half may be one of a match, and a period anything.
    let of_a_match = words.is(end, "of") && words.is(end + 1, "the");
    let sure = matches!(part, Partial::Quarter(_)) && !of_a_match;
    // "A third-quarter loss": the article belongs to the loss; and whose quarter it is is not when.
    let at = if words.is(at, "the") && !words.is_hyphen(end - 2) {
        at
    } else {
        from
    };
    sure.then(|| Found::new(at, end, Meaning::Partial(part, None)))
}

/// "Q3 1998", "3Q".
fn short(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let quarter = match words.lower(at).as_bytes() {
        [b'q', digit @ b'1'..=b'4'] | [digit @ b'1'..=b'4', b'q'] => u32::from(digit - b'0'),
        _ => return None,
    };
    let of = if words.is(at + 1, "of") { at + 2 } else { at + 1 };
    Some(match four_digits(words, of) {
        Some(year) => Found::new(at, of + 1, Meaning::Calendar(Calendar::Quarter(year, quarter))),
        None => Found::new(at, at + 1, Meaning::Partial(Partial::Quarter(quarter), None)),
    })
}
