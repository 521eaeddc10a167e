//! Scores time expressions against TimeML by TempEval-3's definition (UzZaman, Llorens, Derczynski, Allen, Verhagen and
//! Pustejovsky 2013, "SemEval-2013 Task 1: TempEval-3", section 4.1), over the `TIMEX3` elements in `TEXT`.
//!
//! - **Strict**: an expression is found if its first and last character are.
//! - **Relaxed**: it is found if one found shares a character with it. One matches one; expressions with the same span
//!   before others.
//! - **Value**: of the relaxed matches, the part whose `value` is gold's, letter for letter; and precision, recall and F1
//!   that count a match as right only then.
//!
//! Counts are pooled over all documents. `TIMEX3` elements without a character of text are left out, as is the one that
//! tells when the document was made: its value is the document's day of publication.

use std::path::{Path, PathBuf};

use roxmltree::{Document, Node, ParsingOptions};
use sayso_schema::Span;
use serde::Serialize;

use crate::error::ScoreError;
use crate::tally::Tally;

/// A file with more elements and texts than this is refused before it takes all memory; TimeBank's longest has 1,700.
const MOST_NODES: u32 = 1_000_000;
/// The same for its size in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// A document of a TimeML corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeDocument {
    /// Its file's name, without the ending.
    pub id: String,
    /// When it was made, as TIMEX3 writes it: `1998-02-12`, `1998-02-12T01:58:00`.
    pub published: Option<String>,
    /// What its `TEXT` holds, without tags.
    pub text: String,
    /// Its time expressions.
    pub times: Vec<Time>,
}

/// A time expression, in gold or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Where it stands in the text.
    pub span: Span,
    /// TIMEX3 `value`.
    pub value: String,
}

/// How well times were found and normalised, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct TimeScores {
    pub strict_precision: f64,
    pub strict_recall: f64,
    pub strict_f1: f64,
    pub relaxed_precision: f64,
    pub relaxed_recall: f64,
    pub relaxed_f1: f64,
    pub value_accuracy: f64,
    pub value_precision: f64,
    pub value_recall: f64,
    pub value_f1: f64,
}

/// Reads the `.tml` and `.xml` files of a folder, by name; or one such file.
///
/// # Errors
/// If the folder or a file cannot be read, holds no TimeML, or there is none.
pub fn read(path: &Path) -> Result<Vec<TimeDocument>, ScoreError> {
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).map_err(|error| ScoreError::new(path, error.to_string()))? {
            files.push(entry.map_err(|error| ScoreError::new(path, error.to_string()))?.path());
        }
        files.retain(|file| file.extension().is_some_and(|end| end == "tml" || end == "xml"));
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    if files.is_empty() {
        return Err(ScoreError::new(path, "holds no .tml and no .xml file"));
    }
    files.iter().map(read_file).collect()
}

fn read_file(path: &PathBuf) -> Result<TimeDocument, ScoreError> {
    let fault = |cause: String| ScoreError::new(path, cause);
    let size = std::fs::metadata(path).map_err(|error| fault(error.to_string()))?.len();
    if size > MOST_BYTES {
        return Err(fault(format!(
            "has {size} bytes, more than the {MOST_BYTES} that a TimeML file may have"
        )));
    }
    let content = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document =
        Document::parse_with_options(&content, options).map_err(|error| fault(format!("is no XML: {error}")))?;
    let named = |name: &str| document.descendants().find(|node| node.has_tag_name(name));
    let text = named("TEXT").ok_or_else(|| fault("is no TimeML: it has no element TEXT".to_owned()))?;
    let published = document
        .descendants()
        .find(|node| is_timex(*node) && node.attribute("functionInDocument") == Some("CREATION_TIME"));
    let (text, times) = text_and_times(text).map_err(fault)?;
    Ok(TimeDocument {
        id: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        published: published.and_then(|node| node.attribute("value")).map(str::to_owned),
        text,
        times,
    })
}

fn is_timex(node: Node<'_, '_>) -> bool {
    node.has_tag_name("TIMEX3")
}

/// The text in the element, and the times in it. Elements come in the order in which they open, texts between them.
fn text_and_times(element: Node<'_, '_>) -> Result<(String, Vec<Time>), String> {
    let mut text = String::new();
    let mut length = 0;
    let mut times: Vec<Time> = Vec::new();
    // Times that are not yet closed, as indices into `times`, with the byte at which they close.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for node in element.descendants() {
        while let Some((time, _)) = open.pop_if(|(_, end)| *end <= node.range().start) {
            times[time].span.end = length;
        }
        if let Some(piece) = node.text().filter(|_| node.is_text()) {
            text.push_str(piece);
            length += piece.chars().count();
        } else if is_timex(node) && node.attribute("functionInDocument") != Some("CREATION_TIME") {
            let value = node.attribute("value").ok_or_else(|| {
                let at = node.document().text_pos_at(node.range().start);
                format!("line {}: a TIMEX3 without a value", at.row)
            })?;
            open.push((times.len(), node.range().end));
            times.push(Time {
                span: Span::new(length, length),
                value: value.to_owned(),
            });
        }
    }
    for (time, _) in open {
        times[time].span.end = length;
    }
    times.retain(|time| !time.span.is_empty());
    Ok((text, times))
}

/// Scores the times that `find` finds in the documents.
pub fn score(gold: &[TimeDocument], mut find: impl FnMut(&TimeDocument) -> Vec<Time>) -> TimeScores {
    let (mut strict, mut relaxed, mut value) = (Tally::default(), Tally::default(), Tally::default());
    for document in gold {
        let found = find(document);
        let pairs = matches(&document.times, &found);
        let count = |right: fn(&Time, &Time) -> bool| Tally {
            correct: pairs.iter().filter(|(gold, found)| right(gold, found)).count(),
            gold: document.times.len(),
            system: found.len(),
        };
        strict.add(count(|gold, found| gold.span == found.span));
        relaxed.add(count(|_, _| true));
        value.add(count(|gold, found| gold.value == found.value));
    }
    let matched = Tally {
        system: relaxed.correct,
        ..value
    };
    TimeScores {
        strict_precision: strict.precision(),
        strict_recall: strict.recall(),
        strict_f1: strict.f1(),
        relaxed_precision: relaxed.precision(),
        relaxed_recall: relaxed.recall(),
        relaxed_f1: relaxed.f1(),
        value_accuracy: matched.precision(),
        value_precision: value.precision(),
        value_recall: value.recall(),
        value_f1: value.f1(),
    }
}

/// Pairs of a gold and a found time: those with one span, then those that share a character, in the text's order.
fn matches<'t>(gold: &'t [Time], found: &'t [Time]) -> Vec<(&'t Time, &'t Time)> {
    let mut gold: Vec<&Time> = gold.iter().collect();
    let mut found: Vec<&Time> = found.iter().collect();
    let mut pairs = Vec::new();
    for fits in [(|a, b| a == b) as fn(Span, Span) -> bool, Span::overlaps] {
        gold.sort_by_key(|time| time.span);
        found.sort_by_key(|time| time.span);
        let mut from = 0;
        gold.retain(|time| {
            // What ends before this begins fits no later one either, as times do not lie inside each other.
            while found.get(from).is_some_and(|other| other.span.end <= time.span.start) {
                from += 1;
            }
            let near = found
                .iter()
                .enumerate()
                .skip(from)
                .take_while(|(_, other)| other.span.start < time.span.end);
            let Some((at, _)) = near.clone().find(|(_, other)| fits(time.span, other.span)) else {
                return true;
            };
            pairs.push((*time, found.remove(at)));
            false
        });
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(start: usize, end: usize, value: &str) -> Time {
        Time {
            span: Span::new(start, end),
            value: value.to_owned(),
        }
    }

    fn read_text(content: &str, name: &str) -> Result<TimeDocument, String> {
        let path = std::env::temp_dir().join(format!("sayso-score-time-{name}-{}.tml", std::process::id()));
        std::fs::write(&path, content).expect("a file");
        let read = read(&path)
            .map(|mut all| all.remove(0))
            .map_err(|error| error.to_string());
        std::fs::remove_file(&path).expect("removed");
        read
    }

    const TIMEML: &str = "<?xml version=\"1.0\"?><TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2024-10-15\" \
                          functionInDocument=\"CREATION_TIME\">Oct. 15</TIMEX3></DCT><TEXT>Él <EVENT \
                          eid=\"e1\">left</EVENT> <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2024-10-11\">on \
                          <b>Friday</b></TIMEX3> &amp; stays <TIMEX3 tid=\"t2\" type=\"DURATION\" \
                          value=\"P2D\">two days</TIMEX3><TIMEX3 tid=\"t3\" type=\"DATE\" value=\"2024\"/>.</TEXT></TimeML>";

    #[test]
    fn text_without_tags_and_times_in_characters() {
        let document = read_text(TIMEML, "good").unwrap();
        assert_eq!(document.text, "Él left on Friday & stays two days.");
        assert_eq!(document.published.as_deref(), Some("2024-10-15"));
        assert_eq!(document.times, [time(8, 17, "2024-10-11"), time(26, 34, "P2D")]);
    }

    #[test]
    fn a_known_partial_score() {
        let document = TimeDocument {
            id: "x".to_owned(),
            published: None,
            text: String::new(),
            times: vec![
                time(0, 6, "2024-10-11"),
                time(10, 18, "P2D"),
                time(20, 24, "2024"),
                time(30, 33, "PRESENT_REF"),
            ],
        };
        // One exact, one that overlaps with the right value, one exact with a wrong value, two invented; one missed.
        let found = [
            time(0, 6, "2024-10-11"),
            time(8, 18, "P2D"),
            time(20, 24, "2023"),
            time(40, 45, "2024"),
            time(50, 52, "P1D"),
        ];
        let scores = score(&[document], |_| found.to_vec());
        assert_eq!((scores.strict_precision, scores.strict_recall), (0.4, 0.5));
        assert_eq!((scores.relaxed_precision, scores.relaxed_recall), (0.6, 0.75));
        assert_eq!(scores.relaxed_f1, 6.0 / 9.0);
        assert_eq!(scores.value_accuracy, 2.0 / 3.0);
        assert_eq!(
            (scores.value_precision, scores.value_recall, scores.value_f1),
            (0.4, 0.5, 4.0 / 9.0)
        );
    }

    #[test]
    fn one_matches_one_and_the_same_span_comes_first() {
        let gold = [time(0, 10, "a"), time(12, 20, "b")];
        let found = [time(0, 4, "x"), time(0, 10, "a"), time(5, 14, "b")];
        let pairs = matches(&gold, &found);
        let values: Vec<_> = pairs
            .iter()
            .map(|(gold, found)| (gold.value.as_str(), found.value.as_str()))
            .collect();
        assert_eq!(values, [("a", "a"), ("b", "b")]);
    }

    #[test]
    fn nothing_found_is_zero() {
        let document = read_text(TIMEML, "none").unwrap();
        let scores = score(&[document], |_| Vec::new());
        assert_eq!(
            (scores.relaxed_f1, scores.value_accuracy, scores.value_f1),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn what_is_no_timeml_is_told() {
        let told = |content: &str| read_text(content, "bad").unwrap_err();
        assert!(told("<TimeML><TEXT>left</TEXT>").contains("is no XML"));
        assert!(told("<TimeML>left</TimeML>").contains("no element TEXT"));
        assert!(told("<TEXT>a\n<TIMEX3>b</TIMEX3></TEXT>").contains("line 2: a TIMEX3 without a value"));
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><TEXT>&b;</TEXT>";
        assert!(told(bomb).contains("is no XML"));
        let deep = "<TEXT>".repeat(100_000);
        assert!(told(&deep).contains("is no XML"));
        assert!(read(Path::new("/nowhere/at/all")).is_err());
    }
}
