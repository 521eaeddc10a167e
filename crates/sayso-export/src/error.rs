//! What can go wrong on the way out.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::{Format, Table};

/// Why something could not be handed on.
#[derive(Debug, Error)]
pub enum ExportError {
    /// A file or folder cannot be made or written.
    #[error("{}: cannot be written", path.display())]
    NotWritten {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// What comes out would stand among other files.
    #[error("{}: the folder is not empty", path.display())]
    NotEmpty {
        /// Which.
        path: PathBuf,
    },
    /// The stream takes nothing more.
    #[error("the output could not be written: {0}")]
    Stream(#[source] io::Error),
    /// A format of many files was asked for on one stream.
    #[error("`{}` is written as a folder of files, not as one stream", format.name())]
    NeedsFolder {
        /// Which.
        format: Format,
    },
    /// A format of one stream was asked to cut its rows by month.
    #[error("`{}` is not cut by month, only `parquet` is", format.name())]
    NotByMonth {
        /// Which.
        format: Format,
    },
    /// More text than one Arrow batch can hold.
    #[error("the table `{}` has more than 2 GiB of text in one batch; give fewer readings at once", table.name())]
    TooMuchText {
        /// Which.
        table: Table,
    },
    /// Arrow or Parquet refuse what they are given.
    #[error("a table could not be made: {0}")]
    Table(#[from] arrow_schema::ArrowError),
    /// A Parquet file could not be made.
    #[error("{}: {cause}", path.display())]
    Parquet {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: parquet::errors::ParquetError,
    },
    /// A row could not be put into text.
    #[error("a row could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl ExportError {
    /// The input or output error behind it, if one is.
    pub fn io(&self) -> Option<&io::Error> {
        match self {
            Self::NotWritten { cause, .. } | Self::Stream(cause) => Some(cause),
            _ => None,
        }
    }
}
