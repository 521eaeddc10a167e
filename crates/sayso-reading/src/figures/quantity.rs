//! The quantities of a sentence: how much, in which unit, and which characters tell it.

use sayso_schema::{AsWritten, FigureKind, Span};

use super::number::Reader;
use crate::grammar::lower;
use crate::scene::Scene;

/// A quantity as its own words tell it; what it counts and of whom is no part of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) sentence: usize,
    /// The first word, an approximator's or a currency sign too.
    pub(crate) first: usize,
    /// The last word, the unit's too.
    pub(crate) last: usize,
    /// All its characters: of "won 397-0" only a part of the last word.
    pub(crate) span: Span,
    /// The words of the number alone.
    pub(crate) number: (usize, usize),
    /// The characters of the number alone: "32" where "32-year-old" is one word.
    pub(crate) number_span: Span,
    pub(crate) kind: FigureKind,
    /// In `unit`; `None` where only bounds are told.
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// The words that make it inexact.
    pub(crate) approximator: Option<(usize, usize)>,
    /// SI, ISO 4217, `percent`, `fraction`, `mo`, `a`; `None` for counts.
    pub(crate) unit: Option<String>,
    /// The number in the unit that is written, where one is.
    pub(crate) as_written: Option<AsWritten>,
    /// What it is reckoned by: "barrel" in "60 dollars a barrel".
    pub(crate) per: Option<(usize, usize)>,
    /// The lines of knowledge that it rests on.
    pub(crate) lines: Vec<String>,
}

/// The quantities of a sentence, in the order of its text; none overlaps another.
pub(crate) fn quantities(scene: &Scene<'_, '_>, sentence: usize) -> Vec<Quantity> {
    let Some(tree) = scene.trees.get(sentence) else {
        return Vec::new();
    };
    let words: Vec<String> = (0..tree.len()).map(|word| lower(tree, word)).collect();
    let reader = Reader::new(&words, scene.knowledge);
    let span = |(first, last): (usize, usize)| tree.token(first).span.hull(tree.token(last).span);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(count) = reader.count(at) else {
            at += 1;
            continue;
        };
        at = count.last + 1;
        found.push(Quantity {
            sentence,
            first: count.first,
            last: count.last,
            span: span((count.first, count.last)),
            number: count.number,
            number_span: span(count.number),
            kind: FigureKind::Count,
            value: count.value,
            low: count.low,
            high: count.high,
            approximator: count.approximator,
            unit: None,
            as_written: None,
            per: None,
            lines: count.lines,
        });
    }
    found
}
