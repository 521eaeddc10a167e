//! Times in invented sentences, with tags and trees as simple as a test needs: every word hangs on the first verb.

use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Name, NameKind, Sentence, Upos, segment};
use sayso_schema::{Basis, Dateline, Document, Passage, Span};

use super::{TimeExpression, times};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// A Tuesday.
const TUESDAY: &str = "2024-10-15";

fn tag(form: &str) -> Upos {
    match form.to_lowercase().as_str() {
        "in" | "on" | "at" | "since" | "for" | "until" | "over" | "of" | "by" | "during" | "from" | "after" => {
            Upos::Adp
        }
        "the" | "a" | "an" | "that" | "this" => Upos::Det,
        "will" | "may" => Upos::Aux,
        "met" | "meets" | "meet" | "march" => Upos::Verb,
        "now" | "recently" | "daily" | "annually" => Upos::Adv,
        "current" | "recent" | "old" => Upos::Adj,
        "$" => Upos::Sym,
        _ if form.starts_with(|c: char| c.is_ascii_digit()) => Upos::Num,
        _ if form.starts_with(char::is_uppercase) => Upos::Propn,
        _ if form.starts_with(char::is_alphabetic) => Upos::Noun,
        _ => Upos::Punct,
    }
}

fn parsed(text: &str) -> Vec<Sentence> {
    let mut sentences = segment(text);
    for sentence in &mut sentences {
        for token in &mut sentence.tokens {
            token.upos = tag(&token.form);
            token.lemma = token.form.to_lowercase();
            token.feats = match token.lemma.as_str() {
                "met" => "Tense=Past|VerbForm=Fin".into(),
                "meets" => "Tense=Pres|VerbForm=Fin".into(),
                form if form.ends_with('s') => "Number=Plur".into(),
                _ => "_".into(),
            };
            token.deprel = "obl".into();
        }
        let verb = sentence.tokens.iter().position(|token| token.upos == Upos::Verb);
        for (at, token) in sentence.tokens.iter_mut().enumerate() {
            token.head = verb.filter(|verb| *verb != at);
        }
    }
    sentences
}

fn found_in(text: &str, published: Option<&str>) -> Vec<TimeExpression> {
    let mut document = Document::new("note", text);
    document.published = published.map(str::to_owned);
    times(&document, &parsed(text), &KNOWLEDGE)
}

/// Words, type and value, with `mod` after a stroke.
fn told_on(text: &str, published: Option<&str>) -> Vec<String> {
    let lines = found_in(text, published).into_iter().map(|time| {
        let modifier = time.modifier.map(|modifier| format!("/{modifier}")).unwrap_or_default();
        format!("{} {} {}{modifier}", time.text, time.kind.as_str(), time.value)
    });
    lines.collect()
}

fn told(text: &str) -> Vec<String> {
    told_on(text, Some(TUESDAY))
}

/// Each text with the one expression that it has, read on a Tuesday.
fn each(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(told(text), [*expected], "{text}");
    }
}

#[test]
fn dates_by_the_calendar() {
    each(&[
        ("They met on Oct. 15, 1998.", "Oct. 15, 1998 DATE 1998-10-15"),
        ("They met on 3 March 2001.", "3 March 2001 DATE 2001-03-03"),
        (
            "They met on the 4th of July, 2019.",
            "the 4th of July, 2019 DATE 2019-07-04",
        ),
        ("They met on Friday, Oct. 11.", "Friday, Oct. 11 DATE 2024-10-11"),
        ("They met on 15 OCT 89.", "15 OCT 89 DATE 1989-10-15"),
        ("They met in June 1994.", "June 1994 DATE 1994-06"),
        ("They met in 1987.", "1987 DATE 1987"),
        ("They met in the 1990s.", "the 1990s DATE 199"),
        ("They met in the early '80s.", "the early '80s DATE 198/START"),
        ("They met in the 19th century.", "the 19th century DATE 18"),
        ("They met in nineteen ninety-seven.", "nineteen ninety-seven DATE 1997"),
        ("They met in fiscal 2001.", "fiscal 2001 DATE 2001"),
        ("They met on 2023-02-28.", "2023-02-28 DATE 2023-02-28"),
        ("They met on 10/31/2023.", "10/31/2023 DATE 2023-10-31"),
        ("They met in mid-March.", "mid-March DATE 2024-03/MID"),
        (
            "They met in the third quarter of 1998.",
            "the third quarter of 1998 DATE 1998-Q3",
        ),
        (
            "They met in the first half of 1999.",
            "the first half of 1999 DATE 1999-H1",
        ),
        ("They met in the winter of 1994.", "the winter of 1994 DATE 1994-WI"),
        ("They met on Christmas Eve.", "Christmas Eve DATE 2023-12-24"),
        ("They met on Good Friday.", "Good Friday DATE 2024-03-29"),
    ]);
}

#[test]
fn dates_from_the_day_of_publication() {
    each(&[
        ("They met on Friday.", "Friday DATE 2024-10-11"),
        ("They met Tuesday.", "Tuesday DATE 2024-10-15"),
        ("They will meet on Friday.", "Friday DATE 2024-10-18"),
        ("They met yesterday.", "yesterday DATE 2024-10-14"),
        ("They met last month.", "last month DATE 2024-09"),
        ("They met this week.", "this week DATE 2024-W42"),
        ("They will meet next Monday.", "next Monday DATE 2024-10-21"),
        ("They met in July.", "July DATE 2024-07"),
        ("They will meet in July.", "July DATE 2025-07"),
        ("They met in July last year.", "July last year DATE 2023-07"),
        ("They met on Nov. 20 last year.", "Nov. 20 last year DATE 2023-11-20"),
        ("They met three years ago.", "three years ago DATE 2021"),
        (
            "They met about ten days ago.",
            "about ten days ago DATE 2024-10-05/APPROX",
        ),
        ("They met earlier this year.", "earlier this year DATE 2024/START"),
        (
            "They met last year's third quarter.",
            "last year's third quarter DATE 2023-Q3",
        ),
        ("They met at the end of the year.", "the end of the year DATE 2024/END"),
        ("They met over the weekend.", "the weekend DATE 2024-W41-WE"),
        ("They met recently.", "recently DATE PAST_REF"),
        ("They met in recent weeks.", "recent weeks DATE PAST_REF"),
    ]);
}

#[test]
fn times_of_day() {
    each(&[
        (
            "They met at 5:30 p.m. EST Friday.",
            "5:30 p.m. EST Friday TIME 2024-10-11T17:30",
        ),
        ("They met at 12 a.m.", "12 a.m. TIME 2024-10-15T00:00"),
        ("They met at 17:45.", "17:45 TIME 2024-10-15T17:45"),
        ("They met at 0300 GMT.", "0300 GMT TIME 2024-10-15T03:00"),
        ("They met at noon Saturday.", "noon Saturday TIME 2024-10-12T12:00"),
        ("They met Friday evening.", "Friday evening TIME 2024-10-11TEV"),
        ("They met last night.", "last night TIME 2024-10-14TNI"),
        (
            "They met early this morning.",
            "early this morning TIME 2024-10-15TMO/START",
        ),
        (
            "They met on the morning of Oct. 5.",
            "the morning of Oct. 5 TIME 2024-10-05TMO",
        ),
    ]);
}

#[test]
fn durations_and_sets() {
    each(&[
        ("They met for two weeks.", "two weeks DURATION P2W"),
        (
            "They met for more than 30 hours.",
            "more than 30 hours DURATION PT30H/MORE_THAN",
        ),
        ("They met for 2 1/2 years.", "2 1/2 years DURATION P2Y6M"),
        (
            "They met for a minute and a half.",
            "a minute and a half DURATION PT1M30S",
        ),
        ("They met on a 10-year plan.", "10-year DURATION P10Y"),
        ("They met for twenty-five years.", "twenty-five years DURATION P25Y"),
        (
            "They met over the past several months.",
            "the past several months DURATION PXM",
        ),
        ("They met for months.", "months DURATION PXM"),
        ("They met every Monday.", "every Monday SET XXXX-WXX-1"),
        ("They met daily.", "daily SET P1D"),
        ("They met twice a year.", "a year SET P1Y"),
        ("They met on Thursdays.", "Thursdays SET XXXX-WXX-4"),
    ]);
}

#[test]
fn ranges_are_two() {
    assert_eq!(
        told("They met Oct. 5-7, 2023."),
        ["Oct. 5 DATE 2023-10-05", "7, 2023 DATE 2023-10-07"]
    );
    assert_eq!(
        told("They met 5-7 May 2023."),
        ["5 DATE 2023-05-05", "7 May 2023 DATE 2023-05-07"]
    );
    assert_eq!(
        told("They will meet at 5 p.m. on Friday."),
        ["5 p.m. TIME 2024-10-18T17:00", "Friday DATE 2024-10-18"]
    );
    assert_eq!(
        told("They met at 8:25 am (0525 GMT) Oct. 11."),
        [
            "8:25 am TIME 2024-10-11T08:25",
            "0525 GMT TIME 2024-10-11T05:25",
            "Oct. 11 DATE 2024-10-11"
        ]
    );
    assert_eq!(told("They met in 1990-91."), ["1990 DATE 1990", "91 DATE 1991"]);
    assert_eq!(told("They met in 1939-1945."), ["1939 DATE 1939", "1945 DATE 1945"]);
}

#[test]
fn what_was_told_before() {
    let text = "They met on May 3, 1998. Two days later they met. They met the same day. They met the following month.";
    assert_eq!(
        told(text),
        [
            "May 3, 1998 DATE 1998-05-03",
            "Two days later DATE 1998-05-05",
            "the same day DATE 1998-05-05",
            "the following month DATE 1998-06"
        ]
    );
    // A story is told in the year that it opened with.
    assert_eq!(
        told("In 1945 they met. They met on Aug. 6.")[1],
        "Aug. 6 DATE 1945-08-06"
    );
    // Quarters are compared with quarters.
    assert_eq!(
        told("They met in the third quarter, not a year ago.")[1],
        "a year ago DATE 2023-Q3"
    );
}

#[test]
fn without_a_day_of_publication_what_is_not_told_stays_open() {
    for (text, expected) in [
        ("They met on Friday.", "Friday DATE XXXX-WXX-5"),
        ("They met in July.", "July DATE XXXX-07"),
        ("They met on July 4.", "July 4 DATE XXXX-07-04"),
        ("They met last month.", "last month DATE XXXX-XX"),
        ("They met yesterday morning.", "yesterday morning TIME XXXX-XX-XXTMO"),
        ("They met three years ago.", "three years ago DATE XXXX"),
        ("They met at 5 p.m.", "5 p.m. TIME XXXX-XX-XXT17:00"),
    ] {
        assert_eq!(told_on(text, None), [expected], "{text}");
        assert_eq!(told_on(text, Some("not a day")), [expected], "{text}");
        let bounds = &found_in(text, None)[0];
        assert_eq!((&bounds.not_before, &bounds.not_after), (&None, &None));
    }
    assert_eq!(
        told_on("They met on May 3, 1998. They met in July.", None)[1],
        "July DATE 1998-07"
    );
}

#[test]
fn the_dateline_tells_the_day_where_nothing_else_does() {
    let text = "They met yesterday.";
    let mut document = Document::new("note", text);
    document.dateline = Some(Dateline {
        passage: Passage {
            span: Span::new(0, 0),
            text: String::new(),
        },
        place: None,
        date: Some("2 May 2019".to_owned()),
        agency: None,
    });
    assert_eq!(times(&document, &parsed(text), &KNOWLEDGE)[0].value, "2019-05-01");
}

#[test]
fn what_is_no_time_is_left_alone() {
    for text in [
        "They may march on.",
        "Theresa may meet them.",
        "Flight met 19980 people.",
        "They met Brigade 95.",
        "They met 2,000 people at $1998.",
        "They met a man who is 37 years old.",
        "They met a 37-year-old.",
        "They met for $5 a share.",
        "They met at the first second.",
        "They met three-quarters of them.",
        "Prices fall.",
        "They met 5:30.",
        "They met the player of the year.",
        "They met three quarters of them.",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    let text = "They met Sandra Day Brook of the Hale Friday Club.";
    let mut sentences = parsed(text);
    sentences[0].names = vec![
        Name {
            first: 2,
            last: 4,
            kind: NameKind::Person,
        },
        Name {
            first: 7,
            last: 9,
            kind: NameKind::Organisation,
        },
    ];
    assert_eq!(times(&Document::new("note", text), &sentences, &KNOWLEDGE), []);
}

#[test]
fn dates_that_are_none_have_no_value() {
    let digits = "9".repeat(400);
    for text in [
        "They met on 30 February 1998.",
        "They met on February 30.",
        "They met on 1998-13-01.",
        "They met on 31/31/1998.",
        "They met on April 31, 2001.",
        "They met at 29:75 p.m.",
        &format!("They met {digits} years ago."),
        &format!("They met in {digits}."),
        &format!("They met on {digits}-10-15 for {digits}-years."),
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    // There is one every four years.
    assert_eq!(told("They met on 29 February.")[0], "29 February DATE 2024-02-29");
    // So far back that there was no such year.
    assert_eq!(told("They met 900,000 years ago.")[0], "900,000 years ago DATE XXXX");
}

#[test]
fn bounds_basis_and_reasons() {
    let time = |text: &str| found_in(text, Some(TUESDAY)).remove(0);
    let month = time("They met last month.");
    assert_eq!(
        (month.not_before.as_deref(), month.not_after.as_deref()),
        (Some("2024-09-01"), Some("2024-09-30"))
    );
    assert_eq!(month.basis, Basis::Convention);
    assert!(month.because[0].starts_with("times/relations.tsv:") && month.because[0].ends_with(" last"));
    let so_far = time("They met earlier this year.");
    assert_eq!(so_far.not_after.as_deref(), Some(TUESDAY));
    let still = time("They will meet later this year.");
    assert_eq!(still.not_before.as_deref(), Some(TUESDAY));
    let open = time("They met in 1994 or later.");
    assert_eq!((open.not_before.as_deref(), open.not_after), (Some("1994-01-01"), None));
    assert_eq!(time("They met on Oct. 1.").basis, Basis::InferredYear);
    assert_eq!(time("They met in 1994.").basis, Basis::InText);

    let date = time("They met on Oct. 1.").date().unwrap();
    assert_eq!(date.value.as_deref(), Some("2024-10-01"));
    assert_eq!(
        date.expression.unwrap(),
        Passage {
            span: Span::new(12, 18),
            text: "Oct. 1".to_owned()
        }
    );
    assert_eq!(time("They met for two weeks.").date(), None);
}

/// Words that times are made of, and others.
const WORDS: [&str; 48] = [
    "the",
    "a",
    "last",
    "next",
    "this",
    "that",
    "Oct.",
    "May",
    "Friday",
    "Mon",
    "15",
    "30",
    "31",
    "1998",
    "1998-13-01",
    "'80s",
    "mid-1990s",
    "-",
    ",",
    "of",
    "two",
    "hundred",
    "thousand",
    "million",
    "half",
    "and",
    "years",
    "quarter",
    "second",
    "ago",
    "later",
    "early",
    "end",
    "5:30",
    "p.m.",
    "noon",
    "every",
    "Mondays",
    "nineteen",
    "ninety-seven",
    "99999999999",
    "½",
    "FY01",
    "winter",
    "Christmas",
    "met",
    "Łódź",
    "🙂",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read(words in prop::collection::vec((0..WORDS.len(), any::<bool>()), 0..40), year in 0..4000i32, known in any::<bool>()) {
        let text: String = words.iter().map(|(word, blank)| format!("{}{}", WORDS[*word], if *blank { " " } else { "" })).collect();
        sound(&text, known.then(|| format!("{year:04}-02-28")).as_deref())?;
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,120}", published in prop::option::of("\\PC{0,12}")) {
        sound(&text, published.as_deref())?;
    }
}

fn sound(text: &str, published: Option<&str>) -> Result<(), TestCaseError> {
    let characters: Vec<char> = text.chars().collect();
    let mut end = 0;
    for time in found_in(text, published) {
        prop_assert!(time.span.start >= end, "expressions lie apart, in order");
        end = time.span.end;
        let there: String = characters[time.span.start..time.span.end].iter().collect();
        prop_assert_eq!(&there, &time.text);
        prop_assert!(!time.value.is_empty());
        prop_assert!(time.not_before.is_none() || time.not_after.is_none() || time.not_before <= time.not_after);
    }
    Ok(())
}
