//! Transformer layers over rows of numbers: attention and a two-layer perceptron, each added to its input and
//! normalised after (Vaswani et al. 2017, as BERT has them).
//!
//! Sequences of any length lie end to end in one matrix without padding: only attention minds where one ends.

use crate::attention::{Attend, HEAD_WIDTH, HeadRoom};
use crate::lanes::{Kernel, Lanes, Machine, dispatch_kernel};
use crate::linear::{Activation, Frame, Linear, Products, QuantiseRows, QuantisedRows, blocks};
use crate::vector::{Gelu, Norm, Quantised, exact_gelu, gelu, normalise, quantise};
use crate::weights::{Container, WeightsError};

pub(crate) struct Layer {
    pub(crate) qkv: Linear,
    pub(crate) out: Linear,
    pub(crate) norm1: Norm,
    pub(crate) up: Linear,
    pub(crate) down: Linear,
    pub(crate) gelu: Gelu,
    pub(crate) norm2: Norm,
}

/// Layers on top of one another, all of one width.
pub(crate) struct Layers {
    pub(crate) hidden: usize,
    pub(crate) layers: Vec<Layer>,
}

/// Where rows go that are wanted as they are before the layer numbered `after`, counted from 0.
pub(crate) struct Early<'a> {
    pub(crate) after: usize,
    pub(crate) out: &'a mut Vec<f32>,
}

impl Early<'_> {
    fn take(&mut self, rows: &[usize], x: &[f32], width: usize) {
        self.out.clear();
        for row in rows {
            self.out.extend_from_slice(&x[row * width..(row + 1) * width]);
        }
    }
}

/// Activations of one batch, reused from batch to batch.
#[derive(Default)]
pub(crate) struct Activations {
    /// The rows that go into the next layer.
    pub(crate) x: Vec<f32>,
    /// The same as the next product reads them.
    pub(crate) bytes: QuantisedRows,
    qkv: Vec<f32>,
    context: Vec<f32>,
    every_row: Vec<usize>,
    head: HeadRoom,
    block: Block,
}

/// Activations of one block of rows on its way from attention through the feed-forward layers.
#[derive(Default)]
struct Block {
    context: QuantisedRows,
    inner: QuantisedRows,
    inner_row: Vec<f32>,
}

impl Layers {
    /// `count` layers, whose tensors' names begin with `prefix`. `inner` is the width between the perceptron's two
    /// layers.
    pub(crate) fn load(
        file: &Container<'_>,
        prefix: &str,
        count: usize,
        hidden: usize,
        inner: usize,
        gelu: Gelu,
    ) -> Result<Self, WeightsError> {
        let layer = |i: usize| {
            let name = |part: &str| format!("{prefix}layers.{i}.{part}");
            Ok(Layer {
                qkv: file.linear(&name("qkv"), hidden, 3 * hidden)?,
                out: file.linear(&name("out"), hidden, hidden)?,
                norm1: file.norm(&name("norm1"), hidden)?,
                up: file.linear(&name("up"), hidden, inner)?,
                gelu,
                down: file.linear(&name("down"), inner, hidden)?,
                norm2: file.norm(&name("norm2"), hidden)?,
            })
        };
        Ok(Self {
            hidden,
            layers: (0..count).map(layer).collect::<Result<_, WeightsError>>()?,
        })
    }

    /// Sends the rows in `room.x` (and `room.bytes`) through all layers. `ends` says where each sequence ends. Of the
    /// last layer only `rows` are finished, all of them for `None`; they come out in `out`, one after the other.
    /// `early` gets the same rows as they are after fewer layers.
    pub(crate) fn apply(
        &self,
        ends: &[usize],
        rows: Option<&[usize]>,
        mut early: Option<Early<'_>>,
        out: &mut Vec<f32>,
        room: &mut Activations,
        products: &mut Products<'_>,
    ) {
        let d = self.hidden;
        room.every_row.clear();
        room.every_row.extend(0..room.bytes.rows.len());
        for (i, layer) in self.layers.iter().enumerate() {
            self.project(layer, room, products);
            if let Some(early) = early.as_mut().filter(|early| early.after == i) {
                early.take(rows.unwrap_or(&room.every_row), &room.x, d);
            }
            // Of the last layer nothing is read but the rows that are asked for.
            let last = i + 1 == self.layers.len();
            let rows = rows.filter(|_| last).unwrap_or(&room.every_row);
            if last {
                out.clear();
                for row in rows {
                    out.extend_from_slice(&room.x[row * d..(row + 1) * d]);
                }
            }
            let x = if last { &mut *out } else { &mut room.x };
            room.context.resize(rows.len() * d, 0.0);
            dispatch_kernel(Attend {
                qkv: &room.qkv,
                heads: d / HEAD_WIDTH,
                ends,
                rows,
                context: &mut room.context,
                room: &mut room.head,
            });
            room.bytes.resize(rows.len(), d);
            for block in blocks(rows.len(), layer.up.outputs) {
                let (context, x) = (
                    &room.context[block.start * d..block.end * d],
                    &mut x[block.start * d..block.end * d],
                );
                let bytes = &mut room.bytes.bytes[block.start * d..block.end * d];
                layer.finish(
                    context,
                    x,
                    bytes,
                    &mut room.bytes.rows[block],
                    &mut room.block,
                    products,
                );
            }
        }
    }

    /// Queries, keys and values of every row.
    fn project(&self, layer: &Layer, room: &mut Activations, products: &mut Products<'_>) {
        let (d, n) = (self.hidden, layer.qkv.outputs);
        let rows = room.bytes.rows.len();
        room.qkv.resize(rows * n, 0.0);
        for block in blocks(rows, n) {
            let sums = products.multiply(&layer.qkv, &room.bytes.bytes[block.start * d..block.end * d]);
            dispatch_kernel(Frame {
                layer: &layer.qkv,
                sums,
                rows: &room.bytes.rows[block.clone()],
                y: &mut room.qkv[block.start * n..block.end * n],
                activation: Activation::None,
            });
        }
    }
}

impl Layer {
    /// All of a layer after attention, for one block of rows: from `context` and the rows `x` that went in to the rows
    /// that come out, as numbers and as bytes.
    fn finish(
        &self,
        context: &[f32],
        x: &mut [f32],
        bytes: &mut [u8],
        rows: &mut [Quantised],
        room: &mut Block,
        products: &mut Products<'_>,
    ) {
        room.context.resize(rows.len(), self.out.inputs);
        dispatch_kernel(QuantiseRows {
            x: context,
            width: self.out.inputs,
            bytes: &mut room.context.bytes,
            rows: &mut room.context.rows,
        });
        dispatch_kernel(AddAndNormalise {
            layer: &self.out,
            sums: products.multiply(&self.out, &room.context.bytes),
            inputs: &room.context.rows,
            norm: &self.norm1,
            x,
            bytes,
            rows,
        });
        room.inner.resize(rows.len(), self.up.outputs);
        room.inner_row.resize(self.up.outputs, 0.0);
        dispatch_kernel(GeluAndQuantise {
            gelu: self.gelu,
            layer: &self.up,
            sums: products.multiply(&self.up, bytes),
            inputs: rows,
            row: &mut room.inner_row,
            bytes: &mut room.inner.bytes,
            rows: &mut room.inner.rows,
        });
        dispatch_kernel(AddAndNormalise {
            layer: &self.down,
            sums: products.multiply(&self.down, &room.inner.bytes),
            inputs: &room.inner.rows,
            norm: &self.norm2,
            x,
            bytes,
            rows,
        });
    }
}

/// Adds a product to the rows that went round it, normalises them, and turns them into bytes as well.
struct AddAndNormalise<'a> {
    layer: &'a Linear,
    sums: &'a [i32],
    /// How the product's own inputs were quantised.
    inputs: &'a [Quantised],
    norm: &'a Norm,
    x: &'a mut [f32],
    bytes: &'a mut [u8],
    rows: &'a mut [Quantised],
}

impl Kernel for AddAndNormalise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let d = self.layer.outputs;
        let inputs = self.sums.chunks_exact(d).zip(self.inputs);
        let outputs = self.bytes.chunks_exact_mut(d).zip(self.rows);
        for ((row, (sums, input)), (bytes, q)) in self.x.chunks_exact_mut(d).zip(inputs).zip(outputs) {
            let mut sum = m.splat(0.0);
            self.layer.frame(
                m,
                sums,
                *input,
                row,
                #[inline(always)]
                |v, o| {
                    let v = v + m.load(o);
                    sum = sum + v;
                    v.store(o);
                },
            );
            normalise(m, row, sum, self.norm);
            *q = quantise(m, row, bytes);
        }
    }
}

/// The activation within the feed-forward layers: from sums to bytes.
struct GeluAndQuantise<'a> {
    gelu: Gelu,
    layer: &'a Linear,
    sums: &'a [i32],
    /// How the product's own inputs were quantised.
    inputs: &'a [Quantised],
    row: &'a mut [f32],
    bytes: &'a mut [u8],
    rows: &'a mut [Quantised],
}

impl Kernel for GeluAndQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let n = self.layer.outputs;
        let inputs = self.sums.chunks_exact(n).zip(self.inputs);
        for ((bytes, q), (sums, input)) in self.bytes.chunks_exact_mut(n).zip(self.rows).zip(inputs) {
            match self.gelu {
                Gelu::Sigmoid => self.layer.frame(
                    m,
                    sums,
                    *input,
                    self.row,
                    #[inline(always)]
                    |v, o| gelu(m, v).store(o),
                ),
                Gelu::Exact => self.layer.frame(
                    m,
                    sums,
                    *input,
                    self.row,
                    #[inline(always)]
                    |v, o| exact_gelu(m, v).store(o),
                ),
            }
            *q = quantise(m, self.row, bytes);
        }
    }
}
