//! `sayso read`: what it prints.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{EXAMPLE, article, folder, readings, run, run_with_input, stderr, stdout};

#[test]
fn report_of_the_example() {
    let output = run(&["read", EXAMPLE, "--format", "report", "--width", "80"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn report_of_invented_articles() {
    let paths = ["border.txt", "harbour.html", "wire.jsonl"].map(article);
    let output = run(&[
        "read", &paths[0], &paths[1], &paths[2], "--format", "report", "--width", "100",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

/// Ways of saying, one after another: the page shows at a glance which of them a change gains or loses.
#[test]
fn report_of_many_ways_of_saying() {
    let output = run(&[
        "read",
        &article("ways-of-saying.txt"),
        "--format",
        "report",
        "--width",
        "100",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn report_in_the_order_of_the_text() {
    let border = article("border.txt");
    let output = run(&[
        "read",
        &border,
        "--format",
        "report",
        "--width",
        "80",
        "--by",
        "statement",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn orders_differ_in_their_order_alone_and_only_in_the_report() {
    let border = article("border.txt");
    let by = |order: &[&str], format| {
        let output = run(&[&["read", &border, "--format", format, "--width", "80"], order].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output).to_owned()
    };
    let source = by(&[], "report");
    assert_eq!(by(&["--by", "source"], "report"), source);
    let ids = |page: &str| -> BTreeSet<String> {
        let words = page.split_whitespace().filter(|word| word.starts_with("st-"));
        words.map(str::to_owned).collect()
    };
    for order in ["statement", "time"] {
        let page = by(&["--by", order], "report");
        assert_ne!(page, source);
        assert_eq!(ids(&page), ids(&source), "by {order}");
        assert_eq!(by(&["--by", order], "jsonl"), by(&[], "jsonl"));
    }
    assert!(by(&["--by", "time"], "report").contains("no date told"));
}

#[test]
fn jsonl_is_readings_whose_every_span_cuts_out_its_text() {
    let paths = ["border.txt", "harbour.html", "wire.jsonl"].map(article);
    let output = run(&["read", EXAMPLE, &paths[0], &paths[1], &paths[2]]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(readings(&output).len(), 6);
    for line in stdout(&output).lines() {
        let reading: Value = serde_json::from_str(line).expect("each line is JSON");
        let text: Vec<char> = reading["document"]["text"]
            .as_str()
            .expect("it has text")
            .chars()
            .collect();
        let mut checked = 0;
        check_spans(&reading, &text, &mut checked);
        assert!(checked > 5, "{checked} spans in {}", reading["document"]["source"]);
        let statements = reading["statements"].as_array().expect("it has statements");
        assert!(!statements.is_empty(), "{}", reading["document"]["source"]);
        let ids: Vec<&str> = statements.iter().filter_map(|row| row["id"].as_str()).collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "two statements share an id"
        );
    }
}

/// Every object with a `span` and a `text` says what stands at the span.
fn check_spans(value: &Value, text: &[char], checked: &mut usize) {
    if let (Some(span), Some(stated)) = (value["span"].as_array(), value["text"].as_str()) {
        let bound = |i: usize| span[i].as_u64().expect("a span is two numbers") as usize;
        let there: String = text[bound(0)..bound(1)].iter().collect();
        assert_eq!(there, stated);
        assert!(!there.is_empty());
        *checked += 1;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_spans(item, text, checked)),
        Value::Object(fields) => fields.values().for_each(|field| check_spans(field, text, checked)),
        _ => {}
    }
}

#[test]
fn metadata_is_told_from_page_record_and_flag() {
    let output = run(&["read", &article("harbour.html"), &article("wire.jsonl")]);
    let read = readings(&output);
    assert_eq!(read[0].document.publisher.as_deref(), Some("The Orlo Gazette"));
    assert_eq!(read[0].document.byline.as_deref(), Some("Mirela Kant"));
    assert_eq!(read[1].document.publisher.as_deref(), Some("Marn Daily"));
    assert_eq!(read[1].document.published.as_deref(), Some("2030-05-11"));
    assert_eq!(read[2].document.byline.as_deref(), Some("Paul Ferro"));

    let flags = [
        "--publisher",
        "The Zlip Echo",
        "--published",
        "2030-10-04",
        "--title",
        "Posts moved",
    ];
    let output = run(&[&["read", &article("border.txt")], &flags[..]].concat());
    let document = &readings(&output)[0].document;
    assert_eq!(document.publisher.as_deref(), Some("The Zlip Echo"));
    assert_eq!(document.published.as_deref(), Some("2030-10-04"));
    assert_eq!(document.title.as_deref(), Some("Posts moved"));
}

#[test]
fn any_number_of_threads_prints_the_same_bytes_in_input_order() {
    let dir = folder("same-bytes");
    let wire = std::fs::read_to_string(crate::repository().join(article("wire.jsonl"))).expect("it is there");
    let many = dir.join("many.jsonl");
    std::fs::write(&many, wire.repeat(12)).expect("a file can be written");
    let many = many.to_str().expect("a path of ASCII");
    let border = article("border.txt");
    for format in ["jsonl", "json", "report"] {
        let one = run(&["read", many, &border, EXAMPLE, "--format", format, "-j1"]);
        assert!(one.status.success(), "{}", stderr(&one));
        for jobs in ["-j2", "-j5"] {
            let more = run(&["read", many, &border, EXAMPLE, "--format", format, jobs]);
            assert!(one.stdout == more.stdout, "{format} differs with {jobs}");
        }
    }
    let output = run(&["read", many, &border, EXAMPLE, "-j3"]);
    let sources: Vec<_> = readings(&output)
        .into_iter()
        .map(|reading| reading.document.source)
        .collect();
    assert_eq!(sources.len(), 38);
    assert!(
        sources[36].ends_with("border.txt") && sources[37].ends_with("putin-signs-law.txt"),
        "{sources:?}"
    );
}

#[test]
fn json_is_an_object_for_one_and_an_array_for_more() {
    let one = run(&["read", EXAMPLE, "--format", "json"]);
    let value: Value = serde_json::from_slice(&one.stdout).expect("it is JSON");
    assert_eq!(value["schema"], "sayso/1");
    assert!(stdout(&one).contains("\n  \"document\""), "it is indented");
    let three = run(&["read", &article("wire.jsonl"), "--format", "json"]);
    let value: Value = serde_json::from_slice(&three.stdout).expect("it is JSON");
    assert_eq!(value.as_array().map(Vec::len), Some(3));
}

#[test]
fn reads_standard_input() {
    let text = std::fs::read(crate::repository().join(EXAMPLE)).expect("the example ships");
    let file = readings(&run(&["read", EXAMPLE]));
    for arguments in [&["read"][..], &["read", "-"]] {
        let read = readings(&run_with_input(arguments, &text));
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].statements, file[0].statements);
        assert_eq!(read[0].document.source, "-");
    }
}

#[test]
fn colours_only_where_asked_or_shown() {
    let escapes = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = crate::sayso(&[&["read", EXAMPLE, "--format", "report"], arguments].concat());
        command.envs(variables.iter().copied());
        let output = command.output().expect("the program starts");
        assert!(output.status.success());
        stdout(&output).contains('\u{1b}')
    };
    assert!(!escapes(&[], &[]), "a pipe gets no colour");
    assert!(escapes(&[], &["--color", "always"]));
    assert!(escapes(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(
        !escapes(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]),
        "NO_COLOR is respected"
    );
    assert!(!escapes(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(escapes(&[("NO_COLOR", "1")], &["--color", "always"]), "the flag wins");
}

#[test]
fn report_fits_the_width_asked_for() {
    for width in ["40", "72", "200"] {
        let output = run(&[
            "read",
            EXAMPLE,
            &article("border.txt"),
            "--format",
            "report",
            "--width",
            width,
        ]);
        let limit: usize = width.parse().expect("a number");
        for line in stdout(&output).lines() {
            assert!(line.chars().count() <= limit, "{line:?} at {width}");
        }
    }
}

#[test]
fn statistics_go_to_standard_error() {
    let output = run(&["read", EXAMPLE, "--stats", "-j1"]);
    assert_eq!(readings(&output).len(), 1);
    for part in [
        "1 read, 0 failed",
        "words        377 (",
        "words/s",
        "with -j 1",
        "peak memory",
    ] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
}

#[test]
fn hostile_text_does_not_drive_the_terminal() {
    let hostile =
        "Border \u{1b}]0;owned\u{7}closed\nThe minister said \u{1b}[2J\u{9b}31mthat \u{202e}the border was shut.\n";
    let output = run_with_input(
        &["read", "-", "--format", "report", "--title", "\u{1b}[8mhidden"],
        hostile.as_bytes(),
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(
        !page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
        "{page:?}"
    );
    assert!(page.contains("hidden"));
}
