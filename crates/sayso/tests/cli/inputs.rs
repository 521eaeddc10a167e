//! Inputs that cannot be read, and whoever stops reading us.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::{EXAMPLE, article, folder, readings, repository, run, run_with_input, sayso, stderr, stdout};

#[test]
fn one_bad_file_among_good_ones_is_told_and_the_others_are_read() {
    let dir = folder("bad-among-good");
    let border = std::fs::read(repository().join(article("border.txt"))).expect("it is there");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(&border).expect("memory takes it");
    let gz = gz.finish().expect("memory takes it");
    let files: [(&str, &[u8]); 6] = [
        ("1-good.txt", &border),
        ("2-empty.txt", b""),
        ("3-binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0"),
        ("4-good.txt.gz", &gz),
        ("5-cut.txt.gz", &gz[..gz.len() / 2]),
        (
            "6-records.jsonl",
            b"{\"text\": \"The mayor said it was over.\"}\n{\"title\": \"no text\"}\n{\"text\": \"He said so.\"}\n",
        ),
    ];
    for (name, bytes) in files {
        std::fs::write(dir.join(name), bytes).expect("a file can be written");
    }
    let dir = dir.to_str().expect("a path of ASCII");
    for jobs in ["-j1", "-j2"] {
        let output = run(&["read", dir, "no-such-file.txt", EXAMPLE, jobs]);
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        let sources: Vec<_> = readings(&output)
            .into_iter()
            .map(|reading| reading.document.source)
            .collect();
        let ends = [
            "1-good.txt",
            "4-good.txt.gz",
            "6-records.jsonl:1",
            "6-records.jsonl:3",
            "putin-signs-law.txt",
        ];
        assert_eq!(sources.len(), ends.len(), "{sources:?}");
        for (source, end) in sources.iter().zip(ends) {
            assert!(source.ends_with(end), "{source} is not {end}");
        }
        let told = stderr(&output).replace(['\n', '│', ' '], "");
        for bad in [
            "2-empty.txt",
            "3-binary.txt",
            "5-cut.txt.gz",
            "6-records.jsonl:2",
            "no-such-file.txt",
        ] {
            assert!(told.contains(bad), "{bad} in {}", stderr(&output));
        }
        assert_eq!(stderr(&output).matches("help:").count(), 5, "{}", stderr(&output));
    }
}

#[test]
fn feeds_archives_mail_and_items_are_read_like_articles() {
    let dir = folder("kinds");
    let told = "The harbour reopened on Monday, the mayor said.";
    let page = format!(
        "<html><body><article>{}</article></body></html>",
        format!("<p>{told}</p>").repeat(4)
    );
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let archive = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/2\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Post</title><item><link>https://post.example/1</link>\
         <description>{told}</description></item><item><title>x</title></item></channel></rss>"
    );
    let mail = format!("From: Ann Lee <a@post.example>\r\nDate: Thu, 2 May 2024 10:00:00 +0000\r\n\r\n{told}\r\n");
    let item = format!("{{\"uri\": \"https://post.example/4\", \"headline\": \"Open\", \"body_text\": \"{told}\"}}");
    for (name, text) in [("1.rss", feed), ("2.warc", archive), ("3.eml", mail), ("4.json", item)] {
        std::fs::write(dir.join(name), text).expect("a file can be written");
    }
    std::fs::write(dir.join("5.pdf"), "%PDF-1.7 and no more").expect("a file can be written");
    let output = run(&["read", dir.to_str().expect("a path of ASCII")]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let readings = readings(&output);
    let sources: Vec<_> = readings
        .iter()
        .map(|reading| reading.document.source.rsplit('/').next())
        .collect();
    assert_eq!(sources, ["1.rss#1", "2.warc#1", "3.eml", "4"].map(Some));
    for reading in &readings {
        assert!(!reading.statements.is_empty(), "{}", reading.document.source);
    }
    let failures = stderr(&output).replace(['\n', '│', ' '], "");
    assert!(
        failures.contains("1.rss#2:theentryhasnotextofitsown"),
        "{}",
        stderr(&output)
    );
    assert!(failures.contains("5.pdf:notaPDFthatcanberead"), "{}", stderr(&output));
    assert_eq!(stderr(&output).matches("help:").count(), 2, "{}", stderr(&output));
}

#[test]
fn nothing_that_can_be_read_is_a_failure() {
    let output = run(&["read", "no-such-file.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).contains("no-such-file.txt"), "{}", stderr(&output));
    let empty = folder("empty");
    let output = run(&["read", empty.to_str().expect("a path of ASCII"), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    let output = run_with_input(&["read"], b"");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

#[test]
fn limits_are_flags() {
    let limited = run(&["read", EXAMPLE, "--max-size", "1K"]);
    assert_eq!(limited.status.code(), Some(1));
    assert!(stderr(&limited).contains("--max-document"), "{}", stderr(&limited));
    let dir = folder("bomb");
    let bomb = dir.join("bomb.txt.gz");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..20 {
        gz.write_all(&[b'a'; 1 << 20]).expect("memory takes it");
    }
    std::fs::write(&bomb, gz.finish().expect("memory takes it")).expect("a file can be written");
    let bomb = bomb.to_str().expect("a path of ASCII");
    let output = run(&["read", bomb]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("--max-ratio"), "{}", stderr(&output));
}

#[test]
fn whoever_stops_reading_us_is_no_error() {
    let dir = folder("broken-pipe");
    let wire = std::fs::read_to_string(repository().join(article("wire.jsonl"))).expect("it is there");
    let many = dir.join("many.jsonl");
    std::fs::write(&many, wire.repeat(100)).expect("a file can be written");
    for arguments in [&["read"][..], &["parse"], &["read", "--format", "report"]] {
        let mut command = sayso(arguments);
        command.arg(&many).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut first = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
        output.read_line(&mut first).expect("a first line comes");
        drop(output);
        let status = child.wait().expect("it ends");
        let mut told = String::new();
        child
            .stderr
            .take()
            .expect("it has errors")
            .read_to_string(&mut told)
            .expect("they are text");
        assert!(!first.trim().is_empty());
        assert!(status.success(), "{arguments:?} ended with {status}");
        assert_eq!(told, "", "{arguments:?}");
    }
}

#[test]
fn a_mistaken_command_line_is_told_with_code_two() {
    for arguments in [
        &[][..],
        &["reed", EXAMPLE],
        &["read", EXAMPLE, "--no-such-flag"],
        &["read", EXAMPLE, "--format", "xml"],
        &["read", EXAMPLE, "--by", "luck"],
        &["read", EXAMPLE, "--width", "3"],
        &["read", EXAMPLE, "-j", "0"],
        &["read", EXAMPLE, "--max-size", "huge"],
        &["explain", EXAMPLE],
        &["score", "luck", EXAMPLE],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(!stderr(&output).is_empty());
    }
}

#[test]
fn a_value_that_cannot_be_used_is_told_with_its_remedy() {
    let output = run(&["read", EXAMPLE, "--published", "yesterday"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("yesterday") && stderr(&output).contains("YYYY-MM-DD"),
        "{}",
        stderr(&output)
    );
    let output = run(&["read", EXAMPLE, "--knowledge", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no-such-folder"), "{}", stderr(&output));
    let output = run(&["score", "sources", "key.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--texts"), "{}", stderr(&output));
    let output = run(&["man", "reed"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("read, html, agreements"),
        "{}",
        stderr(&output)
    );
}
