//! Copies of one text, whoever prints them.

use crate::cluster::Clusters;
use crate::finding::{Finding, SameKind};
use crate::held::Common;
use crate::sketch::Overlap;
use crate::telling::{Matter, Telling};
use crate::{block, blocks, candidates};

/// Of the shorter text's runs of words, the part that stands in the longer one: enough for a text that was cut.
const COPIED: f64 = 0.7;
/// Of the runs of both together, the part that both have: enough for a text that was reworked.
const REWORKED: f64 = 0.35;
/// Where the two tell different numbers, which reports of one mould do, nearly all must be the same.
const COPIED_BUT_NUMBERS: f64 = 0.9;
const NUMBERS: f64 = 0.6;
/// Runs that the shorter text must have.
const RUNS: usize = 8;
/// A text that is shorter than this part of the other is quoted in it, not copied.
const LENGTH: f64 = 0.15;

/// How alike two texts are, where one is a copy of the other.
fn likeness(overlap: Overlap) -> Option<f64> {
    if overlap.runs < RUNS || overlap.length < LENGTH {
        return None;
    }
    let copied = if overlap.numbers.is_some_and(|part| part < NUMBERS) {
        overlap.of_shorter >= COPIED_BUT_NUMBERS
    } else {
        overlap.of_shorter >= COPIED || overlap.of_both >= REWORKED
    };
    copied.then_some(overlap.of_shorter)
}

pub(crate) fn reconcile(tellings: &[&Telling]) -> Vec<Finding> {
    let texts = block::only(tellings, |matter| match matter {
        Matter::Document(text) => Some(text),
        _ => None,
    });
    let facets: Vec<&[u32]> = texts.iter().map(|(_, text)| text.sketch.runs.as_slice()).collect();
    let mut pairs = Vec::new();
    candidates::pairs(&facets, |one, other| {
        let (Some((_, a)), Some((_, b))) = (texts.get(one), texts.get(other)) else {
            return;
        };
        pairs.extend(likeness(a.sketch.overlap(&b.sketch)).map(|likeness| (likeness, one, other)));
    });
    let rows = texts.iter().map(|(telling, _)| {
        let common = Common::default().when(None, telling.published, 2 * blocks::REACH);
        (&telling.row, common)
    });
    let mut clusters = Clusters::of(rows);
    clusters.join_all(pairs);
    clusters
        .findings(SameKind::Copies)
        .into_iter()
        .map(Finding::Same)
        .collect()
}
