//! Places inside names of something else.

use std::collections::HashSet;

use sayso_knowledge::Knowledge;
use sayso_knowledge::entities::{Ambiguity, NameClass, squeeze};
use sayso_knowledge::places::{Clue, fold};
use sayso_language::{Sentence, Token, Upos};
use sayso_schema::EntityType;

use super::tagging::{GENERIC, Tagged, key};

/// A place inside another name has at most so many words.
const MOST_WORDS_EMBEDDED: usize = 4;
/// A town inside another name that the article does not name by itself has at least so many people.
const LEAST_PEOPLE_EMBEDDED: u64 = 100_000;
/// A division whose name opens another name has at least so many people.
const LEAST_PEOPLE_OF_DIVISION: u64 = 300_000;

/// The place that another name opens with or is of ("Ohio Department of Health", "Bank of Canada"), or what is of one
/// ("Russian Museum").
pub(super) fn embedded(
    index: usize,
    first: usize,
    last: usize,
    kind: EntityType,
    sentence: &Sentence,
    alone: &HashSet<String>,
    knowledge: &Knowledge,
) -> Option<Tagged> {
    if matches!(
        kind,
        EntityType::Person | EntityType::Norp | EntityType::Gpe | EntityType::Loc
    ) {
        return None;
    }
    let tokens = &sentence.tokens;
    let first = if tokens.get(first)?.upos == Upos::Det {
        first + 1
    } else {
        first
    };
    // An organisation that is called as a place is, is called after it: "Mansfield" for its team.
    let longest = (last + 1).min(first + MOST_WORDS_EMBEDDED);
    let mut fitting = None;
    for end in (first + 1..=longest).rev() {
        let words = tokens.get(first..end)?;
        if !words.iter().all(|token| token.form.starts_with(char::is_uppercase)) {
            continue;
        }
        let key = key(words);
        if is_no_name(&key, knowledge) {
            continue;
        }
        if alone.contains(&key) {
            fitting = Some((end, key));
            break;
        }
        if fitting.is_none() && end <= last && is_prominent(words, &key, knowledge) {
            fitting = Some((end, key));
        }
    }
    if fitting.is_none()
        && let Some(of) = (first + 1..last).find(|&at| tokens[at].form == "of")
    {
        // "University of Georgia", "Bank of Canada"
        let words = tokens.get(of + 1..=last)?;
        let key = key(words);
        if alone.contains(&key) || is_prominent(words, &key, knowledge) {
            return Some(Tagged {
                embedded: true,
                ..Tagged::plain(index, of + 1, last, key)
            });
        }
    }
    if let Some((end, key)) = fitting {
        return Some(Tagged {
            embedded: end <= last,
            ..Tagged::plain(index, first, end - 1, key)
        });
    }
    let opening = tokens.get(first).filter(|_| first < last)?;
    let listed = knowledge.entities.name(&squeeze(&opening.form)).first()?;
    let country = listed.country.clone().filter(|_| listed.class == NameClass::Demonym)?;
    Some(Tagged {
        embedded: true,
        demonym: Some(country),
        because: vec![listed.line.clone()],
        ..Tagged::plain(index, first, first, fold(&opening.form))
    })
}

/// Whether a name is so well known that it is meant even inside another name.
fn is_prominent(words: &[Token], key: &str, knowledge: &Knowledge) -> bool {
    let written = words
        .iter()
        .map(|token| token.form.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(Ambiguity::Person | Ambiguity::Word) = knowledge.entities.ambiguity(&squeeze(&written)) {
        return false;
    }
    knowledge.places.named(key).any(|place| {
        place.feature == "PCLI"
            || !place.by_other_name
                && match place.feature {
                    "ADM1" => place.population >= LEAST_PEOPLE_OF_DIVISION,
                    "ADM2" => words.last().is_some_and(|word| GENERIC.contains(&word.form.as_str())),
                    _ => place.line.is_none() && place.population >= LEAST_PEOPLE_EMBEDDED,
                }
    })
}

/// Whether a key has no other words than those that no place is called by alone.
pub(super) fn is_no_name(key: &str, knowledge: &Knowledge) -> bool {
    key.split(' ').all(|word| knowledge.places.is_clue(word, Clue::More))
}
