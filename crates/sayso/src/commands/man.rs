//! `sayso man`: manual pages, made from the same definitions as `--help`.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::console::print;
use crate::failure::Failure;

/// Prints the page of `name`, or of the whole program.
///
/// # Errors
///
/// When there is no such command.
pub fn run(name: Option<&str>) -> Result<(), Failure> {
    let mut program = Cli::command();
    program.build();
    let command = match name {
        None => program,
        Some(name) => match program.get_subcommands().find(|command| command.get_name() == name) {
            // Building has given it its full name, `sayso-read`.
            Some(command) => command.clone(),
            None => {
                let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                return Err(Failure::new(format!("there is no command `{name}`"))
                    .help(format!("The commands are {}.", names.join(", "))));
            }
        },
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(&page)
}
