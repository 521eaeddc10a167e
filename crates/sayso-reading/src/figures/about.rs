//! From a quantity to a figure: what it counts, what is said of it, whose, where and when, and who says so.

use sayso_knowledge::events::Tie;
use sayso_knowledge::figures::Beside;
use sayso_schema::{Because, EntityType, Figure, FigureKind, Measure, Passage, RowId, RowKind, Span};

use super::counted::Counted;
use super::quantity::Quantity;
use crate::grammar::lemma;
use crate::scene::Scene;
use crate::tree::Tree;

/// The quantities of one sentence, with what their words are.
pub(super) struct Told<'t, 'k> {
    pub(super) scene: &'t Scene<'t, 'k>,
    pub(super) tree: &'t Tree<'t>,
    pub(super) sentence: usize,
    pub(super) quantities: &'t [Quantity],
    /// Of each word, the quantity that it is part of.
    quantity_at: Vec<Option<usize>>,
    /// Whether a word heads a time or a place.
    times: Vec<bool>,
    places: Vec<bool>,
}

impl<'t, 'k> Told<'t, 'k> {
    pub(super) fn new(
        scene: &'t Scene<'t, 'k>,
        tree: &'t Tree<'t>,
        sentence: usize,
        quantities: &'t [Quantity],
    ) -> Self {
        let mut quantity_at = vec![None; tree.len()];
        for (at, quantity) in quantities.iter().enumerate() {
            for word in quantity.first..=quantity.last {
                if let Some(of) = quantity_at.get_mut(word) {
                    of.get_or_insert(at);
                }
            }
        }
        let mut times = vec![false; tree.len()];
        for time in scene.times(sentence) {
            let words = times.iter_mut().zip(&quantity_at).take(time.last.saturating_add(1));
            for (is_time, quantity) in words.skip(time.first) {
                *is_time |= quantity.is_none();
            }
        }
        let mut places = vec![false; tree.len()];
        for place in scene
            .places(sentence)
            .iter()
            .filter(|place| !place.demonym && !place.embedded)
        {
            if let Some(of) = places.get_mut(place.last) {
                *of = true;
            }
        }
        Self {
            scene,
            tree,
            sentence,
            quantities,
            quantity_at,
            times,
            places,
        }
    }

    pub(super) fn quantity_at(&self, word: usize) -> Option<usize> {
        self.quantity_at.get(word).copied().flatten()
    }

    pub(super) fn is_time(&self, word: usize) -> bool {
        self.times.get(word).copied().unwrap_or(false)
    }

    pub(super) fn is_place(&self, word: usize) -> bool {
        self.places.get(word).copied().unwrap_or(false)
    }

    /// The figures of the sentence; their ids are given later.
    pub(super) fn figures(&self, into: &mut Vec<Figure>) {
        let mut done: Vec<Counted> = Vec::with_capacity(self.quantities.len());
        for index in 0..self.quantities.len().min(MOST_QUANTITIES) {
            let counted = self.counted(index, &done);
            done.push(counted);
        }
        let begin = into.len();
        for (index, quantity) in self.quantities.iter().enumerate() {
            let mut figure = match done.get(index) {
                Some(counted) => self.figure(quantity, counted),
                None => self.bare(quantity),
            };
            if let Some((like, same_time)) = self.holds_like(index).or_else(|| self.listed_with(index))
                && let Some(like) = into.get(begin + like)
            {
                figure.place = figure.place.or_else(|| like.place.clone());
                if same_time {
                    figure.period = figure.period.or_else(|| like.period.clone());
                }
            }
            into.push(figure);
        }
    }

    fn figure(&self, quantity: &Quantity, counted: &Counted) -> Figure {
        let told = self.told_by(quantity, counted);
        let kind = quantity.kind;
        // "the index fell 20 to 5,430"
        let index = [counted.noun, counted.measure].into_iter().flatten();
        let is_level = kind == FigureKind::Count && quantity.unit.is_none() && counted.of.is_some();
        let is_level = is_level
            && index
                .into_iter()
                .any(|noun| noun < quantity.first && self.is_index(noun));
        let measured = !matches!(kind, FigureKind::Ordinal | FigureKind::Age);
        let predicate = told.predicate.filter(|_| measured);
        let mut lines = quantity.lines.clone();
        lines.extend(told.line.filter(|_| predicate.is_some()).map(str::to_owned));
        let mut tokens = vec![quantity.span];
        tokens.extend(predicate.map(|word| self.tree.token(word).span));
        tokens.extend(counted.noun.map(|word| self.tree.token(word).span));
        tokens.sort_unstable();
        tokens.dedup();
        let people = kind == FigureKind::Count && counted.of.is_some_and(|(_, last)| self.is_person(counted, last));
        let ballots = self.is_ballots(quantity, counted);
        let place = self.place(quantity, counted, &told);
        let period = self.period(quantity, counted, &told);
        Figure {
            unit: quantity
                .unit
                .clone()
                .or_else(|| (people && !ballots).then(|| PERSONS.to_owned())),
            of: counted.of.map(|words| self.passage(self.span(words))),
            measure: predicate.map(|word| Measure {
                predicate: self.passage(self.tree.token(word).span),
                kind: told.kind,
            }),
            actor: self.actor(counted, &told),
            place,
            period,
            because: Because { lines, tokens },
            kind: if is_level {
                FigureKind::Measure
            } else if ballots {
                FigureKind::Vote
            } else {
                kind
            },
            ..self.bare(quantity)
        }
    }

    /// What the quantity's own words tell.
    fn bare(&self, quantity: &Quantity) -> Figure {
        let telling = self.scene.whose.of(quantity.span, self.tree.sentence);
        Figure {
            // Given once the order of all is known.
            id: RowId::of("", RowKind::Figure, &[quantity.span], 0),
            span: quantity.span,
            text: self.scene.text.at(quantity.span).to_owned(),
            kind: quantity.kind,
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            approximator: quantity.approximator.map(|words| self.passage(self.span(words))),
            unit: quantity.unit.clone(),
            as_written: quantity.as_written.clone(),
            per: quantity.per.map(|words| self.passage(self.span(words))),
            of: None,
            measure: None,
            actor: None,
            place: None,
            period: None,
            statement: telling.map(|telling| telling.statement.id.clone()),
            because: Because {
                lines: quantity.lines.clone(),
                tokens: vec![quantity.span],
            },
        }
    }

    /// "507 votes", "436 deputies voted for, 101 against and 26 abstained"
    fn is_ballots(&self, quantity: &Quantity, counted: &Counted) -> bool {
        if quantity.kind != FigureKind::Count || self.scene.tells_sport {
            return false;
        }
        let tree = self.tree;
        let behind = counted.noun.filter(|&noun| noun > quantity.last);
        if behind.is_some_and(|noun| lemma(tree, noun) == "vote") {
            return true;
        }
        // What is said right behind those who vote, or behind the number alone.
        let last = behind.unwrap_or(quantity.last);
        let says =
            last + 1 < tree.len() && last - quantity.last <= MOST_VOTERS && self.beside(Beside::Ballot, last + 1);
        let voted = || {
            let mut near = quantity.first.saturating_sub(MOST_OF_VOTE)..tree.len().min(quantity.last + MOST_OF_VOTE);
            near.any(|word| matches!(&*lemma(tree, word), "vote" | "abstain" | "abstention"))
        };
        says && voted() && (behind.is_none() || counted.of.is_some_and(|(_, last)| self.is_person(counted, last)))
    }

    /// Whether those who are counted are persons, not groups of them.
    pub(super) fn is_person(&self, counted: &Counted, last: usize) -> bool {
        let noun = counted.noun.unwrap_or(last);
        let lexicon = &self.scene.knowledge.events;
        let lemma = lemma(self.tree, noun);
        let casualties = lexicon.casualties();
        // Two families are more than two; their number is no number of persons.
        if casualties.ties(Tie::Kin, &lemma) && lemma != "people" || casualties.ties(Tie::Unit, &lemma) {
            return false;
        }
        if lexicon.ontology().in_class("person", &lemma) {
            return true;
        }
        if casualties.lists(Tie::Not, &lemma, lexicon.ontology()) {
            return false;
        }
        let entity = self.scene.entity_at(self.sentence, noun);
        entity.is_some_and(|entity| matches!(entity.kind, EntityType::Person | EntityType::Norp))
    }

    pub(super) fn span(&self, (first, last): (usize, usize)) -> Span {
        self.tree.token(first).span.hull(self.tree.token(last).span)
    }

    fn passage(&self, span: Span) -> Passage {
        self.scene.text.passage(span)
    }
}

/// Words of those who vote, and words around a number in which a vote is told.
const MOST_VOTERS: usize = 4;
const MOST_OF_VOTE: usize = 16;

/// Quantities of one sentence whose surroundings are looked at, so that an endless sentence takes no endless time.
const MOST_QUANTITIES: usize = 256;

/// The unit of counts of people.
const PERSONS: &str = "persons";

#[cfg(test)]
#[path = "about_tests.rs"]
mod tests;
