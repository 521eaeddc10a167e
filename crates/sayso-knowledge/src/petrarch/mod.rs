//! Dictionaries of TABARI and PETRARCH, the coders of political events before sayso, as lines of knowledge.
//!
//! A research group's dictionaries hold years of work. [`import`] reads actor, agent and verb dictionaries in the
//! dialects of both programs and writes them as `entities/actors.tsv`, `entities/sources.tsv` and
//! `events/triggers.tsv`, which a knowledge folder takes. Their words are in capitals and their codes are CAMEO's, so
//! that [`casing`] makes names of them and [`codes`] PLOVER's countries, sectors and types.
//!
//! Their patterns are over words, sayso's conditions over trees. What has no counterpart is not guessed at: it is left
//! out and told, with file and line. A line that the dialects do not allow is a [`Problem`] with its column.

mod actors;
mod agents;
mod casing;
mod codes;
mod lines;
mod patterns;
#[cfg(test)]
mod tests;
mod verbs;

use std::fmt;

use crate::Defect;
use codes::Tables;

/// A dictionary to read: how it is called, and its text.
pub type Dictionary<'a> = (&'a str, &'a str);

/// What a line should have had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The dictionary.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What was expected there.
    pub expected: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            expected,
        } = self;
        write!(f, "{file}:{line}:{column}: expected {expected}")
    }
}

/// Something that sayso has no counterpart for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The dictionary.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// Why it is left out, one of a few reasons, so that they can be counted.
    pub why: &'static str,
    /// Whether the line is carried over but for this.
    pub partly: bool,
}

/// What came of some dictionaries.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files to write, by their path in a knowledge folder, with how many entries each has; none without entries.
    pub files: Vec<(&'static str, String, usize)>,
    /// What was left out, in the order of the dictionaries.
    pub left_out: Vec<LeftOut>,
    /// What was malformed, in the order of the dictionaries.
    pub problems: Vec<Problem>,
}

/// What kind of dictionary a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Actors,
    Agents,
    Verbs,
}

/// Reads dictionaries. Whether it has actors, agents or verbs is seen from each itself.
///
/// # Errors
/// Only where a table that ships with the program is at fault. What is wrong with a dictionary stands in
/// [`Import::problems`]: all of it at once, so that it can be mended at once.
pub fn import(dictionaries: &[Dictionary<'_>]) -> Result<Import, Defect> {
    let tables = Tables::shipped()?;
    let mut import = Import::default();
    let (mut actors, mut agents, mut triggers) = (Vec::new(), Vec::new(), Vec::new());
    for &(file, text) in dictionaries {
        let mut page = Page {
            file,
            left_out: &mut import.left_out,
            problems: &mut import.problems,
        };
        let lines = lines::lines(text, &mut page);
        match kind(&lines) {
            Kind::Actors => actors.extend(actors::read(&lines, &tables, &mut page)),
            Kind::Agents => agents.extend(agents::read(&lines, &tables, &mut page)),
            Kind::Verbs => triggers.extend(verbs::read(&lines, &tables, &mut page)),
        }
    }
    let names = || dictionaries.iter().map(|(file, _)| *file);
    for (path, columns, mut rows) in [
        ("entities/actors.tsv", actors::COLUMNS, actors),
        ("entities/sources.tsv", agents::COLUMNS, agents),
        ("events/triggers.tsv", verbs::COLUMNS, triggers),
    ] {
        drop_repeated(&mut rows);
        if !rows.is_empty() {
            import.files.push((path, written(names(), columns, &rows), rows.len()));
        }
    }
    Ok(import)
}

/// The dictionary that is being read, and where to tell about it.
struct Page<'a> {
    file: &'a str,
    left_out: &'a mut Vec<LeftOut>,
    problems: &'a mut Vec<Problem>,
}

impl Page<'_> {
    fn problem(&mut self, line: usize, column: usize, expected: impl Into<String>) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            column,
            expected: expected.into(),
        });
    }

    fn leave_out(&mut self, line: usize, text: &str, why: &'static str) {
        self.tell(line, text, why, false);
    }

    fn leave_out_partly(&mut self, line: usize, text: &str, why: &'static str) {
        self.tell(line, text, why, true);
    }

    fn tell(&mut self, line: usize, text: &str, why: &'static str, partly: bool) {
        self.left_out.push(LeftOut {
            file: self.file.to_owned(),
            line,
            text: text.trim().to_owned(),
            why,
            partly,
        });
    }
}

fn kind(lines: &[lines::Line<'_>]) -> Kind {
    if lines
        .iter()
        .any(|line| line.text.contains("[~") || line.text.contains("~]"))
    {
        return Kind::Agents;
    }
    let is_pattern = |text: &str| text.starts_with("- ") && text.contains('*');
    if lines
        .iter()
        .any(|line| line.text.starts_with("---") || is_pattern(line.text.trim_start()))
    {
        return Kind::Verbs;
    }
    Kind::Actors
}

/// Rows that say what a row before them says are left out: dictionaries repeat themselves.
fn drop_repeated(rows: &mut Vec<String>) {
    let mut known = std::collections::HashSet::new();
    rows.retain(|row| known.insert(row.clone()));
}

fn written<'a>(names: impl Iterator<Item = &'a str>, columns: &[&str], rows: &[String]) -> String {
    let names: Vec<String> = names
        .map(|name| cell(name.rsplit(['/', '\\']).next().unwrap_or(name)))
        .collect();
    let mut text = format!(
        "# Imported from {}.\n# Columns: {}.\n",
        names.join(", "),
        columns.join(", ")
    );
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

/// Text as a cell of a table can hold it: nothing that ends a cell, a value or a line.
fn cell(text: &str) -> String {
    let safe = text.chars().map(|c| if c.is_control() || c == '|' { ' ' } else { c });
    let safe: String = safe.collect();
    match safe.trim().trim_start_matches('#').trim_start() {
        "" => "-".to_owned(),
        text => text.to_owned(),
    }
}

/// Values as a cell holds them.
fn list(values: &[String]) -> String {
    if values.is_empty() {
        "-".to_owned()
    } else {
        values.join("|")
    }
}
