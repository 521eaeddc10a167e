//! The second stage: one raw article to a [`Document`], a pure function that can run on any thread.

use std::ops::Range;

use sayso_schema::{Dateline, Document, Guessed, Passage, Span};

use crate::date::iso_date;
use crate::error::{IntakeError, Place};
use crate::format::{self, Format};
use crate::html::{self, Article};
use crate::options::{Limits, Options};
use crate::{RawDocument, decode, json, self_report, shape};

/// What an input states of itself.
#[derive(Default)]
struct Stated {
    source: Option<String>,
    url: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
}

impl RawDocument {
    /// Decodes, finds the article and what is known of it.
    ///
    /// The text is the input's own, to the character: line ends, blanks and characters that are not composed stay as
    /// they are, so that spans hold in the user's file too. Only a byte order mark is dropped. A JSON record's text is
    /// its field `text`. A page's text is made here: its headline, a blank line, and its paragraphs with blank lines
    /// between them.
    ///
    /// What the input does not state is worked out from the text's shape, and listed in
    /// [`Document::guessed`].
    ///
    /// # Errors
    ///
    /// Input without text, or that is no text, HTML or JSON; a record without `text`; a page without an article, or
    /// beyond the limits of `options`; and [`IntakeError::Published`] if the date in `options` is none.
    pub fn into_document(self, options: &Options) -> Result<Document, IntakeError> {
        let published = match &options.published {
            Some(value) => Some(iso_date(value).ok_or_else(|| IntakeError::Published { value: value.clone() })?),
            None => None,
        };
        let (text, stated) = match self.format {
            Format::Text => (self.decoded(false)?, Stated::default()),
            Format::Html => {
                let article = self.article(&options.limits)?;
                (text_of(&article), stated_by_page(article))
            }
            Format::Json => {
                let record = json::record(&self.source, &decode::decode(&self.bytes, false))?;
                let stated = Stated {
                    source: record.id,
                    url: record.url,
                    title: record.title,
                    byline: record.byline,
                    published: record.published.as_deref().and_then(iso_date),
                    publisher: record.publisher,
                    language: None,
                };
                (record.text, stated)
            }
        };
        if !text.chars().any(char::is_alphanumeric) {
            return Err(IntakeError::Empty { at: self.source });
        }
        Ok(assemble(&self.source, text, stated, published, options))
    }

    /// Takes the article out of a page, whatever [`RawDocument::format`] says.
    ///
    /// # Errors
    ///
    /// As [`crate::extract_article`], and for input that is empty or binary.
    pub fn article(&self, limits: &Limits) -> Result<Article, IntakeError> {
        html::extract_article(&self.source, &self.decoded(true)?, limits)
    }

    fn decoded(&self, html: bool) -> Result<String, IntakeError> {
        let at = || self.source.clone();
        if let Some(what) = format::binary_magic(&self.bytes) {
            return Err(IntakeError::Binary { at: at(), what });
        }
        if self.bytes.trim_ascii().is_empty() {
            return Err(IntakeError::Empty { at: at() });
        }
        let text = decode::decode(&self.bytes, html);
        if decode::reads_as_binary(&text) {
            return Err(IntakeError::Binary {
                at: at(),
                what: "bytes that are no writing",
            });
        }
        Ok(text)
    }
}

fn text_of(article: &Article) -> String {
    let paragraphs = article.paragraphs.iter().map(String::as_str);
    article
        .title
        .as_deref()
        .into_iter()
        .chain(paragraphs)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn stated_by_page(article: Article) -> Stated {
    Stated {
        source: None,
        url: article.url,
        title: article.title,
        byline: article.byline,
        published: article.published,
        publisher: article.publisher,
        language: article.language,
    }
}

/// Puts together what the caller, the input and the text's shape tell, in that order of weight.
fn assemble(at: &Place, text: String, stated: Stated, published: Option<String>, options: &Options) -> Document {
    let mut document = Document::new(stated.source.unwrap_or_else(|| at.to_string()), text);
    let text = document.text.as_str();
    let told = |option: &Option<String>, stated: Option<String>| option.clone().or(stated);
    document.url = stated.url;
    document.published = published.or(stated.published);
    document.language = stated.language;
    document.title = told(&options.title, stated.title.clone());
    document.byline = stated.byline;
    document.publisher = told(&options.publisher, stated.publisher);

    // A page's own headline opens the text even where the caller gives another.
    let first_line = stated.title.as_deref().or(document.title.as_deref());
    let shape = shape::read(text, first_line);
    if let Some(range) = shape.title {
        let line = text.get(range.clone()).unwrap_or_default();
        if document.title.is_none() {
            document.title = Some(line.to_owned());
            document.guessed.push(Guessed::Title);
        }
        if document.title.as_deref().map(str::trim) == Some(line) {
            document.title_span = Some(span(text, range));
        }
    }
    if let Some(byline) = shape.byline {
        if document.byline.is_none() {
            document.byline = Some(byline.names.to_owned());
            document.guessed.push(Guessed::Byline);
        }
        if document.byline.as_deref() == Some(byline.names) {
            document.byline_span = Some(span(text, byline.range));
        }
    }
    if document.publisher.is_none()
        && let Some(outlet) = self_report::outlet(text)
    {
        document.publisher = Some(outlet.to_owned());
        document.guessed.push(Guessed::Publisher);
    }
    if let Some((start, found)) = shape.dateline {
        let span = span(text, start..start + found.text.len());
        document.dateline = Some(Dateline {
            passage: Passage {
                span,
                text: found.text.to_owned(),
            },
            place: found.place.map(str::to_owned),
            date: found.date.map(str::to_owned),
            agency: found.agency.map(str::to_owned),
        });
        document.guessed.push(Guessed::Dateline);
    }
    document
}

/// The span in characters of a range of bytes of `text`.
fn span(text: &str, range: Range<usize>) -> Span {
    let characters = |to: usize| text.get(..to).map_or(0, |part| part.chars().count());
    Span::new(characters(range.start), characters(range.end))
}
