//! The best one-to-one alignment of two sides, found exactly.

/// The greatest total weight that pairs of a row and a column can have, if no row and no column is in two pairs.
///
/// The method of Kuhn and Munkres in its form with potentials and shortest augmenting paths, which takes time in the
/// square of the shorter side times the longer one. Rows are as long as each other.
pub(super) fn best_total(weights: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (weights.len(), weights.first().map_or(0, Vec::len));
    if rows > columns {
        let turned: Vec<Vec<f64>> = (0..columns)
            .map(|column| weights.iter().map(|row| row[column]).collect())
            .collect();
        return best_total(&turned);
    }
    // Row 0 and column 0 stand for "none": a row looks for its column from column 0.
    let mut row_potential = vec![0.0; rows + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        let mut came_from = vec![0; columns + 1];
        let mut slack = vec![f64::INFINITY; columns + 1];
        let mut reached = vec![false; columns + 1];
        row_of[0] = row;
        let mut column = 0;
        loop {
            reached[column] = true;
            let through = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in 1..=columns {
                if reached[other] {
                    continue;
                }
                // The greatest weight is the least cost.
                let cost = -weights[through - 1][other - 1] - row_potential[through] - column_potential[other];
                if cost < slack[other] {
                    slack[other] = cost;
                    came_from[other] = column;
                }
                if slack[other] < step {
                    step = slack[other];
                    next = other;
                }
            }
            for other in 0..=columns {
                if reached[other] {
                    row_potential[row_of[other]] += step;
                    column_potential[other] -= step;
                } else {
                    slack[other] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        // Everyone on the path moves one on, so that the new row has a place.
        while column != 0 {
            let before = came_from[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    let pairs = row_of.iter().enumerate().skip(1).filter(|(_, row)| **row > 0);
    pairs.map(|(column, row)| weights[row - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::best_total;

    #[test]
    fn the_greedy_choice_may_be_wrong() {
        // Greedy takes 5 and is left with 0.
        assert_eq!(best_total(&[vec![5.0, 4.0], vec![4.0, 0.0]]), 8.0);
        // More rows than columns, and the other way round.
        assert_eq!(best_total(&[vec![1.0], vec![3.0], vec![2.0]]), 3.0);
        assert_eq!(best_total(&[vec![1.0, 3.0, 2.0]]), 3.0);
        assert_eq!(best_total(&[]), 0.0);
        assert_eq!(best_total(&[vec![], vec![]]), 0.0);
    }

    /// Tries every pairing.
    fn by_trying(weights: &[Vec<f64>], taken: &mut Vec<usize>) -> f64 {
        let Some((row, rest)) = weights.split_first() else {
            return 0.0;
        };
        let mut best = by_trying(rest, taken);
        for (column, weight) in row.iter().enumerate() {
            if !taken.contains(&column) {
                taken.push(column);
                best = best.max(weight + by_trying(rest, taken));
                taken.pop();
            }
        }
        best
    }

    #[test]
    fn is_as_good_as_trying_every_pairing() {
        // Whole numbers, so that sums are exact; a fixed sequence that looks random.
        let mut state = 7_u64;
        for case in 0..60 {
            let (rows, columns) = (case % 6, (case / 6) % 6);
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ((state >> 33) % 9) as f64
            };
            let weights: Vec<Vec<f64>> = (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect();
            assert_eq!(
                best_total(&weights),
                by_trying(&weights, &mut Vec::new()),
                "{weights:?}"
            );
        }
    }
}
