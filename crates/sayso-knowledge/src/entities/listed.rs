//! What a line of `knowledge/entities/` says, by the file that it stands in.

use sayso_schema::EntityType;

/// One reading of a listed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    /// What kind of list it stands in.
    pub class: NameClass,
    /// The type of entity that it names.
    pub kind: EntityType,
    /// ISO 3166-1 alpha-3 with PLOVER's extras.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// The line that lists it, as [`Because`](sayso_schema::Because) names lines: `entities/countries.tsv:12 RUS`.
    pub line: String,
    /// Equal for names of one thing: "NATO" and "North Atlantic Treaty Organization".
    pub identity: String,
}

/// The lists that a name can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameClass {
    /// An actor of a user's own list, or one that is not the same at all times.
    Actor,
    /// A country or territory.
    Country,
    /// What is of a country ("Ukrainian"), or its people ("Ukrainians").
    Demonym,
    /// A capital, which can stand for its government.
    Capital,
    /// A building or city that stands for who governs from it.
    Seat,
    /// An organisation, armed group or party.
    Organisation,
    /// A news outlet.
    Outlet,
    /// A people, faith or political group of no one country.
    Group,
    /// A region, province, sea or city.
    Place,
    /// A weapon.
    Weapon,
}

/// What a listed name often is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambiguity {
    /// A person's name: the tagger's word counts for more than the list.
    Person,
    /// An ordinary word.
    Word,
    /// Another place: the country is not told by the name alone.
    Place,
}

/// An office, rank or form of address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// As it is listed, in lower case.
    pub title: String,
    /// PLOVER sectors that it tells.
    pub sectors: Vec<String>,
    /// The gender that the word itself tells.
    pub gender: Option<Gender>,
    /// The line that lists it.
    pub line: String,
}

/// A grammatical gender that a title or a pronoun tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "Mr.", "he"
    Masculine,
    /// "Mrs.", "she"
    Feminine,
}

/// A noun that tells what the name that it heads is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The type of entity, or `None` for what only closes a company's name ("Inc.").
    pub kind: Option<EntityType>,
    /// PLOVER sectors that it tells.
    pub sectors: Vec<String>,
    /// Whether "in X" after it tells that it is of X ("the court in X", but not "the embassy in X").
    pub local: bool,
    /// The line that lists it.
    pub line: String,
}

/// A noun that heads a source without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNoun {
    /// PERSON, or ORG ("the media").
    pub kind: EntityType,
    /// PLOVER sectors that it tells.
    pub sectors: Vec<String>,
    /// Whether "in X" after it tells that they are of X ("police in X", but not "diplomats in X").
    pub local: bool,
    /// The line that lists it.
    pub line: String,
}

/// A verb whose subject acts as a government does, or a noun for what governments have with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GovernmentAct {
    /// Whether its object can stand for a government too ("accused Moscow").
    pub object: bool,
    /// Whether what follows "to" can stand for a government too ("supplied to Moscow").
    pub to: bool,
    /// Whether what follows "with" or "between" can ("talks with Moscow").
    pub with: bool,
    /// The line that lists it.
    pub line: String,
}

/// A weapon or vehicle that stands for the military whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Materiel {
    /// PLOVER sectors that it tells.
    pub sectors: Vec<String>,
    /// Whether it does so only with its owner ("Israeli missiles").
    pub owned: bool,
    /// The line that lists it.
    pub line: String,
}
