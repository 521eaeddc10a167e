//! Days, months and years out of TIMEX3 values, and nothing that they do not tell.

use chrono::NaiveDate;
use sayso_schema::Date;

/// As much of a calendar date as a value tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) year: u16,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

impl Calendar {
    /// What `value` (`2024-06-19`, `2024-06-19T10:00`, `2024-07`, `2024`) tells. Nothing for weeks, seasons, durations
    /// and the like, which are no part of a month or a year alone.
    pub(crate) fn of(value: &str) -> Option<Self> {
        let day_part = value.split('T').next().unwrap_or(value);
        let mut parts = day_part.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts
            .next()
            .map(|part| digits(part, 2).filter(|month| (1..=12).contains(month)));
        let day = parts
            .next()
            .map(|part| digits(part, 2).filter(|day| (1..=31).contains(day)));
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        Some(Self {
            year,
            month: month.flatten().and_then(|month| u8::try_from(month).ok()),
            day: day.flatten().and_then(|day| u8::try_from(day).ok()),
        })
    }

    /// Month and day where both are told.
    pub(crate) fn month_and_day(self) -> Option<(u8, u8)> {
        Some((self.month?, self.day?))
    }
}

/// `text` as a number, if it is `count` digits and nothing else.
fn digits(text: &str, count: usize) -> Option<u16> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// The day that `value` tells, as `YYYY-MM-DD`; nothing where it tells less than a day.
pub(crate) fn day(value: &str) -> Option<String> {
    let calendar = Calendar::of(value)?;
    let (month, day) = calendar.month_and_day()?;
    Some(format!("{:04}-{month:02}-{day:02}", calendar.year))
}

/// The days from 1970-01-01 to the day that `value` tells; nothing where it tells less than a day, or one that the
/// calendar does not have.
pub(crate) fn day_number(value: &str) -> Option<i32> {
    let calendar = Calendar::of(value)?;
    let (month, day) = calendar.month_and_day()?;
    let date = NaiveDate::from_ymd_opt(i32::from(calendar.year), u32::from(month), u32::from(day))?;
    Some(date.to_epoch_days())
}

/// The day that is `days` from 1970-01-01, as `YYYY-MM-DD`.
pub(crate) fn written(days: i32) -> String {
    NaiveDate::from_epoch_days(days).map_or_else(String::new, |date| date.to_string())
}

/// The month that `value` tells, as `YYYY-MM`.
pub(crate) fn month(value: &str) -> Option<String> {
    let calendar = Calendar::of(value)?;
    Some(format!("{:04}-{:02}", calendar.year, calendar.month?))
}

/// The day of a date, where the text tells one.
pub(crate) fn day_of(date: Option<&Date>) -> Option<String> {
    day(date?.value.as_deref()?)
}

/// The time of day that `value` tells, in ISO 8601; nothing for TIMEX3's own `TMO`, `TEV` and the like.
pub(crate) fn time(value: &str) -> Option<String> {
    let (_, time) = value.split_once('T')?;
    let first = time.get(..2)?;
    let told = first.bytes().all(|byte| byte.is_ascii_digit()) && time.bytes().all(|byte| byte.is_ascii_graphic());
    told.then(|| time.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Calendar, day, time};

    #[test]
    fn tells_as_much_as_the_value_does() {
        let of = |value| Calendar::of(value).map(|c| (c.year, c.month, c.day));
        assert_eq!(of("2024-06-19"), Some((2024, Some(6), Some(19))));
        assert_eq!(of("2024-06-19T10:00"), Some((2024, Some(6), Some(19))));
        assert_eq!(of("2024-07"), Some((2024, Some(7), None)));
        assert_eq!(of("2024"), Some((2024, None, None)));
        for nothing in [
            "",
            "PRESENT_REF",
            "P3D",
            "2024-W09",
            "2024-SU",
            "XXXX-06-19",
            "202",
            "2024-13",
            "2024-01-02-03",
        ] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
        assert_eq!(day("2024-07"), None);
        assert_eq!(day("2024-06-19T10:00").as_deref(), Some("2024-06-19"));
    }

    #[test]
    fn a_time_is_a_time_of_the_clock() {
        assert_eq!(time("2024-06-19T10:00").as_deref(), Some("10:00"));
        assert_eq!(time("2024-06-19T10:00:30Z").as_deref(), Some("10:00:30Z"));
        for nothing in ["2024-06-19", "2024-06-19TMO", "2024-06-19T", "T1\u{e9}"] {
            assert_eq!(time(nothing), None, "{nothing}");
        }
    }
}
