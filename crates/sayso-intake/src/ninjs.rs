//! IPTC ninjs, news as JSON, versions 1 to 3. Version 1 has one `headline` and bodies `body_text`, `body_xhtml` and the
//! like; version 2 lists `headlines` and `bodies`; version 3 writes names with capitals inside (`versionCreated`), so
//! names are compared without case.

use serde_json::{Map, Value};

use crate::error::{IntakeError, Place};
use crate::html;
use crate::options::Limits;
use crate::page_facts::{clean_byline, is_url, language_tag};

/// What an item tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) uri: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    /// When this version was made, as written.
    pub(crate) published: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) located: Option<String>,
    pub(crate) text: String,
}

/// Fields that only an item has, of which one has to stand beside its `uri`.
const SIGNS: &[&str] = &[
    "headline",
    "headlines",
    "bodies",
    "versioncreated",
    "firstcreated",
    "standard",
];

/// Bodies of version 1, the best first.
const BODIES: &[&str] = &["body_text", "body_xhtml", "body_html", "body_html5"];

/// Reads `json` as a ninjs item; none if it is another object.
pub(crate) fn item(at: &Place, json: &str, limits: &Limits) -> Result<Option<Item>, IntakeError> {
    let Ok(Value::Object(object)) = serde_json::from_str(json) else {
        return Ok(None);
    };
    let fields: Map<String, Value> = object
        .into_iter()
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    let is_item = fields.get("uri").is_some_and(Value::is_string)
        && (SIGNS.iter().any(|sign| fields.contains_key(*sign)) || fields.keys().any(|name| name.starts_with("body_")));
    if !is_item {
        return Ok(None);
    }
    let string = |name: &str| fields.get(name).and_then(words);
    let text = match body(&fields) {
        Some((body, false)) => body,
        Some((body, true)) => html::extract_fragment(at, &body, limits)?.join("\n\n"),
        None => String::new(),
    };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(IntakeError::NoBody {
            at: at.clone(),
            what: "the ninjs item",
            remedy: "give text items with `body_text`, `body_xhtml` or `bodies`",
        });
    }
    let uri = string("uri");
    let headline = string("headline").or_else(|| string("title"));
    Ok(Some(Item {
        url: string("url").into_iter().chain(uri.clone()).find(|url| is_url(url)),
        uri,
        title: listed(&fields, "headlines", "value")
            .or(headline)
            .and_then(|line| html::plain_line(at, &line, limits)),
        byline: string("byline")
            .or_else(|| string("by"))
            .as_deref()
            .and_then(clean_byline),
        published: string("versioncreated").or_else(|| string("firstcreated")),
        publisher: listed(&fields, "infosources", "name")
            .or_else(|| string("source"))
            .or_else(|| string("provider"))
            .or_else(|| string("copyrightholder")),
        language: string("language").as_deref().and_then(language_tag),
        located: string("located"),
        text,
    }))
}

/// The body, and whether it is HTML.
fn body(fields: &Map<String, Value>) -> Option<(String, bool)> {
    if let Some(Value::Array(bodies)) = fields.get("bodies") {
        let bodies: Vec<(String, String, String)> = bodies.iter().filter_map(one_body).collect();
        let is_plain = |kind: &str| kind.starts_with("text/plain");
        // The main body if a role says so; plain text before markup, since it needs no guessing.
        let best = bodies
            .iter()
            .min_by_key(|(role, kind, _)| (!role.contains("main"), !is_plain(kind)));
        if let Some((_, kind, value)) = best {
            let html = !is_plain(kind) && (!kind.is_empty() || value.contains('<'));
            return Some((value.clone(), html));
        }
    }
    let other = || {
        fields
            .keys()
            .map(String::as_str)
            .filter(|name| name.starts_with("body_"))
    };
    BODIES.iter().copied().chain(other()).find_map(|name| {
        let value = fields.get(name)?.as_str().filter(|value| !value.trim().is_empty())?;
        Some((value.to_owned(), name != "body_text"))
    })
}

/// Role, type and value of an element of `bodies`.
fn one_body(body: &Value) -> Option<(String, String, String)> {
    let field = |wanted: &str| {
        let (_, value) = body
            .as_object()?
            .iter()
            .find(|(name, _)| name.to_lowercase() == wanted)?;
        value.as_str().map(str::to_owned)
    };
    let value = field("value").filter(|value| !value.trim().is_empty())?;
    let kind = field("contenttype").unwrap_or_default().to_lowercase();
    Some((field("role").unwrap_or_default().to_lowercase(), kind, value))
}

/// The named part of the list's main element: the one whose role says so, else the first.
fn listed(fields: &Map<String, Value>, list: &str, part: &str) -> Option<String> {
    let list = fields.get(list)?.as_array()?;
    let role = |element: &Value| {
        element
            .get("role")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_lowercase()
    };
    let main = list
        .iter()
        .find(|element| role(element).contains("main"))
        .or(list.first())?;
    main.get(part).and_then(words)
}

/// A string, or the `name` of an object, trimmed.
fn words(value: &Value) -> Option<String> {
    let value = match value {
        Value::Object(object) => object.get("name")?,
        other => other,
    };
    let value = value.as_str()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Result<Option<Item>, IntakeError> {
        item(&Place::line("news.json", 1), json, &Limits::default())
    }

    #[test]
    fn version_1_has_named_bodies() {
        let item = read(
            r#"{"uri": "urn:post:1", "type": "text", "versioncreated": "2024-10-15T08:30:00+02:00", "byline": "By Ann Lee",
                "headline": "Harbour reopens", "located": "Port Ellery", "language": "en", "copyrightholder": "Post",
                "firstcreated": "2024-10-14T08:30:00+02:00",
                "body_xhtml": "<p>The harbour reopened.</p><p>Ferries left.</p>", "body_text": ""}"#,
        );
        let item = item.expect("sound").expect("an item");
        assert_eq!(item.text, "The harbour reopened.\n\nFerries left.");
        assert_eq!((item.uri.as_deref(), item.url), (Some("urn:post:1"), None));
        assert_eq!(item.title.as_deref(), Some("Harbour reopens"));
        assert_eq!(item.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(item.published.as_deref(), Some("2024-10-15T08:30:00+02:00"));
        assert_eq!(item.publisher.as_deref(), Some("Post"));
        assert_eq!(item.located.as_deref(), Some("Port Ellery"));
    }

    #[test]
    fn versions_2_and_3_list_them() {
        for (created, kind) in [("versioncreated", "contenttype"), ("versionCreated", "contentType")] {
            let json = format!(
                r#"{{"uri": "https://post.example/1", "standard": {{"name": "ninjs", "version": "2.0"}},
                    "{created}": "2024-10-15T08:30:00Z", "by": "Bo Ek", "infosources": [{{"name": "Post"}}],
                    "headlines": [{{"role": "short", "value": "Open"}}, {{"role": "main", "value": "Harbour reopens"}}],
                    "bodies": [{{"role": "caption", "{kind}": "text/plain", "value": "A boat."}},
                      {{"role": "main", "{kind}": "text/html", "value": "<p>It <b>did</b>.</p>"}},
                      {{"role": "main", "{kind}": "text/plain", "value": " It did. \n"}}]}}"#
            );
            let item = read(&json).expect("sound").expect("an item");
            assert_eq!(item.text, " It did. \n", "plain text stays as it is");
            assert_eq!(item.url.as_deref(), Some("https://post.example/1"));
            assert_eq!(item.title.as_deref(), Some("Harbour reopens"));
            assert_eq!(item.byline.as_deref(), Some("Bo Ek"));
            assert_eq!(item.published.as_deref(), Some("2024-10-15T08:30:00Z"));
            assert_eq!(item.publisher.as_deref(), Some("Post"));
        }
    }

    #[test]
    fn other_objects_are_none_and_pictures_have_no_text() {
        for other in [
            r#"{"title": "x"}"#,
            r#"{"uri": "x", "headline_": "y"}"#,
            r#"{"headline": "y"}"#,
            "[1]",
            "{",
        ] {
            assert!(matches!(read(other), Ok(None)), "{other}");
        }
        let picture = r#"{"uri": "x", "type": "picture", "headline": "A boat"}"#;
        assert!(matches!(read(picture), Err(IntakeError::NoBody { .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer(text in "\\PC{0,80}", values in proptest::collection::vec("[\\[\\]{}\",:a-z0-9]{0,20}", 0..6)) {
            let _ = read(&text);
            let names = ["uri", "bodies", "headlines", "body_text", "infosources", "byline"];
            let object: Vec<String> = names.iter().zip(&values).map(|(name, value)| format!("\"{name}\": {value}")).collect();
            let _ = read(&format!("{{{}}}", object.join(", ")));
            let strings: Vec<String> = names.iter().zip(&values).map(|(name, value)| format!("\"{name}\": {}", Value::from(value.as_str()))).collect();
            let _ = read(&format!("{{{}}}", strings.join(", ")));
        }
    }
}
