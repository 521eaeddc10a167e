//! Linear layers in eight bits: products of bytes from `rten-gemm`, exact on every machine, and the floating-point
//! frame around them.
//!
//! Weights keep seven bits: on machines without VNNI the product of an unsigned and a signed byte pair is summed in
//! sixteen bits, and 2 · 255 · 63 still fits.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use crate::vector::{LANES, Quantised, dispatch, gelu, quantise};

/// What is done to each output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    None,
    Gelu,
}

/// One layer: `inputs` columns of x to `outputs` columns of y.
pub(crate) struct Linear {
    packed: PackedBMatrix<i8>,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// Size of one weight step, per output.
    steps: Vec<f32>,
    /// Sum of each output's weights: what a shift of the input's zero by one comes to.
    shifts: Vec<f32>,
    bias: Vec<f32>,
}

/// Room that products work in, reused from text to text.
#[derive(Default)]
pub(crate) struct Workspace {
    bytes: Vec<u8>,
    rows: Vec<Quantised>,
    sums: Vec<i32>,
}

/// The means to multiply: the machine's kernel, which stays on its thread, and room to work in.
pub(crate) struct Products<'w> {
    executor: GemmExecutor<u8, i8, i32>,
    space: &'w mut Workspace,
}

impl<'w> Products<'w> {
    pub(crate) fn new(space: &'w mut Workspace) -> Self {
        Self {
            executor: GemmExecutor::new(),
            space,
        }
    }
}

impl Linear {
    /// From weights stored `[inputs, outputs]`. `inputs` is a multiple of [`LANES`].
    pub(crate) fn new(weights: &[i8], inputs: usize, outputs: usize, steps: Vec<f32>, bias: Vec<f32>) -> Self {
        let mut column_sums = vec![0i32; outputs];
        for row in weights.chunks_exact(outputs) {
            for (sum, weight) in column_sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        let executor = GemmExecutor::<u8, i8, i32>::new();
        let packed = executor.prepack_b(NdTensorView::from_data([inputs, outputs], weights));
        let shifts = column_sums
            .iter()
            .zip(&steps)
            .map(|(sum, step)| *sum as f32 * step)
            .collect();
        Self {
            packed,
            inputs,
            outputs,
            steps,
            shifts,
            bias,
        }
    }

    /// y = activation(x · weights + bias) for every row of `x`; `y` is resized to hold it.
    pub(crate) fn apply(&self, x: &[f32], y: &mut Vec<f32>, activation: Activation, products: &mut Products<'_>) {
        let Products { executor, space } = products;
        let rows = x.len() / self.inputs;
        y.resize(rows * self.outputs, 0.0);
        if rows == 0 {
            return;
        }
        space.bytes.resize(rows * self.inputs, 0);
        space.rows.resize(rows, Quantised::default());
        space.sums.resize(rows * self.outputs, 0);
        let (bytes, quantised, sums) = (
            &mut space.bytes[..rows * self.inputs],
            &mut space.rows[..rows],
            &mut space.sums[..rows * self.outputs],
        );
        dispatch(
            #[inline(always)]
            || {
                for ((row, out), q) in x
                    .chunks_exact(self.inputs)
                    .zip(bytes.chunks_exact_mut(self.inputs))
                    .zip(quantised.iter_mut())
                {
                    *q = quantise(row, out);
                }
            },
        );
        let a = NdTensorView::from_data([rows, self.inputs], &*bytes);
        executor
            .gemm(
                sums,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                GemmOptions::default(),
            )
            .expect("shapes were made to agree above");
        dispatch(
            #[inline(always)]
            || match activation {
                Activation::None => self.frame(
                    sums,
                    quantised,
                    y,
                    #[inline(always)]
                    |v| v,
                ),
                Activation::Gelu => self.frame(sums, quantised, y, gelu),
            },
        );
    }

    /// From integer sums back to numbers: (sum - zero · column sum) · row step · column step + bias.
    #[inline(always)]
    fn frame(&self, sums: &[i32], rows: &[Quantised], y: &mut [f32], activation: impl Fn(f32) -> f32) {
        let n = self.outputs;
        let (steps, steps_rest) = self.steps.as_chunks::<LANES>();
        let (shifts, shifts_rest) = self.shifts.as_chunks::<LANES>();
        let (bias, bias_rest) = self.bias.as_chunks::<LANES>();
        for ((sums, out), q) in sums.chunks_exact(n).zip(y.chunks_exact_mut(n)).zip(rows) {
            let zero = q.step * q.zero;
            let (sums, sums_rest) = sums.as_chunks::<LANES>();
            let (out, out_rest) = out.as_chunks_mut::<LANES>();
            for ((((o, s), w), c), b) in out.iter_mut().zip(sums).zip(steps).zip(shifts).zip(bias) {
                for j in 0..LANES {
                    o[j] = activation(s[j] as f32 * (q.step * w[j]) + (b[j] - zero * c[j]));
                }
            }
            for ((((o, s), w), c), b) in out_rest
                .iter_mut()
                .zip(sums_rest)
                .zip(steps_rest)
                .zip(shifts_rest)
                .zip(bias_rest)
            {
                *o = activation(*s as f32 * (q.step * w) + (b - zero * c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_same_product_in_floating_point() {
        let (inputs, outputs, rows) = (64, 37, 5);
        let weights: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 31) % 127) as i8 - 63).collect();
        let steps: Vec<f32> = (0..outputs).map(|j| 0.01 + j as f32 * 1e-4).collect();
        let bias: Vec<f32> = (0..outputs).map(|j| j as f32 / 10.0).collect();
        let x: Vec<f32> = (0..rows * inputs)
            .map(|i| ((i * 17) % 41) as f32 / 10.0 - 1.5)
            .collect();
        let layer = Linear::new(&weights, inputs, outputs, steps.clone(), bias.clone());
        let (mut y, mut space) = (Vec::new(), Workspace::default());
        layer.apply(&x, &mut y, Activation::None, &mut Products::new(&mut space));
        for r in 0..rows {
            for j in 0..outputs {
                let exact: f32 = (0..inputs)
                    .map(|i| x[r * inputs + i] * f32::from(weights[i * outputs + j]) * steps[j])
                    .sum::<f32>()
                    + bias[j];
                assert!(
                    (y[r * outputs + j] - exact).abs() < 0.15,
                    "{} is not near {exact}",
                    y[r * outputs + j]
                );
            }
        }
    }

    #[test]
    fn extreme_bytes_do_not_saturate() {
        let (inputs, outputs) = (64, 16);
        let layer = Linear::new(
            &vec![63i8; inputs * outputs],
            inputs,
            outputs,
            vec![1.0; outputs],
            vec![0.0; outputs],
        );
        let (mut y, mut space) = (Vec::new(), Workspace::default());
        layer.apply(
            &vec![255f32; inputs],
            &mut y,
            Activation::None,
            &mut Products::new(&mut space),
        );
        assert!(y.iter().all(|v| (*v - 255.0 * 63.0 * 64.0).abs() < 1.0), "{y:?}");
    }
}
