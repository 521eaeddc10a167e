//! One reading with its rows by their ids, worked out once for all its events.

use std::collections::BTreeMap;

use sayso_schema::{Agreement, Dispute, Document, Entity, EntityType, Event, Figure, Reading, RowId, Span, Statement};

use crate::cell::LIST;

/// A reading that rows are looked up in.
pub(crate) struct Context<'a> {
    reading: &'a Reading,
    entities: BTreeMap<&'a RowId, &'a Entity>,
    statements: BTreeMap<&'a RowId, &'a Statement>,
    figures: BTreeMap<&'a RowId, &'a Figure>,
    /// Of each event that is tied to others, the first id among all that hang together.
    groups: BTreeMap<&'a RowId, &'a RowId>,
    lead: Span,
    people: String,
    organizations: String,
    locations: String,
}

impl<'a> Context<'a> {
    /// Looks at `reading`.
    pub(crate) fn of(reading: &'a Reading) -> Self {
        Self {
            reading,
            entities: reading.entities.iter().map(|row| (&row.id, row)).collect(),
            statements: reading.statements.iter().map(|row| (&row.id, row)).collect(),
            figures: reading.figures.iter().map(|row| (&row.id, row)).collect(),
            groups: groups(&reading.events),
            lead: lead(&reading.document),
            people: named(reading, &[EntityType::Person]),
            organizations: named(reading, &[EntityType::Org]),
            locations: named(reading, &[EntityType::Gpe, EntityType::Loc, EntityType::Fac]),
        }
    }

    pub(crate) fn document(&self) -> &'a Document {
        &self.reading.document
    }

    pub(crate) fn events(&self) -> &'a [Event] {
        &self.reading.events
    }

    pub(crate) fn entities(&self) -> &'a [Entity] {
        &self.reading.entities
    }

    pub(crate) fn statements(&self) -> &'a [Statement] {
        &self.reading.statements
    }

    pub(crate) fn figures(&self) -> &'a [Figure] {
        &self.reading.figures
    }

    pub(crate) fn agreements(&self) -> &'a [Agreement] {
        &self.reading.agreements
    }

    pub(crate) fn disputes(&self) -> &'a [Dispute] {
        &self.reading.disputes
    }

    /// The names of the story's people, in one field.
    pub(crate) fn people(&self) -> &str {
        &self.people
    }

    /// The names of its organisations.
    pub(crate) fn organizations(&self) -> &str {
        &self.organizations
    }

    /// The names of its places.
    pub(crate) fn locations(&self) -> &str {
        &self.locations
    }

    pub(crate) fn entity(&self, id: Option<&RowId>) -> Option<&'a Entity> {
        self.entities.get(id?).copied()
    }

    pub(crate) fn statement(&self, id: &RowId) -> Option<&'a Statement> {
        self.statements.get(id).copied()
    }

    pub(crate) fn figure(&self, id: Option<&RowId>) -> Option<&'a Figure> {
        self.figures.get(id?).copied()
    }

    /// What all events that hang together with `event` share: the first of their ids.
    pub(crate) fn group(&self, event: &RowId) -> Option<&'a RowId> {
        self.groups.get(event).copied()
    }

    /// The headline and the first paragraph after it.
    pub(crate) fn lead(&self) -> Span {
        self.lead
    }
}

/// Events that links tie, directly or through others, with the first id of each such group. Those without a link are
/// not in it.
fn groups(events: &[Event]) -> BTreeMap<&RowId, &RowId> {
    let mut ties: BTreeMap<&RowId, Vec<&RowId>> = BTreeMap::new();
    for event in events {
        for link in &event.links {
            ties.entry(&event.id).or_default().push(&link.event);
            ties.entry(&link.event).or_default().push(&event.id);
        }
    }
    let mut groups = BTreeMap::new();
    // In the order of ids, so that the one that opens a group is its first.
    for &first in ties.keys() {
        let mut open = vec![first];
        while let Some(id) = open.pop() {
            if groups.contains_key(id) {
                continue;
            }
            groups.insert(id, first);
            open.extend(ties.get(id).into_iter().flatten().copied());
        }
    }
    groups
}

/// Every row of a document repeats its names: more than these would let a long list of names grow with the square of
/// the text.
pub(crate) const MOST_NAMES: usize = 100;

/// The names of the entities of these kinds, in the order of the text.
fn named(reading: &Reading, kinds: &[EntityType]) -> String {
    let entities = reading
        .entities
        .iter()
        .filter(|row| kinds.contains(&row.kind) && !row.anonymous);
    let names: Vec<&str> = entities.map(|row| row.name.as_str()).take(MOST_NAMES).collect();
    names.join(LIST)
}

/// From the text's beginning to the end of the first paragraph after headline and byline. Paragraphs end at an empty
/// line where the text has any, else at the end of a line.
fn lead(document: &Document) -> Span {
    let chars: Vec<char> = document.text.chars().collect();
    let head = [document.title_span, document.byline_span].into_iter().flatten();
    // A byline below the story opens nothing.
    let mut at = head
        .map(|span| span.end)
        .filter(|end| *end < chars.len().min(MOST_HEAD))
        .max()
        .unwrap_or_default();
    while chars.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    let story = chars.get(at..).unwrap_or_default();
    let ends_line = |i: &usize| story.get(*i) == Some(&'\n');
    let ends_paragraph = |i: &usize| {
        let mut after = story.iter().skip(i + 1).filter(|c| **c != '\r');
        ends_line(i) && after.next() == Some(&'\n')
    };
    let empty_line = (0..story.len()).find(ends_paragraph);
    let line = || (0..story.len()).find(ends_line);
    let end = empty_line.or_else(line).map_or(chars.len(), |length| at + length);
    Span::new(0, end)
}

/// Headline and byline stand within so many characters, or they are no opening.
const MOST_HEAD: usize = 1000;

#[cfg(test)]
mod tests {
    use sayso_schema::{Document, Span};

    use super::lead;

    #[test]
    fn the_lead_is_headline_and_first_paragraph() {
        let mut document = Document::new("a.txt", "Posts moved\nBy O. Trossli\n\nFirst\nline.\n\nSecond.");
        assert_eq!(
            lead(&document),
            Span::new(0, 25),
            "the headline is taken for a paragraph until it is known"
        );
        document.title_span = Some(Span::new(0, 11));
        document.byline_span = Some(Span::new(12, 25));
        assert_eq!(lead(&document), Span::new(0, 38));
        assert_eq!(lead(&Document::new("a.txt", "One line.\nAnother.")), Span::new(0, 9));
        assert_eq!(lead(&Document::new("a.txt", "")), Span::new(0, 0));
        document.byline_span = Some(Span::new(40, 400));
        assert_eq!(lead(&document).start, 0);
    }
}
