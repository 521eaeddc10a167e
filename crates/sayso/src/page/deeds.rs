//! Events on the page: the words that name them, marked in the text, and what is told of each in a list of its own.
//!
//! An act's words have a frame, since underlines and colours tell of statements, and before them stands a sign that
//! links to the event's entry. The sign is empty and drawn by the style sheet, as those of statements are.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sayso::schema::{Event, EventFactuality, Figure, Reading, RowId, Span};

use super::segments::joined;
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
    length: usize,
    /// Where the words that name acts stand, in order and apart from each other.
    triggers: Vec<Span>,
    /// Which events' words begin at a character.
    beginnings: BTreeMap<usize, Vec<usize>>,
    figures: BTreeMap<&'a RowId, &'a Figure>,
}

impl<'a> Deeds<'a> {
    /// The events of `reading`, whose id on the page is `piece`.
    pub fn of(reading: &'a Reading, piece: &'a str) -> Self {
        let length = reading.document.text.chars().count();
        let spans = reading.events.iter().map(|event| event.trigger.span);
        let mut beginnings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, span) in spans.clone().enumerate().filter(|(_, span)| is_shown(*span, length)) {
            beginnings.entry(span.start).or_default().push(i);
        }
        Self {
            reading,
            events: Events::of(reading),
            ids: ShortIds::of(reading),
            piece,
            length,
            triggers: joined(spans.collect(), length),
            beginnings,
            figures: reading.figures.iter().map(|figure| (&figure.id, figure)).collect(),
        }
    }

    /// Places where the text has to be cut, so that a segment is part of an act's words as a whole or not at all. Acts
    /// whose words overlap are cut apart too.
    pub fn cuts(&self) -> impl Iterator<Item = usize> {
        let spans = self.triggers.iter().flat_map(|span| [span.start, span.end]);
        spans.chain(self.beginnings.keys().copied())
    }

    /// Whether what stands at `segment` names an act.
    pub fn names_an_act(&self, segment: Span) -> bool {
        let at = self.triggers.partition_point(|span| span.end <= segment.start);
        self.triggers.get(at).is_some_and(|span| span.contains(segment))
    }

    /// The signs of the events whose words begin at `start`.
    pub fn signs(&self, start: usize) -> Markup {
        let here = self.beginnings.get(&start).into_iter().flatten();
        html! {
            @for i in here {
                @if let Some(event) = self.reading.events.get(*i) {
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
                @if is_shown(event.trigger.span, self.length) {
                    a.back href={ "#" (self.piece) "-deed" (i) } { "in the text" }
                }
            }))
        }
    }

    fn figure(&self, id: Option<&RowId>) -> Option<&'a Figure> {
        self.figures.get(id?).copied()
    }
}

/// Whether the text has a place for a sign before `span`.
fn is_shown(span: Span, length: usize) -> bool {
    !span.is_empty() && span.start < length
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
