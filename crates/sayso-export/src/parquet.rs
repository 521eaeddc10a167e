//! Parquet: one file a table, or one a table and month.
//!
//! Memory is bounded whatever the number of documents, months and tables: rows wait in builders until there are enough
//! for a batch, a row group is closed when it has [`ROW_GROUP`] bytes, everything is written out when all that waits
//! together has [`WAITING`] bytes, and of the months only the [`OPEN`] last used are open. A month that comes again
//! after it was closed goes on in its next part, so documents in order of publication give one part a month.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use sayso_schema::Reading;

use crate::context::Context;
use crate::error::ExportError;
use crate::folder;
use crate::record_batch::{Rows, arrow_schema};
use crate::tables::Table;
use crate::when;

/// Rows that make a batch.
const BATCH_ROWS: usize = 8192;

/// Bytes that make a batch.
const BATCH: usize = 8 << 20;

/// Bytes of a row group, before it is compressed.
const ROW_GROUP: usize = 64 << 20;

/// Bytes that may wait in all tables together.
const WAITING: usize = 128 << 20;

/// Documents between two looks at how much waits.
const BETWEEN_LOOKS: u64 = 64;

/// Months that may be open at once.
const OPEN: usize = 24;

/// Of a document whose month of publication is not known. Hive's name for it, which DuckDB, Arrow and Spark read as
/// null.
const NO_MONTH: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes tables into a folder.
pub(crate) struct ParquetFolder {
    folder: PathBuf,
    by_month: bool,
    /// Of each month, its tables; without months all under the empty name.
    months: BTreeMap<String, Month>,
    /// How many parts of a month are written.
    closed: BTreeMap<String, usize>,
    /// Counts documents, to know which month was used last.
    documents: u64,
}

struct Month {
    last_used: u64,
    parts: BTreeMap<Table, Part>,
}

/// One file. It is made when there is something to write to it.
struct Part {
    table: Table,
    path: PathBuf,
    rows: Rows,
    writer: Option<ArrowWriter<BufWriter<File>>>,
}

impl ParquetFolder {
    pub(crate) fn new(folder: &Path, by_month: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            by_month,
            months: BTreeMap::new(),
            closed: BTreeMap::new(),
            documents: 0,
        }
    }

    pub(crate) fn write(&mut self, reading: &Reading) -> Result<(), ExportError> {
        let published = reading.document.published.as_deref();
        let name = match self.by_month {
            true => published.and_then(when::month).unwrap_or_else(|| NO_MONTH.to_owned()),
            false => String::new(),
        };
        self.documents += 1;
        let context = Context::of(reading);
        let part_number = self.closed.get(&name).copied().unwrap_or_default();
        let month = self.months.entry(name.clone()).or_insert_with(|| Month {
            last_used: 0,
            parts: BTreeMap::new(),
        });
        month.last_used = self.documents;
        for table in Table::ALL {
            let part = month.parts.entry(table).or_insert_with(|| {
                let file = match self.by_month {
                    true => format!("{}/month={name}/part-{part_number}.parquet", table.name()),
                    false => format!("{}.parquet", table.name()),
                };
                Part::new(table, self.folder.join(file))
            });
            part.rows.append(&context);
            if part.rows.count() >= BATCH_ROWS || part.rows.size() >= BATCH {
                part.write_batch()?;
            }
        }
        self.keep_within_bounds()
    }

    fn keep_within_bounds(&mut self) -> Result<(), ExportError> {
        let parts = self.months.values().flat_map(|month| month.parts.values());
        // Whoever asks every part after every document does little else.
        let is_time = self.documents.is_multiple_of(BETWEEN_LOOKS);
        if is_time && parts.map(Part::waiting).sum::<usize>() > WAITING {
            for month in self.months.values_mut() {
                for part in month.parts.values_mut() {
                    part.write_row_group()?;
                }
            }
        }
        if self.months.len() <= OPEN {
            return Ok(());
        }
        let oldest = self.months.iter().min_by_key(|(_, month)| month.last_used);
        let Some(name) = oldest.map(|(name, _)| name.clone()) else {
            return Ok(());
        };
        self.close(&name)
    }

    fn close(&mut self, name: &str) -> Result<(), ExportError> {
        let Some(month) = self.months.remove(name) else {
            return Ok(());
        };
        *self.closed.entry(name.to_owned()).or_default() += 1;
        month
            .parts
            .into_values()
            .try_for_each(|part| part.close(!self.by_month))
    }

    /// Writes all that waits. Without months, an export of nothing still has every table, empty.
    pub(crate) fn finish(mut self) -> Result<(), ExportError> {
        if !self.by_month && self.months.is_empty() {
            for table in Table::ALL {
                Part::new(table, self.folder.join(format!("{}.parquet", table.name()))).close(true)?;
            }
        }
        while let Some(name) = self.months.keys().next().cloned() {
            self.close(&name)?;
        }
        Ok(())
    }
}

impl Part {
    fn new(table: Table, path: PathBuf) -> Self {
        Self {
            table,
            path,
            rows: Rows::new(table),
            writer: None,
        }
    }

    /// About how many bytes wait in memory.
    fn waiting(&self) -> usize {
        self.rows.size() + self.writer.as_ref().map_or(0, ArrowWriter::memory_size)
    }

    fn write_batch(&mut self) -> Result<(), ExportError> {
        if self.rows.count() == 0 {
            return Ok(());
        }
        let batch = self.rows.finish()?;
        let Self {
            table, path, writer, ..
        } = self;
        let opened = match writer {
            Some(writer) => writer,
            None => writer.insert(open(*table, path)?),
        };
        opened.write(&batch).map_err(|cause| failed(path, cause))
    }

    fn write_row_group(&mut self) -> Result<(), ExportError> {
        self.write_batch()?;
        match &mut self.writer {
            Some(writer) => writer.flush().map_err(|cause| failed(&self.path, cause)),
            None => Ok(()),
        }
    }

    fn close(mut self, even_empty: bool) -> Result<(), ExportError> {
        self.write_batch()?;
        let writer = match self.writer {
            Some(writer) => writer,
            None if even_empty => open(self.table, &self.path)?,
            None => return Ok(()),
        };
        let mut buffered = writer.into_inner().map_err(|cause| failed(&self.path, cause))?;
        buffered
            .flush()
            .map_err(|cause| ExportError::NotWritten { path: self.path, cause })
    }
}

fn open(table: Table, path: &Path) -> Result<ArrowWriter<BufWriter<File>>, ExportError> {
    let file = folder::create(path)?;
    // Nothing of the machine or the time gets into a file: the same readings give the same bytes.
    let properties = WriterProperties::builder()
        .set_created_by(concat!("sayso ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_bytes(Some(ROW_GROUP))
        .build();
    ArrowWriter::try_new(BufWriter::new(file), arrow_schema(table), Some(properties))
        .map_err(|cause| failed(path, cause))
}

/// A full disk is told as such, not as a fault of the format.
fn failed(path: &Path, cause: ParquetError) -> ExportError {
    let path = path.to_owned();
    match cause {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(cause) => ExportError::NotWritten { path, cause: *cause },
            Err(inner) => ExportError::Parquet {
                path,
                cause: ParquetError::External(inner),
            },
        },
        cause => ExportError::Parquet { path, cause },
    }
}
