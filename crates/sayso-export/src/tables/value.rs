//! What stands in one field of a row, and what can stand in a column.

use std::borrow::Cow;

use sayso_schema::{Passage, Span};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::cell::{Cell, LIST};
use crate::when;

/// What a column holds. Every field may be null; lists are never null but may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// True or false.
    Flag,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A document's whole text, which offsets count in: no table may change a character of it.
    Story,
    /// A day of the Gregorian calendar.
    Day,
    /// Several of one type.
    List(&'static ColumnType),
    /// Fields that belong together.
    Record(&'static [(&'static str, ColumnType)]),
}

/// A list of codes, ids or names.
pub(crate) const TEXTS: ColumnType = ColumnType::List(&ColumnType::Text);

/// Words with the place where they stand.
pub(crate) const PASSAGE: ColumnType = ColumnType::Record(&[
    ("text", ColumnType::Text),
    ("start", ColumnType::Count),
    ("end", ColumnType::Count),
]);

/// Several of them.
pub(crate) const PASSAGES: ColumnType = ColumnType::List(&PASSAGE);

impl ColumnType {
    /// As the documentation writes it.
    pub fn written(self) -> String {
        match self {
            Self::Flag => "boolean".to_owned(),
            Self::Count => "int64".to_owned(),
            Self::Number => "float64".to_owned(),
            Self::Text | Self::Story => "string".to_owned(),
            Self::Day => "date32".to_owned(),
            Self::List(item) => format!("list of {}", item.written()),
            Self::Record(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(name, kind)| format!("{name}: {}", kind.written()))
                    .collect();
                format!("struct ({})", fields.join(", "))
            }
        }
    }
}

/// What stands in one field. Its shape is that of its column's type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Flag(bool),
    Count(u64),
    Number(f64),
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Day(i32),
    List(Vec<Value<'a>>),
    Record(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// Words or a code that may not be told.
    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// Text that was put together.
    pub(crate) fn owned(text: Option<String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Owned(text)))
    }

    /// A value's name as JSON has it: `called-for`.
    pub(crate) fn word(value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Json::String(word)) => Self::Text(Cow::Owned(word)),
            _ => Self::Null,
        }
    }

    pub(crate) fn count(value: usize) -> Self {
        Self::Count(value as u64)
    }

    /// A number that may not be told.
    pub(crate) fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Number)
    }

    /// Several codes, ids or names.
    pub(crate) fn texts<T: AsRef<str> + ?Sized + 'a>(texts: impl IntoIterator<Item = &'a T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::text(Some(text.as_ref()))).collect())
    }

    /// The day that a TIMEX3 value or an ISO 8601 time tells in full.
    pub(crate) fn day(value: Option<&str>) -> Self {
        value.and_then(when::day_number).map_or(Self::Null, Self::Day)
    }

    /// Words with their place.
    pub(crate) fn passage(passage: &'a Passage) -> Self {
        let Span { start, end } = passage.span;
        Self::Record(vec![
            Self::text(Some(&passage.text)),
            Self::count(start),
            Self::count(end),
        ])
    }

    /// Words with their place, where they are told.
    pub(crate) fn told(passage: Option<&'a Passage>) -> Self {
        passage.map_or(Self::Null, Self::passage)
    }

    /// Several of them.
    pub(crate) fn passages(passages: &'a [Passage]) -> Self {
        Self::List(passages.iter().map(Self::passage).collect())
    }

    /// As JSON, with the names that `kind` has for the fields of records.
    pub(crate) fn json(&self, kind: ColumnType) -> Json {
        match (self, kind) {
            (Self::Null, _) => Json::Null,
            (Self::Flag(flag), _) => Json::Bool(*flag),
            (Self::Count(count), _) => Json::from(*count),
            (Self::Number(number), _) => Json::from(*number),
            (Self::Text(text), _) => Json::String(text.to_string()),
            (Self::Day(day), _) => Json::String(when::written(*day)),
            (Self::List(items), ColumnType::List(kind)) => items.iter().map(|item| item.json(*kind)).collect(),
            (Self::Record(values), ColumnType::Record(fields)) => {
                let named = fields.iter().zip(values);
                let named = named.map(|((name, kind), value)| ((*name).to_owned(), value.json(*kind)));
                Json::Object(named.collect::<Map<_, _>>())
            }
            // A value has its column's shape; the tests hold every column to it.
            (Self::List(_) | Self::Record(_), _) => Json::Null,
        }
    }

    /// As one field of a table of text. Records become JSON, since no table has room for what they hold.
    pub(crate) fn field(&self, kind: ColumnType) -> String {
        match (self, kind) {
            (Self::Null, _) => String::new(),
            (Self::Text(text), ColumnType::Story) => Cell::guarded(text),
            (Self::Text(text), _) => Cell::Text(text.to_string()).written(""),
            (Self::Number(number), _) => Cell::code(Some(number)).written(""),
            (Self::List(items), _) if items.is_empty() => String::new(),
            (Self::List(items), ColumnType::List(ColumnType::Text)) => {
                let texts = items.iter().map(|item| match item {
                    Self::Text(text) => text.replace(';', ","),
                    _ => String::new(),
                });
                Cell::Text(texts.collect::<Vec<_>>().join(LIST)).written("")
            }
            (Self::Flag(_) | Self::Count(_), _) => self.json(kind).to_string(),
            (Self::Day(day), _) => when::written(*day),
            (Self::List(_) | Self::Record(_), _) => Cell::Text(self.json(kind).to_string()).written(""),
        }
    }
}
