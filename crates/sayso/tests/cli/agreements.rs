//! `sayso agreements`: what it prints.

use serde_json::Value;

use crate::{EXAMPLE, article, folder, run, run_with_input, stderr, stdout};

const TREATY: &str = "Syldavia and Borduria signed a treaty in Klow. The treaty binds both.";

#[test]
fn a_card_by_itself() {
    let output = run(&["agreements", EXAMPLE, "--width", "80"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let card = stdout(&output);
    assert!(card.starts_with("Putin signs law ratifying"), "{card}");
    assert!(card.contains("\ncomprehensive strategic partnership treaty "), "{card}");
    assert!(card.contains("\n  parties: "), "{card}");
    assert!(card.lines().all(|line| line.chars().count() <= 80), "{card}");
}

#[test]
fn json_has_a_line_for_every_article_and_all_that_rows_point_at() {
    let dir = folder("agreements");
    let path = dir.join("two.jsonl");
    let lines =
        format!("{{\"id\": \"t\", \"title\": \"Treaty\", \"text\": \"{TREATY}\"}}\n{{\"text\": \"It rained.\"}}\n");
    std::fs::write(&path, lines).expect("a file can be written");
    let path = path.to_str().expect("a path of ASCII");
    let output = run(&["agreements", path, "--format", "json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let lines: Vec<Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).expect("it is JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["schema"], "sayso/1");
    assert_eq!(lines[0]["document"]["title"], "Treaty");
    assert_eq!(lines[0]["agreements"][0]["text"], "treaty");
    assert_eq!(lines[1]["agreements"], Value::Array(Vec::new()));
    let entities = lines[0]["entities"].as_array().expect("a list");
    for party in lines[0]["agreements"][0]["parties"].as_array().expect("a list") {
        assert!(entities.iter().any(|entity| entity["id"] == *party), "{party}");
    }
    for format in ["card", "json", "mermaid"] {
        let by = |jobs| run(&["agreements", path, EXAMPLE, "--format", format, "--jobs", jobs]).stdout;
        assert_eq!(by("1"), by("3"), "{format}");
    }
}

#[test]
fn a_timeline_is_one_diagram_for_all_articles() {
    let output = run(&[
        "agreements",
        EXAMPLE,
        &article("border.txt"),
        EXAMPLE,
        "--format",
        "mermaid",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let diagram = stdout(&output);
    assert!(
        diagram.starts_with("timeline\n    title Agreements\n    %% examples"),
        "{diagram}"
    );
    assert_eq!(diagram.matches("timeline\n").count(), 1);
    assert!(diagram.matches("    section ").count() >= 2, "{diagram}");
}

#[test]
fn articles_without_agreements_are_said_to_have_none_and_failures_are_told() {
    let output = run_with_input(&["agreements", "-"], b"It rained all day.");
    assert_eq!(stdout(&output), "No agreement is told of.\n");
    let output = run_with_input(&["agreements", "-", "-f", "mermaid"], b"It rained all day.");
    assert_eq!(stdout(&output), "timeline\n    title Agreements\n");
    let output = run(&["agreements", EXAMPLE, "no-such-file.txt"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("no-such-file.txt"), "{}", stderr(&output));
}
