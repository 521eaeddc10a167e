//! Scores places against corpora of news with toponyms on the map, as Gritta, Pilehvar and Collier (2020, "A pragmatic
//! guide to geoparsing evaluation") propose: tagging by exact spans, resolution by distance on the names that both
//! have.
//!
//! Three corpora are read. **LGL** (Lieberman, Samet and Sankaranarayanan 2010, local news of small places) and
//! **GeoVirus** (Gritta et al. 2018, epidemics) are XML files; TR-News has LGL's format. **GeoWebNews** (Gritta et al.
//! 2020) is a folder of texts with brat annotations, or one XML file.
//!
//! *Tagging.* A name is found if its first and last character are. What counts is what the corpus marks: LGL and
//! GeoWebNews mark what is of a place too ("Russian", "American") and places inside other names ("Ohio" in "Ohio
//! Department of Health"), so demonyms that the system found count there; GeoVirus marks none, so they are left out.
//! Of GeoWebNews, all types count but `Non_Toponym`, `Literal_Expression` and `Non_Lit_Expression`, as in its paper.
//!
//! *Resolution.* Of the names found that have gold coordinates, the part put within 161 km (100 miles) of them, and the
//! median error. A name that is given no place is as far off as can be, 20,038 km. GeoWebNews mostly has GeoNames ids
//! in place of coordinates; an id that the caller cannot look up counts as a place missed. Its demonyms, languages and
//! homonyms have no place.

mod gold;

use std::collections::BTreeMap;

use sayso_schema::Span;
use serde::Serialize;

pub use gold::{GoldPlaces, PlaceArticle, read};

use crate::tally::Tally;

/// Within this many kilometres a place is right: 100 miles.
const NEAR_ENOUGH: f64 = 161.0;
/// As far as two points of the globe can lie apart, in kilometres.
const FARTHEST: f64 = 20_038.0;
/// The mean radius of the earth in kilometres.
const RADIUS: f64 = 6371.0088;

/// How well places were found, and found on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PlaceScores {
    /// What part of the names found is right, a fraction of 1.
    pub precision: f64,
    /// What part of the gold names was found, a fraction of 1.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// What part of the names found that have gold coordinates lies within 161 km of them, a fraction of 1.
    pub acc161: f64,
    /// The median distance from gold of the same names, in kilometres.
    pub median_km: f64,
}

/// A gold name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoldPlace {
    /// Where it stands in the text.
    pub span: Span,
    /// Where the place is.
    pub at: GoldPoint,
}

/// Where gold says that a place is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GoldPoint {
    /// Degrees north and east.
    At(f64, f64),
    /// In GeoNames, under an id that could not be looked up.
    Unknown,
    /// Nowhere.
    None,
}

/// A name that the system found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundPlace {
    /// Where it stands in the text.
    pub span: Span,
    /// Degrees north and east, where the system says any.
    pub at: Option<(f64, f64)>,
    /// Whether it is of a place and no place ("Russian").
    pub demonym: bool,
}

/// Scores the places that `find` finds in the articles.
pub fn score(gold: &GoldPlaces, mut find: impl FnMut(&PlaceArticle) -> Vec<FoundPlace>) -> PlaceScores {
    let mut tally = Tally::default();
    let mut errors = Vec::new();
    for article in &gold.articles {
        let found: BTreeMap<Span, Option<(f64, f64)>> = find(article)
            .into_iter()
            .filter(|place| gold.demonyms || !place.demonym)
            .map(|place| (place.span, place.at))
            .collect();
        let wanted: BTreeMap<Span, GoldPoint> = article.places.iter().map(|place| (place.span, place.at)).collect();
        tally.add(Tally {
            correct: wanted.keys().filter(|span| found.contains_key(span)).count(),
            gold: wanted.len(),
            system: found.len(),
        });
        for (span, at) in wanted {
            let Some(found) = found.get(&span) else { continue };
            match at {
                GoldPoint::At(latitude, longitude) => {
                    errors.push(found.map_or(FARTHEST, |found| distance(found, (latitude, longitude))));
                }
                GoldPoint::Unknown => errors.push(FARTHEST),
                GoldPoint::None => {}
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    let right = errors.iter().filter(|km| **km <= NEAR_ENOUGH).count();
    PlaceScores {
        precision: tally.precision(),
        recall: tally.recall(),
        f1: tally.f1(),
        acc161: if errors.is_empty() {
            0.0
        } else {
            right as f64 / errors.len() as f64
        },
        median_km: median(&errors),
    }
}

/// The great-circle distance in kilometres, by the haversine formula.
pub fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (from_latitude, to_latitude) = (from.0.to_radians(), to.0.to_radians());
    let half = |a: f64, b: f64| ((a - b) / 2.0).sin().powi(2);
    let h = half(from_latitude, to_latitude)
        + from_latitude.cos() * to_latitude.cos() * half(from.1.to_radians(), to.1.to_radians());
    2.0 * RADIUS * h.clamp(0.0, 1.0).sqrt().asin()
}

/// Of sorted numbers; 0 of none.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match (
        sorted.get(middle),
        middle.checked_sub(1).and_then(|before| sorted.get(before)),
    ) {
        (Some(upper), Some(lower)) if sorted.len().is_multiple_of(2) => f64::midpoint(*upper, *lower),
        (Some(only), _) => *only,
        _ => 0.0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests;
