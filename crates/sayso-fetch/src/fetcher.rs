//! Fetching as a guest: after what `robots.txt` asks, one request at a time and not too many, each hop of a redirect
//! by the same rules as the first.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use url::Url;

use crate::client::{Answer, Client, Fetched, Request, Validators};
use crate::clock::{Clock, Moment};
use crate::error::FetchError;
use crate::media::Wanted;
use crate::options::Options;
use crate::robots::RobotsRecord;
use crate::source::{check, host_key};
use crate::state::State;

/// The longest that one fetch waits for its turn at a host. Who asks for more is asked again later.
pub(crate) const LONGEST_TURN: Duration = Duration::from_secs(120);

/// How long a host may have itself left alone.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How many redirects of a `robots.txt` are followed, as the RFC says.
const ROBOTS_REDIRECTS: u32 = 5;

/// What a fetch brought.
#[derive(Debug)]
pub(crate) enum Outcome {
    Fetched(Fetched),
    NotModified,
}

/// Fetches for a watcher.
pub(crate) struct Fetcher<'a> {
    pub client: &'a Client,
    pub options: &'a Options,
    pub clock: &'a dyn Clock,
    pub stop: &'a AtomicBool,
}

impl Fetcher<'_> {
    /// When a host may be asked next.
    pub fn ready_at(&self, state: &State, host: &str) -> Moment {
        let Some(host) = state.hosts.get(host) else {
            return Moment::default();
        };
        let asked = host.robots.as_ref().and_then(RobotsRecord::delay).unwrap_or_default();
        let delay = self.options.host_delay.max(asked.min(self.options.longest_crawl_delay));
        let rested = match host.last_request {
            Moment(0) => Moment::default(),
            last => last.after(delay),
        };
        rested.max(host.not_before)
    }

    /// Fetches a page or a feed.
    pub fn fetch(
        &self,
        state: &mut State,
        start: &Url,
        wanted: Wanted,
        validators: Option<&Validators>,
    ) -> Result<Outcome, FetchError> {
        let obey = wanted == Wanted::Page || self.options.robots == crate::RobotsPolicy::Everything;
        let mut url = start.clone();
        let mut host = String::new();
        let mut left = self.options.limits.time;
        for _ in 0..=self.options.limits.redirects {
            check(&url)?;
            let key = host_key(&url);
            if key != host {
                self.take_turn(state, &key)?;
                host = key;
            }
            if obey {
                self.ask_robots(state, &url)?;
            }
            match self.send(state, &url, wanted, validators, &mut left)? {
                Answer::Body(fetched) => return Ok(Outcome::Fetched(fetched)),
                Answer::NotModified => return Ok(Outcome::NotModified),
                Answer::Redirect(to) => url = to,
            }
        }
        Err(FetchError::Redirects {
            url: start.to_string(),
            limit: self.options.limits.redirects,
        })
    }

    fn send(
        &self,
        state: &mut State,
        url: &Url,
        wanted: Wanted,
        validators: Option<&Validators>,
        left: &mut Duration,
    ) -> Result<Answer, FetchError> {
        if left.is_zero() {
            return Err(FetchError::TooSlow {
                url: url.to_string(),
                limit: self.options.limits.time,
            });
        }
        let started = Instant::now();
        let request = Request {
            url,
            wanted,
            validators,
            time: *left,
        };
        let answer = self.client.send(request, self.stop);
        *left = left.saturating_sub(started.elapsed());
        let now = self.clock.now();
        let host = state.host(&host_key(url));
        host.last_request = now;
        if let Err(FetchError::Status {
            status: 429 | 503,
            retry_after: Some(wait),
            ..
        }) = &answer
        {
            host.not_before = now.after((*wait).min(LONGEST_RETRY_AFTER));
        }
        answer
    }

    /// Waits until the host may be asked.
    fn take_turn(&self, state: &State, key: &str) -> Result<(), FetchError> {
        let now = self.clock.now();
        let ready = self.ready_at(state, key);
        let wait = now.until(ready);
        if wait > LONGEST_TURN {
            return Err(FetchError::LeftAlone {
                host: key.to_owned(),
                wait,
            });
        }
        if !wait.is_zero() {
            self.clock.wait_until(ready, self.stop);
        }
        if self.stop.load(Ordering::Relaxed) {
            return Err(FetchError::Stopped);
        }
        Ok(())
    }

    /// Asks whether robots may fetch `url`, of a recent copy of the host's `robots.txt` or a new one. That request comes
    /// at most once a day, right before the one it is about.
    fn ask_robots(&self, state: &mut State, url: &Url) -> Result<(), FetchError> {
        let now = self.clock.now();
        let key = host_key(url);
        let known = state.hosts.get(&key).and_then(|host| host.robots.as_ref());
        if let Some(record) = known.filter(|record| record.is_fresh(now)) {
            return record.permits(url);
        }
        let read = self.read_robots(state, url);
        // That the host itself cannot or may not be asked says nothing of its wishes.
        if let Err(error @ (FetchError::Stopped | FetchError::NoHost { .. } | FetchError::PrivateAddress { .. })) = read
        {
            return Err(error);
        }
        let host = state.host(&key);
        let record = RobotsRecord::new(
            read.as_deref(),
            &self.options.robots_name,
            self.clock.now(),
            host.robots.as_ref(),
        );
        let verdict = record.permits(url);
        host.robots = Some(record);
        verdict
    }

    fn read_robots(&self, state: &mut State, url: &Url) -> Result<Vec<u8>, FetchError> {
        let mut robots = robotxt::robots_url(url).map_err(|error| FetchError::BadUrl {
            url: url.to_string(),
            cause: error.to_string(),
        })?;
        let mut left = self.options.limits.time;
        for _ in 0..=ROBOTS_REDIRECTS {
            check(&robots)?;
            match self.send(state, &robots, Wanted::Robots, None, &mut left)? {
                Answer::Body(fetched) => return Ok(fetched.bytes),
                Answer::Redirect(to) => robots = to,
                Answer::NotModified => break,
            }
        }
        Err(FetchError::Redirects {
            url: robots.to_string(),
            limit: ROBOTS_REDIRECTS,
        })
    }
}
