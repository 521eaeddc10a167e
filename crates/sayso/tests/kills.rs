//! `sayso add` is killed again and again: nothing that it told as added is lost, and nothing is there twice.
//!
//! `SAYSO_KILLS=1000 cargo test -p sayso --test kills` kills a thousand times.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use sayso::Reader;
use sayso::schema::Document;

/// Articles in the ledger at the end.
const ARTICLES: usize = 1500;

#[test]
fn nothing_told_is_lost_and_nothing_doubled() {
    let kills: u32 = std::env::var("SAYSO_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(50);
    let folder = std::env::temp_dir().join(format!("sayso-kills-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let input = folder.join("readings.jsonl");
    fs::write(&input, readings()).expect("it is written");
    let mut ledger = folder.join("0.ledger");
    let mut told = BTreeSet::new();
    let mut random = Random(0x5eed);
    let mut ended = 0;
    for kill in 0..kills {
        let mut child = add(&input, &ledger).stdout(Stdio::piped()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_micros(random.next() % 400_000));
        child.kill().expect("it is killed");
        let mut out = String::new();
        child
            .stdout
            .take()
            .expect("an output")
            .read_to_string(&mut out)
            .expect("it is read");
        let status = child.wait().expect("it ends");
        told.extend(ids(&out));
        if kill % 10 == 9 || status.success() {
            ended += u32::from(status.success());
            assert_clean(&ledger, &told);
        }
        // A whole ledger is nothing to kill: begin another.
        if status.success() {
            ledger = folder.join(format!("{}.ledger", kill + 1));
            told.clear();
        }
    }
    assert!(ended < kills, "every run was over before it was killed");
    let out = add(&input, &ledger).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    told.extend(ids(&String::from_utf8_lossy(&out.stdout)));
    assert_eq!(told.len(), ARTICLES);
    assert_clean(&ledger, &told);
    fs::remove_dir_all(&folder).expect("it is removed");
}

/// Every text told as added is in the ledger, once, and all holds together.
fn assert_clean(ledger: &Path, told: &BTreeSet<String>) {
    let out = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .arg("check")
        .arg("--ledger")
        .arg(ledger)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    // A kill before anything was told may leave no ledger at all.
    if told.is_empty() && !out.status.success() {
        assert!(
            String::from_utf8_lossy(&out.stderr).contains("no ledger here"),
            "{out:?}"
        );
        return;
    }
    assert!(out.status.success(), "{text}{}", String::from_utf8_lossy(&out.stderr));
    let held = sayso_ledger::Ledger::open(ledger, sayso_ledger::Access::Read).expect("it opens");
    let keys = held.documents_after(0, usize::MAX >> 1, None).expect("its documents");
    let mut all = BTreeSet::new();
    for key in keys {
        let reading = held.reading(key).expect("it is read").expect("it is there");
        assert!(all.insert(reading.document.id), "a text is there twice");
    }
    let lost: Vec<&String> = told.difference(&all).collect();
    assert!(lost.is_empty(), "told as added and lost: {lost:?}");
}

fn add(input: &Path, ledger: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command
        .arg("add")
        .arg(input)
        .arg("--readings")
        .arg("--ledger")
        .arg(ledger);
    command.stdin(Stdio::null());
    command
}

/// The ids in the lines told; the last line may be cut off by the kill.
fn ids(out: &str) -> Vec<String> {
    let whole = out.rfind('\n').map_or("", |end| &out[..end]);
    let line = |line: &str| -> Option<String> {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(line["id"].as_str()?.to_owned())
    };
    whole.lines().map(|text| line(text).expect("a line of JSON")).collect()
}

/// Readings of one article, each with another last line.
fn readings() -> String {
    let reader = Reader::english().expect("it loads");
    let article = "The foreign minister of Syldavia said on Monday that 40 trucks had crossed the border.";
    let mut reading = reader.read(Document::new("border.txt", article)).expect("it is read");
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let text = format!("{article}\n\n{number}");
        reading.document = Document::new(format!("{number}.txt"), text);
        lines.push_str(&serde_json::to_string(&reading).expect("it is JSON"));
        lines.push('\n');
    }
    lines
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }
}
