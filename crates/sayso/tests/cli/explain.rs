//! `sayso explain`: every row that `read` prints can be asked about.

use crate::{EXAMPLE, article, readings, run, stderr, stdout};

#[test]
fn explains_every_row_of_the_example() {
    let reading = readings(&run(&["read", EXAMPLE])).remove(0);
    let statements = reading.statements.iter().map(|row| (row.id.as_str(), &row.because));
    let rows: Vec<_> = statements
        .chain(reading.entities.iter().map(|row| (row.id.as_str(), &row.because)))
        .chain(reading.events.iter().map(|row| (row.id.as_str(), &row.because)))
        .collect();
    assert!(rows.len() > 10, "{} rows", rows.len());
    for (id, because) in rows {
        let output = run(&["explain", EXAMPLE, "--row", id, "--width", "200"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let page = stdout(&output);
        assert!(page.starts_with(id), "{page}");
        for line in &because.lines {
            assert!(page.contains(line.as_str()), "{line} in {page}");
        }
        for span in &because.tokens {
            assert!(
                page.contains(&format!("characters {} to {}", span.start, span.end)),
                "{page}"
            );
        }
        assert!(
            because.tokens.is_empty() || page.contains(" ◀\n"),
            "no word is marked in {page}"
        );
        assert!(page.contains("Sentence at characters"), "{page}");
    }
}

#[test]
fn page_of_one_statement() {
    let path = article("border.txt");
    let reading = readings(&run(&["read", &path])).remove(0);
    let denial = reading
        .statements
        .iter()
        .find(|row| row.text.contains("denied"))
        .expect("the denial is a statement");
    let short = &denial.id.as_str()[..10];
    let output = run(&["explain", &path, "--row", short, "--width", "80"]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!(without_line_numbers(stdout(&output)));
}

/// `cues.tsv:243 deny` as `cues.tsv:N deny`: a line added above is no change to this page.
fn without_line_numbers(page: &str) -> String {
    let lines = page.lines().map(
        |line| match line.split_once(".tsv:").or_else(|| line.split_once(".rules:")) {
            Some((file, rest)) => {
                let kind = if line.contains(".tsv:") { "tsv" } else { "rules" };
                format!(
                    "{file}.{kind}:N{}\n",
                    rest.trim_start_matches(|c: char| c.is_ascii_digit())
                )
            }
            None => format!("{line}\n"),
        },
    );
    lines.collect()
}

#[test]
fn an_ambiguous_or_unknown_id_is_told() {
    let output = run(&["explain", EXAMPLE, "--row", "st-"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("more than one row") && stderr(&output).matches("st-").count() > 2);
    let output = run(&["explain", EXAMPLE, "--row", "st-ffffffffffffffffffffffff"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no row"), "{}", stderr(&output));
}
