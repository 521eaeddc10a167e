//! The floating-point loops of the network, with the same bits on every machine.
//!
//! Every loop is plain Rust over fixed-size lanes. [`dispatch`] compiles it for the widest vectors that the machine
//! has; since sums keep sixteen lanes whatever the vector width, since Rust never fuses a multiplication and an
//! addition on its own, and since `exp` is ours, the result does not depend on which was taken.

/// Partial sums that every reduction keeps, whatever the machine's vector width.
pub(crate) const LANES: usize = 16;

/// Runs `f` compiled for the machine's widest vector instructions. Everything hot inside must be inlined into it.
#[inline]
pub(crate) fn dispatch<R>(f: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(f)
}

/// e^x for x clamped to [-80, 80], by a fifth-degree polynomial on the fraction of x / ln 2; relative error < 3e-6.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to an integer kept in the low mantissa bits
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    let x = if x > -80.0 { x } else { -80.0 };
    let x = if x < 80.0 { x } else { 80.0 };
    let shifted = x * LOG2_E + SHIFT;
    let f = x * LOG2_E - (shifted - SHIFT);
    let p = 0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_3);
    let p = 1.0 + f * (std::f32::consts::LN_2 + f * (0.240_226_5 + f * p));
    f32::from_bits(shifted.to_bits().wrapping_add(127).wrapping_shl(23)) * p
}

/// x * sigmoid(1.702 x), the GELU that the network was trained with.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    x / (1.0 + exp(-1.702 * x))
}

/// The lanes' sum, in one fixed order.
#[inline(always)]
fn fold_sum(lanes: &[f32; LANES]) -> f32 {
    let mut half = [0f32; LANES / 2];
    for j in 0..LANES / 2 {
        half[j] = lanes[j] + lanes[j + LANES / 2];
    }
    ((half[0] + half[4]) + (half[1] + half[5])) + ((half[2] + half[6]) + (half[3] + half[7]))
}

/// Adds `added` to `x` and normalises each row of `width` (a multiple of [`LANES`]) to mean 0 and variance 1, then
/// scales and shifts it (Ba et al. 2016).
#[inline(always)]
pub(crate) fn add_and_normalise(x: &mut [f32], added: &[f32], width: usize, scale: &[f32], shift: &[f32]) {
    for (row, add) in x.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
        let mut sum = [0f32; LANES];
        for (a, b) in row.chunks_exact_mut(LANES).zip(add.chunks_exact(LANES)) {
            for j in 0..LANES {
                a[j] += b[j];
                sum[j] += a[j];
            }
        }
        normalise_row(row, fold_sum(&sum), scale, shift);
    }
}

/// [`add_and_normalise`] without the addition.
#[inline(always)]
pub(crate) fn normalise(x: &mut [f32], width: usize, scale: &[f32], shift: &[f32]) {
    for row in x.chunks_exact_mut(width) {
        let mut sum = [0f32; LANES];
        for a in row.chunks_exact(LANES) {
            for j in 0..LANES {
                sum[j] += a[j];
            }
        }
        normalise_row(row, fold_sum(&sum), scale, shift);
    }
}

#[inline(always)]
fn normalise_row(row: &mut [f32], sum: f32, scale: &[f32], shift: &[f32]) {
    let mean = sum / row.len() as f32;
    let mut squares = [0f32; LANES];
    for a in row.chunks_exact(LANES) {
        for j in 0..LANES {
            let d = a[j] - mean;
            squares[j] += d * d;
        }
    }
    let inverse = 1.0 / (fold_sum(&squares) / row.len() as f32 + 1e-12).sqrt();
    for ((a, s), t) in row
        .chunks_exact_mut(LANES)
        .zip(scale.chunks_exact(LANES))
        .zip(shift.chunks_exact(LANES))
    {
        for j in 0..LANES {
            a[j] = (a[j] - mean) * inverse * s[j] + t[j];
        }
    }
}

/// How a row of numbers was turned into bytes: `x ≈ (byte - zero) * step`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quantised {
    pub(crate) step: f32,
    pub(crate) zero: f32,
}

/// Turns a row (a multiple of [`LANES`]) into bytes that span its own range exactly, zero included.
#[inline(always)]
pub(crate) fn quantise(row: &[f32], bytes: &mut [u8]) -> Quantised {
    const SHIFT: f32 = 12_582_912.0;
    let (mut low, mut high) = ([0f32; LANES], [0f32; LANES]);
    for a in row.chunks_exact(LANES) {
        for j in 0..LANES {
            low[j] = if a[j] < low[j] { a[j] } else { low[j] };
            high[j] = if a[j] > high[j] { a[j] } else { high[j] };
        }
    }
    let (mut least, mut most) = (low[0], high[0]);
    for j in 1..LANES {
        least = if low[j] < least { low[j] } else { least };
        most = if high[j] > most { high[j] } else { most };
    }
    let range = most - least;
    let step = if range > 1e-9 { range / 255.0 } else { 1e-9 };
    let inverse = 1.0 / step;
    // Rounded to the nearest integer by the addition of SHIFT, whose low bits then hold it.
    let zero = (-least * inverse + SHIFT) - SHIFT;
    let offset = zero + SHIFT;
    for (a, b) in row.chunks_exact(LANES).zip(bytes.chunks_exact_mut(LANES)) {
        for j in 0..LANES {
            let shifted = a[j] * inverse + offset;
            // Rounding can step one past either end of the range.
            let shifted = if shifted < SHIFT { SHIFT } else { shifted };
            let shifted = if shifted > SHIFT + 255.0 {
                SHIFT + 255.0
            } else {
                shifted
            };
            b[j] = shifted.to_bits() as u8;
        }
    }
    Quantised { step, zero }
}

/// Softmax over a row (a multiple of [`LANES`]), in place.
#[inline(always)]
pub(crate) fn softmax(row: &mut [f32]) {
    let mut high = [f32::MIN; LANES];
    for a in row.chunks_exact(LANES) {
        for j in 0..LANES {
            high[j] = if a[j] > high[j] { a[j] } else { high[j] };
        }
    }
    let mut most = high[0];
    for value in high {
        most = if value > most { value } else { most };
    }
    let mut sum = [0f32; LANES];
    for a in row.chunks_exact_mut(LANES) {
        for j in 0..LANES {
            a[j] = exp(a[j] - most);
            sum[j] += a[j];
        }
    }
    let inverse = 1.0 / fold_sum(&sum);
    for a in row.iter_mut() {
        *a *= inverse;
    }
}

/// The dot product of two rows (a multiple of [`LANES`]).
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sum = [0f32; LANES];
    for (x, y) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for j in 0..LANES {
            sum[j] += x[j] * y[j];
        }
    }
    fold_sum(&sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_to_the_library_s() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let relative = (exp(x) / x.exp() - 1.0).abs();
            assert!(relative < 1e-5, "exp({x}) is off by {relative}");
        }
    }

    #[test]
    fn every_vector_width_gives_the_same_bits() {
        let make = || {
            (0..384)
                .map(|i| ((i * 7919) % 1013) as f32 / 97.0 - 5.0)
                .collect::<Vec<f32>>()
        };
        let (scale, shift) = (vec![1.1f32; 384], vec![0.3f32; 384]);
        let mut plain = make();
        normalise(&mut plain, 384, &scale, &shift);
        softmax(&mut plain);
        let mut bytes = vec![0u8; 384];
        let quantised = quantise(&plain, &mut bytes);
        let (wide, wide_bytes, wide_quantised) = dispatch(
            #[inline(always)]
            || {
                let mut x = make();
                normalise(&mut x, 384, &scale, &shift);
                softmax(&mut x);
                let mut bytes = vec![0u8; 384];
                let quantised = quantise(&x, &mut bytes);
                (x, bytes, quantised)
            },
        );
        assert!(plain.iter().zip(&wide).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert_eq!(bytes, wide_bytes);
        assert_eq!(
            (quantised.step, quantised.zero),
            (wide_quantised.step, wide_quantised.zero)
        );
    }

    #[test]
    fn quantising_loses_at_most_half_a_step() {
        let row: Vec<f32> = (0..64).map(|i| (i as f32 - 20.0) / 7.0).collect();
        let mut bytes = vec![0u8; 64];
        let q = quantise(&row, &mut bytes);
        for (x, b) in row.iter().zip(&bytes) {
            assert!((x - (f32::from(*b) - q.zero) * q.step).abs() <= q.step * 0.51);
        }
        let zeros = vec![0f32; 64];
        assert_eq!(quantise(&zeros, &mut bytes).zero, 0.0);
    }

    #[test]
    fn softmax_sums_to_one_and_ignores_masked_lanes() {
        let mut row = vec![-1e9f32; 32];
        row[..3].copy_from_slice(&[1.0, 2.0, 3.0]);
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(row[3..].iter().all(|p| *p == 0.0 || *p < 1e-30));
    }
}
