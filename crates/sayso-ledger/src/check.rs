//! Whether everything in a ledger holds together.

use std::cmp::Ordering;

use rusqlite::params;
use rusqlite::types::Value;
use sayso_schema::{Document, Passage, Reading, Span};
use serde_json::Value as Json;

use crate::columns::{Columns, EntityColumns, Table, from_hex, number};
use crate::error::LedgerError;
use crate::index;
use crate::ledger::Ledger;

/// Documents are looked at so many at a time.
const PAGE: usize = 256;
/// More faults than this tell nothing more.
const MOST: usize = 100;

/// Something in a ledger that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The document's key, where it is of one.
    pub document: Option<i64>,
    /// What is wrong.
    pub what: String,
}

/// Looks at everything: SQLite's own pages and indexes, foreign keys, that each document has a reading, that its text is
/// the one that its id names, that every span has the text that its row tells, and that the columns which questions
/// filter by are those of the reading. `seen` is told how many documents have been looked at.
///
/// # Errors
/// [`LedgerError`] where the file cannot be read at all. What can be read and is wrong comes back as faults, the first
/// hundred.
pub fn check(ledger: &Ledger, mut seen: impl FnMut(u64)) -> Result<Vec<Fault>, LedgerError> {
    let mut faults = Vec::new();
    let mut tell = |document: Option<i64>, what: String| {
        if faults.len() < MOST {
            faults.push(Fault { document, what });
        }
    };
    for what in pages(ledger)? {
        tell(None, what);
    }
    let (mut after, mut count) = (0, 0);
    loop {
        let page = ledger.documents_after(after, PAGE, None)?;
        let Some(&last) = page.last() else { break };
        for &key in &page {
            match ledger.reading(key) {
                Ok(Some(reading)) => {
                    for what in of_reading(ledger, key, &reading)? {
                        tell(Some(key), what);
                    }
                }
                Ok(None) => {}
                Err(LedgerError::Damaged { what, .. }) => tell(Some(key), what),
                Err(other) => return Err(other),
            }
        }
        count += page.len() as u64;
        seen(count);
        after = last;
    }
    Ok(faults)
}

/// What SQLite finds, and documents without a reading.
fn pages(ledger: &Ledger) -> Result<Vec<String>, LedgerError> {
    let list = |query: &str| -> Result<Vec<String>, LedgerError> {
        let mut query = ledger.connection.prepare(query).map_err(|error| ledger.fault(error))?;
        let rows = query.query_map([], |row| row.get::<_, String>(0));
        rows.and_then(Iterator::collect).map_err(|error| ledger.fault(error))
    };
    let mut faults = list(&format!("PRAGMA integrity_check({MOST})"))?;
    faults.retain(|line| line != "ok");
    faults.extend(list(
        "SELECT 'a row of ' || \"table\" || ' points to nothing in ' || parent FROM pragma_foreign_key_check LIMIT 100",
    )?);
    faults.extend(list(
        "SELECT 'document ' || key || ' has no reading' FROM document \
         WHERE NOT EXISTS (SELECT 1 FROM reading WHERE document = document.key) LIMIT 100",
    )?);
    faults.extend(list(
        "SELECT 'document ' || key || ' was found nowhere' FROM document \
         WHERE NOT EXISTS (SELECT 1 FROM appearance WHERE document = document.key) LIMIT 100",
    )?);
    Ok(faults)
}

fn of_reading(ledger: &Ledger, key: i64, reading: &Reading) -> Result<Vec<String>, LedgerError> {
    let mut faults = Vec::new();
    let id = ledger
        .connection
        .prepare_cached("SELECT id FROM document WHERE key = ?1")
        .and_then(|mut query| query.query_row(params![key], |row| row.get::<_, Vec<u8>>(0)))
        .map_err(|error| ledger.fault(error))?;
    faults.extend(self::faults(reading));
    if from_hex(&reading.document.id) != id {
        faults.push("its id is not that of its reading".to_owned());
    }
    let columns = Columns::of(reading);
    for table in Table::ALL {
        let found = rows(ledger, table, key).map_err(|error| ledger.fault(error))?;
        let told = columns.rows.iter().filter(|(of, _)| *of == table).map(|(_, row)| row);
        let mut told: Vec<&Vec<Value>> = told.collect();
        told.sort_by(|one, other| compare(one, other));
        let mut found: Vec<&Vec<Value>> = found.iter().collect();
        found.sort_by(|one, other| compare(one, other));
        if found != told {
            faults.push(format!("its rows in {table:?} are not those of its reading"));
        }
    }
    let entities = entities(ledger, key).map_err(|error| ledger.fault(error))?;
    if entities != columns.entities {
        faults.push("its entities are not those of its reading".to_owned());
    }
    let found: i64 = ledger
        .connection
        .prepare_cached("SELECT count(*) FROM row_words WHERE rowid BETWEEN ?1 AND ?2")
        .and_then(|mut query| query.query_row([index::row(key, 0), index::row(key + 1, 0) - 1], |row| row.get(0)))
        .map_err(|error| ledger.fault(error))?;
    if found != number(columns.index.len()) {
        faults.push("its rows are not found by their words".to_owned());
    }
    let whole = ledger
        .connection
        .prepare_cached("SELECT count(*) FROM row_ids WHERE row_ids MATCH ?1 AND rowid = ?2")
        .and_then(|mut query| {
            // Any of its ids will do: they are written together.
            let id = columns.ids.split(' ').next().filter(|id| !id.is_empty());
            id.map_or(Ok(1), |id| {
                query.query_row(params![id, key], |row| row.get::<_, i64>(0))
            })
        })
        .map_err(|error| ledger.fault(error))?;
    if whole == 0 {
        faults.push("its rows are not found by their ids".to_owned());
    }
    Ok(faults)
}

/// A document's rows as they are written, without its key.
fn rows(ledger: &Ledger, table: Table, key: i64) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut query = ledger.connection.prepare_cached(table.select())?;
    let columns = query.column_count();
    let rows = query.query_map([key], |row| (1..columns).map(|at| row.get(at)).collect())?;
    rows.collect()
}

/// A document's entities as they are written.
fn entities(ledger: &Ledger, key: i64) -> rusqlite::Result<Vec<EntityColumns>> {
    let mut query = ledger.connection.prepare_cached(
        "SELECT id, name.name, type, country, sectors, mentions FROM entity JOIN name ON name.key = entity.name \
         WHERE document = ?1 ORDER BY ordinal",
    )?;
    let rows = query.query_map([key], |row| {
        Ok(EntityColumns {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            country: row.get(3)?,
            sectors: row.get(4)?,
            mentions: row.get(5)?,
        })
    })?;
    rows.collect()
}

/// Some order of rows: the written ones come in that of their keys.
fn compare(one: &[Value], other: &[Value]) -> Ordering {
    format!("{one:?}").cmp(&format!("{other:?}"))
}

/// What does not hold in a reading: an id that is not its text's, and spans whose text is not what stands there.
pub fn faults(reading: &Reading) -> Vec<String> {
    let mut faults = spans(reading);
    if reading.document.id != Document::id_of(&reading.document.text) {
        faults.push("its text is not the one that its id names".to_owned());
    }
    faults
}

/// Spans whose text is not what stands there. Every passage in a reading is an object with `span` and `text`.
fn spans(reading: &Reading) -> Vec<String> {
    let mut faults = Vec::new();
    let characters: Vec<char> = reading.document.text.chars().collect();
    let Ok(json) = serde_json::to_value(reading) else {
        return vec!["it cannot be written as JSON".to_owned()];
    };
    let mut waiting = vec![&json];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Array(all) => waiting.extend(all),
            Json::Object(fields) => {
                let passage = fields.get("span").zip(fields.get("text"));
                if let Some((span, text)) = passage
                    && let Ok(span) = serde_json::from_value::<Span>(span.clone())
                    && let Some(text) = text.as_str()
                {
                    let stands = characters.get(span.start..span.end);
                    if !stands.is_some_and(|stands| text.chars().eq(stands.iter().copied())) {
                        let passage = Passage {
                            span,
                            text: text.chars().take(40).collect(),
                        };
                        faults.push(format!(
                            "`{}` does not stand at {} to {}",
                            passage.text, passage.span.start, passage.span.end
                        ));
                    }
                }
                waiting.extend(fields.values());
            }
            _ => {}
        }
    }
    faults
}
