/*!
Readings in the formats that other tools read.

An [`Exporter`] takes [`Reading`](sayso_schema::Reading)s one after another and writes them to a file, a folder or a stream
in a [`Format`]; it keeps none. [`record_batch`] gives the rows of one [`Table`] as Arrow. What comes out depends on the
readings alone, never on the clock.

```
use sayso_export::{Exporter, Format, Options};
use sayso_schema::{Document, Reading};

let reading = Reading::of(Document::new("border.txt", "The border is shut."));
let mut map = Vec::new();
let mut exporter = Exporter::to_stream(Format::Geojson, &mut map, &Options::default())?;
exporter.write(&reading)?;
exporter.finish()?;
assert!(map.starts_with(b"{\"type\":\"FeatureCollection\""));
# Ok::<(), sayso_export::ExportError>(())
```

# Events alone

An [`EventFormat`] turns the events of one reading into lines, and keeps nothing from one to the next: whoever holds a
million readings writes [`EventFormat::header`] once and [`EventFormat::rows`] for each.

Each format is one list of columns in a module of its own. A column has a name, a sentence that says what stands in it,
and a function from a row to its cell; header, rows and the page [`documentation`] all come from that list.

```
use sayso_export::EventFormat;
use sayso_schema::{Document, Reading};

let reading = Reading::of(Document::new("border.txt", "The border is shut."));
assert!(EventFormat::Polecat.header(false).starts_with("Event ID\tEvent Date\t"));
assert_eq!(EventFormat::Polecat.rows(&reading), "");
```
*/
#![forbid(unsafe_code)]

mod annotations;
mod brat;
mod cameo;
mod cell;
mod characters;
mod context;
mod countries;
mod csv;
mod csv_folder;
mod documentation;
mod error;
mod exporter;
mod folder;
mod format;
#[cfg(test)]
mod format_tests;
mod ftm;
mod gdelt;
mod geojson;
#[cfg(test)]
mod invented;
mod iri;
mod object;
mod own;
mod parquet;
mod place;
mod plover;
mod polecat;
mod prov;
mod record_batch;
mod row;
mod schema_org;
mod tables;
#[cfg(test)]
mod tests;
mod when;

use sayso_schema::Reading;

pub use documentation::documentation;
pub use error::ExportError;
pub use exporter::{Exporter, Options};
pub use format::Format;
pub use prov::Run;
pub use record_batch::{arrow_schema, record_batch};
pub use tables::{ColumnType, Table, TableColumn};

use context::Context;

/// A format that events can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventFormat {
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

impl EventFormat {
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
