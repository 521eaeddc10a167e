//! Events on the page: the words that name them, marked in the text, and what is told of each in a list of its own.
//!
//! An act's words have a frame, since underlines and colours tell of statements, and before them stands a sign that
//! links to the event's entry. The sign is empty and drawn by the style sheet, as those of statements are.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sayso::schema::{Event, EventFactuality, Figure, Reading, RowId};

use super::marks::Marks;
use crate::report::chain::chain;
use crate::report::event::{Events, act, factuality_word, place, when};
use crate::report::ids::ShortIds;
use crate::report::plain::plain;

/// Columns of the words that are shown around an act.
const AROUND: usize = 160;

/// The events of one article.
pub struct Deeds<'a> {
    reading: &'a Reading,
    events: Events<'a>,
    ids: ShortIds<'a>,
    piece: &'a str,
    marks: Marks,
    figures: BTreeMap<&'a RowId, &'a Figure>,
}

impl<'a> Deeds<'a> {
    /// The events of `reading`, whose id on the page is `piece`.
    pub fn of(reading: &'a Reading, piece: &'a str) -> Self {
        let length = reading.document.text.chars().count();
        let spans = reading.events.iter().map(|event| event.trigger.span);
        Self {
            reading,
            events: Events::of(reading),
            ids: ShortIds::of(reading),
            piece,
            marks: Marks::of(spans.collect(), length),
            figures: reading.figures.iter().map(|figure| (&figure.id, figure)).collect(),
        }
    }

    /// Where the words that name acts stand.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The signs of the events whose words begin at `start`.
    pub fn signs(&self, start: usize) -> Markup {
        html! {
            @for i in self.marks.beginning(start) {
                @if let Some(event) = self.reading.events.get(i) {
                    a.deed id={ (self.piece) "-deed" (i) } href={ "#" (self.piece) "-" (event.id) }
                        aria-label={ "Event: " (act(event)) ", " (self.events.parties(event)) } {}
                }
            }
        }
    }

    /// The list.
    pub fn list(&self) -> Markup {
        html! {
            ol { @for (i, event) in self.reading.events.iter().enumerate() { li { (self.entry(i, event)) } } }
        }
    }

    fn entry(&self, i: usize, event: &Event) -> Markup {
        let [before, named, after] = self.events.surroundings(event.trigger.span, AROUND);
        html! {
            div.event id={ (self.piece) "-" (event.id) } tabindex="-1" {
                p.who {
                    strong { (act(event)) }
                    span { bdi { (self.events.parties(event)) } }
                    span.sure { span.{ (tone(event.factuality)) } { (factuality_word(event.factuality)) } }
                }
                p.what dir="auto" { (before) span.trigger { (named) } (after) }
                dl { (self.facts(i, event)) }
            }
        }
    }

    fn facts(&self, i: usize, event: &Event) -> Markup {
        let day = event
            .date
            .as_ref()
            .and_then(when)
            .unwrap_or_else(|| "not told".to_owned());
        let place = event.place.as_ref().map_or_else(|| "not told".to_owned(), place);
        html! {
            (fact("When", html! { (day) }))
            (fact("Where", html! { bdi { (place) } }))
            (fact("By whose word", html! { bdi { (self.events.standing(event)) } }))
            @for statement in self.events.statements(event) {
                (fact("Statement", html! {
                    a href={ "#" (self.piece) "-" (statement.id) } { (self.ids.get(&statement.id)) }
                    " " span.faint { bdi { (chain(&statement.chain)) } }
                }))
            }
            @for (name, id) in [("Killed", &event.killed), ("Injured", &event.injured), ("Size", &event.size)] {
                @if let Some(figure) = self.figure(id.as_ref()) { (fact(name, html! { bdi { (plain(&figure.text)) } })) }
            }
            @if !event.contexts.is_empty() { (fact("Contexts", html! { (plain(&event.contexts.join(", "))) })) }
            (fact("Codes", html! { (codes(event)) }))
            (fact("Row", html! {
                code { (event.id) }
                @if self.marks.show(event.trigger.span) {
                    a.back href={ "#" (self.piece) "-deed" (i) } { "in the text" }
                }
            }))
        }
    }

    fn figure(&self, id: Option<&RowId>) -> Option<&'a Figure> {
        self.figures.get(id?).copied()
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// "ASSAULT, quad class 4, score -9, CAMEO 190"
pub fn codes(event: &Event) -> String {
    let mut codes = format!(
        "{}, quad class {}, score {}",
        plain(&event.kind),
        event.quad,
        event.score
    );
    if let Some(cameo) = &event.cameo {
        codes.push_str(&format!(", CAMEO {}", plain(cameo)));
    }
    if let Some(goldstein) = event.goldstein {
        codes.push_str(&format!(", Goldstein {goldstein}"));
    }
    codes
}

fn tone(factuality: EventFactuality) -> &'static str {
    match factuality {
        EventFactuality::Actual => "certain",
        EventFactuality::Reported | EventFactuality::Claimed | EventFactuality::Presupposed => "doubtful",
        EventFactuality::Planned | EventFactuality::CalledFor | EventFactuality::Hypothetical => "open",
        EventFactuality::Denied => "not-so",
    }
}
