//! What is new or changed in a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use walkdir::{DirEntry, WalkDir};

use crate::clock::Moment;
use crate::error::FetchError;
use crate::options::Options;
use crate::state::{Key, Seen, stamp_of};

/// Folders deeper than this are not looked into.
const DEPTH: usize = 64;

/// Endings of files that some other program is still writing.
const UNFINISHED: [&str; 5] = [".part", ".partial", ".tmp", ".crdownload", "~"];

/// What a look at a folder found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub files: Vec<Changed>,
    /// The keys of all files there, changed or not.
    pub present: BTreeSet<Key>,
    /// When to look again for files that were still being written.
    pub unsettled: Option<Moment>,
    /// What could not be looked at.
    pub errors: Vec<FetchError>,
}

/// A file that is new or changed.
#[derive(Debug)]
pub(crate) struct Changed {
    pub path: PathBuf,
    pub key: Key,
    pub stamp: u64,
    pub modified: Moment,
}

/// Looks through `folder`, in the order of names. Hidden files, and those that are still being written, are left alone.
pub(crate) fn scan(
    folder: &Path,
    seen: &Seen,
    now: Moment,
    options: &Options,
    stop: &AtomicBool,
) -> Result<Scan, FetchError> {
    let fault = |path: &Path, cause: String| FetchError::File {
        path: path.to_owned(),
        cause,
    };
    std::fs::read_dir(folder).map_err(|error| fault(folder, error.to_string()))?;
    let mut scan = Scan::default();
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .max_depth(DEPTH)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in entries {
        if stop.load(Ordering::Relaxed) {
            return Err(FetchError::Stopped);
        }
        let (entry, about) = match entry.and_then(|entry| entry.metadata().map(|about| (entry, about))) {
            Ok(found) => found,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                scan.errors.push(fault(&path, error.to_string()));
                continue;
            }
        };
        if !about.is_file() || !is_wanted(entry.path(), options) {
            continue;
        }
        let modified = about.modified().map(Moment::from).unwrap_or_default();
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let key = Key::of("file", &below.display().to_string());
        let stamp = stamp_of(&[&about.len().to_string(), &modified.0.to_string()]);
        scan.present.insert(key);
        let taken = match seen.get(key) {
            Some(mark) => mark.stamp == stamp,
            None => modified <= seen.floor(),
        };
        if taken {
            continue;
        }
        // A date well in the future is some clock's fault and no sign of writing.
        let settled = modified.after(options.settle);
        if settled > now && modified <= now.after(options.settle) {
            scan.unsettled = Some(scan.unsettled.map_or(settled, |earlier| earlier.min(settled)));
            continue;
        }
        scan.files.push(Changed {
            path: entry.into_path(),
            key,
            stamp,
            modified,
        });
    }
    Ok(scan)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_wanted(path: &Path, options: &Options) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    if UNFINISHED.iter().any(|ending| name.ends_with(ending)) {
        return false;
    }
    options.endings.is_empty()
        || options.endings.iter().any(|ending| {
            name.strip_suffix(ending.as_str())
                .is_some_and(|stem| stem.ends_with('.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_finished_files_with_the_endings_asked_for() {
        let mut options = Options::default();
        assert!(is_wanted(Path::new("a/b.txt"), &options));
        assert!(!is_wanted(Path::new("a/b.txt.part"), &options) && !is_wanted(Path::new("b.txt~"), &options));
        options.endings = vec!["txt".to_owned(), "jsonl.gz".to_owned()];
        assert!(is_wanted(Path::new("B.TXT"), &options) && is_wanted(Path::new("b.jsonl.gz"), &options));
        assert!(!is_wanted(Path::new("b.jpg"), &options) && !is_wanted(Path::new("txt"), &options));
    }
}
