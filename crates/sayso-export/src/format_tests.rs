//! Formats that are one stream, and brat, on the invented reading and on readings that nobody should trust.

use std::collections::{BTreeMap, BTreeSet};

use sayso_schema::{Document, FactValue, Reading, Span};
use serde_json::Value as Json;

use crate::invented::{everything, folder};
use crate::{Exporter, Format, Options, Run};

fn export(format: Format, readings: &[Reading]) -> String {
    let mut out = Vec::new();
    let mut exporter = Exporter::to_stream(format, &mut out, &Options::default()).expect("it is one stream");
    for reading in readings {
        exporter.write(reading).expect("it can be written");
    }
    exporter.finish().expect("it can be finished");
    String::from_utf8(out).expect("it is UTF-8")
}

fn json(format: Format, readings: &[Reading]) -> Json {
    serde_json::from_str(&export(format, readings)).unwrap_or_else(|error| panic!("{}: {error}", format.name()))
}

fn list<'a>(value: &'a Json, key: &str) -> &'a [Json] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn words(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// The formats that are one JSON document, and where its pieces are.
const DOCUMENTS: [(Format, &str); 4] = [
    (Format::Geojson, "features"),
    (Format::Annotations, "items"),
    (Format::SchemaOrg, "@graph"),
    (Format::Prov, "@graph"),
];

#[test]
fn any_number_of_readings_makes_one_document() {
    let silent = Reading::of(Document::new("a.txt", "Nothing happened."));
    for (format, key) in DOCUMENTS {
        let one = list(&json(format, &[everything()]), key).len();
        let none = list(&json(format, std::slice::from_ref(&silent)), key).len();
        let all = json(format, &[silent.clone(), everything(), silent.clone(), everything()]);
        let always = if format == Format::Prov { 2 } else { 0 };
        assert_eq!(
            list(&all, key).len() + 3 * always,
            2 * one + 2 * none,
            "{}",
            format.name()
        );
        assert!(one > none || format == Format::Prov, "{}", format.name());
    }
    // Of PROV program and run are left where there is no reading; a comma would end in nothing.
    for (format, key) in DOCUMENTS.into_iter().filter(|(format, _)| *format != Format::Prov) {
        assert_eq!(list(&json(format, &[]), key).len(), 0, "{}", format.name());
    }
}

#[test]
fn a_record_of_a_run_without_readings_is_sound() {
    let record = json(Format::Prov, &[]);
    let types: Vec<&str> = list(&record, "@graph")
        .iter()
        .filter_map(|node| node["@type"].as_str())
        .collect();
    assert_eq!(types, ["prov:SoftwareAgent", "prov:Activity"]);
}

#[test]
fn a_run_has_the_times_that_it_was_given() {
    let options = Options {
        run: Run {
            program: "sayso 9.9".to_owned(),
            ended: Some("2030-10-05T10:00:00Z".to_owned()),
            ..Run::default()
        },
        ..Options::default()
    };
    let mut out = Vec::new();
    let mut exporter = Exporter::to_stream(Format::Prov, &mut out, &options).expect("it is one stream");
    exporter.write(&everything()).expect("it can be written");
    exporter.finish().expect("it can be finished");
    let record: Json = serde_json::from_slice(&out).expect("it is JSON");
    let nodes = list(&record, "@graph");
    assert_eq!(nodes[0]["schema:softwareVersion"], "9.9");
    assert_eq!(nodes[1]["prov:endedAtTime"]["@value"], "2030-10-05T10:00:00Z");
    assert_eq!(nodes[1]["prov:startedAtTime"], Json::Null);
    assert_eq!(nodes[3]["prov:wasDerivedFrom"]["@id"], nodes[2]["@id"]);
    assert_eq!(nodes[3]["sayso:events"], 2);
}

#[test]
fn jsonl_gives_back_what_went_in() {
    let line = export(Format::Jsonl, &[everything()]);
    let back: Reading = serde_json::from_str(&line).expect("it is a reading");
    assert_eq!(back, everything());
}

#[test]
fn geometry_is_longitude_first_and_null_where_no_place_is_told() {
    let map = json(Format::Geojson, &[everything()]);
    let [attack, meeting] = list(&map, "features") else {
        panic!("there are two events");
    };
    assert_eq!(
        attack["geometry"]["coordinates"],
        serde_json::json!([-135.183, 34.6913])
    );
    assert_eq!(attack["properties"]["day"], "2030-10-03");
    assert!(
        meeting
            .as_object()
            .is_some_and(|feature| feature.contains_key("geometry"))
    );
    assert_eq!(meeting["geometry"], Json::Null);
    let mut off = everything();
    if let Some(place) = &mut off.events[0].place {
        place.latitude = Some(91.0);
    }
    assert_eq!(json(Format::Geojson, &[off])["features"][0]["geometry"], Json::Null);
}

#[test]
fn annotations_quote_what_stands_at_their_positions() {
    let reading = everything();
    let text = &reading.document.text;
    let page = json(Format::Annotations, std::slice::from_ref(&reading));
    let mut seen = BTreeSet::new();
    for annotation in list(&page, "items") {
        assert!(
            seen.insert(annotation["id"].to_string()),
            "{} is twice",
            annotation["id"]
        );
        for target in list(annotation, "target") {
            let [quote, position] = list(target, "selector") else {
                panic!("there are two selectors");
            };
            let at = |key: &str| position[key].as_u64().expect("it is a number") as usize;
            let (start, end) = (at("start"), at("end"));
            assert_eq!(quote["exact"], words(text, start, end));
            assert_eq!(quote["prefix"], words(text, start.saturating_sub(32), start));
            assert_eq!(quote["suffix"], words(text, end, end + 32));
        }
    }
    let ids: Vec<String> = seen.into_iter().collect();
    let rows = ["en-", "st-", "ev-", "fi-", "ag-", "sg-", "pr-", "di-"];
    for row in rows {
        assert!(ids.iter().any(|id| id.contains(row)), "no {row}");
    }
}

#[test]
fn entities_of_follow_the_money_hold_together() {
    let lines = export(Format::Ftm, &[everything()]);
    let entities: Vec<Json> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("it is JSON"))
        .collect();
    let ids: BTreeSet<&str> = entities.iter().filter_map(|entity| entity["id"].as_str()).collect();
    assert_eq!(ids.len(), entities.len());
    let mut schemas = BTreeMap::new();
    for entity in &entities {
        *schemas
            .entry(entity["schema"].as_str().unwrap_or_default())
            .or_insert(0) += 1;
        let properties = entity["properties"].as_object().expect("it has properties");
        for (name, values) in properties {
            let values = values.as_array().expect("a property is a list");
            assert!(
                !values.is_empty() && values.iter().all(Json::is_string),
                "{name}: {values:?}"
            );
            let points = [
                "document", "entity", "resolved", "involved", "proof", "subject", "object",
            ];
            if points.contains(&name.as_str()) {
                let known = |value: &Json| value.as_str().is_some_and(|id| ids.contains(id));
                assert!(values.iter().all(known), "{name} points at nothing: {values:?}");
            }
        }
    }
    assert_eq!((schemas["Article"], schemas["Person"], schemas["Event"]), (1, 2, 2));
    assert_eq!((schemas["UnknownLink"], schemas["Note"]), (1, 1));
}

#[test]
fn what_a_source_does_not_stand_by_is_no_claim_and_nothing_is_rated() {
    let claims = |value| {
        let mut reading = everything();
        for row in &mut reading.statements {
            row.factuality.source = row.factuality.source.and(value);
        }
        let graph = json(Format::SchemaOrg, &[reading]);
        assert!(!graph.to_string().contains("Review"));
        list(&graph, "@graph")
            .iter()
            .filter(|node| node["@type"] == "Claim")
            .count()
    };
    assert_eq!(claims(Some(FactValue::CertainPlus)), 1);
    for value in [FactValue::CertainMinus, FactValue::Unknown, FactValue::PossibleMinus] {
        assert_eq!(claims(Some(value)), 0);
    }
    assert_eq!(claims(None), 0);
}

/// A text-bound annotation: its kind, and its fragments with their words.
type Mark<'t> = (&'t str, Vec<(usize, usize)>, &'t str);

/// The text-bound annotations of an `.ann` file by their names.
fn marks(ann: &str) -> BTreeMap<&str, Mark<'_>> {
    ann.lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once('\t').filter(|(name, _)| name.starts_with('T'))?;
            let (place, words) = rest.split_once('\t')?;
            let (kind, place) = place.split_once(' ')?;
            let number = |text: &str| text.parse().unwrap_or(usize::MAX);
            let fragment = |part: &str| part.split_once(' ').map(|(start, end)| (number(start), number(end)));
            Some((name, (kind, place.split(';').filter_map(fragment).collect(), words)))
        })
        .collect()
}

fn brat(name: &str, reading: &Reading) -> (String, String, String) {
    let path = folder(name);
    let mut exporter = Exporter::to_path(Format::Brat, &path, &Options::default()).expect("the folder is empty");
    exporter.write(reading).expect("it can be written");
    exporter.finish().expect("it can be finished");
    let file = |name: String| std::fs::read_to_string(path.join(name)).expect("it is there");
    let id = Document::id_of(&reading.document.text);
    (
        file(format!("{id}.txt")),
        file(format!("{id}.ann")),
        file("annotation.conf".to_owned()),
    )
}

#[test]
fn brat_marks_what_stands_at_their_offsets() {
    let reading = everything();
    let (text, ann, conf) = brat("brat", &reading);
    assert_eq!(text, reading.document.text);
    let marks = marks(&ann);
    assert!(marks.len() > 10, "{ann}");
    for (name, (kind, fragments, written)) in &marks {
        let there: Vec<String> = fragments
            .iter()
            .map(|(start, end)| words(&text, *start, *end))
            .collect();
        assert_eq!(there.join(" "), *written, "{name}");
        assert!(!written.contains(['\n', '\t']), "{name}");
        assert!(
            conf.lines().any(|line| line.split('\t').next() == Some(*kind)),
            "{kind} is not declared"
        );
    }
    // "Two gunmen⇥struck the mill" is cut where the tab is.
    assert!(marks.values().any(|(_, fragments, _)| fragments.len() == 2));
    let events: Vec<&str> = ann.lines().filter(|line| line.starts_with('E')).collect();
    assert_eq!(events.len(), 2);
    for argument in events.iter().flat_map(|line| line.split(['\t', ' ']).skip(1)) {
        let (_, mark) = argument.split_once(':').expect("an argument has a mark");
        assert!(marks.contains_key(mark), "{argument}");
    }
    let mut names: Vec<&str> = ann
        .lines()
        .filter_map(|line| line.split('\t').next())
        .filter(|name| *name != "*")
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// A reading whose ids, spans and texts are all wrong, as one from elsewhere may be.
fn hostile() -> Reading {
    let mut reading = everything();
    let bad = "../\t=\r\n\u{0}\u{1b}[2J\"\\ é|;";
    reading.document.id = bad.to_owned();
    reading.document.source = bad.to_owned();
    reading.document.url = Some("https://x.example/\" onload=\"".to_owned());
    reading.document.published = Some("20\u{e9}24-99-99".to_owned());
    for (number, row) in reading.events.iter_mut().enumerate() {
        row.kind = bad.to_owned();
        row.span = Span::new(usize::MAX - number, 3);
        row.trigger.span = Span::new(2, 9000);
        row.score = f64::MAX;
        row.date = None;
    }
    for row in &mut reading.statements {
        row.content
            .iter_mut()
            .for_each(|passage| passage.span = Span::new(9, 9));
        row.chain.clear();
    }
    for entity in &mut reading.entities {
        entity.name = " ".to_owned();
        entity
            .mentions
            .iter_mut()
            .for_each(|mention| mention.span = Span::new(5, 1));
        entity.ids.insert("wikidata".to_owned(), bad.to_owned());
    }
    reading
}

#[test]
fn a_reading_that_nobody_should_trust_breaks_no_format() {
    let reading = hostile();
    for (format, key) in DOCUMENTS {
        assert!(
            json(format, std::slice::from_ref(&reading))[key].is_array(),
            "{}",
            format.name()
        );
    }
    for format in [Format::Jsonl, Format::Ftm] {
        for line in export(format, std::slice::from_ref(&reading)).lines() {
            assert!(serde_json::from_str::<Json>(line).is_ok(), "{line}");
        }
    }
    let (_, ann, _) = brat("hostile", &reading);
    assert!(!ann.contains(['\0', '\u{1b}', '\r']));
    for format in Format::ALL.into_iter().filter(|format| format.is_folder()) {
        let path = folder(&format!("hostile-{}", format.name()));
        let mut exporter = Exporter::to_path(format, &path, &Options::default()).expect("the folder is empty");
        exporter.write(&reading).expect("it can be written");
        exporter.finish().expect("it can be finished");
        let outside = path.parent().map(|folder| folder.join("\t="));
        assert!(outside.is_none_or(|path| !path.exists()));
    }
}

#[test]
fn a_file_has_its_name_when_it_is_whole() {
    let path = folder("whole");
    let file = path.join("map.geojson");
    let begin = || Exporter::to_path(Format::Geojson, &file, &Options::default()).expect("it can be made");
    let mut exporter = begin();
    exporter.write(&everything()).expect("it can be written");
    assert!(!file.exists());
    exporter.finish().expect("it can be finished");
    let first = std::fs::read(&file).expect("it is there");
    drop(begin());
    assert_eq!(
        std::fs::read(&file).ok(),
        Some(first),
        "an export that was not finished changed it"
    );
    assert_eq!(std::fs::read_dir(&*path).expect("it is a folder").count(), 1);
}

#[test]
fn tables_are_no_stream_and_streams_have_no_months() {
    for format in Format::ALL {
        let stream = Exporter::to_stream(format, Vec::new(), &Options::default());
        assert_eq!(stream.is_err(), format.is_folder(), "{}", format.name());
        let by_month = Options {
            by_month: true,
            ..Options::default()
        };
        let path = folder(&format!("month-{}", format.name()));
        let exporter = Exporter::to_path(format, &path.join("out"), &by_month);
        assert_eq!(exporter.is_ok(), format == Format::Parquet, "{}", format.name());
    }
}
