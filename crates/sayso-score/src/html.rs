//! `sayso score html`: how well the article's body is taken out of a page, by the metric of the
//! [article-extraction-benchmark](https://github.com/scrapinghub/article-extraction-benchmark) (its `evaluate.py`).
//!
//! Both the true and the extracted body are cut into tokens, the runs of word characters (`\w+`: letters, marks that
//! Python counts as letters, digits, `_`), and these into shingles of four tokens that follow each other; a body of
//! fewer tokens is one shingle, an empty one none. Over the multisets of shingles a page has `tp`, the shingles in both,
//! `fp`, those only extracted, and `fn`, those only true. A page's precision is `tp / (tp + fp)`, its recall
//! `tp / (tp + fn)`. **Precision** is the mean over pages that have extracted text, **recall** over pages that have
//! true text, and **F1** their harmonic mean.
//!
//! What is scored is what intake makes of the page, less the headline that it puts first: the benchmark's bodies have
//! none.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use sayso_intake::{Intake, Limits, Options};
use serde::{Deserialize, Serialize};

use crate::ScoreError;

/// The figures of `sayso score html`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HtmlScore {
    /// Mean precision over pages that gave any text, a fraction of 1.
    pub precision: f64,
    /// Mean recall over pages that have a true body, a fraction of 1.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Pages a second on one thread: decoding, parsing, metadata and extraction, without reading and unpacking files.
    pub pages_per_second: f64,
}

/// A page in `ground-truth.json`.
#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody", default)]
    body: String,
}

/// Scores the extraction over the benchmark's `folder`: `ground-truth.json`, an object of page name to
/// `{"articleBody": …}`, and `NAME.html.gz` for each page.
///
/// A page that intake finds no article in counts as empty.
///
/// # Errors
///
/// [`ScoreError`] if the truth or a page is missing or cannot be read.
pub fn score(folder: &Path) -> Result<HtmlScore, ScoreError> {
    let truth_path = folder.join("ground-truth.json");
    let fault = |path: &Path, cause: String| ScoreError::new(path, cause);
    let json = std::fs::read_to_string(&truth_path).map_err(|error| fault(&truth_path, error.to_string()))?;
    let truths: std::collections::BTreeMap<String, Truth> =
        serde_json::from_str(&json).map_err(|error| fault(&truth_path, error.to_string()))?;
    let limits = Limits::default();
    let mut counts = Vec::with_capacity(truths.len());
    let mut spent = Duration::ZERO;
    for (name, truth) in &truths {
        let path = folder.join(format!("{name}.html.gz"));
        let page = match Intake::new([&path], &Options::default()).next() {
            Some(Ok(page)) => page,
            Some(Err(error)) => return Err(fault(&path, error.to_string())),
            None => return Err(fault(&path, "holds no page".to_owned())),
        };
        let start = Instant::now();
        let article = page.article(&limits);
        spent += start.elapsed();
        let body = article
            .map(|article| article.paragraphs.join("\n\n"))
            .unwrap_or_default();
        counts.push(Counts::of(&truth.body, &body));
    }
    let (precision, recall, f1) = means(&counts);
    Ok(HtmlScore {
        precision,
        recall,
        f1,
        pages_per_second: counts.len() as f64 / spent.as_secs_f64().max(1e-9),
    })
}

/// A page's shingles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    both: usize,
    only_extracted: usize,
    only_true: usize,
}

impl Counts {
    fn of(truth: &str, extracted: &str) -> Self {
        let (truth, extracted) = (tokens(truth), tokens(extracted));
        let mut balance: HashMap<&[&str], (usize, usize)> = HashMap::new();
        for shingle in shingles(&truth) {
            balance.entry(shingle).or_default().0 += 1;
        }
        for shingle in shingles(&extracted) {
            balance.entry(shingle).or_default().1 += 1;
        }
        let mut counts = Self {
            both: 0,
            only_extracted: 0,
            only_true: 0,
        };
        for &(truth, extracted) in balance.values() {
            counts.both += truth.min(extracted);
            counts.only_extracted += extracted.saturating_sub(truth);
            counts.only_true += truth.saturating_sub(extracted);
        }
        counts
    }
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|token| !token.is_empty())
        .collect()
}

fn shingles<'a, 'b>(tokens: &'a [&'b str]) -> impl Iterator<Item = &'a [&'b str]> {
    let whole = (1..4).contains(&tokens.len()).then_some(tokens);
    whole.into_iter().chain(tokens.windows(4))
}

/// Mean precision, mean recall, and the F1 of the two.
fn means(counts: &[Counts]) -> (f64, f64, f64) {
    let mean = |part: fn(&Counts) -> usize| {
        let of = |page: &Counts| page.both as f64 / (page.both + part(page)) as f64;
        let pages: Vec<f64> = counts
            .iter()
            .filter(|page| page.both + part(page) > 0)
            .map(of)
            .collect();
        if pages.is_empty() {
            0.0
        } else {
            pages.iter().sum::<f64>() / pages.len() as f64
        }
    };
    let (precision, recall) = (mean(|page| page.only_extracted), mean(|page| page.only_true));
    let f1 = if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    };
    (precision, recall, f1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(both: usize, only_extracted: usize, only_true: usize) -> Counts {
        Counts {
            both,
            only_extracted,
            only_true,
        }
    }

    #[test]
    fn shingles_are_counted_as_the_benchmark_counts_them() {
        assert_eq!(Counts::of("a b c d e f", "a b c d e f"), counts(3, 0, 0));
        // Shared: "a b c d", "b c d e". Only extracted: "c d e x". Only true: "c d e f".
        assert_eq!(Counts::of("a b c d e f", "a, b (c) d\ne x"), counts(2, 1, 1));
        assert_eq!(Counts::of("a b c d a b c d", "a b c d"), counts(1, 0, 4));
        assert_eq!(Counts::of("a b", "a b"), counts(1, 0, 0));
        assert_eq!(Counts::of("a b", "a b c"), counts(0, 1, 1));
        assert_eq!(Counts::of("a b c d", ""), counts(0, 0, 1));
        assert_eq!(Counts::of("", ""), counts(0, 0, 0));
        assert_eq!(Counts::of("don't stop it_1", "don t stop it_1"), counts(1, 0, 0));
    }

    #[test]
    fn means_leave_out_pages_without_text_as_the_benchmark_does() {
        // Precision over the first two pages, recall over the first and the third.
        let (precision, recall, f1) = means(&[counts(3, 1, 3), counts(0, 2, 0), counts(0, 0, 5)]);
        assert!((precision - 0.375).abs() < 1e-12 && (recall - 0.25).abs() < 1e-12 && (f1 - 0.3).abs() < 1e-12);
        assert_eq!(means(&[]), (0.0, 0.0, 0.0));
    }

    #[test]
    fn a_folder_is_scored_page_by_page() {
        use std::io::Write;
        let folder = std::env::temp_dir().join(format!("sayso-score-html-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let first =
            "The harbour at Port Ellery reopened on Monday after eleven days of repairs, officials said. ".repeat(3);
        let second =
            "Two ferries left at noon with two hundred people on board, its owner Ann Lee said later. ".repeat(3);
        let page = format!(
            "<html><body><article><h1>Harbour reopens</h1><p>{first}</p><p>{second}</p></article></body></html>"
        );
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(page.as_bytes()).expect("memory");
        std::fs::write(folder.join("p1.html.gz"), packed.finish().expect("memory")).expect("a file");
        // The truth is the first paragraph: 45 tokens, 42 shingles, of 96 tokens and 93 shingles extracted.
        let truth = serde_json::json!({"p1": {"articleBody": first, "url": "https://post.example"}});
        std::fs::write(folder.join("ground-truth.json"), truth.to_string()).expect("a file");
        let scored = score(&folder).expect("a score");
        std::fs::remove_file(folder.join("p1.html.gz")).expect("own file");
        let missing = score(&folder).expect_err("a page is missing").to_string();
        std::fs::remove_dir_all(&folder).expect("own folder");
        assert!((scored.recall - 1.0).abs() < 1e-12, "{scored:?}");
        assert!((scored.precision - 42.0 / 93.0).abs() < 1e-12, "{scored:?}");
        assert!(
            scored.pages_per_second > 0.0 && missing.contains("p1.html.gz"),
            "{missing}"
        );
    }
}
