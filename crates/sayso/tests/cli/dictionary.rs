//! `sayso dictionary import`: dictionaries in, a knowledge folder out.

use std::fs;

use crate::{folder, readings, run, stderr, stdout};

const ACTORS: &str = "HARBOUR_FRONT [NORREB]\n+FRONT_OF_THE_HARBOUR\nGREY_WIZARDS [---]\n";

#[test]
fn a_dictionary_becomes_a_folder_that_readings_use() {
    let folder = folder("dictionary");
    let (dictionary, article) = (folder.join("d.actors.txt"), folder.join("a.txt"));
    fs::write(&dictionary, ACTORS).unwrap();
    fs::write(
        &article,
        "The Harbour Front attacked the town on Monday, officials said.\n",
    )
    .unwrap();
    let out = folder.join("ours");
    let (dictionary, out) = (dictionary.to_str().unwrap(), out.to_str().unwrap());
    let output = run(&["dictionary", "import", dictionary, "--out", out]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("actors.tsv  1 entries"), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("1 line left out: a code that says it is no actor"),
        "{}",
        stderr(&output)
    );
    let report = fs::read_to_string(folder.join("ours/left-out.txt")).unwrap();
    assert!(report.contains("d.actors.txt:3: left out"), "{report}");

    let read = readings(&run(&["read", article.to_str().unwrap(), "--knowledge", out]));
    let front = read[0]
        .entities
        .iter()
        .find(|entity| entity.name.contains("Harbour Front"))
        .unwrap();
    assert_eq!(
        (front.country.as_deref(), &front.sectors[..]),
        (Some("NOR"), &["REB".to_owned()][..])
    );

    let again = run(&["dictionary", "import", dictionary, "--out", out]);
    assert!(
        !again.status.success() && stderr(&again).contains("there already"),
        "{}",
        stderr(&again)
    );
}

#[test]
fn a_malformed_line_is_told_and_nothing_is_written() {
    let folder = folder("dictionary-malformed");
    let dictionary = folder.join("d.actors.txt");
    fs::write(&dictionary, format!("{ACTORS}ANA_TORV [NORGOV\n")).unwrap();
    let out = folder.join("ours");
    let arguments = [
        "dictionary",
        "import",
        dictionary.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let output = run(&arguments);
    assert!(!output.status.success());
    // The terminal's width may break the line anywhere.
    let told: String = stderr(&output).split_whitespace().collect();
    assert!(told.contains("d.actors.txt:4:17"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "only the dictionary itself");
    let output = run(&[&arguments[..], &["--skip-malformed"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        fs::read_to_string(out.join("left-out.txt"))
            .unwrap()
            .contains("expected `]`")
    );
}
