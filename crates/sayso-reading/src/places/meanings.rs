//! What a name can mean, and what speaks for each of these places.

use sayso_knowledge::Knowledge;
use sayso_knowledge::places::{Clue, KnownPlace};

use super::spelling::{other_spellings, without_direction};
use super::sphere::Point;

/// Of another name, so many of the places that it can mean are looked at.
const MOST_MEANINGS: usize = 5;

// What speaks for a place, in logarithms of odds. Found by trying one number after the other on LGL and GeoVirus
// together; those found on every second article put places of the others as well within half a point. Capitals and
// namesakes are raised over that by judgement: national news speaks of them more than local news does.

/// What other names can add.
const WEIGHT_OF_OTHERS: f64 = 7.0;
/// What the name right behind it adds where the place lies in it: "Lima, Ohio".
const WEIGHT_OF_CONTAINER: f64 = 6.0;
/// How much of that a country adds: a list of countries looks the same.
const COUNTRY_BEHIND: f64 = 0.5;
/// What the paper's own country adds.
pub(super) const WEIGHT_OF_HOME: f64 = 1.0;
/// What ten times the people add.
const WEIGHT_OF_SIZE: f64 = 0.85;
const MORE_FOR_COUNTRY: f64 = 2.7;
const MORE_FOR_PROVINCE: f64 = 1.1;
const LESS_FOR_COUNTY: f64 = 0.7;
const MORE_FOR_CAPITAL: f64 = 2.0;
/// For a province that is called after a city.
const LESS_FOR_NAMESAKE: f64 = 3.5;
/// One part in so many of a province's people.
const LEAST_PART_OF_PEOPLE: u64 = 4;
const LESS_FOR_OTHER_NAME: f64 = 1.3;
/// For a province where the article says "the city of".
const LESS_FOR_OTHER_KIND: f64 = 4.0;
/// For what nobody lives in and a list has all the same: seas, regions.
const LISTED: f64 = 6.0;
const CONTINENT: f64 = 7.0;

// How much one place speaks for another, from 0 to 1.

const COUNTY_HOLDS: f64 = 0.95;
pub(super) const PROVINCE_HOLDS: f64 = 0.75;
pub(super) const COUNTRY_HOLDS: f64 = 0.5;
const IN_ONE_PROVINCE: f64 = 0.5;
const IN_ONE_COUNTRY: f64 = 0.15;
/// Distance in kilometres at which nearness is one half.
const NEAR: f64 = 100.0;
/// A country that only a demonym names speaks less for what lies in it: "a Brazilian striker".
pub(super) const WEIGHT_OF_DEMONYM: f64 = 0.6;
/// How sure the surest of the other names can make.
pub(super) const MOST_OF_ONE: f64 = 0.7;

/// Below this many people, a place that nothing else speaks for is not given.
const LEAST_PEOPLE_ALONE: u64 = 5_000;
/// The same where the name is another than its main one, of which there are many in all languages.
const LEAST_PEOPLE_BY_OTHER_NAME: u64 = 100_000;
/// What others must add for it to be given all the same.
const LEAST_SUPPORT: f64 = 0.12;

/// A name and what it can mean.
pub(super) struct Group<'k> {
    pub(super) meanings: Vec<Meaning<'k>>,
    /// Groups named right behind this one after a comma.
    pub(super) containers: Vec<usize>,
    /// Groups named right before this one.
    pub(super) contained: Vec<usize>,
    /// The name said more than the place: "southern" in "southern Lebanon".
    pub(super) is_part: bool,
    /// Whether no place is called so but where its state stands beside it: "South", "Union".
    pub(super) is_bare: bool,
    /// How much it speaks for others.
    pub(super) weight: f64,
    /// Whether the article says what kind of place it is.
    called: bool,
}

/// A place that a name can mean, and how much speaks for it.
pub(super) struct Meaning<'k> {
    pub(super) place: KnownPlace<'k>,
    pub(super) point: Point,
    pub(super) base: f64,
    pub(super) support: f64,
    pub(super) contained: f64,
    pub(super) probability: f64,
}

impl<'k> Group<'k> {
    pub(super) fn of(key: &str, knowledge: &'k Knowledge) -> Self {
        let mut group = Self {
            meanings: Vec::new(),
            containers: Vec::new(),
            contained: Vec::new(),
            is_part: false,
            is_bare: knowledge.places.is_clue(key, Clue::More),
            weight: 1.0,
            called: false,
        };
        group.add(key, knowledge);
        for division in knowledge.places.short_forms(key) {
            if let Some(place) = knowledge.places.place(*division) {
                group.push(place, true);
            }
        }
        for (other, kinds) in other_spellings(key) {
            if !group.meanings.is_empty() {
                break;
            }
            for place in knowledge.places.named(&other) {
                if place.feature.starts_with(kinds) {
                    group.push(place, place.by_other_name);
                }
            }
        }
        group.prefer_cities();
        if group.meanings.is_empty()
            && let Some(whole) = without_direction(key)
        {
            group.add(whole, knowledge);
            group.is_part = true;
        }
        group
    }

    fn add(&mut self, key: &str, knowledge: &'k Knowledge) {
        for place in knowledge.places.named(key) {
            self.push(place, place.by_other_name);
        }
    }

    fn push(&mut self, place: KnownPlace<'k>, by_other_name: bool) {
        let mut base = prior(&place);
        if by_other_name {
            base -= LESS_FOR_OTHER_NAME;
        }
        self.meanings.push(Meaning {
            point: Point::new(place.latitude, place.longitude),
            place,
            base,
            support: 0.0,
            contained: 0.0,
            probability: 0.0,
        });
    }

    /// Prefers meanings of the kind that the article calls the place, if there are any.
    pub(super) fn prefer(&mut self, feature: &str) {
        let is = |meaning: &Meaning| meaning.place.feature.starts_with(feature);
        if !self.called && self.meanings.iter().any(is) {
            self.called = true;
            for meaning in self.meanings.iter_mut().filter(|meaning| !is(meaning)) {
                meaning.base -= LESS_FOR_OTHER_KIND;
            }
        }
    }

    /// A province whose people mostly live in the city that it is called after gives way to it: "New York" alone is the
    /// city, and the state has to be told from other things.
    fn prefer_cities(&mut self) {
        let mut largest: Vec<(u32, u64)> = Vec::new();
        for place in self.meanings.iter().map(|meaning| &meaning.place) {
            if let Some(province) = place.in_province.filter(|_| place.feature.starts_with("PPL")) {
                largest.push((province, place.population));
            }
        }
        for meaning in &mut self.meanings {
            let place = &meaning.place;
            let mostly = |&(province, people): &(u32, u64)| {
                province == place.index && people >= place.population / LEAST_PART_OF_PEOPLE
            };
            if place.feature == "ADM1" && largest.iter().any(mostly) {
                meaning.base -= LESS_FOR_NAMESAKE;
            }
        }
    }

    /// Makes probabilities of the scores.
    pub(super) fn settle(&mut self) {
        let most = self
            .meanings
            .iter()
            .map(Meaning::score)
            .fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for meaning in &mut self.meanings {
            meaning.probability = (meaning.score() - most).exp();
            sum += meaning.probability;
        }
        for meaning in &mut self.meanings {
            meaning.probability /= sum;
        }
    }

    /// The likeliest meanings.
    pub(super) fn likeliest(&self) -> Vec<(u32, Known, f64)> {
        let mut meanings: Vec<&Meaning> = self.meanings.iter().collect();
        meanings.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        meanings.truncate(MOST_MEANINGS);
        let known = |meaning: &&Meaning| {
            (
                meaning.place.index,
                Known::of(meaning),
                self.weight * meaning.probability,
            )
        };
        meanings.iter().map(known).collect()
    }

    /// The meaning to give, unless nothing speaks for it.
    pub(super) fn best(&self) -> Option<&Meaning<'k>> {
        let mut best: Option<&Meaning> = None;
        for meaning in &self.meanings {
            if best.is_none_or(|best| meaning.score() > best.score()) {
                best = Some(meaning);
            }
        }
        best.filter(|best| best.is_told() && (!self.is_bare || best.contained > 0.0))
    }
}

impl Meaning<'_> {
    fn score(&self) -> f64 {
        self.base + WEIGHT_OF_OTHERS * self.support + WEIGHT_OF_CONTAINER * self.contained
    }

    fn is_told(&self) -> bool {
        let least = if self.place.by_other_name {
            LEAST_PEOPLE_BY_OTHER_NAME
        } else {
            LEAST_PEOPLE_ALONE
        };
        let small = self.place.line.is_none()
            && self.place.population < least
            && self.place.feature.starts_with("PPL")
            && self.place.feature != "PPLC";
        !small || self.support >= LEAST_SUPPORT || self.contained > 0.0
    }
}

/// What speaks for a place by itself: a logarithm of odds.
fn prior(place: &KnownPlace) -> f64 {
    let size = WEIGHT_OF_SIZE * (place.population as f64 + 1.0).log10();
    match place.feature {
        "CONT" | "OCN" => CONTINENT,
        _ if place.line.is_some() && place.population == 0 => LISTED,
        feature if feature.starts_with("PCL") => MORE_FOR_COUNTRY + size,
        "ADM1" => MORE_FOR_PROVINCE + size,
        "ADM2" => size - LESS_FOR_COUNTY,
        "PPLC" => size + MORE_FOR_CAPITAL,
        _ => size,
    }
}

/// What of a place tells how it stands to others.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) index: u32,
    pub(super) point: Point,
    pub(super) country: Option<u32>,
    pub(super) province: Option<u32>,
    pub(super) county: Option<u32>,
}

impl Known {
    pub(super) fn of(meaning: &Meaning) -> Self {
        Self {
            index: meaning.place.index,
            point: meaning.point,
            country: meaning.place.in_country,
            province: meaning.place.in_province,
            county: meaning.place.in_county,
        }
    }

    /// How much one place speaks for another, from 0 to 1.
    pub(super) fn relation(self, other: Self) -> f64 {
        if self.index == other.index {
            return 0.0;
        }
        let holds = |outer: Self, inner: Self| -> f64 {
            if inner.county == Some(outer.index) {
                COUNTY_HOLDS
            } else if inner.province == Some(outer.index) {
                PROVINCE_HOLDS
            } else if inner.country == Some(outer.index) {
                COUNTRY_HOLDS
            } else {
                0.0
            }
        };
        let held = holds(self, other).max(holds(other, self));
        if held > 0.0 {
            return held;
        }
        let near = 1.0 / (1.0 + self.point.chord_squared(other.point) / (NEAR * NEAR));
        let same = |a: Option<u32>, b: Option<u32>| a.is_some() && a == b;
        let least = if same(self.province, other.province) {
            IN_ONE_PROVINCE
        } else if same(self.country, other.country) {
            IN_ONE_COUNTRY
        } else {
            0.0
        };
        near.max(least)
    }
}

impl Known {
    /// Whether it lies in another, as far as a comma between them tells: a list of countries looks the same.
    pub(super) fn lies_in(self, outer: Self) -> f64 {
        if self.index == outer.index {
            0.0
        } else if [self.county, self.province].contains(&Some(outer.index)) {
            1.0
        } else if self.country == Some(outer.index) {
            COUNTRY_BEHIND
        } else {
            0.0
        }
    }
}
