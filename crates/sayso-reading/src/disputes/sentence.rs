//! A dispute in one plain sentence, made of the rows' own words.

use sayso_schema::{Comparison, Date, Difference, Figure, Stage};

use super::side::Side;
use crate::scene::Scene;

/// How two figures differ.
pub(super) fn of_figures(
    scene: &Scene<'_, '_>,
    one: &Side<'_>,
    other: &Side<'_>,
    comparison: Comparison,
    differs_on: &[Difference],
    ratio: Option<f64>,
) -> String {
    let (first, second) = (figure(scene, one), figure(scene, other));
    let times = ratio
        .map(|ratio| format!(", {} times as much", number(ratio)))
        .unwrap_or_default();
    match comparison {
        Comparison::Growth => format!("{first}; {second}{times}: the same thing at two times."),
        Comparison::Contradiction => {
            let whose = if differs_on.contains(&Difference::Source) {
                " by different word"
            } else {
                ""
            };
            format!("{first}; {second}: told differently of the same thing{whose}.")
        }
        Comparison::Gap if differs_on.is_empty() => format!("{first}, against {second}{times}."),
        Comparison::Gap => {
            let on: Vec<&str> = differs_on.iter().map(|on| name(*on)).collect();
            format!("{first}, against {second}{times}; they differ in {}.", listed(&on))
        }
    }
}

/// How a step is told otherwise than the article bears out.
pub(super) fn of_overstated(told: &str, stage: &Stage) -> String {
    format!(
        "“{told}” is said of a step that the article tells only as {}: no state's consent to be bound is told.",
        stage.stage.in_words()
    )
}

/// Two dates or outcomes of one step.
pub(super) fn of_stages(one: &Stage, other: &Stage, what: &str) -> String {
    let when = |stage: &Stage| {
        date(stage.date.as_ref())
            .map(|date| format!(" ({date})"))
            .unwrap_or_default()
    };
    format!(
        "“{}”{} and “{}”{} tell one step with two {what}.",
        one.trigger.text,
        when(one),
        other.trigger.text,
        when(other)
    )
}

/// "3,765 North Koreans (entered; 2024-07; Border Guard data)"
fn figure(scene: &Scene<'_, '_>, side: &Side<'_>) -> String {
    let figure: &Figure = side.figure;
    let mut words = one_line(&figure.text);
    if let Some(of) = &figure.of
        && !figure.span.contains(of.span)
    {
        // What stands right after the number is quoted with it, else named.
        let joined = figure.span.hull(of.span);
        let near = of.span.start >= figure.span.end && of.span.start - figure.span.end <= 2;
        words = if near {
            one_line(scene.text.at(joined))
        } else {
            format!("{words} ({})", one_line(&of.text))
        };
    }
    let mut told: Vec<String> = Vec::new();
    told.extend(figure.measure.as_ref().map(|measure| one_line(&measure.predicate.text)));
    told.extend(figure.place.as_ref().map(|place| one_line(&place.text)));
    told.extend(date(figure.period.as_ref()));
    told.extend(side.source().map(|(_, name)| one_line(name)));
    if told.is_empty() {
        words
    } else {
        format!("{words} ({})", told.join("; "))
    }
}

fn date(date: Option<&Date>) -> Option<String> {
    let date = date?;
    date.value
        .clone()
        .or_else(|| date.expression.as_ref().map(|words| one_line(&words.text)))
}

/// Words without the line ends that stood between them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A ratio as a person says it: 29, 1.4.
fn number(ratio: f64) -> String {
    if ratio >= 10.0 {
        format!("{ratio:.0}")
    } else {
        format!("{ratio:.1}")
    }
}

fn name(on: Difference) -> &'static str {
    match on {
        Difference::Measure => "what is measured",
        Difference::Period => "period",
        Difference::Population => "who or what is counted",
        Difference::Source => "source",
        Difference::Unit => "unit",
    }
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
