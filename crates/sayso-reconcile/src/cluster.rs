//! Joins rows two by two, the likest first, and never such that contradict each other.

use std::collections::BTreeMap;

use crate::finding::{Row, Same, SameKind};
use crate::held::Common;

/// Rows that grow together.
pub(crate) struct Clusters<'r> {
    rows: Vec<&'r Row>,
    parent: Vec<usize>,
    commons: Vec<Common>,
    /// Which thread of each document is in.
    threads: Vec<BTreeMap<&'r str, &'r str>>,
    likeness: Vec<f64>,
}

impl<'r> Clusters<'r> {
    pub(crate) fn of(rows: impl IntoIterator<Item = (&'r Row, Common)>) -> Self {
        let (rows, commons): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let threads = rows
            .iter()
            .map(|row| BTreeMap::from([(row.document.as_str(), row.thread.as_str())]));
        Self {
            parent: (0..rows.len()).collect(),
            likeness: vec![1.0; rows.len()],
            threads: threads.collect(),
            commons,
            rows,
        }
    }

    pub(crate) fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins two where nothing speaks against it; whether they are together now.
    pub(crate) fn join(&mut self, one: usize, other: usize, likeness: f64) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return true;
        }
        // The smaller goes into the larger, so that no row moves often.
        let moves_other = self.threads[one].len() >= self.threads[other].len();
        let (to, from) = if moves_other { (one, other) } else { (other, one) };
        let fits =
            |(document, thread): (&&str, &&str)| self.threads[to].get(document).is_none_or(|known| known == thread);
        if !self.threads[from].iter().all(fits) {
            return false;
        }
        let Some(both) = self.commons[to].with(&self.commons[from]) else {
            return false;
        };
        let moved = std::mem::take(&mut self.threads[from]);
        self.threads[to].extend(moved);
        self.commons[to] = both;
        self.likeness[to] = self.likeness[to].min(self.likeness[from]).min(likeness);
        self.parent[from] = to;
        true
    }

    /// Joins every pair, the likest first.
    pub(crate) fn join_all(&mut self, mut pairs: Vec<(f64, usize, usize)>) {
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        for (likeness, one, other) in pairs {
            self.join(one, other, likeness);
        }
    }

    /// The members of each cluster, by its root.
    pub(crate) fn members(&mut self) -> BTreeMap<usize, Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.rows.len() {
            members.entry(self.root(at)).or_default().push(at);
        }
        members
    }

    /// The clusters of rows from several documents.
    pub(crate) fn findings(&mut self, kind: SameKind) -> Vec<Same> {
        let mut found = Vec::new();
        for (root, members) in self.members() {
            if self.threads[root].len() < 2 {
                continue;
            }
            let mut rows: Vec<Row> = members.iter().map(|at| self.rows[*at].clone()).collect();
            rows.sort_unstable();
            rows.dedup();
            found.push(Same {
                kind,
                rows,
                likeness: self.likeness[root],
                common: self.commons[root].clone(),
            });
        }
        found.sort_by(|one, other| one.rows.cmp(&other.rows));
        found
    }
}
