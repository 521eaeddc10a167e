//! Dates of publication, from the forms in which pages and records write them to ISO 8601.

use crate::words;

/// `text` as an ISO 8601 day, or as a time if it tells one: `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss` with its offset
/// from UTC where it is told. None where the day is not told in full, or in a form that could be read two ways
/// (`04/05/2024`).
///
/// ```
/// use sayso_intake::iso_date;
///
/// assert_eq!(iso_date("Tue, 15 Oct 2024 08:30:00 GMT").as_deref(), Some("2024-10-15T08:30:00Z"));
/// assert_eq!(iso_date("Oct. 15, 2024").as_deref(), Some("2024-10-15"));
/// assert_eq!(iso_date("October 2024"), None);
/// ```
pub fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > 60 {
        return None;
    }
    let words: Vec<&str> = text
        .split([' ', ',', '\t', '\u{a0}', '\u{202f}'])
        .filter(|word| !word.is_empty())
        .collect();
    let (day, rest) = numeric(&words).or_else(|| named(&words))?;
    match time(&rest) {
        Some(time) => Some(format!("{day}T{time}")),
        None => Some(day),
    }
}

/// `2024-10-15`, `2024/10/15`, `20241015`, each perhaps with `T…` after it; and what follows.
fn numeric(words: &[&str]) -> Option<(String, Vec<String>)> {
    let (&first, rest) = words.split_first()?;
    let (date, time) = match first.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (first, None),
    };
    let parts: Vec<&str> = match date.len() {
        8 if date.bytes().all(|b| b.is_ascii_digit()) => vec![date.get(..4)?, date.get(4..6)?, date.get(6..)?],
        _ => date.split(['-', '/']).collect(),
    };
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let day = civil(number(year, 4, 4)?, number(month, 1, 2)?, number(day, 1, 2)?)?;
    Some((
        day,
        time.into_iter()
            .chain(rest.iter().copied())
            .map(str::to_owned)
            .collect(),
    ))
}

/// `15 October 2024`, `Oct. 15, 2024`, with the day of the week or without; and what follows.
fn named(words: &[&str]) -> Option<(String, Vec<String>)> {
    let at = words.iter().take(4).position(|word| words::month(word).is_some())?;
    let month = words::month(words.get(at)?)?;
    let day_before = at
        .checked_sub(1)
        .and_then(|before| words.get(before))
        .and_then(|word| day_of_month(word));
    let (day, year_at) = match day_before {
        Some(day) => (day, at + 1),
        None => (day_of_month(words.get(at + 1)?)?, at + 2),
    };
    let day = civil(number(words.get(year_at)?, 4, 4)?, u32::from(month), day)?;
    Some((
        day,
        words.get(year_at + 1..)?.iter().map(|&word| word.to_owned()).collect(),
    ))
}

/// `15`, `15th`.
fn day_of_month(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    number(digits, 1, 2)
}

/// The digits `text`, from `least` to `most` of them, as a number.
fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let sound = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if sound { text.parse().ok() } else { None }
}

/// The day, if there is such a one in the Gregorian calendar and in the time of newspapers.
fn civil(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    ((1600..=2999).contains(&year) && (1..=last).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `08:30`, `08:30:00.000+02:00`, `8:30 PM`, `08:30 GMT`: hours, minutes, seconds and offset, if they are told.
fn time(words: &[String]) -> Option<String> {
    let at = words
        .iter()
        .position(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()))?;
    let word = words.get(at)?;
    let end = word
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(word.len());
    let (clock, attached) = word.split_at(end);
    let clock = clock.split('.').next()?;
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (number(hour, 1, 2)?, number(minute, 2, 2)?, 0),
        [hour, minute, second] => (number(hour, 1, 2)?, number(minute, 2, 2)?, number(second, 2, 2)?),
        _ => return None,
    };
    let after: Vec<&str> = std::iter::once(attached)
        .chain(words.iter().skip(at + 1).map(String::as_str))
        .filter(|w| !w.is_empty())
        .collect();
    let half = after.first().map(|word| word.to_ascii_lowercase().replace('.', ""));
    let (hour, zone) = match half.as_deref() {
        Some("pm") if (1..=12).contains(&hour) => (hour % 12 + 12, after.get(1)),
        Some("am") if (1..=12).contains(&hour) => (hour % 12, after.get(1)),
        _ => (hour, after.first()),
    };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone = zone.and_then(|zone| offset(zone)).unwrap_or_default();
    Some(format!("{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// `Z`, `GMT`, `+02:00`, `+0200`, `+02`.
fn offset(zone: &str) -> Option<String> {
    if ["z", "gmt", "utc"].contains(&zone.to_ascii_lowercase().as_str()) {
        return Some("Z".to_owned());
    }
    let digits = zone.strip_prefix(['+', '-'])?.replace(':', "");
    let sign = zone.get(..1)?;
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits, 2, 2)?, 0),
        4 => (number(digits.get(..2)?, 2, 2)?, number(digits.get(2..)?, 2, 2)?),
        _ => return None,
    };
    (hours <= 14 && minutes <= 59).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn forms_of_dates() {
        for (text, expected) in [
            ("2024-10-15", "2024-10-15"),
            ("2024-10-15T08:30:00Z", "2024-10-15T08:30:00Z"),
            ("2024-10-15T08:30:00.123+0200", "2024-10-15T08:30:00+02:00"),
            ("2024-10-15 08:30", "2024-10-15T08:30:00"),
            ("2024/10/5", "2024-10-05"),
            ("20241015", "2024-10-15"),
            ("20241015T083000", "2024-10-15"),
            ("Tuesday, 15 October 2024", "2024-10-15"),
            ("15th October 2024", "2024-10-15"),
            ("Oct. 15, 2024, 8:30 p.m.", "2024-10-15T20:30:00"),
            ("Feb 29 2024 12:05 AM", "2024-02-29T00:05:00"),
            ("2024-10-15T08:30-05:00", "2024-10-15T08:30:00-05:00"),
        ] {
            assert_eq!(iso_date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_told_is_not_made_up() {
        for text in [
            "",
            "today",
            "2024",
            "2024-10",
            "10/15/2024",
            "Oct 15",
            "2023-02-29",
            "15 October",
            "1729000000",
            "20241399",
            "é2024-1",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
