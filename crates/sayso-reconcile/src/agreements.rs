//! One agreement over all articles that speak of it.

use sayso_schema::DisputeType;

use crate::cluster::Clusters;
use crate::finding::{Disagreement, Finding, Row, SameKind};
use crate::held::{Aspect, Common, later};
use crate::life::{Change, Life};
use crate::telling::{Matter, Pact, Telling};
use crate::words::shared;
use crate::{block, candidates};

/// Days between articles that mean one agreement by its name.
const BY_NAME: u64 = 400;
/// Days between articles that mean one agreement by its parties and kind alone.
const BY_PARTIES: u64 = 60;
/// Names and words that two articles share where parties and kind alone are the same.
const STORY: usize = 4;

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let pacts = block::only(tellings, |matter| match matter {
        Matter::Agreement(pact) => Some(pact),
        _ => None,
    });
    let mut pairs = Vec::new();
    // Those of one title are one: each with the next is enough.
    let titled = |at: usize| pacts.get(at).and_then(|(_, pact)| pact.registered.as_deref());
    let mut by_title: Vec<usize> = (0..pacts.len()).filter(|at| titled(*at).is_some()).collect();
    by_title.sort_by_key(|at| (titled(*at), *at));
    for pair in by_title.windows(2) {
        if let [one, other] = pair
            && titled(*one) == titled(*other)
        {
            pairs.push((1.0, *one, *other));
        }
    }
    let facets: Vec<&[u32]> = pacts.iter().map(|(telling, _)| telling.story.as_slice()).collect();
    candidates::pairs(&facets, |one, other| {
        if let (Some(a), Some(b)) = (pacts.get(one), pacts.get(other)) {
            pairs.extend(alike(*a, *b).map(|likeness| (likeness, one, other)));
        }
    });
    let rows = pacts
        .iter()
        .map(|(telling, pact)| (&telling.row, common(telling, pact)));
    let mut clusters = Clusters::of(rows);
    clusters.join_all(pairs);
    let same = clusters.findings(SameKind::Agreement);
    let mut findings = Vec::new();
    for members in clusters.members().values().filter(|members| members.len() > 1) {
        let told: Vec<&Telling> = members
            .iter()
            .filter_map(|at| pacts.get(*at))
            .map(|(telling, _)| *telling)
            .collect();
        findings.extend(disputes(&Life::of(&told)).map(Finding::Dispute));
    }
    same.into_iter().map(Finding::Same).chain(findings).collect()
}

fn alike(one: (&Telling, &Pact), other: (&Telling, &Pact)) -> Option<f64> {
    let (a, b) = (one.1, other.1);
    if a.registered.is_some() || b.registered.is_some() {
        return None;
    }
    let within = |days: u64| match (one.0.published, other.0.published) {
        (Some(x), Some(y)) => x <= later(y, days) && y <= later(x, days),
        _ => false,
    };
    if shared(&a.names, &b.names) > 0 && within(BY_NAME) {
        return Some(0.9);
    }
    let (a_parties, b_parties) = (countries(a), countries(b));
    let both = shared(&a_parties, &b_parties);
    let story = shared(&one.0.story, &other.0.story);
    let same = both >= 2 && a.instrument == b.instrument && story >= STORY && within(BY_PARTIES);
    same.then_some(0.7)
}

fn countries(pact: &Pact) -> Vec<String> {
    let mut countries: Vec<String> = pact.parties.iter().filter_map(|party| party.country.clone()).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

fn common(telling: &Telling, pact: &Pact) -> Common {
    let common = Common::default().is(Aspect::Title, pact.registered.clone());
    if pact.registered.is_some() {
        return common;
    }
    common
        .is(Aspect::Type, pact.instrument.as_deref().map(kind))
        .has(Aspect::Actors, countries(pact))
        .when(None, telling.published, BY_NAME)
}

/// Words for one kind of instrument.
fn kind(instrument: &str) -> &str {
    match instrument {
        "accord" | "deal" | "pact" | "agreement" => "agreement",
        "truce" | "armistice" | "cessation of hostilities" => "ceasefire",
        other => other,
    }
}

/// Steps told with two days or two outcomes.
fn disputes(life: &Life) -> impl Iterator<Item = Disagreement> {
    let row = |row: &Row, step: &str| Row {
        document: row.document.clone(),
        id: step.to_owned(),
        thread: step.to_owned(),
    };
    life.stages.iter().flat_map(move |stage| {
        stage.changes.iter().filter_map(move |change| {
            let kind = match change.what {
                Change::Day => DisputeType::Date,
                Change::Outcome => DisputeType::Status,
                Change::Progress => return None,
            };
            let first = &stage.reports.get(change.from)?;
            let later = &stage.reports.get(change.to)?;
            let mut dispute = Disagreement::of(
                kind,
                format!(
                    "“{}” and “{}” tell one step with two {}.",
                    first.step.text,
                    later.step.text,
                    match kind {
                        DisputeType::Date => "days",
                        _ => "outcomes",
                    }
                ),
            );
            dispute.sides = vec![
                vec![row(&first.row, &first.step.id)],
                vec![row(&later.row, &later.step.id)],
            ];
            Some(dispute)
        })
    })
}
