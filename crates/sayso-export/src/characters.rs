//! A text whose characters are counted once, for whoever cuts it by code points.

use sayso_schema::Span;

/// A text with the byte at which each of its characters begins.
pub(crate) struct Characters<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Characters<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, starts }
    }

    /// What stands at `span`; nothing where the span is empty or reaches beyond the text.
    pub(crate) fn at(&self, span: Span) -> Option<&'a str> {
        let (start, end) = (*self.starts.get(span.start)?, *self.starts.get(span.end)?);
        self.text.get(start..end).filter(|text| !text.is_empty())
    }

    /// Up to `count` characters before `at`.
    pub(crate) fn before(&self, at: usize, count: usize) -> &'a str {
        self.at(Span::new(at.saturating_sub(count), at)).unwrap_or_default()
    }

    /// Up to `count` characters from `at` on.
    pub(crate) fn after(&self, at: usize, count: usize) -> &'a str {
        let end = at.saturating_add(count).min(self.starts.len().saturating_sub(1));
        self.at(Span::new(at, end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use sayso_schema::Span;

    use super::Characters;

    #[test]
    fn counts_characters_not_bytes() {
        let text = Characters::of("Kōbe 𝄞 mill");
        assert_eq!(text.at(Span::new(1, 4)), Some("ōbe"));
        assert_eq!(text.at(Span::new(5, 6)), Some("𝄞"));
        assert_eq!(text.before(5, 3), "be ");
        assert_eq!(text.after(6, 100), " mill");
        assert_eq!(text.after(11, 3), "");
    }

    #[test]
    fn a_span_from_elsewhere_is_nothing() {
        let text = Characters::of("Kōbe");
        for (start, end) in [(0, 5), (3, 2), (2, 2), (9, 12), (0, usize::MAX)] {
            assert_eq!(text.at(Span::new(start, end)), None);
        }
        assert_eq!(text.after(9, usize::MAX), "");
    }
}
