//! Which places an article names, and where on earth they are.
//!
//! [`places`] goes through the article twice. [`tagging`] finds the words that name a place: what the network and the
//! lists took for one, what the words beside a name show ([`beside`]: "Lima, Ohio", "near Hurricane"), places inside
//! other names ([`embedded`]: "Ohio Department of Health"), and apart from these the demonyms. [`resolving`] then asks
//! the gazetteer which places each name can mean, spelt otherwise where it must ([`spelling`]), and weighs them
//! ([`meanings`]): how large they are, what stands beside the name, which countries and provinces the article names,
//! and how near they are to what its other names mean. A name means one place in the whole article (Gale, Church and
//! Yarowsky 1992, "One sense per discourse"), and names are weighed together over a few rounds, as Leidner (2007,
//! "Toponym Resolution in Text") has minimality. Where nothing speaks for any place, none is given.

mod beside;
mod embedded;
mod meanings;
mod resolving;
mod spelling;
mod sphere;
mod tagging;
#[cfg(test)]
mod tests;

use sayso_knowledge::Knowledge;
use sayso_language::Sentence;
use sayso_schema::{Document, Entity, Passage, Place, PlacePrecision, Span};

/// Words that name a place, and the place where it could be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The sentence that they stand in.
    pub sentence: usize,
    /// The first of its words.
    pub first: usize,
    /// The last of its words.
    pub last: usize,
    /// Where they stand in the document.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// Whether the place stands for who governs it ("Kyiv said").
    pub metonym: bool,
    /// Whether they name a people or what is of a country ("Ukrainian"): the country is told, but no place.
    pub demonym: bool,
    /// Whether they are part of a name of something else ("Ohio" in "Ohio Department of Health").
    pub embedded: bool,
    /// The place's name in GeoNames, or in the list that has it.
    pub name: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// ISO 3166-1 alpha-3, with PLOVER's extras, of the country that it lies in or is.
    pub country: Option<String>,
    /// The first-level division that it lies in or is.
    pub province: Option<String>,
    /// GeoNames feature code.
    pub feature: Option<String>,
    /// Inhabitants, where they are known.
    pub population: Option<u64>,
    /// How exactly the words tell a place.
    pub precision: PlacePrecision,
    /// Why: the line or the gazetteer's entry, and what spoke for it.
    pub because: Vec<String>,
}

impl Toponym {
    /// The place as an event has it.
    pub fn place(&self) -> Place {
        Place {
            passage: Passage {
                span: self.span,
                text: self.text.clone(),
            },
            name: self.name.clone(),
            geonames: self.geonames,
            country: self.country.clone(),
            province: self.province.clone(),
            feature: self.feature.clone(),
            latitude: self.latitude,
            longitude: self.longitude,
            precision: self.precision,
        }
    }
}

/// The places that a document names, in the order of the text. `sentences` are those of its text, `entities` what was
/// found in it. What the dateline names is no part of the sentences and only helps to tell the rest.
pub fn places(document: &Document, sentences: &[Sentence], entities: &[Entity], knowledge: &Knowledge) -> Vec<Toponym> {
    let tagged = tagging::tag(sentences, entities, knowledge);
    resolving::resolve(document, sentences, tagged, knowledge)
}

/// How exactly a place of this GeoNames feature code is told.
fn precision(feature: &str) -> PlacePrecision {
    match feature {
        "ADM1" | "ADM1H" => PlacePrecision::Province,
        "ADM2" | "ADM3" | "ADM4" | "ADMD" | "PPLX" => PlacePrecision::District,
        _ if feature.starts_with("PCL") => PlacePrecision::Country,
        _ if feature.starts_with("PPL") => PlacePrecision::City,
        "BLDG" | "ST" | "SQR" | "MIL" | "MILB" | "AIRP" | "AIRB" | "AIRF" | "PS" | "PSN" | "HSP" | "SCH" | "UNIV"
        | "BDG" | "MSQE" | "CH" | "PRN" | "HTL" | "CMP" | "CMPRF" | "PRT" | "DAM" | "OILR" | "MUS" | "STDM" => {
            PlacePrecision::Point
        }
        _ => PlacePrecision::Region,
    }
}
