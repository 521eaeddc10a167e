//! Tables as Arrow record batches.
//!
//! A column's type becomes an Arrow type, its sentence the field's metadata `doc`, so that whoever opens a file finds
//! out there what stands in it. Rows are appended to one builder a column; its shape is the column's type.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use sayso_schema::{Reading, SCHEMA};

use crate::context::Context;
use crate::error::ExportError;
use crate::tables::{ColumnType, Table, Value};

/// More text than this in one batch would not fit Arrow's 32-bit offsets.
const MOST_TEXT: usize = i32::MAX as usize;

/// The rows of one table that `readings` have, in their order.
///
/// # Errors
///
/// When the readings hold 2 GiB of text or more: give fewer at once.
pub fn record_batch(table: Table, readings: &[Reading]) -> Result<RecordBatch, ExportError> {
    let mut rows = Rows::new(table);
    for reading in readings {
        rows.append(&Context::of(reading));
    }
    rows.finish()
}

/// The Arrow schema of a table. Every field has its documentation as metadata `doc`, the schema its name as `sayso`.
pub fn arrow_schema(table: Table) -> SchemaRef {
    let columns = table.columns();
    let field = |column: &crate::TableColumn| {
        Field::new(column.name, data_type(column.kind), true).with_metadata([("doc", column.doc)])
    };
    let fields: Vec<Field> = columns.iter().map(field).collect();
    Arc::new(Schema::new(fields).with_metadata([("sayso", SCHEMA)]))
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Flag => DataType::Boolean,
        ColumnType::Count => DataType::Int64,
        ColumnType::Number => DataType::Float64,
        ColumnType::Text | ColumnType::Story => DataType::Utf8,
        ColumnType::Day => DataType::Date32,
        ColumnType::List(item) => DataType::List(item_field(*item)),
        ColumnType::Record(fields) => DataType::Struct(fields_of(fields)),
    }
}

fn item_field(kind: ColumnType) -> FieldRef {
    Arc::new(Field::new("item", data_type(kind), true))
}

fn fields_of(fields: &[(&str, ColumnType)]) -> Fields {
    fields
        .iter()
        .map(|(name, kind)| Field::new(*name, data_type(*kind), true))
        .collect()
}

/// Rows of a table, put together.
pub(crate) struct Rows {
    table: Table,
    schema: SchemaRef,
    columns: Vec<Builder>,
    count: usize,
    text: usize,
}

impl Rows {
    pub(crate) fn new(table: Table) -> Self {
        let columns = table.columns();
        Self {
            table,
            schema: arrow_schema(table),
            columns: columns.iter().map(|column| Builder::new(column.kind)).collect(),
            count: 0,
            text: 0,
        }
    }

    /// Appends the rows of one reading.
    pub(crate) fn append(&mut self, context: &Context<'_>) {
        let Self {
            columns, count, text, ..
        } = self;
        self.table.each(context, &mut |fields| {
            *count += 1;
            for (column, field) in columns.iter_mut().zip(fields) {
                *text += length(field);
                // What does not fit is refused when the batch is made.
                let fits = *text < MOST_TEXT;
                column.append(if fits { field } else { &Value::Null });
            }
        });
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// About how many bytes they take.
    pub(crate) fn size(&self) -> usize {
        self.text + self.count * self.columns.len() * BYTES_A_FIELD
    }

    /// The rows as a batch; then there are none.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ExportError> {
        let arrays: Result<Vec<ArrayRef>, ArrowError> = self.columns.iter_mut().map(Builder::finish).collect();
        let too_much = self.text >= MOST_TEXT;
        (self.count, self.text) = (0, 0);
        if too_much {
            return Err(ExportError::TooMuchText { table: self.table });
        }
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), arrays?)?)
    }
}

/// What a field takes beside its text: offsets, or a number, and its share of the bits that say what is null.
const BYTES_A_FIELD: usize = 8;

/// The bytes of text in a value.
fn length(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(values) | Value::Record(values) => values.iter().map(|value| BYTES_A_FIELD + length(value)).sum(),
        _ => 0,
    }
}

/// One column as it is put together.
enum Builder {
    Flag(BooleanBuilder),
    Count(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
    Day(Date32Builder),
    List {
        item: FieldRef,
        lengths: Vec<usize>,
        items: Box<Builder>,
    },
    Record {
        fields: Fields,
        told: NullBufferBuilder,
        parts: Vec<Builder>,
    },
}

impl Builder {
    /// A column of this type, which takes no memory yet: many may be open at once.
    fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Flag => Self::Flag(BooleanBuilder::with_capacity(0)),
            ColumnType::Count => Self::Count(Int64Builder::with_capacity(0)),
            ColumnType::Number => Self::Number(Float64Builder::with_capacity(0)),
            ColumnType::Text | ColumnType::Story => Self::Text(StringBuilder::with_capacity(0, 0)),
            ColumnType::Day => Self::Day(Date32Builder::with_capacity(0)),
            ColumnType::List(kind) => Self::List {
                item: item_field(*kind),
                lengths: Vec::new(),
                items: Box::new(Self::new(*kind)),
            },
            ColumnType::Record(fields) => Self::Record {
                fields: fields_of(fields),
                told: NullBufferBuilder::new(0),
                parts: fields.iter().map(|(_, kind)| Self::new(*kind)).collect(),
            },
        }
    }

    /// Appends a value; null where it has not the column's shape, which the tests rule out.
    fn append(&mut self, value: &Value<'_>) {
        match (self, value) {
            (Self::Flag(column), Value::Flag(flag)) => column.append_value(*flag),
            (Self::Flag(column), _) => column.append_null(),
            (Self::Count(column), Value::Count(count)) => column.append_option(i64::try_from(*count).ok()),
            (Self::Count(column), _) => column.append_null(),
            (Self::Number(column), Value::Number(number)) => column.append_value(*number),
            (Self::Number(column), _) => column.append_null(),
            (Self::Text(column), Value::Text(text)) => column.append_value(text),
            (Self::Text(column), _) => column.append_null(),
            (Self::Day(column), Value::Day(day)) => column.append_value(*day),
            (Self::Day(column), _) => column.append_null(),
            (Self::List { lengths, items, .. }, Value::List(values)) => {
                lengths.push(values.len());
                values.iter().for_each(|value| items.append(value));
            }
            (Self::List { lengths, .. }, _) => lengths.push(0),
            (Self::Record { told, parts, .. }, Value::Record(values)) => {
                told.append_non_null();
                for (part, value) in parts.iter_mut().zip(values) {
                    part.append(value);
                }
            }
            (Self::Record { told, parts, .. }, _) => {
                told.append_null();
                parts.iter_mut().for_each(|part| part.append(&Value::Null));
            }
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Count(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Text(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
            Self::List { item, lengths, items } => {
                let offsets = OffsetBuffer::from_lengths(std::mem::take(lengths));
                Arc::new(ListArray::try_new(Arc::clone(item), offsets, items.finish()?, None)?)
            }
            Self::Record { fields, told, parts } => {
                let nulls = told.finish();
                let arrays: Result<Vec<ArrayRef>, ArrowError> = parts.iter_mut().map(Builder::finish).collect();
                Arc::new(StructArray::try_new(fields.clone(), arrays?, nulls)?)
            }
        })
    }
}
