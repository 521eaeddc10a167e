//! Scores agreements, their parties, stages and provisions, against a key of offsets into newswire articles.
//! `keys/agreements.md` tells what the key marks.
//!
//! - An **agreement** is found if one of its mentions shares a character with one of the key's. One goes to one at most,
//!   those that share more of the key's mentions first. `instrument_accuracy` is of those found.
//! - A **party** is right if the row and the key's are of agreements that go together, and the entity that it is has a
//!   mention that shares a character with one of the stretches that name the key's. One goes to one. Parties of an
//!   agreement that is missed count as missed, those of one that is spurious as spurious.
//! - A **stage** is right if it is the same step, its trigger shares a character with the key's, and the agreements that
//!   the two are told of go together, or one of these goes with none. One goes to one, the triggers more alike first.
//!   `stage_trigger_f1` is the same whatever the step. Of the stages that are right: the status is the key's; the date's
//!   TIMEX3 value is (or its bounds are, as with figures), or both tell none; the party, or who took the step, has a
//!   mention at the stretch that names the key's, or both tell none.
//! - A **provision** is right if it is of the key's class and their stretches share characters, by Dice at least a half.
//!   One goes to one. `provision_span_f1` is the same whatever the class. Of those that are right: the duty is the key's.
//!
//! Counts are pooled over all articles.

mod compare;

use std::path::Path;

use sayso_schema::{Document, Duty, ProvisionClass, Reading, Span, StageKind, StageStatus};
use serde::{Deserialize, Serialize};

use crate::error::ScoreError;
use crate::newswire::{self, ErrorKind, Key, Keyed};

/// The agreements of an article, as its key has them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AgreementKey {
    /// In the order of the text.
    pub agreements: Vec<KeyedAgreement>,
}

/// An agreement, as the key has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // keys/agreements.md says what each is
pub struct KeyedAgreement {
    pub mentions: Vec<Span>,
    pub instrument: Option<String>,
    pub parties: Vec<Vec<Span>>,
    pub stages: Vec<KeyedStage>,
    pub provisions: Vec<KeyedProvision>,
}

/// A step in an agreement's life, as the key has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // keys/agreements.md says what each is
pub struct KeyedStage {
    pub stage: StageKind,
    pub trigger: Span,
    pub status: StageStatus,
    pub party: Option<Span>,
    pub date: Option<String>,
    pub place: Option<Span>,
}

/// What an agreement binds to, as the key has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // keys/agreements.md says what each is
pub struct KeyedProvision {
    pub class: ProvisionClass,
    pub span: Span,
    pub duty: Option<Duty>,
}

impl Key for AgreementKey {
    fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for agreement in &self.agreements {
            spans.extend(&agreement.mentions);
            spans.extend(agreement.parties.iter().flatten());
            for stage in &agreement.stages {
                spans.push(stage.trigger);
                spans.extend([stage.party, stage.place].into_iter().flatten());
            }
            spans.extend(agreement.provisions.iter().map(|provision| provision.span));
        }
        spans
    }
}

/// How well agreements were read: fractions of 1, and how many the key has of each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct AgreementScores {
    pub agreement_precision: f64,
    pub agreement_recall: f64,
    pub agreement_f1: f64,
    pub instrument_accuracy: f64,
    pub party_precision: f64,
    pub party_recall: f64,
    pub party_f1: f64,
    pub stage_precision: f64,
    pub stage_recall: f64,
    pub stage_f1: f64,
    pub stage_trigger_f1: f64,
    pub stage_status_accuracy: f64,
    pub stage_date_accuracy: f64,
    pub stage_party_accuracy: f64,
    pub provision_precision: f64,
    pub provision_recall: f64,
    pub provision_f1: f64,
    pub provision_span_f1: f64,
    pub provision_duty_accuracy: f64,
    pub agreement_key_count: f64,
    pub party_key_count: f64,
    pub stage_key_count: f64,
    pub provision_key_count: f64,
}

/// Reads the `key`, and the articles that it points into from `texts`.
///
/// # Errors
/// If a file cannot be read, a line is not of its form, the key tells of an article twice or of one that `texts` lacks,
/// a span leaves its article, or the key is empty.
pub fn read(key: &Path, texts: &Path) -> Result<Vec<Keyed<AgreementKey>>, ScoreError> {
    newswire::read(key, texts)
}

/// Scores the agreements of the articles' readings.
pub fn score(key: &[Keyed<AgreementKey>], read: impl FnMut(&Document) -> Reading) -> AgreementScores {
    compare::all(key, read).0.into()
}

/// What is missed, should not be there, or is wrong; the most common kinds first.
pub fn errors(key: &[Keyed<AgreementKey>], read: impl FnMut(&Document) -> Reading) -> Vec<ErrorKind> {
    compare::all(key, read).1.kinds()
}

#[cfg(test)]
mod tests;
