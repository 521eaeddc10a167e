//! Lines without comments: `# …`, `; …` and `<!-- … -->`, which may go over lines.

use super::Page;

/// A line that says something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// What stands there, without comment and the white space before it; not trimmed in front.
    pub(super) text: &'t str,
}

impl Line<'_> {
    /// The column of what begins `at` bytes into the text.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or(self.text).chars().count() + 1
    }

    /// The column behind the text.
    pub(super) fn end(&self) -> usize {
        self.column(self.text.len())
    }
}

/// The lines of `text` that say something, and empty ones, which end a set.
pub(super) fn lines<'t>(text: &'t str, page: &mut Page<'_>) -> Vec<Line<'t>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    let mut comment: Option<usize> = None;
    for (number, content) in crate::table::lines(text) {
        let mut content = content;
        if comment.is_some() {
            let Some((_, behind)) = content.split_once("-->") else {
                continue;
            };
            comment = None;
            content = behind;
        } else if let Some(opened) = opened(content) {
            let Some((_, behind)) = opened.split_once("-->") else {
                comment = Some(number);
                continue;
            };
            content = behind;
        }
        let text = content.get(..comment_at(content)).unwrap_or(content).trim_end();
        if !text.trim().is_empty() || content.trim().is_empty() {
            lines.push(Line { number, text });
        }
    }
    if let Some(number) = comment {
        page.problem(number, 1, "`-->` to close the comment");
    }
    lines
}

/// What follows `<!--`, or `<! --` as some dictionaries have it.
fn opened(content: &str) -> Option<&str> {
    content
        .trim_start()
        .strip_prefix("<!")
        .map(str::trim_start)?
        .strip_prefix("--")
}

/// Where a comment begins: the first `#` or `;` outside brackets, which can hold `[###]`.
fn comment_at(content: &str) -> usize {
    let mut inside = false;
    for (at, c) in content.char_indices() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            '#' | ';' if !inside => return at,
            _ => {}
        }
    }
    content.len()
}
