//! That parties agree, told without the agreement: "the two sides agreed to share the bases".

use super::parties::is_both;
use crate::agreements::Found;
use crate::grammar::{lower, subject};
use crate::scene::Scene;

/// The agreement near a verb whose subject tells all its parties at once.
pub(super) fn agreeing(
    scene: &Scene<'_, '_>,
    found: &Found,
    (sentence, word): (usize, usize),
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    let tree = &scene.trees[sentence];
    let after = |sentence: usize| found.of_sentence(sentence).map(|mention| mention.agreement).next();
    let last = found.last_before(sentence, word).filter(|&agreement| fits(agreement));
    let agreement = last
        .or_else(|| after(sentence))
        .or_else(|| after(sentence + 1))
        .filter(|&agreement| fits(agreement))?;
    let actor = subject(tree, word)
        .or_else(|| tree.child(word, "nsubj:pass"))
        .or_else(|| tree.child(word, "expl"))?;
    let together = is_both(tree, actor) || matches!(&*lower(tree, actor), "they" | "we" | "both" | "it");
    together.then_some(agreement)
}
