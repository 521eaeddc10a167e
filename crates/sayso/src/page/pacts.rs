//! Agreements on the page, a card each, and what does not agree.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sayso::schema::{Agreement, Dispute, Provision, Reading, RowId, StageStatus};

use crate::report::agreement::{Agreements, Step, class_word, rows};
use crate::report::dispute;
use crate::report::figure::shown;
use crate::report::ids::ShortIds;
use crate::report::plain::plain;

/// The agreements and disputes of one article.
pub struct Pacts<'a> {
    reading: &'a Reading,
    agreements: Agreements<'a>,
    ids: ShortIds<'a>,
    piece: &'a str,
    /// The rows that have a place on the page.
    on_page: BTreeSet<&'a RowId>,
}

impl<'a> Pacts<'a> {
    /// Those of `reading`, whose id on the page is `piece`.
    pub fn of(reading: &'a Reading, piece: &'a str) -> Self {
        let statements = reading.statements.iter().map(|row| &row.id);
        let events = reading.events.iter().map(|row| &row.id);
        let figures = shown(reading).into_iter().map(|row| &row.id);
        let agreements = reading.agreements.iter().flat_map(rows);
        Self {
            reading,
            agreements: Agreements::of(reading),
            ids: ShortIds::of(reading),
            piece,
            on_page: statements.chain(events).chain(figures).chain(agreements).collect(),
        }
    }

    /// The agreements.
    pub fn list(&self) -> Markup {
        html! { ol { @for agreement in &self.reading.agreements { li { (self.card(agreement)) } } } }
    }

    /// What does not agree.
    pub fn disputes(&self) -> Markup {
        html! { ol { @for dispute in &self.reading.disputes { li { (self.dispute(dispute)) } } } }
    }

    fn card(&self, agreement: &'a Agreement) -> Markup {
        let others = self.agreements.other_names(agreement);
        html! {
            div.event id={ (self.piece) "-" (agreement.id) } tabindex="-1" {
                p.who {
                    strong { bdi { (self.agreements.name(agreement)) } }
                    span.kind { (self.agreements.kind(agreement)) }
                }
                dl {
                    (fact("Parties", html! { bdi { (self.agreements.all_of(&agreement.parties)) } }))
                    @if let Some(title) = &agreement.registered {
                        (fact("Registered as", html! { bdi { (plain(title)) } }))
                    }
                    @if !others.is_empty() { (fact("Also called", html! { bdi { (others.join("; ")) } })) }
                    @if let Some(old) = &agreement.supersedes {
                        (fact("Replaces", html! { bdi { (plain(old.text.trim())) } }))
                    }
                    @if let Some((name, missing)) = self.agreements.not_stated(agreement) {
                        (fact(name, html! { (missing) }))
                    }
                    (fact("Row", html! { code { (agreement.id) } }))
                }
                @if !agreement.stages.is_empty() {
                    p.part { "Steps" }
                    ol { @for step in self.agreements.steps(agreement) { (self.step(&step)) } }
                }
                @if !agreement.provisions.is_empty() {
                    p.part { "Provisions" }
                    ul {
                        @for (class, provisions) in self.agreements.provisions(agreement) {
                            @for provision in provisions { (self.provision(&class_word(class), provision)) }
                        }
                    }
                }
            }
        }
    }

    fn step(&self, step: &Step<'a>) -> Markup {
        html! {
            li id={ (self.piece) "-" (step.stage.id) } {
                // The other tellings of the step have no line of their own.
                @for other in step.tellings.iter().skip(1) { span id={ (self.piece) "-" (other.id) } {} }
                span.{ (tone(step.stage.status)) } { bdi { (self.agreements.step(step)) } }
                " " (self.references(&self.agreements.told_in(step)))
            }
        }
    }

    fn provision(&self, class: &str, provision: &Provision) -> Markup {
        html! {
            li id={ (self.piece) "-" (provision.id) } {
                strong { (class) } " " bdi dir="auto" { (self.agreements.provision(provision)) }
                @for (name, value) in self.agreements.provision_facts(provision) {
                    span.faint { " · " (name) ": " bdi { (value) } }
                }
                " " (self.references(&[&provision.statement]))
            }
        }
    }

    fn dispute(&self, dispute: &Dispute) -> Markup {
        let about: Vec<&RowId> = dispute.rows.iter().collect();
        html! {
            div.event id={ (self.piece) "-" (dispute.id) } tabindex="-1" {
                p.who { strong { bdi { (dispute::sentence(dispute)) } } }
                dl {
                    (fact("How", html! { (dispute::facts(dispute)) }))
                    (fact("Rows", self.references(&about)))
                    (fact("Row", html! { code { (dispute.id) } }))
                }
            }
        }
    }

    /// Links to other rows.
    fn references(&self, ids: &[&RowId]) -> Markup {
        html! {
            @for (i, id) in ids.iter().enumerate() {
                @if i > 0 { ", " }
                @if self.on_page.contains(id) {
                    a href={ "#" (self.piece) "-" (id) } { (self.ids.get(id)) }
                } @else {
                    code { (self.ids.get(id)) }
                }
            }
        }
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

fn tone(status: StageStatus) -> &'static str {
    match status {
        StageStatus::Done => "certain",
        StageStatus::UnderWay | StageStatus::Announced => "doubtful",
        StageStatus::Refused => "not-so",
    }
}
