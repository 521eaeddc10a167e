//! Parties that no words around a mention tell, but the article as a whole does.

use std::collections::BTreeMap;

use sayso_knowledge::agreements::Sign;
use sayso_schema::{Entity, EntityType};

use super::candidates::Candidate;
use super::who::{ARMED, MANY, Who, has, is_nameless};
use crate::grammar;

/// So many mentions of an agreement are asked for its parties.
const MOST_READ: usize = 6;
/// An article must speak so often of those whom only it as a whole tells.
const LEAST_SPOKEN: usize = 2;
/// A word for joining or keeping stands so near.
const MOST_NEAR: usize = 8;

/// Who makes peace in an article about a war at home.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peace {
    group: usize,
    government: usize,
}

impl Who<'_, '_, '_> {
    /// The parties of a peace or truce of which one or none is told: the armed group that the article speaks of most
    /// and the government of its country, where no other country is spoken of more.
    pub(super) fn of_peace(&self, told: &[usize]) -> Vec<usize> {
        let mut parties = told.to_vec();
        let ([] | [_]) = told else { return parties };
        let Some(peace) = self.peace.get_or_init(|| self.find_peace()) else {
            return parties;
        };
        match told.first() {
            None => parties.extend([peace.group, peace.government]),
            Some(&one) if one == peace.group => parties.push(peace.government),
            Some(&one) if one == peace.government => parties.push(peace.group),
            Some(&one) if self.country(one) == self.country(peace.group).or(self.country(peace.government)) => {
                parties.push(peace.group)
            }
            Some(_) => {}
        }
        parties
    }

    fn find_peace(&self) -> Option<Peace> {
        let entities = || self.scene.entities.iter().enumerate();
        let armed = entities().filter(|(_, entity)| {
            entity.kind == EntityType::Org && has(entity, &ARMED) && !is_nameless(entity) && entity.country.is_some()
        });
        let Some((group, entity)) = armed.max_by_key(|(at, entity)| (entity.mentions.len(), std::cmp::Reverse(*at)))
        else {
            return self.find_nameless_peace();
        };
        let country = entity.country.as_deref()?;
        let state = *self.countries.get(country)?;
        let mut spoken: BTreeMap<&str, usize> = BTreeMap::new();
        for entity in self.scene.entities {
            if let Some(of) = entity.country.as_deref().filter(|of| !MANY.contains(of)) {
                *spoken.entry(of).or_default() += entity.mentions.len();
            }
        }
        let own = spoken.get(country).copied().unwrap_or(0);
        if spoken.values().any(|&other| other > own) {
            return None;
        }
        // "Manila", "the government"
        let rules = |entity: &Entity| entity.mentions.iter().any(|mention| mention.metonym);
        let governments = entities().filter(|(_, entity)| {
            let its = entity.country.as_deref().is_none_or(|of| of == country);
            entity.kind == EntityType::Org && has(entity, &["GOV"]) && !has(entity, &ARMED) && its
        });
        let government = match self.entity(state) {
            Some(entity) if rules(entity) => state,
            _ => {
                let told = governments.max_by_key(|(at, entity)| {
                    let own = self.is_government(entity);
                    (own, entity.mentions.len(), std::cmp::Reverse(*at))
                });
                told.map_or(state, |(at, _)| at)
            }
        };
        Some(Peace { group, government })
    }

    /// "The rebels" and the one government that an article speaks of.
    fn find_nameless_peace(&self) -> Option<Peace> {
        let entities = || self.scene.entities.iter().enumerate();
        let armed = entities().filter(|(at, entity)| {
            has(entity, &ARMED) && entity.mentions.len() >= LEAST_SPOKEN && self.may_be(*at) == Some(*at)
        });
        let (group, _) = armed.max_by_key(|(at, entity)| (entity.mentions.len(), std::cmp::Reverse(*at)))?;
        let mut governments = entities()
            .filter(|(_, entity)| entity.kind == EntityType::Org && self.is_government(entity) && !has(entity, &ARMED));
        let (first, own) = governments.next()?;
        let others = governments.any(|(_, other)| other.country.is_some() && other.country != own.country);
        (!others).then(|| Peace {
            group,
            government: self.party(first),
        })
    }

    /// The parties of an agreement of which one or none is told: those whom the sentences that speak of it name if they
    /// are two together, else two named together before, else the two that the article speaks of most.
    pub(super) fn rest(&self, members: &[&Candidate<'_>], told: &[usize]) -> Vec<usize> {
        let signs = &self.scene.knowledge.agreements.signs;
        let many = |member: &&Candidate<'_>| {
            signs.is(&member.noun, Sign::Many) || member.kinds.iter().any(|kind| signs.is(kind, Sign::Many))
        };
        if told.len() > 1 || members.iter().any(many) {
            return told.to_vec();
        }
        for member in members.iter().take(MOST_READ) {
            let mut all = told.to_vec();
            for actor in self.actors(member.sentence) {
                if self.country(actor) != Some("UNO") && self.shared(&[actor], &all) == 0 {
                    all.push(actor);
                }
            }
            if all.len() == 2 {
                return all;
            }
        }
        for member in members.iter().take(MOST_READ) {
            let pair = self.sides(member.sentence, member.head);
            if !pair.is_empty() && self.shared(told, &pair) == told.len() {
                return pair;
            }
        }
        let mut spoken = self.spoken();
        spoken.retain(|&(_, party)| self.shared(&[party], told) == 0);
        let wanted = 2 - told.len();
        let next = spoken.get(wanted).map_or(0, |(count, _)| *count);
        let least = wanted
            .checked_sub(1)
            .and_then(|last| spoken.get(last))
            .map_or(0, |(count, _)| *count);
        let clear = least >= LEAST_SPOKEN && least >= 2 * next;
        let more = spoken.iter().take(wanted).filter(|_| clear).map(|(_, party)| *party);
        told.iter().copied().chain(more).collect()
    }

    /// The parties of a many-sided instrument: those told, else the one state of a sentence that speaks of joining,
    /// keeping or leaving it.
    pub(super) fn joining(&self, members: &[&Candidate<'_>], told: &[usize]) -> Vec<usize> {
        let mut parties = told.to_vec();
        let signs = &self.scene.knowledge.agreements.signs;
        for member in members.iter().take(MOST_READ) {
            let Some(tree) = self.scene.trees.get(member.sentence) else {
                continue;
            };
            let from = member.words.0.saturating_sub(MOST_NEAR);
            let to = tree.len().min(member.words.1 + 1 + MOST_NEAR);
            let binds = (from..to).any(|word| {
                let lemma = grammar::lemma(tree, word);
                let bound = [Sign::Join, Sign::Keep, Sign::Member]
                    .iter()
                    .any(|&sign| signs.is(&lemma, sign));
                bound && !(member.words.0..=member.words.1).contains(&word)
            });
            let mut actors = self.actors(member.sentence);
            actors.retain(|&actor| self.country(actor).is_none_or(|country| !MANY.contains(&country)));
            if let ([one], true) = (actors.as_slice(), binds)
                && self.shared(&[*one], &parties) == 0
            {
                parties.push(*one);
            }
            // "it threatened to leave the treaty"
            if actors.is_empty() && binds && parties.is_empty() {
                parties.extend(self.most_spoken());
            }
        }
        parties
    }

    /// The parties of an instrument that binds these countries and no others: those of them that the article names.
    pub(super) fn of_register(&self, countries: &[String], told: &[usize]) -> Vec<usize> {
        let is_of = |country: Option<&str>| country.is_none_or(|of| countries.iter().any(|one| one == of));
        let mut parties: Vec<usize> = told.iter().copied().filter(|&at| is_of(self.country(at))).collect();
        for country in countries {
            let own = parties.iter().any(|&at| self.country(at) == Some(country));
            let entities = || self.scene.entities.iter().enumerate();
            // Of a people without a state in the article whoever acts for it.
            let named = || {
                let mut of = entities().filter(|(at, entity)| {
                    entity.country.as_ref() == Some(country) && entity.kind != EntityType::Person && self.is_public(*at)
                });
                of.next().map(|(at, _)| at)
            };
            let party = self.named_for(country).or_else(named);
            parties.extend(party.filter(|_| !own));
        }
        parties
    }

    /// The organisation whose meeting an article speaks of, which speaks in its joint statement.
    pub(super) fn of_meeting(&self) -> Option<usize> {
        *self.meeting.get_or_init(|| self.find_meeting())
    }

    fn find_meeting(&self) -> Option<usize> {
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
}
