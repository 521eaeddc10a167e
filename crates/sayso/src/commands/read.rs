//! `sayso read`: articles in, who says what and who did what out.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use sayso::schema::Reading;

use super::{Ending, reader};
use crate::cli::{self, Format};
use crate::console::{Console, print};
use crate::documents;
use crate::failure::Failure;
use crate::report::Report;
use crate::report::plain::{json_for_terminal, plain_text};
use crate::statistics::Statistics;

/// Up to this many documents are read before anybody wonders how far it is.
const HANDFUL: u64 = 5;

/// What comes of one document.
struct Output {
    text: String,
    words: u64,
    tokens: u64,
}

/// Reads everything that `args` names and prints it.
pub fn run(args: &cli::Read, console: &Console) -> Result<Ending, Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let jobs = documents::jobs(args.jobs);
    let format = args.format.unwrap_or(if console.out_is_terminal() {
        Format::Report
    } else {
        Format::Jsonl
    });
    let layout = Layout {
        format,
        report: Report::new(console.width(args.width), console.palette()).ordered(args.by),
        header: args.header,
        to_terminal: console.out_is_terminal(),
    };

    let loading = Instant::now();
    let reader = reader(&args.input)?;
    let mut statistics = Statistics::new(loading.elapsed(), jobs);
    let mut printer = Printer {
        layout: &layout,
        printed: 0,
        first: None,
    };
    let mut progress = Progress::new(&paths, console);
    documents::each(
        documents::raw_documents(&paths, &options),
        &options,
        jobs,
        || reader.worker().map_err(|error| Failure::of(&error)),
        |worker, document| {
            let (reading, sentences) = worker.read_with_sentences(document);
            Output {
                words: reading.document.text.split_whitespace().count() as u64,
                tokens: sentences.iter().map(|sentence| sentence.tokens.len() as u64).sum(),
                text: layout.lay_out(&reading),
            }
        },
        |outcome| {
            match outcome {
                Ok(output) => {
                    statistics.count(output.words, output.tokens);
                    printer.print(output.text)?;
                }
                Err(failure) => {
                    statistics.count_failure();
                    progress.aside(|| console.tell(&failure));
                }
            }
            progress.step(&statistics);
            Ok(())
        },
    )?;
    progress.end();
    printer.end()?;
    if args.stats {
        console.note(&statistics.to_string());
    }
    Ok(Ending::of(statistics.documents, statistics.failed))
}

/// How readings become text.
struct Layout {
    format: Format,
    report: Report,
    header: bool,
    to_terminal: bool,
}

impl Layout {
    fn lay_out(&self, reading: &Reading) -> String {
        if let Some(format) = exported(self.format) {
            return self.shown(format, format.rows(reading));
        }
        let json = match self.format {
            Format::Json => serde_json::to_string_pretty(reading),
            Format::Jsonl => serde_json::to_string(reading),
            _ => return self.report.render(reading),
        };
        // A reading has no map with other keys than strings and no number that JSON lacks.
        let json = json.unwrap_or_else(|error| panic!("a reading could not be written as JSON: {error}"));
        if self.to_terminal {
            json_for_terminal(&json)
        } else {
            json
        }
    }

    /// The names of a table's columns, which stand above its first document even where that has no event.
    fn names(&self) -> String {
        exported(self.format)
            .map(|format| self.shown(format, format.header(self.header)))
            .unwrap_or_default()
    }

    /// Lines of `format` as they go out: a terminal gets nothing that could drive it.
    fn shown(&self, format: sayso_export::EventFormat, lines: String) -> String {
        match format {
            _ if !self.to_terminal => lines,
            sayso_export::EventFormat::Plover => json_for_terminal(&lines),
            _ => plain_text(&lines).into_owned(),
        }
    }
}

/// The format for other tools that `format` is, if it is one.
fn exported(format: Format) -> Option<sayso_export::EventFormat> {
    match format {
        Format::Report | Format::Jsonl | Format::Json => None,
        Format::Plover => Some(sayso_export::EventFormat::Plover),
        Format::Polecat => Some(sayso_export::EventFormat::Polecat),
        Format::Gdelt => Some(sayso_export::EventFormat::Gdelt),
        Format::Csv => Some(sayso_export::EventFormat::Csv),
    }
}

/// Puts the documents' texts together as their format asks.
struct Printer<'a> {
    layout: &'a Layout,
    printed: u64,
    /// The first reading in `json`, until it is known whether it is the only one.
    first: Option<String>,
}

impl Printer<'_> {
    fn print(&mut self, mut text: String) -> Result<(), Failure> {
        self.printed += 1;
        match (self.layout.format, self.printed) {
            (Format::Report, 1) => print(text.as_bytes()),
            (Format::Report, _) => print(format!("{}{text}", self.layout.report.between()).as_bytes()),
            (Format::Jsonl, _) => {
                text.push('\n');
                print(text.as_bytes())
            }
            (Format::Json, 1) => {
                self.first = Some(text);
                Ok(())
            }
            (Format::Plover | Format::Polecat | Format::Gdelt | Format::Csv, 1) => {
                print(format!("{}{text}", self.layout.names()).as_bytes())
            }
            (Format::Plover | Format::Polecat | Format::Gdelt | Format::Csv, _) => print(text.as_bytes()),
            (Format::Json, _) => {
                if let Some(first) = self.first.take() {
                    print(format!("[\n{first}").as_bytes())?;
                }
                print(format!(",\n{text}").as_bytes())
            }
        }
    }

    fn end(&mut self) -> Result<(), Failure> {
        match (self.layout.format, self.first.take()) {
            (Format::Report, _) if self.printed > 0 => print(self.layout.report.legend().as_bytes()),
            (Format::Json, Some(only)) => print(format!("{only}\n").as_bytes()),
            (Format::Json, None) if self.printed > 0 => print(b"\n]\n"),
            _ => Ok(()),
        }
    }
}

/// How far it is, on standard error, for more than a handful of documents and where a person sees it. A report that
/// runs over the same terminal is progress enough.
struct Progress {
    wanted: bool,
    total: Option<u64>,
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(paths: &[PathBuf], console: &Console) -> Self {
        let wanted = console.err_is_terminal() && !console.out_is_terminal();
        Self {
            wanted,
            total: wanted.then(|| documents::how_many(paths)).flatten(),
            bar: None,
        }
    }

    fn step(&mut self, statistics: &Statistics) {
        let seen = statistics.documents + statistics.failed;
        if !self.wanted || seen <= HANDFUL {
            return;
        }
        let total = self.total;
        let bar = self.bar.get_or_insert_with(|| match total {
            Some(total) => ProgressBar::new(total)
                .with_style(style("{wide_bar} {pos} of {len} documents, {msg} words/s, {eta} to go")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {pos} documents, {msg} words/s")),
        });
        bar.set_position(seen);
        bar.set_message(statistics.words_a_second());
    }

    /// Does `what` writes to the terminal without the bar in the way.
    fn aside(&self, what: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(what),
            None => what(),
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Our templates are correct; were one not, the plain bar would do.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
