//! Feeds, web archives, mail, PDF and ninjs items through the whole of intake: as files, packed, and on standard input.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use sayso_intake::{Intake, IntakeError, Limits, Options};
use sayso_schema::Document;

type Outcome = Result<Document, IntakeError>;

fn read_stdin(bytes: impl Read + Send + 'static, limits: Limits) -> Vec<Outcome> {
    let options = Options {
        limits,
        ..Options::default()
    };
    Intake::new(["-"], &options)
        .with_stdin(bytes)
        .map(|raw| raw.and_then(|raw| raw.into_document(&options)))
        .collect()
}

/// Reads `bytes` as a file of that name.
fn read_file(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    let folder = std::env::temp_dir().join(format!("sayso-intake-kinds-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), bytes).expect("a file");
    let options = Options::default();
    // As a folder, since what is in one has to be found by its name.
    let outcomes = Intake::new([&folder], &options)
        .map(|raw| raw.and_then(|raw| raw.into_document(&options)))
        .map(|outcome| {
            outcome.map(|mut document| {
                document.source = file_name(&document.source);
                document
            })
        })
        .collect();
    std::fs::remove_dir_all(&folder).expect("own folder");
    outcomes
}

fn file_name(source: &str) -> String {
    Path::new(source)
        .file_name()
        .map_or_else(|| source.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn good(outcomes: Vec<Outcome>) -> Vec<Document> {
    outcomes
        .into_iter()
        .map(|outcome| outcome.expect("good input"))
        .collect()
}

const FEED: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ellery Post</title>
<item><title>Harbour reopens</title><link>https://post.example/1</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>ELLERY (Reuters) — The harbour reopened on Monday, officials said.</p><script>x()</script><p>Two ferries left.</p>]]></content:encoded></item>
<item><title>Only a headline</title><link>https://post.example/2</link></item>
<item><link>https://post.example/3</link><description>A ferry ran aground, its owner said.</description></item>
</channel></rss>"#;

#[test]
fn each_entry_of_a_feed_is_a_document() {
    let packed = gzip(FEED.as_bytes());
    let readings = [
        read_file("news.rss", FEED.as_bytes()),
        read_file("news.rss.gz", &packed),
        read_stdin(Cursor::new(FEED), Limits::default()),
        read_stdin(Cursor::new(packed), Limits::default()),
    ];
    for outcomes in readings {
        let [first, second, third] = outcomes.as_slice() else {
            panic!("{outcomes:?}");
        };
        let first = first.as_ref().expect("an entry with content");
        assert_eq!(
            first.text,
            "Harbour reopens\n\nELLERY (Reuters) — The harbour reopened on Monday, officials said.\n\nTwo ferries left."
        );
        assert!(first.source.ends_with("#1"), "{}", first.source);
        assert_eq!(first.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(first.published.as_deref(), Some("2024-05-02T10:00:00Z"));
        assert_eq!(first.publisher.as_deref(), Some("Ellery Post"));
        assert!(first.title_span.is_some() && first.dateline.is_some());
        let error = second.as_ref().expect_err("no text").to_string();
        assert!(
            error.contains("#2: the entry has no text of its own; read the page"),
            "{error}"
        );
        let third = third.as_ref().expect("an entry with a summary");
        assert_eq!(third.text, "A ferry ran aground, its owner said.");
        assert_eq!(third.url.as_deref(), Some("https://post.example/3"));
    }
}

#[test]
fn json_feeds_are_told_from_records() {
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items":
        [{"id": "1", "title": "Open", "content_html": "<p>It did.</p>"}, {"id": "2", "content_text": "It did not."}]}"#;
    for outcomes in [
        read_file("feed.json", feed.as_bytes()),
        read_stdin(Cursor::new(feed), Limits::default()),
    ] {
        let texts: Vec<String> = good(outcomes).into_iter().map(|document| document.text).collect();
        assert_eq!(texts, ["Open\n\nIt did.", "It did not."]);
    }
    let broken = read_file("feed.atom", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>");
    assert!(
        matches!(broken.as_slice(), [Err(IntakeError::Feed { .. })]),
        "{broken:?}"
    );
}

fn page(text: &str) -> String {
    let body = format!("<p>{text}</p>").repeat(4);
    format!("<html><head><title>Ferry runs aground</title></head><body><article>{body}</article></body></html>")
}

fn response(url: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

fn archive() -> Vec<Vec<u8>> {
    let page = page("The ferry ran aground off Ellery on Monday with a hundred people on board, its owner said.");
    let latin = page.replace("ferry ran", "ferry Ath\u{e9}na ran");
    let latin: Vec<u8> = latin
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
        .collect();
    let chunked = [
        format!("{:x}\r\n", page.len()).as_bytes(),
        page.as_bytes(),
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    vec![
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n".to_vec(),
        response(
            "https://post.example/1",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            &chunked,
        ),
        response("https://post.example/a.png", "Content-Type: image/png", b"\x89PNG"),
        response(
            "<https://post.example/2>",
            "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip",
            &gzip(page.as_bytes()),
        ),
        response(
            "https://post.example/3",
            "Content-Type: text/html; charset=iso-8859-1",
            &latin,
        ),
    ]
}

#[test]
fn pages_of_a_web_archive_are_documents() {
    let records = archive();
    let plain = records.concat();
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let frames = zstd::encode_all(&plain[..], 1).expect("memory");
    let readings = [
        read_file("news.warc", &plain),
        read_file("news.warc.gz", &packed),
        read_file("news.warc.zst", &frames),
        read_stdin(Cursor::new(packed), Limits::default()),
    ];
    for outcomes in readings {
        let documents = good(outcomes);
        let urls: Vec<_> = documents
            .iter()
            .filter_map(|document| document.url.as_deref())
            .collect();
        assert_eq!(
            urls,
            [
                "https://post.example/1",
                "https://post.example/2",
                "https://post.example/3"
            ]
        );
        for (document, record) in documents.iter().zip(["#2", "#4", "#5"]) {
            assert!(document.source.ends_with(record), "{}", document.source);
            assert!(
                document.text.starts_with("Ferry runs aground\n\nThe ferry"),
                "{}",
                document.text
            );
            assert_eq!(
                document.published, None,
                "when it was fetched is not when it was published"
            );
        }
        assert!(
            documents[2].text.contains("The ferry Athéna ran"),
            "{}",
            documents[2].text
        );
    }
}

#[test]
fn a_broken_record_costs_no_other() {
    let mut records = archive();
    records.insert(
        2,
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: none\r\n\r\nx\r\n\r\n".to_vec(),
    );
    records.push(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 100000\r\n\r\nHTTP/1.1 200 OK\r\n".to_vec());
    let outcomes = read_stdin(Cursor::new(records.concat()), Limits::default());
    let told: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(told, [true, false, true, true, false], "{outcomes:?}");
    let error = outcomes[1].as_ref().expect_err("broken").to_string();
    assert!(
        error.starts_with("-#3: the record is broken: its header has no `Content-Length`;"),
        "{error}"
    );

    let nothing = read_file("a.warc", &archive()[0]);
    assert!(
        matches!(nothing.as_slice(), [Err(IntakeError::NoPages { .. })]),
        "{nothing:?}"
    );
}

/// Gives an archive of any length, and says how much was asked for.
struct Endless {
    record: Vec<u8>,
    given: u64,
    length: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let at = usize::try_from(self.given % self.record.len() as u64).expect("fits");
        let left = usize::try_from(self.length - self.given).expect("fits");
        let part = &self.record[at..];
        let n = part.len().min(buffer.len()).min(left);
        buffer[..n].copy_from_slice(&part[..n]);
        self.given += n as u64;
        Ok(n)
    }
}

#[test]
fn a_web_archive_is_read_as_it_comes() {
    let record = response("https://post.example/v", "Content-Type: video/mp4", &vec![0; 1 << 20]);
    let found = archive().swap_remove(1);
    let length = record.len() as u64 * 300;
    let input = Endless {
        record,
        given: 0,
        length,
    };
    // A page, then 300 MB that are none, then a page: nothing of it is held beyond one record.
    let outcomes = read_stdin(
        Cursor::new(found.clone()).chain(input).chain(Cursor::new(found)),
        Limits {
            document: 4096,
            ..Limits::default()
        },
    );
    assert_eq!(good(outcomes).len(), 2);
}

#[test]
fn limits_hold_inside_web_archives() {
    let html = "Content-Type: text/html\r\nContent-Encoding: gzip";
    let bomb = response("https://post.example/b", html, &gzip(&vec![b' '; 80 << 20]));
    let good = archive().swap_remove(1);
    let outcomes = read_stdin(Cursor::new([bomb, good.clone()].concat()), Limits::default());
    assert!(matches!(outcomes[0], Err(IntakeError::Bomb { .. })), "{outcomes:?}");
    assert!(outcomes[1].is_ok());
    let limits = Limits {
        document: 200,
        ..Limits::default()
    };
    let outcomes = read_stdin(Cursor::new(good), limits);
    assert!(
        matches!(&outcomes[0], Err(IntakeError::TooLong { limit: 200, at }) if at.record == Some(1)),
        "{outcomes:?}"
    );
}

#[test]
fn mail_is_told_by_name_and_content() {
    let mail = "Return-Path: <ann@post.example>\r\nFrom: Ann Lee <ann@post.example>\r\nTo: desk@post.example\r\n\
        Subject: Harbour reopens\r\nDate: Thu, 2 May 2024 10:00:00 +0100\r\nMessage-ID: <1@post.example>\r\n\r\n\
        The harbour reopened on Monday, officials said.\r\n";
    for outcomes in [
        read_file("a.eml", mail.as_bytes()),
        read_file("a.eml.gz", &gzip(mail.as_bytes())),
        read_stdin(Cursor::new(mail), Limits::default()),
    ] {
        let document = &good(outcomes)[0];
        assert_eq!(document.text, "The harbour reopened on Monday, officials said.\r\n");
        assert_eq!(document.title.as_deref(), Some("Harbour reopens"));
        assert_eq!(document.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(document.published.as_deref(), Some("2024-05-02T10:00:00+01:00"));
    }
}

/// A PDF of one page without a table of its objects, which readers then look for themselves.
const PAPER: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
    2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
    3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>\nendobj\n\
    4 0 obj\n<< /Length 62 >>\nstream\nBT /F 12 Tf 72 700 Td (The harbour reopened, he said.) Tj ET  \nendstream\nendobj\n\
    5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>\nendobj\n\
    trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n";

#[test]
fn pdf_is_told_by_name_and_content() {
    for outcomes in [
        read_file("a.pdf", PAPER.as_bytes()),
        read_file("a.pdf.zst", &zstd::encode_all(PAPER.as_bytes(), 1).expect("memory")),
        read_stdin(Cursor::new(PAPER), Limits::default()),
    ] {
        assert_eq!(good(outcomes)[0].text, "The harbour reopened, he said.");
    }
    let scanned = PAPER.replace("Tj", "  ");
    let outcomes = read_file("scan.pdf", scanned.as_bytes());
    assert!(
        matches!(outcomes.as_slice(), [Err(IntakeError::PdfWithoutText { .. })]),
        "{outcomes:?}"
    );
    let broken = read_file("broken.pdf", b"%PDF-1.4 and no more");
    assert!(
        matches!(broken.as_slice(), [Err(IntakeError::Pdf { .. })]),
        "{broken:?}"
    );
}

#[test]
fn ninjs_items_stand_among_records() {
    let lines = "{\"id\": \"r\", \"text\": \"One man left.\"}\n\
        {\"uri\": \"urn:post:2\", \"headline\": \"Open\", \"versioncreated\": \"2024-05-02T10:00:00Z\", \"located\": \"Ellery\", \
        \"body_text\": \"MAY 2 (Reuters) - The harbour reopened, officials said.\"}\n\
        {\"uri\": \"urn:post:3\", \"type\": \"picture\", \"headline\": \"A boat\"}\n";
    let outcomes = read_file("news.jsonl", lines.as_bytes());
    let item = outcomes[1].as_ref().expect("an item");
    assert_eq!(item.source, "urn:post:2");
    assert_eq!(item.title.as_deref(), Some("Open"));
    assert_eq!(item.published.as_deref(), Some("2024-05-02T10:00:00Z"));
    assert!(outcomes[0].is_ok());
    let error = outcomes[2].as_ref().expect_err("no text").to_string();
    assert!(
        error.contains("news.jsonl:3: the ninjs item has no text of its own"),
        "{error}"
    );
}
