//! Who did what to whom: PLOVER events, each tied to the statements by whose word it stands.
//!
//! [`found`] lays the lexicon's lines on each sentence and finds the words that name acts. [`grammar`] sees who stands
//! where around them, [`participants`] names those who act and are acted upon, [`standing`] tells what was done from
//! what was only meant, asked for or denied, [`setting`] when and where, and [`whose`] by whose word. [`demands`] finds
//! what people say that others must do. [`row`] makes the rows of it all, [`contexts`]
//! tells what they are about, [`casualties`] how many were killed, injured or took part, and [`links`] ties rows of
//! one happening together.

mod casualties;
mod contexts;
mod counts;
mod demands;
mod found;
mod grammar;
mod happening;
mod links;
mod participants;
mod row;
mod setting;
mod standing;
mod victims;
mod whose;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use sayso_knowledge::Knowledge;
use sayso_schema::{Document, Entity, Event, Figure, RowId, RowKind, Span, Statement};

use crate::entities::mentions::Mentions;
use crate::places::Toponym;
use crate::text::Text;
use crate::times::TimeExpression;
use crate::tree::Tree;
use setting::Settings;
use whose::Whose;

/// What all steps look at.
pub(crate) struct Scene<'a, 'k> {
    document: &'a Document,
    text: Text<'a>,
    trees: &'a [Tree<'a>],
    entities: &'a [Entity],
    mentions: Mentions<'a>,
    whose: Whose<'a>,
    settings: Settings<'a>,
    /// Whether the article reports sport.
    is_sport: bool,
    knowledge: &'k Knowledge,
}

/// Different words of sport that make an article a report of sport.
const SPORT: usize = 4;

/// Whether an article reports sport, where games are won and lost in words of war.
fn is_sport(trees: &[Tree<'_>], knowledge: &Knowledge) -> bool {
    let ontology = knowledge.events.ontology();
    let mut found: HashSet<&str> = HashSet::new();
    for token in trees.iter().flat_map(|tree| &tree.sentence.tokens) {
        if ontology.in_class("sport-report", &token.lemma) {
            found.insert(&token.lemma);
        }
        if found.len() >= SPORT {
            return true;
        }
    }
    false
}

/// What is known of the document before its events are looked for.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) entities: &'a [Entity],
    pub(crate) statements: &'a [Statement],
    pub(crate) times: &'a [TimeExpression],
    pub(crate) places: &'a [Toponym],
}

impl<'a> Scene<'a, '_> {
    /// The entity of the shortest mention that a word is in.
    fn entity_at(&self, sentence: usize, word: usize) -> Option<&'a Entity> {
        let span = self.trees[sentence].token(word).span;
        self.mentions.shortest(span).map(|(_, entity)| entity)
    }

    /// Where that mention stands.
    fn mention_at(&self, sentence: usize, word: usize) -> Option<Span> {
        let span = self.trees[sentence].token(word).span;
        self.mentions.shortest(span).map(|(place, _)| place)
    }

    /// Whether a stretch is byline or dateline, which tell no events.
    fn is_credit(&self, span: Span) -> bool {
        let dateline = self.document.dateline.as_ref().map(|dateline| dateline.passage.span);
        let credits = [self.document.byline_span, dateline];
        credits.into_iter().flatten().any(|credit| credit.contains(span))
    }
}

/// The events of a document, in the order of their triggers, with the figures that count their people.
pub(crate) fn events(
    document: &Document,
    trees: &[Tree<'_>],
    told: Told<'_>,
    knowledge: &Knowledge,
) -> (Vec<Event>, Vec<Figure>) {
    let scene = Scene {
        document,
        text: Text::new(&document.text),
        trees,
        entities: told.entities,
        mentions: Mentions::new(told.entities),
        whose: Whose::new(told.statements),
        is_sport: is_sport(trees, knowledge),
        settings: Settings::new(trees.len(), told.times, told.places),
        knowledge,
    };
    let (mut events, mut figures) = (Vec::new(), Vec::new());
    for sentence in 0..scene.trees.len() {
        let acts = found::acts(&scene, sentence);
        let told = row::Acts::of(&scene, sentence, &acts);
        let mut rows = Vec::with_capacity(acts.len());
        for index in 0..acts.len() {
            let from = events.len();
            row::rows(&scene, &told, index, &mut events);
            rows.push(from..events.len());
        }
        let made = casualties::Made {
            sentence,
            acts: &acts,
            rows: &rows,
        };
        casualties::figures(&scene, &made, &mut events, &mut figures);
        for demand in demands::demands(&scene, sentence, &acts) {
            row::demand(&scene, &told, &demand, &mut events);
        }
    }
    number(document, &mut events);
    casualties::number(&document.id, &mut figures, &mut events);
    links::tie(&mut events);
    (events, figures)
}

/// Gives the rows their ids, by trigger and those who take part, once their order is known.
fn number(document: &Document, events: &mut [Event]) {
    let mut seen: HashMap<(Span, Span), usize> = HashMap::new();
    for event in events {
        let ordinal = seen.entry((event.trigger.span, event.span)).or_default();
        event.id = RowId::of(
            &document.id,
            RowKind::Event,
            &[event.trigger.span, event.span],
            *ordinal,
        );
        *ordinal += 1;
    }
}
