//! The encoder: word pieces in, one vector a word (or piece) out: BERT (Devlin et al. 2019) at MiniLM's size.

use crate::lanes::{Kernel, LANES, Lanes, Machine, dispatch_kernel};
use crate::layers::{Activations, Early, Layers};
use crate::linear::{Products, QuantisedRows};
use crate::vector::{Gelu, Norm, normalise, quantise};
use crate::weights::{Container, TrunkSizes, WeightsError};

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

pub(crate) struct Encoder {
    piece: Vec<i8>,
    piece_steps: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Layers,
}

impl Encoder {
    pub(crate) fn load(file: &Container<'_>, s: &TrunkSizes, gelu: Gelu) -> Result<Self, WeightsError> {
        Ok(Self {
            piece: file.bytes("piece.weight", &[s.pieces, s.hidden])?,
            piece_steps: file.floats("piece.step", &[s.pieces])?,
            positions: file.floats("position.weight", &[s.positions, s.hidden])?,
            cases: file.floats("case.weight", &[s.cases, s.hidden])?,
            norm: file.norm("norm", s.hidden)?,
            layers: Layers::load(file, "", s.layers, s.hidden, s.inner, gelu)?,
        })
    }

    /// Most pieces that one sequence may have, `[CLS]` and `[SEP]` included.
    pub(crate) fn positions(&self) -> usize {
        self.positions.len() / self.layers.hidden
    }

    /// Encodes the batch and leaves in `words` one row of `hidden` numbers for each of [`Batch::words`], and the same
    /// rows after fewer layers where `early` says.
    pub(crate) fn encode(
        &self,
        batch: &Batch,
        early: Option<Early<'_>>,
        words: &mut Vec<f32>,
        room: &mut Activations,
        products: &mut Products<'_>,
    ) {
        self.embed(batch, room);
        self.layers
            .apply(&batch.ends, Some(&batch.words), early, words, room, products);
    }

    fn embed(&self, batch: &Batch, room: &mut Activations) {
        room.x.resize(batch.pieces.len() * self.layers.hidden, 0.0);
        room.bytes.resize(batch.pieces.len(), self.layers.hidden);
        dispatch_kernel(Embed {
            encoder: self,
            batch,
            x: &mut room.x,
            bytes: &mut room.bytes,
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
            piece,
            piece_steps,
            positions,
            cases,
            norm,
            layers,
        } = self.encoder;
        let hidden = layers.hidden;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attention::HEAD_WIDTH;
    use crate::lanes::every_arch::{bits, same};
    use crate::layers::Layer;
    use crate::linear::{Linear, Workspace};

    const PIECES: usize = 50;

    fn numbers(count: usize, seed: usize, scale: f32) -> Vec<f32> {
        let number = |i: usize| (((i + seed) * 7919) % 1013) as f32 / 1013.0 - 0.5;
        (0..count).map(|i| number(i) * scale).collect()
    }

    fn small() -> Encoder {
        let (hidden, inner) = (2 * HEAD_WIDTH, 160);
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
            gelu: Gelu::Sigmoid,
        };
        Encoder {
            piece: numbers(PIECES * hidden, 3, 250.0).iter().map(|x| *x as i8).collect(),
            piece_steps: vec![0.01; PIECES],
            positions: numbers(64 * hidden, 5, 1.0),
            cases: numbers(6 * hidden, 9, 1.0),
            norm: norm(11),
            layers: Layers {
                hidden,
                layers: vec![layer(20), layer(40)],
            },
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
        encoder.encode(batch, None, &mut words, &mut room, &mut Products::new(&mut space));
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
            encoder.encode(&batch, None, &mut words, &mut room, &mut products);
            assert_eq!(words, encode(&encoder, &batch));
        }
    }
}
