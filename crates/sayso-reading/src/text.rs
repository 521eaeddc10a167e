//! The document's text, addressed by character.

use sayso_schema::{Passage, Span};

/// A text with the byte at which each of its characters starts, counted once. Every span that reaches a row passes
/// through here, so that `text` is always what stands there.
pub(crate) struct Text<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte).collect();
        Self { text, starts }
    }

    /// How many characters it has.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// What stands at `span`, as far as the text goes.
    pub(crate) fn at(&self, span: Span) -> &'t str {
        let byte = |character: usize| self.starts.get(character).copied().unwrap_or(self.text.len());
        self.text.get(byte(span.start)..byte(span.end)).unwrap_or_default()
    }

    /// The character at `index`.
    pub(crate) fn char(&self, index: usize) -> Option<char> {
        let byte = *self.starts.get(index)?;
        self.text.get(byte..)?.chars().next()
    }

    /// `span` with what stands there.
    pub(crate) fn passage(&self, span: Span) -> Passage {
        Passage {
            span,
            text: self.at(span).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters() {
        let text = Text::new("“Łódź” said");
        assert_eq!(text.len(), 11);
        assert_eq!(text.at(Span::new(1, 5)), "Łódź");
        assert_eq!(text.char(5), Some('”'));
        assert_eq!(text.at(Span::new(7, 99)), "said");
        assert_eq!(text.at(Span::new(9, 3)), "");
    }
}
