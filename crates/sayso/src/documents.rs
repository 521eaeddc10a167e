//! Every document of an input through one piece of work, on many threads, with what fails set aside.
//!
//! `read` and `parse` differ in what they do with a document; that inputs fail one by one, that a panic costs one
//! document, and that results come in order is the same for both and is here.

use std::path::{Path, PathBuf};

use sayso::intake::{Intake, IntakeError, Limits, Options, RawDocument};
use sayso::schema::Document;

use crate::cli;
use crate::failure::Failure;
use crate::{ordered, panics};

/// What intake needs to know, from the command line.
///
/// # Errors
///
/// When `--published` is no date.
pub fn options(input: &cli::Input) -> Result<Options, Failure> {
    let options = Options {
        published: input.published.clone(),
        publisher: input.publisher.clone(),
        title: input.title.clone(),
        limits: limits(input.limits),
    };
    match &options.published {
        Some(day) if sayso::intake::iso_date(day).is_none() => {
            Err(Failure::new(format!("--published: `{day}` is not a date")).help("Write it as YYYY-MM-DD."))
        }
        _ => Ok(options),
    }
}

/// Intake's limits with those that were given.
pub fn limits(given: cli::Limits) -> Limits {
    let limits = Limits::default();
    Limits {
        document: given.max_document.unwrap_or(limits.document),
        unpacked: given.max_unpacked.unwrap_or(limits.unpacked),
        ratio: given.max_ratio.unwrap_or(limits.ratio),
        html: given.max_html.unwrap_or(limits.html),
        html_depth: given.max_html_depth.unwrap_or(limits.html_depth),
        html_elements: given.max_html_elements.unwrap_or(limits.html_elements),
    }
}

/// The paths to read; standard input where none is given and something can come from there.
///
/// # Errors
///
/// When there is nothing to read.
pub fn paths(input: &cli::Input, stdin_is_terminal: bool) -> Result<Vec<PathBuf>, Failure> {
    if !input.paths.is_empty() {
        return Ok(input.paths.clone());
    }
    if stdin_is_terminal {
        return Err(Failure::new("there is nothing to read")
            .help("Name files or folders, or pipe an article in. `sayso --help` shows examples."));
    }
    Ok(vec![PathBuf::from("-")])
}

/// How many threads to work on.
pub fn jobs(asked: Option<u16>) -> usize {
    match asked {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// The raw documents under `paths`. A panic in intake ends the input and is told.
pub fn raw_documents(
    paths: &[PathBuf],
    options: &Options,
) -> impl Iterator<Item = Result<RawDocument, Failure>> + Send {
    let mut intake = Some(Intake::new(paths, options));
    std::iter::from_fn(move || {
        let next = panics::catch(|| intake.as_mut().and_then(Iterator::next));
        match next {
            Ok(item) => item.map(|item| item.map_err(|error| not_taken_in(&error))),
            Err(panic) => {
                intake = None;
                Some(Err(panicked("the input", &panic)))
            }
        }
    })
}

/// A document from what came in.
pub fn document(raw: RawDocument, options: &Options) -> Result<Document, Failure> {
    let source = raw.source.to_string();
    match panics::catch(|| raw.into_document(options)) {
        Ok(document) => document.map_err(|error| not_taken_in(&error)),
        Err(panic) => Err(panicked(&source, &panic)),
    }
}

/// Runs `work` on every document that `raw` comes to, with `jobs` threads, each with a state of its own from
/// `state`, and passes what comes of each to `hand_over` in the order of the input.
///
/// # Errors
///
/// What `hand_over` fails with. What is wrong with one document is passed to `hand_over` instead.
pub fn each<State, T: Send>(
    raw: impl Iterator<Item = Result<RawDocument, Failure>> + Send,
    options: &Options,
    jobs: usize,
    state: impl Fn() -> Result<State, Failure> + Sync,
    work: impl Fn(&mut State, Document) -> T + Sync,
    hand_over: impl FnMut(Result<T, Failure>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (state, work) = (&state, &work);
    let worker = || {
        let mut own = None;
        move |raw: Result<RawDocument, Failure>| {
            let document = document(raw?, options)?;
            let source = document.source.clone();
            let mut used = match own.take() {
                Some(used) => used,
                None => state()?,
            };
            let outcome = panics::catch(|| work(&mut used, document));
            // After a panic the state may be half changed: it is dropped, and the next document gets a new one.
            if outcome.is_ok() {
                own = Some(used);
            }
            outcome.map_err(|panic| panicked(&source, &panic))
        }
    };
    ordered::map(raw, jobs, worker, hand_over)
}

fn not_taken_in(error: &IntakeError) -> Failure {
    // Intake's `max-…` limits are this program's flags.
    Failure::with_remedy(&error.to_string(), |remedy| {
        remedy.replace("the limit `max-", "the limit with `--max-")
    })
}

/// What a panic while reading `source` is told as.
pub fn panicked(source: &str, panic: &str) -> Failure {
    Failure::new(format!("{source}: sayso broke while reading it: {panic}"))
        .help("This is a fault in sayso, not in the input. Please report it with the input, if you may share it.")
}

/// Whether `paths` are all files of one article each, so that how many there are is known beforehand.
pub fn how_many(paths: &[PathBuf]) -> Option<u64> {
    const OF_MANY: [&str; 6] = [".json", ".ndjson", ".rss", ".atom", ".xml", ".warc"];
    let single = |path: &Path| {
        let name = path.to_string_lossy().to_ascii_lowercase();
        path.is_file() && !OF_MANY.iter().any(|part| name.contains(part))
    };
    paths.iter().all(|path| single(path)).then_some(paths.len() as u64)
}

#[cfg(test)]
mod tests {
    use sayso::intake::{Format, Options, Place, RawDocument};

    use super::each;
    use crate::failure::Failure;
    use crate::panics;

    fn raw(line: u64, text: &str) -> Result<RawDocument, Failure> {
        Ok(RawDocument {
            source: Place::line("news", line),
            format: Format::Text,
            bytes: text.into(),
        })
    }

    #[test]
    fn a_panic_costs_its_document_and_its_state_only() {
        panics::install();
        for jobs in [1, 2] {
            let input = vec![
                raw(1, "one"),
                raw(2, "bad"),
                raw(3, "three"),
                Err(Failure::new("news:4: is missing")),
                raw(5, "five"),
            ];
            let mut out = Vec::new();
            let outcome = each(
                input.into_iter(),
                &Options::default(),
                jobs,
                || Ok(String::new()),
                |state, document| {
                    assert!(state.is_empty(), "a state was used again after a panic");
                    state.push_str(&document.text);
                    assert_ne!(document.text.trim(), "bad", "cannot be read");
                    std::mem::take(state)
                },
                |outcome| {
                    out.push(outcome.map_err(|failure| failure.to_string()));
                    Ok(())
                },
            );
            assert!(outcome.is_ok());
            let texts: Vec<_> = out
                .iter()
                .filter_map(|outcome| outcome.as_ref().ok())
                .map(|t| t.trim())
                .collect();
            assert_eq!(texts, ["one", "three", "five"], "with {jobs} jobs");
            let failures: Vec<_> = out.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
            assert!(
                failures[0].starts_with("news:2: sayso broke while reading it"),
                "{failures:?}"
            );
            assert_eq!(failures[1], "news:4: is missing");
            assert!(out[1].is_err() && out[3].is_err());
        }
    }
}
