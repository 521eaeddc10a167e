//! When and where a figure holds, as far as its sentence tells.
//!
//! A time or place belongs to a figure where it hangs on the number, on what is counted or measured, on a clause that
//! tells which of them are counted, or on the predicate that tells the figure; and where it opens the sentence or hangs
//! on what the predicate is a part or the outcome of. What hangs on a word of saying says when and where that was said.

use sayso_knowledge::figures::{Argument, Beside, Measured, Stands};
use sayso_language::Upos;
use sayso_schema::{FigureKind, Passage};

use super::about::Told;
use super::again::is_amount;
use super::counted::Counted;
use super::measure::ToldBy;
use super::quantity::Quantity;
use crate::grammar::{is_nominal, lemma, lower, marks, object, related, subject};
use crate::located::located_phrase;
use crate::places::Toponym;

/// Words that are followed up the tree.
pub(super) const MOST_STEPS: usize = 6;

/// Words that a figure's time or place can hang on, the nearest first.
pub(super) struct Seats {
    /// Word and how far off it is.
    words: Vec<(usize, usize)>,
    /// Clauses above, which only what opens them holds for.
    above: Vec<usize>,
}

impl Seats {
    pub(super) fn distance(&self, word: usize, phrase: usize) -> Option<usize> {
        let own = self
            .words
            .iter()
            .filter(|(at, _)| *at == word)
            .map(|(_, distance)| *distance);
        let own = own.min();
        own.or_else(|| {
            let at = self.above.iter().position(|&above| above == word)?;
            let first = self.words.iter().map(|(at, _)| *at).min()?;
            (phrase < first && phrase < word).then_some(FAR + at)
        })
    }
}

/// Farther than all that hangs on a figure's own words.
pub(super) const FAR: usize = 8;

impl Told<'_, '_> {
    pub(super) fn seats(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Seats {
        let tree = self.tree;
        let mut words: Vec<(usize, usize)> = (quantity.first..=quantity.last.min(tree.len().saturating_sub(1)))
            .map(|word| (word, 0))
            .collect();
        // What is counted, and the clauses that tell which.
        for noun in [counted.noun, counted.measure].into_iter().flatten() {
            words.push((noun, 1));
            let clauses = self.clauses_on(noun);
            words.extend(
                clauses
                    .filter(|&clause| Some(clause) != told.clause)
                    .map(|clause| (clause, 2)),
            );
        }
        // Nouns between the number and its clause.
        let mut at = self.seat(quantity);
        for _ in 0..MOST_STEPS {
            let Some(head) = tree.head(at) else { break };
            if !is_nominal(tree, head) || tree.token(at).relation() == "conj" {
                break;
            }
            words.push((head, 2));
            at = head;
        }
        let mut above = Vec::new();
        if let Some(predicate) = told.clause {
            // "said on Tuesday after a one-day visit": that is when it was said.
            if !self.is_saying(predicate) {
                words.push((predicate, 3));
            }
            let mut at = predicate;
            for step in 0..MOST_STEPS {
                let Some(head) = tree.head(at) else { break };
                let relation = tree.token(at).relation();
                let part = match relation {
                    // "accused on Tuesday of killing nine": that is when they were accused.
                    _ if self.is_charge(head) => break,
                    "xcomp" => true,
                    // "fired on the crowd, killing five"
                    "advcl" => {
                        marks(tree, at).all(|mark| matches!(&*lower(tree, mark), "with" | "by"))
                            && tree.child(at, "nsubj").is_none()
                    }
                    "conj" => tree.child(at, "nsubj").is_none() && tree.child(at, "nsubj:pass").is_none(),
                    _ => false,
                };
                if part {
                    words.push((head, 4 + step.min(3)));
                } else if matches!(relation, "conj" | "parataxis" | "advcl" | "acl") {
                    above.push(head);
                } else {
                    break;
                }
                at = head;
            }
            // "were killed and five wounded on Thursday": what ends the second half holds for both.
            let halves = related(tree, predicate, &["conj"]);
            for half in halves {
                words.push((half, FAR - 1));
                words.extend(self.clauses_on(half).map(|clause| (clause, FAR - 1)));
            }
            // "theatres run by them in China had revenues of", but not where somebody there does something.
            let told = self.measure_verb(predicate);
            let states =
                told.is_none_or(|word| word.of == Some(Measured::Subject) || word.stands == Some(Stands::Stock));
            for subject in related(tree, predicate, &["nsubj"]).into_iter().filter(|_| states) {
                words.push((subject, FAR - 2));
                words.extend(self.clauses_on(subject).map(|clause| (clause, FAR - 2)));
            }
        }
        Seats { words, above }
    }

    /// Whether a word tells of a deed at another time and place than its own.
    fn is_charge(&self, word: usize) -> bool {
        self.beside(Beside::Charge, word)
    }

    /// "the New York Stock Exchange": a place in a longer name is that of no figure.
    fn names_a_body(&self, place: &Toponym) -> bool {
        let tree = self.tree;
        let next = place.last + 1;
        let capital = next < tree.len() && tree.token(next).form.starts_with(char::is_uppercase);
        let head = tree.head(tree.top(place.first, place.last.min(tree.len().saturating_sub(1))));
        capital && tree.token(next).upos == Upos::Propn && head.is_some_and(|head| head > place.last)
    }

    /// Clauses and participles on a noun.
    fn clauses_on(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let tree = self.tree;
        let clauses = related(tree, noun, &["acl", "amod"]).into_iter();
        clauses.filter(|&clause| matches!(tree.token(clause).upos, Upos::Verb | Upos::Adj))
    }

    /// Whether a word tells that somebody says something.
    fn is_saying(&self, word: usize) -> bool {
        let telling = self.scene.whose.of(self.tree.token(word).span, self.tree.sentence);
        telling.is_some_and(|telling| telling.is_cue)
    }

    /// How far a phrase hangs from a figure. A time that hangs on what is compared with does not: "from the same month
    /// last year".
    pub(super) fn hangs(&self, seats: &Seats, phrase: usize, is_time: bool) -> Option<usize> {
        let tree = self.tree;
        let mut at = phrase;
        for _ in 0..MOST_STEPS {
            at = tree.head(at)?;
            if let Some(distance) = seats.distance(at, phrase) {
                return Some(distance);
            }
            if is_time && marks(tree, at).any(|mark| COMPARES.contains(&&*lower(tree, mark))) {
                return None;
            }
            // "in raids carried out in the north"
            let participle = tree.token(at).relation() == "acl" && tree.child(at, "nsubj").is_none();
            let passes = is_nominal(tree, at) || participle || tree.token(at).upos == Upos::Adv;
            if !passes || self.quantity_at(at).is_some() {
                return None;
            }
        }
        None
    }

    /// Whether a time or place opens the sentence before all verbs, and so holds for all that its clause tells: "Last year, …".
    pub(super) fn opens(&self, phrase: usize, last: usize, told: &ToldBy<'_>) -> bool {
        let tree = self.tree;
        let first = tree.reach(phrase).0;
        let comma = last + 1 < tree.len() && lower(tree, last + 1) == ",";
        let Some(verb) = told.clause.filter(|_| first <= MOST_OPENING && comma) else {
            return false;
        };
        // What is told in a clause of its own with a time of its own is another matter.
        let before = (first..=last).all(|word| tree.token(word).upos != Upos::Verb);
        before && verb > last && !self.is_saying(verb)
    }

    /// The place that a figure holds for.
    pub(super) fn place(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Option<Passage> {
        let tree = self.tree;
        let places = self.scene.places(self.sentence);
        // Nor have ages a place: "Smith, 35, who left for India".
        if quantity.kind == FigureKind::Age || self.lies_so_far(quantity) {
            return None;
        }
        // "2.5 million U.S. dollars" are of no place, neither is what stands beside them.
        let places = places.iter().filter(|place| {
            let unit = quantity.span.overlaps(place.span) || self.quantity_at(place.last).is_some();
            !place.demonym && !place.embedded && !unit && !self.names_a_body(place)
        });
        let mut places = places.peekable();
        places.peek()?;
        let seats = self.seats(quantity, counted, told);
        let argument = self.place_argument(told);
        let is_statistic = is_amount(quantity.kind);
        let subject = told
            .clause
            .filter(|_| is_statistic)
            .and_then(|verb| subject(tree, verb).or_else(|| object(tree, verb)));
        let measured = [counted.measure, counted.noun, subject];
        let best = places
            .filter_map(|place| {
                let top = tree.top(place.first, place.last.min(tree.len().saturating_sub(1)));
                let head = tree.head(top);
                // "Japan's surplus", "the population of Gaza"
                let owned = head.is_some_and(|head| measured.contains(&Some(head)));
                let owner = owned
                    && (&*tree.token(top).deprel == "nmod:poss"
                        || marks(tree, top).next().is_some_and(|mark| lower(tree, mark) == "of"));
                // "Jakarta shares closed 0.2 percent higher"
                let beside = owned && is_statistic && top < head.unwrap_or(0) && marks(tree, top).next().is_none();
                let far = head == subject && head != counted.noun && head != counted.measure;
                let distance = if owner && !far {
                    1
                } else if owner || beside {
                    FAR - 1
                } else if argument == Some(top) {
                    3
                } else {
                    let phrase = located_phrase(self.scene, tree, top).or_else(|| self.of_located(top));
                    let phrase = phrase.filter(|_| !place.metonym)?;
                    // "beat India 2-1", "a 2-1 win over India": a team, unless the game was played there.
                    let results = matches!(quantity.kind, FigureKind::Score | FigureKind::Vote);
                    let there = |mark: usize| matches!(&*lower(tree, mark), "in" | "at");
                    if results && !marks(tree, phrase).any(there) {
                        return None;
                    }
                    self.hangs(&seats, phrase, false)
                        .or_else(|| self.opens(phrase, place.last, told).then_some(FAR + MOST_STEPS))?
                };
                Some((distance, place.first.abs_diff(quantity.first), *place))
            })
            .min_by_key(|(distance, far, _)| (*distance, *far));
        best.map(|(.., place)| self.scene.text.passage(place.span))
    }

    /// "from the cells of Maputo": the phrase that says where, whatever it is of, but for persons.
    fn of_located(&self, place: usize) -> Option<usize> {
        let tree = self.tree;
        marks(tree, place).next().filter(|&mark| lower(tree, mark) == "of")?;
        let head = tree.head(place)?;
        let ontology = self.scene.knowledge.events.ontology();
        let person = ontology.in_class("person", &lemma(tree, head)) || self.measure_noun(head).is_some();
        let there = |mark: usize| {
            matches!(
                &*lower(tree, mark),
                "in" | "at" | "from" | "near" | "on" | "into" | "across"
            )
        };
        (!person && marks(tree, head).any(there)).then_some(head)
    }

    /// The subject or object that says where: "entered Russia", "China has".
    fn place_argument(&self, told: &ToldBy<'_>) -> Option<usize> {
        let verb = told.clause?;
        match self.measure_verb(verb)?.place? {
            Argument::Object => object(self.tree, verb),
            Argument::Subject => subject(self.tree, verb),
        }
    }
}

/// Before a time or what it hangs on: only compared with.
pub(super) const COMPARES: [&str; 5] = ["from", "than", "after", "against", "versus"];

/// Words before a phrase that still opens its sentence.
const MOST_OPENING: usize = 2;
