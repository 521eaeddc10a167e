//! Who and what an article speaks of: names, descriptions and pronouns, gathered into entities.
//!
//! [`entities`] goes through the sentences once. In each, [`names`] makes one of what the tagger found and what is
//! listed, [`persons`] reads the titles beside a person's name, [`metonyms`] tells "Kyiv said" from "in Kyiv", and
//! [`nominals`] finds the mentions without a name. [`coreference`] then puts each mention to its entity, in the order
//! of the text. Country and sectors come from a listed name, a modifier or a head noun, or are absent; [`leaders`] asks
//! at the end whose name is known, and what they were on the article's day.

mod coreference;
mod found;
mod leaders;
pub(crate) mod mentions;
mod metonyms;
mod names;
mod nominals;
mod peoples;
mod persons;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use sayso_knowledge::Knowledge;
use sayso_knowledge::entities::{Ambiguity, Day, EntityLexicon, NameClass};
use sayso_language::{Discourse, Place, Sentence};
use sayso_schema::{Because, Document, Entity, EntityType, Mention, MentionForm, RowKind};

use crate::ids::Ids;
use crate::text::Text;
use crate::tree::Tree;
use coreference::{Cluster, Clusters, Placed};
use found::{Found, Role, key};

/// From antecedent to antecedent no farther than this.
const MOST_STEPS: usize = 16;

/// The entities of a document, in the order of their first mentions.
///
/// `discourse` tells which words take up which before them.
pub(crate) fn entities(
    document: &Document,
    sentences: &[Sentence],
    discourse: &Discourse,
    knowledge: &Knowledge,
) -> Vec<Entity> {
    let lexicon = &knowledge.entities;
    let text = Text::new(&document.text);
    let day = document.published.as_deref().and_then(Day::first);
    let trees: Vec<Tree> = sentences.iter().map(Tree::new).collect();
    let mut names: Vec<Vec<Found>> = sentences
        .iter()
        .zip(&trees)
        .map(|(sentence, tree)| names::names(sentence, tree, lexicon))
        .collect();
    let mut defined = HashMap::new();
    let mut pairs = Vec::with_capacity(sentences.len());
    for ((found, sentence), tree) in names.iter_mut().zip(sentences).zip(&trees) {
        pairs.push(abbreviations(found, sentence, tree, &text, &mut defined));
    }
    agree_on_kinds(&mut names, sentences, &text, &defined);

    let antecedents: HashMap<Place, Place> = discourse.antecedents.iter().copied().collect();
    // The cluster that each word is in a mention of.
    let mut words: HashMap<Place, usize> = HashMap::new();
    let mut clusters = Clusters::default();
    for (index, (sentence, tree)) in sentences.iter().zip(&trees).enumerate() {
        let mut found = std::mem::take(&mut names[index]);
        metonyms::mark(&mut found, sentence, tree, lexicon);
        for name in &mut found {
            leaders::settle_listed(name, sentence, lexicon, day);
        }
        let nominals = nominals::nominals(sentence, tree, &found, lexicon);
        found.extend(nominals);
        found.sort_by_key(|found| (found.first, found.last));
        let mut at: HashMap<usize, usize> = HashMap::new();
        for found in found {
            let first = found.first;
            // Of a description only its noun: "the firm's head" is no mention of the firm.
            let own = match found.form {
                MentionForm::Name => found.first..=found.last,
                MentionForm::Nominal | MentionForm::Pronoun => found.top..=found.top,
            };
            let top = Place {
                sentence: index,
                word: found.top,
            };
            let told = taken_up(top, &antecedents, &words);
            let placed = place(found, index, sentence, &text);
            if let Some((long, _)) = pairs[index].iter().find(|(_, short)| *short == first)
                && let Some(cluster) = at.get(long)
            {
                clusters.alias(*cluster, &placed.name);
            }
            if let Some(cluster) = clusters.add(placed, told) {
                at.insert(first, cluster);
                words.extend(own.map(|word| (Place { sentence: index, word }, cluster)));
            }
        }
    }
    let mut clusters = clusters.into_clusters();
    for cluster in &mut clusters {
        leaders::settle(cluster, lexicon, day);
    }
    rows(clusters, document, &text, sentences, lexicon)
}

/// The cluster of what a word takes up, through words that are in none themselves.
fn taken_up(word: Place, antecedents: &HashMap<Place, Place>, clusters: &HashMap<Place, usize>) -> Option<usize> {
    let mut at = word;
    for _ in 0..MOST_STEPS {
        at = *antecedents.get(&at)?;
        if let Some(cluster) = clusters.get(&at) {
            return Some(*cluster);
        }
    }
    None
}

fn place<'k>(found: Found<'k>, index: usize, sentence: &Sentence, text: &Text) -> Placed<'k> {
    let span = found.span(sentence);
    let name = text.at(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let relation = sentence.tokens.get(found.top).map_or("", |token| token.relation());
    let coordinated = relation == "conj"
        && sentence
            .tokens
            .get(found.top)
            .and_then(|t| t.head)
            .and_then(|h| sentence.tokens.get(h))
            .is_some_and(|h| h.relation() == "nsubj");
    Placed {
        found,
        sentence: index,
        span,
        name,
        subject: relation == "nsubj" || coordinated,
    }
}

/// Gives an unlisted name one type in the whole document, the one that it has most often; a word that is some
/// person's surname elsewhere is that person.
fn agree_on_kinds(
    names: &mut [Vec<Found>],
    sentences: &[Sentence],
    text: &Text,
    defined: &HashMap<String, EntityType>,
) {
    let mut votes: HashMap<String, BTreeMap<EntityType, usize>> = HashMap::new();
    let mut surnames: HashSet<String> = HashSet::new();
    for (found, sentence) in names.iter().zip(sentences) {
        for name in found.iter().filter(|name| name.listed.is_none()) {
            let words = text.at(name.span(sentence));
            *votes.entry(words.to_owned()).or_default().entry(name.kind).or_default() += 1;
            if name.kind == EntityType::Person && name.first < name.last {
                surnames.extend(words.split_whitespace().last().map(str::to_owned));
            }
        }
    }
    for (found, sentence) in names.iter_mut().zip(sentences) {
        for name in found.iter_mut().filter(|name| name.listed.is_none()) {
            let words = text.at(name.span(sentence));
            let most = votes
                .get(words)
                .and_then(|kinds| kinds.iter().max_by_key(|(kind, count)| (**count, **kind == name.kind)));
            let kind = if let Some(kind) = defined.get(words) {
                Some(*kind)
            } else if surnames.contains(words) {
                Some(EntityType::Person)
            } else {
                most.map(|(kind, _)| *kind)
            };
            let Some(kind) = kind.filter(|&kind| kind != name.kind) else {
                continue;
            };
            name.kind = kind;
            name.role = if kind == EntityType::Person {
                Role::Holder {
                    offices: Vec::new(),
                    gender: None,
                }
            } else {
                Role::Plain
            };
            name.sectors.clear();
            name.country = None;
        }
    }
}

/// Pairs of a name and the abbreviation of it that follows in brackets, by their first words: "Syrian Democratic
/// Forces (SDF)". An abbreviation that nobody found becomes a name of the same type.
/// `defined` learns what each abbreviation is of, for the rest of the document.
fn abbreviations(
    found: &mut Vec<Found>,
    sentence: &Sentence,
    tree: &Tree,
    text: &Text,
    defined: &mut HashMap<String, EntityType>,
) -> Vec<(usize, usize)> {
    let tokens = &sentence.tokens;
    let mut pairs = Vec::new();
    let mut added = Vec::new();
    for (index, name) in found.iter().enumerate() {
        let short = name.last + 2;
        let (Some(open), Some(word), Some(close)) =
            (tokens.get(name.last + 1), tokens.get(short), tokens.get(short + 1))
        else {
            continue;
        };
        let capitals = word.form.chars().filter(|c| c.is_uppercase()).count();
        let abbreviates = capitals >= 2 && capitals * 2 > word.form.chars().count();
        let several = name.first < name.last && name.kind != EntityType::Person;
        if !several || open.form != "(" || close.form != ")" || !abbreviates {
            continue;
        }
        pairs.push((name.first, short));
        defined.insert(text.at(word.span).to_owned(), name.kind);
        if found.get(index + 1).is_none_or(|next| next.first > short) {
            added.push(Found {
                first: short,
                last: short,
                top: tree.top(short, short),
                lines: Vec::new(),
                listed: None,
                ..name.clone()
            });
        }
    }
    found.append(&mut added);
    found.sort_by_key(|name| name.first);
    pairs
}

fn rows(
    clusters: Vec<Cluster>,
    document: &Document,
    text: &Text,
    sentences: &[Sentence],
    lexicon: &EntityLexicon,
) -> Vec<Entity> {
    // A place name that several places share only has a country that the article also names otherwise.
    let mut told: HashMap<&str, usize> = HashMap::new();
    for cluster in &clusters {
        if let Some(country) = cluster.country.as_deref() {
            *told.entry(country).or_default() += 1;
        }
    }
    let unsure = |cluster: &Cluster| {
        cluster.mentions.iter().all(|m| {
            let tokens = sentences
                .get(m.sentence)
                .and_then(|s| s.tokens.get(m.found.first..=m.found.last))
                .unwrap_or_default();
            lexicon.ambiguity(&key(tokens)) == Some(Ambiguity::Place)
        })
    };
    let mut entities: Vec<Entity> = Vec::with_capacity(clusters.len());
    let mut row_ids = Ids::new(document, RowKind::Entity);
    for cluster in &clusters {
        let Some(first) = cluster.mentions.first() else {
            continue;
        };
        let country = cluster.country.clone();
        let country = country.filter(|code| told.get(code.as_str()).is_some_and(|&n| n > 1) || !unsure(cluster));
        let mut ids = BTreeMap::new();
        let is_country = cluster
            .mentions
            .iter()
            .any(|m| m.found.listed.is_some_and(|l| l.class == NameClass::Country));
        if let Some(code) = country.as_ref().filter(|code| is_country && *code != "KOS") {
            ids.insert("iso3166-1".to_owned(), code.clone());
        }
        let byline = document
            .byline_span
            .is_some_and(|byline| cluster.kind == EntityType::Person && byline.contains(first.span));
        let mut sectors = cluster.sectors.clone();
        if byline && sectors.is_empty() {
            sectors.push("JRN".to_owned());
        }
        let span = first.span;
        let tokens = sentences
            .get(first.sentence)
            .and_then(|s| s.tokens.get(first.found.first..=first.found.last));
        // Two entities can begin with the same words, where a name and what it is part of are both somebody.
        let id = row_ids.next(&[span]);
        entities.push(Entity {
            id,
            name: fullest(cluster).to_owned(),
            kind: cluster.kind,
            country,
            sectors,
            anonymous: cluster.anonymous,
            ids,
            mentions: cluster
                .mentions
                .iter()
                .map(|m| Mention {
                    span: m.span,
                    text: text.at(m.span).to_owned(),
                    form: m.found.form,
                    metonym: m.found.metonym,
                })
                .collect(),
            because: Because {
                lines: cluster.lines.clone(),
                tokens: tokens.unwrap_or_default().iter().map(|token| token.span).collect(),
            },
        });
    }
    entities
}

/// The longest name that is no metonym, else the longest name, else the first description.
fn fullest<'c>(cluster: &'c Cluster) -> &'c str {
    let mut best: Option<(bool, bool, usize, &str)> = None;
    for mention in &cluster.mentions {
        let named = mention.found.form == MentionForm::Name;
        let length = if named { mention.name.chars().count() } else { 0 };
        let rank = (named, named && !mention.found.metonym, length, mention.name.as_str());
        if best.is_none_or(|known| (rank.0, rank.1, rank.2) > (known.0, known.1, known.2)) {
            best = Some(rank);
        }
    }
    best.map_or("", |(_, _, _, name)| name)
}
