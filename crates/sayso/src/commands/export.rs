//! `sayso export`: articles or readings in, a format that other tools read out.

use std::io::{self, BufWriter, ErrorKind, IsTerminal};
use std::path::Path;

use sayso::Worker;
use sayso::intake::{Options, RawDocument};
use sayso::language::Sentence;
use sayso::schema::Reading;
use sayso_export::{EventFormat, ExportError, Exporter, Format, Run};
use sayso_ledger::Access;

use super::{Ending, reader};
use crate::cli::{self, ExportFormat};
use crate::console::Console;
use crate::documents;
use crate::failure::Failure;
use crate::{keeping, ordered, panics, stored};

/// What comes of one document.
struct Piece {
    reading: Reading,
    sentences: Vec<Sentence>,
}

/// Readings of a ledger are asked for so many at a time.
const PAGE: usize = 256;

/// Reads everything that `args` names and writes it in its format.
pub fn run(args: &cli::Export, console: &Console) -> Result<Ending, Failure> {
    if let Some(file) = &args.ledger {
        return from_ledger(args, file, console);
    }
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let format = format(args.format);
    // Before the reading, which may take long, what would keep it from being written is found out.
    let mut exporter = exporter(args, format, console)?;
    let reader = reader(&args.input)?;
    let (mut done, mut failed) = (0, 0);
    let (reader, options) = (&reader, &options);
    let worker = || {
        let mut own = None;
        move |raw: Result<RawDocument, Failure>| {
            let raw = raw?;
            let source = raw.source.to_string();
            let mut used = match own.take() {
                Some(used) => used,
                None => reader.worker().map_err(|error| Failure::of(&error))?,
            };
            let outcome = panics::catch(|| piece(&mut used, raw, format, options));
            // After a panic the worker may be half changed: it is dropped, and the next document gets a new one.
            if outcome.is_ok() {
                own = Some(used);
            }
            outcome.unwrap_or_else(|panic| Err(documents::panicked(&source, &panic)))
        }
    };
    ordered::map(
        documents::raw_documents(&paths, options),
        documents::jobs(args.jobs),
        worker,
        |outcome: Result<Piece, Failure>| -> Result<(), Failure> {
            match outcome {
                Ok(Piece { reading, sentences }) => {
                    done += 1;
                    let document = &reading.document;
                    let written = exporter.write(&reading);
                    written
                        .and_then(|()| exporter.write_sentences(document, &sentences))
                        .map_err(|error| not_exported(&error))?;
                }
                Err(failure) => {
                    failed += 1;
                    console.tell(&failure);
                }
            }
            Ok(())
        },
    )?;
    exporter.finish().map_err(|error| not_exported(&error))?;
    Ok(Ending::of(done, failed))
}

/// Writes what a ledger has: the latest text of each address, in the order of adding.
fn from_ledger(args: &cli::Export, file: &Path, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open_file(file, Access::Read)?;
    let format = format(args.format);
    let mut exporter = exporter(args, format, console)?;
    let reader = if format.needs_sentences() {
        Some(reader(&args.input)?)
    } else {
        None
    };
    let mut worker = match &reader {
        Some(reader) => Some(reader.worker().map_err(|error| Failure::of(&error))?),
        None => None,
    };
    let (mut after, mut done) = (0, 0);
    loop {
        let page = ledger
            .documents_after(after, PAGE, None)
            .map_err(|error| keeping::failure(&error))?;
        let Some(&last) = page.last() else { break };
        for key in page {
            if !args.all_versions && !ledger.place_of(key).map_err(|error| keeping::failure(&error))?.latest {
                continue;
            }
            let Some(reading) = ledger.reading(key).map_err(|error| keeping::failure(&error))? else {
                continue;
            };
            let sentences = worker.as_mut().map(|worker| worker.parse(&reading.document.text));
            let written = exporter.write(&reading);
            written
                .and_then(|()| exporter.write_sentences(&reading.document, &sentences.unwrap_or_default()))
                .map_err(|error| not_exported(&error))?;
            done += 1;
        }
        after = last;
    }
    exporter.finish().map_err(|error| not_exported(&error))?;
    Ok(Ending::of(done, 0))
}

fn exporter(args: &cli::Export, format: Format, console: &Console) -> Result<Exporter<'static>, Failure> {
    let engine = super::engine(None)?;
    let options = sayso_export::Options {
        by_month: args.by_month,
        run: Run {
            program: concat!("sayso ", env!("CARGO_PKG_VERSION")).to_owned(),
            weights: Some(engine.name().to_owned()),
            started: args.started.clone(),
            ended: args.ended.clone(),
        },
    };
    let exporter = match &args.output {
        Some(path) if !format.is_folder() && path.is_dir() => {
            return Err(Failure::new(format!("{}: is a folder", path.display()))
                .help(format!("Name a file in it for `{}`.", format.name())));
        }
        Some(path) => Exporter::to_path(format, path, &options),
        // What articles say could drive a terminal, and these formats are for programs.
        None if console.out_is_terminal() && !format.is_folder() => {
            return Err(Failure::new("there is nowhere to write to")
                .help("Name a file with --output, or send the output into a file or a program."));
        }
        None => Exporter::to_stream(format, BufWriter::new(io::stdout()), &options),
    };
    exporter.map_err(|error| not_exported(&error))
}

/// A document's reading: as it came, where a reading came, else made now.
fn piece(worker: &mut Worker<'_>, raw: RawDocument, format: Format, options: &Options) -> Result<Piece, Failure> {
    let (reading, is_read) = if stored::opens_as_reading(&raw.bytes) {
        (stored::reading(&raw)?, true)
    } else {
        (Reading::of(documents::document(raw, options)?), false)
    };
    if format.needs_sentences() {
        let sentences = worker.parse(&reading.document.text);
        return Ok(Piece { reading, sentences });
    }
    let reading = if is_read {
        reading
    } else {
        worker.read(reading.document)
    };
    Ok(Piece {
        reading,
        sentences: Vec::new(),
    })
}

fn format(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Events => Format::Events(EventFormat::Csv),
        ExportFormat::Plover => Format::Events(EventFormat::Plover),
        ExportFormat::Polecat => Format::Events(EventFormat::Polecat),
        ExportFormat::Gdelt => Format::Events(EventFormat::Gdelt),
        ExportFormat::Geojson => Format::Geojson,
        ExportFormat::Ftm => Format::Ftm,
        ExportFormat::Annotations => Format::Annotations,
        ExportFormat::Brat => Format::Brat,
        ExportFormat::Conllu => Format::Conllu,
        ExportFormat::SchemaOrg => Format::SchemaOrg,
        ExportFormat::Prov => Format::Prov,
    }
}

/// What kept the export from being written, with what to do. A pipe that nobody reads any longer is no failure.
fn not_exported(error: &ExportError) -> Failure {
    if error.io().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        return Failure::from(io::Error::from(ErrorKind::BrokenPipe));
    }
    let help = match error {
        ExportError::NotWritten { .. } | ExportError::Stream(_) => {
            "See whether the disk is full and the folder there and writable."
        }
        ExportError::NotEmpty { .. } => "Name a new folder, or empty this one.",
        ExportError::NeedsFolder { .. } => "Name a folder with --output.",
        ExportError::NotByMonth { .. } => "Leave --by-month out, or write parquet.",
        ExportError::TooMuchText { .. } => "Export fewer articles at once.",
        ExportError::Table(_) | ExportError::Parquet { .. } | ExportError::Json(_) => {
            "This is a fault in sayso, not in the input. Please report it."
        }
    };
    Failure::of(error).help(help)
}
