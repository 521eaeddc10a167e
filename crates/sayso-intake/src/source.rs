//! The first stage: paths to raw articles, lazily and in a fixed order, with memory for one article at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::{IntakeError, Place};
use crate::feed;
use crate::format::{self, Container, Format};
use crate::json::{self, Piece};
use crate::options::{Limits, Options};
use crate::unpack::{self, Packing};
use crate::utf16;
use crate::warc;

/// How many first bytes are looked at to tell a format.
const SNIFFED: u64 = 64 << 10;

/// One article as it came: still encoded, still in its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDocument {
    /// Where it is from: a path, or a path and the line on which its record starts, or the number of its record.
    pub source: Place,
    /// What it is in.
    pub format: Format,
    /// What stands there, unpacked.
    pub bytes: Vec<u8>,
}

/// The articles under some paths, in order. An error ends no more than the record or the file that it names: the
/// next call goes on with what follows.
///
/// A file's name tells its format (`.txt`; `.html`, `.htm`, `.xhtml`; `.json` with one object or an array;
/// `.jsonl`, `.ndjson` with one object a line; `.rss`, `.atom` feeds; `.warc` web archives; `.eml` mail; `.pdf`; each of
/// them also with `.gz` or `.zst` after it). A file with another name, and standard input (`-`), is looked into, and so
/// are JSON files, of which JSON Feeds are told by their first bytes. Folders are walked in the order of names; in them
/// hidden files and files with other names are passed over.
pub struct Intake {
    waiting: VecDeque<PathBuf>,
    folder: Option<Folder>,
    file: Option<OpenFile>,
    stdin: Option<Box<dyn Read + Send>>,
    limits: Limits,
}

struct Folder {
    path: String,
    entries: walkdir::IntoIter,
    found: bool,
}

struct OpenFile {
    path: String,
    input: Box<dyn BufRead + Send>,
    container: Container,
    packed: bool,
    line: u64,
    /// The rest of a feed's entries, and how many were given.
    entries: Option<(std::vec::IntoIter<feed::Entry>, u64)>,
    /// Where reading stands in a web archive.
    archive: warc::Position,
    /// Whether anything has come out of it yet.
    yielded: bool,
}

impl Intake {
    /// The articles under `paths`, within the limits of `options`. Nothing is opened before the first article is
    /// asked for.
    pub fn new<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>, options: &Options) -> Self {
        Self {
            waiting: paths.into_iter().map(Into::into).collect(),
            folder: None,
            file: None,
            stdin: None,
            limits: options.limits.clone(),
        }
    }

    /// Reads `input` where a path is `-`, instead of the process's standard input.
    pub fn with_stdin(mut self, input: impl Read + Send + 'static) -> Self {
        self.stdin = Some(Box::new(input));
        self
    }

    fn open_path(&mut self, path: &Path) -> Result<(), IntakeError> {
        let name = path.display().to_string();
        if name == "-" {
            let input = self.stdin.take().unwrap_or_else(|| Box::new(io::stdin()));
            self.file = Some(self.open(name, input, None, None)?);
            return Ok(());
        }
        let fault = |error: &io::Error| IntakeError::from_io(Place::file(&name), error, false);
        if std::fs::metadata(path).map_err(|error| fault(&error))?.is_dir() {
            std::fs::read_dir(path).map_err(|error| fault(&error))?;
            let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
            self.folder = Some(Folder {
                path: name,
                entries,
                found: false,
            });
            return Ok(());
        }
        self.open_file(path)
    }

    fn open_file(&mut self, path: &Path) -> Result<(), IntakeError> {
        let name = path.display().to_string();
        let input = File::open(path).map_err(|error| IntakeError::from_io(Place::file(&name), &error, false))?;
        let (packing, container) = format::of_name(path);
        self.file = Some(self.open(name, input, packing, container)?);
        Ok(())
    }

    fn open(
        &self,
        path: String,
        input: impl Read + Send + 'static,
        packing: Option<Packing>,
        container: Option<Container>,
    ) -> Result<OpenFile, IntakeError> {
        let fault = |error: &io::Error, packed| IntakeError::from_io(Place::file(&path), error, packed);
        let (mut head, mut input) = peek(input).map_err(|error| fault(&error, false))?;
        let packing = packing.or_else(|| {
            if container.is_none() {
                Packing::of_magic(&head)
            } else {
                None
            }
        });
        let packed = packing.is_some();
        if let Some(packing) = packing {
            if Packing::of_magic(&head) != Some(packing) {
                let cause = "the name says that it is compressed, but its first bytes are not".to_owned();
                return Err(IntakeError::Compressed {
                    at: Place::file(&path),
                    cause,
                });
            }
            let unpacked = unpack::unpack(input, packing, &self.limits).map_err(|error| fault(&error, true))?;
            (head, input) = peek(unpacked).map_err(|error| fault(&error, true))?;
        }
        let container = container.unwrap_or_else(|| {
            let text = utf16::head_as_utf8(&head);
            format::sniff(text.as_deref().unwrap_or(&head))
        });
        let is_json = matches!(container, Container::JsonLines | Container::JsonStream);
        let container = if is_json && format::is_json_feed(&head) {
            Container::Feed
        } else {
            container
        };
        if is_json && let Some(encoding) = utf16::by_mark(&head) {
            input = Box::new(BufReader::new(utf16::Utf16Reader::new(input, encoding)));
        }
        Ok(OpenFile {
            path,
            input,
            container,
            packed,
            line: 0,
            entries: None,
            archive: warc::Position::default(),
            yielded: false,
        })
    }

    /// The next article of the open file; none at its end.
    fn next_in_file(&mut self) -> Option<Result<RawDocument, IntakeError>> {
        let file = self.file.as_mut()?;
        let limit = self.limits.document;
        let piece = match file.container {
            Container::Single(format) => {
                let OpenFile {
                    path, input, packed, ..
                } = self.file.take()?;
                return Some(read_whole(path, input, format, packed, limit));
            }
            Container::Feed => return self.next_entry(),
            Container::Archive => return self.next_page(),
            Container::JsonLines => json::next_line(&mut *file.input, &mut file.line, limit),
            Container::JsonStream => json::next_object(&mut *file.input, &mut file.line, limit),
        };
        let first = !std::mem::replace(&mut file.yielded, true);
        let path = file.path.clone();
        match piece {
            Ok(Some(Piece::Record(bytes, line))) => Some(Ok(RawDocument {
                source: Place::line(path, line),
                format: Format::Json,
                bytes,
            })),
            Ok(Some(Piece::TooLong(line))) => Some(Err(IntakeError::TooLong {
                at: Place::line(path, line),
                limit,
            })),
            Ok(Some(Piece::NotRecord(line))) => Some(Err(IntakeError::Json {
                at: Place::line(path, line),
                cause: "expected an object, or an array of objects".to_owned(),
            })),
            Ok(None) => {
                self.file = None;
                first.then(|| Err(IntakeError::Empty { at: Place::file(path) }))
            }
            Err(error) => {
                let at = Place::line(path, file.line + 1);
                let packed = file.packed;
                self.file = None;
                Some(Err(IntakeError::from_io(at, &error, packed)))
            }
        }
    }

    /// The next entry of the open feed, which is read whole first; none at its end.
    fn next_entry(&mut self) -> Option<Result<RawDocument, IntakeError>> {
        let mut file = self.file.take()?;
        if file.entries.is_none() {
            let input = std::mem::replace(&mut file.input, Box::new(io::empty()));
            match read_entries(&file.path, input, file.packed, &self.limits) {
                Ok(entries) => file.entries = Some((entries.into_iter(), 0)),
                Err(error) => return Some(Err(error)),
            }
        }
        let (entries, given) = file.entries.as_mut()?;
        let entry = entries.next()?;
        *given += 1;
        let source = Place::record(&file.path, *given);
        self.file = Some(file);
        // Strings and flags alone: writing them cannot fail.
        let bytes = serde_json::to_vec(&entry).unwrap_or_default();
        Some(Ok(RawDocument {
            source,
            format: Format::Entry,
            bytes,
        }))
    }

    /// The next page of the open web archive; none at its end.
    fn next_page(&mut self) -> Option<Result<RawDocument, IntakeError>> {
        let limit = self.limits.document;
        let file = self.file.as_mut()?;
        let found = warc::next_page(&mut *file.input, &mut file.archive, limit);
        let at = Place::record(&file.path, file.archive.records);
        let first = !std::mem::replace(&mut file.yielded, true);
        match found {
            Ok(Some(warc::Found::Page(bytes))) => Some(Ok(RawDocument {
                source: at,
                format: Format::Response,
                bytes,
            })),
            Ok(Some(warc::Found::TooLong)) => Some(Err(IntakeError::TooLong { at, limit })),
            Ok(Some(warc::Found::Broken(cause))) => Some(Err(IntakeError::Warc {
                at,
                cause: cause.to_owned(),
            })),
            Ok(None) => {
                let at = Place::file(&file.path);
                let empty = file.archive.records == 0;
                self.file = None;
                let error = if empty {
                    IntakeError::Empty { at }
                } else {
                    IntakeError::NoPages { at }
                };
                first.then_some(Err(error))
            }
            Err(error) => {
                let packed = file.packed;
                self.file = None;
                Some(Err(IntakeError::from_io(at, &error, packed)))
            }
        }
    }

    /// Opens the next article file of the open folder; `None` at the folder's end.
    fn next_in_folder(&mut self) -> Option<Result<(), IntakeError>> {
        let folder = self.folder.as_mut()?;
        loop {
            let entry = match folder.entries.next() {
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    folder.found = true;
                    let path = error
                        .path()
                        .map_or_else(|| folder.path.clone(), |path| path.display().to_string());
                    let cause = error.to_string();
                    return Some(Err(match error.io_error() {
                        Some(io) => IntakeError::from_io(Place::file(path), io, false),
                        None => IntakeError::Read {
                            at: Place::file(path),
                            cause,
                        },
                    }));
                }
                None => {
                    let folder = self.folder.take()?;
                    return (!folder.found).then(|| {
                        Err(IntakeError::NoArticles {
                            at: Place::file(folder.path),
                        })
                    });
                }
            };
            let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
            if hidden {
                if entry.file_type().is_dir() {
                    folder.entries.skip_current_dir();
                }
                continue;
            }
            if entry.file_type().is_file() && format::of_name(entry.path()).1.is_some() {
                folder.found = true;
                let path = entry.into_path();
                return Some(self.open_file(&path));
            }
        }
    }
}

impl Iterator for Intake {
    type Item = Result<RawDocument, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.file.is_some() {
                match self.next_in_file() {
                    Some(item) => return Some(item),
                    None => continue,
                }
            }
            let opened = if self.folder.is_some() {
                self.next_in_folder()
            } else {
                let path = self.waiting.pop_front()?;
                Some(self.open_path(&path))
            };
            if let Some(Err(error)) = opened {
                return Some(Err(error));
            }
        }
    }
}

/// A stream, with what its first bytes are and nothing of it lost.
type Peeked = (Vec<u8>, Box<dyn BufRead + Send>);

fn peek(mut input: impl Read + Send + 'static) -> io::Result<Peeked> {
    let mut head = Vec::new();
    let start = input.by_ref().take(SNIFFED).read_to_end(&mut head);
    let whole = io::Cursor::new(head.clone());
    match start {
        Ok(_) => Ok((head, Box::new(whole.chain(BufReader::with_capacity(64 << 10, input))))),
        // Records before the break are still good: the fault is told where it stands.
        Err(error) if !head.is_empty() => Ok((head, Box::new(whole.chain(BufReader::new(Broken(Some(error))))))),
        Err(error) => Err(error),
    }
}

/// The broken end of a stream.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn read_whole(
    path: String,
    input: impl Read,
    format: Format,
    packed: bool,
    limit: u64,
) -> Result<RawDocument, IntakeError> {
    let source = Place::file(path);
    let mut bytes = Vec::new();
    match input.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(n) if n as u64 > limit => Err(IntakeError::TooLong { at: source, limit }),
        Ok(_) => Ok(RawDocument { source, format, bytes }),
        Err(error) => Err(IntakeError::from_io(source, &error, packed)),
    }
}

/// All entries of a feed, of which there is at least one.
fn read_entries(path: &str, input: impl Read, packed: bool, limits: &Limits) -> Result<Vec<feed::Entry>, IntakeError> {
    let whole = read_whole(path.to_owned(), input, Format::Entry, packed, limits.document)?;
    let empty = || IntakeError::Empty { at: Place::file(path) };
    if whole.bytes.trim_ascii().is_empty() {
        return Err(empty());
    }
    let entries = feed::entries(&whole.source, &whole.bytes, limits)?;
    if entries.is_empty() { Err(empty()) } else { Ok(entries) }
}
