//! Stretches of the calendar, from a century to a day, as TIMEX3 writes them.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use sayso_knowledge::times::{Feast, TimeUnit};

/// Years that news speaks of, and whose arithmetic stays inside four digits.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1000..=2999;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// The first two digits of its years: 19 for what is called the twentieth, as TimeBank has it.
    Century(i32),
    /// The first three digits of its years.
    Decade(i32),
    Year(i32),
    /// 1 or 2.
    Half(i32, u32),
    /// 1 to 4.
    Quarter(i32, u32),
    Season(i32, Season),
    /// 1 to 12.
    Month(i32, u32),
    /// The Monday of an ISO week.
    Week(NaiveDate),
    /// The Monday of the ISO week that it ends.
    Weekend(NaiveDate),
    Day(NaiveDate),
}

/// A season of the northern year; a winter belongs to the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub(super) fn coded(code: &str) -> Option<Self> {
        Some(match code {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Autumn,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    fn first_month(self) -> u32 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

impl Calendar {
    /// TIMEX3 `value`.
    pub(super) fn value(self) -> String {
        match self {
            Self::Century(century) => format!("{century:02}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Season(year, season) => format!("{year:04}-{}", season.code()),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Week(monday) => week(monday),
            Self::Weekend(monday) => format!("{}-WE", week(monday)),
            Self::Day(day) => day.to_string(),
        }
    }

    /// Its first and its last day, where the calendar has them.
    pub(super) fn bounds(self) -> Option<(NaiveDate, NaiveDate)> {
        let years = |first: i32, last: i32| Some((first_of(first, 1)?, last_of(last, 12)?));
        match self {
            Self::Century(century) => years(century * 100, century * 100 + 99),
            Self::Decade(decade) => years(decade * 10, decade * 10 + 9),
            Self::Year(year) => years(year, year),
            Self::Half(year, half) => Some((first_of(year, half * 6 - 5)?, last_of(year, half * 6)?)),
            Self::Quarter(year, quarter) => Some((first_of(year, quarter * 3 - 2)?, last_of(year, quarter * 3)?)),
            // "The winter of 1994" may be either of two.
            Self::Season(year, Season::Winter) => Some((first_of(year - 1, 12)?, last_of(year + 1, 3)?)),
            Self::Season(year, season) => {
                let first = season.first_month();
                Some((first_of(year, first)?, last_of(year, first + 3)?))
            }
            Self::Month(year, month) => Some((first_of(year, month)?, last_of(year, month)?)),
            Self::Week(monday) => Some((monday, monday.checked_add_days(Days::new(6))?)),
            Self::Weekend(monday) => {
                let day = |days| monday.checked_add_days(Days::new(days));
                Some((day(5)?, day(6)?))
            }
            Self::Day(day) => Some((day, day)),
        }
    }

    /// The stretch of `unit` that its first day lies in.
    pub(super) fn widened(self, unit: TimeUnit) -> Option<Self> {
        let day = match (self, unit) {
            (Self::Season(year, season), _) => first_of(year, season.first_month())?,
            _ => self.bounds()?.0,
        };
        Some(around(day, unit))
    }

    /// The stretch as long as this that lies `by` of them later.
    pub(super) fn moved(self, by: i64) -> Option<Self> {
        let years = |year: i32, by: i64| {
            let year = i64::from(year).checked_add(by)?;
            i32::try_from(year).ok().filter(|year| YEARS.contains(year))
        };
        // So many parts of a year: the year and the part, from 0.
        let parts = |year: i32, part: u32, of: i64| {
            let all = i64::from(year)
                .checked_mul(of)?
                .checked_add(i64::from(part))?
                .checked_add(by)?;
            let year = i32::try_from(all.div_euclid(of))
                .ok()
                .filter(|year| YEARS.contains(year))?;
            Some((year, u32::try_from(all.rem_euclid(of)).ok()?))
        };
        Some(match self {
            Self::Century(century) => Self::Century(years(century * 100, by.checked_mul(100)?)? / 100),
            Self::Decade(decade) => Self::Decade(years(decade * 10, by.checked_mul(10)?)? / 10),
            Self::Year(year) => Self::Year(years(year, by)?),
            Self::Season(year, season) => Self::Season(years(year, by)?, season),
            Self::Half(year, half) => {
                let (year, half) = parts(year, half - 1, 2)?;
                Self::Half(year, half + 1)
            }
            Self::Quarter(year, quarter) => {
                let (year, quarter) = parts(year, quarter - 1, 4)?;
                Self::Quarter(year, quarter + 1)
            }
            Self::Month(year, month) => {
                let (year, month) = parts(year, month - 1, 12)?;
                Self::Month(year, month + 1)
            }
            Self::Week(monday) => Self::Week(later(monday, by.checked_mul(7)?)?),
            Self::Weekend(monday) => Self::Weekend(later(monday, by.checked_mul(7)?)?),
            Self::Day(day) => Self::Day(later(day, by)?),
        })
    }
}

fn week(monday: NaiveDate) -> String {
    let week = monday.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The stretch of `unit` around a day; the day itself for what is shorter.
pub(super) fn around(day: NaiveDate, unit: TimeUnit) -> Calendar {
    let year = day.year();
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => Calendar::Day(day),
        TimeUnit::Weekend => Calendar::Weekend(monday_of(day)),
        TimeUnit::Week | TimeUnit::Fortnight => Calendar::Week(monday_of(day)),
        TimeUnit::Month => Calendar::Month(year, day.month()),
        TimeUnit::Quarter => Calendar::Quarter(year, (day.month() - 1) / 3 + 1),
        TimeUnit::Year => Calendar::Year(year),
        TimeUnit::Decade => Calendar::Decade(year / 10),
        TimeUnit::Century | TimeUnit::Millennium => Calendar::Century(year / 100),
    }
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    YEARS
        .contains(&year)
        .then(|| NaiveDate::from_ymd_opt(year, month, day))?
}

fn first_of(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}

/// The last day of the month, whose number may run on into the next year.
fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month >= 12 {
        (year + 1, month - 11)
    } else {
        (year, month + 1)
    };
    first_of(year, month)?.pred_opt()
}

pub(super) fn monday_of(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

pub(super) fn later(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    let days = Days::new(by.unsigned_abs());
    let moved = if by < 0 {
        day.checked_sub_days(days)
    } else {
        day.checked_add_days(days)
    };
    moved.filter(|day| YEARS.contains(&day.year()))
}

/// The last day with this ISO weekday on or before `day`; before it where `strictly`.
pub(super) fn weekday_before(day: NaiveDate, weekday: u32, strictly: bool) -> Option<NaiveDate> {
    let back = (i64::from(day.weekday().number_from_monday()) - i64::from(weekday)).rem_euclid(7);
    later(day, if back == 0 && strictly { -7 } else { -back })
}

/// The first day with this ISO weekday on or after `day`; after it where `strictly`.
pub(super) fn weekday_after(day: NaiveDate, weekday: u32, strictly: bool) -> Option<NaiveDate> {
    let ahead = (i64::from(weekday) - i64::from(day.weekday().number_from_monday())).rem_euclid(7);
    later(day, if ahead == 0 && strictly { 7 } else { ahead })
}

/// The day of the feast in the year.
pub(super) fn feast(feast: Feast, year: i32) -> Option<NaiveDate> {
    match feast {
        Feast::Fixed { month, day: of_month } => day(year, month, of_month),
        Feast::Weekday {
            month,
            weekday,
            which: 0,
        } => weekday_before(last_of(year, month)?, weekday, false),
        Feast::Weekday { month, weekday, which } => {
            let first = weekday_after(day(year, month, 1)?, weekday, false)?;
            later(first, i64::from(which - 1) * 7)
        }
        Feast::Easter(days) => later(easter(year)?, days),
    }
}

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus, "Astronomical Algorithms", chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let of_month = (h + l - 7 * m + 33 * month + 19) % 32;
    day(year, month.try_into().ok()?, of_month.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, of_month: u32) -> NaiveDate {
        day(year, month, of_month).expect("a day")
    }

    #[test]
    fn values_and_bounds() {
        let told = |stretch: Calendar| {
            let (first, last) = stretch.bounds().expect("bounds");
            format!("{} {first} {last}", stretch.value())
        };
        assert_eq!(told(Calendar::Century(19)), "19 1900-01-01 1999-12-31");
        assert_eq!(told(Calendar::Decade(199)), "199 1990-01-01 1999-12-31");
        assert_eq!(told(Calendar::Half(2001, 2)), "2001-H2 2001-07-01 2001-12-31");
        assert_eq!(told(Calendar::Quarter(2001, 1)), "2001-Q1 2001-01-01 2001-03-31");
        assert_eq!(told(Calendar::Month(2024, 2)), "2024-02 2024-02-01 2024-02-29");
        // 3 January 2021 is a Sunday, of the 53rd week of 2020.
        let week = around(on(2021, 1, 3), TimeUnit::Week);
        assert_eq!(told(week), "2020-W53 2020-12-28 2021-01-03");
        assert_eq!(
            told(around(on(2021, 1, 3), TimeUnit::Weekend)),
            "2020-W53-WE 2021-01-02 2021-01-03"
        );
    }

    #[test]
    fn moves_by_its_own_length() {
        assert_eq!(Calendar::Month(2024, 1).moved(-1), Some(Calendar::Month(2023, 12)));
        assert_eq!(Calendar::Quarter(2024, 3).moved(-4), Some(Calendar::Quarter(2023, 3)));
        assert_eq!(Calendar::Decade(198).moved(1), Some(Calendar::Decade(199)));
        assert_eq!(
            Calendar::Day(on(2024, 2, 28)).moved(2),
            Some(Calendar::Day(on(2024, 3, 1)))
        );
        assert_eq!(Calendar::Year(2024).moved(i64::MAX), None);
        assert_eq!(Calendar::Week(on(2024, 1, 1)).moved(i64::MIN), None);
    }

    #[test]
    fn weekdays_and_feasts() {
        // 15 October 2024 is a Tuesday.
        let tuesday = on(2024, 10, 15);
        assert_eq!(weekday_before(tuesday, 2, false), Some(tuesday));
        assert_eq!(weekday_before(tuesday, 2, true), Some(on(2024, 10, 8)));
        assert_eq!(weekday_before(tuesday, 3, false), Some(on(2024, 10, 9)));
        assert_eq!(weekday_after(tuesday, 1, false), Some(on(2024, 10, 21)));
        assert_eq!(feast(Feast::Easter(0), 2024), Some(on(2024, 3, 31)));
        assert_eq!(feast(Feast::Easter(-2), 1998), Some(on(1998, 4, 10)));
        let thanksgiving = Feast::Weekday {
            month: 11,
            weekday: 4,
            which: 4,
        };
        assert_eq!(feast(thanksgiving, 2024), Some(on(2024, 11, 28)));
        let memorial_day = Feast::Weekday {
            month: 5,
            weekday: 1,
            which: 0,
        };
        assert_eq!(feast(memorial_day, 2024), Some(on(2024, 5, 27)));
        assert_eq!(feast(Feast::Fixed { month: 2, day: 29 }, 2023), None);
    }
}
