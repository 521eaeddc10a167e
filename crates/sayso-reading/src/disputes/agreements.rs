//! Steps of one agreement that are told in two ways, and steps that are told as more than they are.

use std::collections::BTreeMap;

use sayso_schema::{Agreement, Because, DisputeType, RowId, Stage, StageKind, StageStatus};

use super::{Draft, sentence};

/// Tellings of one step that are compared.
const MOST_COMPARED: usize = 24;

/// The disputes among the stages of each agreement.
pub(super) fn of_stages(agreements: &[Agreement]) -> Vec<Draft> {
    agreements.iter().flat_map(of_agreement).collect()
}

fn of_agreement(agreement: &Agreement) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let overstated = agreement.stages.iter().filter(|stage| stage.told_as.is_some());
    for stage in overstated.take(MOST_COMPARED) {
        // The telling that bears out what was done.
        let told = agreement
            .stages
            .iter()
            .find(|other| other.told_as.is_none() && other.stage == stage.stage);
        let words = sentence::of_overstated(&stage.text, stage);
        drafts.push(draft(DisputeType::OverstatedStage, &[Some(stage), told], words));
    }
    let mut by_step: BTreeMap<(StageKind, Option<&RowId>), Vec<&Stage>> = BTreeMap::new();
    for stage in &agreement.stages {
        by_step
            .entry((stage.stage, stage.party.as_ref()))
            .or_default()
            .push(stage);
    }
    for tellings in by_step.values() {
        for (at, one) in tellings.iter().enumerate() {
            let others = tellings.iter().skip(at + 1).take(MOST_COMPARED);
            drafts.extend(others.filter_map(|other| between(one, other)));
        }
    }
    drafts
}

/// Two tellings of one step by one party: done on two days, or done and not done.
fn between(one: &Stage, other: &Stage) -> Option<Draft> {
    // Steps that are taken again and again have many dates.
    if matches!(
        one.stage,
        StageKind::Negotiating | StageKind::Proposed | StageKind::Amended | StageKind::Extended
    ) {
        return None;
    }
    let done = |stage: &Stage| stage.status == StageStatus::Done;
    if done(one) && done(other) {
        let day = |stage: &Stage| stage.date.as_ref().and_then(|date| date.value.clone());
        let (first, second) = day(one).zip(day(other))?;
        let differ = is_date(&first) && is_date(&second) && !first.starts_with(&second) && !second.starts_with(&first);
        return differ.then(|| {
            let words = sentence::of_stages(one, other, "dates");
            draft(DisputeType::Date, &[Some(one), Some(other)], words)
        });
    }
    let refused = |stage: &Stage| stage.status == StageStatus::Refused;
    let differ = done(one) && refused(other) || refused(one) && done(other);
    (differ && one.statement != other.statement).then(|| {
        let words = sentence::of_stages(one, other, "outcomes");
        draft(DisputeType::Status, &[Some(one), Some(other)], words)
    })
}

fn is_date(value: &str) -> bool {
    value.starts_with(|first: char| first.is_ascii_digit())
}

fn draft(kind: DisputeType, stages: &[Option<&Stage>], sentence: String) -> Draft {
    let stages = stages.iter().flatten();
    Draft {
        kind,
        spans: stages.clone().map(|stage| stage.span).collect(),
        rows: stages.clone().map(|stage| stage.id.clone()).collect(),
        comparison: None,
        differs_on: Vec::new(),
        ratio: None,
        sentence,
        because: Because {
            lines: stages.clone().flat_map(|stage| stage.because.lines.clone()).collect(),
            tokens: stages.map(|stage| stage.trigger.span).collect(),
        },
    }
}
