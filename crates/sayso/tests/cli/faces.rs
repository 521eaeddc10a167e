//! The commands beside `read` and `explain`.

use std::io::Write;

use serde_json::Value;

use crate::{EXAMPLE, article, folder, run, stderr, stdout};

#[test]
fn help_names_every_command_and_exit_code() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    for part in [
        "read",
        "explain",
        "html",
        "parse",
        "score",
        "schema",
        "formats",
        "completions",
        "man",
        "Examples:",
        "Exit codes:",
        "  3  ",
    ] {
        assert!(stdout(&output).contains(part), "{part}");
    }
    for command in [
        "read",
        "html",
        "explain",
        "parse",
        "score",
        "schema",
        "formats",
        "completions",
        "man",
    ] {
        assert!(run(&[command, "--help"]).status.success(), "{command}");
    }
}

#[test]
fn version_names_the_weights() {
    let output = run(&["--version"]);
    assert!(output.status.success());
    assert!(stdout(&output).starts_with(concat!("sayso ", env!("CARGO_PKG_VERSION"), "\nweights ")));
}

#[test]
fn schema_describes_every_field_that_read_prints() {
    let schema: Value = serde_json::from_slice(&run(&["schema"]).stdout).expect("the schema is JSON");
    assert!(
        schema["$schema"]
            .as_str()
            .is_some_and(|edition| edition.contains("2020-12"))
    );
    let reading: Value = serde_json::from_slice(&run(&["read", EXAMPLE]).stdout).expect("a reading is JSON");
    let fields = reading.as_object().expect("a reading is an object");
    for field in fields.keys() {
        assert!(schema["properties"].get(field).is_some(), "{field}");
    }
    for field in reading["statements"][0]
        .as_object()
        .expect("a statement is an object")
        .keys()
    {
        assert!(
            schema["$defs"]["Statement"]["properties"].get(field).is_some(),
            "{field}"
        );
    }
}

#[test]
fn parse_prints_conllu_with_offsets() {
    let path = article("border.txt");
    let output = run(&["parse", EXAMPLE, &path]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert_eq!(text.matches("# newdoc id = ").count(), 2);
    assert!(text.contains(&format!("# newdoc id = {path}\n")));
    assert!(text.ends_with("\n\n"));
    let document: Vec<char> = std::fs::read_to_string(crate::repository().join(EXAMPLE))
        .expect("the example ships")
        .chars()
        .collect();
    let mut words = 0;
    let first = text.split("# newdoc id = ").nth(1).expect("there is a first document");
    for line in first
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
    {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns.len(), 10, "{line}");
        let misc = |name: &str| {
            columns[9]
                .split('|')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<usize>().ok())
        };
        if let (Some(start), Some(end)) = (misc("start_char"), misc("end_char")) {
            assert_eq!(document[start..end].iter().collect::<String>(), columns[1], "{line}");
            words += 1;
        }
    }
    assert!(words > 300, "{words} words with offsets");
    assert_eq!(
        run(&["parse", EXAMPLE, &path, "-j1"]).stdout,
        run(&["parse", EXAMPLE, &path, "-j2"]).stdout
    );
}

#[test]
fn completions_and_manual_pages_are_made() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert!(
            output.status.success() && stdout(&output).contains("explain"),
            "{shell}"
        );
    }
    assert!(stdout(&run(&["man"])).contains(".TH sayso 1"));
    let page = run(&["man", "read"]);
    assert!(stdout(&page).contains(".TH sayso-read 1") && stdout(&page).contains("max\\-ratio"));
}

#[test]
fn score_ud_counts_what_differs_from_the_gold() {
    let dir = folder("score-ud");
    let gold = dir.join("gold.conllu");
    let own = run(&["parse", &article("border.txt")]);
    let words = stdout(&own)
        .lines()
        .filter(|line| line.split('\t').nth(3).is_some_and(|upos| upos != "_"))
        .count();
    let score = |text: &str| -> Value {
        std::fs::write(&gold, text).expect("a file can be written");
        let output = run(&["score", "ud", gold.to_str().expect("a path of ASCII"), "--json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).expect("it is JSON")
    };
    let same = score(stdout(&own));
    let names = ["upos", "xpos", "feats", "lemma", "uas", "las", "clas"];
    for name in names {
        assert_eq!(same[name], 1.0, "{name}");
    }
    for name in ["raw_tokens", "raw_sentences", "raw_upos", "raw_las"] {
        assert!(same[name].as_f64().is_some_and(|figure| figure > 0.5), "{name}");
    }
    let wrong = score(&stdout(&own).replacen("\tVERB\t", "\tNOUN\t", 1));
    let expected = (words - 1) as f64 / words as f64;
    assert!(
        wrong["upos"]
            .as_f64()
            .is_some_and(|figure| (figure - expected).abs() < 1e-9),
        "{wrong} of {words}"
    );
    assert_eq!(wrong["las"], 1.0);

    let table = run(&["score", "ud", gold.to_str().expect("a path of ASCII")]);
    assert!(
        stdout(&table).contains("\nlas            1.0000\n"),
        "{}",
        stdout(&table)
    );
}

#[test]
fn score_coref_compares_entities_with_the_gold() {
    let gold = folder("score-coref").join("gold.conllu");
    let words = [
        ("Angela", "(1-person"),
        ("Merkel", "1)"),
        ("said", "_"),
        ("she", "(1-person)"),
        ("would", "_"),
        ("resign", "_"),
        (".", "_"),
    ];
    let mut text = "# newdoc id = a\n# global.Entity = GRP-etype\n".to_owned();
    for (index, (form, entity)) in words.iter().enumerate() {
        let number = index + 1;
        text += &format!("{number}\t{form}\t_\t_\t_\t_\t_\t_\t_\tEntity={entity}\n").replace("Entity=_", "_");
    }
    std::fs::write(&gold, text).expect("a file can be written");
    let output = run(&["score", "coref", gold.to_str().expect("a path of ASCII"), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let figures: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(
        (&figures["conll_f1"], &figures["mention_f1"]),
        (&Value::from(1.0), &Value::from(1.0))
    );
}

#[test]
fn score_sources_reads_the_articles_that_the_key_points_into() {
    let dir = folder("score-sources");
    let (key, texts) = (dir.join("key.jsonl"), dir.join("texts.jsonl"));
    let article = r#"{"id": "a", "text": "Angela Merkel came. She said talks had failed.", "attributions": []}"#;
    std::fs::write(&texts, article).expect("a file can be written");
    let sources = r#"{"id": "a", "sources": [{"span": [20, 23], "is": [[0, 13]]}]}"#;
    std::fs::write(&key, sources).expect("a file can be written");
    let path = |path: &std::path::Path| path.to_str().expect("a path of ASCII").to_owned();
    let output = run(&["score", "sources", &path(&key), "--texts", &path(&texts)]);
    assert!(output.status.success(), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.contains("\npronoun_accuracy     1.0000\n"), "{table}");
    assert!(table.contains("\npronoun_key_count         1\n"), "{table}");
}

#[test]
fn score_figures_and_agreements_read_newswire_and_list_errors() {
    let dir = folder("score-newswire");
    let path = |name: &str| dir.join(name).to_str().expect("a path of ASCII").to_owned();
    let article = r#"{"id": "a", "date": "2024-05-01", "title": "Talks", "text": "Five people sang a song."}"#;
    std::fs::write(path("texts.jsonl"), article).expect("a file can be written");
    let figures = r#"{"id": "a", "figures": [{"span": [19, 23], "number": [19, 23], "kind": "count", "value": 4,
        "low": 4, "high": 4, "unit": null, "of": null, "date": null, "place": null}]}"#;
    std::fs::write(path("figures.jsonl"), figures.replace('\n', " ")).expect("a file can be written");
    let agreements = r#"{"id": "a", "agreements": [{"mentions": [[19, 23]], "instrument": "song", "parties": [],
        "stages": [], "provisions": []}]}"#;
    std::fs::write(path("agreements.jsonl"), agreements.replace('\n', " ")).expect("a file can be written");
    for (task, count, missed) in [
        ("figures", "key_count", "1 figure missed\n    key   song\n"),
        (
            "agreements",
            "agreement_key_count",
            "1 agreement missed\n    key   song\n",
        ),
    ] {
        let key = path(&format!("{task}.jsonl"));
        let texts = path("texts.jsonl");
        let output = run(&["score", task, &key, "--texts", &texts, "--json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let scores: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        assert_eq!(scores[count], Value::from(1.0), "{scores}");
        let output = run(&["score", task, &key, "--texts", &texts, "--errors", "3"]);
        let errors = stdout(&output);
        assert!(errors.contains(missed), "{errors}");
        assert!(
            errors.contains("in    … Five people sang a [song] . … (a 19)"),
            "{errors}"
        );
        let output = run(&["score", task, &key]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("--texts"), "{}", stderr(&output));
    }
}

#[test]
fn score_html_takes_a_folder_of_pages() {
    let dir = folder("score-html");
    let page = std::fs::read(crate::repository().join(article("harbour.html"))).expect("it is there");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(&page).expect("memory takes it");
    std::fs::write(dir.join("harbour.html.gz"), gz.finish().expect("memory takes it")).expect("a file can be written");
    let truth = r#"{"harbour": {"articleBody": "Nothing of this stands in the page at all."}}"#;
    std::fs::write(dir.join("ground-truth.json"), truth).expect("a file can be written");
    let output = run(&["score", "html", dir.to_str().expect("a path of ASCII"), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let figures: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(
        (&figures["precision"], &figures["recall"]),
        (&Value::from(0.0), &Value::from(0.0))
    );
    assert!(figures["pages_per_second"].as_f64().is_some_and(|rate| rate > 0.0));
}

#[test]
fn score_names_a_gold_file_that_it_cannot_use() {
    let output = run(&["score", "ud", EXAMPLE]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("putin-signs-law.txt: line 1"),
        "{}",
        stderr(&output)
    );
    assert_eq!(run(&["score", "html", "no-such-folder"]).status.code(), Some(1));
}

#[test]
fn score_entities_and_attribution_find_part_of_an_invented_gold() {
    let dir = folder("score-small");
    let score = |task: &str, file: &str, text: &str| -> Value {
        let path = dir.join(file);
        std::fs::write(&path, text).expect("a file can be written");
        let output = run(&["score", task, path.to_str().expect("a path of ASCII"), "--json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).expect("it is JSON")
    };
    // "John Smith" is in the text and in gold; "lunch" is in gold but no name.
    let words = [
        ("John", "B-PER"),
        ("Smith", "I-PER"),
        ("liked", "O"),
        ("lunch", "B-ORG"),
        (".", "O"),
    ];
    let rows = words
        .iter()
        .enumerate()
        .map(|(i, (form, tag))| format!("{}\t{form}\t{tag}\t-\t-\n", i + 1));
    let figures = score("entities", "names.iob2", &format!("{}\n", rows.collect::<String>()));
    assert_eq!(
        (&figures["precision"], &figures["recall"]),
        (&Value::from(1.0), &Value::from(0.5)),
        "{figures}"
    );

    let text = "John Smith said that the road was closed. It rained.";
    let gold = serde_json::json!({ "id": "one", "text": text, "attributions": [
        { "source": [[0, 10]], "cue": [[11, 15]], "content": [[16, 40]] },
        { "source": [[42, 44]], "cue": [[45, 51]], "content": [] },
    ] });
    let figures = score("attribution", "gold.jsonl", &format!("{gold}\n"));
    for name in ["cue", "source", "content", "attribution"] {
        assert_eq!(figures[format!("{name}_precision")], 1.0, "{name} in {figures}");
    }
    assert_eq!(figures["cue_recall"], 0.5, "{figures}");
    assert_eq!(figures["attribution_recall"], 0.5, "{figures}");
}
