//! The article's text with its marks.
//!
//! What a browser shows as text here is the document's text and nothing else: signs and numbers come from the style
//! sheet, everything told of a statement stands elsewhere.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sayso::language::paragraph_spans;
use sayso::schema::{Reading, Span};

use super::Level;
use super::amounts::Amounts;
use super::deeds::Deeds;
use super::segments::{Ranks, Segment, cut};
use super::sources::Sources;
use crate::report::nesting::Row;
use crate::report::plain::plain_text;
use crate::report::style::{act_word, certainty_sign, certainty_word, shown_certainty};

/// What the text is drawn from.
pub struct Text<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// Its statements in the order of the text.
    pub rows: &'a [Row<'a>],
    /// Its events.
    pub deeds: &'a Deeds<'a>,
    /// Its figures.
    pub amounts: &'a Amounts<'a>,
    /// Whose word they are.
    pub sources: &'a Sources<'a>,
    /// The article's id on the page.
    pub piece: &'a str,
    /// How deep its headline stands.
    pub level: Level,
}

impl Text<'_> {
    /// The whole text, a paragraph an element.
    pub fn draw(&self) -> Markup {
        let document = &self.reading.document;
        let paragraphs = paragraph_spans(&document.text);
        let letters = Letters::of(&document.text);
        let ranks = Ranks::of_rows(self.rows);
        let ends = paragraphs.iter().flat_map(|span| [span.start, span.end]);
        let ends = ends.chain(self.deeds.marks().cuts()).chain(self.amounts.marks().cuts());
        let segments = cut(letters.count(), ends, &self.reading.statements, &ranks);
        let mut rest = segments.as_slice();
        let mut take = |end: usize| {
            let (now, later) = rest.split_at(rest.partition_point(|segment| segment.span.start < end));
            rest = later;
            now
        };
        let blocks: Vec<_> = paragraphs
            .iter()
            .map(|span| (*span, take(span.start), take(span.end)))
            .collect();
        let after = take(letters.count());
        let run = |segments: &[Segment]| {
            html! { @for segment in segments { (self.segment(segment, &letters, &ranks)) } }
        };
        html! {
            @for (span, before, inside) in blocks {
                (run(before))
                @if self.is_headline(span) {
                    (self.level.heading(&format!("{}-title", self.piece), run(inside)))
                } @else if document.byline_span.is_some_and(|byline| span.contains(byline) && byline.len() * 2 > span.len()) {
                    p.byline { (run(inside)) }
                } @else {
                    p { (run(inside)) }
                }
            }
            (run(after))
        }
    }

    /// Whether the text's own headline is the page's, so that it need not be said twice.
    pub fn has_headline(&self) -> bool {
        paragraph_spans(&self.reading.document.text)
            .into_iter()
            .any(|span| self.is_headline(span))
    }

    /// Whether a paragraph is the headline: only the first that it stands in is.
    fn is_headline(&self, paragraph: Span) -> bool {
        let title = self.reading.document.title_span;
        title.is_some_and(|title| !title.is_empty() && paragraph.contains(title) && title.len() * 2 > paragraph.len())
    }

    fn segment(&self, segment: &Segment, letters: &Letters<'_>, ranks: &Ranks) -> Markup {
        let text = plain_text(letters.cut(segment.span));
        let all = segment.all(ranks);
        let frames = self.frames(segment.span);
        html! {
            @for i in &segment.begin { (self.begin(*i)) }
            (self.deeds.signs(segment.span.start))
            (self.amounts.signs(segment.span.start))
            @if !all.is_empty() { span class=(self.classes(segment, &all)) data-s=(numbers(&all)) { (text) } }
            @else if !frames.is_empty() { span class=(frames.join(" ")) { (text) } }
            @else { (text) }
        }
    }

    fn classes(&self, segment: &Segment, all: &[usize]) -> String {
        let mut classes = vec!["mark".to_owned()];
        let place = |i: &usize| self.reading.statements.get(*i).map(|row| self.sources.place(row));
        if let Some(innermost) = segment.content.first().and_then(place) {
            classes.push(format!("said {}", self.sources.look(innermost)));
        } else if let Some(owner) = segment.source.first().or(segment.cue.first()).and_then(place) {
            classes.push(self.sources.look(owner));
        }
        if !segment.source.is_empty() {
            classes.push("source".to_owned());
        }
        if !segment.cue.is_empty() {
            classes.push("cue".to_owned());
        }
        classes.extend(self.frames(segment.span).into_iter().map(str::to_owned));
        let of: BTreeSet<usize> = all.iter().filter_map(place).collect();
        classes.extend(of.iter().map(|i| format!("of{i}")));
        classes.join(" ")
    }

    /// The frames around words that name an act or tell a figure.
    fn frames(&self, span: Span) -> Vec<&'static str> {
        let act = self.deeds.marks().cover(span).then_some("trigger");
        let figure = self.amounts.marks().cover(span).then_some("amount");
        act.into_iter().chain(figure).collect()
    }

    /// The sign at a statement's beginning: a link to what is told of it, and where the keyboard stops. It is empty,
    /// its number and certainty are drawn by the style sheet.
    fn begin(&self, i: usize) -> Markup {
        let Some(statement) = self.reading.statements.get(i) else {
            return Markup::default();
        };
        let place = self.sources.place(statement);
        let value = shown_certainty(statement);
        let name = self.sources.heading(place).map_or("", |heading| heading.name.as_str());
        let label = format!("{name}: {}, {}", act_word(statement.act), certainty_word(value));
        let card = format!("{}-{}", self.piece, statement.id);
        html! {
            a.begin.{ (self.sources.look(place)) " of" (place) }
                id={ (self.piece) "-at" (i) } href={ "#" (card) } data-s=(i)
                data-sign={ (self.sources.label(place)) (certainty_sign(value)) }
                aria-label=(label) aria-describedby=(card) {}
        }
    }
}

/// "3 0 7"
fn numbers(list: &[usize]) -> String {
    list.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// A text that is cut by characters.
struct Letters<'t> {
    text: &'t str,
    /// Where each character begins in bytes, and the end.
    bytes: Vec<usize>,
}

impl<'t> Letters<'t> {
    fn of(text: &'t str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, bytes }
    }

    fn count(&self) -> usize {
        self.bytes.len().saturating_sub(1)
    }

    fn cut(&self, span: Span) -> &'t str {
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(self.text.len());
        self.text.get(byte(span.start)..byte(span.end)).unwrap_or_default()
    }
}
