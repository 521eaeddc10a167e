//! Steps told right behind their agreement: "the accord reached by all sides", "the treaty, which was signed".
//!
//! Parsers often hang such a clause on another noun or verb of the sentence, or take its participle for a verb in the
//! past. What stands right behind an agreement's name, with no object and no subject of its own, tells a step of it.

use sayso_knowledge::agreements::{Bare, Seat, StageWord};
use sayso_knowledge::events::{Slot, WordClass};
use sayso_language::Upos;

use crate::agreements::Found;
use crate::grammar::{lower, related};
use crate::tree::Tree;

/// Adverbs between an agreement and its participle: "already", "only recently".
const MOST_ADVERBS: usize = 2;
/// Words between an agreement and a participle that only agreements have done to them.
const MOST_BETWEEN: usize = 14;

/// The agreement right before a step that it fills the seat of.
pub(super) fn behind(tree: &Tree<'_>, found: &Found, sentence: usize, word: usize, line: &StageWord) -> Option<usize> {
    if line.word.class != WordClass::Verb {
        return None;
    }
    let has = |slot: Slot| {
        let mut seats = line.seats.iter();
        seats.any(|seat| matches!(seat, Seat::Slot(path) if path.slots() == [slot.clone()]))
    };
    let ends_at = |at: usize| found.of_sentence(sentence).find(|mention| mention.words.1 == at);
    let is_comma = |at: usize| tree.token(at).form == ",";
    // "the treaty, which was signed", whatever the clause hangs on.
    let relations: &[&str] = match (has(Slot::Object), has(Slot::Subject)) {
        (true, _) => &["nsubj:pass", "obj"],
        (_, true) => &["nsubj"],
        _ => return None,
    };
    let mut children = tree.children(word).iter().copied();
    let pronoun = children.find(|&child| {
        relations.contains(&&*tree.token(child).deprel) && matches!(&*lower(tree, child), "which" | "that")
    });
    if let Some(before) = pronoun.and_then(|pronoun| pronoun.checked_sub(1)) {
        let before = before.checked_sub(usize::from(is_comma(before)))?;
        return ends_at(before).map(|mention| mention.agreement);
    }
    // "the truce signed in 2002"
    let past = matches!(&*tree.token(word).xpos, "VBN" | "VBD");
    if !past || !has(Slot::Object) || !related(tree, word, &["obj", "ccomp", "xcomp", "aux", "aux:pass"]).is_empty() {
        return None;
    }
    let mut at = word.checked_sub(1)?;
    for _ in 0..MOST_ADVERBS {
        if tree.token(at).upos == Upos::Adv {
            at = at.checked_sub(1)?;
        }
    }
    if is_comma(at) && &*tree.token(word).xpos == "VBN" && tree.token(word).relation() == "acl" {
        at = at.checked_sub(1)?;
    }
    let mention = ends_at(at)?;
    let own = related(tree, word, &["nsubj"])
        .iter()
        .all(|&subject| subject == mention.head);
    own.then_some(mention.agreement)
}

/// The agreement before a participle of which hardly anything else is done, with more told of it in between: "an accord on
/// their dispute signed by both", whatever noun the tree hangs that on.
pub(super) fn far_behind(
    tree: &Tree<'_>,
    found: &Found,
    sentence: usize,
    word: usize,
    line: &StageWord,
) -> Option<usize> {
    let object = |seat: &Seat| matches!(seat, Seat::Slot(path) if path.slots() == [Slot::Object]);
    let only = line.word.class == WordClass::Verb && matches!(line.bare, Bare::Pronoun | Bare::Open);
    let token = tree.token(word);
    let participle = &*token.xpos == "VBN" && matches!(token.relation(), "acl" | "amod" | "conj" | "advcl");
    let own = related(
        tree,
        word,
        &["obj", "ccomp", "xcomp", "aux", "aux:pass", "nsubj", "mark"],
    );
    if !only || !participle || !own.is_empty() || !line.seats.iter().any(object) {
        return None;
    }
    let last = found
        .of_sentence(sentence)
        .filter(|mention| mention.words.1 < word)
        .last()?;
    let mut between = last.words.1 + 1..word;
    let far = between.len() > MOST_BETWEEN;
    let ends = between.any(|at| {
        matches!(&*tree.token(at).xpos, "VBD" | "VBZ" | "VBP" | "MD") || matches!(&*tree.token(at).form, ";" | ":")
    });
    (!far && !ends).then_some(last.agreement)
}
