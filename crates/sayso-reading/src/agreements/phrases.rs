//! How far the phrase around a noun for an instrument reaches, and what it picks out by its articles.

use sayso_knowledge::agreements::Sign;
use sayso_language::Upos;

use super::candidates::Pick;
use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// No phrase for an instrument has more words before its noun.
const MOST_MODIFIERS: usize = 16;

/// A word with those that hyphens join to it, as written and in its dictionary form; all before `until`.
pub(super) fn joined(tree: &Tree<'_>, word: usize, until: usize) -> (usize, String, String) {
    let mut lower = grammar::lower(tree, word);
    let mut lemma = grammar::lemma(tree, word);
    let mut last = word;
    while last + 2 < until && tree.token(last + 1).form == "-" {
        let before = lower;
        last += 2;
        lemma = format!("{before}-{}", grammar::lemma(tree, last));
        lower = format!("{before}-{}", grammar::lower(tree, last));
    }
    (last, lower, lemma)
}

/// The first word of a phrase: what stands before the noun and says which kind, without articles and owners.
pub(super) fn first_word(tree: &Tree<'_>, head: usize, part_of: Option<usize>) -> usize {
    let mut first = head;
    let mut at = head;
    for _ in 0..MOST_MODIFIERS {
        let Some(before) = at.checked_sub(1) else { break };
        let Some(under) = child_above(tree, head, before) else {
            // "peace treaty talks": what stands before is of the noun after as well, as far as trees know.
            let beside = part_of.is_some_and(|noun| tree.head(before) == Some(noun));
            if beside && matches!(tree.token(before).relation(), "amod" | "compound" | "nummod") && at == first {
                at = before;
                if tree.token(before).relation() != "amod" {
                    first = before;
                    continue;
                }
            }
            break;
        };
        let relation = &*tree.token(under).deprel;
        let direct = under == before;
        let fits = matches!(
            relation.split(':').next().unwrap_or_default(),
            "amod" | "compound" | "nummod" | "flat" | "nmod" | "conj" | "goeswith" | "punct" | "appos" | "advmod"
        ) && relation != "nmod:poss";
        let article = matches!(tree.token(before).relation(), "det" | "case" | "mark")
            || matches!(&*tree.token(before).deprel, "nmod:poss");
        if !fits || article || direct && relation == "punct" && !is_quote(tree, before) {
            break;
        }
        at = before;
        if relation != "punct" && tree.token(before).relation() != "punct" || is_quote(tree, before) {
            first = before;
        }
    }
    // "at least one convention"
    while first + 1 < head && matches!(tree.token(first).relation(), "nmod" | "advmod" | "case") && {
        tree.token(first).upos != Upos::Propn && tree.token(first + 1).upos == Upos::Num
    } {
        first += 1;
    }
    // A quotation mark belongs to it only with its fellow.
    let quotes = (first..head).filter(|&word| is_quote(tree, word)).count();
    if quotes % 2 == 1 && is_quote(tree, first) && first < head {
        first += 1;
    }
    first
}

fn is_quote(tree: &Tree<'_>, word: usize) -> bool {
    matches!(
        &*tree.token(word).form,
        "\"" | "“" | "”" | "``" | "''" | "'" | "‘" | "’"
    )
}

/// The dependent of `head` that `word` is or is below.
fn child_above(tree: &Tree<'_>, head: usize, word: usize) -> Option<usize> {
    let mut at = word;
    for _ in 0..MOST_MODIFIERS {
        let above = tree.head(at)?;
        if above == head {
            return Some(at);
        }
        at = above;
    }
    None
}

/// The word before a phrase, in small letters.
pub(super) fn grammar_before(tree: &Tree<'_>, first: usize) -> String {
    first
        .checked_sub(1)
        .map(|before| grammar::lower(tree, before))
        .unwrap_or_default()
}

pub(super) fn pick(scene: &Scene<'_, '_>, tree: &Tree<'_>, head: usize, outer: usize, first: usize) -> Pick {
    let signs = &scene.knowledge.agreements.signs;
    let mut articles: Vec<usize> = Vec::new();
    for noun in [head, outer] {
        articles.extend(grammar::related(tree, noun, &["det", "nmod:poss", "det:predet"]));
    }
    articles.retain(|&word| word < first.max(head));
    let such = first.checked_sub(1).into_iter().chain(first.checked_sub(2));
    if such.into_iter().any(|word| grammar::lower(tree, word) == "such") {
        return Pick::Such;
    }
    for &word in &articles {
        if tree.token(word).relation() == "nmod" {
            return Pick::Known;
        }
        match &*grammar::lower(tree, word) {
            "the" | "this" | "that" | "these" | "those" | "both" => return Pick::Known,
            "a" | "an" | "another" => return Pick::New,
            lower if signs.is(lower, Sign::General) => return Pick::General,
            _ => {}
        }
    }
    Pick::Bare
}
