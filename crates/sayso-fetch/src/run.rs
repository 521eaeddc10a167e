//! One run of a watcher: what comes next, and doing it. One thing at a time, so that no host is ever asked twice at
//! once and the same answers lead to the same rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use url::Url;

use crate::backoff;
use crate::client::{Fetched, Validators};
use crate::clock::Moment;
use crate::error::FetchError;
use crate::feed::{self, Found, ReadFeed};
use crate::fetcher::{Fetcher, LONGEST_TURN, Outcome};
use crate::folder;
use crate::item::{Content, Event, Item, Notice, Page, Progress, Sink, SinkError, Taken};
use crate::media::{MediaType, Wanted};
use crate::options::{FeedContent, Options};
use crate::source::{Source, check_url, host_key};
use crate::state::{Key, Mark, State, Waiting};
use crate::watcher::{Summary, host_of};

/// The longest that a feed may have itself left alone by its `<ttl>`.
const LONGEST_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait after an article's first failure.
const ARTICLE_BACKOFF: Duration = Duration::from_secs(5 * 60);

/// How many bytes of feeds' own texts are held for articles that wait.
const HELD: usize = 64 << 20;

/// How often an article is taken at most, however often its feed says that it was updated.
const MOST_TIMES: u8 = 4;

pub(crate) struct Run<'a> {
    pub sources: &'a [Source],
    pub options: &'a Options,
    pub state: &'a mut State,
    pub fetcher: Fetcher<'a>,
    pub sink: &'a mut dyn Sink,
    pub once: bool,
    /// Which sources were looked at, in a run that looks once.
    pub looked: Vec<bool>,
    pub summary: Summary,
}

#[derive(Clone, Copy, Debug)]
enum Job {
    Look,
    Article(usize),
}

impl Run<'_> {
    /// Works until it is told to stop or, in a run that looks once, until nothing is left to do.
    pub fn work(&mut self) -> Result<(), SinkError> {
        while !self.stopped() {
            let now = self.fetcher.clock.now();
            let Some((at, index, job)) = self.next(now) else {
                break;
            };
            if at > now {
                self.fetcher.clock.wait_until(at, self.fetcher.stop);
                continue;
            }
            let Some(source) = self.sources.get(index) else {
                break;
            };
            let key = source.key();
            match (job, source) {
                (Job::Article(place), _) => self.article(&key, place)?,
                (Job::Look, Source::Feed(url)) => self.feed(&key, url)?,
                (Job::Look, Source::Folder(path)) => self.folder(&key, path)?,
            }
            if let (Job::Look, Some(looked)) = (job, self.looked.get_mut(index)) {
                *looked = true;
            }
        }
        Ok(())
    }

    fn stopped(&self) -> bool {
        self.fetcher.stop.load(Ordering::Relaxed)
    }

    /// What comes next, and when.
    fn next(&self, now: Moment) -> Option<(Moment, usize, Job)> {
        let mut next: Option<(Moment, usize, Job)> = None;
        let mut offer = |at: Moment, index: usize, job: Job| {
            if next.is_none_or(|(earliest, ..)| at < earliest) {
                next = Some((at, index, job));
            }
        };
        // First what is found is fetched, then more is looked for. What was postponed does not hold this up.
        let fresh = self.waiting().filter(|article| article.attempts == 0).count();
        let busy = fresh >= self.options.limits.waiting || self.held() > HELD / 2;
        for (index, source) in self.sources.iter().enumerate() {
            let Some(state) = self.state.sources.get(&source.key()) else {
                continue;
            };
            let full = busy && fresh > 0 || state.waiting.len() >= self.options.limits.waiting;
            let looked = self.looked.get(index).is_some_and(|looked| *looked);
            if !(full || self.once && looked) {
                let due = match self.once && state.failures == 0 {
                    true => Moment::default(),
                    false => state.next_poll,
                };
                let ready = match source {
                    Source::Feed(url) => self.fetcher.ready_at(self.state, &host_key(url)),
                    Source::Folder(_) => Moment::default(),
                };
                if !self.once || (due <= now && now.until(ready) <= LONGEST_TURN) {
                    offer(due.max(ready), index, Job::Look);
                }
            }
            for (place, article) in state.waiting.iter().enumerate() {
                let ready = match &article.host {
                    Some(host) if !self.has_own_text(article) => self.fetcher.ready_at(self.state, host),
                    _ => Moment::default(),
                };
                if !self.once || (article.not_before <= now && now.until(ready) <= LONGEST_TURN) {
                    offer(article.not_before.max(ready), index, Job::Article(place));
                }
            }
        }
        next
    }

    /// The articles of all sources that wait.
    fn waiting(&self) -> impl Iterator<Item = &Waiting> {
        let keys = self.sources.iter().map(Source::key);
        keys.filter_map(|key| self.state.sources.get(&key))
            .flat_map(|source| &source.waiting)
    }

    /// How many bytes of feeds' own texts are held.
    fn held(&self) -> usize {
        self.waiting()
            .map(|article| article.content.as_ref().map_or(0, String::len))
            .sum()
    }

    /// Whether an article's text is taken from the feed without asking for the page.
    fn has_own_text(&self, article: &Waiting) -> bool {
        let wanted = article.entry.link.is_none() || self.options.feed_content == FeedContent::Prefer;
        wanted && article.content.is_some()
    }

    // ---- feeds

    fn feed(&mut self, key: &str, url: &Url) -> Result<(), SinkError> {
        let state = self.state.source(key);
        let validators = Validators {
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
        };
        let fetched = self.fetcher.fetch(self.state, url, Wanted::Feed, Some(&validators));
        let read = fetched.and_then(|outcome| match outcome {
            Outcome::NotModified => Ok(None),
            Outcome::Fetched(fetched) => {
                let feed = feed::read(&fetched.bytes, &fetched.url, self.options.limits.entries)?;
                Ok(Some((feed, fetched.validators)))
            }
        });
        match read {
            Err(FetchError::Stopped) => return Ok(()),
            Err(error) => self.source_failed(key, error, self.options.interval),
            Ok(None) => {
                self.summary.not_modified += 1;
                self.looked_at(key, self.options.interval);
                self.tell(key, Event::NotModified);
            }
            Ok(Some((feed, validators))) => {
                let ttl = feed.ttl.unwrap_or_default().min(LONGEST_TTL);
                self.looked_at(key, self.options.interval.max(ttl));
                let (new, left) = self.take_in(key, feed, validators);
                self.tell(key, Event::Looked { new, left });
            }
        }
        self.checkpoint(key)
    }

    fn looked_at(&mut self, key: &str, interval: Duration) {
        self.summary.looks += 1;
        let now = self.fetcher.clock.now();
        let state = self.state.source(key);
        state.polls = state.polls.wrapping_add(1);
        state.failures = 0;
        state.last_error = None;
        state.next_poll = now.after(backoff::after_success(key, state.polls, interval));
    }

    fn source_failed(&mut self, key: &str, error: FetchError, first: Duration) {
        self.summary.failures += 1;
        let now = self.fetcher.clock.now();
        let state = self.state.source(key);
        state.polls = state.polls.wrapping_add(1);
        state.failures = state.failures.saturating_add(1);
        state.last_error = Some(error.to_string());
        let wait = backoff::after_failure(key, state.failures, first, self.options.longest_backoff);
        let asked = error.retry_after().unwrap_or_default();
        state.next_poll = now.after(wait.max(asked.min(self.options.longest_backoff)));
        let again = state.next_poll;
        self.tell(key, Event::Failed { error, again });
    }

    /// Puts what is new in a feed among what is to be fetched. Gives back how much that is, and how much was left.
    fn take_in(&mut self, key: &str, feed: ReadFeed, validators: Validators) -> (usize, usize) {
        let now = self.fetcher.clock.now();
        let (mut new, mut left) = (0, 0);
        let links: BTreeSet<String> = self
            .waiting()
            .filter_map(|article| article.entry.link.clone())
            .collect();
        let mut places: BTreeMap<Key, usize> = BTreeMap::new();
        for (place, article) in self.state.source(key).waiting.iter().enumerate() {
            places.insert(article.key, place);
        }
        for found in feed.entries {
            if let Some(place) = places.get(&found.key) {
                let waiting = &mut self.state.source(key).waiting;
                if let Some(article) = waiting.get_mut(*place) {
                    article.content = found.content;
                }
                continue;
            }
            let awaited = found.facts.link.as_ref().is_some_and(|link| links.contains(link));
            if !self.is_new(key, &found, now) || awaited {
                continue;
            }
            let waiting = &mut self.state.source(key).waiting;
            if waiting.len() >= self.options.limits.waiting {
                left += 1;
                continue;
            }
            new += 1;
            places.insert(found.key, waiting.len());
            waiting.push(Waiting {
                host: host_of(found.facts.link.as_deref()),
                entry: found.facts,
                key: found.key,
                stamp: found.stamp,
                attempts: 0,
                not_before: Moment::default(),
                content: found.content,
            });
        }
        let state = self.state.source(key);
        state.title = feed.title;
        state.seen.trim(self.options.limits.remembered);
        // With something left, the whole feed must come again.
        let Validators { etag, last_modified } = if left == 0 { validators } else { Validators::default() };
        state.etag = etag;
        state.last_modified = last_modified;
        (new, left + feed.left)
    }

    fn is_new(&mut self, key: &str, found: &Found, now: Moment) -> bool {
        let elsewhere = found.link_key.is_some_and(|link| self.state.knows(link));
        let refetch = self.options.refetch_updated && found.facts.updated.is_some();
        let seen = &mut self.state.source(key).seen;
        seen.meet(found.key, now);
        if let Some(link) = found.link_key {
            seen.meet(link, now);
        }
        match seen.get(found.key) {
            Some(mark) => refetch && mark.stamp != found.stamp && mark.times < MOST_TIMES,
            None if elsewhere => {
                // Another entry or feed has led to this page.
                seen.take(found.key, found.stamp, now);
                false
            }
            None => true,
        }
    }

    // ---- articles

    fn article(&mut self, key: &str, place: usize) -> Result<(), SinkError> {
        let state = self.state.source(key);
        if place >= state.waiting.len() {
            return Ok(());
        }
        let mut article = state.waiting.remove(place);
        let page = if self.has_own_text(&article) {
            Err(None)
        } else {
            self.page(&article).map_err(Some)
        };
        let error = match page {
            Ok(page) => return self.deliver(key, article, Content::Page(page)),
            Err(Some(FetchError::Stopped)) => {
                self.state.source(key).waiting.insert(place, article);
                return Ok(());
            }
            Err(error) => error,
        };
        if let Some(error) = error.clone().filter(FetchError::is_temporary)
            && article.attempts.saturating_add(1) < self.options.attempts
        {
            article.attempts += 1;
            self.postpone(key, article, error);
            return self.checkpoint(key);
        }
        let own_text = article
            .content
            .take()
            .filter(|_| self.options.feed_content != FeedContent::Never || article.entry.link.is_none());
        if let Some(html) = own_text {
            let url = article.entry.link.clone();
            return self.deliver(key, article, Content::FromFeed { url, html });
        }
        self.summary.passed_over += 1;
        self.mark(key, &article);
        let what = article.entry.link.unwrap_or(article.entry.id);
        let error = error.unwrap_or_else(|| FetchError::BadUrl {
            url: what.clone(),
            cause: "it has neither a link nor a text".to_owned(),
        });
        self.tell(key, Event::PassedOver { what, error });
        self.checkpoint(key)
    }

    fn page(&mut self, article: &Waiting) -> Result<Page, FetchError> {
        let url = check_url(article.entry.link.as_deref().unwrap_or_default())?;
        match self.fetcher.fetch(self.state, &url, Wanted::Page, None)? {
            Outcome::Fetched(Fetched {
                url,
                bytes,
                media,
                charset,
                validators,
            }) => Ok(Page {
                url: url.to_string(),
                bytes,
                media_type: media.unwrap_or(MediaType::Html),
                charset,
                etag: validators.etag,
                last_modified: validators.last_modified,
            }),
            Outcome::NotModified => Err(FetchError::Broken {
                url: url.to_string(),
                cause: "it says `not modified` although it was not asked".to_owned(),
            }),
        }
    }

    fn postpone(&mut self, key: &str, mut article: Waiting, error: FetchError) {
        self.summary.postponed += 1;
        let now = self.fetcher.clock.now();
        let url = article.entry.link.clone().unwrap_or_default();
        let wait = backoff::after_failure(&url, article.attempts, ARTICLE_BACKOFF, self.options.longest_backoff);
        let asked = error.retry_after().unwrap_or_default();
        article.not_before = now.after(wait.max(asked.min(self.options.longest_backoff)));
        let again = article.not_before;
        if self.held() > HELD {
            article.content = None;
        }
        self.state.source(key).waiting.push(article);
        self.tell(key, Event::Postponed { url, error, again });
    }

    fn mark(&mut self, key: &str, article: &Waiting) -> Vec<(Key, Option<Mark>)> {
        let now = self.fetcher.clock.now();
        let link = article.entry.link.as_deref().map(|link| Key::of("link", link));
        let seen = &mut self.state.source(key).seen;
        std::iter::once(article.key)
            .chain(link)
            .map(|name| (name, seen.take(name, article.stamp, now)))
            .collect()
    }

    fn deliver(&mut self, key: &str, article: Waiting, content: Content) -> Result<(), SinkError> {
        let before = self.mark(key, &article);
        let item = Item {
            source: key.to_owned(),
            entry: Some(article.entry.clone()),
            content,
        };
        if let Err(error) = self.hand_over(key, item) {
            let state = self.state.source(key);
            for (name, mark) in before {
                state.seen.untake(name, mark);
            }
            state.waiting.insert(0, article);
            return Err(error);
        }
        if self.state.source(key).waiting.is_empty() {
            self.checkpoint(key)?;
        }
        Ok(())
    }

    fn hand_over(&mut self, key: &str, item: Item) -> Result<(), SinkError> {
        let progress = Progress {
            source: key,
            state: self.state,
        };
        match self.sink.take(item, progress)? {
            Taken::Stored => self.summary.stored += 1,
            Taken::Known => self.summary.known += 1,
            Taken::Refused => self.summary.refused += 1,
        }
        Ok(())
    }

    // ---- folders

    fn folder(&mut self, key: &str, path: &Path) -> Result<(), SinkError> {
        let now = self.fetcher.clock.now();
        let seen = &self.state.source(key).seen;
        let scan = match folder::scan(path, seen, now, self.options, self.fetcher.stop) {
            Ok(scan) => scan,
            Err(FetchError::Stopped) => return Ok(()),
            Err(error) => {
                self.source_failed(key, error, self.options.folder_interval);
                return self.checkpoint(key);
            }
        };
        // What cannot be looked at is told once, not at each look.
        let fault = scan.errors.first().map(ToString::to_string);
        if fault.is_some() && fault != self.state.source(key).last_error {
            for error in scan.errors {
                let what = path.display().to_string();
                self.tell(key, Event::PassedOver { what, error });
            }
        }
        let new = scan.files.len();
        for file in scan.files {
            if self.stopped() {
                return self.checkpoint(key);
            }
            let before = self.state.source(key).seen.take(file.key, file.stamp, file.modified);
            let item = Item {
                source: key.to_owned(),
                entry: None,
                content: Content::File(file.path),
            };
            if let Err(error) = self.hand_over(key, item) {
                self.state.source(key).seen.untake(file.key, before);
                return Err(error);
            }
        }
        self.looked_at(key, self.options.folder_interval);
        let state = self.state.source(key);
        state.last_error = fault;
        if state.last_error.is_none() {
            state.seen.retain(|name| scan.present.contains(&name));
        }
        state.seen.trim(self.options.limits.remembered);
        if let Some(settled) = scan.unsettled {
            state.next_poll = state.next_poll.min(settled);
        }
        if new > 0 {
            self.tell(key, Event::Looked { new, left: 0 });
        }
        self.checkpoint(key)
    }

    // ---- telling

    fn checkpoint(&mut self, key: &str) -> Result<(), SinkError> {
        let progress = Progress {
            source: key,
            state: self.state,
        };
        self.sink.checkpoint(progress)
    }

    fn tell(&mut self, key: &str, event: Event) {
        let source = key.to_owned();
        self.sink.notice(&Notice { source, event });
    }
}
