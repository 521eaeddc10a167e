//! One table with all that sayso tells of an event, by RFC 4180: commas, quotes where needed, lines that end in CRLF.

use sayso_schema::{Figure, Participant};

use crate::cell::Cell;
use crate::context::Context;
use crate::row::{Column, Row, column, flag, word};
use crate::{ColumnDoc, countries};

pub(crate) const COLUMNS: &[Column] = &[
    column(
        "id",
        "Id of the event; `sayso explain --row` takes it. The same in every run.",
        |row| Cell::code(Some(&row.event.id)),
    ),
    column("type", "PLOVER type.", |row| Cell::code(Some(&row.event.kind))),
    column("modes", "PLOVER modes.", |row| Cell::codes(&row.event.modes)),
    column("contexts", "PLOVER contexts.", |row| Cell::codes(&row.event.contexts)),
    column(
        "quad",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |row| Cell::code(Some(row.event.quad)),
    ),
    column("score", "PLOVER's score, -10 to 10.", |row| {
        Cell::code(Some(row.event.score))
    }),
    column("cameo", "CAMEO code. Read it as a string: its zeros count.", |row| {
        Cell::code(row.event.cameo.as_ref())
    }),
    column("goldstein", "Goldstein value of the CAMEO code.", |row| {
        Cell::code(row.event.goldstein)
    }),
    column(
        "factuality",
        "`actual`, `reported`, `claimed`, `presupposed`, `planned`, `called-for`, `hypothetical` or `denied`.",
        |row| word(row.event.factuality),
    ),
    column(
        "background",
        "`true` for a continuing state told in passing, which is no new incident.",
        |row| flag(row.event.background),
    ),
    column(
        "sources",
        "By whose word: from the publisher inwards, with ` > ` between.",
        |row| row.source_chain(),
    ),
    column("statements", "Ids of the statements that it rests on.", |row| {
        Cell::codes(&row.event.statements)
    }),
    column(
        "statement",
        "What the innermost of them says, cue and source included.",
        |row| Cell::text(row.innermost().map(|statement| statement.text.as_str())),
    ),
    column(
        "source_certainty",
        "How certain its source is: FactBank's `CT+` to `CT-`, or `Uu`.",
        |row| {
            Cell::code(
                row.innermost()
                    .and_then(|row| row.factuality.source)
                    .map(|value| value.as_str()),
            )
        },
    ),
    column("author_certainty", "How certain the article is.", |row| {
        Cell::code(row.innermost().map(|row| row.factuality.author.as_str()))
    }),
    column("actors", "The actors' words.", |row| {
        row.each(&row.event.actors, "", |actor| Some(actor.text.clone()))
    }),
    column("actor_names", "Their names, where they are entities.", |row| {
        names(row, &row.event.actors)
    }),
    column("actor_entities", "Ids of their entities.", |row| {
        entities(row, &row.event.actors)
    }),
    column("actor_countries", "ISO 3166-1 alpha-3, with PLOVER's extras.", |row| {
        row.each(&row.event.actors, "", |actor| actor.country.clone())
    }),
    column(
        "actor_sectors",
        "PLOVER sectors, the primary one first, with `|` between those of one actor.",
        |row| row.each(&row.event.actors, "", sectors),
    ),
    column(
        "actor_inferred",
        "`true` for one whom the text leaves to be understood.",
        |row| row.each(&row.event.actors, "", |actor| Some(actor.inferred.to_string())),
    ),
    column("recipients", "The same for whom it is done to.", |row| {
        row.each(&row.event.recipients, "", |recipient| Some(recipient.text.clone()))
    }),
    column("recipient_names", "As for actors.", |row| {
        names(row, &row.event.recipients)
    }),
    column("recipient_entities", "As for actors.", |row| {
        entities(row, &row.event.recipients)
    }),
    column("recipient_countries", "As for actors.", |row| {
        row.each(&row.event.recipients, "", |recipient| recipient.country.clone())
    }),
    column("recipient_sectors", "As for actors.", |row| {
        row.each(&row.event.recipients, "", sectors)
    }),
    column("recipient_inferred", "As for actors.", |row| {
        row.each(&row.event.recipients, "", |recipient| {
            Some(recipient.inferred.to_string())
        })
    }),
    column(
        "date",
        "TIMEX3 value: `2024-06-19`, `2024-07`. Empty where the text tells none.",
        |row| Cell::code(row.event.date.as_ref().and_then(|date| date.value.as_ref())),
    ),
    column("not_before", "The earliest day that the text leaves open.", |row| {
        Cell::code(row.event.date.as_ref().and_then(|date| date.not_before.as_ref()))
    }),
    column("not_after", "The latest day that the text leaves open.", |row| {
        Cell::code(row.event.date.as_ref().and_then(|date| date.not_after.as_ref()))
    }),
    column(
        "date_basis",
        "`in-text`, `inferred-year`, `anaphora` or `convention`.",
        |row| row.event.date.as_ref().map_or(Cell::Empty, |date| word(date.basis)),
    ),
    column("date_words", "The words that tell it.", |row| {
        let words = row.event.date.as_ref().and_then(|date| date.expression.as_ref());
        Cell::text(words.map(|words| words.text.as_str()))
    }),
    column(
        "place_words",
        "The words that name the place. Empty where the text tells none.",
        |row| Cell::text(row.event.place.as_ref().map(|place| place.passage.text.as_str())),
    ),
    column("place", "Its name in GeoNames.", |row| {
        Cell::text(row.event.place.as_ref().and_then(|place| place.name.as_deref()))
    }),
    column("geonames", "GeoNames id.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.geonames))
    }),
    column("province", "The first-level division that it lies in, or is.", |row| {
        Cell::text(row.event.place.as_ref().and_then(|place| place.province.as_deref()))
    }),
    column(
        "country",
        "The country that it lies in, or is: ISO 3166-1 alpha-3.",
        |row| Cell::code(row.event.place.as_ref().and_then(|place| place.country.as_ref())),
    ),
    column("country_name", "That country's name.", |row| {
        let code = row.event.place.as_ref().and_then(|place| place.country.as_deref());
        Cell::text(countries::name(code))
    }),
    column("feature", "GeoNames feature code.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.feature.as_ref()))
    }),
    column("latitude", "Degrees north.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.latitude))
    }),
    column("longitude", "Degrees east.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.longitude))
    }),
    column(
        "place_precision",
        "`point`, `city`, `district`, `province`, `country`, `region` or `unresolved`.",
        |row| {
            row.event
                .place
                .as_ref()
                .map_or(Cell::Empty, |place| word(place.precision))
        },
    ),
    column(
        "killed",
        "How many were killed, where the figure tells one number.",
        |row| value(row.killed()),
    ),
    column("killed_low", "The least that it can be.", |row| low(row.killed())),
    column("killed_high", "The most that it can be.", |row| high(row.killed())),
    column("killed_words", "The figure as the text has it.", |row| {
        words(row.killed())
    }),
    column("injured", "How many were injured, in the same way.", |row| {
        value(row.injured())
    }),
    column("injured_low", "As for the killed.", |row| low(row.injured())),
    column("injured_high", "As for the killed.", |row| high(row.injured())),
    column("injured_words", "As for the killed.", |row| words(row.injured())),
    column("size", "How many took part, in the same way.", |row| value(row.size())),
    column("size_low", "As for the killed.", |row| low(row.size())),
    column("size_high", "As for the killed.", |row| high(row.size())),
    column("size_words", "As for the killed.", |row| words(row.size())),
    column(
        "links",
        "Other events of the document that it belongs with, each as `kind id`.",
        |row| {
            let links = row.event.links.iter();
            Cell::codes(links.map(|link| format!("{} {}", word(link.kind).written(""), link.event)))
        },
    ),
    column("trigger", "The words that name the act.", |row| {
        Cell::text(Some(row.event.trigger.text.as_str()))
    }),
    column(
        "trigger_start",
        "Where they begin, counted in Unicode characters of the document's text from 0.",
        |row| Cell::code(Some(row.event.trigger.span.start)),
    ),
    column("trigger_end", "One past their last character.", |row| {
        Cell::code(Some(row.event.trigger.span.end))
    }),
    column(
        "text",
        "The words from the first to the last of trigger and participants.",
        |row| Cell::text(Some(row.event.text.as_str())),
    ),
    column("start", "Where they begin.", |row| {
        Cell::code(Some(row.event.span.start))
    }),
    column("end", "One past their last character.", |row| {
        Cell::code(Some(row.event.span.end))
    }),
    column("document", "BLAKE3 hash of the document's text.", |row| {
        Cell::code(Some(&row.document().id))
    }),
    column("document_source", "The path, URL or id that it was read from.", |row| {
        Cell::text(Some(row.document().source.as_str()))
    }),
    column("document_url", "Where it is published.", |row| {
        Cell::text(row.document().url.as_deref())
    }),
    column("document_title", "Its headline.", |row| {
        Cell::text(row.document().title.as_deref())
    }),
    column("publisher", "The outlet whose word it is.", |row| {
        Cell::text(row.document().publisher.as_deref())
    }),
    column(
        "published",
        "Its day of publication, or a longer ISO 8601 time.",
        |row| Cell::text(row.document().published.as_deref()),
    ),
    column(
        "because",
        "The lines of knowledge and heads of the network that made the row.",
        |row| Cell::codes(&row.event.because.lines),
    ),
];

/// What the format is, for its page.
pub(crate) const ABOUT: &str = "Everything that sayso tells of an event as one table by RFC 4180, with a line of names. One \
    row an event; several values in a field have `; ` between them, and those of actors keep their places from column to \
    column. What is not told is empty.";

/// What does not fit, where all tables are written.
pub(crate) const LOST_IN_TABLES: &[&str] = &[
    "The text of a document is verbatim, line breaks included, so that offsets hold. In every other text a line break or tab \
     is written as one space.",
    "A text that begins with `=`, `+`, `-` or `@`, which a spreadsheet would take for a formula and run, has an apostrophe \
     before it; take it off, in `documents.text` too, before you count characters.",
    "A semicolon inside one of several values is written as a comma.",
    "Spreadsheets make numbers of codes: import `cameo` as text.",
];

/// What does not fit.
pub(crate) const LOST: &[&str] = &[
    "Spans of single actors, of date and place, and the words that a row rests on are in `--format jsonl` only.",
    "A line break or tab inside a text is written as one space, so that a row is a line whatever reads it.",
    "A text that begins with `=`, `+`, `-` or `@`, which a spreadsheet would take for a formula and run, has an \
     apostrophe before it. Spreadsheets hide it; a program that needs the text verbatim reads `--format jsonl`, or takes \
     it from the document by its offsets. Numbers never get one.",
    "Spreadsheets make numbers of codes: `042` becomes 42, another code. Import the column `cameo` as text.",
];

/// The lines of one reading.
pub(crate) fn rows(context: &Context<'_>) -> String {
    let of = |event| {
        let row = Row::of(context, event);
        let fields: Vec<String> = COLUMNS.iter().map(|column| (column.of)(&row).written("")).collect();
        line(&fields)
    };
    context.events().iter().map(of).collect()
}

pub(crate) fn columns() -> Vec<ColumnDoc> {
    let doc = |column: &Column| ColumnDoc {
        name: column.name.to_owned(),
        doc: column.doc,
    };
    COLUMNS.iter().map(doc).collect()
}

/// `fields` as one line.
pub(crate) fn line(fields: &[String]) -> String {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail, and what was written from text is text.
    let written = writer.write_record(fields).ok().and_then(|()| writer.into_inner().ok());
    written
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

fn names<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Cell {
    row.each(participants, "", |participant| {
        let entity = row.context.entity(participant.entity.as_ref())?;
        Some(entity.name.clone())
    })
}

fn entities<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Cell {
    row.each(participants, "", |participant| {
        participant.entity.as_ref().map(ToString::to_string)
    })
}

fn sectors(participant: &Participant) -> Option<String> {
    (!participant.sectors.is_empty()).then(|| participant.sectors.join("|"))
}

fn value(figure: Option<&Figure>) -> Cell {
    Cell::code(figure.and_then(|figure| figure.value))
}

fn low(figure: Option<&Figure>) -> Cell {
    Cell::code(figure.and_then(|figure| figure.low))
}

fn high(figure: Option<&Figure>) -> Cell {
    Cell::code(figure.and_then(|figure| figure.high))
}

fn words(figure: Option<&Figure>) -> Cell {
    Cell::text(figure.map(|figure| figure.text.as_str()))
}
