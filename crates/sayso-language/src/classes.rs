//! What a sentence is as a whole: classes read off its root and what hangs on it.
//!
//! What a sentence reports is said by its main verb, by what that verb opens ("agreed to withdraw", "denied that …")
//! and by its objects. So a sentence is four vectors end to end, each a mean of words' vectors: the root, the root's
//! objects, the clauses under it, and all that hangs on it. The vectors are those of an early layer, which still say
//! which word it is; the last layers were taught tags and trees and say less of that. `training/classes.py` is the
//! other half and learns the numbers.

use std::ops::Range;
use std::sync::Arc;

use crate::heads::Block;
use crate::sentence::{Classes, Token};
use crate::vector::{dispatch, dot};
use crate::weights::{WeightsError, WeightsFile};

/// The vectors of a sentence; `training/classes.py` has them in the same order.
const PARTS: usize = 4;
const OBJECTS: [&str; 2] = ["obj", "iobj"];
/// What opens a clause, or stands beside the root as one.
const CLAUSES: [&str; 5] = ["ccomp", "xcomp", "conj", "parataxis", "advcl"];

struct ClassHead {
    name: Arc<str>,
    labels: Arc<[Arc<str>]>,
    rows: Range<usize>,
}

/// All heads that say something of whole sentences.
pub(crate) struct ClassHeads {
    heads: Vec<ClassHead>,
    /// For each label of each head a row of numbers, [`PARTS`] vectors long.
    weights: Vec<f32>,
    bias: Vec<f32>,
    hidden: usize,
    /// After how many layers of the encoder the words' vectors are taken.
    pub(crate) layer: usize,
}

/// What has been found of the sentences of one text, in order.
#[derive(Default)]
pub(crate) struct FoundClasses {
    /// The first word of each sentence, counted in the text.
    firsts: Vec<usize>,
    /// A score for every label of every head, sentence by sentence.
    scores: Vec<f32>,
    /// The sentence that is being read, as [`PARTS`] vectors.
    parts: Vec<f32>,
}

impl FoundClasses {
    pub(crate) fn clear(&mut self) {
        self.firsts.clear();
        self.scores.clear();
    }
}

impl ClassHeads {
    pub(crate) fn load(file: &WeightsFile<'_>) -> Result<Self, WeightsError> {
        let (hidden, layer) = (file.sizes.trunk.hidden, file.sizes.class_layer);
        let mut heads = Vec::new();
        let mut width = 0;
        for name in &file.class_heads {
            let labels: Arc<[Arc<str>]> = file.labels_of(name)?.iter().map(|l| Arc::from(l.as_str())).collect();
            let rows = width..width + labels.len();
            width = rows.end;
            heads.push(ClassHead {
                name: Arc::from(name.as_str()),
                labels,
                rows,
            });
        }
        Ok(Self {
            heads,
            weights: file.tensors.floats("classes.weight", &[width, PARTS * hidden])?,
            bias: file.tensors.floats("classes.bias", &[width])?,
            hidden,
            layer,
        })
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.heads.iter().map(|head| &*head.name)
    }

    /// Scores a sentence whose tree is known. `early` holds the vectors of the batch that the block's rows count in. A
    /// sentence that is read in several windows is known by the first, which has its root.
    pub(crate) fn read(&self, block: &Block, opens: bool, tokens: &[Token], early: &[f32], found: &mut FoundClasses) {
        if !opens || self.bias.is_empty() || !self.gather(block, tokens, early, &mut found.parts) {
            return;
        }
        found.firsts.push(block.words.start);
        let FoundClasses { scores, parts, .. } = found;
        dispatch(
            #[inline(always)]
            || {
                let rows = self.weights.chunks_exact(PARTS * self.hidden);
                scores.extend(rows.zip(&self.bias).map(|(row, bias)| dot(row, parts) + bias));
            },
        );
    }

    /// The sentence as [`PARTS`] vectors; a part without a word is all zeros. `false` where there is no root.
    fn gather(&self, block: &Block, tokens: &[Token], early: &[f32], parts: &mut Vec<f32>) -> bool {
        let d = self.hidden;
        parts.clear();
        parts.resize(PARTS * d, 0.0);
        let Some(root) = block.words.clone().find(|word| tokens[*word].head.is_none()) else {
            return false;
        };
        let mut counts = [0.0f32; PARTS];
        for (row, word) in (block.row..).zip(block.words.clone()) {
            let belongs = if word == root {
                [true, false, false, false]
            } else if tokens[word].head == Some(root) {
                let relation = tokens[word].relation();
                [false, OBJECTS.contains(&relation), CLAUSES.contains(&relation), true]
            } else {
                continue;
            };
            let vector = &early[row * d..(row + 1) * d];
            let parts = parts.chunks_exact_mut(d).zip(&mut counts).zip(belongs);
            for ((part, count), _) in parts.filter(|(_, belongs)| *belongs) {
                *count += 1.0;
                part.iter_mut().zip(vector).for_each(|(sum, x)| *sum += x);
            }
        }
        for (part, count) in parts.chunks_exact_mut(d).zip(counts) {
            if count > 1.0 {
                part.iter_mut().for_each(|x| *x /= count);
            }
        }
        true
    }

    /// What was found of the sentence of these words of the text, one entry a head.
    pub(crate) fn of_sentence(&self, words: &Range<usize>, found: &FoundClasses) -> Vec<Classes> {
        let at = match found.firsts.binary_search(&words.start) {
            Ok(at) if !words.is_empty() => at,
            _ => return Vec::new(),
        };
        let scores = &found.scores[at * self.bias.len()..][..self.bias.len()];
        let classes = |head: &ClassHead| Classes {
            name: Arc::clone(&head.name),
            labels: Arc::clone(&head.labels),
            scores: scores[head.rows.clone()].to_vec(),
        };
        self.heads.iter().map(classes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIDDEN: usize = 16;

    fn word(head: Option<usize>, deprel: &str) -> Token {
        Token {
            head,
            deprel: deprel.into(),
            ..Token::default()
        }
    }

    /// Each word's vector is its row; the one class adds the vectors' first numbers up, a hundred times more a part.
    fn heads() -> ClassHeads {
        let mut weights = vec![0.0; PARTS * HIDDEN];
        for (part, factor) in [1.0, 100.0, 10_000.0, 1_000_000.0].into_iter().enumerate() {
            weights[part * HIDDEN] = factor;
        }
        ClassHeads {
            heads: vec![ClassHead {
                name: "kind".into(),
                labels: ["only"].map(Arc::from).into(),
                rows: 0..1,
            }],
            weights,
            bias: vec![0.5],
            hidden: HIDDEN,
            layer: 2,
        }
    }

    #[test]
    fn a_sentence_is_its_root_and_what_hangs_on_it() {
        let heads = heads();
        // "Ministers agreed to help us": the second sentence of its text, and of its window.
        let tokens = [
            word(None, "root"),
            word(Some(2), "nsubj"),
            word(None, "root"),
            word(Some(4), "mark"),
            word(Some(2), "xcomp"),
            word(Some(2), "obj"),
        ];
        let early: Vec<f32> = (0..7).flat_map(|row| [row as f32; HIDDEN]).collect();
        let block = Block {
            root: 0,
            row: 2,
            words: 1..6,
        };
        let mut found = FoundClasses::default();
        heads.read(&block, true, &tokens, &early, &mut found);
        // Rows: 2 the subject, 3 the root, 4 "to", 5 "help", 6 "us".
        let expected = 3.0 + 600.0 + 50_000.0 + (2.0 + 5.0 + 6.0) / 3.0 * 1e6 + 0.5;
        let classes = heads.of_sentence(&(1..6), &found);
        assert!((classes[0].scores[0] - expected).abs() < 1.0, "{classes:?}");
        assert_eq!(classes[0].best(), Some("only"));
        assert!(heads.of_sentence(&(0..1), &found).is_empty());
    }

    #[test]
    fn without_a_root_nothing_is_said() {
        let (heads, mut found) = (heads(), FoundClasses::default());
        let block = Block {
            root: 0,
            row: 1,
            words: 0..0,
        };
        heads.read(&block, true, &[], &[0.0; HIDDEN], &mut found);
        assert!(heads.of_sentence(&(0..1), &found).is_empty());
    }
}
