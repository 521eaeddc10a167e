//! POLECAT's table: its 40 columns in its order, then sayso's own.

use sayso_schema::{Participant, Place};

use crate::cell::{Cell, tab_separated};
use crate::context::Context;
use crate::row::{Column, Row, column};
use crate::{ColumnDoc, countries, own, place, when};

/// What POLECAT writes for what is not told.
const NONE: &str = "None";

pub(crate) const COLUMNS: &[Column] = &[
    column("Event ID", "Id of the event in sayso's ledger.", |row| {
        Cell::code(Some(&row.event.id))
    }),
    column(
        "Event Date",
        "The day, where the text tells one. Never the day of publication, which POLECAT writes where it finds no date.",
        |row| Cell::code(when::day_of(row.event.date.as_ref())),
    ),
    column("Event Type", "PLOVER type.", |row| Cell::code(Some(&row.event.kind))),
    column(
        "Event Mode",
        "PLOVER modes. POLECAT writes a row for each mode; here they share one.",
        |row| Cell::codes(&row.event.modes),
    ),
    column(
        "Intensity",
        "PLOVER's score, -10 to 10. Some POLECAT files call it `Event Intensity`.",
        |row| Cell::code(Some(row.event.score)),
    ),
    column(
        "Quad Code",
        "`VERBAL COOPERATION`, `MATERIAL COOPERATION`, `VERBAL CONFLICT` or `MATERIAL CONFLICT`.",
        |row| Cell::code(quad(row.event.quad)),
    ),
    column("Contexts", "PLOVER contexts.", |row| Cell::codes(&row.event.contexts)),
    column(
        "Actor Name",
        "The entities' names, or the words where no entity is known.",
        |row| names(row, &row.event.actors),
    ),
    column("Actor Country", "ISO 3166-1 alpha-3, with PLOVER's extras.", |row| {
        row.each(&row.event.actors, NONE, |actor| actor.country.clone())
    }),
    column(
        "Actor COW",
        "Country numbers of the Correlates of War project.",
        |row| cow(row, &row.event.actors),
    ),
    column("Primary Actor Sector", "The first sector.", |row| {
        row.each(&row.event.actors, NONE, |actor| actor.sectors.first().cloned())
    }),
    column(
        "Actor Sectors",
        "All sectors, with `|` between those of one actor.",
        |row| row.each(&row.event.actors, NONE, sectors),
    ),
    column("Actor Title", "Empty: POLECAT takes it from Wikipedia.", empty),
    column("Actor Name Raw", "The words in the text.", |row| {
        row.each(&row.event.actors, NONE, |actor| Some(actor.text.clone()))
    }),
    column("Wikipedia Actor ID", "Empty: sayso asks no Wikipedia.", empty),
    column("Recipient Name", "As for actors.", |row| {
        names(row, &row.event.recipients)
    }),
    column("Recipient Country", "As for actors.", |row| {
        row.each(&row.event.recipients, NONE, |recipient| recipient.country.clone())
    }),
    column("Recipient COW", "As for actors.", |row| cow(row, &row.event.recipients)),
    column("Primary Recipient Sector", "As for actors.", |row| {
        row.each(&row.event.recipients, NONE, |recipient| {
            recipient.sectors.first().cloned()
        })
    }),
    column("Recipient Sectors", "As for actors.", |row| {
        row.each(&row.event.recipients, NONE, sectors)
    }),
    column("Recipient Title", "Empty.", empty),
    column("Recipient Name Raw", "As for actors.", |row| {
        row.each(&row.event.recipients, NONE, |recipient| Some(recipient.text.clone()))
    }),
    column("Wikipedia Recipient ID", "Empty.", empty),
    column("Placename", "The place's name in GeoNames.", |row| {
        Cell::text(told(row).and_then(|place| place.name.as_deref()))
    }),
    column("City", "The city, where the place is one.", |row| {
        Cell::text(told(row).and_then(place::city))
    }),
    column(
        "District",
        "The second-level division, where the place is one.",
        |row| Cell::text(told(row).and_then(place::district)),
    ),
    column("Province", "The first-level division that it lies in.", |row| {
        Cell::text(told(row).and_then(|place| place.province.as_deref()))
    }),
    column(
        "Country",
        "ISO 3166-1 alpha-3 of the country that it lies in, as actors have it.",
        |row| Cell::code(told(row).and_then(|place| place.country.as_ref())),
    ),
    column("Latitude", "Degrees north.", |row| {
        Cell::code(told(row).and_then(|place| place.latitude))
    }),
    column("Longitude", "Degrees east.", |row| {
        Cell::code(told(row).and_then(|place| place.longitude))
    }),
    column("GeoNames ID", "GeoNames id.", |row| {
        Cell::code(told(row).and_then(|place| place.geonames))
    }),
    column("Raw Placename", "The words in the text.", |row| {
        Cell::text(told(row).map(|place| place.passage.text.as_str()))
    }),
    column("Feature Type", "GeoNames feature code.", |row| {
        Cell::code(told(row).and_then(|place| place.feature.as_ref()))
    }),
    column("Source", "The publisher, or where the document was read from.", |row| {
        let document = row.document();
        Cell::text(Some(document.publisher.as_ref().unwrap_or(&document.source).as_str()))
    }),
    column("Publication Date", "The day of publication, where known.", |row| {
        Cell::code(row.document().published.as_deref().and_then(when::day))
    }),
    column(
        "Story People",
        "Names of persons in the document, 100 at most.",
        |row| names_of(row.context.people()),
    ),
    column("Story Organizations", "Names of organisations, 100 at most.", |row| {
        names_of(row.context.organizations())
    }),
    column("Story Locations", "Names of places, 100 at most.", |row| {
        names_of(row.context.locations())
    }),
    column("Language", "BCP 47 tag of the document's language.", |row| {
        Cell::text(row.document().language.as_deref())
    }),
    column("Version", "`sayso` and its version.", |_| {
        Cell::code(Some(concat!("sayso ", env!("CARGO_PKG_VERSION"))))
    }),
];

/// What the format is, for its page.
pub(crate) const ABOUT: &str = "The columns of POLECAT (doi:10.7910/DVN/AJGVIT), the successor of ICEWS, in its order and \
    split by tabs, with a line of names; then sayso's own, whose names begin with `Sayso`. One row an event. Several \
    values in a field have `; ` between them, and actors keep their places from column to column. What is not told is \
    `None` in POLECAT's columns, as there, and empty in sayso's.";

/// What does not fit.
pub(crate) const LOST: &[&str] = &[
    "POLECAT has no column for text, span, claim, negation or factuality; sayso's columns after its 40 have them. A row \
     is no fact: look at `Sayso Factuality`.",
    "POLECAT puts the day of publication where it finds no date, and says so nowhere. Here `Event Date` stays `None`.",
    "Titles and Wikipedia ids are never filled.",
    "Tabs, line breaks and other control characters inside a text are written as one space.",
    "A text that a spreadsheet would take for a formula has an apostrophe before it.",
];

/// The lines of one reading.
pub(crate) fn rows(context: &Context<'_>) -> String {
    let line = |event| {
        let row = Row::of(context, event);
        let theirs = COLUMNS.iter().map(|column| (column.of)(&row).written(NONE));
        let ours = own::COLUMNS.iter().map(|column| (column.of)(&row).written(""));
        tab_separated(&theirs.chain(ours).collect::<Vec<_>>())
    };
    context.events().iter().map(line).collect()
}

pub(crate) fn columns() -> Vec<ColumnDoc> {
    let theirs = COLUMNS.iter().map(|column| (column.name.to_owned(), column.doc));
    let ours = own::COLUMNS
        .iter()
        .map(|column| (format!("Sayso {}", column.name), column.doc));
    theirs.chain(ours).map(|(name, doc)| ColumnDoc { name, doc }).collect()
}

fn empty(_: &Row<'_>) -> Cell {
    Cell::Empty
}

fn told<'a>(row: &Row<'a>) -> Option<&'a Place> {
    row.event.place.as_ref()
}

fn names<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Cell {
    row.each(participants, NONE, |participant| Some(row.name(participant).to_owned()))
}

fn names_of(list: &str) -> Cell {
    Cell::text(Some(list).filter(|list| !list.is_empty()))
}

fn cow<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Cell {
    row.each(participants, NONE, |participant| {
        let country = countries::country(participant.country.as_deref()?)?;
        country.cow.map(str::to_owned)
    })
}

fn sectors(participant: &Participant) -> Option<String> {
    (!participant.sectors.is_empty()).then(|| participant.sectors.join("|"))
}

fn quad(quad: u8) -> Option<&'static str> {
    match quad {
        1 => Some("VERBAL COOPERATION"),
        2 => Some("MATERIAL COOPERATION"),
        3 => Some("VERBAL CONFLICT"),
        4 => Some("MATERIAL CONFLICT"),
        _ => None,
    }
}
