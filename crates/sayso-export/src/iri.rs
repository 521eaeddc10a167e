//! Names of rows and documents for formats that link them.

use sayso_schema::Document;

/// The name of a row, as a URN of ours.
pub(crate) fn row(id: &str) -> String {
    format!("urn:sayso:{id}")
}

/// The name of a document: where it is published, if that is a web address, else its text's hash.
pub(crate) fn document(document: &Document) -> String {
    match document.url.as_deref().filter(|url| is_web(url)) {
        Some(url) => url.to_owned(),
        None => text(document),
    }
}

/// The name of a document's text, of which it is the hash.
pub(crate) fn text(document: &Document) -> String {
    format!("urn:sayso:document:{}", document.id)
}

/// Whether it is a web address that may stand where an IRI is asked for.
pub(crate) fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}
