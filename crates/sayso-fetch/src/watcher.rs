//! Looks at every source in its turn, and fetches what is new.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::address::Names;
use crate::client::Client;
use crate::clock::{Clock, Moment, SystemClock};
use crate::error::FetchError;
use crate::fetcher::Fetcher;
use crate::item::{Progress, Sink, SinkError};
use crate::options::{FeedContent, Options};
use crate::run::Run;
use crate::source::{Source, host_key};
use crate::state::State;

/// How often it is looked whether a request under way is to be broken off.
const GLANCE: Duration = Duration::from_millis(20);

/// Watches sources. See the [crate] for an example.
pub struct Watcher {
    sources: Vec<Source>,
    options: Options,
    state: State,
    clock: Arc<dyn Clock>,
    names: Option<Arc<dyn Names>>,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Looks at sources that succeeded.
    pub looks: usize,
    /// Of them, those at feeds that had not changed.
    pub not_modified: usize,
    /// Looks that failed.
    pub failures: usize,
    /// Items that the sink stored.
    pub stored: usize,
    /// Items that it had already.
    pub known: usize,
    /// Items that it found nothing in.
    pub refused: usize,
    /// Articles that could not be had, for good.
    pub passed_over: usize,
    /// Tries that failed and are made again.
    pub postponed: usize,
}

/// Why a run ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// It could not begin.
    #[error(transparent)]
    Setup(#[from] FetchError),
    /// What it found could not be stored.
    #[error("what was found cannot be stored: {0}")]
    Sink(SinkError),
}

impl Watcher {
    /// Watches `sources`, going on from `state`. What the state says of other sources is left as it is.
    pub fn new(sources: impl IntoIterator<Item = Source>, options: Options, state: State) -> Self {
        let mut known = BTreeSet::new();
        Self {
            sources: sources
                .into_iter()
                .filter(|source| known.insert(source.key()))
                .collect(),
            options,
            state,
            clock: Arc::new(SystemClock),
            names: None,
        }
    }

    /// Goes by another clock.
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Looks names up elsewhere than the system does. The addresses are checked all the same.
    pub fn with_names(mut self, names: impl Names + 'static) -> Self {
        self.names = Some(Arc::new(names));
        self
    }

    /// What is to be remembered.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Watches until `stop` is set. Requests under way are then broken off, and what they were about is fetched in the
    /// next run.
    ///
    /// # Errors
    /// If the sink fails, or the options cannot be used.
    pub fn run(&mut self, stop: &AtomicBool, sink: &mut dyn Sink) -> Result<Summary, WatchError> {
        self.start(stop, sink, false)
    }

    /// Looks at every source once and fetches what is new in it. Sources that failed lately are left alone until their
    /// time has come.
    ///
    /// # Errors
    /// If the sink fails, or the options cannot be used.
    pub fn run_once(&mut self, stop: &AtomicBool, sink: &mut dyn Sink) -> Result<Summary, WatchError> {
        self.start(stop, sink, true)
    }

    fn start(&mut self, stop: &AtomicBool, sink: &mut dyn Sink, once: bool) -> Result<Summary, WatchError> {
        let client = Client::new(&self.options, self.names.clone())?;
        self.tidy();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) && !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(GLANCE);
                }
                if stop.load(Ordering::Relaxed) {
                    client.shut_down();
                }
            });
            // The scope waits for the thread above, so it must learn of the end even if a sink panics.
            let _end = SetOnDrop(&done);
            let mut run = Run {
                sources: &self.sources,
                options: &self.options,
                state: &mut self.state,
                fetcher: Fetcher {
                    client: &client,
                    options: &self.options,
                    clock: &*self.clock,
                    stop,
                },
                sink,
                once,
                looked: vec![false; self.sources.len()],
                summary: Summary::default(),
            };
            let outcome = run.work();
            let summary = run.summary;
            outcome.map_err(WatchError::Sink)?;
            let progress = Progress {
                source: "",
                state: &self.state,
            };
            sink.checkpoint(progress).map_err(WatchError::Sink)?;
            Ok(summary)
        })
    }

    /// Mends what a state from a file may hold, and works out what it does not hold.
    fn tidy(&mut self) {
        let now = self.clock.now();
        let longest = self.options.longest_backoff.max(self.options.interval);
        for host in self.state.hosts.values_mut() {
            // A clock that was ahead when this was written must not silence a host for years.
            host.last_request = host.last_request.min(now);
            host.not_before = host.not_before.min(now.after(longest));
        }
        for source in &self.sources {
            let state = self.state.source(&source.key());
            state.next_poll = state.next_poll.min(now.after(longest.mul_f64(1.25)));
            for article in &mut state.waiting {
                article.not_before = article.not_before.min(now.after(longest));
                article.host = host_of(article.entry.link.as_deref());
            }
            // The feed's own texts of waiting articles were not kept: have the feed sent again.
            let lost = self.options.feed_content != FeedContent::Never
                && state.waiting.iter().any(|article| article.content.is_none());
            if lost {
                state.etag = None;
                state.last_modified = None;
                if state.failures == 0 {
                    state.next_poll = Moment::default();
                }
            }
        }
    }
}

pub(crate) fn host_of(link: Option<&str>) -> Option<String> {
    url::Url::parse(link?).ok().map(|url| host_key(&url))
}

struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
