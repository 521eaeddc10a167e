//! What is found, handed over and remembered.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sayso_fetch::{
    Content, Event, Item, MediaType, Notice, Progress, Sink, SinkError, Source, State, Taken, WatchError, Watcher,
};

use crate::server::Server;
use crate::{Shelf, clock, quick, rss, run};

/// A site with this feed, and articles without end.
fn site(feed: impl Fn() -> String + Send + Sync + 'static) -> Server {
    Server::new(move |asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        "/feed" | "/feed2" => reply.answer("200 OK", "Content-Type: text/xml\r\n", feed()),
        "/report.pdf" => reply.answer("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4"),
        "/bare" => reply.answer("200 OK", "", "<!doctype html><p>Bare.</p>"),
        "/picture" => reply.answer("200 OK", "Content-Type: image/png\r\n", "x"),
        "/gone" => reply.answer("410 Gone", "", ""),
        path => reply.answer(
            "200 OK",
            "Content-Type: text/html; charset=windows-1252\r\nETag: \"e\"\r\n",
            format!("<html><p>At {path}</p></html>"),
        ),
    })
}

#[test]
fn articles_are_fetched_with_what_the_feed_tells() {
    let server = site(|| rss(&["/a", "/report.pdf", "/bare", "/picture", "/gone"]));
    let (shelf, summary) = run(&server.url("/feed"), quick(), State::default());
    assert_eq!((summary.stored, summary.passed_over), (3, 2));
    let types: Vec<MediaType> = shelf
        .items
        .iter()
        .filter_map(|item| match &item.content {
            Content::Page(page) => Some(page.media_type),
            _ => None,
        })
        .collect();
    assert_eq!(types, [MediaType::Html, MediaType::Pdf, MediaType::Html]);
    let Item {
        source,
        entry: Some(entry),
        content: Content::Page(page),
    } = &shelf.items[0]
    else {
        panic!("a page")
    };
    assert_eq!(*source, server.url("/feed"));
    assert_eq!(
        (entry.title.as_deref(), entry.publisher.as_deref()),
        (Some("Item 0"), Some("The Feed"))
    );
    assert_eq!(page.url, server.url("/a"));
    assert_eq!(page.bytes, b"<html><p>At /a</p></html>");
    assert_eq!(
        (page.charset.as_deref(), page.etag.as_deref()),
        (Some("windows-1252"), Some("\"e\""))
    );
    // What was passed over is not tried again.
    let (_, summary) = run(&server.url("/feed"), quick(), shelf.state);
    assert_eq!((summary.stored, summary.passed_over), (0, 0));
}

#[test]
fn a_page_in_two_feeds_is_fetched_once() {
    let server = site(|| rss(&["/a", "/b"]));
    let sources: Vec<Source> = ["/feed", "/feed2", "/feed"]
        .iter()
        .flat_map(|path| Source::parse(&server.url(path)).expect("a source"))
        .collect();
    let mut shelf = Shelf::default();
    let mut watcher = Watcher::new(sources, quick(), State::default()).with_clock(clock());
    watcher.run_once(&false.into(), &mut shelf).expect("a run");
    watcher.run_once(&false.into(), &mut shelf).expect("a run");
    // One source's articles wait while the other is looked at.
    let other = site(|| rss(&["/c"]));
    let link = other.url("/c");
    let third = site(move || rss(&[&link]));
    let sources = [other.url("/feed"), third.url("/feed")]
        .iter()
        .flat_map(|url| Source::parse(url).expect("a source"))
        .collect::<Vec<_>>();
    let (shelf, summary) = {
        let mut shelf = Shelf::default();
        let mut watcher = Watcher::new(sources, quick(), State::default()).with_clock(clock());
        let summary = watcher.run_once(&false.into(), &mut shelf).expect("a run");
        (shelf, summary)
    };
    assert_eq!((summary.looks, summary.stored), (2, 1));
    assert_eq!(shelf.links(), [other.url("/c")]);
    let mut paths = server.paths();
    paths.retain(|path| !path.starts_with("/feed"));
    paths.sort();
    assert_eq!(paths, ["/a", "/b"]);
}

#[test]
fn an_updated_article_comes_again_but_not_forever() {
    let round = Arc::new(AtomicUsize::new(0));
    let count = round.clone();
    let server = site(move || {
        let minute = count.load(Ordering::Relaxed);
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>F</title><entry><id>e</id><title>E</title>\
             <link href=\"/a\"/><updated>2024-01-01T00:{minute:02}:00Z</updated></entry></feed>"
        )
    });
    let mut state = State::default();
    let mut stored = Vec::new();
    for minute in [0, 0, 1, 2, 3, 4, 5] {
        round.store(minute, Ordering::Relaxed);
        let (shelf, summary) = run(&server.url("/feed"), quick(), state);
        stored.push(summary.stored);
        state = shelf.state;
    }
    assert_eq!(stored, [1, 0, 1, 1, 1, 0, 0]);
}

#[test]
fn a_failing_sink_loses_nothing() {
    let server = site(|| rss(&["/a", "/b", "/c"]));
    let mut shelf = Shelf {
        fails_at: Some(1),
        ..Shelf::default()
    };
    let sources = Source::parse(&server.url("/feed")).expect("a source");
    let error = Watcher::new(sources, quick(), State::default())
        .with_clock(clock())
        .run_once(&false.into(), &mut shelf)
        .expect_err("a full disk");
    assert!(matches!(error, WatchError::Sink(_)) && error.to_string().contains("the disk is full"));
    assert_eq!(shelf.links(), [server.url("/a")]);
    // The next run goes on where the state stands, which is where the documents do.
    let (rest, _) = run(&server.url("/feed"), quick(), shelf.state);
    assert_eq!(rest.links(), [server.url("/b"), server.url("/c")]);
}

/// Stops after so many items, or notices.
struct StopsAfter<'a> {
    shelf: Shelf,
    items: usize,
    notices: usize,
    stop: &'a AtomicBool,
}

impl Sink for StopsAfter<'_> {
    fn take(&mut self, item: Item, progress: Progress<'_>) -> Result<Taken, SinkError> {
        let taken = self.shelf.take(item, progress);
        if self.shelf.items.len() >= self.items {
            self.stop.store(true, Ordering::Relaxed);
        }
        taken
    }

    fn checkpoint(&mut self, progress: Progress<'_>) -> Result<(), SinkError> {
        self.shelf.checkpoint(progress)
    }

    fn notice(&mut self, notice: &Notice) {
        self.shelf.notice(notice);
        if self.shelf.notices.len() >= self.notices {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn what_waits_when_it_is_stopped_is_fetched_in_the_next_run() {
    // The feed forgets its entries: without what was kept of them they would be lost.
    let looks = Arc::new(AtomicUsize::new(0));
    let count = looks.clone();
    let server = site(move || match count.fetch_add(1, Ordering::Relaxed) {
        0 => rss(&["/a", "/b", "/c"]),
        _ => rss(&["/d"]),
    });
    let stop = AtomicBool::new(false);
    let mut sink = StopsAfter {
        shelf: Shelf::default(),
        items: 1,
        notices: usize::MAX,
        stop: &stop,
    };
    let sources = Source::parse(&server.url("/feed")).expect("a source");
    Watcher::new(sources, quick(), State::default())
        .with_clock(clock())
        .run(&stop, &mut sink)
        .expect("a run");
    assert_eq!(sink.shelf.links(), [server.url("/a")]);
    let json = serde_json::to_string(&sink.shelf.state).expect("JSON");
    let (rest, _) = run(
        &server.url("/feed"),
        quick(),
        serde_json::from_str(&json).expect("a state"),
    );
    let mut links = rest.links();
    links.sort_unstable();
    assert_eq!(links, [server.url("/b"), server.url("/c"), server.url("/d")]);
}

#[test]
fn it_goes_on_looking_until_it_is_stopped() {
    let looks = Arc::new(AtomicUsize::new(0));
    let count = looks.clone();
    let server = site(move || {
        let links: Vec<String> = (0..=count.fetch_add(1, Ordering::Relaxed))
            .map(|n| format!("/{n}"))
            .collect();
        rss(&links.iter().map(String::as_str).collect::<Vec<_>>())
    });
    let stop = AtomicBool::new(false);
    let mut sink = StopsAfter {
        shelf: Shelf::default(),
        items: 5,
        notices: 50,
        stop: &stop,
    };
    let sources = Source::parse(&server.url("/feed")).expect("a source");
    let summary = Watcher::new(sources, quick(), State::default())
        .with_clock(clock())
        .run(&stop, &mut sink)
        .expect("a run");
    assert_eq!((summary.looks, summary.stored), (5, 5));
}

#[test]
fn a_long_feed_is_taken_in_parts() {
    let server = site(|| {
        let links: Vec<String> = (0..10).map(|n| format!("/{n}")).collect();
        rss(&links.iter().map(String::as_str).collect::<Vec<_>>())
    });
    let mut options = quick();
    options.limits.waiting = 4;
    let (shelf, summary) = run(&server.url("/feed"), options.clone(), State::default());
    assert_eq!(summary.stored, 4);
    assert!(
        shelf
            .notices
            .iter()
            .any(|notice| notice.event == Event::Looked { new: 4, left: 6 })
    );
    let (_, summary) = run(&server.url("/feed"), options, shelf.state);
    assert_eq!(summary.stored, 4);
}

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("inner")).expect("a folder");
    folder
}

fn files(shelf: &Shelf) -> Vec<String> {
    shelf
        .items
        .iter()
        .map(|item| match &item.content {
            Content::File(path) => path.file_name().expect("a name").to_string_lossy().into_owned(),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn new_and_changed_files_are_found() {
    let folder = folder("files");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    for name in ["b.txt", "a.html", ".hidden", "c.txt.part", "inner/d.txt", "e.jpg"] {
        write(name, "text");
    }
    let given = folder.display().to_string();
    let mut options = quick();
    options.settle = std::time::Duration::ZERO;
    options.endings = vec!["txt".to_owned(), "html".to_owned()];
    let (shelf, _) = run(&given, options.clone(), State::default());
    assert_eq!(files(&shelf), ["a.html", "b.txt", "d.txt"]);
    write("b.txt", "another text");
    write("f.txt", "text");
    std::fs::remove_file(folder.join("a.html")).expect("removed");
    let (shelf, _) = run(&given, options.clone(), shelf.state);
    assert_eq!(files(&shelf), ["b.txt", "f.txt"]);
    assert_eq!(shelf.state.sources[&given].seen.len(), 3);
    // With little room to remember, the oldest are forgotten but not taken again.
    options.limits.remembered = 1;
    let (shelf, _) = run(&given, options.clone(), shelf.state);
    assert_eq!(shelf.state.sources[&given].seen.len(), 1);
    let (shelf, summary) = run(&given, options, shelf.state);
    assert_eq!((summary.stored, shelf.items.len()), (0, 0));
    std::fs::remove_dir_all(&folder).expect("removed");
    let mut gone = Shelf::default();
    let summary = Watcher::new([Source::Folder(folder)], quick(), shelf.state)
        .with_clock(clock())
        .run_once(&false.into(), &mut gone)
        .expect("a run");
    assert_eq!(summary.failures, 1);
    assert!(gone.error().contains(&given), "{}", gone.error());
}

#[test]
fn a_file_that_is_still_written_is_left_alone() {
    let folder = folder("writing");
    std::fs::write(folder.join("a.txt"), "half a te").expect("written");
    let given = folder.display().to_string();
    let (shelf, _) = run(&given, quick(), State::default());
    assert_eq!(files(&shelf), [] as [String; 0]);
    // Its turn comes as soon as it has settled, not only at the folder's next turn.
    let clock = clock();
    let stop = AtomicBool::new(false);
    let mut sink = StopsAfter {
        shelf: Shelf::default(),
        items: 1,
        notices: usize::MAX,
        stop: &stop,
    };
    Watcher::new(Source::parse(&given).expect("a source"), quick(), shelf.state)
        .with_clock(clock)
        .run(&stop, &mut sink)
        .expect("a run");
    assert_eq!(files(&sink.shelf), ["a.txt"]);
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn an_opml_file_names_feeds() {
    let folder = folder("opml");
    let path = folder.join("feeds.opml");
    let text = "<opml version=\"2.0\"><body><outline text=\"N\"><outline xmlUrl=\"https://a.example/feed\"/></outline>\
                <outline xmlUrl=\"https://b.example/feed\"/></body></opml>";
    std::fs::write(&path, text).expect("written");
    let sources = Source::parse(&path.display().to_string()).expect("a list");
    let keys: Vec<String> = sources.iter().map(Source::key).collect();
    assert_eq!(keys, ["https://a.example/feed", "https://b.example/feed"]);
    std::fs::write(&path, "no list").expect("written");
    let error = Source::parse(&path.display().to_string()).expect_err("no list");
    assert!(error.to_string().contains("feeds.opml"), "{error}");
    std::fs::remove_dir_all(&folder).expect("removed");
}
