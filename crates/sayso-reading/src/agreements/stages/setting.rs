//! When and where a step was taken, as far as its own words and clause tell.

use sayso_schema::{Date, Span};

use super::told::Told;
use crate::events::setting::{Happening, date_of, distance};
use crate::grammar::{lower, marks};
use crate::located::located_phrase;
use crate::scene::Scene;

/// Prepositions that say where something is done.
const IN: [&str; 8] = [
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "within",
    "across",
    "throughout",
];

/// When a step was taken.
pub(super) fn date(scene: &Scene<'_, '_>, told: &Told<'_>) -> Option<Date> {
    let of_others = |word: usize| told.beside.contains(&word);
    let date = date_of(scene, &happening(told, &of_others));
    date.map(|(date, _)| date)
}

/// Where a step was taken: a place that hangs on its words and is not one of those who took it.
pub(super) fn place(scene: &Scene<'_, '_>, told: &Told<'_>, parties: &[Span]) -> Option<Span> {
    let tree = &scene.trees[told.sentence];
    let of_others = |word: usize| told.beside.contains(&word);
    let happening = happening(told, &of_others);
    let places = scene.places(told.sentence).iter();
    let plain = places.filter(|place| !place.demonym && !place.embedded && !place.metonym);
    let near = plain
        .filter(|place| !parties.contains(&place.span))
        .filter_map(|place| {
            let top = tree.top(place.first, place.last.min(tree.len().saturating_sub(1)));
            let phrase = located_phrase(scene, tree, top)?;
            let within = marks(tree, phrase).any(|mark| IN.contains(&&*lower(tree, mark)));
            let distance = within.then(|| distance(scene, tree, &happening, phrase))??;
            Some((distance, place.first, place.span))
        });
    near.min().map(|(.., span)| span)
}

fn happening<'a>(told: &Told<'_>, is_other: &'a dyn Fn(usize) -> bool) -> Happening<'a> {
    Happening {
        sentence: told.sentence,
        word: told.word,
        verb: told.verb(),
        is_other,
    }
}
