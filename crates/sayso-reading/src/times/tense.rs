//! Which way a bare "Friday" or "July" points: by the tense of the verb that it hangs on.

use sayso_language::{Sentence, Token, Upos};

/// Which way from the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// A verb in the present: of a day soon to come ("meets Monday") more often than not, of a month hardly.
    Present,
    Unknown,
}

/// How far up the tree a verb is looked for.
const FARTHEST: usize = 12;

/// The direction of the words `first..end`.
pub(super) fn direction(sentence: &Sentence, first: usize, end: usize) -> Direction {
    let tokens = &sentence.tokens;
    let inside = |at: usize| (first..end).contains(&at);
    let top = (first..end).find(|&at| {
        tokens
            .get(at)
            .is_some_and(|token| token.head.is_none_or(|head| !inside(head)))
    });
    let before = first
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .map_or("", |token| token.lemma.as_str());
    if before == "since" {
        return Direction::Past;
    }
    let found = of_clause(tokens, top);
    // "Monday's close" is one that was seen.
    let owns = tokens
        .get(end)
        .is_some_and(|token| token.deprel.as_ref() == "case" && token.lemma == "'s");
    match (found, before) {
        (Direction::Present, _) if owns => Direction::Unknown,
        (Direction::Past, "until" | "till" | "through" | "effective") => Direction::Unknown,
        (Direction::Unknown, "until" | "till" | "by" | "through" | "effective") => Direction::Future,
        (found, _) => found,
    }
}

/// The direction of the clause that the word `top` stands in.
fn of_clause(tokens: &[Token], top: Option<usize>) -> Direction {
    let top = top.and_then(|top| tokens.get(top));
    let mut at = top.and_then(|token| token.head);
    // "A June agreement" is told of its noun, whatever the clause does with that.
    let of_noun = at
        .and_then(|head| tokens.get(head))
        .is_some_and(|head| head.upos == Upos::Noun);
    if of_noun && top.is_some_and(|token| matches!(token.relation(), "compound" | "amod" | "nummod")) {
        return Direction::Unknown;
    }
    for _ in 0..FARTHEST {
        let Some(here) = at else { break };
        let Some(token) = tokens.get(here) else { break };
        let direction = of_word(tokens, here, token);
        if direction != Direction::Unknown {
            return direction;
        }
        at = token.head;
    }
    Direction::Unknown
}

/// The direction that a predicate's tense gives what hangs on it.
fn of_word(tokens: &[Token], at: usize, token: &Token) -> Direction {
    // Auxiliaries and marks stand near; a sentence without end is not searched to its end for each of its words.
    let near = at.saturating_sub(FARTHEST)..(at + FARTHEST).min(tokens.len());
    let mut past = false;
    let mut open = false;
    let mut present = false;
    for (child, other) in near.clone().zip(&tokens[near]) {
        if child == at || other.head != Some(at) {
            continue;
        }
        match (other.upos, other.lemma.as_str()) {
            (Upos::Aux, "will" | "shall" | "wo" | "'ll") => return Direction::Future,
            (Upos::Aux, "may" | "might" | "could" | "can" | "should" | "must" | "would") => open = true,
            (Upos::Part, "to") => return Direction::Future,
            (Upos::Aux, _) if is_past(other) || other.lemma == "have" => past = true,
            (Upos::Aux, "be") => present = true,
            _ => {}
        }
    }
    if past {
        return Direction::Past;
    }
    // What could be, and what was said would be, is to come.
    if open {
        return Direction::Future;
    }
    if !matches!(token.upos, Upos::Verb | Upos::Aux) {
        return Direction::Unknown;
    }
    // "Is scheduled Monday" has the participle of the past and means what comes.
    if is_past(token) {
        return if present { Direction::Present } else { Direction::Past };
    }
    let plain_present = token.feature("Tense") == Some("Pres") && token.feature("VerbForm") == Some("Fin");
    if plain_present && !is_saying(token) {
        Direction::Present
    } else {
        Direction::Unknown
    }
}

fn is_past(token: &Token) -> bool {
    token.feature("Tense") == Some("Past")
}

/// Headlines tell in the present what was said.
fn is_saying(token: &Token) -> bool {
    matches!(
        token.lemma.as_str(),
        "say" | "tell" | "report" | "claim" | "announce" | "be" | "have"
    )
}
