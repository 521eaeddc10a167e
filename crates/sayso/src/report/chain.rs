//! Chains of sources and days in words.

use sayso::schema::{Date, Link, LinkKind};

use super::plain::plain;
use super::style::link_word;

/// "Caliber.Az → Russian media → the ministry"
pub fn chain(links: &[Link]) -> String {
    links.iter().map(link_name).collect::<Vec<_>>().join(" → ")
}

/// One source's name, or what is known of it in place of a name.
pub fn link_name(link: &Link) -> String {
    match (&link.name, link.kind) {
        (Some(name), _) => plain(name).into_owned(),
        (None, LinkKind::Outlet) => "the publisher".to_owned(),
        (None, kind) => format!("({})", link_word(kind)),
    }
}

/// The day that a date tells: its value, else the words that tell it.
pub fn day(date: &Date) -> Option<String> {
    let words = || date.expression.as_ref().map(|words| words.text.as_str());
    date.value.as_deref().or_else(words).map(|day| plain(day).into_owned())
}
