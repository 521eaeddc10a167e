//! Times of day: "5:30 p.m. EST", "noon", "1400 GMT", "the morning of Oct. 5", and the day that stands beside them.

use sayso_knowledge::times::TimeSense;

use super::dates::weekday;
use super::meaning::{Found, Meaning, Partial};
use super::relative::part_of_day;
use super::words::Words;

/// A time of day, and what day it is of where that stands beside it.
pub(super) fn clock(words: &Words<'_, '_>, at: usize, day_at: impl Fn(usize) -> Option<Found>) -> Option<Found> {
    let (end, clock) = hour(words, at).or_else(|| named_hour(words, at))?;
    let end = past_zone(words, end);
    let next = words.past_comma(end);
    // "At 8:25 a.m. (0525 GMT) on Nov. 17": what stands between parts them, and the day is an expression of its own.
    let elsewhere = past_other_clock(words, end);
    let apart = if words.is(elsewhere, "on") {
        elsewhere + 1
    } else {
        elsewhere
    };
    if apart > end
        && let Some(day) = day_at(apart).filter(|day| day.is_day() && day.clock.is_none())
    {
        return Some(Found::new(at, end, day.meaning).at(clock));
    }
    match day_at(next).filter(Found::is_day) {
        Some(day) if day.clock.is_none() => Some(Found { first: at, ..day }.at(clock)),
        _ => Some(Found::new(at, end, Meaning::SameDay).at(clock)),
    }
}

/// Past the same time by another clock, in brackets.
fn past_other_clock(words: &Words<'_, '_>, at: usize) -> usize {
    let other = hour(words, at + 1).filter(|_| words.is(at, "("));
    let closed = other
        .map(|(end, _)| past_zone(words, end))
        .filter(|end| words.is(*end, ")"));
    closed.map_or(at, |end| end + 1)
}

/// "noon", "midnight"
fn named_hour(words: &Words<'_, '_>, at: usize) -> Option<(usize, String)> {
    let (end, clock) = words.find(at, |sense| match sense {
        TimeSense::Clock(clock) => Some(clock),
        _ => None,
    })?;
    // "The Midnight Express" and "the noon bells" are no hours.
    let sound = !words.is_called(at) && !words.tagged(end, &["NOUN"]);
    sound.then(|| (end, format!("T{clock}")))
}

/// An hour in figures, or in words before "o'clock".
fn hour(words: &Words<'_, '_>, at: usize) -> Option<(usize, String)> {
    let word = words.lower(at);
    if let Some((end, 1..=12)) =
        super::numbers::quantity(words, at).and_then(|(end, count)| Some((end, count.whole()?)))
        && words.is(end, "o'clock")
    {
        let hour = super::numbers::quantity(words, at).and_then(|(_, count)| count.whole())?;
        let (end, hour) = match half_of_day(words, end + 1) {
            Some((after, afternoon)) => (after, in_24_hours(hour as u32, afternoon)),
            None => (end + 1, hour as u32),
        };
        return Some((end, format!("T{hour:02}:00")));
    }
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "5:30", "5.30", or "5" before "p.m.".
    let cells: Vec<&str> = word.split([':', '.']).collect();
    let digits = |text: &str, least: usize| {
        let sound = (least..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if sound { text.parse::<u32>().ok() } else { None }
    };
    let (hour, minute) = match cells.as_slice() {
        [hour] => (digits(hour, 1), Some(0)),
        [hour, minute] | [hour, minute, _] => (digits(hour, 1), digits(minute, 2)),
        _ => return None,
    };
    if let (Some(hour @ 0..=12), Some(minute @ 0..=59)) = (hour, minute)
        && let Some((end, afternoon)) = half_of_day(words, at + 1)
    {
        return Some((end, format!("T{:02}:{minute:02}", in_24_hours(hour, afternoon))));
    }
    let zoned = past_zone(words, at + 1) > at + 1 || words.is(at + 1, "hours") && word.len() == 4;
    // Without "p.m." or a zone, only what is plainly a clock is one: "at 17:30".
    let said = at > 0
        && words.is_any(
            at - 1,
            &[
                "at", "by", "until", "from", "before", "after", "around", "about", "since", "to",
            ],
        );
    if word.contains(':') && (zoned || said) {
        return hours_and_minutes(word).map(|clock| (at + 1, clock));
    }
    if zoned && word.len() == 4 {
        let end = if words.is(at + 1, "hours") { at + 2 } else { at + 1 };
        return hours_and_minutes(&format!("{}:{}", word.get(..2)?, word.get(2..)?)).map(|clock| (end, clock));
    }
    None
}

/// `T17:30`, if there is such a time.
pub(super) fn hours_and_minutes(text: &str) -> Option<String> {
    let mut cells = text.split(':');
    let mut next = |least: usize, below: u32| {
        let cell = cells.next()?;
        let sound = (least..=2).contains(&cell.len()) && cell.bytes().all(|b| b.is_ascii_digit());
        if sound {
            cell.parse().ok().filter(|number: &u32| *number < below)
        } else {
            None
        }
    };
    let (hour, minute) = (next(1, 25)?, next(2, 60)?);
    (hour < 24 || minute == 0).then(|| format!("T{hour:02}:{minute:02}"))
}

fn in_24_hours(hour: u32, afternoon: bool) -> u32 {
    hour % 12 + if afternoon { 12 } else { 0 }
}

/// "p.m.": where it ends, and whether it is the second half.
fn half_of_day(words: &Words<'_, '_>, at: usize) -> Option<(usize, bool)> {
    match words.lower(at) {
        "a.m." | "am" | "a.m" => Some((at + 1, false)),
        "p.m." | "pm" | "p.m" => Some((at + 1, true)),
        // "in the afternoon"
        "in" if words.is(at + 1, "the") => match part_of_day(words, at + 2)? {
            (end, "MO") => Some((end, false)),
            (end, "AF" | "EV") => Some((end, true)),
            _ => None,
        },
        _ => None,
    }
}

fn past_zone(words: &Words<'_, '_>, at: usize) -> usize {
    let zone = words.find(at, |sense| matches!(sense, TimeSense::Zone).then_some(()));
    zone.map_or(at, |(end, ())| end)
}

/// "Friday evening", "yesterday morning", "mid-afternoon Monday", "the morning of Oct. 5", "the evening".
pub(super) fn part(words: &Words<'_, '_>, at: usize, day_at: impl Fn(usize) -> Option<Found>) -> Option<Found> {
    if let Some(day) = day_at(at).filter(|day| day.is_day() && day.clock.is_none()) {
        let early = words.find(day.end, |sense| match sense {
            TimeSense::BeforePart(modifier) => Some(modifier),
            _ => None,
        });
        let from = early.map_or(day.end, |(end, _)| words.past_hyphen(end));
        if let Some((end, code)) = part_of_day(words, from) {
            let modifier = early.map(|(_, modifier)| modifier.clone());
            return Some(Found { end, modifier, ..day }.at(format!("T{code}")));
        }
        if let Some((end, hour)) = hour(words, day.end).or_else(|| named_hour(words, day.end)) {
            return Some(
                Found {
                    end: past_zone(words, end),
                    ..day
                }
                .at(hour),
            );
        }
        return None;
    }
    let from = if words.is(at, "the") { at + 1 } else { at };
    let (end, code) = part_of_day(words, from)?;
    let clock = format!("T{code}");
    let of = if words.is(end, "of") { end + 1 } else { end };
    if let Some(day) = day_at(of).filter(|day| day.is_day() && day.clock.is_none())
        && !words.is(of, "the")
    {
        return Some(Found { first: at, ..day }.at(clock));
    }
    let by_itself =
        from > at && at > 0 && words.tagged(at - 1, &["ADP"]) && !words.is_any(end, &["of", "after", "before", "when"]);
    let sound = by_itself && !words.tagged(end, &["NOUN", "PROPN"]) || words.begins_with_mid(from);
    sound.then(|| Found::new(at, end, Meaning::SameDay).at(clock))
}

/// "Friday", for [`clock`] and [`part`].
pub(super) fn a_weekday(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, number) = weekday(words, at)?;
    Some(Found::new(at, end, Meaning::Partial(Partial::Weekday(number), None)))
}
