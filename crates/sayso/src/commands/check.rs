//! `sayso check`: whether everything in a ledger holds together.

use std::fmt::Write;

use sayso_ledger::Access;

use super::Ending;
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::plain::plain_text;

/// Checks the ledger and tells what is wrong with it.
pub fn run(args: &cli::Check, _console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let mut documents = 0;
    let faults = sayso_ledger::check(&ledger, |seen| documents = seen).map_err(|error| failure(&error))?;
    let file = args.ledger.file.display();
    if faults.is_empty() {
        print(format!("{file}: {documents} documents, everything holds together\n").as_bytes())?;
        return Ok(Ending::Done);
    }
    let mut text = String::new();
    for fault in &faults {
        let what = plain_text(&fault.what);
        // Writing to a string cannot fail.
        let _ = match fault.document {
            Some(document) => writeln!(text, "{file}: document {document}: {what}"),
            None => writeln!(text, "{file}: {what}"),
        };
    }
    print(text.as_bytes())?;
    Err(Failure::new(format!("{file}: {} faults", faults.len()))
        .help("Take a copy from before, or add the articles to a new ledger."))
}
