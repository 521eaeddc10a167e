//! Readings kept in a ledger and asked for.

use std::path::Path;

use serde_json::Value;

use crate::{EXAMPLE, article, folder, run, run_with_input, stderr, stdout};

/// Runs a command on a ledger that works, and gives its output.
fn on(ledger: &str, arguments: &[&str]) -> String {
    let output = run(&[arguments, &["--ledger", ledger]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output).to_owned()
}

/// The same, where each line is a JSON object.
fn lines(ledger: &str, arguments: &[&str]) -> Vec<Value> {
    let out = on(ledger, arguments);
    out.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

fn ledger(name: &str) -> String {
    let file = folder(name).join("news.ledger");
    file.to_str().expect("the path is UTF-8").to_owned()
}

#[test]
fn articles_are_added_once_and_asked_for() {
    let ledger = ledger("ledger-ask");
    let added = lines(&ledger, &["add", EXAMPLE, &article("border.txt"), "-j2"]);
    let outcomes: Vec<&str> = added.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["new", "new"]);
    let again = lines(&ledger, &["add", EXAMPLE]);
    assert_eq!(again[0]["outcome"], "known");

    let aid = lines(
        &ledger,
        &["ask", "events", "--who", "PRK", "--to", "RUS", "--type", "AID"],
    );
    assert!(!aid.is_empty());
    for line in &aid {
        assert_eq!(line["row"]["type"], "AID");
        assert_eq!(line["document"]["source"], EXAMPLE);
    }
    let told = lines(
        &ledger,
        &["ask", "statements", "--source", "Mediazona", "--certainty", "probable"],
    );
    assert!(
        told.iter()
            .any(|line| line["row"]["text"].as_str().is_some_and(|text| text.contains("July")))
    );
    let figures = lines(
        &ledger,
        &["ask", "figures", "--text", "students", "--who", "nobody at all"],
    );
    assert!(figures.is_empty());
    let agreements = lines(
        &ledger,
        &["ask", "agreements", "--class", "DEFENSE", "--stage", "signed"],
    );
    assert_eq!(agreements.len(), 1);
    let count = on(&ledger, &["ask", "statements", "--count"]);
    let all = lines(&ledger, &["ask", "statements", "--limit", "1000"]);
    assert_eq!(count.trim(), all.len().to_string());
    let by_type = lines(&ledger, &["ask", "statements", "--by", "type"]);
    let sum: u64 = by_type.iter().filter_map(|line| line["count"].as_u64()).sum();
    assert_eq!(sum as usize, all.len());
    assert_eq!(lines(&ledger, &["ask", "documents"]).len(), 2);
    assert!(!lines(&ledger, &["ask", "entities", "--text", "Putin", "--type", "person"]).is_empty());
}

#[test]
fn rows_are_shown_with_where_they_are_from() {
    let ledger = ledger("ledger-show");
    on(&ledger, &["add", EXAMPLE]);
    let rows = lines(&ledger, &["ask", "figures", "--text", "130"]);
    let id = rows[0]["row"]["id"].as_str().expect("an id");
    let shown = on(&ledger, &["show", &id[..12]]);
    for part in ["figure", "What fired", "Where it is from", EXAMPLE, "read by sayso"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let json: Value = serde_json::from_str(&on(&ledger, &["show", id, "--json"])).expect("JSON");
    assert_eq!(json["row"], rows[0]["row"]);
    let missing = run(&["show", "st-0000", "--ledger", &ledger]);
    assert!(!missing.status.success() && stderr(&missing).contains("there is no row"));
}

#[test]
fn days_and_disputes_are_laid_out() {
    let ledger = ledger("ledger-days");
    on(&ledger, &["add", EXAMPLE]);
    let dated = b"Rebels attacked the port of Calabar on 3 June 2030. Nigeria and Chad held talks on 1 June 2030.";
    let added = run_with_input(&["add", "-", "--ledger", &ledger], dated);
    assert!(added.status.success(), "{}", stderr(&added));
    let timeline = on(&ledger, &["timeline"]);
    let days: Vec<&str> = timeline.lines().filter(|line| line.starts_with("2030")).collect();
    assert_eq!(days, ["2030-06-01", "2030-06-03"], "{timeline}");
    let disputes = on(&ledger, &["disputes"]);
    assert!(disputes.contains("3,765") && disputes.contains("130"), "{disputes}");
    assert!(on(&ledger, &["disputes", "--type", "date"]).contains("Nothing"));
}

#[test]
fn readings_are_added_as_articles_are() {
    let of_articles = ledger("ledger-articles");
    let of_readings = ledger("ledger-readings");
    on(&of_articles, &["add", EXAMPLE]);
    let readings = run(&["read", EXAMPLE, "--format", "jsonl"]).stdout;
    let added = run_with_input(&["add", "-", "--readings", "--ledger", &of_readings], &readings);
    assert!(added.status.success(), "{}", stderr(&added));
    let rows = |ledger: &str| -> Vec<Value> {
        let rows = lines(ledger, &["ask", "events", "--limit", "99"]);
        rows.into_iter().map(|mut line| line["row"].take()).collect()
    };
    assert_eq!(rows(&of_articles), rows(&of_readings));
    // What was read elsewhere is read again here, and comes to the same.
    let reread = lines(&of_readings, &["reread"]);
    assert_eq!(reread[0]["outcome"], "reread");
    assert!(lines(&of_readings, &["reread"]).is_empty());
    assert_eq!(rows(&of_articles), rows(&of_readings));
    assert!(on(&of_readings, &["check"]).contains("everything holds together"));

    let text = String::from_utf8(readings).expect("it is UTF-8");
    let false_text = text.replacen("\"id\":\"", "\"id\":\"0", 1);
    let refused = run_with_input(
        &["add", "-", "--readings", "--ledger", &of_readings],
        false_text.as_bytes(),
    );
    assert!(
        !refused.status.success() && stderr(&refused).contains("does not hold"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn what_a_ledger_has_is_exported() {
    let ledger = ledger("ledger-export");
    on(&ledger, &["add", EXAMPLE]);
    let exported = run(&["export", "--ledger", &ledger, "-f", "jsonl"]);
    assert!(exported.status.success(), "{}", stderr(&exported));
    assert_eq!(stdout(&exported), stdout(&run(&["read", EXAMPLE, "--format", "jsonl"])));
}

#[test]
fn folders_are_watched_and_gone_on_with() {
    let inbox = folder("ledger-inbox");
    let ledger = ledger("ledger-watch");
    let copy = |name: &str, of: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        std::fs::copy(root.join(of), inbox.join(name)).expect("it is copied");
    };
    copy("one.txt", EXAMPLE);
    let inbox = inbox.to_str().expect("the path is UTF-8");
    // A file that was just written may still be written to.
    std::thread::sleep(std::time::Duration::from_millis(2500));
    on(&ledger, &["watch", inbox, "--once"]);
    copy("two.txt", &article("border.txt"));
    std::thread::sleep(std::time::Duration::from_millis(2500));
    let told = run(&["watch", inbox, "--once", "--ledger", &ledger]);
    assert!(stderr(&told).contains("1 articles added"), "{}", stderr(&told));
    assert_eq!(lines(&ledger, &["ask", "documents"]).len(), 2);
}

#[test]
fn queries_read_and_change_nothing() {
    let ledger = ledger("ledger-sql");
    on(&ledger, &["add", EXAMPLE]);
    let table = on(&ledger, &["sql", "SELECT count(*) AS n, min(type) AS least FROM event"]);
    assert!(table.starts_with("n\tleast\n"), "{table}");
    let object = lines(&ledger, &["sql", "SELECT id FROM document", "--json"]);
    assert_eq!(object[0]["id"].as_str().map(str::len), Some(64));
    for bad in ["DELETE FROM event", "no SQL at all"] {
        let output = run(&["sql", bad, "--ledger", &ledger]);
        assert!(!output.status.success(), "{bad}");
    }
    let days = run(&["ask", "events", "--since", "tomorrow", "--ledger", &ledger]);
    assert!(!days.status.success() && stderr(&days).contains("YYYY-MM-DD"));
    let none = run(&["ask", "events", "--ledger", "nowhere.ledger"]);
    assert!(!none.status.success() && stderr(&none).contains("there is no ledger here"));
}
