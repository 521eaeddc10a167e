//! Quantities of invented sentences. Their trees in `quantity_cases.conllu` are the language engine's own (`sayso
//! parse`), faults and all.

use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence, conllu, segment};
use sayso_schema::Document;

use super::{Quantity, quantities};
use crate::scene::{Scene, Told};
use crate::tree::Tree;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// The quantities of one sentence, each with the text of its span, number and unit as written.
fn found_in(text: &str, sentence: &Sentence) -> Vec<(Quantity, String)> {
    let mut document = Document::new("note", text);
    document.published = Some("1998-10-15".to_owned());
    let sentences = [sentence.clone()];
    let entities = crate::entities::entities(&document, &sentences, &Discourse::default(), &KNOWLEDGE);
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let times = crate::times::times(&document, &sentences, &KNOWLEDGE);
    let told = Told {
        entities: &entities,
        statements: &[],
        times: &times,
        places: &[],
    };
    let scene = Scene::new(&document, &trees, told, &KNOWLEDGE);
    let all = quantities(&scene, 0).into_iter();
    all.map(|quantity| {
        let text = format!(
            "{}|{}",
            scene.text.at(quantity.span),
            scene.text.at(quantity.number_span)
        );
        (quantity, text)
    })
    .collect()
}

/// Span, number, kind, value or bounds, and unit of what the sentence that begins so tells.
fn told(beginning: &str) -> Vec<String> {
    let parsed = conllu::read(include_str!("quantity_cases.conllu")).unwrap();
    let parsed = parsed
        .into_iter()
        .find(|parsed| parsed.text.starts_with(beginning))
        .unwrap();
    let found = found_in(&parsed.text, &parsed.sentence).into_iter();
    found
        .map(|(quantity, text)| {
            let end = |end: Option<f64>| end.map_or("_".to_owned(), |end| format!("{end}"));
            let ends = match quantity.value {
                Some(value) if quantity.low == Some(value) && quantity.high == Some(value) => end(Some(value)),
                value => format!("{} {}..{}", end(value), end(quantity.low), end(quantity.high)),
            };
            let unit = quantity.unit.map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{text} {:?} {ends}{unit}", quantity.kind)
        })
        .collect()
}

#[test]
fn numbers_have_bounds_from_the_words_around() {
    assert_eq!(
        told("About 130"),
        ["About 130|130 Count 130 _.._", "at least 12|12 Count 12 12.._"]
    );
    assert_eq!(
        told("Only about 200"),
        [
            "Only about 200|200 Count 200 _.._",
            "more than 5 million|5 million Count 5000000 5000000.._",
            "fewer than dozens|dozens Count _ _.._"
        ]
    );
    assert_eq!(
        told("Tens of thousands"),
        [
            "Tens of thousands|Tens of thousands Count _ 10000.._",
            "three times|three Count 3",
            "several hundred|several hundred Count _ 200.._"
        ]
    );
    assert_eq!(
        told("Around half a million"),
        [
            "Around half a million|half a million Count 500000 _.._",
            "two and a half miles|two and a half Measure 4023.36 m"
        ]
    );
}

#[test]
fn ranges_are_one_figure_and_changes_two() {
    assert_eq!(
        told("Between 20 and 30"),
        [
            "Between 20 and 30|20 and 30 Count _ 20..30",
            "1,200 to 1,500|1,200 to 1,500 Count _ 1200..1500"
        ]
    );
    assert_eq!(
        told("Prices are 5 to 7"),
        ["5 to 7 percent|5 to 7 Percent _ 5..7 percent"]
    );
    assert_eq!(
        told("The deficit fell"),
        ["7|7 Percent 7 percent", "5 percent|5 Percent 5 percent"]
    );
    assert_eq!(
        told("In the first half"),
        ["118.15-25 yen|118.15-25 Money _ 118.15..118.25 JPY"]
    );
}

#[test]
fn shares_and_results() {
    assert_eq!(
        told("Two thirds"),
        [
            "Two thirds|Two thirds Fraction 0.6666666666666666 fraction",
            "one in five|one in five Fraction 0.2 fraction",
            "half|half Fraction 0.5 fraction"
        ]
    );
    assert_eq!(
        told("Exports rose"),
        [
            "3.5 percent|3.5 Percent 3.5 percent",
            "15 million dollars|15 million Money 15000000 USD"
        ]
    );
    assert_eq!(told("The house passed"), ["397 votes|397 Vote 397", "120|120 Vote 120"]);
    assert_eq!(told("Lawmakers approved"), ["82|82 Vote 82", "17|17 Vote 17"]);
    assert_eq!(
        told("The party won by"),
        ["46 percent|46 Percent 46 percent", "42|42 Percent 42 percent"]
    );
    assert_eq!(told("Brazil beat"), ["2|2 Score 2", "1|1 Score 1"]);
}

#[test]
fn money_is_told_by_signs_words_and_countries() {
    assert_eq!(
        told("The firm paid"),
        [
            "$5m|5m Money 5000000 USD",
            "€3.5bn|3.5bn Money 3500000000 EUR",
            "20 Canadian dollars|20 Money 20 CAD"
        ]
    );
    assert_eq!(
        told("Egypt borrowed"),
        ["300 million pounds|300 million Money 300000000 EGP"]
    );
    assert_eq!(
        told("Oil cost"),
        [
            "60 dollars|60 Money 60 USD",
            "50 cents|50 Money 0.5 USD",
            "46%|46 Percent 46 percent"
        ]
    );
    assert_eq!(
        told("The agency runs"),
        [
            "22|22 Count 22",
            "12|12 Count 12",
            "$10-million|10-million Money 10000000 USD"
        ]
    );
}

#[test]
fn measures_are_given_in_si() {
    assert_eq!(
        told("A 500-pound bomb"),
        [
            "500-pound|500 Measure 226.796185 kg",
            "12|12 Count 12",
            "40 pounds|40 Measure 18.1436948 kg"
        ]
    );
    assert_eq!(
        told("The ship sailed"),
        [
            "8 miles|8 Measure 12874.752 m",
            "20 km/h|20 Measure 5.555555556 m/s",
            "5,000 tons|5,000 Measure 5000000 kg",
            "3.2 million cubic meters|3.2 million Measure 3200000 m3"
        ]
    );
    assert_eq!(
        told("It was minus"),
        [
            "minus five degrees Celsius|minus five Measure 268.15 K",
            "6.8|6.8 Measure 6.8"
        ]
    );
}

#[test]
fn lengths_of_time_and_ages() {
    assert_eq!(
        told("The court jailed"),
        ["five years|five Duration 5 a", "two-week|two Duration 1209600 s"]
    );
    assert_eq!(
        told("She finished"),
        ["35 minutes and 38 seconds|35 minutes and 38 Duration 2138 s"]
    );
    assert_eq!(
        told("A 32-year-old"),
        ["32-year-old|32 Age 32 a", "three|three Age 3 a", "45|45 Age 45 a"]
    );
}

#[test]
fn one_counts_where_a_number_would() {
    assert_eq!(
        told("Rebels killed one"),
        [
            "one|one Count 1",
            "three|three Count 3",
            "two|two Count 2",
            "third|third Ordinal 3"
        ]
    );
}

#[test]
fn times_names_and_what_is_no_number_are_no_quantities() {
    for beginning in ["Two weeks ago", "Article 51", "One of his aides", "The 1.2.3 release"] {
        assert_eq!(told(beginning), [""; 0], "{beginning}");
    }
}

#[test]
fn a_quantity_keeps_what_is_written_and_what_it_is_reckoned_by() {
    let parsed = conllu::read(include_str!("quantity_cases.conllu")).unwrap();
    let parsed = parsed
        .into_iter()
        .find(|parsed| parsed.text.starts_with("Oil cost"))
        .unwrap();
    let found = found_in(&parsed.text, &parsed.sentence);
    let (oil, _) = &found[0];
    assert_eq!(
        oil.per.map(|(word, _)| parsed.sentence.tokens[word].form.as_str()),
        Some("barrel")
    );
    let (cents, _) = &found[1];
    let written = cents.as_written.as_ref().unwrap();
    assert_eq!((written.value, written.unit.text.as_str()), (Some(50.0), "cents"));
    assert_eq!(cents.approximator, None);
    assert!(
        cents
            .lines
            .iter()
            .any(|line| line.starts_with("figures/currencies.tsv:")),
        "{:?}",
        cents.lines
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "[ -~é½€£]{0,80}", more in prop::collection::vec(
        prop::sample::select(vec!["a", "two", "hundred", "million", "and", "-", "or", "to", "between", "at", "least", "5",
            "1,000", "dozens", "of", "twenty", "half", "$", "%", "percent", "dollars", "U.S.", "kg", "5m", "118.15", "25",
            "years", "old", "ago", "third", "1/2", "III", "1.2.3", "votes", ",", "(", ")", "a", "barrel", "minus", "per"]),
        0..16)) {
        for text in [text, more.join(" ")] {
            for sentence in segment(&text) {
                let found = found_in(&text, &sentence);
                let mut end = 0;
                for (quantity, _) in found {
                    prop_assert!(quantity.first <= quantity.number.0 && quantity.number.1 <= quantity.last);
                    prop_assert!(quantity.last < sentence.tokens.len());
                    prop_assert!(quantity.span.start >= end && quantity.span.contains(quantity.number_span));
                    end = quantity.span.end;
                    let ends = [quantity.value, quantity.low, quantity.high];
                    prop_assert!(ends.into_iter().flatten().all(f64::is_finite));
                    prop_assert!(quantity.low.zip(quantity.high).is_none_or(|(low, high)| low <= high));
                }
            }
        }
    }
}

#[test]
fn endless_sentences_take_no_endless_time() {
    let long = "9".repeat(400);
    for words in [
        "5 to ",
        "million ",
        "a ",
        "at least ",
        "1 - ",
        "$ 5 and ",
        "two and a half ",
        "5 minutes and ",
        &long,
    ] {
        let text = words.repeat(5_000);
        let mut sentence = Sentence::default();
        for part in segment(&text) {
            sentence.tokens.extend(part.tokens);
        }
        for token in &mut sentence.tokens {
            token.head = None;
        }
        found_in("", &sentence);
    }
}
