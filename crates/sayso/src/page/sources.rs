//! The sources of one article: numbers and colours for the text, and the list that picks one out.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sayso::schema::{Reading, RowId, Statement};

use crate::report::count;
use crate::report::group::{Group, Source, by_source};
use crate::report::order::Heading;

/// Colours that the style sheet has for sources. With three kinds of line, 21 sources look different from each other.
pub const HUES: usize = 7;

/// Kinds of line that the style sheet has for sources.
const LINES: usize = 3;

/// The sources of a reading, in the order in which the report has them.
pub struct Sources<'a> {
    groups: Vec<Group<'a>>,
    headings: Vec<Heading>,
    of: BTreeMap<&'a RowId, usize>,
}

impl<'a> Sources<'a> {
    /// Works out whose word each statement of `reading` is.
    pub fn of(reading: &'a Reading) -> Self {
        let groups = by_source(reading);
        let headings = groups.iter().map(|group| Heading::of(&group.source, reading)).collect();
        let mut of = BTreeMap::new();
        for (i, group) in groups.iter().enumerate() {
            of.extend(group.statements.iter().map(|statement| (&statement.id, i)));
        }
        Self { groups, headings, of }
    }

    /// The groups that the report has.
    pub fn groups(&self) -> &[Group<'a>] {
        &self.groups
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// The place of `statement`'s source among them.
    pub fn place(&self, statement: &Statement) -> usize {
        self.of.get(&statement.id).copied().unwrap_or_default()
    }

    /// The source's name and kind.
    pub fn heading(&self, place: usize) -> Option<&Heading> {
        self.headings.get(place)
    }

    /// What stands for the source in the text: its number; a dash where nobody is named; nothing for the article.
    pub fn label(&self, place: usize) -> String {
        match self.groups.get(place).map(|group| &group.source) {
            Some(Source::Stated { .. }) => (place + 1).to_string(),
            Some(Source::Nobody) => "–".to_owned(),
            Some(Source::Author) | None => String::new(),
        }
    }

    /// The classes that give the source its colour and its kind of line.
    pub fn look(&self, place: usize) -> String {
        match self.groups.get(place).map(|group| &group.source) {
            Some(Source::Stated { .. }) => format!("hue{} line{}", place % HUES, place % LINES),
            Some(Source::Nobody) => "nobody".to_owned(),
            Some(Source::Author) | None => "author".to_owned(),
        }
    }

    /// The list. It picks by radio buttons and the style sheet alone, so that it works without the script.
    pub fn list(&self, piece: &str) -> Markup {
        let all: usize = self.groups.iter().map(|group| group.statements.len()).sum();
        html! {
            aside.sources aria-label="Sources" {
                fieldset {
                    legend { "Sources" }
                    @if self.groups.is_empty() {
                        p.faint { "Nobody says anything here." }
                    } @else {
                        label.pick {
                            input type="radio" name={ (piece) "-pick" } checked;
                            span.name { "All" }
                            span.kind { (count(self.named(), "source", "sources")) }
                            span.count { (all) }
                        }
                    }
                    @for (i, (group, heading)) in self.groups.iter().zip(&self.headings).enumerate() {
                        label.pick {
                            input.{ "pick" (i) } type="radio" name={ (piece) "-pick" };
                            span.badge.{ (self.look(i)) } aria-hidden="true" { (self.label(i)) }
                            span.name { bdi { (heading.name) } }
                            span.kind { (heading.note) }
                            span.count { (group.statements.len()) }
                        }
                    }
                }
            }
        }
    }

    fn named(&self) -> usize {
        let named = |group: &&Group<'_>| matches!(group.source, Source::Stated { .. });
        self.groups.iter().filter(named).count()
    }
}

/// The style sheet's part that depends on how many sources there are: what is not of the one picked steps back.
pub fn picking(most: usize) -> String {
    let rules = (0..most).map(|i| {
        format!(
            ".piece:has(.pick{i}:checked) .mark:not(.of{i}){{text-decoration-color:transparent;background:none}}\n\
             .piece:has(.pick{i}:checked) .mark.of{i}{{background:var(--picked)}}\n\
             .piece:has(.pick{i}:checked) .begin:not(.of{i}){{display:none}}\n\
             .piece:has(.pick{i}:checked) .card:not(.of{i}){{display:none}}\n"
        )
    });
    rules.collect()
}
