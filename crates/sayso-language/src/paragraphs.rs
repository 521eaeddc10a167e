//! Finds a text's paragraphs: stretches that no sentence crosses.
//!
//! A blank line always ends a paragraph. What a single line break means depends on the text. Articles taken from web
//! pages have one line a paragraph; mail and older wire copy is wrapped by hand, and there a break inside a paragraph
//! means no more than a space. A wrapped text gives itself away: its lines break where the next word would not have
//! fit. So the longest line (of those that another line follows) is taken for the column, and the text counts as
//! wrapped if that column is 40 to 120 characters wide, there are at least three such breaks, and at four of five of
//! them the next line's first word would have passed 85 % of the column. In a wrapped text, a break where the next
//! word would have fit easily still ends a paragraph, as after a headline.
//!
//! In any text, a break inside a sentence is none: a line of at least 40 characters without punctuation at its end,
//! and a next line that starts with a small letter.

use sayso_schema::Span;

/// The narrowest column that anybody wraps prose to, in characters.
const NARROWEST: usize = 40;

/// A stretch of text that is cut into sentences by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph<'t> {
    pub text: &'t str,
    /// How many characters of the whole text stand before it.
    pub start: usize,
}

struct Line<'t> {
    /// Its place in the whole text, in bytes.
    bytes: std::ops::Range<usize>,
    /// How many characters stand before it.
    start: usize,
    text: &'t str,
    /// Ends a paragraph whatever the shape of the text (form feed, paragraph separator).
    last: bool,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    fn length(&self) -> usize {
        self.text.trim_end().chars().count()
    }
}

/// Where the paragraphs of a text stand, in order, without blank ones: what a page that shows the text breaks it into.
pub fn paragraph_spans(text: &str) -> Vec<Span> {
    let found = paragraphs(text).into_iter();
    found
        .map(|paragraph| Span::new(paragraph.start, paragraph.start + paragraph.text.chars().count()))
        .collect()
}

/// The paragraphs of a text, in order; blank ones are left out.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let lines = lines(text);
    let column = column(&lines);
    let mut found = Vec::new();
    let mut first: Option<&Line> = None;
    for (number, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        let opening = *first.get_or_insert(line);
        let next = lines.get(number + 1).filter(|next| !next.is_blank() && !line.last);
        let goes_on = next.is_some_and(|next| {
            breaks_sentence(line, next) || column.is_some_and(|column| is_full(line, next, column))
        });
        if !goes_on {
            found.push(Paragraph {
                text: &text[opening.bytes.start..line.bytes.end],
                start: opening.start,
            });
            first = None;
        }
    }
    found
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut from, mut from_chars) = (0, 0);
    for (chars, (at, c)) in text.char_indices().enumerate() {
        if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            // The \n of \r\n would make an empty line, which would pass for a blank one.
            let is_second_half = c == '\n' && at > 0 && text.as_bytes()[at - 1] == b'\r';
            if !is_second_half {
                lines.push(Line {
                    bytes: from..at,
                    start: from_chars,
                    text: &text[from..at],
                    last: matches!(c, '\u{c}' | '\u{2029}'),
                });
            }
            (from, from_chars) = (at + c.len_utf8(), chars + 1);
        }
    }
    lines.push(Line {
        bytes: from..text.len(),
        start: from_chars,
        text: &text[from..],
        last: true,
    });
    lines
}

/// The width that the text is wrapped to, if it is.
fn column(lines: &[Line]) -> Option<usize> {
    let pairs = || {
        lines
            .windows(2)
            .filter(|pair| !pair[0].is_blank() && !pair[1].is_blank() && !pair[0].last)
    };
    let width = pairs().map(|pair| pair[0].length()).max()?;
    if !(NARROWEST..=120).contains(&width) {
        return None;
    }
    let breaks = pairs().count();
    let full = pairs().filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    (breaks >= 3 && full * 5 >= breaks * 4).then_some(width)
}

/// Whether the next line's first word would not have fit on this one.
fn is_full(line: &Line, next: &Line, column: usize) -> bool {
    let word = next
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    (line.length() + 1 + word) * 100 > column * 85
}

/// Whether the break between the two lines stands in the middle of a sentence.
fn breaks_sentence(line: &Line, next: &Line) -> bool {
    let ends_open = line
        .text
        .trim_end()
        .ends_with(|c: char| c.is_alphanumeric() || c == ',');
    ends_open && next.text.trim_start().starts_with(char::is_lowercase) && line.length() >= NARROWEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn spans_count_characters() {
        let text = "Café closes\r\n\r\nThe café’s owner said so.\n";
        let cut = |span: &Span| text.chars().skip(span.start).take(span.len()).collect::<String>();
        let cut: Vec<String> = paragraph_spans(text).iter().map(cut).collect();
        assert_eq!(cut, texts(text));
        assert_eq!(cut.len(), 2);
        assert!(paragraph_spans(" \n ").is_empty());
    }

    #[test]
    fn lines_of_an_article_are_its_paragraphs() {
        let text = "Ministers meet in Oslo\nThe ministers of nine countries met in Oslo on Monday to talk about fish, \
                    which they had last done a year ago.\nNothing was agreed.\n\nThey meet again in May.\n";
        assert_eq!(texts(text).len(), 4);
    }

    #[test]
    fn lines_of_wrapped_text_are_joined_within_paragraphs() {
        let text = "The ministers of nine countries met in Oslo on\nMonday to talk about fish, which they had last\n\
                    done a year ago in the same town. Nothing was\nagreed this time, and nobody seemed surprised.\n\n\
                    They meet again in May.";
        assert_eq!(texts(text).len(), 2);
    }

    #[test]
    fn a_headline_over_wrapped_text_stays_apart() {
        let text = "Ministers meet\nThe ministers of nine countries met in Oslo on\nMonday to talk about fish, which \
                    they had last\ndone a year ago in the same town. Nothing was\nagreed this time, and nobody \
                    seemed surprised\nabout that in the least, people there told us.";
        assert_eq!(texts(text)[0], "Ministers meet");
        assert_eq!(texts(text).len(), 2);
    }

    #[test]
    fn a_break_inside_a_sentence_is_none() {
        assert_eq!(
            texts("The race was won in two minutes flat by a\nskier from Oslo.\nNobody fell.").len(),
            2
        );
    }

    #[test]
    fn verse_keeps_its_lines() {
        assert_eq!(
            texts("Roses are red,\nviolets are blue,\nsugar is sweet,\nand so are you.").len(),
            4
        );
    }

    #[test]
    fn line_ends_of_every_kind_count_once() {
        let found = paragraphs("a\r\nb\rc\u{2029}d\u{2028}é\nf");
        let starts: Vec<usize> = found.iter().map(|paragraph| paragraph.start).collect();
        assert_eq!(starts, [0, 3, 5, 7, 9, 11]);
        assert_eq!(found[4].text, "é");
    }
}
