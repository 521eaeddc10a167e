//! Names of instruments: those of the register, and how far others reach.

use sayso_knowledge::agreements::{Registered, Sign};
use sayso_knowledge::entities::squeeze_onto;
use sayso_schema::EntityType;

use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// No name reaches further behind its noun.
const MOST_TAIL: usize = 16;

/// The longest name of the register that begins at a word, by its last word.
pub(super) fn registered<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, first: usize) -> Option<(usize, &'k Registered)> {
    let register = &scene.knowledge.agreements.register;
    let longest = register.longest_from(&grammar::lower(tree, first))?;
    let mut squeezed = String::new();
    let mut found = None;
    for word in first..tree.len().min(first + longest) {
        squeeze_onto(&mut squeezed, &tree.token(word).form, word > first);
        if let Some(one) = register.named(&squeezed) {
            found = Some((word, one));
        }
    }
    found
}

/// "the North Atlantic Treaty Organization": a name that only is part of the name of a body.
pub(super) fn is_inside_another(scene: &Scene<'_, '_>, tree: &Tree<'_>, words: (usize, usize)) -> bool {
    let next = words.1 + 1;
    if next >= tree.len() || !tree.token(next).form.starts_with(char::is_uppercase) {
        return false;
    }
    let signs = &scene.knowledge.agreements.signs;
    signs.is(&grammar::lower(tree, next), Sign::Office)
}

/// The last word of a name that goes on behind its noun: "Treaty of Amity and Cooperation".
pub(super) fn tail(scene: &Scene<'_, '_>, tree: &Tree<'_>, noun: usize) -> usize {
    let mut last = noun;
    for word in noun + 1..tree.len().min(noun + MOST_TAIL) {
        let token = tree.token(word);
        let lower = grammar::lower(tree, word);
        let opens = matches!(
            &*lower,
            "of" | "on" | "for" | "against" | "concerning" | "relating" | "to"
        );
        if word == noun + 1 {
            if !opens {
                break;
            }
            continue;
        }
        let joins = opens || matches!(&*lower, "the" | "and" | "in" | "-");
        if token.form.starts_with(char::is_uppercase) {
            if word == noun + 2 && is_place(scene, tree, word) {
                break;
            }
            last = word;
        } else if !joins {
            break;
        }
    }
    last
}

fn is_place(scene: &Scene<'_, '_>, tree: &Tree<'_>, word: usize) -> bool {
    let place = scene.mentions.holding(tree.token(word).span);
    place.is_some_and(|entity| matches!(entity.kind, EntityType::Gpe | EntityType::Person | EntityType::Norp))
}

/// Whether there is a name behind the noun, not only the rest of the noun ("memorandum of understanding").
pub(super) fn has_tail(_scene: &Scene<'_, '_>, tree: &Tree<'_>, noun: usize, last: usize) -> bool {
    (noun + 1..=last).any(|word| tree.token(word).form.starts_with(char::is_uppercase))
}

/// The abbreviation that stands in brackets right behind a phrase, or at the place of the phrase before brackets that
/// hold it.
pub(super) fn abbreviation(tree: &Tree<'_>, words: (usize, usize)) -> Option<usize> {
    let is = |word: usize, form: &str| word < tree.len() && tree.token(word).form == form;
    let inside = words.1 + 2;
    if is(words.1 + 1, "(") && is(inside + 1, ")") && abbreviates(tree, inside, words) {
        return Some(inside);
    }
    let before = words.0.checked_sub(2)?;
    let bracketed = is(before + 1, "(") && is(words.1 + 1, ")");
    (bracketed && abbreviates(tree, before, words)).then_some(before)
}

fn abbreviates(tree: &Tree<'_>, word: usize, words: (usize, usize)) -> bool {
    let form = &tree.token(word).form;
    if form.len() < 2 || !form.chars().all(|c| c.is_uppercase()) {
        return false;
    }
    let mut initials = (words.0..=words.1)
        .flat_map(|word| tree.token(word).form.split('-'))
        .filter_map(|part| part.chars().next())
        .flat_map(char::to_uppercase);
    form.chars().all(|letter| initials.any(|initial| initial == letter))
}
