//! What acts are about: PLOVER's contexts, by the words of their sentence.

use std::collections::BTreeMap;

use sayso_knowledge::events::EventLexicon;

use crate::grammar::{lemma, lower};
use crate::tree::Tree;

/// An act has no more contexts than this: the best supported ones.
const MOST: usize = 3;

/// Weight that it takes: one word that is enough, or two that are not.
const ENOUGH: usize = 2;

/// The contexts of a sentence, the best supported first, each with the lines that show it.
pub(super) fn contexts(tree: &Tree<'_>, lexicon: &EventLexicon) -> Vec<(String, Vec<String>)> {
    let known = lexicon.contexts();
    let lemmas: Vec<String> = (0..tree.len()).map(|word| lemma(tree, word)).collect();
    let mut shown: BTreeMap<usize, (usize, Vec<String>)> = BTreeMap::new();
    for (at, first) in lemmas.iter().enumerate() {
        for line in known.beginning(first) {
            let follows = line.rest.iter().enumerate().all(|(i, word)| {
                let next = at + 1 + i;
                lemmas
                    .get(next)
                    .is_some_and(|lemma| lemma == word || lower(tree, next) == *word)
            });
            if !follows {
                continue;
            }
            let (weight, lines) = shown.entry(line.context).or_default();
            // A word that stands twice shows no more than once.
            if !lines.contains(&line.because) {
                *weight += usize::from(line.weight);
                lines.push(line.because.clone());
            }
        }
    }
    let mut enough: Vec<(usize, usize, Vec<String>)> = shown
        .into_iter()
        .filter(|(_, (weight, _))| *weight >= ENOUGH)
        .map(|(context, (weight, lines))| (weight, context, lines))
        .collect();
    enough.sort_by_key(|(weight, context, _)| (std::cmp::Reverse(*weight), *context));
    let named = enough.into_iter().take(MOST);
    named
        .filter_map(|(_, context, lines)| Some((known.all().get(context)?.name.clone(), lines)))
        .collect()
}
