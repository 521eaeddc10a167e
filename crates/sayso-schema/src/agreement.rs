//! What was agreed, and how far it has come.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, Date, Passage, RowId, Span};

/// A treaty, accord, ceasefire or other agreement that the article speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// Identity.
    pub id: RowId,
    /// The first mention.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// Everything that it is called by.
    pub names: Vec<Passage>,
    /// What kind of instrument it is ("treaty", "memorandum").
    pub instrument: Option<String>,
    /// How many it binds.
    pub ambit: Option<Ambit>,
    /// Whom it binds.
    pub parties: Vec<RowId>,
    /// The agreement that it replaces, as named.
    pub supersedes: Option<Passage>,
    /// The steps that the article tells; a step not told is not here.
    pub stages: Vec<Stage>,
    /// What it binds them to, as told.
    pub provisions: Vec<Provision>,
    /// Why it is there.
    pub because: Because,
}

/// How many parties an agreement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Ambit {
    Bilateral,
    Multilateral,
    Domestic,
}

/// One step in an agreement's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stage {
    /// Identity.
    pub id: RowId,
    /// The words that tell it.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// Which step.
    pub stage: StageKind,
    /// Whose step; null where it is everyone's or not told.
    pub party: Option<RowId>,
    /// When, if told.
    pub date: Option<Date>,
    /// Where, if told.
    pub place: Option<Passage>,
    /// Who took it.
    pub by: Option<RowId>,
    /// Before whom.
    pub to: Option<RowId>,
    /// The statement that it rests on.
    pub statement: RowId,
    /// Why it is there.
    pub because: Because,
}

/// The steps of an agreement's life, after the Vienna Convention on the Law of Treaties, the UN Treaty Collection's
/// glossary and domestic ratification law. A domestic act is never `ratified`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum StageKind {
    Proposed,
    Negotiating,
    Initialled,
    Adopted,
    Signed,
    Submitted,
    ChamberAdopted,
    RatificationLawSigned,
    InstrumentSigned,
    Ratified,
    Accepted,
    Approved,
    Acceded,
    Confirmed,
    Succeeded,
    Deposited,
    Exchanged,
    ProvisionallyApplied,
    InForce,
    Amended,
    Extended,
    Suspended,
    WithdrawalNotified,
    Withdrawn,
    Terminated,
    Expired,
    Superseded,
    Rejected,
    Reservation,
    Declaration,
    Objection,
    Registration,
    Notification,
}

/// One thing that an agreement binds its parties to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provision {
    /// Identity.
    pub id: RowId,
    /// The words that tell it.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// What kind of obligation.
    pub class: ProvisionClass,
    /// Whether it binds, allows or forbids.
    pub duty: Option<Duty>,
    /// Whom it binds.
    pub bearers: Vec<RowId>,
    /// What sets it off.
    pub trigger: Option<Passage>,
    /// What limits it.
    pub conditions: Vec<Passage>,
    /// How ("immediately", "by all means").
    pub qualifier: Option<Passage>,
    /// Other instruments that it leans on.
    pub citations: Vec<Citation>,
    /// The statement that it rests on.
    pub statement: RowId,
    /// Why it is there.
    pub because: Because,
}

/// The force of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Duty {
    Must,
    May,
    MustNot,
}

/// Another instrument that a provision cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The words of the citation.
    pub passage: Passage,
    /// The instrument cited.
    pub instrument: Option<String>,
    /// The article cited.
    pub article: Option<String>,
    /// How it is cited ("in accordance with").
    pub relation: Option<String>,
}

/// Kinds of obligation: ATOP's, PA-X's and DESTA's where they have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum ProvisionClass {
    Defense,
    Offense,
    Neutral,
    Nonagg,
    Consul,
    NoConflictingAgreements,
    NotAidEnemy,
    NoSeparatePeace,
    MilitaryAid,
    MilitaryContact,
    Bases,
    ArmsLimits,
    Territory,
    DisputeSettlement,
    NonIntervention,
    Economic,
    Institution,
    FurtherAgreements,
    DiplomaticSupport,
    Ceasefire,
    Peace,
    Trade,
    Term,
    Renewal,
    Withdrawal,
    EntryIntoForce,
    Partnership,
    Purpose,
}
