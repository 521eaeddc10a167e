//! What is told of each statement, as a list in the order of the text, statements inside statements in lists of their
//! own.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sayso::schema::{Distancing, FactValue, Quotation, Reading, RowId, Statement, Voice};

use super::sources::Sources;
use crate::report::chain::{chain, day, link_name};
use crate::report::ids::ShortIds;
use crate::report::nesting::Row;
use crate::report::statement::content;
use crate::report::style::{
    Tone, act_word, certainty_sign, certainty_word, distancing_word, quotation_word, shown_certainty, tone,
};

/// Lists inside lists go no deeper, however deep statements nest.
const DEEPEST: usize = 8;

/// What the list is drawn from.
pub struct Cards<'a> {
    reading: &'a Reading,
    sources: &'a Sources<'a>,
    ids: ShortIds<'a>,
    places: BTreeMap<&'a RowId, usize>,
    piece: &'a str,
}

impl<'a> Cards<'a> {
    /// The cards of `reading`, whose id on the page is `piece`.
    pub fn of(reading: &'a Reading, sources: &'a Sources<'a>, piece: &'a str) -> Self {
        let places = reading.statements.iter().enumerate().map(|(i, row)| (&row.id, i));
        Self {
            reading,
            sources,
            ids: ShortIds::of(reading),
            places: places.collect(),
            piece,
        }
    }

    /// The list of `rows`, which stand in the order of the text, each after the one that it is within.
    pub fn list(&self, rows: &[Row<'_>]) -> Markup {
        self.list_at(0, rows)
    }

    fn list_at(&self, depth: usize, rows: &[Row<'_>]) -> Markup {
        let mut rest = rows;
        let mut items = Vec::new();
        while let Some((first, after)) = rest.split_first() {
            let inside = after
                .iter()
                .take_while(|row| row.depth > depth && depth < DEEPEST)
                .count();
            let (inside, after) = after.split_at(inside);
            items.push((first, inside));
            rest = after;
        }
        html! {
            ol {
                @for (row, inside) in items {
                    li {
                        (self.card(row))
                        @if !inside.is_empty() { (self.list_at(depth + 1, inside)) }
                    }
                }
            }
        }
    }

    fn card(&self, row: &Row<'_>) -> Markup {
        let statement = row.statement;
        let place = self.sources.place(statement);
        let heading = self.sources.heading(place);
        html! {
            div.card.{ (self.sources.look(place)) " of" (place) }
                id={ (self.piece) "-" (statement.id) } data-k=(row.index) tabindex="-1" {
                p.who {
                    span.badge.{ (self.sources.look(place)) } aria-hidden="true" { (self.sources.label(place)) }
                    @if let Some(heading) = heading {
                        strong { bdi { (heading.name) } }
                        span.kind { (heading.note) }
                    }
                    span.sure { (certainty(shown_certainty(statement))) }
                }
                p.what dir="auto" { (content(statement)) }
                dl { (self.facts(statement, row.index)) }
            }
        }
    }

    fn facts(&self, statement: &Statement, index: usize) -> Markup {
        let who = match statement.voice {
            Voice::Attributed => Some("Its source"),
            Voice::Author | Voice::Hearsay => None,
        };
        html! {
            (fact("Told by", html! { bdi { (told_by(statement)) } }))
            @if let Some(via) = &statement.via { (fact("Taken from", html! { bdi { (link_name(via)) } })) }
            @if !statement.chain_inferred.is_empty() {
                (fact("Likely through", html! { bdi { (chain(&statement.chain_inferred)) } " (not stated)" }))
            }
            (fact("Act", html! { (act_word(statement.act)) }))
            @if let (Some(who), Some(value)) = (who, statement.factuality.source) {
                (fact(who, certainty(value)))
            }
            (fact("The article", certainty(statement.factuality.author)))
            (fact("Distance", html! { (distance(statement.distancing)) }))
            (fact("Words", html! { (words(statement)) }))
            @if let Some(outer) = &statement.within { (fact("Inside", self.reference(outer))) }
            @if let Some(first) = &statement.repeats { (fact("Says again", self.reference(first))) }
            @if let Some(day) = statement.said_on.as_ref().and_then(day) { (fact("Said on", html! { (day) })) }
            (fact("Row", html! {
                code { (statement.id) }
                a.back href={ "#" (self.piece) "-at" (index) } { "in the text" }
            }))
        }
    }

    /// A link to another statement's card, with the beginning of what it says.
    fn reference(&self, id: &RowId) -> Markup {
        let other = self.places.get(id).and_then(|i| self.reading.statements.get(*i));
        html! {
            @if let Some(other) = other {
                a href={ "#" (self.piece) "-" (id) } { (self.ids.get(id)) }
                " " span.faint dir="auto" { (beginning(&content(other))) }
            } @else {
                code { (id) }
            }
        }
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// A certainty's sign and word, in its colour.
fn certainty(value: FactValue) -> Markup {
    html! {
        span.{ (tone_class(value)) } { span.sign aria-hidden="true" { (certainty_sign(value)) } " " (certainty_word(value)) }
    }
}

fn tone_class(value: FactValue) -> &'static str {
    match tone(value) {
        Tone::Certain => "certain",
        Tone::Doubtful => "doubtful",
        Tone::NotSo => "not-so",
        Tone::Open => "open",
    }
}

/// The chain from the publisher inwards.
fn told_by(statement: &Statement) -> String {
    match statement.voice {
        Voice::Hearsay => format!("{} → nobody named", chain(&statement.chain)),
        Voice::Author | Voice::Attributed if statement.chain.is_empty() => "nobody named".to_owned(),
        Voice::Author | Voice::Attributed => chain(&statement.chain),
    }
}

fn distance(distancing: Distancing) -> &'static str {
    distancing_word(distancing).unwrap_or(match distancing {
        Distancing::None => "the article’s own word",
        Distancing::Neutral | Distancing::Distanced => "told without comment",
    })
}

fn words(statement: &Statement) -> &'static str {
    quotation_word(statement.quotation).unwrap_or(match statement.quotation {
        Quotation::None => "not a quotation",
        Quotation::Direct | Quotation::Mixed | Quotation::Indirect => "told in the article’s words",
    })
}

/// Enough of a statement to know it again.
fn beginning(text: &str) -> String {
    const ENOUGH: usize = 60;
    if text.chars().count() <= ENOUGH {
        return text.to_owned();
    }
    let cut: String = text.chars().take(ENOUGH).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}
