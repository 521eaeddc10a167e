//! The best sequence of labels, where not every label may follow every other (Viterbi 1967), and the IOB2 tags that most
//! of them are.

use crate::vector::best_of;

/// An IOB2 tag of stretches of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag<K> {
    Outside,
    Begin(K),
    Inside(K),
}

impl<K: Copy + PartialEq> Tag<K> {
    /// `O`, or `B-` or `I-` and the name of a kind; `kind` knows those names.
    pub(crate) fn parse(label: &str, kind: impl Fn(&str) -> Option<K>) -> Option<Self> {
        match label.split_once('-') {
            None if label == "O" => Some(Self::Outside),
            Some(("B", name)) => kind(name).map(Self::Begin),
            Some(("I", name)) => kind(name).map(Self::Inside),
            _ => None,
        }
    }

    /// Whether `self` may follow `before`, nothing at the beginning: an inside tag follows its own kind alone.
    pub(crate) fn may_follow(self, before: Option<Self>) -> bool {
        match self {
            Self::Inside(kind) => matches!(before, Some(Self::Begin(k) | Self::Inside(k)) if k == kind),
            _ => true,
        }
    }
}

/// The labels, as columns of `scores`, of the best sequence through its rows. `opens` says whether a label may be the
/// first, `step` what going from one label to the next adds, `None` where that may not be.
pub(crate) fn best_sequence<'s>(
    labels: usize,
    scores: impl Iterator<Item = &'s [f32]>,
    opens: impl Fn(usize) -> bool,
    step: impl Fn(usize, usize) -> Option<f32>,
) -> Vec<usize> {
    const NEVER: f32 = f32::NEG_INFINITY;
    // Where each label of each row came from; scores so far.
    let mut back: Vec<usize> = Vec::new();
    let mut so_far: Vec<f32> = Vec::new();
    let mut next = vec![NEVER; labels];
    let mut rows = 0;
    for row in scores {
        rows += 1;
        for (label, score) in next.iter_mut().enumerate() {
            if so_far.is_empty() {
                *score = if opens(label) { row[label] } else { NEVER };
                back.push(0);
                continue;
            }
            let (mut best, mut most) = (0, NEVER);
            for (before, value) in so_far.iter().enumerate() {
                let sum = step(before, label).map_or(NEVER, |step| value + step);
                if sum > most {
                    (best, most) = (before, sum);
                }
            }
            *score = most + row[label];
            back.push(best);
        }
        so_far.clone_from(&next);
    }
    let mut at = best_of(&so_far);
    let mut found = vec![0; rows];
    for (row, label) in found.iter_mut().enumerate().rev() {
        *label = at;
        at = back[row * labels + at];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_counts_and_steps_are_part_of_it() {
        let rows: [[f32; 2]; 3] = [[1.0, 0.0], [0.6, 0.5], [0.0, 1.0]];
        let best = |cost: f32| {
            let step = move |a: usize, b: usize| Some(if a == b { 0.0 } else { cost });
            best_sequence(2, rows.iter().map(|row| &row[..]), |_| true, step)
        };
        assert_eq!(best(0.0), [0, 0, 1]);
        assert_eq!(best(-2.0), [0, 0, 0]);
        let never_back = |a: usize, b: usize| (a <= b).then_some(0.0);
        let rows: [[f32; 2]; 3] = [[0.0, 5.0], [1.0, 0.0], [3.0, 0.0]];
        let found = best_sequence(2, rows.iter().map(|row| &row[..]), |_| true, never_back);
        assert_eq!(found, [1, 1, 1]);
        let closed = best_sequence(2, rows.iter().map(|row| &row[..]), |label| label == 0, never_back);
        assert_eq!(closed, [0, 0, 0]);
    }
}
