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
    /// One JSON object.
    Json,
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
        _ => None,
    }
}

/// How the first bytes of a stream without a telling name look.
pub(crate) fn sniff(head: &[u8]) -> Container {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match head {
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
        _ => Container::Single(Format::Text),
    }
}

/// What known binary format `bytes` start as.
pub(crate) fn binary_magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document"),
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
