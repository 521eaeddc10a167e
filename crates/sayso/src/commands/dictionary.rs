//! `sayso dictionary import`: dictionaries of TABARI and PETRARCH as a knowledge folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sayso::knowledge::petrarch::{self, Import, Problem};

use crate::cli::DictionaryImport;
use crate::console::{Console, print};
use crate::failure::Failure;

/// The report inside the folder: a text, which a knowledge folder does not mind.
const REPORT: &str = "left-out.txt";
/// More malformed lines than this are not shown one by one.
const MOST_SHOWN: usize = 20;

/// Imports the dictionaries. Either the whole folder is there afterwards or none of it.
pub fn import(args: &DictionaryImport, console: &Console) -> Result<(), Failure> {
    if args.out.exists() {
        let message = format!("{}: there already", args.out.display());
        return Err(Failure::new(message).help("Give a folder that is not there yet; it will be made."));
    }
    let mut texts = Vec::new();
    for path in &args.files {
        texts.push((path.display().to_string(), text(path)?));
    }
    let dictionaries: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let import = petrarch::import(&dictionaries).map_err(|error| Failure::of(&error))?;
    if !import.problems.is_empty() && !args.skip_malformed {
        return Err(malformed(&import.problems));
    }
    if import.files.is_empty() {
        return Err(Failure::new("nothing in the dictionaries could be carried over")
            .help("See whether these are actor, agent or verb dictionaries of TABARI or PETRARCH."));
    }
    let report = report(&import);
    write(&args.out, &import, &report).map_err(|error| {
        Failure::new(format!("{}: cannot be written: {error}", args.out.display()))
            .help("See whether the folder that it is to be in is there and writable.")
    })?;
    summary(&args.out, &import, console)
}

/// The dictionary's text. Old dictionaries are in Latin-1, where every byte is the character of that number.
fn text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        Failure::new(format!("{}: cannot be read: {error}", path.display()))
            .help("Give dictionary files that are there.")
    })?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().iter().map(|&byte| char::from(byte)).collect()))
}

fn malformed(problems: &[Problem]) -> Failure {
    let mut message = format!("{} malformed, nothing written:", lines(problems.len()));
    for problem in problems.iter().take(MOST_SHOWN) {
        let _ = write!(message, "\n{problem}");
    }
    if problems.len() > MOST_SHOWN {
        let _ = write!(message, "\nand {} more", problems.len() - MOST_SHOWN);
    }
    Failure::new(message).help("Mend the lines, or give --skip-malformed to leave them out.")
}

fn lines(count: usize) -> String {
    if count == 1 {
        "1 line".to_owned()
    } else {
        format!("{count} lines")
    }
}

/// Everything that was not carried over, each with its place and why.
fn report(import: &Import) -> String {
    let mut text = String::from("What these dictionaries have and sayso has no counterpart for.\n\n");
    for out in &import.left_out {
        let how = if out.partly { "carried over without" } else { "left out" };
        let _ = writeln!(text, "{}:{}: {how}: {}: {}", out.file, out.line, out.why, out.text);
    }
    for problem in &import.problems {
        let _ = writeln!(text, "{problem}; left out");
    }
    text
}

/// Writes everything into a folder beside `out` and gives that its name when all is there.
fn write(out: &Path, import: &Import, report: &str) -> io::Result<()> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".unfinished-{}", std::process::id()));
    let unfinished = out.with_file_name(name);
    let written = write_into(&unfinished, import, report).and_then(|()| fs::rename(&unfinished, out));
    if written.is_err() {
        // What could not be finished is not worth keeping; that it cannot be removed either changes nothing.
        let _ = fs::remove_dir_all(&unfinished);
    }
    written
}

fn write_into(folder: &Path, import: &Import, report: &str) -> io::Result<()> {
    fs::create_dir(folder)?;
    for (path, text, _) in &import.files {
        let file: PathBuf = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, text)?;
    }
    fs::write(folder.join(REPORT), report)
}

fn summary(out: &Path, import: &Import, console: &Console) -> Result<(), Failure> {
    let mut text = String::new();
    for (path, _, entries) in &import.files {
        let _ = writeln!(text, "{}  {} entries", out.join(path).display(), entries);
    }
    print(text.as_bytes())?;
    let mut reasons: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for left_out in &import.left_out {
        *reasons.entry((left_out.partly, left_out.why)).or_default() += 1;
    }
    if !import.problems.is_empty() {
        reasons.insert((false, "malformed"), import.problems.len());
    }
    let mut told = String::new();
    for ((partly, why), count) in &reasons {
        let how = if *partly { "carried over without" } else { "left out" };
        let _ = writeln!(told, "{} {how}: {why}", lines(*count));
    }
    if !told.is_empty() {
        let _ = writeln!(told, "each of them stands in {}", out.join(REPORT).display());
        console.note(&told);
    }
    Ok(())
}
