//! `sayso reread`: readings that something else made are made anew from the texts that the ledger has.

use sayso::Reader;
use sayso::schema::Document;
use sayso_ledger::{Access, Edition, Ledger, Packed};

use super::{Ending, reader_with};
use crate::cli;
use crate::console::Console;
use crate::failure::Failure;
use crate::keeping::{self, Keeper, Ready, failure};
use crate::{documents, ordered, panics};

/// Old readings are asked for in this many at a time.
const PAGE: usize = 64;

/// Reads again what `args` names.
pub fn run(args: &cli::Reread, console: &Console) -> Result<Ending, Failure> {
    let mut ledger = keeping::open(&args.ledger, Access::Write)?;
    let reader = reader_with(args.knowledge.as_deref(), args.events.as_deref())?;
    let edition = keeping::edition(&reader, args.knowledge.as_deref(), args.events.as_deref())?;
    let old = Old {
        ledger: keeping::open(&args.ledger, Access::Read)?,
        edition: edition.clone(),
        after: 0,
        page: Vec::new(),
    };
    let mut keeper = Keeper::new(&mut ledger, edition, !console.out_is_terminal());
    let (mut done, mut failed) = (0, 0);
    let (reader, again) = (&reader, &again);
    ordered::map(
        old,
        documents::jobs(args.jobs),
        || {
            let mut worker = None;
            move |document: Result<Document, Failure>| again(reader, &mut worker, document?)
        },
        |outcome: Result<Ready, Failure>| {
            match outcome {
                Ok(ready) => {
                    done += 1;
                    keeper.take(ready)?;
                }
                Err(failure) => {
                    failed += 1;
                    console.tell(&failure);
                }
            }
            Ok::<_, Failure>(())
        },
    )?;
    let counts = keeper.end()?;
    if console.out_is_terminal() {
        let file = args.ledger.file.display();
        console.note(&format!("{file}: {} articles read again\n", counts.reread));
    }
    Ok(Ending::of(done, failed))
}

fn again<'r>(reader: &'r Reader, own: &mut Option<sayso::Worker<'r>>, document: Document) -> Result<Ready, Failure> {
    let mut worker = match own.take() {
        Some(worker) => worker,
        None => reader.worker().map_err(|error| Failure::of(&error))?,
    };
    let source = document.source.clone();
    let reading = panics::catch(|| worker.read(document)).map_err(|panic| documents::panicked(&source, &panic))?;
    *own = Some(worker);
    let packed = Packed::of(&reading).map_err(|error| failure(&error))?;
    Ok(Ready::Packed(Box::new(packed)))
}

/// The documents of a ledger whose readings another edition made.
struct Old {
    ledger: Ledger,
    edition: Edition,
    after: i64,
    page: Vec<i64>,
}

impl Iterator for Old {
    type Item = Result<Document, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty() {
            let page = self.ledger.documents_after(self.after, PAGE, Some(&self.edition));
            match page {
                Ok(page) => self.page = page.into_iter().rev().collect(),
                Err(error) => return Some(Err(failure(&error))),
            }
        }
        let key = self.page.pop()?;
        self.after = key;
        match self.ledger.reading(key) {
            Ok(reading) => Some(Ok(reading?.document)),
            Err(error) => Some(Err(failure(&error))),
        }
    }
}
