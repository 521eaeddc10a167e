//! What can go wrong between bytes and a document, said for the person who has to mend it: which file, which line,
//! what was wrong, what to do.

use std::fmt;

/// Where a fault lies: a path (or `-` for standard input) and, in files of many articles, a line or the number of the
/// article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path as it was given or found; `-` is standard input.
    pub path: String,
    /// The line, counted from 1, on which the record starts.
    pub line: Option<u64>,
    /// Which entry of a feed or record of a web archive it is, counted from 1.
    pub record: Option<u64>,
}

impl Place {
    /// The whole of the file at `path`.
    pub fn file(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            record: None,
        }
    }

    /// The record that starts on `line` of the file at `path`.
    pub fn line(path: impl Into<String>, line: u64) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            record: None,
        }
    }

    /// The entry or record of that number in the feed or web archive at `path`.
    pub fn record(path: impl Into<String>, record: u64) -> Self {
        Self {
            path: path.into(),
            line: None,
            record: Some(record),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.record) {
            (Some(line), _) => write!(f, "{}:{line}", self.path),
            (None, Some(record)) => write!(f, "{}#{record}", self.path),
            (None, None) => f.write_str(&self.path),
        }
    }
}

/// Why an input gave no document. Every variant but [`IntakeError::Published`] names its [`Place`].
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum IntakeError {
    #[error("{at}: there is no such file or folder; check the path")]
    Missing { at: Place },

    #[error("{at}: may not be read; give this user permission to read it")]
    Permission { at: Place },

    #[error("{at}: could not be read: {cause}")]
    Read { at: Place, cause: String },

    #[error("{at}: {cause}; the compressed data is broken or cut short, fetch or compress it again")]
    Compressed { at: Place, cause: String },

    #[error(
        "{at}: unpacks to more than {ratio} times its size, as a decompression bomb does; if you trust it, raise the \
         limit `max-ratio`"
    )]
    Bomb { at: Place, ratio: u64 },

    #[error("{at}: unpacks to more than {limit} bytes; if that is right, raise the limit `max-unpacked`")]
    Unpacked { at: Place, limit: u64 },

    #[error(
        "{at}: one article is longer than {limit} bytes; split it, or raise the limit `max-document` if it is one \
         article"
    )]
    TooLong { at: Place, limit: u64 },

    #[error("{at}: there is no text in it; give a file that holds an article")]
    Empty { at: Place },

    #[error("{at}: holds {what}, not text; give text, HTML, JSON or another of the formats that are read")]
    Binary { at: Place, what: &'static str },

    #[error(
        "{at}: no article in this folder; it needs files that end in .txt, .html, .htm, .xhtml, .json, .jsonl, .ndjson, \
         .rss, .atom, .warc, .eml or .pdf, or in one of these and .gz or .zst"
    )]
    NoArticles { at: Place },

    #[error("{at}: the page has no article text; give the page of one article, not an index or a page of scripts")]
    NoArticle { at: Place },

    #[error("{at}: the HTML page has {what}, more than {limit}; save the article alone, or raise the limit `{flag}`")]
    HtmlTooLarge {
        at: Place,
        what: &'static str,
        limit: u64,
        flag: &'static str,
    },

    #[error("{at}: not valid JSON: {cause}; mend the record, or name the file .txt if it is plain text")]
    Json { at: Place, cause: String },

    #[error("{at}: the record has no field `text`; put the article's text there")]
    NoText { at: Place },

    #[error("{at}: the field `text` is not a string; put the article's text there as one string")]
    TextNotString { at: Place },

    #[error("{at}: not a feed that can be read: {cause}; fetch it again, or have it mended where it is made")]
    Feed { at: Place, cause: String },

    #[error("{at}: no page in this web archive; it needs `response` records that hold HTML pages")]
    NoPages { at: Place },

    #[error(
        "{at}: the record is broken: {cause}; what follows it is read where it can be found, fetch the archive again"
    )]
    Warc { at: Place, cause: String },

    #[error("{at}: not a message that can be read: {cause}; save it again as .eml")]
    Mail { at: Place, cause: String },

    #[error("{at}: not a PDF that can be read: {cause}; print it to a new PDF, or save its text")]
    Pdf { at: Place, cause: String },

    #[error("{at}: the PDF holds no text, as one of scanned pages; run text recognition (OCR) over it first")]
    PdfWithoutText { at: Place },

    #[error("{at}: {what} has no text of its own; {remedy}")]
    NoBody {
        at: Place,
        what: &'static str,
        remedy: &'static str,
    },

    #[error("`{value}` is not a date that can be read; write it as YYYY-MM-DD")]
    Published { value: String },
}

impl IntakeError {
    /// Where the fault lies; none for a bad option.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Missing { at }
            | Self::Permission { at }
            | Self::Read { at, .. }
            | Self::Compressed { at, .. }
            | Self::Bomb { at, .. }
            | Self::Unpacked { at, .. }
            | Self::TooLong { at, .. }
            | Self::Empty { at }
            | Self::Binary { at, .. }
            | Self::NoArticles { at }
            | Self::NoArticle { at }
            | Self::HtmlTooLarge { at, .. }
            | Self::Json { at, .. }
            | Self::NoText { at }
            | Self::TextNotString { at }
            | Self::Feed { at, .. }
            | Self::NoPages { at }
            | Self::Warc { at, .. }
            | Self::Mail { at, .. }
            | Self::Pdf { at, .. }
            | Self::PdfWithoutText { at }
            | Self::NoBody { at, .. } => Some(at),
            Self::Published { .. } => None,
        }
    }

    /// The error for a failed read at `at`. Limits that [`crate::unpack`] ran into travel inside `error`.
    pub(crate) fn from_io(at: Place, error: &std::io::Error, compressed: bool) -> Self {
        use std::io::ErrorKind;
        if let Some(hit) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<crate::unpack::LimitHit>())
        {
            return match *hit {
                crate::unpack::LimitHit::Ratio(ratio) => Self::Bomb { at, ratio },
                crate::unpack::LimitHit::Unpacked(limit) => Self::Unpacked { at, limit },
            };
        }
        match error.kind() {
            ErrorKind::NotFound => Self::Missing { at },
            ErrorKind::PermissionDenied => Self::Permission { at },
            _ if compressed => Self::Compressed {
                at,
                cause: error.to_string(),
            },
            _ => Self::Read {
                at,
                cause: error.to_string(),
            },
        }
    }
}
