//! Places that nobody took for a name, shown by the words beside them.

use std::collections::HashSet;

use sayso_knowledge::Knowledge;
use sayso_knowledge::places::{Clue, fold};
use sayso_language::{Sentence, Token, Upos};

use super::embedded::is_no_name;
use super::tagging::{PARTIES, Tagged, is_written_as_one, key};

/// A town's name before its state has at most so many words.
const MOST_WORDS_BEFORE_STATE: usize = 3;
/// A name that nothing but its surroundings shows for a place has at most so many words.
const MOST_WORDS_UNTAGGED: usize = 4;

/// Whether the words beside a name show it for a place: "near Hurricane", "a Longview woman", "Ann Lee, 24, of Tyler",
/// "R-Ashland", "MONROE -".
pub(super) fn is_shown_by_words(sentence: &Sentence, first: usize, last: usize, knowledge: &Knowledge) -> bool {
    let tokens = &sentence.tokens;
    let before = |by: usize| first.checked_sub(by).and_then(|at| tokens.get(at));
    let is_clue =
        |token: Option<&Token>, clue| token.is_some_and(|token| knowledge.places.is_clue(&fold(&token.form), clue));
    let after = tokens.get(last + 1);
    let is_followed_by_name = after.is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Part));
    if is_clue(before(1), Clue::Before) && !is_followed_by_name {
        return true;
    }
    if is_clue(after, Clue::After) && after.is_some_and(|token| token.form.starts_with(char::is_lowercase)) {
        return true;
    }
    let opens = first == 0 && after.is_some_and(|token| matches!(token.form.as_str(), "-" | "--" | "–" | "—"));
    if opens
        && tokens
            .get(first..=last)
            .is_some_and(|words| words.iter().all(is_shouted))
    {
        return true;
    }
    let is = |by: usize, form: &str| before(by).is_some_and(|token| token.form == form);
    let is_number = |by: usize| before(by).is_some_and(|token| token.upos == Upos::Num);
    if is(1, "of") && is(2, ",") && is_number(3) {
        return true;
    }
    is(1, "-") && PARTIES.iter().any(|party| is(2, party)) && is_written_as_one(tokens, first)
}

/// Whether a word stands in capitals throughout.
fn is_shouted(token: &Token) -> bool {
    token.form.chars().filter(|c| c.is_alphabetic()).count() > 1 && !token.form.contains(char::is_lowercase)
}

/// Capitalised words that nobody took for a name: those that name a place elsewhere, and those that the words beside
/// them show for one.
pub(super) fn untagged(
    sentences: &[Sentence],
    taken: &[(usize, usize, usize)],
    alone: &HashSet<String>,
    knowledge: &Knowledge,
    tagged: &mut Vec<Tagged>,
) {
    let mut is_taken: Vec<Vec<bool>> = sentences.iter().map(|s| vec![false; s.tokens.len()]).collect();
    for &(sentence, first, last) in taken {
        if let Some(words) = is_taken.get_mut(sentence).and_then(|words| words.get_mut(first..=last)) {
            words.fill(true);
        }
    }
    for (index, (sentence, is_taken)) in sentences.iter().zip(&is_taken).enumerate() {
        let tokens = &sentence.tokens;
        let is_free = |at: usize| {
            tokens.get(at).is_some_and(|token| {
                !is_taken[at]
                    && token.form.starts_with(char::is_uppercase)
                    && (token.upos == Upos::Propn || is_shouted(token))
            })
        };
        let mut at = 0;
        while at < tokens.len() {
            let first = at;
            while is_free(at) {
                at += 1;
            }
            if first == at {
                at += 1;
                continue;
            }
            let beside = first.checked_sub(1).is_some_and(|before| is_taken[before]) || is_taken.get(at) == Some(&true);
            if at - first > MOST_WORDS_UNTAGGED || beside {
                continue;
            }
            let key = key(&tokens[first..at]);
            let is_place = alone.contains(&key)
                || (is_shown_by_words(sentence, first, at - 1, knowledge)
                    && (knowledge.places.is_named(&key) || !knowledge.places.short_forms(&key).is_empty()));
            if is_place && !is_no_name(&key, knowledge) && key.chars().nth(1).is_some() {
                tagged.push(Tagged::plain(index, first, at - 1, key));
            }
        }
    }
}

/// What stands before a state and a comma is a town in it, if there is one of that name there.
pub(super) fn before_states(sentences: &[Sentence], tagged: &mut Vec<Tagged>, knowledge: &Knowledge) {
    let mut found = Vec::new();
    let mut free_from = (0, 0);
    for place in tagged.iter().filter(|place| place.demonym.is_none()) {
        let start = if free_from.0 == place.sentence { free_from.1 } else { 0 };
        free_from = (place.sentence, place.last + 1);
        let Some(tokens) = sentences.get(place.sentence).map(|sentence| &sentence.tokens) else {
            continue;
        };
        let comma = place.first.checked_sub(1).filter(|&at| tokens[at].form == ",");
        let Some(comma) = comma.filter(|&comma| comma > start) else {
            continue;
        };
        let states = divisions(&place.key, knowledge);
        if states.is_empty() {
            continue;
        }
        let from = comma.saturating_sub(MOST_WORDS_BEFORE_STATE).max(start);
        for first in from..comma {
            let words = &tokens[first..comma];
            let capitals = words.iter().all(|token| token.form.starts_with(char::is_uppercase));
            if !capitals {
                continue;
            }
            let key = key(words);
            let inside = knowledge.places.named(&key).any(|town| {
                town.in_province
                    .is_some_and(|province| states.contains(&province) && town.index != province)
            });
            if inside {
                found.push(Tagged {
                    sentence: place.sentence,
                    first,
                    last: comma - 1,
                    metonym: false,
                    demonym: None,
                    embedded: false,
                    is_part: false,
                    is_road: false,
                    key,
                    because: Vec::new(),
                });
                break;
            }
        }
    }
    tagged.append(&mut found);
}

/// The first-level divisions that a name or a short form can mean.
fn divisions(key: &str, knowledge: &Knowledge) -> Vec<u32> {
    let mut divisions: Vec<u32> = knowledge.places.short_forms(key).to_vec();
    let named = knowledge.places.named(key).filter(|place| place.feature == "ADM1");
    divisions.extend(named.map(|place| place.index));
    divisions
}
