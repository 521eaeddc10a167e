//! PLOVER 2.0's own record, by the chapter "Data Fields" of its manual: one JSON object a line.
//!
//! The manual contradicts itself in places; [`LOST`] says where, and what stands here instead.

use sayso_schema::{Event, Figure, Participant, Place, Span};
use serde::Serialize;

use crate::cell::Cell;
use crate::context::Context;
use crate::row::{Row, word};
use crate::{ColumnDoc, countries, place, when};

/// A field of the record. Its value is JSON, so that the keys keep the manual's order.
struct Field {
    name: &'static str,
    doc: &'static str,
    of: fn(&Row<'_>) -> String,
}

const fn field(name: &'static str, doc: &'static str, of: fn(&Row<'_>) -> String) -> Field {
    Field { name, doc, of }
}

/// Who coded, by which book.
const CODER: &str = concat!("sayso ", env!("CARGO_PKG_VERSION"));
const CODEBOOK: &str = "PLOVER 2.0 (draft)";

const FIELDS: &[Field] = &[
    field("id", "Id of the event in sayso's ledger. Required by PLOVER.", |row| {
        json(&row.event.id)
    }),
    field("has_event", "`true`.", |_| json(&true)),
    field(
        "date",
        "The day, where the text tells one; else null, although PLOVER requires it. Never the day of publication.",
        |row| json(&when::day_of(row.event.date.as_ref())),
    ),
    field(
        "time",
        "The time of day, where the text tells one by the clock.",
        |row| {
            let value = row.event.date.as_ref().and_then(|date| date.value.as_deref());
            json(&value.and_then(when::time))
        },
    ),
    field(
        "enddate",
        "Null: bounds within which the day lies are no duration. See `sayso`.",
        null,
    ),
    field("endtime", "Null.", null),
    field(
        "actor",
        "A list of `code` (ISO 3166-1 alpha-3 with PLOVER's extras), `sector` (the first two sectors in one string), \
         `entity_text` (as written), `identifier_id` (Wikidata's, where known), `identifier_text` (the entity's name), \
         and `religion`, `ethnicity`, `office`, `gender`, `age`, which are null. Who takes part in what is mutual stands \
         here, as the manual asks.",
        |row| json(&entities(row, &row.event.actors)),
    ),
    field(
        "recipient",
        "The same for whom it is done to; an empty list where nobody is.",
        |row| json(&entities(row, &row.event.recipients)),
    ),
    field("event", "A list of one: the type.", |row| json(&[&row.event.kind])),
    field(
        "event_loc",
        "`extracted_place`, `resolved_place`, `geonameid`, `lat`, `lon`, `city`, `district`, `province`, `country`, \
         `country_code`, `feature_class`, `feature_code`, `resolution` (5 within a city, 4 a city, 3 a district, 2 a \
         province, 1 a country). Null where no place is told.",
        |row| json(&row.event.place.as_ref().map(Location::of)),
    ),
    field("event_text", "A list of one: the words that name the act.", |row| {
        json(&[&row.event.trigger.text])
    }),
    field(
        "quad_code",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |row| json(&row.event.quad),
    ),
    field("event_scale", "PLOVER's score, -10 to 10.", |row| {
        json(&row.event.score)
    }),
    field("mode", "A list of modes, or null.", |row| json(&list(&row.event.modes))),
    field("context", "A list of contexts, or null.", |row| {
        json(&list(&row.event.contexts))
    }),
    field(
        "link",
        "The id that events share which belong together (the first of their own); null for one that stands alone.",
        |row| json(&row.context.group(&row.event.id)),
    ),
    field(
        "text",
        "The words from the first to the last of trigger and participants.",
        |row| json(&row.event.text),
    ),
    field(
        "text_info",
        "`start` and `end` of `text` in Unicode characters of the document, from 0, end exclusive; `sequence` and \
         `text_story` are null.",
        |row| json(&TextInfo::of(row.event)),
    ),
    field(
        "cite_info",
        "`citation` (BLAKE3 hash of the document's text), `url`, `title`, `language`, `publication`, `coder`, \
         `codebook`; `corpus`, `license`, `copyright` and `version` are null.",
        |row| json(&CiteInfo::of(row)),
    ),
    field("coder", "`sayso` and its version.", |_| json(CODER)),
    field(
        "coded_date",
        "Null: the same article gives the same record on every day.",
        null,
    ),
    field("coded_time", "Null.", null),
    field("comment", "Null.", null),
    field(
        "size",
        "`dead`, `injured`, `arrested`: the numbers that the text tells, “at least five” as 5; null where it tells none; `arrested` is null. The manual \
         describes this object and gives it no key.",
        |row| json(&Size::of(row)),
    ),
    field(
        "sayso",
        "What PLOVER has no field for: `factuality`, `sources` (by whose word, from the publisher inwards), `statements`, \
         `background`, `span`, `trigger`, `actors` and `recipients` (each with `entity`, `span`, all `sectors` and \
         whether `inferred`), `date` (`value`, `not_before`, `not_after`, `basis`), `place_precision`, `cameo`, \
         `goldstein`, `figures` (`killed`, `injured`, `size`, each `value`, `low`, `high`, `text`), `links`, `published`, \
         `because`.",
        |row| json(&Sayso::of(row)),
    ),
];

/// What the format is, for its page.
pub(crate) const ABOUT: &str = "PLOVER 2.0's exchange format: one JSON object a line, the field names of the manual's \
    chapter “Data Fields” in its order, then `size` and one key `sayso` with what PLOVER has no field for. Every key is \
    there in every record; what is not told is null.";

/// What does not fit, and where the manual leaves a choice.
pub(crate) const LOST: &[&str] = &[
    "The manual requires `date`. sayso leaves it null where the text tells no day: a publication date is no event date.",
    "The manual's own example of an actor names its keys `raw_text`, `entity_name`, `wikidata_id`, `country_name`, \
     `sector_code`; its table names them `entity_text`, `identifier_text`, `identifier_id`, `code`, `sector`. The table \
     is followed, since it is the specification.",
    "`sector` holds three or six characters, so the first two sectors; all of them are in `sayso`.",
    "The manual describes `size` and never says where it belongs; it is a key of the record here.",
    "Where the manual's quad table and its section on a type disagree (SANCTION is 3 in one and 4 in the other), \
     `quad_code` is what the section says, as everywhere in sayso.",
    "The manual fills `text` only where the coder has rights to it. sayso writes the few words that the record rests on; \
     whoever passes records on has to see to the rights.",
    "PLOVER's auxiliary modes (historical, future, hypothetical, negation) were never implemented in any data set; \
     `sayso.factuality` and `sayso.background` say the same and more. A record is no fact: look at `factuality`.",
];

/// The records of one reading.
pub(crate) fn rows(context: &Context<'_>) -> String {
    let mut lines = String::new();
    for event in context.events() {
        let row = Row::of(context, event);
        let fields = FIELDS
            .iter()
            .map(|field| format!("\"{}\":{}", field.name, (field.of)(&row)));
        lines.push('{');
        lines.push_str(&fields.collect::<Vec<_>>().join(","));
        lines.push_str("}\n");
    }
    lines
}

pub(crate) fn columns() -> Vec<ColumnDoc> {
    let doc = |field: &Field| ColumnDoc {
        name: field.name.to_owned(),
        doc: field.doc,
    };
    FIELDS.iter().map(doc).collect()
}

/// None of our values has a map with keys that are no strings, so none can fail; a null would be the worst of it.
fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

fn null(_: &Row<'_>) -> String {
    json(&())
}

fn list(values: &[String]) -> Option<&[String]> {
    (!values.is_empty()).then_some(values)
}

#[derive(Serialize)]
struct Entity<'a> {
    code: Option<&'a str>,
    sector: Option<String>,
    entity_text: &'a str,
    identifier_id: Option<&'a str>,
    identifier_text: Option<&'a str>,
    religion: (),
    ethnicity: (),
    office: (),
    gender: (),
    age: (),
}

fn entities<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Vec<Entity<'a>> {
    let entity = |participant: &'a Participant| {
        let entity = row.context.entity(participant.entity.as_ref());
        let sector: String = participant.sectors.iter().take(2).map(String::as_str).collect();
        Entity {
            code: participant.country.as_deref(),
            sector: Some(sector).filter(|sector| !sector.is_empty()),
            entity_text: &participant.text,
            identifier_id: entity.and_then(|entity| entity.ids.get("wikidata")).map(String::as_str),
            identifier_text: entity.map(|entity| entity.name.as_str()),
            religion: (),
            ethnicity: (),
            office: (),
            gender: (),
            age: (),
        }
    };
    participants.iter().map(entity).collect()
}

#[derive(Serialize)]
struct Location<'a> {
    extracted_place: &'a str,
    resolved_place: Option<&'a str>,
    geonameid: Option<u64>,
    lat: Option<f64>,
    lon: Option<f64>,
    city: Option<&'a str>,
    district: Option<&'a str>,
    province: Option<&'a str>,
    country: Option<&'a str>,
    country_code: Option<&'a str>,
    feature_class: Option<&'a str>,
    feature_code: Option<&'a str>,
    resolution: Option<u8>,
}

impl<'a> Location<'a> {
    fn of(told: &'a Place) -> Self {
        Self {
            extracted_place: &told.passage.text,
            resolved_place: told.name.as_deref(),
            geonameid: told.geonames,
            lat: told.latitude,
            lon: told.longitude,
            city: place::city(told),
            district: place::district(told),
            province: told.province.as_deref(),
            country: countries::name(told.country.as_deref()),
            country_code: told.country.as_deref(),
            feature_class: place::feature_class(told),
            feature_code: told.feature.as_deref(),
            resolution: place::resolution(told),
        }
    }
}

#[derive(Serialize)]
struct TextInfo {
    sequence: (),
    start: usize,
    end: usize,
    text_story: (),
}

impl TextInfo {
    fn of(event: &Event) -> Self {
        Self {
            sequence: (),
            start: event.span.start,
            end: event.span.end,
            text_story: (),
        }
    }
}

#[derive(Serialize)]
struct CiteInfo<'a> {
    corpus: (),
    citation: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    publication: Option<&'a str>,
    license: (),
    copyright: (),
    coder: &'a str,
    codebook: &'a str,
    version: (),
}

impl<'a> CiteInfo<'a> {
    fn of(row: &Row<'a>) -> Self {
        let document = row.document();
        Self {
            corpus: (),
            citation: &document.id,
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            language: document.language.as_deref(),
            publication: document.publisher.as_deref(),
            license: (),
            copyright: (),
            coder: CODER,
            codebook: CODEBOOK,
            version: (),
        }
    }
}

#[derive(Serialize)]
struct Size {
    dead: Option<f64>,
    injured: Option<f64>,
    arrested: (),
}

impl Size {
    fn of(row: &Row<'_>) -> Self {
        Self {
            dead: row.killed().and_then(|figure| figure.value),
            injured: row.injured().and_then(|figure| figure.value),
            arrested: (),
        }
    }
}

#[derive(Serialize)]
struct Sayso<'a> {
    factuality: sayso_schema::EventFactuality,
    sources: Vec<String>,
    statements: &'a [sayso_schema::RowId],
    background: bool,
    span: Span,
    trigger: &'a sayso_schema::Passage,
    actors: Vec<Part<'a>>,
    recipients: Vec<Part<'a>>,
    date: Option<When<'a>>,
    place_precision: Option<sayso_schema::PlacePrecision>,
    cameo: Option<&'a str>,
    goldstein: Option<f64>,
    figures: Figures<'a>,
    links: Vec<String>,
    published: Option<&'a str>,
    because: &'a [String],
}

#[derive(Serialize)]
struct Part<'a> {
    entity: Option<&'a sayso_schema::RowId>,
    span: Span,
    sectors: &'a [String],
    inferred: bool,
}

#[derive(Serialize)]
struct When<'a> {
    value: Option<&'a str>,
    not_before: Option<&'a str>,
    not_after: Option<&'a str>,
    basis: sayso_schema::Basis,
}

#[derive(Serialize)]
struct Figures<'a> {
    killed: Option<Count<'a>>,
    injured: Option<Count<'a>>,
    size: Option<Count<'a>>,
}

#[derive(Serialize)]
struct Count<'a> {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    text: &'a str,
}

impl<'a> Sayso<'a> {
    fn of(row: &Row<'a>) -> Self {
        let event = row.event;
        let parts = |participants: &'a [Participant]| {
            let part = |participant: &'a Participant| Part {
                entity: participant.entity.as_ref(),
                span: participant.span,
                sectors: &participant.sectors,
                inferred: participant.inferred,
            };
            participants.iter().map(part).collect()
        };
        let links = event.links.iter().map(|link| match word(link.kind) {
            Cell::Code(kind) => format!("{kind} {}", link.event),
            Cell::Empty | Cell::Text(_) => link.event.to_string(),
        });
        Self {
            factuality: event.factuality,
            sources: row
                .innermost()
                .map(|statement| row.sources(statement))
                .unwrap_or_default(),
            statements: &event.statements,
            background: event.background,
            span: event.span,
            trigger: &event.trigger,
            actors: parts(&event.actors),
            recipients: parts(&event.recipients),
            date: event.date.as_ref().map(|date| When {
                value: date.value.as_deref(),
                not_before: date.not_before.as_deref(),
                not_after: date.not_after.as_deref(),
                basis: date.basis,
            }),
            place_precision: event.place.as_ref().map(|place| place.precision),
            cameo: event.cameo.as_deref(),
            goldstein: event.goldstein,
            figures: Figures {
                killed: row.killed().map(Count::of),
                injured: row.injured().map(Count::of),
                size: row.size().map(Count::of),
            },
            links: links.collect(),
            published: row.document().published.as_deref(),
            because: &event.because.lines,
        }
    }
}

impl<'a> Count<'a> {
    fn of(figure: &'a Figure) -> Self {
        Self {
            value: figure.value,
            low: figure.low,
            high: figure.high,
            text: &figure.text,
        }
    }
}
