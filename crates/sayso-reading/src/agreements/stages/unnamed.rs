//! Talks that do not name what they are about, where only one agreement is still to be reached: "peace talks",
//! "the negotiations".

use sayso_knowledge::agreements::{Bare, StageWord};
use sayso_knowledge::events::WordClass;
use sayso_language::Upos;
use sayso_schema::{Agreement, StageKind, StageStatus};

use super::told::Told;
use crate::agreements::Found;
use crate::events::found::{light, others};
use crate::grammar::{lower, marked, related};
use crate::scene::Scene;
use crate::tree::Tree;

/// Sentences between the talks and a mention of what they are about.
const MOST_AWAY: usize = 2;
/// Talks that are told in one article, at most.
const MOST_TOLD: usize = 64;

/// The talks about the one agreement that is still to be reached; `rows` have the steps that are told with its name.
pub(super) fn unnamed<'k>(scene: &Scene<'_, 'k>, found: &Found, rows: &[Agreement]) -> Vec<Told<'k>> {
    let mut open = rows.iter().enumerate().filter(|(_, row)| is_open(row));
    let (Some((agreement, row)), None) = (open.next(), open.next()) else {
        return Vec::new();
    };
    let words = &scene.knowledge.agreements.stages;
    let instruments = &scene.knowledge.agreements.instruments;
    let family = row.instrument.as_deref().and_then(|noun| instruments.get(noun));
    let fits = |line: &&StageWord| {
        let of = family.is_none_or(|instrument| line.families.contains(&instrument.family));
        line.bare == Bare::Unnamed && of
    };
    let mut near = vec![false; scene.trees.len()];
    for mention in found.mentions.iter().filter(|mention| mention.agreement == agreement) {
        let last = (mention.sentence + MOST_AWAY + 1).min(near.len());
        let from = mention.sentence.saturating_sub(MOST_AWAY).min(last);
        near[from..last].fill(true);
    }
    let told: Vec<_> = row.stages.iter().map(|stage| stage.trigger.span).collect();
    let mut all = Vec::new();
    let places = near.iter().enumerate().filter(|(_, near)| **near);
    for (sentence, _) in places {
        let tree = &scene.trees[sentence];
        for word in (0..tree.len()).filter(|&word| tree.token(word).upos == Upos::Noun) {
            let span = tree.token(word).span;
            if all.len() >= MOST_TOLD || told.iter().any(|told| told.contains(span)) {
                continue;
            }
            let mut lines = words.lines(WordClass::Noun, lower(tree, word)).filter(fits);
            let holds = |line: &&StageWord| {
                let mut when = line.when.iter();
                let of = (WordClass::Noun, true);
                let said = when.all(|when| scene.holds(sentence, word, of, when).is_some());
                said && (!line.when.is_empty() || is_certain(tree, word))
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
                light: light(tree, word, WordClass::Noun, &scene.knowledge.events),
                agreements: vec![agreement],
                bare: true,
                inner: None,
                behind: false,
                beside: Vec::new(),
            });
        }
    }
    all
}

/// Whether an agreement is still to be reached.
fn is_open(row: &Agreement) -> bool {
    let wished = |kind: StageKind| {
        matches!(
            kind,
            StageKind::Proposed | StageKind::Negotiating | StageKind::Adopted | StageKind::Signed
        )
    };
    let reached = |kind: StageKind| {
        matches!(
            kind,
            StageKind::Signed | StageKind::Ratified | StageKind::InForce | StageKind::Adopted
        )
    };
    let mut done = row.stages.iter().filter(|stage| stage.status == StageStatus::Done);
    let open = row
        .stages
        .iter()
        .any(|stage| wished(stage.stage) && stage.status != StageStatus::Done || stage.stage == StageKind::Negotiating);
    open && !done.any(|stage| reached(stage.stage))
}

/// "the talks", "their negotiations", not about something that is named, nor part of another name.
fn is_certain(tree: &Tree<'_>, word: usize) -> bool {
    let the = |at: &usize| matches!(&*lower(tree, *at), "the" | "these" | "those" | "this" | "their" | "its");
    let known = related(tree, word, &["det", "nmod:poss"]).iter().any(the);
    let about = ["on", "over", "about", "of", "for"]
        .iter()
        .any(|on| !marked(tree, word, on).is_empty());
    known && !about && tree.token(word).relation() != "compound"
}
