//! Which place each name means.
//!
//! Every distinct name becomes a [`Group`] with the places that it can mean. A place starts with what speaks for it by
//! itself (its size, what kind of place it is) and gains by what the other names mean: what it lies in, what lies in it,
//! what lies near. Each round weighs that by how sure the other names are, and makes them surer.

use std::collections::HashMap;

use sayso_knowledge::Knowledge;
use sayso_knowledge::entities::squeeze;
use sayso_knowledge::places::{KnownPlace, fold};
use sayso_language::Sentence;
use sayso_schema::{Document, PlacePrecision, Span};

use super::sphere::Point;
use super::tagging::Tagged;
use super::{Toponym, precision};
use crate::text::Text;

/// A name is weighed with so many names before it and so many after it.
const REACH: usize = 12;
/// Of another name, so many of the places that it can mean are looked at.
const MOST_MEANINGS: usize = 5;
const ROUNDS: usize = 3;

// What speaks for a place, in logarithms of odds. Found by trying on LGL and GeoVirus, one number after the other; those
// found on every second article do as well on the others, and no single one, made half as large or twice, moves accuracy
// by more than about a point.

/// What other names can add.
const WEIGHT_OF_OTHERS: f64 = 7.0;
/// What the name right behind it adds where the place lies in it: "Lima, Ohio".
const WEIGHT_OF_CONTAINER: f64 = 6.0;
/// How much of that a country adds: a list of countries looks the same.
const COUNTRY_BEHIND: f64 = 0.5;
/// What the paper's own country adds.
const WEIGHT_OF_HOME: f64 = 1.0;
/// What ten times the people add.
const WEIGHT_OF_SIZE: f64 = 0.85;
const MORE_FOR_COUNTRY: f64 = 2.7;
const MORE_FOR_PROVINCE: f64 = 1.1;
const LESS_FOR_COUNTY: f64 = 0.7;
const MORE_FOR_CAPITAL: f64 = 2.0;
/// For a city over the province that is called after it.
const MORE_FOR_NAMESAKE: f64 = 2.0;
/// One part in so many of a province's people.
const LEAST_PART_OF_PEOPLE: u64 = 4;
const LESS_FOR_OTHER_NAME: f64 = 1.3;
/// For what nobody lives in and a list has all the same: seas, regions.
const LISTED: f64 = 6.0;
const CONTINENT: f64 = 7.0;

// How much one place speaks for another, from 0 to 1.

const COUNTY_HOLDS: f64 = 0.95;
const PROVINCE_HOLDS: f64 = 0.75;
const COUNTRY_HOLDS: f64 = 0.5;
const IN_ONE_PROVINCE: f64 = 0.5;
const IN_ONE_COUNTRY: f64 = 0.15;
/// Distance in kilometres at which nearness is one half.
const NEAR: f64 = 100.0;
/// How sure the surest of the other names can make.
const MOST_OF_ONE: f64 = 0.7;

/// Below this many people, a place that nothing else speaks for is not given.
const LEAST_PEOPLE_ALONE: u64 = 5_000;
/// What others must add for it to be given all the same.
const LEAST_SUPPORT: f64 = 0.12;

struct Group<'k> {
    meanings: Vec<Meaning<'k>>,
    /// Groups named right behind this one after a comma.
    containers: Vec<usize>,
    /// Groups named right before this one.
    contained: Vec<usize>,
    /// The name said more than the place: "southern" in "southern Lebanon".
    is_part: bool,
}

struct Meaning<'k> {
    place: KnownPlace<'k>,
    point: Point,
    base: f64,
    support: f64,
    contained: f64,
    probability: f64,
}

/// Gives each tagged name its place.
pub(super) fn resolve(
    document: &Document,
    sentences: &[Sentence],
    tagged: Vec<Tagged>,
    knowledge: &Knowledge,
) -> Vec<Toponym> {
    let (mut groups, of_tagged) = gather(document, sentences, &tagged, knowledge);
    let home = home(document, knowledge);
    for group in &mut groups {
        for meaning in &mut group.meanings {
            if home.is_some() && meaning.place.in_country == home {
                meaning.base += WEIGHT_OF_HOME;
            }
        }
        group.settle();
    }
    for _ in 0..ROUNDS {
        weigh(&mut groups);
    }
    let text = Text::new(&document.text);
    let mut toponyms = Vec::with_capacity(tagged.len());
    for (tagged, group) in tagged.into_iter().zip(of_tagged) {
        let Some(tokens) = sentences
            .get(tagged.sentence)
            .and_then(|sentence| sentence.tokens.get(tagged.first..=tagged.last))
        else {
            continue;
        };
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            continue;
        };
        let span = first.span.hull(last.span);
        let group = group.and_then(|group| groups.get(group));
        toponyms.push(toponym(tagged, span, &text, group, knowledge));
    }
    toponyms
}

/// The distinct names with what they can mean, and each tagged name's group; demonyms have none.
fn gather<'k>(
    document: &Document,
    sentences: &[Sentence],
    tagged: &[Tagged],
    knowledge: &'k Knowledge,
) -> (Vec<Group<'k>>, Vec<Option<usize>>) {
    let mut groups: Vec<Group<'k>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut group_of = |key: &str, groups: &mut Vec<Group<'k>>| {
        *by_key.entry(key.to_owned()).or_insert_with(|| {
            groups.push(Group::of(key, knowledge));
            groups.len() - 1
        })
    };
    if let Some(place) = document
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.place.as_deref())
    {
        let mut parts = place.split(',').map(fold).filter(|part| !part.is_empty());
        if let Some(first) = parts.next() {
            let inner = group_of(&first, &mut groups);
            if let Some(outer) = parts.next() {
                let outer = group_of(&outer, &mut groups);
                tie(&mut groups, inner, outer);
            }
        }
    }
    let mut of_tagged: Vec<Option<usize>> = Vec::with_capacity(tagged.len());
    for (at, place) in tagged.iter().enumerate() {
        if let Some(country) = &place.demonym {
            // What is Iraqi tells of Iraq; it does so as the country's name would.
            if let Some(country) = knowledge.places.country(country) {
                group_of(&fold(country.name), &mut groups);
            }
            of_tagged.push(None);
            continue;
        }
        if place.is_road {
            of_tagged.push(None);
            continue;
        }
        let group = group_of(&place.key, &mut groups);
        of_tagged.push(Some(group));
        let Some(before) = at.checked_sub(1) else { continue };
        if let Some(inner) = of_tagged.get(before).copied().flatten()
            && stands_behind(&tagged[before], place, sentences)
        {
            tie(&mut groups, inner, group);
        }
    }
    (groups, of_tagged)
}

/// Notes that `outer` stands right behind `inner`, as what holds a place does.
fn tie(groups: &mut [Group], inner: usize, outer: usize) {
    if inner == outer {
        return;
    }
    if let Some(group) = groups.get_mut(inner).filter(|group| !group.containers.contains(&outer)) {
        group.containers.push(outer);
    }
    if let Some(group) = groups.get_mut(outer).filter(|group| !group.contained.contains(&inner)) {
        group.contained.push(inner);
    }
}

/// Whether only a comma, a bracket or "in" stands between two places.
fn stands_behind(before: &Tagged, place: &Tagged, sentences: &[Sentence]) -> bool {
    if before.sentence != place.sentence || before.demonym.is_some() {
        return false;
    }
    let between = sentences
        .get(place.sentence)
        .and_then(|sentence| sentence.tokens.get(before.last + 1..place.first));
    match between {
        Some([only]) => matches!(only.form.as_str(), "," | "(" | "in" | "of"),
        Some([comma, word]) => comma.form == "," && word.form == "in",
        _ => false,
    }
}

/// The country of the outlet whose word the article is.
fn home(document: &Document, knowledge: &Knowledge) -> Option<u32> {
    let publisher = document.publisher.as_deref()?;
    let outlet = knowledge.entities.name(&squeeze(publisher)).first()?;
    Some(knowledge.places.country(outlet.country.as_deref()?)?.index)
}

impl<'k> Group<'k> {
    fn of(key: &str, knowledge: &'k Knowledge) -> Self {
        let mut group = Self {
            meanings: Vec::new(),
            containers: Vec::new(),
            contained: Vec::new(),
            is_part: false,
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

    /// A province whose people mostly live in the city that it is called after gives way to it: "New York" alone is the
    /// city, and the state has to be told from other things.
    fn prefer_cities(&mut self) {
        let provinces: Vec<(u32, u64)> = self
            .meanings
            .iter()
            .filter(|meaning| meaning.place.feature == "ADM1")
            .map(|meaning| (meaning.place.index, meaning.place.population))
            .collect();
        for meaning in &mut self.meanings {
            let place = &meaning.place;
            let is_seat = provinces.iter().any(|&(province, people)| {
                place.in_province == Some(province) && place.population >= people / LEAST_PART_OF_PEOPLE
            });
            if is_seat && place.feature.starts_with("PPL") {
                meaning.base += MORE_FOR_NAMESAKE;
            }
        }
    }

    /// Makes probabilities of the scores.
    fn settle(&mut self) {
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
    fn likeliest(&self) -> Vec<(u32, Known, f64)> {
        let mut meanings: Vec<&Meaning> = self.meanings.iter().collect();
        meanings.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        meanings.truncate(MOST_MEANINGS);
        let known = |meaning: &&Meaning| (meaning.place.index, Known::of(meaning), meaning.probability);
        meanings.iter().map(known).collect()
    }

    /// The meaning to give, unless nothing speaks for it.
    fn best(&self) -> Option<&Meaning<'k>> {
        let mut best: Option<&Meaning> = None;
        for meaning in &self.meanings {
            if best.is_none_or(|best| meaning.score() > best.score()) {
                best = Some(meaning);
            }
        }
        best.filter(|best| best.is_told())
    }
}

impl Meaning<'_> {
    fn score(&self) -> f64 {
        self.base + WEIGHT_OF_OTHERS * self.support + WEIGHT_OF_CONTAINER * self.contained
    }

    fn is_told(&self) -> bool {
        let small = self.place.line.is_none()
            && self.place.population < LEAST_PEOPLE_ALONE
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
struct Known {
    index: u32,
    point: Point,
    country: Option<u32>,
    province: Option<u32>,
    county: Option<u32>,
}

impl Known {
    fn of(meaning: &Meaning) -> Self {
        Self {
            index: meaning.place.index,
            point: meaning.point,
            country: meaning.place.in_country,
            province: meaning.place.in_province,
            county: meaning.place.in_county,
        }
    }

    /// How much one place speaks for another, from 0 to 1.
    fn relation(self, other: Self) -> f64 {
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

/// One round: what the other names add to each meaning, by how sure they are now.
fn weigh(groups: &mut [Group]) {
    let likeliest: Vec<Vec<(u32, Known, f64)>> = groups.iter().map(Group::likeliest).collect();
    // Countries and divisions speak for what lies in them from anywhere in the article.
    let mut named: HashMap<u32, f64> = HashMap::new();
    for meanings in &likeliest {
        for &(index, known, probability) in meanings {
            if known.country == Some(index) || known.province == Some(index) || known.county == Some(index) {
                let most = named.entry(index).or_default();
                *most = most.max(probability);
            }
        }
    }
    for (at, group) in groups.iter_mut().enumerate() {
        let from = at.saturating_sub(REACH);
        let to = (at + REACH + 1).min(likeliest.len());
        for meaning in &mut group.meanings {
            let own = Known::of(meaning);
            let mut strongest = [0.0; 3];
            for (other, meanings) in likeliest.iter().enumerate().take(to).skip(from) {
                if other != at {
                    let speaks = |&(_, known, probability): &(u32, Known, f64)| probability * own.relation(known);
                    note(&mut strongest, meanings.iter().map(speaks).sum());
                }
            }
            let far = |index: Option<u32>, strength: f64| {
                let index = index.filter(|index| *index != own.index);
                strength * index.and_then(|index| named.get(&index)).copied().unwrap_or(0.0)
            };
            let from_far = far(own.province, PROVINCE_HOLDS).max(far(own.country, COUNTRY_HOLDS));
            if from_far > strongest[0] {
                note(&mut strongest, from_far);
            }
            meaning.support = 1.0 - strongest.iter().map(|s| 1.0 - MOST_OF_ONE * s).product::<f64>();
            let holding = |groups: &[usize], relation: &dyn Fn(Known) -> f64| {
                let each = groups.iter().filter_map(|&group| likeliest.get(group)).map(|meanings| {
                    let held = meanings
                        .iter()
                        .map(|&(_, known, probability)| probability * relation(known));
                    held.sum::<f64>()
                });
                each.fold(0.0, f64::max)
            };
            let inside = holding(&group.containers, &|outer| own.lies_in(outer));
            let around = holding(&group.contained, &|inner| inner.lies_in(own));
            meaning.contained = inside.max(around);
        }
        group.settle();
    }
}

impl Known {
    /// Whether it lies in another, as far as a comma between them tells: a list of countries looks the same.
    fn lies_in(self, outer: Self) -> f64 {
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

/// Keeps the three largest, largest first.
fn note(strongest: &mut [f64; 3], value: f64) {
    if value > strongest[2] {
        strongest[2] = value;
        strongest.sort_by(|a, b| b.total_cmp(a));
    }
}

/// How else a name that is not known may be written, and how the feature code of what it then means begins: "St" for
/// "Saint", with or without the kind of place that it is.
fn other_spellings(key: &str) -> impl Iterator<Item = (String, &'static str)> {
    const OPENINGS: [(&str, &str); 9] = [
        ("st ", "saint "),
        ("saint ", "st "),
        ("mt ", "mount "),
        ("mount ", "mt "),
        ("ft ", "fort "),
        ("fort ", "ft "),
        ("the ", ""),
        ("city of ", ""),
        ("town of ", ""),
    ];
    const CLOSINGS: [(&str, &str); 12] = [
        ("city", "PPL"),
        ("township", "PPL"),
        ("island", ""),
        ("province", "ADM1"),
        ("region", "ADM1"),
        ("oblast", "ADM1"),
        ("republic", "ADM1"),
        ("state", "ADM1"),
        ("governorate", "ADM"),
        ("prefecture", "ADM"),
        ("district", "ADM"),
        ("county", "ADM"),
    ];
    let opened = OPENINGS.iter().filter_map(move |(one, other)| {
        let rest = key.strip_prefix(one)?;
        Some((format!("{other}{rest}"), ""))
    });
    let shorter = CLOSINGS.iter().filter_map(move |&(closing, kinds)| {
        let rest = key.strip_suffix(closing)?.strip_suffix(' ')?;
        Some((rest.to_owned(), kinds))
    });
    let longer = CLOSINGS
        .iter()
        .map(move |&(closing, kinds)| (format!("{key} {closing}"), kinds));
    opened.chain(shorter).chain(longer)
}

/// The place of which a name tells a part: "lebanon" for "southern lebanon".
fn without_direction(key: &str) -> Option<&str> {
    let (first, rest) = key.split_once(' ')?;
    let direction = matches!(
        first,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "greater"
            | "downtown"
            | "upper"
            | "lower"
            | "mainland"
            | "metro"
            | "metropolitan"
            | "rural"
            | "suburban"
            | "inner"
            | "outer"
            | "mid"
    );
    direction.then_some(rest)
}

fn toponym(tagged: Tagged, span: Span, text: &Text, group: Option<&Group>, knowledge: &Knowledge) -> Toponym {
    let mut because = tagged.because;
    let best = group.and_then(Group::best);
    let country = tagged
        .demonym
        .as_deref()
        .and_then(|code| knowledge.places.country(code));
    let place = best.map(|best| best.place).or(country);
    if let Some(place) = &place {
        because.push(match (place.line, place.geonames) {
            (Some(line), _) => line.to_owned(),
            (None, id) => format!("places/gazetteer.bin:{} {}", id.unwrap_or(0), place.name),
        });
    }
    if let Some(best) = best {
        if best.contained > 0.5 {
            because.push("places lies in what stands beside it".to_owned());
        } else if best.support > 0.5 {
            because.push("places lies near or in what else is named".to_owned());
        }
    }
    let is_part = tagged.is_part || group.is_some_and(|group| group.is_part);
    let precision = match &place {
        None => PlacePrecision::Unresolved,
        Some(place) => match precision(place.feature) {
            PlacePrecision::Country | PlacePrecision::Province if is_part => PlacePrecision::Region,
            told => told,
        },
    };
    Toponym {
        sentence: tagged.sentence,
        first: tagged.first,
        last: tagged.last,
        span,
        text: text.at(span).to_owned(),
        metonym: tagged.metonym,
        demonym: tagged.demonym.is_some(),
        embedded: tagged.embedded,
        name: place.map(|place| place.name.to_owned()),
        geonames: place.and_then(|place| place.geonames),
        latitude: place.map(|place| place.latitude),
        longitude: place.map(|place| place.longitude),
        country: place
            .and_then(|place| place.country.map(str::to_owned))
            .or(tagged.demonym),
        province: place.and_then(|place| place.province.map(str::to_owned)),
        feature: place.map(|place| place.feature.to_owned()),
        population: place.map(|place| place.population).filter(|&people| people > 0),
        precision,
        because,
    }
}
