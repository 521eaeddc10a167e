//! HTML pages: the article's body by the `trafilatura` crate, as paragraphs of plain text.
//!
//! Options chosen by measuring on the development half of the article-extraction benchmark (86 pages, F1 of 4-gram
//! shingles): default .961, with its fallbacks .954, favouring precision .939, favouring recall .968. Favouring recall
//! is taken, and an opening paragraph that only repeats the headline is dropped, since the headline is known from the
//! page's own data: .971.

use std::collections::HashSet;

use trafilatura::dom::{Document, NodeId};
use trafilatura::{ExtractionFocus, Options as Extraction};

use crate::error::{IntakeError, Place};
use crate::options::Limits;
use crate::page_facts::{self, PageFacts};
use crate::page_guard;

/// A news page, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The headline.
    pub title: Option<String>,
    /// The body's paragraphs, headings, list items and table rows in order, white space made single; without the
    /// headline.
    pub paragraphs: Vec<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// When, ISO 8601.
    pub published: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// BCP 47 tag of the language that the page declares.
    pub language: Option<String>,
}

/// Elements that start a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Takes the article out of the page `html`.
///
/// # Errors
///
/// [`IntakeError::HtmlTooLarge`] before anything is parsed if the page goes beyond `limits`, and
/// [`IntakeError::NoArticle`] if no text is found in it.
pub fn extract_article(at: &Place, html: &str, limits: &Limits) -> Result<Article, IntakeError> {
    page_guard::check(at, html, limits)?;
    let page = Document::parse(html);
    let PageFacts {
        title,
        titles,
        byline,
        published,
        publisher,
        url,
        language,
    } = page_facts::of(&page);
    let no_article = || IntakeError::NoArticle { at: at.clone() };
    let options = Extraction::default()
        .with_focus(ExtractionFocus::FavorRecall)
        .with_exclude_comments(true);
    let extracted = trafilatura::extract_document(page, &options).map_err(|_| no_article())?;
    let mut paragraphs = paragraphs(&extracted.content_html);
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).collect();
    let repeated = paragraphs
        .iter()
        .take_while(|paragraph| titles.contains(&letters(paragraph)))
        .count();
    paragraphs.drain(..repeated);
    if !paragraphs
        .iter()
        .any(|paragraph| paragraph.chars().any(char::is_alphanumeric))
    {
        return Err(no_article());
    }
    let byline = byline.or_else(|| page_facts::clean_byline(&extracted.metadata.author));
    Ok(Article {
        title,
        paragraphs,
        byline,
        published,
        publisher,
        url,
        language,
    })
}

/// Takes the paragraphs out of a piece of HTML that holds one article and little else, as feeds, mails and news items
/// carry it. The extractor knows pages: of a short text it makes one line, and it may take the article for something
/// else. Where it keeps neither the lines nor at least half of the text, all of the text is taken.
///
/// # Errors
///
/// As [`extract_article`].
pub(crate) fn extract_fragment(at: &Place, html: &str, limits: &Limits) -> Result<Vec<String>, IntakeError> {
    page_guard::check(at, html, limits)?;
    let page = format!("<html><body><article>{html}</article></body></html>");
    let all = paragraphs(&page);
    let Ok(article) = extract_article(at, &page, limits) else {
        return Ok(all);
    };
    let size = |paragraphs: &[String]| -> usize { paragraphs.iter().map(String::len).sum() };
    let lines: HashSet<String> = all.iter().map(|line| letters(line)).collect();
    let kept = article.paragraphs.iter().filter(|line| lines.contains(&letters(line)));
    let keeps_lines = kept.count() * 5 >= article.paragraphs.len() * 4;
    let keeps_text = size(&article.paragraphs) * 2 >= size(&all);
    Ok(if keeps_lines && keeps_text {
        article.paragraphs
    } else {
        all
    })
}

/// A text that may hold tags or character references, as headlines of feeds do, on one line.
pub(crate) fn plain_line(at: &Place, text: &str, limits: &Limits) -> Option<String> {
    let line = if text.contains(['<', '&']) && page_guard::check(at, text, limits).is_ok() {
        paragraphs(text).join(" ")
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (!line.is_empty()).then_some(line)
}

/// Letters and digits alone, in small letters: equal for two spellings of one headline.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Elements whose content nobody sees.
const UNSEEN: &[&str] = &["script", "style", "template", "noscript", "head", "iframe", "svg"];

/// The lines of text in serialised HTML.
fn paragraphs(html: &str) -> Vec<String> {
    let tree = Document::parse(html);
    let mut lines = Lines::default();
    // Its own stack instead of calls: an element to enter, or one to leave again.
    let mut steps: Vec<(NodeId, bool)> = vec![(tree.body().unwrap_or_else(|| tree.root()), true)];
    while let Some((node, enter)) = steps.pop() {
        if tree.is_text(node) {
            lines.words(&tree.text_content(node));
            continue;
        }
        let name = tree.tag_name(node);
        if UNSEEN.contains(&name) {
            continue;
        }
        let is_block = BLOCKS.contains(&name);
        if is_block {
            lines.end();
        }
        if enter {
            if is_block {
                steps.push((node, false));
            }
            steps.extend(tree.child_nodes(node).into_iter().rev().map(|child| (child, true)));
        }
    }
    lines.end();
    lines.done
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    current: String,
    space: bool,
}

impl Lines {
    fn words(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else {
                if std::mem::take(&mut self.space) && !self.current.is_empty() {
                    self.current.push(' ');
                }
                self.current.push(c);
            }
        }
    }

    fn end(&mut self) {
        self.space = false;
        if !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_follow_blocks_and_keep_inline_text_together() {
        assert_eq!(
            paragraphs("<p>The <b>min</b>ister\n  said<br>no.</p>loose<ul><li>one</li><li>two</li></ul>tail &amp; end"),
            ["The minister said", "no.", "loose", "one", "two", "tail & end"]
        );
    }

    #[test]
    fn the_headline_is_not_repeated_in_the_body() {
        let body = "<p>The harbour at Port Ellery reopened on Monday after eleven days, officials said.</p>".repeat(4);
        let page = format!(
            "<html><head><title>Harbour reopens | The Ellery Post</title></head><body><article><h1>Harbour reopens</h1>\
             {body}</article></body></html>"
        );
        let article = extract_article(&Place::file("p.html"), &page, &Limits::default()).expect("an article");
        assert_eq!(article.title.as_deref(), Some("Harbour reopens"));
        assert!(
            article
                .paragraphs
                .iter()
                .all(|paragraph| paragraph.starts_with("The harbour"))
        );
    }

    #[test]
    fn a_page_without_article_is_an_error() {
        for page in [
            "<html><body><script>var a = 1;</script></body></html>",
            "<p></p>",
            "<html><body><p>— *</p></body>",
        ] {
            let error = extract_article(&Place::file("p.html"), page, &Limits::default()).expect_err("no article");
            assert!(matches!(error, IntakeError::NoArticle { .. }), "{error}");
        }
    }
}
