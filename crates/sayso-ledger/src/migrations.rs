//! The ledger's tables, edition by edition.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::LedgerError;
use std::path::Path;

/// What an SQLite file says of itself that is a ledger: "sayo".
pub(crate) const APPLICATION: i64 = 0x7361_796f;

/// What makes each edition from the one before it, the first from nothing. Never changed once released.
const EDITIONS: &[&str] = &[include_str!("migrations/0001-readings.sql")];

/// The edition that this program writes.
pub(crate) fn newest() -> i64 {
    EDITIONS.len().try_into().unwrap_or(i64::MAX)
}

/// The application that a file says it is of, and the edition of its tables.
pub(crate) fn stamp(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((pragma("application_id")?, pragma("user_version")?))
}

/// Brings the file's tables to the newest edition, in one transaction.
pub(crate) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let fault = |error| LedgerError::of(path, error);
    let (_, before) = stamp(connection).map_err(fault)?;
    if before == newest() {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    // Another program may have done so meanwhile.
    let (_, now) = stamp(&transaction).map_err(fault)?;
    for edition in EDITIONS.iter().skip(usize::try_from(now).unwrap_or(usize::MAX)) {
        transaction.execute_batch(edition).map_err(fault)?;
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION)
        .and_then(|()| transaction.pragma_update(None, "user_version", newest()))
        .map_err(fault)?;
    transaction.commit().map_err(fault)
}
