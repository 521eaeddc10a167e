//! What went wrong, as the person at the terminal reads it: what, where, what to do.

use std::error::Error;
use std::fmt;
use std::io;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::report::plain::plain_lines;

/// A command could not do, in whole or for one input, what it was asked to.
#[derive(Debug)]
pub struct Failure {
    message: String,
    cause: Option<Cause>,
    help: Option<String>,
    broken_pipe: bool,
}

impl Failure {
    /// A failure that `message` tells in full.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            cause: None,
            help: None,
            broken_pipe: false,
        }
    }

    /// What a library reported, with its causes.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        Self::new(error.to_string()).because(error.source())
    }

    /// A library's message that says what to do after its last semicolon; `told` puts the remedy in this program's words.
    pub fn with_remedy(text: &str, told: impl FnOnce(&str) -> String) -> Self {
        match text.rsplit_once("; ") {
            Some((what, remedy)) => Self::new(what).help(sentence(&told(remedy))),
            None => Self::new(text),
        }
    }

    /// What to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What lies behind it.
    pub fn because(mut self, cause: Option<&(dyn Error + 'static)>) -> Self {
        self.cause = cause.and_then(|error| Cause::of(error, &self.message));
        self
    }

    /// Whether all that happened is that nobody reads our output any longer.
    pub fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// The failure laid out for a terminal, in colour if asked, ending in a line break.
    pub fn render(&self, colour: bool, width: usize) -> String {
        let theme = if colour {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_links(false);
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            Ok(()) => text,
            Err(_) => format!("{self}\n"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_lines(&self.message))
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as &(dyn Error + 'static))
    }
}

impl Diagnostic for Failure {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_deref()
            .map(|help| Box::new(plain_lines(help)) as Box<dyn fmt::Display>)
    }
}

impl From<io::Error> for Failure {
    /// Only writing reports plain input/output errors: whatever reads names its path in an error of its own.
    fn from(error: io::Error) -> Self {
        let broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        let failure = Self::new(format!("the output could not be written: {error}"));
        Self { broken_pipe, ..failure }.help("See whether the disk is full and the output's folder writable.")
    }
}

/// One link of the chain of causes, with its text made safe to print.
#[derive(Debug)]
struct Cause {
    message: String,
    cause: Option<Box<Cause>>,
}

impl Cause {
    /// `error` and what lies behind it, without links whose text the link before has already told.
    fn of(error: &(dyn Error + 'static), told: &str) -> Option<Self> {
        let message = plain_lines(&error.to_string());
        if told.contains(&message) {
            return error.source().and_then(|next| Self::of(next, told));
        }
        let cause = error.source().and_then(|next| Self::of(next, &message)).map(Box::new);
        Some(Self { message, cause })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}

/// With a capital at its beginning and a stop at its end.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Failure, sentence};

    #[derive(Debug, thiserror::Error)]
    #[error("news.txt: cannot be read")]
    struct Unreadable(#[source] io::Error);

    #[test]
    fn tells_what_why_and_what_to_do() {
        let error = Unreadable(io::Error::other("the disk is on fire"));
        let text = Failure::of(&error).help("Put it out.").render(false, 80);
        for part in ["news.txt: cannot be read", "the disk is on fire", "help: Put it out."] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn tells_no_cause_twice() {
        #[derive(Debug, thiserror::Error)]
        #[error("news.txt: {0}")]
        struct Told(#[source] io::Error);
        let text = Failure::of(&Told(io::Error::other("no such file"))).render(false, 80);
        assert_eq!(text.matches("no such file").count(), 1, "{text}");
    }

    #[test]
    fn no_name_of_a_file_drives_the_terminal() {
        let text = Failure::new("\u{1b}[2J.txt: cannot be read")
            .help("\u{7}")
            .render(false, 80);
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
    }

    #[test]
    fn knows_a_broken_pipe() {
        assert!(Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).is_broken_pipe());
        assert!(!Failure::from(io::Error::other("full")).is_broken_pipe());
    }

    #[test]
    fn makes_a_sentence_of_a_remedy() {
        assert_eq!(sentence("check the path"), "Check the path.");
        assert_eq!(sentence(""), ".");
    }
}
