//! What a user can set.

use std::time::Duration;

use ipnet::IpNet;

/// How to watch. The defaults are those of a guest: seldom, slowly, and only where it is welcome.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long from one look at a feed to the next. A feed that asks for longer (`<ttl>`) gets it, up to a day.
    pub interval: Duration,
    /// How long from one look at a folder to the next.
    pub folder_interval: Duration,
    /// How long a file must have been left alone before it is taken, so that none is read half written.
    pub settle: Duration,
    /// The longest wait after failures.
    pub longest_backoff: Duration,
    /// How long a host is left alone between two requests.
    pub host_delay: Duration,
    /// The longest `Crawl-delay` of a `robots.txt` that is kept to.
    pub longest_crawl_delay: Duration,
    /// How often an article is tried before it is given up. With the waits between, eight tries take half a day.
    pub attempts: u32,
    /// What `robots.txt` decides about.
    pub robots: RobotsPolicy,
    /// When an article's text is taken from the feed itself.
    pub feed_content: FeedContent,
    /// Whether an article is fetched again when its feed says that it was updated; three times at most.
    pub refetch_updated: bool,
    /// Networks that may be asked although they are not public. See [`crate::parse_network`].
    pub allowed_networks: Vec<IpNet>,
    /// What this program calls itself in requests.
    pub user_agent: String,
    /// By which name `robots.txt` knows it.
    pub robots_name: String,
    /// The endings of files in folders that are taken (`txt`, `jsonl.gz`); all if none are given.
    pub endings: Vec<String>,
    /// How much is too much.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(15 * 60),
            folder_interval: Duration::from_secs(10),
            settle: Duration::from_secs(2),
            longest_backoff: Duration::from_secs(24 * 60 * 60),
            host_delay: Duration::from_secs(2),
            longest_crawl_delay: Duration::from_secs(60),
            attempts: 8,
            robots: RobotsPolicy::Everything,
            feed_content: FeedContent::WhenRefused,
            refetch_updated: true,
            allowed_networks: Vec::new(),
            user_agent: concat!("sayso/", env!("CARGO_PKG_VERSION"), " (reads news feeds for one user)").to_owned(),
            robots_name: "sayso".to_owned(),
            endings: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// How much of anything is taken from a server or a feed.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a page, unpacked.
    pub page: usize,
    /// Bytes of a feed, unpacked.
    pub feed: usize,
    /// Bytes of headers of one answer.
    pub headers: usize,
    /// How long a fetch may take in all, redirects included, waits for politeness not.
    pub time: Duration,
    /// How long connecting may take.
    pub connect: Duration,
    /// How many redirects are followed.
    pub redirects: u32,
    /// Entries of a feed that are looked at in one go; those told first.
    pub entries: usize,
    /// Articles of a source that may wait to be fetched; what comes beyond is found again at a later look.
    pub waiting: usize,
    /// Entries or files of a source that are remembered as taken.
    pub remembered: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page: 16 << 20,
            feed: 8 << 20,
            headers: 64 << 10,
            time: Duration::from_secs(60),
            connect: Duration::from_secs(10),
            redirects: 5,
            entries: 500,
            waiting: 1000,
            remembered: 20_000,
        }
    }
}

/// What `robots.txt` decides about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RobotsPolicy {
    /// Feeds and articles.
    #[default]
    Everything,
    /// Articles only: a feed that the user names is fetched as a feed reader does, because it was published to be.
    Articles,
}

/// When an article's text is taken from the feed, if the feed has the whole of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeedContent {
    /// Never: only pages.
    Never,
    /// When the page cannot be had: refused, gone, of a type that is not read.
    #[default]
    WhenRefused,
    /// Always, and no page is asked for.
    Prefer,
}
