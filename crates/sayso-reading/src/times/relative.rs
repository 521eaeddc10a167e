//! Times by their distance from another: "yesterday", "last month", "next Friday", "the following year", "recent
//! weeks".

use sayso_knowledge::times::{Origin, TimeSense, TimeUnit};

use super::calendar::Calendar;
use super::dates::{feast, four_digits, month, season, weekday};
use super::meaning::{Found, Meaning, Partial, Step, duration};
use super::numbers::{Quantity, quantity};
use super::words::Words;

/// "yesterday", "tonight"
pub(super) fn day_word(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, (by, part)) = words.find(at, |sense| match sense {
        TimeSense::Day { by, part } => Some((*by, part.as_deref())),
        _ => None,
    })?;
    let step = Step {
        by,
        from: Origin::Writing,
    };
    let found = Found::new(at, end, Meaning::Unit(TimeUnit::Day, step));
    match part {
        Some(part) => Some(found.at(format!("T{part}"))),
        None => Some(found),
    }
}

fn step_at(words: &Words<'_, '_>, at: usize) -> Option<(usize, Step)> {
    let (end, step) = words.find(at, |sense| match sense {
        TimeSense::Step { by, from } => Some(Step { by: *by, from: *from }),
        _ => None,
    })?;
    // "that" may open a clause as well: "said that years later".
    let points = !words.is(at, "that") || words.tagged(at, &["DET", "PRON"]);
    points.then_some((end, step))
}

/// Past an article or a possessive.
pub(super) fn past_determiner(words: &Words<'_, '_>, at: usize) -> usize {
    if words.is_any(at, &["the", "its", "their", "his", "her", "our", "a"]) {
        at + 1
    } else {
        at
    }
}

/// "last month", "the following day", "next Friday", "this summer", "last night".
pub(super) fn step(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = past_determiner(words, at);
    let (end, step) = step_at(words, from)?;
    let end = past_fillers(words, end);
    if let Some((end, unit, many)) = words.unit(end) {
        let short = matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
        // "The last week of May" is no last week, and "the next day" is told from what came before.
        let of = words.is(end, "of") && step.by != 0;
        let step = match unit {
            TimeUnit::Day if from > at && step.by != 0 => Step {
                from: Origin::Told,
                ..step
            },
            _ => step,
        };
        return (!many && !short && !of).then(|| Found::new(at, end, Meaning::Unit(unit, step)));
    }
    let partial = |end, partial| Found::new(at, end, Meaning::Partial(partial, Some(step)));
    if let Some((end, number)) = weekday(words, end) {
        let date = super::dates::date(words, words.past_comma(end)).filter(|date| date.is_day() && words.is(end, ","));
        return Some(match date {
            Some(date) => Found { first: at, ..date },
            None => partial(end, Partial::Weekday(number)),
        });
    }
    if let Some((end, number)) = month(words, end) {
        return Some(partial(end, Partial::Month(number)));
    }
    if let Some((end, season)) = season(words, end) {
        return Some(partial(end, Partial::Season(season)));
    }
    if let Some(found) = feast(words, end) {
        return match found.meaning {
            Meaning::Partial(feast, None) => Some(partial(found.end, feast)),
            _ => None,
        };
    }
    let (end, code) = part_of_day(words, end)?;
    // The last night is yesterday's, this morning is today's.
    let by = if step.from == Origin::Writing { step.by } else { 0 };
    let day = match step.from {
        Origin::Writing => Meaning::Unit(
            TimeUnit::Day,
            Step {
                by,
                from: Origin::Writing,
            },
        ),
        Origin::Told => Meaning::Unit(TimeUnit::Day, step),
    };
    Some(Found::new(at, end, day).at(format!("T{code}")))
}

/// Words between "last" and its unit that change nothing: "the current fiscal year".
fn past_fillers(words: &Words<'_, '_>, at: usize) -> usize {
    let filler = words.find(at, |sense| matches!(sense, TimeSense::Inside).then_some(()));
    match filler {
        Some((end, ())) if words.unit(end).is_some() => end,
        _ => at,
    }
}

pub(super) fn part_of_day<'k>(words: &Words<'_, 'k>, at: usize) -> Option<(usize, &'k str)> {
    words.find(at, |sense| match sense {
        TimeSense::Part { code, alone: true } => Some(code.as_str()),
        _ => None,
    })
}

/// "last year", behind a month or a quarter that is part of it.
pub(super) fn step_of_year(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "of") { at + 1 } else { at };
    let (end, step) = step_at(words, past_determiner(words, from))?;
    let (end, unit, many) = words.unit(past_fillers(words, end))?;
    (unit == TimeUnit::Year && !many).then(|| Found::new(at, end, Meaning::Unit(unit, step)))
}

/// "the past two weeks", "the next few days", "the past year".
pub(super) fn span(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = past_determiner(words, at);
    let (end, _) = words.find(from, |sense| match sense {
        TimeSense::Span { by, from } => Some((*by, *from)),
        _ => None,
    })?;
    let (count_end, count) = match quantity(words, end) {
        Some(counted) if !words.is_any(end, &["a", "an"]) => counted,
        // "The past year" is a year that ends now; "last year" is one of the calendar's.
        _ if words.is(from, "past") => (end, Quantity::ONE),
        _ => return None,
    };
    let (count_end, count) = super::counted::range(words, count_end, count).unwrap_or((count_end, count));
    let (end, unit, many) = words.unit(past_fillers(words, words.past_hyphen(count_end)))?;
    let agrees = many || count == Quantity::ONE || count_end > end || words.is_hyphen(count_end);
    agrees.then(|| Found::new(at, end, Meaning::Duration(duration(count, unit))))
}

/// "recent years", "the coming weeks": the direction alone.
pub(super) fn direction(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "the") { at + 1 } else { at };
    let (end, by) = words.find(from, |sense| match sense {
        TimeSense::Direction(by) => Some(*by),
        _ => None,
    })?;
    let (end, unit, many) = words.unit(end)?;
    if !many || unit <= TimeUnit::Hour {
        return None;
    }
    let end = match words.unit(end + 1) {
        Some((both, _, true)) if words.is_any(end, &["and", "or"]) => both,
        _ => end,
    };
    let value = if by < 0 { "PAST_REF" } else { "FUTURE_REF" };
    Some(Found::new(at, end, Meaning::Reference(value.to_owned())))
}

/// "the quarter", "the month": the one that is spoken of, where a preposition makes it a time.
pub(super) fn here(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    if !words.is(at, "the") || at == 0 || !words.tagged(at - 1, &["ADP"]) {
        return None;
    }
    let (end, unit, many) = words.unit(past_fillers(words, at + 1))?;
    // "The end of the year" is a time, the player of the year is not.
    let before_of = at.checked_sub(2).filter(|_| words.is(at - 1, "of"));
    if before_of.is_some_and(|noun| !is_part(words, noun)) {
        return None;
    }
    let in_the_day = unit == TimeUnit::Day
        && at > 1
        && words.is(at - 1, "in")
        && words.is_any(at - 2, &["earlier", "later", "early", "late"]);
    let fits = in_the_day
        || matches!(
            unit,
            TimeUnit::Week | TimeUnit::Weekend | TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year
        );
    let goes_on = words.is_any(end, &["of", "before", "after", "when", "that"])
        || words.is_hyphen(end)
        || words.tagged(end, &["NOUN"]);
    // "The year ended March 31" is one of the books, not of the calendar.
    let of_the_books = words.is_any(end, &["ended", "ending"]) && unit == TimeUnit::Year;
    let meaning = if of_the_books {
        Meaning::Duration(duration(Quantity::ONE, unit))
    } else {
        Meaning::Here(unit)
    };
    (fits && !many && !goes_on).then(|| Found::new(at, end, meaning))
}

/// Whether the word names a part of a time, before "of".
fn is_part(words: &Words<'_, '_>, at: usize) -> bool {
    let edge = words
        .find(at, |sense| matches!(sense, TimeSense::BeforeOf(_)).then_some(()))
        .is_some();
    edge || words.unit(at).is_some()
        || words.is_any(
            at,
            &["rest", "remainder", "part", "most", "much", "half", "course", "all"],
        )
}

/// "the weekend" needs no preposition.
pub(super) fn weekend(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, unit, many) = words.unit(at + 1)?;
    let sound =
        words.is_any(at, &["the", "this"]) && unit == TimeUnit::Weekend && !many && !words.tagged(end, &["NOUN"]);
    sound.then(|| Found::new(at, end, Meaning::Here(unit)))
}

/// "the summer", "the winter of 1994", "summer 1998", "in autumn".
pub(super) fn a_season(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "the") { at + 1 } else { at };
    let (end, season) = season(words, from)?;
    let of = if words.is(end, "of") { end + 1 } else { end };
    let in_year = match four_digits(words, of) {
        Some(year) => Some((of + 1, Meaning::Calendar(Calendar::Season(year, season)))),
        None => super::numbers::spoken_year(words, of)
            .map(|(end, year)| (end, Meaning::Calendar(Calendar::Season(year, season))))
            .or_else(|| {
                let year = step_of_year(words, of)?;
                Some((
                    year.end,
                    Meaning::Within(Partial::Season(season), Box::new(year.meaning)),
                ))
            }),
    };
    if let Some((end, meaning)) = in_year {
        return Some(Found::new(at, end, meaning));
    }
    // A fall may be one of prices, and a spring one of water: only where a preposition makes it a time.
    let is_time = at > 0 && (words.tagged(at - 1, &["ADP", "SCONJ"]) || words.is_any(at - 1, &["early", "late"]));
    let goes_on = words.is_any(end, &["of", "in", "from", "to"]) || words.tagged(end, &["NOUN", "PROPN"]);
    (is_time && !goes_on).then(|| Found::new(at, end, Meaning::Partial(Partial::Season(season), None)))
}

/// "year-end", "year's end", "month's end".
pub(super) fn units_end(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "the") { at + 1 } else { at };
    let (end, unit, _) = words.unit(from)?;
    let end = if words.is(end, "'s") {
        end + 1
    } else {
        words.past_hyphen(end)
    };
    let sound = matches!(unit, TimeUnit::Year | TimeUnit::Month | TimeUnit::Week) && words.is(end, "end");
    sound.then(|| Found {
        modifier: Some("END".to_owned()),
        ..Found::new(at, end + 1, Meaning::Here(unit))
    })
}

/// "now", "recently", "the future".
pub(super) fn reference(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, value) = words.find(at, |sense| match sense {
        TimeSense::Reference { value, tags } => {
            let fits = tags.is_empty() || tags.iter().any(|tag| words.tagged(at, &[tag]));
            fits.then_some(value)
        }
        _ => None,
    })?;
    // "The future of the party" is its fate, "the past century" a time of its own.
    let goes_on = words.is(end, "of") || words.tagged(end, &["NOUN", "NUM"]) && words.is(at, "the");
    // "As soon as", "soon after", "more recently".
    let compared = words.is(end, "after") || words.is(end, "as");
    (!goes_on && !compared).then(|| Found::new(at, end, Meaning::Reference(value.clone())))
}
