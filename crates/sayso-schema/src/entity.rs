//! Who and what the article speaks of.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Because, RowId, Span};

/// One thing in the world, with all its mentions in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Identity.
    pub id: RowId,
    /// The fullest name that the text gives it.
    pub name: String,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// ISO 3166-1 alpha-3, with PLOVER's extras, where the text or a listed name tells it.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Whether it is a source or actor without a name ("officials").
    pub anonymous: bool,
    /// Identities elsewhere: scheme to value.
    pub ids: BTreeMap<String, String>,
    /// Every mention, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Why it is there.
    pub because: Because,
}

/// One place where an entity is named or pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// Name, description or pronoun.
    pub form: MentionForm,
    /// Whether a place name stands for who governs from there ("Kyiv said").
    pub metonym: bool,
}

/// How a mention points at its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MentionForm {
    /// "Vladimir Putin"
    Name,
    /// "the president"
    Nominal,
    /// "he"
    Pronoun,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum EntityType {
    /// A person, named or not, or a group of persons.
    Person,
    /// A company, agency, party, outlet, armed group.
    Org,
    /// A place with a government: countries, provinces, cities.
    Gpe,
    /// Any other place: seas, regions, mountains.
    Loc,
    /// A building or other facility.
    Fac,
    /// Nationalities, religious and political groups ("Ukrainian").
    Norp,
    /// A named event.
    Event,
    /// A law, treaty or other legal document.
    Law,
    /// A weapon or weapon system.
    Weapon,
    /// A work: book, film, report.
    Work,
}
