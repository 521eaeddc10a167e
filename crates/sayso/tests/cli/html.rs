//! `sayso html`: the page.

use crate::{EXAMPLE, article, folder, readings, run, run_with_input, stderr, stdout};

/// What a browser shows of each article's text.
fn texts(page: &str) -> Vec<String> {
    let inside = |part: &str| -> Option<String> {
        let (text, _) = part.split_once('>')?.1.split_once("</div>")?;
        let mut pieces = text.split('<');
        let mut shown = pieces.next()?.to_owned();
        shown.extend(pieces.filter_map(|piece| Some(piece.split_once('>')?.1)));
        let shown = shown.replace("&lt;", "<").replace("&gt;", ">");
        Some(shown.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    page.split("<div class=\"text\"").skip(1).filter_map(inside).collect()
}

#[test]
fn the_page_holds_the_whole_article_and_every_statement() {
    let output = run(&["html", EXAMPLE]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let page = stdout(&output);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    let read = readings(&run(&["read", EXAMPLE]));
    assert_eq!(texts(page), [read[0].document.text.clone()]);
    for statement in &read[0].statements {
        assert_eq!(page.matches(&format!(" id=\"a1-{}\"", statement.id)).count(), 1);
        assert_eq!(
            page.matches(&format!(" href=\"#a1-{}\" data-s=", statement.id)).count(),
            1
        );
    }
}

#[test]
fn many_articles_are_one_page_of_the_same_bytes_whatever_the_threads() {
    let paths = ["border.txt", "harbour.html", "wire.jsonl"].map(article);
    let page = |jobs| run(&["html", &paths[0], &paths[1], &paths[2], jobs]);
    let one = page("-j1");
    assert!(one.status.success(), "{}", stderr(&one));
    assert!(one.stdout == page("-j2").stdout);
    let read = readings(&run(&["read", &paths[0], &paths[1], &paths[2]]));
    let expected: Vec<String> = read.into_iter().map(|reading| reading.document.text).collect();
    assert_eq!(texts(stdout(&one)), expected);
    assert_eq!(stdout(&one).matches("<h1").count(), 1);
    assert_eq!(stdout(&one).matches("<html").count(), 1);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_on_the_page() {
    let dir = folder("html-output");
    let file = dir.join("page.html");
    let path = file.to_str().expect("a path of ASCII");
    let output = run(&["html", "no-such-file.txt", "--output", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!file.exists(), "nothing read makes no page");
    let output = run(&["html", "no-such-file.txt", EXAMPLE, "--output", path]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("no-such-file.txt"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    let written = std::fs::read(&file).expect("the page is there");
    assert!(written == run(&["html", EXAMPLE]).stdout);
}

#[test]
fn an_output_that_cannot_be_is_told_before_anything_is_read() {
    let dir = folder("html-no-output");
    let missing = dir.join("not-there/page.html");
    for path in [&dir, &missing] {
        let output = run(&["html", EXAMPLE, "-o", path.to_str().expect("a path of ASCII")]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains("help:"), "{}", stderr(&output));
    }
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let hostile = "Officials said </script><script>alert(1)</script> that <img src=x onerror=alert(1)> was \u{202e}shut & \
                   \u{1b}[2J“closed”.\n";
    let title = "</title><script>alert(2)</script>\u{202e}";
    let output = run_with_input(
        &["html", "-", "--title", title, "--publisher", "\"><b onclick=alert(3)>"],
        hostile.as_bytes(),
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let page = stdout(&output);
    for tag in ["<script", "</script", "</title", "<title"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag}");
    }
    assert!(!page.contains("<img") && !page.contains("<b "), "{page}");
    assert!(!page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')));
    let shown = hostile.replace('\u{202e}', "\\u{202e}").replace('\u{1b}', "\\u{1b}");
    assert_eq!(texts(page), [shown]);
}

#[test]
fn help_tells_where_the_page_goes() {
    let output = run(&["html", "--help"]);
    assert!(stdout(&output).contains("--output <PATH>") && stdout(&output).contains("standard output unless told"));
}
