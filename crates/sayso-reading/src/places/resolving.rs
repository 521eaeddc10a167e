//! Which place each name means.
//!
//! Every distinct name becomes a [`Group`] with the places that it can mean. A place starts with what speaks for it by
//! itself (its size, what kind of place it is) and gains by what the other names mean: what it lies in, what lies in
//! it, what lies near. Each round weighs that by how sure the other names are, and makes them surer.

use std::collections::HashMap;

use sayso_knowledge::Knowledge;
use sayso_knowledge::entities::squeeze;
use sayso_knowledge::places::fold;
use sayso_language::Sentence;
use sayso_schema::{Document, PlacePrecision, Span};

use super::meanings::{COUNTRY_HOLDS, Group, Known, MOST_OF_ONE, PROVINCE_HOLDS, WEIGHT_OF_DEMONYM, WEIGHT_OF_HOME};
use super::spelling::kind_of_place;
use super::tagging::Tagged;
use super::{Toponym, precision};
use crate::text::Text;

/// A name is weighed with so many names before it and so many after it.
const REACH: usize = 12;
/// What stands beside a name counts so many times.
const MOST_TIES: usize = 32;
const ROUNDS: usize = 3;

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
            // What is Iraqi tells of Iraq.
            if let Some(country) = knowledge.places.country(country) {
                let count = groups.len();
                let group = group_of(&fold(country.name), &mut groups);
                if groups.len() > count {
                    groups[group].weight = WEIGHT_OF_DEMONYM;
                }
            }
            of_tagged.push(None);
            continue;
        }
        if place.is_road {
            of_tagged.push(None);
            continue;
        }
        let group = group_of(&place.key, &mut groups);
        groups[group].weight = 1.0;
        if let Some(feature) = called(place, sentences) {
            groups[group].prefer(feature);
        }
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

/// What kind of place the words before a name call it, as its GeoNames feature code begins: "the city of".
fn called(place: &Tagged, sentences: &[Sentence]) -> Option<&'static str> {
    let tokens = &sentences.get(place.sentence)?.tokens;
    let of = tokens.get(place.first.checked_sub(1)?)?;
    let kind = tokens.get(place.first.checked_sub(2)?)?;
    of.form
        .eq_ignore_ascii_case("of")
        .then(|| kind_of_place(&kind.form.to_lowercase()))?
}

/// Notes that `outer` stands right behind `inner`, as what holds a place does.
fn tie(groups: &mut [Group], inner: usize, outer: usize) {
    if inner == outer {
        return;
    }
    let note = |ties: &mut Vec<usize>, group: usize| {
        if ties.len() < MOST_TIES && !ties.contains(&group) {
            ties.push(group);
        }
    };
    if let Some(group) = groups.get_mut(inner) {
        note(&mut group.containers, outer);
    }
    if let Some(group) = groups.get_mut(outer) {
        note(&mut group.contained, inner);
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

/// One round: what the other names add to each meaning, by how sure they are now.
fn weigh(groups: &mut [Group]) {
    let likeliest: Vec<Vec<(u32, Known, f64)>> = groups.iter().map(Group::likeliest).collect();
    // Countries and divisions speak for what lies in them from anywhere in the article: how sure the two names are
    // that mean each most surely, since a name does not speak for itself.
    let mut named: HashMap<u32, [(f64, usize); 2]> = HashMap::new();
    for (at, meanings) in likeliest.iter().enumerate() {
        for &(index, known, probability) in meanings {
            if [known.country, known.province, known.county].contains(&Some(index)) {
                let surest = named.entry(index).or_insert([(0.0, usize::MAX); 2]);
                if probability > surest[0].0 {
                    *surest = [(probability, at), surest[0]];
                } else if probability > surest[1].0 {
                    surest[1] = (probability, at);
                }
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
                let surest = index.and_then(|index| named.get(&index)).into_iter().flatten();
                let other = surest
                    .filter(|(_, group)| *group != at)
                    .map(|(probability, _)| *probability);
                strength * other.fold(0.0, f64::max)
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

/// Keeps the three largest, largest first.
fn note(strongest: &mut [f64; 3], value: f64) {
    if value > strongest[2] {
        strongest[2] = value;
        strongest.sort_by(|a, b| b.total_cmp(a));
    }
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
