//! Words in the text that a row is about, each with a sign before it that leads to what is told of the row.

use std::collections::BTreeMap;

use sayso::schema::Span;

use super::segments::joined;

/// The words of rows of one kind.
pub struct Marks {
    length: usize,
    /// Where the words stand, in order and apart from each other.
    spans: Vec<Span>,
    /// Which rows' words begin at a character.
    beginnings: BTreeMap<usize, Vec<usize>>,
}

impl Marks {
    /// The marks of rows whose words stand at `spans` of a text of `length` characters.
    pub fn of(spans: Vec<Span>, length: usize) -> Self {
        let mut beginnings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, span) in spans.iter().enumerate().filter(|(_, span)| is_shown(**span, length)) {
            beginnings.entry(span.start).or_default().push(i);
        }
        Self {
            length,
            spans: joined(spans, length),
            beginnings,
        }
    }

    /// Places where the text has to be cut, so that a segment is part of a row's words as a whole or not at all. Rows
    /// whose words overlap are cut apart too.
    pub fn cuts(&self) -> impl Iterator<Item = usize> {
        let spans = self.spans.iter().flat_map(|span| [span.start, span.end]);
        spans.chain(self.beginnings.keys().copied())
    }

    /// Whether what stands at `segment` is marked.
    pub fn cover(&self, segment: Span) -> bool {
        let at = self.spans.partition_point(|span| span.end <= segment.start);
        self.spans.get(at).is_some_and(|span| span.contains(segment))
    }

    /// The rows whose words begin at `start`, by their places.
    pub fn beginning(&self, start: usize) -> impl Iterator<Item = usize> {
        self.beginnings.get(&start).into_iter().flatten().copied()
    }

    /// Whether the text has a place for a sign before `span`.
    pub fn show(&self, span: Span) -> bool {
        is_shown(span, self.length)
    }
}

fn is_shown(span: Span, length: usize) -> bool {
    !span.is_empty() && span.start < length
}
