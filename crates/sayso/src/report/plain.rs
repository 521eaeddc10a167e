//! Text from outside made harmless to a terminal.
//!
//! An article, a path or a name in it may hold escape sequences that move the cursor, set the window's title or
//! paste into the shell, and direction overrides that show one text and mean another. Everything that the report
//! takes from outside goes through [`plain`] first; nothing else may print it.

use std::borrow::Cow;

/// `text` on one line: white space becomes single spaces, and every character that could drive a terminal or
/// turn the reading direction is written out as `\u{1b}`.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut after_space = false;
    let untouched = text.chars().all(|c| {
        let doubled = after_space && c == ' ';
        after_space = c == ' ';
        !doubled && !drives_terminal(c) && (c == ' ' || !c.is_whitespace())
    });
    if untouched {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !safe.ends_with(' ') {
                safe.push(' ');
            }
        } else if drives_terminal(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Like [`plain`], but keeps line breaks and the spaces that indent lines: for text that we laid out ourselves
/// around words from outside.
pub fn plain_lines(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && drives_terminal(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Like [`plain`], but character for character, so that a text keeps its shape: what ends a line in some way becomes a
/// line break, and what only moves the cursor back (`\r`) a space. An ordinary text is left as it is.
pub fn plain_text(text: &str) -> Cow<'_, str> {
    let stays = |c: char| c == '\n' || c == '\t' || !drives_terminal(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => safe.push(' '),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => safe.push('\n'),
            _ if stays(c) => safe.push(c),
            _ => safe.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(safe)
}

/// JSON with those characters written as `\u001b`: it means the same, and a terminal only shows it. Outside of its
/// strings JSON has none of them but line breaks.
pub fn json_for_terminal(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && drives_terminal(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Control characters (C0, DEL, C1), and the format characters that turn the direction of what follows or are
/// invisible tags. Joiners stay: several scripts and many emoji need them.
fn drives_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{json_for_terminal, plain, plain_lines, plain_text};

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in ["", "Kyiv claimed.", "Виктор Орбан said “no”", "東京 — 10 %"] {
            assert!(matches!(plain(text), std::borrow::Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn joins_lines_and_runs_of_space() {
        assert_eq!(plain("one\r\n two\t\u{a0}three  four"), "one two three four");
    }

    #[test]
    fn writes_out_what_drives_a_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(plain("a\u{7}\u{7f}\u{9b}31m"), "a\\u{7}\\u{7f}\\u{9b}31m");
        assert_eq!(plain("exe\u{202e}txt"), "exe\\u{202e}txt");
    }

    #[test]
    fn keeps_our_own_lines() {
        assert_eq!(plain_lines("│  a\n╰─ \u{1b}b\r"), "│  a\n╰─ \\u{1b}b\\u{d}");
    }

    #[test]
    fn keeps_the_shape_of_a_text() {
        assert!(matches!(plain_text("a\n\n b\tc  “é”"), std::borrow::Cow::Borrowed(_)));
        assert_eq!(plain_text("a\r\nb\u{c}c\u{2028}d"), "a \nb\nc\nd");
        assert_eq!(plain_text("\0\u{202e}\u{9b}"), "\\u{0}\\u{202e}\\u{9b}");
    }

    #[test]
    fn json_means_the_same_with_its_controls_written_out() {
        let value = serde_json::json!({ "a": "x\u{9b}31m\u{7f}\u{202e}\u{e0041}y", "b": ["é", 1] });
        let pretty = serde_json::to_string_pretty(&value).expect("it is JSON");
        let safe = json_for_terminal(&pretty);
        assert!(safe.contains(r"x\u009b31m\u007f\u202e\udb40\udc41y"), "{safe}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).expect("it is JSON"),
            value
        );
    }
}
