//! Words of time: what days, months and units are called, what places them before or after others, and feast days.

use crate::phrase::{Phrase, Phrases};
use crate::words::upos_is_known;
use crate::{Defect, Embedded, Entry, Sources};

const CALENDAR: &str = "times/calendar.tsv";
const UNITS: &str = "times/units.tsv";
const NUMBERS: &str = "times/numbers.tsv";
const RELATIONS: &str = "times/relations.tsv";
const MODIFIERS: &str = "times/modifiers.tsv";
const REFERENCES: &str = "times/references.tsv";
const FREQUENCIES: &str = "times/frequencies.tsv";
const HOLIDAYS: &str = "times/holidays.tsv";

/// The files of this area.
pub(crate) const FILES: &[Embedded] = &[
    (CALENDAR, include_str!("../../../knowledge/times/calendar.tsv")),
    (UNITS, include_str!("../../../knowledge/times/units.tsv")),
    (NUMBERS, include_str!("../../../knowledge/times/numbers.tsv")),
    (RELATIONS, include_str!("../../../knowledge/times/relations.tsv")),
    (MODIFIERS, include_str!("../../../knowledge/times/modifiers.tsv")),
    (REFERENCES, include_str!("../../../knowledge/times/references.tsv")),
    (FREQUENCIES, include_str!("../../../knowledge/times/frequencies.tsv")),
    (HOLIDAYS, include_str!("../../../knowledge/times/holidays.tsv")),
];

/// Every word of time, by its first word.
#[derive(Clone, Debug, Default)]
pub struct TimeLexicon {
    words: Phrases<TimeSense>,
}

/// A word or several, with one thing that they can mean.
pub type TimeWord = Phrase<TimeSense>;

/// What a word of time can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // a meaning's line says what its fields are
pub enum TimeSense {
    /// "May": its number, and whether the word is one by itself, without a number beside it.
    Month { number: u32, alone: bool },
    /// "Monday": its number in ISO 8601.
    Weekday { number: u32, alone: bool },
    /// "Mondays"
    Weekdays(u32),
    /// "summer": TIMEX3's letters.
    Season(String),
    /// "summers"
    Seasons(String),
    /// "evening": TIMEX3's letters.
    Part { code: String, alone: bool },
    /// "evenings"
    Parts(String),
    /// "noon", as `12:00`
    Clock(String),
    /// "GMT"
    Zone,
    /// "week", "weeks"
    Unit { unit: TimeUnit, many: bool },
    /// "seven"
    Cardinal(u64),
    /// "thousand"
    Scale(u64),
    /// "several"
    Vague,
    /// "seventh"
    Ordinal(u64),
    /// "the nineties"
    Decade(i32),
    /// "last", before a unit or a name.
    Step { by: i32, from: Origin },
    /// "the past", before a count of units.
    Span { by: i32, from: Origin },
    /// "recent", before a plural: only the direction.
    Direction(i32),
    /// "ago", after a count of units.
    Offset { by: i32, from: Origin },
    /// "yesterday"; "tonight" with its part of the day.
    Day { by: i32, part: Option<String> },
    /// "about", before a count, with the value of `mod`.
    BeforeCount(String),
    /// "early", before the name of a stretch of time.
    BeforePart(String),
    /// "the end", before "of" and a stretch of time.
    BeforeOf(String),
    /// "or so"
    After(String),
    /// "consecutive", between count and unit.
    Inside,
    /// "now": the value, and the tags that the word has in this meaning; none where any will do.
    Reference { value: String, tags: Vec<String> },
    /// "each"
    Every,
    /// "twice", before "a" and a unit.
    Times,
    /// "daily": the value and the tags.
    Set { value: String, tags: Vec<String> },
    /// "Christmas"
    Holiday(Feast),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl TimeUnit {
    const NAMES: [(&'static str, Self); 13] = [
        ("second", Self::Second),
        ("minute", Self::Minute),
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("weekend", Self::Weekend),
        ("week", Self::Week),
        ("fortnight", Self::Fortnight),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
        ("decade", Self::Decade),
        ("century", Self::Century),
        ("millennium", Self::Millennium),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, unit)| *unit)
    }
}

/// What a time is told in relation to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The day of writing.
    Writing,
    /// The time that was told last.
    Told,
}

/// On which day of a year a feast falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // a variant's line says what its fields are
pub enum Feast {
    /// The same day every year.
    Fixed { month: u32, day: u32 },
    /// The `which`-th such weekday of the month, from 1; 0 for the last.
    Weekday { month: u32, weekday: u32, which: u32 },
    /// So many days after Easter Sunday.
    Easter(i64),
}

impl TimeLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for (file, sense_of) in [
            (CALENDAR, calendar as fn(&Entry<'_, '_>) -> Result<TimeSense, Defect>),
            (UNITS, unit),
            (NUMBERS, number),
            (RELATIONS, relation),
            (MODIFIERS, modifier),
            (REFERENCES, reference),
            (FREQUENCIES, frequency),
            (HOLIDAYS, holiday),
        ] {
            for table in sources.tables(file)? {
                for entry in table.entries() {
                    this.add(&entry, sense_of(&entry)?)?;
                }
            }
        }
        this.words.order();
        Ok(this)
    }

    fn add(&mut self, entry: &Entry<'_, '_>, sense: TimeSense) -> Result<(), Defect> {
        let words = entry.required("words")?;
        if words.chars().any(char::is_uppercase) {
            return Err(entry.defect(format!("capitals in `{words}`"), "write words of time in small letters"));
        }
        self.words.add(words, sense, entry.because(words));
        Ok(())
    }

    /// What the words that begin with `first`, in small letters and without a full stop, can mean; the longest first.
    pub fn beginning(&self, first: &str) -> &[TimeWord] {
        self.words.beginning(first)
    }

    /// How many meanings are listed.
    pub fn count(&self) -> usize {
        self.words.count()
    }
}

fn calendar(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    if entry.get("class") == Some("zone") {
        return Ok(TimeSense::Zone);
    }
    let value = entry.required("value")?;
    let alone = entry.get("alone") == Some("yes");
    Ok(match entry.required("class")? {
        "month" => TimeSense::Month {
            number: number_in(entry, "value", 1..=12)?,
            alone,
        },
        "weekday" => TimeSense::Weekday {
            number: number_in(entry, "value", 1..=7)?,
            alone,
        },
        "weekdays" => TimeSense::Weekdays(number_in(entry, "value", 1..=7)?),
        "season" => TimeSense::Season(known(entry, value, &["SP", "SU", "FA", "WI"])?),
        "seasons" => TimeSense::Seasons(known(entry, value, &["SP", "SU", "FA", "WI"])?),
        "part" => TimeSense::Part {
            code: known(entry, value, &PARTS)?,
            alone,
        },
        "parts" => TimeSense::Parts(known(entry, value, &PARTS)?),
        "clock" => TimeSense::Clock(value.to_owned()),
        other => {
            let remedy = "write month, weekday, weekdays, season, seasons, part, parts, clock or zone";
            return Err(entry.defect(format!("`{other}` is no class"), remedy));
        }
    })
}

/// TIMEX3's letters for parts of the day.
const PARTS: [&str; 6] = ["MO", "MI", "AF", "EV", "NI", "DT"];

fn unit(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let name = entry.required("unit")?;
    let unit = TimeUnit::named(name).ok_or_else(|| {
        let names: Vec<&str> = TimeUnit::NAMES.iter().map(|(name, _)| *name).collect();
        entry.defect(
            format!("`{name}` is no unit of time"),
            format!("write one of: {}", names.join(", ")),
        )
    })?;
    let many = known(entry, entry.required("number")?, &["one", "many"])? == "many";
    Ok(TimeSense::Unit { unit, many })
}

fn number(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let class = entry.required("class")?;
    if class == "vague" {
        return Ok(TimeSense::Vague);
    }
    let value = number_in(entry, "value", 1..=1_000_000)?;
    Ok(match class {
        "cardinal" => TimeSense::Cardinal(value.into()),
        "scale" => TimeSense::Scale(value.into()),
        "ordinal" => TimeSense::Ordinal(value.into()),
        "decade" => TimeSense::Decade(number_in(entry, "value", 0..=90)? as i32),
        other => {
            return Err(entry.defect(
                format!("`{other}` is no class"),
                "write cardinal, scale, vague, ordinal or decade",
            ));
        }
    })
}

fn relation(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let by = entry.required("by")?;
    let by: i32 = by.parse().ok().filter(|by: &i32| by.abs() <= 366).ok_or_else(|| {
        entry.defect(
            format!("`{by}` is no step"),
            "write -1, 0 or 1, or a number of days for a day word",
        )
    })?;
    let from = match entry.required("from")? {
        "writing" => Origin::Writing,
        "told" => Origin::Told,
        other => return Err(entry.defect(format!("`{other}` is no origin"), "write writing or told")),
    };
    let part = entry.get("part").map(|part| known(entry, part, &PARTS)).transpose()?;
    Ok(match entry.required("class")? {
        "step" => TimeSense::Step { by, from },
        "span" => TimeSense::Span { by, from },
        "vague" => TimeSense::Direction(by),
        "offset" => TimeSense::Offset { by, from },
        "day" => TimeSense::Day { by, part },
        other => {
            let remedy = "write step, span, vague, offset or day";
            return Err(entry.defect(format!("`{other}` is no class"), remedy));
        }
    })
}

/// The values of TIMEX3's `mod`.
const MODS: [&str; 12] = [
    "BEFORE",
    "AFTER",
    "ON_OR_BEFORE",
    "ON_OR_AFTER",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
    "START",
    "MID",
    "END",
    "APPROX",
];

fn modifier(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let place = entry.required("place")?;
    if place == "inside" {
        return Ok(TimeSense::Inside);
    }
    let value = known(entry, entry.required("mod")?, &MODS)?;
    Ok(match place {
        "count" => TimeSense::BeforeCount(value),
        "part" => TimeSense::BeforePart(value),
        "of" => TimeSense::BeforeOf(value),
        "after" => TimeSense::After(value),
        other => {
            return Err(entry.defect(
                format!("`{other}` is no place"),
                "write count, part, of, after or inside",
            ));
        }
    })
}

fn reference(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let value = known(
        entry,
        entry.required("value")?,
        &["PAST_REF", "PRESENT_REF", "FUTURE_REF"],
    )?;
    Ok(TimeSense::Reference {
        value,
        tags: tags(entry)?,
    })
}

fn frequency(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    Ok(match entry.required("class")? {
        "every" => TimeSense::Every,
        "times" => TimeSense::Times,
        "set" => TimeSense::Set {
            value: entry.required("value")?.to_owned(),
            tags: tags(entry)?,
        },
        other => return Err(entry.defect(format!("`{other}` is no class"), "write every, times or set")),
    })
}

fn holiday(entry: &Entry<'_, '_>) -> Result<TimeSense, Defect> {
    let date = entry.required("date")?;
    feast(date).map(TimeSense::Holiday).ok_or_else(|| {
        let remedy = "write month-day (12-25), month-weekday-which (11-4-4, 05-1-last) or easter and days (easter-2)";
        entry.defect(format!("`{date}` tells no day of a year"), remedy)
    })
}

fn feast(date: &str) -> Option<Feast> {
    if let Some(days) = date.strip_prefix("easter") {
        return days
            .parse()
            .ok()
            .filter(|days: &i64| days.abs() < 100)
            .map(Feast::Easter);
    }
    let cells: Vec<&str> = date.split('-').collect();
    let within = |text: &str, range: std::ops::RangeInclusive<u32>| text.parse().ok().filter(|n| range.contains(n));
    match cells.as_slice() {
        [month, day] => Some(Feast::Fixed {
            month: within(month, 1..=12)?,
            day: within(day, 1..=31)?,
        }),
        [month, weekday, which] => Some(Feast::Weekday {
            month: within(month, 1..=12)?,
            weekday: within(weekday, 1..=7)?,
            which: if *which == "last" { 0 } else { within(which, 1..=5)? },
        }),
        _ => None,
    }
}

fn tags(entry: &Entry<'_, '_>) -> Result<Vec<String>, Defect> {
    let tags: Vec<String> = entry.list("tags").map(str::to_owned).collect();
    match tags.iter().find(|tag| !upos_is_known(tag)) {
        Some(tag) => Err(entry.defect(
            format!("`{tag}` is no part of speech"),
            "write universal tags: NOUN|ADV",
        )),
        None => Ok(tags),
    }
}

fn known(entry: &Entry<'_, '_>, value: &str, values: &[&str]) -> Result<String, Defect> {
    if values.contains(&value) {
        return Ok(value.to_owned());
    }
    Err(entry.defect(
        format!("`{value}` is not known here"),
        format!("write one of: {}", values.join(", ")),
    ))
}

fn number_in(entry: &Entry<'_, '_>, column: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, Defect> {
    let text = entry.required(column)?;
    text.parse()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| {
            let remedy = format!("write a number from {} to {}", range.start(), range.end());
            entry.defect(format!("`{text}` is none for the column `{column}`"), remedy)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_their_meanings_and_lines() {
        let knowledge = crate::Knowledge::embedded().unwrap();
        let times = &knowledge.times;
        assert!(times.count() > 300);
        let may = times.beginning("may");
        assert!(
            may.iter()
                .any(|word| word.sense == TimeSense::Month { number: 5, alone: true })
        );
        assert!(may.iter().any(|word| word.rest == ["day"]), "the longest first");
        assert!(may[0].rest.len() >= may[may.len() - 1].rest.len());
        assert!(
            times.beginning("yesterday")[0]
                .because
                .starts_with("times/relations.tsv:")
        );
        assert!(times.beginning("table").is_empty());
    }

    #[test]
    fn days_of_feasts() {
        assert_eq!(feast("12-25"), Some(Feast::Fixed { month: 12, day: 25 }));
        assert_eq!(
            feast("05-1-last"),
            Some(Feast::Weekday {
                month: 5,
                weekday: 1,
                which: 0
            })
        );
        assert_eq!(feast("easter-2"), Some(Feast::Easter(-2)));
        for bad in ["", "13-1", "12", "12-25-1-1", "easter", "easter-x", "2-8-1", "é-ö"] {
            assert_eq!(feast(bad), None, "{bad}");
        }
    }
}
