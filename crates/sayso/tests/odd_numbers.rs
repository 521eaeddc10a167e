//! Numbers that are none, and numbers without end: left out, or kept with what can be told of them.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use sayso::Reader;
use sayso::schema::Document;

/// A sentence and the words of the figures in it.
const ODD: &[(&str, &[&str])] = &[
    ("Version 1.2.3 was sold to 5 people.", &["5"]),
    ("About 1.234,56 tons were lost.", &[]),
    ("They killed 12,34 people.", &[]),
    ("Pope John Paul III met three men.", &["three"]),
    ("Some 1/0 of the members left on 30 February.", &[]),
    ("The vote of 0/5 of the members did not count.", &[]),
    ("Nobody paid NaN dollars or Infinity tons.", &[]),
    ("A 1e999 dollar bill was found by 3 boys.", &["3"]),
];

#[test]
fn what_is_no_number_is_no_figure() {
    let reader = Reader::english().unwrap();
    for (text, expected) in ODD {
        let reading = reader.read(Document::new("note.txt", *text)).unwrap();
        let found: Vec<&str> = reading.figures.iter().map(|figure| figure.text.as_str()).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn endless_numbers_are_read_without_a_value_that_is_none() {
    let reader = Reader::english().unwrap();
    let digits = "9".repeat(400);
    let scales = "million ".repeat(400);
    for text in [
        format!("The plan costs {digits} dollars."),
        format!("Five {scales}people came."),
        format!("{digits}/{digits} of the {digits} voters left."),
        format!("It rose from {digits} to 0.{digits} percent, {digits}-{digits}."),
    ] {
        let reading = reader.read(Document::new("note.txt", text.as_str())).unwrap();
        for figure in &reading.figures {
            let values = [figure.value, figure.low, figure.high];
            assert!(values.into_iter().flatten().all(f64::is_finite), "{figure:?}");
        }
    }
}
