//! Who and what articles speak of, and where.

use sayso_schema::{Entity, Mention};

use super::column::{Column, Definition, Row, column, document};
use super::value::{ColumnType, TEXTS, Value};

const IDS: ColumnType = ColumnType::List(&ColumnType::Record(&[
    ("scheme", ColumnType::Text),
    ("value", ColumnType::Text),
]));

pub(crate) const ENTITIES: Definition<Entity, ()> = Definition {
    name: "entities",
    about: "One row a person, organisation, place or thing in an article, with all its mentions there together.",
    columns: ENTITY,
    rows: |context| Row::all(context, context.entities()),
};

const ENTITY: &[Column<Entity, ()>] = &[
    column(
        "id",
        ColumnType::Text,
        "Its id. Other tables have it as `entity` and under the name of what it does.",
        |row| Value::text(Some(row.item.id.as_str())),
    ),
    document(),
    column(
        "name",
        ColumnType::Text,
        "The fullest name that the text gives it.",
        |row| Value::text(Some(&row.item.name)),
    ),
    column(
        "type",
        ColumnType::Text,
        "`PERSON`, `ORG`, `GPE`, `LOC`, `FAC`, `NORP`, `EVENT`, `LAW`, `WEAPON` or `WORK`.",
        |row| Value::word(row.item.kind),
    ),
    column(
        "country",
        ColumnType::Text,
        "ISO 3166-1 alpha-3, with PLOVER's extras.",
        |row| Value::text(row.item.country.as_deref()),
    ),
    column("sectors", TEXTS, "PLOVER sectors, the primary one first.", |row| {
        Value::texts(&row.item.sectors)
    }),
    column(
        "anonymous",
        ColumnType::Flag,
        "Whether it is without a name (“officials”).",
        |row| Value::Flag(row.item.anonymous),
    ),
    column("ids", IDS, "Identities elsewhere.", |row| {
        let pair = |(scheme, value): (&String, &String)| {
            Value::Record(vec![
                Value::owned(Some(scheme.clone())),
                Value::owned(Some(value.clone())),
            ])
        };
        Value::List(row.item.ids.iter().map(pair).collect())
    }),
    column(
        "mentions",
        ColumnType::Count,
        "How often the text mentions it.",
        |row| Value::count(row.item.mentions.len()),
    ),
    column(
        "because",
        TEXTS,
        "The lines of knowledge and heads of the network that made the row.",
        |row| Value::texts(&row.item.because.lines),
    ),
];

pub(crate) const MENTIONS: Definition<Mention, Entity> = Definition {
    name: "mentions",
    about: "One row a place in the text where an entity is named or pointed at.",
    columns: MENTION,
    rows: |context| {
        let of = |whole| {
            let whole: &Entity = whole;
            Row::parts(context, whole, "", &whole.mentions)
        };
        context.entities().iter().flat_map(of).collect()
    },
};

const MENTION: &[Column<Mention, Entity>] = &[
    column("entity", ColumnType::Text, "Id of the entity.", |row| {
        Value::text(Some(row.whole.id.as_str()))
    }),
    column(
        "place",
        ColumnType::Count,
        "Its place among the entity's mentions, from 0.",
        |row| Value::count(row.place),
    ),
    document(),
    column("text", ColumnType::Text, "What stands there, verbatim.", |row| {
        Value::text(Some(&row.item.text))
    }),
    column(
        "start",
        ColumnType::Count,
        "Where it begins, in Unicode characters of the document's text from 0.",
        |row| Value::count(row.item.span.start),
    ),
    column("end", ColumnType::Count, "One past its last character.", |row| {
        Value::count(row.item.span.end)
    }),
    column("form", ColumnType::Text, "`name`, `nominal` or `pronoun`.", |row| {
        Value::word(row.item.form)
    }),
    column(
        "metonym",
        ColumnType::Flag,
        "Whether a place's name stands for who governs from there (“Kyiv said”).",
        |row| Value::Flag(row.item.metonym),
    ),
];
