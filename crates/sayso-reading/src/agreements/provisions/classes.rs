//! Of what class a provision is, by the words that tell it.

use sayso_language::Upos;
use sayso_schema::ProvisionClass;

use super::phrases;
use crate::grammar::{lemma, lower};
use crate::scene::Scene;
use crate::tree::Tree;

/// Words of a provision that are looked at.
const MOST_WORDS: usize = 150;

/// Steps up to its head that are counted.
const MOST_STEPS: u32 = 12;

/// The class, and the line that tells it.
pub(super) fn class<'k>(
    scene: &Scene<'_, 'k>,
    tree: &Tree<'_>,
    (first, last): (usize, usize),
    head: usize,
) -> (ProvisionClass, Option<&'k str>) {
    let lines = &scene.knowledge.agreements.provisions.classes;
    let last = last.min(first + MOST_WORDS);
    let stands = |phrases_of: &[Vec<String>]| {
        phrases_of
            .iter()
            .any(|phrase| (first..=last).any(|at| at + phrase.len() <= last + 1 && phrases::stands(tree, at, phrase)))
    };
    let mut best = None;
    for word in first..=last {
        let depth = depth(tree, word, head);
        let (form, lemma) = (lower(tree, word), lemma(tree, word));
        let by_form = (form != lemma).then(|| lines.starting(&form)).into_iter().flatten();
        // "troops" has no singular in the dictionary, but in the lines.
        let one = lemma.strip_suffix('s').filter(|one| one.len() > 2);
        let by_one = one.map(|one| lines.starting(one)).into_iter().flatten();
        for (words, at, line) in lines.starting(&lemma).chain(by_form).chain(by_one) {
            let inside = word + words.len() <= last + 1 && phrases::stands(tree, word, words);
            if !inside || line.is_head && depth > 1 {
                continue;
            }
            // Words of a name tell less: "the World Trade Organization".
            let named = words.len() == 1 && tree.token(word).upos == Upos::Propn;
            let weight = line.weight.saturating_sub(if named { 2 } else { 0 });
            let rank = (weight, MOST_STEPS.saturating_sub(depth), std::cmp::Reverse(at));
            if best.as_ref().is_some_and(|(known, _)| *known >= rank) {
                continue;
            }
            if (line.with.is_empty() || stands(&line.with)) && !stands(&line.without) {
                best = Some((rank, line));
            }
        }
    }
    match best {
        Some((_, line)) => (line.class, Some(&line.because)),
        None => (ProvisionClass::Other, None),
    }
}

fn depth(tree: &Tree<'_>, word: usize, head: usize) -> u32 {
    let mut at = word;
    for steps in 0..MOST_STEPS {
        if at == head {
            return steps;
        }
        match tree.head(at) {
            Some(above) => at = above,
            None => break,
        }
    }
    MOST_STEPS
}
