//! FollowTheMoney: the entities that Aleph and OpenSanctions' tools read, one JSON object a line.
//!
//! FollowTheMoney has no schema for a claim, so a statement is a `Note` about who says it, with the article as `proof`.

use std::collections::{BTreeMap, BTreeSet};

use sayso_schema::{Document, Entity, EntityType, Event, Mention, MentionForm, Participant, RowId, Statement, Voice};
use serde_json::{Map, Value as Json, json};

use crate::context::Context;
use crate::object::word;
use crate::row::Row;
use crate::{countries, iri, place, when};

pub(crate) const ABOUT: &str = "FollowTheMoney entities, one JSON object a line: `id`, `schema` and `properties`, whose values \
    are lists of strings. An article is an `Article`; a named person a `Person`; an organisation an `Organization`, or a \
    `PublicBody` where its first sector is of the state; a country or city that acts or speaks a `LegalEntity`. Each is tied \
    to the article by `Documentation`, and its names by `Mention`. An event told as done is an `Event` with `involved` and \
    `proof`, and an `UnknownLink` from each actor to each recipient. What somebody says is a `Note` about them.";

pub(crate) const LOST: &[&str] = &[
    "Events that are planned, called for, hypothetical or denied are left out: an `Event` has no way to say so.",
    "Anonymous sources (“officials”) are no entities; what they say is a `Note` about the article.",
    "Ids are per article: one person in two articles is two entities, to be joined by whoever looks at both.",
    "Figures, agreements and disputes have no counterpart.",
    "Countries are ISO 3166-1 alpha-2 in small letters, as FollowTheMoney has them; codes of PLOVER for who belongs to no \
     country are left out, but for the European Union's.",
];

/// An event of many actors and as many recipients would otherwise come to links by their product.
const MOST_LINKS: usize = 64;

/// The entities of one reading, a line each.
pub(crate) fn lines(context: &Context<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let document = context.document();
    out.push(article(document));
    let schemas = schemas(context);
    for entity in context.entities() {
        if let Some(schema) = schemas.get(&entity.id) {
            out.push(thing(entity, schema));
            out.push(documentation(document, &entity.id, "mentioned"));
            out.push(mention(document, entity, schema));
        }
    }
    let done = context
        .events()
        .iter()
        .filter(|event| event.factuality.is_told_as_done());
    for event in done {
        let row = Row::of(context, event);
        out.push(happening(&row, &schemas));
        out.push(documentation(document, &event.id, "told"));
        out.extend(links(&row, &schemas));
    }
    let told = context.statements().iter().filter(|row| row.voice != Voice::Author);
    out.extend(told.map(|row| note(document, row, &schemas)));
    out.into_iter().map(|entity| entity.written()).collect()
}

/// A FollowTheMoney entity.
struct Proxy {
    id: String,
    schema: &'static str,
    properties: Map<String, Json>,
}

impl Proxy {
    fn new(id: &str, schema: &'static str) -> Self {
        Self {
            id: id.to_owned(),
            schema,
            properties: Map::new(),
        }
    }

    /// With the values of a property, as far as they are told, on one line each: FollowTheMoney itself would change
    /// others.
    fn with<T: AsRef<str>>(self, property: &str, values: impl IntoIterator<Item = T>) -> Self {
        let on_one_line = |value: T| value.as_ref().split_whitespace().collect::<Vec<_>>().join(" ");
        self.with_verbatim(property, values.into_iter().map(on_one_line))
    }

    fn with_verbatim<T: AsRef<str>>(mut self, property: &str, values: impl IntoIterator<Item = T>) -> Self {
        let mut seen = BTreeSet::new();
        let values: Vec<Json> = values
            .into_iter()
            .filter(|value| !value.as_ref().is_empty() && seen.insert(value.as_ref().to_owned()))
            .map(|value| json!(value.as_ref()))
            .collect();
        if !values.is_empty() {
            self.properties.insert(property.to_owned(), Json::Array(values));
        }
        self
    }

    fn written(self) -> String {
        let Self { id, schema, properties } = self;
        let mut line = json!({"id": id, "schema": schema, "properties": properties}).to_string();
        line.push('\n');
        line
    }
}

fn article(document: &Document) -> Proxy {
    let english = document
        .language
        .as_deref()
        .filter(|tag| *tag == "en" || tag.starts_with("en-"));
    Proxy::new(&document.id, "Article")
        .with("fileName", [file_name(document)])
        .with("title", &document.title)
        .with("author", &document.byline)
        .with("publisher", &document.publisher)
        .with("publishedAt", document.published.as_deref().and_then(moment))
        .with("sourceUrl", document.url.as_deref().filter(|url| iri::is_web(url)))
        .with("language", english.map(|_| "eng"))
        .with_verbatim("bodyText", [document.text.trim()])
}

/// FollowTheMoney requires one.
fn file_name(document: &Document) -> &str {
    let name = document.source.rsplit(['/', '\\']).next().unwrap_or_default();
    if name.trim().is_empty() { &document.id } else { name }
}

/// A date as FollowTheMoney takes it: any part of `YYYY-MM-DDTHH:MM:SS`. The day alone is sure to be one.
fn moment(value: &str) -> Option<String> {
    when::day(value).or_else(|| when::month(value))
}

/// Which entities become which schema.
fn schemas<'a>(context: &Context<'a>) -> BTreeMap<&'a RowId, &'static str> {
    let participants = context
        .events()
        .iter()
        .flat_map(|event| event.actors.iter().chain(&event.recipients));
    let acting = participants.filter_map(|one| one.entity.as_ref());
    let speaking = context
        .statements()
        .iter()
        .flat_map(|row| row.chain.iter().filter_map(|link| link.entity.as_ref()));
    let active: BTreeSet<&RowId> = acting.chain(speaking).collect();
    let named = context
        .entities()
        .iter()
        .filter(|row| !row.anonymous && !row.name.trim().is_empty());
    named
        .filter_map(|row| {
            let schema = match row.kind {
                EntityType::Person => "Person",
                EntityType::Org
                    if row
                        .sectors
                        .first()
                        .is_some_and(|sector| STATE.contains(&sector.as_str())) =>
                {
                    "PublicBody"
                }
                EntityType::Org => "Organization",
                EntityType::Gpe if active.contains(&row.id) => "LegalEntity",
                _ => return None,
            };
            Some((&row.id, schema))
        })
        .collect()
}

/// PLOVER's sectors of the state.
const STATE: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "SPY"];

fn thing(entity: &Entity, schema: &'static str) -> Proxy {
    let wikidata = entity.ids.get("wikidata").filter(|id| id.starts_with('Q'));
    Proxy::new(entity.id.as_str(), schema)
        .with("name", [&entity.name])
        .with("alias", names(entity).into_iter().filter(|name| *name != entity.name))
        .with("country", country(entity.country.as_deref()))
        .with("sector", if schema == "Person" { &[][..] } else { &entity.sectors })
        .with("wikidataId", wikidata)
}

/// The names that the text gives it, each once.
fn names(entity: &Entity) -> Vec<&str> {
    // A capital that stands for its government is no name of the country.
    let is_name = |mention: &&Mention| mention.form == MentionForm::Name && !mention.metonym;
    let names = entity.mentions.iter().filter(is_name);
    let names: BTreeSet<&str> = names.map(|mention| mention.text.as_str()).collect();
    names.into_iter().collect()
}

fn country(code: Option<&str>) -> Option<String> {
    match code? {
        "EUR" => Some("eu".to_owned()),
        code => countries::country(code)?.iso2.map(str::to_lowercase),
    }
}

fn documentation(document: &Document, id: &RowId, role: &str) -> Proxy {
    Proxy::new(&format!("{id}-doc"), "Documentation")
        .with("document", [&document.id])
        .with("entity", [id.as_str()])
        .with("role", [role])
}

fn mention(document: &Document, entity: &Entity, schema: &str) -> Proxy {
    let names = names(entity);
    let names = if names.is_empty() {
        vec![entity.name.as_str()]
    } else {
        names
    };
    Proxy::new(&format!("{}-mention", entity.id), "Mention")
        .with("document", [&document.id])
        .with("name", names)
        .with("resolved", [entity.id.as_str()])
        .with("detectedSchema", [schema])
        .with("contextCountry", country(entity.country.as_deref()))
}

/// An event told as done.
fn happening(row: &Row<'_>, schemas: &BTreeMap<&RowId, &'static str>) -> Proxy {
    let event = row.event;
    let date = event.date.as_ref();
    let day = date.and_then(|date| date.value.as_deref()).and_then(moment);
    let place = event.place.as_ref();
    Proxy::new(event.id.as_str(), "Event")
        .with("name", [&event.text])
        .with("date", &day)
        .with("location", place.map(place::name))
        .with("country", country(place.and_then(|place| place.country.as_deref())))
        .with("involved", known(event.actors.iter().chain(&event.recipients), schemas))
        .with("summary", row.innermost().map(|statement| statement.text.as_str()))
        .with(
            "keywords",
            [&event.kind].into_iter().chain(&event.modes).chain(&event.contexts),
        )
        .with("notes", [format!("Told as {}.", event.factuality.as_str())])
        .with("recordId", [event.id.as_str()])
        .with("proof", [&row.document().id])
}

/// The ids of those participants that are entities here, each once.
fn known<'a>(
    participants: impl Iterator<Item = &'a Participant>,
    schemas: &BTreeMap<&RowId, &'static str>,
) -> BTreeSet<&'a str> {
    let ids = participants.filter_map(|one| one.entity.as_ref());
    ids.filter(|id| schemas.contains_key(id)).map(RowId::as_str).collect()
}

fn links(row: &Row<'_>, schemas: &BTreeMap<&RowId, &'static str>) -> Vec<Proxy> {
    let event: &Event = row.event;
    let subjects = known(event.actors.iter(), schemas);
    let objects = known(event.recipients.iter(), schemas);
    let day = event
        .date
        .as_ref()
        .and_then(|date| date.value.as_deref())
        .and_then(moment);
    let pairs = subjects
        .iter()
        .flat_map(|subject| objects.iter().map(move |object| (*subject, *object)));
    let link = |(number, (subject, object)): (usize, (&str, &str))| {
        Proxy::new(&format!("{}-link-{number}", event.id), "UnknownLink")
            .with("subject", [subject])
            .with("object", [object])
            .with("role", [&event.kind])
            .with("date", &day)
            .with("summary", [&event.text])
            .with("proof", [&row.document().id])
    };
    pairs
        .filter(|(subject, object)| subject != object)
        .take(MOST_LINKS)
        .enumerate()
        .map(link)
        .collect()
}

/// What somebody says, about whoever it is.
fn note(document: &Document, row: &Statement, schemas: &BTreeMap<&RowId, &'static str>) -> Proxy {
    let source = row.chain.last();
    let entity = source
        .and_then(|link| link.entity.as_ref())
        .filter(|id| schemas.contains_key(id));
    let name = source.and_then(|link| link.name.as_deref()).unwrap_or("nobody named");
    Proxy::new(row.id.as_str(), "Note")
        .with("entity", [entity.map_or(document.id.as_str(), RowId::as_str)])
        .with("name", [format!("{name}: {}", word(row.act))])
        .with("description", [&row.text])
        .with("summary", row.content.iter().map(|passage| &passage.text))
        .with("publisher", &document.publisher)
        .with("sourceUrl", document.url.as_deref().filter(|url| iri::is_web(url)))
        .with("proof", [&document.id])
}
