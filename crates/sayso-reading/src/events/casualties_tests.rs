//! Counts of the killed, the injured and those who take part, in invented sentences. Their trees in
//! `casualties_cases.conllu` are the language engine's own (`sayso parse`), faults and all.

use std::sync::LazyLock;

use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, conllu};
use sayso_schema::{Document, Event, Figure, FigureKind, MeasureKind, Reading, RowId};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// The reading of the one sentence that begins so.
fn read(beginning: &str) -> Reading {
    let parsed = conllu::read(include_str!("casualties_cases.conllu")).unwrap();
    let parsed = parsed
        .into_iter()
        .find(|parsed| parsed.text.starts_with(beginning))
        .unwrap();
    let document = Document::new("note", parsed.text);
    crate::read(document, &[parsed.sentence], &Discourse::default(), &KNOWLEDGE)
}

fn event<'r>(reading: &'r Reading, trigger: &str) -> &'r Event {
    let found = reading.events.iter().find(|event| event.trigger.text == trigger);
    found.unwrap_or_else(|| panic!("no `{trigger}` in {:#?}", reading.events))
}

fn figure<'r>(reading: &'r Reading, id: &Option<RowId>) -> Option<&'r Figure> {
    let id = id.as_ref()?;
    Some(
        reading
            .figures
            .iter()
            .find(|figure| figure.id == *id)
            .expect("the figure is in the reading"),
    )
}

/// Text, value, least and most of the count of the killed, the injured, and those who take part.
type Told<'r> = Option<(&'r str, Option<f64>, Option<f64>, Option<f64>)>;

fn told<'r>(reading: &'r Reading, trigger: &str) -> [Told<'r>; 3] {
    let event = event(reading, trigger);
    [&event.killed, &event.injured, &event.size].map(|id| {
        let figure = figure(reading, id)?;
        Some((figure.text.as_str(), figure.value, figure.low, figure.high))
    })
}

fn exactly(text: &str, value: f64) -> Told<'_> {
    Some((text, Some(value), Some(value), Some(value)))
}

#[test]
fn the_killing_verb_has_its_count_with_all_that_a_figure_says() {
    let reading = read("Rebels killed at least five");
    let killed = event(&reading, "killed");
    let figure = figure(&reading, &killed.killed).unwrap();
    assert_eq!((figure.value, figure.low, figure.high), (Some(5.0), Some(5.0), None));
    assert_eq!(figure.text, "at least five");
    assert_eq!(figure.approximator.as_ref().map(|a| a.text.as_str()), Some("at least"));
    assert_eq!(figure.of.as_ref().map(|of| of.text.as_str()), Some("soldiers"));
    assert_eq!(figure.unit.as_deref(), Some("persons"));
    let measure = figure.measure.as_ref().unwrap();
    assert_eq!(
        (measure.predicate.text.as_str(), measure.kind),
        ("killed", MeasureKind::Flow)
    );
    assert_eq!(figure.statement.as_ref(), killed.statements.first());
    assert_eq!(figure.period, killed.date);
    assert!(figure.because.lines[0].ends_with(" at least"), "{:?}", figure.because);
    assert!(
        figure.because.lines[1].starts_with("events/casualties.tsv:"),
        "{:?}",
        figure.because
    );
    assert_eq!(figure.kind, FigureKind::Count);
    for passage in [figure.of.as_ref(), figure.approximator.as_ref()].into_iter().flatten() {
        let text: String = reading
            .document
            .text
            .chars()
            .skip(passage.span.start)
            .take(passage.span.len())
            .collect();
        assert_eq!(text, passage.text);
    }
}

#[test]
fn what_an_attack_did_is_the_attacks() {
    let reading = read("Gunmen attacked a market");
    let two_dozen = Some(("more than two dozen", Some(24.0), Some(24.0), None));
    assert_eq!(told(&reading, "attacked"), [two_dozen, exactly("40", 40.0), None]);
    assert_eq!(told(&reading, "killing")[0], two_dozen);

    let reading = read("Gunmen attacked a convoy");
    assert_eq!(
        told(&reading, "attacked"),
        [exactly("five", 5.0), exactly("20", 20.0), None]
    );

    let reading = read("Five policemen were killed and 20");
    assert_eq!(
        told(&reading, "attack"),
        [exactly("Five", 5.0), exactly("20", 20.0), None]
    );
    assert_eq!(told(&reading, "killed")[0], exactly("Five", 5.0));

    let reading = read("Four villagers were killed");
    assert_eq!(
        told(&reading, "fired"),
        [exactly("Four", 4.0), exactly("three", 3.0), None]
    );

    let reading = read("Between 20 and 30");
    assert_eq!(
        told(&reading, "attack")[0],
        Some(("Between 20 and 30", None, Some(20.0), Some(30.0)))
    );
}

#[test]
fn coordinated_counts_are_one_sum() {
    let reading = read("The rebel attack killed two");
    let sum = exactly("two policemen and three civilians", 5.0);
    assert_eq!(told(&reading, "attack"), [sum, None, None]);
    let reading = read("The army killed Jon Hale");
    assert_eq!(
        told(&reading, "killed")[0],
        exactly("Jon Hale and two other rebels", 3.0)
    );
    // A number before the first is that of all.
    let reading = read("Rebels killed 17 militiamen");
    assert_eq!(told(&reading, "killed")[0], exactly("17", 17.0));
}

#[test]
fn shot_dead_is_a_count_of_the_shooting() {
    for beginning in ["Rebels shot dead five people in", "Five people were shot dead"] {
        let reading = read(beginning);
        let figure = figure(&reading, &event(&reading, "shot").killed).unwrap();
        assert_eq!(figure.value, Some(5.0), "{beginning}");
    }
}

#[test]
fn without_a_number_only_one_is_counted() {
    assert_eq!(told(&read("A soldier was killed"), "killed")[0], exactly("A", 1.0));
    assert_eq!(told(&read("Marta Olin"), "killed")[0], exactly("Marta Olin", 1.0));
    for beginning in [
        "Soldiers were killed",
        "Rebels killed a family",
        "Rebels killed 200 cattle",
        "Dozens of soldiers",
    ] {
        let reading = read(beginning);
        assert!(reading.events.iter().all(|event| event.killed.is_none()), "{beginning}");
        let indefinite = |figure: &Figure| figure.kind == FigureKind::Indefinite;
        assert!(!reading.figures.iter().any(indefinite), "{beginning}");
    }
}

#[test]
fn an_arrest_injures_nobody() {
    let reading = read("Police arrested 50");
    assert_eq!(told(&reading, "arrested"), [None, None, None]);
    assert_eq!(told(&reading, "injured")[1], exactly("15", 15.0));
}

#[test]
fn those_who_take_part_are_a_stock() {
    let reading = read("Thousands of demonstrators");
    assert_eq!(
        told(&reading, "protested")[2],
        Some(("Thousands", None, Some(1000.0), None))
    );
    assert_eq!(reading.figures[0].measure.as_ref().unwrap().kind, MeasureKind::Stock);
    assert_eq!(reading.figures[0].of.as_ref().unwrap().text, "demonstrators");
    assert_eq!(told(&read("A crowd of 5,000"), "marched")[2], exactly("5,000", 5000.0));
    assert_eq!(told(&read("Russia sent"), "sent")[2], exactly("10,000", 10_000.0));
}

#[test]
fn a_number_makes_one_figure_and_what_no_number_tells_its_own() {
    let reading = read("Rebels killed at least five");
    assert_eq!(reading.figures.len(), 1, "{:#?}", reading.figures);
    let kinds = |beginning: &str| -> Vec<(String, FigureKind)> {
        let figures = read(beginning).figures.into_iter();
        figures.map(|figure| (figure.text, figure.kind)).collect()
    };
    let indefinite = |text: &str| (text.to_owned(), FigureKind::Indefinite);
    assert_eq!(kinds("A soldier was killed"), [indefinite("A")]);
    let sum = kinds("The rebel attack killed two");
    assert!(
        sum.contains(&indefinite("two policemen and three civilians")),
        "{sum:?}"
    );
    assert!(sum.contains(&("three".to_owned(), FigureKind::Count)), "{sum:?}");
    assert!(sum.windows(2).all(|pair| pair[0].0 != pair[1].0), "{sum:?}");
}

#[test]
fn ids_are_the_same_each_time_and_never_twice() {
    let both = read("Gunmen attacked a market");
    assert_eq!(both.figures, read("Gunmen attacked a market").figures);
    let mut ids: Vec<&RowId> = both.figures.iter().map(|figure| &figure.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), both.figures.len());
}
