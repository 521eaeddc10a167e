//! Whose country and sectors a list tells by name and date: leaders in their terms of office, and a user's own actors.
//!
//! Asked once for each entity, when all its mentions are together. A full name is enough. A surname alone is only where
//! it is listed as one ("Putin") or where an office stands beside it that this person held ("President Clinton").

use sayso_knowledge::entities::{Actor, Day, EntityLexicon, NameClass, Standing};
use sayso_language::Sentence;
use sayso_schema::{EntityType, MentionForm};

use super::coreference::Cluster;
use super::found::{Found, add_all, key};

/// Names that a person is called by are at most this many looked up: the others are the same over again.
const MOST_NAMES: usize = 8;

/// Gives `cluster` the country and sectors that a list has for its name on `day`.
pub(super) fn settle(cluster: &mut Cluster, lexicon: &EntityLexicon, day: Option<Day>) {
    let names = names(cluster);
    if let Some(standing) = own(cluster.kind, &names, lexicon, day) {
        cluster.country = standing.country;
        cluster.sectors = standing.sectors;
        add_all(&mut cluster.lines, &[standing.line]);
        return;
    }
    if cluster.kind != EntityType::Person || cluster.anonymous {
        return;
    }
    let Some(standing) = leader(cluster, &names, lexicon, day) else {
        return;
    };
    if cluster.country.is_none() {
        cluster.country = standing.country;
    }
    add_all(&mut cluster.lines, &[standing.line]);
    // What the text calls a person counts: "former president", and an office that the list does not know.
    let former = cluster.sectors.iter().any(|sector| sector == "ELI");
    if cluster.sectors.is_empty() {
        cluster.sectors = standing.sectors;
    } else if standing.in_office && !former {
        let told = std::mem::replace(&mut cluster.sectors, standing.sectors);
        add_all(&mut cluster.sectors, &told);
    }
}

/// Gives a listed actor the country and sectors that it has on `day`, so that what it modifies has them too.
pub(super) fn settle_listed(name: &mut Found, sentence: &Sentence, lexicon: &EntityLexicon, day: Option<Day>) {
    if name.listed.is_none_or(|listed| listed.class != NameClass::Actor) {
        return;
    }
    let words = key(sentence.tokens.get(name.first..=name.last).unwrap_or_default());
    let actors = lexicon.actors();
    let found = best(actors.named(&words), day).or(actors.named(&words).next());
    if let Some(standing) = found.and_then(|actor| actor.on(day)) {
        (name.country, name.sectors, name.lines) = (standing.country, standing.sectors, vec![standing.line]);
    }
}

/// The different names of the cluster, the longest first.
fn names(cluster: &Cluster) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for mention in cluster
        .mentions
        .iter()
        .filter(|m| m.found.form == MentionForm::Name && !m.found.metonym)
    {
        let name = mention.name.trim_end_matches("'s").trim_end_matches("’s");
        if names.len() < MOST_NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    // Who has a full name in the article is no one else of that surname.
    if names.iter().any(|name| name.contains(' ')) {
        names.retain(|name| name.contains(' '));
    }
    names.into_iter().map(str::to_owned).collect()
}

fn own(kind: EntityType, names: &[String], lexicon: &EntityLexicon, day: Option<Day>) -> Option<Standing> {
    let actors = lexicon.actors();
    // Of several of one name a user's own comes first.
    let found = names.iter().find_map(|name| match kind {
        EntityType::Person => best(actors.persons(name), day).or(actors.persons(name).next()),
        _ => best(actors.named(name), day).or(actors.named(name).next()),
    });
    found?.on(day)
}

fn leader(cluster: &Cluster, names: &[String], lexicon: &EntityLexicon, day: Option<Day>) -> Option<Standing> {
    let leaders = lexicon.leaders();
    // "French President" in front of a name that a list has for another country is somebody else.
    let fits = |actor: &&Actor| cluster.country.as_deref().is_none_or(|country| actor.is_of(country));
    let by_name = names
        .iter()
        .find_map(|name| best(leaders.persons(name).filter(fits), day));
    let found = by_name.or_else(|| {
        let [name] = names else { return None };
        let held = |actor: &&Actor| cluster.offices().iter().any(|title| actor.has_office(title));
        let alone = !name.contains(' ');
        best(
            leaders
                .surnamed(name)
                .filter(|actor| alone && fits(actor) && held(actor)),
            day,
        )
    })?;
    found.on(day)
}

/// Of several of one name the one who is in office on the day, where that is one; else the only one.
fn best<'a>(actors: impl Iterator<Item = &'a Actor>, day: Option<Day>) -> Option<&'a Actor> {
    let actors: Vec<&Actor> = actors.collect();
    if let [only] = actors.as_slice() {
        return Some(only);
    }
    let in_office = |actor: &&&Actor| actor.on(day).is_some_and(|standing| standing.in_office);
    let mut holding = actors.iter().filter(in_office);
    match (holding.next(), holding.next()) {
        (Some(one), None) => Some(one),
        _ => same_country(&actors),
    }
}

/// The first of them, where all are of one country.
fn same_country<'a>(actors: &[&'a Actor]) -> Option<&'a Actor> {
    let (first, rest) = actors.split_first()?;
    let country = |actor: &Actor| actor.on(None).and_then(|standing| standing.country);
    rest.iter()
        .all(|other| country(other) == country(first))
        .then_some(first)
}
