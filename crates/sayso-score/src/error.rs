//! Why something could not be scored.

use std::path::{Path, PathBuf};

/// A gold file or folder that could not be read or is not in its corpus's format.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", path.display())]
pub struct ScoreError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it, with the line where there is one.
    pub cause: String,
}

impl ScoreError {
    /// The fault `cause` in the file or folder at `path`.
    pub fn new(path: impl AsRef<Path>, cause: impl Into<String>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            cause: cause.into(),
        }
    }
}
