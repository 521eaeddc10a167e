//! What a table is made of: one list of columns, from which header, rows, Arrow schema and documentation come.

use std::fmt;

use sayso_schema::{Agreement, Because, Date, Dispute, Event, Figure, Provision, RowId, Span, Stage, Statement};

use super::value::{ColumnType, TEXTS, Value};
use crate::context::Context;

/// One row: a thing, and the thing that it is part of (a mention's entity, a stage's agreement).
pub(crate) struct Row<'a, T, Whole> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) item: &'a T,
    pub(crate) whole: &'a Whole,
    /// Its place among the parts of the whole, from 0.
    pub(crate) place: usize,
    /// What the whole calls it, where it has parts of several kinds (`actor`, `recipient`).
    pub(crate) role: &'static str,
}

impl<T, Whole> Clone for Row<'_, T, Whole> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, Whole> Copy for Row<'_, T, Whole> {}

impl<'a, T> Row<'a, T, ()> {
    /// The row of a thing that is part of nothing else.
    pub(crate) fn of(context: &'a Context<'a>, item: &'a T) -> Self {
        Row {
            context,
            item,
            whole: &(),
            place: 0,
            role: "",
        }
    }

    /// The rows of things that are part of nothing else.
    pub(crate) fn all(context: &'a Context<'a>, items: &'a [T]) -> Vec<Self> {
        items.iter().map(|item| Self::of(context, item)).collect()
    }
}

impl<'a, T, Whole> Row<'a, T, Whole> {
    /// The rows of the parts of `whole`.
    pub(crate) fn parts(
        context: &'a Context<'a>,
        whole: &'a Whole,
        role: &'static str,
        items: impl IntoIterator<Item = &'a T>,
    ) -> impl Iterator<Item = Self> {
        let row = move |(place, item)| Row {
            context,
            item,
            whole,
            place,
            role,
        };
        items.into_iter().enumerate().map(row)
    }

    /// The name of an entity of the reading.
    pub(crate) fn name(&self, entity: Option<&RowId>) -> Value<'a> {
        Value::text(self.context.entity(entity).map(|entity| entity.name.as_str()))
    }
}

/// A column of a table of `T`s that are part of `Whole`s.
pub(crate) struct Column<T: 'static, Whole: 'static> {
    name: &'static str,
    kind: ColumnType,
    doc: &'static str,
    of: for<'a> fn(Row<'a, T, Whole>) -> Value<'a>,
}

/// A column: for lists that read as tables.
pub(crate) const fn column<T, Whole>(
    name: &'static str,
    kind: ColumnType,
    doc: &'static str,
    of: for<'a> fn(Row<'a, T, Whole>) -> Value<'a>,
) -> Column<T, Whole> {
    Column { name, kind, doc, of }
}

/// What all columns with an id, a place in the text and a reason are made from.
pub(crate) trait Told {
    fn id(&self) -> &RowId;
    fn span(&self) -> Span;
    fn text(&self) -> &str;
    fn because(&self) -> &Because;
}

macro_rules! told {
    ($($row:ty),*) => {$(
        impl Told for $row {
            fn id(&self) -> &RowId {
                &self.id
            }

            fn span(&self) -> Span {
                self.span
            }

            fn text(&self) -> &str {
                &self.text
            }

            fn because(&self) -> &Because {
                &self.because
            }
        }
    )*};
}

told!(Statement, Event, Figure, Agreement, Stage, Provision, Dispute);

/// What the columns of a date are made from.
pub(crate) trait Dated {
    fn date(&self) -> Option<&Date>;
}

macro_rules! dated {
    ($($row:ty),*) => {$(
        impl Dated for $row {
            fn date(&self) -> Option<&Date> {
                self.date.as_ref()
            }
        }
    )*};
}

dated!(Event, Stage);

pub(crate) const fn day<T: Dated, Whole>() -> Column<T, Whole> {
    column("day", ColumnType::Day, "The day, where it is told in full.", |row| {
        Value::day(row.item.date().and_then(|date| date.value.as_deref()))
    })
}

pub(crate) const fn not_before<T: Dated, Whole>() -> Column<T, Whole> {
    column(
        "not_before",
        ColumnType::Day,
        "The earliest day that the text leaves open.",
        |row| Value::day(row.item.date().and_then(|date| date.not_before.as_deref())),
    )
}

pub(crate) const fn not_after<T: Dated, Whole>() -> Column<T, Whole> {
    column(
        "not_after",
        ColumnType::Day,
        "The latest day that the text leaves open.",
        |row| Value::day(row.item.date().and_then(|date| date.not_after.as_deref())),
    )
}

pub(crate) const fn date_basis<T: Dated, Whole>() -> Column<T, Whole> {
    column(
        "date_basis",
        ColumnType::Text,
        "`in-text`, `inferred-year`, `anaphora` or `convention`.",
        |row| row.item.date().map_or(Value::Null, |date| Value::word(date.basis)),
    )
}

pub(crate) const fn id<T: Told, Whole>() -> Column<T, Whole> {
    column(
        "id",
        ColumnType::Text,
        "Its id in sayso's ledger; `sayso explain --row` takes it. The same in every run.",
        |row| Value::text(Some(row.item.id().as_str())),
    )
}

pub(crate) const fn document<T, Whole>() -> Column<T, Whole> {
    column(
        "document",
        ColumnType::Text,
        "Id of the document that tells it.",
        |row| Value::text(Some(&row.context.document().id)),
    )
}

pub(crate) const fn text<T: Told, Whole>() -> Column<T, Whole> {
    column("text", ColumnType::Text, "What stands there, verbatim.", |row| {
        Value::text(Some(row.item.text()))
    })
}

pub(crate) const fn start<T: Told, Whole>() -> Column<T, Whole> {
    column(
        "start",
        ColumnType::Count,
        "Where it begins, in Unicode characters of the document's text from 0.",
        |row| Value::count(row.item.span().start),
    )
}

pub(crate) const fn end<T: Told, Whole>() -> Column<T, Whole> {
    column("end", ColumnType::Count, "One past its last character.", |row| {
        Value::count(row.item.span().end)
    })
}

pub(crate) const fn because<T: Told, Whole>() -> Column<T, Whole> {
    column(
        "because",
        TEXTS,
        "The lines of knowledge and heads of the network that made the row.",
        |row| Value::texts(&row.item.because().lines),
    )
}

/// A table: what it is, its columns, and which rows a reading has for it.
pub(crate) struct Definition<T: 'static, Whole: 'static> {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) columns: &'static [Column<T, Whole>],
    pub(crate) rows: for<'a> fn(&'a Context<'a>) -> Vec<Row<'a, T, Whole>>,
}

/// A column, as it is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// What that means.
    pub doc: &'static str,
}

/// Any table.
pub(crate) trait AnyTable: Sync {
    fn name(&self) -> &'static str;
    fn about(&self) -> &'static str;
    fn columns(&self) -> Vec<TableColumn>;
    /// Passes each row of a reading, as its fields, to `take`.
    fn each(&self, context: &Context<'_>, take: &mut dyn FnMut(&[Value<'_>]));
}

impl<T, Whole> AnyTable for Definition<T, Whole> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn columns(&self) -> Vec<TableColumn> {
        let column = |column: &Column<T, Whole>| TableColumn {
            name: column.name,
            kind: column.kind,
            doc: column.doc,
        };
        self.columns.iter().map(column).collect()
    }

    fn each(&self, context: &Context<'_>, take: &mut dyn FnMut(&[Value<'_>])) {
        for row in (self.rows)(context) {
            let fields: Vec<Value<'_>> = self.columns.iter().map(|column| (column.of)(row)).collect();
            take(&fields);
        }
    }
}

impl<T, Whole> fmt::Debug for Definition<T, Whole> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
