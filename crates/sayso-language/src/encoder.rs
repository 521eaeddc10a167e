//! The encoder: word pieces in, one vector a word out.
//!
//! BERT's layers (Devlin et al. 2019) at MiniLM's size. Sequences of any length lie end to end in one matrix without
//! padding: only attention minds where one ends.

use crate::linear::{Activation, Linear, Products};
use crate::vector::{LANES, add_and_normalise, dispatch, normalise, softmax};
use crate::weights::{WeightsError, WeightsFile};

/// Width of one attention head, fixed so that its loops unroll.
pub(crate) const HEAD_WIDTH: usize = 32;
/// Stands in for minus infinity on lanes past a sequence's end.
const MASKED: f32 = -1e9;

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

struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
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
    qkv: Vec<f32>,
    context: Vec<f32>,
    y: Vec<f32>,
    up: Vec<f32>,
    attention: Attention,
}

/// Room for one head of one sequence: keys transposed, values, and one row of scores.
#[derive(Default)]
struct Attention {
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
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
        self.embed(batch, &mut room.x);
        for layer in &self.layers {
            layer.qkv.apply(&room.x, &mut room.qkv, Activation::None, products);
            room.context.resize(room.x.len(), 0.0);
            let (qkv, context, attention) = (&room.qkv, &mut room.context, &mut room.attention);
            dispatch(
                #[inline(always)]
                || {
                    let mut start = 0;
                    for end in &batch.ends {
                        let rows = &qkv[start * 3 * d..end * 3 * d];
                        attend(rows, &mut context[start * d..end * d], self.heads, attention);
                        start = *end;
                    }
                },
            );
            layer.out.apply(&room.context, &mut room.y, Activation::None, products);
            let (x, y) = (&mut room.x, &room.y);
            dispatch(
                #[inline(always)]
                || add_and_normalise(x, y, d, &layer.norm1.scale, &layer.norm1.shift),
            );
            layer.up.apply(&room.x, &mut room.up, Activation::Gelu, products);
            layer.down.apply(&room.up, &mut room.y, Activation::None, products);
            let (x, y) = (&mut room.x, &room.y);
            dispatch(
                #[inline(always)]
                || add_and_normalise(x, y, d, &layer.norm2.scale, &layer.norm2.shift),
            );
        }
        words.clear();
        for row in &batch.words {
            words.extend_from_slice(&room.x[row * d..(row + 1) * d]);
        }
    }

    fn embed(&self, batch: &Batch, x: &mut Vec<f32>) {
        let d = self.hidden;
        x.resize(batch.pieces.len() * d, 0.0);
        dispatch(
            #[inline(always)]
            || {
                let mut start = 0;
                for end in &batch.ends {
                    for at in start..*end {
                        let piece = batch.pieces[at] as usize;
                        let step = self.piece_steps[piece];
                        let bytes = &self.piece[piece * d..(piece + 1) * d];
                        let position = &self.positions[(at - start) * d..(at - start + 1) * d];
                        let case = usize::from(batch.cases[at]);
                        let case = &self.cases[case * d..(case + 1) * d];
                        let row = &mut x[at * d..(at + 1) * d];
                        for (((o, b), p), c) in row.iter_mut().zip(bytes).zip(position).zip(case) {
                            *o = f32::from(*b) * step + p + c;
                        }
                    }
                    start = *end;
                }
                normalise(x, d, &self.norm.scale, &self.norm.shift);
            },
        );
    }
}

/// Scaled dot-product attention of one sequence with itself. `qkv` holds queries, keys and values side by side.
#[inline(always)]
fn attend(qkv: &[f32], context: &mut [f32], heads: usize, room: &mut Attention) {
    const W: usize = HEAD_WIDTH;
    let d = heads * W;
    let length = context.len() / d;
    let padded = length.next_multiple_of(LANES);
    room.keys.clear();
    room.keys.resize(W * padded, 0.0);
    room.values.resize(W * length, 0.0);
    room.scores.resize(padded, 0.0);
    let scale = 1.0 / (W as f32).sqrt();
    for head in 0..heads {
        for (i, row) in qkv.chunks_exact(3 * d).enumerate() {
            let key = &row[d + head * W..d + (head + 1) * W];
            for (c, k) in key.iter().enumerate() {
                room.keys[c * padded + i] = *k;
            }
            room.values[i * W..(i + 1) * W].copy_from_slice(&row[2 * d + head * W..2 * d + (head + 1) * W]);
        }
        for (row, out) in qkv.chunks_exact(3 * d).zip(context.chunks_exact_mut(d)) {
            let Ok(query) = <&[f32; W]>::try_from(&row[head * W..(head + 1) * W]) else {
                return;
            };
            for (block, scores) in room.scores.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let mut sums = [0f32; LANES];
                for (c, q) in query.iter().enumerate() {
                    let q = q * scale;
                    let at = c * padded + block * LANES;
                    let Some(keys) = room.keys[at..].first_chunk::<LANES>() else {
                        return;
                    };
                    for j in 0..LANES {
                        sums[j] += q * keys[j];
                    }
                }
                *scores = sums;
            }
            room.scores[length..].fill(MASKED);
            softmax(&mut room.scores);
            let mut sums = [0f32; W];
            for (p, value) in room.scores.iter().zip(room.values.as_chunks::<W>().0) {
                for c in 0..W {
                    sums[c] += p * value[c];
                }
            }
            out[head * W..(head + 1) * W].copy_from_slice(&sums);
        }
    }
}
