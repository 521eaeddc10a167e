//! What questions filter by, taken out of a reading: a list of rows for narrow tables.

use std::collections::HashMap;

use rusqlite::types::Value;
use sayso_schema::{Date, Entity, Link, Reading, RowId};
use serde::Serialize;

use crate::index::{self, Found};

/// A table of rows of documents. Each has the document's key as its first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Statement,
    Source,
    Event,
    Participant,
    Vouched,
    Figure,
    Agreement,
    Party,
    Stage,
    Provision,
    Dispute,
}

impl Table {
    /// Every table, parents before what points to them.
    pub(crate) const ALL: [Self; 11] = [
        Self::Statement,
        Self::Source,
        Self::Event,
        Self::Participant,
        Self::Vouched,
        Self::Figure,
        Self::Agreement,
        Self::Party,
        Self::Stage,
        Self::Provision,
        Self::Dispute,
    ];

    /// Writes a row.
    pub(crate) const fn insert(self) -> &'static str {
        match self {
            Self::Statement => "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            Self::Source => "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            Self::Event => "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            Self::Participant => "INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            Self::Vouched => "INSERT INTO vouched VALUES (?, ?, ?)",
            Self::Figure => "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            Self::Agreement => "INSERT INTO agreement VALUES (?, ?, ?, ?, ?, ?, ?)",
            Self::Party => "INSERT INTO party VALUES (?, ?, ?, ?)",
            Self::Stage => "INSERT INTO stage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            Self::Provision => "INSERT INTO provision VALUES (?, ?, ?, ?, ?, ?, ?)",
            Self::Dispute => "INSERT INTO dispute VALUES (?, ?, ?, ?, ?, ?)",
        }
    }

    /// Reads a document's rows.
    pub(crate) const fn select(self) -> &'static str {
        match self {
            Self::Statement => "SELECT * FROM statement WHERE document = ?",
            Self::Source => "SELECT * FROM source WHERE document = ?",
            Self::Event => "SELECT * FROM event WHERE document = ?",
            Self::Participant => "SELECT * FROM participant WHERE document = ?",
            Self::Vouched => "SELECT * FROM vouched WHERE document = ?",
            Self::Figure => "SELECT * FROM figure WHERE document = ?",
            Self::Agreement => "SELECT * FROM agreement WHERE document = ?",
            Self::Party => "SELECT * FROM party WHERE document = ?",
            Self::Stage => "SELECT * FROM stage WHERE document = ?",
            Self::Provision => "SELECT * FROM provision WHERE document = ?",
            Self::Dispute => "SELECT * FROM dispute WHERE document = ?",
        }
    }
}

/// An entity's columns; its name is one of all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityColumns {
    pub(crate) id: Vec<u8>,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) country: String,
    pub(crate) sectors: String,
    pub(crate) mentions: i64,
}

impl EntityColumns {
    fn of(entity: &Entity) -> Self {
        Self {
            id: bytes(&entity.id),
            name: entity.name.clone(),
            kind: word(&entity.kind),
            country: entity.country.clone().unwrap_or_default(),
            sectors: entity.sectors.join(" "),
            mentions: number(entity.mentions.len()),
        }
    }
}

/// The columns of all rows of a reading.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    pub(crate) characters: i64,
    pub(crate) words: i64,
    /// The day of publication.
    pub(crate) published: Option<String>,
    /// What stands behind the document's key in each row, parents before what points to them.
    pub(crate) rows: Vec<(Table, Vec<Value>)>,
    /// What rows are found by, by kind and ordinal.
    pub(crate) index: Vec<(i64, Found)>,
    pub(crate) entities: Vec<EntityColumns>,
    /// The beginning of every row's id without its hyphen, split by blanks.
    pub(crate) ids: String,
}

impl Columns {
    pub(crate) fn of(reading: &Reading) -> Self {
        let mut taking = Taking::of(reading);
        taking.statements();
        taking.events();
        taking.figures();
        taking.agreements();
        for (at, one) in reading.disputes.iter().enumerate() {
            let comparison = one.comparison.as_ref().map_or(Value::Null, code);
            let row = [
                count(at),
                hash(&one.id),
                code(&one.kind),
                comparison,
                text(&one.sentence),
            ];
            taking.put(Table::Dispute, row);
        }
        let document = &reading.document;
        Self {
            characters: number(document.text.chars().count()),
            words: number(document.text.split_whitespace().count()),
            published: document.published.as_deref().and_then(day),
            rows: taking.rows,
            index: index::of(reading),
            entities: reading.entities.iter().map(EntityColumns::of).collect(),
            ids: ids(reading),
        }
    }
}

/// Rows as they are taken out of a reading.
struct Taking<'r> {
    reading: &'r Reading,
    entities: HashMap<&'r RowId, usize>,
    statements: HashMap<&'r RowId, usize>,
    rows: Vec<(Table, Vec<Value>)>,
}

impl<'r> Taking<'r> {
    fn of(reading: &'r Reading) -> Self {
        let entities = reading.entities.iter().enumerate().map(|(at, row)| (&row.id, at));
        let statements = reading.statements.iter().enumerate().map(|(at, row)| (&row.id, at));
        Self {
            reading,
            entities: entities.collect(),
            statements: statements.collect(),
            rows: Vec::new(),
        }
    }

    fn put(&mut self, table: Table, row: impl IntoIterator<Item = Value>) {
        self.rows.push((table, row.into_iter().collect()));
    }

    fn entity(&self, id: Option<&RowId>) -> Value {
        id.and_then(|id| self.entities.get(id))
            .map_or(Value::Null, |at| count(*at))
    }

    fn statement(&self, id: Option<&RowId>) -> Value {
        id.and_then(|id| self.statements.get(id))
            .map_or(Value::Null, |at| count(*at))
    }

    fn country(&self, id: Option<&RowId>) -> Value {
        let entity = id
            .and_then(|id| self.entities.get(id))
            .and_then(|at| self.reading.entities.get(*at));
        entity.map_or(Value::Null, |entity| maybe(&entity.country))
    }

    fn statements(&mut self) {
        for (at, one) in self.reading.statements.iter().enumerate() {
            let certainty = one.factuality.source.unwrap_or(one.factuality.author);
            let head = [
                count(at),
                hash(&one.id),
                code(&one.voice),
                code(&one.quotation),
                code(&one.act),
            ];
            let rest = [text(certainty.as_str()), code(&one.distancing)];
            self.put(
                Table::Statement,
                head.into_iter().chain(rest).chain(days(one.said_on.as_ref())),
            );
            let links = |role, links: &'r [Link]| links.iter().enumerate().map(move |(at, link)| (role, at, link));
            let all = links("chain", &one.chain)
                .chain(links("via", one.via.as_slice()))
                .chain(links("inferred", &one.chain_inferred));
            for (role, position, link) in all {
                let country = self.country(link.entity.as_ref());
                let row = [
                    count(at),
                    text(role),
                    count(position),
                    code(&link.kind),
                    maybe(&link.name),
                    country,
                ];
                self.put(Table::Source, row);
            }
        }
    }

    fn events(&mut self) {
        for (at, one) in self.reading.events.iter().enumerate() {
            let place = one.place.as_ref();
            let name = place.map(|place| place.name.as_ref().unwrap_or(&place.passage.text));
            let id = place.and_then(|place| i64::try_from(place.geonames?).ok());
            let degrees = |degrees: Option<f64>| degrees.map_or(Value::Null, Value::Real);
            let head = [
                count(at),
                hash(&one.id),
                text(&one.kind),
                Value::Integer(one.quad.into()),
            ];
            let rest = [
                name.map_or(Value::Null, |name| text(name)),
                id.map_or(Value::Null, Value::Integer),
                place.map_or(Value::Null, |place| maybe(&place.country)),
                degrees(place.and_then(|place| place.latitude)),
                degrees(place.and_then(|place| place.longitude)),
                Value::Integer(one.background.into()),
            ];
            let head = head.into_iter().chain([text(one.factuality.as_str())]);
            self.put(Table::Event, head.chain(days(one.date.as_ref())).chain(rest));
            for (role, side) in [("actor", &one.actors), ("recipient", &one.recipients)] {
                for (position, one) in side.iter().enumerate() {
                    let entity = self.entity(one.entity.as_ref());
                    let row = [
                        count(at),
                        text(role),
                        count(position),
                        entity,
                        text(&one.text),
                        maybe(&one.country),
                    ];
                    self.put(
                        Table::Participant,
                        row.into_iter().chain([text(&one.sectors.join(" "))]),
                    );
                }
            }
            let mut vouched: Vec<usize> = one
                .statements
                .iter()
                .filter_map(|id| self.statements.get(id).copied())
                .collect();
            vouched.sort_unstable();
            vouched.dedup();
            for statement in vouched {
                self.put(Table::Vouched, [count(at), count(statement)]);
            }
        }
    }

    fn figures(&mut self) {
        for (at, one) in self.reading.figures.iter().enumerate() {
            let real = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
            let passage = |passage: Option<&sayso_schema::Passage>| passage.map_or(Value::Null, |one| text(&one.text));
            let head = [
                count(at),
                hash(&one.id),
                code(&one.kind),
                real(one.value),
                real(one.low),
                real(one.high),
            ];
            let rest = [
                maybe(&one.unit),
                passage(one.of.as_ref()),
                passage(one.measure.as_ref().map(|measure| &measure.predicate)),
                self.entity(one.actor.as_ref()),
                passage(one.place.as_ref()),
            ];
            let statement = self.statement(one.statement.as_ref());
            let row = head.into_iter().chain(rest).chain(days(one.period.as_ref()));
            self.put(Table::Figure, row.chain([statement]));
        }
    }

    fn agreements(&mut self) {
        for (at, one) in self.reading.agreements.iter().enumerate() {
            let ambit = one.ambit.as_ref().map_or(Value::Null, code);
            let head = [
                count(at),
                hash(&one.id),
                text(&one.text),
                maybe(&one.registered),
                maybe(&one.instrument),
            ];
            self.put(Table::Agreement, head.into_iter().chain([ambit]));
            let mut parties: Vec<&RowId> = one.parties.iter().filter(|id| self.entities.contains_key(id)).collect();
            parties.sort_unstable();
            parties.dedup();
            for party in parties {
                let row = [count(at), self.entity(Some(party)), self.country(Some(party))];
                self.put(Table::Party, row);
            }
            for (position, stage) in one.stages.iter().enumerate() {
                let head = [
                    count(at),
                    count(position),
                    hash(&stage.id),
                    code(&stage.stage),
                    code(&stage.status),
                ];
                let statement = self.statement(Some(&stage.statement));
                let row = head.into_iter().chain(days(stage.date.as_ref())).chain([statement]);
                self.put(Table::Stage, row);
            }
            for (position, provision) in one.provisions.iter().enumerate() {
                let duty = provision.duty.as_ref().map_or(Value::Null, code);
                let head = [
                    count(at),
                    count(position),
                    hash(&provision.id),
                    code(&provision.class),
                    duty,
                ];
                let statement = self.statement(Some(&provision.statement));
                self.put(Table::Provision, head.into_iter().chain([statement]));
            }
        }
    }
}

/// The first and the last day that a date can be: its bounds, else its value where that is a day.
fn days(date: Option<&Date>) -> [Value; 2] {
    bounds(date).map(|bound| bound.map_or(Value::Null, Value::Text))
}

/// The first and the last day that a date can be, where it is told or is a day itself.
pub(crate) fn bounds(date: Option<&Date>) -> [Option<String>; 2] {
    let value = || date?.value.as_deref().and_then(day);
    let bound = |bound: Option<&str>| bound.and_then(day).or_else(value);
    [
        bound(date.and_then(|date| date.not_before.as_deref())),
        bound(date.and_then(|date| date.not_after.as_deref())),
    ]
}

/// The day that an ISO 8601 date or time begins with.
pub(crate) fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_day.then(|| day.to_owned())
}

/// The word that a variant without fields has in JSON.
pub(crate) fn word(variant: &impl Serialize) -> String {
    match code(variant) {
        Value::Text(word) => word,
        _ => String::new(),
    }
}

fn code(variant: &impl Serialize) -> Value {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => Value::Text(word),
        Ok(other) => Value::Text(other.to_string()),
        Err(_) => Value::Null,
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn maybe(text: &Option<String>) -> Value {
    text.clone().map_or(Value::Null, Value::Text)
}

fn count(count: usize) -> Value {
    Value::Integer(number(count))
}

pub(crate) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The hash in a row's id, whose letters the table tells.
fn hash(id: &RowId) -> Value {
    Value::Blob(bytes(id))
}

fn bytes(id: &RowId) -> Vec<u8> {
    from_hex(id.as_str().split_once('-').map_or("", |(_, hex)| hex))
}

/// The bytes that pairs of hexadecimal digits tell.
pub(crate) fn from_hex(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// Letters of an id that it is found by: what follows tells rows of one document apart at most.
pub(crate) const ID: usize = 14;

fn ids(reading: &Reading) -> String {
    let mut all: Vec<&RowId> = Vec::new();
    all.extend(reading.entities.iter().map(|row| &row.id));
    all.extend(reading.statements.iter().map(|row| &row.id));
    all.extend(reading.events.iter().map(|row| &row.id));
    all.extend(reading.figures.iter().map(|row| &row.id));
    for agreement in &reading.agreements {
        all.push(&agreement.id);
        all.extend(agreement.stages.iter().map(|row| &row.id));
        all.extend(agreement.provisions.iter().map(|row| &row.id));
    }
    all.extend(reading.disputes.iter().map(|row| &row.id));
    let mut text = String::with_capacity(all.len() * (ID + 1));
    for id in all {
        text.extend(id.as_str().chars().filter(|c| *c != '-').take(ID));
        text.push(' ');
    }
    text
}
