//! What good input becomes, from each format, and what holds for any input at all.

use std::io::Write;

use proptest::prelude::*;
use sayso_intake::{Format, Intake, Options, Place, RawDocument};
use sayso_schema::{Document, Guessed, Span};

const STORY: &str = "Harbour reopens after repairs\nELLERY, May 2 (Reuters) — The harbour at Port Ellery reopened on Monday \
after eleven days, Ellery.Net reports via local radio.\nTwo ferries left at noon.\nBy Ann Lee";

fn from(format: Format, bytes: &[u8], options: &Options) -> Document {
    let source = Place::file("story");
    RawDocument {
        source,
        format,
        bytes: bytes.to_vec(),
    }
    .into_document(options)
    .expect("good input")
}

fn cut(document: &Document, span: Option<Span>) -> String {
    span.map(|span| document.text.chars().skip(span.start).take(span.len()).collect())
        .unwrap_or_default()
}

#[test]
fn plain_text_tells_by_its_shape() {
    let document = from(Format::Text, STORY.as_bytes(), &Options::default());
    assert_eq!(document.text, STORY);
    assert_eq!(document.source, "story");
    assert_eq!(document.title.as_deref(), Some("Harbour reopens after repairs"));
    assert_eq!(document.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(cut(&document, document.byline_span), "By Ann Lee");
    assert_eq!(document.publisher.as_deref(), Some("Ellery.Net"));
    assert_eq!(document.published, None);
    let dateline = document.dateline.as_ref().expect("a dateline");
    assert_eq!(cut(&document, Some(dateline.passage.span)), "ELLERY, May 2 (Reuters) —");
    assert_eq!(
        (
            dateline.place.as_deref(),
            dateline.date.as_deref(),
            dateline.agency.as_deref()
        ),
        (Some("ELLERY"), Some("May 2"), Some("Reuters"))
    );
    assert_eq!(
        document.guessed,
        [Guessed::Title, Guessed::Byline, Guessed::Publisher, Guessed::Dateline]
    );
}

#[test]
fn line_ends_and_characters_stay_as_they_are() {
    let text = "\u{feff}Cafe\u{301}s reopen today\r\n\r\n  By Ann Lee  \r\n\r\nThe “first” opened. 🛥\r\n";
    let document = from(Format::Text, text.as_bytes(), &Options::default());
    assert_eq!(document.text, text.trim_start_matches('\u{feff}'));
    assert_eq!(cut(&document, document.title_span), "Cafe\u{301}s reopen today");
    assert_eq!(cut(&document, document.byline_span), "By Ann Lee");
}

#[test]
fn records_state_and_options_win() {
    let record = r#"{"id": "r1", "url": "https://post.example/1", "title": "Harbour reopens", "byline": "Bo Ek",
        "date": "2024-05-02", "publisher": "Post", "text": "Harbour reopens\n\nBy Bo Ek\n\nIt did."}"#;
    let document = from(Format::Json, record.as_bytes(), &Options::default());
    assert_eq!(
        (document.source.as_str(), document.url.as_deref()),
        ("r1", Some("https://post.example/1"))
    );
    assert_eq!(document.published.as_deref(), Some("2024-05-02"));
    assert_eq!(cut(&document, document.title_span), "Harbour reopens");
    assert_eq!(cut(&document, document.byline_span), "By Bo Ek");
    assert_eq!(document.guessed, []);

    let options = Options {
        published: Some("3 May 2024".to_owned()),
        publisher: Some("Gazette".to_owned()),
        title: Some("Other".to_owned()),
        ..Options::default()
    };
    let document = from(Format::Json, record.as_bytes(), &options);
    assert_eq!(document.published.as_deref(), Some("2024-05-03"));
    assert_eq!(
        (document.publisher.as_deref(), document.title.as_deref()),
        (Some("Gazette"), Some("Other"))
    );
    assert_eq!(document.title_span, None);
}

#[test]
fn a_page_becomes_headline_and_paragraphs() {
    let body =
        "<p>The harbour at Port Ellery reopened on Monday after eleven days of repairs, officials said.</p>".repeat(4);
    let page = format!(
        "<!doctype html><html lang=en><head><meta charset=windows-1252><meta property=og:title content='Caf\u{e9}s reopen'>
         <meta property=article:published_time content=2024-05-02T10:00:00Z><meta property=og:site_name content=Post>
         <meta name=author content='By Ann Lee'></head><body><nav>Home</nav><article><h1>Caf\u{e9}s reopen</h1>{body}</article>"
    );
    let latin: Vec<u8> = page
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
        .collect();
    let document = from(Format::Html, &latin, &Options::default());
    assert!(
        document.text.starts_with("Cafés reopen\n\nThe harbour at Port Ellery"),
        "{}",
        document.text
    );
    assert_eq!(document.text.matches("Cafés reopen").count(), 1);
    assert_eq!(cut(&document, document.title_span), "Cafés reopen");
    assert_eq!(document.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(document.published.as_deref(), Some("2024-05-02T10:00:00Z"));
    assert_eq!(
        (document.publisher.as_deref(), document.language.as_deref()),
        (Some("Post"), Some("en"))
    );
    assert_eq!(document.guessed, []);
}

#[test]
fn packed_streams_of_several_members_and_utf16_lines() {
    let mut packed = Vec::new();
    for line in ["{\"text\": \"One left.\"}\n", "{\"text\": \"Two left.\"}\n"] {
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        member.write_all(line.as_bytes()).expect("memory");
        packed.extend(member.finish().expect("memory"));
    }
    let options = Options::default();
    let texts = |bytes: Vec<u8>| -> Vec<String> {
        Intake::new(["-"], &options)
            .with_stdin(std::io::Cursor::new(bytes))
            .map(|raw| {
                raw.and_then(|raw| raw.into_document(&options))
                    .expect("good input")
                    .text
            })
            .collect()
    };
    assert_eq!(texts(packed), ["One left.", "Two left."]);
    let utf16: Vec<u8> = "\u{feff}{\"text\": \"Één left.\"}\r\n{\"text\": \"Two left.\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(utf16), ["Één left.", "Two left."]);
}

#[test]
fn folders_are_read_in_the_order_of_names() {
    let folder = std::env::temp_dir().join(format!("sayso-intake-order-{}", std::process::id()));
    for name in ["b/z.txt", "a.txt", "c.jsonl", "b/a.html.gz", "skip.md"] {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}").expect("a file");
    }
    let sources: Vec<String> = Intake::new([&folder], &Options::default())
        .map(|raw| match raw {
            Ok(raw) => raw.source.to_string(),
            Err(error) => error.place().map(ToString::to_string).unwrap_or_default(),
        })
        .map(|source| source.replace(&format!("{}/", folder.display()), ""))
        .collect();
    std::fs::remove_dir_all(&folder).expect("own folder");
    assert_eq!(sources, ["a.txt", "b/a.html.gz", "b/z.txt", "c.jsonl:1", "c.jsonl:2"]);
}

/// Spans cut out what the fields say.
fn spans_hold(document: &Document) {
    if document.title_span.is_some() {
        assert_eq!(
            Some(cut(document, document.title_span).as_str()),
            document.title.as_deref().map(str::trim)
        );
    }
    if document.byline_span.is_some() {
        let line = cut(document, document.byline_span);
        assert!(
            document.byline.as_deref().is_some_and(|names| line.contains(names)),
            "{line}"
        );
    }
    if let Some(dateline) = &document.dateline {
        assert_eq!(cut(document, Some(dateline.passage.span)), dateline.passage.text);
        for part in [&dateline.place, &dateline.date, &dateline.agency]
            .into_iter()
            .flatten()
        {
            assert!(dateline.passage.text.contains(part.as_str()));
        }
    }
    if document.guessed.contains(&Guessed::Publisher) {
        assert!(
            document
                .publisher
                .as_deref()
                .is_some_and(|name| document.text.contains(name))
        );
    }
}

fn read_anyhow(bytes: &[u8]) {
    let options = Options::default();
    for format in [
        Format::Text,
        Format::Html,
        Format::Json,
        Format::Entry,
        Format::Response,
        Format::Mail,
        Format::Pdf,
    ] {
        let raw = RawDocument {
            source: Place::file("x"),
            format,
            bytes: bytes.to_vec(),
        };
        if let Ok(document) = raw.into_document(&options) {
            spans_hold(&document);
        }
    }
    let input = std::io::Cursor::new(bytes.to_vec());
    for raw in Intake::new(["-"], &options).with_stdin(input).flatten() {
        if let Ok(document) = raw.into_document(&options) {
            spans_hold(&document);
        }
    }
}

/// Pieces of news, markup and JSON, and what breaks them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::sample::select(vec![
            "\n",
            "\r\n",
            " ",
            "By Ann Lee",
            "By ",
            "KYIV, Oct. 15 (Reuters) - ",
            "ÅRHUS (AP) —",
            "(",
            ")",
            "—",
            "--",
            ", É.é reports via ",
            " reports",
            "Harbour reopens",
            "<p>",
            "</p>",
            "<b>",
            "<h1>",
            "<title>",
            "<!--",
            "<svg>",
            "<script type='application/ld+json'>",
            "</script>",
            "{\"text\": \"",
            "\"}",
            "\\u00e9",
            "[",
            "{",
            "}",
            "<meta charset=",
            "utf-16",
            "\u{feff}",
            "\u{301}",
            "🛥",
            "Oct. 15",
            "<?xml encoding=",
            "<time datetime=",
            "(Reporting by ",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_taken_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read_anyhow(&bytes);
        let magics: [&[u8]; 9] = [
            b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"{\"text\":\"", b"<html>", b"<rss version='2.0'><channel>",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
            b"%PDF-1.4\n", b"From: a@b.c\nDate: x\nMIME-Version: 1.0\n",
        ];
        for magic in magics {
            read_anyhow(&[magic, &bytes].concat());
        }
    }

    #[test]
    fn spans_cut_out_what_they_say(pieces in proptest::collection::vec(piece(), 0..12)) {
        read_anyhow(pieces.concat().as_bytes());
    }
}
