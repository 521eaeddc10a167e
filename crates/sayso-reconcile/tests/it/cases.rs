//! One case a kind of finding.

use sayso_reconcile::{Change, Finding, Life, Matter, Polarity, SameKind, Telling, Tie, independence, tellings};
use sayso_schema::{Comparison, DisputeType, Document, EventFactuality, Reading, StageStatus};

use crate::made::*;

const ARTICLE: &str = "The two ministers signed the border accord on Wednesday after a night of talks in the old customs \
    house. Neither side said when the first posts would open. A spokesman for the northern ministry said that guards had \
    been told to expect lorries from Monday, and that fees would be the same on both banks of the river. Traders at the \
    bridge said they had heard such promises before, and would believe them when the barrier went up.";

fn reading(outlet: &str, published: &str, text: &str) -> Reading {
    let mut document = Document::new(outlet, text);
    document.publisher = Some(outlet.to_owned());
    document.published = Some(published.to_owned());
    Reading::of(document)
}

fn told(readings: &[Reading]) -> Vec<Telling> {
    readings.iter().flat_map(tellings).collect()
}

#[test]
fn a_cut_text_under_another_headline_is_a_copy() {
    let cut: String = ARTICLE.chars().take(ARTICLE.len() / 2).collect();
    let copy = format!("Border accord at last\n\nOSLO (Wire) - {cut}");
    let readings = [
        reading("Herald", "2024-06-19", ARTICLE),
        // The next week begins on the 24th: the copy of a Friday's text on Monday is found too.
        reading("Tribune", "2024-06-21", &copy),
        reading("Late", "2024-06-24", &format!("{copy}!")),
        reading("Other", "2024-06-19", &ARTICLE.chars().rev().collect::<String>()),
    ];
    let findings = found(&told(&readings));
    let copies: Vec<_> = joins(&findings, SameKind::Copies).collect();
    assert_eq!(copies.len(), 1);
    assert_eq!(copies[0].rows.len(), 3);
}

#[test]
fn tables_of_one_mould_with_other_numbers_are_no_copies() {
    let table = |numbers: [u32; 8]| {
        let rows = ["wheat", "maize", "barley", "oats", "rice", "rye", "millet", "sorghum"]
            .iter()
            .zip(numbers);
        let rows = rows.map(|(grain, price)| {
            format!("{grain} for delivery at the eastern port closed at {price} crowns a tonne.")
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    let readings = [
        reading("Monday", "2024-06-17", &table([101, 202, 303, 404, 505, 606, 707, 808])),
        reading(
            "Tuesday",
            "2024-06-18",
            &table([111, 212, 313, 414, 515, 616, 717, 818]),
        ),
    ];
    assert!(found(&told(&readings)).is_empty());
}

#[test]
fn one_event_told_by_two_is_joined_and_both_tellings_are_kept() {
    let event = |document, published, deed| telling(document, "ev", published, 1, Matter::Event(deed));
    let mut dated = deed("RUS", "PRK");
    dated.days = on(18);
    let mut elsewhere = deed("RUS", "PRK");
    elsewhere.actors = vec![party("kyiv", "UKR")];
    let all = [
        event("a", 18, deed("RUS", "PRK")),
        event("b", 19, dated),
        event("c", 19, elsewhere),
        telling("d", "ev", 19, 2, Matter::Event(deed("RUS", "PRK"))),
    ];
    let findings = found(&all);
    assert_eq!(joined(&findings, SameKind::Event), [["a", "b"]]);
}

#[test]
fn a_deed_told_here_and_denied_there_is_a_dispute() {
    let mut denied = deed("RUS", "PRK");
    denied.factuality = EventFactuality::Denied;
    let done = |published| telling("a", "ev", published, 1, Matter::Event(deed("RUS", "PRK")));
    let denial = telling("b", "ev", 19, 1, Matter::Event(denied));
    let findings = found(&[done(18), denial.clone()]);
    let [dispute] = disputes(&findings)[..] else {
        panic!("one dispute, not {findings:?}");
    };
    assert_eq!(dispute.kind, DisputeType::AffirmedAndDenied);
    assert_eq!(
        dispute.sentence,
        "Told as done: “ev” (a, 2024-06-18); and denied: “ev” (b, 2024-06-19)."
    );
    // Denied first and told as done days after: it has come to pass.
    assert!(found(&[done(22), denial]).is_empty());
}

#[test]
fn one_event_on_two_days_is_a_dispute_and_not_joined() {
    let at = |document, day| {
        let mut deed = deed("RUS", "PRK");
        deed.days = on(day);
        deed.place = city(1, "RUS");
        telling(document, "ev", 20, 1, Matter::Event(deed))
    };
    let findings = found(&[at("a", 15), at("b", 18)]);
    assert!(joined(&findings, SameKind::Event).is_empty());
    assert_eq!(disputes(&findings)[0].kind, DisputeType::Date);
    // A day apart is a matter of time zones.
    assert_eq!(
        joined(&found(&[at("a", 17), at("b", 18)]), SameKind::Event),
        [["a", "b"]]
    );
}

#[test]
fn figures_of_one_thing_agree_or_are_disputed_with_their_ratio() {
    let figure = |document, published, value| telling(document, "fi", published, 1, Matter::Figure(amount(value)));
    let findings = found(&[figure("a", 18, 100.0), figure("b", 18, 100.0), figure("c", 18, 250.0)]);
    assert_eq!(joined(&findings, SameKind::Figure), [["a", "b"]]);
    let [dispute] = disputes(&findings)[..] else {
        panic!("one dispute, not {findings:?}");
    };
    assert_eq!(
        (dispute.comparison, dispute.ratio),
        (Some(Comparison::Contradiction), Some(2.5))
    );
    assert_eq!(dispute.sides.iter().map(Vec::len).sum::<usize>(), 3);
    let later = found(&[figure("a", 18, 100.0), figure("c", 20, 250.0)]);
    assert_eq!(disputes(&later)[0].comparison, Some(Comparison::Growth));
    let elsewhere = Matter::Figure(sayso_reconcile::Amount {
        place: Some("seoul".into()),
        ..amount(250.0)
    });
    assert!(found(&[figure("a", 18, 100.0), telling("c", "fi", 18, 1, elsewhere)]).is_empty());
}

#[test]
fn what_a_document_tells_several_numbers_of_is_set_against_anothers_at_one_place_alone() {
    let figure = |document, id, value, place: Option<&str>| {
        let mut amount = amount(value);
        amount.place = place.map(str::to_owned);
        telling(document, id, 18, 1, Matter::Figure(amount))
    };
    let told = |place| {
        [
            figure("a", "f1", 100.0, place),
            figure("a", "f2", 30.0, None),
            figure("c", "fi", 250.0, place),
        ]
    };
    assert!(found(&told(None)).is_empty(), "{:?}", found(&told(None)));
    assert_eq!(disputes(&found(&told(Some("kursk")))).len(), 1);
    // A number that the other tells too is a part, or came before.
    let mut with_part = told(Some("kursk")).to_vec();
    with_part.push(figure("c", "f3", 100.0, None));
    let findings = found(&with_part);
    assert!(disputes(&findings).is_empty(), "{findings:?}");
}

#[test]
fn what_one_affirms_and_another_denies_is_a_dispute() {
    let say = |document, words: &[u32], polarity, no| {
        let mut telling = telling(document, "st", 18, 1, Matter::Statement(said(words, polarity, no)));
        telling.sources = vec![source(document, "RUS")];
        telling
    };
    let words = [1, 2, 3, 4, 5];
    let findings = found(&[
        say("a", &words, Polarity::Affirmed, 0),
        say("b", &words, Polarity::Affirmed, 0),
        say("c", &words, Polarity::Denied, 1),
        // No "not" in it: the readings differ, not the words.
        say("d", &words, Polarity::Denied, 0),
        say("e", &[1, 7, 8, 9, 10], Polarity::Denied, 1),
    ]);
    assert!(joined(&findings, SameKind::Statement).contains(&vec!["a", "b"]));
    let disputes = disputes(&findings);
    assert_eq!(disputes.len(), 1);
    assert!(
        disputes[0]
            .sides
            .iter()
            .any(|side| side.iter().any(|row| row.document == "c"))
    );
}

#[test]
fn an_agreement_has_one_life_over_all_articles() {
    let pact = |document, published, step| {
        telling(
            document,
            "ag",
            published,
            1,
            Matter::Agreement(pact("Border Accord", vec![step])),
        )
    };
    let all = [
        pact("c", 20, step("s3", StageStatus::Done, on(19))),
        pact("a", 12, step("s1", StageStatus::Announced, None)),
        pact("b", 17, step("s2", StageStatus::Done, on(16))),
    ];
    let findings = found(&all);
    assert_eq!(joined(&findings, SameKind::Agreement), [["a", "b", "c"]]);
    let [dispute] = disputes(&findings)[..] else {
        panic!("one dispute, not {findings:?}");
    };
    assert_eq!(dispute.kind, DisputeType::Date);
    let life = Life::of(&all.iter().collect::<Vec<_>>());
    let stage = &life.stages[0];
    assert_eq!(stage.reports[0].row.document, "a");
    let changes: Vec<Change> = stage.changes.iter().map(|change| change.what).collect();
    assert_eq!(changes, [Change::Progress, Change::Day]);
}

#[test]
fn a_last_name_finds_the_only_one_who_has_it() {
    let thing = |document, name: &str, country: Option<&str>| {
        let thing = sayso_reconcile::Thing {
            name: name.to_owned(),
            kind: sayso_schema::EntityType::Person,
            country: country.map(str::to_owned),
            ids: Default::default(),
        };
        telling(document, "en", 18, 1, Matter::Entity(thing))
    };
    let three = [
        thing("a", "rice", None),
        thing("b", "condoleezza rice", Some("USA")),
        thing("c", "condoleezza rice", None),
    ];
    assert_eq!(joined(&found(&three), SameKind::Entity), [["a", "b", "c"]]);
    let two_of_one_name = [
        thing("a", "rice", None),
        thing("b", "condoleezza rice", Some("USA")),
        thing("c", "susan rice", None),
    ];
    assert!(found(&two_of_one_name).is_empty());
}

#[test]
fn ten_outlets_that_cite_one_ministry_are_one_source() {
    let mut all: Vec<Telling> = ["a", "b", "c", "d"]
        .iter()
        .map(|document| telling(document, "ev", 18, 1, Matter::Event(deed("RUS", "PRK"))))
        .collect();
    for (at, telling) in all.iter_mut().enumerate().take(3) {
        let outlet = source("agency", "RUS");
        let name = if at == 0 { "lavrov" } else { "sergei lavrov" };
        telling.sources = vec![outlet, source(name, "RUS")];
    }
    let voices = independence(&all.iter().collect::<Vec<_>>(), &[]);
    assert_eq!(voices.count(), 2);
    assert_eq!(voices.groups[0].outlets, ["a", "b", "c"]);
    assert_eq!(voices.groups[0].because, [Tie::Source("sergei lavrov".into())]);
}

#[test]
fn copies_and_what_comes_by_one_agency_count_once() {
    let readings = [
        reading("Herald", "2024-06-19", ARTICLE),
        reading("Tribune", "2024-06-19", &format!("{ARTICLE} Tribune staff.")),
    ];
    let all = told(&readings);
    let findings = found(&all);
    let copies: Vec<_> = findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::Same(same) => Some(same.clone()),
            Finding::Dispute(_) => None,
        })
        .collect();
    let told: Vec<&Telling> = all.iter().collect();
    assert_eq!(independence(&told, &copies).count(), 1);
    assert_eq!(independence(&told, &[]).count(), 2);
    let mut by_agency = all.clone();
    by_agency[0].via = Some("tribune".into());
    assert_eq!(independence(&by_agency.iter().collect::<Vec<_>>(), &[]).count(), 1);
}

#[test]
fn a_telling_outlasts_json() {
    for telling in told(&[reading("Herald", "2024-06-19", ARTICLE)]) {
        let json = serde_json::to_string(&telling).expect("JSON");
        assert_eq!(serde_json::from_str::<Telling>(&json).expect("a telling"), telling);
    }
    let open = Matter::Figure(sayso_reconcile::Amount {
        high: None,
        value: None,
        ..amount(12.0)
    });
    for finding in found(&[telling("a", "fi", 18, 1, open.clone()), telling("b", "fi", 18, 1, open)]) {
        let json = serde_json::to_string(&finding).expect("JSON");
        assert_eq!(serde_json::from_str::<Finding>(&json).expect("a finding"), finding);
    }
}
