//! Scores whether the source of an attribution is resolved to whom it means: "he" and "the senator" to the one whose
//! name the article gives, "critics" to nobody.
//!
//! The key holds offsets alone and points into the articles of PolNeAR (Newell et al. 2018), an article a line:
//! `{"id": …, "sources": [{"span": [start, end], "is": [[start, end], …]}, …]}`. `span` is a source; `is` are the
//! places where the article names those whom it means, the fullest and other unambiguous names, and is empty where it
//! names nobody ("critics say").
//!
//! - A source is **found** if a statement's innermost source shares at least half of its own characters and half of
//!   the key's with it. Of several the one with the most in common counts (intersection over union), then the first.
//! - It is **right** if the entity that it is tied to has a mention that shares a character with one of `is`; where `is`
//!   is empty, if it is tied to nothing or to an entity without a name.
//! - **Precision** is right of found, **recall** right of all in the key, **F1** their harmonic mean, as Muzny et al.
//!   2017 score whose a quotation is.
//! - **Accuracy** is right of all in the key (Pareti et al. 2013 for speakers), by form: pronouns, from a closed list;
//!   names, where one of `is` shares a character with the source itself; nominals, the rest.

use std::collections::HashMap;
use std::path::Path;

use sayso_schema::Span;
use serde::{Deserialize, Serialize};

use crate::attribution;
use crate::entities::read_lines;
use crate::error::ScoreError;
use crate::tally::Tally;

/// Words that are a pronoun wherever they are a source of their own.
const PRONOUNS: [&str; 53] = [
    "i",
    "me",
    "mine",
    "my",
    "myself",
    "we",
    "us",
    "our",
    "ours",
    "ourselves",
    "you",
    "your",
    "yours",
    "yourself",
    "yourselves",
    "he",
    "him",
    "his",
    "himself",
    "she",
    "her",
    "hers",
    "herself",
    "it",
    "its",
    "itself",
    "they",
    "them",
    "their",
    "theirs",
    "themselves",
    "who",
    "whom",
    "whose",
    "which",
    "that",
    "this",
    "these",
    "those",
    "one",
    "someone",
    "somebody",
    "something",
    "anyone",
    "anybody",
    "everyone",
    "everybody",
    "everything",
    "nobody",
    "nothing",
    "whoever",
    "whomever",
    "oneself",
];

/// An article with the sources that its key tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedArticle {
    /// Its text.
    pub text: String,
    /// Its sources.
    pub sources: Vec<KeyedSource>,
}

/// A source, and whom it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KeyedSource {
    /// Where it stands.
    pub span: Span,
    /// Where the article names whom it means; nowhere if it names nobody.
    #[serde(rename = "is")]
    pub names: Vec<Span>,
}

/// A statement's innermost source, as the system found it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundSource {
    /// Where it stands.
    pub span: Span,
    /// Whether the entity that it is tied to has a name; not so if it is tied to none.
    pub is_named: bool,
    /// All mentions of that entity.
    pub mentions: Vec<Span>,
}

/// How well sources were resolved: fractions of 1, and the counts that they are made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct SourceScores {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub key_count: f64,
    pub found_count: f64,
    pub right_count: f64,
    pub pronoun_accuracy: f64,
    pub pronoun_key_count: f64,
    pub pronoun_found_count: f64,
    pub pronoun_right_count: f64,
    pub nominal_accuracy: f64,
    pub nominal_key_count: f64,
    pub nominal_found_count: f64,
    pub nominal_right_count: f64,
    pub name_accuracy: f64,
    pub name_key_count: f64,
    pub name_found_count: f64,
    pub name_right_count: f64,
}

#[derive(Deserialize)]
struct KeyLine {
    id: String,
    sources: Vec<KeyedSource>,
}

/// Reads the `key`, and the articles that it points into from `texts`, [PolNeAR as JSON Lines](attribution::read).
///
/// # Errors
/// If a file cannot be read, a line is not of that form, the key tells of an article twice or of one that `texts`
/// lacks, a span leaves its article, or the key holds no source.
pub fn read(key: &Path, texts: &Path) -> Result<Vec<KeyedArticle>, ScoreError> {
    let lines: Vec<KeyLine> = read_lines(key)?;
    let articles = attribution::read(texts)?.into_iter();
    let mut texts_of: HashMap<String, String> = articles.map(|article| (article.id, article.text)).collect();
    let mut keyed = Vec::with_capacity(lines.len());
    for KeyLine { id, sources } in lines {
        let Some(text) = texts_of.remove(&id) else {
            let cause = format!("article \"{id}\" comes twice, or {} lacks it", texts.display());
            return Err(ScoreError::new(key, cause));
        };
        let length = text.chars().count();
        let outside = sources
            .iter()
            .flat_map(|source| source.names.iter().chain([&source.span]))
            .find(|span| span.is_empty() || span.end > length);
        if let Some(span) = outside {
            let (start, end) = (span.start, span.end);
            let cause = format!("article \"{id}\": [{start}, {end}] is no span of its {length} characters");
            return Err(ScoreError::new(key, cause));
        }
        keyed.push(KeyedArticle { text, sources });
    }
    if keyed.iter().all(|article| article.sources.is_empty()) {
        return Err(ScoreError::new(key, "holds no source"));
    }
    Ok(keyed)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Pronoun,
    Nominal,
    Name,
}

/// Scores the sources of statements that `find` finds in the texts.
pub fn score(key: &[KeyedArticle], mut find: impl FnMut(&str) -> Vec<FoundSource>) -> SourceScores {
    let (mut pronouns, mut nominals, mut names) = (Tally::default(), Tally::default(), Tally::default());
    for article in key {
        let found = find(&article.text);
        for source in &article.sources {
            let tally = match form(source, &article.text) {
                Form::Pronoun => &mut pronouns,
                Form::Nominal => &mut nominals,
                Form::Name => &mut names,
            };
            let found = best(source.span, &found);
            tally.add(Tally {
                correct: usize::from(found.is_some_and(|found| is_right(source, found))),
                gold: 1,
                system: usize::from(found.is_some()),
            });
        }
    }
    let mut all = Tally::default();
    [pronouns, nominals, names].into_iter().for_each(|tally| all.add(tally));
    SourceScores {
        precision: all.precision(),
        recall: all.recall(),
        f1: all.f1(),
        key_count: all.gold as f64,
        found_count: all.system as f64,
        right_count: all.correct as f64,
        pronoun_accuracy: pronouns.recall(),
        pronoun_key_count: pronouns.gold as f64,
        pronoun_found_count: pronouns.system as f64,
        pronoun_right_count: pronouns.correct as f64,
        nominal_accuracy: nominals.recall(),
        nominal_key_count: nominals.gold as f64,
        nominal_found_count: nominals.system as f64,
        nominal_right_count: nominals.correct as f64,
        name_accuracy: names.recall(),
        name_key_count: names.gold as f64,
        name_found_count: names.system as f64,
        name_right_count: names.correct as f64,
    }
}

fn form(source: &KeyedSource, text: &str) -> Form {
    let written: String = text.chars().skip(source.span.start).take(source.span.len()).collect();
    if PRONOUNS.contains(&written.trim().to_lowercase().as_str()) {
        Form::Pronoun
    } else if source.names.iter().any(|name| name.overlaps(source.span)) {
        Form::Name
    } else {
        Form::Nominal
    }
}

/// The source that is the same as the keyed one, if any.
fn best(keyed: Span, found: &[FoundSource]) -> Option<&FoundSource> {
    let mut best: Option<(f64, &FoundSource)> = None;
    for candidate in found {
        let span = candidate.span;
        let shared = span.end.min(keyed.end).saturating_sub(span.start.max(keyed.start));
        // An empty span shares nothing with anybody.
        if shared == 0 || 2 * shared < span.len() || 2 * shared < keyed.len() {
            continue;
        }
        let alike = shared as f64 / (span.len() + keyed.len() - shared) as f64;
        if best.is_none_or(|(so_far, _)| alike > so_far) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, source)| source)
}

fn is_right(keyed: &KeyedSource, found: &FoundSource) -> bool {
    if keyed.names.is_empty() {
        return !found.is_named;
    }
    let mut mentions = found.mentions.iter();
    mentions.any(|mention| keyed.names.iter().any(|name| name.overlaps(*mention)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use super::*;

    const TEXT: &str =
        "Ana Diaz met Bo Lund. She spoke. The senator agreed. Critics disagreed. Mr Lund wept. Others left.";

    /// The first place where the words stand.
    fn at(words: &str) -> Span {
        let start = TEXT.find(words).expect("in the text");
        Span::new(start, start + words.len())
    }

    fn keyed(source: &str, names: &[&str]) -> KeyedSource {
        KeyedSource {
            span: at(source),
            names: names.iter().map(|name| at(name)).collect(),
        }
    }

    fn found(source: &str, is_named: bool, mentions: &[&str]) -> FoundSource {
        FoundSource {
            span: at(source),
            is_named,
            mentions: mentions.iter().map(|mention| at(mention)).collect(),
        }
    }

    fn key() -> Vec<KeyedArticle> {
        vec![KeyedArticle {
            text: TEXT.to_owned(),
            sources: vec![
                keyed("She", &["Ana Diaz"]),
                keyed("The senator", &["Bo Lund", "Mr Lund"]),
                keyed("Critics", &[]),
                keyed("Mr Lund", &["Bo Lund", "Mr Lund"]),
                keyed("Others", &[]),
            ],
        }]
    }

    #[test]
    fn what_is_right_scores_one() {
        let scores = score(&key(), |text| {
            assert_eq!(text, TEXT);
            vec![
                found("She", true, &["Ana Diaz", "She"]),
                // One of the names is enough.
                found("The senator", true, &["The senator", "Mr Lund"]),
                // Tied to nothing, and to an entity without a name.
                found("Critics", false, &[]),
                found("Others", false, &["Critics", "Others"]),
                found("Mr Lund", true, &["Mr Lund"]),
            ]
        });
        assert_eq!((scores.precision, scores.recall, scores.f1), (1.0, 1.0, 1.0));
        assert_eq!(
            (
                scores.pronoun_key_count,
                scores.nominal_key_count,
                scores.name_key_count
            ),
            (1.0, 3.0, 1.0)
        );
    }

    #[test]
    fn partial_scores() {
        let scores = score(&key(), |_| {
            vec![
                // The wrong one.
                found("She", true, &["She", "Bo Lund"]),
                // Nobody, though the article names him.
                found("The senator", false, &["The senator"]),
                // Somebody, though the article names nobody.
                found("Critics", true, &["Critics", "Ana Diaz"]),
                // Right.
                found("Mr Lund", true, &["Bo Lund"]),
                // Others are missed: less than half of what was found is theirs.
                found("Mr Lund wept. Others", false, &[]),
            ]
        });
        assert_eq!(
            (scores.precision, scores.recall, scores.f1),
            (1.0 / 4.0, 1.0 / 5.0, 2.0 / 9.0)
        );
        assert_eq!(
            (scores.key_count, scores.found_count, scores.right_count),
            (5.0, 4.0, 1.0)
        );
        assert_eq!((scores.pronoun_accuracy, scores.pronoun_found_count), (0.0, 1.0));
        assert_eq!((scores.nominal_accuracy, scores.nominal_found_count), (0.0, 2.0));
        assert_eq!((scores.name_accuracy, scores.name_right_count), (1.0, 1.0));
    }

    #[test]
    fn half_of_both_sides_must_be_shared_and_the_most_alike_counts() {
        let ana = |source: &str| found(source, true, &["Ana Diaz"]);
        let is_right = |sources: Vec<FoundSource>| {
            let key = [KeyedArticle {
                text: TEXT.to_owned(),
                sources: vec![keyed("Ana Diaz", &["Ana Diaz"])],
            }];
            let scores = score(&key, |_| sources.clone());
            (scores.found_count, scores.right_count)
        };
        // 4 of 8 characters, 3 of 8, and 8 of 16 and of 17.
        assert_eq!(is_right(vec![ana("Diaz")]), (1.0, 1.0));
        assert_eq!(is_right(vec![ana("Ana")]), (0.0, 0.0));
        assert_eq!(is_right(vec![ana("Ana Diaz met Bo ")]), (1.0, 1.0));
        assert_eq!(is_right(vec![ana("Ana Diaz met Bo L")]), (0.0, 0.0));
        let nobody = |source: &str| found(source, false, &[]);
        assert_eq!(
            is_right(vec![nobody("Ana Diaz met"), ana("Ana Diaz"), nobody("Ana Diaz")]),
            (1.0, 1.0)
        );
        assert_eq!(is_right(vec![nobody("Ana Diaz"), ana("Ana Diaz")]), (1.0, 0.0));
    }

    #[test]
    fn nothing_found_is_zero() {
        let scores = score(&key(), |_| Vec::new());
        assert_eq!((scores.precision, scores.recall, scores.found_count), (0.0, 0.0, 0.0));
    }

    #[test]
    fn faults_name_file_and_article() {
        let folder = std::env::temp_dir().join(format!("sayso-score-sources-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (key, texts) = (folder.join("key.jsonl"), folder.join("texts.jsonl"));
        std::fs::write(&texts, "{\"id\": \"x\", \"text\": \"He ran.\", \"attributions\": []}\n").expect("a file");
        let good = "{\"id\": \"x\", \"sources\": [{\"span\": [0, 2], \"is\": []}]}\n";
        let read_with = |content: &str| {
            std::fs::write(&key, content).expect("a file");
            read(&key, &texts).map_err(|error| error.to_string())
        };
        let whole = read_with(good);
        let outside = read_with(&good.replace("[]}", "[[3, 9]]}")).unwrap_err();
        let unknown = read_with(&good.replace("\"x\"", "\"y\"")).unwrap_err();
        let twice = read_with(&good.repeat(2)).unwrap_err();
        let broken = read_with(&format!("{good}{{\"id\": \"x\"}}\n")).unwrap_err();
        let empty = read_with("").unwrap_err();
        std::fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(whole.unwrap()[0].text, "He ran.");
        assert!(
            outside.contains("key.jsonl: article \"x\": [3, 9] is no span of its 7 characters"),
            "{outside}"
        );
        assert!(
            unknown.contains("article \"y\"") && unknown.contains("texts.jsonl lacks it"),
            "{unknown}"
        );
        assert!(twice.contains("article \"x\" comes twice"), "{twice}");
        assert!(broken.contains("key.jsonl: line 2"), "{broken}");
        assert!(empty.contains("holds no source"), "{empty}");
    }
}
