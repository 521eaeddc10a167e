//! What stands in a feed: RSS, Atom or JSON Feed.

use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;
use url::Url;

use crate::error::FetchError;
use crate::item::EntryFacts;
use crate::state::{Key, stamp_of};

/// How deep a feed's elements may lie, and how long a tag may be. Feeds stay far below both; what does not is made to
/// overwhelm the parser, which keeps a base address for each level.
const DEPTH: usize = 256;
const TAG: usize = 64 << 10;
const BASE: usize = 2 << 10;

/// How many elements a feed may have, and how many entries, or objects of JSON: each takes far more memory when it is
/// read than when it is sent.
const ELEMENTS: usize = 200_000;
const ENTRIES: usize = 20_000;

/// An entry's text that is longer than this is not kept.
const LONGEST_TEXT: usize = 256 << 10;

/// How much is kept of what a feed tells.
const LONGEST_ID: usize = 500;
const LONGEST_TITLE: usize = 1000;
const LONGEST_URL: usize = 4000;
const LONGEST_NAME: usize = 200;
const MOST_AUTHORS: usize = 20;

/// A feed as far as it matters here.
#[derive(Debug, Default)]
pub(crate) struct ReadFeed {
    pub title: Option<String>,
    /// How long the feed asks to be left alone.
    pub ttl: Option<Duration>,
    pub entries: Vec<Found>,
    /// How many entries were left out, for there are too many.
    pub left: usize,
}

/// An entry.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub facts: EntryFacts,
    pub key: Key,
    pub link_key: Option<Key>,
    pub stamp: u64,
    /// The whole text, or for an entry without a link whatever it has, as an HTML page.
    pub content: Option<String>,
}

/// Reads a feed that was fetched from `url`; no more than `most` of its entries.
pub(crate) fn read(bytes: &[u8], url: &Url, most: usize) -> Result<ReadFeed, FetchError> {
    let not_feed = |cause: String| FetchError::NotFeed {
        url: url.to_string(),
        cause,
    };
    guard(bytes).map_err(not_feed)?;
    let parser = parser::Builder::new()
        .base_uri(Some(url.as_str()))
        .sanitize_content(false)
        // Entries without an id go by their link: the parser would give some a random one.
        .id_generator(|_, _, _| String::new())
        .build();
    // A panic in a parser of untrusted bytes is a fault of this feed alone.
    let feed = panic::catch_unwind(AssertUnwindSafe(|| parser.parse(bytes)))
        .map_err(|_| not_feed("its parser broke on it".to_owned()))?
        .map_err(|error| not_feed(error.to_string()))?;
    let title = feed.title.as_ref().and_then(|title| plain(title, LONGEST_NAME));
    let mut read = ReadFeed {
        ttl: feed.ttl.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
        left: feed.entries.len().saturating_sub(most),
        entries: feed
            .entries
            .iter()
            .take(most)
            .filter_map(|entry| found(entry, &feed, url, title.as_deref()))
            .collect(),
        title,
    };
    // The oldest first, so that corrections come after what they correct; those without a date in the feed's order.
    read.entries.sort_by(|a, b| a.facts.published.cmp(&b.facts.published));
    Ok(read)
}

/// Refuses what would overwhelm the parser, in one linear pass.
fn guard(bytes: &[u8]) -> Result<(), String> {
    // The parser goes by the first of these, too.
    let first = bytes.iter().find(|byte| matches!(byte, b'<' | b'{'));
    if first != Some(&b'<') {
        let objects = bytes.iter().filter(|byte| **byte == b'{').count();
        return match objects <= ENTRIES {
            true => Ok(()),
            false => Err(format!("it has more than {ENTRIES} objects")),
        };
    }
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    let (mut elements, mut entries) = (0_usize, 0_usize);
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string())?;
        let (tag, opens) = match event {
            Event::Start(tag) => (tag, 1),
            Event::Empty(tag) => (tag, 0),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                buffer.clear();
                continue;
            }
            Event::Eof => return Ok(()),
            _ => {
                buffer.clear();
                continue;
            }
        };
        depth += opens;
        elements += 1;
        entries += usize::from(matches!(tag.local_name().as_ref(), "item" | "entry"));
        if elements > ELEMENTS || entries > ENTRIES {
            return Err(format!("it has more than {ELEMENTS} elements or {ENTRIES} entries"));
        }
        if depth > DEPTH {
            return Err(format!("its elements lie more than {DEPTH} deep"));
        }
        let base = tag
            .try_get_attribute("xml:base")
            .ok()
            .flatten()
            .map_or(0, |base| base.value.len());
        if tag.len() > TAG || base > BASE {
            return Err("it has a tag that is too long".to_owned());
        }
        buffer.clear();
    }
}

fn found(entry: &Entry, feed: &Feed, url: &Url, publisher: Option<&str>) -> Option<Found> {
    let link = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| entry.links.iter().find(|link| link.rel.as_deref() != Some("enclosure")))
        .and_then(|link| url.join(link.href.trim()).ok())
        .map(|mut link| {
            link.set_fragment(None);
            link.to_string()
        })
        .filter(|link| link.len() <= LONGEST_URL);
    let id = Some(entry.id.trim()).filter(|id| !id.is_empty());
    let content = page_of(entry, link.is_none());
    if link.is_none() && content.is_none() {
        return None;
    }
    let published = entry.published.or(entry.updated).map(iso);
    let updated = entry.updated.map(iso);
    let name = id.or(link.as_deref()).or(content.as_deref())?;
    Some(Found {
        key: Key::of("id", name),
        link_key: link.as_deref().map(|link| Key::of("link", link)),
        stamp: stamp_of(&[updated.as_deref().unwrap_or_default()]),
        facts: EntryFacts {
            id: clip(id.or(link.as_deref()).unwrap_or_default(), LONGEST_ID),
            title: entry.title.as_ref().and_then(|title| plain(title, LONGEST_TITLE)),
            published,
            updated,
            authors: authors(entry, feed),
            publisher: entry
                .source
                .as_deref()
                .map(str::trim)
                .filter(|source| !source.is_empty() && Url::parse(source).is_err())
                .or(publisher)
                .map(|name| clip(name, LONGEST_NAME)),
            language: entry
                .language
                .as_deref()
                .or(feed.language.as_deref())
                .map(|language| clip(language.trim(), 35)),
            link,
        },
        content,
    })
}

fn authors(entry: &Entry, feed: &Feed) -> Vec<String> {
    let people = if entry.authors.is_empty() {
        &feed.authors
    } else {
        &entry.authors
    };
    people
        .iter()
        .filter_map(|person| person.name.as_deref().or(person.email.as_deref()))
        .map(|name| clip(name.trim(), LONGEST_NAME))
        .filter(|name| !name.is_empty())
        .take(MOST_AUTHORS)
        .collect()
}

/// The entry's text as a page, if the feed has the whole of it, or if `any` will do.
fn page_of(entry: &Entry, any: bool) -> Option<String> {
    let whole = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref().filter(|body| !body.trim().is_empty())?;
        match content.content_type.essence().to_string().as_str() {
            "text/html" | "application/xhtml+xml" => Some(body.to_owned()),
            "text/plain" => Some(paragraphs(body)),
            _ => None,
        }
    });
    let body = whole.or_else(|| {
        let summary = entry.summary.as_ref().filter(|_| any)?;
        Some(summary.content.clone()).filter(|summary| !summary.trim().is_empty())
    })?;
    let title = entry
        .title
        .as_ref()
        .and_then(|title| plain(title, LONGEST_TITLE))
        .unwrap_or_default();
    let title = escape(title.as_str());
    (body.len() <= LONGEST_TEXT).then(|| {
        format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><article><h1>{title}</h1>{body}</article></body></html>"
        )
    })
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{}</p>", escape(paragraph)))
        .collect()
}

/// A title without its tags.
fn plain(text: &Text, longest: usize) -> Option<String> {
    let mut words = text.content.clone();
    if text.content_type.essence().to_string() != "text/plain" {
        let mut inside = false;
        words.retain(|letter| {
            let tag = inside || letter == '<';
            inside = tag && letter != '>';
            !tag
        });
        words = unescape(&words).map(|words| words.into_owned()).unwrap_or(words);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(clip(&words, longest)).filter(|words| !words.is_empty())
}

fn clip(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
        <channel><title>Harbour &amp; Hill Times</title><link>https://news.example/</link><ttl>30</ttl>
        <language>en-GB</language>
        <item><title>Later</title><link>/b#top</link><guid isPermaLink="false">b</guid>
          <pubDate>Tue, 02 Jan 2024 10:00:00 GMT</pubDate><author>ann@news.example (Ann Lee)</author></item>
        <item><title>Earlier</title><link>https://news.example/a</link>
          <pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate>
          <content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>
        </channel></rss>"#;

    fn url() -> Url {
        Url::parse("https://news.example/feed").expect("a URL")
    }

    #[test]
    fn reads_rss() {
        let feed = read(RSS.as_bytes(), &url(), 100).expect("a feed");
        assert_eq!(feed.title.as_deref(), Some("Harbour & Hill Times"));
        assert_eq!(feed.ttl, Some(Duration::from_secs(1800)));
        let [earlier, later] = feed.entries.as_slice() else {
            panic!("two entries")
        };
        assert_eq!(earlier.facts.title.as_deref(), Some("Earlier"));
        assert_eq!(earlier.facts.published.as_deref(), Some("2024-01-01T10:00:00Z"));
        assert_eq!(earlier.facts.id, "https://news.example/a");
        assert!(
            earlier
                .content
                .as_deref()
                .is_some_and(|page| page.contains("<p>All of it.</p>"))
        );
        assert_eq!(later.facts.link.as_deref(), Some("https://news.example/b"));
        assert_eq!(later.facts.publisher.as_deref(), Some("Harbour & Hill Times"));
        assert_eq!(later.facts.language.as_deref(), Some("en-gb"));
        assert_eq!(later.content, None);
    }

    #[test]
    fn reads_atom_and_json() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title type="html">A &lt;b&gt;b&lt;/b&gt;</title>
            <updated>2024-01-01T00:00:00Z</updated><entry><id>e1</id><title>One</title><author><name>Bo Ek</name></author>
            <link rel="enclosure" href="https://news.example/a.mp3"/><link rel="alternate" href="https://news.example/1"/>
            <published>2024-01-01T00:00:00Z</published><updated>2024-01-02T00:00:00Z</updated></entry></feed>"#;
        let feed = read(atom.as_bytes(), &url(), 100).expect("a feed");
        assert_eq!(feed.title.as_deref(), Some("A b"));
        assert_eq!(feed.entries[0].facts.link.as_deref(), Some("https://news.example/1"));
        assert_eq!(feed.entries[0].facts.authors, ["Bo Ek"]);
        assert_eq!(feed.entries[0].facts.updated.as_deref(), Some("2024-01-02T00:00:00Z"));
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[
            {"id":"1","url":"https://news.example/1","content_html":"<p>x</p>"},{"id":"2","content_text":"a\n\nb"}]}"#;
        let feed = read(json.as_bytes(), &url(), 100).expect("a feed");
        assert_eq!(feed.entries.len(), 2);
        assert!(feed.entries.iter().all(|entry| entry.content.is_some()));
    }

    #[test]
    fn takes_no_more_than_it_may() {
        let feed = read(RSS.as_bytes(), &url(), 1).expect("a feed");
        assert_eq!((feed.entries.len(), feed.left), (1, 1));
    }

    #[test]
    fn refuses_what_is_no_feed() {
        for not in [
            "",
            "<html><p>x</p></html>",
            "hello",
            "{\"a\": 1}",
            "<rss version='2.0'><channel>",
        ] {
            let error = read(not.as_bytes(), &url(), 9).expect_err(not).to_string();
            assert!(error.contains("is not a feed"), "{error}");
        }
    }

    #[test]
    fn refuses_what_would_overwhelm_the_parser() {
        let nested = format!(
            "<rss version=\"2.0\"><channel>{}",
            "<a xml:base=\"a/\">".repeat(100_000)
        );
        assert!(read(nested.as_bytes(), &url(), 9).is_err());
        let long = format!("<feed xml:base=\"https://a/{}\"/>", "b".repeat(1 << 20));
        assert!(read(long.as_bytes(), &url(), 9).is_err());
        let many = format!(
            "<rss version=\"2.0\"><channel>{}</channel></rss>",
            "<item/>".repeat(1 << 20)
        );
        assert!(read(many.as_bytes(), &url(), 9).is_err());
        let many = format!("{{\"version\":\"1\",\"items\":[{}]}}", "{},".repeat(1 << 20));
        assert!(read(many.as_bytes(), &url(), 9).is_err());
        let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
            <rss version=\"2.0\"><channel><title>&b;</title></channel></rss>";
        let title = read(bomb.as_bytes(), &url(), 9).map(|feed| feed.title);
        assert!(title.is_err() || title.is_ok_and(|title| title.is_none_or(|title| !title.contains("aaaa"))));
    }

    #[test]
    fn a_feed_that_its_parser_breaks_on_is_told() {
        let torn = RSS.replacen("example (Ann", "exa\u{d5e}mple (Ann", 1);
        assert_ne!(torn, RSS);
        assert!(matches!(
            read(torn.as_bytes(), &url(), 9),
            Err(FetchError::NotFeed { .. })
        ));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, &url(), 9);
        }

        #[test]
        fn torn_feeds_are_read_or_refused(at in 0..RSS.len(), junk in "\\PC{0,9}") {
            let mut torn = RSS.as_bytes().to_vec();
            torn.splice(at..at, junk.into_bytes());
            let _ = read(&torn, &url(), 9);
            torn.truncate(at);
            let _ = read(&torn, &url(), 9);
        }
    }
}
