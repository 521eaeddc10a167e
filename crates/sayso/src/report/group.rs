//! Statements by whose word they are.
//!
//! A group is one innermost source, the one whose word it finally is: all statements of one entity, or of one
//! name where the source was not resolved to an entity. Named sources come in the order in which the article first
//! lets them speak, then what nobody is named for, and the article's own voice last: a reader wants to know who
//! told the reporter before what the reporter tells.

use std::collections::BTreeMap;

use sayso::schema::{Entity, LinkKind, Reading, RowId, Statement, Voice};

/// Whose word a group's statements are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// Somebody or something that the text speaks of.
    Stated {
        /// The entity's name where resolved, else as written; `None` where the link has neither.
        name: Option<&'a str>,
        /// What kind of source.
        kind: LinkKind,
        /// ISO 3166-1 alpha-3, where the entity has one.
        country: Option<&'a str>,
    },
    /// Nobody.
    Nobody,
    /// The article.
    Author,
}

/// A source and its statements, in the order of the text.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// Whose word.
    pub source: Source<'a>,
    /// What it says.
    pub statements: Vec<&'a Statement>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Entity(&'a RowId),
    Name(String, &'static str),
    Nobody,
    Author,
}

/// The statements of `reading` in groups.
pub fn by_source(reading: &Reading) -> Vec<Group<'_>> {
    let entities = entities_by_id(reading);
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for statement in &reading.statements {
        let (key, source) = source_of(statement, &entities);
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(Group {
                source,
                statements: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.statements.push(statement);
        }
    }
    // Stable, so that stated sources keep the order in which they first speak.
    groups.sort_by_key(|group| match group.source {
        Source::Stated { .. } => 0,
        Source::Nobody => 1,
        Source::Author => 2,
    });
    groups
}

/// The entities of `reading` by their ids.
pub fn entities_by_id(reading: &Reading) -> BTreeMap<&RowId, &Entity> {
    reading.entities.iter().map(|entity| (&entity.id, entity)).collect()
}

/// Whose word `statement` finally is.
pub fn source<'a>(statement: &'a Statement, entities: &BTreeMap<&'a RowId, &'a Entity>) -> Source<'a> {
    source_of(statement, entities).1
}

fn source_of<'a>(statement: &'a Statement, entities: &BTreeMap<&'a RowId, &'a Entity>) -> (Key<'a>, Source<'a>) {
    let innermost = match statement.voice {
        Voice::Author => return (Key::Author, Source::Author),
        Voice::Hearsay => return (Key::Nobody, Source::Nobody),
        // A quotation without a name beside it stands with whoever spoke just before; a line under it says so.
        Voice::Attributed if statement.chain.len() == 1 => statement.chain_inferred.last().or(statement.chain.last()),
        Voice::Attributed => statement.chain.last(),
    };
    let Some(link) = innermost.filter(|link| link.name.is_some()) else {
        return (Key::Nobody, Source::Nobody);
    };
    let entity = link.entity.as_ref().and_then(|id| entities.get(id).copied());
    let source = Source::Stated {
        name: entity.map(|entity| entity.name.as_str()).or(link.name.as_deref()),
        kind: link.kind,
        country: entity.and_then(|entity| entity.country.as_deref()),
    };
    let key = match (entity, &link.name) {
        (Some(entity), _) => Key::Entity(&entity.id),
        // "The treaty" at the head of one sentence is "the treaty" inside the next.
        (None, Some(name)) => Key::Name(name.to_lowercase(), kind_key(link.kind)),
        (None, None) => Key::Name(String::new(), kind_key(link.kind)),
    };
    (key, source)
}

/// Keeps two sources apart that share a name but not their kind (a ministry and its data).
fn kind_key(kind: LinkKind) -> &'static str {
    super::style::link_word(kind)
}

#[cfg(test)]
mod tests {
    use sayso::schema::{Document, LinkKind, Reading, Voice};

    use super::{Source, by_source};
    use crate::report::invented;

    fn names(reading: &Reading) -> Vec<(Option<String>, usize)> {
        by_source(reading)
            .into_iter()
            .map(|group| {
                let name = match group.source {
                    Source::Stated { name, .. } => name.map(str::to_owned),
                    Source::Nobody => Some("(nobody)".to_owned()),
                    Source::Author => Some("(author)".to_owned()),
                };
                (name, group.statements.len())
            })
            .collect()
    }

    #[test]
    fn orders_stated_then_nobody_then_author() {
        let mut reading = Reading::of(Document::new("a.txt", "x"));
        reading.statements = vec![
            invented::statement(0, Voice::Author, &[]),
            invented::statement(1, Voice::Hearsay, &[]),
            invented::statement(2, Voice::Attributed, &["Borduria"]),
            invented::statement(3, Voice::Attributed, &["Syldavia"]),
            invented::statement(4, Voice::Attributed, &["Borduria"]),
        ];
        let expected = [("Borduria", 2), ("Syldavia", 1), ("(nobody)", 1), ("(author)", 1)];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(name, n)| (Some(name.to_owned()), n))
            .collect();
        assert_eq!(names(&reading), expected);
    }

    #[test]
    fn joins_by_entity_and_takes_its_name() {
        let mut reading = Reading::of(Document::new("a.txt", "x"));
        reading.entities = vec![invented::entity(0, "Igor Plekszy")];
        let mut first = invented::statement(0, Voice::Attributed, &["the marshal"]);
        let mut second = invented::statement(1, Voice::Attributed, &["he"]);
        for statement in [&mut first, &mut second] {
            statement.chain[1].entity = Some(reading.entities[0].id.clone());
        }
        reading.statements = vec![first, second];
        assert_eq!(names(&reading), [(Some("Igor Plekszy".to_owned()), 2)]);
    }

    #[test]
    fn joins_by_name_whatever_its_case_but_not_across_kinds() {
        let mut reading = Reading::of(Document::new("a.txt", "x"));
        let mut data = invented::statement(2, Voice::Attributed, &["the ministry"]);
        data.chain[1].kind = LinkKind::Data;
        reading.statements = vec![
            invented::statement(0, Voice::Attributed, &["The ministry"]),
            invented::statement(1, Voice::Attributed, &["the ministry"]),
            data,
        ];
        let the_ministry = |text: &str, n| (Some(text.to_owned()), n);
        assert_eq!(
            names(&reading),
            [the_ministry("The ministry", 2), the_ministry("the ministry", 1)]
        );
    }

    #[test]
    fn attributed_to_an_empty_chain_is_nobodys() {
        let mut reading = Reading::of(Document::new("a.txt", "x"));
        let mut statement = invented::statement(0, Voice::Attributed, &[]);
        statement.chain.clear();
        reading.statements = vec![statement];
        assert_eq!(names(&reading), [(Some("(nobody)".to_owned()), 1)]);
    }
}
