//! Talks that do not name what they are about: of the nearest agreement that is still to be reached ("peace talks", "the
//! negotiations"), or the one that their sentence tells them to have led to ("after weeks of wrangling").

use sayso_knowledge::agreements::{Bare, Family, StageWord};
use sayso_knowledge::events::WordClass;
use sayso_language::Upos;
use sayso_schema::{Agreement, Entity, RowId, Span, StageKind, StageStatus};

use super::told::Told;
use crate::agreements::Found;
use crate::events::found::{class_of, light, others};
use crate::grammar::{carrier, lower, marked, related, with_coordinates};
use crate::scene::Scene;
use crate::tree::Tree;

/// Sentences between the talks and a mention of what they are about.
const MOST_AWAY: usize = 3;
/// Talks that are told in one article, at most.
const MOST_TOLD: usize = 64;
/// Words between talks and the step in their sentence that they led to.
const MOST_BEFORE: usize = 16;

/// The talks about an agreement that is still to be reached; `rows` have the steps that are told with its name.
pub(super) fn unnamed<'k>(scene: &Scene<'_, 'k>, found: &Found, rows: &[Agreement]) -> Vec<Told<'k>> {
    let words = &scene.knowledge.agreements.stages;
    let instruments = &scene.knowledge.agreements.instruments;
    let families: Vec<Option<Family>> = rows
        .iter()
        .map(|row| Some(instruments.get(row.instrument.as_deref()?)?.family))
        .collect();
    let open: Vec<bool> = rows.iter().map(is_open).collect();
    let wished: Vec<bool> = rows.iter().map(is_wished).collect();
    let mut told: Vec<Span> = Vec::new();
    for row in rows {
        told.extend(row.stages.iter().map(|stage| stage.trigger.span));
    }
    told.sort_unstable();
    let near = near(scene, found, |agreement| {
        open.get(agreement).copied().unwrap_or_default()
    });
    let mut all: Vec<Told<'k>> = Vec::new();
    for (sentence, near) in near.into_iter().enumerate() {
        let tree = &scene.trees[sentence];
        for word in (0..tree.len()).filter(|&word| matches!(tree.token(word).upos, Upos::Noun | Upos::Verb)) {
            let class = class_of(tree, word).unwrap_or(WordClass::Noun);
            let mut lines = words
                .lines(class, lower(tree, word))
                .filter(|line| line.bare == Bare::Unnamed)
                .peekable();
            if lines.peek().is_none() {
                continue;
            }
            let span = tree.token(word).span;
            let known = told.partition_point(|other| other.start < span.end);
            let is_told = known > 0 && told[..known].iter().rev().take(4).any(|other| other.contains(span));
            if all.len() >= MOST_TOLD || is_told {
                continue;
            }
            let Some(agreement) = led_to(scene, rows, sentence, word).or(near) else {
                continue;
            };
            let holds = |line: &&StageWord| {
                let family = families.get(agreement).copied().flatten();
                let mut when = line.when.iter();
                let of = (class, true);
                let said = when.all(|when| scene.holds(sentence, word, of, when).is_some());
                // Those who fight talk about more than a truce.
                let said = said && (family != Some(Family::Truce) || !line.when.is_empty());
                // What closes a meeting is not what it is about.
                let fits = family.is_none_or(|family| family != Family::Statement && line.families.contains(&family));
                fits && said
                    && is_theirs(scene, sentence, word, rows.get(agreement))
                    && (!line.when.is_empty() || is_certain(tree, word))
                    && (wished.get(agreement).copied().unwrap_or_default()
                        || names_party(scene, sentence, rows.get(agreement)))
            };
            let Some(line) = lines.find(holds) else { continue };
            let Some(others) = others(tree, word, &line.word) else {
                continue;
            };
            all.push(Told {
                sentence,
                word,
                line,
                others,
                light: light(tree, word, class, &scene.knowledge.events),
                agreements: vec![agreement],
                bare: true,
                inner: None,
                behind: false,
                joint: families.get(agreement).copied().flatten() != Some(Family::Resolution),
                beside: Vec::new(),
            });
        }
    }
    all
}

/// Of each sentence, the open agreement that is spoken of nearest to it, the earlier first.
fn near(scene: &Scene<'_, '_>, found: &Found, is_open: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut near: Vec<Option<(usize, usize)>> = vec![None; scene.trees.len()];
    for mention in found.mentions.iter().filter(|mention| is_open(mention.agreement)) {
        let from = mention.sentence.saturating_sub(MOST_AWAY);
        for (sentence, place) in near.iter_mut().enumerate().skip(from).take(2 * MOST_AWAY + 1) {
            let away = sentence.abs_diff(mention.sentence);
            if place.is_none_or(|(least, _)| away < least) {
                *place = Some((away, mention.agreement));
            }
        }
    }
    near.into_iter().map(|place| Some(place?.1)).collect()
}

/// "After weeks of wrangling, they adopted the resolution": the agreement whose adoption the sentence of the talks tells.
fn led_to(scene: &Scene<'_, '_>, rows: &[Agreement], sentence: usize, word: usize) -> Option<usize> {
    let tree = &scene.trees[sentence];
    let whole = tree.sentence.span;
    let last = tree.len().checked_sub(1)?.min(word + MOST_BEFORE);
    let until = tree.token(last).span.end;
    let begin = tree.token(word).span.end;
    rows.iter().position(|row| {
        let from = row.stages.partition_point(|stage| stage.trigger.span.start < begin);
        let statement = |noun: &str| {
            let instrument = scene.knowledge.agreements.instruments.get(noun);
            instrument.is_some_and(|instrument| instrument.family == Family::Statement)
        };
        if row.instrument.as_deref().is_some_and(statement) {
            return false;
        }
        row.stages[from..].iter().take(1).any(|stage| {
            let reached = matches!(stage.stage, StageKind::Adopted | StageKind::Signed);
            let at = stage.trigger.span;
            reached && whole.contains(at) && at.start < until
        })
    })
}

/// Whether an agreement is not known to be reached.
fn is_open(row: &Agreement) -> bool {
    let reached = |kind: StageKind| {
        matches!(
            kind,
            StageKind::Signed | StageKind::Ratified | StageKind::InForce | StageKind::Adopted
        )
    };
    let mut done = row.stages.iter().filter(|stage| stage.status == StageStatus::Done);
    !done.any(|stage| reached(stage.stage)) && (row.registered.is_none() || is_wished(row))
}

/// Whether an agreement is told to be still to be reached.
fn is_wished(row: &Agreement) -> bool {
    let wished = |kind: StageKind| {
        matches!(
            kind,
            StageKind::Proposed | StageKind::Negotiating | StageKind::Adopted | StageKind::Signed
        )
    };
    row.stages
        .iter()
        .any(|stage| wished(stage.stage) && stage.status != StageStatus::Done || stage.stage == StageKind::Negotiating)
}

/// Whether a sentence names a party of an agreement.
fn names_party(scene: &Scene<'_, '_>, sentence: usize, row: Option<&Agreement>) -> bool {
    let parties = row.map(|row| row.parties.as_slice()).unwrap_or_default();
    let words = 0..scene.trees[sentence].len();
    let mut named = words.filter_map(|at| scene.entity_at(sentence, at));
    named.any(|entity| parties.contains(&entity.id))
}

/// Not about something that is named, nor part of another name.
fn is_certain(tree: &Tree<'_>, word: usize) -> bool {
    let about = ["on", "over", "about", "of", "for"]
        .iter()
        .any(|on| !marked(tree, word, on).is_empty());
    let one = related(tree, word, &["det"])
        .iter()
        .any(|&at| matches!(&*lower(tree, at), "a" | "an" | "no" | "any"));
    let object = tree.child(word, "obj").is_some();
    let next = (word + 1 < tree.len()).then(|| lower(tree, word + 1));
    let about = about || next.is_some_and(|next| matches!(&*next, "on" | "over" | "about" | "under" | "aimed"));
    !about && !one && !object && tree.token(word).relation() != "compound"
}

/// Whether nobody is told to talk, or a party is among those who are: "talks with Hanoi".
fn is_theirs(scene: &Scene<'_, '_>, sentence: usize, word: usize, row: Option<&Agreement>) -> bool {
    let tree = &scene.trees[sentence];
    let parties = row.map(|row| row.parties.as_slice()).unwrap_or_default();
    let known = |id: &RowId| scene.entities.iter().find(|entity| entity.id == *id);
    let countries: Vec<&str> = parties.iter().filter_map(|id| known(id)?.country.as_deref()).collect();
    let verb = carrier(tree, word);
    let near = [Some(word), verb].into_iter().flatten();
    let phrases = near
        .flat_map(|at| ["with", "between"].map(|on| marked(tree, at, on)))
        .flatten();
    let told = phrases.flat_map(|at| with_coordinates(tree, at));
    let told: Vec<_> = told.filter_map(|at| scene.entity_at(sentence, at)).collect();
    let theirs = |entity: &&Entity| {
        let same = entity
            .country
            .as_deref()
            .is_some_and(|country| countries.contains(&country));
        same || parties.contains(&entity.id)
    };
    told.is_empty() || parties.is_empty() || told.iter().any(theirs)
}
