//! One module a command.

pub mod add;
pub mod agreements;
pub mod ask;
pub mod check;
pub mod completions;
pub mod dictionary;
pub mod disputes;
pub mod explain;
pub mod export;
pub mod formats;
pub mod html;
pub mod man;
pub mod parse;
pub mod read;
pub mod reread;
pub mod schema;
pub mod score;
pub mod show;
pub mod sql;
pub mod timeline;
pub mod watch;

use std::path::Path;

use sayso::knowledge::Knowledge;
use sayso::language::Engine;
use sayso::{ReadError, Reader};

use crate::cli::Input;
use crate::failure::Failure;

/// How a command ended that did not fail as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything was done.
    Done,
    /// Some inputs failed, others did not.
    SomeFailed,
    /// Every input failed.
    AllFailed,
}

impl Ending {
    /// The ending of a command that did `done` inputs and could not do `failed`.
    pub fn of(done: u64, failed: u64) -> Self {
        match (done, failed) {
            (_, 0) => Self::Done,
            (0, _) => Self::AllFailed,
            _ => Self::SomeFailed,
        }
    }
}

/// The reader that a command's `--knowledge` and `--events` ask for.
pub fn reader(input: &Input) -> Result<Reader, Failure> {
    reader_with(input.knowledge.as_deref(), input.events.as_deref())
}

/// The reader with a user's folder of knowledge and file of event types.
pub fn reader_with(folder: Option<&Path>, events: Option<&Path>) -> Result<Reader, Failure> {
    let (engine, knowledge) = std::thread::scope(|scope| {
        let engine = scope.spawn(|| engine(None));
        let knowledge = knowledge(folder);
        (
            engine.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            knowledge,
        )
    });
    let mut knowledge = knowledge?;
    if let Some(file) = events {
        knowledge.add_events(file).map_err(|error| {
            Failure::of(&error)
                .help("docs/ontologies.md describes such a file; examples/maritime-incidents.toml is one.")
        })?;
    }
    Ok(Reader::new(engine?, knowledge))
}

/// The reader that `--weights` and `--knowledge` ask for.
pub fn reader_on(weights: Option<&Path>, folder: Option<&Path>) -> Result<Reader, Failure> {
    Ok(Reader::new(engine(weights)?, knowledge(folder)?))
}

fn knowledge(folder: Option<&Path>) -> Result<Knowledge, Failure> {
    let knowledge = match folder {
        Some(folder) => Knowledge::with_dir(folder),
        None => Knowledge::embedded(),
    };
    knowledge.map_err(|error| Failure::of(&ReadError::from(error)))
}

/// The engine that `--weights` asks for.
pub fn engine(weights: Option<&Path>) -> Result<Engine, Failure> {
    match weights {
        Some(file) => Engine::from_file(file).map_err(|error| Failure::of(&error)),
        None => Engine::english().map_err(|error| Failure::of(&ReadError::from(error))),
    }
}

#[cfg(test)]
mod tests {
    use super::Ending;

    #[test]
    fn ends_by_what_was_done() {
        assert_eq!(Ending::of(3, 0), Ending::Done);
        assert_eq!(Ending::of(0, 0), Ending::Done);
        assert_eq!(Ending::of(3, 1), Ending::SomeFailed);
        assert_eq!(Ending::of(0, 1), Ending::AllFailed);
    }
}
