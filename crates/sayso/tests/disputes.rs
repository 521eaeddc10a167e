//! Which figures and steps of one article do not agree, read by the whole program.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use sayso::Reader;
use sayso::schema::{Comparison, Difference, DisputeType, Document, Reading};

fn reading(reader: &Reader, text: &str) -> Reading {
    reader.read(Document::new("note.txt", text)).unwrap()
}

/// An article and how its two figures stand to each other.
const FIGURES: &[(&str, Option<(DisputeType, Comparison)>)] = &[
    // The same thing by different word.
    (
        "Police said 12 people were killed in the fire in Lima on Monday. Hospital officials said 19 people were killed \
         in the fire in Lima.",
        Some((DisputeType::Figures, Comparison::Contradiction)),
    ),
    (
        "The army said 40 rebels were killed. The rebels said that only seven rebels were killed.",
        Some((DisputeType::Figures, Comparison::Contradiction)),
    ),
    // At two times.
    (
        "Peru exported 300 tons of coffee in 2004. It exported 450 tons of coffee in 2005.",
        Some((DisputeType::Figures, Comparison::Growth)),
    ),
    // Set against each other, but of two kinds.
    (
        "According to customs data, 2,400 Chilean teachers entered Peru in May, although only about 90 Chilean teachers \
         were registered there as of March, according to the ministry.",
        Some((DisputeType::Incommensurable, Comparison::Gap)),
    ),
    // A part, a sum, others, another place: nothing to disagree about.
    ("Fifteen people were killed, including three children.", None),
    ("The blast killed five soldiers and wounded 20 others.", None),
    (
        "Police said five people were killed in Lima. Officials said nine people were killed in Quito.",
        None,
    ),
    (
        "Two soldiers were killed on Monday and another three soldiers were killed on Tuesday.",
        None,
    ),
    // One number told twice.
    (
        "Police said about 200 people were arrested. The minister said 205 people were arrested.",
        None,
    ),
];

#[test]
fn figures_are_set_side_by_side() {
    let reader = Reader::english().unwrap();
    for (text, expected) in FIGURES {
        let reading = reading(&reader, text);
        let found = reading.disputes.first().map(|row| (row.kind, row.comparison.unwrap()));
        assert_eq!(found, *expected, "{text}\n{:#?}", reading.disputes);
        for dispute in &reading.disputes {
            assert_eq!(dispute.rows.len(), 2);
            assert!(dispute.ratio.is_none_or(|ratio| ratio >= 1.0));
            assert!(dispute.sentence.ends_with('.') && !dispute.sentence.contains('\n'));
        }
    }
}

#[test]
fn a_gap_says_what_it_differs_on() {
    let reader = Reader::english().unwrap();
    let reading = reading(&reader, FIGURES[3].0);
    let gap = &reading.disputes[0];
    assert_eq!(gap.ratio, Some(26.67));
    assert_eq!(
        gap.differs_on,
        [Difference::Measure, Difference::Period, Difference::Source]
    );
}
