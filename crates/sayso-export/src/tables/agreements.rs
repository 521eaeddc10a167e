//! What was agreed, how far it has come, and what it provides.

use sayso_schema::{Agreement, Passage, Provision, RowId, Stage};

use super::column::{
    Column, Definition, Row, because, column, date_basis, day, document, end, id, not_after, not_before, start, text,
};
use super::value::{ColumnType, PASSAGE, PASSAGES, TEXTS, Value};

const CITATIONS: ColumnType = ColumnType::List(&ColumnType::Record(&[
    ("text", ColumnType::Text),
    ("start", ColumnType::Count),
    ("end", ColumnType::Count),
    ("instrument", ColumnType::Text),
    ("article", ColumnType::Text),
    ("relation", ColumnType::Text),
]));

pub(crate) const AGREEMENTS: Definition<Agreement, ()> = Definition {
    name: "agreements",
    about: "One row a treaty, accord, ceasefire or other agreement that an article speaks of.",
    columns: AGREEMENT,
    rows: |context| Row::all(context, context.agreements()),
};

const AGREEMENT: &[Column<Agreement, ()>] = &[
    id(),
    document(),
    text(),
    start(),
    end(),
    column(
        "names",
        PASSAGES,
        "Every mention by a name or a description, in the order of the text.",
        |row| Value::passages(&row.item.names),
    ),
    column(
        "registered",
        ColumnType::Text,
        "Its title in the register of well-known instruments.",
        |row| Value::text(row.item.registered.as_deref()),
    ),
    column(
        "instrument",
        ColumnType::Text,
        "What kind of instrument it is (`treaty`).",
        |row| Value::text(row.item.instrument.as_deref()),
    ),
    column(
        "ambit",
        ColumnType::Text,
        "`bilateral`, `multilateral` or `domestic`.",
        |row| row.item.ambit.map_or(Value::Null, Value::word),
    ),
    column("parties", TEXTS, "Ids of the entities that it binds.", |row| {
        Value::texts(row.item.parties.iter().map(RowId::as_str))
    }),
    column("party_names", TEXTS, "Their names, in the same order.", |row| {
        Value::List(row.item.parties.iter().map(|party| row.name(Some(party))).collect())
    }),
    column(
        "supersedes",
        PASSAGE,
        "The agreement that it replaces, as named.",
        |row| Value::told(row.item.supersedes.as_ref()),
    ),
    because(),
];

const fn agreement<Part>() -> Column<Part, Agreement> {
    column("agreement", ColumnType::Text, "Id of the agreement.", |row| {
        Value::text(Some(row.whole.id.as_str()))
    })
}

pub(crate) const STAGES: Definition<Stage, Agreement> = Definition {
    name: "stages",
    about: "One row a step in an agreement's life that an article tells. What is not told has no row.",
    columns: STAGE,
    rows: |context| {
        let of = |whole| {
            let whole: &Agreement = whole;
            Row::parts(context, whole, "", &whole.stages)
        };
        context.agreements().iter().flat_map(of).collect()
    },
};

const STAGE: &[Column<Stage, Agreement>] = &[
    id(),
    agreement(),
    document(),
    text(),
    start(),
    end(),
    column("trigger", PASSAGE, "The words that name the step.", |row| {
        Value::passage(&row.item.trigger)
    }),
    column(
        "stage",
        ColumnType::Text,
        "Which step: `signed`, `ratified`, `in_force` and so on.",
        |row| Value::word(row.item.stage),
    ),
    column(
        "told_as",
        ColumnType::Text,
        "What the text calls it, where that is more than it tells of it.",
        |row| row.item.told_as.map_or(Value::Null, Value::word),
    ),
    column(
        "status",
        ColumnType::Text,
        "`done`, `under-way`, `announced` or `refused`.",
        |row| Value::word(row.item.status),
    ),
    column(
        "party",
        ColumnType::Text,
        "Id of the party whose step it is; null where it is everyone's or not told.",
        |row| Value::text(row.item.party.as_ref().map(RowId::as_str)),
    ),
    column("party_name", ColumnType::Text, "That party's name.", |row| {
        row.name(row.item.party.as_ref())
    }),
    column("date", ColumnType::Text, "When, if told: a TIMEX3 value.", |row| {
        Value::text(row.item.date.as_ref().and_then(|date| date.value.as_deref()))
    }),
    day(),
    not_before(),
    not_after(),
    date_basis(),
    column("place", PASSAGE, "Where, if told.", |row| {
        Value::told(row.item.place.as_ref())
    }),
    column("by", ColumnType::Text, "Id of the entity that took it.", |row| {
        Value::text(row.item.by.as_ref().map(RowId::as_str))
    }),
    column("by_name", ColumnType::Text, "That entity's name.", |row| {
        row.name(row.item.by.as_ref())
    }),
    column("to", ColumnType::Text, "Id of the entity before whom.", |row| {
        Value::text(row.item.to.as_ref().map(RowId::as_str))
    }),
    column(
        "statement",
        ColumnType::Text,
        "Id of the statement that it rests on.",
        |row| Value::text(Some(row.item.statement.as_str())),
    ),
    because(),
];

pub(crate) const PROVISIONS: Definition<Provision, Agreement> = Definition {
    name: "provisions",
    about: "One row a thing that an agreement binds its parties to, as told.",
    columns: PROVISION,
    rows: |context| {
        let of = |whole| {
            let whole: &Agreement = whole;
            Row::parts(context, whole, "", &whole.provisions)
        };
        context.agreements().iter().flat_map(of).collect()
    },
};

const PROVISION: &[Column<Provision, Agreement>] = &[
    id(),
    agreement(),
    document(),
    text(),
    start(),
    end(),
    column(
        "class",
        ColumnType::Text,
        "What kind of obligation; docs/agreements.md has the classes.",
        |row| Value::word(row.item.class),
    ),
    column("duty", ColumnType::Text, "`must`, `may` or `must-not`.", |row| {
        row.item.duty.map_or(Value::Null, Value::word)
    }),
    column("bearers", TEXTS, "Ids of the entities that it binds.", |row| {
        Value::texts(row.item.bearers.iter().map(RowId::as_str))
    }),
    column("bearer_names", TEXTS, "Their names, in the same order.", |row| {
        Value::List(row.item.bearers.iter().map(|bearer| row.name(Some(bearer))).collect())
    }),
    column("trigger", PASSAGE, "What sets it off.", |row| {
        Value::told(row.item.trigger.as_ref())
    }),
    column("scope", PASSAGE, "Whom or where it is limited to.", |row| {
        Value::told(row.item.scope.as_ref())
    }),
    column("conditions", PASSAGES, "What limits it.", |row| {
        Value::passages(&row.item.conditions)
    }),
    column("qualifier", PASSAGE, "How (“immediately”).", |row| {
        Value::told(row.item.qualifier.as_ref())
    }),
    column("citations", CITATIONS, "Other instruments that it leans on.", |row| {
        let citation = |citation: &sayso_schema::Citation| {
            let Passage { span, text } = &citation.passage;
            Value::Record(vec![
                Value::owned(Some(text.clone())),
                Value::count(span.start),
                Value::count(span.end),
                Value::owned(citation.instrument.clone()),
                Value::owned(citation.article.clone()),
                Value::owned(citation.relation.clone()),
            ])
        };
        Value::List(row.item.citations.iter().map(citation).collect())
    }),
    column(
        "statement",
        ColumnType::Text,
        "Id of the statement that it rests on.",
        |row| Value::text(Some(row.item.statement.as_str())),
    ),
    because(),
];
