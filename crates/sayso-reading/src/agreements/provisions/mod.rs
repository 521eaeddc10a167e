//! What an agreement binds whom to, as told.
//!
//! [`telling`] finds where an article tells what an agreement provides, and the word that heads what is told;
//! [`statements`] takes what is said in an agreement's own name. [`pieces`] cuts it into one duty each, [`classes`] says
//! of what class each is, and [`parts`] who owes it, what sets it off and how it is limited. What somebody hopes of an
//! agreement, its history and its breaches are no provisions.

use std::collections::HashMap;

use sayso_knowledge::agreements::How;
use sayso_schema::{Agreement, Because, Duty, Provision, ProvisionClass, RowId, RowKind, Span};

use super::{Found, citations};
use crate::ids::Ids;
use crate::scene::Scene;
use crate::tree::Tree;

mod classes;
mod follow;
mod hanging;
mod parts;
mod phrases;
mod pieces;
mod statements;
mod teller;
mod telling;

/// More provisions in one sentence are none that anybody told.
const MOST_TOLD: usize = 24;

/// Words and clauses that are followed up and down the tree.
const MOST_STEPS: usize = 6;

/// A place where it is told what an agreement provides.
#[derive(Clone, Debug)]
struct Told<'k> {
    agreement: usize,
    sentence: usize,
    /// The word that heads what is told.
    head: usize,
    /// The first and the last word that may be part of it.
    within: (usize, usize),
    /// Words that tell it and are no part of it.
    cut: Option<(usize, usize)>,
    spread: Spread,
    /// Whether its agreement is named together with another that provides it.
    shared: bool,
    /// How many sentences ago it was said to be of the agreement.
    after: usize,
    /// Whether it is told so loosely that only words that make a class are a provision.
    weak: bool,
    /// Whether it is told as an aim.
    purpose: bool,
    duty: Option<Duty>,
    /// Whom it binds, where that stands outside of it ("requires Iran to").
    bearer: Option<usize>,
    /// Where the word stands that tells it: maybe in an earlier sentence, whose words have other numbers.
    teller: Span,
    how: How,
    line: &'k str,
}

/// What stands beside a head by "and" and is told as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spread {
    All,
    /// What does not tell for itself.
    Untold,
    None,
}

/// Adds what it provides to each agreement; `rows` are in the order of `found`'s agreements.
pub(crate) fn provisions(scene: &Scene<'_, '_>, found: &Found, rows: &mut [Agreement]) {
    if found.mentions.is_empty() {
        return;
    }
    let mut told = Vec::new();
    for sentence in 0..scene.trees.len() {
        telling::told(scene, found, sentence, &mut told);
    }
    statements::told(scene, found, &mut told);

    // A sentence's tellings in the order in which they were found: the surer ones first.
    let mut taken: HashMap<usize, Vec<(Span, usize)>> = HashMap::new();
    let mut made: Vec<(usize, Provision)> = Vec::new();
    for one in &told {
        let Some(tree) = scene.trees.get(one.sentence) else {
            continue;
        };
        let taken = taken.entry(one.sentence).or_default();
        for piece in pieces::pieces(scene, tree, one) {
            let span = span(tree, piece.words);
            if one.weak && piece.class == ProvisionClass::Other {
                continue;
            }
            // Two agreements named together may provide the same, told in the same words.
            let free = |(other, agreement): &(Span, usize)| {
                !other.overlaps(span) || one.shared && *other == span && *agreement != one.agreement
            };
            if taken.len() >= MOST_TOLD || !taken.iter().all(free) {
                continue;
            }
            taken.push((span, one.agreement));
            made.extend(row(scene, found, one, &piece, rows).map(|row| (one.agreement, row)));
        }
    }
    made.sort_by_key(|(_, provision)| provision.span);
    let mut ids = Ids::new(scene.document, RowKind::Provision);
    for (agreement, mut provision) in made {
        let Some(of) = rows.get_mut(agreement) else { continue };
        provision.id = ids.next(&[provision.span]);
        of.provisions.push(provision);
    }
}

fn row(
    scene: &Scene<'_, '_>,
    found: &Found,
    told: &Told<'_>,
    piece: &pieces::Piece<'_>,
    rows: &[Agreement],
) -> Option<Provision> {
    let tree = scene.trees.get(told.sentence)?;
    let span = span(tree, piece.words);
    let statement = scene.whose.of(span, tree.sentence)?.statement.id.clone();
    let agreement = rows.get(told.agreement)?;
    let parts = parts::parts(scene, tree, piece.words);
    let is_bare = matches!(
        piece.class,
        ProvisionClass::Purpose | ProvisionClass::Term | ProvisionClass::Renewal | ProvisionClass::EntryIntoForce
    );
    let duty = if is_bare {
        None
    } else {
        // "bans tests and slaps": only the first is forbidden.
        let beside = told.spread == Spread::Untold && piece.head != told.head;
        let implied = if beside { Some(Duty::Must) } else { told.duty };
        parts::duty(scene, tree, piece.head, implied)
    };
    let bearers = if is_bare {
        Vec::new()
    } else {
        parts::bearers(scene, found, told, piece.head, &agreement.parties)
    };
    let (first, last) = piece.words;
    let mut lines = vec![told.line.to_owned()];
    lines.extend(piece.lines.iter().map(|line| (*line).to_owned()));
    lines.extend(parts.lines);
    let mut tokens = vec![told.teller, tree.token(piece.head).span];
    tokens.sort_unstable();
    tokens.dedup();
    Some(Provision {
        id: RowId::of("", RowKind::Provision, &[span], 0),
        span,
        text: scene.text.at(span).to_owned(),
        class: piece.class,
        duty,
        bearers,
        trigger: parts.trigger,
        scope: parts.scope,
        conditions: parts.conditions,
        qualifier: parts.qualifier,
        citations: citations::citations(scene, told.sentence, first..last + 1),
        statement,
        because: Because { lines, tokens },
    })
}

fn span(tree: &Tree<'_>, (first, last): (usize, usize)) -> Span {
    tree.token(first).span.hull(tree.token(last).span)
}

#[cfg(test)]
mod tests;
