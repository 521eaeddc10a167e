//! Feeds (RSS, Atom, JSON Feed) by the `feed-rs` crate: an entry is a document.

use std::panic::{self, AssertUnwindSafe};

use feed_rs::model::{self, Link};
use serde::{Deserialize, Serialize};

use crate::error::{IntakeError, Place};
use crate::html;
use crate::options::Limits;
use crate::page_facts::{clean_byline, is_url, language_tag};

/// One entry, with what its feed tells of all. Kept as JSON in a [`crate::RawDocument`], so that the work of taking its
/// text out is done on the threads of the second stage.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
    /// Its content; else its summary.
    pub(crate) body: String,
    /// Whether the body is HTML.
    pub(crate) html: bool,
}

/// The entries of a feed, in its order.
pub(crate) fn entries(at: &Place, bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, IntakeError> {
    let broken = |cause: String| IntakeError::Feed { at: at.clone(), cause };
    // A panic in a parser of untrusted bytes is a fault of this file alone.
    let parsed = panic::catch_unwind(AssertUnwindSafe(|| feed_rs::parser::parse(&*mended(bytes))));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err(broken(error.to_string())),
        Err(_) => return Err(broken("its parser broke on it".to_owned())),
    };
    let publisher = feed
        .title
        .and_then(|title| html::plain_line(at, &title.content, limits));
    let language = feed.language.as_deref().and_then(language_tag);
    let authors = names(&feed.authors);
    let entries = feed.entries.into_iter().map(|entry| {
        let (body, html) = body(&entry);
        let published = entry.published.or(entry.updated);
        Entry {
            url: url(&entry.links, &entry.id),
            title: entry
                .title
                .and_then(|title| html::plain_line(at, &title.content, limits)),
            byline: names(&entry.authors).or_else(|| authors.clone()),
            published: published.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            publisher: publisher.clone(),
            language: entry
                .language
                .as_deref()
                .and_then(language_tag)
                .or_else(|| language.clone()),
            body,
            html,
        }
    });
    Ok(entries.collect())
}

/// Bytes that are not UTF-8 in a feed that says it is, or says nothing, are replaced: one bad letter costs no feed.
fn mended(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let is_utf8 = match head.split_once("encoding=") {
        Some((_, value)) => value.trim_start_matches(['"', '\'']).starts_with("utf-8"),
        None => !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff"),
    };
    match std::str::from_utf8(bytes) {
        Err(_) if is_utf8 => String::from_utf8_lossy(bytes).into_owned().into_bytes().into(),
        _ => bytes.into(),
    }
}

/// What an entry tells most of, and whether that is HTML.
fn body(entry: &model::Entry) -> (String, bool) {
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref().filter(|body| !body.trim().is_empty())?;
        Some((body, content.content_type.to_string().to_lowercase()))
    });
    let summary = || {
        let summary = entry.summary.as_ref()?;
        Some((
            summary.content.as_str(),
            summary.content_type.to_string().to_lowercase(),
        ))
    };
    match content.or_else(summary) {
        // Other kinds are pictures and sound, in letters.
        Some((body, kind)) if ["text/", "html", "xml"].iter().any(|part| kind.contains(part)) => {
            (body.to_owned(), kind.contains("html") || kind.contains("xml"))
        }
        _ => (String::new(), false),
    }
}

/// The address of the page that an entry stands for: its own link, else an id that is one.
fn url(links: &[Link], id: &str) -> Option<String> {
    let links = links
        .iter()
        .filter(|link| link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let link = links
        .map(|link| link.href.trim())
        .chain([id.trim()])
        .find(|url| is_url(url));
    link.map(str::to_owned)
}

fn names(people: &[model::Person]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for person in people {
        if let Some(name) = person.name.as_deref().and_then(clean_byline)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(feed: &str) -> Vec<Entry> {
        entries(&Place::file("feed"), feed.as_bytes(), &Limits::default()).expect("a feed")
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ellery Post &amp; News</title><link>https://post.example/</link><language>en-gb</language>
<item><title>Harbour &lt;i&gt;reopens&lt;/i&gt;</title><link>https://post.example/1</link><dc:creator>By Ann Lee</dc:creator>
<pubDate>Tue, 15 Oct 2024 08:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The harbour reopened.</p>]]></content:encoded></item>
<item><guid>https://post.example/2</guid><description>&lt;p&gt;Two men left.&lt;/p&gt;</description></item>
</channel></rss>"#;

    #[test]
    fn rss_entries_have_content_before_summary() {
        let entries = read(RSS);
        let first = &entries[0];
        assert_eq!(first.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(first.title.as_deref(), Some("Harbour reopens"));
        assert_eq!(first.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(first.published.as_deref(), Some("2024-10-15T06:30:00Z"));
        assert_eq!(first.publisher.as_deref(), Some("Ellery Post & News"));
        assert_eq!(first.language.as_deref(), Some("en-gb"));
        assert_eq!(
            (first.body.as_str(), first.html),
            ("<p>The harbour reopened.</p>", true)
        );
        assert_eq!(entries[1].url.as_deref(), Some("https://post.example/2"));
        assert_eq!(
            (entries[1].body.as_str(), entries[1].html),
            ("<p>Two men left.</p>", true)
        );
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn atom_and_json_feeds_tell_what_is_html() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><author><name>Bo Ek</name></author>
            <entry><title type="html">A &amp;amp; B</title><link rel="self" href="https://post.example/atom"/>
            <link href="https://post.example/3"/><updated>2024-10-15T08:30:00Z</updated>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It did.</p></div></content></entry>
            <entry><title>C</title><summary>1 &lt; 2</summary></entry></feed>"#;
        let entries = read(atom);
        assert_eq!(entries[0].url.as_deref(), Some("https://post.example/3"));
        assert_eq!(entries[0].title.as_deref(), Some("A & B"));
        assert_eq!(entries[0].byline.as_deref(), Some("Bo Ek"));
        assert_eq!(entries[0].published.as_deref(), Some("2024-10-15T08:30:00Z"));
        assert_eq!((entries[0].body.as_str(), entries[0].html), ("<p>It did.</p>", true));
        assert_eq!((entries[1].body.as_str(), entries[1].html), ("1 < 2", false));

        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [
            {"id": "4", "url": "https://post.example/4", "title": "D", "content_text": "It did.\n\nYes.",
             "date_published": "2024-10-15T08:30:00Z", "authors": [{"name": "Ann Lee"}]}, {"id": "5"}]}"#;
        let entries = read(json);
        assert_eq!((entries[0].body.as_str(), entries[0].html), ("It did.\n\nYes.", false));
        assert_eq!(entries[0].byline.as_deref(), Some("Ann Lee"));
        assert_eq!((entries[1].body.as_str(), &entries[1].url), ("", &None));
    }

    #[test]
    fn bad_letters_cost_no_feed_and_broken_ones_are_told() {
        let bad = RSS.replace("Two men", "Two \u{1}men").into_bytes();
        let bad: Vec<u8> = bad.into_iter().map(|b| if b == 1 { 0xff } else { b }).collect();
        let read = entries(&Place::file("feed"), &bad, &Limits::default()).expect("a feed");
        assert_eq!(read[1].body, "<p>Two \u{fffd}men left.</p>");
        for broken in ["", "<rss>", "<a/>", &RSS[..RSS.len() / 2], "{\"version\": 1}"] {
            let error = entries(&Place::file("feed"), broken.as_bytes(), &Limits::default()).expect_err("broken");
            assert!(matches!(error, IntakeError::Feed { .. }), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..800) {
            let limits = Limits::default();
            let _ = entries(&Place::file("feed"), &bytes, &limits);
            let mut feed = RSS.as_bytes().to_vec();
            let at = at.min(feed.len());
            feed.splice(at..(at + bytes.len() / 4).min(feed.len()), bytes);
            if let Ok(entries) = entries(&Place::file("feed"), &feed, &limits) {
                prop_assert!(entries.len() <= 2);
            }
        }
    }
}
