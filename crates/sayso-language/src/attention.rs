//! Scaled dot-product attention of each sequence with itself, over floats.
//!
//! Keys are transposed and values regrouped once a head, so that both products run over the same small kernel: a few
//! queries together, sixteen outputs at a time, every load of a key or value serving all of those queries.

use crate::lanes::{Kernel, LANES, Lanes, Machine};
use crate::vector::{exp2, fold_sum};

/// Width of one attention head, fixed so that its loops unroll.
pub(crate) const HEAD_WIDTH: usize = 32;
/// Queries that share each load. Their sums take up to eight of the sixteen registers that AVX2 has.
const QUERIES: usize = 4;

/// Room for one head of one sequence.
#[derive(Default)]
pub(crate) struct HeadRoom {
    /// For each sixteen keys: their first numbers, their second numbers, and so on.
    keys: Vec<[f32; LANES]>,
    /// The first half of each value; the second half of each.
    values: [Vec<[f32; LANES]>; 2],
    /// For each sixteen values: what each query takes of them.
    shares: Vec<[[f32; LANES]; QUERIES]>,
}

/// Attention of all sequences of a batch.
pub(crate) struct Attend<'a> {
    /// Queries, keys and values side by side, a row a piece.
    pub(crate) qkv: &'a [f32],
    pub(crate) heads: usize,
    /// Where each sequence ends.
    pub(crate) ends: &'a [usize],
    /// The rows whose queries are answered, in order.
    pub(crate) rows: &'a [usize],
    /// One row for each of `rows`.
    pub(crate) context: &'a mut [f32],
    pub(crate) room: &'a mut HeadRoom,
}

impl Kernel for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let d = self.heads * HEAD_WIDTH;
        let (mut rows, mut context) = (self.rows, self.context);
        let mut start = 0;
        for end in self.ends {
            let count = rows.partition_point(|row| row < end);
            let (mine, mine_out);
            (mine, rows) = rows.split_at(count);
            (mine_out, context) = context.split_at_mut(count * d);
            let sequence = &self.qkv[start * 3 * d..end * 3 * d];
            for head in 0..self.heads {
                self.room.gather(sequence, d, head * HEAD_WIDTH);
                for (rows, out) in mine.chunks(QUERIES).zip(mine_out.chunks_mut(QUERIES * d)) {
                    let queries = queries(self.qkv, d, head * HEAD_WIDTH, rows);
                    let sums = self.room.share(m, &queries, end - start);
                    self.room.mix(m, sums, d, &mut out[head * HEAD_WIDTH..]);
                }
            }
            start = *end;
        }
    }
}

/// The queries of `rows`, scaled; the last stands in for those that are missing.
#[inline(always)]
fn queries(qkv: &[f32], d: usize, column: usize, rows: &[usize]) -> [[f32; HEAD_WIDTH]; QUERIES] {
    // exp2 follows, hence log2 e.
    let scale = std::f32::consts::LOG2_E / (HEAD_WIDTH as f32).sqrt();
    let mut queries = [[0.0; HEAD_WIDTH]; QUERIES];
    for (i, query) in queries.iter_mut().enumerate() {
        let at = rows[i.min(rows.len() - 1)] * 3 * d + column;
        for (to, from) in query.iter_mut().zip(&qkv[at..at + HEAD_WIDTH]) {
            *to = from * scale;
        }
    }
    queries
}

impl HeadRoom {
    /// Takes up one head's keys and values.
    #[inline(always)]
    fn gather(&mut self, sequence: &[f32], d: usize, column: usize) {
        let length = sequence.len() / (3 * d);
        let blocks = length.div_ceil(LANES);
        self.keys.resize(blocks * HEAD_WIDTH, [0.0; LANES]);
        self.shares.resize(blocks, [[0.0; LANES]; QUERIES]);
        for values in &mut self.values {
            // Those past the end have no share, but even so must be numbers.
            values.resize(blocks * LANES, [0.0; LANES]);
        }
        let [first, second] = &mut self.values;
        for (i, row) in sequence.chunks_exact(3 * d).enumerate() {
            let (block, lane) = (i / LANES, i % LANES);
            let keys = &mut self.keys[block * HEAD_WIDTH..(block + 1) * HEAD_WIDTH];
            for (key, k) in keys.iter_mut().zip(&row[d + column..d + column + HEAD_WIDTH]) {
                key[lane] = *k;
            }
            let halves = row[2 * d + column..2 * d + column + HEAD_WIDTH].as_chunks::<LANES>().0;
            (first[i], second[i]) = (halves[0], halves[1]);
        }
    }

    /// What each query takes of each value, before division by the sums that are returned.
    ///
    /// The softmax forgoes the search for the greatest score: none comes near the bound of [`exp2`].
    #[inline(always)]
    fn share<M: Machine>(&mut self, m: M, queries: &[[f32; HEAD_WIDTH]; QUERIES], length: usize) -> [f32; QUERIES] {
        // No share for lanes past the sequence's end.
        let mut mask = [1.0; LANES];
        if !length.is_multiple_of(LANES) {
            mask[length % LANES..].fill(0.0);
        }
        let mask = m.load(&mask);
        let last = length.div_ceil(LANES) - 1;
        let mut sums = [m.splat(0.0); QUERIES];
        let keys = self.keys.as_chunks::<HEAD_WIDTH>().0.iter();
        for (block, (keys, shares)) in keys.zip(&mut self.shares).enumerate() {
            let mut scores = [m.splat(0.0); QUERIES];
            for (c, key) in keys.iter().enumerate() {
                let key = m.load(key);
                for r in 0..QUERIES {
                    scores[r] = scores[r] + m.splat(queries[r][c]) * key;
                }
            }
            for r in 0..QUERIES {
                let mut share = exp2(m, scores[r]);
                if block == last {
                    share = share * mask;
                }
                sums[r] = sums[r] + share;
                share.store(&mut shares[r]);
            }
        }
        let mut folded = [0.0; QUERIES];
        for r in 0..QUERIES {
            folded[r] = fold_sum(&sums[r].array());
        }
        folded
    }

    /// The mixture of values that each query takes, written to `out`, one row of `d` a query.
    #[inline(always)]
    fn mix<M: Machine>(&self, m: M, sums: [f32; QUERIES], d: usize, out: &mut [f32]) {
        for (half, values) in self.values.iter().enumerate() {
            let mut mixed = [m.splat(0.0); QUERIES];
            for (values, shares) in values.as_chunks::<LANES>().0.iter().zip(&self.shares) {
                for (lane, value) in values.iter().enumerate() {
                    let value = m.load(value);
                    for r in 0..QUERIES {
                        mixed[r] = mixed[r] + m.splat(shares[r][lane]) * value;
                    }
                }
            }
            for ((row, mixed), sum) in out.chunks_mut(d).zip(mixed).zip(sums) {
                if let Some(to) = row[half * LANES..].first_chunk_mut::<LANES>() {
                    (mixed * m.splat(1.0 / sum)).store(to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::dispatch_kernel;
    use crate::lanes::every_arch::{bits, same};

    fn attend(qkv: &[f32], heads: usize, ends: &[usize], rows: &[usize]) -> Vec<f32> {
        let mut context = vec![0.0; rows.len() * heads * HEAD_WIDTH];
        dispatch_kernel(Attend {
            qkv,
            heads,
            ends,
            rows,
            context: &mut context,
            room: &mut HeadRoom::default(),
        });
        context
    }

    /// Attention as its formula has it.
    fn attend_plainly(qkv: &[f32], heads: usize, length: usize, row: usize) -> Vec<f32> {
        let d = heads * HEAD_WIDTH;
        let mut out = vec![0.0; d];
        for head in 0..heads {
            let part = |i: usize, which: usize| &qkv[i * 3 * d + which * d + head * HEAD_WIDTH..][..HEAD_WIDTH];
            let scores = (0..length).map(|i| {
                let dot: f32 = part(row, 0).iter().zip(part(i, 1)).map(|(a, b)| a * b).sum();
                (dot / (HEAD_WIDTH as f32).sqrt()).exp()
            });
            let scores: Vec<f32> = scores.collect();
            let sum: f32 = scores.iter().sum();
            for (i, score) in scores.iter().enumerate() {
                for (o, v) in out[head * HEAD_WIDTH..].iter_mut().zip(part(i, 2)) {
                    *o += score / sum * v;
                }
            }
        }
        out
    }

    #[test]
    fn attention_is_its_formula_with_the_same_bits_everywhere() {
        let (heads, lengths) = (2, [1usize, 3, 16, 37]);
        let d = heads * HEAD_WIDTH;
        let total: usize = lengths.iter().sum();
        let qkv: Vec<f32> = (0..total * 3 * d)
            .map(|i| ((i * 7919) % 1013) as f32 / 250.0 - 2.0)
            .collect();
        let ends: Vec<usize> = lengths
            .iter()
            .scan(0, |end, n| {
                *end += n;
                Some(*end)
            })
            .collect();
        let every: Vec<usize> = (0..total).collect();
        let whole = attend(&qkv, heads, &ends, &every);
        same(|| bits(&attend(&qkv, heads, &ends, &every)));
        let mut start = 0;
        for end in &ends {
            for row in start..*end {
                let plain = attend_plainly(&qkv[start * 3 * d..], heads, end - start, row - start);
                for (a, b) in whole[row * d..(row + 1) * d].iter().zip(plain) {
                    assert!((a - b).abs() < 1e-4, "{a} is not {b}");
                }
            }
            start = *end;
        }
        // Some rows only, none of one sequence.
        let some = [0, 4, 7, 20, 21, 22, 23, 24, 56];
        let picked: Vec<f32> = some
            .iter()
            .flat_map(|row| whole[row * d..(row + 1) * d].to_vec())
            .collect();
        assert_eq!(attend(&qkv, heads, &ends, &some), picked);
    }
}
