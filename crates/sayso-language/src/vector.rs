//! The floating-point loops of the network over one row, with the same bits on every machine: `exp` is ours, and
//! [`crate::lanes`] says why the rest is.

pub(crate) use crate::lanes::{LANES, dispatch};
use crate::lanes::{Lanes, Machine};

/// Adding it rounds to the nearest integer and leaves that integer in the low bits: 1.5 * 2^23.
const ROUND: f32 = 12_582_912.0;

/// 2^x, for x clamped to [-115, 87], by a fourth-degree minimax polynomial on the fraction; relative error < 3e-6.
/// (e^-80 and e^60: sums over a whole sequence neither vanish nor overflow.)
#[inline(always)]
pub(crate) fn exp2<M: Machine>(m: M, x: M::Lanes) -> M::Lanes {
    // 127 is the exponent's bias.
    let shift = m.splat(ROUND + 127.0);
    let x = x.max(m.splat(-115.0)).min(m.splat(87.0));
    let shifted = x + shift;
    let f = x - (shifted - shift);
    let p = m.splat(0.055_917_86) + f * m.splat(0.009_570_102);
    let p = m.splat(0.693_121_8) + f * (m.splat(0.240_247_45) + f * p);
    shifted.into_exponent() * (m.splat(0.999_999_3) + f * p)
}

/// Which curve a network has for GELU (Hendrycks and Gimpel 2016): the one that it was trained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gelu {
    /// [`gelu`], by one sigmoid.
    Sigmoid,
    /// [`exact_gelu`], as published networks have it.
    Exact,
}

/// x * sigmoid(1.702 x), the GELU that the engine's network was trained with.
#[inline(always)]
pub(crate) fn gelu<M: Machine>(m: M, x: M::Lanes) -> M::Lanes {
    x / (m.splat(1.0) + exp2(m, x * m.splat(-1.702 * std::f32::consts::LOG2_E)))
}

/// x · Φ(x), by the form with tanh, which is off by less than 0.0005: a step of the bytes that follow is greater.
#[inline(always)]
pub(crate) fn exact_gelu<M: Machine>(m: M, x: M::Lanes) -> M::Lanes {
    // 1 + tanh(u) = 2 · sigmoid(2u) with u = √(2/π) · (x + 0.044715 x³); exp2 follows, hence log2 e.
    const FACTOR: f32 = -1.595_769 * std::f32::consts::LOG2_E;
    let exponent = x * (m.splat(FACTOR) + m.splat(FACTOR * 0.044_715) * (x * x));
    x / (m.splat(1.0) + exp2(m, exponent))
}

/// The lanes' sum, in one fixed order.
#[inline(always)]
pub(crate) fn fold_sum(lanes: &[f32; LANES]) -> f32 {
    let mut half = [0f32; LANES / 2];
    for j in 0..LANES / 2 {
        half[j] = lanes[j] + lanes[j + LANES / 2];
    }
    ((half[0] + half[4]) + (half[1] + half[5])) + ((half[2] + half[6]) + (half[3] + half[7]))
}

/// Scale and shift of a layer normalisation.
pub(crate) struct Norm {
    pub(crate) scale: Vec<f32>,
    pub(crate) shift: Vec<f32>,
}

/// Normalises a row (a multiple of [`LANES`]) to mean 0 and variance 1, then scales and shifts it (Ba et al. 2016).
/// `sum` holds the sixteen partial sums of the row.
#[inline(always)]
pub(crate) fn normalise<M: Machine>(m: M, row: &mut [f32], sum: M::Lanes, norm: &Norm) {
    let width = row.len() as f32;
    let mean = m.splat(fold_sum(&sum.array()) / width);
    let (row, _) = row.as_chunks_mut::<LANES>();
    let mut squares = m.splat(0.0);
    for a in row.iter() {
        let d = m.load(a) - mean;
        squares = squares + d * d;
    }
    let inverse = m.splat(1.0 / (fold_sum(&squares.array()) / width + 1e-12).sqrt());
    let (scale, shift) = (norm.scale.as_chunks::<LANES>().0, norm.shift.as_chunks::<LANES>().0);
    for ((a, s), t) in row.iter_mut().zip(scale).zip(shift) {
        ((m.load(a) - mean) * inverse * m.load(s) + m.load(t)).store(a);
    }
}

/// How a row of numbers was turned into bytes: `x ≈ (byte - zero) * step`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Quantised {
    pub(crate) step: f32,
    pub(crate) zero: f32,
}

/// Turns a row (a multiple of [`LANES`]) into bytes that span its own range exactly, zero included.
#[inline(always)]
pub(crate) fn quantise<M: Machine>(m: M, row: &[f32], bytes: &mut [u8]) -> Quantised {
    let (row, bytes) = (row.as_chunks::<LANES>().0, bytes.as_chunks_mut::<LANES>().0);
    let (mut low, mut high) = (m.splat(0.0), m.splat(0.0));
    for a in row {
        let a = m.load(a);
        (low, high) = (low.min(a), high.max(a));
    }
    let (mut least, mut most) = (0f32, 0f32);
    for (low, high) in low.array().into_iter().zip(high.array()) {
        least = if low < least { low } else { least };
        most = if high > most { high } else { most };
    }
    let range = most - least;
    let step = if range > 1e-9 { range / 255.0 } else { 1e-9 };
    let inverse = 1.0 / step;
    let zero = (-least * inverse + ROUND) - ROUND;
    let (factor, offset) = (m.splat(inverse), m.splat(zero + ROUND));
    // Rounding can step one past either end of the range.
    let (first, last) = (m.splat(ROUND), m.splat(ROUND + 255.0));
    for (a, b) in row.iter().zip(bytes) {
        *b = (m.load(a) * factor + offset).max(first).min(last).low_bytes();
    }
    Quantised { step, zero }
}

/// Where a row's greatest number stands; the first of equals, 0 for an empty row.
pub(crate) fn best_of(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = i;
        }
    }
    best
}

/// The dot product of two rows (a multiple of [`LANES`]).
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sum = [0f32; LANES];
    for (x, y) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for j in 0..LANES {
            sum[j] += x[j] * y[j];
        }
    }
    fold_sum(&sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::every_arch::{bits, same};
    use crate::lanes::{Kernel, dispatch_kernel};

    #[derive(Clone, Copy)]
    enum Function {
        Exp2,
        Gelu,
        ExactGelu,
    }

    /// Applies a function to all numbers.
    struct Apply<'a>(Function, &'a mut [f32]);

    impl Kernel for Apply<'_> {
        type Output = ();

        #[inline(always)]
        fn run<M: Machine>(self, m: M) {
            for x in self.1.as_chunks_mut::<LANES>().0 {
                let y = match self.0 {
                    Function::Exp2 => exp2(m, m.load(x)),
                    Function::Gelu => gelu(m, m.load(x)),
                    Function::ExactGelu => exact_gelu(m, m.load(x)),
                };
                y.store(x);
            }
        }
    }

    fn apply(function: Function, x: &[f32]) -> Vec<f32> {
        let y = || {
            let mut y = x.to_vec();
            dispatch_kernel(Apply(function, &mut y));
            y
        };
        same(|| bits(&y()));
        y()
    }

    #[test]
    fn exact_gelu_is_the_normal_distribution_s() {
        // x · Φ(x), from tables.
        let known = [
            (-3.0, -0.004_05),
            (-1.0, -0.158_655),
            (-0.5, -0.154_269),
            (0.5, 0.345_731),
            (1.0, 0.841_345),
            (2.0, 1.954_5),
        ];
        let mut x = [0f32; LANES];
        for (x, (known, _)) in x.iter_mut().zip(known) {
            *x = known;
        }
        for (y, (x, known)) in apply(Function::ExactGelu, &x).into_iter().zip(known) {
            assert!((y - known).abs() < 5e-4, "{x}: {y} is not {known}");
        }
        let ends = apply(Function::ExactGelu, &[[-1e4; 8], [1e4; 8]].concat());
        assert!(ends[0].abs() < 1e-3 && (ends[15] - 1e4).abs() < 1.0, "{ends:?}");
    }

    struct NormaliseAndQuantise<'a>(&'a mut [f32], &'a Norm, &'a mut [u8]);

    impl Kernel for NormaliseAndQuantise<'_> {
        type Output = Quantised;

        #[inline(always)]
        fn run<M: Machine>(self, m: M) -> Quantised {
            let mut sum = m.splat(0.0);
            for x in self.0.as_chunks::<LANES>().0 {
                sum = sum + m.load(x);
            }
            normalise(m, self.0, sum, self.1);
            quantise(m, self.0, self.2)
        }
    }

    struct Quantise<'a>(&'a [f32], &'a mut [u8]);

    impl Kernel for Quantise<'_> {
        type Output = Quantised;

        #[inline(always)]
        fn run<M: Machine>(self, m: M) -> Quantised {
            quantise(m, self.0, self.1)
        }
    }

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919) % 1013) as f32 / 97.0 - 5.0).collect()
    }

    #[test]
    fn exp2_is_close_to_the_library_s() {
        let x: Vec<f32> = (-11_500..8_700).map(|i| i as f32 / 100.0).collect();
        let x = &x[..x.len() / LANES * LANES];
        for (x, y) in x.iter().zip(apply(Function::Exp2, x)) {
            let relative = (y / x.exp2() - 1.0).abs();
            assert!(relative < 1e-5, "2^{x} is off by {relative}");
        }
    }

    #[test]
    fn exp2_neither_vanishes_nor_overflows() {
        let ends = apply(Function::Exp2, &[[-1e9; 8], [1e9; 8]].concat());
        assert!(ends[0] > 0.0 && ends[15] < 2e26, "{ends:?}");
    }

    #[test]
    fn gelu_is_its_formula() {
        let x: Vec<f32> = (-800..800).map(|i| i as f32 / 10.0).collect();
        for (x, y) in x.iter().zip(apply(Function::Gelu, &x)) {
            let exact = x / (1.0 + (-1.702 * x).exp());
            assert!((y - exact).abs() < 1e-4, "{x}: {y} is not {exact}");
        }
    }

    #[test]
    fn rows_are_normalised_and_quantised_with_the_same_bits_everywhere() {
        let norm = Norm {
            scale: vec![1.1; 384],
            shift: vec![0.3; 384],
        };
        let (row, ..) = same(|| {
            let (mut row, mut bytes) = (numbers(384), vec![0; 384]);
            let q = dispatch_kernel(NormaliseAndQuantise(&mut row, &norm, &mut bytes));
            (bits(&row), bytes, bits(&[q.step, q.zero]))
        });
        let mean = row.iter().map(|b| f32::from_bits(*b)).sum::<f32>() / 384.0;
        assert!((mean - 0.3).abs() < 1e-4, "{mean}");
    }

    #[test]
    fn quantising_loses_at_most_half_a_step() {
        let row: Vec<f32> = (0..64).map(|i| (i as f32 - 20.0) / 7.0).collect();
        let mut bytes = vec![0u8; 64];
        let q = dispatch_kernel(Quantise(&row, &mut bytes));
        for (x, b) in row.iter().zip(&bytes) {
            assert!((x - (f32::from(*b) - q.zero) * q.step).abs() <= q.step * 0.51);
        }
        assert_eq!(dispatch_kernel(Quantise(&[0.0; 64], &mut bytes)).zero, 0.0);
    }
}
