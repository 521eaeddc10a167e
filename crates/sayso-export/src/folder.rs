//! Folders that a format of many files is written to.

use std::fs::{self, File};
use std::path::Path;

use crate::error::ExportError;

/// Makes `folder` where it is not there yet. What comes out may not mix with what was there before: a folder that holds
/// anything is refused.
pub(crate) fn make(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(|cause| not_written(folder, cause))?;
    let mut entries = fs::read_dir(folder).map_err(|cause| not_written(folder, cause))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(ExportError::NotEmpty {
            path: folder.to_owned(),
        }),
    }
}

/// Makes a file, and the folders that it lies in.
pub(crate) fn create(path: &Path) -> Result<File, ExportError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| not_written(folder, cause))?;
    }
    File::create(path).map_err(|cause| not_written(path, cause))
}

/// Writes a whole file.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), ExportError> {
    fs::write(path, content).map_err(|cause| not_written(path, cause))
}

fn not_written(path: &Path, cause: std::io::Error) -> ExportError {
    ExportError::NotWritten {
        path: path.to_owned(),
        cause,
    }
}
