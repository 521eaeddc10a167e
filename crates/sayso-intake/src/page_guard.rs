//! A look over an HTML page before it is parsed, in one pass and constant memory: would its tree be too deep or too
//! large? A parser has to build what the page asks for, and some hundred kilobytes can ask for gigabytes: unclosed
//! formatting elements are opened again in every block (WHATWG HTML §13.2.4.3), and a text in a deep element is copied
//! once a level by whoever takes the tree apart. Measured with the extractor used here: 250,000 elements 240 deep take
//! 11 s and 4 GB, 20,000 unclosed lists 5 s, one tag with 20,000 attributes 0.2 s and growing with the square.

use crate::error::{IntakeError, Place};
use crate::options::Limits;

/// Elements that hold nothing (WHATWG HTML §13.1.2).
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];

/// Elements whose end tag may be left out, and that close their like: they never nest by themselves.
const SELF_CLOSING: &[&[u8]] = &[
    b"html",
    b"head",
    b"body",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"option",
    b"optgroup",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"colgroup",
    b"caption",
    b"rp",
    b"rt",
    b"a",
    b"button",
    b"nobr",
];

/// Elements that are opened again in the next block when they were not closed (§13.2.4.3).
const FORMATTING: &[&[u8]] = &[
    b"b", b"big", b"code", b"em", b"font", b"i", b"s", b"small", b"strike", b"strong", b"tt", b"u",
];

/// Elements whose content is not markup.
const RAW: &[&[u8]] = &[
    b"script",
    b"style",
    b"textarea",
    b"title",
    b"xmp",
    b"iframe",
    b"noembed",
    b"noframes",
    b"plaintext",
];

/// How many attributes one tag may have. Parsers compare each with each.
const ATTRIBUTES: usize = 1000;

/// The tree's mean depth may be this much: the limit on the sum of depths is this times the limit on elements. News
/// pages have some 15.
const MEAN_DEPTH: u64 = 32;

/// Fails if `html` would be too long, too deep or too large a page.
pub(crate) fn check(at: &Place, html: &str, limits: &Limits) -> Result<(), IntakeError> {
    let too_large = |what, limit, flag| IntakeError::HtmlTooLarge {
        at: at.clone(),
        what,
        limit,
        flag,
    };
    if html.len() as u64 > limits.html {
        return Err(too_large("too many bytes", limits.html, "max-html"));
    }
    let mut scan = Scan::default();
    let bytes = html.as_bytes();
    let mut position = 0;
    while let Some(offset) = bytes
        .get(position..)
        .and_then(|rest| rest.iter().position(|&b| b == b'<'))
    {
        position = scan.markup(bytes, position + offset);
        if scan.depth() > limits.html_depth {
            return Err(too_large(
                "elements nested too deep",
                limits.html_depth,
                "max-html-depth",
            ));
        }
        if scan.elements > limits.html_elements || scan.depths > limits.html_elements.saturating_mul(MEAN_DEPTH) {
            return Err(too_large(
                "too many elements",
                limits.html_elements,
                "max-html-elements",
            ));
        }
        if scan.attributes > ATTRIBUTES {
            return Err(too_large(
                "a tag with too many attributes",
                ATTRIBUTES as u64,
                "max-html-elements",
            ));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Scan<'a> {
    /// Names of the open elements that can nest.
    open: Vec<&'a [u8]>,
    /// The open formatting elements, as written.
    formatting: Vec<&'a [u8]>,
    /// How many elements the tree will have, at most about.
    elements: u64,
    /// The sum of their depths.
    depths: u64,
    /// The most attributes of a tag.
    attributes: usize,
}

impl<'a> Scan<'a> {
    fn depth(&self) -> u64 {
        (self.open.len() + self.formatting.len()) as u64
    }

    /// Takes in what starts with the `<` at `start`; returns where to go on.
    fn markup(&mut self, bytes: &'a [u8], start: usize) -> usize {
        let rest = bytes.get(start + 1..).unwrap_or_default();
        match rest {
            [b'!', b'-', b'-', comment @ ..] => start + 4 + comment_length(comment),
            [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let (end, _) = tag_end(bytes, start + 2);
                self.close(name(bytes.get(start + 2..end).unwrap_or_default()));
                end
            }
            [letter, ..] if letter.is_ascii_alphabetic() => {
                let (end, attributes) = tag_end(bytes, start + 1);
                self.attributes = self.attributes.max(attributes);
                let tag = bytes.get(start + 1..end).unwrap_or_default();
                self.start(tag, bytes, end)
            }
            _ => {
                // A stray `<` is a text node of its own to a parser.
                self.elements += 1;
                start + 1
            }
        }
    }

    fn start(&mut self, tag: &'a [u8], bytes: &[u8], end: usize) -> usize {
        let name = name(tag);
        let is = |names: &[&[u8]]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let foreign = self.open.iter().any(|open| is_foreign(open));
        self.elements += 1 + self.formatting.len() as u64;
        self.depths += self.depth();
        if is(FORMATTING) {
            // A parser keeps at most three alike ("Noah's Ark clause").
            if self.formatting.iter().filter(|&&open| open == tag).count() >= 3
                && let Some(first) = self.formatting.iter().position(|&open| open == tag)
            {
                self.formatting.remove(first);
            }
            self.formatting.push(tag);
        } else if !foreign && is(RAW) {
            return end + raw_length(bytes.get(end..).unwrap_or_default(), name);
        } else if !(is(VOID) || is(SELF_CLOSING) || foreign && tag.ends_with(b"/>")) {
            self.open.push(name);
        }
        end
    }

    fn close(&mut self, name: &[u8]) {
        if let Some(at) = self
            .formatting
            .iter()
            .rposition(|open| self::name(open).eq_ignore_ascii_case(name))
        {
            self.formatting.remove(at);
        } else if let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        }
    }
}

/// SVG and MathML, in which all content is markup and `/>` closes.
fn is_foreign(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"svg") || name.eq_ignore_ascii_case(b"math")
}

/// The name that a tag starts with.
fn name(tag: &[u8]) -> &[u8] {
    let end = tag
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        .unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// One past the `>` of the tag whose name starts at `start`, and about how many attributes it has.
fn tag_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut quote, mut attributes, mut before) = (None, 0, b' ');
    for (offset, &byte) in bytes.get(start..).unwrap_or_default().iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            // A quotation mark opens a value only after `=`.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte == b'>' => return (start + offset + 1, attributes),
            None => attributes += usize::from((before.is_ascii_whitespace() || before == b'/') && byte != b' '),
        }
        if !(byte.is_ascii_whitespace() && before == b'=') {
            before = byte;
        }
    }
    (bytes.len(), attributes)
}

/// How long a comment is after its `<!--`, its end included.
fn comment_length(comment: &[u8]) -> usize {
    match comment {
        [b'>', ..] => 1,
        [b'-', b'>', ..] => 2,
        _ => {
            let ends = |at: usize| match comment.get(at + 2..) {
                Some([b'>', ..]) => Some(at + 3),
                Some([b'!', b'>', ..]) => Some(at + 4),
                _ => None,
            };
            let dashes = comment.windows(2).enumerate().filter(|(_, pair)| pair == b"--");
            dashes.map(|(at, _)| at).find_map(ends).unwrap_or(comment.len())
        }
    }
}

/// How long the content of the raw element `name` is, up to its end tag.
fn raw_length(content: &[u8], name: &[u8]) -> usize {
    let mut from = 0;
    while let Some(offset) = content
        .get(from..)
        .and_then(|rest| rest.windows(2).position(|w| w == b"</"))
    {
        let after = content.get(from + offset + 2..).unwrap_or_default();
        if after
            .get(..name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
        {
            return from + offset;
        }
        from += offset + 2;
    }
    content.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(html: &str) -> Result<(), String> {
        check(&Place::file("page.html"), html, &Limits::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn ordinary_markup_passes() {
        let page = "<!doctype html><html><head><title>a <b> c</title><script>if (a<b) x('<div>')</script></head><body>\
                    <!-- <div><div> --><ul><li>one<li>two</ul><p>x<br>y<p><b>z</b><img src='a>b'></body></html>";
        assert_eq!(checked(&page.repeat(3000)), Ok(()));
        assert_eq!(checked(&"<p>word <b>word".repeat(5000)), Ok(()));
        assert_eq!(checked(&"a < b <!-- ".repeat(400)), Ok(()));
    }

    #[test]
    fn trees_too_deep_or_too_large_are_refused() {
        for (page, flag) in [
            ("<div>".repeat(100_000), "max-html-depth"),
            ("<ul><li>x".repeat(300), "max-html-depth"),
            ("<!--><div>".repeat(300), "max-html-depth"),
            ("<svg><style><g>".repeat(200), "max-html-depth"),
            (
                (0..300).map(|i| format!("<p><font size={i}>x")).collect(),
                "max-html-depth",
            ),
            (
                (0..200).map(|i| format!("<font size={i}>")).collect::<String>() + &"<p>x".repeat(2000),
                "max-html-elements",
            ),
            ("<p>x</p>".repeat(100_001), "max-html-elements"),
            ("<".repeat(1_000_000), "max-html-elements"),
            (
                ("<div>".repeat(200) + &"</div>".repeat(200)).repeat(400),
                "max-html-elements",
            ),
            (
                format!("<p {}>", (0..2000).map(|i| format!("a{i} ")).collect::<String>()),
                "attributes",
            ),
            ("x".repeat(9 << 20), "max-html"),
        ] {
            let error = checked(&page).expect_err("refused");
            assert!(error.contains(flag) && error.starts_with("page.html: "), "{error}");
        }
    }
}
