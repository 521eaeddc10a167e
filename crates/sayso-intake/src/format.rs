//! Which format bytes are in: by file name where it tells, by what stands first in them where it does not.

use std::path::Path;

use crate::unpack::Packing;

/// The format of one [`crate::RawDocument`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// An HTML or XHTML page.
    Html,
    /// One JSON object: a record with a field `text`, or an IPTC ninjs item.
    Json,
    /// One entry of a feed, as JSON that [`crate::Intake`] wrote.
    Entry,
    /// One `response` record of a web archive: its header, and the HTTP response with an HTML page.
    Response,
    /// One mail message (RFC 5322).
    Mail,
    /// A PDF document.
    Pdf,
}

/// How a file holds its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// One article, the whole file.
    Single(Format),
    /// JSON objects: one, several after each other, or an array of them.
    JsonStream,
    /// One JSON object a line.
    JsonLines,
    /// A feed of entries: RSS, Atom or JSON Feed.
    Feed,
    /// Records of a web archive (WARC).
    Archive,
}

/// What a file name tells: how the file is packed, and how it holds articles, each if known.
pub(crate) fn of_name(path: &Path) -> (Option<Packing>, Option<Container>) {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    match Packing::of_extension(extension) {
        Some(packing) => (
            Some(packing),
            of_extension(stem.rsplit_once('.').map_or("", |(_, inner)| inner)),
        ),
        None => (None, of_extension(extension)),
    }
}

fn of_extension(extension: &str) -> Option<Container> {
    match extension {
        "txt" => Some(Container::Single(Format::Text)),
        "html" | "htm" | "xhtml" => Some(Container::Single(Format::Html)),
        "json" => Some(Container::JsonStream),
        "jsonl" | "ndjson" => Some(Container::JsonLines),
        "rss" | "atom" => Some(Container::Feed),
        "warc" => Some(Container::Archive),
        "eml" => Some(Container::Single(Format::Mail)),
        "pdf" => Some(Container::Single(Format::Pdf)),
        _ => None,
    }
}

/// How the first bytes of a stream without a telling name look.
pub(crate) fn sniff(head: &[u8]) -> Container {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match head {
        _ if is_json_feed(head) || is_xml_feed(head) => Container::Feed,
        _ if head.starts_with(b"WARC/") => Container::Archive,
        _ if head.starts_with(b"%PDF-") => Container::Single(Format::Pdf),
        [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?') => {
            Container::Single(Format::Html)
        }
        [b'{', rest @ ..] if matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')) => {
            // A record that ends with its line is one of many; one that goes on below it is written out for reading.
            match head.split(|&b| b == b'\n').next().map(<[u8]>::trim_ascii_end) {
                Some([.., b'}']) => Container::JsonLines,
                Some(line) if line.len() < head.len() => Container::JsonStream,
                _ => Container::JsonLines,
            }
        }
        [b'[', rest @ ..] if rest.trim_ascii_start().first() == Some(&b'{') => Container::JsonStream,
        _ if is_mail(head) => Container::Single(Format::Mail),
        _ => Container::Single(Format::Text),
    }
}

/// Whether a JSON object says of itself that it is a JSON Feed. Inside a string its quotation marks would be escaped.
pub(crate) fn is_json_feed(head: &[u8]) -> bool {
    const FIELD: &[u8] = b"\"version\"";
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.first() == Some(&b'{')
        && head.windows(FIELD.len()).enumerate().any(|(at, window)| {
            let value = head.get(at + FIELD.len()..).unwrap_or_default().trim_ascii_start();
            window == FIELD
                && value.strip_prefix(b":").is_some_and(|value| {
                    let value: Vec<u8> = value.iter().copied().filter(|&b| b != b'\\').take(80).collect();
                    let value = value.trim_ascii_start();
                    value.starts_with(b"\"https://jsonfeed.org/version/")
                        || value.starts_with(b"\"http://jsonfeed.org/version/")
                })
        })
}

/// Whether the first element of an XML document is that of a feed.
fn is_xml_feed(head: &[u8]) -> bool {
    let mut rest = head;
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = if rest.starts_with(b"<?") {
            b"?>"
        } else if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<!") {
            b">"
        } else {
            break;
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else {
            return false;
        };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
    let Some(rest) = rest.strip_prefix(b"<") else {
        return false;
    };
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    let name = rest.split(ends).next().unwrap_or_default();
    let local = name.rsplit(|&b| b == b':').next().unwrap_or_default();
    matches!(local, b"rss" | b"feed" | b"RDF")
}

/// Whether a text is a mail message: it opens with a block of header fields and nothing else, with sender and date and
/// something that only mail programs write.
fn is_mail(head: &[u8]) -> bool {
    let mut names: Vec<Vec<u8>> = Vec::new();
    for line in head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end) {
        match line.first() {
            None => break,
            Some(b' ' | b'\t') if !names.is_empty() => continue,
            Some(_) => {}
        }
        let colon = line.iter().position(|&b| b == b':').unwrap_or(0);
        match line.get(..colon) {
            Some(name) if !name.is_empty() && name.iter().all(|&b| b.is_ascii_graphic()) => {
                names.push(name.to_ascii_lowercase());
            }
            _ => return false,
        }
    }
    let has = |name: &[u8]| names.iter().any(|known| known == name);
    let by_a_program: &[&[u8]] = &[b"message-id", b"mime-version", b"received", b"return-path"];
    has(b"from") && has(b"date") && by_a_program.iter().any(|name| has(name))
}

/// What known binary format `bytes` start as.
pub(crate) fn binary_magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document under a name that does not end in .pdf"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x7fELF", "a program"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x1f\x8b", "gzip data under a name that does not end in .gz"),
        (
            b"\x28\xb5\x2f\xfd",
            "Zstandard data under a name that does not end in .zst",
        ),
        (b"BZh", "bzip2 data"),
        (b"\xfd7zXZ", "xz data"),
        (b"SQLite format 3", "a database"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|&(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        let feed = Container::Feed;
        let page = Container::Single(Format::Html);
        let text = Container::Single(Format::Text);
        let mail = Container::Single(Format::Mail);
        let cases: &[(&[u8], Container)] = &[
            (b"<?xml version=\"1.0\"?>\n<!-- a > b --><rss version=\"2.0\">", feed),
            (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", feed),
            (b"<rdf:RDF xmlns:rdf=\"x\">", feed),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html><html>", page),
            (b"<rssx>", page),
            (
                b"{ \"version\" : \"https:\\/\\/jsonfeed.org\\/version\\/1.1\", \"items\": []}",
                feed,
            ),
            (
                b"{\"text\": \"\\\"version\\\": \\\"https://jsonfeed.org/version/1\\\"\"}",
                Container::JsonLines,
            ),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", Container::Archive),
            (b"%PDF-1.7\n", Container::Single(Format::Pdf)),
            (
                b"From: Ann <ann@post.example>\r\nDate: Tue, 15 Oct 2024 08:30:00 +0000\r\nSubject: A\r\n b\r\n\
                  MIME-Version: 1.0\r\n\r\nText",
                mail,
            ),
            (b"From: Ann\nDate: today\n\nThis is a note.", text),
            (b"Kyiv: the latest\n\nThe minister said no.", text),
        ];
        for (head, expected) in cases {
            assert_eq!(sniff(head), *expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
