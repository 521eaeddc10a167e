//! Figures of comparable things that differ.
//!
//! Two figures are compared where they are of one kind and unit and what they count is the same, one's a narrower
//! group than the other's, or both are groups of one people. The text must set them against each other ("although only
//! about 130 …"), or they must measure the same thing: at two times (growth), or at one time by different word
//! (contradiction). Parts ("including 12 children"), sums and further ones ("another five") are no disputes.

use std::collections::BTreeMap;

use sayso_knowledge::disputes::DisputeSense;
use sayso_schema::{Because, Comparison, Difference, DisputeType, Figure, FigureKind, Passage, Span};

use super::Draft;
use super::sentence;
use super::side::{Places, Side, Subjects};
use crate::grammar::lower;
use crate::scene::Scene;

/// Figures after one that it is compared with, of those of its kind and unit.
const MOST_COMPARED: usize = 24;

/// Sentences between two figures that the text sets against each other.
const NEAR: usize = 1;

/// Sentences between two figures of one thing that contradict each other without a word that says so.
const SAME_STORY: usize = 2;

/// The greater over the lesser, of figures that a text sets against each other: beyond it they are reckoned by different
/// things (a profit, and a profit a share).
const MOST_TIMES: f64 = 1000.0;

/// Words before a figure that say that it is small or large.
const SCALAR_REACH: usize = 4;

/// Words of a sentence that are looked at for what sets figures against each other.
const MOST_WORDS: usize = 120;

/// The disputes between figures of one document.
pub(super) fn between(scene: &Scene<'_, '_>, figures: &[Figure]) -> Vec<Draft> {
    let places = Places::new(scene);
    let mut by_unit: BTreeMap<(FigureKind, &str), Vec<Side<'_>>> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| is_comparable(figure)) {
        let unit = figure.unit.as_deref().unwrap_or_default();
        if let Some(side) = places.side(scene, figure) {
            by_unit.entry((figure.kind, unit)).or_default().push(side);
        }
    }
    let mut drafts = Vec::new();
    for sides in by_unit.values() {
        for (at, one) in sides.iter().enumerate() {
            let others = sides.iter().skip(at + 1).take(MOST_COMPARED);
            drafts.extend(others.filter_map(|other| compare(scene, one, other)));
        }
    }
    drafts
}

fn is_comparable(figure: &Figure) -> bool {
    matches!(
        figure.kind,
        FigureKind::Count | FigureKind::Money | FigureKind::Percent | FigureKind::Fraction | FigureKind::Measure
    )
}

fn compare(scene: &Scene<'_, '_>, one: &Side<'_>, other: &Side<'_>) -> Option<Draft> {
    if one.figure.span.overlaps(other.figure.span) || !one.disjoint(other) || differ_in_kind(one.figure, other.figure) {
        return None;
    }
    let subjects = one.subjects(other, |noun| scene.knowledge.disputes.is_general(noun))?;
    let words = between_words(scene, one, other);
    if words
        .iter()
        .any(|(_, sense, _)| matches!(sense, DisputeSense::Part | DisputeSense::Sum))
    {
        return None;
    }
    let apart = other.sentence.saturating_sub(one.sentence);
    let mut contrasts = words
        .iter()
        .filter(|(_, sense, _)| matches!(sense, DisputeSense::Contrast | DisputeSense::Scalar));
    let contrast = contrasts.next().filter(|_| apart <= NEAR);

    let same_measure = one.measure.is_some() && one.measure == other.measure;
    let place = told_apart(one.figure.place.as_ref(), other.figure.place.as_ref());
    let period = periods(one.figure, other.figure);
    let sources = sources_differ(one, other);
    let comparison = if same_measure && place != Some(true) && matches!(subjects, Subjects::Same | Subjects::Narrower) {
        match period {
            Some(true) if subjects == Subjects::Same => Comparison::Growth,
            Some(true) => return None,
            // Two tellings of one number: by different word, near each other or set against each other.
            _ if sources && (contrast.is_some() || apart <= SAME_STORY && place.is_none_or(|apart| !apart)) => {
                Comparison::Contradiction
            }
            _ => return None,
        }
    } else if contrast.is_some() && subjects != Subjects::Anybody && (place != Some(true) || subjects == Subjects::Same)
    {
        Comparison::Gap
    } else {
        return None;
    };
    let ratio = ratio(one.figure, other.figure);
    if comparison == Comparison::Gap && ratio.is_some_and(|times| times > MOST_TIMES) {
        return None;
    }
    let kinds = |side: &Side<'_>| side.figure.measure.as_ref().map(|measure| measure.kind);
    let measures_differ = !same_measure || kinds(one) != kinds(other);
    let differs = [
        (
            Difference::Measure,
            measures_differ && one.measure.is_some() && other.measure.is_some(),
        ),
        (Difference::Period, period == Some(true)),
        (Difference::Population, subjects != Subjects::Same),
        (Difference::Source, sources),
    ];
    let differs_on: Vec<Difference> = differs
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(on, _)| on)
        .collect();
    let in_kind = [Difference::Measure, Difference::Population, Difference::Period];
    let kind = match comparison {
        Comparison::Gap if differs_on.iter().any(|on| in_kind.contains(on)) => DisputeType::Incommensurable,
        _ => DisputeType::Figures,
    };
    let mut tokens: Vec<Span> = vec![one.figure.span, other.figure.span];
    tokens.extend(contrast.map(|(span, ..)| *span));
    tokens.sort_unstable();
    let lines = contrast.map(|(.., line)| (*line).to_owned()).into_iter().collect();
    Some(Draft {
        kind,
        spans: vec![one.figure.span, other.figure.span],
        rows: vec![one.figure.id.clone(), other.figure.id.clone()],
        comparison: Some(comparison),
        sentence: sentence::of_figures(scene, one, other, comparison, &differs_on, ratio),
        differs_on,
        ratio,
        because: Because { lines, tokens },
    })
}

/// Whether two figures are reckoned by different things, or belong to different actors.
fn differ_in_kind(one: &Figure, other: &Figure) -> bool {
    let per = |figure: &Figure| figure.per.as_ref().map(|per| per.text.to_lowercase());
    let whose = one.actor.as_ref().zip(other.actor.as_ref());
    per(one) != per(other) || whose.is_some_and(|(one, other)| one != other)
}

/// Whether both tell something and it is not the same; `None` where one does not tell.
fn told_apart(one: Option<&Passage>, other: Option<&Passage>) -> Option<bool> {
    let (one, other) = one.zip(other)?;
    let alike = one.text.contains(&other.text) || other.text.contains(&one.text);
    Some(!alike)
}

/// Whether both tell when and it is not the same time; `None` where one does not tell.
fn periods(one: &Figure, other: &Figure) -> Option<bool> {
    let value = |figure: &Figure| figure.period.as_ref().and_then(|date| date.value.clone());
    let (one, other) = value(one).zip(value(other))?;
    // A day inside a month or year may be the same time.
    Some(!one.starts_with(&other) && !other.starts_with(&one))
}

fn sources_differ(one: &Side<'_>, other: &Side<'_>) -> bool {
    match (one.source(), other.source()) {
        (Some((Some(one), _)), Some((Some(other), _))) => one != other,
        (Some((_, one)), Some((_, other))) => one != other,
        (one, other) => one.is_some() != other.is_some(),
    }
}

/// The greater over the lesser.
fn ratio(one: &Figure, other: &Figure) -> Option<f64> {
    let (one, other) = one.value.zip(other.value)?;
    let (small, large) = if one < other { (one, other) } else { (other, one) };
    (small > 0.0 && large.is_finite()).then(|| (large / small * 100.0).round() / 100.0)
}

/// A phrase: where it stands, what it does, its line.
type Phrase<'k> = (Span, DisputeSense, &'k str);

/// The phrases that say how two figures stand to each other: those from the head of the first one's sentence to the
/// second one, of which only such as stand between the two can make one a part of the other.
fn between_words<'k>(scene: &Scene<'_, 'k>, one: &Side<'_>, other: &Side<'_>) -> Vec<Phrase<'k>> {
    let mut found = Vec::new();
    if other.sentence.saturating_sub(one.sentence) > NEAR {
        phrases(
            scene,
            other.sentence,
            clause_start(other.first),
            other.first,
            &mut found,
        );
        found.retain(|(_, sense, _)| matches!(sense, DisputeSense::Part | DisputeSense::Sum));
        return found;
    }
    if one.sentence == other.sentence {
        phrases(scene, one.sentence, 0, one.first, &mut found);
        found.retain(|(_, sense, _)| *sense == DisputeSense::Contrast);
        phrases(scene, one.sentence, one.last + 1, other.first, &mut found);
    } else {
        phrases(scene, other.sentence, 0, other.first, &mut found);
    }
    // What belongs to the figures' own words: "only about 130", "12 others".
    phrases(scene, other.sentence, other.first, other.last + 3, &mut found);
    phrases(
        scene,
        one.sentence,
        one.first,
        (one.last + 3).min(other_start(one, other)),
        &mut found,
    );
    let near = |sentence: usize, first: usize| {
        let tree = &scene.trees[sentence];
        let from = first.saturating_sub(SCALAR_REACH);
        (from < tree.len()).then(|| tree.token(from).span.start)
    };
    let starts = [near(one.sentence, one.first), near(other.sentence, other.first)];
    found.retain(|(span, sense, _)| {
        let close = |start: &Option<usize>, side: &Side<'_>| {
            start.is_some_and(|start| start <= span.start && span.end <= side.figure.span.end)
        };
        *sense != DisputeSense::Scalar || close(&starts[0], one) || close(&starts[1], other)
    });
    found
}

/// Where the second figure begins, if it is in the first one's sentence.
fn other_start(one: &Side<'_>, other: &Side<'_>) -> usize {
    if one.sentence == other.sentence {
        other.first
    } else {
        usize::MAX
    }
}

/// Where the words that can bear on a figure begin, in a sentence that the other figure is not in.
fn clause_start(first: usize) -> usize {
    first.saturating_sub(2 * SCALAR_REACH)
}

fn phrases<'k>(scene: &Scene<'_, 'k>, sentence: usize, from: usize, to: usize, into: &mut Vec<Phrase<'k>>) {
    let tree = &scene.trees[sentence];
    let to = to.min(tree.len());
    let from = from.max(to.saturating_sub(MOST_WORDS));
    for word in from..to {
        let first = lower(tree, word);
        let phrase = scene
            .knowledge
            .disputes
            .beginning(&first)
            .iter()
            .find(|phrase| phrase.follows(|n, next| word + n < to && lower(tree, word + n) == next));
        if let Some(phrase) = phrase {
            let span = tree.token(word).span.hull(tree.token(word + phrase.rest.len()).span);
            into.push((span, phrase.sense, &phrase.because));
        }
    }
}
