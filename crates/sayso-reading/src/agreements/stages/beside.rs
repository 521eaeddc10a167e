//! Agreements that stand right beside a verb as its object would, whatever the tree: "to quickly adopt the EU-drafted
//! resolution", "the two accords due to be signed".
//!
//! Parsers of newswire often cut a phrase in two or hang it too high. What stands right behind an active verb, or right
//! before a passive, with only what belongs to such a phrase between, is its object.

use sayso_knowledge::agreements::{Seat, StageWord};
use sayso_knowledge::events::{Slot, WordClass};
use sayso_language::Upos;

use crate::agreements::Found;
use crate::grammar::{lemma, lower};
use crate::tree::Tree;

/// Words between a verb and the agreement, at most.
const MOST_BETWEEN: usize = 8;
/// Words back from a participle that a form of "be" is looked for in.
const MOST_AUXILIARIES: usize = 3;

/// The agreement right beside a verb, in the place of its object; `whole` says which nouns stand for what they are of.
pub(super) fn beside(
    tree: &Tree<'_>,
    found: &Found,
    sentence: usize,
    word: usize,
    line: &StageWord,
    whole: &dyn Fn(&str) -> bool,
) -> Option<usize> {
    if line.word.class != WordClass::Verb {
        return None;
    }
    let is_be = |at: usize| matches!(&*lemma(tree, at), "be" | "get") && tree.token(at).upos != Upos::Noun;
    let from = word.saturating_sub(MOST_AUXILIARIES);
    let passive = &*tree.token(word).xpos == "VBN" && (from..word).any(is_be);
    let object = line
        .seats
        .iter()
        .any(|seat| matches!(seat, Seat::Slot(path) if path.slots() == [Slot::Object]));
    if passive {
        return object.then(|| before(tree, found, sentence, word)).flatten();
    }
    let mut prepositions = line.seats.iter().filter_map(|seat| match seat {
        Seat::Slot(path) => match path.slots() {
            [Slot::Preposition(preposition)] => Some(preposition.as_str()),
            _ => None,
        },
        Seat::Below => None,
    });
    let mut opened = object;
    let last = (word + MOST_BETWEEN).min(tree.len().saturating_sub(1));
    for at in word + 1..=last {
        let token = tree.token(at);
        let mention = found.of_sentence(sentence).find(|mention| mention.words.0 == at);
        if let Some(mention) = mention.filter(|_| opened) {
            return Some(mention.agreement);
        }
        let form = lower(tree, at);
        let particle = line.word.others.contains(&form);
        match token.upos {
            Upos::Det | Upos::Adj | Upos::Adv | Upos::Num => {}
            Upos::Pron if token.relation() == "nmod" => {}
            _ if particle && !object => opened = opened || prepositions.any(|preposition| preposition == form),
            _ if particle => {}
            Upos::Adp if !opened && prepositions.any(|preposition| preposition == form) => opened = true,
            Upos::Adp if form == "of" && at > word + 1 && whole(&lemma(tree, at - 1)) => {}
            Upos::Noun if whole(&lemma(tree, at)) => {}
            // "the European draft": names that stand before the noun.
            Upos::Propn | Upos::Part if form != "to" && token.upos != Upos::Verb => {}
            _ => return None,
        }
    }
    None
}

/// The agreement right before a passive.
fn before(tree: &Tree<'_>, found: &Found, sentence: usize, word: usize) -> Option<usize> {
    // "had little chance of being adopted"
    let mut chance = false;
    for at in (word.saturating_sub(MOST_BETWEEN)..word).rev() {
        if let Some(mention) = found.of_sentence(sentence).find(|mention| mention.words.1 == at) {
            return Some(mention.agreement);
        }
        let token = tree.token(at);
        let form = lower(tree, at);
        let passes = matches!(token.upos, Upos::Aux | Upos::Adv | Upos::Part | Upos::Adj)
            || matches!(&*form, "," | "which" | "that" | "be" | "been" | "being" | "is" | "was");
        let of_being = form == "of" && lower(tree, at + 1) == "being";
        let stands = chance
            && (matches!(token.upos, Upos::Noun | Upos::Det)
                || matches!(&*lemma(tree, at), "have" | "stand" | "face" | "run" | "need"));
        chance |= of_being;
        if !passes && !of_being && !stands {
            return None;
        }
    }
    None
}
