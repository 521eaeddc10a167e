//! Pairs of rows that stand against each other, gathered into disputes between what was joined.

use std::collections::BTreeMap;

use sayso_schema::DisputeType;

use crate::cluster::Clusters;
use crate::finding::{Disagreement, Finding, Row};
use crate::telling::Telling;

/// Rows that stand against each other, with how much they share.
#[derive(Default)]
pub(crate) struct Conflicts(Vec<(DisputeType, f64, usize, usize)>);

impl Conflicts {
    pub(crate) fn add(&mut self, kind: DisputeType, weight: f64, one: usize, other: usize) {
        self.0.push((kind, weight, one, other));
    }

    /// One dispute for each two clusters, told by the two rows that share most.
    pub(crate) fn between(
        self,
        clusters: &mut Clusters<'_>,
        tellings: &[&Telling],
        mut words: impl FnMut(DisputeType, &Telling, &Telling) -> Disagreement,
    ) -> Vec<Finding> {
        let mut best: BTreeMap<(usize, usize, DisputeType), (f64, usize, usize)> = BTreeMap::new();
        for (kind, weight, one, other) in self.0 {
            let (a, b) = (clusters.root(one), clusters.root(other));
            if a == b {
                continue;
            }
            let key = (a.min(b), a.max(b), kind);
            let better = best
                .get(&key)
                .is_none_or(|known| (weight, known.1, known.2) > (known.0, one, other));
            if better {
                best.insert(key, (weight, one, other));
            }
        }
        let members = clusters.members();
        let side = |root: usize| -> Vec<Row> {
            let at = members.get(&root).map(Vec::as_slice).unwrap_or_default();
            let mut rows: Vec<Row> = at
                .iter()
                .filter_map(|at| tellings.get(*at))
                .map(|one| one.row.clone())
                .collect();
            rows.sort_unstable();
            rows
        };
        let mut found = Vec::new();
        for ((_, _, kind), (_, one, other)) in best {
            let (Some(a), Some(b)) = (tellings.get(one), tellings.get(other)) else {
                continue;
            };
            found.push(Finding::Dispute(Disagreement {
                sides: vec![side(clusters.root(one)), side(clusters.root(other))],
                ..words(kind, a, b)
            }));
        }
        found
    }
}
