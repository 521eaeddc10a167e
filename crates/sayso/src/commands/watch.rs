//! `sayso watch`: what is new in feeds and folders, kept in a ledger.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sayso::Worker;
use sayso::intake::{Format, Options as IntakeOptions, Place, RawDocument};
use sayso::schema::Document;
use sayso_fetch::{
    Content, EntryFacts, Item, MediaType, Notice, Options, Progress, Sink, SinkError, Source, State, Taken, WatchError,
    Watcher, parse_network,
};
use sayso_ledger::{Access, Added, Edition, Ledger, Packed};

use super::{Ending, reader_with};
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::plain::plain;
use crate::{documents, panics};

/// Under which name the ledger remembers how far watching is.
const MEMORY: &str = "watch";

/// Watches what `args` names until it is told to stop.
pub fn run(args: &cli::Watch, console: &Console) -> Result<Ending, Failure> {
    let mut sources = Vec::new();
    for given in &args.sources {
        sources.extend(Source::parse(given).map_err(|error| Failure::of(&error))?);
    }
    let mut ledger = keeping::open(&args.ledger, Access::Create)?;
    let state = match ledger.remembered(MEMORY).map_err(|error| failure(&error))? {
        None => State::default(),
        Some(json) => serde_json::from_str(&json).map_err(|error| {
            Failure::new(format!(
                "{}: how far watching was cannot be read: {error}",
                args.ledger.file.display()
            ))
        })?,
    };
    let reader = reader_with(args.knowledge.as_deref(), None)?;
    let edition = keeping::edition(&reader, args.knowledge.as_deref(), None)?;
    let mut keeper = Keeper {
        ledger: &mut ledger,
        edition,
        worker: reader.worker().map_err(|error| Failure::of(&error))?,
        intake: IntakeOptions {
            limits: documents::limits(args.limits),
            ..IntakeOptions::default()
        },
        quiet: args.quiet,
        console,
    };
    let stop = stop_flag()?;
    let mut watcher = Watcher::new(sources, options(args)?, state);
    let summary = if args.once {
        watcher.run_once(&stop, &mut keeper)
    } else {
        watcher.run(&stop, &mut keeper)
    };
    let summary = summary.map_err(|error| match error {
        WatchError::Setup(error) => Failure::of(&error),
        WatchError::Sink(error) => Failure::new(error.to_string()).help("Start the same command again to go on."),
    })?;
    let file = args.ledger.file.display();
    console.note(&format!(
        "{file}: {} articles added, {} known before, {} could not be had or read\n",
        summary.stored,
        summary.known,
        summary.refused + summary.passed_over
    ));
    let nothing_worked = summary.looks == 0 && summary.failures > 0;
    Ok(if nothing_worked {
        Ending::AllFailed
    } else {
        Ending::Done
    })
}

fn options(args: &cli::Watch) -> Result<Options, Failure> {
    let default = Options::default();
    let networks = args.allow_network.iter().map(|network| parse_network(network));
    Ok(Options {
        interval: Duration::from_secs(args.every * 60),
        host_delay: Duration::from_secs(args.host_delay),
        allowed_networks: networks
            .collect::<Result<_, _>>()
            .map_err(|error| Failure::of(&error))?,
        user_agent: args.user_agent.clone().unwrap_or(default.user_agent.clone()),
        ..default
    })
}

/// A flag that Ctrl-C and a request to end set. The second one ends at once: a batch that is not committed is not there.
fn stop_flag() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    let handler = move || {
        if set.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler).map_err(|error| Failure::of(&error))?;
    Ok(stop)
}

/// Reads what is found and keeps it, each item in one transaction with how far watching is.
struct Keeper<'r, 'l> {
    ledger: &'l mut Ledger,
    edition: Edition,
    worker: Worker<'r>,
    intake: IntakeOptions,
    quiet: bool,
    console: &'l Console,
}

impl Sink for Keeper<'_, '_> {
    fn take(&mut self, item: Item, progress: Progress<'_>) -> Result<Taken, SinkError> {
        let documents = self.documents(&item);
        let is_empty = documents.is_empty();
        let mut packed = Vec::new();
        for document in documents {
            let source = document.source.clone();
            match panics::catch(|| self.worker.read(document)) {
                Ok(reading) => packed.push(Packed::of(&reading)?),
                Err(panic) => self.console.tell(&documents::panicked(&source, &panic)),
            }
        }
        let state = serde_json::to_string(progress.state)?;
        let mut batch = self.ledger.batch(&self.edition)?;
        let mut is_new = false;
        for packed in &packed {
            is_new |= matches!(batch.add(packed)?, Added::New | Added::NewVersion);
        }
        batch.remember(MEMORY, &state)?;
        batch.commit()?;
        Ok(match (is_empty, is_new) {
            (true, _) => Taken::Refused,
            (_, true) => Taken::Stored,
            (_, false) => Taken::Known,
        })
    }

    fn checkpoint(&mut self, progress: Progress<'_>) -> Result<(), SinkError> {
        let state = serde_json::to_string(progress.state)?;
        let mut batch = self.ledger.batch(&self.edition)?;
        batch.remember(MEMORY, &state)?;
        Ok(batch.commit()?)
    }

    fn notice(&mut self, notice: &Notice) {
        if !self.quiet {
            // Standard output tells what happened; a closed pipe is told by the next article that is kept.
            let _ = print(format!("{}\n", plain(&notice.to_string())).as_bytes());
        }
    }
}

impl Keeper<'_, '_> {
    /// The articles of an item; what cannot be taken in is told.
    fn documents(&self, item: &Item) -> Vec<Document> {
        let mut documents = Vec::new();
        let mut take = |raw: Result<RawDocument, Failure>, url: Option<&str>| {
            let document = raw.and_then(|raw| documents::document(raw, &self.intake));
            match document {
                Ok(mut document) => {
                    complete(&mut document, url, item.entry.as_ref());
                    documents.push(document);
                }
                Err(failure) => self.console.tell(&failure),
            }
        };
        match &item.content {
            Content::Page(page) => take(
                Ok(raw(&page.url, format(page.media_type), &page.bytes)),
                Some(&page.url),
            ),
            Content::FromFeed { url, html } => {
                let source = url.as_deref().or(item.entry.as_ref().map(|entry| entry.id.as_str()));
                let source = source.unwrap_or(&item.source);
                take(Ok(raw(source, Format::Html, html.as_bytes())), url.as_deref());
            }
            Content::File(path) => {
                for raw in documents::raw_documents(std::slice::from_ref(path), &self.intake) {
                    take(raw, None);
                }
            }
        }
        documents
    }
}

fn raw(source: &str, format: Format, bytes: &[u8]) -> RawDocument {
    RawDocument {
        source: Place::file(source),
        format,
        bytes: bytes.to_vec(),
    }
}

fn format(media_type: MediaType) -> Format {
    match media_type {
        MediaType::Text => Format::Text,
        _ => Format::Html,
    }
}

/// Adds what the feed tells and the page does not.
fn complete(document: &mut Document, url: Option<&str>, entry: Option<&EntryFacts>) {
    let or = |own: &mut Option<String>, told: Option<String>| {
        if own.is_none() {
            *own = told;
        }
    };
    or(&mut document.url, url.map(str::to_owned));
    let Some(entry) = entry else { return };
    or(&mut document.title, entry.title.clone());
    or(&mut document.published, entry.published.clone());
    or(&mut document.publisher, entry.publisher.clone());
    or(&mut document.language, entry.language.clone());
    or(
        &mut document.byline,
        Some(entry.authors.join(", ")).filter(|authors| !authors.is_empty()),
    );
}
