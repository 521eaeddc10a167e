//! Where the lines of knowledge come from: the files that ship inside the program, then a user's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{Defect, Table};

/// A file that ships inside the program: its path relative to `knowledge/`, and its content.
pub type Embedded = (&'static str, &'static str);

/// Every file of knowledge, by its path relative to the knowledge folder: the one that ships, then the user's.
///
/// An area of knowledge (attribution, entities) lists its files in a `FILES: &[Embedded]` and loads itself with
/// `load(&Sources)`, asking for each file by its name. A user's folder has the same names; its lines come after ours,
/// and later wins.
#[derive(Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Vec<File>>,
}

#[derive(Debug)]
struct File {
    shown: String,
    text: String,
}

impl Sources {
    /// The files that ship, given area by area.
    pub(crate) fn embedded(areas: &[&[Embedded]]) -> Self {
        let mut sources = Self::default();
        for (name, text) in areas.iter().copied().flatten() {
            sources.add(name, (*name).to_owned(), (*text).to_owned());
        }
        sources
    }

    /// Adds the files of a user's folder that have the names of ours. A file of another name is an error: it would
    /// be left unread in silence.
    pub(crate) fn add_dir(&mut self, dir: &Path) -> Result<(), Defect> {
        let mut found = 0;
        let mut areas = vec![dir.to_owned()];
        while let Some(folder) = areas.pop() {
            for path in entries(&folder)? {
                let Ok(relative) = path.strip_prefix(dir) else { continue };
                let name = relative.to_string_lossy().replace('\\', "/");
                if path.is_dir() && relative.components().count() < 3 {
                    areas.push(path);
                } else if self.files.contains_key(&name) {
                    let text = fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
                    self.add(&name, path.display().to_string(), text);
                    found += 1;
                } else if name.ends_with(".tsv") || name.ends_with(".rules") {
                    let known: Vec<&str> = self.files.keys().map(String::as_str).collect();
                    return Err(Defect::Unreadable {
                        path,
                        cause: format!("no file of knowledge has this name; there are: {}", known.join(", ")),
                    });
                }
            }
        }
        if found == 0 {
            return Err(Defect::Unreadable {
                path: dir.to_owned(),
                cause: "no file of knowledge in it".to_owned(),
            });
        }
        Ok(())
    }

    fn add(&mut self, name: &str, shown: String, text: String) {
        self.files
            .entry(name.to_owned())
            .or_default()
            .push(File { shown, text });
    }

    /// The lexicon `name`, ours first, then the user's. A user's file that names no columns has ours.
    ///
    /// # Errors
    /// When one of them is not a table, see [`Table::parse`].
    pub fn tables(&self, name: &str) -> Result<Vec<Table<'_>>, Defect> {
        let mut tables: Vec<Table<'_>> = Vec::new();
        for (file, text) in self.texts(name) {
            let columns = tables.first().map(|table| table.columns().to_vec()).unwrap_or_default();
            tables.push(Table::parse(file, text, &columns)?);
        }
        Ok(tables)
    }

    /// A hash over the names and contents of all files, in 16 hexadecimal digits.
    pub(crate) fn edition(&self, further: &[&[u8]]) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut put = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        for (name, files) in &self.files {
            put(name.as_bytes());
            for file in files {
                put(file.text.as_bytes());
            }
        }
        for bytes in further {
            put(bytes);
        }
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// The files called `name`, ours first, then the user's: how each is shown, and its content.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.get(name).map(Vec::as_slice).unwrap_or_default();
        files.iter().map(|file| (file.shown.as_str(), file.text.as_str()))
    }
}

/// What is in `folder`, by name, so that every run reads in one order.
fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Defect> {
    let listed = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let mut paths = Vec::new();
    for entry in listed {
        paths.push(entry.map_err(|e| unreadable(folder, &e))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Defect {
    Defect::Unreadable {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}
