//! Findings of many blocks made one list.

use std::collections::BTreeMap;

use sayso_schema::DisputeType;

use crate::finding::{Disagreement, Finding, Row, Same, SameKind};
use crate::held::Common;

/// Findings of all blocks, each join and each dispute once: joins that share a row become one where they contradict
/// neither each other nor what a third holds. The order in which findings come makes no difference.
pub fn merge(findings: impl IntoIterator<Item = Finding>) -> Vec<Finding> {
    let mut joins: BTreeMap<SameKind, Vec<Same>> = BTreeMap::new();
    let mut disputes = Vec::new();
    for finding in findings {
        match finding {
            Finding::Same(same) => joins.entry(same.kind).or_default().push(same),
            Finding::Dispute(dispute) => disputes.push(dispute),
        }
    }
    let mut merged = Vec::new();
    let mut whose: BTreeMap<Row, Row> = BTreeMap::new();
    for same in joins.into_values().flat_map(joined) {
        for row in &same.rows {
            whose.extend(same.rows.first().map(|first| (row.clone(), first.clone())));
        }
        merged.push(Finding::Same(same));
    }
    merged.extend(settled(disputes, &whose).into_iter().map(Finding::Dispute));
    merged
}

/// A join that grows.
struct Group {
    rows: BTreeMap<Row, ()>,
    /// The thread of each document.
    threads: BTreeMap<String, String>,
    common: Common,
    likeness: f64,
}

impl Group {
    fn of(same: &Same, rows: impl Iterator<Item = Row>) -> Self {
        let rows: BTreeMap<Row, ()> = rows.map(|row| (row, ())).collect();
        Self {
            threads: rows
                .keys()
                .map(|row| (row.document.clone(), row.thread.clone()))
                .collect(),
            common: same.common.clone(),
            likeness: same.likeness,
            rows,
        }
    }

    /// Both as one, where nothing speaks against it.
    fn fits(&self, other: &Self) -> Option<Common> {
        let (small, large) = if self.threads.len() < other.threads.len() {
            (self, other)
        } else {
            (other, self)
        };
        let fits =
            |(document, thread): (&String, &String)| large.threads.get(document).is_none_or(|known| known == thread);
        small
            .threads
            .iter()
            .all(fits)
            .then(|| self.common.with(&other.common))?
    }

    fn take(&mut self, other: Self, common: Common) {
        self.rows.extend(other.rows);
        self.threads.extend(other.threads);
        self.likeness = self.likeness.min(other.likeness);
        self.common = common;
    }
}

/// Joins of one kind, none sharing a row with another.
fn joined(mut all: Vec<Same>) -> Vec<Same> {
    let Some(kind) = all.first().map(|same| same.kind) else {
        return all;
    };
    // The surest first: what contradicts it later gives way.
    all.sort_by(|one, other| {
        let surest = other.likeness.total_cmp(&one.likeness);
        surest
            .then_with(|| other.rows.len().cmp(&one.rows.len()))
            .then_with(|| one.rows.cmp(&other.rows))
    });
    all.dedup();
    let mut groups: Vec<Option<Group>> = Vec::new();
    let mut group_of: BTreeMap<Row, usize> = BTreeMap::new();
    for same in &all {
        let mut touched: Vec<usize> = same.rows.iter().filter_map(|row| group_of.get(row).copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        let fresh = same.rows.iter().filter(|row| !group_of.contains_key(*row)).cloned();
        let mut into = Group::of(same, fresh);
        let mut home = groups.len();
        // What joined its rows before, the surest first; the largest keeps its place, so that no row moves often.
        for at in touched {
            let Some(group) = groups.get_mut(at).and_then(Option::take) else {
                continue;
            };
            let Some(common) = into.fits(&group) else {
                groups[at] = Some(group);
                continue;
            };
            if group.rows.len() >= into.rows.len() {
                let smaller = std::mem::replace(&mut into, group);
                if home < groups.len() {
                    // Rows of the smaller one get their new place below.
                    groups[home] = None;
                }
                for row in smaller.rows.keys() {
                    group_of.insert(row.clone(), at);
                }
                into.take(smaller, common);
                home = at;
            } else {
                for row in group.rows.keys() {
                    group_of.insert(row.clone(), home);
                }
                into.take(group, common);
            }
        }
        if home == groups.len() {
            if into.threads.len() < 2 {
                for row in into.rows.keys() {
                    group_of.remove(row);
                }
                continue;
            }
            for row in into.rows.keys() {
                group_of.insert(row.clone(), home);
            }
            groups.push(Some(into));
        } else {
            groups[home] = Some(into);
        }
    }
    let mut merged: Vec<Same> = groups
        .into_iter()
        .flatten()
        .map(|group| Same {
            kind,
            rows: group.rows.into_keys().collect(),
            likeness: group.likeness,
            common: group.common,
        })
        .collect();
    merged.sort_by(|one, other| one.rows.cmp(&other.rows));
    merged
}

/// Disputes between joins, each once, with the rows that any block named.
fn settled(mut disputes: Vec<Disagreement>, whose: &BTreeMap<Row, Row>) -> Vec<Disagreement> {
    let join = |rows: &Vec<Row>| rows.iter().map(|row| whose.get(row).unwrap_or(row).clone()).min();
    disputes.sort_by(|one, other| {
        let rows = one.sides.cmp(&other.sides);
        one.kind
            .cmp(&other.kind)
            .then(rows)
            .then_with(|| one.sentence.cmp(&other.sentence))
    });
    let mut merged: BTreeMap<(DisputeType, Vec<Option<Row>>), Disagreement> = BTreeMap::new();
    for mut dispute in disputes {
        // Sides in the order of their joins, so that one dispute told the other way round is the same.
        let mut sides: Vec<(Option<Row>, Vec<Row>)> = dispute.sides.drain(..).map(|rows| (join(&rows), rows)).collect();
        let mut key: Vec<Option<Row>> = sides.iter().map(|(join, _)| join.clone()).collect();
        key.sort_unstable();
        if key.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            // Blocks that see more have joined what one took for two.
            continue;
        }
        let known = merged.entry((dispute.kind, key)).or_insert_with(|| Disagreement {
            sides: sides.iter().map(|(_, rows)| rows.clone()).collect(),
            ..dispute
        });
        for side in &mut known.sides {
            let at = join(side);
            if let Some(found) = sides.iter().position(|(join, _)| *join == at) {
                side.extend(sides.swap_remove(found).1);
                side.sort_unstable();
                side.dedup();
            }
        }
    }
    merged.into_values().collect()
}
