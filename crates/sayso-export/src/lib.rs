/*!
Events in the formats that other tools read.

A [`Format`] turns one [`Reading`](sayso_schema::Reading) into lines, and keeps nothing from one to the next: whoever
holds a million readings writes [`Format::header`] once and [`Format::rows`] for each. What comes out depends on the
reading alone, never on the clock.

Each format is one list of columns in a module of its own. A column has a name, a sentence that says what stands in it,
and a function from a row to its cell; header, rows and the page [`documentation`] all come from that list.

```
use sayso_export::Format;
use sayso_schema::{Document, Reading};

let reading = Reading::of(Document::new("border.txt", "The border is shut."));
assert!(Format::Polecat.header(false).starts_with("Event ID\tEvent Date\t"));
assert_eq!(Format::Polecat.rows(&reading), "");
```
*/
#![forbid(unsafe_code)]

mod cameo;
mod cell;
mod context;
mod countries;
mod csv;
mod documentation;
mod gdelt;
mod own;
mod place;
mod plover;
mod polecat;
mod row;
#[cfg(test)]
mod tests;
mod when;

use sayso_schema::Reading;

pub use documentation::documentation;

use context::Context;

/// A format that events can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PLOVER 2.0 records, one JSON object a line.
    Plover,
    /// The columns of POLECAT, split by tabs.
    Polecat,
    /// The columns of GDELT 2.0's event table, split by tabs.
    Gdelt,
    /// One table with everything that sayso tells of an event, split by commas.
    Csv,
}

/// A column, as it is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDoc {
    /// Its name, as it stands in the header or as the key.
    pub name: String,
    /// What sayso puts there.
    pub doc: &'static str,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Plover, Self::Polecat, Self::Gdelt, Self::Csv];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plover => "plover",
            Self::Polecat => "polecat",
            Self::Gdelt => "gdelt",
            Self::Csv => "csv",
        }
    }

    /// Whether a file of this format opens with a line of names. GDELT's do not.
    pub const fn has_header(self) -> bool {
        matches!(self, Self::Polecat | Self::Csv)
    }

    /// The first line of a file: the columns' names where the format has such a line, or where `asked` and it has
    /// columns at all. Else nothing.
    pub fn header(self, asked: bool) -> String {
        let wanted = self.has_header() || (asked && self == Self::Gdelt);
        if !wanted {
            return String::new();
        }
        let names: Vec<String> = self.columns().into_iter().map(|column| column.name).collect();
        match self {
            Self::Csv => csv::line(&names),
            _ => cell::tab_separated(&names),
        }
    }

    /// The lines for one reading's events, in the reading's order; nothing where it has none.
    pub fn rows(self, reading: &Reading) -> String {
        if reading.events.is_empty() {
            return String::new();
        }
        let context = Context::of(reading);
        match self {
            Self::Plover => plover::rows(&context),
            Self::Polecat => polecat::rows(&context),
            Self::Gdelt => gdelt::rows(&context),
            Self::Csv => csv::rows(&context),
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> Vec<ColumnDoc> {
        match self {
            Self::Plover => plover::columns(),
            Self::Polecat => polecat::columns(),
            Self::Gdelt => gdelt::columns(),
            Self::Csv => csv::columns(),
        }
    }
}
