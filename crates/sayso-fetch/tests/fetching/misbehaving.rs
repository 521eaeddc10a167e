//! Servers that are slow, endless, broken, or out to do harm. Each is done with in time, with an error that says what
//! was wrong.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sayso_fetch::{FetchError, Names, Options, Source, State, Watcher};

use crate::server::{Reply, Server};
use crate::{Shelf, clock, quick, run};

/// Asks for a feed that is answered like this; gives back what was told of it.
fn failure_with(options: Options, answer: impl Fn(&mut Reply) + Send + Sync + 'static) -> String {
    let server = Server::new(move |asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        _ => answer(reply),
    });
    let started = Instant::now();
    let (shelf, summary) = run(&server.url("/feed"), options, State::default());
    assert!(started.elapsed() < Duration::from_secs(7), "{:?}", started.elapsed());
    assert_eq!((summary.failures, summary.stored), (1, 0));
    shelf.error()
}

fn failure(answer: impl Fn(&mut Reply) + Send + Sync + 'static) -> String {
    failure_with(quick(), answer)
}

/// The same, with little patience.
fn failure_in_time(answer: impl Fn(&mut Reply) + Send + Sync + 'static) -> String {
    let mut options = quick();
    options.limits.time = Duration::from_millis(600);
    failure_with(options, answer)
}

fn assert_told(error: &str, cause: &str) {
    assert!(error.contains(cause), "expected `{cause}` in: {error}");
}

#[test]
fn a_slow_drip_is_cut_off() {
    let drip = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss>");
        while reply.raw(" ") {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    assert_told(&failure_in_time(drip), "took longer than the limit of 0.6 s");
}

#[test]
fn headers_that_never_end_are_cut_off() {
    let drip = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\n");
        while reply.raw("X: y\r\n") {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    assert_told(&failure_in_time(drip), "took longer than");
}

#[test]
fn silence_is_cut_off() {
    let silence = |reply: &mut Reply| {
        while !reply.is_over() {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    assert_told(&failure_in_time(silence), "took longer than");
}

#[test]
fn an_endless_body_ends_at_the_limit() {
    let mut options = quick();
    options.limits.feed = 100_000;
    let endless = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n");
        while reply.raw([b' '; 8192]) {}
    };
    assert_told(
        &failure_with(options, endless),
        "is larger than the limit of 100000 bytes",
    );
}

#[test]
fn a_body_that_says_it_is_too_large_is_not_read() {
    let large = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 99999999999\r\n\r\n<rss>");
    };
    assert_told(&failure(large), "is larger than the limit");
}

#[test]
fn a_gzip_bomb_ends_at_the_limit() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packer.write_all(&vec![0; 1 << 20]).expect("packed");
    }
    let bomb = packer.finish().expect("packed");
    assert!(bomb.len() < 100_000);
    let error = failure(move |reply| {
        reply.answer(
            "200 OK",
            "Content-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n",
            &bomb,
        );
    });
    assert_told(&error, "is larger than the limit of 8388608 bytes");
}

#[test]
fn broken_gzip_is_told() {
    let error = failure(|reply| {
        reply.answer(
            "200 OK",
            "Content-Type: text/xml\r\nContent-Encoding: gzip\r\n",
            b"\x1f\x8b\x08garbage",
        );
    });
    assert_told(&error, "the answer is broken");
}

#[test]
fn packing_that_was_not_asked_for_is_refused() {
    let error = failure(|reply| reply.answer("200 OK", "Content-Type: text/xml\r\nContent-Encoding: br\r\n", "xx"));
    assert_told(&error, "packed as `br`");
}

#[test]
fn redirects_end() {
    let server = Server::new(|asked, reply| match asked.path.as_str() {
        "/robots.txt" => reply.answer("404 Not Found", "", ""),
        "/feed" => reply.answer("302 Found", "Location: /other\r\n", ""),
        _ => reply.answer("301 Moved Permanently", "Location: /feed\r\n", ""),
    });
    let (shelf, _) = run(&server.url("/feed"), quick(), State::default());
    assert_told(&shelf.error(), "redirects more than 5 times");
    assert_eq!(server.paths().len(), 6);
}

#[test]
fn a_redirect_without_target_is_told() {
    assert_told(&failure(|reply| reply.answer("302 Found", "", "")), "but not to a URL");
    let script = |reply: &mut Reply| reply.answer("302 Found", "Location: javascript:alert(1)\r\n", "");
    assert_told(&failure(script), "only http and https");
    let secret = |reply: &mut Reply| reply.answer("302 Found", "Location: http://u:p@127.0.0.1/\r\n", "");
    assert_told(&failure(secret), "password");
}

#[test]
fn redirects_to_private_addresses_are_refused() {
    // Refused before any connection: none of these is ever asked.
    for (target, address) in [
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("http://127.0.0.2/", "127.0.0.2"),
        ("http://[::1]/", "::1"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
        ("http://2130706434/", "127.0.0.2"),
        ("http://0x7f.2/", "127.0.0.2"),
    ] {
        let error = failure(move |reply| reply.answer("302 Found", &format!("Location: {target}\r\n"), ""));
        assert_told(&error, &format!("is {address}, which is not on the public internet"));
    }
}

/// A name server that tells a public address first, as for a check, and a private one after.
#[derive(Debug, Default)]
struct Rebinding {
    asked: AtomicUsize,
}

impl Names for Rebinding {
    fn look_up(&self, _: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        // The second answer would be the one to connect to, were names looked up twice.
        let address = match self.asked.fetch_add(1, Ordering::Relaxed) {
            0 => [127, 0, 0, 1],
            _ => [127, 0, 0, 2],
        };
        Ok(vec![SocketAddr::from((address, port))])
    }
}

#[test]
fn a_name_that_turns_private_is_refused() {
    let server = Server::new(|_, reply| reply.answer("404 Not Found", "", ""));
    let url = format!("http://news.example:{}/feed", server.address.port());
    let mut shelf = Shelf::default();
    Watcher::new(Source::parse(&url).expect("a source"), quick(), State::default())
        .with_clock(clock())
        .with_names(Rebinding::default())
        .run_once(&false.into(), &mut shelf)
        .expect("a run");
    // robots.txt went to the first address; the feed's own look-up was checked in its turn.
    assert_eq!(server.asked().len(), 1);
    assert_told(
        &shelf.error(),
        "news.example is 127.0.0.2, which is not on the public internet",
    );
}

#[test]
fn this_machine_is_refused_unless_allowed() {
    let server = Server::new(|_, reply| reply.answer("200 OK", "", ""));
    let (shelf, _) = run(&server.url("/feed"), Options::default(), State::default());
    assert_told(&shelf.error(), "127.0.0.1");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_wrong_type_is_not_read() {
    let image = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n");
        while reply.raw([0; 8192]) {}
    };
    assert_told(&failure(image), "is `image/jpeg`, which is not a feed");
    let page = |reply: &mut Reply| reply.html("<html><p>Not a feed.</p></html>");
    assert_told(&failure(page), "give the address of an RSS, Atom or JSON feed");
}

#[test]
fn broken_answers_are_told() {
    let chunks = |reply: &mut Reply| {
        _ = reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>")
    };
    assert_told(&failure(chunks), "the answer is broken");
    let short = |reply: &mut Reply| {
        _ = reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<rss>")
    };
    assert_told(&failure(short), "it ends before its end");
    let unfinished = |reply: &mut Reply| {
        _ = reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n")
    };
    failure(unfinished);
    failure(|reply| _ = reply.raw("SSH-2.0-OpenSSH_9.2\r\n"));
    failure(|reply| _ = reply.raw(b"\x00\xff\x00\xff\r\n\r\n"));
    failure(|_| {});
}

#[test]
fn huge_headers_are_refused() {
    let huge = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\nX-Padding: ");
        for _ in 0..100 {
            reply.raw([b'x'; 4096]);
        }
        reply.raw("\r\n\r\n");
    };
    assert_told(&failure(huge), "sends more than 65536 bytes of headers");
    let many = |reply: &mut Reply| {
        reply.raw("HTTP/1.1 200 OK\r\n");
        for n in 0..2000 {
            reply.raw(format!("X-{n}: y\r\n"));
        }
        reply.raw("\r\n");
    };
    failure(many);
}

#[test]
fn refused_connections_are_told() {
    let port = {
        let server = Server::new(|_, _| {});
        server.address.port()
    };
    let (shelf, _) = run(&format!("http://127.0.0.1:{port}/feed"), quick(), State::default());
    assert_told(&shelf.error(), "cannot be read");
}

#[test]
fn a_reset_connection_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/feed", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        // Closing with the request unread resets the connection.
        stream.peek(&mut [0]).expect("a request");
    });
    let mut options = quick();
    options.robots = sayso_fetch::RobotsPolicy::Articles;
    let (shelf, _) = run(&url, options, State::default());
    server.join().expect("the server");
    assert_told(&shelf.error(), "the connection failed");
}

#[test]
fn what_is_not_secure_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}/feed", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let read = stream.read(&mut [0; 4096]).expect("a greeting");
        assert!(read > 0);
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .expect("an answer");
    });
    let mut options = quick();
    options.robots = sayso_fetch::RobotsPolicy::Articles;
    let (shelf, _) = run(&url, options, State::default());
    server.join().expect("the server");
    assert_told(&shelf.error(), "the secure connection failed");
}

#[test]
fn options_that_cannot_be_sent_are_told() {
    let options = Options {
        user_agent: "a\r\nEvil: yes".to_owned(),
        ..quick()
    };
    let error = Watcher::new([], options, State::default())
        .run_once(&false.into(), &mut Shelf::default())
        .expect_err("a bad user agent");
    assert!(error.to_string().contains("user agent"));
    assert!(matches!(
        Source::parse("https://u:p@a.example/feed"),
        Err(FetchError::Credentials { .. })
    ));
}
