//! From arc scores to a tree: the maximum spanning arborescence with one root (Chu & Liu 1965, Edmonds 1967).

/// The head of each word, 1-based with 0 for the root, that together score highest among all trees with exactly one
/// root. `scores` is `[words + 1, words + 1]`: row dependent, column head, row 0 unused.
///
/// Most sentences take the short way: where each word's best head already makes a tree with one root, that is the
/// answer. Otherwise at most quadratic time for each cycle that has to be broken.
pub(crate) fn decode(scores: &[f32], words: usize) -> Vec<usize> {
    let n = words + 1;
    if words == 0 {
        return Vec::new();
    }
    let greedy: Vec<usize> = (1..n).map(|i| best_head(&scores[i * n..(i + 1) * n], i)).collect();
    if is_tree(&greedy) {
        return greedy;
    }
    // Scores in log space per dependent, so that the penalty below outweighs any sum of differences.
    let mut weights = vec![vec![f64::NEG_INFINITY; n]; n];
    for i in 1..n {
        let row = &scores[i * n..(i + 1) * n];
        let most = row
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .fold(f32::MIN, |a, b| if b > a { b } else { a });
        for (j, value) in row.iter().enumerate().filter(|(j, _)| *j != i) {
            let value = if value.is_finite() {
                f64::from((value - most).max(-1e4))
            } else {
                -1e4
            };
            // A second root costs more than any tree can win by it.
            weights[i][j] = if j == 0 { value - 1e4 * n as f64 } else { value };
        }
    }
    let heads = arborescence(&weights);
    heads[1..].to_vec()
}

fn best_head(row: &[f32], dependent: usize) -> usize {
    let mut best = if dependent == 0 { 1 } else { 0 };
    for (j, value) in row.iter().enumerate() {
        if j != dependent && *value > row[best] {
            best = j;
        }
    }
    best
}

/// Whether heads (1-based, 0 the root) make one tree with one root.
fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|h| **h == 0).count() != 1 {
        return false;
    }
    // 0 not seen, 1 on the current path, 2 known to reach the root.
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            at = heads[at - 1];
        }
        if state[at] == 1 {
            return false;
        }
        let mut at = start;
        while state[at] == 1 {
            state[at] = 2;
            at = heads[at - 1];
        }
    }
    true
}

/// Chu-Liu/Edmonds on a dense graph with root 0: contracts one cycle after another, then unfolds them.
fn arborescence(weights: &[Vec<f64>]) -> Vec<usize> {
    let n = weights.len();
    let mut heads = vec![0usize; n];
    for i in 1..n {
        let mut best = if i == 1 && n > 2 { 2 } else { usize::from(i != 1) };
        for j in 0..n {
            if j != i && (best == i || weights[i][j] > weights[i][best]) {
                best = j;
            }
        }
        heads[i] = best;
    }
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let mut in_cycle = vec![false; n];
    cycle.iter().for_each(|i| in_cycle[*i] = true);
    // The contracted graph: everything outside the cycle, then the cycle as one node.
    let outside: Vec<usize> = (0..n).filter(|i| !in_cycle[*i]).collect();
    let m = outside.len() + 1;
    let knot = m - 1;
    let mut smaller = vec![vec![f64::NEG_INFINITY; m]; m];
    let mut enters = vec![0usize; m]; // for a head outside: the word of the cycle that it enters at
    let mut leaves = vec![0usize; m]; // for a dependent outside: the word of the cycle that it hangs on
    for (a, i) in outside.iter().enumerate() {
        for (b, j) in outside.iter().enumerate() {
            smaller[a][b] = weights[*i][*j];
        }
        let leave = cycle
            .iter()
            .copied()
            .max_by(|x, y| weights[*i][*x].total_cmp(&weights[*i][*y]));
        if let Some(leave) = leave {
            leaves[a] = leave;
            smaller[a][knot] = weights[*i][leave];
        }
        let gain = |c: &usize| weights[*c][*i] - weights[*c][heads[*c]];
        if let Some(enter) = cycle.iter().copied().max_by(|x, y| gain(x).total_cmp(&gain(y))) {
            enters[a] = enter;
            smaller[knot][a] = gain(&enter);
        }
    }
    let contracted = arborescence(&smaller);
    for (a, i) in outside.iter().enumerate().skip(1) {
        heads[*i] = if contracted[a] == knot {
            leaves[a]
        } else {
            outside[contracted[a]]
        };
    }
    let into = contracted[knot];
    heads[enters[into]] = outside[into];
    heads
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        let n = heads.len() + 1;
        heads
            .iter()
            .enumerate()
            .map(|(i, h)| f64::from(scores[(i + 1) * n + h]))
            .sum()
    }

    /// Tries every assignment of heads.
    fn exhaustive(scores: &[f32], words: usize) -> f64 {
        let mut heads = vec![0usize; words];
        let mut best = f64::NEG_INFINITY;
        loop {
            if is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
            let mut i = 0;
            while i < words {
                heads[i] += 1;
                if heads[i] <= words {
                    break;
                }
                heads[i] = 0;
                i += 1;
            }
            if i == words {
                return best;
            }
        }
    }

    proptest! {
        #[test]
        fn finds_the_best_tree(words in 1usize..6, seed in prop::collection::vec(-10f32..10.0, 36)) {
            let n = words + 1;
            let scores: Vec<f32> = seed.iter().copied().take(n * n).collect();
            let heads = decode(&scores, words);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert!((total(&scores, &heads) - exhaustive(&scores, words)).abs() < 1e-3);
        }

        #[test]
        fn any_numbers_make_a_tree(words in 1usize..40, seed in prop::collection::vec(any::<f32>(), 1681)) {
            let n = words + 1;
            let heads = decode(&seed[..n * n], words);
            prop_assert!(is_tree(&heads), "{heads:?}");
        }
    }
}
