//! One request and its answer, within limits. Redirects are not followed here: each hop is a request of its own, so
//! that every rule holds for each of them.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, header};
use ureq::unversioned::transport::{Connector, RustlsConnector, TcpConnector};
use ureq::{Agent, Body, http};
use url::Url;

use crate::address::{CheckedResolver, Names, PrivateAddress};
use crate::error::FetchError;
use crate::media::{self, MediaType, Wanted};
use crate::options::Options;

/// The longest `ETag` or date that is kept and sent back.
const LONGEST_VALIDATOR: usize = 1024;

/// How many bytes of a body are read before it is looked again whether to stop.
const CHUNK: usize = 16 << 10;

/// By what a server recognises that its answer of last time still holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What came back from one hop.
#[derive(Debug)]
pub(crate) enum Answer {
    Body(Fetched),
    NotModified,
    Redirect(Url),
}

/// Something fetched.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub url: Url,
    pub bytes: Vec<u8>,
    pub media: Option<MediaType>,
    pub charset: Option<String>,
    pub validators: Validators,
}

/// A request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub url: &'a Url,
    pub wanted: Wanted,
    pub validators: Option<&'a Validators>,
    /// How long it may take.
    pub time: Duration,
}

/// Sends requests. Once shut down, it sends no more.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    agent: Agent,
    page: usize,
    feed: usize,
    headers: usize,
    time: Duration,
}

impl Client {
    pub fn new(options: &Options, names: Option<Arc<dyn Names>>) -> Result<Self, FetchError> {
        let given = &options.user_agent;
        if given.is_empty() || !given.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(FetchError::UserAgent { given: given.clone() });
        }
        // No proxy, whatever the environment says: a proxy would look names up itself, past the check of addresses.
        let config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(given.as_str())
            .timeout_connect(Some(options.limits.connect))
            .timeout_resolve(Some(options.limits.connect))
            .max_response_header_size(options.limits.headers)
            .build();
        let connector = ().chain(TcpConnector::default()).chain(RustlsConnector::default());
        let resolver = CheckedResolver {
            allowed: options.allowed_networks.clone(),
            names,
        };
        Ok(Self {
            agent: Agent::with_parts(config, connector, resolver),
            page: options.limits.page,
            feed: options.limits.feed,
            headers: options.limits.headers,
            time: options.limits.time,
        })
    }

    /// Breaks off what is under way and refuses what comes after.
    pub fn shut_down(&self) {
        self.agent.clone().shutdown();
    }

    /// Sends one request.
    pub fn send(&self, request: Request<'_>, stop: &AtomicBool) -> Result<Answer, FetchError> {
        let started = Instant::now();
        let told = |error: ureq::Error| self.explain(error, request, stop);
        if stop.load(Ordering::Relaxed) {
            return Err(FetchError::Stopped);
        }
        let mut builder = self
            .agent
            .get(request.url.as_str())
            .header(header::ACCEPT, request.wanted.accept());
        if let Some(validators) = request.validators {
            if let Some(etag) = &validators.etag {
                builder = builder.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(date) = &validators.last_modified {
                builder = builder.header(header::IF_MODIFIED_SINCE, date);
            }
        }
        let response = builder
            .config()
            .timeout_global(Some(request.time))
            .build()
            .call()
            .map_err(told)?;
        let (parts, body) = response.into_parts();
        let url = request.url;
        match parts.status.as_u16() {
            304 if request.validators.is_some_and(|sent| *sent != Validators::default()) => Ok(Answer::NotModified),
            301 | 302 | 303 | 307 | 308 => redirect(url, &parts.headers).map(Answer::Redirect),
            200 | 203 => self
                .body(request, &parts.headers, body, started, stop)
                .map(Answer::Body),
            status => Err(FetchError::Status {
                url: url.to_string(),
                status,
                retry_after: retry_after(&parts.headers),
            }),
        }
    }

    fn body(
        &self,
        request: Request<'_>,
        headers: &HeaderMap,
        body: Body,
        started: Instant,
        stop: &AtomicBool,
    ) -> Result<Fetched, FetchError> {
        let url = request.url.to_string();
        let wrong = |found: String| FetchError::WrongType {
            url: url.clone(),
            found,
            wanted: request.wanted.name(),
        };
        // What the client can unpack it has taken this header off of.
        if let Some(encoding) = text(headers, header::CONTENT_ENCODING)
            && !encoding.eq_ignore_ascii_case("identity")
        {
            return Err(wrong(format!("packed as `{}`", media::essence(encoding))));
        }
        let declared = text(headers, header::CONTENT_TYPE);
        let mut media = declared.and_then(MediaType::of_header);
        if let Some(declared) = declared
            && !request.wanted.takes(media)
        {
            return Err(wrong(format!("`{}`", media::essence(declared))));
        }
        let limit = match request.wanted {
            Wanted::Page => self.page,
            Wanted::Feed => self.feed,
            Wanted::Robots => robotxt::BYTE_LIMIT + 1,
        };
        let cut = request.wanted == Wanted::Robots;
        let too_large = || FetchError::TooLarge {
            url: url.clone(),
            limit,
        };
        if !cut && body.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let mut reader = body.into_reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            // The client checks the time when it waits for the network; a bomb is unpacked without any waiting.
            if started.elapsed() > request.time {
                return Err(FetchError::TooSlow { url, limit: self.time });
            }
            let read = match reader.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.explain(ureq::Error::from(error), request, stop)),
            };
            let Some(new) = chunk.get(..read).filter(|new| !new.is_empty()) else {
                break;
            };
            let room = limit - bytes.len();
            if new.len() > room {
                if !cut {
                    return Err(too_large());
                }
                bytes.extend_from_slice(new.get(..room).unwrap_or(new));
                break;
            }
            bytes.extend_from_slice(new);
        }
        if declared.is_none() {
            media = MediaType::sniff(&bytes);
            if !request.wanted.takes(media) {
                return Err(wrong("of no known type".to_owned()));
            }
        }
        Ok(Fetched {
            url: request.url.clone(),
            bytes,
            media,
            charset: declared.and_then(media::charset),
            validators: validators(headers),
        })
    }

    fn explain(&self, error: ureq::Error, request: Request<'_>, stop: &AtomicBool) -> FetchError {
        if stop.load(Ordering::Relaxed) {
            return FetchError::Stopped;
        }
        let url = request.url.to_string();
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let cause = error.to_string();
        match error {
            ureq::Error::Timeout(_) => FetchError::TooSlow { url, limit: self.time },
            ureq::Error::HostNotFound => FetchError::NoHost { host },
            ureq::Error::LargeResponseHeader(..) => FetchError::Headers {
                url,
                limit: self.headers,
            },
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => FetchError::BadUrl { url, cause },
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::TlsRequired => FetchError::Tls { url, cause },
            ureq::Error::Protocol(_) | ureq::Error::Decompress(..) => FetchError::Broken { url, cause },
            ureq::Error::Other(other) => match other.downcast::<PrivateAddress>() {
                Ok(private) => FetchError::PrivateAddress {
                    host: private.host,
                    address: private.address,
                },
                Err(_) => FetchError::Connection { url, cause },
            },
            // The system's resolver tells of unknown hosts by words alone.
            ureq::Error::Io(_) if cause.contains("failed to lookup address") => FetchError::NoHost { host },
            // What TLS finds wrong comes as bad data.
            ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::InvalidData && request.url.scheme() == "https" => {
                FetchError::Tls { url, cause }
            }
            ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => FetchError::Broken {
                url,
                cause: "it ends before its end".to_owned(),
            },
            _ => FetchError::Connection { url, cause },
        }
    }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn redirect(url: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let target = text(headers, header::LOCATION).and_then(|target| url.join(target).ok());
    let mut target = target.ok_or_else(|| FetchError::RedirectTarget { url: url.to_string() })?;
    target.set_fragment(None);
    Ok(target)
}

fn validators(headers: &HeaderMap) -> Validators {
    let kept = |name| {
        text(headers, name)
            .filter(|value| value.len() <= LONGEST_VALIDATOR)
            .map(str::to_owned)
    };
    Validators {
        etag: kept(header::ETAG),
        last_modified: kept(header::LAST_MODIFIED),
    }
}

/// `Retry-After`, in seconds or as a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(value).ok()?;
    // By the server's own clock where it shows it: the two need not agree with ours.
    let now = text(headers, header::DATE).and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok())?;
    (date - now).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(http::HeaderName, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().expect("a header's value")))
            .collect()
    }

    #[test]
    fn reads_retry_after_in_both_forms() {
        let seconds = headers(&[(header::RETRY_AFTER, "120")]);
        assert_eq!(retry_after(&seconds), Some(Duration::from_secs(120)));
        let date = headers(&[
            (header::RETRY_AFTER, "Fri, 31 Dec 1999 23:59:59 GMT"),
            (header::DATE, "Fri, 31 Dec 1999 23:59:29 GMT"),
        ]);
        assert_eq!(retry_after(&date), Some(Duration::from_secs(30)));
        assert_eq!(retry_after(&headers(&[(header::RETRY_AFTER, "soon")])), None);
    }

    #[test]
    fn redirects_are_relative_to_their_page() {
        let url = Url::parse("https://a.example/x/y").expect("a URL");
        let to = redirect(&url, &headers(&[(header::LOCATION, "../z#part")])).expect("a target");
        assert_eq!(to.as_str(), "https://a.example/z");
        assert!(redirect(&url, &headers(&[])).is_err());
    }

    #[test]
    fn a_user_agent_of_several_lines_is_refused() {
        let options = Options {
            user_agent: "a\nb".to_owned(),
            ..Options::default()
        };
        assert!(matches!(Client::new(&options, None), Err(FetchError::UserAgent { .. })));
    }
}
