//! Which entities can bind themselves, and which of them are one party.

use std::cell::OnceCell;
use std::collections::HashMap;

use sayso_knowledge::agreements::Sign;
use sayso_schema::{Entity, EntityType, MentionForm, Span};

use super::implied::Peace;
use crate::scene::Scene;
use crate::tree::Tree;

/// "The two sides" are looked for in so many sentences before.
const MOST_BACK: usize = 10;
/// No list of parties is read further.
pub(super) const MOST_PARTIES: usize = 48;
/// The key that a country's own entity has among its identities.
const COUNTRY: &str = "iso3166-1";

/// Sectors of those under arms who do not govern.
pub(super) const ARMED: [&str; 4] = ["REB", "SEP", "PRM", "OPP"];
const PUBLIC: [&str; 9] = ["GOV", "LEG", "MIL", "COP", "REB", "PTY", "PRM", "OPP", "SEP"];
/// Codes of organisations of many states, in the place of a country.
pub(super) const MANY: [&str; 3] = ["IGO", "UNO", "EUR"];

pub(super) fn has(entity: &Entity, sectors: &[&str]) -> bool {
    entity.sectors.iter().any(|sector| sectors.contains(&sector.as_str()))
}

/// Which entities can bind themselves, and which of them are one party.
pub(super) struct Who<'s, 'a, 'k> {
    pub(super) scene: &'s Scene<'a, 'k>,
    /// The entities of countries themselves.
    pub(super) countries: HashMap<&'a str, usize>,
    /// Who governs where no country is told by name.
    governments: HashMap<&'a str, usize>,
    /// Entities by the places of their mentions.
    places: Vec<(Span, usize)>,
    longest: usize,
    /// Two named together, by where the second stands.
    pairs: Vec<((usize, usize), (usize, usize))>,
    pub(super) peace: OnceCell<Option<Peace>>,
    pub(super) meeting: OnceCell<Option<usize>>,
}

impl<'s, 'a, 'k> Who<'s, 'a, 'k> {
    pub(super) fn new(scene: &'s Scene<'a, 'k>) -> Self {
        let mut countries = HashMap::new();
        let mut governments = HashMap::new();
        let mut places = Vec::new();
        for (at, entity) in scene.entities.iter().enumerate() {
            let is_country = entity.kind == EntityType::Gpe && entity.ids.contains_key(COUNTRY);
            if let Some(country) = entity.country.as_deref().filter(|_| is_country) {
                countries.entry(country).or_insert(at);
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
            peace: OnceCell::new(),
            meeting: OnceCell::new(),
        };
        who.find_pairs();
        who
    }

    /// The country that a party is of.
    pub(super) fn country(&self, at: usize) -> Option<&'a str> {
        self.entity(at)?.country.as_deref()
    }

    /// The country itself, else who governs it.
    pub(super) fn named_for(&self, country: &str) -> Option<usize> {
        let government = || self.governments.get(country);
        self.countries.get(country).or_else(government).copied()
    }

    pub(super) fn entity(&self, at: usize) -> Option<&'a Entity> {
        self.scene.entities.get(at)
    }

    /// The entities whose mentions share a character with `span`, in the order of the text.
    pub(super) fn touching(&self, span: Span) -> impl Iterator<Item = (Span, usize)> {
        let reach = span.start.saturating_sub(self.longest);
        let from = self.places.partition_point(|(place, _)| place.start < reach);
        let near = self.places.get(from..).unwrap_or_default().iter();
        near.take_while(move |(place, _)| place.start < span.end)
            .filter(move |(place, _)| place.overlaps(span))
            .copied()
    }

    /// The entity of the shortest mention that holds a word.
    pub(super) fn holding(&self, tree: &Tree<'_>, word: usize) -> Option<usize> {
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
    pub(super) fn is_armed(&self, entity: &Entity) -> bool {
        let last = entity.name.split(' ').next_back().unwrap_or_default().to_lowercase();
        let signs = &self.scene.knowledge.agreements.signs;
        signs.is(last.strip_suffix('s').unwrap_or(&last), Sign::Armed)
    }

    /// Whether it is told as the government of a state: "the Angolan government".
    pub(super) fn is_government(&self, entity: &Entity) -> bool {
        let last = entity.name.split(' ').next_back().unwrap_or_default().to_lowercase();
        has(entity, &["GOV"]) && self.scene.knowledge.agreements.signs.is(&last, Sign::Govern)
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
            // "the Angolan government" is told as it is where its country is only a place.
            if entity.kind == EntityType::Org && self.is_government(entity) {
                let acts = |&at: &usize| self.entity(at).is_some_and(is_acting);
                return self.countries.get(country).copied().filter(acts);
            }
            let government = self
                .governments
                .get(country)
                .filter(|_| entity.kind == EntityType::Person);
            self.countries.get(country).or(government).copied()
        };
        of().unwrap_or(at)
    }

    /// Whether an entity may be told as a party: states, organisations and armed groups, and not the one who signs.
    pub(super) fn may_be(&self, at: usize) -> Option<usize> {
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
            EntityType::Org if has(entity, &["JRN", "EDU", "HLH"]) => None,
            EntityType::Gpe | EntityType::Org => Some(party),
            EntityType::Norp => entity.country.is_some().then_some(party),
            EntityType::Person if party != at || group() => Some(party),
            _ => None,
        }
    }

    /// "The two Koreas": the countries whose names end so.
    pub(super) fn plural(&self, at: usize) -> Option<Vec<usize>> {
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

    /// Whom "the two sides" speaks of: the two named together last.
    pub(super) fn sides(&self, sentence: usize, word: usize) -> Vec<usize> {
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
}

/// Whether the name of a country stands for its government somewhere.
fn is_acting(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.metonym)
}

pub(super) fn is_nameless(entity: &Entity) -> bool {
    entity.mentions.iter().all(|mention| mention.form != MentionForm::Name)
}

/// Whether an adjective or owner of its name tells a party.
pub(super) fn is_state(entity: &Entity) -> bool {
    match entity.kind {
        EntityType::Gpe => entity.ids.contains_key(COUNTRY) || entity.mentions.iter().any(|mention| mention.metonym),
        EntityType::Norp => entity.country.is_some(),
        EntityType::Org => true,
        _ => false,
    }
}
