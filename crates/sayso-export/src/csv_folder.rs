//! Tables as CSV, a file each.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use sayso_schema::Reading;

use crate::context::Context;
use crate::error::ExportError;
use crate::folder;
use crate::tables::{ColumnType, Table};

/// Writes tables into a folder.
pub(crate) struct CsvFolder {
    files: Vec<TableFile>,
}

struct TableFile {
    table: Table,
    path: PathBuf,
    kinds: Vec<ColumnType>,
    writer: csv::Writer<BufWriter<File>>,
}

impl CsvFolder {
    pub(crate) fn new(folder: &Path) -> Result<Self, ExportError> {
        let file = |table: Table| -> Result<TableFile, ExportError> {
            let path = folder.join(format!("{}.csv", table.name()));
            let columns = table.columns();
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .from_writer(BufWriter::new(folder::create(&path)?));
            writer
                .write_record(columns.iter().map(|column| column.name))
                .map_err(|cause| failed(&path, cause))?;
            Ok(TableFile {
                table,
                path,
                kinds: columns.iter().map(|column| column.kind).collect(),
                writer,
            })
        };
        Ok(Self {
            files: Table::ALL.into_iter().map(file).collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn write(&mut self, reading: &Reading) -> Result<(), ExportError> {
        let context = Context::of(reading);
        for file in &mut self.files {
            let mut outcome = Ok(());
            let TableFile { kinds, writer, .. } = file;
            file.table.each(&context, &mut |fields| {
                if outcome.is_ok() {
                    outcome = writer.write_record(fields.iter().zip(&*kinds).map(|(field, kind)| field.field(*kind)));
                }
            });
            outcome.map_err(|cause| failed(&file.path, cause))?;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<(), ExportError> {
        for TableFile { path, mut writer, .. } in self.files {
            writer
                .flush()
                .map_err(|cause| ExportError::NotWritten { path, cause })?;
        }
        Ok(())
    }
}

fn failed(path: &Path, cause: csv::Error) -> ExportError {
    let cause = match cause.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => std::io::Error::other(format!("{other:?}")),
    };
    ExportError::NotWritten {
        path: path.to_owned(),
        cause,
    }
}
