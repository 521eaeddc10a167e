//! What can be wrong with a ledger.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A ledger could not be opened, read or written. What was committed before stays.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such file.
    #[error("{}: there is no ledger here; add articles to make one", .path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: this is no ledger of sayso; name another file", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later sayso.
    #[error(
        "{}: the ledger has edition {found}, and this sayso knows editions up to {known}; use a later sayso",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its edition.
        found: i64,
        /// The last edition known here.
        known: i64,
    },
    /// Another program has been writing for too long.
    #[error("{}: another program is writing to the ledger; wait until it is done", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// There is no room left.
    #[error("{}: the disk is full; make room, and add the rest again", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder must not be written.
    #[error("{}: the ledger cannot be written; see the rights of the file and its folder", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("{}: the ledger is damaged: {what}; take a copy from before, or add the articles to a new one", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Anything else that SQLite reports.
    #[error("{}: {source}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it reports.
        source: rusqlite::Error,
    },
    /// A reading could not be packed.
    #[error("a reading could not be packed: {0}")]
    Pack(#[source] std::io::Error),
}

impl LedgerError {
    /// What SQLite's `error` means for the ledger at `path`.
    pub(crate) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                what: error.to_string(),
            },
            _ => Self::Sqlite { path, source: error },
        }
    }
}
