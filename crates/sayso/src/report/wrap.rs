//! Lines that fit the terminal, counted in the columns that characters take up: two for most East Asian ones,
//! none for combining marks.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns `text` takes up.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` broken between words into lines of at most `width` columns. A word that is wider than a line is broken
/// inside. A `width` below two counts as two, so that every character fits.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let word_width = columns(word);
        if used > 0 && used + 1 + word_width > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if word_width <= width {
            line.push_str(word);
            used += word_width;
            continue;
        }
        for c in word.chars() {
            let c_width = c.width().unwrap_or(0);
            if used + c_width > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += c_width;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` cut to at most `width` columns, with `…` where something was cut.
pub fn truncate(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        let c_width = c.width().unwrap_or(0);
        if used + c_width > room {
            break;
        }
        cut.push(c);
        used += c_width;
    }
    cut.push('…');
    cut
}

/// `text` and as many spaces after it as make it `width` columns wide.
pub fn pad(text: &str, width: usize) -> String {
    let mut padded = text.to_owned();
    padded.extend(std::iter::repeat_n(' ', width.saturating_sub(columns(text))));
    padded
}

#[cfg(test)]
mod tests {
    use super::{columns, pad, truncate, wrap};

    #[test]
    fn breaks_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one two three", 6), ["one", "two", "three"]);
        assert_eq!(wrap("  one\n two ", 80), ["one two"]);
        assert!(wrap("", 10).is_empty());
    }

    #[test]
    fn breaks_a_word_that_is_wider_than_the_line() {
        assert_eq!(
            wrap("see https://example.org now", 10),
            ["see", "https://ex", "ample.org", "now"]
        );
    }

    #[test]
    fn counts_wide_characters_as_two_and_marks_as_none() {
        assert_eq!(wrap("東京都は言う", 5), ["東京", "都は", "言う"]);
        let accented = "e\u{301}e\u{301}e\u{301}";
        assert_eq!(wrap(accented, 2), ["e\u{301}e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "Officials in 東京 said around 10,000 soldiers crossed the Donaudampfschifffahrtsgesellschaft line";
        for width in 2..40 {
            for line in wrap(text, width) {
                assert!(columns(&line) <= width, "{line:?} at {width}");
            }
            let joined: String = wrap(text, width).concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn survives_no_width_at_all() {
        assert_eq!(wrap("東a", 0), ["東", "a"]);
        assert_eq!(truncate("東京", 0), "…");
    }

    #[test]
    fn cuts_and_pads_by_columns() {
        assert_eq!(truncate("東京都", 5), "東京…");
        assert_eq!(truncate("short", 5), "short");
        assert_eq!(pad("東", 4), "東  ");
    }
}
