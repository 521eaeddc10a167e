//! schema.org: a `NewsArticle` a document and a `Claim` for what somebody in it says is so.
//!
//! Never a `ClaimReview`: it requires a rating, and no rating of anybody's word is ours to give.

use sayso_schema::{Act, FactValue, LinkKind, Statement, Voice};
use serde_json::{Value as Json, json};

use crate::context::Context;
use crate::iri;
use crate::object::Object;
use crate::when;

pub(crate) const OPENING: &str = "{\"@context\":\"https://schema.org\",\"@graph\":[\n";
pub(crate) const CLOSING: &str = "\n]}\n";

pub(crate) const ABOUT: &str = "One JSON-LD document in the vocabulary of schema.org. Each article is a `NewsArticle` with \
    `headline`, `author`, `publisher`, `datePublished`, `inLanguage`, `url` and `identifier` (BLAKE3 hash of the text), as \
    far as they are known. What a source in it says is so is a `Claim`: `text` (its words, ` … ` between passages), \
    `author` (whose word it is; `isBasedOn` where that is a document or data), \
    `appearance` (the article), `claimInterpreter` (the outlet that tells it), and \
    `datePublished` where the text tells the day on which it was said.";

pub(crate) const LOST: &[&str] = &[
    "No `ClaimReview` is written: it requires a rating, which sayso never gives.",
    "A `Claim` has no way to say how its source stands to it. So what a source denies, doubts, asks, demands or promises is \
     no `Claim` here, and neither is what the article says in its own voice.",
    "The article's text is left out.",
];

/// The nodes of one reading.
pub(crate) fn nodes(context: &Context<'_>) -> Vec<String> {
    let claims = context.statements().iter().filter_map(|row| claim(context, row));
    [article(context)]
        .into_iter()
        .chain(claims)
        .map(|node| node.to_string())
        .collect()
}

fn article(context: &Context<'_>) -> Json {
    let document = context.document();
    let named = |kind: &str, name: &str| json!({"@type": kind, "name": name});
    Object::new()
        .with("@type", "NewsArticle")
        .with("@id", iri::document(document))
        .with("identifier", document.id.as_str())
        .told("url", document.url.as_deref().filter(|url| iri::is_web(url)))
        .told("headline", document.title.as_deref())
        .told("author", document.byline.as_deref().map(|name| named("Person", name)))
        .told(
            "publisher",
            document.publisher.as_deref().map(|name| named("Organization", name)),
        )
        .told("datePublished", document.published.as_deref())
        .told("inLanguage", document.language.as_deref())
        .json()
}

/// What a source says is so. Anything less sure or of another kind would read as if it did.
fn claim(context: &Context<'_>, row: &Statement) -> Option<Json> {
    let says_so = matches!(
        row.act,
        Act::Assert
            | Act::Say
            | Act::Claim
            | Act::Estimate
            | Act::Suggest
            | Act::Report
            | Act::Confirm
            | Act::Warn
            | Act::Believe
            | Act::Know
            | Act::Stipulate
    );
    let stands_by_it = matches!(
        row.factuality.source,
        Some(FactValue::CertainPlus | FactValue::ProbablePlus | FactValue::PossiblePlus)
    );
    let source = row.chain.last().filter(|_| row.voice == Voice::Attributed)?;
    let name = source.name.as_deref()?;
    if !says_so || !stands_by_it || row.content.is_empty() {
        return None;
    }
    // Of a claim's author schema.org wants a person or an organisation; what is written is what a claim is based on.
    let (role, kind) = match source.kind {
        LinkKind::Person | LinkKind::Office | LinkKind::Unnamed => ("author", "Person"),
        LinkKind::Organisation => ("author", "Organization"),
        LinkKind::Outlet => ("author", "NewsMediaOrganization"),
        LinkKind::Document | LinkKind::Data => ("isBasedOn", "CreativeWork"),
    };
    let document = context.document();
    let words: Vec<&str> = row.content.iter().map(|passage| passage.text.as_str()).collect();
    let who = Object::new()
        .with("@type", kind)
        .with("name", name)
        .told("@id", source.entity.as_ref().map(|id| iri::row(id.as_str())));
    let publisher = document.publisher.as_deref();
    Some(
        Object::new()
            .with("@type", "Claim")
            .with("@id", iri::row(row.id.as_str()))
            .with("text", words.join(" … "))
            .with(role, who.json())
            .with("appearance", json!({"@id": iri::document(document)}))
            .told(
                "claimInterpreter",
                publisher.map(|name| json!({"@type": "Organization", "name": name})),
            )
            .told("datePublished", when::day_of(row.said_on.as_ref()))
            .json(),
    )
}
