//! What is read off each word's vector: tags, features, lemma, names, and the tree.

use std::sync::Arc;

use crate::linear::{Activation, Linear, Products};
use crate::sentence::{NameKind, Upos};
use crate::tree;
use crate::vector::{dispatch, dot};
use crate::weights::{WeightsError, WeightsFile};

/// Rows of label products made at a time: one row is a matrix of its own, and a few dozen of them fill the cache.
const LABEL_ROWS: usize = 48;

/// An edit that makes a lemma of a form (Chrupała 2006): the last characters go, others come.
struct LemmaScript {
    lower: bool,
    cut: usize,
    add: Box<str>,
}

impl LemmaScript {
    fn parse(script: &str) -> Option<Self> {
        let mut parts = script.splitn(3, '|');
        let lower = match parts.next()? {
            "l" => true,
            "k" => false,
            _ => return None,
        };
        Some(Self {
            lower,
            cut: parts.next()?.parse().ok()?,
            add: parts.next()?.into(),
        })
    }

    fn apply(&self, form: &str) -> String {
        let base = if self.lower {
            form.to_lowercase()
        } else {
            form.to_owned()
        };
        let keep = base.chars().count().saturating_sub(self.cut);
        let mut lemma: String = base.chars().take(keep).collect();
        lemma.push_str(&self.add);
        if lemma.is_empty() { base } else { lemma }
    }
}

/// An IOB2 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameTag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

impl NameTag {
    fn parse(label: &str) -> Option<Self> {
        let kind = |name: &str| match name {
            "PER" => Some(NameKind::Person),
            "ORG" => Some(NameKind::Organisation),
            "LOC" => Some(NameKind::Location),
            _ => None,
        };
        match label.split_once('-') {
            None if label == "O" => Some(Self::Outside),
            Some(("B", name)) => kind(name).map(Self::Begin),
            Some(("I", name)) => kind(name).map(Self::Inside),
            _ => None,
        }
    }
}

pub(crate) struct Heads {
    tags: Linear,
    upos: Vec<Upos>,
    xpos: Vec<Arc<str>>,
    feats: Vec<Arc<str>>,
    lemmas: Vec<LemmaScript>,
    names: Vec<NameTag>,
    deprels: Vec<Arc<str>>,
    root_label: usize,
    /// Dependent and head sides of arcs, then of labels, in one product.
    sides: Linear,
    arcs: Linear,
    labels: Linear,
    arc: usize,
    label: usize,
}

/// Numbers of one batch, reused from batch to batch.
#[derive(Default)]
pub(crate) struct Scores {
    tags: Vec<f32>,
    sides: Vec<f32>,
    dependents: Vec<f32>,
    arcs: Vec<f32>,
    labels: Vec<f32>,
    tree: Vec<f32>,
}

/// What the heads say of one word.
pub(crate) struct WordAnswer {
    pub(crate) upos: Upos,
    pub(crate) xpos: Arc<str>,
    pub(crate) feats: Arc<str>,
    pub(crate) lemma: String,
    pub(crate) name: NameTag,
    /// 0 for the root, else the 1-based word within the sequence.
    pub(crate) head: usize,
    pub(crate) deprel: Arc<str>,
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
        let shared = |key| -> Result<Vec<Arc<str>>, WeightsError> {
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
        let upos = parsed(file, "upos", Upos::parse)?;
        let (xpos, feats) = (shared("xpos")?, shared("feats")?);
        let lemmas = parsed(file, "lemma", LemmaScript::parse)?;
        let names = parsed(file, "entity", NameTag::parse)?;
        let deprels = shared("deprel")?;
        let root_label = deprels
            .iter()
            .position(|l| &**l == "root")
            .ok_or_else(|| wrong_label("deprel", "(no root)"))?;
        let tags = upos.len() + xpos.len() + feats.len() + lemmas.len() + names.len();
        Ok(Self {
            tags: file.linear("tags", s.hidden, tags)?,
            sides: file.linear("sides", s.hidden, 2 * s.arc + 2 * s.label)?,
            arcs: file.linear("arcs", s.arc, s.arc + 1)?,
            labels: file.linear("labels", s.label, deprels.len() * (s.label + 1))?,
            arc: s.arc,
            label: s.label,
            upos,
            xpos,
            feats,
            lemmas,
            names,
            deprels,
            root_label,
        })
    }

    /// Answers for every word of a batch. `words` holds one row for each sequence's `[CLS]` and then its words;
    /// `lengths` counts the words of each sequence; `forms` are the words themselves.
    pub(crate) fn answer<'f>(
        &self,
        words: &[f32],
        lengths: &[usize],
        mut forms: impl Iterator<Item = &'f str>,
        scores: &mut Scores,
        products: &mut Products<'_>,
        mut give: impl FnMut(WordAnswer),
    ) {
        self.tags.apply(words, &mut scores.tags, Activation::None, products);
        self.sides.apply(words, &mut scores.sides, Activation::Gelu, products);
        let (arc, label, side) = (self.arc, self.label, self.sides.outputs);
        scores.dependents.clear();
        for row in scores.sides.chunks_exact(side) {
            scores.dependents.extend_from_slice(&row[..arc]);
        }
        self.arcs
            .apply(&scores.dependents, &mut scores.arcs, Activation::None, products);
        let mut first_row = 0;
        for length in lengths {
            let n = length + 1;
            let rows = first_row..first_row + n;
            let sides = &scores.sides[rows.start * side..rows.end * side];
            let arcs = &scores.arcs[rows.start * (arc + 1)..rows.end * (arc + 1)];
            scores.tree.resize(n * n, 0.0);
            let tree_scores = &mut scores.tree;
            dispatch(
                #[inline(always)]
                || {
                    for (dependent, out) in arcs.chunks_exact(arc + 1).zip(tree_scores.chunks_exact_mut(n)) {
                        for (head, score) in sides.chunks_exact(side).zip(out) {
                            *score = dot(&dependent[..arc], &head[arc..2 * arc]) + dependent[arc];
                        }
                    }
                },
            );
            let heads = tree::decode(&scores.tree, *length);
            for chunk in (0..*length).step_by(LABEL_ROWS) {
                let chunk = chunk..(chunk + LABEL_ROWS).min(*length);
                scores.dependents.clear();
                for i in chunk.clone() {
                    let row = &sides[(i + 1) * side..(i + 2) * side];
                    scores.dependents.extend_from_slice(&row[2 * arc..2 * arc + label]);
                }
                self.labels
                    .apply(&scores.dependents, &mut scores.labels, Activation::None, products);
                for (i, pairs) in chunk.zip(scores.labels.chunks_exact(self.labels.outputs)) {
                    let head = heads[i];
                    let head_side = &sides[head * side + 2 * arc + label..(head + 1) * side];
                    let best = self.best_label(pairs, head_side, head == 0);
                    let at = (first_row + i + 1) * self.tags.outputs;
                    let tags = &scores.tags[at..at + self.tags.outputs];
                    give(self.word(tags, forms.next().unwrap_or_default(), head, best));
                }
            }
            first_row += n;
        }
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

    fn word(&self, tags: &[f32], form: &str, head: usize, deprel: usize) -> WordAnswer {
        let mut rest = tags;
        let mut next = |n: usize| {
            let (mine, others) = rest.split_at(n);
            rest = others;
            best_of(mine)
        };
        WordAnswer {
            upos: self.upos[next(self.upos.len())],
            xpos: self.xpos[next(self.xpos.len())].clone(),
            feats: self.feats[next(self.feats.len())].clone(),
            lemma: self.lemmas[next(self.lemmas.len())].apply(form),
            name: self.names[next(self.names.len())],
            head,
            deprel: self.deprels[deprel].clone(),
        }
    }
}

fn best_of(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemma_scripts_edit_the_end() {
        let lemma = |script: &str, form: &str| LemmaScript::parse(script).map(|s| s.apply(form));
        assert_eq!(lemma("l|3|y", "Cities").as_deref(), Some("city"));
        assert_eq!(lemma("k|1|", "Greeks").as_deref(), Some("Greek"));
        assert_eq!(lemma("l|9|be", "was").as_deref(), Some("be"));
        assert_eq!(lemma("l|9|", "’s").as_deref(), Some("’s"));
        assert_eq!(lemma("x|1|", "was"), None);
        assert_eq!(lemma("l|one|", "was"), None);
    }

    #[test]
    fn name_tags_parse_or_are_refused() {
        assert_eq!(NameTag::parse("O"), Some(NameTag::Outside));
        assert_eq!(NameTag::parse("B-PER"), Some(NameTag::Begin(NameKind::Person)));
        assert_eq!(NameTag::parse("I-LOC"), Some(NameTag::Inside(NameKind::Location)));
        assert_eq!(NameTag::parse("B-DOG"), None);
    }
}
