//! The whole of it against a server on this machine, one that does everything wrong that a server can.

mod misbehaving;
mod polite;
mod server;
mod watching;

use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use sayso_fetch::{
    Event, Item, ManualClock, Notice, Options, Progress, Sink, SinkError, Source, State, Summary, Taken, Watcher,
};

/// Keeps everything in memory.
#[derive(Default)]
struct Shelf {
    items: Vec<Item>,
    notices: Vec<Notice>,
    state: State,
    checkpoints: usize,
    /// Fails at this item.
    fails_at: Option<usize>,
}

impl Sink for Shelf {
    fn take(&mut self, item: Item, progress: Progress<'_>) -> Result<Taken, SinkError> {
        if self.fails_at == Some(self.items.len()) {
            return Err("the disk is full".into());
        }
        self.items.push(item);
        self.state = progress.state.clone();
        Ok(Taken::Stored)
    }

    fn checkpoint(&mut self, progress: Progress<'_>) -> Result<(), SinkError> {
        self.checkpoints += 1;
        self.state = progress.state.clone();
        Ok(())
    }

    fn notice(&mut self, notice: &Notice) {
        self.notices.push(notice.clone());
    }
}

impl Shelf {
    /// The one failure that was told of.
    fn error(&self) -> String {
        let errors: Vec<String> = self
            .notices
            .iter()
            .filter(|notice| !matches!(notice.event, Event::Looked { .. } | Event::NotModified))
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors[0].clone()
    }

    fn links(&self) -> Vec<&str> {
        self.items
            .iter()
            .filter_map(|item| item.entry.as_ref()?.link.as_deref())
            .collect()
    }
}

/// Options that let a test ask its own server, quickly.
fn quick() -> Options {
    let mut options = Options {
        allowed_networks: vec![sayso_fetch::parse_network("127.0.0.1").expect("a network")],
        attempts: 1,
        ..Options::default()
    };
    options.limits.time = Duration::from_secs(5);
    options.limits.connect = Duration::from_secs(5);
    options
}

fn clock() -> ManualClock {
    ManualClock::at(SystemTime::now().into())
}

/// One run over a feed's URL, on a clock that stands still but for waits.
fn run(url: &str, options: Options, state: State) -> (Shelf, Summary) {
    let mut shelf = Shelf::default();
    let sources = Source::parse(url).expect("a source");
    let summary = Watcher::new(sources, options, state)
        .with_clock(clock())
        .run_once(&AtomicBool::new(false), &mut shelf)
        .expect("a run");
    (shelf, summary)
}

/// An RSS feed with these links.
fn rss(links: &[&str]) -> String {
    let items: String = links
        .iter()
        .enumerate()
        .map(|(n, link)| format!("<item><title>Item {n}</title><link>{link}</link><guid>{link}</guid></item>"))
        .collect();
    format!("<rss version=\"2.0\"><channel><title>The Feed</title>{items}</channel></rss>")
}
