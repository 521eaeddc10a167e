//! Every kind of bad input gives a clear error or a clean document, in bounded time, and spoils nothing after it.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sayso_intake::{Intake, IntakeError, Limits, Options};
use sayso_schema::Document;

type Outcome = Result<Document, IntakeError>;

fn read(paths: &[&Path], options: &Options) -> Vec<Outcome> {
    Intake::new(paths.iter().copied(), options)
        .map(|raw| raw.and_then(|raw| raw.into_document(options)))
        .collect()
}

fn read_stdin(bytes: impl Read + Send + 'static) -> Vec<Outcome> {
    let options = Options::default();
    Intake::new(["-"], &options)
        .with_stdin(bytes)
        .map(|raw| raw.and_then(|raw| raw.into_document(&options)))
        .collect()
}

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sayso-intake-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a temporary folder");
        fs::write(&path, bytes).expect("a temporary file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn only(outcomes: Vec<Outcome>) -> Outcome {
    assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    outcomes.into_iter().next().expect("one outcome")
}

/// Reads `bytes` as the file `name` and returns the error, which has to name the file.
fn error_of(name: &str, bytes: impl AsRef<[u8]>) -> IntakeError {
    let folder = Folder::new(&format!("error-{name}-{}", bytes.as_ref().len()));
    let path = folder.file(name, bytes);
    let error = only(read(&[&path], &Options::default())).expect_err("bad input");
    assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
    assert!(
        error
            .place()
            .is_some_and(|place| place.path == path.display().to_string())
    );
    error
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

const STORY: &str = "Harbour reopens after repairs\n\nThe harbour at Port Ellery reopened on Monday, officials said.\n";

#[test]
fn empty_input() {
    for name in [
        "a.txt",
        "a.html",
        "a.json",
        "a.jsonl",
        "a.unknown",
        "a.rss",
        "a.atom",
        "a.warc",
    ] {
        for bytes in ["", " \n\r\n\t"] {
            assert!(matches!(error_of(name, bytes), IntakeError::Empty { .. }), "{name}");
        }
    }
    assert!(matches!(
        error_of("a.json", r#"{"text": " \n"}"#),
        IntakeError::Empty { .. }
    ));
    assert!(matches!(error_of("a.txt", "--- *** ---"), IntakeError::Empty { .. }));
    assert!(matches!(only(read_stdin(io::empty())), Err(IntakeError::Empty { .. })));
}

#[test]
fn binary_input() {
    let noise: Vec<u8> = (0..=255).cycle().take(5000).collect();
    for name in ["a.txt", "a.html", "a.bin"] {
        assert!(matches!(error_of(name, &noise), IntakeError::Binary { .. }), "{name}");
    }
    let error = error_of("a.txt", "%PDF-1.7 …");
    assert!(
        error
            .to_string()
            .contains("holds a PDF document under a name that does not end in .pdf, not text; give"),
        "{error}"
    );
    assert!(matches!(
        error_of("a.txt", gzip(STORY.as_bytes())),
        IntakeError::Binary { .. }
    ));
}

#[test]
fn a_page_that_is_no_article() {
    let page =
        "<html><head><title>App</title><script>boot({a: 1})</script></head><body><div id=root></div></body></html>";
    assert!(matches!(error_of("a.html", page), IntakeError::NoArticle { .. }));
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let line = || io::repeat(b'x').take(100 << 20);
    let error = only(read_stdin(line())).expect_err("longer than the limit");
    assert!(error.to_string().contains("max-document"), "{error}");

    let mut options = Options::default();
    options.limits.document = 128 << 20;
    let document = only(
        Intake::new(["-"], &options)
            .with_stdin(io::Cursor::new("word ").chain(line()))
            .map(|raw| raw.and_then(|raw| raw.into_document(&options)))
            .collect(),
    );
    assert_eq!(document.expect("within the limit").text.len(), 5 + (100 << 20));

    let jsonl = io::Cursor::new("{\"text\": \"")
        .chain(line())
        .chain(io::Cursor::new("\"}\n{\"text\": \"Two men left.\"}\n"));
    let outcomes = read_stdin(jsonl);
    assert!(
        matches!(&outcomes[0], Err(IntakeError::TooLong { at, .. }) if at.line == Some(1)),
        "{:?}",
        outcomes[0]
    );
    assert_eq!(outcomes[1].as_ref().expect("the next line").source, "-:2");
    assert_eq!(outcomes.len(), 2);
}

#[test]
fn invalid_utf8_is_decoded() {
    let folder = Folder::new("utf8");
    let damaged = folder.file(
        "a.txt",
        b"Caf\xc3\xa9s reopen, \xe2\x80\x9cat last\xe2\x80\x9d\xff, owners said.",
    );
    let latin = folder.file("b.txt", b"The caf\xe9 reopened, the na\xefve owner said on Monday.");
    let text = |path| only(read(&[path], &Options::default())).expect("a document").text;
    assert_eq!(text(&damaged), "Cafés reopen, “at last”\u{fffd}, owners said.");
    assert_eq!(text(&latin), "The café reopened, the naïve owner said on Monday.");
}

#[test]
fn truncated_and_broken_compression() {
    let whole = gzip(STORY.repeat(50).as_bytes());
    for cut in [3, 20, whole.len() - 5] {
        assert!(
            matches!(error_of("a.txt.gz", &whole[..cut]), IntakeError::Compressed { .. }),
            "cut at {cut}"
        );
    }
    assert!(matches!(error_of("a.txt.gz", STORY), IntakeError::Compressed { .. }));
    assert!(matches!(error_of("a.txt.zst", STORY), IntakeError::Compressed { .. }));
    let frame = zstd::encode_all(STORY.as_bytes(), 1).expect("memory");
    assert!(matches!(
        error_of("a.txt.zst", &frame[..frame.len() - 4]),
        IntakeError::Compressed { .. }
    ));
}

#[test]
fn a_truncated_stream_gives_what_came_before_the_cut() {
    let lines: String = (0..2000)
        .map(|i| {
            format!(
                "{{\"id\": \"{i}\", \"text\": \"Man {} left at {}.\"}}\n",
                i * 7919,
                i * i
            )
        })
        .collect();
    let packed = gzip(lines.as_bytes());
    let outcomes = read_stdin(io::Cursor::new(packed[..packed.len() / 2].to_vec()));
    let (last, before) = outcomes.split_last().expect("some");
    assert!(
        before.len() > 100 && before.iter().all(Result::is_ok),
        "{}",
        before.len()
    );
    assert!(
        matches!(last, Err(IntakeError::Compressed { at, .. }) if at.line == Some(before.len() as u64 + 1)),
        "{last:?}"
    );
}

#[test]
fn decompression_bombs() {
    let zeros = vec![b' '; 64 << 20];
    let bombs = [
        ("a.jsonl.gz", gzip(&zeros)),
        ("a.txt.gz", gzip(&zeros)),
        ("a.txt.zst", zstd::encode_all(&zeros[..], 3).expect("memory")),
    ];
    for (name, bomb) in &bombs {
        assert!(
            matches!(error_of(name, bomb), IntakeError::Bomb { ratio: 200, .. }),
            "{name}"
        );
    }
    let folder = Folder::new("bomb");
    let path = folder.file("a.txt.gz", gzip(STORY.repeat(100).as_bytes()));
    let mut options = Options::default();
    options.limits.unpacked = 1000;
    assert!(matches!(
        only(read(&[&path], &options)),
        Err(IntakeError::Unpacked { limit: 1000, .. })
    ));
}

#[test]
fn pages_nested_deep_are_refused_at_once() {
    let deep = [
        "<div>".repeat(100_000),
        "<b><p>".repeat(50_000),
        "<ul><li>".repeat(50_000),
        "<".repeat(5_000_000),
        "<table><tr><td>".repeat(30_000),
    ];
    let start = Instant::now();
    for page in &deep {
        let error = error_of("a.html", format!("<html><body>{page}"));
        assert!(matches!(error, IntakeError::HtmlTooLarge { .. }), "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_bad_line_does_not_end_the_stream() {
    let lines = "{\"text\": \"One man left.\"}\nnot json\n{\"title\": \"x\"}\n\n{\"text\": 5}\n{\"text\": \"Two\"}\n{\"text\": \"Three men left.\"}";
    let folder = Folder::new("lines");
    let path = folder.file("a.jsonl", lines);
    let outcomes = read(&[&path], &Options::default());
    let told: Vec<String> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(document) => document.text.clone(),
            Err(error) => error.to_string().replace(&path.display().to_string(), "a.jsonl"),
        })
        .collect();
    assert_eq!(told[0], "One man left.");
    assert!(told[1].starts_with("a.jsonl:2: not valid JSON"), "{}", told[1]);
    assert!(
        told[2].starts_with("a.jsonl:3: the record has no field `text`"),
        "{}",
        told[2]
    );
    assert!(
        told[3].starts_with("a.jsonl:5: the field `text` is not a string"),
        "{}",
        told[3]
    );
    assert_eq!(&told[4..], ["Two", "Three men left."]);
}

#[test]
fn missing_files_and_folders_without_articles() {
    let folder = Folder::new("folder");
    folder.file("notes.doc", "x");
    folder.file(".hidden.txt", STORY);
    let missing = folder.0.join("nothing.txt");
    let good = Folder::new("good");
    let article = good.file("deep/b.txt", STORY);
    good.file("deep/a.md", "x");
    let outcomes = read(&[&missing, &folder.0, &good.0], &Options::default());
    assert!(matches!(&outcomes[0], Err(IntakeError::Missing { at }) if at.path == missing.display().to_string()));
    assert!(matches!(&outcomes[1], Err(IntakeError::NoArticles { at }) if at.path == folder.0.display().to_string()));
    assert_eq!(
        outcomes[2].as_ref().expect("the article").source,
        article.display().to_string()
    );
    assert_eq!(outcomes.len(), 3);
}

#[test]
fn unknown_extensions_are_looked_into() {
    let folder = Folder::new("extension");
    let page = format!(
        "<!DOCTYPE html><html><body><article><p>{}</p></article></body></html>",
        STORY.repeat(5)
    );
    let cases = [
        ("a.md", STORY.to_owned().into_bytes(), 1),
        ("b.page", page.into_bytes(), 1),
        (
            "c.data",
            b"{\"text\": \"One left.\"}\n{\"text\": \"Two left.\"}\n".to_vec(),
            2,
        ),
        (
            "d.data",
            b"[\n{\"text\": \"One left.\"},\n{\"text\": \"Two left.\"}]".to_vec(),
            2,
        ),
        ("e.data", b"{\n\"text\": \"One left.\"\n}\n".to_vec(), 1),
        ("f", gzip(STORY.as_bytes()), 1),
        ("g.zst", zstd::encode_all(STORY.as_bytes(), 1).expect("memory"), 1),
    ];
    for (name, bytes, count) in cases {
        let path = folder.file(name, bytes);
        let outcomes = read(&[&path], &Options::default());
        assert_eq!(outcomes.len(), count, "{name}");
        assert!(outcomes.iter().all(Result::is_ok), "{name}: {outcomes:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("permission");
    let path = folder.file("a.txt", STORY);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("own file");
    // The superuser may read everything.
    if fs::File::open(&path).is_err() {
        assert!(matches!(
            only(read(&[&path], &Options::default())),
            Err(IntakeError::Permission { .. })
        ));
    }
    let link = folder.0.join("loop");
    std::os::unix::fs::symlink(&folder.0, &link).expect("a link");
    let outcomes = read(&[&folder.0], &Options::default());
    assert!(
        outcomes
            .iter()
            .any(|outcome| matches!(outcome, Err(IntakeError::Read { .. }))),
        "{outcomes:?}"
    );
}

#[test]
fn a_bad_date_option_is_said() {
    let options = Options {
        published: Some("soon".to_owned()),
        ..Options::default()
    };
    let folder = Folder::new("date");
    let path = folder.file("a.txt", STORY);
    let error = only(read(&[&path], &options)).expect_err("no date");
    assert_eq!(
        error.to_string(),
        "`soon` is not a date that can be read; write it as YYYY-MM-DD"
    );
}

#[test]
fn limits_are_the_callers() {
    let folder = Folder::new("limits");
    let path = folder.file("a.txt", STORY);
    let options = Options {
        limits: Limits {
            document: 10,
            ..Limits::default()
        },
        ..Options::default()
    };
    assert!(matches!(
        only(read(&[&path], &options)),
        Err(IntakeError::TooLong { limit: 10, .. })
    ));
}
