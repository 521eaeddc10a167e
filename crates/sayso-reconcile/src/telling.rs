//! What a row tells, in the form in which rows of several articles are compared.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sayso_schema::{Act, Ambit, EntityType, EventFactuality, FigureKind, MeasureKind, StageKind, StageStatus};
use serde::{Deserialize, Serialize};

use crate::finding::Row;
use crate::sketch::Sketch;

/// A row of a reading, or the document itself, as far as it bears on what other articles tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// Which row of which document.
    pub row: Row,
    /// Who publishes it, as written.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// The row's words, cut short.
    pub text: String,
    /// By whose word it is told, from the article inwards, the outlet left out.
    pub sources: Vec<Source>,
    /// The medium that the outlet has it from.
    pub via: Option<String>,
    /// What the article is about: names and words of its headline, hashed and sorted.
    pub story: Vec<u32>,
    /// What it tells.
    pub matter: Matter,
    /// The keys of the blocks in which it is compared.
    pub blocks: Vec<String>,
}

/// One of those by whose word something is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The name in lower case without accents; none where nobody is named.
    pub name: Option<String>,
    /// As written.
    pub text: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Whether it is a news outlet.
    pub is_outlet: bool,
}

/// The first and the last day that something can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// Someone who takes part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Party {
    /// The name in lower case without accents; none where only described.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
}

/// Where something was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// GeoNames id, where it is told as exactly as a city.
    pub city: Option<u64>,
    /// The first-level division.
    pub province: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The name in lower case without accents.
    pub name: String,
}

/// Whether what is said is said to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Denied,
    /// Left open.
    Open,
}

/// What a telling tells, by kind of row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// A text.
    Document(Text),
    /// Something said.
    Statement(Said),
    /// Something done.
    Event(Deed),
    /// A number of something.
    Figure(Amount),
    /// An agreement and its steps.
    Agreement(Pact),
    /// Someone or something.
    Entity(Thing),
}

/// A text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Its words.
    pub sketch: Sketch,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// What its source does in saying it.
    pub act: Act,
    /// Whether it is said to be so.
    pub polarity: Polarity,
    /// The stems of its content, hashed and sorted.
    pub words: Vec<u32>,
    /// The numbers in it, hashed and sorted.
    pub numbers: Vec<u32>,
    /// How often it says no.
    pub negations: usize,
    /// The names in it.
    pub names: Vec<String>,
}

impl Said {
    /// Whether its words say that something is not so: where two have nearly the same words, one of them must.
    pub(crate) fn says_no(&self) -> bool {
        (self.negations % 2 == 1) != (self.act == Act::Deny)
    }
}

/// Something done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// PLOVER type.
    pub kind: String,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// The stem of the word that names it.
    pub trigger: String,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When, if told.
    pub days: Option<Days>,
    /// Where, if told.
    pub place: Option<Site>,
    /// Whether it happened.
    pub factuality: EventFactuality,
    /// Whether the article tells it as known or in passing.
    pub in_passing: bool,
    /// How many were killed, if told.
    pub killed: Option<f64>,
}

/// A number of something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// What kind of quantity.
    pub kind: FigureKind,
    /// The value, where one is told.
    pub value: Option<f64>,
    /// The least it can be.
    pub low: Option<f64>,
    /// The most it can be.
    pub high: Option<f64>,
    /// Whether a word makes it inexact.
    pub about: bool,
    /// The unit.
    pub unit: Option<String>,
    /// What it is reckoned by.
    pub per: Option<String>,
    /// The stem of the noun that is counted.
    pub head: String,
    /// The stems of all words for what is counted, sorted.
    pub of: Vec<String>,
    /// The stem of what is said of it.
    pub measure: Option<String>,
    /// Whether it adds up over a period or stands at a time.
    pub measured: Option<MeasureKind>,
    /// Whose it is.
    pub actor: Option<Party>,
    /// Where, as told beside it.
    pub place: Option<String>,
    /// When, if told.
    pub days: Option<Days>,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pact {
    /// Its title in the register of well-known instruments.
    pub registered: Option<String>,
    /// Names of its own, in lower case without accents.
    pub names: Vec<String>,
    /// What kind of instrument.
    pub instrument: Option<String>,
    /// How many it binds.
    pub ambit: Option<Ambit>,
    /// Whom it binds.
    pub parties: Vec<Party>,
    /// Its steps, as told.
    pub steps: Vec<Step>,
}

/// A step of an agreement, as told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// The stage's id.
    pub id: String,
    /// Which step.
    pub stage: StageKind,
    /// Whether it was taken.
    pub status: StageStatus,
    /// Whose step.
    pub party: Option<Party>,
    /// When, if told.
    pub days: Option<Days>,
    /// The words that tell it, cut short.
    pub text: String,
}

/// Someone or something that is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// The name in lower case without accents.
    pub name: String,
    /// What kind of thing.
    pub kind: EntityType,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Identities elsewhere.
    pub ids: BTreeMap<String, String>,
}

impl Thing {
    /// Type, name and country in one: two entities with one key are the same over all articles and years, without being
    /// compared. Reconciling adds to that those that are named otherwise.
    pub fn key(&self) -> String {
        format!(
            "{:?}:{}:{}",
            self.kind,
            self.name,
            self.country.as_deref().unwrap_or_default()
        )
    }
}
