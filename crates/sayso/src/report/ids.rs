//! Row ids short enough to be typed.
//!
//! A row's id has 24 hexadecimal digits. The report prints as many of them as tell it from every other row of its
//! document, four at least; `sayso explain` takes any beginning that is unambiguous.

use std::collections::BTreeMap;

use sayso::schema::{Reading, RowId};

/// Two letters, a hyphen and four digits.
const SHORTEST: usize = 7;

/// Every id in a reading, those of an agreement's stages and provisions included, in the order of its lists.
pub fn all_ids(reading: &Reading) -> Vec<&RowId> {
    let agreements = reading.agreements.iter().flat_map(|agreement| {
        std::iter::once(&agreement.id)
            .chain(agreement.stages.iter().map(|stage| &stage.id))
            .chain(agreement.provisions.iter().map(|provision| &provision.id))
    });
    (reading.entities.iter().map(|row| &row.id))
        .chain(reading.statements.iter().map(|row| &row.id))
        .chain(reading.events.iter().map(|row| &row.id))
        .chain(reading.figures.iter().map(|row| &row.id))
        .chain(agreements)
        .chain(reading.disputes.iter().map(|row| &row.id))
        .collect()
}

/// The short form of each id of one reading.
pub struct ShortIds<'a> {
    short: BTreeMap<&'a str, &'a str>,
}

impl<'a> ShortIds<'a> {
    /// Works out the short forms for `reading`.
    pub fn of(reading: &'a Reading) -> Self {
        let mut ids: Vec<&str> = all_ids(reading).into_iter().map(RowId::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut short = BTreeMap::new();
        for (i, id) in ids.iter().enumerate() {
            // In sorted order the id that shares most with this one stands next to it.
            let before = i
                .checked_sub(1)
                .and_then(|j| ids.get(j))
                .map_or(0, |other| shared(id, other));
            let after = ids.get(i + 1).map_or(0, |other| shared(id, other));
            let length = SHORTEST.max(before.max(after) + 1);
            short.insert(*id, id.get(..length).unwrap_or(id));
        }
        Self { short }
    }

    /// The short form of `id`; the id itself where the reading has no such row.
    pub fn get<'b>(&'b self, id: &'b RowId) -> &'b str {
        self.short.get(id.as_str()).copied().unwrap_or(id.as_str())
    }
}

/// How many bytes two ids have in common at their beginning.
fn shared(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use sayso::schema::{Because, Document, Entity, EntityType, Reading, RowId, RowKind, Span};

    use super::{SHORTEST, ShortIds, all_ids};

    fn entity(id: RowId) -> Entity {
        Entity {
            id,
            name: String::new(),
            kind: EntityType::Person,
            country: None,
            sectors: Vec::new(),
            anonymous: false,
            ids: Default::default(),
            mentions: Vec::new(),
            because: Because::default(),
        }
    }

    #[test]
    fn short_ids_are_unambiguous_and_as_short_as_can_be() {
        let mut reading = Reading::of(Document::new("a", "b"));
        // Among 2,000 ids some share four digits and more, so that longer forms are needed too.
        for i in 0..2000 {
            reading
                .entities
                .push(entity(RowId::of("doc", RowKind::Entity, &[Span::new(i, i + 1)], 0)));
        }
        let short = ShortIds::of(&reading);
        let ids = all_ids(&reading);
        let mut lengthened = 0;
        for id in &ids {
            let form = short.get(id);
            assert_eq!(
                ids.iter().filter(|other| other.as_str().starts_with(form)).count(),
                1,
                "{form}"
            );
            if form.len() > SHORTEST {
                lengthened += 1;
                let shorter = &form[..form.len() - 1];
                assert!(ids.iter().filter(|other| other.as_str().starts_with(shorter)).count() > 1);
            }
        }
        assert!(lengthened > 0);
    }
}
