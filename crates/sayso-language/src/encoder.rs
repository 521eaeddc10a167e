//! The encoder: word pieces in, one vector a word out.
//!
//! BERT's layers (Devlin et al. 2019) at MiniLM's size. Sequences of any length lie end to end in one matrix without
//! padding: only attention minds where one ends.

use crate::attention::{Attend, HeadRoom};
use crate::lanes::{Kernel, LANES, Lanes, Machine, dispatch_kernel};
use crate::linear::{Activation, Frame, Linear, Products, QuantiseRows, QuantisedRows, blocks};
use crate::vector::{Norm, Quantised, gelu, normalise, quantise};
use crate::weights::{WeightsError, WeightsFile};

pub(crate) use crate::attention::HEAD_WIDTH;

/// The sequences of one batch, end to end.
#[derive(Default)]
pub(crate) struct Batch {
    /// Word-piece ids.
    pub(crate) pieces: Vec<u32>,
    /// Letter-case class of each piece's word.
    pub(crate) cases: Vec<u8>,
    /// Where each sequence ends in `pieces`.
    pub(crate) ends: Vec<usize>,
    /// Row of each word's first piece; before each sequence's words stands its `[CLS]`.
    pub(crate) words: Vec<usize>,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
        self.cases.clear();
        self.ends.clear();
        self.words.clear();
    }
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

pub(crate) struct Encoder {
    hidden: usize,
    heads: usize,
    piece: Vec<i8>,
    piece_steps: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Activations of one batch, reused from batch to batch.
#[derive(Default)]
pub(crate) struct Activations {
    x: Vec<f32>,
    /// Every row of `x` as the next product reads it.
    bytes: QuantisedRows,
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

impl Encoder {
    pub(crate) fn load(file: &WeightsFile<'_>) -> Result<Self, WeightsError> {
        let s = &file.sizes;
        let norm = |name: &str| -> Result<Norm, WeightsError> {
            Ok(Norm {
                scale: file.floats(&format!("{name}.weight"), &[s.hidden])?,
                shift: file.floats(&format!("{name}.bias"), &[s.hidden])?,
            })
        };
        let layers = (0..s.layers)
            .map(|i| {
                Ok(Layer {
                    qkv: file.linear(&format!("layers.{i}.qkv"), s.hidden, 3 * s.hidden)?,
                    out: file.linear(&format!("layers.{i}.out"), s.hidden, s.hidden)?,
                    norm1: norm(&format!("layers.{i}.norm1"))?,
                    up: file.linear(&format!("layers.{i}.up"), s.hidden, s.inner)?,
                    down: file.linear(&format!("layers.{i}.down"), s.inner, s.hidden)?,
                    norm2: norm(&format!("layers.{i}.norm2"))?,
                })
            })
            .collect::<Result<_, WeightsError>>()?;
        Ok(Self {
            hidden: s.hidden,
            heads: s.heads,
            piece: file.bytes("piece.weight", &[s.pieces, s.hidden])?,
            piece_steps: file.floats("piece.step", &[s.pieces])?,
            positions: file.floats("position.weight", &[s.positions, s.hidden])?,
            cases: file.floats("case.weight", &[s.cases, s.hidden])?,
            norm: norm("norm")?,
            layers,
        })
    }

    /// Most pieces that one sequence may have, `[CLS]` and `[SEP]` included.
    pub(crate) fn positions(&self) -> usize {
        self.positions.len() / self.hidden
    }

    /// Encodes the batch and leaves in `words` one row of `hidden` numbers for each of [`Batch::words`].
    pub(crate) fn encode(
        &self,
        batch: &Batch,
        words: &mut Vec<f32>,
        room: &mut Activations,
        products: &mut Products<'_>,
    ) {
        let d = self.hidden;
        room.every_row.clear();
        room.every_row.extend(0..batch.pieces.len());
        self.embed(batch, room);
        for (i, layer) in self.layers.iter().enumerate() {
            self.project(layer, room, products);
            // Of the last layer nothing is read but the words' rows.
            let last = i + 1 == self.layers.len();
            if last {
                words.clear();
                for row in &batch.words {
                    words.extend_from_slice(&room.x[row * d..(row + 1) * d]);
                }
            }
            let rows = if last { &batch.words } else { &room.every_row };
            let x = if last { &mut *words } else { &mut room.x };
            room.context.resize(rows.len() * d, 0.0);
            dispatch_kernel(Attend {
                qkv: &room.qkv,
                heads: self.heads,
                ends: &batch.ends,
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

    fn embed(&self, batch: &Batch, room: &mut Activations) {
        room.x.resize(batch.pieces.len() * self.hidden, 0.0);
        room.bytes.resize(batch.pieces.len(), self.hidden);
        dispatch_kernel(Embed {
            encoder: self,
            batch,
            x: &mut room.x,
            bytes: &mut room.bytes,
        });
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

/// Embeds and normalises every piece.
struct Embed<'a> {
    encoder: &'a Encoder,
    batch: &'a Batch,
    x: &'a mut [f32],
    bytes: &'a mut QuantisedRows,
}

impl Kernel for Embed<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let Encoder {
            hidden,
            piece,
            piece_steps,
            positions,
            cases,
            norm,
            ..
        } = self.encoder;
        let row_of = |at: usize| at * hidden..(at + 1) * hidden;
        let mut start = 0;
        for end in &self.batch.ends {
            for at in start..*end {
                let id = self.batch.pieces[at] as usize;
                let step = m.splat(piece_steps[id]);
                let row = &mut self.x[row_of(at)];
                let mut sum = m.splat(0.0);
                let parts = piece[row_of(id)].as_chunks::<LANES>().0.iter();
                let parts = parts.zip(positions[row_of(at - start)].as_chunks().0);
                let parts = parts.zip(cases[row_of(usize::from(self.batch.cases[at]))].as_chunks().0);
                for (o, ((b, p), c)) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(parts) {
                    let embedded = m.load(&b.map(f32::from)) * step + m.load(p) + m.load(c);
                    sum = sum + embedded;
                    embedded.store(o);
                }
                normalise(m, row, sum, norm);
                self.bytes.rows[at] = quantise(m, row, &mut self.bytes.bytes[row_of(at)]);
            }
            start = *end;
        }
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
            self.layer.frame(
                m,
                sums,
                *input,
                self.row,
                #[inline(always)]
                |v, o| gelu(m, v).store(o),
            );
            *q = quantise(m, self.row, bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::every_arch::{bits, same};
    use crate::linear::Workspace;

    const PIECES: usize = 50;

    fn numbers(count: usize, seed: usize, scale: f32) -> Vec<f32> {
        let number = |i: usize| (((i + seed) * 7919) % 1013) as f32 / 1013.0 - 0.5;
        (0..count).map(|i| number(i) * scale).collect()
    }

    fn small() -> Encoder {
        let (hidden, heads, inner) = (2 * HEAD_WIDTH, 2, 160);
        let norm = |seed| Norm {
            scale: numbers(hidden, seed, 0.2).iter().map(|x| 1.0 + x).collect(),
            shift: numbers(hidden, seed + 1, 0.2),
        };
        let linear = |inputs: usize, outputs: usize, seed| {
            let weights: Vec<i8> = numbers(inputs * outputs, seed, 126.0)
                .iter()
                .map(|x| *x as i8)
                .collect();
            Linear::new(
                &weights,
                inputs,
                outputs,
                vec![0.004; outputs],
                numbers(outputs, seed, 0.1),
            )
        };
        let layer = |seed| Layer {
            qkv: linear(hidden, 3 * hidden, seed),
            out: linear(hidden, hidden, seed + 1),
            norm1: norm(seed + 2),
            up: linear(hidden, inner, seed + 3),
            down: linear(inner, hidden, seed + 4),
            norm2: norm(seed + 5),
        };
        Encoder {
            hidden,
            heads,
            piece: numbers(PIECES * hidden, 3, 250.0).iter().map(|x| *x as i8).collect(),
            piece_steps: vec![0.01; PIECES],
            positions: numbers(64 * hidden, 5, 1.0),
            cases: numbers(6 * hidden, 9, 1.0),
            norm: norm(11),
            layers: vec![layer(20), layer(40)],
        }
    }

    fn batch(lengths: &[usize]) -> Batch {
        let mut batch = Batch::default();
        for length in lengths {
            for i in 0..*length {
                batch.words.push(batch.pieces.len());
                batch.pieces.push((i * 17 % PIECES) as u32);
                batch.cases.push((i % 6) as u8);
            }
            batch.ends.push(batch.pieces.len());
        }
        batch
    }

    fn encode(encoder: &Encoder, batch: &Batch) -> Vec<f32> {
        let (mut words, mut space) = (Vec::new(), Workspace::default());
        let mut room = Activations::default();
        encoder.encode(batch, &mut words, &mut room, &mut Products::new(&mut space));
        words
    }

    #[test]
    fn every_machine_gives_the_same_bits() {
        let (encoder, batch) = (small(), batch(&[5, 40, 1, 33]));
        let bits = same(|| bits(&encode(&encoder, &batch)));
        assert!(bits.iter().all(|b| f32::from_bits(*b).is_finite()));
    }

    #[test]
    fn a_sequence_s_vectors_depend_on_nothing_beside_it() {
        let encoder = small();
        let together = encode(&encoder, &batch(&[5, 40, 33]));
        let alone: Vec<f32> = [5, 40, 33]
            .iter()
            .flat_map(|n| encode(&encoder, &batch(&[*n])))
            .collect();
        assert_eq!(together, alone);
    }

    #[test]
    fn rows_that_are_not_asked_for_change_nothing() {
        let (encoder, mut batch) = (small(), batch(&[5, 40, 33]));
        let whole = encode(&encoder, &batch);
        batch.words.retain(|row| row % 3 != 1);
        let some: Vec<f32> = batch
            .words
            .iter()
            .flat_map(|row| &whole[row * 64..(row + 1) * 64])
            .copied()
            .collect();
        assert_eq!(encode(&encoder, &batch), some);
    }

    #[test]
    fn room_can_be_used_again() {
        let encoder = small();
        let (mut words, mut space, mut room) = (Vec::new(), Workspace::default(), Activations::default());
        let mut products = Products::new(&mut space);
        for lengths in [&[40, 33][..], &[3], &[], &[20, 60]] {
            let batch = batch(lengths);
            encoder.encode(&batch, &mut words, &mut room, &mut products);
            assert_eq!(words, encode(&encoder, &batch));
        }
    }
}
