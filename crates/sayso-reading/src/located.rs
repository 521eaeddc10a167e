//! Which phrase says where something is.

use crate::grammar::{lemma, lower, marks};
use crate::scene::Scene;
use crate::tree::Tree;

/// Words from a place up to the phrase that says where.
const MOST_STEPS: usize = 4;

/// The phrase that says where: the place itself after such a preposition, or what it is the place of ("in the town of
/// X").
pub(crate) fn located_phrase(scene: &Scene<'_, '_>, tree: &Tree<'_>, place: usize) -> Option<usize> {
    let mut at = place;
    for _ in 0..MOST_STEPS {
        match marks(tree, at).next().map(|mark| lower(tree, mark)) {
            Some(mark) if PREPOSITIONS.contains(&&*mark) => return Some(at),
            Some(mark) if mark != "of" => return None,
            Some(_) => {
                let ontology = scene.knowledge.events.ontology();
                let head = tree.head(at)?;
                let noun = lemma(tree, head);
                let of_place = ["settlement", "military-place", "public-place", "territory"];
                at = of_place
                    .iter()
                    .any(|class| ontology.in_class(class, &noun))
                    .then_some(head)?;
            }
            None => {
                let inner = matches!(tree.token(at).relation(), "nmod" | "appos" | "conj" | "compound");
                at = tree.head(at).filter(|_| inner)?;
            }
        }
    }
    None
}

/// Prepositions that say where something is, or where to and where from.
const PREPOSITIONS: [&str; 17] = [
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "around",
    "across",
    "throughout",
    "on",
    "off",
    "over",
    "along",
    "within",
    "to",
    "into",
    "from",
    "through",
];
