//! W3C Web Annotations: every row of a reading as an annotation of the article's text.
//!
//! Each has its words twice, as the model asks: by quotation, which finds them again on a page that has changed, and by
//! position, in code points as the model counts them (not the UTF-16 units of a browser's strings).

use sayso_schema::{Agreement, Document, Entity, Event, Figure, Mention, Passage, Provision, Span, Stage, Statement};
use serde_json::{Value as Json, json};

use crate::characters::Characters;
use crate::context::Context;
use crate::iri;
use crate::object::{Object, word};
use crate::row::Row;

pub(crate) const OPENING: &str = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:sayso:annotations\",\
    \"type\":\"AnnotationPage\",\"items\":[\n";
pub(crate) const CLOSING: &str = "\n]}\n";

pub(crate) const ABOUT: &str = "One `AnnotationPage` of the W3C Web Annotation Data Model with an `Annotation` for every \
    mention of a name, statement, event, figure, agreement, step, provision and dispute. A target's `source` is the article's \
    web address, or `urn:sayso:document:` and its text's hash where none is known; its words are told by a \
    `TextQuoteSelector` with up to 32 characters before and after, and a `TextPositionSelector` in code points of the \
    article's text. A body with the purpose `tagging` has the row's kind and codes, one with `describing` (`identifying` for \
    names, `commenting` for disputes) says in words what the row holds.";

pub(crate) const LOST: &[&str] = &[
    "Positions count in the text that sayso reads, which for a web page is its article alone. On the page itself, find the \
     words by quotation.",
    "Bodies say for people what rows hold; a program finds the row by its id, which ends the annotation's.",
];

/// So many characters before and after a quotation tell it from the same words elsewhere.
const AROUND: usize = 32;

/// The annotations of one reading.
pub(crate) fn annotations(context: &Context<'_>) -> Vec<String> {
    let page = Page {
        context,
        document: context.document(),
        text: Characters::of(&context.document().text),
    };
    let mentions = context.entities().iter().flat_map(|entity| {
        let numbered = entity.mentions.iter().enumerate();
        numbered.map(move |(number, mention)| (entity, number, mention))
    });
    let mentions = mentions.filter_map(|(entity, number, mention)| page.mention(entity, number, mention));
    let statements = context.statements().iter().filter_map(|row| page.statement(row));
    let events = context.events().iter().filter_map(|row| page.event(row));
    let figures = context.figures().iter().filter_map(|row| page.figure(row));
    let agreements = context.agreements().iter().flat_map(|row| {
        let stages = row.stages.iter().filter_map(|stage| page.stage(stage));
        let provisions = row.provisions.iter().filter_map(|provision| page.provision(provision));
        page.agreement(row).into_iter().chain(stages).chain(provisions)
    });
    let disputes = context.disputes().iter().filter_map(|row| {
        let bodies = vec![tag("dispute"), tag(&word(row.kind)), said(&row.sentence, "commenting")];
        page.annotation(row.id.as_str(), "commenting", bodies, &[row.span])
    });
    mentions
        .chain(statements)
        .chain(events)
        .chain(figures)
        .chain(agreements)
        .chain(disputes)
        .map(|annotation| annotation.to_string())
        .collect()
}

struct Page<'a> {
    context: &'a Context<'a>,
    document: &'a Document,
    text: Characters<'a>,
}

impl Page<'_> {
    fn mention(&self, entity: &Entity, number: usize, mention: &Mention) -> Option<Json> {
        let mut bodies = vec![tag(&word(entity.kind)), said(&entity.name, "identifying")];
        if let Some(wikidata) = entity.ids.get("wikidata") {
            let address = format!("https://www.wikidata.org/entity/{wikidata}");
            if iri::is_web(&address) {
                bodies.push(json!({"type": "SpecificResource", "source": address, "purpose": "identifying"}));
            }
        }
        let id = format!("{}:{number}", entity.id);
        self.annotation(&id, "identifying", bodies, &[mention.span])
    }

    fn statement(&self, row: &Statement) -> Option<Json> {
        let source = row.chain.last().and_then(|link| link.name.as_deref());
        let certainty = row.factuality.source.map(|value| value.as_str());
        let words = [
            Some(format!("{} voice", word(row.voice))),
            source.map(|name| format!("source: {name}")),
            certainty.map(|value| format!("certain for its source: {value}")),
            Some(format!("for the author: {}", row.factuality.author.as_str())),
            Some(format!("distancing: {}", word(row.distancing))),
        ];
        let bodies = vec![tag("statement"), tag(&word(row.act)), described(words)];
        self.annotation(row.id.as_str(), "describing", bodies, &spans(&row.content))
    }

    fn event(&self, row: &Event) -> Option<Json> {
        let of = Row::of(self.context, row);
        let names = |participants: &'_ [sayso_schema::Participant]| {
            let names: Vec<String> = participants.iter().map(|one| one.text.clone()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let sources = of.innermost().map(|statement| of.sources(statement).join(" > "));
        let words = [
            names(&row.actors).map(|names| format!("actors: {names}")),
            names(&row.recipients).map(|names| format!("recipients: {names}")),
            (row.date.as_ref().and_then(|date| date.value.as_ref())).map(|date| format!("date: {date}")),
            row.place.as_ref().map(|place| format!("place: {}", place.passage.text)),
            sources.map(|sources| format!("by word of: {sources}")),
        ];
        let mut bodies = vec![tag("event"), tag(&row.kind), tag(row.factuality.as_str())];
        bodies.extend(row.modes.iter().chain(&row.contexts).map(|code| tag(code)));
        bodies.push(described(words));
        self.annotation(row.id.as_str(), "classifying", bodies, &[row.span])
    }

    fn figure(&self, row: &Figure) -> Option<Json> {
        let number = |what: &str, number: Option<f64>| number.map(|number| format!("{what}: {number}"));
        let words = [
            number("value", row.value),
            number("at least", row.low),
            number("at most", row.high),
            row.unit.as_ref().map(|unit| format!("unit: {unit}")),
            row.of.as_ref().map(|of| format!("of: {}", of.text)),
        ];
        let bodies = vec![tag("figure"), tag(&word(row.kind)), described(words)];
        self.annotation(row.id.as_str(), "describing", bodies, &[row.span])
    }

    fn agreement(&self, row: &Agreement) -> Option<Json> {
        let parties = row.parties.iter().filter_map(|party| self.context.entity(Some(party)));
        let parties: Vec<&str> = parties.map(|entity| entity.name.as_str()).collect();
        let words = [
            row.registered.as_ref().map(|title| format!("title: {title}")),
            row.instrument.as_ref().map(|kind| format!("instrument: {kind}")),
            (!parties.is_empty()).then(|| format!("parties: {}", parties.join(", "))),
        ];
        let bodies = vec![tag("agreement"), described(words)];
        let names = spans(&row.names);
        let targets = if names.is_empty() { vec![row.span] } else { names };
        self.annotation(row.id.as_str(), "identifying", bodies, &targets)
    }

    fn stage(&self, row: &Stage) -> Option<Json> {
        let party = self.context.entity(row.party.as_ref());
        let words = [
            Some(row.stage.in_words().to_owned()),
            party.map(|entity| format!("by: {}", entity.name)),
            (row.date.as_ref().and_then(|date| date.value.as_ref())).map(|date| format!("date: {date}")),
        ];
        let bodies = vec![
            tag("stage"),
            tag(&word(row.stage)),
            tag(&word(row.status)),
            described(words),
        ];
        self.annotation(row.id.as_str(), "classifying", bodies, &[row.span])
    }

    fn provision(&self, row: &Provision) -> Option<Json> {
        let mut bodies = vec![tag("provision"), tag(&word(row.class))];
        bodies.extend(row.duty.map(|duty| tag(&word(duty))));
        self.annotation(row.id.as_str(), "classifying", bodies, &[row.span])
    }

    /// An annotation of the words at `spans`; none where no span is in the text.
    fn annotation(&self, id: &str, motivation: &str, bodies: Vec<Json>, spans: &[Span]) -> Option<Json> {
        let targets: Vec<Json> = spans.iter().filter_map(|span| self.target(*span)).collect();
        if targets.is_empty() {
            return None;
        }
        let bodies = bodies.into_iter().filter(|body| !body.is_null()).collect();
        Some(
            Object::new()
                .with("id", iri::row(id))
                .with("type", "Annotation")
                .with("motivation", motivation)
                .several("body", bodies)
                .several("target", targets)
                .json(),
        )
    }

    fn target(&self, span: Span) -> Option<Json> {
        let exact = self.text.at(span)?;
        let quote = Object::new()
            .with("type", "TextQuoteSelector")
            .with("exact", exact)
            .with("prefix", self.text.before(span.start, AROUND))
            .with("suffix", self.text.after(span.end, AROUND));
        let position = json!({"type": "TextPositionSelector", "start": span.start, "end": span.end});
        Some(json!({"source": iri::document(self.document), "selector": [quote.json(), position]}))
    }
}

fn spans(passages: &[Passage]) -> Vec<Span> {
    passages.iter().map(|passage| passage.span).collect()
}

fn tag(value: &str) -> Json {
    said(value, "tagging")
}

fn described<const N: usize>(parts: [Option<String>; N]) -> Json {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return Json::Null;
    }
    said(&parts.join("; "), "describing")
}

fn said(value: &str, purpose: &str) -> Json {
    json!({"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose})
}
