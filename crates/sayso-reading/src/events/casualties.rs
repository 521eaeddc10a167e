//! How many were killed and injured in an act, and how many took part.
//!
//! A word that tells of harm (`events/casualties.tsv`) says where those who were harmed stand;
//! [`victims`](super::victims) finds them and [`count`](crate::figures::count) reads how many they are. The act is tied to
//! the [`Figure`] of that number where it is the same happening: the act that the word itself names, the attack
//! that killed, in which they died, or that killed them while it did something else ([`happening`](super::happening)).
//! The size of a protest or of a deployment is the count of those who take part. Who is told without a number counts
//! only where they are one, "a soldier" or somebody's name, and makes a figure of its own, as the sum of several numbers
//! does. What is not told stays absent.

use std::collections::HashMap;
use std::ops::Range;

use sayso_knowledge::events::{Harm, HarmWord, Tie, WordClass};
use sayso_schema::{
    Because, EntityType, Event, Figure, FigureKind, Measure, MeasureKind, Passage, RowId, RowKind, Span,
};

use super::found::{Act, class_of};
use super::victims::Counted;
use crate::figures::number::Reader;
use crate::grammar::{fill, lemma, lower};
use crate::scene::Scene;
use crate::tree::Tree;

/// Words of harm and acts of one sentence that are looked at, so that an endless sentence takes no endless time.
const MOST_COUNTED: usize = 64;

/// Characters that a figure can begin before a number that it holds.
const LONGEST: usize = 200;

/// Words that are followed up the tree, and coordinated ones.
pub(super) const MOST_STEPS: usize = 6;

/// The acts of one sentence and the rows that each made.
pub(super) struct Made<'m, 'k> {
    pub(super) sentence: usize,
    pub(super) acts: &'m [Act<'k>],
    pub(super) rows: &'m [Range<usize>],
}

/// Makes the figures of a sentence and ties its events to them.
pub(super) fn figures(scene: &Scene<'_, '_>, made: &Made<'_, '_>, events: &mut [Event], into: &mut Ledger<'_>) {
    if made.rows.iter().all(Range::is_empty) {
        return;
    }
    let tree = &scene.trees[made.sentence];
    let words: Vec<String> = (0..tree.len()).map(|word| lower(tree, word)).collect();
    let counter = Counter {
        scene,
        made,
        tree,
        words: &words,
        reader: Reader::new(&words, scene.knowledge),
        by_word: by_word(made),
        harms: harms(scene, tree, &words),
    };
    counter.harm(events, into);
    counter.sizes(events, into);
}

/// The figures of a document: those that quantities made, in the order of the text, and those that only events tell.
pub(super) struct Ledger<'d> {
    document: &'d str,
    known: &'d mut Vec<Figure>,
    more: Vec<Figure>,
}

impl<'d> Ledger<'d> {
    pub(super) fn new(document: &'d str, known: &'d mut Vec<Figure>) -> Self {
        Self {
            document,
            known,
            more: Vec::new(),
        }
    }

    /// The figure of the same number as `counted`, told by one of its words.
    fn same(&mut self, counted: &Figure) -> Option<&mut Figure> {
        let far = counted.span.start.saturating_sub(LONGEST);
        let from = self.known.partition_point(|figure| figure.span.start < far);
        let near = self.known.get_mut(from..).unwrap_or_default().iter_mut();
        let mut near = near.take_while(|figure| figure.span.start < counted.span.end);
        near.find(|figure| {
            let counts = matches!(figure.kind, FigureKind::Count | FigureKind::Fraction);
            counts && figure.span.overlaps(counted.span) && figure.value == counted.value && figure.low == counted.low
        })
    }

    /// The id of the figure that tells `counted`: the one that its number has made, else a new one. Digits that have made
    /// no figure are no number ("12,34").
    fn tell(&mut self, counted: Figure) -> Option<RowId> {
        if let Some(figure) = self.same(&counted) {
            // The act may be dated and placed by words that the number does not hang on.
            figure.place = figure.place.take().or(counted.place);
            figure.period = figure.period.take().or(counted.period);
            figure.measure = figure.measure.take().or(counted.measure);
            if figure.kind == FigureKind::Count {
                figure.unit = figure.unit.take().or(counted.unit);
            }
            for line in counted.because.lines {
                if !figure.because.lines.contains(&line) {
                    figure.because.lines.push(line);
                }
            }
            return Some(figure.id.clone());
        }
        if counted.text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let spans = |figures: &[Figure]| figures.iter().filter(|figure| figure.span == counted.span).count();
        let from = self.known.partition_point(|figure| figure.span < counted.span);
        let to = self.known.partition_point(|figure| figure.span <= counted.span);
        let again = self.more.iter().rev().take(MOST_COUNTED);
        let mut again = again.filter(|figure| figure.span == counted.span && figure.value == counted.value);
        if let Some(figure) = again.find(|figure| figure.low == counted.low) {
            return Some(figure.id.clone());
        }
        let recent = self.more.len().saturating_sub(MOST_COUNTED);
        let ordinal = to - from + spans(self.more.get(recent..).unwrap_or_default());
        let figure = Figure {
            id: RowId::of(self.document, RowKind::Figure, &[counted.span], ordinal),
            kind: FigureKind::Indefinite,
            ..counted
        };
        let id = figure.id.clone();
        self.more.push(figure);
        Some(id)
    }

    /// Puts all in the order of the text.
    pub(super) fn close(self) {
        self.known.extend(self.more);
        self.known.sort_by_key(|figure| figure.span);
    }
}

/// What each word tells of harm.
fn harms<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, words: &[String]) -> Vec<Option<(WordClass, &'k HarmWord)>> {
    let casualties = scene.knowledge.events.casualties();
    let harm = |word: usize| {
        let class = class_of(tree, word)?;
        Some((class, casualties.harm(&words[word], &lemma(tree, word), class)?))
    };
    (0..tree.len()).map(harm).collect()
}

/// Which acts a word is, or is the light verb of.
fn by_word(made: &Made<'_, '_>) -> HashMap<usize, Vec<usize>> {
    let mut by_word: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, act) in made.acts.iter().enumerate() {
        by_word.entry(act.word).or_default().push(at);
        if act.verb() != act.word {
            by_word.entry(act.verb()).or_default().push(at);
        }
    }
    by_word
}

/// A sentence whose people are counted.
pub(super) struct Counter<'c, 'k> {
    pub(super) scene: &'c Scene<'c, 'k>,
    pub(super) made: &'c Made<'c, 'k>,
    pub(super) tree: &'c Tree<'c>,
    pub(super) words: &'c [String],
    pub(super) reader: Reader<'c, 'k>,
    pub(super) by_word: HashMap<usize, Vec<usize>>,
    pub(super) harms: Vec<Option<(WordClass, &'k HarmWord)>>,
}

impl Counter<'_, '_> {
    fn harm(&self, events: &mut [Event], into: &mut Ledger<'_>) {
        let telling = self
            .harms
            .iter()
            .enumerate()
            .filter_map(|(word, harm)| Some((word, (*harm)?)));
        for (word, (class, harm)) in telling.take(MOST_COUNTED) {
            let Some(counted) = self.victims(word, class, harm) else {
                continue;
            };
            let targets = self.targets(word, harm.harm, events);
            let Some(&first) = targets.first() else { continue };
            let line = harm.because.clone();
            let Some(first) = events.get(first) else { continue };
            let figure = into.tell(self.figure(&counted, word, line, MeasureKind::Flow, first));
            for target in targets {
                let event = &mut events[target];
                let count = match harm.harm {
                    Harm::Killed => &mut event.killed,
                    Harm::Injured => &mut event.injured,
                };
                *count = figure.clone();
            }
        }
    }

    /// The events of the same happening that have no such count yet.
    fn targets(&self, word: usize, harm: Harm, events: &[Event]) -> Vec<usize> {
        let casualties = self.scene.knowledge.events.casualties();
        let can_harm =
            |event: &Event| casualties.can_harm(&event.kind) || event.is_a.iter().any(|kind| casualties.can_harm(kind));
        let acts = self.same_happening(word);
        let rows = acts
            .into_iter()
            .filter_map(|act| self.made.rows.get(act))
            .flat_map(Clone::clone);
        let mut targets: Vec<usize> = Vec::new();
        let mut kind: Option<&str> = None;
        for row in rows {
            let Some(event) = events.get(row).filter(|event| can_harm(event)) else {
                continue;
            };
            // "arrested 50 and injured 15": the arrest injured nobody.
            if *kind.get_or_insert(&event.kind) != event.kind {
                continue;
            }
            let known = match harm {
                Harm::Killed => &event.killed,
                Harm::Injured => &event.injured,
            };
            if known.is_none() && !targets.contains(&row) {
                targets.push(row);
            }
        }
        targets
    }

    fn sizes(&self, events: &mut [Event], into: &mut Ledger<'_>) {
        let casualties = self.scene.knowledge.events.casualties();
        for (at, act) in self.made.acts.iter().enumerate().take(MOST_COUNTED) {
            let Some(rows) = self.made.rows.get(at).cloned().filter(|rows| !rows.is_empty()) else {
                continue;
            };
            let sized = rows.clone().find_map(|row| casualties.sized(&events.get(row)?.kind));
            let Some(slots) = sized else { continue };
            let found = slots.iter().find_map(|slot| {
                let mut heads = fill(self.tree, act.word, act.trigger.word.class, slot);
                if heads.is_empty() && act.verb() != act.word {
                    heads = fill(self.tree, act.verb(), WordClass::Verb, slot);
                }
                heads.into_iter().find_map(|head| self.crowd(head, act))
            });
            let Some(counted) = found else { continue };
            let line = act.trigger.because.clone();
            let Some(first) = events.get(rows.start) else { continue };
            let figure = into.tell(self.figure(&counted, act.word, line, MeasureKind::Stock, first));
            for event in &mut events[rows] {
                if casualties.sized(&event.kind).is_some() {
                    event.size = figure.clone();
                }
            }
        }
    }

    /// A number of people who take part.
    fn crowd(&self, head: usize, act: &Act<'_>) -> Option<Counted> {
        if head == act.word || head == act.verb() {
            return None;
        }
        let counted = self.counted_by(head)?;
        let lexicon = &self.scene.knowledge.events;
        let what = counted.of.map_or(head, |(_, last)| last);
        let lemma = lemma(self.tree, what);
        let listed = lexicon.casualties().lists(Tie::Crowd, &lemma, lexicon.ontology());
        let entity = self.scene.entity_at(self.made.sentence, what);
        let people = entity.is_some_and(|entity| matches!(entity.kind, EntityType::Person | EntityType::Norp));
        let bare = counted.of.is_none();
        (listed || people || bare).then_some(counted)
    }

    fn figure(&self, counted: &Counted, word: usize, line: String, kind: MeasureKind, event: &Event) -> Figure {
        let span = self.span(counted.quantity);
        let span = match counted.name {
            Some(name) if counted.quantity.0 == counted.quantity.1 => name,
            Some(name) => span.hull(name),
            None => span,
        };
        let of = counted.of.map(|of| match counted.name {
            Some(_) => span,
            None => self.span(of),
        });
        let predicate = self.tree.token(word).span;
        let mut tokens = vec![span, predicate];
        tokens.sort_unstable();
        let mut lines = vec![line];
        lines.extend(counted.lines.iter().cloned());
        Figure {
            // Given once it is known whether its number has made a figure already.
            id: RowId::of("", RowKind::Figure, &[span], 0),
            span,
            text: self.scene.text.at(span).to_owned(),
            kind: FigureKind::Count,
            value: counted.value,
            low: counted.low,
            high: counted.high,
            approximator: counted.approximator.map(|words| self.passage(self.span(words))),
            unit: Some("persons".to_owned()),
            as_written: None,
            per: None,
            of: of.map(|of| self.passage(of)),
            measure: Some(Measure {
                predicate: self.passage(predicate),
                kind,
            }),
            actor: None,
            place: event.place.as_ref().map(|place| place.passage.clone()),
            period: event.date.clone(),
            statement: event.statements.first().cloned(),
            because: Because { lines, tokens },
        }
    }

    fn span(&self, (first, last): (usize, usize)) -> Span {
        self.tree.token(first).span.hull(self.tree.token(last).span)
    }

    fn passage(&self, span: Span) -> Passage {
        self.scene.text.passage(span)
    }
}

#[cfg(test)]
#[path = "casualties_tests.rs"]
mod tests;
