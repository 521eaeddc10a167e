//! What holds for any tellings.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rayon::prelude::*;
use sayso_reconcile::{Finding, Matter, Polarity, Row, SameKind, Telling, blocks, merge, reconcile};
use sayso_schema::EventFactuality;

use crate::made::*;

const COUNTRIES: [&str; 3] = ["RUS", "PRK", "UKR"];

fn any_matter() -> impl Strategy<Value = Matter> {
    let country = || prop::sample::select(&COUNTRIES[..]);
    let event = (
        country(),
        country(),
        prop::option::of(14..24_u32),
        prop::option::of(1..3_u64),
        0..3_usize,
        0..2_usize,
    );
    let event = event.prop_map(|(actor, recipient, when, place, status, side)| {
        let mut deed = deed(actor, recipient);
        deed.days = when.and_then(on);
        deed.place = place.and_then(|id| city(id, if id == 1 { "RUS" } else { "UKR" }));
        deed.factuality = [
            EventFactuality::Actual,
            EventFactuality::Denied,
            EventFactuality::Planned,
        ][status];
        if side == 0 {
            deed.recipients.clear();
        }
        Matter::Event(deed)
    });
    let figure = (1..6_u32, prop::option::of(14..24_u32), any::<bool>()).prop_map(|(tens, when, placed)| {
        let mut amount = amount(f64::from(tens) * 10.0);
        amount.days = when.and_then(on);
        amount.place = placed.then(|| "kursk".to_owned());
        Matter::Figure(amount)
    });
    let statement = (0..3_u32, any::<bool>()).prop_map(|(word, no)| {
        let polarity = if no { Polarity::Denied } else { Polarity::Affirmed };
        Matter::Statement(said(&[1, 2, 3, 4, 5 + word], polarity, usize::from(no)))
    });
    prop_oneof![3 => event, 1 => figure, 1 => statement]
}

fn any_tellings(most: usize) -> impl Strategy<Value = Vec<Telling>> {
    let one = (0..most / 2, 16..22_u32, 0..2_u32, 0..3_usize, any_matter());
    prop::collection::vec(one, 0..most).prop_map(|all| {
        let told = all
            .into_iter()
            .enumerate()
            .map(|(at, (document, published, story, block, matter))| {
                let mut telling = telling(&format!("d{document}"), &format!("r{at:03}"), published, story, matter);
                // Rows stand in several blocks, so that findings must be merged.
                let first = telling.blocks[0].clone();
                telling.blocks = [
                    vec![format!("{first}1")],
                    vec![format!("{first}2")],
                    vec![format!("{first}1"), format!("{first}2")],
                ][block]
                    .clone();
                telling
            });
        told.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_tellings_and_findings_makes_no_difference(
        (told, shuffled) in any_tellings(90).prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
    ) {
        let first = found(&told);
        prop_assert_eq!(&first, &found(&shuffled));
        let mut parts: Vec<Finding> = blocks(&told).iter().flat_map(|(block, told)| reconcile(block, told)).collect();
        parts.reverse();
        prop_assert_eq!(&first, &merge(parts));
    }

    #[test]
    fn threads_make_no_difference(told in any_tellings(60)) {
        let parts: Vec<Vec<Finding>> =
            blocks(&told).par_iter().map(|(block, told)| reconcile(block, told)).collect();
        prop_assert_eq!(found(&told), merge(parts.into_iter().flatten()));
    }

    #[test]
    fn no_join_holds_rows_that_contradict_each_other(told in any_tellings(90)) {
        let by_row: BTreeMap<&Row, &Telling> = told.iter().map(|telling| (&telling.row, telling)).collect();
        let mut placed: BTreeMap<(SameKind, &Row), usize> = BTreeMap::new();
        let findings = found(&told);
        for finding in &findings {
            let Finding::Same(same) = finding else { continue };
            for row in &same.rows {
                *placed.entry((same.kind, row)).or_default() += 1;
            }
            let members: Vec<&Telling> = same.rows.iter().map(|row| by_row[row]).collect();
            for (at, one) in members.iter().enumerate() {
                for other in &members[at + 1..] {
                    prop_assert!(!contradict(one, other), "{one:?} {other:?}");
                }
            }
        }
        prop_assert!(placed.values().all(|count| *count == 1), "a row stands in two joins");
    }
}

fn contradict(one: &Telling, other: &Telling) -> bool {
    if one.row.document == other.row.document {
        return one.row.thread != other.row.thread;
    }
    match (&one.matter, &other.matter) {
        (Matter::Event(a), Matter::Event(b)) => {
            let class = |deed: &sayso_reconcile::Deed| match deed.factuality {
                EventFactuality::Denied => 1,
                EventFactuality::Planned => 2,
                _ => 0,
            };
            let countries = |parties: &[sayso_reconcile::Party]| {
                parties
                    .iter()
                    .filter_map(|party| party.country.clone())
                    .collect::<Vec<_>>()
            };
            let apart =
                |x: Vec<String>, y: Vec<String>| !x.is_empty() && !y.is_empty() && !x.iter().any(|one| y.contains(one));
            let days = a
                .days
                .zip(b.days)
                .is_some_and(|(x, y)| (x.from - y.from).num_days().abs() > 1);
            let places = a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(x, y)| x != y);
            a.kind != b.kind
                || class(a) != class(b)
                || days
                || places
                || apart(countries(&a.actors), countries(&b.actors))
                || apart(countries(&a.recipients), countries(&b.recipients))
        }
        (Matter::Figure(a), Matter::Figure(b)) => {
            let days = a
                .days
                .zip(b.days)
                .is_some_and(|(x, y)| (x.from - y.from).num_days().abs() > 1);
            a.value != b.value || a.measure != b.measure || days
        }
        (Matter::Statement(a), Matter::Statement(b)) => a.polarity != b.polarity || a.numbers != b.numbers,
        _ => true,
    }
}

#[test]
fn a_hot_block_of_a_hundred_thousand_is_read_in_sub_blocks() {
    // Two tellings of each of 50,000 stories, all of one type and two countries. `candidates` tests that what is compared
    // grows as the block; here, that the two of a story still find each other.
    let told: Vec<Telling> = (0..100_000_u32)
        .map(|at| {
            let mut telling = telling(
                &format!("d{at}"),
                "ev",
                18,
                at % 50_000 + 1,
                Matter::Event(deed("RUS", "PRK")),
            );
            telling.story.insert(0, 1);
            telling
        })
        .collect();
    let findings = reconcile("e:2024-W25:A:RUS:AID", &told);
    assert_eq!(findings.len(), 50_000);
}
