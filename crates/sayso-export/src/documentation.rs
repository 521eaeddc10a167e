//! The page that documents every format, made of the lists that the formats are made of.

use crate::{Format, csv, gdelt, plover, polecat};

const OPENING: &str = "\
# Formats for events

`sayso read --format NAME` writes the events of articles in a format that other tools read. This page is made of the
lists that the formats are made of: `sayso formats` prints it.

All of them hold for every format:

- What the text does not tell is left out. No publication date stands in for an event's date, no capital for a place.
- A row is what the article says, not what happened: each has its factuality and by whose word it is.
- The same article gives the same bytes on every day and on every machine.
- Codes are strings, text is UTF-8, offsets count Unicode characters.
- `jsonl` and `json` are sayso's own and lose nothing; `sayso schema` describes them.
";

/// The page, in Markdown.
pub fn documentation() -> String {
    let mut page = OPENING.to_owned();
    for format in Format::ALL {
        let (title, about, lost) = match format {
            Format::Plover => ("PLOVER records", plover::ABOUT, plover::LOST),
            Format::Polecat => ("POLECAT’s columns", polecat::ABOUT, polecat::LOST),
            Format::Gdelt => ("GDELT 2.0’s event table", gdelt::ABOUT, gdelt::LOST),
            Format::Csv => ("One table", csv::ABOUT, csv::LOST),
        };
        page.push_str(&format!("\n## `{}`: {title}\n\n{about}\n\n", format.name()));
        let kind = if format == Format::Plover { "key" } else { "column" };
        page.push_str(&format!("| | {kind} | what stands there |\n|---|---|---|\n"));
        for (column, number) in format.columns().iter().zip(1..) {
            let doc = column.doc.replace('|', "\\|");
            page.push_str(&format!("| {number} | `{}` | {doc} |\n", column.name));
        }
        page.push_str("\nWhat is lost, and what was chosen:\n\n");
        for line in lost {
            page.push_str(&format!("- {line}\n"));
        }
    }
    page
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
