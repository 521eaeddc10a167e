//! What this program knows of the terminal it runs in, and how it writes to standard error.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size, terminal_size_of};

use crate::cli::When;
use crate::failure::Failure;
use crate::report::style::Palette;

/// Where output is wrapped when nobody tells and no terminal is there to ask.
const ORDINARY_WIDTH: usize = 80;

/// Wider lines are hard to follow with the eye; a wider terminal leaves the rest empty.
const WIDEST_UNASKED: usize = 110;

/// The terminal, if there is one.
pub struct Console {
    colour_out: bool,
    colour_err: bool,
    out_is_terminal: bool,
    err_is_terminal: bool,
}

impl Console {
    /// Looks at the process's streams. With `auto`, colour needs a terminal and no `NO_COLOR`.
    pub fn new(colour: When) -> Self {
        match colour {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
        .write_global();
        Self {
            colour_out: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            colour_err: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
        }
    }

    /// Whether a person reads the output.
    pub fn out_is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// Whether a person reads messages.
    pub fn err_is_terminal(&self) -> bool {
        self.err_is_terminal
    }

    /// The colours of what goes to standard output.
    pub fn palette(&self) -> Palette {
        if self.colour_out {
            Palette::colours()
        } else {
            Palette::plain()
        }
    }

    /// The columns to lay output out for: as asked, else as the terminal has, within reason.
    pub fn width(&self, asked: Option<u16>) -> usize {
        match (asked, terminal_size()) {
            (Some(asked), _) => usize::from(asked),
            (None, Some((Width(columns), _))) => usize::from(columns).min(WIDEST_UNASKED),
            (None, None) => ORDINARY_WIDTH,
        }
    }

    /// Tells what went wrong, on standard error.
    pub fn tell(&self, failure: &Failure) {
        let width = terminal_size_of(io::stderr()).map_or(ORDINARY_WIDTH, |(Width(columns), _)| usize::from(columns));
        self.note(&failure.render(self.colour_err, width.clamp(40, WIDEST_UNASKED)));
    }

    /// Writes `text` to standard error. Nobody can be told where that fails.
    pub fn note(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Writes to standard output what belongs together, in one piece, so that a reader of a pipe gets it at once.
pub fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    Ok(out.flush()?)
}
