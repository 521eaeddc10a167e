//! `sayso add`: articles in, their readings kept in a ledger.

use std::io::{self, IsTerminal};
use std::time::Instant;

use sayso::intake::RawDocument;
use sayso_ledger::{Access, Edition, Known, Ledger, Packed};

use super::{Ending, reader};
use crate::cli;
use crate::console::Console;
use crate::failure::Failure;
use crate::keeping::{self, Counts, Keeper, Ready, failure};
use crate::statistics::Statistics;
use crate::{documents, ordered, panics, stored};

/// Reads everything that `args` names into the ledger.
pub fn run(args: &cli::Add, console: &Console) -> Result<Ending, Failure> {
    let mut ledger = keeping::open(&args.ledger, Access::Create)?;
    let (counts, statistics) = if args.readings {
        add_readings(args, &mut ledger, console)?
    } else {
        add_articles(args, &mut ledger, console)?
    };
    if console.out_is_terminal() || args.stats {
        console.note(&told(counts, args));
    }
    if args.stats {
        console.note(&statistics.to_string());
    }
    Ok(Ending::of(statistics.documents, statistics.failed))
}

fn told(counts: Counts, args: &cli::Add) -> String {
    let versions = match counts.versions {
        0 => String::new(),
        versions => format!(" ({versions} of them new versions)"),
    };
    let reread = match counts.reread {
        0 => String::new(),
        reread => format!(", {reread} read again"),
    };
    let file = args.ledger.file.display();
    format!(
        "{file}: {} articles added{versions}{reread}, {} known before\n",
        counts.new, counts.known
    )
}

fn add_articles(args: &cli::Add, ledger: &mut Ledger, console: &Console) -> Result<(Counts, Statistics), Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let jobs = documents::jobs(args.jobs);
    let loading = Instant::now();
    let reader = reader(&args.input)?;
    let edition = keeping::edition(&reader, args.input.knowledge.as_deref(), args.input.events.as_deref())?;
    let mut statistics = Statistics::new(loading.elapsed(), jobs);
    let mut keeper = Keeper::new(ledger, edition.clone(), !console.out_is_terminal());
    documents::each(
        documents::raw_documents(&paths, &options),
        &options,
        jobs,
        || {
            let worker = reader.worker().map_err(|error| Failure::of(&error))?;
            Ok((worker, keeping::open(&args.ledger, Access::Read)?))
        },
        |(worker, ledger), document| {
            // What it has need not be read again: an interrupted run goes on quickly.
            if ledger.knows(&document.id, &edition).map_err(|error| failure(&error))? == Known::Same {
                return Ok((Ready::Known(Box::new(document)), 0, 0));
            }
            let (reading, sentences) = worker.read_with_sentences(document);
            let words = reading.document.text.split_whitespace().count() as u64;
            let tokens = sentences.iter().map(|sentence| sentence.tokens.len() as u64).sum();
            let packed = Packed::of(&reading).map_err(|error| failure(&error))?;
            Ok((Ready::Packed(Box::new(packed)), words, tokens))
        },
        |outcome| {
            match outcome.and_then(|made| made) {
                Ok((ready, words, tokens)) => {
                    statistics.count(words, tokens);
                    keeper.take(ready)?;
                }
                Err(failure) => {
                    statistics.count_failure();
                    console.tell(&failure);
                }
            }
            Ok(())
        },
    )?;
    Ok((keeper.end()?, statistics))
}

fn add_readings(args: &cli::Add, ledger: &mut Ledger, console: &Console) -> Result<(Counts, Statistics), Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let jobs = documents::jobs(args.jobs);
    let mut statistics = Statistics::new(std::time::Duration::ZERO, jobs);
    // Who made them is not told in them: `sayso reread` takes them for old.
    let edition = Edition {
        schema: sayso::schema::SCHEMA.to_owned(),
        program: String::new(),
        weights: String::new(),
        knowledge: String::new(),
    };
    let mut keeper = Keeper::new(ledger, edition, !console.out_is_terminal());
    let packed = |raw: Result<RawDocument, Failure>| -> Result<(Ready, u64), Failure> {
        let raw = raw?;
        let source = raw.source.to_string();
        let work = panics::catch(|| {
            let reading = stored::reading(&raw)?;
            if let Some(fault) = sayso_ledger::faults(&reading).first() {
                return Err(Failure::new(format!("{source}: the reading does not hold: {fault}")));
            }
            let words = reading.document.text.split_whitespace().count() as u64;
            let packed = Packed::of(&reading).map_err(|error| failure(&error))?;
            Ok((Ready::Packed(Box::new(packed)), words))
        });
        work.unwrap_or_else(|panic| Err(documents::panicked(&source, &panic)))
    };
    ordered::map(
        documents::raw_documents(&paths, &options),
        jobs,
        || packed,
        |outcome| {
            match outcome {
                Ok((ready, words)) => {
                    statistics.count(words, 0);
                    keeper.take(ready)?;
                }
                Err(failure) => {
                    statistics.count_failure();
                    console.tell(&failure);
                }
            }
            Ok::<_, Failure>(())
        },
    )?;
    Ok((keeper.end()?, statistics))
}
