//! Linear layers in eight bits: products of bytes from `rten-gemm`, exact on every machine, and the floating-point
//! frame around them.
//!
//! Weights keep seven bits: on machines without VNNI the product of an unsigned and a signed byte pair is summed in
//! sixteen bits, and 2 · 255 · 63 still fits.

use std::ops::Range;

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use crate::lanes::{Kernel, LANES, Lanes, Machine, dispatch_kernel};
use crate::vector::{Quantised, gelu, quantise};

/// Sums that one block of rows may have: 384 KiB, which leaves room for weights in a second-level cache of 1 MiB.
const SUMS_A_BLOCK: usize = 96 << 10;
/// Rows that `rten-gemm` packs together; blocks of more give it nothing.
const ROWS_A_BLOCK: usize = 64;
/// Rows that its tiles have.
const ROWS_A_TILE: usize = 8;
/// Columns that `rten-gemm` takes at a time. It packs the rows anew for each such run of columns.
const COLUMNS_A_PACKING: usize = 1024;

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
    /// For each sixteen outputs; the last ones may be fewer.
    columns: Vec<Columns>,
}

/// What the frame around the products needs of sixteen outputs.
#[derive(Clone, Copy)]
struct Columns {
    /// Size of one weight step.
    steps: [f32; LANES],
    /// Sum of each output's weights times its step: what a shift of the input's zero by one comes to.
    shifts: [f32; LANES],
    bias: [f32; LANES],
}

impl Columns {
    /// (sum - zero · column sum) · row step · column step + bias, for sixteen sums of a row.
    #[inline(always)]
    fn frame<M: Machine>(&self, m: M, sums: &[i32; LANES], step: M::Lanes, zero: M::Lanes) -> M::Lanes {
        m.load_integers(sums) * (step * m.load(&self.steps)) + (m.load(&self.bias) - zero * m.load(&self.shifts))
    }
}

/// Rows of bytes and how each was made.
#[derive(Default)]
pub(crate) struct QuantisedRows {
    pub(crate) bytes: Vec<u8>,
    pub(crate) rows: Vec<Quantised>,
}

impl QuantisedRows {
    pub(crate) fn resize(&mut self, rows: usize, width: usize) {
        self.bytes.resize(rows * width, 0);
        self.rows.resize(rows, Quantised::default());
    }
}

/// Room that products work in, reused from text to text.
#[derive(Default)]
pub(crate) struct Workspace {
    block: QuantisedRows,
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

    /// The sums of `layer` for rows of bytes, one row after the other.
    pub(crate) fn multiply(&mut self, layer: &Linear, bytes: &[u8]) -> &[i32] {
        multiply(&self.executor, layer, bytes, &mut self.space.sums)
    }
}

fn multiply<'s>(
    executor: &GemmExecutor<u8, i8, i32>,
    layer: &Linear,
    bytes: &[u8],
    sums: &'s mut Vec<i32>,
) -> &'s [i32] {
    let rows = bytes.len() / layer.inputs;
    if sums.len() < rows * layer.outputs {
        sums.resize(rows * layer.outputs, 0);
    }
    let sums = &mut sums[..rows * layer.outputs];
    let bytes = NdTensorView::from_data([rows, layer.inputs], bytes);
    let packed;
    let input = if layer.outputs > COLUMNS_A_PACKING {
        packed = executor.prepack_a(bytes);
        GemmInputA::Packed(&packed)
    } else {
        GemmInputA::Unpacked(bytes)
    };
    let weights = GemmInputB::Packed(&layer.packed);
    executor
        .gemm(sums, input, weights, GemmOptions::default())
        .expect("shapes were made to agree above");
    sums
}

/// Cuts `rows` into blocks of nearly one size whose sums, `outputs` a row, stay in the cache.
pub(crate) fn blocks(rows: usize, outputs: usize) -> impl Iterator<Item = Range<usize>> {
    let most = (SUMS_A_BLOCK / outputs.max(1)).clamp(ROWS_A_TILE, ROWS_A_BLOCK);
    let count = rows.div_ceil(most).max(1);
    let size = rows.div_ceil(count).next_multiple_of(ROWS_A_TILE).max(ROWS_A_TILE);
    (0..rows)
        .step_by(size)
        .map(move |start| start..(start + size).min(rows))
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
        let none = Columns {
            steps: [0.0; LANES],
            shifts: [0.0; LANES],
            bias: [0.0; LANES],
        };
        let mut columns = vec![none; outputs.div_ceil(LANES)];
        for (at, ((sum, step), bias)) in column_sums.iter().zip(&steps).zip(&bias).enumerate() {
            let (columns, lane) = (&mut columns[at / LANES], at % LANES);
            columns.steps[lane] = *step;
            columns.shifts[lane] = *sum as f32 * step;
            columns.bias[lane] = *bias;
        }
        Self {
            packed,
            inputs,
            outputs,
            columns,
        }
    }

    /// y = activation(x · weights + bias) for every row of `x`; `y` is resized to hold it.
    pub(crate) fn apply(&self, x: &[f32], y: &mut Vec<f32>, activation: Activation, products: &mut Products<'_>) {
        let Products { executor, space } = products;
        let rows = x.len() / self.inputs;
        y.resize(rows * self.outputs, 0.0);
        for block in blocks(rows, self.outputs) {
            space.block.resize(block.len(), self.inputs);
            dispatch_kernel(QuantiseRows {
                x: &x[block.start * self.inputs..block.end * self.inputs],
                width: self.inputs,
                bytes: &mut space.block.bytes,
                rows: &mut space.block.rows,
            });
            let sums = multiply(executor, self, &space.block.bytes, &mut space.sums);
            dispatch_kernel(Frame {
                layer: self,
                sums,
                rows: &space.block.rows,
                y: &mut y[block.start * self.outputs..block.end * self.outputs],
                activation,
            });
        }
    }

    /// From one row of integer sums back to numbers, which `finish` takes sixteen at a time with their place in `out`.
    #[inline(always)]
    pub(crate) fn frame<M: Machine>(
        &self,
        m: M,
        sums: &[i32],
        q: Quantised,
        out: &mut [f32],
        mut finish: impl FnMut(M::Lanes, &mut [f32; LANES]),
    ) {
        let (step, zero) = (m.splat(q.step), m.splat(q.step * q.zero));
        let (sums, sums_rest) = sums.as_chunks::<LANES>();
        let (out, out_rest) = out.as_chunks_mut::<LANES>();
        for ((o, s), c) in out.iter_mut().zip(sums).zip(&self.columns) {
            finish(c.frame(m, s, step, zero), o);
        }
        if let (false, Some(c)) = (sums_rest.is_empty(), self.columns.last()) {
            let (mut s, mut o) = ([0; LANES], [0.0; LANES]);
            s[..sums_rest.len()].copy_from_slice(sums_rest);
            finish(c.frame(m, &s, step, zero), &mut o);
            out_rest.copy_from_slice(&o[..out_rest.len()]);
        }
    }
}

/// Turns rows into bytes.
pub(crate) struct QuantiseRows<'a> {
    pub(crate) x: &'a [f32],
    pub(crate) width: usize,
    pub(crate) bytes: &'a mut [u8],
    pub(crate) rows: &'a mut [Quantised],
}

impl Kernel for QuantiseRows<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let rows = self.x.chunks_exact(self.width);
        for ((row, bytes), q) in rows.zip(self.bytes.chunks_exact_mut(self.width)).zip(self.rows) {
            *q = quantise(m, row, bytes);
        }
    }
}

/// Turns rows of sums back into numbers.
pub(crate) struct Frame<'a> {
    pub(crate) layer: &'a Linear,
    pub(crate) sums: &'a [i32],
    pub(crate) rows: &'a [Quantised],
    pub(crate) y: &'a mut [f32],
    pub(crate) activation: Activation,
}

impl Kernel for Frame<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let n = self.layer.outputs;
        let rows = self.sums.chunks_exact(n).zip(self.y.chunks_exact_mut(n)).zip(self.rows);
        match self.activation {
            Activation::None => {
                for ((sums, y), q) in rows {
                    self.layer.frame(
                        m,
                        sums,
                        *q,
                        y,
                        #[inline(always)]
                        |v, o| v.store(o),
                    );
                }
            }
            Activation::Gelu => {
                for ((sums, y), q) in rows {
                    self.layer.frame(
                        m,
                        sums,
                        *q,
                        y,
                        #[inline(always)]
                        |v, o| gelu(m, v).store(o),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::every_arch::{bits, same};

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

    #[test]
    fn every_machine_gives_the_same_bits_in_blocks_as_in_one() {
        let (inputs, outputs, rows) = (32, 45, 150);
        let weights: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 31) % 127) as i8 - 63).collect();
        let steps: Vec<f32> = (0..outputs).map(|j| 0.01 + j as f32 * 1e-4).collect();
        let layer = Linear::new(&weights, inputs, outputs, steps, vec![0.5; outputs]);
        let x: Vec<f32> = (0..rows * inputs)
            .map(|i| ((i * 17) % 41) as f32 / 10.0 - 1.5)
            .collect();
        for activation in [Activation::None, Activation::Gelu] {
            let apply = |x: &[f32]| {
                let (mut y, mut space) = (Vec::new(), Workspace::default());
                layer.apply(x, &mut y, activation, &mut Products::new(&mut space));
                bits(&y)
            };
            let whole = same(|| apply(&x));
            let one_by_one: Vec<u32> = x.chunks(inputs).flat_map(apply).collect();
            assert_eq!(whole, one_by_one);
        }
    }

    #[test]
    fn blocks_cover_all_rows() {
        for rows in [0, 1, 7, 8, 63, 64, 65, 257] {
            for outputs in [1, 384, 1536, 10_000] {
                let covered: Vec<usize> = blocks(rows, outputs).flatten().collect();
                assert_eq!(covered, (0..rows).collect::<Vec<_>>());
            }
        }
    }
}
