//! How fast the engine parses on one thread, how much memory it takes at most, and how soon it gives a first answer.
//!
//! ```text
//! cargo run --release -p sayso-language --example throughput -- [--weights FILE] FILE...
//! ```
//!
//! A `.jsonl` file holds a document a line, in the field `text`; any other file is one document. One [`Parser`] takes
//! the documents one by one, straight from text to words, tags, lemmas, trees and names. The first document is parsed
//! once before the clock starts. Printed is one JSON object:
//!
//! - `words`: counted between white space; `tokens`, `sentences`, `names`: what came out, so that two runs can be
//!   told to have done the same
//! - `seconds`: from the first document to the last, without loading and reading files
//! - `first_document_seconds`: from the program's start, loading included, until the first document was parsed
//! - `peak_kib`: the most memory that was resident, as Linux counts it (`VmHWM`); `null` elsewhere
//!
//! [`Parser`]: sayso_language::Parser

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use sayso_language::Engine;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let own_weights = paths.first().is_some_and(|first| first.as_os_str() == "--weights");
    let engine = if own_weights {
        let weights = paths.get(1).ok_or("name the weights file")?;
        Engine::from_file(weights)?
    } else {
        Engine::english()?
    };
    if own_weights {
        paths.drain(..2);
    }
    let mut parser = engine.parser()?;
    let mut texts = Vec::new();
    for path in &paths {
        add_documents(path, &mut texts)?;
    }
    let Some(first) = texts.first() else {
        return Err("name files with documents in them".into());
    };
    parser.parse(first);
    let first_document_seconds = start.elapsed().as_secs_f64();

    let (mut tokens, mut sentences, mut names) = (0, 0, 0);
    let start = Instant::now();
    for text in &texts {
        let parsed = parser.parse(text);
        sentences += parsed.len();
        tokens += parsed.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
        names += parsed.iter().map(|sentence| sentence.names.len()).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();

    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    println!(
        "{}",
        serde_json::json!({
            "documents": texts.len(),
            "words": words,
            "tokens": tokens,
            "sentences": sentences,
            "names": names,
            "seconds": seconds,
            "words_per_second": words as f64 / seconds,
            "first_document_seconds": first_document_seconds,
            "peak_kib": peak_kib(),
        })
    );
    Ok(())
}

fn add_documents(path: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let at = |cause: &dyn Error| format!("{}: {cause}", path.display());
    let file = fs::read_to_string(path).map_err(|error| at(&error))?;
    if path.extension().is_none_or(|extension| extension != "jsonl") {
        texts.push(file);
        return Ok(());
    }
    for (index, line) in file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut record: serde_json::Value = serde_json::from_str(line).map_err(|error| at(&error))?;
        let serde_json::Value::String(text) = record["text"].take() else {
            return Err(format!("{}: line {} has no string `text`", path.display(), index + 1).into());
        };
        texts.push(text);
    }
    Ok(())
}

fn peak_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
