//! HTTP responses as they stand in web archives: status, header fields, and the body without chunks and compression.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::Encoding;

use crate::error::{IntakeError, Place};
use crate::format::{self, Container, Format};
use crate::options::Limits;
use crate::unpack::{self, Packing};

/// Header fields, as HTTP and WARC write them, in order; names in small letters.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields in `header`; lines that are none are passed over, as is the line before the first.
    pub(crate) fn of(header: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in String::from_utf8_lossy(header).lines() {
            if line.starts_with([' ', '\t']) {
                // A line that goes on (RFC 9112 §5.2).
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The first field of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// One response.
#[derive(Debug)]
pub(crate) struct Response<'a> {
    status: u16,
    fields: Fields,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Reads the header of a response; none if the bytes do not start with one.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let end = header_end(bytes)?;
        let header = bytes.get(..end)?;
        let line = header.split(|&b| b == b'\n').next()?;
        let line = std::str::from_utf8(line).ok()?;
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|word| word.starts_with("HTTP/"))?;
        Some(Self {
            status: words.next()?.parse().ok()?,
            fields: Fields::of(header),
            body: bytes.get(end..)?,
        })
    }

    /// Whether it brought an HTML page. Where no type is told, the body's first bytes tell.
    pub(crate) fn is_page(&self) -> bool {
        let is_html = match self.media_type() {
            Some(kind) => matches!(kind.as_str(), "text/html" | "application/xhtml+xml"),
            None => format::sniff(self.body) == Container::Single(Format::Html),
        };
        (200..300).contains(&self.status) && is_html
    }

    fn media_type(&self) -> Option<String> {
        let kind = self.fields.get("content-type")?.split(';').next()?;
        Some(kind.trim().to_ascii_lowercase())
    }

    /// The encoding that the header declares.
    pub(crate) fn charset(&self) -> Option<&'static Encoding> {
        let (_, parameters) = self.fields.get("content-type")?.split_once(';')?;
        parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then(|| Encoding::for_label(value.trim().trim_matches('"').as_bytes()))?
        })
    }

    /// The body as its server meant it, within `limits`. Archivers often keep the header of a body that they have
    /// already unpacked, so that a body which is not what the header says is taken as it stands.
    pub(crate) fn body(&self, at: &Place, limits: &Limits) -> Result<Cow<'a, [u8]>, IntakeError> {
        let is_chunked = self
            .fields
            .get("transfer-encoding")
            .is_some_and(|codings| codings.to_ascii_lowercase().contains("chunked"));
        let mut body = match is_chunked.then(|| without_chunks(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        };
        let codings = self.fields.get("content-encoding").unwrap_or_default();
        // Few servers compress twice; more often than that is a bomb.
        for coding in codings
            .rsplit(',')
            .map(|coding| coding.trim().to_ascii_lowercase())
            .take(3)
        {
            let packing = match coding.as_str() {
                "gzip" | "x-gzip" => Packing::of_magic(&body).filter(|&packing| packing == Packing::Gzip),
                "zstd" => Packing::of_magic(&body).filter(|&packing| packing == Packing::Zstandard),
                "deflate" if starts_as_zlib(&body) => Some(Packing::Zlib),
                "deflate" if !body.trim_ascii_start().starts_with(b"<") => Some(Packing::Deflate),
                "deflate" | "" | "identity" => None,
                _ if format::sniff(&body) == Container::Single(Format::Html) => None,
                _ => {
                    return Err(IntakeError::Warc {
                        at: at.clone(),
                        cause: format!("its page is compressed as `{coding}`, which is not read"),
                    });
                }
            };
            if let Some(packing) = packing {
                body = Cow::Owned(unpacked(at, &body, packing, limits)?);
            }
        }
        Ok(body)
    }
}

fn unpacked(at: &Place, packed: &[u8], packing: Packing, limits: &Limits) -> Result<Vec<u8>, IntakeError> {
    let fault = |error: &std::io::Error| IntakeError::from_io(at.clone(), error, true);
    let mut bytes = Vec::new();
    let limit = limits.document;
    let input = unpack::unpack(packed, packing, limits).map_err(|error| fault(&error))?;
    match input.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(n) if n as u64 > limit => Err(IntakeError::TooLong { at: at.clone(), limit }),
        Ok(_) => Ok(bytes),
        Err(error) => Err(fault(&error)),
    }
}

/// RFC 1950 §2.2: the method is 8, and the first two bytes are a multiple of 31.
fn starts_as_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

/// Where a header ends and what it is the header of begins: after the first empty line.
pub(crate) fn header_end(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    while let Some(length) = bytes.get(start..)?.iter().position(|&b| b == b'\n') {
        let line = bytes.get(start..start + length)?;
        start += length + 1;
        if line.trim_ascii().is_empty() {
            return Some(start);
        }
    }
    None
}

/// The body put together from its chunks (RFC 9112 §7.1), as far as they go; none if it has no chunks.
fn without_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut any = false;
    while let Some(length) = bytes.iter().position(|&b| b == b'\n') {
        let line = std::str::from_utf8(bytes.get(..length)?).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return any.then_some(whole);
        };
        any = true;
        bytes = bytes.get(length + 1..)?;
        if size == 0 {
            break;
        }
        let chunk = bytes.get(..size.min(bytes.len()))?;
        whole.extend_from_slice(chunk);
        bytes = bytes.get(chunk.len()..)?;
        bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
        bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
    }
    any.then_some(whole)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(header: &str, body: &[u8]) -> Result<Vec<u8>, IntakeError> {
        let bytes = [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat();
        let response = Response::of(&bytes).expect("a response");
        response
            .body(&Place::record("a.warc", 1), &Limits::default())
            .map(Cow::into_owned)
    }

    #[test]
    fn chunks_and_compression_are_undone() {
        let page = b"<p>Harbour reopens</p>";
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(page).expect("memory");
        let gzip = encoder.finish().expect("memory");
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(page).expect("memory");
        let zlib = encoder.finish().expect("memory");
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(page).expect("memory");
        let deflate = encoder.finish().expect("memory");
        let chunked = b"5;x=y\r\n<p>Ha\r\n11\r\nrbour reopens</p>\r\n0\r\n\r\n";
        for (header, packed) in [
            ("X: y", page.as_slice()),
            ("Content-Encoding: gzip", &gzip),
            ("Content-Encoding: gzip", page),
            ("Content-Encoding: deflate", &zlib),
            ("Content-Encoding: deflate", &deflate),
            ("Content-Encoding: br", page),
            ("Transfer-Encoding: chunked", chunked),
            ("Transfer-Encoding: chunked", page),
        ] {
            assert_eq!(body(header, packed).expect(header), page, "{header}");
        }
        assert!(matches!(
            body("Content-Encoding: gzip", gzip.get(..12).expect("longer")),
            Err(IntakeError::Compressed { .. })
        ));
        assert!(matches!(
            body("Content-Encoding: br", b"\x0b\x02"),
            Err(IntakeError::Warc { .. })
        ));
    }

    #[test]
    fn the_header_declares_type_and_encoding() {
        let bytes = b"HTTP/1.0 203\nContent-Type: Text/HTML;\n charset=\"windows-1251\"\n\nx";
        let response = Response::of(bytes).expect("a response");
        assert!(response.is_page());
        assert_eq!(response.charset().map(Encoding::name), Some("windows-1251"));
        for other in [
            "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nplain",
        ] {
            assert!(!Response::of(other.as_bytes()).expect("a response").is_page());
        }
        assert!(Response::of(b"GET / HTTP/1.1\r\n\r\n").is_none());
    }
}
