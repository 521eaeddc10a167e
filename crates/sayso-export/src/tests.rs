//! Every format on one invented article with text that breaks tables.

use sayso_schema::{
    Act, Basis, Because, Date, Distancing, Document, Entity, EntityType, Event, EventFactuality, EventLink,
    EventLinkKind, FactValue, Factuality, Figure, Link, LinkKind, Mention, MentionForm, Participant, Passage, Place,
    PlacePrecision, Quotation, Reading, RowId, RowKind, Span, Statement, Voice,
};

use crate::{EventFormat, gdelt, polecat};

/// POLECAT's columns, as its files open.
const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor \
    Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient \
    Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name \
    Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw \
    Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory \
    Locations\tLanguage\tVersion";

/// GDELT's, which its codebook lists.
fn gdelt_names() -> Vec<String> {
    let mut names: Vec<String> = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
        .map(str::to_owned)
        .into();
    let actor = [
        "Code",
        "Name",
        "CountryCode",
        "KnownGroupCode",
        "EthnicCode",
        "Religion1Code",
        "Religion2Code",
        "Type1Code",
        "Type2Code",
        "Type3Code",
    ];
    for who in ["Actor1", "Actor2"] {
        names.extend(actor.map(|field| format!("{who}{field}")));
    }
    let action = [
        "IsRootEvent",
        "EventCode",
        "EventBaseCode",
        "EventRootCode",
        "QuadClass",
        "GoldsteinScale",
        "NumMentions",
        "NumSources",
        "NumArticles",
        "AvgTone",
    ];
    names.extend(action.map(str::to_owned));
    let place = [
        "Type",
        "FullName",
        "CountryCode",
        "ADM1Code",
        "ADM2Code",
        "Lat",
        "Long",
        "FeatureID",
    ];
    for who in ["Actor1Geo", "Actor2Geo", "ActionGeo"] {
        names.extend(place.map(|field| format!("{who}_{field}")));
    }
    names.extend(["DATEADDED", "SOURCEURL"].map(str::to_owned));
    names
}

const TEXT: &str = "=Raid\ton “Kōbe” mill\nTwo gunmen\tstruck the mill, Ana \"Nia\" Óð said.\n\nThe two met in June.";

pub(crate) fn at(words: &str) -> Passage {
    let byte = TEXT.find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
    let start = TEXT[..byte].chars().count();
    Passage {
        span: Span::new(start, start + words.chars().count()),
        text: words.to_owned(),
    }
}

fn id(kind: RowKind, passage: &Passage) -> RowId {
    RowId::of("invented", kind, &[passage.span], 0)
}

fn entity(name: &str, kind: EntityType, words: &str) -> Entity {
    let passage = at(words);
    Entity {
        id: id(RowKind::Entity, &passage),
        name: name.to_owned(),
        kind,
        country: None,
        sectors: Vec::new(),
        anonymous: false,
        ids: Default::default(),
        mentions: vec![Mention {
            span: passage.span,
            text: passage.text,
            form: MentionForm::Name,
            metonym: false,
        }],
        because: Because::default(),
    }
}

fn participant(words: &str, entity: Option<&Entity>, country: Option<&str>, sectors: &[&str]) -> Participant {
    let passage = at(words);
    Participant {
        entity: entity.map(|entity| entity.id.clone()),
        span: passage.span,
        text: passage.text,
        country: country.map(str::to_owned),
        sectors: sectors.iter().map(|sector| (*sector).to_owned()).collect(),
        inferred: false,
    }
}

fn event(kind: &str, trigger: &str, words: &str) -> Event {
    let (trigger, words) = (at(trigger), at(words));
    Event {
        id: id(RowKind::Event, &trigger),
        span: words.span,
        text: words.text,
        kind: kind.to_owned(),
        is_a: Vec::new(),
        modes: Vec::new(),
        contexts: Vec::new(),
        quad: 1,
        score: 2.5,
        cameo: None,
        goldstein: None,
        trigger,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: None,
        place: None,
        factuality: EventFactuality::Actual,
        statements: Vec::new(),
        background: false,
        killed: None,
        injured: None,
        size: None,
        links: Vec::new(),
        because: Because::default(),
    }
}

fn statement(words: &str, chain: &[(Option<&str>, LinkKind)]) -> Statement {
    let passage = at(words);
    let link = |(name, kind): &(Option<&str>, LinkKind)| Link {
        entity: None,
        kind: *kind,
        name: name.map(str::to_owned),
        span: None,
    };
    Statement {
        id: id(RowKind::Statement, &passage),
        span: passage.span,
        text: passage.text.clone(),
        voice: if chain.len() > 1 {
            Voice::Attributed
        } else {
            Voice::Author
        },
        quotation: Quotation::Indirect,
        chain: chain.iter().map(link).collect(),
        via: None,
        chain_inferred: Vec::new(),
        cue: Vec::new(),
        content: vec![passage],
        act: Act::Say,
        factuality: Factuality {
            source: (chain.len() > 1).then_some(FactValue::CertainPlus),
            author: FactValue::Unknown,
        },
        distancing: Distancing::Neutral,
        within: None,
        repeats: None,
        said_on: None,
        because: Because::default(),
    }
}

/// An attack by somebody's word, with everything told; and a meeting of two, with hardly anything.
pub(crate) fn reading() -> Reading {
    let mut document = Document::new("in\tbox/=raid.txt", TEXT);
    document.id = "0000invented".to_owned();
    document.title = Some("=Raid\ton “Kōbe” mill".to_owned());
    document.title_span = Some(at("=Raid\ton “Kōbe” mill").span);
    document.published = Some("2030-10-04T08:00:00+02:00".to_owned());
    document.language = Some("en".to_owned());
    let mut reading = Reading::of(document);

    let gunmen = entity("Two gunmen", EntityType::Person, "Two gunmen");
    let mut officer = entity("Ana \"Nia\" Óð", EntityType::Person, "Ana \"Nia\" Óð");
    officer.ids.insert("wikidata".to_owned(), "Q0".to_owned());
    let publisher = (None, LinkKind::Outlet);
    let outer = statement("Two gunmen\tstruck the mill, Ana \"Nia\" Óð said.", &[publisher]);
    let inner = statement(
        "Two gunmen\tstruck the mill",
        &[publisher, (Some("Ana \"Nia\" Óð"), LinkKind::Person)],
    );
    let count = at("Two");
    let killed = Figure {
        id: id(RowKind::Figure, &count),
        span: count.span,
        text: "+30\nor so".to_owned(),
        kind: sayso_schema::FigureKind::Count,
        value: None,
        low: Some(30.0),
        high: Some(39.0),
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
    };

    let mut attack = event("ASSAULT", "struck", "Two gunmen\tstruck the mill");
    attack.modes = vec!["torture".to_owned(), "destroy".to_owned()];
    attack.contexts = vec!["crime".to_owned()];
    (attack.quad, attack.score) = (4, -9.5);
    (attack.cameo, attack.goldstein) = (Some("1823".to_owned()), Some(-9.0));
    attack.actors = vec![participant(
        "Two gunmen",
        Some(&gunmen),
        Some("JPN"),
        &["UAF", "CRM", "UNK"],
    )];
    attack.recipients = vec![
        participant("the mill", None, Some("MNC"), &["BUS"]),
        participant("Ana \"Nia\" Óð", Some(&officer), Some("DEU"), &["JRN", "MED"]),
    ];
    attack.date = Some(Date {
        value: Some("2030-10-03T21:30".to_owned()),
        not_before: Some("2030-10-03".to_owned()),
        not_after: Some("2030-10-03".to_owned()),
        basis: Basis::Convention,
        expression: None,
    });
    attack.place = Some(Place {
        passage: at("Kōbe"),
        name: Some("Kobe".to_owned()),
        geonames: Some(1_859_171),
        country: Some("JPN".to_owned()),
        province: Some("Hyōgo".to_owned()),
        feature: Some("PPLA".to_owned()),
        latitude: Some(34.6913),
        longitude: Some(-135.183),
        precision: PlacePrecision::City,
    });
    attack.factuality = EventFactuality::Claimed;
    attack.statements = vec![outer.id.clone(), inner.id.clone()];
    attack.killed = Some(killed.id.clone());
    attack.because.lines = vec!["events/verbs.tsv:41 strike".to_owned()];

    let mut meeting = event("CONSULT", "met", "The two met");
    meeting.cameo = Some("04".to_owned());
    meeting.actors = vec![
        participant("The two", Some(&gunmen), None, &[]),
        participant("two", None, Some("UNO"), &["GOV"]),
    ];
    meeting.date = Some(Date {
        value: Some("2030-06".to_owned()),
        not_before: Some("2030-06-01".to_owned()),
        not_after: Some("2030-06-30".to_owned()),
        basis: Basis::InferredYear,
        expression: Some(at("June")),
    });
    meeting.background = true;
    meeting.links = vec![EventLink {
        kind: EventLinkKind::PartOf,
        event: attack.id.clone(),
    }];

    reading.entities = vec![gunmen, officer];
    reading.statements = vec![outer, inner];
    reading.figures = vec![killed];
    reading.events = vec![attack, meeting];
    reading
}

/// A table with its columns under each other, for a person to check.
fn stood_on_end(format: EventFormat) -> String {
    let rows = format.rows(&reading());
    let names = format.columns();
    let mut text = String::new();
    for line in rows.lines() {
        for (column, field) in names.iter().zip(line.split('\t')) {
            if !matches!(field, "" | "None") {
                text.push_str(&format!("{}: {field}\n", column.name));
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn plover_records() {
    let rows = EventFormat::Plover.rows(&reading());
    let records: Vec<serde_json::Value> = rows
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(records.len(), 2);
    for (record, line) in records.iter().zip(rows.lines()) {
        let keys = EventFormat::Plover.columns();
        assert_eq!(record.as_object().map(serde_json::Map::len), Some(keys.len()));
        let mut from = 0;
        for key in keys {
            let place = line
                .get(from..)
                .and_then(|rest| rest.find(&format!("\"{}\":", key.name)));
            from += place.unwrap_or_else(|| panic!("{} is out of order", key.name));
        }
    }
    insta::assert_snapshot!(rows);
}

#[test]
fn polecat_table() {
    insta::assert_snapshot!(stood_on_end(EventFormat::Polecat));
}

#[test]
fn gdelt_table() {
    insta::assert_snapshot!(stood_on_end(EventFormat::Gdelt));
}

#[test]
fn csv_table() {
    let table = format!(
        "{}{}",
        EventFormat::Csv.header(false),
        EventFormat::Csv.rows(&reading())
    );
    insta::assert_snapshot!(table.replace("\r\n", "␍\n"));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let width = reader.headers().expect("it has a header").len();
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("it is CSV")).collect();
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|record| record.len() == width));
}

#[test]
fn columns_are_those_of_the_formats() {
    assert_eq!(polecat::COLUMNS.len(), 40);
    let names: Vec<&str> = polecat::COLUMNS.iter().map(|column| column.name).collect();
    assert_eq!(names.join("\t"), POLECAT);
    assert_eq!(gdelt::COLUMNS.len(), 61);
    let names: Vec<&str> = gdelt::COLUMNS.iter().map(|column| column.name).collect();
    assert_eq!(names, gdelt_names());
}

#[test]
fn every_line_has_every_column_and_no_name_is_twice() {
    for format in [EventFormat::Polecat, EventFormat::Gdelt] {
        let width = format.columns().len();
        let rows = format.rows(&reading());
        assert!(rows.ends_with('\n') && !rows.contains('\r'));
        assert_eq!(rows.lines().count(), if format == EventFormat::Gdelt { 3 } else { 2 });
        for line in rows.lines() {
            assert_eq!(line.split('\t').count(), width, "{line}");
        }
        assert_eq!(format.header(true).split('\t').count(), width);
    }
    for format in EventFormat::ALL {
        let mut names: Vec<String> = format.columns().into_iter().map(|column| column.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{}", format.name());
    }
}

#[test]
fn only_some_formats_open_with_names() {
    assert_eq!(EventFormat::Plover.header(true), "");
    assert_eq!(EventFormat::Gdelt.header(false), "");
    assert!(EventFormat::Gdelt.header(true).starts_with("GLOBALEVENTID\tSQLDATE\t"));
    assert!(EventFormat::Gdelt.header(true).ends_with("\tSaysoGeonames\n"));
    assert!(EventFormat::Csv.header(false).ends_with("because\r\n"));
}

#[test]
fn a_reading_without_events_is_no_line() {
    let reading = Reading::of(Document::new("a.txt", "Nothing happened."));
    for format in EventFormat::ALL {
        assert_eq!(format.rows(&reading), "", "{}", format.name());
    }
}

#[test]
fn rows_that_point_at_nothing_are_written_without_it() {
    let mut reading = reading();
    reading.entities.clear();
    reading.statements.clear();
    reading.figures.clear();
    for format in EventFormat::ALL {
        let rows = format.rows(&reading);
        assert!(rows.contains("Two gunmen") || rows.contains("TWO GUNMEN"), "{rows}");
    }
}

#[test]
fn no_text_from_outside_breaks_a_table() {
    let hostile = "\t=cmd\r\n\u{b}\"a\",;|\u{2028}\0\u{1b}[2J é";
    let mut reading = reading();
    let document = &mut reading.document;
    document.source = hostile.to_owned();
    for field in [
        &mut document.url,
        &mut document.title,
        &mut document.publisher,
        &mut document.published,
        &mut document.language,
    ] {
        *field = Some(hostile.to_owned());
    }
    for entity in &mut reading.entities {
        entity.name = hostile.to_owned();
    }
    for statement in &mut reading.statements {
        statement.text = hostile.to_owned();
        statement
            .chain
            .iter_mut()
            .for_each(|link| link.name = Some(hostile.to_owned()));
    }
    for event in &mut reading.events {
        for field in [&mut event.kind, &mut event.text, &mut event.trigger.text] {
            *field = hostile.to_owned();
        }
        event.cameo = Some(hostile.to_owned());
        event.modes = vec![hostile.to_owned()];
        event.because.lines = vec![hostile.to_owned()];
        for one in event.actors.iter_mut().chain(&mut event.recipients) {
            one.text = hostile.to_owned();
            one.country = Some(hostile.to_owned());
            one.sectors = vec![hostile.to_owned()];
        }
        if let Some(date) = &mut event.date {
            date.value = Some(hostile.to_owned());
            date.not_before = Some(hostile.to_owned());
        }
        if let Some(place) = &mut event.place {
            place.name = Some(hostile.to_owned());
            place.country = Some(hostile.to_owned());
        }
    }
    for format in [EventFormat::Polecat, EventFormat::Gdelt] {
        let rows = format.rows(&reading);
        assert!(
            !rows.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n')),
            "{rows:?}"
        );
        for line in rows.lines() {
            assert_eq!(line.split('\t').count(), format.columns().len(), "{line}");
        }
    }
    let table = format!("{}{}", EventFormat::Csv.header(false), EventFormat::Csv.rows(&reading));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert!(reader.records().all(|record| record.is_ok()));
    assert_eq!(table.lines().count(), 3);
    for line in EventFormat::Plover.rows(&reading).lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
    }
}
