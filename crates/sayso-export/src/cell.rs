//! What stands in one field of a table, and how it is kept from breaking the table or whoever opens it.
//!
//! Text from an article may hold tabs and line breaks, which would shift every column after it, and it may begin with a
//! sign that a spreadsheet takes for a formula (`=HYPERLINK(…)`): a file that somebody opens by a double click must not
//! run what an article says. So text from outside is put on one line and, where it begins with such a sign, after an
//! apostrophe, which spreadsheets read as "this is text". Codes and numbers, which we make ourselves, stay as they are.

/// The content of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing is told.
    #[default]
    Empty,
    /// A number, a code or an id, in letters that no table minds.
    Code(String),
    /// Words from outside.
    Text(String),
}

impl Cell {
    /// A code that may not be told.
    pub(crate) fn code(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Empty, |value| Self::Code(value.to_string()))
    }

    /// Words that may not be told.
    pub(crate) fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Empty, |value| Self::Text(value.into()))
    }

    /// Several codes in one field; nothing where there are none.
    pub(crate) fn codes<T: ToString>(values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        if values.is_empty() {
            return Self::Empty;
        }
        Self::Text(values.join(LIST))
    }

    /// The field as it is written, with `empty` for what is not told.
    pub(crate) fn written(&self, empty: &str) -> String {
        match self {
            Self::Empty => empty.to_owned(),
            Self::Code(code) => one_line(code),
            Self::Text(text) => Self::guarded(&one_line(text)),
        }
    }

    /// `text` with an apostrophe before it where a spreadsheet would take it for a formula.
    pub(crate) fn guarded(text: &str) -> String {
        let looks_like_a_formula = text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        if looks_like_a_formula {
            format!("'{text}")
        } else {
            text.to_owned()
        }
    }
}

/// What stands between several values in one field.
pub(crate) const LIST: &str = "; ";

/// `fields` as a line split by tabs.
pub(crate) fn tab_separated(fields: &[String]) -> String {
    let mut line = fields.join("\t");
    line.push('\n');
    line
}

/// `text` with each run of line breaks, tabs and other control characters made one space.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut after_break = false;
    for c in text.chars() {
        let is_break = breaks(c);
        if !is_break {
            line.push(c);
        } else if !after_break {
            line.push(' ');
        }
        after_break = is_break;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn text_stays_on_its_line() {
        let text = Cell::text(Some("a\tb\r\n\r\nc\u{2028}d\u{b}e"));
        assert_eq!(text.written(""), "a b c d e");
    }

    #[test]
    fn text_is_no_formula_and_numbers_are_no_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"] {
            let written = Cell::text(Some(text)).written("");
            assert!(written.starts_with('\''), "{written}");
        }
        assert_eq!(Cell::text(Some("1 = 1")).written(""), "1 = 1");
        assert_eq!(Cell::code(Some(-9.5)).written(""), "-9.5");
    }

    #[test]
    fn what_is_not_told_is_what_the_format_says_it_is() {
        assert_eq!(Cell::code(None::<u8>).written("None"), "None");
        assert_eq!(Cell::codes(Vec::<u8>::new()), Cell::Empty);
        assert_eq!(Cell::codes([1, 2]).written(""), "1; 2");
    }
}
