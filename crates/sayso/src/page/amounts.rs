//! Figures on the page: their words, marked in the text, and what is told of each in a list of its own.
//!
//! A figure's words have a dotted frame, and before them stands a sign that links to the figure's entry. The sign is
//! empty and drawn by the style sheet, as those of statements and events are.

use maud::{Markup, html};
use sayso::schema::{Figure, Reading};

use super::Level;
use super::marks::Marks;
use crate::report::event::Events;
use crate::report::figure::{Figures, by_kind, kind_word, shown};
use crate::report::ids::ShortIds;

/// Columns of the words that are shown around a figure.
const AROUND: usize = 160;

/// The figures of one article.
pub struct Amounts<'a> {
    shown: Vec<&'a Figure>,
    reading: &'a Reading,
    figures: Figures<'a>,
    events: Events<'a>,
    ids: ShortIds<'a>,
    piece: &'a str,
    marks: Marks,
}

impl<'a> Amounts<'a> {
    /// The figures of `reading`, whose id on the page is `piece`.
    pub fn of(reading: &'a Reading, piece: &'a str) -> Self {
        let shown = shown(reading);
        let length = reading.document.text.chars().count();
        Self {
            marks: Marks::of(shown.iter().map(|figure| figure.span).collect(), length),
            shown,
            reading,
            figures: Figures::of(reading),
            events: Events::of(reading),
            ids: ShortIds::of(reading),
            piece,
        }
    }

    /// Where their words stand.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The signs of the figures whose words begin at `start`.
    pub fn signs(&self, start: usize) -> Markup {
        html! {
            @for i in self.marks.beginning(start) {
                @if let Some(figure) = self.shown.get(i) {
                    a.number id={ (self.piece) "-at-" (figure.id) } href={ "#" (self.piece) "-" (figure.id) }
                        aria-label={ "Figure: " (self.figures.quantity(figure)) } {}
                }
            }
        }
    }

    /// The list, by kind.
    pub fn list(&self, level: Level) -> Markup {
        html! {
            @for (kind, figures) in by_kind(self.reading) {
                (level.group(kind_word(kind)))
                ol { @for figure in figures { li { (self.entry(figure)) } } }
            }
        }
    }

    fn entry(&self, figure: &Figure) -> Markup {
        let [before, words, after] = self.events.surroundings(figure.span, AROUND);
        html! {
            div.event id={ (self.piece) "-" (figure.id) } tabindex="-1" {
                p.who { strong { bdi { (self.figures.quantity(figure)) } } }
                p.what dir="auto" { (before) span.amount { (words) } (after) }
                dl {
                    @for (name, value) in self.figures.facts(figure) {
                        div { dt { (name) } dd { bdi { (value) } } }
                    }
                    @if let Some(statement) = &figure.statement {
                        div {
                            dt { "Statement" }
                            dd { a href={ "#" (self.piece) "-" (statement) } { (self.ids.get(statement)) } }
                        }
                    }
                    div {
                        dt { "Row" }
                        dd {
                            code { (figure.id) }
                            @if self.marks.show(figure.span) {
                                a.back href={ "#" (self.piece) "-at-" (figure.id) } { "in the text" }
                            }
                        }
                    }
                }
            }
        }
    }
}
