//! When and where a step was taken, as far as its own words and clause tell.

use sayso_knowledge::agreements::Course;
use sayso_language::Upos;
use sayso_schema::{Date, Span};

use super::told::Told;
use crate::events::setting::{Happening, date_of, distance};
use crate::grammar::{is_nominal, lower, marks};
use crate::located::located_phrase;
use crate::scene::Scene;
use crate::times::TimeKind;

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
    let hung = date_of(scene, &happening(told, &of_others)).map(|(date, _)| date);
    let date = hung.or_else(|| beside(scene, told));
    // "soon" tells no date.
    date.filter(|date| {
        date.value.as_deref() != Some("FUTURE_REF") || date.expression.as_ref().is_some_and(|is| is.text.contains(' '))
    })
}

/// Prepositions that put a step before or after a time.
const NOT_ON: [&str; 8] = ["until", "till", "before", "after", "by", "through", "from", "between"];
/// Words from a step to a time behind it that may still be its own, and before it.
const MOST_BEHIND: usize = 24;
const MOST_BEFORE: usize = 3;

/// A time that stands behind a step, or right before it, with no other verb between, whatever the tree.
fn beside(scene: &Scene<'_, '_>, told: &Told<'_>) -> Option<Date> {
    let tree = &scene.trees[told.sentence];
    let verb = told.verb();
    let tells = |at: usize| {
        let finite = matches!(&*tree.token(at).xpos, "VBD" | "VBZ" | "VBP" | "MD");
        let opens = tree.token(at).upos == Upos::Sconj;
        finite
            || opens
            || told.beside.contains(&at)
            || matches!(&*lower(tree, at), ";" | ":" | "which" | "who" | "that" | "when")
    };
    let lasting = told.line.course == Course::Lasting;
    let times = scene.times(told.sentence).iter();
    let times = times.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let near = times.filter_map(|time| {
        let before = time.first.checked_sub(1).map(|at| lower(tree, at)).unwrap_or_default();
        let on = !NOT_ON.contains(&&*before) && (before != "since" || lasting);
        let (away, mut between) = if time.first > verb {
            (time.first - verb, verb + 1..time.first)
        } else {
            let away = verb.checked_sub(time.last + 1).filter(|away| *away < MOST_BEFORE)?;
            (away, time.last + 1..verb)
        };
        // "the 1953 armistice" and "the future": no date of what is done with it.
        let top = tree.top(time.first, time.last.min(tree.len().saturating_sub(1)));
        let named = tree
            .head(top)
            .is_some_and(|head| head > time.last && is_nominal(tree, head));
        (on && !named && away <= MOST_BEHIND && !between.any(tells)).then_some((away, time))
    });
    let (_, time) = near.min_by_key(|(away, _)| *away)?;
    time.date()
        .filter(|date| !date.value.as_deref().is_some_and(|value| value.ends_with("_REF")))
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
