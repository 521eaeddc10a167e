//! What a few sentences tell together, read off two thin transformer layers over the words of several windows.
//!
//! A chunk is up to [`CHUNK`] words behind the `[CLS]` of their first window, to which "nowhere" points. The roles of
//! attribution are one sequence of tags, the best under a conditional random field (Lafferty et al. 2001); `pairing.rs`
//! says which belong together. Biaffine scores (Dozat & Manning 2017) point from a nominal to the one before it that
//! speaks of the same thing. `training/context.py` is the other half.

use std::ops::Range;

use crate::lanes::{Kernel, LANES, Lanes, Machine, dispatch_kernel};
use crate::layers::{Activations, Layers};
use crate::linear::{Activation, Linear, Products};
use crate::sequence::{Tag, best_sequence};
use crate::vector::{Gelu, Norm, best_of, dispatch, dot, normalise, quantise};
use crate::weights::{WeightsError, WeightsFile};

/// Most words of a chunk; `training/windows.py` has the same.
pub(crate) const CHUNK: usize = 256;

/// What a stretch is in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Source,
    Cue,
    Content,
}

impl Role {
    fn named(name: &str) -> Option<Self> {
        match name {
            "source" => Some(Self::Source),
            "cue" => Some(Self::Cue),
            "content" => Some(Self::Content),
            _ => None,
        }
    }
}

pub(crate) struct Context {
    project: Linear,
    positions: Vec<f32>,
    norm: Norm,
    layers: Layers,
    roles: Linear,
    tags: Vec<Tag<Role>>,
    /// What going from one tag (row) to the next (column) adds.
    transitions: Vec<f32>,
    /// Pointing and pointed-to side of the link to an antecedent.
    sides: Linear,
    antecedent: Linear,
    link: usize,
}

/// A stretch of words, counted in the text.
pub(crate) type Stretch = Range<usize>;

/// What was found in a text, words counted from its beginning.
#[derive(Default)]
pub(crate) struct Findings {
    /// In the order of the text; they share no word.
    pub(crate) roles: Vec<(Role, Stretch)>,
    pub(crate) antecedents: Vec<(usize, usize)>,
}

/// Whether a word can take up one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Never,
    /// A noun, which may be the first that speaks of its thing.
    Perhaps,
    /// "she", which never is.
    Surely,
}

/// Room for one chunk, reused from chunk to chunk.
#[derive(Default)]
pub(crate) struct ContextRoom {
    projected: Vec<f32>,
    /// The rows of the chunk that is being gathered, its words, and which of those are nominals or open a paragraph.
    rows: Vec<f32>,
    words: Range<usize>,
    nominals: Vec<(usize, Reference)>,
    paragraphs: Vec<usize>,
    activations: Activations,
    vectors: Vec<f32>,
    tags: Vec<f32>,
    sides: Vec<f32>,
    pointing: Vec<f32>,
    products: Vec<f32>,
}

impl ContextRoom {
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.words = 0..0;
        self.nominals.clear();
        self.paragraphs.clear();
    }
}

impl Context {
    pub(crate) fn load(file: &WeightsFile<'_>) -> Result<Self, WeightsError> {
        let s = &file.sizes;
        let labels = file.labels_of("role")?;
        let unknown = |label: &String| WeightsError::Metadata {
            key: "labels",
            cause: format!("`{label}` is no label for the head `role`"),
        };
        let tags = labels
            .iter()
            .map(|label| Tag::parse(label, Role::named).ok_or_else(|| unknown(label)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            project: file
                .tensors
                .linear("context.project", s.trunk.hidden, s.context_hidden)?,
            positions: file
                .tensors
                .floats("context.position.weight", &[CHUNK + 1, s.context_hidden])?,
            norm: file.tensors.norm("context.norm", s.context_hidden)?,
            layers: Layers::load(
                &file.tensors,
                "context.",
                s.context_layers,
                s.context_hidden,
                s.context_inner,
                Gelu::Sigmoid,
            )?,
            roles: file.tensors.linear("context.role", s.context_hidden, tags.len())?,
            transitions: file.tensors.floats("context.transitions", &[tags.len(), tags.len()])?,
            tags,
            sides: file.tensors.linear("context.sides", s.context_hidden, 2 * s.link)?,
            antecedent: file.tensors.linear("context.antecedent", s.link, s.link + 1)?,
            link: s.link,
        })
    }

    /// Takes in the vectors of a batch of windows, `[CLS]` before the words of each, and reads every chunk that they
    /// complete. `about` tells of a word, counted in the text, whether it has an antecedent or can be one, and whether
    /// it is the first of a paragraph.
    pub(crate) fn take(
        &self,
        windows: &[Range<usize>],
        vectors: &[f32],
        about: impl Fn(usize) -> (Reference, bool),
        findings: &mut Findings,
        room: &mut ContextRoom,
        products: &mut Products<'_>,
    ) {
        let d = self.layers.hidden;
        let mut projected = std::mem::take(&mut room.projected);
        self.project.apply(vectors, &mut projected, Activation::None, products);
        let mut rest = &projected[..];
        for window in windows {
            if !room.words.is_empty() && room.words.len() + window.len() > CHUNK {
                self.finish(findings, room, products);
            }
            let (rows, later) = rest.split_at((window.len() + 1) * d);
            let first = room.words.is_empty();
            if first {
                room.words = window.start..window.start;
            }
            room.rows.extend_from_slice(if first { rows } else { &rows[d..] });
            room.words.end = window.end;
            for word in window.clone() {
                let (reference, opens_paragraph) = about(word);
                if reference != Reference::Never {
                    room.nominals.push((word, reference));
                }
                if opens_paragraph {
                    room.paragraphs.push(word);
                }
            }
            rest = later;
        }
        room.projected = projected;
    }

    /// Reads the chunk that has been gathered.
    pub(crate) fn finish(&self, findings: &mut Findings, room: &mut ContextRoom, products: &mut Products<'_>) {
        // A window has no more words than the network has positions; weights of other sizes are cut here.
        let rows = (room.rows.len() / self.layers.hidden).min(CHUNK + 1);
        if rows < 2 {
            room.clear();
            return;
        }
        self.place(rows, room);
        self.layers
            .apply(&[rows], None, None, &mut room.vectors, &mut room.activations, products);
        self.roles
            .apply(&room.vectors, &mut room.tags, Activation::None, products);
        self.sides
            .apply(&room.vectors, &mut room.sides, Activation::Gelu, products);
        self.attribute(findings, room);
        self.refer(findings, room, products);
        room.clear();
    }

    /// Adds the positions, normalises, and turns into bytes.
    fn place(&self, rows: usize, room: &mut ContextRoom) {
        let d = self.layers.hidden;
        room.activations.x.clear();
        room.activations.x.extend_from_slice(&room.rows[..rows * d]);
        room.activations.bytes.resize(rows, d);
        dispatch_kernel(AddPositions {
            positions: &self.positions,
            norm: &self.norm,
            room: &mut room.activations,
            width: d,
        });
    }

    /// The roles of the chunk's words. A stretch that the chunk before broke off goes on; none goes on into the next
    /// paragraph, as none does in PolNeAR.
    fn attribute(&self, findings: &mut Findings, room: &ContextRoom) {
        for (word, tag) in (room.words.start..).zip(self.sequence(&room.tags)) {
            match (self.tags[tag], findings.roles.last_mut()) {
                (Tag::Outside, _) => {}
                (Tag::Inside(role), Some((open, stretch)))
                    if *open == role && stretch.end == word && room.paragraphs.binary_search(&word).is_err() =>
                {
                    stretch.end = word + 1;
                }
                (Tag::Begin(role) | Tag::Inside(role), _) => findings.roles.push((role, word..word + 1)),
            }
        }
    }

    /// The antecedents of the chunk's nominals: the one before that each points to most, if not nowhere.
    fn refer(&self, findings: &mut Findings, room: &mut ContextRoom, products: &mut Products<'_>) {
        let (n, width, start) = (self.link, self.sides.outputs, room.words.start);
        let rows = room.vectors.len() / self.layers.hidden;
        let row_of = |word: usize| word - start + 1;
        let nominals = room.nominals.partition_point(|(word, _)| row_of(*word) < rows);
        let nominals = &room.nominals[..nominals];
        let side = |row: usize| &room.sides[row * width..(row + 1) * width];
        room.pointing.clear();
        for (word, _) in nominals {
            room.pointing.extend_from_slice(&side(row_of(*word))[..n]);
        }
        self.antecedent
            .apply(&room.pointing, &mut room.products, Activation::None, products);
        for (at, ((word, reference), pointing)) in nominals.iter().zip(room.products.chunks_exact(n + 1)).enumerate() {
            let mut scores = Vec::with_capacity(at + 1);
            dispatch(
                #[inline(always)]
                || {
                    for row in std::iter::once(0).chain(nominals[..at].iter().map(|(word, _)| row_of(*word))) {
                        scores.push(dot(&pointing[..n], &side(row)[n..]) + pointing[n]);
                    }
                },
            );
            let to = if *reference == Reference::Surely && at > 0 {
                Some(best_of(&scores[1..]))
            } else {
                best_of(&scores).checked_sub(1)
            };
            findings.antecedents.extend(to.map(|to| (*word, nominals[to].0)));
        }
    }

    /// The best tags of the chunk's words.
    fn sequence(&self, scores: &[f32]) -> Vec<usize> {
        let n = self.tags.len();
        let step = |from: usize, to: usize| {
            let allowed = self.tags[to].may_follow(Some(self.tags[from]));
            allowed.then(|| self.transitions[from * n + to])
        };
        best_sequence(n, scores.chunks_exact(n).skip(1), |_| true, step)
    }
}

struct AddPositions<'a> {
    positions: &'a [f32],
    norm: &'a Norm,
    room: &'a mut Activations,
    width: usize,
}

impl Kernel for AddPositions<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let d = self.width;
        let Activations { x, bytes, .. } = self.room;
        let outputs = bytes.bytes.chunks_exact_mut(d).zip(&mut bytes.rows);
        for ((row, position), (bytes, q)) in x.chunks_exact_mut(d).zip(self.positions.chunks_exact(d)).zip(outputs) {
            let mut sum = m.splat(0.0);
            for (x, p) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(position.as_chunks().0) {
                let placed = m.load(x) + m.load(p);
                sum = sum + placed;
                placed.store(x);
            }
            normalise(m, row, sum, self.norm);
            *q = quantise(m, row, bytes);
        }
    }
}
