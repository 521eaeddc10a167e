//! The articles.

use sayso_schema::{Document, Span};

use super::column::{Column, Definition, Row, column};
use super::value::{ColumnType, TEXTS, Value};

const SPAN: ColumnType = ColumnType::Record(&[("start", ColumnType::Count), ("end", ColumnType::Count)]);

pub(crate) const TABLE: Definition<Document, ()> = Definition {
    name: "documents",
    about: "One row an article.",
    columns: COLUMNS,
    rows: |context| vec![Row::of(context, context.document())],
};

const COLUMNS: &[Column<Document, ()>] = &[
    column(
        "id",
        ColumnType::Text,
        "BLAKE3 hash of the text. Other tables have it as `document`.",
        |row| Value::text(Some(&row.item.id)),
    ),
    column(
        "source",
        ColumnType::Text,
        "The path, URL or id that it was read from.",
        |row| Value::text(Some(&row.item.source)),
    ),
    column("url", ColumnType::Text, "Where it is published.", |row| {
        Value::text(row.item.url.as_deref())
    }),
    column("title", ColumnType::Text, "The headline.", |row| {
        Value::text(row.item.title.as_deref())
    }),
    column("title_span", SPAN, "Where the headline stands in the text.", |row| {
        span(row.item.title_span)
    }),
    column("byline", ColumnType::Text, "Who wrote it.", |row| {
        Value::text(row.item.byline.as_deref())
    }),
    column("byline_span", SPAN, "Where the byline stands in the text.", |row| {
        span(row.item.byline_span)
    }),
    column("publisher", ColumnType::Text, "The outlet whose word it is.", |row| {
        Value::text(row.item.publisher.as_deref())
    }),
    column("dateline", ColumnType::Text, "The dateline as written.", |row| {
        Value::text(
            row.item
                .dateline
                .as_ref()
                .map(|dateline| dateline.passage.text.as_str()),
        )
    }),
    column("dateline_place", ColumnType::Text, "The place that it names.", |row| {
        Value::text(
            row.item
                .dateline
                .as_ref()
                .and_then(|dateline| dateline.place.as_deref()),
        )
    }),
    column(
        "dateline_date",
        ColumnType::Text,
        "The day that it names, as written.",
        |row| Value::text(row.item.dateline.as_ref().and_then(|dateline| dateline.date.as_deref())),
    ),
    column(
        "dateline_agency",
        ColumnType::Text,
        "The agency that it names.",
        |row| {
            Value::text(
                row.item
                    .dateline
                    .as_ref()
                    .and_then(|dateline| dateline.agency.as_deref()),
            )
        },
    ),
    column(
        "published",
        ColumnType::Text,
        "The day of publication, or a longer ISO 8601 time, as its source states it.",
        |row| Value::text(row.item.published.as_deref()),
    ),
    column("published_day", ColumnType::Day, "That day.", |row| {
        Value::day(row.item.published.as_deref())
    }),
    column("language", ColumnType::Text, "BCP 47 tag of the language.", |row| {
        Value::text(row.item.language.as_deref())
    }),
    column(
        "guessed",
        TEXTS,
        "Which of these were worked out from the text's shape rather than stated by its source.",
        |row| Value::List(row.item.guessed.iter().map(Value::word).collect()),
    ),
    column(
        "text",
        ColumnType::Story,
        "The text that all offsets count in, verbatim.",
        |row| Value::text(Some(&row.item.text)),
    ),
];

fn span<'a>(span: Option<Span>) -> Value<'a> {
    span.map_or(Value::Null, |span| {
        Value::Record(vec![Value::count(span.start), Value::count(span.end)])
    })
}
