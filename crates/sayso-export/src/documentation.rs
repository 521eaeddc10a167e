//! The page that documents every format, made of the lists that the formats are made of.

use crate::{EventFormat, Format, Table};

const OPENING: &str = "\
# Formats

`sayso export --format NAME` writes articles in a format that other tools read, `sayso read --format NAME` their events in
the formats `plover`, `polecat`, `gdelt` and, as `csv`, `events`. This page is made of the lists that the formats are made
of: `sayso formats` prints it.

All of them hold for every format:

- What the text does not tell is left out. No publication date stands in for an event's date, no capital for a place.
- A row is what the article says, not what happened: each has its factuality and by whose word it is.
- The same article gives the same bytes on every day and on every machine.
- Codes are strings, text is UTF-8, offsets count Unicode characters (code points).
- `jsonl` is sayso's own and loses nothing; `sayso schema` describes it.
";

/// The page, in Markdown.
pub fn documentation() -> String {
    let mut page = OPENING.to_owned();
    for format in Format::ALL {
        let (title, about, lost) = format.told();
        page.push_str(&format!("\n## `{}`: {title}\n\n{about}\n", format.name()));
        if let Format::Events(format) = format {
            page.push_str(&columns(format));
        }
        if !lost.is_empty() {
            page.push_str("\nWhat is lost, and what was chosen:\n\n");
        }
        for line in lost {
            page.push_str(&format!("- {line}\n"));
        }
    }
    page.push_str(
        "\n# Tables\n\nWhat `parquet` and `csv` have a file each for. Every field may be null, except that a list is never \
         null but empty.\n",
    );
    for table in Table::ALL {
        page.push_str(&format!("\n## `{}`\n\n{}\n\n", table.name(), table.about()));
        page.push_str("| column | type | what stands there |\n|---|---|---|\n");
        for column in table.columns() {
            let doc = column.doc.replace('|', "\\|");
            page.push_str(&format!("| `{}` | {} | {doc} |\n", column.name, column.kind.written()));
        }
    }
    page
}

fn columns(format: EventFormat) -> String {
    let kind = if format == EventFormat::Plover { "key" } else { "column" };
    let mut list = format!("\n| | {kind} | what stands there |\n|---|---|---|\n");
    for (column, number) in format.columns().iter().zip(1..) {
        let doc = column.doc.replace('|', "\\|");
        list.push_str(&format!("| {number} | `{}` | {doc} |\n", column.name));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::documentation;

    #[test]
    fn the_page_in_the_repository_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == documentation(),
            "docs/formats.md is old: `sayso formats > docs/formats.md`"
        );
    }
}
