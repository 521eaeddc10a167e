//! Who did what to whom, read by the whole program: sentences of our own for each way that grammar tells an act, and
//! for acts that were not done.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use sayso::Reader;
use sayso::schema::{Document, Event, Participant, Reading};

/// A sentence, then one event that must be found in it: "TYPE factuality: actor codes > recipient codes". A code is
/// the country's, or `-` where none is told.
const FOUND: &[(&str, &str)] = &[
    ("Israeli forces attacked a base in Syria.", "ASSAULT actual: ISR > SYR"),
    (
        "The base was attacked by Turkish troops on Monday.",
        "ASSAULT actual: TUR >",
    ),
    (
        "Russia carried out a strike on the Ukrainian town of Izium.",
        "ASSAULT actual: RUS > UKR",
    ),
    ("Kenya and Uganda held talks in Nairobi.", "CONSULT actual: KEN UGA >"),
    (
        "French and German diplomats met in Vienna.",
        "CONSULT actual: FRA DEU >",
    ),
    (
        "The Kremlin said Turkey had bombed Iraq.",
        "ASSAULT reported: TUR > IRQ",
    ),
    (
        "Iran claimed that Pakistan shelled an Iranian village.",
        "ASSAULT claimed: PAK > IRN",
    ),
    (
        "Brazil accused Peru of arresting three students.",
        "ACCUSE actual: BRA > PER",
    ),
    (
        "Brazil accused Peru of arresting three students.",
        "COERCE claimed: PER > -",
    ),
    (
        "India called on Nepal to release the prisoners.",
        "REQUEST actual: IND > NPL",
    ),
    (
        "India called on Nepal to release the prisoners.",
        "RETREAT called-for: NPL > -",
    ),
    (
        "Chile threatened to break off relations with Bolivia.",
        "THREATEN actual: CHL > BOL",
    ),
    ("Japan agreed to send aid to Laos.", "AGREE actual: JPN > LAO"),
    ("Japan will send food aid to Laos.", "AGREE actual: JPN > LAO"),
    ("Japan will send food aid to Laos.", "AID planned: JPN > LAO"),
    ("Denmark vetoed the resolution.", "REJECT actual: DNK >"),
    (
        "Syria said it would not accept refugees from Iraq.",
        "REJECT reported: SYR > IRQ",
    ),
    (
        "Norway will not provide military aid to Togo.",
        "REJECT actual: NOR > TGO",
    ),
    (
        "Belarus said that Lithuania must release the sailors.",
        "REQUEST actual: BLR > LTU",
    ),
    (
        "Spain condemned Morocco's attack on the village.",
        "ACCUSE actual: ESP > MAR",
    ),
    (
        "Spain condemned Morocco's attack on the village.",
        "ASSAULT presupposed: MAR > -",
    ),
    ("Police in Cairo arrested three journalists.", "COERCE actual: EGY > -"),
    (
        "Thousands of protesters marched against the Chilean government in Santiago.",
        "PROTEST actual: - > CHL",
    ),
    ("Canada imposed sanctions on Myanmar.", "SANCTION actual: CAN > MMR"),
    (
        "The two rebel groups denied that they had attacked Mali.",
        "ASSAULT denied: - > MLI",
    ),
    (
        "If Greece attacks Albania, the talks will fail.",
        "ASSAULT hypothetical: GRC > ALB",
    ),
];

/// Sentences that tell no act of the type: owed, aimed at, figurative.
const ABSENT: &[(&str, &str)] = &[
    ("Under the treaty Peru must assist Chile.", "AID"),
    ("Peru built the wall to attack Chile.", "ASSAULT"),
    ("Barcelona beat Juventus in the final.", "ASSAULT"),
    ("Police charged a fee of ten dollars.", "ACCUSE"),
];

fn codes(participants: &[Participant]) -> String {
    let codes = participants.iter().map(|one| one.country.as_deref().unwrap_or("-"));
    codes.collect::<Vec<_>>().join(" ")
}

fn told(event: &Event) -> String {
    let (kind, factuality) = (&event.kind, event.factuality.as_str());
    let told = format!(
        "{kind} {factuality}: {} > {}",
        codes(&event.actors),
        codes(&event.recipients)
    );
    told.trim_end().to_owned()
}

fn all(reading: &Reading) -> Vec<String> {
    reading.events.iter().map(told).collect()
}

#[test]
fn acts_are_found_whatever_the_grammar() {
    let reader = Reader::english().unwrap();
    let mut worker = reader.worker().unwrap();
    let mut missing = Vec::new();
    for (sentence, expected) in FOUND {
        let events = all(&worker.read(Document::new("test", *sentence)));
        if !events.iter().any(|event| event == expected) {
            missing.push(format!("{sentence}\n    {expected} not in {events:?}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn what_is_owed_aimed_at_or_figurative_is_no_act() {
    let reader = Reader::english().unwrap();
    let mut worker = reader.worker().unwrap();
    for (sentence, kind) in ABSENT {
        let reading = worker.read(Document::new("test", *sentence));
        assert!(
            reading.events.iter().all(|event| event.kind != *kind),
            "{sentence}: {:#?}",
            all(&reading)
        );
    }
}

#[test]
fn an_event_has_day_and_place_where_they_are_told_and_none_elsewhere() {
    let reader = Reader::english().unwrap();
    let mut document = Document::new(
        "test",
        "Turkish jets bombed a village near Mosul on Tuesday. Turkey has accused Iraq.",
    );
    document.published = Some("2020-06-18".to_owned());
    let reading = reader.read(document).unwrap();
    let by_kind = |kind: &str| reading.events.iter().find(|event| event.kind == kind).unwrap();
    let attack = by_kind("ASSAULT");
    assert_eq!(attack.date.as_ref().unwrap().value.as_deref(), Some("2020-06-16"));
    let place = attack.place.as_ref().unwrap();
    assert_eq!(
        (place.name.as_deref(), place.country.as_deref()),
        (Some("Mosul"), Some("IRQ"))
    );
    let accusation = by_kind("ACCUSE");
    assert!(
        accusation.date.is_none() && accusation.place.is_none(),
        "{accusation:#?}"
    );
}

#[test]
fn a_users_types_are_found_beside_plovers_or_alone() {
    let ontology = include_str!("../../../examples/maritime-incidents.toml");
    let text = "Iranian commandos boarded a Greek tanker in the strait.";
    let read = |ontology: &str| {
        let mut knowledge = sayso::knowledge::Knowledge::embedded().unwrap();
        knowledge.events.add_ontology("maritime.toml", ontology).unwrap();
        let reader = Reader::new(sayso::language::Engine::english().unwrap(), knowledge);
        reader.read(Document::new("test", text)).unwrap()
    };
    let both = read(ontology);
    let boarding = both.events.iter().find(|event| event.kind == "BOARDING").unwrap();
    assert_eq!(boarding.is_a, ["MARITIME_INCIDENT"]);
    assert_eq!(
        (codes(&boarding.actors), codes(&boarding.recipients)),
        ("IRN".to_owned(), "GRC".to_owned())
    );
    assert!(boarding.because.lines[0].starts_with("maritime.toml:"));
    let alone = read(&ontology.replace("plover = true", "plover = false"));
    assert!(alone.events.iter().all(|event| event.kind == "BOARDING"));
}

#[test]
fn every_event_cites_its_words_and_a_statement() {
    let reader = Reader::english().unwrap();
    let text = include_str!("../../../examples/putin-signs-law.txt");
    let reading = reader.read(Document::new("test", text)).unwrap();
    let letters: Vec<char> = text.chars().collect();
    assert!(reading.events.len() > 3);
    for event in &reading.events {
        let cut: String = letters[event.span.start..event.span.end].iter().collect();
        assert_eq!(cut, event.text);
        assert!(!event.statements.is_empty());
        assert!(
            event
                .statements
                .iter()
                .all(|id| reading.statements.iter().any(|row| row.id == *id))
        );
        for party in event.actors.iter().chain(&event.recipients) {
            assert!(event.span.contains(party.span));
        }
    }
}
