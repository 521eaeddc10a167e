//! The whole program, run as a user runs it.

mod agreements;
mod dictionary;
mod explain;
mod export;
mod faces;
mod formats;
mod html;
mod inputs;
mod ledger;
mod read;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sayso::schema::Reading;

/// The program, in the repository's root and with nothing in its environment that changes how it prints.
fn sayso(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(repository()).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
fn run(arguments: &[&str]) -> Output {
    sayso(arguments).output().expect("the program starts")
}

/// Runs it with `input` on its standard input.
fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = sayso(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("it has an input")
        .write_all(input)
        .expect("it takes its input");
    child.wait_with_output().expect("it ends")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The path of one of the articles beside these tests, as a user in the repository's root types it.
fn article(name: &str) -> String {
    format!("crates/sayso/tests/articles/{name}")
}

/// A new folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

/// The readings that JSON Lines on standard output hold.
fn readings(output: &Output) -> Vec<Reading> {
    stdout(output)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is a reading"))
        .collect()
}

/// The example that ships.
const EXAMPLE: &str = "examples/putin-signs-law.txt";
