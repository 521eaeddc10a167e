//! Whether a step was taken: done, under way, announced or refused.

use sayso_knowledge::agreements::Course;
use sayso_knowledge::events::{Aspect, Standing, Trigger, WordClass};
use sayso_schema::{Date, EventFactuality, Span, StageKind, StageStatus};

use super::told::Told;
use crate::events::found::act_at;
use crate::events::row::is_to_come;
use crate::events::standing::{Named, standing_of};
use crate::grammar::{carrier, is_nominal, lemma, lower, marks, related};
use crate::scene::Scene;
use crate::tree::Tree;
use crate::whose::Telling;

/// A status with what it rests on.
pub(super) struct Weighed {
    pub(super) status: StageStatus,
    pub(super) lines: Vec<String>,
    pub(super) tokens: Vec<Span>,
}

/// How a step stands.
pub(super) fn status(scene: &Scene<'_, '_>, told: &Told<'_>, telling: &Telling<'_>, date: Option<&Date>) -> Weighed {
    let tree = &scene.trees[told.sentence];
    if told.behind {
        // What its tree hangs it on says nothing of it.
        let status = if is_to_come(scene, date) {
            StageStatus::Announced
        } else {
            StageStatus::Done
        };
        let (lines, tokens) = (Vec::new(), Vec::new());
        return Weighed { status, lines, tokens };
    }
    let is_cue = |word: usize| scene.whose.is_cue(tree.token(word).span);
    let outer = |word: usize| act_at(scene, told.sentence, word).map(|act| (0, act));
    let named = Named {
        word: told.word,
        light: told.light,
    };
    let stand = standing_of(tree, named, &outer, &scene.knowledge.events, &is_cue);
    let mut standing = stand.standing;
    // "failed talks" were held.
    if told.line.course == Course::GoingOn && matches!(standing, Some(Standing::Attempted | Standing::Denied)) {
        let denied = related(tree, told.verb(), &["aux", "advmod", "det"]);
        let said = denied
            .iter()
            .any(|&word| matches!(&*lower(tree, word), "no" | "not" | "n't" | "never"));
        standing = standing.filter(|_| said);
    }
    // "aimed at reaching"
    let told_as_fact = |standing: Option<Standing>| matches!(standing, None | Some(Standing::Presupposed));
    if told_as_fact(standing) {
        standing = aimed(scene, tree, told.verb()).or(standing);
    }
    // "the signing will take place", "to win approval"
    if told_as_fact(standing) && told.light.is_none() && is_nominal(tree, told.word) {
        standing = carried(scene, told, &outer, &is_cue).or(standing);
    }
    let talks = told.line.stage == Some(StageKind::Negotiating);
    let known = match standing {
        // "will not take effect until 2008"
        Some(Standing::Denied) if is_delayed(tree, told.verb()) => StageStatus::Announced,
        Some(Standing::Denied) => StageStatus::Refused,
        // "gathered to discuss"
        Some(Standing::Purpose) if talks && !is_nominal(tree, told.word) => StageStatus::UnderWay,
        Some(
            Standing::Planned
            | Standing::CalledFor
            | Standing::Hypothetical
            | Standing::Obligation
            | Standing::Purpose
            | Standing::Attempted,
        ) => StageStatus::Announced,
        Some(Standing::Presupposed | Standing::Claimed | Standing::Background) | None => {
            plain(scene, tree, told, telling, date)
        }
    };
    Weighed {
        status: known,
        lines: stand.lines,
        tokens: stand.tokens,
    }
}

/// How the verb stands that carries a noun; what may come of a step says nothing of the step.
fn carried<'k>(
    scene: &Scene<'_, 'k>,
    told: &Told<'_>,
    outer: &dyn Fn(usize) -> Option<(usize, &'k Trigger)>,
    is_cue: &dyn Fn(usize) -> bool,
) -> Option<Standing> {
    let tree = &scene.trees[told.sentence];
    let word = carrier(tree, told.word)?;
    let named = Named { word, light: None };
    let stand = standing_of(tree, named, outer, &scene.knowledge.events, is_cue);
    let open = |standing: &Standing| {
        matches!(
            standing,
            Standing::Planned | Standing::CalledFor | Standing::Purpose | Standing::Obligation
        )
    };
    stand.standing.filter(open)
}

/// What something is for: "talks aimed at reaching".
fn aimed(scene: &Scene<'_, '_>, tree: &Tree<'_>, word: usize) -> Option<Standing> {
    let head = tree.head(word)?;
    let clause = matches!(tree.token(word).relation(), "advcl" | "xcomp" | "obl" | "acl" | "ccomp");
    let lexicon = &scene.knowledge.events;
    let verb = lexicon.weigher(&lemma(tree, head), WordClass::Verb);
    let weigher = verb.or_else(|| lexicon.weigher(&lower(tree, head), WordClass::Adjective));
    let purpose = weigher.filter(|weigher| clause && weigher.standing == Standing::Purpose);
    purpose.map(|weigher| weigher.standing)
}

/// Whether what is denied comes later: "not until".
fn is_delayed(tree: &Tree<'_>, word: usize) -> bool {
    let later = |at: usize| marks(tree, at).any(|mark| matches!(&*lower(tree, mark), "until" | "till"));
    related(tree, word, &["obl", "advcl"]).into_iter().any(later)
}

/// What nothing around the step weakens.
fn plain(
    scene: &Scene<'_, '_>,
    tree: &Tree<'_>,
    told: &Told<'_>,
    telling: &Telling<'_>,
    date: Option<&Date>,
) -> StageStatus {
    if is_open(tree, told.verb()) {
        return StageStatus::Announced;
    }
    match telling.factuality(None) {
        Some(EventFactuality::Denied) => return StageStatus::Refused,
        Some(EventFactuality::CalledFor | EventFactuality::Planned) | None if !is_past(tree, told.verb()) => {
            return StageStatus::Announced;
        }
        _ => {}
    }
    if is_to_come(scene, date) {
        return StageStatus::Announced;
    }
    let ended = told.light.is_some_and(|(_, light)| matches!(light.aspect, Aspect::End));
    let begun = told
        .light
        .is_some_and(|(_, light)| matches!(light.aspect, Aspect::Begin | Aspect::Continue));
    match told.line.course {
        Course::Lasting => StageStatus::Done,
        Course::GoingOn if ended => StageStatus::Done,
        Course::GoingOn if told.light.is_some() && !begun && is_past(tree, told.verb()) => StageStatus::Done,
        Course::GoingOn => StageStatus::UnderWay,
        Course::Told if begun && told.line.word.class == WordClass::Noun => StageStatus::UnderWay,
        Course::Told if is_progressive(tree, told.word) || is_begun(tree, told.word) => StageStatus::UnderWay,
        Course::Told => StageStatus::Done,
    }
}

/// What has a tense of the past, or is told as done.
fn is_past(tree: &Tree<'_>, word: usize) -> bool {
    let past = |word: usize| matches!(&*tree.token(word).xpos, "VBD" | "VBN");
    past(word) || related(tree, word, &["aux"]).into_iter().any(past)
}

/// "is ratifying", "has been negotiating"
fn is_progressive(tree: &Tree<'_>, word: usize) -> bool {
    let be = |aux: &usize| lemma(tree, *aux) == "be";
    &*tree.token(word).xpos == "VBG" && related(tree, word, &["aux"]).iter().any(be)
}

/// "has begun to ratify"
fn is_begun(tree: &Tree<'_>, word: usize) -> bool {
    let head = tree.head(word).filter(|_| tree.token(word).relation() == "xcomp");
    head.is_some_and(|head| matches!(&*lemma(tree, head), "begin" | "start" | "continue" | "resume"))
}

/// "until it is signed", "once they sign", "before signing": not yet, unless it is told in the past.
fn is_open(tree: &Tree<'_>, word: usize) -> bool {
    let opens = |at: usize| {
        matches!(
            &*lower(tree, at),
            "until" | "till" | "unless" | "if" | "once" | "before" | "when"
        )
    };
    if is_nominal(tree, word) {
        return marks(tree, word).any(|mark| matches!(&*lower(tree, mark), "until" | "till" | "pending"));
    }
    let clause = tree.token(word).relation() == "advcl";
    let when = related(tree, word, &["advmod"]);
    let open = marks(tree, word).any(opens) || when.into_iter().any(|at| lower(tree, at) == "when");
    let finite = |at: usize| matches!(&*tree.token(at).xpos, "VBD");
    let told = finite(word) || related(tree, word, &["aux", "cop"]).into_iter().any(finite);
    clause && open && !told
}
