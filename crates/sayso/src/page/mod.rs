//! Readings as one HTML page: the articles, with everybody's words marked as theirs, and the acts they tell of framed.
//!
//! The page needs nothing beside itself and may ask nobody for anything: its policy forbids all loading and names its
//! one style sheet and its one script by their hashes, so that no text from outside could run even if it were taken for
//! markup. Text from outside passes through [`crate::report::plain`], then through [`maud`], which escapes whatever it
//! is given. The script shows in a panel what the list of statements tells already; without it links lead there.

mod amounts;
mod card;
mod deeds;
mod marks;
mod pacts;
mod policy;
mod segments;
mod sources;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sayso::schema::{Document, Guessed, Reading};

use self::amounts::Amounts;
use self::card::Cards;
use self::deeds::Deeds;
pub use self::deeds::codes;
use self::pacts::Pacts;
use self::sources::{Sources, picking};
use self::text::Text;
use crate::report::counts;
use crate::report::nesting::in_text_order;
use crate::report::plain::plain;
use crate::report::style::SIGNS;

const STYLE: &str = concat!(
    include_str!("colours.css"),
    include_str!("layout.css"),
    include_str!("statements.css"),
    include_str!("events.css"),
    include_str!("figures.css")
);
const SCRIPT: &str = include_str!("script.js");

/// How deep an article's headline stands: below the page's own heading where the page has more than one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The page's own heading.
    First,
    /// One below.
    Second,
}

impl Level {
    fn heading(self, id: &str, text: Markup) -> Markup {
        match self {
            Self::First => html! { h1.headline id=(id) { (text) } },
            Self::Second => html! { h2.headline id=(id) { (text) } },
        }
    }

    /// A heading below a subheading.
    fn group(self, text: &str) -> Markup {
        match self {
            Self::First => html! { h3.group { (text) } },
            Self::Second => html! { h4.group { (text) } },
        }
    }

    fn subheading(self, id: &str, text: &str) -> Markup {
        match self {
            Self::First => html! { h2 id=(id) { (text) } },
            Self::Second => html! { h3 id=(id) { (text) } },
        }
    }
}

/// One article's part of a page.
pub struct Piece {
    markup: Markup,
    title: String,
    sources: usize,
}

impl Piece {
    /// Draws `reading`. Its ids begin with its `number`, so that the same article can stand on one page twice.
    pub fn draw(reading: &Reading, number: usize, level: Level) -> Self {
        let piece = format!("a{number}");
        let rows = in_text_order(&reading.statements);
        let sources = Sources::of(reading);
        let deeds = Deeds::of(reading, &piece);
        let amounts = Amounts::of(reading, &piece);
        let pacts = Pacts::of(reading, &piece);
        let document = &reading.document;
        let text = Text {
            reading,
            deeds: &deeds,
            amounts: &amounts,
            rows: &rows,
            sources: &sources,
            piece: &piece,
            level,
        };
        let title_id = format!("{piece}-title");
        let list_id = format!("{piece}-list");
        let events_id = format!("{piece}-events");
        let figures_id = format!("{piece}-figures");
        let agreements_id = format!("{piece}-agreements");
        let disputes_id = format!("{piece}-disputes");
        let title = title(document);
        let markup = html! {
            article.piece id=(piece) aria-labelledby=(title_id) {
                header.facts {
                    p { (facts(document, text.has_headline())) }
                    p.faint { (plain(&document.source)) " · " (counts(reading, sources.groups())) }
                    @if !text.has_headline() { (level.heading(&title_id, html! { bdi { (title) } })) }
                }
                div.columns {
                    (sources.list(&piece))
                    div.text lang=[language(document)] dir="auto" { (text.draw()) }
                }
                section.statements aria-labelledby=(list_id) {
                    (level.subheading(&list_id, "Statements"))
                    @if rows.is_empty() { p.faint { "None." } }
                    @else { (Cards::of(reading, &sources, &piece).list(&rows)) }
                }
                @if !reading.events.is_empty() {
                    section.statements aria-labelledby=(events_id) {
                        (level.subheading(&events_id, "Events"))
                        (deeds.list())
                    }
                }
                @if !amounts.is_empty() {
                    section.statements aria-labelledby=(figures_id) {
                        (level.subheading(&figures_id, "Figures"))
                        (amounts.list(level))
                    }
                }
                @if !reading.agreements.is_empty() {
                    section.statements aria-labelledby=(agreements_id) {
                        (level.subheading(&agreements_id, "Agreements"))
                        (pacts.list())
                    }
                }
                @if !reading.disputes.is_empty() {
                    section.statements aria-labelledby=(disputes_id) {
                        (level.subheading(&disputes_id, "Disputes"))
                        (pacts.disputes())
                    }
                }
            }
        };
        Self {
            markup,
            title,
            sources: sources.len(),
        }
    }
}

/// The whole page. It is the same, byte for byte, whenever the pieces are.
pub fn page(pieces: &[Piece]) -> String {
    let most = pieces.iter().map(|piece| piece.sources).max().unwrap_or_default();
    let style = format!("{STYLE}{}", picking(most));
    let title = match pieces {
        [only] => format!("Who says what: {}", only.title),
        _ => format!("Who says what in {} articles", pieces.len()),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::policy(&style, SCRIPT));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                @if pieces.len() > 1 {
                    header.contents {
                        h1 { (title) }
                        nav aria-label="Articles" {
                            ol {
                                @for (i, piece) in pieces.iter().enumerate() {
                                    li { a href={ "#a" (i + 1) } { bdi { (piece.title) } } }
                                }
                            }
                        }
                    }
                }
                (legend())
                div.frame {
                    main { @for piece in pieces { (piece.markup) } }
                    aside #panel aria-label="The statement pointed at" hidden {
                        button type="button" aria-label="Close" { "×" }
                        div.cards {
                            p.faint {
                                "Point at marked words, or step through them with the Tab key, to see here who says \
                                 them and how sure. A click holds them; the next goes one statement further out. \
                                 Escape lets go."
                            }
                        }
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

/// What the marks mean.
fn legend() -> Markup {
    html! {
        details.legend {
            summary { "How to read this page" }
            ul {
                li {
                    span.{ "mark said hue0 line0" } { "What somebody says" }
                    " is underlined in its source’s own colour and line, and begins with the source’s number. Inside \
                     another’s words the innermost source’s line shows."
                }
                li { span.{ "mark said author" } { "What the article says itself" } " has a fine dotted line." }
                li {
                    span.{ "mark source hue0" } { "A source" } " stands out in bold, "
                    span.{ "mark cue hue0" } { "the words that tell that it speaks" } " in italics."
                }
                li {
                    "The sign after the number is how sure the source is: "
                    (SIGNS) ". Where nobody is named for it, it is how sure the article is."
                }
                li {
                    span.trigger { "Words in a frame" } " name an event; the sign ◆ before them leads to what is told of it."
                }
                li {
                    span.amount { "Words in a dotted frame" } " tell a figure; the sign # before them leads to what it \
                     counts or measures."
                }
            }
        }
    }
}

fn title(document: &Document) -> String {
    match document.title.as_deref().map(str::trim) {
        Some(title) if !title.is_empty() => plain(title).into_owned(),
        _ => "(no headline)".to_owned(),
    }
}

/// Publisher, day and author, each marked where it was guessed.
fn facts(document: &Document, headline_in_text: bool) -> Markup {
    let mark = |what: Guessed| document.guessed.contains(&what).then_some(" (guessed)");
    let told = |value: &Option<String>| value.as_deref().map(|value| plain(value).into_owned());
    html! {
        @match told(&document.publisher) {
            Some(publisher) => { strong { bdi { (publisher) } } (mark(Guessed::Publisher).unwrap_or_default()) }
            None => { "publisher unknown" }
        }
        " · "
        @match told(&document.published) {
            Some(day) => { (day) (mark(Guessed::Published).unwrap_or_default()) }
            None => { "undated" }
        }
        // A byline in the text is there to be seen.
        @if let (Some(byline), None) = (told(&document.byline), document.byline_span) {
            " · by " bdi { (byline) } (mark(Guessed::Byline).unwrap_or_default())
        }
        @if !headline_in_text && document.title_span.is_none() {
            (mark(Guessed::Title).map(|_| " · headline guessed").unwrap_or_default())
        }
    }
}

/// The article's language, if it is a tag that a browser could know.
fn language(document: &Document) -> Option<&str> {
    let fits = |tag: &&str| tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    document.language.as_deref().filter(|tag| !tag.is_empty()).filter(fits)
}

#[cfg(test)]
mod tests;
