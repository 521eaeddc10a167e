//! The command line: what was asked, done, and told by an exit code.
#![forbid(unsafe_code)]

mod asked;
mod cli;
mod commands;
mod console;
mod documents;
mod failure;
mod keeping;
mod knowledge_line;
mod memory;
mod ordered;
mod page;
mod panics;
mod report;
mod statistics;
mod stored;
mod tree;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use cli::{Cli, Command, Dictionary};
use commands::Ending;
use console::Console;
use failure::Failure;

fn main() -> ExitCode {
    panics::install();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => {
            return exit(version(), &Console::new(cli::When::Auto));
        }
        Err(error) => error.exit(),
    };
    let console = Console::new(cli.color);
    let ending = match &cli.command {
        Command::Read(args) => commands::read::run(args, &console),
        Command::Html(args) => commands::html::run(args, &console),
        Command::Agreements(args) => commands::agreements::run(args, &console),
        Command::Add(args) => commands::add::run(args, &console),
        Command::Watch(args) => commands::watch::run(args, &console),
        Command::Reread(args) => commands::reread::run(args, &console),
        Command::Check(args) => commands::check::run(args, &console),
        Command::Ask(args) => commands::ask::run(args, &console),
        Command::Timeline(args) => commands::timeline::run(args, &console),
        Command::Disputes(args) => commands::disputes::run(args, &console),
        Command::Show(args) => commands::show::run(args, &console),
        Command::Sql(args) => commands::sql::run(args, &console),
        Command::Export(args) => commands::export::run(args, &console),
        Command::Explain(args) => commands::explain::run(args, &console),
        Command::Parse(args) => commands::parse::run(args, &console),
        Command::Score(args) => commands::score::run(args).map(|()| Ending::Done),
        Command::Formats => commands::formats::run().map(|()| Ending::Done),
        Command::Dictionary {
            command: Dictionary::Import(args),
        } => commands::dictionary::import(args, &console).map(|()| Ending::Done),
        Command::Schema => commands::schema::run().map(|()| Ending::Done),
        Command::Completions { shell } => commands::completions::run(*shell).map(|()| Ending::Done),
        Command::Man { command } => commands::man::run(command.as_deref()).map(|()| Ending::Done),
    };
    exit(ending, &console)
}

/// The program's version with that of its weights, which decide what it reads as much as its code does.
fn version() -> Result<Ending, Failure> {
    let engine = sayso::language::Engine::english().map_err(|error| Failure::of(&error))?;
    let text = format!("sayso {}\nweights {}\n", env!("CARGO_PKG_VERSION"), engine.name());
    console::print(text.as_bytes())?;
    Ok(Ending::Done)
}

/// The exit codes that `--help` documents.
fn exit(ending: Result<Ending, Failure>, console: &Console) -> ExitCode {
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::SomeFailed) => ExitCode::from(3),
        Ok(Ending::AllFailed) => ExitCode::FAILURE,
        // Whoever reads our output has seen enough: `sayso read … | head` is a success.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            console.tell(&failure);
            ExitCode::FAILURE
        }
    }
}
