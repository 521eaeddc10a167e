//! Keys of offsets into newswire articles, and what their scorers share: which articles they point into, how a row is
//! paired with what the key tells, and where it went wrong.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use sayso_schema::{Date, Document, Span};
use serde::Deserialize;

use crate::entities::read_lines;
use crate::error::ScoreError;

/// How many characters of an article are shown to the left and right of an error.
const AROUND: usize = 60;

/// An article, and what its key tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyed<K> {
    /// The article, with the day of its publication and its headline.
    pub document: Document,
    /// What its key tells.
    pub key: K,
}

/// What a key tells of an article.
pub(crate) trait Key: for<'de> Deserialize<'de> {
    /// Every stretch that it points to.
    fn spans(&self) -> Vec<Span>;
}

#[derive(Deserialize)]
struct KeyLine<K> {
    id: String,
    #[serde(flatten)]
    key: K,
}

#[derive(Deserialize)]
struct TextLine {
    id: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
    text: String,
}

/// Reads the `key`, and the articles that it points into from `texts`: JSON Lines of `id`, `date`, `title` and `text`.
///
/// # Errors
/// If a file cannot be read, a line is not of that form, the key tells of an article twice or of one that `texts`
/// lacks, a span leaves its article, or the key is empty.
pub(crate) fn read<K: Key>(key: &Path, texts: &Path) -> Result<Vec<Keyed<K>>, ScoreError> {
    let lines: Vec<KeyLine<K>> = read_lines(key)?;
    let texts_read: Vec<TextLine> = read_lines(texts)?;
    let mut texts_of: HashMap<String, TextLine> = texts_read.into_iter().map(|text| (text.id.clone(), text)).collect();
    let mut keyed = Vec::with_capacity(lines.len());
    for KeyLine { id, key: told } in lines {
        let Some(article) = texts_of.remove(&id) else {
            let cause = format!("article \"{id}\" comes twice, or {} lacks it", texts.display());
            return Err(ScoreError::new(key, cause));
        };
        let length = article.text.chars().count();
        if let Some(span) = told.spans().iter().find(|span| span.is_empty() || span.end > length) {
            let (start, end) = (span.start, span.end);
            let cause = format!("article \"{id}\": [{start}, {end}] is no span of its {length} characters");
            return Err(ScoreError::new(key, cause));
        }
        let mut document = Document::new(id, article.text);
        document.published = article.date;
        document.title = article.title;
        keyed.push(Keyed { document, key: told });
    }
    if keyed.is_empty() {
        return Err(ScoreError::new(key, "holds no article"));
    }
    Ok(keyed)
}

/// The characters of each article of `texts`, by its id.
///
/// # Errors
/// If the file cannot be read or a line is not of its form.
pub(crate) fn texts(texts: &Path) -> Result<HashMap<String, Vec<char>>, ScoreError> {
    let lines: Vec<TextLine> = read_lines(texts)?;
    Ok(lines
        .into_iter()
        .map(|line| (line.id, line.text.chars().collect()))
        .collect())
}

/// How alike two stretches are: Dice's coefficient of their characters.
pub(crate) fn dice(a: Span, b: Span) -> f64 {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    if shared == 0 {
        0.0
    } else {
        (2 * shared) as f64 / (a.len() + b.len()) as f64
    }
}

/// Pairs of the key's and the found, each in one pair at most: those more alike before others, then those that come
/// first. `alike` is 0 for what is no pair.
pub(crate) fn pairs<K, F>(key: &[K], found: &[F], alike: impl Fn(&K, &F) -> f64) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (k, keyed) in key.iter().enumerate() {
        for (f, row) in found.iter().enumerate() {
            let alike = alike(keyed, row);
            if alike > 0.0 {
                candidates.push((alike, k, f));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut key_taken, mut found_taken) = (vec![false; key.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, k, f) in candidates {
        if !key_taken[k] && !found_taken[f] {
            (key_taken[k], found_taken[f]) = (true, true);
            pairs.push((k, f));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Whether a date is the key's: by its value, or by its bounds where the key has the two with a stroke between them.
pub(crate) fn same_date(key: Option<&str>, found: Option<&Date>) -> bool {
    let value = found.and_then(|date| date.value.as_deref());
    let bounds = found.and_then(|date| date.not_before.as_deref().zip(date.not_after.as_deref()));
    value == key || key.is_some_and(|key| key.split_once('/').is_some_and(|key| Some(key) == bounds))
}

/// What part of those asked for is right; 0 where none is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    right: usize,
    all: usize,
}

impl Share {
    pub fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    pub fn both(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            all: self.all + other.all,
        }
    }

    pub fn value(self) -> f64 {
        if self.all == 0 {
            0.0
        } else {
            self.right as f64 / self.all as f64
        }
    }
}

/// Errors of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorKind {
    /// What went wrong: "figure missed".
    pub name: String,
    /// Where, in the order of the key.
    pub errors: Vec<RowError>,
}

/// One row that is missing, that should not be there, or that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The article.
    pub article: String,
    /// Where it stands there.
    pub span: Span,
    /// What the key tells, if it tells anything.
    pub key: Option<String>,
    /// What was found, if anything was.
    pub found: Option<String>,
    /// The words around it, on one line.
    pub around: String,
}

/// Collects errors by their kind.
#[derive(Default)]
pub(crate) struct Errors(BTreeMap<String, Vec<RowError>>);

impl Errors {
    pub fn add(&mut self, name: &str, document: &Document, span: Span, key: Option<String>, found: Option<String>) {
        let error = RowError {
            article: document.source.clone(),
            span,
            key,
            found,
            around: around(&document.text, span),
        };
        self.0.entry(name.to_owned()).or_default().push(error);
    }

    /// The most common kinds first.
    pub fn kinds(self) -> Vec<ErrorKind> {
        let kinds = self.0.into_iter().map(|(name, errors)| ErrorKind { name, errors });
        let mut kinds: Vec<ErrorKind> = kinds.collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.errors.len()));
        kinds
    }
}

/// What stands at a span, on one line.
pub(crate) fn words(text: &str, span: Span) -> String {
    let there: String = text.chars().skip(span.start).take(span.len()).collect();
    there.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words at the span in brackets, and some before and after.
fn around(text: &str, span: Span) -> String {
    let before = Span::new(span.start.saturating_sub(AROUND), span.start);
    let after = Span::new(span.end, span.end.saturating_add(AROUND));
    format!("{} [{}] {}", words(text, before), words(text, span), words(text, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_paired_with_one_the_most_alike_first() {
        let key = [Span::new(0, 10), Span::new(10, 20)];
        // One over both, and one that is the first exactly.
        let found = [Span::new(0, 20), Span::new(0, 10)];
        assert_eq!(pairs(&key, &found, |k, f| dice(*k, *f)), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&key, &found[..1], |k, f| dice(*k, *f)), [(0, 0)]);
        assert_eq!(pairs(&key, &[Span::new(20, 30)], |k, f| dice(*k, *f)), []);
    }

    #[test]
    fn dice_counts_characters() {
        assert_eq!(dice(Span::new(0, 4), Span::new(2, 6)), 0.5);
        assert_eq!(dice(Span::new(0, 4), Span::new(4, 6)), 0.0);
        assert_eq!(dice(Span::default(), Span::default()), 0.0);
    }

    #[test]
    fn dates_are_the_same_by_value_or_by_bounds() {
        let mut date = Date {
            value: Some("2006-11".to_owned()),
            not_before: Some("2006-11-01".to_owned()),
            not_after: Some("2006-11-30".to_owned()),
            basis: sayso_schema::Basis::InText,
            expression: None,
        };
        assert!(same_date(Some("2006-11"), Some(&date)));
        assert!(same_date(Some("2006-11-01/2006-11-30"), Some(&date)));
        assert!(!same_date(Some("2006-11-01/2006-12-30"), Some(&date)));
        assert!(!same_date(None, Some(&date)));
        date.value = None;
        assert!(same_date(None, Some(&date)) && same_date(None, None));
        assert!(!same_date(Some("2006-11"), None));
    }

    #[test]
    fn errors_show_where_they_are() {
        let mut document = Document::new("a", "One.\nTwo  three.");
        document.published = Some("2024-01-01".to_owned());
        let mut errors = Errors::default();
        errors.add("missed", &document, Span::new(5, 8), Some("Two".to_owned()), None);
        let kinds = errors.kinds();
        assert_eq!(kinds[0].errors[0].around, "One. [Two] three.");
    }
}
