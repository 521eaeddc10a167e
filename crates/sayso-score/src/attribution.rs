//! Scores who says what against PolNeAR (Newell, Margolin and Ruths 2018, "An Attribution Relations Corpus for
//! Political News"): sources, cues and contents as spans of the raw text.
//!
//! - **Exact**: spans of a role, whole and to the character. A content in two halves is two spans, a source of three
//!   attributions one. Precision, recall and F1 per role, pooled over all articles: the exact match of the taggers that
//!   were trained on PARC and PolNeAR (Pareti et al. 2013; CofeNet, Wang et al. 2022), which tag spans one by one.
//! - **Content by tokens**: the words that lie in any content, on both sides; the overlap metric of the same.
//! - **Attribution**: of those with a cue, a gold and a found one match if their cues share a word, and their sources and
//!   their contents each overlap by half: at least half of gold's words are found, and half of what is found is gold's.
//!   Where gold has none of one of them, neither may what is found. One matches one at most, pairs with more in common
//!   first.
//!
//! PolNeAR marks neither nested attributions nor the author's own voice: leave both out of what is scored.

mod errors;

use std::collections::BTreeSet;
use std::path::Path;

use sayso_language::segment;
use sayso_schema::Span;
use serde::{Deserialize, Serialize};

pub use errors::{ErrorKind, Example, Fault, errors};

use crate::entities::read_lines;
use crate::error::ScoreError;
use crate::tally::Tally;

/// Who says what: spans in characters of the article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// Whose word it is; may be nobody.
    pub source: Vec<Span>,
    /// What shows that it is somebody's word: "said", "according to".
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// An article with its gold attributions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Article {
    /// Its name in the corpus.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its attributions.
    pub attributions: Vec<Attribution>,
}

/// How well attributions were found, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct AttributionScores {
    pub cue_precision: f64,
    pub cue_recall: f64,
    pub cue_f1: f64,
    pub source_precision: f64,
    pub source_recall: f64,
    pub source_f1: f64,
    pub content_precision: f64,
    pub content_recall: f64,
    pub content_f1: f64,
    pub content_token_f1: f64,
    pub attribution_precision: f64,
    pub attribution_recall: f64,
    pub attribution_f1: f64,
}

/// Reads PolNeAR as JSON Lines, an article a line: `id`, `text`, and `attributions` with `source`, `cue` and
/// `content` as lists of `[start, end]`.
///
/// # Errors
/// If the file cannot be read, a line is not of that form, a span leaves its text, or there is no article.
pub fn read(path: &Path) -> Result<Vec<Article>, ScoreError> {
    let articles: Vec<Article> = read_lines(path)?;
    for article in &articles {
        let length = article.text.chars().count();
        let outside = article
            .attributions
            .iter()
            .flat_map(|attribution| [&attribution.source, &attribution.cue, &attribution.content])
            .flatten()
            .find(|span| span.is_empty() || span.end > length);
        if let Some(span) = outside {
            let (start, end) = (span.start, span.end);
            let cause = format!(
                "article \"{}\": [{start}, {end}] is no span of its {length} characters",
                article.id
            );
            return Err(ScoreError::new(path, cause));
        }
    }
    if articles.is_empty() {
        return Err(ScoreError::new(path, "holds no article"));
    }
    Ok(articles)
}

/// Scores the attributions that `find` finds in the texts.
pub fn score(gold: &[Article], mut find: impl FnMut(&str) -> Vec<Attribution>) -> AttributionScores {
    let (mut source, mut cue, mut content) = (Tally::default(), Tally::default(), Tally::default());
    let (mut tokens, mut attributions) = (Tally::default(), Tally::default());
    for article in gold {
        let found = find(&article.text);
        let words = Words::of(&article.text);
        let exact = |role: fn(&Attribution) -> &[Span]| {
            Tally::of_sets(&spans(&article.attributions, role), &spans(&found, role))
        };
        source.add(exact(|attribution| &attribution.source));
        cue.add(exact(|attribution| &attribution.cue));
        content.add(exact(|attribution| &attribution.content));

        let gold: Vec<Parts> = article.attributions.iter().map(|a| words.parts(a)).collect();
        let found: Vec<Parts> = found.iter().map(|a| words.parts(a)).collect();
        let contents = |parts: &[Parts]| {
            parts
                .iter()
                .flat_map(|p| p.content.iter().copied())
                .collect::<BTreeSet<_>>()
        };
        tokens.add(Tally::of_sets(&contents(&gold), &contents(&found)));
        attributions.add(Tally {
            correct: matches(&gold, &found).len(),
            gold: gold.iter().filter(|a| !a.cue.is_empty()).count(),
            system: found.iter().filter(|a| !a.cue.is_empty()).count(),
        });
    }
    AttributionScores {
        cue_precision: cue.precision(),
        cue_recall: cue.recall(),
        cue_f1: cue.f1(),
        source_precision: source.precision(),
        source_recall: source.recall(),
        source_f1: source.f1(),
        content_precision: content.precision(),
        content_recall: content.recall(),
        content_f1: content.f1(),
        content_token_f1: tokens.f1(),
        attribution_precision: attributions.precision(),
        attribution_recall: attributions.recall(),
        attribution_f1: attributions.f1(),
    }
}

/// The spans of a role.
fn spans(attributions: &[Attribution], role: fn(&Attribution) -> &[Span]) -> BTreeSet<Span> {
    attributions.iter().flat_map(role).copied().collect()
}

/// The words of an attribution's parts.
struct Parts {
    source: BTreeSet<usize>,
    cue: BTreeSet<usize>,
    content: BTreeSet<usize>,
}

/// The words of a text, in order.
struct Words(Vec<Span>);

impl Words {
    fn of(text: &str) -> Self {
        let sentences = segment(text);
        Self(
            sentences
                .iter()
                .flat_map(|sentence| &sentence.tokens)
                .map(|token| token.span)
                .collect(),
        )
    }

    fn parts(&self, attribution: &Attribution) -> Parts {
        Parts {
            source: self.inside(&attribution.source),
            cue: self.inside(&attribution.cue),
            content: self.inside(&attribution.content),
        }
    }

    /// The words that the spans touch.
    fn inside(&self, spans: &[Span]) -> BTreeSet<usize> {
        let mut inside = BTreeSet::new();
        for span in spans {
            let first = self.0.partition_point(|word| word.end <= span.start);
            let touched = self
                .0
                .iter()
                .enumerate()
                .skip(first)
                .take_while(|(_, word)| word.start < span.end);
            inside.extend(touched.map(|(index, _)| index));
        }
        inside
    }
}

/// Which gold attribution was found as which, by their indices.
fn matches(gold: &[Parts], found: &[Parts]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, gold) in gold.iter().enumerate() {
        for (f, found) in found.iter().enumerate() {
            let same_cue = !gold.cue.is_disjoint(&found.cue);
            let shared = gold.content.intersection(&found.content).count();
            let share = shared as f64 / gold.content.union(&found.content).count().max(1) as f64;
            if same_cue && by_half(&gold.source, &found.source) && by_half(&gold.content, &found.content) {
                pairs.push((share, g, f));
            }
        }
    }
    // The most alike first; of equals, the first in the text.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_found) = (BTreeSet::new(), BTreeSet::new());
    let mut matched = Vec::new();
    for (_, g, f) in pairs {
        if !used_gold.contains(&g) && !used_found.contains(&f) {
            used_gold.insert(g);
            used_found.insert(f);
            matched.push((g, f));
        }
    }
    matched
}

/// Whether half of either is in the other.
fn by_half(gold: &BTreeSet<usize>, found: &BTreeSet<usize>) -> bool {
    let shared = 2 * gold.intersection(found).count();
    shared >= gold.len() && shared >= found.len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use super::*;

    const TEXT: &str = "Rain came, Ana said. Wind fell, Bo wrote, and more came. Snow lay, they claim.";

    /// The first place where the words stand.
    fn at(words: &str) -> Vec<Span> {
        let byte = TEXT.find(words).expect("in the text");
        let start = TEXT[..byte].chars().count();
        vec![Span::new(start, start + words.chars().count())]
    }

    fn attribution(source: &str, cue: &str, content: &[&str]) -> Attribution {
        Attribution {
            source: at(source),
            cue: at(cue),
            content: content.iter().flat_map(|part| at(part)).collect(),
        }
    }

    fn gold() -> Vec<Article> {
        vec![Article {
            id: "a".to_owned(),
            text: TEXT.to_owned(),
            attributions: vec![
                attribution("Ana", "said", &["Rain came"]),
                attribution("Bo", "wrote", &["Wind fell", "and more came"]),
                attribution("they", "claim", &["Snow lay"]),
            ],
        }]
    }

    #[test]
    fn what_is_right_scores_one() {
        let scores = score(&gold(), |_| gold()[0].attributions.clone());
        assert_eq!((scores.cue_f1, scores.source_f1, scores.content_f1), (1.0, 1.0, 1.0));
        assert_eq!((scores.content_token_f1, scores.attribution_f1), (1.0, 1.0));
    }

    #[test]
    fn partial_scores() {
        let scores = score(&gold(), |_| {
            vec![
                // Right but for the source.
                attribution("Rain", "said", &["Rain came"]),
                // Half of the content: 2 of 5 words are too few for a match, but one span of two is right.
                attribution("Bo", "wrote", &["Wind fell"]),
                // The cue is longer; content half right, 1 of 2 words.
                attribution("they", "they claim", &["Snow"]),
                // None at all.
                attribution("Ana", "Ana said", &["Wind"]),
            ]
        });
        assert_eq!((scores.cue_precision, scores.cue_recall), (2.0 / 4.0, 2.0 / 3.0));
        assert_eq!((scores.source_precision, scores.source_recall), (3.0 / 4.0, 3.0 / 3.0));
        assert_eq!(
            (scores.content_precision, scores.content_recall),
            (2.0 / 4.0, 2.0 / 4.0)
        );
        // Rain came, Wind fell, Snow: 5 words of 9.
        assert_eq!(scores.content_token_f1, 10.0 / 14.0);
        assert_eq!(
            (scores.attribution_precision, scores.attribution_recall),
            (1.0 / 4.0, 1.0 / 3.0)
        );
        assert_eq!(scores.attribution_f1, 2.0 / 7.0);
    }

    #[test]
    fn what_has_no_cue_is_no_attribution() {
        let mut without = gold();
        without[0].attributions[1].cue.clear();
        let scores = score(&without, |_| {
            let mut found = gold()[0].attributions.clone();
            found[0].cue.clear();
            found
        });
        // Two of gold have a cue, two of what is found, and one is the same.
        assert_eq!((scores.attribution_precision, scores.attribution_recall), (0.5, 0.5));
        assert_eq!(scores.content_f1, 1.0);
    }

    #[test]
    fn a_source_too_many_is_no_match() {
        let mut nobody = gold();
        nobody[0].attributions[2].source.clear();
        let scores = score(&nobody, |_| gold()[0].attributions.clone());
        assert_eq!(
            (scores.attribution_precision, scores.attribution_recall),
            (2.0 / 3.0, 2.0 / 3.0)
        );
    }

    #[test]
    fn too_much_content_is_no_match() {
        let whole = attribution("Ana", "said", &["Rain came, Ana said. Wind fell"]);
        let scores = score(&gold(), |_| vec![whole.clone()]);
        assert_eq!(scores.attribution_f1, 0.0);
        assert_eq!(scores.cue_precision, 1.0);
    }

    #[test]
    fn one_found_matches_one_gold_at_most() {
        let one = attribution("Ana", "said", &["Rain came"]);
        let scores = score(&gold(), |_| vec![one.clone(), one.clone()]);
        assert_eq!(
            (scores.attribution_precision, scores.attribution_recall),
            (0.5, 1.0 / 3.0)
        );
        // The same spans twice are one thing.
        assert_eq!(scores.cue_precision, 1.0);
    }

    #[test]
    fn nothing_found_is_zero() {
        let scores = score(&gold(), |_| Vec::new());
        assert_eq!(
            (scores.cue_precision, scores.content_token_f1, scores.attribution_f1),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn faults_name_file_line_and_article() {
        let path = std::env::temp_dir().join(format!("sayso-score-polnear-{}.jsonl", std::process::id()));
        let fault = |content: &str| {
            std::fs::write(&path, content).expect("a file");
            read(&path)
                .map(|articles| articles.len())
                .map_err(|error| error.to_string())
        };
        let good = "{\"id\": \"x\", \"text\": \"abc\", \"attributions\": [{\"cue\": [[0, 3]], \"content\": []}]}\n";
        let good_read = fault(good);
        let outside = fault(&good.replace("3]", "4]"));
        let broken = fault(&(good.to_owned() + "{\"id\": 1}\n"));
        let empty = fault("");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(good_read, Ok(1));
        assert!(
            outside
                .unwrap_err()
                .contains("article \"x\": [0, 4] is no span of its 3 characters")
        );
        assert!(broken.unwrap_err().contains("line 2"));
        assert!(empty.is_err());
    }
}
