//! Figures of one thing side by side: those that agree are joined, those that do not are a dispute.

use std::collections::BTreeMap;

use sayso_schema::{Comparison, Difference, DisputeType, FigureKind, MeasureKind};

use crate::cluster::Clusters;
use crate::disputes::Conflicts;
use crate::finding::{Disagreement, Finding, SameKind};
use crate::held::{Aspect, Common, later};
use crate::telling::{Amount, Matter, Telling};
use crate::words::{names_match, shared};
use crate::{block, blocks, candidates};

/// What two figures must share to be of one thing.
const ENOUGH: f64 = 4.5;
/// To differ on it: what agrees besides is some proof of its own.
const ENOUGH_TO_DISPUTE: f64 = 5.5;
/// Names and words that two articles on one story share.
const STORY: usize = 4;
/// The greater over the lesser: beyond it they are of different things.
const MOST_TIMES: f64 = 20.0;
/// Below this nearly every article tells some such number.
const LEAST: f64 = 3.0;
/// Numbers of one thing that are looked at in a document.
const SEVERAL: usize = 64;
/// Days within which a number of them is of one time.
const NARROW: u64 = 2;
/// How far an inexact figure may be off.
const SLACK: f64 = 0.1;

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let amounts = block::only(tellings, |matter| match matter {
        Matter::Figure(amount) => Some(amount),
        _ => None,
    });
    let numbers = numbers(&amounts);
    let facets: Vec<&[u32]> = amounts.iter().map(|(telling, _)| telling.story.as_slice()).collect();
    let mut pairs = Vec::new();
    let mut conflicts = Conflicts::default();
    candidates::pairs(&facets, |one, other| {
        let (Some(a), Some(b)) = (amounts.get(one), amounts.get(other)) else {
            return;
        };
        let weight = weigh(*a, *b);
        if weight < ENOUGH || a.0.row.document == b.0.row.document {
            return;
        }
        if !disjoint(a.1, b.1) {
            pairs.push(((weight / 10.0).min(1.0), one, other));
        } else if weight >= ENOUGH_TO_DISPUTE && differ(*a, *b) && stand_alone(*a, *b, &numbers) {
            conflicts.add(DisputeType::Figures, weight, one, other);
        }
    });
    let rows = amounts
        .iter()
        .map(|(telling, amount)| (&telling.row, common(telling, amount)));
    let mut clusters = Clusters::of(rows);
    clusters.join_all(pairs);
    let mut findings: Vec<Finding> = clusters
        .findings(SameKind::Figure)
        .into_iter()
        .map(Finding::Same)
        .collect();
    let rows: Vec<&Telling> = amounts.iter().map(|(telling, _)| *telling).collect();
    findings.extend(conflicts.between(&mut clusters, &rows, |_, one, other| dispute(one, other)));
    findings
}

fn common(telling: &Telling, amount: &Amount) -> Common {
    let kind = format!(
        "{:?}:{}:{}",
        amount.kind,
        amount.unit.as_deref().unwrap_or_default(),
        amount.head
    );
    Common::default()
        .is(Aspect::Type, Some(kind))
        .is(Aspect::Status, amount.measure.clone())
        .has(
            Aspect::Actors,
            amount.actor.as_ref().and_then(|actor| actor.country.clone()),
        )
        .when(amount.days, telling.published, 2 * blocks::REACH)
        .between(bounds(amount))
}

/// The least and the most that a figure can be.
fn bounds(amount: &Amount) -> (f64, f64) {
    let slack = if amount.about { SLACK } else { 0.0 };
    let low = amount.low.or(amount.value).map(|value| value - value.abs() * slack);
    let high = amount.high.or(amount.value).map(|value| value + value.abs() * slack);
    // JSON has no infinities.
    (low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX))
}

/// Whether no number fits both.
fn disjoint(one: &Amount, other: &Amount) -> bool {
    let ((low, high), (other_low, other_high)) = (bounds(one), bounds(other));
    high < other_low || other_high < low
}

/// How much two figures share of what tells what they are of.
fn weigh(one: (&Telling, &Amount), other: (&Telling, &Amount)) -> f64 {
    let (a, b) = (one.1, other.1);
    let apart = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    if a.kind != b.kind || a.unit != b.unit || a.head != b.head || a.per != b.per || apart(&a.measure, &b.measure) {
        return 0.0;
    }
    let story = shared(&one.0.story, &other.0.story);
    if story < STORY || least(a) < LEAST || least(b) < LEAST {
        return 0.0;
    }
    let of = shared(&a.of, &b.of);
    let mut weight = if of == a.of.len() && of == b.of.len() {
        1.0 + 0.5 * of.saturating_sub(1) as f64
    } else if of == a.of.len().min(b.of.len()) {
        0.5
    } else {
        return 0.0;
    };
    weight += if a.measure.is_some() && a.measure == b.measure {
        1.0
    } else {
        0.0
    };
    weight += match (&a.place, &b.place) {
        (Some(x), Some(y)) if names_match(x, y) => 1.5,
        (Some(_), Some(_)) => return 0.0,
        _ => 0.0,
    };
    if let (Some(x), Some(y)) = (&a.actor, &b.actor) {
        let named = x
            .name
            .as_deref()
            .zip(y.name.as_deref())
            .is_some_and(|(x, y)| names_match(x, y));
        if x.country.is_some() && y.country.is_some() && x.country != y.country {
            return 0.0;
        }
        weight += if named { 1.0 } else { 0.0 };
    }
    if let (Some(x), Some(y)) = (a.days, b.days) {
        let meet = x.from <= later(y.to, 1) && y.from <= later(x.to, 1);
        weight += if meet { 0.5 } else { 0.0 };
    }
    // A large number that is the same to the last digit is some proof.
    weight += match (a.value, b.value) {
        (Some(x), Some(y)) if x == y && x > 20.0 => 1.0,
        _ => 0.0,
    };
    weight + (story as f64 * 0.5).min(3.0)
}

fn least(amount: &Amount) -> f64 {
    if amount.kind == FigureKind::Count {
        amount.value.or(amount.high).or(amount.low).unwrap_or(0.0)
    } else {
        f64::MAX
    }
}

/// Whether two figures that cannot both be so differ on one thing at one time, or on one that grew.
fn differ(one: (&Telling, &Amount), other: (&Telling, &Amount)) -> bool {
    let same_of = one.1.of == other.1.of;
    let counted = one.1.kind == FigureKind::Count;
    // A rate or a price is of somebody or something: one word for it is not enough.
    let whose = one.1.actor.is_some() && other.1.actor.is_some() || one.1.place.is_some() && other.1.place.is_some();
    if one.1.kind == FigureKind::Measure || !counted && !whose && one.1.of.len() < 2 {
        return false;
    }
    let told = one.1.measure.is_some() && one.1.measure == other.1.measure;
    same_of && told && ratio(one.1, other.1).is_none_or(|times| times <= MOST_TIMES) && comparison(one, other).is_some()
}

/// What tells which figures of one document are of one thing.
type Key<'t> = (&'t str, &'t str, Option<&'t str>);

fn key<'t>(one: (&'t Telling, &'t Amount)) -> Key<'t> {
    (&one.0.row.document, &one.1.head, one.1.measure.as_deref())
}

/// All that each document tells of one thing.
type Numbers<'t> = BTreeMap<Key<'t>, Vec<&'t Amount>>;

fn numbers<'t>(amounts: &[(&'t Telling, &'t Amount)]) -> Numbers<'t> {
    let mut numbers = Numbers::new();
    for one in amounts {
        numbers.entry(key(*one)).or_default().push(one.1);
    }
    numbers
}

/// Whether neither document tells the other's number too, which are then parts, or one after the other. Where one tells
/// several, only a place says which of them the other's stands against.
fn stand_alone<'t>(one: (&'t Telling, &'t Amount), other: (&'t Telling, &'t Amount), numbers: &Numbers<'t>) -> bool {
    let of = |one| numbers.get(&key(one)).map(Vec::as_slice).unwrap_or_default();
    let tells = |all: &[&Amount], number| all.iter().take(SEVERAL).any(|known| !disjoint(known, number));
    let (mine, others) = (of(one), of(other));
    let both_placed = one.1.place.is_some() && other.1.place.is_some();
    let alone = |all: &[&Amount], number| all.iter().take(SEVERAL).all(|known| !disjoint(known, number));
    !tells(mine, other.1) && !tells(others, one.1) && (both_placed || alone(mine, one.1) && alone(others, other.1))
}

fn comparison(one: (&Telling, &Amount), other: (&Telling, &Amount)) -> Option<Comparison> {
    let (a, b) = (one.1, other.1);
    let counts = a.unit.as_deref() == Some("persons") || a.head == "toll";
    if let (Some(x), Some(y)) = (a.days, b.days) {
        // A rate of the next day is another rate; a toll's day may be another time zone's.
        let slack = u64::from(counts);
        if x.from > later(y.to, slack) || y.from > later(x.to, slack) {
            return counts.then_some(Comparison::Growth);
        }
        if later(x.from, NARROW) >= x.to && later(y.from, NARROW) >= y.to {
            return Some(Comparison::Contradiction);
        }
    }
    let (first, second) = (one.0.published?, other.0.published?);
    if first == second {
        return Some(Comparison::Contradiction);
    }
    // A toll that is told later and higher has grown; told lower, it is told otherwise.
    let (earlier, after) = if first < second { (a, b) } else { (b, a) };
    (counts && a.measured == Some(MeasureKind::Flow)).then(|| {
        if middle(earlier) < middle(after) {
            Comparison::Growth
        } else {
            Comparison::Contradiction
        }
    })
}

fn middle(amount: &Amount) -> f64 {
    amount.value.or(amount.low).or(amount.high).unwrap_or_default()
}

/// The greater over the lesser, in hundredths.
fn ratio(one: &Amount, other: &Amount) -> Option<f64> {
    let (one, other) = one.value.zip(other.value)?;
    let (small, large) = (one.min(other), one.max(other));
    let ratio = large / small;
    (small > 0.0 && ratio.is_finite()).then(|| (ratio * 100.0).round() / 100.0)
}

fn dispute(one: &Telling, other: &Telling) -> Disagreement {
    let (Matter::Figure(a), Matter::Figure(b)) = (&one.matter, &other.matter) else {
        return Disagreement::of(DisputeType::Figures, String::new());
    };
    // The earlier comes first.
    let swap = (other.published, middle(b)) < (one.published, middle(a));
    let (first, second) = if swap { (other, one) } else { (one, other) };
    let comparison = comparison((one, a), (other, b)).unwrap_or(Comparison::Contradiction);
    let ratio = ratio(a, b);
    let times = ratio
        .map(|times| format!(", {times:.1} times as much"))
        .unwrap_or_default();
    let (told, against) = (block::told(first), block::told(second));
    let sentence = match comparison {
        Comparison::Growth => format!("{told}; later {against}{times}: the same thing at two times."),
        _ => format!("{told}; {against}: told differently of the same thing."),
    };
    let source = |telling: &Telling| telling.sources.last().and_then(|source| source.name.clone());
    let period = comparison == Comparison::Growth;
    let differs = [
        (Difference::Period, period),
        (Difference::Source, source(one) != source(other)),
    ];
    Disagreement {
        comparison: Some(comparison),
        ratio,
        differs_on: differs
            .into_iter()
            .filter(|(_, differs)| *differs)
            .map(|(on, _)| on)
            .collect(),
        ..Disagreement::of(DisputeType::Figures, sentence)
    }
}
