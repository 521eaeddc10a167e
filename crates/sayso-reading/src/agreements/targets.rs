//! Whom a resolution binds: those it speaks about or to, those who must keep it, and several who draw it up together.

use std::collections::BTreeMap;

use sayso_knowledge::agreements::Sign;
use sayso_language::Upos;
use sayso_schema::EntityType;

use super::candidates::Candidate;
use super::who::{MANY, Who, is_state};
use crate::grammar;
use crate::tree::Tree;

/// What a resolution tells or demands is read so many words behind it.
const MOST_BEHIND: usize = 18;
/// Whom an article speaks of so often it is about.
const LEAST_SPOKEN: usize = 3;

impl Who<'_, '_, '_> {
    /// Those whom the words around a resolution tell it to bind.
    pub(super) fn of_resolution(&self, candidate: &Candidate<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        let Some(tree) = self.scene.trees.get(candidate.sentence) else {
            return found;
        };
        self.behind(tree, candidate, &mut found);
        let signs = &self.scene.knowledge.agreements.signs;
        let sentence = candidate.sentence;
        // "vowed to defy the resolution"
        if let Some(verb) = grammar::carrier(tree, candidate.head)
            && let Some(subject) = grammar::subject(tree, verb).filter(|&subject| subject != candidate.head)
        {
            let mut told = Vec::new();
            self.named(sentence, subject, &mut told);
            self.retain_states(&mut told);
            if signs.is(&grammar::lemma(tree, verb), Sign::Keep) || told.len() > 1 {
                found.append(&mut told);
            }
        }
        // "a draft drawn up by Britain, France and Germany"
        let verbs = grammar::related(tree, candidate.head, &["acl"]).into_iter();
        for verb in verbs.chain(tree.head(candidate.head)) {
            let mut told = Vec::new();
            self.after(sentence, verb, &["by", "among", "between"], &mut told);
            self.retain_states(&mut told);
            if told.len() > 1 {
                found.append(&mut told);
            }
        }
        found
    }

    fn retain_states(&self, parties: &mut Vec<usize>) {
        parties.sort_unstable();
        parties.dedup();
        parties.retain(|&party| self.is_target(party));
    }

    /// Not a body of states, which speaks by resolutions.
    fn is_target(&self, at: usize) -> bool {
        let of_many = self.country(at).is_some_and(|country| MANY.contains(&country));
        let is_town = self
            .entity(at)
            .is_some_and(|entity| entity.kind == EntityType::Gpe && !is_state(entity));
        !of_many && !is_town && self.is_public(at)
    }

    /// "a resolution urging Tehran to freeze", "resolution 1701, which calls on Lebanon".
    fn behind(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, found: &mut Vec<usize>) {
        let from = candidate.words.1 + 1;
        let mut by_whom = false;
        for word in from..tree.len().min(from + MOST_BEHIND) {
            let lower = grammar::lower(tree, word);
            let next = (word + 1 < tree.len()).then(|| word + 1);
            let goes_on = next.is_some_and(|next| {
                tree.token(next).upos == Upos::Verb || matches!(&*grammar::lower(tree, next), "which" | "that")
            });
            if matches!(&*lower, ";" | "\"" | "\u{201d}" | "''" | ":") || lower == "," && !goes_on {
                break;
            }
            let upos = tree.token(word).upos;
            let clause = upos == Upos::Verb && {
                let subjects = grammar::related(tree, word, &["nsubj"]);
                subjects.iter().any(|&own| own >= from && !is_relative(tree, own))
                    && found.iter().any(|&party| self.is_target(party))
            };
            if clause {
                break;
            }
            match &*lower {
                "by" | "from" => by_whom = true,
                _ if matches!(upos, Upos::Verb | Upos::Adp | Upos::Sconj) => by_whom = false,
                _ => {}
            }
            let Some(at) = self.holding(tree, word).filter(|_| !by_whom) else {
                continue;
            };
            let person = self.entity(at).is_some_and(|entity| entity.kind == EntityType::Person);
            if !person && self.is_target(at) {
                found.extend(self.may_be(at));
            }
        }
    }

    /// The state that an article is about, for a resolution of which no words tell whom it binds.
    pub(super) fn most_spoken(&self) -> Option<usize> {
        let counts = self.spoken();
        let (count, party) = counts.into_iter().next()?;
        (count >= LEAST_SPOKEN).then_some(party)
    }

    /// The states and armed groups of an article by how often it speaks of each, the most spoken of first.
    pub(super) fn spoken(&self) -> Vec<(usize, usize)> {
        let mut by_country: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for (at, entity) in self.scene.entities.iter().enumerate() {
            let public =
                matches!(entity.kind, EntityType::Gpe | EntityType::Norp | EntityType::Org) && self.is_public(at);
            let Some(party) = self.may_be(at).filter(|&party| public && self.is_target(party)) else {
                continue;
            };
            let state = self
                .country(party)
                .filter(|country| self.countries.get(*country) == Some(&party));
            match state {
                Some(country) => by_country.entry(country).or_insert((0, party)).0 += entity.mentions.len(),
                None => counts.push((entity.mentions.len(), party)),
            }
        }
        counts.extend(by_country.into_values());
        counts.sort_by_key(|&(count, party)| (std::cmp::Reverse(count), party));
        counts
    }
}

fn is_relative(tree: &Tree<'_>, word: usize) -> bool {
    matches!(&*grammar::lower(tree, word), "which" | "that" | "who")
}
