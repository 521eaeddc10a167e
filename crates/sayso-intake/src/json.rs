//! JSON records: the fields that an article may have, and a splitter that hands out the objects of a JSON file of any
//! size one by one.

use std::io::{self, BufRead};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{IntakeError, Place};

/// The fields of a record, as they stand. Unknown fields are passed over.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    byline: Option<&'a RawValue>,
    #[serde(borrow)]
    published: Option<&'a RawValue>,
    #[serde(borrow)]
    date: Option<&'a RawValue>,
    #[serde(borrow)]
    publisher: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

/// One record, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) text: String,
}

/// Reads one object. `text` is kept to the character; the other fields are trimmed, and passed over where they hold
/// neither words nor a number.
pub(crate) fn record(at: &Place, json: &str) -> Result<Record, IntakeError> {
    let fields: Fields = serde_json::from_str(json).map_err(|error| IntakeError::Json {
        at: at.clone(),
        cause: error.to_string(),
    })?;
    let text = match fields.text.map(RawValue::get) {
        None | Some("null") => return Err(IntakeError::NoText { at: at.clone() }),
        Some(raw) if raw.starts_with('"') => serde_json::from_str(raw).map_err(|error| IntakeError::Json {
            at: at.clone(),
            cause: format!("in `text`: {error}"),
        })?,
        Some(_) => return Err(IntakeError::TextNotString { at: at.clone() }),
    };
    Ok(Record {
        id: words(fields.id),
        url: words(fields.url),
        title: words(fields.title),
        byline: words(fields.byline),
        published: words(fields.published).or_else(|| words(fields.date)),
        publisher: words(fields.publisher),
        text,
    })
}

/// A string, a number as written, or a list of strings joined by commas.
fn words(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    let value = match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok()?,
        b'[' => serde_json::from_str::<Vec<String>>(raw).ok()?.join(", "),
        b'-' | b'0'..=b'9' => raw.to_owned(),
        _ => return None,
    };
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// What a splitter found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Bytes of one record, and the line on which it starts.
    Record(Vec<u8>, u64),
    /// A record longer than the limit, passed over; the line on which it starts.
    TooLong(u64),
    /// What stands there is no record; the line.
    NotRecord(u64),
}

/// The next line that is not blank. `line` counts the lines read so far.
pub(crate) fn next_line(input: &mut dyn BufRead, line: &mut u64, limit: u64) -> io::Result<Option<Piece>> {
    loop {
        let mut bytes = Vec::new();
        let mut too_long = false;
        let mut any = false;
        loop {
            let buffer = input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|&b| b == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            let used = end.map_or(buffer.len(), |end| end + 1);
            if bytes.len() as u64 + part.len() as u64 > limit {
                too_long = true;
                bytes = Vec::new();
            }
            if !too_long {
                bytes.extend_from_slice(part);
            }
            input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        *line += 1;
        if too_long {
            return Ok(Some(Piece::TooLong(*line)));
        }
        if !bytes.trim_ascii().is_empty() && bytes != b"\xef\xbb\xbf" {
            return Ok(Some(Piece::Record(bytes, *line)));
        }
    }
}

/// The next object of a JSON file: the whole file, one of several after each other, or an element of an array.
/// Only braces and strings are followed here; whether the object is sound is for [`record`] to say.
pub(crate) fn next_object(input: &mut dyn BufRead, line: &mut u64, limit: u64) -> io::Result<Option<Piece>> {
    let mut object = Vec::new();
    let (mut start, mut depth, mut too_long) = (0, 0_u64, false);
    let (mut in_string, mut escaped) = (false, false);
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(match depth {
                0 => None,
                _ if too_long => Some(Piece::TooLong(start)),
                _ => Some(Piece::Record(object, start)),
            });
        }
        let mut used = 0;
        let mut found = None;
        let mut copy_from = 0;
        for &byte in buffer {
            used += 1;
            *line += u64::from(byte == b'\n');
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' if depth > 0 => in_string = true,
                b'{' | b'[' if depth > 0 || byte == b'{' => {
                    if depth == 0 {
                        start = *line + 1;
                        copy_from = used - 1;
                    }
                    depth += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        found = Some(());
                        break;
                    }
                }
                // Between objects: an array's brackets and commas, blanks, a byte order mark.
                b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf => {}
                _ if depth == 0 => {
                    let at = *line + 1;
                    input.consume(used);
                    skip_all(input)?;
                    return Ok(Some(Piece::NotRecord(at)));
                }
                _ => {}
            }
        }
        if depth > 0 || found.is_some() {
            let part = buffer.get(copy_from..used).unwrap_or_default();
            if object.len() as u64 + part.len() as u64 > limit {
                too_long = true;
                object = Vec::new();
            }
            if !too_long {
                object.extend_from_slice(part);
            }
        }
        input.consume(used);
        if found.is_some() {
            return Ok(Some(if too_long {
                Piece::TooLong(start)
            } else {
                Piece::Record(object, start)
            }));
        }
    }
}

/// Reads to the end, so that what follows something that is no record is not taken for records.
fn skip_all(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let n = input.fill_buf()?.len();
        if n == 0 {
            return Ok(());
        }
        input.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(json: &str, buffer: usize) -> Vec<Piece> {
        let mut input = io::BufReader::with_capacity(buffer, json.as_bytes());
        let mut line = 0;
        let mut pieces = Vec::new();
        while let Some(piece) = next_object(&mut input, &mut line, 40).expect("memory reads") {
            pieces.push(piece);
        }
        pieces
    }

    #[test]
    fn objects_of_an_array_come_one_by_one_whatever_the_buffer() {
        let json = "[\n {\"a\": \"}]\\\"{\", \"b\": [1, {}]},\n\n {\"text\": \"x\"}]";
        for buffer in [1, 2, 3, 7, 100] {
            assert_eq!(
                objects(json, buffer),
                [
                    Piece::Record(b"{\"a\": \"}]\\\"{\", \"b\": [1, {}]}".to_vec(), 2),
                    Piece::Record(b"{\"text\": \"x\"}".to_vec(), 4)
                ]
            );
        }
    }

    #[test]
    fn what_is_no_object_or_too_long_is_said_with_its_line() {
        assert_eq!(objects("\n[1, 2]", 8), [Piece::NotRecord(2)]);
        let long = format!("[{{\"text\": \"{}\"}},\n{{}}]", "x".repeat(60));
        assert_eq!(objects(&long, 8), [Piece::TooLong(1), Piece::Record(b"{}".to_vec(), 2)]);
        assert_eq!(objects("{\"text\": ", 8), [Piece::Record(b"{\"text\": ".to_vec(), 1)]);
    }

    #[test]
    fn fields_are_read_leniently_and_text_strictly() {
        let at = Place::line("news.jsonl", 3);
        let record = record(
            &at,
            r#"{"id": 7, "byline": ["A B", "C D"], "date": "2024-10-15", "title": null, "x": {}, "text": " a\r\n"}"#,
        )
        .expect("sound");
        assert_eq!(record.id.as_deref(), Some("7"));
        assert_eq!(record.byline.as_deref(), Some("A B, C D"));
        assert_eq!(record.published.as_deref(), Some("2024-10-15"));
        assert_eq!((record.title, record.text.as_str()), (None, " a\r\n"));
        for (json, message) in [
            (r#"{"title": "x"}"#, "news.jsonl:3: the record has no field `text`"),
            (r#"{"text": 5}"#, "news.jsonl:3: the field `text` is not a string"),
            (r#"{"text": "a"#, "news.jsonl:3: not valid JSON"),
            (r#"{"text": "\ud800"}"#, "news.jsonl:3: not valid JSON: in `text`"),
        ] {
            let error = super::record(&at, json).expect_err("not sound");
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }
}
