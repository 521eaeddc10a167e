//! What all rows of a join hold together. Two joins become one only if these fit, at no more cost than for two rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days as Count, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::telling::Days;

/// Something that rows can agree or differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Kind of event, entity, quantity or instrument.
    Type,
    /// Done, planned, denied; affirmed or denied.
    Status,
    /// Countries of those who act.
    Actors,
    /// Countries of those who are acted upon.
    Recipients,
    /// The country that it happened in, or that something belongs to.
    Country,
    /// The first-level division that it happened in.
    Province,
    /// The city that it happened in.
    City,
    /// A title in a register, or an identity elsewhere.
    Title,
    /// Numbers that a sentence tells.
    Numbers,
}

/// What all rows of a join hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Common {
    /// What each row that tells it tells alike.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub same: BTreeMap<Aspect, String>,
    /// Of what rows tell several of: those that all rows that tell any have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub among: BTreeMap<Aspect, BTreeSet<String>>,
    /// The latest first day and the earliest last day that are told: at most a day apart, for the sake of time zones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Days>,
    /// The first and the last day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Days>,
    /// The most days from the first to the last publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<u64>,
    /// The greatest least value and the least greatest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
}

impl Common {
    /// Says what a row tells of an aspect that it can tell only one thing of.
    pub(crate) fn is(mut self, aspect: Aspect, value: Option<impl Into<String>>) -> Self {
        self.same.extend(value.map(|value| (aspect, value.into())));
        self
    }

    /// Says what a row tells of an aspect that it can tell several things of; nothing where it tells none.
    pub(crate) fn has(mut self, aspect: Aspect, values: impl IntoIterator<Item = String>) -> Self {
        let values: BTreeSet<String> = values.into_iter().collect();
        if !values.is_empty() {
            self.among.insert(aspect, values);
        }
        self
    }

    /// Says when it was, and when it was published.
    pub(crate) fn when(mut self, days: Option<Days>, published: Option<NaiveDate>, reach: u64) -> Self {
        self.days = days;
        self.published = published.map(|day| Days { from: day, to: day });
        self.reach = Some(reach);
        self
    }

    /// Says between which values it is.
    pub(crate) fn between(mut self, range: (f64, f64)) -> Self {
        self.range = Some(range);
        self
    }

    /// What both hold together; none where they contradict each other.
    pub fn with(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for (aspect, value) in &other.same {
            if both.same.entry(*aspect).or_insert_with(|| value.clone()) != value {
                return None;
            }
        }
        for (aspect, values) in &other.among {
            let mine = both.among.entry(*aspect).or_insert_with(|| values.clone());
            mine.retain(|value| values.contains(value));
            if mine.is_empty() {
                return None;
            }
        }
        both.days = either(self.days, other.days, |one, two| Days {
            from: one.from.max(two.from),
            to: one.to.min(two.to),
        });
        if both.days.is_some_and(|days| days.from > later(days.to, 1)) {
            return None;
        }
        both.reach = either(self.reach, other.reach, u64::min);
        both.published = either(self.published, other.published, |one, two| Days {
            from: one.from.min(two.from),
            to: one.to.max(two.to),
        });
        if let (Some(days), Some(reach)) = (both.published, both.reach)
            && days.to > later(days.from, reach)
        {
            return None;
        }
        both.range = either(self.range, other.range, |one, two| (one.0.max(two.0), one.1.min(two.1)));
        both.range.is_none_or(|(low, high)| low <= high).then_some(both)
    }
}

fn either<T>(one: Option<T>, other: Option<T>, both: impl FnOnce(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(both(one, other)),
        (one, other) => one.or(other),
    }
}

pub(crate) fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Count::new(days)).unwrap_or(day)
}
