//! What is remembered from one run to the next. Small enough to be written with every batch of documents, and bounded
//! whatever the feeds send: what they name is kept as a hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::item::EntryFacts;
use crate::robots::RobotsRecord;

/// How many hosts are remembered.
const HOSTS: usize = 5_000;

/// Everything that a watcher remembers. It belongs in the ledger, in the same transaction as the documents: a run that
/// was cut off then neither forgets an article nor fetches it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// By source: a feed's URL or a folder's path.
    pub sources: BTreeMap<String, SourceState>,
    /// By host: scheme, name and port.
    pub hosts: BTreeMap<String, HostState>,
}

impl State {
    pub(crate) fn source(&mut self, key: &str) -> &mut SourceState {
        self.sources.entry(key.to_owned()).or_default()
    }

    pub(crate) fn host(&mut self, key: &str) -> &mut HostState {
        if !self.hosts.contains_key(key) && self.hosts.len() >= HOSTS {
            let oldest = self.hosts.iter().min_by_key(|(_, host)| host.last_request);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                self.hosts.remove(&oldest);
            }
        }
        self.hosts.entry(key.to_owned()).or_default()
    }

    /// Whether any source has taken the thing with this key.
    pub(crate) fn knows(&self, key: Key) -> bool {
        self.sources.values().any(|source| source.seen.get(key).is_some())
    }
}

/// What is remembered of one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// The server's mark of the version that was read last.
    pub etag: Option<String>,
    /// When that was changed, in the server's words.
    pub last_modified: Option<String>,
    /// When to look again.
    pub next_poll: Moment,
    /// Looks so far.
    pub polls: u32,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last, while it does.
    pub last_error: Option<String>,
    /// What the feed calls itself.
    pub title: Option<String>,
    /// What was taken already.
    pub seen: Seen,
    /// Articles that were found and not yet fetched.
    pub waiting: Vec<Waiting>,
}

/// An article that is to be fetched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// What the feed tells of it.
    pub entry: EntryFacts,
    /// The hash of its id.
    pub key: Key,
    /// The hash of when the feed says that it was changed.
    pub stamp: u64,
    /// How often it was tried.
    #[serde(default)]
    pub attempts: u32,
    /// Not before this.
    #[serde(default)]
    pub not_before: Moment,
    /// Whom to ask for it. Worked out from the link.
    #[serde(skip)]
    pub(crate) host: Option<String>,
    /// The feed's own text of it. Not kept: after a restart it is read from the feed again.
    #[serde(skip)]
    pub content: Option<String>,
}

/// A hash that stands for an entry's id, a link or a file's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// The key of something of a `kind`.
    pub fn of(kind: &str, name: &str) -> Self {
        Self(stamp_of(&[kind, name]))
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// A hash of some words.
pub(crate) fn stamp_of(words: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher
            .update(&(word.len() as u64).to_le_bytes())
            .update(word.as_bytes());
    }
    let [a, b, c, d, e, f, g, h, ..] = *hasher.finalize().as_bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// What was taken, as hashes, at most so many: what has not been met for longest is forgotten first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    marks: BTreeMap<Key, Mark>,
    /// Files that were changed at or before this count as taken, if they are not listed: what was forgotten to keep
    /// within bounds.
    floor: Moment,
}

/// What is remembered of one thing that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The hash of when it was changed.
    pub stamp: u64,
    /// For an entry, when it last stood in the feed; for a file, when it was changed.
    pub last: Moment,
    /// How often it was taken.
    pub times: u8,
}

impl Seen {
    /// What is remembered of a thing.
    pub fn get(&self, key: Key) -> Option<Mark> {
        self.marks.get(&key).copied()
    }

    /// How many things are remembered.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    pub(crate) fn floor(&self) -> Moment {
        self.floor
    }

    /// Notes that a thing was taken, and gives back what was known of it before.
    pub(crate) fn take(&mut self, key: Key, stamp: u64, last: Moment) -> Option<Mark> {
        let before = self.get(key);
        let times = before.map_or(0, |mark| mark.times).saturating_add(1);
        self.marks.insert(key, Mark { stamp, last, times });
        before
    }

    /// Puts back what [`Seen::take`] changed.
    pub(crate) fn untake(&mut self, key: Key, before: Option<Mark>) {
        match before {
            Some(mark) => self.marks.insert(key, mark),
            None => self.marks.remove(&key),
        };
    }

    /// Notes that a thing was met again.
    pub(crate) fn meet(&mut self, key: Key, last: Moment) {
        if let Some(mark) = self.marks.get_mut(&key) {
            mark.last = last;
        }
    }

    /// Forgets what `keep` does not name.
    pub(crate) fn retain(&mut self, keep: impl Fn(Key) -> bool) {
        self.marks.retain(|key, _| keep(*key));
    }

    /// Forgets the oldest beyond `limit`.
    pub(crate) fn trim(&mut self, limit: usize) {
        let Some(beyond) = self.marks.len().checked_sub(limit).filter(|beyond| *beyond > 0) else {
            return;
        };
        let mut by_age: Vec<(Moment, Key)> = self.marks.iter().map(|(key, mark)| (mark.last, *key)).collect();
        by_age.sort_unstable();
        for (last, key) in by_age.into_iter().take(beyond) {
            self.marks.remove(&key);
            self.floor = self.floor.max(last);
        }
    }
}

/// What is remembered of one host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostState {
    /// When it was asked last.
    pub last_request: Moment,
    /// It asked to be left alone until then.
    pub not_before: Moment,
    /// Its `robots.txt`. One with very many rules is not kept but read again in the next run.
    #[serde(skip_serializing_if = "unwieldy")]
    pub robots: Option<RobotsRecord>,
}

fn unwieldy(robots: &Option<RobotsRecord>) -> bool {
    robots.as_ref().is_none_or(RobotsRecord::is_unwieldy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_what_was_not_met_for_longest() {
        let mut seen = Seen::default();
        for n in 0..10 {
            seen.take(Key::of("id", &n.to_string()), 0, Moment(n));
        }
        seen.meet(Key::of("id", "0"), Moment(99));
        seen.trim(4);
        assert_eq!(seen.len(), 4);
        assert!(seen.get(Key::of("id", "0")).is_some() && seen.get(Key::of("id", "1")).is_none());
        assert_eq!(seen.floor(), Moment(6));
    }

    #[test]
    fn a_taken_thing_can_be_put_back() {
        let mut seen = Seen::default();
        let key = Key::of("id", "a");
        let before = seen.take(key, 1, Moment(1));
        seen.untake(key, before);
        assert!(seen.is_empty());
        seen.take(key, 1, Moment(1));
        let before = seen.take(key, 2, Moment(2));
        seen.untake(key, before);
        assert_eq!(seen.get(key).map(|mark| (mark.stamp, mark.times)), Some((1, 1)));
    }

    #[test]
    fn words_do_not_run_together() {
        assert_ne!(stamp_of(&["ab", "c"]), stamp_of(&["a", "bc"]));
    }

    #[test]
    fn hosts_are_bounded() {
        let mut state = State::default();
        for n in 0..HOSTS + 5 {
            state.host(&n.to_string()).last_request = Moment(n as u64);
        }
        assert_eq!(state.hosts.len(), HOSTS);
        assert!(!state.hosts.contains_key("0"));
    }
}
