//! What kinds of things are taken. A server's word decides, and where it gives none, the first bytes.

use serde::{Deserialize, Serialize};

/// What the bytes of a fetched article are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    /// `text/html`
    Html,
    /// `application/xhtml+xml`
    Xhtml,
    /// `application/pdf`
    Pdf,
    /// `text/plain`
    Text,
    /// RSS, Atom or other XML.
    Xml,
    /// JSON Feed or other JSON.
    Json,
}

impl MediaType {
    /// Reads the value of a `Content-Type` header, without its parameters.
    pub fn of_header(value: &str) -> Option<Self> {
        Some(match essence(value).as_str() {
            "text/html" => Self::Html,
            "application/xhtml+xml" => Self::Xhtml,
            "application/pdf" | "application/x-pdf" => Self::Pdf,
            "text/plain" => Self::Text,
            "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/xml" | "text/xml" => {
                Self::Xml
            }
            "application/feed+json" | "application/json" => Self::Json,
            _ => return None,
        })
    }

    /// Guesses from the first bytes, for servers that say nothing.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with('{') {
            return Some(Self::Json);
        }
        if ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| head.contains(root)) {
            return Some(Self::Xml);
        }
        (head.starts_with("<!doctype html") || head.starts_with("<html")).then_some(Self::Html)
    }

    /// Its name as a media type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Xhtml => "application/xhtml+xml",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
            Self::Xml => "application/xml",
            Self::Json => "application/json",
        }
    }
}

/// The type of a `Content-Type`, for a message: short, and lower case.
pub(crate) fn essence(value: &str) -> String {
    let end = value.find(';').unwrap_or(value.len());
    value[..end]
        .trim()
        .chars()
        .take(80)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// The `charset` of a `Content-Type`.
pub(crate) fn charset(value: &str) -> Option<String> {
    let (_, parameters) = value.split_once(';')?;
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty() && value.len() <= 40)
            .then(|| value.to_owned())
    })
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Page,
    Feed,
    Robots,
}

impl Wanted {
    /// The `Accept` header.
    pub fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.7",
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                 text/xml;q=0.9, application/json;q=0.8"
            }
            Self::Robots => "text/plain, */*;q=0.1",
        }
    }

    /// What it is, for a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "a page, a PDF or a text",
            Self::Feed => "a feed",
            Self::Robots => "a robots.txt",
        }
    }

    /// Whether a type that a server names will do. Feeds are often sent as pages or plain text: the reader of feeds
    /// decides about those. Whatever a `robots.txt` is sent as, it is read.
    pub fn takes(self, media: Option<MediaType>) -> bool {
        match self {
            Self::Page => matches!(
                media,
                Some(MediaType::Html | MediaType::Xhtml | MediaType::Pdf | MediaType::Text)
            ),
            Self::Feed => !matches!(media, None | Some(MediaType::Pdf)),
            Self::Robots => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_content_types() {
        assert_eq!(MediaType::of_header("Text/HTML; charset=utf-8"), Some(MediaType::Html));
        assert_eq!(MediaType::of_header("application/rss+xml"), Some(MediaType::Xml));
        assert_eq!(MediaType::of_header("image/jpeg"), None);
        assert_eq!(
            charset("text/html; x=1; Charset=\"windows-1251\""),
            Some("windows-1251".to_owned())
        );
        assert_eq!(charset("text/html"), None);
    }

    #[test]
    fn guesses_from_bytes() {
        assert_eq!(MediaType::sniff(b"%PDF-1.7"), Some(MediaType::Pdf));
        assert_eq!(
            MediaType::sniff(b"\xef\xbb\xbf <!DOCTYPE html><p>"),
            Some(MediaType::Html)
        );
        assert_eq!(
            MediaType::sniff(b"<?xml version='1.0'?><rss version='2.0'>"),
            Some(MediaType::Xml)
        );
        assert_eq!(MediaType::sniff(b"\x89PNG"), None);
        assert_eq!(MediaType::sniff(b""), None);
    }
}
