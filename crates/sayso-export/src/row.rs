//! One event with what is known around it: what every column is a function of.

use sayso_knowledge::kind_name;
use sayso_schema::{Document, Event, Figure, Participant, Statement, Voice};
use serde::Serialize;

use crate::cell::{Cell, LIST};
use crate::context::Context;

/// One row of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The reading.
    pub(crate) context: &'a Context<'a>,
    /// The event.
    pub(crate) event: &'a Event,
    /// Who acts, in a table that has room for one alone.
    pub(crate) actor: Option<&'a Participant>,
    /// Upon whom, in such a table.
    pub(crate) recipient: Option<&'a Participant>,
    /// Which of the event's rows it is, from 0.
    pub(crate) ordinal: u64,
}

/// A column of a table.
pub(crate) struct Column {
    /// Its name in the header.
    pub(crate) name: &'static str,
    /// What stands there.
    pub(crate) doc: &'static str,
    /// Its content for a row.
    pub(crate) of: fn(&Row<'_>) -> Cell,
}

/// A column: for lists that read as tables.
pub(crate) const fn column(name: &'static str, doc: &'static str, of: fn(&Row<'_>) -> Cell) -> Column {
    Column { name, doc, of }
}

impl<'a> Row<'a> {
    /// The row of an event in a table that has room for all who take part.
    pub(crate) fn of(context: &'a Context<'a>, event: &'a Event) -> Self {
        Self {
            context,
            event,
            actor: None,
            recipient: None,
            ordinal: 0,
        }
    }

    pub(crate) fn document(&self) -> &'a Document {
        self.context.document()
    }

    /// The statements that the event rests on, as far as the reading has them.
    pub(crate) fn statements(&self) -> impl Iterator<Item = &'a Statement> + use<'a> {
        let context = self.context;
        self.event.statements.iter().filter_map(|id| context.statement(id))
    }

    /// The one of them whose word it finally is.
    pub(crate) fn innermost(&self) -> Option<&'a Statement> {
        Event::innermost(self.statements())
    }

    /// The names of a statement's sources by whose word the event stands, from the publisher inwards.
    pub(crate) fn sources(&self, statement: &Statement) -> Vec<String> {
        let unknown = |i: usize| {
            let publisher = self.document().publisher.as_deref();
            publisher.filter(|_| i == 0).map(str::to_owned)
        };
        let links = self.event.vouched_by(statement).iter().enumerate();
        let mut names: Vec<String> = links
            .map(|(i, link)| {
                let name = link.name.clone().or_else(|| unknown(i));
                name.unwrap_or_else(|| format!("({})", kind_name(link.kind)))
            })
            .collect();
        if statement.voice == Voice::Hearsay {
            names.push("(nobody named)".to_owned());
        }
        names
    }

    /// Whose word the event is, from the publisher inwards: "The Klow Courier > the ministry".
    pub(crate) fn source_chain(&self) -> Cell {
        let names = self.innermost().map(|statement| self.sources(statement).join(" > "));
        Cell::text(names.filter(|names| !names.is_empty()))
    }

    /// A participant's name: the entity's, else as written.
    pub(crate) fn name(&self, participant: &'a Participant) -> &'a str {
        let entity = self.context.entity(participant.entity.as_ref());
        entity.map_or(participant.text.as_str(), |entity| entity.name.as_str())
    }

    pub(crate) fn killed(&self) -> Option<&'a Figure> {
        self.context.figure(self.event.killed.as_ref())
    }

    pub(crate) fn injured(&self) -> Option<&'a Figure> {
        self.context.figure(self.event.injured.as_ref())
    }

    pub(crate) fn size(&self) -> Option<&'a Figure> {
        self.context.figure(self.event.size.as_ref())
    }

    /// One field of several participants. Places stay aligned from column to column: one of whom it is not told has
    /// `empty` there, and a semicolon inside a value becomes a comma.
    pub(crate) fn each(
        &self,
        participants: &'a [Participant],
        empty: &str,
        field: impl Fn(&'a Participant) -> Option<String>,
    ) -> Cell {
        let fields: Vec<Option<String>> = participants.iter().map(field).collect();
        if fields.iter().all(Option::is_none) {
            return Cell::Empty;
        }
        let written = fields
            .into_iter()
            .map(|field| field.map_or_else(|| empty.to_owned(), |field| field.replace(';', ",")));
        Cell::Text(written.collect::<Vec<_>>().join(LIST))
    }
}

/// A value's name as JSON has it: `called-for`.
pub(crate) fn word(value: impl Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cell::Code(word),
        _ => Cell::Empty,
    }
}

/// "true" or "false".
pub(crate) fn flag(value: bool) -> Cell {
    Cell::Code(value.to_string())
}
