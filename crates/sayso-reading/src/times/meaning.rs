//! What an expression says, before it is known which day it was written on.

use sayso_knowledge::times::{Feast, Origin, TimeUnit};

use super::calendar::{Calendar, Season};
use super::numbers::Quantity;

/// What an expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A stretch of the calendar that is told in full.
    Calendar(Calendar),
    /// A stretch that leaves out the greater one it is part of; perhaps with a word that says which: "next Friday".
    Partial(Partial, Option<Step>),
    /// A part of a stretch that is told beside it: "July last year".
    Within(Partial, Box<Meaning>),
    /// The unit of time before, around or after another: "last month", "the following year".
    Unit(TimeUnit, Step),
    /// So many units before or after another time: "three years ago", "two days later".
    Offset(TimeUnit, i64, Origin),
    /// The same stretch of the year before: "the year-ago quarter".
    YearBefore(Option<Partial>),
    /// The stretch of this length that is spoken of: "the quarter".
    Here(TimeUnit),
    /// The day that is spoken of, for a clock time without one.
    SameDay,
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Reference(String),
    /// How long; TIMEX3's value.
    Duration(String),
    /// How often; TIMEX3's value.
    Set(String),
    /// What is written as a date and is none: "30 February".
    NoDate,
}

/// Which one, seen from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) by: i32,
    pub(super) from: Origin,
}

/// A stretch of the calendar without the greater one that it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Partial {
    Month(u32),
    MonthDay(u32, u32),
    DayOfMonth(u32),
    Weekday(u32),
    Quarter(u32),
    Half(u32),
    Season(Season),
    Feast(Feast),
    /// Any stretch of the year: "the 1988 period" is as long as the one that was told before.
    Period,
}

/// What the grammar found: the words `first..end` and what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
    /// What follows the day in the value: `T10:30`, `TMO`.
    pub(super) clock: Option<String>,
    /// TIMEX3 `mod`.
    pub(super) modifier: Option<String>,
    /// A second expression right behind the first: the end of a range.
    pub(super) second: Option<(usize, usize, Meaning)>,
}

impl Found {
    pub(super) fn new(first: usize, end: usize, meaning: Meaning) -> Self {
        Self {
            first,
            end,
            meaning,
            clock: None,
            modifier: None,
            second: None,
        }
    }

    pub(super) fn at(self, clock: impl Into<String>) -> Self {
        Self {
            clock: Some(clock.into()),
            ..self
        }
    }

    /// Whether it is a day, or says which day, so that a clock time can stand beside it.
    pub(super) fn is_day(&self) -> bool {
        match &self.meaning {
            Meaning::Calendar(calendar) => matches!(calendar, Calendar::Day(_)),
            Meaning::Partial(partial, _) => matches!(
                partial,
                Partial::MonthDay(..) | Partial::Weekday(_) | Partial::DayOfMonth(_) | Partial::Feast(_)
            ),
            Meaning::Unit(unit, _) | Meaning::Offset(unit, ..) => *unit == TimeUnit::Day,
            _ => false,
        }
    }

    /// Whether it names a stretch of the calendar, which can have an early part and an end.
    pub(super) fn is_stretch(&self) -> bool {
        !matches!(
            self.meaning,
            Meaning::Duration(_) | Meaning::Set(_) | Meaning::Reference(_) | Meaning::NoDate | Meaning::SameDay
        ) || self.clock.is_some()
    }

    pub(super) fn is_count(&self) -> bool {
        matches!(self.meaning, Meaning::Duration(_) | Meaning::Offset(..))
    }
}

/// TIMEX3's value for so many units: `P2Y6M`, `PT30M`, `PXW`.
pub(super) fn duration(quantity: Quantity, unit: TimeUnit) -> String {
    let (time, letter, times) = match unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Fortnight => ("", "W", 2),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "Y", 10),
        TimeUnit::Century => ("", "Y", 100),
        TimeUnit::Millennium => ("", "Y", 1000),
    };
    // The unit that halves are told in: "two and a half years" are two years and six months.
    let half = match unit {
        TimeUnit::Minute => Some(("30", "S", "")),
        TimeUnit::Hour => Some(("30", "M", "")),
        TimeUnit::Day => Some(("12", "H", "T")),
        TimeUnit::Year => Some(("6", "M", "")),
        _ => None,
    };
    match quantity {
        Quantity::Vague => match unit {
            TimeUnit::Decade => "PXE".to_owned(),
            TimeUnit::Century => "PXC".to_owned(),
            TimeUnit::Millennium => "PXL".to_owned(),
            _ => format!("P{time}X{letter}"),
        },
        Quantity::Tenths(tenths) => match tenths * times {
            tenths if tenths.is_multiple_of(10) => format!("P{time}{}{letter}", tenths / 10),
            tenths => format!("P{time}{}.{}{letter}", tenths / 10, tenths % 10),
        },
        Quantity::Halves(halves) => match (halves * times, half) {
            (halves, _) if halves.is_multiple_of(2) => format!("P{time}{}{letter}", halves / 2),
            (1, Some((count, smaller, mark))) => format!("P{time}{mark}{count}{smaller}"),
            (halves, Some((count, smaller, mark))) => format!("P{time}{}{letter}{mark}{count}{smaller}", halves / 2),
            (halves, None) => format!("P{time}{}.5{letter}", halves / 2),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (quantity, unit, value) in [
            (Quantity::Halves(4), TimeUnit::Week, "P2W"),
            (Quantity::Halves(5), TimeUnit::Year, "P2Y6M"),
            (Quantity::Halves(3), TimeUnit::Minute, "PT1M30S"),
            (Quantity::Halves(1), TimeUnit::Hour, "PT30M"),
            (Quantity::Halves(3), TimeUnit::Day, "P1DT12H"),
            (Quantity::Halves(1), TimeUnit::Decade, "P5Y"),
            (Quantity::Halves(3), TimeUnit::Week, "P1.5W"),
            (Quantity::Tenths(27), TimeUnit::Year, "P2.7Y"),
            (Quantity::Vague, TimeUnit::Hour, "PTXH"),
            (Quantity::Vague, TimeUnit::Decade, "PXE"),
            (Quantity::ONE, TimeUnit::Century, "P100Y"),
        ] {
            assert_eq!(duration(quantity, unit), value);
        }
    }
}
