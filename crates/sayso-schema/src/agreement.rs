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
    /// Every mention by a name or a description, in the order of the text.
    pub names: Vec<Passage>,
    /// Its title in the register of well-known instruments, if it is one of them.
    pub registered: Option<String>,
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
    /// The words that tell it, with its date, place and who took it.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// The word or words that name the step ("signed", "entered into force").
    pub trigger: Passage,
    /// Which step.
    pub stage: StageKind,
    /// What the text calls the step, where that is more than the article tells of it: "ratified" of a treaty whose
    /// ratification law was signed.
    pub told_as: Option<StageKind>,
    /// Whether it was taken.
    pub status: StageStatus,
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

/// Whether a step was taken, as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StageStatus {
    /// It was taken.
    Done,
    /// It is being taken.
    UnderWay,
    /// It is planned, promised, expected or called for.
    Announced,
    /// It was not taken: refused, or failed.
    Refused,
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
    DomesticallyApproved,
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

impl StageKind {
    /// The step in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Negotiating => "negotiated",
            Self::Initialled => "initialled",
            Self::Adopted => "adopted",
            Self::Signed => "signed",
            Self::Submitted => "submitted for ratification",
            Self::ChamberAdopted => "adopted by a chamber",
            Self::DomesticallyApproved => "approved at home",
            Self::RatificationLawSigned => "ratification law signed",
            Self::InstrumentSigned => "instrument of ratification signed",
            Self::Ratified => "ratified",
            Self::Accepted => "accepted",
            Self::Approved => "approved",
            Self::Acceded => "acceded to",
            Self::Confirmed => "formally confirmed",
            Self::Succeeded => "succeeded to",
            Self::Deposited => "instrument deposited",
            Self::Exchanged => "instruments exchanged",
            Self::ProvisionallyApplied => "provisionally applied",
            Self::InForce => "in force",
            Self::Amended => "amended",
            Self::Extended => "extended",
            Self::Suspended => "suspended",
            Self::WithdrawalNotified => "withdrawal notified",
            Self::Withdrawn => "withdrawn from",
            Self::Terminated => "terminated",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Rejected => "rejected",
            Self::Reservation => "reservation made",
            Self::Declaration => "declaration made",
            Self::Objection => "objection made",
            Self::Registration => "registered",
            Self::Notification => "notification made",
        }
    }
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
    /// Whom or where it is limited to ("with third states").
    pub scope: Option<Passage>,
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
    WithdrawalOfForces,
    Jurisdiction,
    Monitoring,
    PowerSharing,
    HumanRights,
    Prisoners,
    Refugees,
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
    Environment,
    Sanctions,
    Term,
    Renewal,
    Withdrawal,
    EntryIntoForce,
    Partnership,
    Purpose,
    Other,
}
