//! The keys under which tellings meet. Only tellings that share a key are compared.
//!
//! A key begins with what is compared and the week, so that a day's new articles touch the blocks of few weeks. What can
//! be told up to [`REACH`] days apart stands in two weeks near the end of one: then two tellings that are no farther
//! apart always share a week.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::held::later;
use crate::telling::{Deed, Matter, Pact, Party, Polarity, Telling};
use crate::words::hashed;

/// Days within which articles tell one event or carry one text.
pub(crate) const REACH: u64 = 3;
/// Keys of one kind that a row has at most.
const MOST: usize = 4;

/// The keys of a row; a document's and a statement's need more than their telling.
pub(crate) fn of(telling: &Telling) -> Vec<String> {
    match &telling.matter {
        Matter::Document(_) | Matter::Statement(_) => Vec::new(),
        Matter::Event(deed) => of_event(telling, deed),
        Matter::Figure(amount) => {
            // A figure belongs to a story; without a week there is none.
            let unit = amount.unit.as_deref().unwrap_or("-");
            weeks(telling.published)
                .map(|week| format!("f:{week}:{unit}:{}", amount.head))
                .collect()
        }
        Matter::Agreement(pact) => of_agreement(pact),
        Matter::Entity(thing) => {
            let last = thing.name.rsplit(' ').next().unwrap_or_default();
            let published = telling.published;
            published
                .map(|day| format!("n:{}:{last}", week(day)))
                .into_iter()
                .collect()
        }
    }
}

/// The keys of a text: the week with each of its lowest hashes.
pub(crate) fn of_copies(published: Option<NaiveDate>, keys: &[u32]) -> Vec<String> {
    let mut weeks: Vec<String> = weeks(published).collect();
    if weeks.is_empty() {
        weeks.push("-".to_owned());
    }
    let both = weeks
        .iter()
        .flat_map(|week| keys.iter().map(move |key| format!("c:{week}:{key:08x}")));
    both.collect()
}

/// The keys of something said: pairs of what it names, or its name with its longest words.
pub(crate) fn of_statement(telling: &Telling, by_author: bool, stems: &[String]) -> Vec<String> {
    let Matter::Statement(said) = &telling.matter else {
        return Vec::new();
    };
    if said.words.len() < 4 || said.polarity == Polarity::Open || by_author && said.names.len() < 2 {
        return Vec::new();
    }
    let mut keys = BTreeSet::new();
    for (at, one) in said.names.iter().enumerate().take(3) {
        for other in said.names.iter().skip(at + 1).take(2) {
            keys.insert(hashed(&format!("{one}|{other}")));
        }
    }
    let mut longest: Vec<&String> = stems.iter().filter(|word| word.len() > 3).collect();
    longest.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    longest.dedup();
    if said.names.len() < 2 {
        let name = said.names.first().map_or("", String::as_str);
        for (at, one) in longest.iter().enumerate().take(3) {
            for other in longest.iter().skip(at + 1).take(2) {
                keys.insert(hashed(&format!("{name}|{}|{}", one.min(other), one.max(other))));
            }
        }
    }
    let weeks: Vec<String> = weeks(telling.published).collect();
    let both = weeks
        .iter()
        .flat_map(|week| keys.iter().take(MOST).map(move |key| format!("s:{week}:{key:08x}")));
    both.collect()
}

/// The keys of an event: its type with the country of each who acts, of each who is acted upon, and with its place. One
/// that tells of both meets one that tells of either.
fn of_event(telling: &Telling, deed: &Deed) -> Vec<String> {
    let when = deed
        .days
        .filter(|days| later(days.from, 7) >= days.to)
        .map(|days| days.from);
    let Some(when) = when.or(telling.published) else {
        return Vec::new();
    };
    let mut keys = BTreeSet::new();
    for (role, parties) in [("A", &deed.actors), ("R", &deed.recipients)] {
        keys.extend(
            parties
                .iter()
                .take(MOST)
                .filter_map(called)
                .map(|party| format!("{role}:{party}")),
        );
    }
    if let Some(place) = &deed.place {
        let at = place.city.map(|id| id.to_string()).or_else(|| place.province.clone());
        keys.extend(at.map(|at| format!("@:{at}")));
    }
    let weeks: Vec<String> = weeks(Some(when)).collect();
    let kind = &deed.kind;
    weeks
        .iter()
        .flat_map(|week| keys.iter().map(move |key| format!("e:{week}:{key}:{kind}")))
        .collect()
}

/// A party by its country, else by its name.
fn called(party: &Party) -> Option<String> {
    party
        .country
        .clone()
        .or_else(|| party.name.as_ref().map(|name| format!("{:08x}", hashed(name))))
}

/// The keys of an agreement: its title in the register, its own names, and the pairs of its parties. Agreements live for
/// years, and are few.
fn of_agreement(pact: &Pact) -> Vec<String> {
    if let Some(title) = &pact.registered {
        return vec![format!("a:{title}")];
    }
    let mut keys: BTreeSet<String> = pact.names.iter().take(MOST).map(|name| format!("a:{name}")).collect();
    let parties: BTreeSet<&String> = pact.parties.iter().filter_map(|party| party.country.as_ref()).collect();
    for one in parties.iter().take(MOST) {
        for other in parties.iter().take(MOST).filter(|other| one < *other) {
            keys.insert(format!("a:{one}:{other}"));
        }
    }
    keys.into_iter().collect()
}

/// The week of a day, and that of [`REACH`] days later where it is another.
fn weeks(day: Option<NaiveDate>) -> impl Iterator<Item = String> {
    let first = day.map(week);
    let second = day
        .map(|day| week(later(day, REACH)))
        .filter(|second| Some(second) != first.as_ref());
    first.into_iter().chain(second)
}

fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}
