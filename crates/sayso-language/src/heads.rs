//! What is read off each word's vector: tags, features, lemma, names, sentence starts, further layers, and the tree.

use std::ops::Range;
use std::sync::Arc;

use crate::lemmas::{self, LemmaScript, Lexicon};
use crate::linear::{Activation, Linear, Products};
use crate::names::{self, NameTag};
use crate::pieces::WordPieces;
use crate::sentence::{Token, Upos};
use crate::tree;
use crate::vector::{best_of, dispatch, dot};
use crate::weights::{WeightsError, WeightsFile};

/// Rows of label products made at a time: one row is a matrix of its own, and a few dozen of them fill the cache.
const LABEL_ROWS: usize = 56;

/// The tagger heads that every network has; all others are layers.
const OWN_HEADS: [&str; 6] = ["upos", "xpos", "feats", "lemma", "entity", "sentence"];

/// A head whose answers are handed on as they are.
pub(crate) struct LayerHead {
    pub(crate) name: Arc<str>,
    pub(crate) labels: Arc<[Arc<str>]>,
    columns: Range<usize>,
}

/// Where each head's scores stand in a row of the tags' matrix.
struct Columns {
    upos: Range<usize>,
    xpos: Range<usize>,
    feats: Range<usize>,
    lemma: Range<usize>,
    entity: Range<usize>,
    /// "Inside a sentence" and "opens one".
    inside: usize,
    opens: usize,
}

pub(crate) struct Heads {
    tags: Linear,
    columns: Columns,
    upos: Vec<Upos>,
    xpos: Vec<Arc<str>>,
    feats: Vec<Arc<str>>,
    lemmas: Vec<LemmaScript>,
    lexicon: Lexicon,
    names: Vec<NameTag>,
    pub(crate) layers: Vec<LayerHead>,
    deprels: Vec<Arc<str>>,
    root_label: usize,
    /// Dependent and head sides of arcs, then of labels, in one product.
    sides: Linear,
    arcs: Linear,
    labels: Linear,
    arc: usize,
    label: usize,
}

/// Numbers of one batch, reused from batch to batch: a row for each window's `[CLS]` and each of its words.
#[derive(Default)]
pub(crate) struct Scores {
    tags: Vec<f32>,
    sides: Vec<f32>,
    dependents: Vec<f32>,
    arcs: Vec<f32>,
    labels: Vec<f32>,
    tree: Vec<f32>,
}

/// A word and the head that its tree gives it.
struct ChosenArc {
    /// Counted in the text; the head is `None` for the root.
    word: usize,
    head: Option<usize>,
    /// Their rows in the batch.
    row: usize,
    head_row: usize,
}

/// Words whose tree is made by itself: a sentence, or what one window holds of it.
pub(crate) struct Block {
    /// The row of the window's `[CLS]`, which is the tree's root.
    pub(crate) root: usize,
    /// The row of the first word; the others follow.
    pub(crate) row: usize,
    /// The words, counted in the text.
    pub(crate) words: Range<usize>,
}

/// What is filled in: one entry a word of the text.
pub(crate) struct Answers<'a> {
    /// Heads are indices into these tokens.
    pub(crate) tokens: &'a mut [Token],
    pub(crate) names: &'a mut [NameTag],
    /// One label a layer, word by word.
    pub(crate) layers: &'a mut [u16],
}

fn wrong_label(head: &str, label: &str) -> WeightsError {
    WeightsError::Metadata {
        key: "labels",
        cause: format!("`{label}` is no label for the head `{head}`"),
    }
}

impl Heads {
    pub(crate) fn load(file: &WeightsFile<'_>) -> Result<Self, WeightsError> {
        let s = &file.sizes;
        let shared = |key: &str| -> Result<Vec<Arc<str>>, WeightsError> {
            Ok(file.labels_of(key)?.iter().map(|l| Arc::from(l.as_str())).collect())
        };
        fn parsed<T>(
            file: &WeightsFile<'_>,
            key: &'static str,
            parse: impl Fn(&str) -> Option<T>,
        ) -> Result<Vec<T>, WeightsError> {
            file.labels_of(key)?
                .iter()
                .map(|l| parse(l).ok_or_else(|| wrong_label(key, l)))
                .collect()
        }
        let mut ranges: Vec<(&str, Range<usize>)> = Vec::new();
        let mut width = 0;
        for name in &file.heads {
            let count = file.labels_of(name)?.len();
            ranges.push((name, width..width + count));
            width += count;
        }
        let columns = |head: &'static str| {
            ranges
                .iter()
                .find(|(name, _)| *name == head)
                .map(|(_, range)| range.clone())
                .ok_or(WeightsError::Metadata {
                    key: "heads",
                    cause: format!("`{head}` is missing"),
                })
        };
        let start_column = |label: &'static str| -> Result<usize, WeightsError> {
            let at = file.labels_of("sentence")?.iter().position(|l| l == label);
            let at = at.ok_or_else(|| wrong_label("sentence", &format!("(no {label})")))?;
            Ok(columns("sentence")?.start + at)
        };
        let layers = ranges
            .iter()
            .filter(|(name, _)| !OWN_HEADS.contains(name))
            .map(|(name, range)| {
                Ok(LayerHead {
                    name: Arc::from(*name),
                    labels: shared(name)?.into(),
                    columns: range.clone(),
                })
            })
            .collect::<Result<_, WeightsError>>()?;
        let lemmas: Vec<LemmaScript> = parsed(file, "lemma", LemmaScript::parse)?;
        let deprels = shared("deprel")?;
        let root_label = deprels
            .iter()
            .position(|l| &**l == "root")
            .ok_or_else(|| wrong_label("deprel", "(no root)"))?;
        Ok(Self {
            columns: Columns {
                upos: columns("upos")?,
                xpos: columns("xpos")?,
                feats: columns("feats")?,
                lemma: columns("lemma")?,
                entity: columns("entity")?,
                inside: start_column("I")?,
                opens: start_column("B")?,
            },
            upos: parsed(file, "upos", Upos::parse)?,
            xpos: shared("xpos")?,
            feats: shared("feats")?,
            lexicon: Lexicon::load(file, file.labels_of("xpos")?.len(), lemmas.len())?,
            lemmas,
            names: parsed(file, "entity", names::parse_tag)?,
            layers,
            tags: file.tensors.linear("tags", s.trunk.hidden, width)?,
            sides: file.tensors.linear("sides", s.trunk.hidden, 2 * s.arc + 2 * s.label)?,
            arcs: file.tensors.linear("arcs", s.arc, s.arc + 1)?,
            labels: file.tensors.linear("labels", s.label, deprels.len() * (s.label + 1))?,
            arc: s.arc,
            label: s.label,
            deprels,
            root_label,
        })
    }

    /// Makes every product that needs no tree. `words` holds one row for each window's `[CLS]` and then its words.
    pub(crate) fn read(&self, words: &[f32], scores: &mut Scores, products: &mut Products<'_>) {
        self.tags.apply(words, &mut scores.tags, Activation::None, products);
        self.sides.apply(words, &mut scores.sides, Activation::Gelu, products);
        scores.dependents.clear();
        for row in scores.sides.chunks_exact(self.sides.outputs) {
            scores.dependents.extend_from_slice(&row[..self.arc]);
        }
        self.arcs
            .apply(&scores.dependents, &mut scores.arcs, Activation::None, products);
    }

    /// How much more the word in `row` looks like the first of its sentence than like a later one, in logits.
    pub(crate) fn opens_sentence(&self, scores: &Scores, row: usize) -> f32 {
        let tags = self.tags_of(scores, row);
        tags[self.columns.opens] - tags[self.columns.inside]
    }

    /// Writes the answers for the words of all blocks of a batch, after [`Heads::read`].
    pub(crate) fn answer(
        &self,
        blocks: &[Block],
        pieces: &WordPieces,
        answers: &mut Answers<'_>,
        scores: &mut Scores,
        products: &mut Products<'_>,
    ) {
        let mut arcs = Vec::with_capacity(blocks.iter().map(|block| block.words.len()).sum());
        for block in blocks {
            self.tag(block, pieces, answers, scores);
            self.name(block, answers, scores);
            let heads = self.tree(block, scores);
            // 0 is the root, else the 1-based word of the block.
            arcs.extend(heads.iter().enumerate().map(|(i, head)| ChosenArc {
                word: block.words.start + i,
                row: block.row + i,
                head: head.checked_sub(1).map(|head| block.words.start + head),
                head_row: head.checked_sub(1).map_or(block.root, |head| block.row + head),
            }));
        }
        for arcs in arcs.chunks(LABEL_ROWS) {
            self.label(arcs, answers, scores, products);
        }
    }

    /// Finds the relations of some words to their heads.
    fn label(&self, arcs: &[ChosenArc], answers: &mut Answers<'_>, scores: &mut Scores, products: &mut Products<'_>) {
        let (arc, label, side) = (self.arc, self.label, self.sides.outputs);
        scores.dependents.clear();
        for chosen in arcs {
            let row = &scores.sides[chosen.row * side..][..side];
            scores.dependents.extend_from_slice(&row[2 * arc..2 * arc + label]);
        }
        self.labels
            .apply(&scores.dependents, &mut scores.labels, Activation::None, products);
        for (chosen, pairs) in arcs.iter().zip(scores.labels.chunks_exact(self.labels.outputs)) {
            let head_side = &scores.sides[chosen.head_row * side..][2 * arc + label..side];
            let token = &mut answers.tokens[chosen.word];
            token.head = chosen.head;
            token.deprel = self.deprels[self.best_label(pairs, head_side, chosen.head.is_none())].clone();
        }
    }

    /// The best tree over a block: for each word 0 for the root, else its head as a 1-based word of the block.
    fn tree(&self, block: &Block, scores: &mut Scores) -> Vec<usize> {
        let (arc, side, n) = (self.arc, self.sides.outputs, block.words.len() + 1);
        let Scores { sides, arcs, tree, .. } = scores;
        tree.resize(n * n, 0.0);
        let row_of = |i: usize| if i == 0 { block.root } else { block.row + i - 1 };
        dispatch(
            #[inline(always)]
            || {
                for (i, out) in tree.chunks_exact_mut(n).enumerate().skip(1) {
                    let dependent = &arcs[row_of(i) * (arc + 1)..][..arc + 1];
                    for (j, score) in out.iter_mut().enumerate() {
                        let head = &sides[row_of(j) * side + arc..][..arc];
                        *score = dot(&dependent[..arc], head) + dependent[arc];
                    }
                }
            },
        );
        tree::decode(tree, n - 1)
    }

    /// The relation under the head chosen: `root` under the root and nowhere else.
    fn best_label(&self, products: &[f32], head: &[f32], under_root: bool) -> usize {
        if under_root {
            return self.root_label;
        }
        let (pairs, biases) = products.split_at(self.deprels.len() * self.label);
        let (mut best, mut most) = (usize::from(self.root_label == 0), f32::MIN);
        dispatch(
            #[inline(always)]
            || {
                for (i, (pair, bias)) in pairs.chunks_exact(self.label).zip(biases).enumerate() {
                    let score = dot(pair, head) + bias;
                    if i != self.root_label && score > most {
                        (best, most) = (i, score);
                    }
                }
            },
        );
        best
    }

    fn tag(&self, block: &Block, pieces: &WordPieces, answers: &mut Answers<'_>, scores: &Scores) {
        let columns = &self.columns;
        for (row, word) in (block.row..).zip(block.words.clone()) {
            let tags = self.tags_of(scores, row);
            let best = |range: &Range<usize>| best_of(&tags[range.clone()]);
            let token = &mut answers.tokens[word];
            token.upos = self.upos[best(&columns.upos)];
            let xpos = best(&columns.xpos);
            token.xpos = self.xpos[xpos].clone();
            token.feats = self.feats[best(&columns.feats)].clone();
            token.lemma = match self.listed_script(&token.form, xpos) {
                Some(script) => self.lemmas[script].apply(&token.form),
                None => lemmas::lemma(&self.lemmas, &tags[columns.lemma.clone()], &token.form, pieces),
            };
            let layers = &mut answers.layers[word * self.layers.len()..][..self.layers.len()];
            for (label, layer) in layers.iter_mut().zip(&self.layers) {
                *label = u16::try_from(best(&layer.columns)).unwrap_or(0);
            }
        }
    }

    fn name(&self, block: &Block, answers: &mut Answers<'_>, scores: &Scores) {
        let rows = block.row..block.row + block.words.len();
        let rows = rows.map(|row| &self.tags_of(scores, row)[self.columns.entity.clone()]);
        names::best_tags(&self.names, rows, &mut answers.names[block.words.clone()]);
    }

    /// What the treebanks tell of the form, or of the form in small letters unless it is a proper noun.
    fn listed_script(&self, form: &str, xpos: usize) -> Option<usize> {
        let as_written = self.lexicon.script(form, xpos);
        if as_written.is_some() || self.xpos[xpos].starts_with("NNP") || !form.contains(char::is_uppercase) {
            return as_written;
        }
        self.lexicon.script(&form.to_lowercase(), xpos)
    }

    /// Whether a word's labels, one a layer, say that it names or stands for something.
    pub(crate) fn is_nominal(&self, labels: &[u16]) -> bool {
        let mut layers = self.layers.iter().zip(labels);
        layers.any(|(layer, label)| {
            &*layer.name == "nominal" && layer.labels.get(usize::from(*label)).is_some_and(|l| &**l != "O")
        })
    }

    fn tags_of<'s>(&self, scores: &'s Scores, row: usize) -> &'s [f32] {
        &scores.tags[row * self.tags.outputs..][..self.tags.outputs]
    }
}
