//! The phrase of a noun: what stands before it without determiner, owner and number, the rest of its name, what is
//! coordinated bare with it, and its "of" phrase.

use sayso_language::Upos;

use crate::grammar::{is_nominal, lower, marks};
use crate::tree::Tree;

/// Nouns in one another's "of" phrases that are followed.
const MOST_INNER: usize = 4;

/// Words before a noun that can belong to it.
pub(super) const MOST_BEFORE: usize = 16;

/// The first and the last word of a noun's phrase. Words up to `after` are no part of it. `is_outer` tells nouns whose
/// "of" phrase says only where they are: "the population of Gaza".
pub(super) fn phrase(
    tree: &Tree<'_>,
    noun: usize,
    after: Option<usize>,
    is_outer: &dyn Fn(usize) -> bool,
) -> (usize, usize) {
    let first = first(tree, noun, after);
    let mut last = noun;
    let mut at = noun;
    for _ in 0..MOST_INNER {
        last = last.max(name_end(tree, at)).max(coordinated_end(tree, at));
        let inner = tree.children(at).iter().copied().find(|&child| {
            child > at
                && tree.token(child).relation() == "nmod"
                && is_nominal(tree, child)
                && !is_outer(child)
                && marks(tree, child)
                    .next()
                    .is_some_and(|mark| mark == last + 1 && lower(tree, mark) == "of")
        });
        let Some(inner) = inner else { break };
        last = last.max(inner);
        at = inner;
    }
    (first, last)
}

/// The first word that stands before a noun and belongs to it.
fn first(tree: &Tree<'_>, noun: usize, after: Option<usize>) -> usize {
    let floor = after.map_or(0, |after| after + 1).max(noun.saturating_sub(MOST_BEFORE));
    let floor = floor.min(noun);
    let mut first = noun;
    let before = tree.children(noun).iter().rev().copied().filter(|&child| child < noun);
    for child in before {
        let belongs = match &*tree.token(child).deprel {
            // "three women's events": an owner behind the number is no determiner.
            "nmod:poss" => after.is_some() && tree.token(child).upos == Upos::Noun,
            "punct" => matches!(&*tree.token(child).form, "-" | "\"" | "“" | "``"),
            _ => {
                let relation = tree.token(child).relation();
                let fits = matches!(relation, "amod" | "compound" | "nmod" | "flat" | "obl" | "advmod");
                fits && marks(tree, child).next().is_none()
            }
        };
        if !belongs || child < floor {
            break;
        }
        first = tree.reach(child).0.max(floor);
    }
    // What only opens or adds up: "-" of "22-member", "more" of "three more".
    let opens = |word: usize| {
        matches!(
            &*lower(tree, word),
            "-" | "–" | "more" | "the" | "a" | "an" | "of" | "\"" | "“" | "``"
        )
    };
    while first < noun && opens(first) {
        first += 1;
    }
    first
}

/// The last word of a name that a word begins: "Xia Chao Ming".
fn name_end(tree: &Tree<'_>, word: usize) -> usize {
    let parts = tree.children(word).iter().copied();
    parts
        .filter(|&child| child > word && tree.token(child).relation() == "flat")
        .max()
        .unwrap_or(word)
}

/// The last of the nouns that share all with a noun: "tanks, bulldozers and armoured vehicles".
fn coordinated_end(tree: &Tree<'_>, noun: usize) -> usize {
    let plural =
        |word: usize| tree.token(word).upos == Upos::Noun && tree.token(word).feature("Number") == Some("Plur");
    let mut last = noun;
    for &child in tree.children(noun).iter().filter(|&&child| child > noun) {
        match tree.token(child).relation() {
            "conj" => {
                let own = tree
                    .children(child)
                    .iter()
                    .any(|&of| matches!(tree.token(of).relation(), "nummod" | "det" | "case" | "cop" | "nsubj"));
                if own || !plural(noun) || !plural(child) || tree.reach(child).0 > last + 4 {
                    break;
                }
                last = child;
            }
            "punct" | "cc" => {}
            _ => break,
        }
    }
    last
}
