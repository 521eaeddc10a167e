//! Identities of a document's rows.

use std::collections::HashMap;

use sayso_schema::{Document, RowId, RowKind, Span};

/// Gives the rows of one kind their ids, by the spans that they rest on; rows that share these are told apart by which
/// comes first.
pub(crate) struct Ids<'d> {
    document: &'d str,
    kind: RowKind,
    seen: HashMap<Vec<Span>, usize>,
}

impl<'d> Ids<'d> {
    pub(crate) fn new(document: &'d Document, kind: RowKind) -> Self {
        Self {
            document: &document.id,
            kind,
            seen: HashMap::new(),
        }
    }

    /// The id of the next row that rests on `spans`.
    pub(crate) fn next(&mut self, spans: &[Span]) -> RowId {
        let ordinal = self.seen.entry(spans.to_vec()).or_default();
        let id = RowId::of(self.document, self.kind, spans, *ordinal);
        *ordinal += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_place_have_ids_of_their_own() {
        let document = Document::new("note", "Two words.");
        let mut ids = Ids::new(&document, RowKind::Event);
        let (place, other) = ([Span::new(0, 3)], [Span::new(4, 9)]);
        assert_eq!(ids.next(&place), RowId::of(&document.id, RowKind::Event, &place, 0));
        assert_eq!(ids.next(&other), RowId::of(&document.id, RowKind::Event, &other, 0));
        assert_eq!(ids.next(&place), RowId::of(&document.id, RowKind::Event, &place, 1));
    }
}
