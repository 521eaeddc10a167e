//! `sayso explain`: why a row is there.
//!
//! Reads the article again and shows, for one row: what it says, the sentences that it rests on with their trees and
//! the words that decided, and the lines of knowledge that fired, as they stand in their files. For an event also what
//! its fields rest on: the path from the act to each who takes part, what tells time and place, and by whose word it
//! is; for figures, agreements and disputes what each field holds.

mod agreement;
mod event;

use std::io::{self, IsTerminal};
use std::path::Path;

use sayso::language::Sentence;
use sayso::schema::{Because, Reading, RowId, Span};

use super::{Ending, reader};
use crate::cli;
use crate::console::{Console, print};
use crate::documents;
use crate::failure::Failure;
use crate::knowledge_line::KnowledgeLine;
use crate::report::ids::all_ids;
use crate::report::plain::{plain, plain_lines};
use crate::report::style::{Palette, paint};
use crate::report::wrap::{columns, wrap};
use crate::tree;

/// Sentences whose trees are drawn; an entity may be mentioned in hundreds.
const DRAWN: usize = 6;

/// Ids named in a message about an ambiguous one.
const NAMED: usize = 8;

/// One row of a reading, whatever its kind.
struct Row<'a> {
    kind: &'static str,
    text: &'a str,
    spans: Vec<Span>,
    because: &'a Because,
}

/// Explains the row that `args` names.
pub fn run(args: &cli::Explain, console: &Console) -> Result<Ending, Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let reader = reader(&args.input)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    let (mut documents, mut failed) = (0, 0);
    let mut found: Option<(RowId, Reading, Vec<Sentence>)> = None;
    let mut candidates: Vec<String> = Vec::new();
    for raw in documents::raw_documents(&paths, &options) {
        let document = match raw.and_then(|raw| documents::document(raw, &options)) {
            Ok(document) => document,
            Err(failure) => {
                console.tell(&failure);
                failed += 1;
                continue;
            }
        };
        documents += 1;
        let (reading, sentences) = worker.read_with_sentences(document);
        let ids: Vec<RowId> = all_ids(&reading)
            .into_iter()
            .filter(|id| id.as_str().starts_with(&args.row))
            .cloned()
            .collect();
        candidates.extend(
            ids.iter()
                .take(NAMED + 1)
                .map(|id| format!("{id} in {}", reading.document.source)),
        );
        if let (None, Some(id)) = (&found, ids.into_iter().next()) {
            found = Some((id, reading, sentences));
        }
    }
    let Some((id, reading, sentences)) = found else {
        if documents == 0 {
            return Ok(Ending::of(0, failed));
        }
        return Err(Failure::new(format!("there is no row `{}`", args.row)).help(
            "Ids stand at the right of the report and in the field `id` of the JSON. They change with the article's text.",
        ));
    };
    if candidates.len() > 1 && !candidates.iter().all(|candidate| Some(candidate) == candidates.first()) {
        let rest = if candidates.len() > NAMED { ", and others" } else { "" };
        candidates.truncate(NAMED);
        return Err(Failure::new(format!("more than one row begins with `{}`", args.row))
            .help(format!("Give more of the id: {}{rest}.", candidates.join(", "))));
    }
    let layout = (console.palette(), console.width(args.width));
    let text = explained(&id, &reading, &sentences, args.input.knowledge.as_deref(), layout)?;
    print(text.as_bytes())?;
    Ok(Ending::of(documents, failed))
}

/// Why the row with `id` is there. `knowledge` is the user's folder that it was read with.
///
/// # Errors
/// When the reading has no such row.
pub fn explained(
    id: &RowId,
    reading: &Reading,
    sentences: &[Sentence],
    knowledge: Option<&Path>,
    (palette, width): (Palette, usize),
) -> Result<String, Failure> {
    let row = row_of(reading, id).ok_or_else(|| Failure::new(format!("the row `{id}` has no reason to show")))?;
    let page = Page {
        palette,
        width,
        text: String::new(),
    };
    Ok(page.explain(&row, id, reading, sentences, knowledge))
}

/// The row with `id`.
fn row_of<'a>(reading: &'a Reading, id: &RowId) -> Option<Row<'a>> {
    let row = |kind, text, spans, because| {
        Some(Row {
            kind,
            text,
            spans,
            because,
        })
    };
    if let Some(entity) = reading.entities.iter().find(|row| row.id == *id) {
        let spans = entity.mentions.iter().map(|mention| mention.span).collect();
        return row("entity", &entity.name, spans, &entity.because);
    }
    if let Some(statement) = reading.statements.iter().find(|row| row.id == *id) {
        return row("statement", &statement.text, vec![statement.span], &statement.because);
    }
    if let Some(event) = reading.events.iter().find(|row| row.id == *id) {
        return row("event", &event.text, vec![event.span], &event.because);
    }
    if let Some(figure) = reading.figures.iter().find(|row| row.id == *id) {
        return row("figure", &figure.text, vec![figure.span], &figure.because);
    }
    if let Some(dispute) = reading.disputes.iter().find(|row| row.id == *id) {
        return row("dispute", &dispute.text, vec![dispute.span], &dispute.because);
    }
    for agreement in &reading.agreements {
        if agreement.id == *id {
            return row("agreement", &agreement.text, vec![agreement.span], &agreement.because);
        }
        if let Some(stage) = agreement.stages.iter().find(|row| row.id == *id) {
            return row("stage of an agreement", &stage.text, vec![stage.span], &stage.because);
        }
        if let Some(provision) = agreement.provisions.iter().find(|row| row.id == *id) {
            return row(
                "provision of an agreement",
                &provision.text,
                vec![provision.span],
                &provision.because,
            );
        }
    }
    None
}

struct Page {
    palette: Palette,
    width: usize,
    text: String,
}

impl Page {
    fn explain(
        mut self,
        row: &Row<'_>,
        id: &RowId,
        reading: &Reading,
        sentences: &[Sentence],
        knowledge: Option<&Path>,
    ) -> String {
        self.heading(&format!("{id} · {}", row.kind));
        self.wrapped(&format!("“{}”", plain(row.text)), "  ");
        self.faint(&format!("  {}", plain(&reading.document.source)));
        let told = match reading.events.iter().find(|event| event.id == *id) {
            Some(event) => event::evidence(event, reading, sentences),
            None => agreement::evidence(id, reading),
        };
        for (heading, lines) in told {
            self.text.push('\n');
            self.heading(heading);
            for line in lines {
                self.wrapped(&line, "  ");
            }
        }

        self.text.push('\n');
        self.heading("What fired");
        if row.because.lines.is_empty() {
            self.wrapped(
                "No line of knowledge: this follows from how the article is built.",
                "  ",
            );
        }
        for line in &row.because.lines {
            self.wrapped(&plain(line), "  ");
            if let Some(entry) = KnowledgeLine::find(line, knowledge) {
                for shown in entry.shown() {
                    self.as_it_stands(&plain_lines(&shown), "      ");
                }
            }
        }

        self.text.push('\n');
        self.heading("On which words");
        if row.because.tokens.is_empty() {
            self.wrapped("None by themselves.", "  ");
        }
        for span in &row.because.tokens {
            let words = cut(&reading.document.text, *span);
            self.wrapped(
                &format!("“{}”, characters {} to {}", plain(&words), span.start, span.end),
                "  ",
            );
        }

        let evidence = &row.because.tokens;
        let mut about: Vec<&Sentence> = touched(sentences, evidence);
        if about.is_empty() {
            about = touched(sentences, &row.spans);
        }
        for sentence in about.iter().take(DRAWN) {
            self.text.push('\n');
            self.heading(&format!(
                "Sentence at characters {} to {}",
                sentence.span.start, sentence.span.end
            ));
            self.wrapped(&plain(&cut(&reading.document.text, sentence.span)), "  ");
            self.text.push('\n');
            for line in tree::draw(sentence, evidence, self.palette).lines() {
                self.text.push_str(&format!("  {line}\n"));
            }
        }
        if about.len() > DRAWN {
            self.text.push('\n');
            self.faint(&format!("and {} sentences more", about.len() - DRAWN));
        }
        self.text
    }

    fn heading(&mut self, text: &str) {
        self.text.push_str(&paint(self.palette.heading, text));
        self.text.push('\n');
    }

    fn faint(&mut self, text: &str) {
        self.text.push_str(&paint(self.palette.faint, text));
        self.text.push('\n');
    }

    /// A line with its own spaces, unless it is too wide for that.
    fn as_it_stands(&mut self, line: &str, indent: &str) {
        if columns(line) + indent.len() <= self.width {
            self.text.push_str(&format!("{indent}{line}\n"));
        } else {
            self.wrapped(line, indent);
        }
    }

    fn wrapped(&mut self, text: &str, indent: &str) {
        for line in wrap(text, self.width.saturating_sub(indent.len())) {
            self.text.push_str(&format!("{indent}{line}\n"));
        }
    }
}

/// The sentences that share a character with one of `spans`, in order.
fn touched<'a>(sentences: &'a [Sentence], spans: &[Span]) -> Vec<&'a Sentence> {
    sentences
        .iter()
        .filter(|sentence| spans.iter().any(|span| span.overlaps(sentence.span)))
        .collect()
}

/// What stands at `span`.
fn cut(text: &str, span: Span) -> String {
    text.chars().skip(span.start).take(span.len()).collect()
}
