//! The article itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Passage, Span};

/// One article as it was taken in: its text, and what is known of where it is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// BLAKE3 hash of `text`, in hexadecimal.
    pub id: String,
    /// The path, URL or given id that it was read from.
    pub source: String,
    /// Where the article is published, if known.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Where the headline stands in `text`, if it does.
    pub title_span: Option<Span>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// Where the byline stands in `text`, "By" included, if it does.
    pub byline_span: Option<Span>,
    /// The outlet whose word the article is.
    pub publisher: Option<String>,
    /// The dateline ("KYIV, Oct. 15 (Reuters) -").
    pub dateline: Option<Dateline>,
    /// The day of publication, `YYYY-MM-DD`, or a longer ISO 8601 time.
    pub published: Option<String>,
    /// BCP 47 tag of the language.
    pub language: Option<String>,
    /// Which of the fields above were worked out from the text's shape rather than stated by its source.
    pub guessed: Vec<Guessed>,
    /// The text that every span counts in: NFC is not applied, nothing is trimmed inside it.
    pub text: String,
}

impl Document {
    /// A document with nothing known of it but its text.
    pub fn new(source: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            id: Self::id_of(&text),
            source: source.into(),
            url: None,
            title: None,
            title_span: None,
            byline: None,
            byline_span: None,
            publisher: None,
            dateline: None,
            published: None,
            language: None,
            guessed: Vec::new(),
            text,
        }
    }

    /// The id that a document with this text has.
    pub fn id_of(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}

/// What stands between headline and story in wire copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// The whole dateline, with the dash that closes it.
    pub passage: Passage,
    /// The place that it names.
    pub place: Option<String>,
    /// The day that it names, as written.
    pub date: Option<String>,
    /// The agency that it names.
    pub agency: Option<String>,
}

/// A field of [`Document`] that was worked out rather than stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Guessed {
    /// `title`
    Title,
    /// `byline`
    Byline,
    /// `publisher`
    Publisher,
    /// `dateline`
    Dateline,
    /// `published`
    Published,
    /// `language`
    Language,
}
