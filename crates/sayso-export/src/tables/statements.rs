//! Who says what.

use sayso_schema::{Link, Statement};

use super::column::{Column, Definition, Row, because, column, document, end, id, start, text};
use super::value::{ColumnType, PASSAGES, Value};

pub(crate) const STATEMENTS: Definition<Statement, ()> = Definition {
    name: "statements",
    about: "One row a thing said, thought, estimated, reported or stipulated, or said by the article itself.",
    columns: STATEMENT,
    rows: |context| Row::all(context, context.statements()),
};

const STATEMENT: &[Column<Statement, ()>] = &[
    id(),
    document(),
    text(),
    start(),
    end(),
    column(
        "voice",
        ColumnType::Text,
        "`author`, `attributed`, or `hearsay` where nobody is named.",
        |row| Value::word(row.item.voice),
    ),
    column(
        "quotation",
        ColumnType::Text,
        "`direct`, `indirect`, `mixed` or `none`.",
        |row| Value::word(row.item.quotation),
    ),
    column(
        "act",
        ColumnType::Text,
        "What the source does in saying it: `assert`, `say`, `claim`, `deny`, `demand` and so on.",
        |row| Value::word(row.item.act),
    ),
    column(
        "source",
        ColumnType::Text,
        "Whose word it finally is: the name of the last link of the chain.",
        |row| Value::text(row.item.chain.last().and_then(|link| link.name.as_deref())),
    ),
    column(
        "source_entity",
        ColumnType::Text,
        "Id of that entity, where it was resolved.",
        |row| {
            Value::text(
                last(row.item)
                    .and_then(|link| link.entity.as_ref())
                    .map(|id| id.as_str()),
            )
        },
    ),
    column(
        "source_kind",
        ColumnType::Text,
        "`person`, `office`, `organisation`, `outlet`, `unnamed`, `document` or `data`.",
        |row| last(row.item).map_or(Value::Null, |link| Value::word(link.kind)),
    ),
    column(
        "chain_length",
        ColumnType::Count,
        "How many links the chain has; the table `links` holds them.",
        |row| Value::count(row.item.chain.len()),
    ),
    column(
        "cue",
        PASSAGES,
        "The words that make it a statement; empty in the author's voice.",
        |row| Value::passages(&row.item.cue),
    ),
    column(
        "content",
        PASSAGES,
        "What is said; more than one passage where other words stand between.",
        |row| Value::passages(&row.item.content),
    ),
    column(
        "certainty",
        ColumnType::Text,
        "How certain its source is: FactBank's `CT+` to `CT-`, or `Uu`; null in the author's own voice.",
        |row| Value::text(row.item.factuality.source.map(|value| value.as_str())),
    ),
    column(
        "author_certainty",
        ColumnType::Text,
        "How certain the article's author is.",
        |row| Value::text(Some(row.item.factuality.author.as_str())),
    ),
    column(
        "distancing",
        ColumnType::Text,
        "How far the author stands from it: `none`, `neutral` or `distanced`.",
        |row| Value::word(row.item.distancing),
    ),
    column(
        "within",
        ColumnType::Text,
        "Id of the statement that it stands inside.",
        |row| Value::text(row.item.within.as_ref().map(|id| id.as_str())),
    ),
    column(
        "repeats",
        ColumnType::Text,
        "Id of the statement that it says again.",
        |row| Value::text(row.item.repeats.as_ref().map(|id| id.as_str())),
    ),
    column(
        "said_on",
        ColumnType::Text,
        "When it was said, if told: a TIMEX3 value.",
        |row| Value::text(row.item.said_on.as_ref().and_then(|date| date.value.as_deref())),
    ),
    column(
        "said_day",
        ColumnType::Day,
        "That day, where it is told in full.",
        |row| Value::day(row.item.said_on.as_ref().and_then(|date| date.value.as_deref())),
    ),
    because(),
];

fn last(statement: &Statement) -> Option<&Link> {
    statement.chain.last()
}

pub(crate) const LINKS: Definition<Link, Statement> = Definition {
    name: "links",
    about: "One row a source in a statement's chain, from the publisher inwards to whose word it finally is.",
    columns: LINK,
    rows: |context| {
        let of = |statement| {
            let statement: &Statement = statement;
            Row::parts(context, statement, "chain", &statement.chain)
                .chain(Row::parts(context, statement, "inferred", &statement.chain_inferred))
                .chain(Row::parts(context, statement, "via", &statement.via))
        };
        context.statements().iter().flat_map(of).collect()
    },
};

const LINK: &[Column<Link, Statement>] = &[
    column("statement", ColumnType::Text, "Id of the statement.", |row| {
        Value::text(Some(row.whole.id.as_str()))
    }),
    column(
        "role",
        ColumnType::Text,
        "`chain` as stated, `inferred` for a chain that is likely but not stated, `via` for media that the publisher took \
         it from.",
        |row| Value::text(Some(row.role)),
    ),
    column(
        "place",
        ColumnType::Count,
        "Its place in the chain: 0 is the publisher.",
        |row| Value::count(row.place),
    ),
    document(),
    column(
        "entity",
        ColumnType::Text,
        "Id of the entity, where it was resolved.",
        |row| Value::text(row.item.entity.as_ref().map(|id| id.as_str())),
    ),
    column(
        "name",
        ColumnType::Text,
        "Its name; null for a publisher that is not known.",
        |row| Value::text(row.item.name.as_deref()),
    ),
    column(
        "kind",
        ColumnType::Text,
        "`person`, `office`, `organisation`, `outlet`, `unnamed`, `document` or `data`.",
        |row| Value::word(row.item.kind),
    ),
    column(
        "start",
        ColumnType::Count,
        "Where it is named, in Unicode characters of the document's text; null where that is outside the text.",
        |row| row.item.span.map_or(Value::Null, |span| Value::count(span.start)),
    ),
    column("end", ColumnType::Count, "One past its last character.", |row| {
        row.item.span.map_or(Value::Null, |span| Value::count(span.end))
    }),
];
