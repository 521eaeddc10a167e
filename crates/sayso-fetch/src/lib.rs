/*!
Watches feeds and folders, and fetches what is new in them: politely, within limits, and never where it must not.

It is the only crate of sayso that uses the network, and it does nothing with what it fetches: a [`Watcher`] looks at
[`Source`]s and hands each new [`Item`] to a [`Sink`], together with the [`State`] to be remembered, so that both are
committed at once.

- *Feeds* (RSS, Atom, JSON Feed) are asked for with the marks of the last answer, so that nothing is sent twice. The
  articles that they link to are fetched as pages.
- *Politeness*: what `robots.txt` asks is done; a host is asked one thing at a time and then left alone for a while;
  failures make the waits longer, and `Retry-After` is kept.
- *Safety*: http and https only, no secrets in URLs, no address that is not on the public internet unless its network is
  allowed, and all of that again for every redirect. Size, time, headers, redirects and what is remembered have limits.
- *Folders* are looked through for new and changed files. The files are not read here.

```
use std::sync::atomic::AtomicBool;
use sayso_fetch::{Content, Item, Options, Progress, Sink, SinkError, Source, State, Taken, Watcher};

/// Keeps what is found in memory. A ledger would commit the document and `progress.state` in one transaction.
#[derive(Default)]
struct Shelf {
    found: Vec<Content>,
    state: State,
}

impl Sink for Shelf {
    fn take(&mut self, item: Item, progress: Progress<'_>) -> Result<Taken, SinkError> {
        self.found.push(item.content);
        self.checkpoint(progress)?;
        Ok(Taken::Stored)
    }

    fn checkpoint(&mut self, progress: Progress<'_>) -> Result<(), SinkError> {
        self.state = progress.state.clone();
        Ok(())
    }
}

let folder = std::env::temp_dir().join(format!("sayso-fetch-{}", std::process::id()));
std::fs::create_dir_all(&folder)?;
std::fs::write(folder.join("a.txt"), "The harbour reopens.")?;
let sources = Source::parse(&folder.display().to_string())?;
let options = Options { settle: std::time::Duration::ZERO, ..Options::default() };

let (stop, mut shelf) = (AtomicBool::new(false), Shelf::default());
let summary = Watcher::new(sources.clone(), options.clone(), State::default()).run_once(&stop, &mut shelf)?;
assert_eq!(summary.stored, 1);
assert_eq!(shelf.found, [Content::File(folder.join("a.txt"))]);

// The next run goes on from what was remembered.
let summary = Watcher::new(sources, options, shelf.state.clone()).run_once(&stop, &mut shelf)?;
assert_eq!(summary.stored, 0);
# std::fs::remove_dir_all(&folder)?;
# Ok::<(), Box<dyn std::error::Error>>(())
```
*/
#![forbid(unsafe_code)]

mod address;
mod backoff;
mod client;
mod clock;
mod error;
mod feed;
mod fetcher;
mod folder;
mod item;
mod media;
mod opml;
mod options;
mod robots;
mod run;
mod source;
mod state;
mod watcher;

pub use address::{Names, is_public, parse_network};
pub use clock::{Clock, ManualClock, Moment, SystemClock};
pub use error::FetchError;
pub use item::{Content, EntryFacts, Event, Item, Notice, Page, Progress, Sink, SinkError, Taken};
pub use media::MediaType;
pub use opml::read_opml;
pub use options::{FeedContent, Limits, Options, RobotsPolicy};
pub use robots::RobotsRecord;
pub use source::Source;
pub use state::{HostState, Key, Mark, Seen, SourceState, State, Waiting};
pub use watcher::{Summary, WatchError, Watcher};
