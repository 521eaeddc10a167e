//! Embeds claims, one a line, and says how fast.
//!
//! ```text
//! cargo run --release -p sayso-language --example claims -- [--model FILE] TEXTS EMBEDDINGS
//! ```
//!
//! `EMBEDDINGS` gets 388 bytes for each line of `TEXTS`, as `Embedding::to_bytes` gives them; `training/claims.py
//! compare` reads both. Printed is one JSON object: lines, seconds and lines a second on one thread, without loading.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use sayso_language::{ClaimEncoder, find_claim_model};

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let mut told = None;
    if paths.first().is_some_and(|first| first.as_os_str() == "--model") {
        told = paths.drain(..2.min(paths.len())).nth(1);
    }
    let [texts, embeddings] = paths.as_slice() else {
        return Err("name a file of texts and one for their embeddings".into());
    };
    let start = Instant::now();
    let mut encoder = ClaimEncoder::open(&find_claim_model(told.as_deref())?)?;
    let loading = start.elapsed().as_secs_f64();
    let lines = read(texts)?;
    let lines: Vec<&str> = lines.lines().collect();
    let start = Instant::now();
    let found = encoder.embed(&lines);
    let seconds = start.elapsed().as_secs_f64();
    let bytes: Vec<u8> = found.iter().flat_map(|embedding| embedding.to_bytes()).collect();
    fs::write(embeddings, bytes)?;
    println!(
        "{}",
        serde_json::json!({
            "model": encoder.name(),
            "lines": lines.len(),
            "words": lines.iter().map(|line| line.split_whitespace().count()).sum::<usize>(),
            "loading_seconds": loading,
            "seconds": seconds,
            "lines_per_second": lines.len() as f64 / seconds,
        })
    );
    Ok(())
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()).into())
}
