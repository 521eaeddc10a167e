//! Statements in nearly the same words: those that say one thing are joined, and what one affirms and another denies is a
//! dispute. What is said in quite other words needs a model of meaning and is not found here.

use sayso_schema::{Act, DisputeType};

use crate::cluster::Clusters;
use crate::disputes::Conflicts;
use crate::finding::{Disagreement, Finding, SameKind};
use crate::held::{Aspect, Common};
use crate::telling::{Matter, Polarity, Said, Telling};
use crate::words::shared;
use crate::{block, blocks, candidates};

/// Of all content words of two statements, the part that both have.
const SAME: f64 = 0.6;
/// Where one negates what the other says.
const OPPOSED: f64 = 0.5;

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let said = block::only(tellings, |matter| match matter {
        Matter::Statement(said) => Some(said),
        _ => None,
    });
    let facets: Vec<&[u32]> = said.iter().map(|(_, said)| said.words.as_slice()).collect();
    let mut pairs = Vec::new();
    let mut conflicts = Conflicts::default();
    candidates::pairs(&facets, |one, other| {
        let (Some(a), Some(b)) = (said.get(one), said.get(other)) else {
            return;
        };
        if a.0.row.document == b.0.row.document || a.1.numbers != b.1.numbers || is_asserted(a.1) != is_asserted(b.1) {
            return;
        }
        let both = shared(&a.1.words, &b.1.words);
        let alike = both as f64 / (a.1.words.len() + b.1.words.len() - both).max(1) as f64;
        if a.1.polarity == b.1.polarity {
            if alike >= SAME {
                pairs.push((alike, one, other));
            }
        } else if alike >= OPPOSED && a.1.names == b.1.names && is_opposed(*a, *b) {
            let affirmed = a.1.polarity == Polarity::Affirmed;
            let (first, second) = if affirmed { (one, other) } else { (other, one) };
            conflicts.add(DisputeType::AffirmedAndDenied, alike, first, second);
        }
    });
    let rows = said.iter().map(|(telling, said)| (&telling.row, common(telling, said)));
    let mut clusters = Clusters::of(rows);
    clusters.join_all(pairs);
    let mut findings: Vec<Finding> = clusters
        .findings(SameKind::Statement)
        .into_iter()
        .map(Finding::Same)
        .collect();
    let rows: Vec<&Telling> = said.iter().map(|(telling, _)| *telling).collect();
    findings.extend(conflicts.between(&mut clusters, &rows, |kind, one, other| {
        let (a, b) = (block::told(one), block::told(other));
        Disagreement::of(kind, format!("Affirmed: {a}; and denied: {b}."))
    }));
    findings
}

fn common(telling: &Telling, said: &Said) -> Common {
    let status = format!("{:?}:{}", said.polarity, is_asserted(said));
    let numbers: Vec<String> = said.numbers.iter().map(u32::to_string).collect();
    Common::default()
        .is(Aspect::Status, Some(status))
        .is(Aspect::Numbers, Some(numbers.join(" ")))
        .when(None, telling.published, 2 * blocks::REACH)
}

/// Whether two of nearly the same words say the contrary, by different word. Where the words themselves do not differ by a
/// "not" or a denial, only the readings do.
fn is_opposed(one: (&Telling, &Said), other: (&Telling, &Said)) -> bool {
    let source = |telling: &Telling| telling.sources.last().and_then(|source| source.name.clone());
    let (a, b) = (source(one.0), source(other.0));
    is_asserted(one.1) && one.1.says_no() != other.1.says_no() && (a.is_none() || a != b)
}

/// Whether it says that something is so, rather than asking for it or promising it.
fn is_asserted(said: &Said) -> bool {
    !matches!(
        said.act,
        Act::Promise | Act::Demand | Act::Ask | Act::Stipulate | Act::Purpose
    )
}
