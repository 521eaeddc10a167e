//! Web archives (WARC 1.0 and 1.1, ISO 28500), a record at a time with memory for one page: `response` records that
//! hold an HTML page come out, all others are passed over. Broken records are told, and reading goes on at the next
//! line that opens a record.
//!
//! Crates that read WARC stop at the first fault or hold a record of any length in memory, so this reader is our own.

use std::io::{self, BufRead, Read};

use crate::http::{self, Fields};

/// Bytes of a record's header, or of an HTTP header inside, beyond which it is no header.
const LONGEST_HEADER: usize = 64 << 10;

/// Where reading stands in an archive.
#[derive(Debug, Default)]
pub(crate) struct Position {
    /// How many records were seen.
    pub(crate) records: u64,
    /// Whether the line that opens the next record was already read.
    opened: bool,
}

/// What was found at a record's place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A record with an HTML page: header and HTTP response, as they stand.
    Page(Vec<u8>),
    /// A page that is longer than the limit, passed over.
    TooLong,
    /// A record that cannot be read, and why.
    Broken(&'static str),
}

/// The next page of the archive; none at its end.
pub(crate) fn next_page(input: &mut dyn BufRead, position: &mut Position, limit: u64) -> io::Result<Option<Found>> {
    loop {
        if !std::mem::take(&mut position.opened) {
            let Some(line) = next_line_with_text(input)? else {
                return Ok(None);
            };
            if !line.starts_with(b"WARC/") {
                position.records += 1;
                position.opened = seek_record(input)?;
                return Ok(Some(Found::Broken("it does not begin with a line `WARC/…`")));
            }
        }
        position.records += 1;
        let Some(header) = header(input)? else {
            position.opened = seek_record(input)?;
            return Ok(Some(Found::Broken("its header has no end")));
        };
        let fields = Fields::of(&header);
        let Some(length) = fields.get("content-length").and_then(|value| value.parse::<u64>().ok()) else {
            position.opened = seek_record(input)?;
            return Ok(Some(Found::Broken("its header has no `Content-Length`")));
        };
        let is_response = fields
            .get("warc-type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("response"))
            && fields
                .get("content-type")
                .is_none_or(|kind| kind.to_ascii_lowercase().starts_with("application/http"));
        let mut left = length;
        if is_response {
            let mut block = Vec::new();
            let head = length.min(LONGEST_HEADER as u64);
            left -= (&mut *input).take(head).read_to_end(&mut block)? as u64;
            if left <= length - head && http::Response::of(&block).is_some_and(|response| response.is_page()) {
                if length > limit {
                    skip(input, left)?;
                    return Ok(Some(Found::TooLong));
                }
                let mut record = header;
                record.extend_from_slice(&block);
                left -= (&mut *input).take(left).read_to_end(&mut record)? as u64;
                if left == 0 {
                    return Ok(Some(Found::Page(record)));
                }
            }
        }
        if skip(input, left)? > 0 {
            return Ok(Some(Found::Broken("the archive ends inside it")));
        }
    }
}

/// The header and the block of a record that [`next_page`] gave.
pub(crate) fn split(record: &[u8]) -> (Fields, &[u8]) {
    let end = http::header_end(record).unwrap_or(record.len());
    (
        Fields::of(record.get(..end).unwrap_or_default()),
        record.get(end..).unwrap_or_default(),
    )
}

/// A record's header with the empty line that ends it; none if it goes on for too long or the archive ends in it.
fn header(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut header = Vec::new();
    loop {
        let Some(line) = line(input)? else {
            return Ok(None);
        };
        header.extend_from_slice(&line);
        if header.len() > LONGEST_HEADER || !line.ends_with(b"\n") {
            return Ok(None);
        }
        if line.trim_ascii().is_empty() {
            return Ok(Some(header));
        }
    }
}

/// Reads to the line that opens a record, and over it; whether there is one.
fn seek_record(input: &mut dyn BufRead) -> io::Result<bool> {
    while let Some(line) = line(input)? {
        if line.starts_with(b"WARC/") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn next_line_with_text(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    while let Some(line) = line(input)? {
        if !line.trim_ascii().is_empty() {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// The next line with its end, of a line that is too long its beginning; none at the end of the input.
fn line(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some(line));
        }
        any = true;
        let end = buffer.iter().position(|&b| b == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        if line.len() <= LONGEST_HEADER {
            line.extend_from_slice(buffer.get(..used).unwrap_or_default());
        }
        input.consume(used);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

/// Reads over `bytes` bytes; how many of them were not there.
fn skip(input: &mut dyn BufRead, bytes: u64) -> io::Result<u64> {
    let passed = io::copy(&mut input.take(bytes), &mut io::sink())?;
    Ok(bytes - passed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: application/http; msgtype={kind}\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn all(bytes: &[u8], limit: u64) -> Vec<(u64, Found)> {
        let (mut input, mut position) = (io::Cursor::new(bytes), Position::default());
        let mut found = Vec::new();
        while let Some(piece) = next_page(&mut input, &mut position, limit).expect("memory") {
            found.push((position.records, piece));
        }
        found
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>";

    fn is_page(found: &Found) -> bool {
        matches!(found, Found::Page(record) if split(record).1 == PAGE.as_bytes())
    }

    #[test]
    fn pages_come_out_and_the_rest_is_passed_over() {
        let archive = [
            record("warcinfo", "software: x"),
            record("request", "GET / HTTP/1.1\r\n\r\n"),
            record("response", PAGE),
            record("response", &PAGE.replace("200 OK", "404 Not Found")),
            record("response", &PAGE.replace("text/html", "image/png")),
            record("response", PAGE),
        ]
        .concat();
        let found = all(archive.as_bytes(), 1000);
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [3, 6]);
        assert!(found.iter().all(|(_, piece)| is_page(piece)), "{found:?}");
        assert_eq!(all(archive.as_bytes(), 10), [(3, Found::TooLong), (6, Found::TooLong)]);
    }

    #[test]
    fn broken_records_are_told_and_reading_goes_on() {
        let good = record("response", PAGE);
        let cut = good.len() - 10;
        let cases = [
            (good.replace("Content-Length: ", "Length: "), "no `Content-Length`"),
            (
                good.replace("Content-Length: ", "Content-Length: -"),
                "no `Content-Length`",
            ),
            (good.replace("WARC/1.0", "WRC/1.0"), "does not begin"),
            (format!("WARC/1.0\r\nX: {}\r\n\r\n", "y".repeat(100_000)), "no end"),
        ];
        for (bad, cause) in cases {
            let found = all([bad.as_str(), &good].concat().as_bytes(), 1000);
            assert!(
                matches!(found[0].1, Found::Broken(told) if told.contains(cause)),
                "{found:?}"
            );
            assert!(is_page(&found[1].1) && found.len() == 2, "{found:?}");
        }
        let found = all(good.get(..cut).expect("ascii").as_bytes(), 1000);
        assert_eq!(found, [(1, Found::Broken("the archive ends inside it"))]);
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..300), parts in proptest::collection::vec(0usize..6, 0..8)) {
            let words: [&[u8]; 6] = [
                b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: 40\r\n", b"\r\n\r\n",
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", &bytes,
            ];
            let archive: Vec<u8> = parts.iter().filter_map(|&part| words.get(part)).copied().flatten().copied().collect();
            let found = all(&archive, 64);
            prop_assert!(found.len() <= archive.len() + 1);
        }
    }
}
