//! What figures count, by what they are told, where and when, in invented sentences. Their trees in
//! `about_cases.conllu` are the language engine's own (`sayso parse`), faults and all.

use std::sync::LazyLock;

use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, conllu};
use sayso_schema::{Document, Figure, FigureKind, MeasureKind, Reading};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// The reading of the one sentence that begins so, of an article of 2024.
fn read(beginning: &str) -> Reading {
    let parsed = conllu::read(include_str!("about_cases.conllu")).unwrap();
    let parsed = parsed
        .into_iter()
        .find(|parsed| parsed.text.starts_with(beginning))
        .unwrap();
    let mut document = Document::new("note", parsed.text);
    document.published = Some("2024-11-10".to_owned());
    crate::read(document, &[parsed.sentence], &Discourse::default(), &KNOWLEDGE)
}

/// What the figures of a sentence are of.
fn of(beginning: &str) -> Vec<(String, Option<String>)> {
    let figures = read(beginning).figures.into_iter();
    figures
        .filter(|figure| !matches!(figure.kind, FigureKind::Indefinite | FigureKind::Ordinal))
        .map(|figure| (figure.text, figure.of.map(|of| of.text)))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
    let own = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    expected
        .iter()
        .map(|(figure, of)| ((*figure).to_owned(), own(of)))
        .collect()
}

fn measure(figure: &Figure) -> Option<(&str, MeasureKind)> {
    let measure = figure.measure.as_ref()?;
    Some((measure.predicate.text.as_str(), measure.kind))
}

fn told(figure: &Figure) -> (Option<&str>, Option<&str>) {
    let place = figure.place.as_ref().map(|place| place.text.as_str());
    let period = figure.period.as_ref().and_then(|period| period.value.as_deref());
    (place, period)
}

#[test]
fn what_entered_is_a_flow_and_what_is_registered_a_stock() {
    let reading = read("According to border data");
    let [entered, registered] = &reading.figures[..] else {
        panic!("{:#?}", reading.figures)
    };
    assert_eq!(entered.of.as_ref().unwrap().text, "North Koreans");
    assert_eq!(measure(entered), Some(("entered", MeasureKind::Flow)));
    assert_eq!(told(entered), (Some("Russia"), Some("2024-07")));
    assert_eq!(entered.unit.as_deref(), Some("persons"));
    assert_eq!(registered.of.as_ref().unwrap().text, "North Korean students");
    assert_eq!(measure(registered), Some(("registered", MeasureKind::Stock)));
    assert_eq!(told(registered), (Some("Russia"), Some("2024-04")));
    assert!(entered.statement.is_some() && registered.statement.is_some());

    let reading = read("Officials estimate");
    assert_eq!(measure(&reading.figures[0]), Some(("deployed", MeasureKind::Stock)));
    assert_eq!(told(&reading.figures[0]), (Some("Norway"), None));
}

#[test]
fn nouns_of_measure_are_seen_through() {
    assert_eq!(of("The number of refugees"), pairs(&[("3,000", "refugees")]));
    assert_eq!(of("The country has"), pairs(&[("5 million", "population")]));
    assert_eq!(
        of("Exports rose"),
        pairs(&[("3.5 percent", "Exports"), ("5 billion dollars", "Exports")])
    );
    assert_eq!(of("The donors gave"), pairs(&[("5 million dollars", "aid")]));
    assert_eq!(of("He began"), pairs(&[("three-day", "visit")]));
    assert_eq!(of("The death toll"), pairs(&[("47", "death toll")]));
}

#[test]
fn what_the_second_of_two_counts_may_stand_with_the_first() {
    assert_eq!(
        of("The attack killed"),
        pairs(&[("15", "soldiers"), ("20", "soldiers")])
    );
}

#[test]
fn what_is_not_told_is_absent() {
    let reading = read("The donors gave");
    assert_eq!(told(&reading.figures[0]), (None, None));
}

#[test]
fn a_change_is_of_what_changes() {
    assert_eq!(
        of("In 2005, Ghana"),
        pairs(&[("5,000 tons", "cocoa"), ("12 percent", "cocoa")])
    );
    let reading = read("In 2005, Ghana");
    assert_eq!(told(&reading.figures[0]), (Some("Ghana"), Some("2005")));
}

#[test]
fn every_figure_cites_what_stands_there() {
    for beginning in [
        "According to border data",
        "Exports rose",
        "In 2005, Ghana",
        "The list names",
    ] {
        let reading = read(beginning);
        let text: Vec<char> = reading.document.text.chars().collect();
        for figure in &reading.figures {
            let of = figure.of.iter().map(|of| (of.span, &of.text));
            let place = figure.place.iter().map(|place| (place.span, &place.text));
            for (span, stands) in of.chain(place).chain([(figure.span, &figure.text)]) {
                assert_eq!(text[span.start..span.end].iter().collect::<String>(), *stands);
            }
        }
    }
}

#[test]
fn an_amount_told_again_is_of_the_same() {
    let told = pairs(&[("40 kilograms", "rice"), ("88 pounds", "rice")]);
    assert_eq!(of("The rice exporter"), told);
    let told = pairs(&[("560", "Gainers"), ("442", "losers")]);
    assert_eq!(of("Gainers outnumbered"), told);
    assert_eq!(of("The village lies"), pairs(&[("40 km", "")]));
}

#[test]
fn a_bare_number_has_the_unit_of_those_beside_it() {
    let units = |beginning: &str| -> Vec<(String, Option<String>)> {
        let figures = read(beginning).figures.into_iter();
        figures.map(|figure| (figure.text, figure.unit)).collect()
    };
    let told = pairs(&[("150 yen", "JPY"), ("1.9 percent", "percent"), ("7,920", "JPY")]);
    assert_eq!(units("Shares of the brewer"), told);
    let told = pairs(&[("42.5 billion won", "KRW"), ("40 million dollars", "USD")]);
    let won = units("The company made a profit");
    assert_eq!(won.len(), told.len());
    assert_eq!(won[0].0, told[0].0);
    let told = pairs(&[("2", "a"), ("7", "a"), ("12 years old", "a")]);
    assert_eq!(units("The children were"), told);
}

#[test]
fn a_number_in_the_name_of_an_index_is_no_figure() {
    let told = pairs(&[
        ("24.3 points", "Standard & Poor's 500 index"),
        ("5,583.5", "Standard & Poor's 500 index"),
    ]);
    assert_eq!(of("The Standard & Poor's"), told);
    assert_eq!(read("The Standard & Poor's").figures[1].kind, FigureKind::Measure);
}

#[test]
fn spans_of_years_and_fiscal_years_are_told_as_such() {
    assert_eq!(told(&read("The firm will invest").figures[0]).1, Some("2006/2010"));
    assert_eq!(told(&read("The trade surplus").figures[0]).1, Some("FY2023"));
    assert_eq!(told(&read("Exports grew").figures[0]).1, Some("2023-01/2023-10"));
}

/// Kind and unit of the figures of a sentence.
fn kinds(beginning: &str) -> Vec<(FigureKind, Option<String>)> {
    let figures = read(beginning).figures.into_iter();
    figures.map(|figure| (figure.kind, figure.unit)).collect()
}

/// The periods of the figures of a sentence.
fn periods(beginning: &str) -> Vec<Option<String>> {
    let figures = read(beginning).figures.into_iter();
    figures
        .map(|figure| figure.period.and_then(|period| period.value))
        .collect()
}

#[test]
fn exchange_rates_are_money_of_the_currency_that_they_are_of() {
    let ringgit = (FigureKind::Money, Some("MYR".to_owned()));
    assert_eq!(kinds("The ringgit was bid"), [ringgit.clone(), ringgit]);
    assert_eq!(periods("The ringgit was bid")[1].as_deref(), Some("2024-11-08"));
}

#[test]
fn those_who_vote_are_votes_and_go_on_being_counted() {
    let vote = (FigureKind::Vote, None);
    assert_eq!(kinds("Some 436 deputies"), [vote.clone(), vote.clone(), vote]);
    assert_eq!(
        of("Some 436 deputies"),
        pairs(&[("Some 436", "deputies"), ("101", "deputies"), ("26", "deputies")])
    );
}

#[test]
fn a_bare_count_goes_on_counting_those_before_it_then_and_there() {
    assert_eq!(of("Six miners"), pairs(&[("Six", "miners"), ("15", "miners")]));
    let figures = read("Six miners").figures;
    for figure in figures.iter().take(2) {
        assert_eq!(told(figure), (Some("Peru"), Some("2024-11-10")));
    }
}

#[test]
fn rates_and_what_goes_on_have_their_period() {
    assert_eq!(periods("The new field"), [Some("P1D".to_owned())]);
    assert_eq!(periods("Since March 13"), [Some("2024-03-13/2024-11-10".to_owned())]);
    assert_eq!(periods("Wheat for delivery"), [None, None]);
}
