//! Whom an agreement binds, as the words around its mentions tell.

use std::collections::HashMap;

use sayso_knowledge::agreements::Sign;
use sayso_language::Upos;
use sayso_schema::{Entity, EntityType, MentionForm, Span};

use super::candidates::Candidate;
use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// From "talks on the signing of an agreement" no further up than this.
const MOST_STEPS: usize = 4;
/// "The two sides" are looked for in so many sentences before.
const MOST_BACK: usize = 3;
/// The key that a country's own entity has among its identities.
const COUNTRY: &str = "iso3166-1";

/// Which entities can bind themselves, and which of them are one party.
pub(super) struct Who<'s, 'a, 'k> {
    scene: &'s Scene<'a, 'k>,
    countries: HashMap<&'a str, usize>,
    /// Entities by the places of their mentions.
    places: Vec<(Span, usize)>,
    longest: usize,
}

impl<'s, 'a, 'k> Who<'s, 'a, 'k> {
    pub(super) fn new(scene: &'s Scene<'a, 'k>) -> Self {
        let mut countries = HashMap::new();
        let mut places = Vec::new();
        for (at, entity) in scene.entities.iter().enumerate() {
            if entity.kind == EntityType::Gpe && entity.ids.contains_key(COUNTRY) {
                countries.extend(entity.country.as_deref().map(|country| (country, at)));
            }
            places.extend(entity.mentions.iter().map(|mention| (mention.span, at)));
        }
        places.sort_unstable();
        let longest = places.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        Self {
            scene,
            countries,
            places,
            longest,
        }
    }

    /// The country that a party is of.
    pub(super) fn country(&self, at: usize) -> Option<&'a str> {
        self.entity(at)?.country.as_deref()
    }

    /// The parties that were told, each once: "the government" is no other than its country.
    pub(super) fn settle(&self, parties: &[usize]) -> Vec<usize> {
        let mut settled: Vec<usize> = Vec::new();
        for &party in parties {
            if !settled.contains(&party) {
                settled.push(party);
            }
        }
        settled
    }

    fn entity(&self, at: usize) -> Option<&'a Entity> {
        self.scene.entities.get(at)
    }

    /// The entities whose mentions share a character with `span`, in the order of the text.
    fn touching(&self, span: Span) -> impl Iterator<Item = (Span, usize)> {
        let reach = span.start.saturating_sub(self.longest);
        let from = self.places.partition_point(|(place, _)| place.start < reach);
        let near = self.places.get(from..).unwrap_or_default().iter();
        near.take_while(move |(place, _)| place.start < span.end)
            .filter(move |(place, _)| place.overlaps(span))
            .copied()
    }

    /// The entity of the shortest mention that holds a word.
    fn holding(&self, tree: &Tree<'_>, word: usize) -> Option<usize> {
        let span = tree.token(word).span;
        let holding = self.touching(span).filter(|(place, _)| place.contains(span));
        holding.min_by_key(|(place, at)| (place.len(), *at)).map(|(_, at)| at)
    }

    /// Whether it can bind itself as a state, a people under arms or a party does; companies can only with such.
    pub(super) fn is_public(&self, at: usize) -> bool {
        let Some(entity) = self.entity(at) else { return false };
        let has = |sectors: &[&str]| entity.sectors.iter().any(|sector| sectors.contains(&sector.as_str()));
        let listed = entity.country.as_deref().is_some_and(|country| !country.is_empty());
        match entity.kind {
            EntityType::Gpe => true,
            EntityType::Norp => listed,
            EntityType::Org => {
                has(&["GOV", "LEG", "MIL", "REB", "PTY", "IGO", "PRM", "OPP", "SEP"])
                    || entity
                        .country
                        .as_deref()
                        .is_some_and(|country| matches!(country, "IGO" | "UNO" | "EUR"))
            }
            EntityType::Person => has(&["REB", "GOV", "SEP", "PRM"]),
            _ => false,
        }
    }

    /// The one entity by which a party is told, whichever of its own it was told by: a state by the state.
    pub(super) fn party(&self, at: usize) -> usize {
        let of = || {
            let entity = self.entity(at)?;
            let rules = |sector: &String| matches!(sector.as_str(), "GOV" | "LEG" | "MIL" | "COP");
            let arms = |sector: &String| matches!(sector.as_str(), "REB" | "PTY" | "PRM" | "SEP" | "OPP");
            let metonym = || entity.mentions.iter().any(|mention| mention.metonym);
            let state = match entity.kind {
                EntityType::Norp => true,
                EntityType::Gpe => metonym(),
                EntityType::Org | EntityType::Person => {
                    entity.sectors.iter().any(rules) && !entity.sectors.iter().any(arms)
                }
                _ => false,
            };
            self.countries
                .get(entity.country.as_deref()?)
                .copied()
                .filter(|_| state)
        };
        of().unwrap_or(at)
    }

    /// Whether an entity may be told as a party: states, organisations and armed groups, and not the one who signs.
    fn may_be(&self, at: usize) -> Option<usize> {
        let entity = self.entity(at)?;
        let party = self.party(at);
        let group = || {
            let armed = entity
                .sectors
                .iter()
                .any(|sector| matches!(sector.as_str(), "REB" | "SEP" | "PRM"));
            armed && entity.mentions.iter().all(|mention| mention.form != MentionForm::Name)
                || armed
                    && entity
                        .mentions
                        .iter()
                        .any(|mention| mention.text.ends_with('s') && mention.form != MentionForm::Pronoun)
        };
        match entity.kind {
            EntityType::Gpe | EntityType::Org => Some(party),
            EntityType::Norp => entity.country.is_some().then_some(party),
            EntityType::Person if party != at || group() => Some(party),
            _ => None,
        }
    }

    /// The parties that a phrase with this head names, those coordinated with it too.
    fn named(&self, sentence: usize, head: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        for word in grammar::with_coordinates(tree, head) {
            if self.is_side(tree, word) && self.holding(tree, word).is_none_or(|at| !self.is_public(at)) {
                found.extend(self.sides(sentence, word));
                continue;
            }
            let own = self.holding(tree, word).and_then(|at| self.may_be(at));
            if let Some(own) = own {
                found.push(own);
                continue;
            }
            // "a Mauritian delegation", "US officials"
            if tree.token(word).upos == Upos::Pron {
                continue;
            }
            for before in grammar::related(tree, word, &["amod", "compound", "nmod:poss"]) {
                let of = self.holding(tree, before);
                let of = of.filter(|&of| self.entity(of).is_some_and(|entity| is_state(entity)));
                found.extend(of.and_then(|of| self.may_be(of)));
            }
        }
    }

    /// "The two countries", "both sides".
    fn is_side(&self, tree: &Tree<'_>, word: usize) -> bool {
        let token = tree.token(word);
        let signs = &self.scene.knowledge.agreements.signs;
        let several = token.feature("Number") == Some("Plur") || &*token.xpos == "NNS";
        several && token.upos == Upos::Noun && signs.is(&grammar::lemma(tree, word), Sign::Side)
    }

    /// Whom "the two sides" speaks of: the two named together last.
    fn sides(&self, sentence: usize, word: usize) -> Vec<usize> {
        for back in 0..=MOST_BACK {
            let Some((at, tree)) = sentence
                .checked_sub(back)
                .and_then(|at| Some((at, self.scene.trees.get(at)?)))
            else {
                break;
            };
            let until = if back == 0 { word } else { tree.len() };
            for head in (0..until).rev() {
                let joined = grammar::related(tree, head, &["conj"]);
                if joined.is_empty() || !grammar::is_nominal(tree, head) {
                    continue;
                }
                let mut found = Vec::new();
                for word in std::iter::once(head).chain(joined) {
                    let own = self.holding(tree, word).filter(|&own| self.is_public(own));
                    found.extend(own.and_then(|own| self.may_be(own)));
                }
                found.sort_unstable();
                found.dedup();
                if found.len() == 2 && at <= sentence {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn after(&self, sentence: usize, word: usize, prepositions: &[&str], found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        for preposition in prepositions {
            for head in grammar::marked(tree, word, preposition) {
                if grammar::is_nominal(tree, head) {
                    self.named(sentence, head, found);
                }
            }
        }
    }

    /// Whom the words around a mention tell as parties, each once.
    pub(super) fn told(&self, candidate: &Candidate<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        let sentence = candidate.sentence;
        let Some(tree) = self.scene.trees.get(sentence) else {
            return found;
        };
        self.before(tree, candidate, &mut found);
        self.around(sentence, candidate.head, &mut found);
        self.above(tree, candidate, &mut found);
        let mut each = Vec::new();
        for party in found {
            if !each.contains(&party) {
                each.push(party);
            }
        }
        each
    }

    /// "the Russian-Ukrainian treaty", "Israel's accord".
    fn before(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, found: &mut Vec<usize>) {
        let owners = grammar::related(tree, candidate.head, &["nmod:poss"]).into_iter();
        found.extend(owners.filter_map(|owner| self.may_be(self.holding(tree, owner)?)));
        if candidate.registered.is_some() {
            return;
        }
        for word in candidate.words.0..candidate.head {
            let span = tree.token(word).span;
            let touching: Vec<(Span, usize)> = self.touching(span).collect();
            let inside: Vec<usize> = touching
                .iter()
                .filter(|(place, at)| span.contains(*place) && self.entity(*at).is_some_and(is_state))
                .map(|(_, at)| *at)
                .collect();
            // "Egyptian-brokered" tells a helper.
            let hyphen = tree.token(word).form.contains('-');
            if hyphen && inside.len() < 2 {
                continue;
            }
            found.extend(inside.into_iter().filter_map(|at| self.may_be(at)));
        }
    }

    /// "between X and Y", "with Y", "signed by X".
    fn around(&self, sentence: usize, noun: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        self.after(sentence, noun, &["between", "among", "with"], found);
        let signs = &self.scene.knowledge.agreements.signs;
        for verb in grammar::related(tree, noun, &["acl"]) {
            let lemma = grammar::lemma(tree, verb);
            self.after(sentence, verb, &["between", "among"], found);
            let concludes = signs.is(&lemma, Sign::Conclude) || signs.is(&lemma, Sign::Join);
            if !concludes || verb < noun {
                continue;
            }
            self.after(sentence, verb, &["with"], found);
            if let Some(subject) = grammar::subject(tree, verb).filter(|&subject| subject != noun) {
                self.named(sentence, subject, found);
            }
        }
        let mut several = Vec::new();
        self.after(sentence, noun, &["of"], &mut several);
        several.dedup();
        if several.len() > 1 {
            found.append(&mut several);
        }
    }

    /// "X and Y signed", "talks between X and Y on".
    fn above(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, found: &mut Vec<usize>) {
        let signs = &self.scene.knowledge.agreements.signs;
        let sentence = candidate.sentence;
        let mut at = candidate.head;
        for _ in 0..MOST_STEPS {
            let Some(above) = tree.head(at) else { return };
            let relation = tree.token(at).relation();
            let lemma = grammar::lemma(tree, above);
            let concludes = signs.is(&lemma, Sign::Conclude);
            let binds = concludes || signs.is(&lemma, Sign::Join) || signs.is(&lemma, Sign::Keep);
            match tree.token(above).upos {
                _ if relation == "conj" => {}
                Upos::Noun | Upos::Propn => {
                    let talks = signs.is(&lemma, Sign::Talks);
                    let member = signs.is(&lemma, Sign::Member);
                    if !(talks || binds || member) {
                        return;
                    }
                    self.after(sentence, above, &["between", "among", "with", "by"], found);
                    let owners = grammar::related(tree, above, &["nmod:poss"]).into_iter();
                    found.extend(owners.filter_map(|owner| self.may_be(self.holding(tree, owner)?)));
                    if member {
                        let subject = grammar::subject(tree, above);
                        subject
                            .into_iter()
                            .for_each(|subject| self.named(sentence, subject, found));
                        return;
                    }
                }
                Upos::Verb | Upos::Adj | Upos::Aux => {
                    self.after(sentence, above, &["between", "among"], found);
                    let case = grammar::marks(tree, at).next().map(|mark| grammar::lower(tree, mark));
                    let is_object = match relation {
                        "obj" => true,
                        "nsubj" => tree.token(at).deprel.ends_with(":pass"),
                        "obl" => case.is_some_and(|case| {
                            matches!(&*case, "to" | "on" | "upon" | "into" | "from" | "of" | "over" | "about")
                        }),
                        "acl" | "advcl" | "xcomp" | "ccomp" => {
                            at = above;
                            continue;
                        }
                        _ => false,
                    };
                    if is_object && concludes {
                        self.after(sentence, above, &["with"], found);
                    }
                    if is_object && binds {
                        let subject = grammar::subject(tree, above).filter(|&subject| subject != at);
                        subject
                            .into_iter()
                            .for_each(|subject| self.named(sentence, subject, found));
                    }
                    return;
                }
                _ => return,
            }
            at = above;
        }
    }
}

fn is_state(entity: &Entity) -> bool {
    match entity.kind {
        EntityType::Gpe => entity.ids.contains_key(COUNTRY) || entity.mentions.iter().any(|mention| mention.metonym),
        EntityType::Norp => entity.country.is_some(),
        EntityType::Org => true,
        _ => false,
    }
}
