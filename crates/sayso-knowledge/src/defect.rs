//! What can be wrong with a line of knowledge, told to the person who wrote it.

use std::path::PathBuf;

/// A file of knowledge, or a line of one, that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Defect {
    /// A line does not say what its file's lines say.
    #[error("{file}:{line}: {cause}; {remedy}")]
    Line {
        /// The file, relative to the knowledge folder, or a user's path.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        cause: String,
        /// What to do.
        remedy: String,
    },
    /// The gazetteer that ships cannot be used.
    #[error(transparent)]
    Gazetteer(crate::places::PlacesError),
    /// A folder or file that the user named cannot be read.
    #[error("{}: {cause}; give a folder laid out as knowledge/ is, for example attribution/cues.tsv in it", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
}

impl Defect {
    /// A defect of line `line` of `file`.
    pub fn new(file: &str, line: usize, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Line {
            file: file.to_owned(),
            line,
            cause: cause.into(),
            remedy: remedy.into(),
        }
    }
}
