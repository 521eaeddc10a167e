//! What a watcher hands over, and to whom.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::error::FetchError;
use crate::media::MediaType;
use crate::state::{SourceState, State};

/// Something new: an article from the web, or a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The source that it was found in: a feed's URL or a folder's path, as in [`State::sources`].
    pub source: String,
    /// What the feed tells of it.
    pub entry: Option<EntryFacts>,
    /// The thing itself.
    pub content: Content,
}

/// Where an item's bytes are.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// An article's page.
    Page(Page),
    /// An article's text as the feed has it, laid out as a small HTML page in UTF-8.
    FromFeed {
        /// Where the article is published, if the feed says so.
        url: Option<String>,
        /// The page.
        html: String,
    },
    /// A new or changed file. It is not read here: it may hold many articles, and be packed.
    File(PathBuf),
}

/// A page as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Where it was found in the end, after redirects.
    pub url: String,
    /// Its bytes, unpacked but still encoded.
    pub bytes: Vec<u8>,
    /// What they are.
    pub media_type: MediaType,
    /// How they are encoded, in the server's words.
    pub charset: Option<String>,
    /// The server's mark of this version.
    pub etag: Option<String>,
    /// When it was changed, in the server's words.
    pub last_modified: Option<String>,
}

/// What a feed tells of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryFacts {
    /// The feed's own id for it.
    pub id: String,
    /// Where it is published.
    pub link: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, as ISO 8601 in UTC.
    pub published: Option<String>,
    /// When it was changed, as ISO 8601 in UTC.
    pub updated: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it: the outlet that the entry names, else the feed's title.
    pub publisher: Option<String>,
    /// BCP 47 tag of its language, in the feed's words.
    pub language: Option<String>,
}

/// Takes what a watcher finds.
///
/// Each call brings the state as it will be once the item is stored. What is committed together must fit together:
/// documents, and the state of the latest of them. A sink may gather items before it commits, then with the latest
/// state; what is lost with a crash is then found again.
pub trait Sink {
    /// Takes an item, and says what became of it. The item counts as taken, whichever it is.
    ///
    /// # Errors
    /// Ends the watching, and the item counts as not taken: the ledger cannot be written, the disk is full.
    fn take(&mut self, item: Item, progress: Progress<'_>) -> Result<Taken, SinkError>;

    /// Takes the state when a look at a source has ended, and at the end of a run; what was gathered should be
    /// committed here.
    ///
    /// # Errors
    /// Ends the watching.
    fn checkpoint(&mut self, progress: Progress<'_>) -> Result<(), SinkError>;

    /// Is told what happened, for a log. Does nothing by default.
    fn notice(&mut self, notice: &Notice) {
        let _ = notice;
    }
}

/// A sink's failure.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is stored, or will be.
    Stored,
    /// It was there already.
    Known,
    /// There is nothing in it to store.
    Refused,
}

/// How far a watcher is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The source that was worked on.
    pub source: &'a str,
    /// Everything that is to be remembered.
    pub state: &'a State,
}

impl Progress<'_> {
    /// What is to be remembered of the source that was worked on, for a ledger with a row for each.
    pub fn source_state(&self) -> Option<&SourceState> {
        self.state.sources.get(self.source)
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In which source.
    pub source: String,
    /// What.
    pub event: Event,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A source was looked at.
    Looked {
        /// Articles or files that are new.
        new: usize,
        /// What is left for a later look, because it is too much for one.
        left: usize,
    },
    /// A feed has not changed.
    NotModified,
    /// A source could not be read.
    Failed {
        /// Why.
        error: FetchError,
        /// When it is tried again.
        again: Moment,
    },
    /// An article could not be fetched and is tried again.
    Postponed {
        /// Where it is.
        url: String,
        /// Why.
        error: FetchError,
        /// When it is tried again.
        again: Moment,
    },
    /// An article or file was passed over for good.
    PassedOver {
        /// Which one.
        what: String,
        /// Why.
        error: FetchError,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.source)?;
        match &self.event {
            Event::Looked { new, left: 0 } => write!(f, "{new} new"),
            Event::Looked { new, left } => write!(f, "{new} new, {left} left for later"),
            Event::NotModified => f.write_str("not changed"),
            Event::Failed { error, again } => write!(f, "{error}; tried again at {}", time_of(*again)),
            Event::Postponed { error, again, .. } => write!(f, "{error}; tried again at {}", time_of(*again)),
            Event::PassedOver { what, error } => {
                let told = error.to_string();
                if told.contains(what.as_str()) {
                    write!(f, "passed over: {told}")
                } else {
                    write!(f, "passed over {what}: {told}")
                }
            }
        }
    }
}

fn time_of(moment: Moment) -> String {
    i64::try_from(moment.0)
        .ok()
        .and_then(chrono::DateTime::from_timestamp_millis)
        .map_or_else(
            || "a far day".to_owned(),
            |time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        )
}
