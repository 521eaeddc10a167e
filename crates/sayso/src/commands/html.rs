//! `sayso html`: articles in, one page for a browser out.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use sayso::schema::Reading;

use super::{Ending, reader};
use crate::cli;
use crate::console::{Console, print};
use crate::documents;
use crate::failure::Failure;
use crate::page::{Level, Piece, page};

/// Reads everything that `args` names and writes the page.
pub fn run(args: &cli::Html, console: &Console) -> Result<Ending, Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    if let Some(path) = &args.output {
        check(path)?;
    }
    let reader = reader(&args.input)?;
    let mut readings: Vec<Reading> = Vec::new();
    let mut failed = 0;
    documents::each(
        documents::raw_documents(&paths, &options),
        &options,
        documents::jobs(args.jobs),
        || reader.worker().map_err(|error| Failure::of(&error)),
        |worker, document| worker.read(document),
        |outcome| {
            match outcome {
                Ok(reading) => readings.push(reading),
                Err(failure) => {
                    failed += 1;
                    console.tell(&failure);
                }
            }
            Ok(())
        },
    )?;
    // Whether an article is the page's only one, and so where its headline ranks, is known at the end.
    let level = if readings.len() == 1 {
        Level::First
    } else {
        Level::Second
    };
    let pieces: Vec<Piece> = (readings.iter().zip(1..))
        .map(|(reading, number)| Piece::draw(reading, number, level))
        .collect();
    if !pieces.is_empty() {
        let page = page(&pieces);
        match &args.output {
            Some(path) => fs::write(path, page).map_err(|error| not_written(path, &error))?,
            None => print(page.as_bytes())?,
        }
    }
    Ok(Ending::of(pieces.len() as u64, failed))
}

/// Finds out before the reading, which may take long, what would keep the page from being written after it.
fn check(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(
            Failure::new(format!("{}: is a folder", path.display())).help("Name a file in it: --output page.html.")
        );
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(Failure::new(format!(
            "{}: the folder {} is not there",
            path.display(),
            folder.display()
        ))
        .help("Make the folder, or name another.")),
        _ => Ok(()),
    }
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{}: cannot be written", path.display()))
        .because(Some(error))
        .help("See whether the disk is full and the folder writable.")
}
