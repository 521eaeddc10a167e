//! `sayso formats`: what stands in each column of every format.

use crate::console::print;
use crate::failure::Failure;

/// Prints the page, in Markdown.
pub fn run() -> Result<(), Failure> {
    print(sayso_export::documentation().as_bytes())
}
