//! Which entity stands where.

use std::collections::HashMap;

use sayso_schema::{Entity, EntityType, Mention, MentionForm, RowId, Span};

/// Every mention of a document's entities, ready to be looked up by place.
pub(crate) struct Mentions<'e> {
    entities: &'e [Entity],
    /// Place, entity and mention, in the order of the text.
    places: Vec<(Span, usize, usize)>,
    /// Whether an entity is called "he" somewhere, and whether "she".
    pronouns: HashMap<&'e RowId, (bool, bool)>,
    /// Characters of the longest mention: none that begins earlier than this before a place reaches it.
    longest: usize,
}

impl<'e> Mentions<'e> {
    pub(crate) fn new(entities: &'e [Entity]) -> Self {
        let mut places = Vec::new();
        for (at, entity) in entities.iter().enumerate() {
            places.extend(
                entity
                    .mentions
                    .iter()
                    .enumerate()
                    .map(|(i, mention)| (mention.span, at, i)),
            );
        }
        places.sort_unstable();
        let longest = places.iter().map(|(span, ..)| span.len()).max().unwrap_or(0);
        let is_one_of = |mention: &Mention, forms: [&str; 3]| {
            mention.form == MentionForm::Pronoun && forms.iter().any(|form| mention.text.eq_ignore_ascii_case(form))
        };
        let called = |entity: &Entity, forms| entity.mentions.iter().any(|mention| is_one_of(mention, forms));
        let pronouns = entities.iter().map(|entity| {
            let both = (
                called(entity, ["he", "him", "his"]),
                called(entity, ["she", "her", "hers"]),
            );
            (&entity.id, both)
        });
        Self {
            pronouns: pronouns.collect(),
            entities,
            places,
            longest,
        }
    }

    /// The entity that `span` is of: one mentioned exactly there, else one whose mention holds `span`, else the one
    /// that the words in `span` speak of first: a person or unnamed source before an organisation before a place.
    pub(crate) fn at(&self, span: Span) -> Option<&'e Entity> {
        self.near(span)
            .filter_map(|(place, entity, mention)| {
                let rank = if place == span {
                    (0, 0, 0)
                } else if place.contains(span) {
                    (1, place.len(), 0)
                } else if span.contains(place) {
                    (2, weight(entity, mention)?, place.start)
                } else {
                    return None;
                };
                Some((rank, entity))
            })
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, entity)| entity)
    }

    /// Whether nothing that the entity is called elsewhere speaks against "he" or "she" for it.
    pub(crate) fn can_be(&self, id: &RowId, pronoun: &str) -> bool {
        let Some((he, she)) = self.pronouns.get(id) else {
            return true;
        };
        if pronoun == "he" { !she } else { !he }
    }

    /// The entity of the shortest mention that holds `span`.
    pub(crate) fn holding(&self, span: Span) -> Option<&'e Entity> {
        let holding = self.near(span).filter(|(place, ..)| place.contains(span));
        holding
            .min_by_key(|(place, ..)| place.len())
            .map(|(_, entity, _)| entity)
    }

    /// The shortest mention that holds `span`, and whose it is.
    pub(crate) fn shortest(&self, span: Span) -> Option<(Span, &'e Entity)> {
        let holding = self.near(span).filter(|(place, ..)| place.contains(span));
        let shortest = holding.min_by_key(|(place, ..)| place.len());
        shortest.map(|(place, entity, _)| (place, entity))
    }

    /// The entity that is mentioned at exactly `span`.
    pub(crate) fn exactly(&self, span: Span) -> Option<&'e Entity> {
        self.near(span)
            .find(|(place, ..)| *place == span)
            .map(|(_, entity, _)| entity)
    }

    fn near(&self, span: Span) -> impl Iterator<Item = (Span, &'e Entity, &'e Mention)> {
        let reach = span.start.saturating_sub(self.longest);
        let from = self.places.partition_point(|(place, ..)| place.start < reach);
        let overlapping = self.places[from..]
            .iter()
            .take_while(move |(place, ..)| place.start < span.end);
        overlapping
            .filter(move |(place, ..)| place.overlaps(span))
            .map(|&(place, entity, mention)| {
                let entity = &self.entities[entity];
                (place, entity, &entity.mentions[mention])
            })
    }
}

/// How little a mention inside a longer phrase says about whom the phrase is of; `None` for nothing at all.
fn weight(entity: &Entity, mention: &Mention) -> Option<usize> {
    match (entity.kind, mention.form) {
        (EntityType::Person, _) | (EntityType::Org, MentionForm::Nominal) => Some(0),
        (EntityType::Org, _) => Some(1),
        (EntityType::Law | EntityType::Work | EntityType::Event, _) => Some(2),
        (EntityType::Gpe, _) => Some(3),
        (EntityType::Loc | EntityType::Fac | EntityType::Weapon, _) => Some(4),
        (EntityType::Norp, _) => None,
    }
}
