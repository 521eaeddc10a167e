//! What every question that looks at trees, entities and statements at once is asked of.

use std::collections::HashSet;

use sayso_knowledge::Knowledge;
use sayso_schema::{Document, Entity, Span, Statement};

use crate::entities::mentions::Mentions;
use crate::places::Toponym;
use crate::text::Text;
use crate::times::TimeExpression;
use crate::tree::Tree;
use crate::whose::Whose;

/// What is known of the document before its events, figures and agreements are looked for.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) entities: &'a [Entity],
    pub(crate) statements: &'a [Statement],
    pub(crate) times: &'a [TimeExpression],
    pub(crate) places: &'a [Toponym],
}

/// A document with all that is known of it, ready to be looked up by place.
pub(crate) struct Scene<'a, 'k> {
    pub(crate) document: &'a Document,
    pub(crate) text: Text<'a>,
    pub(crate) trees: &'a [Tree<'a>],
    pub(crate) entities: &'a [Entity],
    pub(crate) statements: &'a [Statement],
    pub(crate) mentions: Mentions<'a>,
    pub(crate) whose: Whose<'a>,
    /// Whether the article reports sport.
    pub(crate) is_sport: bool,
    /// Whether it tells of sport at all, so that points and results can be those of games.
    pub(crate) tells_sport: bool,
    pub(crate) knowledge: &'k Knowledge,
    times: Vec<Vec<&'a TimeExpression>>,
    places: Vec<Vec<&'a Toponym>>,
}

impl<'a, 'k> Scene<'a, 'k> {
    pub(crate) fn new(document: &'a Document, trees: &'a [Tree<'a>], told: Told<'a>, knowledge: &'k Knowledge) -> Self {
        let mut times = vec![Vec::new(); trees.len()];
        for time in told.times {
            if let Some(of) = times.get_mut(time.sentence) {
                of.push(time);
            }
        }
        let mut places = vec![Vec::new(); trees.len()];
        for place in told.places {
            if let Some(of) = places.get_mut(place.sentence) {
                of.push(place);
            }
        }
        let sport = words_of_sport(trees, knowledge);
        Self {
            document,
            text: Text::new(&document.text),
            trees,
            entities: told.entities,
            statements: told.statements,
            mentions: Mentions::new(told.entities),
            whose: Whose::new(told.statements),
            is_sport: sport >= SPORT,
            tells_sport: sport >= SOME_SPORT,
            knowledge,
            times,
            places,
        }
    }

    /// The times of a sentence, in its order.
    pub(crate) fn times(&self, sentence: usize) -> &[&'a TimeExpression] {
        self.times.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// The places of a sentence, in its order.
    pub(crate) fn places(&self, sentence: usize) -> &[&'a Toponym] {
        self.places.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// The entity of the shortest mention that a word is in.
    pub(crate) fn entity_at(&self, sentence: usize, word: usize) -> Option<&'a Entity> {
        let span = self.trees[sentence].token(word).span;
        self.mentions.shortest(span).map(|(_, entity)| entity)
    }

    /// Where that mention stands.
    pub(crate) fn mention_at(&self, sentence: usize, word: usize) -> Option<Span> {
        let span = self.trees[sentence].token(word).span;
        self.mentions.shortest(span).map(|(place, _)| place)
    }

    /// Whether a stretch is byline or dateline, which tell no events.
    pub(crate) fn is_credit(&self, span: Span) -> bool {
        let dateline = self.document.dateline.as_ref().map(|dateline| dateline.passage.span);
        let credits = [self.document.byline_span, dateline];
        credits.into_iter().flatten().any(|credit| credit.contains(span))
    }
}

/// Different words of sport that make an article a report of sport.
const SPORT: usize = 4;

/// As many tell that it speaks of games.
const SOME_SPORT: usize = 2;

/// How many different words of sport an article has, up to those that make it a report of sport, where games are won and
/// lost in words of war.
fn words_of_sport(trees: &[Tree<'_>], knowledge: &Knowledge) -> usize {
    let ontology = knowledge.events.ontology();
    let mut found: HashSet<&str> = HashSet::new();
    for token in trees.iter().flat_map(|tree| &tree.sentence.tokens) {
        if ontology.in_class("sport-report", &token.lemma) {
            found.insert(&token.lemma);
        }
        if found.len() >= SPORT {
            break;
        }
    }
    found.len()
}
