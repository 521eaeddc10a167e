//! Who attacked whom, against the message understanding conference's templates of terrorist incidents.
//!
//! MUC-4 (Sundheim 1992, "Overview of the Fourth Message Understanding Evaluation and Conference") has newswire texts
//! in capitals about Latin America, with a template for each incident: perpetrators, targets, instruments, places, how
//! many were killed and injured. The release read here, which work on document-level roles shares, has five roles a
//! document without their incidents, each filler with the strings that name it, and neither places nor counts: these
//! cannot be scored on it. Measured is whether gold's perpetrators, individuals and organisations, are among the
//! actors of what was found, and its human targets, which this release gives by name only, among the recipients. A
//! filler is found where one of its strings shares a content word with a party. Precision is taken over the documents
//! in which gold has such fillers; it is a lower bound for victims, since targets without a name are not in gold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ScoreError;
use crate::events::content_words;
use crate::tally::Tally;

/// A document with gold's fillers, each a list of strings that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldDocument {
    /// The text.
    pub text: String,
    /// Individuals and organisations that did it.
    pub perpetrators: Vec<Vec<String>>,
    /// Those to whom it was done.
    pub victims: Vec<Vec<String>>,
}

/// Who takes part in what was found in a document, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundParties {
    /// The names and descriptions of actors.
    pub actors: Vec<String>,
    /// Those of recipients.
    pub recipients: Vec<String>,
}

/// How well perpetrators and victims were found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Muc4Scores {
    /// Of gold's perpetrators, the part that was found among actors.
    pub perpetrator_recall: f64,
    /// Of actors, in documents that have perpetrators, the part that is one.
    pub perpetrator_precision: f64,
    /// Of gold's human targets, the part that was found among recipients.
    pub victim_recall: f64,
    /// Of recipients, in documents that have human targets, the part that is one.
    pub victim_precision: f64,
    /// Gold's perpetrators.
    pub perpetrators_count: usize,
    /// Gold's human targets.
    pub victims_count: usize,
    /// Documents.
    pub documents_count: usize,
}

#[derive(Deserialize)]
struct Record {
    doc: String,
    roles: Roles,
}

#[derive(Deserialize)]
struct Roles {
    #[serde(default)]
    perp_individual_id: Vec<Vec<String>>,
    #[serde(default)]
    perp_organization_id: Vec<Vec<String>>,
    #[serde(default)]
    hum_tgt_name: Vec<Vec<String>>,
}

/// Reads a JSON object of documents, in the order of their names.
///
/// # Errors
/// When the file cannot be read or is no such object.
pub fn read(path: &Path) -> Result<Vec<GoldDocument>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    let records: BTreeMap<String, Record> = serde_json::from_str(&text).map_err(|error| {
        let expected = "expected a JSON object of documents, each with `doc` and `roles`";
        ScoreError::new(path, format!("{error}; {expected}"))
    })?;
    let document = |record: Record| {
        let mut perpetrators = record.roles.perp_individual_id;
        perpetrators.extend(record.roles.perp_organization_id);
        GoldDocument {
            text: record.doc,
            perpetrators,
            victims: record.roles.hum_tgt_name,
        }
    };
    Ok(records.into_values().map(document).collect())
}

/// Scores what `find` finds in each document.
pub fn score(gold: &[GoldDocument], mut find: impl FnMut(&str) -> FoundParties) -> Muc4Scores {
    let (mut perpetrators, mut victims) = (Sides::default(), Sides::default());
    for document in gold {
        let found = find(&document.text);
        perpetrators.add(&document.perpetrators, &found.actors);
        victims.add(&document.victims, &found.recipients);
    }
    Muc4Scores {
        perpetrator_recall: perpetrators.gold.recall(),
        perpetrator_precision: perpetrators.found.precision(),
        victim_recall: victims.gold.recall(),
        victim_precision: victims.found.precision(),
        perpetrators_count: perpetrators.gold.gold,
        victims_count: victims.gold.gold,
        documents_count: gold.len(),
    }
}

/// Fillers that were found, and parties that are fillers: several parties can be one filler, so that each is counted
/// from its own side.
#[derive(Default)]
struct Sides {
    gold: Tally,
    found: Tally,
}

impl Sides {
    fn add(&mut self, gold: &[Vec<String>], found: &[String]) {
        if gold.is_empty() {
            return;
        }
        let of_filler = |names: &Vec<String>| names.iter().map(|name| content_words(name)).collect::<Vec<_>>();
        let fillers: Vec<Vec<BTreeSet<String>>> = gold.iter().map(of_filler).collect();
        let parties: Vec<BTreeSet<String>> = found.iter().map(|text| content_words(text)).collect();
        let is =
            |names: &[BTreeSet<String>], party: &BTreeSet<String>| names.iter().any(|name| !name.is_disjoint(party));
        self.gold.gold += fillers.len();
        self.gold.correct += fillers
            .iter()
            .filter(|names| parties.iter().any(|party| is(names, party)))
            .count();
        self.found.system += parties.len();
        self.found.correct += parties
            .iter()
            .filter(|party| fillers.iter().any(|names| is(names, party)))
            .count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&[&str]]) -> Vec<Vec<String>> {
        all.iter()
            .map(|names| names.iter().map(|name| (*name).to_owned()).collect())
            .collect()
    }

    fn gold() -> Vec<GoldDocument> {
        vec![
            GoldDocument {
                text: "first".to_owned(),
                perpetrators: names(&[&["MEN OF THE RED BAND"], &["RED BAND", "RB"], &["A SNIPER"]]),
                victims: names(&[&["ANA OLIN"]]),
            },
            GoldDocument {
                text: "second".to_owned(),
                perpetrators: Vec::new(),
                victims: names(&[&["MAYOR"], &["JON HALE"]]),
            },
        ]
    }

    #[test]
    fn a_known_partial_score() {
        let scores = score(&gold(), |text| {
            let (actors, recipients): (&[&str], &[&str]) = match text {
                // "The" is no content word, and the army is nobody of gold's.
                "first" => (&["the Red Band", "the army"], &["Olin"]),
                // No perpetrators in gold: these actors are not counted.
                _ => (&["the police"], &["the mayor", "a school", "the town"]),
            };
            let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
            FoundParties {
                actors: texts(actors),
                recipients: texts(recipients),
            }
        });
        assert_eq!(scores.perpetrator_recall, 2.0 / 3.0);
        assert_eq!(scores.perpetrator_precision, 0.5);
        assert_eq!(scores.victim_recall, 2.0 / 3.0);
        assert_eq!(scores.victim_precision, 0.5);
        assert_eq!(
            (scores.perpetrators_count, scores.victims_count, scores.documents_count),
            (3, 3, 2)
        );
        let nothing = score(&gold(), |_| FoundParties::default());
        assert_eq!((nothing.perpetrator_recall, nothing.perpetrator_precision), (0.0, 0.0));
    }

    #[test]
    fn documents_are_read_and_others_told() {
        let file = std::env::temp_dir().join(format!("sayso-muc4-{}.json", std::process::id()));
        let json = r#"{"B": {"doc": "second", "roles": {"hum_tgt_name": [["MAYOR"], ["JON HALE"]]}},
            "A": {"doc": "first", "roles": {"perp_individual_id": [["MEN OF THE RED BAND"]],
                "perp_organization_id": [["RED BAND", "RB"], ["A SNIPER"]], "phys_tgt_id": [["MILL"]],
                "hum_tgt_name": [["ANA OLIN"]], "incident_instrument_id": []}}}"#;
        std::fs::write(&file, json).unwrap();
        let read_back = read(&file).unwrap();
        std::fs::write(&file, r#"{"A": {"text": "x"}}"#).unwrap();
        let bad = read(&file).unwrap_err().to_string();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(read_back, gold());
        assert!(bad.contains("doc"), "{bad}");
    }
}
