//! brat standoff: each article as `.txt`, its rows as `.ann` beside it, and `annotation.conf` for brat's server.
//!
//! Offsets are code points. A span that runs over the end of a line is written as several fragments, as brat itself
//! writes it, and so is one over a tab, which would end the field.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sayso_schema::{Document, Participant, Passage, Reading, Span, Statement};

use crate::characters::Characters;
use crate::error::ExportError;
use crate::folder;
use crate::object::word;

pub(crate) const ABOUT: &str = "brat standoff, a folder: of each article `ID.txt`, the text verbatim, and `ID.ann`, where ID \
    is the text's hash. Mentions are text-bound annotations of their entity's type, tied by `Equiv`. Statements are `Source`, \
    `Cue` and `Content` (with a fragment for each passage), tied by the relations `SaidBy` and `CuedBy`, with the attributes \
    `Act`, `Certainty` and `Voice`. Events have their type as brat's event type and `Actor` and `Recipient` as arguments, with \
    the attribute `Factuality`. Figures are `Figure`, agreements `Agreement`, steps `Stage` and provisions `Provision`, each \
    with its kind as attribute. A note on each has the row's id. `annotation.conf` declares all types that occur.";

pub(crate) const LOST: &[&str] = &[
    "Offsets are code points, 0-based, end exclusive. A span over a line's end is several fragments.",
    "Types of your own keep letters, digits, `-` and `_`; anything else in their names becomes `_`.",
    "Values, dates, places and disputes are in other formats.",
];

/// Writes articles into a folder.
pub(crate) struct BratFolder {
    folder: PathBuf,
    entities: BTreeSet<String>,
    events: BTreeSet<String>,
    attributes: BTreeMap<&'static str, BTreeSet<String>>,
}

impl BratFolder {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            entities: BTreeSet::new(),
            events: BTreeSet::new(),
            attributes: BTreeMap::new(),
        }
    }

    pub(crate) fn write(&mut self, reading: &Reading) -> Result<(), ExportError> {
        let text = &reading.document.text;
        // A reading may come from anywhere, and its id with it: the hash of the text is a safe name.
        let name = Document::id_of(text);
        let annotations = self.annotations(reading);
        folder::write(&self.folder.join(format!("{name}.txt")), text.as_bytes())?;
        folder::write(&self.folder.join(format!("{name}.ann")), annotations.as_bytes())
    }

    fn annotations(&mut self, reading: &Reading) -> String {
        let mut page = Page::of(&reading.document.text);
        for entity in &reading.entities {
            let kind = identifier(&word(entity.kind));
            let marks: Vec<String> = (entity.mentions.iter())
                .filter_map(|mention| page.mark(&kind, &[mention.span], Some(entity.id.as_str())))
                .collect();
            if marks.len() > 1 {
                page.line(&format!("*\tEquiv {}", marks.join(" ")));
            }
        }
        for row in &reading.statements {
            statement(&mut page, row);
        }
        for row in &reading.events {
            let kind = identifier(&row.kind);
            let Some(trigger) = page.fresh_mark(&kind, &[row.trigger.span], None) else {
                continue;
            };
            let mut arguments = String::new();
            for (role, participants) in [("Actor", &row.actors), ("Recipient", &row.recipients)] {
                let marks = participants.iter().filter_map(|one| participant(&mut page, one));
                for (mark, number) in marks.collect::<Vec<_>>().into_iter().zip(1..) {
                    // brat tells arguments of one role apart by numbers: Actor, Actor2.
                    let number = if number == 1 { String::new() } else { number.to_string() };
                    arguments.push_str(&format!(" {role}{number}:{mark}"));
                }
            }
            let event = page.event(&format!("{kind}:{trigger}{arguments}"));
            page.attribute("Factuality", &event, row.factuality.as_str());
            page.note(&event, row.id.as_str());
            self.events.insert(kind);
        }
        for row in &reading.figures {
            if let Some(mark) = page.fresh_mark("Figure", &[row.span], Some(row.id.as_str())) {
                page.attribute("FigureKind", &mark, &word(row.kind));
            }
        }
        for row in &reading.agreements {
            let names = if row.names.is_empty() {
                vec![row.span]
            } else {
                spans(&row.names)
            };
            for name in names {
                page.mark("Agreement", &[name], Some(row.id.as_str()));
            }
            for stage in &row.stages {
                if let Some(mark) = page.fresh_mark("Stage", &[stage.span], Some(stage.id.as_str())) {
                    page.attribute("StageKind", &mark, &word(stage.stage));
                    page.attribute("Status", &mark, &word(stage.status));
                }
            }
            for provision in &row.provisions {
                if let Some(mark) = page.fresh_mark("Provision", &[provision.span], Some(provision.id.as_str())) {
                    page.attribute("Class", &mark, &word(provision.class));
                }
            }
        }
        self.entities.extend(page.kinds);
        for (name, values) in page.attributes {
            self.attributes.entry(name).or_default().extend(values);
        }
        page.lines
    }

    /// Declares for brat's server what occurs.
    pub(crate) fn finish(self) -> Result<(), ExportError> {
        let entities: BTreeSet<&String> = self.entities.difference(&self.events).collect();
        let mut conf = "[entities]\n".to_owned();
        entities.iter().for_each(|kind| conf.push_str(&format!("{kind}\n")));
        conf.push_str(
            "\n[relations]\nSaidBy\tArg1:Content, Arg2:<ANY>\nCuedBy\tArg1:Content, Arg2:Cue\n\
             Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n\
             <OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n[events]\n",
        );
        for kind in &self.events {
            conf.push_str(&format!("{kind}\tActor*:<ENTITY>, Recipient*:<ENTITY>\n"));
        }
        conf.push_str("\n[attributes]\n");
        for (name, values) in &self.attributes {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            conf.push_str(&format!("{name}\tArg:<ANY>, Value:{}\n", values.join("|")));
        }
        folder::write(&self.folder.join("annotation.conf"), conf.as_bytes())
    }
}

fn statement(page: &mut Page<'_>, row: &Statement) {
    let Some(content) = page.fresh_mark("Content", &spans(&row.content), Some(row.id.as_str())) else {
        return;
    };
    page.attribute("Act", &content, &word(row.act));
    page.attribute("Voice", &content, &word(row.voice));
    if let Some(value) = row.factuality.source {
        page.attribute("Certainty", &content, value.as_str());
    }
    let source = row.chain.last().and_then(|link| link.span);
    if let Some(source) = source.and_then(|span| page.mark("Source", &[span], None)) {
        page.relation("SaidBy", &content, &source);
    }
    if let Some(cue) = page.mark("Cue", &spans(&row.cue), None) {
        page.relation("CuedBy", &content, &cue);
    }
}

/// The mark of somebody who takes part: the mention's that stands there, else one of its own.
fn participant(page: &mut Page<'_>, one: &Participant) -> Option<String> {
    let there = page.mention_at(one.span);
    there.or_else(|| page.mark("Participant", &[one.span], None))
}

fn spans(passages: &[Passage]) -> Vec<Span> {
    passages.iter().map(|passage| passage.span).collect()
}

/// A name that brat takes for a type.
fn identifier(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(plain).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

/// The lines of one `.ann` file.
struct Page<'a> {
    text: Characters<'a>,
    lines: String,
    marks: BTreeMap<(String, Vec<Span>), String>,
    /// The first mark of each span.
    at: BTreeMap<Span, String>,
    kinds: BTreeSet<String>,
    attributes: BTreeMap<&'static str, BTreeSet<String>>,
    counts: BTreeMap<char, usize>,
}

impl<'a> Page<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: Characters::of(text),
            lines: String::new(),
            marks: BTreeMap::new(),
            at: BTreeMap::new(),
            kinds: BTreeSet::new(),
            attributes: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    fn line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    fn next(&mut self, letter: char) -> String {
        let count = self.counts.entry(letter).or_default();
        *count += 1;
        format!("{letter}{count}")
    }

    /// A text-bound annotation, the same for the same kind and words.
    fn mark(&mut self, kind: &str, spans: &[Span], row: Option<&str>) -> Option<String> {
        let key = (kind.to_owned(), spans.to_vec());
        if let Some(mark) = self.marks.get(&key) {
            return Some(mark.clone());
        }
        let mark = self.fresh_mark(kind, spans, row)?;
        self.marks.insert(key, mark.clone());
        Some(mark)
    }

    /// A text-bound annotation of its own; none where no span is in the text.
    fn fresh_mark(&mut self, kind: &str, spans: &[Span], row: Option<&str>) -> Option<String> {
        let fragments: Vec<Span> = spans.iter().flat_map(|span| self.fragments(*span)).collect();
        if fragments.is_empty() {
            return None;
        }
        let places: Vec<String> = fragments
            .iter()
            .map(|span| format!("{} {}", span.start, span.end))
            .collect();
        let words: Vec<&str> = fragments.iter().filter_map(|span| self.text.at(*span)).collect();
        let mark = self.next('T');
        let line = format!("{mark}\t{kind} {}\t{}", places.join(";"), words.join(" "));
        self.line(&line);
        if let Some(row) = row {
            self.note(&mark, row);
        }
        if let [span] = spans {
            self.at.entry(*span).or_insert_with(|| mark.clone());
        }
        self.kinds.insert(kind.to_owned());
        Some(mark)
    }

    /// The mark that stands at exactly this span.
    fn mention_at(&self, span: Span) -> Option<String> {
        self.at.get(&span).cloned()
    }

    /// `span` without line breaks and other control characters, in as many pieces as that takes.
    fn fragments(&self, span: Span) -> Vec<Span> {
        let Some(text) = self.text.at(span) else {
            return Vec::new();
        };
        let mut fragments = Vec::new();
        let mut open: Option<usize> = None;
        let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        for (at, c) in (span.start..).zip(text.chars()) {
            match (breaks(c), open) {
                (true, Some(start)) => {
                    fragments.push(Span::new(start, at));
                    open = None;
                }
                (false, None) => open = Some(at),
                _ => {}
            }
        }
        if let Some(start) = open {
            fragments.push(Span::new(start, span.end));
        }
        fragments
    }

    fn relation(&mut self, kind: &str, from: &str, to: &str) {
        let relation = self.next('R');
        self.line(&format!("{relation}\t{kind} Arg1:{from} Arg2:{to}"));
    }

    fn event(&mut self, event: &str) -> String {
        let name = self.next('E');
        self.line(&format!("{name}\t{event}"));
        name
    }

    fn attribute(&mut self, name: &'static str, of: &str, value: &str) {
        let attribute = self.next('A');
        self.line(&format!("{attribute}\t{name} {of} {value}"));
        self.attributes.entry(name).or_default().insert(value.to_owned());
    }

    fn note(&mut self, of: &str, row: &str) {
        let note = self.next('#');
        let mut line = format!("{note}\tAnnotatorNotes {of}\t");
        // An id that came with a reading may hold anything.
        line.extend(row.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.line(&line);
    }
}
