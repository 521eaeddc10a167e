//! Time expressions in a sentence: at each word the longest that begins there, with the words that modify it.

use sayso_knowledge::times::TimeSense;

use super::meaning::{Found, Meaning};
use super::words::Words;
use super::{clock, counted, dates, periods, relative};

type Reader = fn(&Words<'_, '_>, usize) -> Option<Found>;

/// What can be read at a word; of those that end at one place the first counts.
const READERS: [Reader; 18] = [
    dates::in_figures,
    dates::date,
    clock::a_weekday,
    dates::feast,
    dates::year,
    dates::decade_or_century,
    relative::day_word,
    relative::step,
    relative::span,
    periods::period,
    relative::weekend,
    relative::here,
    relative::a_season,
    relative::units_end,
    relative::direction,
    counted::set,
    counted::counted,
    counted::bare,
];

/// Everything that the sentence tells of times, in its order.
pub(super) fn expressions(words: &Words<'_, '_>) -> Vec<Found> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match expression(words, at) {
            Some(found) => {
                at = found.second.as_ref().map_or(found.end, |second| second.1).max(at + 1);
                all.push(found);
            }
            None => at += 1,
        }
    }
    all
}

/// Words that may open an expression beside those that are listed.
const OPENERS: [&str; 8] = ["the", "a", "an", "its", "their", "his", "her", "half"];

fn expression(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let nearby = |at: usize| words.may_be_time(at);
    if !nearby(at)
        && !(words.is_any(at, &OPENERS) && (nearby(at + 1) || words.is_any(at + 1, &OPENERS) || like(words, at + 1)))
    {
        return None;
    }
    let plain = core(words, at);
    let modified = modified(words, at);
    let found = match (modified, plain) {
        (Some(modified), Some(plain)) if plain.end >= modified.end && plain.first <= modified.first => plain,
        (Some(modified), _) => modified,
        (None, plain) => plain?,
    };
    Some(with_tail(words, found))
}

/// "the comparable quarter", "the corresponding period".
fn like(words: &Words<'_, '_>, at: usize) -> bool {
    words.is_any(at, &["comparable", "corresponding", "equivalent", "same", "like"])
}

/// The longest expression without modifiers.
fn core(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let day_at = |at: usize| {
        let days: [Reader; 5] = [
            dates::in_figures,
            dates::date,
            clock::a_weekday,
            relative::day_word,
            relative::step,
        ];
        longest(days.iter().filter_map(|read| read(words, at)))
    };
    let with_clock = [clock::clock(words, at, day_at), clock::part(words, at, day_at)];
    let references = relative::reference(words, at);
    let plain = READERS.iter().filter_map(|read| read(words, at));
    let mut found = longest(with_clock.into_iter().flatten().chain(plain).chain(references))?;
    if found.modifier.is_none() && (words.begins_with_mid(found.first) || words.begins_with_mid(found.first + 1)) {
        found.modifier = Some("MID".to_owned());
    }
    Some(found)
}

fn longest(all: impl Iterator<Item = Found>) -> Option<Found> {
    all.reduce(|best, next| if next.end > best.end { next } else { best })
}

/// An expression with a modifier before it: "about two years", "early next week", "the end of the month".
fn modified(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    before_count(words, at)
        .or_else(|| before_part(words, at))
        .or_else(|| before_of(words, at))
}

fn before_count(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, modifier) = words.find(at, |sense| match sense {
        TimeSense::BeforeCount(modifier) => Some(modifier),
        _ => None,
    })?;
    // "Over the next two years" is when, "over two years" is how long.
    let place = words.is(at, "over") && (words.tagged(at, &["ADP"]) || words.is(end, "the"));
    let found = core(words, end).filter(|found| found.is_count() && !place)?;
    Some(Found {
        first: at,
        modifier: Some(modifier.clone()),
        ..found
    })
}

fn before_part(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "the") { at + 1 } else { at };
    let (end, modifier) = words.find(from, |sense| match sense {
        TimeSense::BeforePart(modifier) => Some(modifier),
        _ => None,
    })?;
    let mut end = words.past_hyphen(end);
    if words.is(end, "in") && !words.is_any(from, &["about", "around"]) {
        end += 1;
    }
    let part = relative::part_of_day(words, end);
    let found = match core(words, end).filter(Found::is_stretch) {
        Some(found) => found,
        // "the early 1980s" and "the late summer": what stands behind needs the article that stands before.
        None if from > at => under_article(words, end)?,
        // "mid-afternoon"
        None => {
            let (end, code) = part.filter(|_| end > from + 1)?;
            Found::new(at, end, Meaning::SameDay).at(format!("T{code}"))
        }
    };
    Some(Found {
        first: at,
        modifier: Some(modifier.clone()),
        ..found
    })
}

/// Decades, seasons and parts of the day behind "the early".
fn under_article(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    if let Some(found) = dates::decade_or_century(words, at) {
        return Some(found);
    }
    if let Some((end, season)) = dates::season(words, at) {
        return Some(Found::new(
            at,
            end,
            Meaning::Partial(super::meaning::Partial::Season(season), None),
        ));
    }
    let (end, code) = relative::part_of_day(words, at)?;
    Some(Found::new(at, end, Meaning::SameDay).at(format!("T{code}")))
}

fn before_of(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, modifier) = words.find(at, |sense| match sense {
        TimeSense::BeforeOf(modifier) => Some(modifier),
        _ => None,
    })?;
    let of = if words.is(end, "of") { end + 1 } else { return None };
    let found = core(words, of).filter(Found::is_stretch)?;
    Some(Found {
        first: at,
        modifier: Some(modifier.clone()),
        ..found
    })
}

/// "two years or so", "1994 or later".
fn with_tail(words: &Words<'_, '_>, found: Found) -> Found {
    let tail = words.find(found.end, |sense| match sense {
        TimeSense::After(modifier) => Some(modifier),
        _ => None,
    });
    match tail {
        Some((end, modifier)) if found.second.is_none() => Found {
            end,
            modifier: Some(modifier.clone()),
            ..found
        },
        _ => found,
    }
}
