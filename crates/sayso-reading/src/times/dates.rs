//! Dates by the calendar: "Oct. 15, 1998", "15 October", "Friday", "1998-10-15", "the 1990s", "fiscal 2001".

use sayso_knowledge::times::TimeSense;

use super::calendar::{Calendar, Season, YEARS, day};
use super::meaning::{Found, Meaning, Partial};
use super::numbers::{ordinal, spoken_year};
use super::relative;
use super::words::Words;

/// Which of a listed name's forms can stand by itself.
fn name_at(words: &Words<'_, '_>, at: usize, alone: bool) -> bool {
    let next_is_number = words.digits(at + 1, 1, 4).is_some();
    let dotted = words.token(at).is_some_and(|token| token.form.ends_with('.'));
    let sure = alone || dotted || next_is_number || words.is(at + 1, ",") && words.capitalised(at + 2);
    // "May" the modal and "March" the verb open sentences too.
    words.capitalised(at) && sure && (next_is_number || !words.tagged(at, &["AUX", "VERB", "ADP"]))
}

pub(super) fn month(words: &Words<'_, '_>, at: usize) -> Option<(usize, u32)> {
    words.find(at, |sense| match sense {
        TimeSense::Month { number, alone } => name_at(words, at, *alone).then_some(*number),
        _ => None,
    })
}

pub(super) fn weekday(words: &Words<'_, '_>, at: usize) -> Option<(usize, u32)> {
    words.find(at, |sense| match sense {
        TimeSense::Weekday { number, alone } => name_at(words, at, *alone).then_some(*number),
        _ => None,
    })
}

pub(super) fn season(words: &Words<'_, '_>, at: usize) -> Option<(usize, Season)> {
    words.find(at, |sense| match sense {
        TimeSense::Season(code) if !words.tagged(at, &["VERB", "AUX"]) => Season::coded(code),
        _ => None,
    })
}

pub(super) fn feast(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, feast) = words.find(at, |sense| match sense {
        TimeSense::Holiday(feast) => Some(*feast),
        _ => None,
    })?;
    // "Thanksgiving" the deed and "epiphany" the insight are written small.
    let named = words.capitalised(at) || words.is(at, "the");
    let in_year = four_digits(words, words.past_comma(end));
    let full = in_year.and_then(|year| super::calendar::feast(feast, year));
    let found = match full {
        Some(day) => Found::new(at, words.past_comma(end) + 1, Meaning::Calendar(Calendar::Day(day))),
        None => Found::new(at, end, Meaning::Partial(Partial::Feast(feast), None)),
    };
    named.then_some(found)
}

/// A month with a day, a year or both, in either order; perhaps with the weekday before it.
pub(super) fn date(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = match weekday(words, at) {
        Some((end, _)) => {
            let end = words.past_comma(end);
            if words.is(end, "the") { end + 1 } else { end }
        }
        None => at,
    };
    let mut found = month_first(words, from).or_else(|| day_first(words, from));
    if from > at {
        // The weekday alone is a date too, and a month without a day does not go with it.
        found = found.filter(Found::is_day).or_else(|| found_weekday(words, at));
    }
    found.map(|found| Found { first: at, ..found })
}

fn found_weekday(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, number) = weekday(words, at)?;
    Some(Found::new(at, end, Meaning::Partial(Partial::Weekday(number), None)))
}

fn month_first(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let (end, month) = month(words, at)?;
    if let Some((day_end, of_month)) = day_of_month(words, end) {
        let (second, after) = match range_end(words, day_end).filter(|(_, _, last)| *last > of_month) {
            Some((first, end, last)) => (Some((first, end, last)), end),
            None => (None, day_end),
        };
        let (end, year) = match trailing_year(words, after) {
            Some((end, year)) => (end, Some(year)),
            None => (after, None),
        };
        let meaning = month_day(month, of_month, year);
        if let (None, None, Some(said)) = (year, second, relative::step_of_year(words, end)) {
            let whole = Meaning::Within(Partial::MonthDay(month, of_month), Box::new(said.meaning));
            return Some(if meaning == Meaning::NoDate {
                Found::new(at, said.end, meaning)
            } else {
                Found::new(at, said.end, whole)
            });
        }
        let mut found = Found::new(at, if second.is_some() { day_end } else { end }, meaning);
        found.second = second.map(|(first, _, last)| (first, end, month_day(month, last, year)));
        return Some(found);
    }
    let of = if words.is(end, "of") {
        end + 1
    } else {
        words.past_comma(end)
    };
    if let Some(year) = four_digits(words, of) {
        return Some(Found::new(at, of + 1, Meaning::Calendar(Calendar::Month(year, month))));
    }
    if let Some((end, year)) = spoken_year(words, end) {
        return Some(Found::new(at, end, Meaning::Calendar(Calendar::Month(year, month))));
    }
    if let Some(year) = relative::step_of_year(words, of) {
        let whole = Meaning::Within(Partial::Month(month), Box::new(year.meaning));
        return Some(Found::new(at, year.end, whole));
    }
    let alone = words.find(at, |sense| match sense {
        TimeSense::Month { alone, .. } => Some(*alone),
        _ => None,
    });
    // "Oct." without a day behind it is as good as "October" only with its full stop.
    let bare = alone.is_some_and(|(_, alone)| alone) || words.token(at).is_some_and(|token| token.form.ends_with('.'));
    bare.then(|| Found::new(at, end, Meaning::Partial(Partial::Month(month), None)))
}

/// "15 October 1998", "the 15th of October".
fn day_first(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let start = if words.is(at, "the") { at + 1 } else { at };
    let (first_end, first) = day_number(words, start)?;
    let range = range_end(words, first_end).filter(|(_, _, last)| start == at && *last > first);
    let (last_start, last_end, last) = range.unwrap_or((at, first_end, first));
    let of = if words.is(last_end, "of") {
        last_end + 1
    } else {
        last_end
    };
    let Some((end, month)) = month(words, of) else {
        return the_15th(words, at, start, first_end, first);
    };
    let (end, year) = match trailing_year(words, end).or_else(|| stamped_year(words, of, end)) {
        Some((end, year)) => (end, Some(year)),
        None => (end, None),
    };
    let last_meaning = month_day(month, last, year);
    if range.is_none() {
        return Some(Found::new(at, end, last_meaning));
    }
    let mut found = Found::new(at, first_end, month_day(month, first, year));
    found.second = Some((last_start, end, last_meaning));
    Some(found)
}

/// "on the 15th", with nothing behind it that would be the fifteenth.
fn the_15th(words: &Words<'_, '_>, at: usize, start: usize, end: usize, day: u32) -> Option<Found> {
    let in_figures = words.lower(start).starts_with(|c: char| c.is_ascii_digit());
    let by_itself = !words.tagged(end, &["NOUN", "PROPN", "ADJ", "NUM"]) && !words.is_hyphen(end);
    let sound =
        start > at && in_figures && by_itself && at > 0 && words.is_any(at - 1, &["on", "until", "by", "since"]);
    sound.then(|| Found::new(at, end, Meaning::Partial(Partial::DayOfMonth(day), None)))
}

/// A day behind a month's name.
fn day_of_month(words: &Words<'_, '_>, at: usize) -> Option<(usize, u32)> {
    let (end, day) = day_number(words, at)?;
    let is_clock = words.is_any(end, &["a.m.", "p.m.", "am", "pm", "o'clock", "%", "percent"]);
    // "May 15 people" and "in March 30 soldiers" are told by what the number counts.
    let counts = words.tagged(end, &["NOUN"])
        && words
            .token(at)
            .is_some_and(|token| token.head == Some(end) && token.relation() == "nummod")
        && words.lower(end).ends_with('s');
    (!is_clock && !counts).then_some((end, day))
}

/// 1 to 99, in figures or as an ordinal; what is too large for a day shows a date that is none.
fn day_number(words: &Words<'_, '_>, at: usize) -> Option<(usize, u32)> {
    if let Some(day) = words.digits(at, 1, 2) {
        return Some((at + 1, day));
    }
    let (end, day) = ordinal(words, at).filter(|(_, day)| (1..=31).contains(day))?;
    Some((end, u32::try_from(day).ok()?))
}

/// What ends "5-7" or "5 to 7": where its number starts and ends, and the number.
fn range_end(words: &Words<'_, '_>, at: usize) -> Option<(usize, usize, u32)> {
    let dash = words.is_hyphen(at);
    let word = words.is_any(at, &["to", "through", "until"]);
    let day = words.digits(at + 1, 1, 2).filter(|_| dash || word)?;
    let counts = words.tagged(at + 2, &["NOUN", "SYM"]) || words.is_any(at + 2, &["a.m.", "p.m.", "%"]);
    (dash || !counts).then_some((at + 1, at + 2, day))
}

fn month_day(month: u32, of_month: u32, year: Option<i32>) -> Meaning {
    match year {
        Some(year) => day(year, month, of_month).map_or(Meaning::NoDate, |day| Meaning::Calendar(Calendar::Day(day))),
        // Of a leap year, so that a 29 February stays possible.
        None if day(2000, month, of_month).is_some() => Meaning::Partial(Partial::MonthDay(month, of_month), None),
        None => Meaning::NoDate,
    }
}

/// A year behind a day: "October 15, 1998", "15 October 1998", "Oct. 15 of 1998", "Oct. 15, '98".
fn trailing_year(words: &Words<'_, '_>, at: usize) -> Option<(usize, i32)> {
    let from = if words.is(at, "of") {
        at + 1
    } else {
        words.past_comma(at)
    };
    if let Some(year) = four_digits(words, from) {
        let counts = from > at && words.tagged(from + 1, &["NOUN"]) && words.lower(from + 1).ends_with('s');
        return (!counts).then_some((from + 1, year));
    }
    if let Some((end, year)) = spoken_year(words, from) {
        return Some((end, year));
    }
    short_year(words, from).map(|year| (from + 1, year))
}

/// The year of a stamp, "15 OCT 89": two digits behind a short month without a full stop.
fn stamped_year(words: &Words<'_, '_>, month: usize, at: usize) -> Option<(usize, i32)> {
    let short = words.find(month, |sense| match sense {
        TimeSense::Month { alone: false, .. } => Some(()),
        _ => None,
    });
    let dotted = words.token(month).is_some_and(|token| token.form.ends_with('.'));
    let year = words.digits(at, 2, 2).filter(|_| short.is_some() && !dotted)?;
    Some((at + 1, in_a_century(i32::try_from(year).ok()?)))
}

/// A number of four digits that can be a year.
pub(super) fn four_digits(words: &Words<'_, '_>, at: usize) -> Option<i32> {
    let year = i32::try_from(words.digits(at, 4, 4)?).ok()?;
    YEARS.contains(&year).then_some(year)
}

/// "'98"
fn short_year(words: &Words<'_, '_>, at: usize) -> Option<i32> {
    let digits = words.lower(at).strip_prefix('\'')?;
    let sound = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    if sound {
        digits.parse().ok().map(in_a_century)
    } else {
        None
    }
}

/// Two digits as POSIX's `strptime` reads them: 69 to 99 are of the twentieth century.
fn in_a_century(year: i32) -> i32 {
    if year >= 69 { 1900 + year } else { 2000 + year }
}

/// A year by itself, with the words that go with it: "1998", "the year 2000", "fiscal 1989", "FY2001", "1990-91".
pub(super) fn year(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let mut from = at;
    if words.is_any(from, &["the", "its", "their"]) {
        from += 1;
    }
    let mut said = false;
    if words.is(from, "fiscal") || words.is(from, "calendar") || words.is(from, "fy") {
        from = words.past_hyphen(from + 1);
        said = true;
    }
    if words.is(from, "year") {
        from += 1;
        said = true;
    }
    if !said {
        from = at;
    }
    let found = |end, year| Found::new(at, end, Meaning::Calendar(Calendar::Year(year)));
    if let Some(year) = fiscal_in_one_word(words, from) {
        return Some(found(from + 1, year));
    }
    if let Some(year) = short_year(words, from).filter(|_| said || from > 0 && words.tagged(from - 1, &["ADP"])) {
        return Some(found(from + 1, year));
    }
    if let Some((end, year)) = spoken_year(words, from) {
        // "Two thousand" and "twenty twenty" are counts unless something says that they are years.
        let sure = said || words.is_any(from, &["nineteen", "eighteen", "seventeen"]);
        return (sure && words.unit(end).is_none()).then(|| found(end, year));
    }
    let year = four_digits(words, from)?;
    if !said && !reads_as_year(words, from) {
        return None;
    }
    let mut found = found(from + 1, year);
    if words.is_hyphen(from + 1) {
        let last = match words.digits(from + 2, 2, 2).and_then(|two| i32::try_from(two).ok()) {
            Some(two) => Some(year - year % 100 + two),
            None => four_digits(words, from + 2),
        };
        let range = last.filter(|last| *last > year && YEARS.contains(last));
        found.second = range.map(|last| (from + 2, from + 3, Meaning::Calendar(Calendar::Year(last))));
    }
    Some(found)
}

/// "FY2001", "FY01".
fn fiscal_in_one_word(words: &Words<'_, '_>, at: usize) -> Option<i32> {
    let digits = words.lower(at).strip_prefix("fy")?.trim_start_matches('\'');
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(in_a_century(year)),
        4 => YEARS.contains(&year).then_some(year),
        _ => None,
    }
}

/// Whether a bare number of four digits stands where a year does, not where something is counted or numbered.
fn reads_as_year(words: &Words<'_, '_>, at: usize) -> bool {
    let Some(token) = words.token(at) else { return false };
    let recent = four_digits(words, at).is_some_and(|year| (1500..=2100).contains(&year));
    // "$1990", "1990%", "No. 1990", "1990 GMT", "1990 meters", "1990:15".
    let numbered =
        at > 0 && (words.tagged(at - 1, &["SYM"]) || words.is_any(at - 1, &["no.", "number", "+", "#", "-", "–"]));
    let measured = words.tagged(at + 1, &["SYM"]) && !words.is_hyphen(at + 1)
        || words.is_any(at + 1, &["percent", "gmt", "hours", "hrs", ":", "/"]);
    if !recent || numbered || measured {
        return false;
    }
    let plural = |at: usize| {
        words
            .token(at)
            .is_some_and(|token| token.feature("Number") == Some("Plur"))
    };
    let counts = token.head.is_some_and(|head| {
        head > at
            && token.relation() == "nummod"
            && plural(head)
            && !words.is_any(at.wrapping_sub(1), &["the", "its", "their", "'s"])
    });
    // "Flight 1998", "Windows 2000": the number of what stands right before it.
    let names = at > 0
        && token.head == Some(at - 1)
        && words.tagged(at - 1, &["PROPN", "NOUN"])
        && month(words, at - 1).is_none()
        && !words.is_any(at - 1, &["season", "election", "elections", "class", "vintage"]);
    !counts && !names
}

/// "the 1990s", "the '80s", "the nineties"; "the 20th century".
pub(super) fn decade_or_century(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let from = if words.is(at, "the") { at + 1 } else { at };
    if let Some((end, number)) = ordinal(words, from) {
        let (end, unit, _) = words.unit(words.past_hyphen(end))?;
        let century = i32::try_from(number)
            .ok()?
            .checked_sub(1)
            .filter(|n| (0..=29).contains(n))?;
        let sound = unit == sayso_knowledge::times::TimeUnit::Century;
        return sound.then(|| Found::new(at, end, Meaning::Calendar(Calendar::Century(century))));
    }
    let decade = |end, decade| Some(Found::new(at, end, Meaning::Calendar(Calendar::Decade(decade))));
    let told = |start: i32| start / 10;
    let word = words.lower(from);
    let starts_with_digit = word.trim_start_matches('\'').starts_with(|c: char| c.is_ascii_digit());
    if let Some(digits) = word
        .strip_suffix('s')
        .filter(|_| starts_with_digit)
        .map(|digits| digits.trim_end_matches('\''))
    {
        let short = digits.strip_prefix('\'').unwrap_or(digits);
        let all_digits = short.bytes().all(|b| b.is_ascii_digit()) && short.ends_with('0');
        let start: i32 = short.parse().ok().filter(|_| all_digits).unwrap_or(-1);
        return match short.len() {
            4 if YEARS.contains(&start) => decade(from + 1, told(start)),
            2 if start >= 0 && (from > at || digits != short || words.begins_with_mid(from)) => {
                decade(from + 1, told(if start >= 20 { 1900 + start } else { 2000 + start }))
            }
            _ => None,
        };
    }
    if words.is(from + 1, "'s") && words.touches(from) && from > at {
        let start = four_digits(words, from).filter(|year| year % 10 == 0)?;
        return (!words.tagged(from + 2, &["NOUN", "ADJ"])).then(|| decade(from + 2, told(start)))?;
    }
    let (end, tens) = words.find(from, |sense| match sense {
        TimeSense::Decade(tens) => Some(*tens),
        _ => None,
    })?;
    (from > at || words.begins_with_mid(from)).then(|| decade(end, told(1900 + tens)))?
}

/// Dates in figures: "1998-10-15", "10/15/1998", "15.10.1998". With strokes and dashes the month comes first, as in the
/// United States, unless it is none; with full stops the day does.
pub(super) fn in_figures(words: &Words<'_, '_>, at: usize) -> Option<Found> {
    let word = words.lower(at);
    if !word.starts_with(|c: char| c.is_ascii_digit()) || word.len() > 30 {
        return None;
    }
    let (date, clock) = match word.split_once('t') {
        Some((date, clock)) => (date, Some(clock)),
        None => (word, None),
    };
    let separator = ['-', '/', '.'].into_iter().find(|mark| date.contains(*mark))?;
    let cells: Vec<&str> = date.split(separator).collect();
    if cells
        .iter()
        .any(|cell| cell.is_empty() || cell.len() > 4 || !cell.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let numbers: Vec<u32> = cells.iter().filter_map(|cell| cell.parse().ok()).collect();
    let full = |year: u32, month: u32, of_month: u32| {
        let day = i32::try_from(year).ok().and_then(|year| day(year, month, of_month));
        day.map_or(Meaning::NoDate, |day| Meaning::Calendar(Calendar::Day(day)))
    };
    let long_year = |year: u32, digits: usize| {
        if digits == 2 {
            in_a_century(year as i32) as u32
        } else {
            year
        }
    };
    let meaning = match (numbers.as_slice(), cells.as_slice()) {
        (&[year, month, of_month], &[first, ..]) if first.len() == 4 => full(year, month, of_month),
        (&[a, b, year], &[first, _, last]) if first.len() <= 2 && matches!(last.len(), 2 | 4) => {
            let year = long_year(year, last.len());
            // "3-2-10" is a record of matches.
            if separator == '-' && last.len() == 2 {
                return None;
            }
            if separator != '.' && a <= 12 {
                full(year, a, b)
            } else {
                full(year, b, a)
            }
        }
        (&[year, month], &[first, second]) if separator == '-' && first.len() == 4 && second.len() == 2 => {
            let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
            if !(1..=12).contains(&month) {
                return None;
            }
            Meaning::Calendar(Calendar::Month(year, month))
        }
        _ => return None,
    };
    let found = Found::new(at, at + 1, meaning);
    match clock {
        None => Some(found),
        Some(clock) => {
            let told: String = clock.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
            super::clock::hours_and_minutes(&told).map(|clock| found.at(clock))
        }
    }
}
