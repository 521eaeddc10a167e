//! `sayso disputes`: what does not agree.

use sayso_ledger::Access;
use sayso_ledger::ask::Asked;

use super::{Ending, ask};
use crate::asked::Lines;
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};

/// Prints the disputes that `args` asks for.
pub fn run(args: &cli::Disputes, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let question = ask::question(Asked::Disputes, &args.filters, Some(&args.pages))?;
    let page = ledger.ask(&question).map_err(|error| failure(&error))?;
    let mut lines = Lines::new(&ledger, console.palette(), console.width(args.width));
    for hit in &page.hits {
        print(lines.hit(hit)?.as_bytes())?;
    }
    if let Some(next) = page.next {
        console.note(&format!("there are more: go on with --after {next}\n"));
    }
    if page.hits.is_empty() {
        print(b"Nothing in the ledger disagrees so.\n")?;
    }
    Ok(Ending::Done)
}
