//! How many of what, and what does not agree.

use sayso_schema::{Dispute, Figure, RowId};

use super::column::{Column, Definition, Row, because, column, document, end, id, start, text};
use super::value::{ColumnType, PASSAGE, TEXTS, Value};

pub(crate) const FIGURES: Definition<Figure, ()> = Definition {
    name: "figures",
    about: "One row a quantity that counts or measures something in the world.",
    columns: FIGURE,
    rows: |context| Row::all(context, context.figures()),
};

const WRITTEN: ColumnType = ColumnType::Record(&[
    ("value", ColumnType::Number),
    ("low", ColumnType::Number),
    ("high", ColumnType::Number),
    ("unit", ColumnType::Text),
]);

const FIGURE: &[Column<Figure, ()>] = &[
    id(),
    document(),
    text(),
    start(),
    end(),
    column(
        "kind",
        ColumnType::Text,
        "`count`, `money`, `percent`, `fraction`, `measure`, `duration`, `age`, `vote`, `score`, `ordinal` or \
         `indefinite`.",
        |row| Value::word(row.item.kind),
    ),
    column(
        "value",
        ColumnType::Number,
        "The value in `unit`; null where only bounds are told (“dozens”).",
        |row| Value::number(row.item.value),
    ),
    column("low", ColumnType::Number, "The least that it can be.", |row| {
        Value::number(row.item.low)
    }),
    column("high", ColumnType::Number, "The most that it can be.", |row| {
        Value::number(row.item.high)
    }),
    column(
        "unit",
        ColumnType::Text,
        "SI where physical, ISO 4217 for money, `percent`, `fraction`, `persons`.",
        |row| Value::text(row.item.unit.as_deref()),
    ),
    column(
        "approximator",
        PASSAGE,
        "The word that makes it inexact (“around”).",
        |row| Value::told(row.item.approximator.as_ref()),
    ),
    column(
        "as_written",
        WRITTEN,
        "Number and unit as the text writes them, where a unit is written.",
        |row| {
            row.item.as_written.as_ref().map_or(Value::Null, |written| {
                Value::Record(vec![
                    Value::number(written.value),
                    Value::number(written.low),
                    Value::number(written.high),
                    Value::text(Some(&written.unit.text)),
                ])
            })
        },
    ),
    column("per", PASSAGE, "What it is reckoned by (“barrel”).", |row| {
        Value::told(row.item.per.as_ref())
    }),
    column("of", PASSAGE, "What is counted.", |row| {
        Value::told(row.item.of.as_ref())
    }),
    column("measure", PASSAGE, "What is said of it (“entered”).", |row| {
        Value::told(row.item.measure.as_ref().map(|measure| &measure.predicate))
    }),
    column(
        "measure_kind",
        ColumnType::Text,
        "`flow` where it adds up over a period, `stock` where it stands at a time.",
        |row| {
            let measure = row.item.measure.as_ref();
            measure.map_or(Value::Null, |measure| Value::word(measure.kind))
        },
    ),
    column("actor", ColumnType::Text, "Id of the entity whose it is.", |row| {
        Value::text(row.item.actor.as_ref().map(RowId::as_str))
    }),
    column("actor_name", ColumnType::Text, "That entity's name.", |row| {
        row.name(row.item.actor.as_ref())
    }),
    column("place", PASSAGE, "Where, if told.", |row| {
        Value::told(row.item.place.as_ref())
    }),
    column(
        "period",
        ColumnType::Text,
        "When or over which period, if told: a TIMEX3 value.",
        |row| Value::text(row.item.period.as_ref().and_then(|date| date.value.as_deref())),
    ),
    column("not_before", ColumnType::Day, "The period's first day.", |row| {
        Value::day(row.item.period.as_ref().and_then(|date| date.not_before.as_deref()))
    }),
    column("not_after", ColumnType::Day, "The period's last day.", |row| {
        Value::day(row.item.period.as_ref().and_then(|date| date.not_after.as_deref()))
    }),
    column(
        "statement",
        ColumnType::Text,
        "Id of the statement that it belongs to.",
        |row| Value::text(row.item.statement.as_ref().map(RowId::as_str)),
    ),
    because(),
];

pub(crate) const DISPUTES: Definition<Dispute, ()> = Definition {
    name: "disputes",
    about: "One row a set of rows that do not agree. It never says which is false.",
    columns: DISPUTE,
    rows: |context| Row::all(context, context.disputes()),
};

const DISPUTE: &[Column<Dispute, ()>] = &[
    id(),
    document(),
    text(),
    start(),
    end(),
    column(
        "type",
        ColumnType::Text,
        "`figures`, `affirmed-and-denied`, `status`, `date`, `overstated-stage` or `incommensurable`.",
        |row| Value::word(row.item.kind),
    ),
    column("rows", TEXTS, "Ids of the rows.", |row| {
        Value::texts(row.item.rows.iter().map(RowId::as_str))
    }),
    column(
        "comparison",
        ColumnType::Text,
        "How two figures stand to each other: `growth`, `gap` or `contradiction`.",
        |row| row.item.comparison.map_or(Value::Null, Value::word),
    ),
    column(
        "differs_on",
        TEXTS,
        "What they differ on: `measure`, `period`, `population`, `source`, `unit`.",
        |row| Value::List(row.item.differs_on.iter().map(Value::word).collect()),
    ),
    column(
        "ratio",
        ColumnType::Number,
        "The greater over the lesser, where both are numbers.",
        |row| Value::number(row.item.ratio),
    ),
    column("sentence", ColumnType::Text, "One plain sentence.", |row| {
        Value::text(Some(&row.item.sentence))
    }),
    because(),
];
