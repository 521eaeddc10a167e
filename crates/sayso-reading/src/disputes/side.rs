//! One of two figures that are compared: what it counts, what is said of it, and by whom.

use std::collections::{BTreeSet, HashMap};

use sayso_language::Upos;
use sayso_schema::{Figure, RowId, Span, Statement};

use crate::grammar::lemma;
use crate::scene::Scene;

/// A figure with what it is compared by.
pub(super) struct Side<'f> {
    pub(super) figure: &'f Figure,
    pub(super) sentence: usize,
    /// Its first word.
    pub(super) first: usize,
    /// Its last word.
    pub(super) last: usize,
    /// The lemma of the noun that is counted.
    pub(super) head: String,
    /// Lemmas of all that stands with that noun, itself too, without determiners.
    pub(super) words: BTreeSet<String>,
    /// Names among them.
    pub(super) names: BTreeSet<String>,
    /// What is measured, the same for words of one meaning.
    pub(super) measure: Option<String>,
    pub(super) statement: Option<&'f Statement>,
}

/// How what is counted on one side stands to what is counted on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subjects {
    /// The same words.
    Same,
    /// One says more of whom it counts: "soldiers" and "North Korean soldiers".
    Narrower,
    /// One counts any persons: "people" and "North Korean soldiers".
    Anybody,
    /// Two groups of one people or place: "North Koreans" and "North Korean students".
    Kin,
}

/// Where tokens stand, looked up by characters.
pub(super) struct Places<'a> {
    sentences: Vec<(Span, usize)>,
    statements: HashMap<&'a RowId, &'a Statement>,
}

impl<'a> Places<'a> {
    pub(super) fn new(scene: &Scene<'a, '_>) -> Self {
        let sentences = scene.trees.iter().enumerate();
        Self {
            sentences: sentences.map(|(at, tree)| (tree.sentence.span, at)).collect(),
            statements: scene.statements.iter().map(|row| (&row.id, row)).collect(),
        }
    }

    /// The sentence that a span is in, and its first and last word there.
    fn words(&self, scene: &Scene<'_, '_>, span: Span) -> Option<(usize, usize, usize)> {
        let after = self.sentences.partition_point(|(of, _)| of.start <= span.start);
        let sentence = self.sentences.get(after.checked_sub(1)?)?.1;
        let tokens = &scene.trees[sentence].sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let last = tokens
            .partition_point(|token| token.span.start < span.end)
            .checked_sub(1)?;
        (first <= last).then_some((sentence, first, last))
    }

    pub(super) fn side<'f>(&self, scene: &Scene<'a, '_>, figure: &'f Figure) -> Option<Side<'f>>
    where
        'a: 'f,
    {
        let (sentence, first, last) = self.words(scene, figure.span)?;
        let of = figure.of.as_ref()?;
        let (of_sentence, from, to) = self.words(scene, of.span)?;
        let tree = &scene.trees[of_sentence];
        let content = (from..=to).filter(|&word| {
            let token = tree.token(word);
            matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) && !figure.span.contains(token.span)
        });
        let content: Vec<usize> = content.collect();
        let head = tree.top(from, to);
        let measure = figure.measure.as_ref().and_then(|measure| {
            let (sentence, word, _) = self.words(scene, measure.predicate.span)?;
            let lemma = lemma(&scene.trees[sentence], word);
            Some(scene.knowledge.disputes.measure(&lemma).to_owned())
        });
        Some(Side {
            figure,
            sentence,
            first,
            last,
            head: lemma(tree, head),
            words: content.iter().map(|&word| lemma(tree, word)).collect(),
            names: content
                .iter()
                .filter(|&&word| tree.token(word).upos == Upos::Propn || is_proper(scene, tree.token(word).span))
                .map(|&word| lemma(tree, word))
                .collect(),
            measure,
            statement: figure
                .statement
                .as_ref()
                .and_then(|id| self.statements.get(id).copied()),
        })
    }
}

/// Whether a word begins with a capital letter, as "Korean" does.
fn is_proper(scene: &Scene<'_, '_>, span: Span) -> bool {
    scene.text.char(span.start).is_some_and(char::is_uppercase)
}

impl Side<'_> {
    /// How the two sides' subjects stand to each other, if they can be compared at all.
    pub(super) fn subjects(&self, other: &Side<'_>, is_general: impl Fn(&str) -> bool) -> Option<Subjects> {
        if self.words.is_empty() || other.words.is_empty() {
            return None;
        }
        if self.words == other.words {
            return Some(Subjects::Same);
        }
        let persons = |side: &Side<'_>| side.figure.unit.as_deref() == Some("persons");
        let both_persons = persons(self) && persons(other);
        let part_of =
            |small: &Side<'_>, large: &Side<'_>| small.head == large.head && small.words.is_subset(&large.words);
        if part_of(self, other) || part_of(other, self) {
            return Some(Subjects::Narrower);
        }
        let anybody = |side: &Side<'_>| side.words.len() == 1 && is_general(&side.head);
        if both_persons && (anybody(self) || anybody(other)) {
            let alike = anybody(self) && anybody(other);
            return Some(if alike { Subjects::Same } else { Subjects::Anybody });
        }
        let kin = both_persons && self.names.intersection(&other.names).next().is_some();
        kin.then_some(Subjects::Kin)
    }

    /// Whose word it is: the innermost source's entity, or its name.
    pub(super) fn source(&self) -> Option<(Option<&RowId>, &str)> {
        let link = self.statement?.chain.last()?;
        Some((link.entity.as_ref(), link.name.as_deref()?))
    }

    /// The least and the most that the figure can be, where an inexact one may be a tenth off.
    pub(super) fn bounds(&self) -> (f64, f64) {
        let figure = self.figure;
        let slack = |value: f64| value.abs() / 10.0;
        let around = figure.value.filter(|_| figure.low.is_none() && figure.high.is_none());
        let low = figure.low.or(around.map(|value| value - slack(value)));
        let high = figure.high.or(around.map(|value| value + slack(value)));
        (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY))
    }

    /// Whether no number fits both figures.
    pub(super) fn disjoint(&self, other: &Side<'_>) -> bool {
        let ((low, high), (other_low, other_high)) = (self.bounds(), other.bounds());
        high < other_low || other_high < low
    }
}
