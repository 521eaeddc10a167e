//! What sites ask of robots (RFC 9309).

use std::time::Duration;

use robotxt::{AccessResult, Robots};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::error::FetchError;

/// How long a `robots.txt` is believed; the RFC's upper bound.
const BELIEVED: Duration = Duration::from_secs(24 * 60 * 60);

/// How long until one that could not be read is asked for again.
const UNREADABLE: Duration = Duration::from_secs(15 * 60);

/// How long an older copy stands in for one that cannot be read now.
const STANDS_IN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// More rules than this, or longer ones together, are not written into the state.
const RULES: usize = 500;
const RULE_BYTES: usize = 32 << 10;

/// What a host's `robots.txt` says to this program, and until when that holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RobotsRecord {
    rules: Robots,
    /// When the rules were read.
    read: Moment,
    /// When to ask again.
    expires: Moment,
    /// Why they could not be read, if so.
    unreadable: Option<String>,
}

impl RobotsRecord {
    /// What follows from an attempt to read the file. `before` is what was known.
    pub(crate) fn new(
        answer: Result<&[u8], &FetchError>,
        name: &str,
        now: Moment,
        before: Option<&RobotsRecord>,
    ) -> Self {
        let access = match answer {
            Ok(bytes) => AccessResult::Successful(bytes),
            // A host that asks to be left alone has not said that everything is allowed.
            Err(FetchError::Status { status: 429, .. }) => AccessResult::Unreachable,
            Err(FetchError::Status { status: 400..=499, .. }) => AccessResult::Unavailable,
            Err(FetchError::Redirects { .. }) => AccessResult::TooManyRedirects,
            Err(_) => AccessResult::Unreachable,
        };
        let (AccessResult::Unreachable, Err(error)) = (access, answer) else {
            return Self {
                rules: Robots::from_access(access, name),
                read: now,
                expires: now.after(BELIEVED),
                unreadable: None,
            };
        };
        let expires = now.after(UNREADABLE);
        match before {
            Some(before) if before.unreadable.is_none() && before.read.after(STANDS_IN) > now => Self {
                expires,
                ..before.clone()
            },
            _ => Self {
                rules: Robots::disallow_all(),
                read: now,
                expires,
                unreadable: Some(error.to_string()),
            },
        }
    }

    pub(crate) fn is_fresh(&self, now: Moment) -> bool {
        now < self.expires
    }

    /// Whether `url` may be fetched.
    pub(crate) fn permits(&self, url: &url::Url) -> Result<(), FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if let Some(cause) = &self.unreadable {
            return Err(FetchError::RobotsUnreadable {
                host,
                cause: cause.clone(),
            });
        }
        if self.rules.is_url_allowed(url) {
            return Ok(());
        }
        Err(FetchError::Robots {
            host,
            url: url.to_string(),
        })
    }

    /// How long the site wants robots to wait between requests.
    pub(crate) fn delay(&self) -> Option<Duration> {
        self.rules.crawl_delay()
    }

    pub(crate) fn is_unwieldy(&self) -> bool {
        let rules = self.rules.rules();
        let sitemaps: usize = self.rules.sitemaps().iter().map(|url| url.as_str().len()).sum();
        rules.len() > RULES || rules.iter().map(|rule| rule.pattern().len()).sum::<usize>() + sitemaps > RULE_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> FetchError {
        FetchError::Status {
            url: "https://a.example/robots.txt".to_owned(),
            status,
            retry_after: None,
        }
    }

    fn may(record: &RobotsRecord) -> bool {
        record
            .permits(&url::Url::parse("https://a.example/private/x").expect("a URL"))
            .is_ok()
    }

    #[test]
    fn statuses_count_as_the_rfc_says() {
        fn of(answer: Result<&[u8], &FetchError>) -> RobotsRecord {
            RobotsRecord::new(answer, "sayso", Moment(0), None)
        }
        assert!(!may(&of(Ok(b"User-agent: *\nDisallow: /private"))));
        assert!(may(&of(Ok(b"User-agent: other\nDisallow: /"))));
        assert!(!may(&of(Ok(
            b"User-agent: Sayso\nDisallow: /\nUser-agent: *\nAllow: /"
        ))));
        assert!(may(&of(Err(&status(404)))) && may(&of(Err(&status(403)))));
        assert!(!may(&of(Err(&status(429)))) && !may(&of(Err(&status(503)))));
    }

    #[test]
    fn an_older_copy_stands_in_for_a_while() {
        let read = RobotsRecord::new(Ok(b"User-agent: *\nDisallow: /other"), "sayso", Moment(0), None);
        let day = Moment(0).after(BELIEVED);
        assert!(!read.is_fresh(day));
        let kept = RobotsRecord::new(Err(&status(500)), "sayso", day, Some(&read));
        assert!(may(&kept) && kept.is_fresh(day) && !kept.is_fresh(day.after(UNREADABLE)));
        let later = day.after(STANDS_IN);
        assert!(!may(&RobotsRecord::new(Err(&status(500)), "sayso", later, Some(&kept))));
    }

    #[test]
    fn huge_files_are_not_carried_along() {
        let many: String = (0..2000).map(|n| format!("Disallow: /{n}\n")).collect();
        let text = format!("User-agent: *\n{many}");
        let record = RobotsRecord::new(Ok(text.as_bytes()), "sayso", Moment(0), None);
        assert!(record.is_unwieldy());
    }
}
