//! `sayso sql`: a user's own questions.

use sayso_ledger::{Access, LedgerError};

use super::Ending;
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::plain::{json_for_terminal, plain};

/// Runs the query that `args` gives.
pub fn run(args: &cli::Sql, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let to_terminal = console.out_is_terminal();
    let outcome = ledger.sql(&args.query, |answer, values| {
        let line = match (values, args.json) {
            (None, true) => return Ok(()),
            (None, false) => answer.columns.join("\t"),
            (Some(values), true) => {
                let fields = answer.columns.iter().cloned().zip(values.iter().cloned());
                let json = serde_json::Value::Object(fields.collect()).to_string();
                if to_terminal { json_for_terminal(&json) } else { json }
            }
            (Some(values), false) => values
                .iter()
                .map(|value| cell(value, to_terminal))
                .collect::<Vec<_>>()
                .join("\t"),
        };
        print(format!("{line}\n").as_bytes()).map_err(Stopped::Print)
    });
    match outcome {
        Ok(()) => Ok(Ending::Done),
        Err(Stopped::Print(failure)) => Err(failure),
        Err(Stopped::Ledger(error)) => Err(failure(&error)),
    }
}

enum Stopped {
    Print(Failure),
    Ledger(LedgerError),
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// A value in one cell: no tab or line break divides it.
fn cell(value: &serde_json::Value, to_terminal: bool) -> String {
    let text = match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.replace(['\t', '\n', '\r'], " "),
        other => other.to_string(),
    };
    if to_terminal { plain(&text).into_owned() } else { text }
}
