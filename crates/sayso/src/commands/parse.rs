//! `sayso parse`: sentences, words and trees as CoNLL-U.

use std::io::{self, IsTerminal};

use sayso::language::conllu;

use super::{Ending, reader};
use crate::cli;
use crate::console::{Console, print};
use crate::documents;
use crate::failure::Failure;

/// Parses everything that `args` names and prints it, a document after the other.
pub fn run(args: &cli::Parse, console: &Console) -> Result<Ending, Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let reader = reader(&args.input)?;
    let (mut done, mut failed) = (0, 0);
    documents::each(
        documents::raw_documents(&paths, &options),
        &options,
        documents::jobs(args.jobs),
        || reader.worker().map_err(|error| Failure::of(&error)),
        |worker, document| {
            let sentences = worker.parse(&document.text);
            let mut text = format!("# newdoc id = {}\n", one_line(&document.source)).into_bytes();
            conllu::write(&mut text, &sentences).map(|()| text)
        },
        |outcome| {
            match outcome {
                Ok(text) => {
                    done += 1;
                    print(&text?)?;
                }
                Err(failure) => {
                    failed += 1;
                    console.tell(&failure);
                }
            }
            Ok(())
        },
    )?;
    Ok(Ending::of(done, failed))
}

/// CoNLL-U comments end with their line; a path may hold a line break.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
