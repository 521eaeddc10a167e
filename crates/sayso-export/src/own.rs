//! What sayso knows of an event and the formats of others have no column for. POLECAT's and GDELT's tables end with
//! these columns, each table with names in its own manner.

use crate::cell::Cell;
use crate::row::{Column, column, flag, word};

/// The columns, by the words of their names.
pub(crate) const COLUMNS: &[Column] = &[
    column(
        "Row",
        "Id of the event in sayso's ledger; `sayso explain --row` takes it. The same in every run.",
        |row| Cell::code(Some(&row.event.id)),
    ),
    column("Document", "BLAKE3 hash of the document's text.", |row| {
        Cell::code(Some(&row.document().id))
    }),
    column(
        "Factuality",
        "`actual`, `reported`, `claimed`, `presupposed`, `planned`, `called-for`, `hypothetical` or `denied`. Only \
         `actual` is the article's own word that it happened.",
        |row| word(row.event.factuality),
    ),
    column(
        "Sources",
        "By whose word: the innermost statement's sources, from the publisher inwards, with ` > ` between.",
        |row| row.source_chain(),
    ),
    column("Statements", "Ids of the statements that it rests on.", |row| {
        Cell::codes(&row.event.statements)
    }),
    column(
        "Background",
        "`true` for a continuing state told in passing, which is no new incident.",
        |row| flag(row.event.background),
    ),
    column(
        "Text",
        "The words from the first to the last of trigger and participants.",
        |row| Cell::text(Some(row.event.text.as_str())),
    ),
    column("Trigger", "The words that name the act.", |row| {
        Cell::text(Some(row.event.trigger.text.as_str()))
    }),
    column(
        "Span Start",
        "First character of the text above, counted in Unicode characters from 0.",
        |row| Cell::code(Some(row.event.span.start)),
    ),
    column("Span End", "One past its last character.", |row| {
        Cell::code(Some(row.event.span.end))
    }),
    column(
        "Date Value",
        "The date as TIMEX3 has it, where it is told; `2024-07` is a month, not its first day.",
        |row| Cell::code(row.event.date.as_ref().and_then(|date| date.value.as_ref())),
    ),
    column(
        "Date Basis",
        "`in-text`, `inferred-year`, `anaphora` or `convention`; empty where no date is told.",
        |row| row.event.date.as_ref().map_or(Cell::Empty, |date| word(date.basis)),
    ),
    column("Not Before", "The earliest day that the text leaves open.", |row| {
        Cell::code(row.event.date.as_ref().and_then(|date| date.not_before.as_ref()))
    }),
    column("Not After", "The latest day that the text leaves open.", |row| {
        Cell::code(row.event.date.as_ref().and_then(|date| date.not_after.as_ref()))
    }),
    column(
        "Place Precision",
        "`point`, `city`, `district`, `province`, `country`, `region` or `unresolved`; empty where no place is told.",
        |row| {
            row.event
                .place
                .as_ref()
                .map_or(Cell::Empty, |place| word(place.precision))
        },
    ),
    column(
        "Killed",
        "The figure that counts the killed, as the text has it (`at least 30`).",
        |row| Cell::text(row.killed().map(|figure| figure.text.as_str())),
    ),
    column(
        "Injured",
        "The figure that counts the injured, as the text has it.",
        |row| Cell::text(row.injured().map(|figure| figure.text.as_str())),
    ),
    column(
        "Size",
        "The figure that counts who took part, as the text has it.",
        |row| Cell::text(row.size().map(|figure| figure.text.as_str())),
    ),
    column(
        "Links",
        "Other events of the document that it belongs with, each as `kind id`.",
        |row| {
            let links = row
                .event
                .links
                .iter()
                .map(|link| format!("{} {}", word(link.kind).written(""), link.event));
            Cell::codes(links)
        },
    ),
];
