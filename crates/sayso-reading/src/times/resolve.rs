//! From what an expression says to what it means: against the day of publication, and against what was told before.

use chrono::{Datelike, NaiveDate};
use sayso_knowledge::times::{Origin, TimeUnit};
use sayso_schema::Basis;

use super::calendar::{self, Calendar, around, weekday_after, weekday_before};
use super::meaning::{Meaning, Partial, Step};
use super::open::open;
use super::tense::Direction;

/// What times are resolved against.
pub(super) struct Narrative {
    /// The day of publication.
    pub(super) published: Option<NaiveDate>,
    /// The stretch of the calendar that was told last, and in which sentence.
    told: Option<(Calendar, usize)>,
    /// The quarter or half that was told last.
    told_part: Option<(Calendar, usize)>,
    /// A year that a sentence opened with ("In 1945, …"): the story goes on there.
    story: Option<(i32, usize)>,
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    /// TIMEX3 `value`, without a clock time.
    pub(super) value: String,
    /// The stretch of the calendar that it is, where it is one.
    pub(super) calendar: Option<Calendar>,
    pub(super) basis: Basis,
}

type Found = Option<(Calendar, Basis)>;

/// How many sentences back something told still is what "a year earlier" starts from.
const NEAR: usize = 1;
/// A quarter that ended so many days ago is one that others are compared with.
const LONG_AGO: i64 = 300;
/// For how many sentences a story stays in the year that it was opened with.
const STORY: usize = 3;
/// A quarter that begins in so many days can be one to come.
const HALF_A_YEAR: i64 = 184;
/// A day this many days ahead is meant rather than one most of a year back.
const SOON: i64 = 60;

impl Narrative {
    pub(super) fn new(published: Option<NaiveDate>) -> Self {
        Self {
            published,
            told: None,
            told_part: None,
            story: None,
        }
    }

    /// Notes that `calendar` was told in the sentence, by its first words or later. A year that was only compared with
    /// ("a year earlier") is not where the story stands.
    pub(super) fn tell(&mut self, calendar: Calendar, meaning: &Meaning, sentence: usize, opens: bool) {
        if matches!(meaning, Meaning::Offset(TimeUnit::Year, ..) | Meaning::YearBefore(_)) {
            return;
        }
        self.told = Some((calendar, sentence));
        let year = match calendar {
            Calendar::Year(year) | Calendar::Month(year, _) => Some(year),
            Calendar::Day(day) => Some(day.year()),
            _ => None,
        };
        match year {
            Some(year) if opens && matches!(meaning, Meaning::Calendar(_)) => self.story = Some((year, sentence)),
            Some(year) if self.story.is_some_and(|(story, _)| story != year) => self.story = None,
            _ => {}
        }
        let is_old = self
            .published
            .zip(calendar.bounds())
            .is_some_and(|(now, (_, last))| (now - last).num_days() > LONG_AGO);
        if matches!(calendar, Calendar::Quarter(..) | Calendar::Half(..)) && !is_old {
            self.told_part = Some((calendar, sentence));
        }
    }

    /// What `meaning` means in the sentence; nothing for what is no date.
    pub(super) fn resolve(
        &self,
        meaning: &Meaning,
        sentence: usize,
        direction: &dyn Fn() -> Direction,
    ) -> Option<Resolved> {
        let fixed = |value: &str, basis| {
            Some(Resolved {
                value: value.to_owned(),
                calendar: None,
                basis,
            })
        };
        match meaning {
            Meaning::NoDate => None,
            Meaning::Reference(value) => fixed(value, Basis::Convention),
            Meaning::Duration(value) | Meaning::Set(value) => fixed(value, Basis::InText),
            _ => {
                let found = self.calendar(meaning, sentence, direction);
                Some(match found {
                    Some((calendar, basis)) => Resolved {
                        value: calendar.value(),
                        calendar: Some(calendar),
                        basis,
                    },
                    None => Resolved {
                        value: open(meaning),
                        calendar: None,
                        basis: Basis::InText,
                    },
                })
            }
        }
    }

    fn calendar(&self, meaning: &Meaning, sentence: usize, direction: &dyn Fn() -> Direction) -> Found {
        match meaning {
            Meaning::Calendar(calendar) => Some((*calendar, Basis::InText)),
            Meaning::Partial(partial, step) => self.partial(*partial, *step, sentence, direction()),
            Meaning::Within(partial, year) => {
                let (year, basis) = self.calendar(year, sentence, &|| Direction::Unknown)?;
                let Calendar::Year(year) = year else { return None };
                Some((self.in_year(*partial, year)?, basis))
            }
            Meaning::Unit(unit, step) => {
                let (day, basis) = self.origin(*unit, step.from)?;
                Some((day.moved(step.by.into())?, basis))
            }
            Meaning::Offset(unit, by, from) => self.offset(*unit, *by, *from, sentence),
            Meaning::YearBefore(part) => self.year_before(*part),
            Meaning::Here(unit) => self.here(*unit, sentence, direction),
            Meaning::SameDay => match self.told_near(sentence) {
                Some(Calendar::Day(day)) => Some((Calendar::Day(day), Basis::Anaphora)),
                _ => Some((Calendar::Day(self.published?), Basis::Convention)),
            },
            _ => None,
        }
    }

    fn told_near(&self, sentence: usize) -> Option<Calendar> {
        let (calendar, at) = self.told?;
        (at + NEAR >= sentence).then_some(calendar)
    }

    /// The stretch of `unit` that is meant by "this" or "that".
    fn origin(&self, unit: TimeUnit, from: Origin) -> Found {
        match from {
            Origin::Writing => Some((around(self.published?, unit), Basis::Convention)),
            Origin::Told => {
                let (told, _) = self.told?;
                let wide = told.widened(unit)?;
                // "That month" tells nothing where only a year was told.
                let fine_enough = wide.bounds()?.0 <= told.bounds()?.0 && told.bounds()?.1 <= wide.bounds()?.1;
                fine_enough.then_some((wide, Basis::Anaphora))
            }
        }
    }

    /// "three years ago", "two days later". A year before a quarter or a month is one too.
    fn offset(&self, unit: TimeUnit, by: i64, from: Origin, sentence: usize) -> Found {
        if unit == TimeUnit::Year {
            let near = self.told_near(sentence);
            let part = self
                .told_part
                .filter(|(_, at)| by.abs() == 1 && at + NEAR >= sentence)
                .map(|(part, _)| part);
            let part = part.or_else(|| near.filter(|told| from == Origin::Told && matches!(told, Calendar::Month(..))));
            if let Some(part) = part {
                return Some((years_on(part, by)?, Basis::Anaphora));
            }
        }
        let origin = match (self.origin(unit, from), from) {
            // Where nothing was told, the story is that of the day.
            (None, Origin::Told) if self.told.is_none() => self.origin(unit, Origin::Writing),
            (origin, _) => origin,
        };
        let (calendar, basis) = origin?;
        let weeks = if unit == TimeUnit::Fortnight { 2 } else { 1 };
        let by = by.checked_mul(if unit == TimeUnit::Millennium { 10 } else { weeks })?;
        Some((calendar.moved(by)?, basis))
    }

    /// "the year-ago quarter"
    fn year_before(&self, part: Option<Partial>) -> Found {
        if let Some(part) = part {
            let (latest, basis) = self.partial(part, None, usize::MAX, Direction::Past)?;
            return Some((years_on(latest, -1)?, basis));
        }
        if let Some((told, _)) = self.told_part {
            return Some((years_on(told, -1)?, Basis::Anaphora));
        }
        let year = around(self.published?, TimeUnit::Year);
        Some((year.moved(-1)?, Basis::Convention))
    }

    /// "the quarter", "the weekend"
    fn here(&self, unit: TimeUnit, sentence: usize, direction: &dyn Fn() -> Direction) -> Found {
        if unit == TimeUnit::Quarter {
            if let Some((told, _)) = self.told_part.filter(|(told, _)| matches!(told, Calendar::Quarter(..))) {
                return Some((told, Basis::Anaphora));
            }
            // Results are told of the quarter that is over.
            return Some((around(self.published?, unit).moved(-1)?, Basis::Convention));
        }
        if unit == TimeUnit::Day
            && let Some(day @ Calendar::Day(_)) = self.told_near(sentence)
        {
            return Some((day, Basis::Anaphora));
        }
        let told_year = match self.told_near(sentence) {
            // "The year" in an outlook for 1992 may be any other.
            Some(told @ Calendar::Year(year)) if unit == TimeUnit::Year => {
                let close = self.published.is_none_or(|day| (day.year() - year).abs() <= 1);
                close.then_some(told)
            }
            _ => None,
        };
        if let Some(year) = told_year {
            return Some((year, Basis::Anaphora));
        }
        let published = self.published?;
        let this = around(published, unit);
        let on_weekend = published.weekday().number_from_monday() > 5;
        if unit == TimeUnit::Weekend && !on_weekend && direction() != Direction::Future {
            return Some((this.moved(-1)?, Basis::Convention));
        }
        Some((this, Basis::Convention))
    }

    /// The part of a year that is told.
    fn in_year(&self, partial: Partial, year: i32) -> Option<Calendar> {
        Some(match partial {
            Partial::Month(month) => Calendar::Month(year, month),
            Partial::MonthDay(month, day) => Calendar::Day(calendar::day(year, month, day)?),
            Partial::Quarter(quarter) => Calendar::Quarter(year, quarter),
            Partial::Half(half) => Calendar::Half(year, half),
            Partial::Season(season) => Calendar::Season(year, season),
            Partial::Feast(feast) => Calendar::Day(calendar::feast(feast, year)?),
            Partial::Period => match self.told_part {
                Some((Calendar::Quarter(_, quarter), _)) => Calendar::Quarter(year, quarter),
                Some((Calendar::Half(_, half), _)) => Calendar::Half(year, half),
                _ => Calendar::Year(year),
            },
            Partial::DayOfMonth(_) | Partial::Weekday(_) => return None,
        })
    }

    /// A stretch whose year or week is left out.
    fn partial(&self, partial: Partial, step: Option<Step>, sentence: usize, direction: Direction) -> Found {
        match partial {
            Partial::Weekday(weekday) => self.weekday(weekday, step, direction),
            Partial::DayOfMonth(day) => self.day_of_month(day, direction),
            Partial::Period => {
                let (told, _) = self.told_part?;
                Some((told, Basis::Anaphora))
            }
            _ => self.part_of_year(partial, step, sentence, direction),
        }
    }

    fn weekday(&self, weekday: u32, step: Option<Step>, direction: Direction) -> Found {
        let told_day = match (step, self.told) {
            (Some(Step { from: Origin::Told, .. }), Some((told, _))) => Some(told.bounds()?.0),
            _ => None,
        };
        let (from, basis) = match told_day {
            Some(day) => (day, Basis::Anaphora),
            None => (self.published?, Basis::Convention),
        };
        let day = match (step.map(|step| step.by), direction) {
            (Some(-1), _) => weekday_before(from, weekday, true),
            (Some(1), _) => weekday_after(from, weekday, true),
            // Who writes on a Friday of the next one says so.
            (None, Direction::Future | Direction::Present) => weekday_after(from, weekday, false),
            (Some(_), Direction::Past) | (None, _) => weekday_before(from, weekday, false),
            (Some(_), _) => weekday_after(from, weekday, false),
        };
        Some((Calendar::Day(day?), basis))
    }

    fn day_of_month(&self, of_month: u32, direction: Direction) -> Found {
        let near = match self.told {
            Some((told @ (Calendar::Month(..) | Calendar::Day(_)), _)) => told.bounds()?.0,
            _ => self.published?,
        };
        let this = around(near, TimeUnit::Month);
        let day_in = |month: Calendar| match month {
            Calendar::Month(year, month) => calendar::day(year, month, of_month),
            _ => None,
        };
        let candidates = [-1, 0, 1].into_iter().filter_map(|by| this.moved(by).and_then(day_in));
        let day = choose(candidates, near, direction)?;
        let basis = if self.told.is_some() {
            Basis::Anaphora
        } else {
            Basis::InferredYear
        };
        Some((Calendar::Day(day), basis))
    }

    /// A month, day, quarter, season or feast without its year.
    fn part_of_year(&self, partial: Partial, step: Option<Step>, sentence: usize, direction: Direction) -> Found {
        if step.is_none()
            && let Some(year) = self.year_of_story(partial, sentence, direction)
        {
            return Some((self.in_year(partial, year)?, Basis::InferredYear));
        }
        let published = self.published?;
        let from = match step {
            Some(Step { from: Origin::Told, .. }) => self.told?.0.bounds()?.0,
            _ => published,
        };
        let candidates: Vec<Calendar> = (-1..=1)
            .filter_map(|by| self.in_year(partial, from.year().checked_add(by)?))
            .collect();
        let begins = |calendar: &Calendar| span_of(*calendar).map(|(first, _)| first);
        let ends = |calendar: &Calendar| span_of(*calendar).map(|(_, last)| last);
        let past = |candidates: &[Calendar]| {
            candidates
                .iter()
                .rev()
                .copied()
                .find(|c| ends(c).is_some_and(|last| last < from))
        };
        let future = |candidates: &[Calendar]| {
            candidates
                .iter()
                .copied()
                .find(|c| begins(c).is_some_and(|first| first > from))
        };
        let same_year = |candidates: &[Calendar]| candidates.get(candidates.len() / 2).copied();
        let chosen = match step.map(|step| step.by) {
            // "Last February" is not said in March of what is "last month".
            Some(-1) => past(&candidates).and_then(|last| {
                let just_over =
                    matches!(last, Calendar::Month(..)) && ends(&last).is_some_and(|end| (from - end).num_days() < 31);
                if just_over { years_on(last, -1) } else { Some(last) }
            })?,
            Some(1) => future(&candidates)?,
            Some(_) => same_year(&candidates)?,
            None => {
                let first_days = candidates.iter().filter_map(begins);
                let day = match partial {
                    Partial::Quarter(_) | Partial::Half(_) if direction != Direction::Future => {
                        choose(first_days, from, Direction::Past)?
                    }
                    Partial::MonthDay(..) | Partial::Feast(_) => choose(first_days, from, direction)?,
                    // Results are told when their quarter is over: "expects to report a loss for the third quarter".
                    Partial::Quarter(_) | Partial::Half(_) => {
                        let soon = first_days
                            .clone()
                            .find(|first| (0..=HALF_A_YEAR).contains(&(*first - from).num_days()));
                        soon.or_else(|| choose(first_days, from, Direction::Past))?
                    }
                    // A stretch that is not over when it is written of may be the one to come as well.
                    _ if direction == Direction::Future => {
                        let open = candidates.iter().find(|c| ends(c).is_some_and(|last| last >= from))?;
                        begins(open)?
                    }
                    _ => choose(first_days, from, direction)?,
                };
                candidates.iter().copied().find(|c| begins(c) == Some(day))?
            }
        };
        let basis = match step {
            Some(Step { from: Origin::Told, .. }) => Basis::Anaphora,
            Some(_) => Basis::Convention,
            None => Basis::InferredYear,
        };
        Some((chosen, basis))
    }

    /// The year that the story has arrived at, where it is not the one that it is written in: "In 1945 … On Aug. 6".
    fn year_of_story(&self, partial: Partial, sentence: usize, direction: Direction) -> Option<i32> {
        if !matches!(partial, Partial::Month(_) | Partial::MonthDay(..) | Partial::Feast(_))
            || direction == Direction::Future
        {
            return None;
        }
        let Some(published) = self.published else {
            return match self.told?.0 {
                Calendar::Year(year) | Calendar::Month(year, _) => Some(year),
                Calendar::Day(day) => Some(day.year()),
                _ => None,
            };
        };
        let (year, at) = self.story?;
        // What happened in the last two years is told from today.
        (at + STORY >= sentence && year + 1 < published.year()).then_some(year)
    }
}

/// A stretch's first and last day; a winter's are those of the one that begins in its year.
fn span_of(calendar: Calendar) -> Option<(NaiveDate, NaiveDate)> {
    match calendar {
        Calendar::Season(year, calendar::Season::Winter) => {
            Some((calendar::day(year, 12, 1)?, calendar::day(year + 1, 3, 20)?))
        }
        Calendar::Season(..) => {
            let (first, last) = calendar.bounds()?;
            Some((first, last - chrono::Days::new(10)))
        }
        _ => calendar.bounds(),
    }
}

/// Of days in order the one meant: on or before `from` for the past, on or after it for the future, else the nearest.
fn choose(days: impl Iterator<Item = NaiveDate>, from: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let days: Vec<NaiveDate> = days.collect();
    let past = days.iter().rev().copied().find(|day| *day <= from);
    let future = days.iter().copied().find(|day| *day >= from);
    let away = |day: NaiveDate| (day - from).num_days().abs();
    match (past, future) {
        (Some(past), Some(future)) => Some(match direction {
            // Even in the past tense ("set Nov. 10 as the date") a day soon to come is meant before one long gone.
            Direction::Past if away(future) > SOON || away(past) < 4 * SOON => past,
            Direction::Future if away(past) > SOON / 2 || away(future) < 4 * SOON => future,
            _ if away(past) <= away(future) => past,
            _ => future,
        }),
        (past, future) => past.or(future),
    }
}

/// The same stretch so many years on.
fn years_on(calendar: Calendar, years: i64) -> Option<Calendar> {
    let parts = match calendar {
        Calendar::Half(..) => 2,
        Calendar::Quarter(..) => 4,
        Calendar::Month(..) => 12,
        _ => 1,
    };
    calendar.moved(years.checked_mul(parts)?)
}
