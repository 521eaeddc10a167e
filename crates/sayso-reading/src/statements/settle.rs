//! Settles what two matches of one sentence both lay claim to.

use sayso_knowledge::attribution::CuePos;
use sayso_knowledge::rules::Part;
use sayso_language::Upos;

use crate::matching::{Found, Match};
use crate::tree::Tree;

/// Leaves matches that can all stand.
pub(crate) fn settle(tree: &Tree<'_>, matches: &mut Vec<Match<'_>>) {
    drop_mutual(tree, matches);
    share_clauses(tree, matches);
}

/// The word that heads what a match takes for said.
pub(crate) fn content_word(found: &Match<'_>) -> Option<usize> {
    match found.part(Part::Content)? {
        Found::Word(word) => Some(*word),
        Found::Quote(_) | Found::Run(_) => None,
    }
}

/// "The text was submitted on Monday, the Gazette reports": where a verb and the clause beside it each take the other
/// for what is said, the clause beside it is the one that tells.
fn drop_mutual(tree: &Tree<'_>, matches: &mut Vec<Match<'_>>) {
    let claims: Vec<(usize, Option<usize>)> = matches.iter().map(|m| (m.anchor, content_word(m))).collect();
    matches.retain(|found| {
        let Some(said) = content_word(found) else { return true };
        let beside = tree.head(said) == Some(found.anchor);
        !(beside && claims.contains(&(said, Some(found.anchor))))
    });
}

/// "According to the police, twelve were held, though nine had left, according to the mayor": of two phrases on one
/// predicate, the later tells of the nearest clause before it.
fn share_clauses(tree: &Tree<'_>, matches: &mut [Match<'_>]) {
    let mut seen: Vec<usize> = Vec::new();
    for found in matches.iter_mut().filter(|m| is_preposition(m)) {
        let Some(said) = content_word(found) else { continue };
        if !seen.contains(&said) {
            seen.push(said);
            continue;
        }
        let last = (0..found.anchor).rev().find(|&at| tree.token(at).upos != Upos::Punct);
        let mut at = last;
        let mut steps = 0;
        while let Some(word) = at.filter(|&word| word != said && steps < tree.len()) {
            let clause = tree
                .child(word, "nsubj")
                .or_else(|| tree.child(word, "csubj"))
                .is_some();
            if clause && tree.dominates(said, word) && !tree.dominates(word, found.anchor) {
                for (part, target) in &mut found.parts {
                    if *part == Part::Content {
                        *target = Found::Word(word);
                    }
                }
                break;
            }
            at = tree.head(word);
            steps += 1;
        }
    }
}

pub(crate) fn is_preposition(found: &Match<'_>) -> bool {
    found.cue.is_some_and(|cue| cue.pos == CuePos::Preposition)
}
