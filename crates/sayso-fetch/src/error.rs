//! What can go wrong, told to the person who watches.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Why something was not fetched. The message tells what was wrong and, where there is something, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Not a URL.
    #[error("`{url}` is not a URL: {cause}")]
    BadUrl {
        /// What was given.
        url: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A scheme other than `http` and `https`.
    #[error("{url}: only http and https are fetched")]
    Scheme {
        /// What was given.
        url: String,
    },
    /// A user name or password in the URL.
    #[error(
        "a user name or password stands in the URL of {host}; it would be stored with every article, so leave it out"
    )]
    Credentials {
        /// Whose URL it is.
        host: String,
    },
    /// A private, loopback or otherwise special address.
    #[error("{host} is {address}, which is not on the public internet; allow its network to fetch from there")]
    PrivateAddress {
        /// The host's name.
        host: String,
        /// What it stands for.
        address: IpAddr,
    },
    /// The site asks robots not to.
    #[error("robots.txt of {host} disallows {url}")]
    Robots {
        /// Whose wish it is.
        host: String,
        /// What it is about.
        url: String,
    },
    /// The site's wishes could not be read, which counts as a no until they can.
    #[error("robots.txt of {host} cannot be read ({cause}), so nothing is fetched there for now")]
    RobotsUnreadable {
        /// Whose it is.
        host: String,
        /// Why not.
        cause: String,
    },
    /// Too many redirects.
    #[error("{url} redirects more than {limit} times")]
    Redirects {
        /// Where it began.
        url: String,
        /// How many are followed.
        limit: u32,
    },
    /// A redirect to nowhere.
    #[error("{url} redirects, but not to a URL")]
    RedirectTarget {
        /// Which one does.
        url: String,
    },
    /// A status that is no success.
    #[error("{url} answered {status}")]
    Status {
        /// Which one did.
        url: String,
        /// The status code.
        status: u16,
        /// How long it asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The host asked to be left alone, and that time is not over.
    #[error("{host} asks to be left alone for {} s more", wait.as_secs())]
    LeftAlone {
        /// Which one does.
        host: String,
        /// How long.
        wait: Duration,
    },
    /// Not something to read.
    #[error("{url} is {found}, which is not {wanted}")]
    WrongType {
        /// Which one is.
        url: String,
        /// What it says it is.
        found: String,
        /// What was expected there.
        wanted: &'static str,
    },
    /// Larger than the limit, unpacked.
    #[error("{url} is larger than the limit of {limit} bytes")]
    TooLarge {
        /// Which one is.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// Slower than the limit.
    #[error("{url} took longer than the limit of {} s", limit.as_secs_f64())]
    TooSlow {
        /// Which one did.
        url: String,
        /// The limit.
        limit: Duration,
    },
    /// The headers are larger than the limit.
    #[error("{url} sends more than {limit} bytes of headers")]
    Headers {
        /// Which one does.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// No such host.
    #[error("there is no host `{host}`, or it cannot be looked up now")]
    NoHost {
        /// The name.
        host: String,
    },
    /// No connection, or it broke.
    #[error("{url}: the connection failed ({cause})")]
    Connection {
        /// With whom.
        url: String,
        /// How.
        cause: String,
    },
    /// The connection is not secure.
    #[error("{url}: the secure connection failed ({cause})")]
    Tls {
        /// With whom.
        url: String,
        /// How.
        cause: String,
    },
    /// An answer that breaks HTTP's rules.
    #[error("{url}: the answer is broken ({cause})")]
    Broken {
        /// Whose.
        url: String,
        /// How.
        cause: String,
    },
    /// Not a feed.
    #[error("{url} is not a feed that can be read ({cause}); give the address of an RSS, Atom or JSON feed")]
    NotFeed {
        /// Which one.
        url: String,
        /// Why not.
        cause: String,
    },
    /// Not a list of feeds.
    #[error("{}: this list of feeds cannot be read ({cause})", path.display())]
    Opml {
        /// Which file.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// A file or folder that cannot be read.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// Nothing that can be watched.
    #[error("`{given}` cannot be watched; give a feed's URL, a folder, or an OPML file with feeds")]
    NotSource {
        /// What was given.
        given: String,
    },
    /// Not a network.
    #[error("`{given}` is not a network; write it like 10.0.0.0/8 or 127.0.0.1")]
    NotNetwork {
        /// What was given.
        given: String,
    },
    /// A user agent that cannot be sent.
    #[error("the user agent `{given}` cannot be sent; use plain ASCII on one line")]
    UserAgent {
        /// What was given.
        given: String,
    },
    /// It was told to stop.
    #[error("stopped")]
    Stopped,
}

impl FetchError {
    /// Whether trying again later may help.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::RobotsUnreadable { .. }
            | Self::LeftAlone { .. }
            | Self::TooSlow { .. }
            | Self::NoHost { .. }
            | Self::Connection { .. }
            | Self::Tls { .. }
            | Self::Broken { .. }
            | Self::Stopped => true,
            _ => false,
        }
    }

    /// How long the server asks to be left alone, if it does.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            Self::LeftAlone { wait, .. } => Some(*wait),
            _ => None,
        }
    }
}
