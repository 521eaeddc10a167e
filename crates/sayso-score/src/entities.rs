//! Scores names against Universal NER (Mayhew et al. 2024; IOB2 over the words of English EWT) and against re3d, the
//! "relationship and entity extraction evaluation dataset" of defence and diplomacy texts (Dstl 2017).
//!
//! A name is right if its first and last character and its type are, the strict match of CoNLL 2003. Universal NER has
//! PER, ORG and LOC and gives its words to the system, and names never overlap. re3d is scored from raw text, on its
//! types Person, Organisation, Location, Nationality and Weapon. Its gold lets names overlap ("the Security Council"
//! and "Security Council"), marks groups without a name ("rebels") as organisations, and counts whole as annotated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sayso_language::conllu::ConlluSentence;
use sayso_language::{Name, NameKind, Sentence, Token};
use sayso_schema::Span;
use serde::{Deserialize, Serialize};

use crate::error::ScoreError;
use crate::tally::Tally;
use crate::ud;

/// How well names were found, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EntityScores {
    /// What part of the names found is right.
    pub precision: f64,
    /// What part of the gold names was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl From<Tally> for EntityScores {
    fn from(tally: Tally) -> Self {
        Self {
            precision: tally.precision(),
            recall: tally.recall(),
            f1: tally.f1(),
        }
    }
}

/// Reads a file of Universal NER: a word a line (number, form, tag, two columns more), an empty line between
/// sentences. Tags of other types than PER, ORG and LOC are taken for none.
///
/// # Errors
/// If the file cannot be read, a line has fewer than three columns or no IOB2 tag, or there is no sentence.
pub fn read_iob2(path: &Path) -> Result<Vec<ConlluSentence>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    parse_iob2(&text).map_err(|cause| ScoreError::new(path, cause))
}

fn parse_iob2(text: &str) -> Result<Vec<ConlluSentence>, String> {
    let mut sentences = Vec::new();
    let mut current = IobSentence::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            current.finish(&mut sentences);
        } else if let Some(comment) = line.strip_prefix("# ") {
            current.comment(comment);
        } else {
            let mut columns = line.split('\t').skip(1);
            let (Some(form), Some(tag)) = (columns.next(), columns.next()) else {
                return Err(format!(
                    "line {}: fewer than the three columns number, form, tag",
                    index + 1
                ));
            };
            let Some(tag) = Tag::parse(tag) else {
                return Err(format!(
                    "line {}: \"{tag}\" is no IOB2 tag such as O, B-PER or I-PER",
                    index + 1
                ));
            };
            current.words.push((form.to_owned(), tag));
        }
    }
    current.finish(&mut sentences);
    if sentences.is_empty() {
        return Err("holds no sentence in IOB2".to_owned());
    }
    Ok(sentences)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

impl Tag {
    fn parse(tag: &str) -> Option<Self> {
        if tag == "O" {
            return Some(Self::Outside);
        }
        let (position, kind) = tag.split_once('-')?;
        let kind = match kind {
            "PER" => NameKind::Person,
            "ORG" => NameKind::Organisation,
            "LOC" => NameKind::Location,
            _ => return Some(Self::Outside),
        };
        match position {
            "B" => Some(Self::Begin(kind)),
            "I" => Some(Self::Inside(kind)),
            _ => None,
        }
    }
}

#[derive(Default)]
struct IobSentence {
    text: Option<String>,
    opens_document: bool,
    words: Vec<(String, Tag)>,
}

impl IobSentence {
    fn comment(&mut self, comment: &str) {
        if let Some(text) = comment.strip_prefix("text = ") {
            self.text = Some(text.to_owned());
        } else if comment.starts_with("newdoc") {
            self.opens_document = true;
        }
    }

    fn finish(&mut self, sentences: &mut Vec<ConlluSentence>) {
        let IobSentence {
            text,
            opens_document,
            words,
        } = std::mem::take(self);
        if words.is_empty() {
            self.opens_document = opens_document;
            return;
        }
        let joined = || {
            words
                .iter()
                .map(|(form, _)| form.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let given = text.and_then(|text| spans(&text, &words).map(|spans| (text, spans)));
        let (text, spans) = given.unwrap_or_else(|| {
            let text = joined();
            let spans = spans(&text, &words).unwrap_or_default();
            (text, spans)
        });
        let mut sentence = Sentence {
            span: Span::new(0, text.chars().count()),
            ..Sentence::default()
        };
        for (index, ((form, tag), span)) in words.into_iter().zip(spans).enumerate() {
            sentence.tokens.push(Token {
                span,
                form,
                ..Token::default()
            });
            let previous = sentence.names.last_mut();
            match (tag, previous) {
                (Tag::Outside, _) => {}
                (Tag::Inside(kind), Some(name)) if name.kind == kind && name.last + 1 == index => name.last = index,
                (Tag::Begin(kind) | Tag::Inside(kind), _) => sentence.names.push(Name {
                    first: index,
                    last: index,
                    kind,
                }),
            }
        }
        sentences.push(ConlluSentence {
            text,
            sentence,
            opens_document,
            ..ConlluSentence::default()
        });
    }
}

/// Where the words stand in the text, if it is made of them.
fn spans(text: &str, words: &[(String, Tag)]) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(words.len());
    let (mut rest, mut at) = (text, 0);
    for (form, _) in words {
        let trimmed = rest.trim_start();
        at += rest.chars().count() - trimmed.chars().count();
        rest = trimmed.strip_prefix(form.as_str())?;
        let end = at + form.chars().count();
        spans.push(Span::new(at, end));
        at = end;
    }
    rest.trim().is_empty().then_some(spans)
}

/// Scores the names that `annotate` puts into gold sentences; it gets those of one document at a time, without names.
pub fn score_iob2(gold: &[ConlluSentence], mut annotate: impl FnMut(&mut [Sentence])) -> EntityScores {
    let mut tally = Tally::default();
    for document in ud::documents(gold) {
        let mut sentences: Vec<Sentence> = document.sentences.iter().map(ud::without_answers).collect();
        annotate(&mut sentences);
        tally.add(Tally::of_sets(&names(&document.sentences), &names(&sentences)));
    }
    tally.into()
}

fn names(sentences: &[Sentence]) -> BTreeSet<(Span, &'static str)> {
    let mut found = BTreeSet::new();
    for sentence in sentences {
        for name in &sentence.names {
            let (Some(first), Some(last)) = (sentence.tokens.get(name.first), sentence.tokens.get(name.last)) else {
                continue;
            };
            let kind = match name.kind {
                NameKind::Person => "PER",
                NameKind::Organisation => "ORG",
                NameKind::Location => "LOC",
            };
            found.insert((first.span.hull(last.span), kind));
        }
    }
    found
}

/// The types of re3d that are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Re3dType {
    /// A person, by name, title or description.
    Person,
    /// A group of people, a government, a company; by name or not.
    Organisation,
    /// A place.
    Location,
    /// A nationality, religious or ethnic identity.
    Nationality,
    /// A weapon or kind of weapon.
    Weapon,
}

/// A text of re3d.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Re3dDocument {
    /// Its text.
    pub text: String,
    /// Its gold entities of the scored types.
    pub entities: BTreeSet<(Span, Re3dType)>,
}

#[derive(Deserialize)]
struct Re3dText {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct Re3dEntity {
    #[serde(rename = "documentId")]
    document: String,
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads re3d: a folder with `documents.json` and `entities.json` (one JSON object a line), or a folder of such.
///
/// # Errors
/// If a file cannot be read or is not in that format, or there is no document.
pub fn read_re3d(folder: &Path) -> Result<Vec<Re3dDocument>, ScoreError> {
    let mut found = Vec::new();
    for folder in re3d_folders(folder)? {
        let texts: Vec<Re3dText> = read_lines(&folder.join("documents.json"))?;
        let path = folder.join("entities.json");
        let mut entities: BTreeMap<String, BTreeSet<(Span, Re3dType)>> = BTreeMap::new();
        for entity in read_lines::<Re3dEntity>(&path)? {
            let Some(kind) = re3d_type(&entity.kind) else { continue };
            let span = Span::new(entity.begin, entity.end);
            entities.entry(entity.document).or_default().insert((span, kind));
        }
        for text in texts {
            found.push(Re3dDocument {
                entities: entities.remove(&text.id).unwrap_or_default(),
                text: text.text,
            });
        }
        if let Some(document) = entities.keys().next() {
            return Err(ScoreError::new(
                path,
                format!("has entities of \"{document}\", which documents.json lacks"),
            ));
        }
    }
    if found.is_empty() {
        return Err(ScoreError::new(folder, "holds no documents.json with a document in it"));
    }
    Ok(found)
}

fn re3d_type(name: &str) -> Option<Re3dType> {
    Some(match name {
        "Person" => Re3dType::Person,
        "Organisation" => Re3dType::Organisation,
        "Location" => Re3dType::Location,
        "Nationality" => Re3dType::Nationality,
        "Weapon" => Re3dType::Weapon,
        _ => return None,
    })
}

fn re3d_folders(folder: &Path) -> Result<Vec<PathBuf>, ScoreError> {
    if folder.join("documents.json").is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let fault = |error: std::io::Error| ScoreError::new(folder, error.to_string());
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.join("documents.json").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Reads a file with one JSON value a line.
pub(crate) fn read_lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| ScoreError::new(path, format!("line {}: {error}", index + 1)))
        })
        .collect()
}

/// Scores the entities that `find` finds in the texts.
pub fn score_re3d(gold: &[Re3dDocument], mut find: impl FnMut(&str) -> Vec<(Span, Re3dType)>) -> EntityScores {
    let mut tally = Tally::default();
    for document in gold {
        let found = find(&document.text).into_iter().collect();
        tally.add(Tally::of_sets(&document.entities, &found));
    }
    tally.into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use super::*;

    const GOLD: &str = "\
# newdoc id = a
# text = Ana Diaz isn't in Oslo.
1\tAna\tB-PER\t-\t-
2\tDiaz\tI-PER\t-\t-
3\tis\tO\t-\t-
4\tn't\tO\t-\t-
5\tin\tO\t-\t-
6\tOslo\tB-LOC\t-\t-
7\t.\tO\t-\t-

1\tAcme\tI-ORG\t-\t-
2\tAcme\tB-ORG\t-\t-
3\tfell\tB-OTH\t-\t-
";

    #[test]
    fn partial_scores_on_gold_words() {
        let gold = parse_iob2(GOLD).expect("well-formed");
        assert_eq!(gold[0].sentence.names.len(), 2);
        assert_eq!(gold[1].sentence.names.len(), 2);
        assert_eq!(gold[0].sentence.tokens[3].span, Span::new(11, 14));
        let scores = score_iob2(&gold, |sentences| {
            assert_eq!(sentences.len(), 2);
            assert!(sentences.iter().all(|sentence| sentence.names.is_empty()));
            let name = |first, last, kind| Name { first, last, kind };
            // One right, one too short, one of the wrong type, and nothing in the second sentence but one.
            sentences[0].names = vec![name(1, 1, NameKind::Person), name(5, 5, NameKind::Location)];
            sentences[1].names = vec![name(0, 0, NameKind::Person)];
        });
        assert_eq!(scores.precision, 1.0 / 3.0);
        assert_eq!(scores.recall, 1.0 / 4.0);
        assert_eq!(scores.f1, 2.0 / 7.0);
    }

    #[test]
    fn faults_name_the_line() {
        assert!(parse_iob2("1\ta\tO\n2\tb\n").unwrap_err().starts_with("line 2: fewer"));
        assert!(parse_iob2("1\ta\tPER\n").unwrap_err().starts_with("line 1: \"PER\""));
        assert!(parse_iob2("\n# newdoc\n").is_err());
    }

    #[test]
    fn re3d_is_read_and_scored() {
        let folder = std::env::temp_dir().join(format!("sayso-score-re3d-{}", std::process::id()));
        let inner = folder.join("Wire");
        std::fs::create_dir_all(&inner).expect("a folder");
        let documents = "{\"_id\": \"1\", \"text\": \"Ana met the Oslo Guard.\"}\n";
        std::fs::write(inner.join("documents.json"), documents).expect("a file");
        let entities = "{\"documentId\": \"1\", \"begin\": 0, \"end\": 3, \"type\": \"Person\"}\n\
                        {\"documentId\": \"1\", \"begin\": 8, \"end\": 22, \"type\": \"Organisation\"}\n\
                        {\"documentId\": \"1\", \"begin\": 12, \"end\": 16, \"type\": \"Location\"}\n\
                        {\"documentId\": \"1\", \"begin\": 4, \"end\": 7, \"type\": \"Temporal\"}\n";
        std::fs::write(inner.join("entities.json"), entities).expect("a file");
        let gold = read_re3d(&folder).expect("well-formed");
        std::fs::write(inner.join("entities.json"), "{}\n").expect("a file");
        let fault = read_re3d(&folder).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).expect("removed");

        assert!(fault.contains("entities.json") && fault.contains("line 1"), "{fault}");
        assert_eq!(gold[0].entities.len(), 3);
        let scores = score_re3d(&gold, |text| {
            assert_eq!(text, "Ana met the Oslo Guard.");
            let guard = (Span::new(12, 22), Re3dType::Organisation);
            vec![
                (Span::new(0, 3), Re3dType::Person),
                (Span::new(0, 3), Re3dType::Person),
                guard,
            ]
        });
        assert_eq!((scores.precision, scores.recall), (0.5, 1.0 / 3.0));
    }
}
