//! Events as GeoJSON (RFC 7946): a feature each, with a point where the text tells a place and null where not.

use sayso_schema::{Event, Participant, Place};
use serde_json::{Value as Json, json};

use crate::context::Context;
use crate::countries;
use crate::object::{Object, word};
use crate::row::Row;
use crate::when;

pub(crate) const OPENING: &str = "{\"type\":\"FeatureCollection\",\"features\":[\n";
pub(crate) const CLOSING: &str = "\n]}\n";

pub(crate) const ABOUT: &str = "One `FeatureCollection` by RFC 7946, a feature an event. Its geometry is the point that \
    the event's place has in GeoNames, longitude first; null where the text tells no place or one that is not resolved. Its \
    properties are `type`, `modes`, `contexts`, `quad`, `score`, `factuality`, `background`, `actors` and `recipients` \
    (their names), `actor_countries`, `recipient_countries`, `sources` (by whose word, from the publisher inwards), `date` \
    (TIMEX3), `day`, `not_before`, `not_after`, `place`, `place_words`, `place_precision`, `province`, `country`, \
    `country_name`, `geonames`, `text`, `start`, `end`, and `document`, `title`, `url`, `publisher` and `published` of the \
    article. What is not told is left out.";

pub(crate) const LOST: &[&str] = &[
    "A point is where GeoNames puts the place's name, whatever its size: read `place_precision` before you draw a country \
     as a dot.",
    "All events are in it, also what is planned, called for or denied: filter by `factuality`.",
];

/// The features of one reading.
pub(crate) fn features(context: &Context<'_>) -> Vec<String> {
    let feature = |event| feature(&Row::of(context, event)).to_string();
    context.events().iter().map(feature).collect()
}

fn feature(row: &Row<'_>) -> Json {
    let Event { place, date, .. } = row.event;
    let (place, date) = (place.as_ref(), date.as_ref());
    let document = row.document();
    let texts = |texts: &[String]| texts.iter().map(|text| json!(text)).collect();
    let sources = row.innermost().map(|statement| row.sources(statement));
    let properties = Object::new()
        .with("type", row.event.kind.as_str())
        .several("modes", texts(&row.event.modes))
        .several("contexts", texts(&row.event.contexts))
        .with("quad", row.event.quad)
        .with("score", row.event.score)
        .with("factuality", row.event.factuality.as_str())
        .with("background", row.event.background)
        .several("actors", names(row, &row.event.actors))
        .several("actor_countries", codes(&row.event.actors))
        .several("recipients", names(row, &row.event.recipients))
        .several("recipient_countries", codes(&row.event.recipients))
        .several("sources", texts(&sources.unwrap_or_default()))
        .told("date", date.and_then(|date| date.value.as_deref()))
        .told("day", when::day_of(date))
        .told("not_before", date.and_then(|date| date.not_before.as_deref()))
        .told("not_after", date.and_then(|date| date.not_after.as_deref()))
        .told("place", place.and_then(|place| place.name.as_deref()))
        .told("place_words", place.map(|place| place.passage.text.as_str()))
        .told("place_precision", place.map(|place| word(place.precision)))
        .told("province", place.and_then(|place| place.province.as_deref()))
        .told("country", place.and_then(|place| place.country.as_deref()))
        .told(
            "country_name",
            countries::name(place.and_then(|place| place.country.as_deref())),
        )
        .told("geonames", place.and_then(|place| place.geonames))
        .with("text", row.event.text.as_str())
        .with("start", row.event.span.start)
        .with("end", row.event.span.end)
        .with("document", document.id.as_str())
        .told("title", document.title.as_deref())
        .told("url", document.url.as_deref())
        .told("publisher", document.publisher.as_deref())
        .told("published", document.published.as_deref());
    Object::new()
        .with("type", "Feature")
        .with("id", row.event.id.as_str())
        .with("geometry", place.and_then(point).unwrap_or_default())
        .with("properties", properties.json())
        .json()
}

/// The point, where the place has one that is on the earth.
fn point(place: &Place) -> Option<Json> {
    let (longitude, latitude) = (place.longitude?, place.latitude?);
    let is_on_earth = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    is_on_earth.then(|| json!({"type": "Point", "coordinates": [longitude, latitude]}))
}

fn names<'a>(row: &Row<'a>, participants: &'a [Participant]) -> Vec<Json> {
    participants.iter().map(|one| json!(row.name(one))).collect()
}

fn codes(participants: &[Participant]) -> Vec<Json> {
    let mut codes: Vec<&str> = participants.iter().filter_map(|one| one.country.as_deref()).collect();
    codes.dedup();
    codes.into_iter().map(|code| json!(code)).collect()
}
