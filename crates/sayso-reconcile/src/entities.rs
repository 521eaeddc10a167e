//! Who and what several articles name. The same name, kind and country are one without being compared
//! ([`Thing::key`](crate::Thing::key)); here "Rice" finds "Condoleezza Rice" where one week knows no other Rice.

use std::collections::{BTreeMap, BTreeSet};

use sayso_schema::EntityType;

use crate::block;
use crate::cluster::Clusters;
use crate::finding::{Finding, SameKind};
use crate::held::{Aspect, Common};
use crate::telling::{Matter, Telling, Thing};
use crate::words::{names_match, shared};

/// Names and words that two articles share where one of them names somebody by the last name alone.
const STORY: usize = 3;
/// How alike two are of which one is named in part.
const IN_PART: f64 = 0.8;

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let things = block::only(tellings, |matter| match matter {
        Matter::Entity(thing) => Some(thing),
        _ => None,
    });
    let rows = things.iter().map(|(telling, thing)| (&telling.row, common(thing)));
    let mut clusters = Clusters::of(rows);
    // One after the other: all of one name are one, those of no country with those of the first that has one.
    let mut by_name: BTreeMap<(&str, EntityType), Vec<usize>> = BTreeMap::new();
    for (at, (_, thing)) in things.iter().enumerate() {
        by_name.entry((&thing.name, thing.kind)).or_default().push(at);
    }
    for members in by_name.values_mut() {
        members.sort_by_key(|at| {
            things
                .get(*at)
                .map(|(_, thing)| (thing.country.is_none(), &thing.country, *at))
        });
        for pair in members.windows(2) {
            if let [one, other] = pair {
                clusters.join(*one, *other, 1.0);
            }
        }
    }
    let full: BTreeSet<&str> = by_name
        .keys()
        .filter(|(name, _)| name.contains(' '))
        .map(|(name, _)| *name)
        .collect();
    for ((name, kind), members) in &by_name {
        if *kind != EntityType::Person || name.contains(' ') {
            continue;
        }
        let mut fuller = full.iter().filter(|fuller| names_match(name, fuller));
        // Two people of one last name in a week: nobody can say who is meant.
        let (Some(only), None) = (fuller.next(), fuller.next()) else {
            continue;
        };
        let Some(others) = by_name.get(&(*only, EntityType::Person)) else {
            continue;
        };
        for at in members {
            let one = things.get(*at);
            let on_one_story = |other: &&usize| {
                let other = things.get(**other);
                one.zip(other)
                    .is_some_and(|(a, b)| shared(&a.0.story, &b.0.story) >= STORY)
            };
            if let Some(other) = others.iter().take(64).find(on_one_story) {
                clusters.join(*at, *other, IN_PART);
            }
        }
    }
    clusters
        .findings(SameKind::Entity)
        .into_iter()
        .map(Finding::Same)
        .collect()
}

fn common(thing: &Thing) -> Common {
    let ids = thing.ids.iter().next().map(|(scheme, id)| format!("{scheme}:{id}"));
    Common::default()
        .is(Aspect::Type, Some(format!("{:?}", thing.kind)))
        .is(Aspect::Country, thing.country.clone())
        .is(Aspect::Title, ids)
}
