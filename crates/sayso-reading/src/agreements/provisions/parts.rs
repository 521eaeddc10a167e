//! The parts of a provision: whom it binds, how strictly, what sets it off and how it is limited.

use sayso_knowledge::agreements::{Force, Part, PartLine};
use sayso_language::Upos;
use sayso_schema::{Duty, Passage, RowId};

use super::{Found, Told, phrases, span};
use crate::grammar::{is_nominal, lemma, lower, related, subject, with_coordinates};
use crate::scene::Scene;
use crate::tree::Tree;

/// Parts of one provision that are looked at.
const MOST_PARTS: usize = 8;

#[derive(Default)]
pub(super) struct Parts {
    pub(super) trigger: Option<Passage>,
    pub(super) scope: Option<Passage>,
    pub(super) conditions: Vec<Passage>,
    pub(super) qualifier: Option<Passage>,
    pub(super) lines: Vec<String>,
}

/// Its trigger, scope, conditions and qualifier.
pub(super) fn parts(scene: &Scene<'_, '_>, tree: &Tree<'_>, (first, last): (usize, usize)) -> Parts {
    let wordings = &scene.knowledge.agreements.provisions.wordings;
    let mut found: Vec<(usize, &PartLine)> = Vec::new();
    let mut word = first;
    while word <= last && found.len() < MOST_PARTS {
        let lines = wordings.parts(&lower(tree, word)).iter();
        let fits = |line: &&PartLine| word + line.words.len() <= last + 1 && phrases::stands(tree, word, &line.words);
        match lines.clone().find(fits) {
            Some(line) => {
                found.push((word, line));
                word += line.words.len();
            }
            None => word += 1,
        }
    }
    let mut parts = Parts::default();
    let mut best: Option<usize> = None;
    for (at, &(from, line)) in found.iter().enumerate() {
        let end = from + line.words.len() - 1;
        let next = found.get(at + 1).map_or(last, |(next, _)| next.saturating_sub(1));
        let end = if line.alone { end } else { reach(tree, from, end, next) };
        let passage = scene.text.passage(span(tree, (from, end)));
        match line.part {
            Part::Trigger if parts.trigger.is_none() => parts.trigger = Some(passage),
            Part::Scope if parts.scope.is_none() => parts.scope = Some(passage),
            Part::Qualifier if best.is_none_or(|best| line.rank < best) => {
                best = Some(line.rank);
                parts.qualifier = Some(passage);
            }
            Part::Condition => parts.conditions.push(passage),
            _ => continue,
        }
        parts.lines.push(line.because.clone());
    }
    parts
}

/// The last word of the phrase that these words open, without the comma after it.
fn reach(tree: &Tree<'_>, from: usize, end: usize, most: usize) -> usize {
    let mut top = tree.top(from, end);
    let opens = matches!(
        tree.token(top).relation(),
        "case" | "mark" | "fixed" | "advmod" | "det" | "amod"
    );
    if opens && let Some(above) = tree.head(top).filter(|&above| above > end) {
        top = above;
    }
    let mut last = tree.reach(top).1.clamp(end, most.max(end));
    while last > end && matches!(tree.token(last).upos, Upos::Punct | Upos::Cconj) {
        last -= 1;
    }
    last
}

/// Its force: by its own words, else as told.
pub(super) fn duty(scene: &Scene<'_, '_>, tree: &Tree<'_>, head: usize, told: Option<Duty>) -> Option<Duty> {
    let wordings = &scene.knowledge.agreements.provisions.wordings;
    let own = wordings.duty(&lemma(tree, head)).filter(|duty| *duty != Duty::Must);
    let aux = related(tree, head, &["aux"])
        .into_iter()
        .find_map(|aux| wordings.duty(&lower(tree, aux)));
    let duty = own.or(aux).or(told);
    let nots = |word: usize| {
        let mut with = tree.children(word).iter();
        with.any(|&child| {
            matches!(tree.token(child).relation(), "advmod" | "det" | "cc")
                && wordings.has(&lower(tree, child), Force::Not)
        })
    };
    let around = ["nsubj", "obj"]
        .iter()
        .filter_map(|relation| tree.child(head, relation));
    let denied =
        nots(head) && is_verbal(tree, head) || around.into_iter().any(|word| nots(word) || is_not(scene, tree, word));
    match duty {
        Some(_) if denied => Some(Duty::MustNot),
        duty => duty,
    }
}

fn is_verbal(tree: &Tree<'_>, word: usize) -> bool {
    !is_nominal(tree, word) || tree.child(word, "cop").is_some()
}

/// "no one", "neither of them"
fn is_not(scene: &Scene<'_, '_>, tree: &Tree<'_>, word: usize) -> bool {
    let wordings = &scene.knowledge.agreements.provisions.wordings;
    wordings.has(&lower(tree, word), Force::Not)
}

/// Whom it binds: who is its subject or is told to do it, else the parties.
pub(super) fn bearers(
    scene: &Scene<'_, '_>,
    found: &Found,
    told: &Told<'_>,
    head: usize,
    parties: &[RowId],
) -> Vec<RowId> {
    let Some(tree) = scene.trees.get(told.sentence) else {
        return Vec::new();
    };
    let own = (!is_nominal(tree, head)).then(|| subject(tree, head)).flatten();
    let agreed = |word: usize| found.at(told.sentence, word).is_some();
    let who = told
        .bearer
        .filter(|&word| !agreed(word))
        .or(own.filter(|&word| !agreed(word)));
    let Some(who) = who else { return parties.to_vec() };
    let mut bearers: Vec<RowId> = Vec::new();
    for word in with_coordinates(tree, who) {
        if let Some(entity) = scene.entity_at(told.sentence, word)
            && !bearers.contains(&entity.id)
        {
            bearers.push(entity.id.clone());
        }
    }
    let wordings = &scene.knowledge.agreements.provisions.wordings;
    let mut with = tree.children(who).iter();
    let each = with.any(|&child| wordings.has(&lower(tree, child), Force::Each));
    if bearers.is_empty() || each && wordings.has(&lemma(tree, who), Force::Party) {
        let of = wordings.has(&lemma(tree, who), Force::Party);
        return if of { parties.to_vec() } else { bearers };
    }
    bearers
}
