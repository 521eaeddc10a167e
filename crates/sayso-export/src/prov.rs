//! PROV-O: what was made of what, by which program. A light record of a run, in JSON-LD.

use serde_json::{Value as Json, json};

use crate::context::Context;
use crate::iri;
use crate::object::Object;

/// A run of the program, as whoever calls knows it. There is no clock in here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The program and its version: `sayso 0.1.0`.
    pub program: String,
    /// The weights that it read with, if any were used.
    pub weights: Option<String>,
    /// When it began, in ISO 8601.
    pub started: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
}

pub(crate) const CLOSING: &str = "\n]}\n";

pub(crate) const ABOUT: &str = "A light record of the run in PROV-O, as one JSON-LD document: the program as \
    `prov:SoftwareAgent`, the run as `prov:Activity`, and of each article two `prov:Entity`: its text (named after its BLAKE3 \
    hash, with `prov:atLocation` where it was read from), and the reading that `prov:wasDerivedFrom` it, \
    `prov:wasGeneratedBy` the run and `prov:wasAttributedTo` the program, with how many rows of each kind it has.";

pub(crate) const LOST: &[&str] = &[
    "The times at which the run began and ended are those that are given (`--started`, `--ended`); without, there are none, \
     so that the same input gives the same bytes.",
    "Which line of knowledge made a row is in the row's `because`, in `jsonl` and the tables.",
];

/// The record's beginning: program and run.
pub(crate) fn opening(run: &Run) -> String {
    let context = json!({
        "prov": "http://www.w3.org/ns/prov#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sayso": "urn:sayso:",
        "label": "rdfs:label",
    });
    let agent = Object::new()
        .with("@id", AGENT)
        .with("@type", "prov:SoftwareAgent")
        .with("label", run.program.as_str())
        .told(
            "schema:softwareVersion",
            run.program.split_once(' ').map(|(_, version)| version),
        )
        .told("schema:softwareRequirements", run.weights.as_deref());
    let activity = Object::new()
        .with("@id", ACTIVITY)
        .with("@type", "prov:Activity")
        .with("prov:wasAssociatedWith", json!({"@id": AGENT}))
        .told("prov:startedAtTime", run.started.as_deref().map(time))
        .told("prov:endedAtTime", run.ended.as_deref().map(time));
    format!(
        "{{\"@context\":{context},\"@graph\":[\n{},\n{}",
        agent.written(),
        activity.written()
    )
}

const AGENT: &str = "sayso:program";
const ACTIVITY: &str = "sayso:run";

fn time(time: &str) -> Json {
    json!({"@value": time, "@type": "xsd:dateTime"})
}

/// The two entities of one reading.
pub(crate) fn nodes(context: &Context<'_>) -> Vec<String> {
    let document = context.document();
    let text = iri::text(document);
    let article = Object::new()
        .with("@id", text.as_str())
        .with("@type", "prov:Entity")
        .told("label", document.title.as_deref())
        .with("prov:atLocation", document.source.as_str())
        .told(
            "prov:hadPrimarySource",
            (document.url.as_deref().filter(|url| iri::is_web(url))).map(|url| json!({"@id": url})),
        )
        .told(
            "prov:wasAttributedTo",
            (document.publisher.as_deref()).map(|name| json!({"@type": "prov:Organization", "label": name})),
        );
    let reading = Object::new()
        .with("@id", format!("urn:sayso:reading:{}", document.id))
        .with("@type", "prov:Entity")
        .with("prov:wasDerivedFrom", json!({"@id": text}))
        .with("prov:wasGeneratedBy", json!({"@id": ACTIVITY}))
        .with("prov:wasAttributedTo", json!({"@id": AGENT}))
        .with("sayso:entities", context.entities().len())
        .with("sayso:statements", context.statements().len())
        .with("sayso:events", context.events().len())
        .with("sayso:figures", context.figures().len())
        .with("sayso:agreements", context.agreements().len())
        .with("sayso:disputes", context.disputes().len());
    vec![article.written(), reading.written()]
}
