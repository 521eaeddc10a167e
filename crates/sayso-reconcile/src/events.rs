//! One event told by several articles.
//!
//! Nothing that two tellings both say may differ: type, countries on either side, place, day, whether it happened. Then
//! what they share is weighed. One that is told as done here and denied there, or on two days, is a dispute.

use sayso_schema::{DisputeType, EventFactuality};

use crate::cluster::Clusters;
use crate::disputes::Conflicts;
use crate::finding::{Disagreement, Finding, SameKind};
use crate::held::{Aspect, Common, later};
use crate::telling::{Days, Deed, Matter, Party, Telling};
use crate::words::{content, hashed, names_match, shared};
use crate::{block, blocks, candidates};

/// What two tellings must share to be one event.
const ENOUGH: f64 = 5.0;
/// To say that one denies the other or tells another day.
const ENOUGH_TO_DISPUTE: f64 = 6.0;
const ENOUGH_FOR_DATES: f64 = 7.0;
/// Names and words that two articles on one story share.
const STORY: usize = 3;
/// Of the words of two tellings, the part that both have.
const SAME_WORDS: f64 = 0.4;
/// What is done again and again by the same to the same.
const REPEATED: &[&str] = &["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "THREATEN"];
/// The weight of somebody who is named on both sides.
const NAMED: f64 = 1.5;
/// Days that an event's date may lie before the publication of one that tells no date.
const BEFORE: u64 = 7;

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let deeds = block::only(tellings, |matter| match matter {
        Matter::Event(deed) => Some(deed),
        _ => None,
    });
    let commons: Vec<Common> = deeds.iter().map(|(telling, deed)| common(telling, deed)).collect();
    let words: Vec<Vec<u32>> = deeds.iter().map(|(telling, _)| gist(&telling.text)).collect();
    let facets: Vec<&[u32]> = deeds.iter().map(|(telling, _)| telling.story.as_slice()).collect();
    let mut pairs = Vec::new();
    let mut conflicts = Conflicts::default();
    candidates::pairs(&facets, |one, other| {
        let (Some(a), Some(b)) = (deeds.get(one), deeds.get(other)) else {
            return;
        };
        let weight = weigh(*a, *b, alike(&words[one], &words[other]));
        if weight < ENOUGH || a.0.row.document == b.0.row.document {
            return;
        }
        match compare(*a, *b, weight) {
            Some(Stand::Same) => pairs.push((likeness(weight), one, other)),
            Some(Stand::Against(kind)) if fits(&commons[one], &commons[other]) => {
                // What is told as done comes first.
                let (first, second) = if class(a.1.factuality) == "done" {
                    (one, other)
                } else {
                    (other, one)
                };
                conflicts.add(kind, weight, first, second);
            }
            _ => {}
        }
    });
    let mut clusters = Clusters::of(deeds.iter().map(|(telling, _)| &telling.row).zip(commons));
    clusters.join_all(pairs);
    let mut findings: Vec<Finding> = clusters
        .findings(SameKind::Event)
        .into_iter()
        .map(Finding::Same)
        .collect();
    let rows: Vec<&Telling> = deeds.iter().map(|(telling, _)| *telling).collect();
    findings.extend(conflicts.between(&mut clusters, &rows, |kind, one, other| {
        let (a, b) = (block::told(one), block::told(other));
        let sentence = match kind {
            DisputeType::AffirmedAndDenied => format!("Told as done: {a}; and denied: {b}."),
            DisputeType::Status => format!("Told as done: {a}; and as still to come: {b}."),
            _ => format!("One event on two days: {a}; {b}."),
        };
        Disagreement::of(kind, sentence)
    }));
    findings
}

enum Stand {
    Same,
    Against(DisputeType),
}

fn compare(one: (&Telling, &Deed), other: (&Telling, &Deed), weight: f64) -> Option<Stand> {
    let (a, b) = (class(one.1.factuality), class(other.1.factuality));
    let apart = match (one.1.days, other.1.days) {
        (Some(x), Some(y)) => x.from > later(y.to, 1) || y.from > later(x.to, 1),
        (Some(told), None) => !near(told, other.0),
        (None, Some(told)) => !near(told, one.0),
        (None, None) => false,
    };
    if a == b {
        if !apart {
            return Some(Stand::Same);
        }
        let both = one.1.days.zip(other.1.days)?;
        let one_day = both.0.from == both.0.to && both.1.from == both.1.to;
        let close = later(both.0.from, BEFORE) >= both.1.from && later(both.1.from, BEFORE) >= both.0.from;
        let dispute = a == "done" && one_day && close && weight >= ENOUGH_FOR_DATES;
        return dispute.then_some(Stand::Against(DisputeType::Date));
    }
    if apart || weight < ENOUGH_TO_DISPUTE {
        return None;
    }
    let (done, against) = if a == "done" { (one, other) } else { (other, one) };
    let done_and = |what: &str| a == "done" && b == what || b == "done" && a == what;
    if done_and("denied") {
        // What was denied first and told as done days later has come to pass.
        let since = done.0.published.zip(against.0.published);
        let still = since.is_some_and(|(done, denied)| later(denied, 1) >= done);
        return still.then_some(Stand::Against(DisputeType::AffirmedAndDenied));
    }
    if done_and("planned") {
        // What was to come is no conflict with what came: only if it is said to be still to come after the day.
        let day = done.1.days.filter(|days| days.from == days.to)?;
        let still = against.1.days.is_some() && against.0.published? > day.to;
        return still.then_some(Stand::Against(DisputeType::Status));
    }
    None
}

/// Whether an article that tells no date can mean the same days.
fn near(told: Days, telling: &Telling) -> bool {
    telling
        .published
        .is_none_or(|day| told.from <= later(day, 1) && day <= later(told.to, BEFORE))
}

/// Whether nothing but status and day speaks against it.
fn fits(one: &Common, other: &Common) -> bool {
    let bare = |common: &Common| {
        let mut bare = common.clone();
        bare.same.remove(&Aspect::Status);
        bare.days = None;
        bare
    };
    bare(one).with(&bare(other)).is_some()
}

fn common(telling: &Telling, deed: &Deed) -> Common {
    let countries = |parties: &[Party]| {
        parties
            .iter()
            .filter_map(|party| party.country.clone())
            .collect::<Vec<_>>()
    };
    let place = deed.place.as_ref();
    let told = deed.days.filter(|days| later(days.from, 31) >= days.to);
    // What tells its day may be told long after it.
    let reach = if told.is_some() { 60 } else { 2 * blocks::REACH };
    Common::default()
        .is(Aspect::Type, Some(deed.kind.as_str()))
        .is(Aspect::Status, Some(class(deed.factuality)))
        .has(Aspect::Actors, countries(&deed.actors))
        .has(Aspect::Recipients, countries(&deed.recipients))
        .is(Aspect::Country, place.and_then(|place| place.country.clone()))
        .is(Aspect::Province, place.and_then(|place| place.province.clone()))
        .is(
            Aspect::City,
            place.and_then(|place| place.city).map(|id| id.to_string()),
        )
        .when(deed.days, telling.published, reach)
}

/// Events of different classes are never one.
fn class(factuality: EventFactuality) -> &'static str {
    match factuality {
        EventFactuality::Planned => "planned",
        EventFactuality::CalledFor => "called-for",
        EventFactuality::Hypothetical => "hypothetical",
        EventFactuality::Denied => "denied",
        _ => "done",
    }
}

/// How much two tellings share of what tells one event from others.
fn weigh(one: (&Telling, &Deed), other: (&Telling, &Deed), words: f64) -> f64 {
    let (a, b) = (one.1, other.1);
    if a.kind != b.kind {
        return 0.0;
    }
    let story = shared(&one.0.story, &other.0.story);
    let actors = parties(&a.actors, &b.actors);
    let recipients = parties(&a.recipients, &b.recipients);
    let unmatched = |weight: f64, one: &[Party], other: &[Party]| weight == 0.0 && told(one) && told(other);
    if unmatched(actors, &a.actors, &b.actors) || unmatched(recipients, &a.recipients, &b.recipients) {
        return 0.0;
    }
    let place = match (&a.place, &b.place) {
        (Some(x), Some(y)) if x.city.is_some() && x.city == y.city => 1.5,
        (Some(x), Some(y)) if x.name == y.name || x.province.is_some() && x.province == y.province => 1.0,
        _ => 0.0,
    };
    if story < STORY || actors + recipients == 0.0 && place < 1.5 {
        return 0.0;
    }
    // Words for one act differ, but then both sides must be told, or the very place.
    if a.trigger != b.trigger && (actors == 0.0 || recipients == 0.0) && place < 1.5 {
        return 0.0;
    }
    let killed = a.killed.is_some() && a.killed == b.killed;
    let one_day = a
        .days
        .zip(b.days)
        .is_some_and(|(x, y)| x.from == y.from && x.to == y.to && later(x.from, 1) >= x.to);
    let published_together = one.0.published == other.0.published;
    // Raids and protests follow each other: something must say that two are one.
    let told_apart = one_day || killed || place >= 1.5 || published_together || recipients >= NAMED;
    if REPEATED.contains(&a.kind.as_str()) && !told_apart {
        return 0.0;
    }
    // One who takes part is not enough, unless it is told in much the same words.
    let told_by = [actors > 0.0, recipients > 0.0, place >= 1.5, one_day, killed];
    if told_by.iter().filter(|told| **told).count() < 2 && words < SAME_WORDS {
        return 0.0;
    }
    let mut weight = actors + recipients + place + if words >= SAME_WORDS { 1.0 } else { 0.0 };
    weight += (story as f64 * 0.5).min(3.0);
    weight += if a.trigger == b.trigger { 1.0 } else { 0.0 };
    weight += if shared_modes(a, b) { 0.5 } else { 0.0 };
    weight += if one_day { 1.5 } else { 0.0 };
    weight + if killed { 1.5 } else { 0.0 }
}

/// The stems of a telling's words, hashed and sorted.
fn gist(text: &str) -> Vec<u32> {
    let mut words: Vec<u32> = content(text).iter().map(|word| hashed(word)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Of all words of both, the part that both have.
fn alike(one: &[u32], other: &[u32]) -> f64 {
    let both = shared(one, other);
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

/// Whether it is told who they are.
fn told(parties: &[Party]) -> bool {
    parties
        .iter()
        .any(|party| party.name.is_some() || party.country.is_some())
}

fn shared_modes(one: &Deed, other: &Deed) -> bool {
    one.modes.iter().any(|mode| other.modes.contains(mode))
}

/// 1.5 where one is named on both sides, 1 where only a country is shared.
fn parties(one: &[Party], other: &[Party]) -> f64 {
    let mut best = 0.0_f64;
    for a in one {
        for b in other {
            let countries = a.country.is_some() && a.country == b.country;
            let named = a.name.as_deref().zip(b.name.as_deref());
            let named = named.is_some_and(|(x, y)| Some(x) != a.country.as_deref() && names_match(x, y));
            let apart = a.country.is_some() && b.country.is_some() && !countries;
            best = best.max(match (named, countries) {
                (true, _) if !apart => NAMED,
                (_, true) => 1.0,
                _ => 0.0,
            });
        }
    }
    best
}

fn likeness(weight: f64) -> f64 {
    (weight / 12.0).min(1.0)
}
