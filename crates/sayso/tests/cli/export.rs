//! Readings for other tools.

use std::path::Path;

use sayso::schema::Reading;

use crate::{EXAMPLE, article, folder, readings, run, run_with_input, stderr, stdout};

/// Runs an export that works.
fn export(arguments: &[&str]) -> String {
    let output = run(&[&["export"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn readings_go_in_as_well_as_articles() {
    let border = article("border.txt");
    let lines = export(&["-f", "jsonl", EXAMPLE, &border]);
    assert_eq!(lines, stdout(&run(&["read", "--format", "jsonl", EXAMPLE, &border])));
    let folder = folder("export-readings");
    let ledger = folder.join("ledger.jsonl");
    std::fs::write(&ledger, &lines).expect("it can be written");
    let ledger = ledger.to_str().expect("the path is UTF-8");
    for format in [
        "jsonl",
        "geojson",
        "ftm",
        "annotations",
        "schema-org",
        "conllu",
        "plover",
        "events",
    ] {
        let from_articles = export(&["-f", format, EXAMPLE, &border, "-j1"]);
        assert_eq!(export(&["-f", format, ledger, "-j2"]), from_articles, "{format}");
        assert!(!from_articles.is_empty(), "{format}");
    }
}

#[test]
fn tables_are_a_folder_with_a_file_each() {
    let folder = folder("export-tables");
    let reading = readings(&run(&["read", EXAMPLE])).remove(0);
    for format in ["parquet", "csv"] {
        let out = folder.join(format);
        let out = out.to_str().expect("the path is UTF-8");
        assert_eq!(export(&["-f", format, "-o", out, EXAMPLE]), "");
        assert_eq!(std::fs::read_dir(out).expect("it is a folder").count(), 12, "{format}");
    }
    let statements = read(&folder.join("csv/statements.csv"));
    for row in &reading.statements {
        assert!(statements.contains(row.id.as_str()), "{} is not there", row.id);
    }
}

#[test]
fn months_are_folders_where_they_are_asked_for() {
    let out = folder("export-months").join("out");
    let path = out.to_str().expect("the path is UTF-8");
    export(&[
        "-f",
        "parquet",
        "--by-month",
        "-o",
        path,
        EXAMPLE,
        "--published",
        "2024-11-10",
    ]);
    assert!(out.join("events/month=2024-11/part-0.parquet").is_file());
    let output = run(&["export", "-f", "csv", "--by-month", "-o", path, EXAMPLE]);
    assert!(!output.status.success());
    assert!(stderr(&output).contains("is not cut by month"), "{}", stderr(&output));
}

#[test]
fn brat_has_the_text_verbatim() {
    let out = folder("export-brat").join("out");
    export(&["-f", "brat", "-o", out.to_str().expect("the path is UTF-8"), EXAMPLE]);
    let reading: Reading = readings(&run(&["read", EXAMPLE])).remove(0);
    let id = &reading.document.id;
    assert_eq!(read(&out.join(format!("{id}.txt"))), reading.document.text);
    let ann = read(&out.join(format!("{id}.ann")));
    assert!(ann.lines().any(|line| line.starts_with('E')) && ann.contains("\tSaidBy "));
}

#[test]
fn what_keeps_it_from_being_written_is_told_before_anything_is_read() {
    let folder = folder("export-refused");
    let path = folder.to_str().expect("the path is UTF-8");
    std::fs::write(folder.join("mine.txt"), "mine").expect("it can be written");
    let missing = format!("{path}/missing/map.geojson");
    for (arguments, told) in [
        (vec!["-f", "parquet", "-o", path], "the folder is not empty"),
        (vec!["-f", "geojson", "-o", path], "is a folder"),
        (vec!["-f", "geojson", "-o", &missing], "cannot be written"),
        (vec!["-f", "brat"], "is written as a folder of files"),
        (vec!["-f", "prov", "--ended", "yesterday"], "give a day and a time"),
    ] {
        let output = run(&[&["export"], &arguments[..], &[EXAMPLE]].concat());
        assert!(!output.status.success(), "{arguments:?}");
        // A long path moves the lines' ends.
        let message = stderr(&output).replace('│', " ");
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(message.contains(told), "{arguments:?}: {message}");
    }
    assert_eq!(std::fs::read_dir(&folder).expect("it is a folder").count(), 1);
}

#[test]
fn a_line_that_is_no_reading_costs_that_line_alone() {
    let good = export(&["-f", "jsonl", EXAMPLE]);
    let input = format!("{{\"schema\":\"sayso/1\",\"document\":3}}\n{{\"schema\":\"sayso/9\"}}\n{good}");
    let output = run_with_input(&["export", "-f", "jsonl", "-"], input.as_bytes());
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(stdout(&output), good);
    assert!(
        stderr(&output).contains("-:1: is no reading in sayso/1"),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("-:2: is no reading in sayso/1"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_run_is_recorded_with_the_times_that_are_told() {
    let record = export(&["-f", "prov", "--ended", "2024-11-10T08:30:00Z", EXAMPLE]);
    let record: serde_json::Value = serde_json::from_str(&record).expect("it is JSON");
    let nodes = record["@graph"].as_array().expect("it has nodes");
    assert_eq!(nodes.len(), 4);
    assert_eq!(nodes[1]["prov:endedAtTime"]["@value"], "2024-11-10T08:30:00Z");
}
