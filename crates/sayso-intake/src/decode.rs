//! Bytes to text: byte order mark, then what the page declares, then valid UTF-8, then a guess by `chardetng`.
//! Whatever the bytes are, text comes out; what cannot be decoded becomes U+FFFD.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many first bytes of a page may hold its `<meta charset>` (WHATWG HTML §13.2.3.2 asks for 1024; news pages put
/// scripts before it).
const META_WITHIN: usize = 8 << 10;

/// Decodes `bytes`. A byte order mark is dropped; nothing else is, so characters count as in the user's own file.
pub(crate) fn decode(bytes: &[u8], html: bool) -> String {
    decode_told(bytes, html, None)
}

/// Decodes `bytes` of which somebody else told the encoding: an HTTP header, or a mail's. A byte order mark and a page's
/// own declaration weigh more, as does what is valid UTF-8.
pub(crate) fn decode_told(bytes: &[u8], html: bool, told: Option<&'static Encoding>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0
            .into_owned();
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let declared = if html { declared_in_meta(bytes) } else { None }.or(told);
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        // A page saved again by a browser or an archiver keeps its old declaration but is UTF-8: bytes beyond ASCII
        // that form valid UTF-8 are hardly ever anything else.
        if std::str::from_utf8(bytes).is_err() || bytes.is_ascii() {
            return encoding.decode_without_bom_handling(bytes).0.into_owned();
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if declared == Some(UTF_8) || mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether bytes that are not valid UTF-8 are UTF-8 with some damage: more well-formed sequences than faults.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// UTF-16 text in a European script has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 2 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that a page declares in `<meta charset=…>`, `<meta … content="…; charset=…">` or an XML declaration.
fn declared_in_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(META_WITHIN))?.to_ascii_lowercase();
    let declaration = if head.trim_ascii_start().starts_with(b"<?xml") {
        find(&head, b"encoding=")
    } else {
        None
    };
    let value = declaration.map(|at| at + b"encoding=".len()).or_else(|| {
        let meta = find(&head, b"<meta")?;
        let charset = find(head.get(meta..)?, b"charset=")?;
        Some(meta + charset + b"charset=".len())
    })?;
    let rest = head.get(value..)?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|&b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(&b)))
        .unwrap_or(rest.len());
    // A page whose declaration could be read as ASCII is not UTF-16 (WHATWG HTML §13.2.3.3).
    let encoding = Encoding::for_label(rest.get(..end)?)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Whether decoded `text` is no writing: it has a NUL, or one in ten of its characters is a control character or
/// could not be decoded.
pub(crate) fn reads_as_binary(text: &str) -> bool {
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars() {
        if c == '\0' {
            return true;
        }
        all += 1;
        odd += usize::from(c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x0b')));
    }
    odd * 10 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let cases: &[(&[u8], bool, &str)] = &[
            (b"\xef\xbb\xbfKyiv", false, "Kyiv"),
            (b"\xff\xfeK\0y\0", false, "Ky"),
            (b"K\0y\0i\0v\0 \0i\0s\0", false, "Kyiv is"),
            (b"\0K\0y\0i\0v\0 \0i\0s", false, "Kyiv is"),
            (
                b"<meta charset=\"windows-1251\"><p>\xca\xe8\xe5\xe2",
                true,
                "<meta charset=\"windows-1251\"><p>Киев",
            ),
            (
                b"<meta http-equiv=x content='text/html; charset=iso-8859-1'>caf\xe9",
                true,
                "<meta http-equiv=x content='text/html; charset=iso-8859-1'>café",
            ),
            (
                "<meta charset=windows-1252>café".as_bytes(),
                true,
                "<meta charset=windows-1252>café",
            ),
            (
                b"The caf\xe9 in Paris was closed, the na\xefve owner said.",
                false,
                "The café in Paris was closed, the naïve owner said.",
            ),
            (
                b"damaged \xe2\x80\x9cquotation\xe2\x80\x9d here \xff end",
                false,
                "damaged “quotation” here \u{fffd} end",
            ),
        ];
        for (bytes, html, expected) in cases {
            assert_eq!(decode(bytes, *html), *expected);
        }
    }

    #[test]
    fn binary_is_told_from_writing() {
        assert!(reads_as_binary("MZ\0\0"));
        assert!(reads_as_binary("\u{1}\u{2}\u{3}ab"));
        assert!(!reads_as_binary("One\ttwo\r\n\x0cthree"));
    }
}
