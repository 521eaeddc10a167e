//! MUC, B³ and CEAF-e over clusters of mentions, counted up over documents.

use std::collections::HashMap;

use sayso_schema::Span;

use super::alignment::best_total;

/// The three measures whose mean F1 is the CoNLL score. Numerators and denominators are summed over all documents
/// before they are divided, as the reference scorer does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measures {
    pub muc: Measure,
    pub b_cubed: Measure,
    pub ceaf_e: Measure,
}

/// Recall and precision, not yet divided.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    recall: Fraction,
    precision: Fraction,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fraction {
    part: f64,
    whole: f64,
}

impl Fraction {
    fn add(&mut self, part: f64, whole: usize) {
        self.part += part;
        self.whole += whole as f64;
    }

    /// 0 of nothing is 0.
    fn value(self) -> f64 {
        if self.whole > 0.0 { self.part / self.whole } else { 0.0 }
    }
}

impl Measure {
    pub fn recall(self) -> f64 {
        self.recall.value()
    }

    pub fn precision(self) -> f64 {
        self.precision.value()
    }

    pub fn f1(self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        let sum = recall + precision;
        if sum > 0.0 { 2.0 * recall * precision / sum } else { 0.0 }
    }
}

impl Measures {
    /// Counts the clusters of one document. No mention may stand in two clusters of a side, or twice in one.
    pub fn add(&mut self, gold: &[&[Span]], system: &[&[Span]]) {
        let common = common(gold, system);
        let cells = || {
            let rows = common.iter().enumerate();
            rows.flat_map(|(g, row)| row.iter().enumerate().map(move |(s, shared)| (g, s, *shared)))
                .filter(|(_, _, shared)| *shared > 0)
        };
        let mentions = |clusters: &[&[Span]]| clusters.iter().map(|cluster| cluster.len()).sum::<usize>();
        let links = |clusters: &[&[Span]]| mentions(clusters) - clusters.iter().filter(|c| !c.is_empty()).count();

        // A cluster of n mentions has n - 1 links. Cut into parts by the other side's clusters, mentions that the other
        // side lacks each a part of their own, it keeps the links inside the parts.
        let kept = cells().map(|(_, _, shared)| shared - 1).sum::<usize>() as f64;
        self.muc.recall.add(kept, links(gold));
        self.muc.precision.add(kept, links(system));

        // Every mention has the share of its cluster that the cluster around it on the other side holds too.
        let squares = |of: &dyn Fn(usize, usize) -> usize| -> f64 {
            cells()
                .map(|(g, s, shared)| (shared * shared) as f64 / of(g, s) as f64)
                .sum()
        };
        let recalled = squares(&|g, _| gold[g].len());
        self.b_cubed.recall.add(recalled, mentions(gold));
        let precise = squares(&|_, s| system[s].len());
        self.b_cubed.precision.add(precise, mentions(system));

        // φ4: twice what two clusters have in common, by the size of both.
        let mut alike = vec![vec![0.0; system.len()]; gold.len()];
        for (g, s, shared) in cells() {
            alike[g][s] = (2 * shared) as f64 / (gold[g].len() + system[s].len()) as f64;
        }
        let aligned = best_total(&alike);
        self.ceaf_e.recall.add(aligned, gold.len());
        self.ceaf_e.precision.add(aligned, system.len());
    }

    /// The mean of the three F1.
    pub fn conll_f1(self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// How many mentions each gold cluster (row) shares with each system cluster (column).
fn common(gold: &[&[Span]], system: &[&[Span]]) -> Vec<Vec<usize>> {
    let mut cluster_of: HashMap<Span, usize> = HashMap::new();
    for (index, cluster) in system.iter().enumerate() {
        cluster_of.extend(cluster.iter().map(|mention| (*mention, index)));
    }
    let mut common = vec![vec![0; system.len()]; gold.len()];
    for (row, cluster) in common.iter_mut().zip(gold) {
        for column in cluster.iter().filter_map(|mention| cluster_of.get(mention)) {
            row[*column] += 1;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clusters as letters: "bc" is a cluster of two mentions.
    fn measures(gold: &[&str], system: &[&str]) -> Measures {
        let spans = |clusters: &[&str]| -> Vec<Vec<Span>> {
            let mention = |letter: char| Span::new(letter as usize, letter as usize + 1);
            clusters
                .iter()
                .map(|letters| letters.chars().map(mention).collect())
                .collect()
        };
        let (gold, system) = (spans(gold), spans(system));
        let mut measures = Measures::default();
        let gold: Vec<&[Span]> = gold.iter().map(Vec::as_slice).collect();
        let system: Vec<&[Span]> = system.iter().map(Vec::as_slice).collect();
        measures.add(&gold, &system);
        measures
    }

    #[track_caller]
    fn assert_is(measure: Measure, recall: f64, precision: f64) {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(
            near(measure.recall(), recall),
            "recall {} for {recall}",
            measure.recall()
        );
        assert!(
            near(measure.precision(), precision),
            "precision {} for {precision}",
            measure.precision()
        );
    }

    const GOLD: [&str; 3] = ["a", "bc", "def"];

    // Cases A1 to A4, A10 and A11 of the reference scorer's own tests, with what they expect.

    #[test]
    fn the_same_clusters_score_one() {
        let same = measures(&GOLD, &GOLD);
        assert_is(same.muc, 1.0, 1.0);
        assert_is(same.b_cubed, 1.0, 1.0);
        assert_is(same.ceaf_e, 1.0, 1.0);
        assert_eq!(same.conll_f1(), 1.0);
    }

    #[test]
    fn missed_mentions() {
        let missed = measures(&GOLD, &["a", "de"]);
        assert_is(missed.muc, 1.0 / 3.0, 1.0);
        assert_is(missed.b_cubed, 7.0 / 3.0 / 6.0, 1.0);
        assert_is(missed.ceaf_e, 1.8 / 3.0, 1.8 / 2.0);
        assert!((missed.conll_f1() - (0.5 + 14.0 / 25.0 + 0.72) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn mentions_too_many() {
        let more = measures(&GOLD, &["a", "bcx", "defy", "z"]);
        assert_is(more.muc, 3.0 / 3.0, 3.0 / 5.0);
        assert_is(more.b_cubed, 1.0, (4.0 + 7.0 / 12.0) / 9.0);
        let aligned = 1.0 + 4.0 / 5.0 + 6.0 / 7.0;
        assert_is(more.ceaf_e, aligned / 3.0, aligned / 4.0);
    }

    #[test]
    fn missed_and_too_many() {
        let both = measures(&GOLD, &["a", "bcx", "dy", "z"]);
        assert_is(both.muc, 1.0 / 3.0, 1.0 / 3.0);
        assert_is(
            both.b_cubed,
            (3.0 + 1.0 / 3.0) / 6.0,
            (1.0 + 4.0 / 3.0 + 1.0 / 2.0) / 7.0,
        );
        assert_is(both.ceaf_e, 2.2 / 3.0, 2.2 / 4.0);
    }

    #[test]
    fn all_apart_and_all_together() {
        let apart = measures(&GOLD, &["a", "b", "c", "d", "e", "f"]);
        assert_is(apart.muc, 0.0, 0.0);
        assert_is(apart.b_cubed, 3.0 / 6.0, 6.0 / 6.0);
        let together = measures(&GOLD, &["abcdef"]);
        assert_is(together.muc, 3.0 / 3.0, 3.0 / 5.0);
        assert_is(together.b_cubed, 1.0, (1.0 + 4.0 + 9.0) / 6.0 / 6.0);
        // The whole fits the cluster of three best: 2·3 / (3 + 6).
        assert_is(together.ceaf_e, 2.0 / 3.0 / 3.0, 2.0 / 3.0);
    }

    #[test]
    fn fractions_are_divided_after_all_documents() {
        let spans: Vec<Span> = (0..4).map(|at| Span::new(at, at + 1)).collect();
        let mut measures = Measures::default();
        measures.add(&[&spans[0..2]], &[&spans[0..2]]);
        measures.add(&[&spans[0..4]], &[]);
        // 1 of 1 link, then 0 of 3: 1/4, not the mean of 1 and 0.
        assert_is(measures.muc, 1.0 / 4.0, 1.0);
        assert_is(measures.b_cubed, 2.0 / 6.0, 1.0);
        assert_is(measures.ceaf_e, 1.0 / 2.0, 1.0);
    }

    #[test]
    fn nothing_is_zero() {
        assert_eq!(measures(&[], &[]).conll_f1(), 0.0);
        assert_eq!(measures(&GOLD, &[]).conll_f1(), 0.0);
        assert_eq!(measures(&[], &GOLD).conll_f1(), 0.0);
    }
}
