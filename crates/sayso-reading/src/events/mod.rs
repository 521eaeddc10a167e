//! Who did what to whom: PLOVER events, each tied to the statements by whose word it stands.
//!
//! [`found`] lays the lexicon's lines on each sentence and finds the words that name acts. [`grammar`] sees who stands
//! where around them, [`participants`] names those who act and are acted upon, [`standing`] tells what was done from
//! what was only meant, asked for or denied, [`setting`] when and where, and [`whose`] by whose word. [`demands`] finds
//! what people say that others must do. [`row`] makes the rows of it all, [`contexts`]
//! tells what they are about, [`casualties`] how many were killed, injured or took part, and [`links`] ties rows of
//! one happening together.

mod casualties;
mod contexts;
mod demands;
pub(crate) mod found;
mod happening;
mod links;
pub(crate) mod participants;
pub(crate) mod row;
pub(crate) mod setting;
pub(crate) mod standing;
mod victims;

#[cfg(test)]
mod tests;

use sayso_schema::{Document, Event, Figure, RowKind};

use crate::ids::Ids;
use crate::scene::Scene;

/// The events of a document, in the order of their triggers. They are tied to the figures that count
/// their people; those that no number tells are added to `figures`, in their order.
pub(crate) fn events(scene: &Scene<'_, '_>, figures: &mut Vec<Figure>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut ledger = casualties::Ledger::new(&scene.document.id, figures);
    for sentence in 0..scene.trees.len() {
        let acts = found::acts(scene, sentence);
        let told = row::Acts::of(scene, sentence, &acts);
        let mut rows = Vec::with_capacity(acts.len());
        for index in 0..acts.len() {
            let from = events.len();
            row::rows(scene, &told, index, &mut events);
            rows.push(from..events.len());
        }
        let made = casualties::Made {
            sentence,
            acts: &acts,
            rows: &rows,
        };
        casualties::figures(scene, &made, &mut events, &mut ledger);
        for demand in demands::demands(scene, sentence, &acts) {
            row::demand(scene, &told, &demand, &mut events);
        }
    }
    number(scene.document, &mut events);
    ledger.close();
    links::tie(&mut events);
    events
}

/// Gives the rows their ids, by trigger and those who take part, once their order is known.
fn number(document: &Document, events: &mut [Event]) {
    let mut ids = Ids::new(document, RowKind::Event);
    for event in events {
        event.id = ids.next(&[event.trigger.span, event.span]);
    }
}
