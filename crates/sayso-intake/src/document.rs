//! The second stage: one raw article to a [`Document`], a pure function that can run on any thread.

use std::ops::Range;

use sayso_schema::{Dateline, Document, Guessed, Passage, Span};

use crate::date::iso_date;
use crate::error::{IntakeError, Place};
use crate::format::{self, Format};
use crate::html::{self, Article};
use crate::options::{Limits, Options};
use crate::{RawDocument, decode, feed, http, json, mail, ninjs, pdf, self_report, shape, warc};

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
    /// Where it was written, if no dateline tells.
    located: Option<String>,
}

impl RawDocument {
    /// Decodes, finds the article and what is known of it.
    ///
    /// The text is the input's own, to the character: line ends, blanks and characters that are not composed stay as
    /// they are, so that spans hold in the user's file too. Only a byte order mark is dropped. A JSON record's text is
    /// its field `text`, that of a news item or a mail its plain body. A page's text is made here: its headline, a blank
    /// line, and its paragraphs with blank lines between them; so is a feed entry's. A PDF's has its paragraphs alone.
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
                let text = decode::decode(&self.bytes, false);
                match json::record(&self.source, &text) {
                    Err(no_text @ IntakeError::NoText { .. }) => {
                        match ninjs::item(&self.source, &text, &options.limits)? {
                            Some(item) => told_by_item(item),
                            None => return Err(no_text),
                        }
                    }
                    record => told_by_record(record?),
                }
            }
            Format::Entry => told_by_entry(&self.source, &self.bytes, &options.limits)?,
            Format::Response => {
                let article = self.article(&options.limits)?;
                (text_of(&article), stated_by_page(article))
            }
            Format::Mail => {
                let message = mail::message(&self.source, &self.bytes, &options.limits)?;
                let stated = Stated {
                    title: message.title,
                    byline: message.byline,
                    published: message.published.as_deref().and_then(iso_date),
                    publisher: message.publisher,
                    ..Stated::default()
                };
                (message.text, stated)
            }
            Format::Pdf => {
                let paper = pdf::paper(&self.source, &self.bytes, &options.limits)?;
                let stated = Stated {
                    title: paper.title,
                    language: paper.language,
                    ..Stated::default()
                };
                (paper.text, stated)
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
        if self.format == Format::Response {
            return self.archived_article(limits);
        }
        html::extract_article(&self.source, &self.decoded(true)?, limits)
    }

    /// The article of an archived page, with the address that it was fetched from. When it was fetched says nothing of
    /// when it was published.
    fn archived_article(&self, limits: &Limits) -> Result<Article, IntakeError> {
        let (fields, block) = warc::split(&self.bytes);
        let response = http::Response::of(block).ok_or_else(|| IntakeError::Warc {
            at: self.source.clone(),
            cause: "it holds no HTTP response".to_owned(),
        })?;
        let body = response.body(&self.source, limits)?;
        let page = decoded(&self.source, &body, true, response.charset())?;
        let mut article = html::extract_article(&self.source, &page, limits)?;
        let url = fields.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']));
        article.url = url.map(str::to_owned).or(article.url);
        Ok(article)
    }

    fn decoded(&self, html: bool) -> Result<String, IntakeError> {
        decoded(&self.source, &self.bytes, html, None)
    }
}

/// Text from bytes that should be writing, in the encoding that was told if they tell none themselves.
fn decoded(
    source: &Place,
    bytes: &[u8],
    html: bool,
    told: Option<&'static encoding_rs::Encoding>,
) -> Result<String, IntakeError> {
    let at = || source.clone();
    if let Some(what) = format::binary_magic(bytes) {
        return Err(IntakeError::Binary { at: at(), what });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(IntakeError::Empty { at: at() });
    }
    let text = decode::decode_told(bytes, html, told);
    if decode::reads_as_binary(&text) {
        return Err(IntakeError::Binary {
            at: at(),
            what: "bytes that are no writing",
        });
    }
    Ok(text)
}

fn told_by_record(record: json::Record) -> (String, Stated) {
    let stated = Stated {
        source: record.id,
        url: record.url,
        title: record.title,
        byline: record.byline,
        published: record.published.as_deref().and_then(iso_date),
        publisher: record.publisher,
        ..Stated::default()
    };
    (record.text, stated)
}

fn told_by_item(item: ninjs::Item) -> (String, Stated) {
    let stated = Stated {
        source: item.uri,
        url: item.url,
        title: item.title,
        byline: item.byline,
        published: item.published.as_deref().and_then(iso_date),
        publisher: item.publisher,
        language: item.language,
        located: item.located,
    };
    (item.text, stated)
}

fn told_by_entry(at: &Place, bytes: &[u8], limits: &Limits) -> Result<(String, Stated), IntakeError> {
    let entry: feed::Entry = serde_json::from_slice(bytes).map_err(|error| IntakeError::Feed {
        at: at.clone(),
        cause: error.to_string(),
    })?;
    let paragraphs = if entry.html {
        html::extract_fragment(at, &entry.body, limits)?
    } else {
        vec![entry.body]
    };
    if !paragraphs.iter().any(|text| text.chars().any(char::is_alphanumeric)) {
        return Err(IntakeError::NoBody {
            at: at.clone(),
            what: "the entry",
            remedy: "read the page that it links to",
        });
    }
    let article = Article {
        title: entry.title,
        paragraphs,
        byline: entry.byline,
        published: entry.published,
        publisher: entry.publisher,
        url: entry.url,
        language: entry.language,
    };
    Ok((text_of(&article), stated_by_page(article)))
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
        located: None,
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
            place: found.place.map(str::to_owned).or(stated.located),
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
