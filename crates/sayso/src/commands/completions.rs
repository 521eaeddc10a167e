//! `sayso completions`: a script that completes commands and flags in a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::console::print;
use crate::failure::Failure;

/// Prints the script for `shell`.
pub fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sayso", &mut script);
    print(&script)
}
