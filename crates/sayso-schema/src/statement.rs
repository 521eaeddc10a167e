//! Who says what, and how sure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, Date, Passage, RowId, Span};

/// Something said, thought, estimated, reported or stipulated; or said by the article itself.
///
/// Source, cue and content follow PolNeAR (Newell et al. 2018), with its ban on nesting lifted: a statement
/// inside another points to it with `within`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Identity.
    pub id: RowId,
    /// From the first to the last character of its source, cue and content.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// Whose word it is presented as.
    pub voice: Voice,
    /// Whether the words are quoted.
    pub quotation: Quotation,
    /// Sources from the publisher inwards to the one whose word it is.
    pub chain: Vec<Link>,
    /// Upstream media that the publisher took it from ("via Russian media").
    pub via: Option<Link>,
    /// A chain that is likely but not stated; empty where there is none.
    pub chain_inferred: Vec<Link>,
    /// The words that make it a statement: the verb group, "according to", "reportedly". Empty in the author's voice.
    pub cue: Vec<Passage>,
    /// What is said; more than one passage where other words stand between.
    pub content: Vec<Passage>,
    /// What the source does in saying it.
    pub act: Act,
    /// How certain it is, for its source and for the author.
    pub factuality: Factuality,
    /// Whether the author holds it at arm's length.
    pub distancing: Distancing,
    /// The statement that this one stands inside.
    pub within: Option<RowId>,
    /// The statement that this one says again (headline and lead).
    pub repeats: Option<RowId>,
    /// When it was said, if told.
    pub said_on: Option<Date>,
    /// Why it is there.
    pub because: Because,
}

/// Whose word a statement is presented as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The article's own.
    Author,
    /// A source's, named or not.
    Attributed,
    /// Nobody's: "reportedly".
    Hearsay,
}

/// Whether a statement's content is in its source's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quotation {
    /// All in quotation marks.
    Direct,
    /// Told in the author's words.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
    /// Not reported speech at all.
    None,
}

/// One source in a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The entity that it is, where it was resolved.
    pub entity: Option<RowId>,
    /// What kind of source it is.
    pub kind: LinkKind,
    /// Its name: the entity's, or as written; null for a publisher that is not known.
    pub name: Option<String>,
    /// Where it stands in the text; null for a publisher known only from outside the text.
    pub span: Option<Span>,
}

/// What kind of source a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// A named person.
    Person,
    /// Someone named by office alone ("the president").
    Office,
    /// A company, agency, government, group.
    Organisation,
    /// A news outlet.
    Outlet,
    /// Nobody by name ("officials").
    Unnamed,
    /// A treaty, law, report, letter.
    Document,
    /// Data, a poll, a count.
    Data,
}

/// What a source does in making a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the English verb says what it is
pub enum Act {
    Assert,
    Say,
    Claim,
    Estimate,
    Suggest,
    Report,
    Confirm,
    Deny,
    Warn,
    Promise,
    Demand,
    Ask,
    Believe,
    Know,
    Stipulate,
    Purpose,
    Evaluate,
}

/// How certain a statement's content is, after FactBank (Saurí & Pustejovsky 2009), for two who may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Factuality {
    /// For the innermost source; null in the author's own voice.
    pub source: Option<FactValue>,
    /// For the article's author.
    pub author: FactValue,
}

/// A FactBank value: certain, probable or possible, and whether it holds or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum FactValue {
    /// Certain: it is so.
    #[serde(rename = "CT+")]
    CertainPlus,
    /// Probable: it is so.
    #[serde(rename = "PR+")]
    ProbablePlus,
    /// Possible: it is so.
    #[serde(rename = "PS+")]
    PossiblePlus,
    /// Certain: it is not so.
    #[serde(rename = "CT-")]
    CertainMinus,
    /// Probable: it is not so.
    #[serde(rename = "PR-")]
    ProbableMinus,
    /// Possible: it is not so.
    #[serde(rename = "PS-")]
    PossibleMinus,
    /// Not committed either way.
    #[serde(rename = "Uu")]
    Unknown,
}

impl FactValue {
    /// The value with its sign turned: what "it is not so that …" does to it.
    pub const fn negated(self) -> Self {
        match self {
            Self::CertainPlus => Self::CertainMinus,
            Self::ProbablePlus => Self::ProbableMinus,
            Self::PossiblePlus => Self::PossibleMinus,
            Self::CertainMinus => Self::CertainPlus,
            Self::ProbableMinus => Self::ProbablePlus,
            Self::PossibleMinus => Self::PossiblePlus,
            Self::Unknown => Self::Unknown,
        }
    }

    /// FactBank's abbreviation, as it is serialised.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CertainPlus => "CT+",
            Self::ProbablePlus => "PR+",
            Self::PossiblePlus => "PS+",
            Self::CertainMinus => "CT-",
            Self::ProbableMinus => "PR-",
            Self::PossibleMinus => "PS-",
            Self::Unknown => "Uu",
        }
    }
}

/// How far the author stands from what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Distancing {
    /// The author's own word.
    None,
    /// Reported without comment: "said", "according to".
    Neutral,
    /// Held at arm's length: "claimed", “students”.
    Distanced,
}
