//! What can be watched.

use std::path::{Path, PathBuf};

use url::Url;

use crate::error::FetchError;
use crate::opml;

/// Something that is looked at again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A feed.
    Feed(Url),
    /// A folder, with the folders in it.
    Folder(PathBuf),
}

impl Source {
    /// The sources that a word of the command line names: a feed's URL, a folder, or an OPML file, which names many.
    ///
    /// # Errors
    /// If it is none of them, or the OPML file cannot be read.
    pub fn parse(given: &str) -> Result<Vec<Self>, FetchError> {
        let path = Path::new(given);
        if path.is_dir() {
            return Ok(vec![Self::Folder(path.to_owned())]);
        }
        if path.is_file() {
            return Ok(opml::read_opml(path)?.into_iter().map(Self::Feed).collect());
        }
        if given.contains(':') {
            // `feed:https://…` and `feed://…` are how browsers once handed feeds over.
            let url = match given.strip_prefix("feed:") {
                Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
                Some(rest) => rest.to_owned(),
                None => given.to_owned(),
            };
            return Ok(vec![Self::Feed(check_url(&url)?)]);
        }
        Err(FetchError::NotSource {
            given: given.to_owned(),
        })
    }

    /// By what it goes in [`State::sources`](crate::State::sources).
    pub fn key(&self) -> String {
        match self {
            Self::Feed(url) => url.to_string(),
            Self::Folder(path) => path.display().to_string(),
        }
    }
}

/// Reads a URL and refuses what is never fetched: other schemes, and secrets.
pub(crate) fn check_url(text: &str) -> Result<Url, FetchError> {
    let mut url = Url::parse(text).map_err(|error| FetchError::BadUrl {
        url: text.chars().take(200).collect(),
        cause: error.to_string(),
    })?;
    check(&url)?;
    url.set_fragment(None);
    Ok(url)
}

pub(crate) fn check(url: &Url) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme { url: url.to_string() });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials {
            host: url.host_str().unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}

/// By what a URL's host goes in [`State::hosts`](crate::State::hosts): scheme, name and port.
pub(crate) fn host_key(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_can_be_watched() {
        let feed = |text: &str| Source::parse(text).map(|sources| sources[0].key());
        assert_eq!(
            feed("https://a.example/feed#x").as_deref(),
            Ok("https://a.example/feed")
        );
        assert_eq!(feed("feed://a.example/rss").as_deref(), Ok("https://a.example/rss"));
        assert_eq!(feed("feed:http://a.example/rss").as_deref(), Ok("http://a.example/rss"));
        assert!(matches!(feed("file:///etc/passwd"), Err(FetchError::Scheme { .. })));
        assert!(matches!(
            feed("https://u:secret@a.example/"),
            Err(FetchError::Credentials { .. })
        ));
        assert!(matches!(feed("http://"), Err(FetchError::BadUrl { .. })));
        assert!(matches!(feed("nothing-here"), Err(FetchError::NotSource { .. })));
        let folder = std::env::temp_dir();
        assert_eq!(
            Source::parse(&folder.display().to_string()),
            Ok(vec![Source::Folder(folder)])
        );
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let error = check_url("https://user:hunter2@a.example/")
            .expect_err("a secret")
            .to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
