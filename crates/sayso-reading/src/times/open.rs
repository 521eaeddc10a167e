//! Values of what neither the text nor the day of publication tells in full: `XXXX-WXX-5`, `XXXX-07`.

use sayso_knowledge::times::{Feast, TimeUnit};

use super::meaning::{Meaning, Partial};

/// What is known of an expression that cannot be resolved, in TIMEX3's way: X for what is not told.
pub(super) fn open(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Partial(partial, _) | Meaning::Within(partial, _) | Meaning::YearBefore(Some(partial)) => {
            open_partial(*partial)
        }
        Meaning::Unit(unit, _) | Meaning::Offset(unit, ..) | Meaning::Here(unit) => open_unit(*unit).to_owned(),
        Meaning::SameDay => "XXXX-XX-XX".to_owned(),
        _ => "XXXX".to_owned(),
    }
}

fn open_partial(partial: Partial) -> String {
    match partial {
        Partial::Month(month) => format!("XXXX-{month:02}"),
        Partial::MonthDay(month, day) | Partial::Feast(Feast::Fixed { month, day }) => {
            format!("XXXX-{month:02}-{day:02}")
        }
        Partial::DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
        Partial::Weekday(weekday) => format!("XXXX-WXX-{weekday}"),
        Partial::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Partial::Half(half) => format!("XXXX-H{half}"),
        Partial::Season(season) => format!("XXXX-{}", season.code()),
        Partial::Feast(_) => "XXXX-XX-XX".to_owned(),
        Partial::Period => "XXXX".to_owned(),
    }
}

fn open_unit(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => "XXXX-XX-XX",
        TimeUnit::Weekend => "XXXX-WXX-WE",
        TimeUnit::Week | TimeUnit::Fortnight => "XXXX-WXX",
        TimeUnit::Month => "XXXX-XX",
        TimeUnit::Quarter => "XXXX-QX",
        TimeUnit::Year => "XXXX",
        TimeUnit::Decade => "XXX",
        TimeUnit::Century | TimeUnit::Millennium => "XX",
    }
}
