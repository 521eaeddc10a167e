//! A reading as the ledger keeps it: whole and packed, and its columns taken out.

use sayso_schema::{Document, Reading};

use crate::columns::Columns;
use crate::error::LedgerError;

/// Higher levels pack little better and cost more than reading itself leaves.
const LEVEL: i32 = 3;

/// A reading made ready to be written. Making it needs no ledger, so that many threads can.
#[derive(Debug)]
pub struct Packed {
    pub(crate) document: Document,
    pub(crate) bytes: Vec<u8>,
    pub(crate) columns: Columns,
}

impl Packed {
    /// Packs a reading.
    ///
    /// # Errors
    /// [`LedgerError::Pack`] where memory does not suffice.
    pub fn of(reading: &Reading) -> Result<Self, LedgerError> {
        let json = serde_json::to_vec(reading).map_err(|error| LedgerError::Pack(error.into()))?;
        Ok(Self {
            bytes: zstd::bulk::compress(&json, LEVEL).map_err(LedgerError::Pack)?,
            columns: Columns::of(reading),
            document: reading.document.clone(),
        })
    }

    /// The document that was read.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// The reading in `bytes`, or why there is none.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Reading, String> {
    let json = zstd::stream::decode_all(bytes).map_err(|error| error.to_string())?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}
