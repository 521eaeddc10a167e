//! The statements of a page, in the order that was asked for.
//!
//! By source a heading tells whose word follows. In the two other orders the speaker changes from row to row: a
//! heading with the whole chain stands wherever it does.

use sayso::schema::{Reading, Statement, Voice};

use super::Report;
use super::chain::link_name;
use super::dates::by_date;
use super::group::{Group, Source, entities_by_id, source};
use super::ids::ShortIds;
use super::nesting::in_text_order;
use super::plain::plain;
use super::style::{link_word, paint};
use super::wrap::columns;
use super::{By, count};

/// How much further in each statement stands than the one that it is within.
const NEST: usize = 4;

/// However deep statements nest, this many columns are left for them.
const NARROWEST_NEST: usize = 32;

/// Whose word follows: the name, and what is said of it more quietly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// "Radio Szohôd → three officials"
    pub name: String,
    /// "not named"
    pub note: String,
}

impl Heading {
    /// The heading of one source's group.
    pub fn of(source: &Source<'_>, reading: &Reading) -> Self {
        let (name, note) = match source {
            Source::Stated { name, kind, country } => {
                let note = match country {
                    Some(country) => format!("{}, {}", link_word(*kind), plain(country)),
                    None => link_word(*kind).to_owned(),
                };
                (name.map_or_else(|| "(no name)".into(), plain), note)
            }
            Source::Nobody => ("Nobody named".into(), "hearsay".to_owned()),
            Source::Author => {
                let publisher = reading.document.publisher.as_deref().unwrap_or("The article");
                (plain(publisher), "in its own voice".to_owned())
            }
        };
        Self {
            name: name.into_owned(),
            note,
        }
    }

    /// The same after those through whom `statement` was told. The publisher, first of every chain, stands at the
    /// page's head.
    fn relayed(mut self, statement: &Statement) -> Self {
        if statement.voice == Voice::Attributed
            && let Some((_, relays)) = statement.chain.get(1..).and_then(<[_]>::split_last)
        {
            for relay in relays.iter().rev() {
                self.name = format!("{} → {}", link_name(relay), self.name);
            }
        }
        self
    }
}

impl Report {
    pub(super) fn statements(&self, page: &mut String, reading: &Reading, groups: &[Group<'_>], ids: &ShortIds<'_>) {
        match self.by {
            By::Source => {
                for group in groups {
                    page.push('\n');
                    self.heading(page, &Heading::of(&group.source, reading));
                    for statement in &group.statements {
                        self.statement(page, statement, ids);
                    }
                }
            }
            By::Statement => self.by_text(page, reading, ids),
            By::Time => self.by_time(page, reading, ids),
        }
    }

    fn by_text(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        let entities = entities_by_id(reading);
        let mut above = None;
        for row in in_text_order(&reading.statements) {
            let heading = Heading::of(&source(row.statement, &entities), reading).relayed(row.statement);
            let indent = (row.depth * NEST).min(self.width.saturating_sub(NARROWEST_NEST));
            let inner = Self {
                width: self.width - indent,
                ..*self
            };
            let mut text = String::new();
            let under = Some((row.depth, heading));
            if under != above {
                if row.depth == 0 {
                    page.push('\n');
                }
                if let Some((_, heading)) = &under {
                    inner.heading(&mut text, heading);
                }
                above = under;
            }
            inner.statement(&mut text, row.statement, ids);
            for line in text.lines() {
                page.extend(std::iter::repeat_n(' ', indent));
                page.push_str(line);
                page.push('\n');
            }
        }
    }

    fn by_time(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        let entities = entities_by_id(reading);
        for day in by_date(reading) {
            page.push('\n');
            let label = day.label.as_deref().unwrap_or("no date told");
            self.rule(
                page,
                &format!("{label} · {}", count(day.statements.len(), "statement", "statements")),
            );
            let mut above = None;
            for statement in day.statements {
                let heading = Some(Heading::of(&source(statement, &entities), reading).relayed(statement));
                if heading != above {
                    if above.is_some() {
                        page.push('\n');
                    }
                    if let Some(heading) = &heading {
                        self.heading(page, heading);
                    }
                    above = heading;
                }
                self.statement(page, statement, ids);
            }
        }
    }

    fn heading(&self, page: &mut String, heading: &Heading) {
        let Heading { name, note } = heading;
        if columns(name) + 3 + columns(note) <= self.width {
            page.push_str(&paint(self.palette.heading, name));
            page.push_str(&paint(self.palette.faint, &format!(" · {note}")));
            page.push('\n');
        } else {
            self.lines(page, self.palette.heading, name, "");
            self.lines(page, self.palette.faint, note, "  ");
        }
    }

    /// `text` with a line from it to the page's edge.
    fn rule(&self, page: &mut String, text: &str) {
        let used = columns(text) + 4;
        if used >= self.width {
            return self.lines(page, self.palette.title, text, "");
        }
        page.push_str(&paint(self.palette.faint, "── "));
        page.push_str(&paint(self.palette.title, text));
        page.push(' ');
        page.push_str(&paint(self.palette.faint, &"─".repeat(self.width - used)));
        page.push('\n');
    }
}
