//! Events for other tools.

use std::collections::BTreeSet;

use crate::{EXAMPLE, article, readings, repository, run, stderr, stdout};

/// The format's name, what splits its columns, and whether it opens with their names.
const TABLES: [(&str, char, bool); 3] = [("polecat", '\t', true), ("gdelt", '\t', false), ("csv", ',', true)];

fn read(format: &str, inputs: &[&str]) -> String {
    let output = run(&[&["read", "--format", format], inputs].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).to_owned()
}

#[test]
fn tables_open_with_one_line_of_names_and_follow_the_input() {
    let border = article("border.txt");
    for (format, split, names) in TABLES {
        let all = read(format, &[EXAMPLE, &border, "-j2"]);
        assert_eq!(
            all,
            read(format, &[EXAMPLE, &border, "-j1"]),
            "{format} differs with the threads"
        );
        let (first, second) = (read(format, &[EXAMPLE]), read(format, &[&border]));
        let heading = if names { first.lines().count().min(1) } else { 0 };
        assert_eq!(heading, usize::from(names), "{format}");
        let rest = second.split_inclusive('\n').skip(heading).collect::<String>();
        assert_eq!(all, format!("{first}{rest}"), "{format}");
        if split == '\t' {
            let widths: BTreeSet<usize> = all.lines().map(|line| line.split(split).count()).collect();
            assert!(widths.len() <= 1, "{format}: {widths:?}");
        }
    }
}

#[test]
fn gdelt_has_names_where_they_are_asked_for() {
    let (bare, named) = (read("gdelt", &[EXAMPLE]), read("gdelt", &[EXAMPLE, "--header"]));
    let (names, rows) = named.split_once('\n').expect("there is a line of names");
    assert!(names.starts_with("GLOBALEVENTID\tSQLDATE\t"), "{names}");
    assert_eq!(rows, bare);
}

#[test]
fn every_event_of_a_reading_is_in_every_format() {
    let reading = readings(&run(&["read", EXAMPLE])).remove(0);
    for format in ["plover", "polecat", "gdelt", "csv"] {
        let page = read(format, &[EXAMPLE]);
        for event in &reading.events {
            assert!(page.contains(event.id.as_str()), "{} is not in {format}", event.id);
        }
    }
    assert_eq!(read("plover", &[EXAMPLE]).lines().count(), reading.events.len());
}

#[test]
fn the_page_of_formats_is_the_one_in_the_repository() {
    let output = run(&["formats"]);
    let written = std::fs::read_to_string(repository().join("docs/formats.md")).expect("the page is there");
    assert!(stdout(&output) == written, "`sayso formats > docs/formats.md`");
}
