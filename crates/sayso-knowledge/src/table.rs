//! Lexicon files: one entry a line, cells split by tabs.
//!
//! A file opens with `#` comments that say what it is, name its columns and tell where it is from. The columns are
//! named either on one line, `# Columns: name, code.`, or, better, one a line with what they hold:
//!
//! ```text
//! # Columns, split by tabs; several values by |, none by -.
//! #   lemma       dictionary form
//! #   act         what a source does in saying it
//! claim    say
//! ```
//!
//! A column's line has exactly three spaces before its name; a line indented deeper goes on with the one above.
//! Empty lines and `#` lines may stand anywhere. A cell that holds `-` holds nothing, and cells that are missing at
//! the end of a line hold nothing either. Line numbers are kept: they are what a row's `because` points to.

use crate::Defect;

/// A lexicon file, read. It borrows the file's text.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    rows: Vec<Row<'t>>,
}

#[derive(Clone, Debug)]
struct Row<'t> {
    line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// Reads `text`, the content of the file named `file` (a path relative to the knowledge folder, such as
    /// `attribution/cues.tsv`). `columns` are the columns that it has where it names none itself, as a user's own
    /// file may.
    ///
    /// # Errors
    /// When the file names no columns and `columns` is empty, when a column is named twice, and when a line has more
    /// cells than there are columns or a cell with spaces around its text.
    pub fn parse(file: &'t str, text: &'t str, columns: &[&'t str]) -> Result<Self, Defect> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut named = named_columns(text);
        if named.is_empty() {
            named = columns.to_vec();
        }
        if named.is_empty() {
            return Err(Defect::new(
                file,
                1,
                "the file names no columns",
                "add a comment `# Columns: first, second` above the entries",
            ));
        }
        if let Some(twice) = named.iter().enumerate().find(|(i, name)| named[..*i].contains(name)) {
            return Err(Defect::new(
                file,
                1,
                format!("the column `{}` is named twice", twice.1),
                "give each column a name of its own",
            ));
        }
        let mut rows = Vec::new();
        for (line, content) in lines(text) {
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = content.split('\t').collect();
            if cells.len() > named.len() {
                return Err(Defect::new(
                    file,
                    line,
                    format!("{} cells where there are {} columns", cells.len(), named.len()),
                    format!("give one cell for each of: {}", named.join(", ")),
                ));
            }
            if let Some(cell) = cells.iter().find(|cell| cell.trim() != **cell) {
                return Err(Defect::new(
                    file,
                    line,
                    format!("spaces around `{}`", cell.trim()),
                    "split cells by one tab and nothing else",
                ));
            }
            rows.push(Row { line, cells });
        }
        Ok(Self {
            file,
            columns: named,
            rows,
        })
    }

    /// The file that it was read from.
    pub fn file(&self) -> &'t str {
        self.file
    }

    /// The names of its columns, in order.
    pub fn columns(&self) -> &[&'t str] {
        &self.columns
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Its entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_, 't>> {
        self.rows.iter().map(move |row| Entry { table: self, row })
    }
}

/// One line of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a, 't> {
    table: &'a Table<'t>,
    row: &'a Row<'t>,
}

impl<'t> Entry<'_, 't> {
    /// The number of its line, from 1.
    pub fn line(&self) -> usize {
        self.row.line
    }

    /// The file that it stands in.
    pub fn file(&self) -> &'t str {
        self.table.file
    }

    /// What stands in `column`: nothing where that is `-`, empty, or left out.
    pub fn get(&self, column: &str) -> Option<&'t str> {
        let index = self.table.columns.iter().position(|name| *name == column)?;
        let cell = *self.row.cells.get(index)?;
        (!matches!(cell, "" | "-")).then_some(cell)
    }

    /// What stands in `column`.
    ///
    /// # Errors
    /// When nothing does.
    pub fn required(&self, column: &str) -> Result<&'t str, Defect> {
        self.get(column).ok_or_else(|| {
            self.defect(
                format!("nothing in the column `{column}`"),
                format!("this file's columns are: {}", self.table.columns.join(", ")),
            )
        })
    }

    /// The values in `column`, split by `|`; none where nothing stands there.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(column)
            .into_iter()
            .flat_map(|cell| cell.split('|').map(str::trim).filter(|value| !value.is_empty()))
    }

    /// Where it stands, as a row's `because` says it: `attribution/cues.tsv:41 claim`.
    pub fn because(&self, name: &str) -> String {
        format!("{}:{} {name}", self.table.file, self.row.line)
    }

    /// An error about this line: what is wrong with it and what to do.
    pub fn defect(&self, cause: impl Into<String>, remedy: impl Into<String>) -> Defect {
        Defect::new(self.table.file, self.row.line, cause, remedy)
    }
}

/// The lines of `text` with their numbers, from 1, without what ends them.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
}

/// The columns that the comments at the head of `text` name.
fn named_columns(text: &str) -> Vec<&str> {
    let mut named = Vec::new();
    let mut head = text.lines().map_while(|line| line.strip_prefix('#'));
    let Some(opening) = head.find_map(|line| strip_columns(line.trim_start())) else {
        return named;
    };
    if let Some(list) = opening.strip_prefix(':') {
        let list = list.trim().trim_end_matches('.');
        let names = list
            .split([',', ' ', '\t'])
            .map(str::trim)
            .filter(|name| !name.is_empty());
        named.extend(names.filter(|name| is_column_name(name)));
    }
    if !named.is_empty() {
        return named;
    }
    for line in head {
        let Some(rest) = line.strip_prefix("   ") else { break };
        if rest.starts_with(' ') {
            continue;
        }
        named.extend(rest.split_whitespace().next().filter(|name| is_column_name(name)));
    }
    named
}

fn strip_columns(line: &str) -> Option<&str> {
    line.strip_prefix("Columns").or_else(|| line.strip_prefix("columns"))
}

fn is_column_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUES: &str = "# Verbs.\n# Columns, split by tabs; several values by |, none by -.\n#   lemma  dictionary \
                        form\n#   act    what it does,\n#            in saying it\n#   forms  others\n# Source: by \
                        hand.\nclaim\tclaim\tclaims|claimed\n\n# more\nsay\t-\n";

    #[test]
    fn an_entry_keeps_its_line_and_its_cells() {
        let table = Table::parse("attribution/cues.tsv", CUES, &[]).unwrap();
        assert_eq!(table.columns(), ["lemma", "act", "forms"]);
        let entries: Vec<_> = table.entries().collect();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].because("claim"), "attribution/cues.tsv:8 claim");
        assert_eq!(entries[0].list("forms").collect::<Vec<_>>(), ["claims", "claimed"]);
        assert_eq!(
            (entries[1].line(), entries[1].get("act"), entries[1].get("forms")),
            (11, None, None)
        );
        assert!(
            entries[1]
                .required("act")
                .unwrap_err()
                .to_string()
                .contains("cues.tsv:11")
        );
    }

    #[test]
    fn columns_may_be_named_on_one_line_or_by_the_caller() {
        let table = Table::parse("a.tsv", "# Columns: name, code.\nOhio\tOH\n", &[]).unwrap();
        assert_eq!(table.columns(), ["name", "code"]);
        let table = Table::parse("b.tsv", "Ohio\tOH\n", &["name", "code"]).unwrap();
        assert_eq!(table.entries().next().unwrap().get("code"), Some("OH"));
    }

    #[test]
    fn a_bad_file_is_told_with_line_and_remedy() {
        let told = |text| Table::parse("a.tsv", text, &[]).unwrap_err().to_string();
        assert!(told("Ohio\tOH\n").contains("names no columns"));
        assert!(told("# Columns: a b\n\nx\ty\tz\n").contains("a.tsv:3: 3 cells where there are 2 columns"));
        assert!(told("# Columns: a b\nx \ty\n").contains("spaces around `x`"));
        assert!(told("# Columns: a a\n").contains("named twice"));
    }
}
