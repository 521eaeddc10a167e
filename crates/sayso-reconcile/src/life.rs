//! An agreement's life: its steps as they were reported, one article after the other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sayso_schema::{StageKind, StageStatus};
use serde::{Deserialize, Serialize};

use crate::finding::Row;
use crate::held::later;
use crate::telling::{Matter, Party, Step, Telling};

/// The steps of one agreement over all articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The steps, in the order in which agreements take them.
    pub stages: Vec<LifeStage>,
}

/// One step of one party, or of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeStage {
    /// Which step.
    pub stage: StageKind,
    /// Whose; none where it is everyone's or not told.
    pub party: Option<String>,
    /// Every report, the earliest publication first: the first of them is the first report.
    pub reports: Vec<Report>,
    /// What later reports tell otherwise than the one before.
    pub changes: Vec<Correction>,
}

/// A step as one article tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The agreement's row.
    pub row: Row,
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// What it tells.
    pub step: Step,
}

/// That a report tells a step otherwise than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The place in `reports` of what was told before.
    pub from: usize,
    /// The place of what tells it otherwise.
    pub to: usize,
    /// In what way.
    pub what: Change,
}

/// In what way a step is told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// What was announced or under way is done or refused.
    Progress,
    /// It was on another day.
    Day,
    /// It was done, and it was refused.
    Outcome,
}

impl Life {
    /// The life that the tellings of one agreement make together.
    pub fn of(tellings: &[&Telling]) -> Self {
        let mut steps: BTreeMap<(StageKind, Option<String>), Vec<Report>> = BTreeMap::new();
        for telling in tellings {
            let Matter::Agreement(pact) = &telling.matter else {
                continue;
            };
            for step in &pact.steps {
                let party = step.party.as_ref().and_then(whose);
                steps.entry((step.stage, party)).or_default().push(Report {
                    row: telling.row.clone(),
                    published: telling.published,
                    step: step.clone(),
                });
            }
        }
        let stages = steps.into_iter().map(|((stage, party), mut reports)| {
            // What tells no day of publication cannot be the first report.
            reports.sort_by(|one, other| {
                let key = |report: &Report| (report.published.is_none(), report.published);
                key(one)
                    .cmp(&key(other))
                    .then_with(|| (&one.row, &one.step).cmp(&(&other.row, &other.step)))
            });
            LifeStage {
                stage,
                party,
                changes: changes(&reports),
                reports,
            }
        });
        Self {
            stages: stages.collect(),
        }
    }
}

fn whose(party: &Party) -> Option<String> {
    party.country.clone().or_else(|| party.name.clone())
}

/// Where a report departs from the latest one before it that tells as much.
fn changes(reports: &[Report]) -> Vec<Correction> {
    let mut changes = Vec::new();
    let mut status: Option<usize> = None;
    let mut day: Option<usize> = None;
    for (to, report) in reports.iter().enumerate() {
        let before = status.and_then(|from| Some((from, reports.get(from)?)));
        if let Some((from, before)) = before
            && before.step.status != report.step.status
        {
            let what = match (before.step.status, report.step.status) {
                (StageStatus::Done, StageStatus::Refused) | (StageStatus::Refused, StageStatus::Done) => {
                    Change::Outcome
                }
                (StageStatus::Announced | StageStatus::UnderWay, _) => Change::Progress,
                // Told as still to come after it was done: a look back, no correction.
                _ => continue,
            };
            changes.push(Correction { from, to, what });
        }
        status = Some(to);
        if report.step.status != StageStatus::Done {
            continue;
        }
        let Some(told) = report.step.days else {
            continue;
        };
        let before = day.and_then(|from| Some((from, reports.get(from)?.step.days?)));
        if let Some((from, known)) = before
            && (told.from > later(known.to, 1) || known.from > later(told.to, 1))
        {
            changes.push(Correction {
                from,
                to,
                what: Change::Day,
            });
        }
        day = Some(to);
    }
    changes
}
