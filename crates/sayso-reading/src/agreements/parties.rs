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
const MOST_BACK: usize = 10;
/// No list of parties is read further.
const MOST_PARTIES: usize = 48;
/// The key that a country's own entity has among its identities.
const COUNTRY: &str = "iso3166-1";

const ARMED: [&str; 4] = ["REB", "SEP", "PRM", "OPP"];
const PUBLIC: [&str; 9] = ["GOV", "LEG", "MIL", "COP", "REB", "PTY", "PRM", "OPP", "SEP"];
/// Codes of organisations of many states, in the place of a country.
const MANY: [&str; 3] = ["IGO", "UNO", "EUR"];

fn has(entity: &Entity, sectors: &[&str]) -> bool {
    entity.sectors.iter().any(|sector| sectors.contains(&sector.as_str()))
}

/// Which entities can bind themselves, and which of them are one party.
pub(super) struct Who<'s, 'a, 'k> {
    scene: &'s Scene<'a, 'k>,
    countries: HashMap<&'a str, usize>,
    /// Who governs where no country is told by name.
    governments: HashMap<&'a str, usize>,
    /// Entities by the places of their mentions.
    places: Vec<(Span, usize)>,
    longest: usize,
    /// Two named together, by where the second stands.
    pairs: Vec<((usize, usize), (usize, usize))>,
}

impl<'s, 'a, 'k> Who<'s, 'a, 'k> {
    pub(super) fn new(scene: &'s Scene<'a, 'k>) -> Self {
        let mut countries = HashMap::new();
        let mut governments = HashMap::new();
        let mut places = Vec::new();
        for (at, entity) in scene.entities.iter().enumerate() {
            if entity.kind == EntityType::Gpe && entity.ids.contains_key(COUNTRY) {
                countries.extend(entity.country.as_deref().map(|country| (country, at)));
            }
            let governs = entity.kind == EntityType::Org && has(entity, &["GOV"]) && !has(entity, &ARMED);
            let named = entity.mentions.iter().any(|mention| mention.form == MentionForm::Name);
            if let Some(country) = entity.country.as_deref().filter(|_| governs && named) {
                governments.entry(country).or_insert(at);
            }
            places.extend(entity.mentions.iter().map(|mention| (mention.span, at)));
        }
        places.sort_unstable();
        let longest = places.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        let mut who = Self {
            scene,
            countries,
            governments,
            places,
            longest,
            pairs: Vec::new(),
        };
        who.find_pairs();
        who
    }

    /// The country that a party is of.
    pub(super) fn country(&self, at: usize) -> Option<&'a str> {
        self.entity(at)?.country.as_deref()
    }

    /// The parties of a peace or truce of which one or none is told: the armed group that the article speaks of most
    /// and the government of its country, where no other country is spoken of more.
    pub(super) fn of_peace(&self, told: &[usize]) -> Vec<usize> {
        let mut parties = told.to_vec();
        let ([] | [_]) = told else { return parties };
        let entities = || self.scene.entities.iter().enumerate();
        let armed = entities().filter(|(at, entity)| {
            entity.kind == EntityType::Org
                && has(entity, &ARMED)
                && !is_nameless(entity)
                && entity.country.is_some()
                && told
                    .iter()
                    .all(|&told| told == *at || self.country(told) == entity.country.as_deref())
        });
        let armed = armed.max_by_key(|(at, entity)| (entity.mentions.len(), std::cmp::Reverse(*at)));
        let Some((group, country)) = armed.and_then(|(at, entity)| Some((at, entity.country.as_deref()?))) else {
            return parties;
        };
        let spoken = |of: &str| -> usize {
            let of = entities().filter(|(_, entity)| entity.country.as_deref() == Some(of));
            of.map(|(_, entity)| entity.mentions.len()).sum()
        };
        let own = spoken(country);
        if self
            .countries
            .keys()
            .any(|other| *other != country && spoken(other) > own)
        {
            return parties;
        }
        let state = self.countries.get(country).copied();
        let rules = |entity: &Entity| entity.mentions.iter().any(|mention| mention.metonym);
        let state_rules = state.filter(|&state| self.entity(state).is_some_and(rules));
        let government = || {
            let mut governments = entities().filter(|(_, entity)| {
                let its = entity.country.as_deref().is_none_or(|of| of == country);
                entity.kind == EntityType::Org && has(entity, &["GOV"]) && !has(entity, &ARMED) && its
            });
            let most = governments.next().map(|(at, _)| at);
            most
        };
        let government = state_rules.or_else(government).or(state);
        for party in [Some(group), government].into_iter().flatten() {
            let known = told
                .iter()
                .any(|&told| told == party || told != group && party != group);
            if !known && !parties.contains(&party) {
                parties.push(party);
            }
        }
        parties
    }

    /// The organisation whose meeting an article speaks of, which speaks in its joint statement.
    pub(super) fn of_meeting(&self) -> Option<usize> {
        let signs = &self.scene.knowledge.agreements.signs;
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for tree in self.scene.trees {
            for word in 0..tree.len() {
                let Some(above) = tree.head(word).filter(|_| tree.token(word).relation() == "compound") else {
                    continue;
                };
                if !signs.is(&grammar::lemma(tree, above), Sign::Talks) {
                    continue;
                }
                let many = self.holding(tree, word).filter(|&at| {
                    let country = self.country(at);
                    country.is_some_and(|country| MANY.contains(&country))
                });
                let Some(at) = many else { continue };
                match counts.iter_mut().find(|(of, _)| *of == at) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((at, 1)),
                }
            }
        }
        counts
            .into_iter()
            .rev()
            .max_by_key(|(_, count)| *count)
            .map(|(at, _)| at)
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
        match entity.kind {
            EntityType::Gpe => true,
            EntityType::Norp => entity.country.is_some(),
            EntityType::Org => {
                let many = entity.country.as_deref().is_some_and(|country| MANY.contains(&country));
                has(entity, &PUBLIC) || many || self.is_armed(entity)
            }
            EntityType::Person => has(entity, &["GOV", "REB", "SEP", "PRM"]),
            _ => false,
        }
    }

    /// "Palestinian factions"
    fn is_armed(&self, entity: &Entity) -> bool {
        let last = entity.name.split(' ').next_back().unwrap_or_default().to_lowercase();
        let signs = &self.scene.knowledge.agreements.signs;
        signs.is(last.strip_suffix('s').unwrap_or(&last), Sign::Armed)
    }

    /// Whether the words around a phrase tell that states or groups under arms agree.
    pub(super) fn concludes(&self, candidate: &Candidate<'_>, parties: &[usize]) -> bool {
        if parties.iter().any(|&party| self.is_public(party)) {
            return true;
        }
        let Some(tree) = self.scene.trees.get(candidate.sentence) else {
            return false;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let verb = grammar::carrier(tree, candidate.head);
        let verb = verb.filter(|&verb| signs.is(&grammar::lemma(tree, verb), Sign::Conclude));
        let Some(subject) = verb.and_then(|verb| grammar::subject(tree, verb)) else {
            return false;
        };
        // "representatives of 29 city governments signed"
        let near = grammar::related(tree, subject, &["nmod", "compound"]);
        std::iter::once(subject)
            .chain(near)
            .any(|word| signs.is(&grammar::lemma(tree, word), Sign::Side))
    }

    /// How many of some parties are among others, or of the country of one of them.
    pub(super) fn shared(&self, some: &[usize], others: &[usize]) -> usize {
        let same = |one: usize, other: usize| {
            one == other || self.country(one).is_some() && self.country(one) == self.country(other)
        };
        let mut left: Vec<usize> = others.iter().copied().take(MOST_PARTIES).collect();
        let before = left.len();
        for &one in some.iter().take(MOST_PARTIES) {
            if let Some(at) = left.iter().position(|&other| same(one, other)) {
                left.remove(at);
            }
        }
        before - left.len()
    }

    /// The one entity by which a party is told, whichever of its own it was told by: a state by the state.
    pub(super) fn party(&self, at: usize) -> usize {
        let of = || {
            let entity = self.entity(at)?;
            let rules = has(entity, &["GOV", "LEG", "MIL", "COP"]) && !has(entity, &ARMED) && !has(entity, &["PTY"]);
            let metonym = || entity.mentions.iter().any(|mention| mention.metonym);
            let state = match entity.kind {
                EntityType::Norp => true,
                EntityType::Gpe => metonym(),
                EntityType::Org | EntityType::Person => rules,
                _ => false,
            };
            let country = entity.country.as_deref().filter(|_| state)?;
            let government = self
                .governments
                .get(country)
                .filter(|_| entity.kind == EntityType::Person);
            self.countries.get(country).or(government).copied()
        };
        of().unwrap_or(at)
    }

    /// Whether an entity may be told as a party: states, organisations and armed groups, and not the one who signs.
    fn may_be(&self, at: usize) -> Option<usize> {
        let entity = self.entity(at)?;
        let party = self.party(at);
        let group = || {
            let several = |text: &str| text.ends_with('s') && !text.starts_with(char::is_uppercase);
            let told = entity.mentions.iter().any(|mention| {
                mention.form != MentionForm::Pronoun && mention.text.split(' ').next_back().is_some_and(several)
            });
            told && has(entity, &ARMED)
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
        for word in grammar::with_coordinates(tree, head).into_iter().take(MOST_PARTIES) {
            let holding = self.holding(tree, word);
            let entity = holding.and_then(|at| self.entity(at));
            let common = tree.token(word).upos == Upos::Noun;
            let nameless = entity.is_none_or(|entity| common || is_nameless(entity));
            let stateless = entity.is_none_or(|entity| entity.country.is_none());
            if self.is_side(tree, word) && nameless && stateless || is_they(tree, word) && entity.is_none_or(is_one) {
                found.extend(self.sides(sentence, word));
                continue;
            }
            // "a Mauritian delegation", "US officials"
            let states = self.modifying(tree, word);
            let armed = entity.is_some_and(|entity| has(entity, &ARMED) || self.is_armed(entity));
            if nameless && !armed && !states.is_empty() {
                found.extend(states);
                continue;
            }
            let own = holding.and_then(|at| self.may_be(at));
            match own {
                Some(own) => found.extend(self.plural(own).unwrap_or_else(|| vec![own])),
                None if tree.token(word).upos != Upos::Pron => found.extend(states),
                None => {}
            }
        }
    }

    /// "The two Koreas": the countries whose names end so.
    fn plural(&self, at: usize) -> Option<Vec<usize>> {
        let entity = self.entity(at)?;
        let one = entity
            .name
            .strip_suffix('s')
            .filter(|_| entity.country.is_none() && entity.mentions.len() < 4)?;
        let mut all: Vec<usize> = self.countries.values().copied().collect();
        all.retain(|&country| {
            self.entity(country)
                .is_some_and(|country| country.name.split(' ').next_back() == Some(one) && country.name != one)
        });
        all.sort_unstable();
        (all.len() > 1).then_some(all)
    }

    /// The states that adjectives or owners before a noun tell: "US and Philippine troops".
    fn modifying(&self, tree: &Tree<'_>, word: usize) -> Vec<usize> {
        let before = grammar::related(tree, word, &["amod", "compound", "nmod:poss"]).into_iter();
        let mut states = Vec::new();
        for before in before.filter(|&before| before < word).take(MOST_PARTIES) {
            for one in grammar::with_coordinates(tree, before).into_iter().take(MOST_PARTIES) {
                let of = self.holding(tree, one);
                let of = of.filter(|&of| self.entity(of).is_some_and(is_state));
                states.extend(of.and_then(|of| self.may_be(of)));
            }
        }
        states
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
        let before = self.pairs.partition_point(|(place, _)| *place < (sentence, word));
        let last = before.checked_sub(1).and_then(|last| self.pairs.get(last));
        let last = last.filter(|((at, _), _)| at + MOST_BACK >= sentence);
        last.map(|(_, (one, other))| vec![*one, *other]).unwrap_or_default()
    }

    /// Every two that are named together, by the word of the second.
    fn find_pairs(&mut self) {
        for (sentence, tree) in self.scene.trees.iter().enumerate() {
            for word in 0..tree.len() {
                if tree.token(word).relation() != "conj" {
                    continue;
                }
                let Some(first) = tree.head(word) else { continue };
                let public = |word| {
                    let own = self.holding(tree, word).filter(|&own| self.is_public(own));
                    own.and_then(|own| self.may_be(own))
                };
                let Some(pair) = public(first).zip(public(word)) else {
                    continue;
                };
                let place = (sentence, word);
                // Of three together none are two.
                let more = self
                    .pairs
                    .last()
                    .filter(|((of, _), (one, _))| *of == sentence && *one == pair.0);
                let third = more.is_some_and(|((_, other), _)| tree.head(*other) == Some(first));
                if third {
                    self.pairs.pop();
                } else if pair.0 != pair.1 {
                    self.pairs.push((place, pair));
                }
            }
        }
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
        found.extend(self.told_at(sentence, candidate.head));
        let mut each = Vec::new();
        for party in found {
            if !each.contains(&party) {
                each.push(party);
            }
        }
        each
    }

    /// Whom the words around a noun or pronoun for an agreement tell as parties.
    pub(super) fn told_at(&self, sentence: usize, head: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.around(sentence, head, &mut found);
        if let Some(tree) = self.scene.trees.get(sentence) {
            self.above(tree, sentence, head, &mut found);
        }
        found
    }

    /// Whom a "which" stands for that the tree hangs on a word further before: the one right before it.
    fn before_which(&self, tree: &Tree<'_>, verb: usize) -> Option<usize> {
        let which = grammar::related(tree, verb, &["nsubj"]).first().copied()?;
        if !matches!(&*grammar::lower(tree, which), "which" | "who" | "that") {
            return None;
        }
        let mut words = (which.saturating_sub(4)..which).rev();
        let before = words.find(|&word| tree.token(word).upos != Upos::Punct)?;
        self.may_be(self.holding(tree, before)?)
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
            let joined = word + 2 < candidate.head && tree.token(word + 1).form == "-";
            let helper = joined
                && matches!(tree.token(word + 2).upos, Upos::Verb | Upos::Adj | Upos::Noun)
                && self
                    .holding(tree, word + 2)
                    .is_none_or(|at| Some(at) == self.holding(tree, word));
            let hyphen = tree.token(word).form.contains('-');
            if helper || hyphen && inside.len() < 2 {
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
            // "an agreement under which Israel will upgrade"
            let which = grammar::related(tree, verb, &["obl"])
                .into_iter()
                .find(|&word| grammar::lower(tree, word) == "which");
            let under = which.and_then(|which| grammar::marks(tree, which).next());
            if under.is_some_and(|under| matches!(&*grammar::lower(tree, under), "under" | "by")) {
                grammar::subject(tree, verb)
                    .into_iter()
                    .for_each(|subject| self.named(sentence, subject, found));
            }
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

    /// "has been delayed by disputes in the negotiations between X and Y"
    fn talks_below(&self, sentence: usize, verb: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let mut level = vec![verb];
        for _ in 0..3 {
            let below = level.iter().take(MOST_PARTIES);
            level = below
                .flat_map(|&word| grammar::related(tree, word, &["obl", "obj", "nmod"]))
                .collect();
            for &word in level.iter().take(MOST_PARTIES) {
                if signs.is(&grammar::lemma(tree, word), Sign::Talks) {
                    self.after(sentence, word, &["between", "among"], found);
                }
            }
        }
    }

    /// "X and Y signed", "talks between X and Y on".
    fn above(&self, tree: &Tree<'_>, sentence: usize, head: usize, found: &mut Vec<usize>) {
        let signs = &self.scene.knowledge.agreements.signs;
        let mut at = head;
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
                    let case = case.as_deref();
                    let is_object = match relation {
                        "obj" => true,
                        "nsubj" => tree.token(at).deprel.ends_with(":pass"),
                        "obl" => case.is_some_and(|case| {
                            matches!(case, "to" | "on" | "upon" | "into" | "from" | "of" | "over" | "about")
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
                    if relation == "nsubj" {
                        self.talks_below(sentence, above, found);
                    }
                    let under = matches!(case, Some("under" | "in" | "with" | "by")) && relation == "obl";
                    if !(is_object && binds || under) {
                        return;
                    }
                    let mut told = Vec::new();
                    let subject = grammar::subject(tree, above).filter(|&subject| subject != at);
                    subject
                        .into_iter()
                        .for_each(|subject| self.named(sentence, subject, &mut told));
                    if is_object
                        && subject.is_some_and(|subject| tree.token(above).relation() == "acl" && subject < above)
                    {
                        let nearest = self.before_which(tree, above).filter(|nearest| !told.contains(nearest));
                        if let Some(nearest) = nearest {
                            told = vec![nearest];
                        }
                    }
                    // A cabinet or parliament approves for its state.
                    if !concludes && is_object {
                        told.retain(|&party| self.entity(party).is_some_and(|one| !is_organ(one)));
                    }
                    let both = told.iter().filter(|&&party| self.is_public(party)).count() > 1;
                    if is_object || both || signs.is(&lemma, Sign::Pledge) {
                        found.append(&mut told);
                    }
                    return;
                }
                _ => return,
            }
            at = above;
        }
    }
}

fn is_nameless(entity: &Entity) -> bool {
    entity.mentions.iter().all(|mention| mention.form != MentionForm::Name)
}

/// Part of a government, told without whose.
fn is_organ(entity: &Entity) -> bool {
    entity.kind == EntityType::Org && has(entity, &["GOV", "LEG"]) && is_nameless(entity) && entity.country.is_none()
}

fn is_they(tree: &Tree<'_>, word: usize) -> bool {
    matches!(&*grammar::lower(tree, word), "they" | "both")
}

/// One person, whom "they" is not.
fn is_one(entity: &Entity) -> bool {
    entity.kind == EntityType::Person && entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}

fn is_state(entity: &Entity) -> bool {
    match entity.kind {
        EntityType::Gpe => entity.ids.contains_key(COUNTRY) || entity.mentions.iter().any(|mention| mention.metonym),
        EntityType::Norp => entity.country.is_some(),
        EntityType::Org => true,
        _ => false,
    }
}
