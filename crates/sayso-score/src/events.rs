//! Event types, actors and recipients against PLOVER's gold standard records.
//!
//! A record is a sentence with one event: type, actors, recipients. The records are of an older edition of PLOVER
//! (0.5b1), whose types are read as those of PLOVER 2.0 that took their place. Records of one sentence are taken
//! together, since precision counts what else is found there. As the records name one event a sentence while some
//! sentences tell several, precision is a lower bound; what a sentence only takes as known is left out by the caller.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ScoreError;
use crate::tally::Tally;

/// One sentence with the events that gold has in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldSentence {
    /// The sentence.
    pub text: String,
    /// Its events.
    pub events: Vec<GoldEvent>,
}

/// An event of gold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldEvent {
    /// PLOVER 2.0 type.
    pub kind: String,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
}

/// One who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// As it stands in the text, or nearly so.
    pub text: String,
    /// The country's code.
    pub country: Option<String>,
}

/// An event that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEvent {
    /// PLOVER 2.0 type.
    pub kind: String,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
}

/// How well types and parties were found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EventScores {
    /// Of the types found in a sentence, each counted once, the part that gold has there.
    pub type_precision: f64,
    /// Of gold's types in a sentence, the part that was found there.
    pub type_recall: f64,
    /// Their harmonic mean.
    pub type_f1: f64,
    /// Actors of events whose type was found: F1 of those that share a content word with gold's.
    pub actor_f1: f64,
    /// The same for recipients.
    pub recipient_f1: f64,
    /// Of matched actors and recipients that have a country in gold, those with that country.
    pub country_accuracy: f64,
    /// Sentences.
    pub sentences_count: usize,
}

#[derive(Deserialize)]
struct Record {
    event: String,
    text: String,
    #[serde(default, alias = "actor")]
    source: Parties,
    #[serde(default, alias = "recipient")]
    target: Parties,
}

/// A list, or one text, often an empty one.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Parties {
    List(Vec<RecordParty>),
    Text(#[allow(dead_code)] String),
    #[default]
    None,
}

#[derive(Deserialize)]
struct RecordParty {
    #[serde(rename = "actorText", default)]
    text: String,
    #[serde(default)]
    code: Option<String>,
}

impl Parties {
    fn parties(self) -> Vec<Party> {
        let Self::List(list) = self else { return Vec::new() };
        let country =
            |code: Option<String>| code.filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
        list.into_iter()
            .map(|party| Party {
                text: party.text,
                country: country(party.code),
            })
            .collect()
    }
}

/// Reads a file of records, a JSON array.
///
/// # Errors
/// When it cannot be read, is no such array, or has a type that neither edition of PLOVER has.
pub fn read(path: &Path) -> Result<Vec<GoldSentence>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    let records: Vec<Record> = serde_json::from_str(&text).map_err(|error| {
        let expected = "expected a JSON array of PLOVER gold standard records";
        ScoreError::new(path, format!("{error}; {expected}"))
    })?;
    let mut sentences: Vec<GoldSentence> = Vec::new();
    let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
    for (at, record) in records.into_iter().enumerate() {
        let Some(kind) = of_edition_2(&record.event) else {
            let cause = format!("record {}: `{}` is no PLOVER type", at + 1, record.event);
            return Err(ScoreError::new(path, cause));
        };
        let index = *by_text.entry(record.text.clone()).or_insert_with(|| {
            sentences.push(GoldSentence {
                text: record.text.clone(),
                events: Vec::new(),
            });
            sentences.len() - 1
        });
        sentences[index].events.push(GoldEvent {
            kind: kind.to_owned(),
            actors: record.source.parties(),
            recipients: record.target.parties(),
        });
    }
    Ok(sentences)
}

/// The type of PLOVER 2.0 that took the place of one of the older edition.
fn of_edition_2(kind: &str) -> Option<&str> {
    const KINDS: [&str; 16] = [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ];
    match kind {
        "DEMAND" => Some("REQUEST"),
        "DISAPPROVE" | "INVESTIGATE" => Some("ACCUSE"),
        "FIGHT" => Some("ASSAULT"),
        _ => KINDS.into_iter().find(|known| *known == kind),
    }
}

/// Scores what `find` finds in each sentence.
pub fn score(gold: &[GoldSentence], mut find: impl FnMut(&str) -> Vec<FoundEvent>) -> EventScores {
    let (mut types, mut actors, mut recipients) = (Tally::default(), Tally::default(), Tally::default());
    let mut countries = Tally::default();
    for sentence in gold {
        let found = find(&sentence.text);
        let kinds = |all: &[GoldEvent]| all.iter().map(|event| event.kind.clone()).collect::<BTreeSet<_>>();
        let found_kinds: BTreeSet<String> = found.iter().map(|event| event.kind.clone()).collect();
        types.add(Tally::of_sets(&kinds(&sentence.events), &found_kinds));
        for event in &sentence.events {
            let of_type = found.iter().filter(|candidate| candidate.kind == event.kind);
            let matched = of_type.map(|candidate| {
                let actors = matching(&event.actors, &candidate.actors);
                (candidate, actors, matching(&event.recipients, &candidate.recipients))
            });
            // Of several events of the type, the one that agrees most; the first of equals.
            let best = matched
                .enumerate()
                .max_by_key(|(at, (_, actors, recipients))| (actors.len() + recipients.len(), std::cmp::Reverse(*at)));
            let Some((_, (best, actor_pairs, recipient_pairs))) = best else {
                continue;
            };
            for (tally, gold, found, pairs) in [
                (&mut actors, &event.actors, &best.actors, &actor_pairs),
                (&mut recipients, &event.recipients, &best.recipients, &recipient_pairs),
            ] {
                tally.add(Tally {
                    correct: pairs.len(),
                    gold: gold.len(),
                    system: found.len(),
                });
                for (gold, found) in pairs {
                    let Some(code) = &gold.country else { continue };
                    countries.gold += 1;
                    countries.correct += usize::from(found.country.as_deref().is_some_and(|ours| agrees(code, ours)));
                }
            }
        }
    }
    EventScores {
        type_precision: types.precision(),
        type_recall: types.recall(),
        type_f1: types.f1(),
        actor_f1: actors.f1(),
        recipient_f1: recipients.f1(),
        country_accuracy: countries.recall(),
        sentences_count: gold.len(),
    }
}

/// Pairs of gold and found parties that share a content word, each in one pair.
fn matching<'g, 'f>(gold: &'g [Party], found: &'f [Party]) -> Vec<(&'g Party, &'f Party)> {
    let mut free: Vec<&Party> = found.iter().collect();
    let mut pairs = Vec::new();
    for party in gold {
        let words = content_words(&party.text);
        let shared = |other: &Party| content_words(&other.text).intersection(&words).count();
        let best = free.iter().enumerate().map(|(at, other)| (shared(other), at));
        let Some((count, at)) = best.max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at))) else {
            continue;
        };
        if count > 0 {
            pairs.push((party, free.remove(at)));
        }
    }
    pairs
}

/// The words of a name but for those that join others.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    const JOINING: [&str; 12] = [
        "the", "a", "an", "of", "in", "and", "for", "to", "on", "at", "from", "s",
    ];
    let words = text
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_matches('.').to_lowercase());
    words
        .filter(|word| !word.is_empty() && !JOINING.contains(&word.as_str()))
        .collect()
}

/// Whether our code is what the record's edition calls so: it has one code for all bodies between governments.
fn agrees(gold: &str, ours: &str) -> bool {
    gold == ours || gold == "IGO" && matches!(ours, "UNO" | "EUR")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(text: &str, country: &str) -> Party {
        Party {
            text: text.to_owned(),
            country: Some(country.to_owned()).filter(|code| !code.is_empty()),
        }
    }

    fn gold() -> Vec<GoldSentence> {
        let event = |kind: &str, actors, recipients| GoldEvent {
            kind: kind.to_owned(),
            actors,
            recipients,
        };
        vec![
            GoldSentence {
                text: "one".to_owned(),
                events: vec![event(
                    "AID",
                    vec![party("The U.N.", "IGO")],
                    vec![party("refugees in Chad", "TCD")],
                )],
            },
            GoldSentence {
                text: "two".to_owned(),
                events: vec![event("ASSAULT", vec![party("rebels", "")], vec![])],
            },
        ]
    }

    #[test]
    fn a_known_partial_score() {
        let scores = score(&gold(), |text| match text {
            "one" => vec![
                FoundEvent {
                    kind: "AID".to_owned(),
                    actors: vec![party("U.N. officials", "UNO")],
                    recipients: vec![party("Chad", "SDN"), party("soldiers", "")],
                },
                FoundEvent {
                    kind: "REQUEST".to_owned(),
                    actors: vec![],
                    recipients: vec![],
                },
            ],
            _ => vec![],
        });
        assert_eq!((scores.type_precision, scores.type_recall), (0.5, 0.5));
        assert_eq!(scores.actor_f1, 1.0);
        assert_eq!(scores.recipient_f1, 2.0 / 3.0);
        assert_eq!(scores.country_accuracy, 0.5);
    }

    #[test]
    fn reads_records_of_the_older_edition() {
        let file = std::env::temp_dir().join(format!("sayso-gsr-{}.json", std::process::id()));
        let record = r#"[{"event":"DEMAND","text":"x","source":[{"actorText":"A","code":"***"}],"target":""},
            {"event":"FIGHT","text":"x","source":[],"target":null}]"#;
        std::fs::write(&file, record).unwrap();
        let read_back = read(&file).unwrap();
        std::fs::write(&file, r#"[{"event":"DANCE","text":"x"}]"#).unwrap();
        let bad = read(&file).unwrap_err().to_string();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(read_back.len(), 1);
        let kinds: Vec<&str> = read_back[0].events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["REQUEST", "ASSAULT"]);
        assert_eq!(read_back[0].events[0].actors[0].country, None);
        assert!(bad.contains("record 1: `DANCE`"), "{bad}");
    }
}
