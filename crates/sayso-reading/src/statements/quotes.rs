//! Quotations: where quoted words begin and end, over sentences and paragraphs.
//!
//! Curly and straight double quotation marks, low and angle ones, LaTeX's (as old newswire has them), and single curly
//! ones outside double ones. A quotation that a paragraph leaves open goes on where the next paragraph opens with a
//! mark again, as newspapers print long ones; a mark without a partner is no quotation.

use sayso_schema::Span;

use crate::text::Text;

/// No quotation has more characters; a longer one is a mark gone astray.
const LONGEST: usize = 6000;

/// Quoted words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// Where they stand, with their marks.
    pub(crate) span: Span,
    /// How many words.
    pub(crate) words: usize,
    /// Whether they go on with the quotation before, from the paragraph above.
    pub(crate) continues: bool,
}

/// The quotations of a document, in order, never overlapping.
pub(crate) struct Quotations {
    all: Vec<Quotation>,
}

impl Quotations {
    pub(crate) fn of(text: &Text<'_>) -> Self {
        let mut finder = Finder::default();
        let characters: Vec<char> = (0..text.len()).filter_map(|i| text.char(i)).collect();
        let mut start = 0;
        for paragraph in characters.split(|&c| c == '\n') {
            finder.paragraph(paragraph, start);
            start += paragraph.len() + 1;
        }
        for quotation in &mut finder.all {
            quotation.words = text.at(quotation.span).split_whitespace().count();
        }
        Self { all: finder.all }
    }

    pub(crate) fn all(&self) -> &[Quotation] {
        &self.all
    }

    /// The index of the quotation that the character at `position` is in.
    pub(crate) fn at(&self, position: usize) -> Option<usize> {
        let index = self.all.partition_point(|quotation| quotation.span.end <= position);
        (self.all.get(index)?.span.start <= position).then_some(index)
    }

    /// The indices of the quotations that share a character with `span`.
    pub(crate) fn overlapping(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.all.partition_point(|quotation| quotation.span.end <= span.start);
        let last = self.all.partition_point(|quotation| quotation.span.start < span.end);
        first..last.max(first)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Straight,
    Curly,
    Angle,
    Latex,
    Single,
}

#[derive(Default)]
struct Finder {
    all: Vec<Quotation>,
    /// A quotation that the paragraph before left open, up to that paragraph's end.
    carried: Option<(Open, usize)>,
}

#[derive(Clone, Copy)]
struct Open {
    mark: Mark,
    start: usize,
    continues: bool,
}

impl Finder {
    fn paragraph(&mut self, characters: &[char], start: usize) {
        let Some(first) = characters.iter().position(|c| !c.is_whitespace()) else {
            return;
        };
        let carried = self
            .carried
            .take()
            .filter(|(open, _)| opens(characters, first) == Some(open.mark));
        if let Some((open, end)) = carried {
            self.push(open, end);
        }
        let mut open: Option<Open> = None;
        let mut i = first;
        while i < characters.len() {
            let mut width = 1;
            if let Some(current) = open {
                if let Some(closing) = closes(characters, i, current.mark) {
                    width = closing;
                    self.push(current, start + i + width);
                    open = None;
                }
            } else if let Some(mark) = opens(characters, i) {
                width = if mark == Mark::Latex { 2 } else { 1 };
                open = Some(Open {
                    mark,
                    start: start + i,
                    continues: carried.is_some() && i == first,
                });
            }
            i += width;
        }
        let end = characters
            .iter()
            .rposition(|c| !c.is_whitespace())
            .map_or(0, |last| last + 1);
        self.carried = open.map(|open| (open, start + end));
    }

    fn push(&mut self, open: Open, end: usize) {
        let span = Span::new(open.start, end);
        if span.len() > 2 && span.len() <= LONGEST {
            self.all.push(Quotation {
                span,
                words: 0,
                continues: open.continues,
            });
        }
    }
}

/// The kind of mark that opens a quotation at `i`, if one does.
fn opens(characters: &[char], i: usize) -> Option<Mark> {
    let before = i.checked_sub(1).and_then(|i| characters.get(i)).copied();
    let after = characters.get(i + 1).copied();
    let after_space = before.is_none_or(|c| c.is_whitespace() || "([{—–-/:“".contains(c));
    match characters.get(i)? {
        '“' | '„' | '‟' => Some(Mark::Curly),
        '«' => Some(Mark::Angle),
        '"' if after_space && after.is_some_and(|c| !c.is_whitespace()) => Some(Mark::Straight),
        '`' if after == Some('`') => Some(Mark::Latex),
        '\'' if after == Some('\'') && after_space && characters.get(i + 2).is_some_and(|c| !c.is_whitespace()) => {
            Some(Mark::Latex)
        }
        '‘' if after_space && after.is_some_and(char::is_alphanumeric) => Some(Mark::Single),
        _ => None,
    }
}

/// How many characters the mark has that closes a quotation of this kind at `i`, if one does.
fn closes(characters: &[char], i: usize, mark: Mark) -> Option<usize> {
    let here = *characters.get(i)?;
    let before = i.checked_sub(1).and_then(|i| characters.get(i)).copied();
    let after = characters.get(i + 1).copied();
    match mark {
        Mark::Straight | Mark::Curly if matches!(here, '”' | '"') => Some(1),
        Mark::Angle if here == '»' => Some(1),
        Mark::Latex if here == '\'' && after == Some('\'') => Some(2),
        Mark::Latex if here == '"' => Some(1),
        Mark::Single if here == '’' => {
            let at_end = after.is_none_or(|c| !c.is_alphanumeric());
            // "the drivers’ union": after an s it closes only where something else ends too.
            let apostrophe = before == Some('s') && after.is_some_and(char::is_whitespace);
            (at_end && !apostrophe).then_some(1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, bool)> {
        let text = Text::new(text);
        let quotations = Quotations::of(&text);
        quotations
            .all()
            .iter()
            .map(|q| (text.at(q.span).to_owned(), q.continues))
            .collect()
    }

    #[test]
    fn marks_of_every_kind() {
        assert_eq!(
            found("He said “no.” \"Yes,\" she said, and ``maybe'' too."),
            [
                ("“no.”".to_owned(), false),
                ("\"Yes,\"".to_owned(), false),
                ("``maybe''".to_owned(), false),
            ]
        );
        assert_eq!(
            found("‘It’s the drivers’ union,’ he said."),
            [("‘It’s the drivers’ union,’".to_owned(), false)]
        );
        assert_eq!(found("a 6\" pipe and a 5\" pipe"), []);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = "“One thing, he said.\n\n“Another.\n“Last.” Then";
        let all = found(text);
        assert_eq!(
            all.iter().map(|(_, continues)| *continues).collect::<Vec<_>>(),
            [false, true, true]
        );
        assert_eq!(all[2].0, "“Last.”");
        assert_eq!(found("A mark “ astray.\nNext."), []);
    }
}
