//! What the shape of a plain text tells: a headline on the first line, a byline at head or foot, a dateline before the
//! first sentence. Positions are bytes here; [`crate::document`] turns them into characters.

use std::ops::Range;

use crate::{byline, dateline};

/// How many lines at the head may hold headline, byline and dateline.
const HEAD: usize = 5;

/// The longest headline, in characters.
const LONGEST_HEADLINE: usize = 200;

/// The longest line that is looked at as a byline, in bytes.
const LONGEST_BYLINE: usize = 300;

/// What was found, as ranges of bytes.
#[derive(Debug, Default)]
pub(crate) struct Shape<'a> {
    pub(crate) title: Option<Range<usize>>,
    pub(crate) byline: Option<Byline<'a>>,
    pub(crate) dateline: Option<(usize, dateline::Found<'a>)>,
}

#[derive(Debug)]
pub(crate) struct Byline<'a> {
    /// The whole line.
    pub(crate) range: Range<usize>,
    /// The names alone.
    pub(crate) names: &'a str,
}

#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    start: usize,
    text: &'a str,
    after_blank: bool,
}

impl Line<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Reads the shape of `text`. With a title that is known, the first line is a headline only if it is that title.
pub(crate) fn read<'a>(text: &'a str, title: Option<&str>) -> Shape<'a> {
    let head = first_lines(text);
    let mut shape = Shape::default();
    let mut rest = head.as_slice();
    if let [first, after @ ..] = rest {
        let is_title = match title {
            Some(title) => first.text == title.trim(),
            None => after.first().is_some_and(|next| is_headline(first.text, next)),
        };
        if is_title {
            shape.title = Some(first.range());
            rest = after;
        }
    }
    for line in rest.iter().take(3) {
        if let Some(names) = byline_of(line.text) {
            shape.byline = Some(Byline {
                range: line.range(),
                names,
            });
        } else if let Some(found) = dateline::at_start(line.text) {
            shape.dateline = Some((line.start, found));
            break;
        }
    }
    if shape.byline.is_none() {
        shape.byline = foot_byline(text, shape.title.as_ref().map_or(0, |title| title.end));
    }
    shape
}

/// The first lines that are not blank, trimmed.
fn first_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(HEAD);
    let (mut start, mut after_blank) = (0, true);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim();
        if line.is_empty() {
            after_blank = true;
        } else {
            let indent = whole.len() - whole.trim_start().len();
            lines.push(Line {
                start: start + indent,
                text: line,
                after_blank,
            });
            after_blank = false;
        }
        if lines.len() == HEAD {
            break;
        }
        start += whole.len();
    }
    lines
}

/// A byline among the last two lines that are not blank, after the byte `from`.
fn foot_byline(text: &str, from: usize) -> Option<Byline<'_>> {
    let mut end = text.len();
    let mut seen = 0;
    while seen < 2 && end > from {
        let before = text.get(..end)?;
        let start = before
            .strip_suffix('\n')
            .unwrap_or(before)
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let whole = text.get(start..end)?;
        let line = whole.trim();
        if !line.is_empty() {
            seen += 1;
            let at = start + (whole.len() - whole.trim_start().len());
            if at >= from
                && let Some(names) = byline_of(line)
            {
                return Some(Byline {
                    range: at..at + line.len(),
                    names,
                });
            }
        }
        end = start;
    }
    None
}

fn byline_of(line: &str) -> Option<&str> {
    if line.len() <= LONGEST_BYLINE {
        byline::of_line(line)
    } else {
        None
    }
}

/// Whether `line`, with `next` after it, reads as a headline: short, no sentence, and either set off by a blank line
/// or followed by a paragraph clearly longer than itself (which the second line of a wrapped paragraph is not).
fn is_headline(line: &str, next: &Line) -> bool {
    let length = line.chars().take(LONGEST_HEADLINE + 1).count();
    if length > LONGEST_HEADLINE || byline_of(line).is_some() || dateline::at_start(line).is_some() {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let opens = line
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| !c.is_lowercase());
    if words.len() < 2 || !opens || ends_sentence(line, &words) {
        return false;
    }
    if next.after_blank || byline_of(next.text).is_some() || dateline::at_start(next.text).is_some() {
        return true;
    }
    let next_length = next.text.chars().take(2 * LONGEST_HEADLINE).count();
    let continues = next.text.starts_with(char::is_lowercase);
    !continues && (next_length * 10 >= length * 13) && next_length >= 80
}

/// Whether `line` ends as sentences and their parts do. The stop of "U.S." or "Corp." at the end of a headline cannot
/// be told from a sentence's but by what stands in the word: one with a stop inside is an abbreviation.
fn ends_sentence(line: &str, words: &[&str]) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', '»']);
    if bare.ends_with([',', ';', ':', '…']) {
        return true;
    }
    let abbreviation = words
        .last()
        .is_some_and(|last| last.trim_end_matches('.').contains('.'));
    bare.ends_with('.') && !abbreviation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<&str> {
        read(text, None).title.and_then(|range| text.get(range))
    }

    #[test]
    fn headlines() {
        let long = "The harbour at Port Ellery reopened on Monday after eleven days of repairs, officials said, and the first ferry left at noon.";
        assert_eq!(
            title(&format!("Harbour reopens after repairs\n{long}\n")),
            Some("Harbour reopens after repairs")
        );
        assert_eq!(
            title(&format!("\r\n  Harbour reopens\r\n\r\nIt did.\r\n{long}")),
            Some("Harbour reopens")
        );
        assert_eq!(
            title("Will the harbour reopen?\nBy Ann Lee\nIt will."),
            Some("Will the harbour reopen?")
        );
        assert_eq!(
            title("Harbour reopens to U.S.\n\nIt did."),
            Some("Harbour reopens to U.S.")
        );
    }

    #[test]
    fn no_headlines() {
        for text in [
            "The harbour at Port Ellery reopened on Monday after eleven days of\nrepairs, officials said, and the first ferry left at noon with some two\nhundred on board.",
            "The harbour reopened.\n\nIt did.",
            "Harbour reopens",
            "Harbour\n\nIt did.",
            "By Ann Lee\n\nThe harbour reopened.",
            "ELLERY, May 2 (Reuters) - The harbour opened\n\nIt did.",
            "said the minister\n\nIt did.",
            "",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
    }

    #[test]
    fn bylines_and_datelines_around_the_headline() {
        let text = "Harbour reopens\n\nBy ANN LEE\n\nELLERY (AP) — It did.\n\nMore.";
        let shape = read(text, None);
        assert_eq!(shape.byline.map(|byline| byline.names), Some("ANN LEE"));
        assert_eq!(
            shape.dateline.map(|(at, found)| (at, found.text)),
            Some((29, "ELLERY (AP) —"))
        );
        let shape = read("Harbour reopens\n\nIt did.\nBy Ann Lee\n\n", None);
        assert_eq!(shape.byline.map(|byline| byline.range), Some(25..35));
        let shape = read("Known\n\nIt did.", Some("Other"));
        assert!(shape.title.is_none() && shape.byline.is_none() && shape.dateline.is_none());
    }
}
