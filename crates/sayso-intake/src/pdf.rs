//! Text of PDF documents. The `lopdf` crate reads the file's structure, streams and fonts' encodings, within limits;
//! what stands where on a page, and which lines make a paragraph, is worked out here, since PDF knows no paragraphs.
//!
//! A hostile file may ask for cycles, depth, and gigabytes from kilobytes. `lopdf` bounds depth and what a stream
//! unpacks to; on top of it the number of streams that are unpacked while loading is bounded, and all that the pages
//! unpack to together.

mod font;
mod matrix;
mod page;
mod paragraphs;
mod unicode;

use std::panic::{self, AssertUnwindSafe};

use lopdf::{Document, LoadOptions, Object};

use crate::error::{IntakeError, Place};
use crate::options::Limits;
use crate::page_facts::language_tag;

/// Streams of objects, which are unpacked while the file is loaded: how many there may be, and how much they may
/// unpack to, together and each. A stream of the usual hundred objects has some 20 kB; thousands belong to books.
const MOST_STREAMS: usize = 2048;
const ALL_STREAMS: usize = 64 << 20;
const LARGEST_STREAM: usize = 4 << 20;
const SMALLEST_LIMIT: usize = 64 << 10;

/// No article has as many pages.
const MOST_PAGES: usize = 2000;

/// What a PDF tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    /// Its paragraphs, with blank lines between them.
    pub(crate) text: String,
}

/// Reads the text of a PDF.
pub(crate) fn paper(at: &Place, bytes: &[u8], limits: &Limits) -> Result<Paper, IntakeError> {
    let broken = |cause: String| IntakeError::Pdf { at: at.clone(), cause };
    let streams = object_streams(bytes);
    if streams > MOST_STREAMS {
        return Err(broken(format!(
            "it has {streams} streams of objects, more than {MOST_STREAMS}"
        )));
    }
    let options = LoadOptions {
        max_decompressed_size: Some((ALL_STREAMS / streams.max(1)).clamp(SMALLEST_LIMIT, LARGEST_STREAM)),
        ..LoadOptions::default()
    };
    // A panic in a parser of untrusted bytes is a fault of this file alone.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        let document = Document::load_mem_with_options(bytes, options).map_err(|error| broken(error.to_string()))?;
        if document.is_encrypted() {
            return Err(broken("it needs a password".to_owned()));
        }
        read(&document, limits).map_err(broken)
    }));
    let paper = outcome.unwrap_or_else(|_| Err(broken("its parser broke on it".to_owned())))?;
    if !paper.text.chars().any(char::is_alphanumeric) {
        return Err(IntakeError::PdfWithoutText { at: at.clone() });
    }
    Ok(paper)
}

/// How many times a name `ObjStm` stands in the file, also where it is written with escapes (ISO 32000-1 §7.3.5).
fn object_streams(bytes: &[u8]) -> usize {
    let mut found = 0;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|&b| b == b'/') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let mut name = rest;
        let is_it = b"ObjStm".iter().all(|&expected| {
            let (letter, used) = match name {
                [b'#', high, low, ..] => {
                    let digits = [*high, *low];
                    let code = std::str::from_utf8(&digits)
                        .ok()
                        .and_then(|hex| u8::from_str_radix(hex, 16).ok());
                    (code, 3)
                }
                [letter, ..] => (Some(*letter), 1),
                [] => (None, 0),
            };
            name = name.get(used..).unwrap_or_default();
            letter == Some(expected)
        });
        found += usize::from(is_it);
    }
    found
}

fn read(document: &Document, limits: &Limits) -> Result<Paper, String> {
    let mut reader = page::Reader::new(document, limits.document);
    let mut pages = Vec::new();
    for id in document.page_iter().take(MOST_PAGES) {
        pages.push(reader.lines(id)?);
    }
    let language = document
        .catalog()
        .ok()
        .and_then(|catalog| string(document, catalog, b"Lang"));
    Ok(Paper {
        title: title(document),
        language: language.as_deref().and_then(language_tag),
        text: paragraphs::of(pages).join("\n\n"),
    })
}

/// The title in the file's metadata, unless it is the name of a file, as word processors write there.
fn title(document: &Document) -> Option<String> {
    let information = document
        .trailer
        .get_deref(b"Info", document)
        .and_then(Object::as_dict)
        .ok()?;
    let title = string(document, information, b"Title")?;
    let small = title.to_lowercase();
    let is_file = small.starts_with("microsoft ")
        || small.starts_with("untitled")
        || small
            .rsplit_once('.')
            .is_some_and(|(_, end)| (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric()));
    (!is_file && title.chars().any(char::is_alphabetic)).then_some(title)
}

fn string(document: &Document, dictionary: &lopdf::Dictionary, key: &[u8]) -> Option<String> {
    let value = dictionary.get_deref(key, document).ok()?;
    let text = lopdf::decode_text_string(value).ok()?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= 500).then_some(text)
}

#[cfg(test)]
mod tests;
