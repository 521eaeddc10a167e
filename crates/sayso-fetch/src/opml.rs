//! Lists of feeds, as feed readers export them (OPML).

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use url::Url;

use crate::error::FetchError;
use crate::source::check_url;

const BYTES: usize = 8 << 20;
const DEPTH: usize = 64;
const FEEDS: usize = 10_000;

/// The feeds of an OPML file, in its order and each once, whatever folders they lie in.
///
/// # Errors
/// If the file cannot be read, is no OPML, or names a feed that may not be fetched.
pub fn read_opml(path: &Path) -> Result<Vec<Url>, FetchError> {
    let file = |error: std::io::Error| FetchError::File {
        path: path.to_owned(),
        cause: error.to_string(),
    };
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(file)?
        .take(BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(file)?;
    parse(&bytes).map_err(|cause| FetchError::Opml {
        path: path.to_owned(),
        cause,
    })
}

fn parse(bytes: &[u8]) -> Result<Vec<Url>, String> {
    if bytes.len() > BYTES {
        return Err(format!("it is larger than {BYTES} bytes"));
    }
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    let mut buffer = Vec::new();
    let mut feeds = Vec::new();
    let mut known = BTreeSet::new();
    let mut depth = 0_usize;
    let mut is_opml = false;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string())?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(format!("its outlines lie more than {DEPTH} deep"));
                }
                is_opml |= tag.local_name().as_ref().eq_ignore_ascii_case("opml");
                gather(&tag, &mut feeds, &mut known)?;
            }
            Event::Empty(tag) => gather(&tag, &mut feeds, &mut known)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => return Err("it ends before its end".to_owned()),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    if !is_opml {
        return Err("it is not OPML".to_owned());
    }
    if feeds.is_empty() {
        return Err("there is no feed in it".to_owned());
    }
    Ok(feeds)
}

fn gather(tag: &BytesStart<'_>, feeds: &mut Vec<Url>, known: &mut BTreeSet<String>) -> Result<(), String> {
    if !tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
        return Ok(());
    }
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if !attribute.key.as_ref().eq_ignore_ascii_case("xmlurl") {
            continue;
        }
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        if value.trim().is_empty() {
            continue;
        }
        let url = check_url(value.trim()).map_err(|error| error.to_string())?;
        if known.insert(url.to_string()) {
            feeds.push(url);
        }
        if feeds.len() > FEEDS {
            return Err(format!("it has more than {FEEDS} feeds"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_feeds_in_folders() {
        let text = r#"<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
            <outline text="News"><outline text="A" type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2"/>
            <outline text="More"><outline text="B" xmlUrl="http://b.example/rss"></outline></outline></outline>
            <outline text="A again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/></body></opml>"#;
        let feeds = parse(text.as_bytes()).expect("a list");
        let feeds: Vec<&str> = feeds.iter().map(Url::as_str).collect();
        assert_eq!(feeds, ["https://a.example/feed?x=1&y=2", "http://b.example/rss"]);
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        let deep = format!("<opml>{}", "<outline>".repeat(100));
        for (text, cause) in [
            ("", "not OPML"),
            ("<opml/>", "not OPML"),
            ("<opml><body/></opml>", "no feed"),
            ("<opml><body>", "before its end"),
            (&deep, "deep"),
            ("<opml><outline xmlUrl='ftp://a/b'/></opml>", "only http"),
            ("<opml><outline xmlUrl='https://u:p@a.example/b'/></opml>", "password"),
        ] {
            let error = parse(text.as_bytes()).expect_err(text);
            assert!(error.contains(cause), "{text}: {error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse(&bytes);
        }
    }
}
