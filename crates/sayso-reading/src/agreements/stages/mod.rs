//! The steps of an agreement's life that the article tells.
//!
//! [`told`] finds the words that tell a step and the agreement that it is a step of, [`status`] says whether it was taken,
//! [`parties`] who took it, whose step it is and before whom, and [`setting`] when and where. Every telling is a row, and
//! no step implies another.

mod agreeing;
mod behind;
mod beside;
mod meant;
mod parties;
mod setting;
mod status;
mod told;
mod unnamed;

#[cfg(test)]
mod tests;

use sayso_schema::{Act, Agreement, Because, Link, LinkKind, RowId, RowKind, Stage, StageKind, StageStatus};

use self::told::Told;
use super::Found;
use crate::ids::Ids;
use crate::scene::Scene;

/// Adds its steps to each agreement; `rows` are in the order of `found`'s agreements.
pub(crate) fn stages(scene: &Scene<'_, '_>, found: &Found, rows: &mut [Agreement]) {
    if found.mentions.is_empty() {
        return;
    }
    let mut ids = Ids::new(scene.document, RowKind::Stage);
    let mut add = |told: Told<'_>, rows: &mut [Agreement]| {
        let Some((stage, agreements)) = stage(scene, &told) else {
            return;
        };
        for agreement in agreements {
            let id = ids.next(&[stage.trigger.span]);
            if let Some(row) = rows.get_mut(agreement) {
                row.stages.push(Stage { id, ..stage.clone() });
            }
        }
    };
    for told in told::told(scene, found, rows) {
        add(told, rows);
    }
    for told in unnamed::unnamed(scene, found, rows) {
        add(told, rows);
    }
    for row in rows {
        row.stages.sort_by_key(|stage| stage.trigger.span);
        overstated(row);
    }
}

/// The row of a step that is told, without its identity, and the agreements whose step it is.
fn stage(scene: &Scene<'_, '_>, told: &Told<'_>) -> Option<(Stage, Vec<usize>)> {
    let tree = &scene.trees[told.sentence];
    let kind = told.line.stage?;
    let word = tree.token(told.word).span;
    let trigger = told.trigger(tree);
    if scene.is_credit(word) {
        return None;
    }
    let telling = scene.whose.of(word, tree.sentence)?;
    let date = setting::date(scene, told);
    let mut weighed = status::status(scene, told, &telling, date.as_ref());
    // "refuses to accept the truce": who is asked and will not says no to it.
    let asked = kind == StageKind::Adopted && ACCEPTING.contains(&&*told.line.word.head);
    let kind = if asked && weighed.status == StageStatus::Refused {
        weighed.status = StageStatus::Done;
        StageKind::Rejected
    } else {
        kind
    };
    // "neither will enter into agreements that undermine the other": what it binds them to is no step in its own life.
    let agreeing = matches!(
        kind,
        StageKind::Proposed | StageKind::Negotiating | StageKind::Adopted | StageKind::Signed
    );
    let by_itself = |link: &Link| link.kind == LinkKind::Document;
    if agreeing && (telling.statement.act == Act::Stipulate || telling.statement.chain.last().is_some_and(by_itself)) {
        return None;
    }
    let who = parties::parties(scene, told, telling.teller.or(Some(telling.statement)));
    let place = setting::place(scene, told, &who.spans);
    let mut span = trigger;
    let dated = date.as_ref().and_then(|date| date.expression.as_ref());
    let near = dated.map(|passage| passage.span).into_iter().chain(place);
    for part in near.chain(who.spans.iter().copied()) {
        if tree.sentence.span.contains(part) {
            span = span.hull(part);
        }
    }
    let mut lines = vec![told.line.because.clone()];
    lines.extend(told.inner.iter().map(|inner| inner.line.because.clone()));
    lines.extend(weighed.lines);
    lines.extend(who.lines);
    let mut tokens = vec![word];
    tokens.extend(told.inner.iter().map(|inner| tree.token(inner.word).span));
    tokens.extend(weighed.tokens);
    tokens.sort_unstable();
    tokens.dedup();
    let row = Stage {
        id: RowId::of(&scene.document.id, RowKind::Stage, &[trigger], 0),
        span,
        text: scene.text.at(span).to_owned(),
        trigger: scene.text.passage(trigger),
        stage: kind,
        told_as: None,
        status: weighed.status,
        party: who.party,
        date,
        place: place.map(|place| scene.text.passage(place)),
        by: who.by,
        to: who.to,
        statement: telling.statement.id.clone(),
        because: Because { lines, tokens },
    };
    Some((row, told.agreements.clone()))
}

/// Verbs of those who are asked for their consent.
const ACCEPTING: [&str; 2] = ["accept", "consent"];

/// Domestic acts of ratification, the last first.
const DOMESTIC: [StageKind; 3] = [
    StageKind::RatificationLawSigned,
    StageKind::ChamberAdopted,
    StageKind::DomesticallyApproved,
];

/// Steps that bear out that states, and not only their organs, have consented.
const CONSENT: [StageKind; 5] = [
    StageKind::InstrumentSigned,
    StageKind::Deposited,
    StageKind::Exchanged,
    StageKind::Acceded,
    StageKind::Registration,
];

/// "The treaty has been ratified", where all that the article tells is what organs of a state did: it is told as more
/// than that.
fn overstated(row: &mut Agreement) {
    let done = |stage: &&Stage| stage.status == StageStatus::Done;
    let consent = row
        .stages
        .iter()
        .filter(done)
        .any(|stage| CONSENT.contains(&stage.stage) || stage.stage == StageKind::Ratified && stage.by.is_some());
    let domestic = DOMESTIC
        .into_iter()
        .find(|kind| row.stages.iter().filter(done).any(|stage| stage.stage == *kind));
    let Some(domestic) = domestic.filter(|_| !consent) else {
        return;
    };
    for stage in &mut row.stages {
        let bare = stage.stage == StageKind::Ratified && stage.by.is_none() && stage.party.is_none();
        if bare && stage.status == StageStatus::Done {
            stage.told_as = Some(stage.stage);
            stage.stage = domestic;
        }
    }
}
