//! Who took a step, whose step it is, and before whom.

use sayso_knowledge::agreements::{Organ, Seat};
use sayso_knowledge::events::{Slot, WordClass};
use sayso_schema::{Entity, EntityType, RowId, Span, StageKind, Statement};

use super::told::Told;
use crate::events::participants::party_at;
use crate::grammar::{carrier, is_nominal, is_passive, lemma, lower, marked, related, subject, with_coordinates};
use crate::scene::Scene;
use crate::tree::Tree;

/// Nouns deep that a phrase is looked for that the tree hangs too low.
const MOST_DEEP: usize = 3;
/// Words behind a step and who takes it that may tell with whom.
const MOST_ASIDE: usize = 16;
/// Words from "with" to the name of whom.
const MOST_NAMED: usize = 8;

/// Those who have to do with a step.
#[derive(Default)]
pub(super) struct Who {
    pub(super) by: Option<RowId>,
    pub(super) party: Option<RowId>,
    pub(super) to: Option<RowId>,
    /// Where they stand.
    pub(super) spans: Vec<Span>,
    pub(super) lines: Vec<String>,
}

/// Who took a step.
pub(super) fn parties(scene: &Scene<'_, '_>, told: &Told<'_>, holder: Option<&Statement>) -> Who {
    let tree = &scene.trees[told.sentence];
    let mut who = Who::default();
    let class = told.line.word.class;
    let actor = taker(tree, told.word, class).or_else(|| told.light.and_then(|(verb, _)| subject(tree, verb)));
    let actor = actor.or_else(|| astray(scene, told)).or_else(|| headline(scene, told));
    // What an agreement itself does ("the truce holds") nobody else does.
    let itself = told
        .line
        .seats
        .iter()
        .any(|seat| matches!(seat, Seat::Slot(path) if path.slots() == [Slot::Subject]));
    let actor = actor.filter(|&actor| actor != told.word && !own(scene, told, actor) && !itself);
    let actor = actor.filter(|&actor| !(told.line.goes_between || told.joint && is_joint(scene, told, actor)));
    if let Some(actor) = actor {
        let joint = told.joint && told.line.stage.is_some_and(|stage| JOINT.contains(&stage));
        let several = joint && is_both(tree, actor);
        let guessed = lower(tree, actor) == "they";
        let party =
            party_at(scene, told.sentence, actor, holder).filter(|party| !(several || guessed && party.inferred));
        if let Some(party) = party {
            who.spans.push(party.span);
            who.by = party.entity.clone();
            let entity = party.entity.as_ref().and_then(|id| entity(scene, id));
            who.party = match (&party.country, entity) {
                (Some(country), Some(entity)) if is_state(entity) => state(scene, country).or(party.entity),
                (Some(country), _) => state(scene, country),
                (None, Some(entity)) if entity.kind == EntityType::Org => Some(entity.id.clone()),
                _ => None,
            };
        }
        let organ = organ(scene, told.sentence, told.word, class);
        who.lines.extend(organ.map(|(_, because)| because.to_owned()));
    }
    if told.line.stage == Some(StageKind::Submitted) {
        // "submitted to parliament", "submitted for ratification to parliament"
        let purpose = marked(tree, told.word, "for").into_iter();
        let mut to = purpose.chain([told.word]).flat_map(|word| marked(tree, word, "to"));
        let to = to.find(|&to| is_nominal(tree, to));
        if let Some(to) = to {
            let party = party_at(scene, told.sentence, to, holder);
            let entity = scene.entity_at(told.sentence, to);
            let country = party.as_ref().and_then(|party| party.country.as_deref());
            let country = country.or_else(|| entity?.country.as_deref());
            who.party = who.party.or_else(|| state(scene, country?));
            who.to = party
                .and_then(|party| party.entity)
                .or_else(|| Some(entity?.id.clone()));
            who.spans.extend(scene.mention_at(told.sentence, to));
        }
    }
    who
}

/// Steps that the partners take together.
const JOINT: [StageKind; 6] = [
    StageKind::InForce,
    StageKind::Signed,
    StageKind::Adopted,
    StageKind::Negotiating,
    StageKind::Initialled,
    StageKind::Extended,
];

/// Whether others take a step together with who is told to: "X and Y signed", "X hopes to reach a deal with Y", whatever
/// the tree.
fn is_joint(scene: &Scene<'_, '_>, told: &Told<'_>, actor: usize) -> bool {
    let tree = &scene.trees[told.sentence];
    if !told.line.stage.is_some_and(|stage| JOINT.contains(&stage)) {
        return false;
    }
    if with_coordinates(tree, actor).len() > 1 || matches!(&*lower(tree, actor), "they" | "we") {
        return true;
    }
    let own = scene.entity_at(told.sentence, actor);
    let other = |at: usize| {
        scene.entity_at(told.sentence, at).is_some_and(|entity| {
            let foreign = |own: &Entity| own.country.is_none() || own.country != entity.country;
            let apart = own.is_none_or(|own| own.id != entity.id && (foreign(own) || entity.kind == EntityType::Org));
            apart
                && matches!(
                    entity.kind,
                    EntityType::Gpe | EntityType::Org | EntityType::Norp | EntityType::Person
                )
        })
    };
    let first = actor.min(told.word);
    let last = (actor.max(told.word) + MOST_ASIDE).min(tree.len().saturating_sub(1));
    let mut named = 0;
    for at in first..=last {
        let form = lower(tree, at);
        if form == "with" && at > told.word || form == "and" && at > actor && actor > told.word {
            named = at + MOST_NAMED;
        } else if form == "and" && at > actor && at < told.word {
            named = told.word.min(at + MOST_NAMED);
        } else if at > told.word && matches!(&*form, "." | ";" | "that" | "which") {
            return false;
        }
        if at < named && at != actor && other(at) {
            return true;
        }
    }
    false
}

/// Who a passive is done by, where the tree hangs that on a noun in between: "submitted to the parliament by him".
fn astray(scene: &Scene<'_, '_>, told: &Told<'_>) -> Option<usize> {
    let tree = &scene.trees[told.sentence];
    if !is_passive(tree, told.word) {
        return None;
    }
    let mut near = related(tree, told.word, &["obl"]);
    near.retain(|&phrase| phrase > told.word);
    for _ in 0..MOST_DEEP {
        let by = near.iter().flat_map(|&noun| marked(tree, noun, "by"));
        let entity = |by: usize| scene.entity_at(told.sentence, by);
        let mut somebody = by.filter(|&by| {
            let kind = entity(by).map(|entity| entity.kind);
            matches!(kind, Some(EntityType::Person | EntityType::Gpe | EntityType::Org))
        });
        if let Some(found) = somebody.next() {
            return Some(found);
        }
        near = near.iter().flat_map(|&noun| related(tree, noun, &["nmod"])).collect();
    }
    None
}

/// Who signs a law in a headline, where trees are often wrong: who is named right before the word.
fn headline(scene: &Scene<'_, '_>, told: &Told<'_>) -> Option<usize> {
    let before = told.word.checked_sub(1).filter(|_| told.inner.is_some())?;
    let entity = scene.entity_at(told.sentence, before)?;
    (entity.kind == EntityType::Person || is_state(entity)).then_some(before)
}

/// The organ that takes a step, if one does, with the line that tells it.
pub(super) fn organ<'k>(
    scene: &Scene<'_, 'k>,
    sentence: usize,
    word: usize,
    class: WordClass,
) -> Option<(Organ, &'k str)> {
    let tree = &scene.trees[sentence];
    let actor = actor(tree, word, class)?;
    let words = &scene.knowledge.agreements.stages;
    let mut phrase = related(tree, actor, &["amod", "compound", "flat", "nmod"]);
    phrase.extend(marked(tree, actor, "of"));
    let beside = |other: &str| {
        phrase
            .iter()
            .any(|&word| lower(tree, word) == other || lemma(tree, word) == other)
    };
    // "the Senate", "the House of Representatives", "two chambers of parliament"
    let of = || {
        marked(tree, actor, "of")
            .into_iter()
            .find_map(|of| words.organ(&lemma(tree, of), |_| false))
    };
    let own = words.organ(&lemma(tree, actor), beside);
    match own.or_else(|| words.organ(&lower(tree, actor), beside)) {
        // "a meeting of the cabinet"
        Some((Organ::Body, because)) => of().or(Some((Organ::Body, because))),
        Some(own) => Some(own),
        None => of(),
    }
}

/// The word for who takes a step; of a noun those beside it, or who does what carries it.
fn taker(tree: &Tree<'_>, word: usize, class: WordClass) -> Option<usize> {
    if class != WordClass::Noun {
        return subject(tree, word);
    }
    let owner = related(tree, word, &["nmod:poss"]).into_iter().next();
    owner.or_else(|| marked(tree, word, "by").into_iter().find(|&by| is_nominal(tree, by)))
}

/// The word for who may take a step; of a noun also who does what it is the object of.
fn actor(tree: &Tree<'_>, word: usize, class: WordClass) -> Option<usize> {
    if class != WordClass::Noun {
        return subject(tree, word);
    }
    let carried = || carrier(tree, word).filter(|&verb| tree.child(verb, "nsubj") != Some(word));
    taker(tree, word, class).or_else(|| subject(tree, carried()?))
}

/// Whether a word speaks of the agreement itself.
fn own(scene: &Scene<'_, '_>, told: &Told<'_>, word: usize) -> bool {
    let noun = lemma(&scene.trees[told.sentence], word);
    let entity = scene.entity_at(told.sentence, word);
    scene.knowledge.agreements.instruments.get(&noun).is_some() || entity.is_some_and(|of| of.kind == EntityType::Law)
}

/// "the two sides", "both countries"
pub(super) fn is_both(tree: &Tree<'_>, word: usize) -> bool {
    let noun = lemma(tree, word);
    let sides = matches!(
        &*noun,
        "side"
            | "party"
            | "country"
            | "leader"
            | "nation"
            | "government"
            | "state"
            | "member"
            | "minister"
            | "negotiator"
            | "delegation"
            | "faction"
            | "neighbour"
            | "neighbor"
            | "power"
    );
    sides && tree.token(word).feature("Number") == Some("Plur")
}

fn entity<'a>(scene: &Scene<'a, '_>, id: &RowId) -> Option<&'a Entity> {
    scene.entities.iter().find(|entity| entity.id == *id)
}

fn is_state(entity: &Entity) -> bool {
    matches!(entity.kind, EntityType::Gpe | EntityType::Norp)
}

/// The state with a country code, as an entity: the country itself before those of its people.
fn state(scene: &Scene<'_, '_>, country: &str) -> Option<RowId> {
    let of = |entity: &&Entity| entity.country.as_deref() == Some(country) && is_state(entity);
    let whole = |entity: &&Entity| {
        let code = entity.ids.contains_key("iso3166-1");
        (!code, entity.kind != EntityType::Gpe)
    };
    let states = scene.entities.iter().filter(of);
    states.min_by_key(whole).map(|entity| entity.id.clone())
}
