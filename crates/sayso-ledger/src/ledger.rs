//! The ledger's file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use sayso_schema::Reading;
use serde::Serialize;

use crate::batch::Batch;
use crate::columns::from_hex;
use crate::error::LedgerError;
use crate::migrations;
use crate::packed::unpack;

/// How long one program waits for another's transaction.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pages kept in memory, in KiB.
const CACHE: i64 = 64 << 10;
/// What the write-ahead log is cut back to after a checkpoint, in bytes.
const LOG: i64 = 64 << 20;

/// What a ledger is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To read; the file is left as it is.
    Read,
    /// To write; the file must be there.
    Write,
    /// To write; the file is made where there is none.
    Create,
}

/// What readings are made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// The vocabulary: [`SCHEMA`](sayso_schema::SCHEMA).
    pub schema: String,
    /// The program's version.
    pub program: String,
    /// The name of the weights.
    pub weights: String,
    /// A hash over the lines of knowledge.
    pub knowledge: String,
}

impl Edition {
    /// Its key in a ledger, if readings were made with it there.
    pub(crate) fn key(&self, connection: &Connection) -> rusqlite::Result<Option<i64>> {
        connection
            .query_row(
                "SELECT key FROM edition WHERE schema = ?1 AND program = ?2 AND weights = ?3 AND knowledge = ?4",
                [&self.schema, &self.program, &self.weights, &self.knowledge],
                |row| row.get(0),
            )
            .optional()
    }

    /// Its key, where need be a new one.
    pub(crate) fn key_or_new(&self, connection: &Connection) -> rusqlite::Result<i64> {
        if let Some(key) = self.key(connection)? {
            return Ok(key);
        }
        connection
            .prepare("INSERT INTO edition (schema, program, weights, knowledge) VALUES (?1, ?2, ?3, ?4)")?
            .insert([&self.schema, &self.program, &self.weights, &self.knowledge])
    }
}

/// Whether a ledger has a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It has no such text.
    No,
    /// It has it, read with something else.
    Otherwise,
    /// It has it, read with the same.
    Same,
}

/// A file of readings.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// Opens the ledger at `path`.
    ///
    /// # Errors
    /// [`LedgerError`] where there is none and none is to be made, where the file is something else, damaged, or of a
    /// later edition, and where the system refuses.
    pub fn open(path: &Path, access: Access) -> Result<Self, LedgerError> {
        let fault = |error| LedgerError::of(path, error);
        let is_new = std::fs::metadata(path).map_or(true, |file| file.len() == 0);
        if is_new && access != Access::Create {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        let base = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let flags = match access {
            Access::Read => base | OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write => base | OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Create => base | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let connection = Connection::open_with_flags(path, flags).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::CannotOpen) if access != Access::Read => {
                LedgerError::ReadOnly { path: path.to_owned() }
            }
            _ => fault(error),
        })?;
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        let (application, edition) = migrations::stamp(&connection).map_err(fault)?;
        if application != migrations::APPLICATION {
            // A kill while a ledger was being made leaves a file without tables.
            let tables: i64 = connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .map_err(fault)?;
            let path = path.to_owned();
            match (application, tables, access) {
                (0, 0, Access::Create) => {}
                (0, 0, _) => return Err(LedgerError::Missing { path }),
                _ => return Err(LedgerError::Foreign { path }),
            }
        }
        if edition > migrations::newest() {
            return Err(LedgerError::Newer {
                path: path.to_owned(),
                found: edition,
                known: migrations::newest(),
            });
        }
        let mut ledger = Self {
            connection,
            path: path.to_owned(),
        };
        ledger.prepare(access)?;
        Ok(ledger)
    }

    fn prepare(&mut self, access: Access) -> Result<(), LedgerError> {
        let Self { connection, path } = self;
        let fault = |error| LedgerError::of(path, error);
        let set = |name, value: &dyn rusqlite::ToSql| connection.pragma_update(None, name, value).map_err(fault);
        set("cache_size", &-CACHE)?;
        set("foreign_keys", &true)?;
        set("trusted_schema", &false)?;
        connection.set_prepared_statement_cache_capacity(64);
        if access == Access::Read {
            return set("query_only", &true);
        }
        // Committed is committed, whatever happens to the machine: one sync a batch is cheap.
        set("journal_mode", &"wal")?;
        set("synchronous", &"full")?;
        set("journal_size_limit", &LOG)?;
        migrations::bring_up_to_date(connection, path)
    }

    /// Waits at most so long for another program's transaction; ten seconds unless told.
    ///
    /// # Errors
    /// [`LedgerError`] where SQLite refuses.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), LedgerError> {
        self.connection
            .busy_timeout(patience)
            .map_err(|error| self.fault(error))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the ledger has the text with this id (see [`Document::id_of`](sayso_schema::Document::id_of)).
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn knows(&self, document: &str, edition: &Edition) -> Result<Known, LedgerError> {
        let same = self
            .connection
            .prepare_cached(
                "SELECT schema = ?2 AND program = ?3 AND weights = ?4 AND knowledge = ?5 FROM document \
                 JOIN reading ON reading.document = document.key JOIN edition ON edition.key = reading.edition \
                 WHERE id = ?1",
            )
            .and_then(|mut query| {
                let Edition {
                    schema,
                    program,
                    weights,
                    knowledge,
                } = edition;
                let row = params![from_hex(document), schema, program, weights, knowledge];
                query.query_row(row, |row| row.get::<_, bool>(0)).optional()
            })
            .map_err(|error| self.fault(error))?;
        Ok(match same {
            None => Known::No,
            Some(false) => Known::Otherwise,
            Some(true) => Known::Same,
        })
    }

    /// What [`Batch::remember`] was last told under this name.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn remembered(&self, name: &str) -> Result<Option<String>, LedgerError> {
        self.connection
            .query_row("SELECT value FROM memory WHERE name = ?1", [name], |row| row.get(0))
            .optional()
            .map_err(|error| self.fault(error))
    }

    /// How many documents the ledger has.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn document_count(&self) -> Result<u64, LedgerError> {
        let count: i64 = self
            .connection
            .query_row("SELECT count(*) FROM document", [], |row| row.get(0))
            .map_err(|error| self.fault(error))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The reading of the document with this key.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read or is damaged.
    pub fn reading(&self, document: i64) -> Result<Option<Reading>, LedgerError> {
        let packed: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT packed FROM reading WHERE document = ?1")
            .and_then(|mut query| query.query_row([document], |row| row.get(0)).optional())
            .map_err(|error| self.fault(error))?;
        let reading = packed.map(|packed| unpack(&packed));
        reading.transpose().map_err(|what| LedgerError::Damaged {
            path: self.path.clone(),
            what: format!("the reading of document {document}: {what}"),
        })
    }

    /// The keys of documents after `after` in the order of adding, `most` at most; with `not_of` only those whose reading
    /// was made with something else.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn documents_after(&self, after: i64, most: usize, not_of: Option<&Edition>) -> Result<Vec<i64>, LedgerError> {
        let not = not_of
            .map_or(Ok(None), |edition| edition.key(&self.connection))
            .map_err(|error| self.fault(error))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "SELECT document FROM reading WHERE document > ?1 AND edition IS NOT ?2 ORDER BY document LIMIT ?3",
            )
            .and_then(|mut query| {
                let rows = query.query_map(params![after, not, most], |row| row.get(0))?;
                rows.collect()
            })
            .map_err(|error| self.fault(error))
    }

    /// Begins a transaction for readings made with `edition`.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] where another program writes and does not end, [`LedgerError`] where the file cannot be
    /// written.
    pub fn batch(&mut self, edition: &Edition) -> Result<Batch<'_>, LedgerError> {
        Batch::begin(self, edition)
    }

    /// What an error of SQLite means here.
    pub(crate) fn fault(&self, error: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, error)
    }
}

#[cfg(test)]
mod tests {
    use sayso_schema::{Document, Reading};

    use super::{Access, Edition, Ledger};
    use crate::{LedgerError, Packed, check};

    #[test]
    fn a_full_disk_is_told_and_leaves_what_was_committed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("news.ledger"), Access::Create).expect("a ledger");
        let edition = Edition {
            schema: "sayso/1".to_owned(),
            program: "0".to_owned(),
            weights: "0".to_owned(),
            knowledge: "0".to_owned(),
        };
        let reading = |number: usize| {
            let text = format!("{number} trucks crossed the border. ").repeat(200);
            Packed::of(&Reading::of(Document::new(format!("{number}.txt"), text))).expect("it packs")
        };
        let mut batch = ledger.batch(&edition).expect("a batch");
        batch.add(&reading(0)).expect("it is added");
        batch.commit().expect("it is committed");

        // SQLite reports the end of the pages that it may use as it does a full disk.
        let pages: i64 = ledger
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .expect("a count");
        ledger
            .connection
            .pragma_update(None, "max_page_count", pages + 2)
            .expect("it is set");
        let mut batch = ledger.batch(&edition).expect("a batch");
        let outcome = (1..200).try_for_each(|number| batch.add(&reading(number)).map(|_| ()));
        let outcome = outcome.and_then(|()| batch.commit());
        assert!(matches!(outcome, Err(LedgerError::Full { .. })), "{outcome:?}");
        assert_eq!(ledger.document_count().expect("a count"), 1);
        assert!(check(&ledger, |_| {}).expect("it can be checked").is_empty());
    }

    #[test]
    fn a_folder_is_no_ledger() {
        let folder = tempfile::tempdir().expect("a folder");
        for access in [Access::Read, Access::Write, Access::Create] {
            assert!(Ledger::open(folder.path(), access).is_err(), "{access:?}");
        }
    }
}
