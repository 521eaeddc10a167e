//! Parties that no words around a mention tell, but the article as a whole does.

use std::collections::BTreeMap;

use sayso_knowledge::agreements::Sign;
use sayso_schema::{Entity, EntityType};

use super::who::{ARMED, MANY, Who, has, is_nameless};
use crate::grammar;

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
            Some(&one) if self.country(one) == self.country(peace.group) => parties.push(peace.group),
            Some(_) => {}
        }
        parties
    }

    fn find_peace(&self) -> Option<Peace> {
        let entities = || self.scene.entities.iter().enumerate();
        let armed = entities().filter(|(_, entity)| {
            entity.kind == EntityType::Org && has(entity, &ARMED) && !is_nameless(entity) && entity.country.is_some()
        });
        let (group, entity) = armed.max_by_key(|(at, entity)| (entity.mentions.len(), std::cmp::Reverse(*at)))?;
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
        let mut governments = entities().filter(|(_, entity)| {
            let its = entity.country.as_deref().is_none_or(|of| of == country);
            entity.kind == EntityType::Org && has(entity, &["GOV"]) && !has(entity, &ARMED) && its
        });
        let government = match self.entity(state) {
            Some(entity) if rules(entity) => state,
            _ => governments.next().map_or(state, |(at, _)| at),
        };
        Some(Peace { group, government })
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
