//! How certain a clause is: FactBank's values (Sauri & Pustejovsky 2009) from the words on its predicate.
//!
//! A plain clause is certain. A modal, an adverb or a predicate such as "is likely to" makes it probable or possible; a
//! negation turns its sign; an if-clause, a question or "whether" leaves it open.

use sayso_knowledge::attribution::{Attribution, Modifier, ModifierClass};
use sayso_language::Upos;
use sayso_schema::{FactValue, Span};

use crate::tree::Tree;

/// A clause's value, with the lines and words that it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Certainty {
    pub(crate) value: FactValue,
    pub(crate) lines: Vec<String>,
    pub(crate) tokens: Vec<Span>,
}

impl Certainty {
    pub(crate) fn plain() -> Self {
        Self {
            value: FactValue::CertainPlus,
            lines: Vec::new(),
            tokens: Vec::new(),
        }
    }

    fn weigh(&mut self, modifier: &Modifier, tree: &Tree<'_>, word: usize) {
        self.value = match modifier.value {
            Some(value) => combined(self.value, value),
            None => self.value.negated(),
        };
        self.lines.push(modifier.because.clone());
        self.tokens.push(tree.token(word).span);
    }
}

/// The certainty of the clause whose predicate is `predicate`. `cue` is no part of the clause: "reportedly" tells who
/// says it, not how sure they are.
pub(crate) fn of_clause(tree: &Tree<'_>, predicate: usize, cue: Option<usize>, lexicon: &Attribution) -> Certainty {
    let mut certainty = Certainty::plain();
    // "is likely to pass"; "it is unlikely that it will pass".
    let impersonal = tree.child(predicate, "expl").is_some() || tree.child(predicate, "csubj").is_some();
    if tree.child(predicate, "xcomp").is_some() || impersonal {
        let modifier = look_up(tree, predicate, lexicon, ModifierClass::Predicate);
        if let Some(modifier) = modifier {
            certainty.weigh(modifier, tree, predicate);
        }
    }
    for &child in tree.children(predicate).iter().filter(|&&child| Some(child) != cue) {
        let classes: &[ModifierClass] = match tree.token(child).relation() {
            "aux" => &[ModifierClass::Modal],
            "advmod" | "det" | "cc" => &[ModifierClass::Negation, ModifierClass::Adverb],
            "mark" => &[ModifierClass::Hypothetical],
            "nsubj" | "obj" => {
                negated_phrase(tree, child, lexicon, &mut certainty);
                continue;
            }
            "advcl" => {
                condition(tree, child, lexicon, &mut certainty);
                continue;
            }
            "punct" if tree.token(child).form.starts_with('?') => {
                certainty.value = FactValue::Unknown;
                certainty.tokens.push(tree.token(child).span);
                continue;
            }
            _ => continue,
        };
        let modifier = classes.iter().find_map(|class| look_up(tree, child, lexicon, *class));
        if let Some(modifier) = modifier {
            certainty.weigh(modifier, tree, child);
        }
    }
    certainty
}

/// "neither party will enter": the negation stands on the subject or the object.
fn negated_phrase(tree: &Tree<'_>, phrase: usize, lexicon: &Attribution, certainty: &mut Certainty) {
    let determiners = tree.children(phrase).iter().copied();
    let determiners = determiners.filter(|&child| tree.token(child).relation() == "det");
    for word in determiners
        .chain(Some(phrase).filter(|_| matches!(tree.token(phrase).upos, Upos::Pron | Upos::Noun | Upos::Det)))
    {
        if let Some(modifier) = look_up(tree, word, lexicon, ModifierClass::Negation) {
            certainty.weigh(modifier, tree, word);
            return;
        }
    }
}

/// "if it holds, …": what is said under a condition is open.
fn condition(tree: &Tree<'_>, clause: usize, lexicon: &Attribution, certainty: &mut Certainty) {
    let Some(mark) = tree.child(clause, "mark") else { return };
    if let Some(modifier) = look_up(tree, mark, lexicon, ModifierClass::Condition) {
        certainty.weigh(modifier, tree, mark);
    }
}

/// Whether the word has a negation on it, or on a verb that it completes, or completes a verb that denies it: "did not
/// say", "did not want to say", "refused to say".
pub(crate) fn is_negated(tree: &Tree<'_>, word: usize, lexicon: &Attribution) -> bool {
    let mut at = word;
    for _ in 0..MOST_VERBS {
        if has_negation(tree, at, lexicon) {
            return true;
        }
        let completes = tree.token(at).relation() == "xcomp";
        let Some(above) = tree.head(at).filter(|_| completes) else {
            return false;
        };
        let denies = look_up(tree, above, lexicon, ModifierClass::Predicate);
        if denies.is_some_and(|modifier| modifier.value == Some(FactValue::CertainMinus)) {
            return !has_negation(tree, above, lexicon);
        }
        at = above;
    }
    false
}

/// Verbs that complete one another: "did not want to begin to say" has three.
const MOST_VERBS: usize = 4;

fn has_negation(tree: &Tree<'_>, word: usize, lexicon: &Attribution) -> bool {
    let by = |child: usize| look_up(tree, child, lexicon, ModifierClass::Negation).is_some();
    tree.children(word)
        .iter()
        .any(|&child| match tree.token(child).relation() {
            "advmod" => by(child),
            "nsubj" => by(child) || tree.child(child, "det").is_some_and(by),
            _ => false,
        })
}

/// Whether the cue itself is only possible: "may say", "would say", "if he says".
pub(crate) fn is_open(tree: &Tree<'_>, word: usize, lexicon: &Attribution) -> bool {
    tree.children(word)
        .iter()
        .any(|&child| match tree.token(child).relation() {
            "aux" => {
                let modal = look_up(tree, child, lexicon, ModifierClass::Modal);
                modal.is_some_and(|modal| modal.value == Some(FactValue::PossiblePlus))
                    || tree.token(child).form.eq_ignore_ascii_case("would")
            }
            "mark" => look_up(tree, child, lexicon, ModifierClass::Hypothetical).is_some(),
            _ => false,
        })
}

/// Whether the predicate tells an aim: "is designed to serve".
pub(crate) fn is_aim(tree: &Tree<'_>, predicate: usize, lexicon: &Attribution) -> bool {
    let to = |child: &usize| matches!(tree.token(*child).relation(), "xcomp" | "advcl");
    look_up(tree, predicate, lexicon, ModifierClass::Purpose).is_some() && tree.children(predicate).iter().any(to)
}

fn look_up<'k>(tree: &Tree<'_>, word: usize, lexicon: &'k Attribution, class: ModifierClass) -> Option<&'k Modifier> {
    let token = tree.token(word);
    let by_lemma = lexicon.modifier(&token.lemma.to_lowercase(), class);
    by_lemma.or_else(|| lexicon.modifier(&token.form.to_lowercase(), class))
}

/// One value seen through another: the weaker certainty, the product of the signs.
pub(crate) fn combined(a: FactValue, b: FactValue) -> FactValue {
    use FactValue::{CertainMinus, CertainPlus, PossibleMinus, PossiblePlus, ProbableMinus, ProbablePlus, Unknown};
    let parts = |value| match value {
        CertainPlus => Some((2, true)),
        ProbablePlus => Some((1, true)),
        PossiblePlus => Some((0, true)),
        CertainMinus => Some((2, false)),
        ProbableMinus => Some((1, false)),
        PossibleMinus => Some((0, false)),
        Unknown => None,
    };
    let (Some((strength_a, plus_a)), Some((strength_b, plus_b))) = (parts(a), parts(b)) else {
        return Unknown;
    };
    match (strength_a.min(strength_b), plus_a == plus_b) {
        (2, true) => CertainPlus,
        (1, true) => ProbablePlus,
        (_, true) => PossiblePlus,
        (2, false) => CertainMinus,
        (1, false) => ProbableMinus,
        (_, false) => PossibleMinus,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weaker_certainty_and_the_product_of_signs() {
        assert_eq!(
            combined(FactValue::CertainPlus, FactValue::PossiblePlus),
            FactValue::PossiblePlus
        );
        assert_eq!(
            combined(FactValue::CertainMinus, FactValue::CertainMinus),
            FactValue::CertainPlus
        );
        assert_eq!(
            combined(FactValue::ProbablePlus, FactValue::CertainMinus),
            FactValue::ProbableMinus
        );
        assert_eq!(
            combined(FactValue::Unknown, FactValue::CertainMinus),
            FactValue::Unknown
        );
    }
}
