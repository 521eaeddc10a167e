//! Demands that no verb of demanding names: "Russia said that Sudan must return the helicopter".
//!
//! What somebody says that somebody else must do is asked of them (PLOVER's REQUEST; CAMEO 10, "demand"). The article's
//! own "must", and what people say of themselves, are no demands.

use sayso_knowledge::events::{ActCode, Standing, WordClass};
use sayso_language::Upos;
use sayso_schema::{EntityType, Participant, Statement};

use super::found::Act;
use super::participants::{Participants, party_at};
use crate::grammar::{lower, object, subject, with_coordinates};
use crate::scene::Scene;

/// A demand: the modal, and who asks it of whom.
pub(super) struct Demand<'a> {
    pub(super) sentence: usize,
    /// The word that makes it owed.
    pub(super) modal: usize,
    /// What is owed, where it is an act.
    pub(super) of: Option<usize>,
    pub(super) statement: &'a Statement,
    pub(super) line: String,
    pub(super) who: Participants,
    pub(super) code: &'a ActCode,
}

/// The demands of a sentence.
pub(super) fn demands<'a>(scene: &'a Scene<'a, 'a>, sentence: usize, acts: &[Act<'_>]) -> Vec<Demand<'a>> {
    let tree = &scene.trees[sentence];
    let lexicon = &scene.knowledge.events;
    let Some(code) = lexicon.demand() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for modal in 0..tree.len() {
        if tree.token(modal).upos != Upos::Aux {
            continue;
        }
        let weigher = lexicon.weigher(&lower(tree, modal), WordClass::Auxiliary);
        let Some(weigher) = weigher.filter(|weigher| weigher.standing == Standing::Obligation) else {
            continue;
        };
        let Some(verb) = tree.head(modal) else { continue };
        let telling = scene.whose.of(tree.token(modal).span, tree.sentence);
        let Some(statement) = telling.and_then(|telling| telling.teller.filter(|_| !telling.is_cue)) else {
            continue;
        };
        let Some(actor) = speaker(scene, statement) else {
            continue;
        };
        let Some(whom) = subject(tree, verb).or_else(|| object(tree, verb)) else {
            continue;
        };
        let recipients: Vec<Participant> = with_coordinates(tree, whom)
            .into_iter()
            .filter_map(|word| party_at(scene, sentence, word, Some(statement)))
            .filter(|party| party.entity.is_some() && party.entity != actor.entity && !party.inferred)
            .collect();
        if recipients.is_empty() || is_own(scene, &actor, &recipients) {
            continue;
        }
        found.push(Demand {
            sentence,
            modal,
            of: acts.iter().position(|act| act.verb() == verb),
            statement,
            line: weigher.because.clone(),
            who: Participants {
                actors: vec![actor],
                recipients,
                words: Vec::new(),
            },
            code,
        });
    }
    found
}

/// Who says a statement, where it is somebody of the reading who stands in the text.
fn speaker(scene: &Scene<'_, '_>, statement: &Statement) -> Option<Participant> {
    let link = statement.chain.last()?;
    let (id, span) = (link.entity.as_ref()?, link.span?);
    let entity = scene.entities.iter().find(|entity| entity.id == *id)?;
    Some(Participant {
        entity: Some(entity.id.clone()),
        span,
        text: scene.text.at(span).to_owned(),
        country: entity.country.clone(),
        sectors: entity.sectors.clone(),
        inferred: false,
    })
}

/// "Israel's premier said Israel must": what somebody says that their own country must do is no demand on it.
fn is_own(scene: &Scene<'_, '_>, actor: &Participant, recipients: &[Participant]) -> bool {
    let is_country = |party: &Participant| {
        let entity = scene
            .entities
            .iter()
            .find(|entity| Some(&entity.id) == party.entity.as_ref());
        entity.is_some_and(|entity| matches!(entity.kind, EntityType::Gpe | EntityType::Norp))
    };
    actor.country.is_some()
        && recipients
            .iter()
            .all(|party| party.country == actor.country && is_country(party))
}
