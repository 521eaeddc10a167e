//! That parties agree, told without the agreement: "the two sides agreed to share the bases".

use sayso_language::Upos;

use super::parties::is_both;
use crate::agreements::Found;
use crate::grammar::{lower, related, subject, with_coordinates};
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
        .or_else(|| tree.child(word, "expl"));
    let Some(actor) = actor else {
        // "as agreed between the two": what was agreed is not told again.
        let mut near = related(tree, word, &["mark", "advmod"]).into_iter();
        let as_agreed = near.any(|at| lower(tree, at) == "as") || word > 0 && lower(tree, word - 1) == "as";
        return (as_agreed && &*tree.token(word).xpos == "VBN").then_some(agreement);
    };
    let several = with_coordinates(tree, actor);
    let named = |&at: &usize| tree.token(at).upos == Upos::Propn;
    let together = is_both(tree, actor)
        || several.len() > 1 && several.iter().all(named)
        || matches!(&*lower(tree, actor), "they" | "we" | "both" | "it");
    together.then_some(agreement)
}
