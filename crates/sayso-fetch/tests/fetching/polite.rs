//! What a site asks for is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sayso_fetch::{Clock, Content, FeedContent, ManualClock, Moment, Options, RobotsPolicy, Source, State, Watcher};

use crate::server::Server;
use crate::{Shelf, clock, quick, rss, run};

/// A site with a feed of articles, and a `robots.txt` that is answered like this.
fn site(robots: &'static str, text: &'static str) -> Server {
    Server::new(move |asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer(robots, "Content-Type: text/plain\r\n", text),
        "/feed" => reply.answer(
            "200 OK",
            "Content-Type: application/rss+xml\r\n",
            rss(&["/open/1", "/closed/2"]),
        ),
        _ => reply.html("<html><p>An article.</p></html>"),
    })
}

#[test]
fn robots_txt_decides() {
    let server = site("200 OK", "User-agent: *\nDisallow: /closed\n");
    let (shelf, summary) = run(&server.url("/feed"), quick(), State::default());
    assert_eq!(server.paths(), ["/feed", "/open/1"]);
    assert_eq!((summary.stored, summary.passed_over), (1, 1));
    let told = shelf.notices.iter().map(ToString::to_string).collect::<String>();
    assert!(told.contains("robots.txt of 127.0.0.1 disallows"), "{told}");
    // It is asked for once, under our name.
    let robots: Vec<_> = server
        .asked()
        .into_iter()
        .filter(|asked| asked.path == "/robots.txt")
        .collect();
    assert_eq!(robots.len(), 1);
    assert!(
        robots[0]
            .header("user-agent")
            .is_some_and(|name| name.starts_with("sayso/"))
    );
}

#[test]
fn robots_txt_decides_about_redirects_too() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("200 OK", "", "User-agent: sayso\nDisallow: /closed\n"),
        "/feed" => reply.answer("200 OK", "Content-Type: text/xml\r\n", rss(&["/open"])),
        "/open" => reply.answer("302 Found", "Location: /closed\r\n", ""),
        _ => reply.html("<html>"),
    });
    let (_, summary) = run(&server.url("/feed"), quick(), State::default());
    assert_eq!(server.paths(), ["/feed", "/open"]);
    assert_eq!(summary.passed_over, 1);
}

#[test]
fn a_missing_robots_txt_allows_and_a_failing_one_does_not() {
    let missing = site("404 Not Found", "");
    assert_eq!(run(&missing.url("/feed"), quick(), State::default()).1.stored, 2);
    let failing = site("503 Service Unavailable", "");
    let (shelf, summary) = run(&failing.url("/feed"), quick(), State::default());
    assert_eq!((summary.stored, summary.failures), (0, 1));
    assert_eq!(failing.paths().len(), 0);
    assert!(
        shelf.error().contains("so nothing is fetched there for now"),
        "{}",
        shelf.error()
    );
}

#[test]
fn feeds_can_be_exempted() {
    let server = site("200 OK", "User-agent: *\nDisallow: /feed\nDisallow: /closed");
    let (shelf, _) = run(&server.url("/feed"), quick(), State::default());
    assert!(shelf.error().contains("disallows"));
    let options = Options {
        robots: RobotsPolicy::Articles,
        ..quick()
    };
    let (_, summary) = run(&server.url("/feed"), options, State::default());
    assert_eq!((summary.stored, summary.passed_over), (1, 1));
}

#[test]
fn an_endless_robots_txt_is_cut() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => {
            reply.raw("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /closed\n");
            while reply.raw("# and so on\n".repeat(1000)) {}
        }
        "/feed" => reply.answer("200 OK", "Content-Type: text/xml\r\n", rss(&["/closed/1", "/open/1"])),
        _ => reply.html("<html>"),
    });
    let (_, summary) = run(&server.url("/feed"), quick(), State::default());
    assert_eq!((summary.stored, summary.passed_over), (1, 1));
}

/// A clock that notes what was waited for.
#[derive(Default)]
struct Noting {
    clock: ManualClock,
    waited: Arc<std::sync::Mutex<Vec<Duration>>>,
}

impl Clock for Noting {
    fn now(&self) -> Moment {
        self.clock.now()
    }

    fn wait_until(&self, until: Moment, stop: &AtomicBool) {
        let wait = self.now().until(until);
        self.waited.lock().expect("the list").push(wait);
        self.clock.wait_until(until, stop);
    }
}

#[test]
fn a_host_is_left_alone_between_requests() {
    for (robots, delay) in [
        ("User-agent: *\nAllow: /", 2),
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 100000", 60),
    ] {
        let server = site("200 OK", robots);
        let waited = Arc::new(std::sync::Mutex::new(Vec::new()));
        let clock = Noting {
            clock: clock(),
            waited: waited.clone(),
        };
        Watcher::new(
            Source::parse(&server.url("/feed")).expect("a source"),
            quick(),
            State::default(),
        )
        .with_clock(clock)
        .run_once(&false.into(), &mut Shelf::default())
        .expect("a run");
        // One wait before each article; the clock stands still otherwise.
        assert_eq!(*waited.lock().expect("the list"), [Duration::from_secs(delay); 2]);
    }
}

#[test]
fn retry_after_is_kept() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        _ => reply.answer("429 Too Many Requests", "Retry-After: 7200\r\n", ""),
    });
    let start = clock().now();
    let (shelf, _) = run(&server.url("/feed"), quick(), State::default());
    let state = &shelf.state.sources[&server.url("/feed")];
    assert!(start.until(state.next_poll) >= Duration::from_secs(7200));
    let host = shelf.state.hosts.values().next().expect("a host");
    assert!(start.until(host.not_before) >= Duration::from_secs(7199));
}

#[test]
fn failures_make_the_waits_longer() {
    let failing = Arc::new(AtomicUsize::new(0));
    let count = failing.clone();
    let server = Server::new(move |asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        _ if count.fetch_add(1, Ordering::Relaxed) < 4 => reply.answer("500 Internal Server Error", "", ""),
        _ => reply.answer("200 OK", "Content-Type: text/xml\r\n", rss(&[])),
    });
    let key = server.url("/feed");
    let clock = Arc::new(clock());
    let mut state = State::default();
    let mut waits = Vec::new();
    for look in 0..5 {
        let mut shelf = Shelf::default();
        let mut watcher = Watcher::new(Source::parse(&key).expect("a source"), quick(), state.clone())
            .with_clock(Shared(clock.clone()));
        watcher.run_once(&false.into(), &mut shelf).expect("a run");
        let now = clock.now();
        // Before its time has come, the source is left alone.
        let asked = server.paths().len();
        if look < 4 {
            let early = Watcher::new(Source::parse(&key).expect("a source"), quick(), shelf.state.clone())
                .with_clock(Shared(clock.clone()))
                .run_once(&false.into(), &mut Shelf::default())
                .expect("a run");
            assert_eq!((early.looks, early.failures), (0, 0));
            assert_eq!(server.paths().len(), asked);
        }
        let source = &shelf.state.sources[&key];
        waits.push(now.until(source.next_poll).as_secs());
        assert_eq!(source.failures, if look < 4 { look + 1 } else { 0 });
        assert_eq!(source.last_error.is_some(), look < 4);
        clock.advance(now.until(source.next_poll));
        state = shelf.state;
    }
    // 15 minutes, doubled each time, a quarter more or less; then 15 minutes again.
    for (wait, expected) in waits.iter().zip([900, 1800, 3600, 7200, 900]) {
        assert!(
            wait * 4 >= expected * 3 && wait * 4 <= expected * 5,
            "{wait} for {expected}"
        );
    }
}

/// A clock that several watchers go by, one after the other.
struct Shared(Arc<ManualClock>);

impl Clock for Shared {
    fn now(&self) -> Moment {
        self.0.now()
    }

    fn wait_until(&self, until: Moment, stop: &AtomicBool) {
        self.0.wait_until(until, stop);
    }
}

#[test]
fn nothing_is_sent_twice() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        "/feed" if asked.header("if-none-match") == Some("\"v1\"") => {
            assert_eq!(asked.header("if-modified-since"), Some("Mon, 01 Jan 2024 10:00:00 GMT"));
            reply.answer("304 Not Modified", "", "");
        }
        "/feed" => reply.answer(
            "200 OK",
            "Content-Type: text/xml\r\nETag: \"v1\"\r\nLast-Modified: Mon, 01 Jan 2024 10:00:00 GMT\r\n",
            rss(&["/a"]),
        ),
        _ => reply.html("<html>"),
    });
    let (shelf, summary) = run(&server.url("/feed"), quick(), State::default());
    assert_eq!(summary.stored, 1);
    // What is remembered may go through a file.
    let json = serde_json::to_string(&shelf.state).expect("JSON");
    let state: State = serde_json::from_str(&json).expect("a state");
    assert_eq!(state, shelf.state);
    let (_, summary) = run(&server.url("/feed"), quick(), state);
    assert_eq!((summary.stored, summary.not_modified), (0, 1));
    assert_eq!(server.paths(), ["/feed", "/a", "/feed"]);
    let robots = server
        .asked()
        .iter()
        .filter(|asked| asked.path == "/robots.txt")
        .count();
    assert_eq!(robots, 1, "robots.txt is remembered too");
}

#[test]
fn the_feeds_own_text_stands_in_for_a_refused_page() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("200 OK", "", "User-agent: *\nDisallow: /a"),
        "/feed" => reply.answer(
            "200 OK",
            "Content-Type: application/feed+json\r\n",
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
                {"id": "1", "url": "/a", "title": "A & b", "content_html": "<p>The whole text.</p>"}]}"#,
        ),
        _ => reply.html("<html>"),
    });
    let (shelf, _) = run(&server.url("/feed"), quick(), State::default());
    let [item] = shelf.items.as_slice() else {
        panic!("one item")
    };
    let Content::FromFeed { url, html } = &item.content else {
        panic!("the feed's text")
    };
    assert_eq!(url.as_deref(), Some(server.url("/a").as_str()));
    assert!(html.contains("<p>The whole text.</p>") && html.contains("<title>A &amp; b</title>"));
    let options = Options {
        feed_content: FeedContent::Never,
        ..quick()
    };
    let (_, summary) = run(&server.url("/feed"), options, State::default());
    assert_eq!((summary.stored, summary.passed_over), (0, 1));
    assert_eq!(server.paths(), ["/feed", "/feed"]);
}

#[test]
fn it_stops_in_the_middle_of_a_request() {
    let server = Server::new(|asked, reply| {
        if asked.path == "/robots.txt" {
            return reply.answer("404 Not Found", "", "");
        }
        while !reply.is_over() {
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let mut options = quick();
    options.limits.time = Duration::from_secs(60);
    let stop = AtomicBool::new(false);
    let started = Instant::now();
    let mut shelf = Shelf::default();
    let summary = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            stop.store(true, Ordering::Relaxed);
        });
        Watcher::new(
            Source::parse(&server.url("/feed")).expect("a source"),
            options,
            State::default(),
        )
        .run(&stop, &mut shelf)
        .expect("a run")
    });
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    // That it was stopped is no failure of the server's.
    assert_eq!(summary.failures, 0);
    assert_eq!(shelf.state.sources[&server.url("/feed")].failures, 0);
}
