//! Readings on their way into a ledger: gathered, written together, and told once they are safe.

use std::path::Path;
use std::time::{Duration, Instant};

use sayso::schema::Document;
use sayso_ledger::{Access, Added, Edition, Ledger, LedgerError, Packed};
use serde::Serialize;

use crate::cli::LedgerFile;
use crate::console::print;
use crate::failure::Failure;

/// So many readings are written together at most,
const MOST: usize = 128;
/// or as many as come in this time.
const LONGEST: Duration = Duration::from_secs(1);

/// What a worker hands over.
pub enum Ready {
    /// A reading, packed.
    Packed(Box<Packed>),
    /// A document that the ledger has, read with the same.
    Known(Box<Document>),
}

/// How many documents came to what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Texts that the ledger did not have.
    pub new: u64,
    /// Of these, later versions of texts that it had.
    pub versions: u64,
    /// Texts read again.
    pub reread: u64,
    /// Texts that it had, from here or elsewhere.
    pub known: u64,
}

/// Writes readings into a ledger.
pub struct Keeper<'l> {
    ledger: &'l mut Ledger,
    edition: Edition,
    waiting: Vec<Ready>,
    since: Instant,
    tells: bool,
    counts: Counts,
}

/// What is told of a document that is safe.
#[derive(Serialize)]
struct Line<'d> {
    id: &'d str,
    source: &'d str,
    outcome: &'static str,
}

impl<'l> Keeper<'l> {
    /// A keeper that tells each document on standard output where `tells`.
    pub fn new(ledger: &'l mut Ledger, edition: Edition, tells: bool) -> Self {
        Self {
            ledger,
            edition,
            waiting: Vec::new(),
            since: Instant::now(),
            tells,
            counts: Counts::default(),
        }
    }

    /// Takes what a worker made.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn take(&mut self, ready: Ready) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push(ready);
        if self.waiting.len() >= MOST || self.since.elapsed() >= LONGEST {
            self.write()?;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn end(mut self) -> Result<Counts, Failure> {
        self.write()?;
        Ok(self.counts)
    }

    fn write(&mut self) -> Result<(), Failure> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let outcomes = self.write_together(&waiting).map_err(|error| failure(&error))?;
        let mut lines = String::new();
        for (ready, outcome) in waiting.iter().zip(outcomes) {
            let document = match ready {
                Ready::Packed(packed) => packed.document(),
                Ready::Known(document) => document,
            };
            self.counts.count(outcome);
            if self.tells {
                let line = Line {
                    id: &document.id,
                    source: &document.source,
                    outcome: word(outcome),
                };
                let line = serde_json::to_string(&line).map_err(|error| Failure::of(&error))?;
                lines.push_str(&line);
                lines.push('\n');
            }
        }
        print(lines.as_bytes())
    }

    fn write_together(&mut self, waiting: &[Ready]) -> Result<Vec<Added>, LedgerError> {
        let mut batch = self.ledger.batch(&self.edition)?;
        let outcomes = waiting.iter().map(|ready| match ready {
            Ready::Packed(packed) => batch.add(packed),
            Ready::Known(document) => batch.note(document),
        });
        let outcomes = outcomes.collect::<Result<Vec<_>, _>>()?;
        batch.commit()?;
        Ok(outcomes)
    }
}

impl Counts {
    fn count(&mut self, outcome: Added) {
        match outcome {
            Added::New => self.new += 1,
            Added::NewVersion => {
                self.new += 1;
                self.versions += 1;
            }
            Added::Reread => self.reread += 1,
            Added::Elsewhere | Added::Known => self.known += 1,
        }
    }
}

fn word(outcome: Added) -> &'static str {
    match outcome {
        Added::New => "new",
        Added::NewVersion => "new-version",
        Added::Reread => "reread",
        Added::Elsewhere => "elsewhere",
        Added::Known => "known",
    }
}

/// What readings of this program are made with.
///
/// # Errors
/// When knowledge of the user's own cannot be read.
pub fn edition(reader: &sayso::Reader, knowledge: Option<&Path>, events: Option<&Path>) -> Result<Edition, Failure> {
    let knowledge = sayso::knowledge::Knowledge::edition(knowledge, events).map_err(|error| Failure::of(&error))?;
    Ok(Edition {
        schema: sayso::schema::SCHEMA.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        weights: reader.engine().name().to_owned(),
        knowledge,
    })
}

/// Opens the ledger that the command line names.
///
/// # Errors
/// When it cannot be opened so.
pub fn open(file: &LedgerFile, access: Access) -> Result<Ledger, Failure> {
    open_file(&file.file, access)
}

/// Opens the ledger at a path.
///
/// # Errors
/// When it cannot be opened so.
pub fn open_file(file: &Path, access: Access) -> Result<Ledger, Failure> {
    Ledger::open(file, access).map_err(|error| failure(&error))
}

/// A ledger's error for the terminal: its message says what to do after a semicolon.
pub fn failure(error: &LedgerError) -> Failure {
    Failure::with_remedy(&error.to_string(), str::to_owned).because(std::error::Error::source(error))
}
