use sayso_schema::{AsWritten, Basis, Because, Date, Passage, RowId, RowKind};

use super::*;

const TEXT: &str = "About 130 students and 20 to 30 teachers went 8 miles in Oslo in May; it was the third march.";

/// The first place where the words stand.
fn at(words: &str) -> Span {
    let start = TEXT.find(words).expect("in the text");
    Span::new(start, start + words.len())
}

fn passage(words: &str) -> Passage {
    Passage {
        span: at(words),
        text: words.to_owned(),
    }
}

fn keyed(span: &str, number: &str, kind: FigureKind, [value, low, high]: [Option<f64>; 3]) -> KeyedFigure {
    KeyedFigure {
        span: at(span),
        number: at(number),
        kind,
        value,
        low,
        high,
        unit: None,
        of: None,
        date: None,
        place: None,
    }
}

fn key() -> Vec<Keyed<FigureKey>> {
    let students = KeyedFigure {
        of: Some(at("students")),
        date: Some("2024-05".to_owned()),
        place: Some(at("Oslo")),
        ..keyed("About 130", "130", FigureKind::Count, [Some(130.0), None, None])
    };
    let teachers = KeyedFigure {
        of: Some(at("teachers")),
        ..keyed(
            "20 to 30",
            "20 to 30",
            FigureKind::Count,
            [None, Some(20.0), Some(30.0)],
        )
    };
    let miles = KeyedFigure {
        unit: Some("m".to_owned()),
        date: Some("2024-05".to_owned()),
        ..keyed("8 miles", "8", FigureKind::Measure, [Some(8.0); 3])
    };
    let third = keyed("third", "third", FigureKind::Ordinal, [Some(3.0); 3]);
    let mut document = Document::new("a", TEXT);
    document.published = Some("2024-06-01".to_owned());
    vec![Keyed {
        document,
        key: FigureKey {
            figures: vec![students, teachers, miles, third],
        },
    }]
}

fn found(span: &str, kind: FigureKind, [value, low, high]: [Option<f64>; 3]) -> Figure {
    Figure {
        id: RowId::of("a", RowKind::Figure, &[at(span)], 0),
        span: at(span),
        text: span.to_owned(),
        kind,
        value,
        low,
        high,
        approximator: None,
        unit: None,
        as_written: None,
        per: None,
        of: None,
        measure: None,
        actor: None,
        place: None,
        period: None,
        statement: None,
        because: Because::default(),
    }
}

fn may() -> Option<Date> {
    Some(Date {
        value: Some("2024-05".to_owned()),
        not_before: None,
        not_after: None,
        basis: Basis::InferredYear,
        expression: Some(passage("May")),
    })
}

fn reading_with(figures: Vec<Figure>) -> impl FnMut(&Document) -> Reading {
    move |document| {
        assert_eq!(document.published.as_deref(), Some("2024-06-01"));
        let mut reading = Reading::of(document.clone());
        reading.figures.clone_from(&figures);
        reading
    }
}

fn miles() -> Figure {
    Figure {
        unit: Some("m".to_owned()),
        as_written: Some(AsWritten {
            value: Some(8.0),
            low: Some(8.0),
            high: Some(8.0),
            unit: passage("miles"),
        }),
        period: may(),
        ..found("8 miles", FigureKind::Measure, [Some(12874.752); 3])
    }
}

#[test]
fn what_is_right_scores_one() {
    let students = Figure {
        of: Some(passage("students")),
        place: Some(passage("in Oslo")),
        period: may(),
        ..found("About 130", FigureKind::Count, [Some(130.0), None, None])
    };
    let teachers = Figure {
        of: Some(passage("teachers")),
        ..found("20 to 30", FigureKind::Count, [None, Some(20.0), Some(30.0)])
    };
    let third = found("third", FigureKind::Ordinal, [Some(3.0); 3]);
    // Counted without a number, which no key marks.
    let march = found("march", FigureKind::Indefinite, [None; 3]);
    let scores = score(&key(), reading_with(vec![students, teachers, miles(), third, march]));
    assert_eq!((scores.precision, scores.recall, scores.ordinal_f1), (1.0, 1.0, 1.0));
    assert_eq!(
        (scores.value_accuracy, scores.unit_accuracy, scores.kind_accuracy),
        (1.0, 1.0, 1.0)
    );
    assert_eq!((scores.of_overlap, scores.of_exact), (1.0, 1.0));
    assert_eq!((scores.date_accuracy, scores.place_accuracy), (1.0, 1.0));
    assert_eq!(
        (
            scores.date_precision,
            scores.place_precision,
            scores.date_or_place_accuracy
        ),
        (1.0, 1.0, 1.0)
    );
    assert_eq!((scores.key_count, scores.found_count), (3.0, 3.0));
}

#[test]
fn partial_scores() {
    let figures = || {
        vec![
            // Both of the first as one, bounded where it should not be, of the wrong kind, and of nobody.
            found("130 students and 20", FigureKind::Age, [Some(130.0), Some(130.0), None]),
            // Told in the unit of the row alone, with a place that the key does not tell.
            Figure {
                as_written: None,
                place: Some(passage("Oslo")),
                ..miles()
            },
            found("May", FigureKind::Count, [Some(5.0); 3]),
            found("30 teachers", FigureKind::Ordinal, [Some(30.0); 3]),
        ]
    };
    let scores = score(&key(), reading_with(figures()));
    // The two ends of one row are near two figures of the key: it goes to one.
    assert_eq!(
        (scores.precision, scores.recall, scores.f1),
        (2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0)
    );
    assert_eq!(scores.value_accuracy, 0.0);
    assert_eq!((scores.kind_accuracy, scores.unit_accuracy), (0.5, 1.0));
    // The miles are of nothing in both.
    assert_eq!((scores.of_overlap, scores.of_exact), (0.5, 0.5));
    assert_eq!((scores.date_accuracy, scores.date_precision), (0.5, 1.0));
    assert_eq!((scores.place_accuracy, scores.place_precision), (0.0, 0.0));
    assert_eq!(scores.date_or_place_accuracy, 1.0 / 3.0);
    assert_eq!(scores.ordinal_f1, 0.0);

    let kinds = errors(&key(), reading_with(figures()));
    let counted: Vec<(&str, usize)> = kinds
        .iter()
        .map(|kind| (kind.name.as_str(), kind.errors.len()))
        .collect();
    assert_eq!(
        counted.iter().find(|kind| kind.0 == "value wrong"),
        Some(&("value wrong", 2))
    );
    assert_eq!(
        counted.iter().find(|kind| kind.0 == "figure spurious"),
        Some(&("figure spurious", 1))
    );
    assert_eq!(
        counted.iter().find(|kind| kind.0 == "ordinal missed"),
        Some(&("ordinal missed", 1))
    );
    let missed = kinds
        .iter()
        .find(|kind| kind.name == "figure missed")
        .expect("one is missed");
    assert_eq!(missed.errors[0].key.as_deref(), Some("20 to 30"));
}

#[test]
fn fractions_are_rounded_and_numbers_nearly_so() {
    let same = |key: f64, found: f64, kind| same_number(Some(key), Some(found), kind);
    assert!(same(0.6667, 2.0 / 3.0, FigureKind::Fraction));
    assert!(!same(0.6667, 2.0 / 3.0, FigureKind::Percent));
    assert!(same(2.3e6, 2_300_000.000_001, FigureKind::Count));
    assert!(!same(130.0, 131.0, FigureKind::Count));
    assert!(!same_number(None, Some(0.0), FigureKind::Count));
    assert!(same(0.0, 0.0, FigureKind::Vote));
}

#[test]
fn faults_name_file_and_article() {
    let folder = std::env::temp_dir().join(format!("sayso-score-figures-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (key, texts) = (folder.join("key.jsonl"), folder.join("texts.jsonl"));
    let article = r#"{"id": "x", "date": "2024-05-01", "title": "March", "text": "Two ran."}"#;
    std::fs::write(&texts, article).expect("a file");
    let good = r#"{"id": "x", "figures": [{"span": [0, 3], "number": [0, 3], "kind": "count", "value": 2, "low": 2,
        "high": 2, "unit": null, "of": null, "date": null, "place": null}]}"#
        .replace('\n', " ");
    let read_with = |content: &str| {
        std::fs::write(&key, content).expect("a file");
        read(&key, &texts).map_err(|error| error.to_string())
    };
    let whole = read_with(&good);
    let outside = read_with(&good.replace("\"of\": null", "\"of\": [3, 9]"));
    let unknown = read_with(&good.replace("\"x\"", "\"y\""));
    let broken = read_with(&good.replace("count", "counted"));
    let empty = read_with("");
    std::fs::remove_dir_all(&folder).expect("removed");
    let whole = whole.expect("it is right");
    assert_eq!(whole[0].document.published.as_deref(), Some("2024-05-01"));
    assert_eq!(whole[0].document.title.as_deref(), Some("March"));
    let fault = |read: Result<_, String>| read.err().unwrap_or_default();
    assert!(fault(outside).contains("key.jsonl: article \"x\": [3, 9] is no span of its 8 characters"));
    assert!(fault(unknown).contains("\"y\" comes twice, or"));
    assert!(fault(broken).contains("line 1: unknown variant `counted`"));
    assert!(fault(empty).contains("holds no article"));
}
