//! Other instruments that a passage leans on: "in accordance with Article 51 of the UN Charter".

use std::ops::Range;

use sayso_language::Upos;
use sayso_schema::{Citation, Span};

use super::names;
use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// No citation has more words between its article and its instrument.
const MOST_BETWEEN: usize = 8;

/// The citations among the words of a sentence, in its order.
pub(crate) fn citations(scene: &Scene<'_, '_>, sentence: usize, words: Range<usize>) -> Vec<Citation> {
    let mut found = Vec::new();
    let Some(tree) = scene.trees.get(sentence) else {
        return found;
    };
    let end = words.end.min(tree.len());
    let mut at = words.start;
    while at < end {
        let (next, citation) = citation(scene, tree, at, end);
        found.extend(citation.map(|(first, citation)| Citation {
            relation: relation(scene, tree, first),
            ..citation
        }));
        at = next.max(at + 1);
    }
    found
}

type Cited = (usize, Citation);

/// The citation that begins at a word, and where to look on.
fn citation(scene: &Scene<'_, '_>, tree: &Tree<'_>, at: usize, end: usize) -> (usize, Option<Cited>) {
    if let Some(number) = article(scene, tree, at).filter(|number| *number < end) {
        let mut instrument = None;
        let mut last = number;
        for word in number + 1..end.min(number + MOST_BETWEEN) {
            if let Some((to, title)) = instrument_at(scene, tree, word).filter(|(to, _)| *to < end) {
                instrument = Some(title);
                last = to;
                break;
            }
            let lower = grammar::lower(tree, word);
            if !matches!(&*lower, "of" | "the" | "," | "and" | "(" | ")") && tree.token(word).upos != Upos::Num {
                break;
            }
        }
        let words = (at..=number).map(|word| tree.token(word).form.as_str());
        let citation = Citation {
            passage: scene.text.passage(span(tree, at, last)),
            instrument,
            article: Some(words.collect::<Vec<_>>().join(" ")),
            relation: None,
        };
        return (last + 1, Some((at, citation)));
    }
    let Some((last, title)) = instrument_at(scene, tree, at).filter(|(last, _)| *last < end) else {
        return (at + 1, None);
    };
    let citation = Citation {
        passage: scene.text.passage(span(tree, at, last)),
        instrument: Some(title),
        article: None,
        relation: None,
    };
    (last + 1, Some((at, citation)))
}

fn span(tree: &Tree<'_>, first: usize, last: usize) -> Span {
    Span::new(tree.token(first).span.start, tree.token(last).span.end)
}

/// The number of an article or chapter named at a word, by its word.
fn article(scene: &Scene<'_, '_>, tree: &Tree<'_>, at: usize) -> Option<usize> {
    let words = &scene.knowledge.agreements.signs;
    let word = grammar::lemma(tree, at);
    let lower = grammar::lower(tree, at);
    let is = |word: &str| words.is(word, sayso_knowledge::agreements::Sign::Article);
    if !is(&word) && !is(&lower) && !is(lower.strip_suffix('s').unwrap_or(&lower)) {
        return None;
    }
    let number = tree.sentence.tokens.get(at + 1)?;
    let form = number.form.trim_start_matches('(');
    let roman = !form.is_empty() && form.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    (form.starts_with(|c: char| c.is_ascii_digit()) || roman).then_some(at + 1)
}

/// The instrument named from a word on: its last word and its title in the register, else the words themselves.
fn instrument_at(scene: &Scene<'_, '_>, tree: &Tree<'_>, at: usize) -> Option<(usize, String)> {
    let numbered = resolution(tree, at);
    if let Some((last, registered)) = names::registered(scene, tree, at) {
        return match numbered.filter(|to| *to > last) {
            Some(to) => Some((to, scene.text.at(span(tree, at, to)).to_owned())),
            None => Some((last, registered.title.clone())),
        };
    }
    let last = numbered?;
    Some((last, scene.text.at(span(tree, at, last)).to_owned()))
}

/// "UN Security Council Resolution 1701", from its first capital to its number.
fn resolution(tree: &Tree<'_>, at: usize) -> Option<usize> {
    for word in at..tree.len().min(at + MOST_BETWEEN) {
        let token = tree.token(word);
        if matches!(&*grammar::lower(tree, word), "resolution" | "resolutions") {
            let number = tree.sentence.tokens.get(word + 1)?;
            let digits = number.form.bytes().filter(u8::is_ascii_digit).count();
            return (digits > 1 && number.form.len() < 12).then_some(word + 1);
        }
        if !token.form.starts_with(char::is_uppercase) {
            return None;
        }
    }
    None
}

/// The preposition or phrase before a citation that tells how it is cited.
fn relation(scene: &Scene<'_, '_>, tree: &Tree<'_>, first: usize) -> Option<String> {
    let mut before = first.checked_sub(1)?;
    while matches!(&*grammar::lower(tree, before), "the" | "a" | "its" | "both") {
        before = before.checked_sub(1)?;
    }
    let lower = |word: usize| grammar::lower(tree, word);
    if let (Some(noun), Some(opens)) = (before.checked_sub(1), before.checked_sub(2)) {
        let phrase = format!("{} {} {}", lower(opens), lower(noun), lower(before));
        if scene
            .knowledge
            .agreements
            .signs
            .is(&phrase, sayso_knowledge::agreements::Sign::Relation)
        {
            return Some(phrase);
        }
        let phrase = format!("{} {}", lower(noun), lower(before));
        if scene
            .knowledge
            .agreements
            .signs
            .is(&phrase, sayso_knowledge::agreements::Sign::Relation)
        {
            return Some(phrase);
        }
    }
    let one = lower(before);
    scene
        .knowledge
        .agreements
        .signs
        .is(&one, sayso_knowledge::agreements::Sign::Relation)
        .then_some(one)
}
