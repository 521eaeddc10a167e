//! What a page says about its article: schema.org data in JSON-LD, then `<meta>` elements (OpenGraph, Dublin Core and
//! what news systems write), then the markup itself. The first source that has a fact gives it.

use serde_json::Value;
use trafilatura::dom::{Document, NodeId};

use crate::date::iso_date;

/// Facts about the article on a page.
#[derive(Debug, Default)]
pub(crate) struct PageFacts {
    /// The headline.
    pub(crate) title: Option<String>,
    /// Everything on the page that gives the headline.
    pub(crate) titles: Vec<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

/// Names of `<meta>` elements, by what they tell; in small letters, the most telling first.
const META_TITLE: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "headline",
];
const META_BYLINE: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "article:author_name",
    "og:article:author",
];
const META_PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
];
const META_PUBLISHER: &[&str] = &[
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
];

/// Marks between a headline and the outlet in a `<title>`.
const TITLE_SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « "];

/// A byline longer than this, in characters, is a text about the author.
const LONGEST_BYLINE: usize = 160;

/// The facts that `page` tells.
pub(crate) fn of(page: &Document) -> PageFacts {
    let mut linked = PageFacts::default();
    for script in page.scripts_with_type(&["application/ld+json"]) {
        // A fault in one block does not spoil the others; serde_json bounds the depth.
        if let Ok(value) = serde_json::from_str::<Value>(page.text_content(script).trim()) {
            read_linked(&value, &mut linked, 0);
        }
    }
    let meta = metas(page);
    let told = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| meta.iter().find(|(key, _)| key == name).map(|(_, v)| v.clone()))
    };
    let element = |selector: &str| page.query_selector(page.root(), selector);
    let text = |node: NodeId| clean(&page.text_content(node));
    let attribute = |node: NodeId, name: &str| page.get_attribute(node, name).and_then(|value| clean(&value));

    let headings: Vec<String> = page
        .query_selector_all(page.root(), "h1")
        .into_iter()
        .filter_map(text)
        .collect();
    let head_title = element("title").and_then(text);
    let only_heading = (headings.len() == 1).then(|| headings.first().cloned()).flatten();
    let title = linked
        .title
        .clone()
        .or_else(|| told(META_TITLE).map(|title| without_outlet(&title, &headings)))
        .or(only_heading)
        .or_else(|| head_title.as_deref().map(|title| without_outlet(title, &headings)))
        .or_else(|| headings.first().cloned());
    let titles = [title.clone(), linked.title, told(META_TITLE), head_title]
        .into_iter()
        .flatten()
        .chain(headings)
        .collect();

    let byline = linked
        .byline
        .or_else(|| {
            META_BYLINE
                .iter()
                .find_map(|name| told(&[name]).and_then(|value| clean_byline(&value)))
        })
        .or_else(|| {
            [
                r#"[rel="author"]"#,
                r#"[itemprop="author"] [itemprop="name"]"#,
                r#"[itemprop="author"]"#,
                ".byline",
                ".author",
            ]
            .iter()
            .find_map(|selector| element(selector).and_then(|node| clean_byline(&page.text_content(node))))
        });
    let published = linked
        .published
        .or_else(|| {
            META_PUBLISHED
                .iter()
                .find_map(|name| told(&[name]).and_then(|value| iso_date(&value)))
        })
        .or_else(|| {
            [
                r#"time[itemprop="datePublished"]"#,
                "time[pubdate]",
                "article time",
                "time",
            ]
            .iter()
            .find_map(|selector| {
                element(selector)
                    .and_then(|node| attribute(node, "datetime"))
                    .and_then(|value| iso_date(&value))
            })
        });
    let url = element(r#"link[rel="canonical"]"#)
        .and_then(|node| attribute(node, "href"))
        .or_else(|| told(&["og:url"]))
        .or(linked.url)
        .filter(|url| is_url(url));
    let language = element("html")
        .and_then(|node| attribute(node, "lang").or_else(|| attribute(node, "xml:lang")))
        .or(linked.language)
        .or_else(|| told(&["og:locale", "content-language"]))
        .and_then(|tag| language_tag(&tag));
    PageFacts {
        title,
        titles,
        byline,
        published,
        publisher: linked.publisher.or_else(|| told(META_PUBLISHER)),
        url,
        language,
    }
}

/// Every `<meta>` element's name, in small letters, and content.
fn metas(page: &Document) -> Vec<(String, String)> {
    page.query_selector_all(page.root(), "meta")
        .into_iter()
        .filter_map(|node| {
            let key = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|name| page.get_attribute(node, name))?;
            let value = clean(&page.get_attribute(node, "content")?)?;
            Some((key.trim().to_lowercase(), value))
        })
        .collect()
}

/// Takes facts from the first article in a JSON-LD value: an object, a list, or a `@graph`.
fn read_linked(value: &Value, facts: &mut PageFacts, depth: usize) {
    match value {
        Value::Array(items) if depth < 4 => items.iter().for_each(|item| read_linked(item, facts, depth + 1)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph").filter(|_| depth < 4) {
                read_linked(graph, facts, depth + 1);
            }
            if !object.get("@type").is_some_and(is_article) || facts.title.is_some() {
                return;
            }
            let string = |key: &str| {
                object
                    .get(key)
                    .and_then(Value::as_str)
                    .and_then(|s| clean(&unescape(s)))
            };
            facts.title = string("headline").or_else(|| string("name"));
            facts.byline = object
                .get("author")
                .and_then(|author| clean_byline(&names(author, 0).join(", ")));
            facts.published = string("datePublished").and_then(|date| iso_date(&date));
            facts.publisher = object
                .get("publisher")
                .and_then(|publisher| names(publisher, 0).into_iter().next());
            facts.url = string("url").or_else(|| match object.get("mainEntityOfPage") {
                Some(Value::Object(page)) => page.get("@id").and_then(Value::as_str).map(str::to_owned),
                Some(Value::String(page)) => Some(page.clone()),
                _ => None,
            });
            facts.language = string("inLanguage");
        }
        _ => {}
    }
}

/// Whether a JSON-LD `@type` is an article of some kind (schema.org's all end in these words).
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(|kind| kind.is_string() && is_article(kind)),
        _ => false,
    }
}

/// The names in a JSON-LD person or organisation, or a list of them.
fn names(value: &Value, depth: usize) -> Vec<String> {
    match value {
        Value::String(name) => clean(&unescape(name)).into_iter().collect(),
        Value::Object(object) if depth < 4 => object
            .get("name")
            .map(|name| names(name, depth + 1))
            .unwrap_or_default(),
        Value::Array(items) if depth < 4 => items.iter().flat_map(|item| names(item, depth + 1)).collect(),
        _ => Vec::new(),
    }
}

/// White space made single; nothing if nothing is left.
fn clean(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Character references in strings that were escaped once too often.
fn unescape(text: &str) -> String {
    if !text.contains('&') || text.contains('<') {
        return text.to_owned();
    }
    let fragment = Document::parse(text);
    fragment.text_content(fragment.root())
}

/// A byline without "By"; nothing if it is an address, a handle or too long to be a name.
pub(crate) fn clean_byline(text: &str) -> Option<String> {
    let text = clean(text)?;
    let name = crate::byline::without_opening(&text)
        .unwrap_or(&text)
        .trim_matches([' ', ',', ';', '|', '-', '–']);
    let is_name = name.chars().count() <= LONGEST_BYLINE
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '{', '<'])
        && !name.contains("://")
        && !name.starts_with("www.");
    is_name.then(|| name.to_owned())
}

/// A page title without the outlet after (or before) its last separator. A heading of the page tells which part is
/// the headline; without one, the longer part is.
fn without_outlet(title: &str, headings: &[String]) -> String {
    if let Some(heading) = headings
        .iter()
        .find(|heading| title.starts_with(heading.as_str()) || title.ends_with(heading.as_str()))
    {
        return heading.clone();
    }
    let last = TITLE_SEPARATORS
        .iter()
        .filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len())))
        .max();
    match last.and_then(|(at, length)| Some((title.get(..at)?, title.get(at + length..)?))) {
        Some((before, after)) if before.split_whitespace().count() >= 3 && after.split_whitespace().count() <= 4 => {
            before.trim().to_owned()
        }
        _ => title.to_owned(),
    }
}

pub(crate) fn is_url(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A BCP 47 tag as pages write it: `en_GB` becomes `en-GB`.
pub(crate) fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default();
    let sound = (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && tag.len() <= 35
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    sound.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_is_read_in_graphs_and_lists_and_wins() {
        let page = Document::parse(
            r#"<html lang="en_GB"><head><title>Ferry runs aground - Ellery Post</title>
            <meta property="og:title" content="A ferry"><meta property="og:site_name" content="Post online">
            <link rel="canonical" href="https://post.example/ferry">
            <script type="application/ld+json">{broken</script>
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"],
              "headline": "Ferry runs aground &amp; sinks", "author": [{"@type": "Person", "name": "By Ann Lee"}, "Bo Ek"],
              "datePublished": "2023-02-03T04:05:06+0200", "publisher": {"name": "Ellery Post"}}]}</script>"#,
        );
        let facts = of(&page);
        assert_eq!(facts.title.as_deref(), Some("Ferry runs aground & sinks"));
        assert_eq!(facts.byline.as_deref(), Some("Ann Lee, Bo Ek"));
        assert_eq!(facts.published.as_deref(), Some("2023-02-03T04:05:06+02:00"));
        assert_eq!(facts.publisher.as_deref(), Some("Ellery Post"));
        assert_eq!(facts.url.as_deref(), Some("https://post.example/ferry"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn meta_elements_and_markup_fill_what_is_missing() {
        let page = Document::parse(
            r#"<head><title>Ferry runs aground off Ellery | Ellery Post</title>
            <meta name="Author" content="https://post.example/ann"><meta name="date" content="February 3, 2023"></head>
            <body><p class="byline">By <a>Ann Lee</a></p><time datetime="2020-01-01">then</time></body>"#,
        );
        let facts = of(&page);
        assert_eq!(facts.title.as_deref(), Some("Ferry runs aground off Ellery"));
        assert_eq!(facts.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(facts.published.as_deref(), Some("2023-02-03"));
        assert_eq!((facts.publisher, facts.url, facts.language), (None, None, None));
    }
}
