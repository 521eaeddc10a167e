//! Readings written together: all of a batch is in the ledger, or nothing.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sayso_schema::Document;

use crate::columns::{Columns, EntityColumns, Table, from_hex, number};
use crate::error::LedgerError;
use crate::index::{self, Found};
use crate::ledger::{Edition, Ledger};
use crate::packed::Packed;

/// What adding a reading came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The ledger did not have its text.
    New,
    /// The ledger had another text of its address, which stays as an earlier version.
    NewVersion,
    /// The ledger had its text, read with something else; this reading takes that one's place.
    Reread,
    /// The ledger had its text from elsewhere; where it was found now is noted.
    Elsewhere,
    /// The ledger had all of it.
    Known,
}

/// An open transaction. Dropped without [`Batch::commit`], it changes nothing.
#[derive(Debug)]
pub struct Batch<'l> {
    transaction: Transaction<'l>,
    path: PathBuf,
    edition: i64,
}

impl<'l> Batch<'l> {
    pub(crate) fn begin(ledger: &'l mut Ledger, edition: &Edition) -> Result<Self, LedgerError> {
        let path = ledger.path.clone();
        let fault = |error| LedgerError::of(&path, error);
        let transaction = ledger
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        let key = edition.key_or_new(&transaction).map_err(fault)?;
        Ok(Self {
            transaction,
            path,
            edition: key,
        })
    }

    /// Adds a reading, or notes where else its text was found.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be written; the batch is then to be dropped.
    pub fn add(&mut self, packed: &Packed) -> Result<Added, LedgerError> {
        self.try_add(packed).map_err(|error| LedgerError::of(&self.path, error))
    }

    /// Notes where a text that the ledger has was found; [`Added::New`] where it has no such text and needs a reading.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be written; the batch is then to be dropped.
    pub fn note(&mut self, document: &Document) -> Result<Added, LedgerError> {
        let noted = self.known(document).and_then(|known| match known {
            Some((key, _)) => self.appears(key, document),
            None => Ok(Added::New),
        });
        noted.map_err(|error| LedgerError::of(&self.path, error))
    }

    /// Remembers something under a name, in the same transaction.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be written; the batch is then to be dropped.
    pub fn remember(&mut self, name: &str, value: &str) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute([name, value]))
            .map(|_| ())
            .map_err(|error| LedgerError::of(&self.path, error))
    }

    /// Commits what was added.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be written; then nothing of the batch is in it.
    pub fn commit(self) -> Result<(), LedgerError> {
        let path = self.path;
        self.transaction.commit().map_err(|error| LedgerError::of(&path, error))
    }

    fn known(&self, document: &Document) -> rusqlite::Result<Option<(i64, i64)>> {
        self.transaction
            .prepare_cached(
                "SELECT key, edition FROM document JOIN reading ON reading.document = document.key WHERE id = ?1",
            )?
            .query_row([from_hex(&document.id)], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }

    fn try_add(&self, packed: &Packed) -> rusqlite::Result<Added> {
        let (document, columns) = (&packed.document, &packed.columns);
        if let Some((key, edition)) = self.known(document)? {
            let appeared = self.appears(key, document)?;
            if edition == self.edition {
                return Ok(appeared);
            }
            forget_rows(&self.transaction, key)?;
            self.write(key, packed)?;
            return Ok(Added::Reread);
        }
        let key = self
            .transaction
            .prepare_cached(
                "INSERT INTO document (id, title, publisher, published, language, characters, words) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![
                from_hex(&document.id),
                document.title,
                document.publisher,
                columns.published,
                document.language,
                columns.characters,
                columns.words
            ])?;
        let appeared = self.appears(key, document)?;
        self.transaction
            .prepare_cached("INSERT INTO text_words (rowid, text) VALUES (?1, ?2)")?
            .execute(params![key, document.text])?;
        self.write(key, packed)?;
        Ok(match appeared {
            Added::NewVersion => Added::NewVersion,
            _ => Added::New,
        })
    }

    /// Notes where a text was found, and which texts of the same address it comes after.
    fn appears(&self, key: i64, document: &Document) -> rusqlite::Result<Added> {
        let address = address(document);
        let added = self
            .transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO appearance (document, address, source, publisher, published) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                key,
                address,
                document.source,
                document.publisher,
                document.published
            ])?;
        if added == 0 {
            return Ok(Added::Known);
        }
        let Some(address) = address else {
            return Ok(Added::Elsewhere);
        };
        let before: Vec<i64> = self
            .transaction
            .prepare_cached("SELECT document FROM appearance WHERE address = ?1 AND document <> ?2 AND latest")?
            .query_map(params![address, key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if before.is_empty() {
            return Ok(Added::Elsewhere);
        }
        self.transaction
            .prepare_cached("UPDATE appearance SET latest = 0 WHERE address = ?1 AND document <> ?2")?
            .execute(params![address, key])?;
        for earlier in before {
            self.transaction
                .prepare_cached(
                    "UPDATE document SET latest = EXISTS (SELECT 1 FROM appearance WHERE document = ?1 AND latest) \
                     WHERE key = ?1",
                )?
                .execute([earlier])?;
        }
        Ok(Added::NewVersion)
    }

    /// Writes a reading and its columns for the document with this key, which has none.
    fn write(&self, key: i64, packed: &Packed) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("INSERT INTO reading (document, edition, packed) VALUES (?1, ?2, ?3)")?
            .execute(params![key, self.edition, packed.bytes])?;
        write_columns(&self.transaction, key, &packed.columns)
    }
}

/// The address that a later text would be a new version of: a line or a record of a file is none.
fn address(document: &Document) -> Option<&str> {
    let source = document.source.as_str();
    let is_line = source
        .rsplit_once([':', '#'])
        .is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()));
    document
        .url
        .as_deref()
        .or(Some(source).filter(|source| !is_line && *source != "-"))
}

/// Takes a document's reading and rows out.
pub(crate) fn forget_rows(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM row_words WHERE rowid BETWEEN ?1 AND ?2")?
        .execute([index::row(key, 0), index::row(key + 1, 0) - 1])?;
    connection
        .prepare_cached("DELETE FROM row_ids WHERE rowid = ?1")?
        .execute([key])?;
    for table in [
        "dispute",
        "agreement",
        "figure",
        "event",
        "statement",
        "entity",
        "reading",
    ] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?
            .execute([key])?;
    }
    Ok(())
}

fn write_columns(to: &Connection, key: i64, columns: &Columns) -> rusqlite::Result<()> {
    let mut entity = to.prepare_cached("INSERT INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut known = to.prepare_cached("SELECT key FROM name WHERE name = ?1 AND type = ?2 AND country = ?3")?;
    for (at, one) in columns.entities.iter().enumerate() {
        let named = known
            .query_row(params![one.name, one.kind, one.country], |row| row.get(0))
            .optional()?;
        let name = match named {
            Some(name) => name,
            None => new_name(to, one)?,
        };
        entity.execute(params![key, number(at), one.id, name, one.sectors, one.mentions])?;
    }
    for table in Table::ALL {
        let mut insert = None;
        for (_, row) in columns.rows.iter().filter(|(of, _)| *of == table) {
            let insert = match &mut insert {
                Some(insert) => insert,
                None => insert.insert(to.prepare_cached(table.insert())?),
            };
            insert.raw_bind_parameter(1, key)?;
            for (at, value) in row.iter().enumerate() {
                insert.raw_bind_parameter(at + 2, value)?;
            }
            insert.raw_execute()?;
        }
    }
    let mut insert = to.prepare_cached(
        "INSERT INTO row_words (rowid, facets, who, whom, sources, place, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (at, found) in &columns.index {
        let Found {
            facets,
            who,
            whom,
            sources,
            place,
            words,
        } = found;
        insert.execute(params![index::row(key, *at), facets, who, whom, sources, place, words])?;
    }
    to.prepare_cached("INSERT INTO row_ids (rowid, ids) VALUES (?1, ?2)")?
        .execute(params![key, columns.ids])?;
    Ok(())
}

/// Writes an entity's name, and tells its key.
fn new_name(to: &Connection, entity: &EntityColumns) -> rusqlite::Result<i64> {
    let key = to
        .prepare_cached("INSERT INTO name (name, type, country) VALUES (?1, ?2, ?3)")?
        .insert(params![entity.name, entity.kind, entity.country])?;
    to.prepare_cached("INSERT INTO name_words (rowid, name) VALUES (?1, ?2)")?
        .execute(params![key, entity.name])?;
    Ok(key)
}
