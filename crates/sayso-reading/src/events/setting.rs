//! When and where an act was, as far as the text tells.
//!
//! A time or place belongs to an act where it hangs on the act's own words or on the clause that they stand in, before
//! anything that belongs to another act. Nothing is taken from the dateline or the day of publication: an act whose day
//! or place is not told has none.

use sayso_knowledge::events::WordClass;
use sayso_language::Upos;
use sayso_schema::{Date, Participant, Place};

use super::found::Act;
use crate::grammar::{is_nominal, lemma, lower, marks};
use crate::located::located_phrase;
use crate::places::Toponym;
use crate::scene::Scene;
use crate::times::TimeKind;
use crate::tree::Tree;

/// Words from an act up to the clause that times and places may hang on.
const MOST_STEPS: usize = 4;

/// A word that names what is asked for its date or place, with the verb that carries it, and what words are of others.
#[derive(Clone, Copy)]
pub(crate) struct Happening<'a> {
    pub(crate) sentence: usize,
    pub(crate) word: usize,
    pub(crate) verb: usize,
    pub(crate) is_other: &'a dyn Fn(usize) -> bool,
}

/// The date of the acts[index], if told: the nearest that hangs on it; and whether it hangs on the act's own word.
pub(super) fn date(scene: &Scene<'_, '_>, acts: &[Act<'_>], index: usize) -> Option<(Date, bool)> {
    let act = &acts[index];
    let of_others = |word: usize| acts.iter().any(|other| other.word == word || other.verb() == word);
    let happening = Happening {
        sentence: act.sentence,
        word: act.word,
        verb: act.verb(),
        is_other: &of_others,
    };
    date_of(scene, &happening)
}

/// The date that hangs nearest on what happens, and whether on its own word.
pub(crate) fn date_of(scene: &Scene<'_, '_>, of: &Happening<'_>) -> Option<(Date, bool)> {
    let tree = &scene.trees[of.sentence];
    let times = scene.times(of.sentence).iter();
    let times = times.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let best = times.filter_map(|time| {
        let top = tree.top(time.first, time.last.min(tree.len().saturating_sub(1)));
        // "until June" and "since 2003" tell no day on which it was.
        let on = marks(tree, top).all(|mark| !NOT_ON.contains(&&*lower(tree, mark)));
        let distance = on.then(|| distance(scene, tree, of, top))??;
        Some((distance, time.first, time))
    });
    let (.., time) = best.min_by_key(|(distance, first, _)| (*distance, *first))?;
    let head = tree.head(tree.top(time.first, time.last.min(tree.len().saturating_sub(1))));
    let own = head.is_some_and(|head| head == of.word || head == of.verb);
    Some((time.date()?, own))
}

/// The place of the acts[index], if told: the nearest that hangs on it by "in", "at" and the like, or a place
/// among those
/// `suffering` from it.
pub(super) fn place(
    scene: &Scene<'_, '_>,
    acts: &[Act<'_>],
    index: usize,
    parties: &[&Participant],
    suffering: &[Participant],
) -> Option<Place> {
    let tree = &scene.trees[acts[index].sentence];
    let places = scene.places(acts[index].sentence).iter();
    let places: Vec<&Toponym> = places
        .copied()
        .filter(|place| !place.demonym && !place.embedded)
        .collect();
    let of_others = |word: usize| acts.iter().any(|other| other.word == word || other.verb() == word);
    let happening = Happening {
        sentence: acts[index].sentence,
        word: acts[index].word,
        verb: acts[index].verb(),
        is_other: &of_others,
    };
    let located: Vec<(usize, usize, &Toponym)> = places
        .iter()
        .filter(|place| !place.metonym && !parties.iter().any(|party| party.span == place.span))
        .filter_map(|place| {
            let top = tree.top(place.first, place.last.min(tree.len().saturating_sub(1)));
            // "Geneva talks"
            if tree.head(top) == Some(acts[index].word) && tree.token(top).relation() == "compound" {
                return Some((0, place.first, *place));
            }
            let phrase = located_phrase(scene, tree, top)?;
            Some((distance(scene, tree, &happening, phrase)?, place.first, *place))
        })
        .collect();
    let best = located
        .into_iter()
        .min_by_key(|(distance, first, _)| (*distance, *first));
    if let Some((.., place)) = best {
        return Some(place.place());
    }
    // "attacked Jericho": a town that suffers an act is where it was.
    let suffers = places.iter().find(|place| {
        let city = !matches!(
            place.precision,
            sayso_schema::PlacePrecision::Country | sayso_schema::PlacePrecision::Unresolved
        );
        city && suffering.iter().any(|party| party.span.contains(place.span))
    });
    suffers.map(|place| place.place())
}

/// Prepositions that put an act before or after a time, or all through it.
const NOT_ON: [&str; 9] = [
    "until", "till", "since", "before", "after", "by", "through", "from", "between",
];

/// How far up the tree from an act a phrase hangs: 0 on the act's own words. `None` where it hangs elsewhere or on
/// another act.
pub(crate) fn distance(scene: &Scene<'_, '_>, tree: &Tree<'_>, of: &Happening<'_>, phrase: usize) -> Option<usize> {
    let lexicon = &scene.knowledge.events;
    let own = |word: usize| word == of.word || word == of.verb;
    // A noun that can name an act has its own times and places.
    let is_other = |word: usize| {
        (of.is_other)(word)
            || tree.token(word).upos == Upos::Noun
                && !lexicon
                    .triggers(&lower(tree, word), &lemma(tree, word), WordClass::Noun)
                    .is_empty()
    };
    // What the phrase hangs on: up through nouns, to a verb or the act itself.
    let mut at = tree.head(phrase)?;
    for _ in 0..MOST_STEPS {
        if own(at) {
            return Some(0);
        }
        if is_other(at) || !is_nominal(tree, at) {
            break;
        }
        at = tree.head(at)?;
    }
    // From the act up to the clause that the phrase hangs on.
    let mut up = of.verb;
    for steps in 1..=MOST_STEPS {
        let relation = tree.token(up).relation();
        // What holds of the clause above holds of what it says of the act and completes, not of what is further in.
        let carried = steps == 1 && relation == "nsubj";
        // "left on Friday and will visit": only what opens the sentence holds of both.
        let both = relation == "conj" && tree.head(up).is_some_and(|first| phrase < first);
        if !carried && !both && relation != "xcomp" {
            return None;
        }
        up = tree.head(up)?;
        if up == at {
            return Some(steps);
        }
    }
    None
}
