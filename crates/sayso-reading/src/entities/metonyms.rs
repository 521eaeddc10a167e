//! Places that stand for who governs from them: "Kyiv said", "talks with Moscow", but not "in Kyiv".

use sayso_knowledge::entities::{EntityLexicon, ListedName, NameClass};
use sayso_language::{Sentence, Upos};
use sayso_schema::EntityType;

use super::found::{Found, key};
use crate::tree::Tree;

/// How far up a chain of coordinated names to look.
const MOST_COORDINATED: usize = 16;

/// Marks the capitals and seats among `names` that stand for a government, and settles what the others are.
pub(super) fn mark<'k>(names: &mut [Found<'k>], sentence: &Sentence, tree: &Tree, lexicon: &'k EntityLexicon) {
    for name in names {
        let Some(class) = name.listed.map(|listed| listed.class) else {
            continue;
        };
        if !matches!(class, NameClass::Capital | NameClass::Seat) {
            continue;
        }
        if let Some(line) = government(name.top, sentence, tree, lexicon) {
            name.metonym = true;
            name.lines.push(line);
            if name.sectors.is_empty() {
                name.sectors.push("GOV".to_owned());
            }
        } else if class == NameClass::Seat {
            // "Brussels" where nobody acts is the city.
            let readings = lexicon.name(&key(sentence.tokens.get(name.first..=name.last).unwrap_or_default()));
            if let Some(place) = readings.iter().find(|reading| reading.class == NameClass::Place) {
                take(name, place);
            }
        }
    }
}

fn take<'k>(name: &mut Found<'k>, place: &'k ListedName) {
    name.listed = Some(place);
    name.kind = EntityType::Gpe;
    name.country.clone_from(&place.country);
    name.sectors.clear();
    name.lines = vec![place.line.clone()];
}

/// The line that makes the place at `word` a government, if one does.
fn government(word: usize, sentence: &Sentence, tree: &Tree, lexicon: &EntityLexicon) -> Option<String> {
    let tokens = &sentence.tokens;
    let mut place = word;
    // "Moscow and Pyongyang agreed": what is coordinated stands as the first does.
    for _ in 0..MOST_COORDINATED {
        match tree.head(place) {
            Some(head) if tokens.get(place).is_some_and(|t| t.relation() == "conj") => place = head,
            _ => break,
        }
    }
    let relation = tokens.get(place)?.deprel.as_ref();
    let governor = tree.head(place)?;
    let act = lexicon.government_act(&tokens.get(governor)?.lemma.to_lowercase());
    let case = tree
        .children(place)
        .iter()
        .find(|&&c| tokens[c].relation() == "case")
        .map(|&c| tokens[c].form.to_lowercase());
    let verb = tokens[governor].upos == Upos::Verb;
    match (relation, case.as_deref()) {
        ("nsubj", _) if verb => act.map(|act| act.line.clone()),
        ("obj", _) if verb => act.filter(|act| act.object).map(|act| act.line.clone()),
        (_, Some("to")) if verb => act.filter(|act| act.to).map(|act| act.line.clone()),
        ("obl:agent", _) => act.map(|act| act.line.clone()),
        (_, Some("by")) if verb => act.map(|act| act.line.clone()),
        (_, Some("with" | "between")) => act.filter(|act| act.with).map(|act| act.line.clone()),
        _ => None,
    }
}
