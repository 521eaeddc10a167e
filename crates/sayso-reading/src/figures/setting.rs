//! When and where a figure holds, as far as its sentence tells.
//!
//! A time or place belongs to a figure where it hangs on the number, on what is counted or measured, on a clause that
//! tells which of them are counted, or on the predicate that tells the figure; and where it opens the sentence or hangs
//! on what the predicate is a part or the outcome of. What hangs on a word of saying says when and where that was said.

use sayso_knowledge::figures::Argument;
use sayso_language::Upos;
use sayso_schema::{Date, FigureKind, Passage};

use super::about::Told;
use super::counted::Counted;
use super::measure::ToldBy;
use super::quantity::Quantity;
use crate::grammar::{is_nominal, lower, marks, object, related, subject};
use crate::located::located_phrase;
use crate::times::{TimeExpression, TimeKind};

/// Words that are followed up the tree.
const MOST_STEPS: usize = 6;

/// Words that a figure's time or place can hang on, the nearest first.
struct Seats {
    /// Word and how far off it is.
    words: Vec<(usize, usize)>,
    /// Clauses above, which only what opens them holds for.
    above: Vec<usize>,
}

impl Seats {
    fn distance(&self, word: usize, phrase: usize) -> Option<usize> {
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
const FAR: usize = 8;

impl Told<'_, '_> {
    fn seats(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Seats {
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
            words.push((predicate, 3));
            let mut at = predicate;
            for step in 0..MOST_STEPS {
                let Some(head) = tree.head(at) else { break };
                let relation = tree.token(at).relation();
                let part = match relation {
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
            // "theatres run by them in China had revenues of"
            for subject in related(tree, predicate, &["nsubj"]) {
                words.push((subject, FAR - 2));
                words.extend(self.clauses_on(subject).map(|clause| (clause, FAR - 2)));
            }
        }
        Seats { words, above }
    }

    /// Clauses and participles on a noun.
    fn clauses_on(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let tree = self.tree;
        let clauses = related(tree, noun, &["acl", "amod"]).into_iter();
        clauses.filter(|&clause| matches!(tree.token(clause).upos, Upos::Verb | Upos::Adj))
    }

    /// How far a phrase hangs from a figure.
    fn hangs(&self, seats: &Seats, phrase: usize) -> Option<usize> {
        let tree = self.tree;
        let mut at = phrase;
        for _ in 0..MOST_STEPS {
            at = tree.head(at)?;
            if let Some(distance) = seats.distance(at, phrase) {
                return Some(distance);
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

    /// The day or period that a figure holds for.
    pub(super) fn period(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Option<Date> {
        let tree = self.tree;
        let times = self.scene.times(self.sentence);
        // Ages and lengths have their own time, which is none on the calendar.
        if times.is_empty() || quantity.kind == FigureKind::Age {
            return None;
        }
        let seats = self.seats(quantity, counted, told);
        let best = times
            .iter()
            .filter(|time| !(quantity.first..=quantity.last).contains(&time.first))
            .filter_map(|time| {
                let top = tree.top(time.first, time.last.min(tree.len().saturating_sub(1)));
                if self.is_other_time(time, top) {
                    return None;
                }
                let distance = self.hangs(&seats, top)?;
                Some((distance, time.first.abs_diff(quantity.first), *time))
            })
            .min_by_key(|(distance, far, _)| (*distance, *far));
        let (.., time) = best?;
        self.first_months(time, times).or_else(|| date(time))
    }

    /// "the first 10 months of 2005": from the first of the year to the end of the tenth.
    fn first_months(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let word = |at: usize| (at < self.tree.len()).then(|| lower(self.tree, at));
        let months: u32 = time.value.strip_prefix('P')?.strip_suffix('M')?.parse().ok()?;
        let is_first = (time.first.saturating_sub(1)..=time.last).any(|at| word(at).as_deref() == Some("first"));
        let of = word(time.last + 1).is_some_and(|word| matches!(word.as_str(), "of" | "in"));
        let year = times.iter().find(|year| {
            (time.last + 2..=time.last + 3).contains(&year.first)
                && year.value.len() == 4
                && year.value.bytes().all(|byte| byte.is_ascii_digit())
        });
        let year = year.filter(|_| is_first && of && (1..=12).contains(&months))?;
        let days = match months {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let whole = time.span.hull(year.span);
        Some(Date {
            value: Some(format!("{0}-01/{0}-{months:02}", year.value)),
            not_before: Some(format!("{}-01-01", year.value)),
            not_after: Some(format!("{}-{months:02}-{days}", year.value)),
            basis: year.basis,
            expression: Some(self.scene.text.passage(whole)),
        })
    }

    /// Whether a time only compares, or says before or after what: "from a year earlier".
    fn is_other_time(&self, time: &TimeExpression, top: usize) -> bool {
        let tree = self.tree;
        // "now" and "recently" tell no day.
        if time.value.ends_with("_REF") {
            return true;
        }
        let mut marks: Vec<String> = marks(tree, top).map(|mark| lower(tree, mark)).collect();
        let before = time.first.checked_sub(1).filter(|&before| {
            let inside = |head: usize| (time.first..=time.last).contains(&head);
            tree.token(before).upos == Upos::Adp && tree.head(before).is_some_and(inside)
        });
        marks.extend(before.map(|before| lower(tree, before)));
        let compares = marks
            .iter()
            .any(|mark| matches!(mark.as_str(), "from" | "than" | "after" | "against" | "versus"));
        let bounds = marks.iter().any(|mark| {
            matches!(
                mark.as_str(),
                "in" | "over" | "during" | "within" | "through" | "throughout" | "for"
            )
        });
        match time.kind {
            TimeKind::Date | TimeKind::Time => compares,
            TimeKind::Duration => {
                let bounded = (time.first.saturating_sub(2)..=time.last.min(tree.len().saturating_sub(1)))
                    .any(|word| BOUNDS.contains(&&*lower(tree, word)));
                !bounds || !bounded
            }
            TimeKind::Set => false,
        }
    }

    /// The place that a figure holds for.
    pub(super) fn place(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Option<Passage> {
        let tree = self.tree;
        let places = self.scene.places(self.sentence);
        // Nor have ages a place: "Smith, 35, who left for India".
        if quantity.kind == FigureKind::Age {
            return None;
        }
        // "2.5 million U.S. dollars" are of no place, neither is what stands beside them.
        let places = places.iter().filter(|place| {
            let unit = quantity.span.overlaps(place.span) || self.quantity_at(place.last).is_some();
            !place.demonym && !place.embedded && !unit
        });
        let mut places = places.peekable();
        places.peek()?;
        let seats = self.seats(quantity, counted, told);
        let argument = self.place_argument(told);
        let measured = [counted.measure, counted.noun];
        let best = places
            .filter_map(|place| {
                let top = tree.top(place.first, place.last.min(tree.len().saturating_sub(1)));
                let head = tree.head(top);
                // "Japan's surplus", "the population of Gaza"
                let owned = head.is_some_and(|head| measured.contains(&Some(head)));
                let owner = owned
                    && (&*tree.token(top).deprel == "nmod:poss"
                        || marks(tree, top).next().is_some_and(|mark| lower(tree, mark) == "of"));
                let distance = if owner {
                    1
                } else if argument == Some(top) {
                    3
                } else {
                    let phrase = located_phrase(self.scene, tree, top).filter(|_| !place.metonym)?;
                    // "beat India 2-1", "a 2-1 win over India": a team, unless the game was played there.
                    let results = matches!(quantity.kind, FigureKind::Score | FigureKind::Vote);
                    let there = |mark: usize| matches!(&*lower(tree, mark), "in" | "at");
                    if results && !marks(tree, phrase).any(there) {
                        return None;
                    }
                    self.hangs(&seats, phrase)?
                };
                Some((distance, place.first.abs_diff(quantity.first), *place))
            })
            .min_by_key(|(distance, far, _)| (*distance, *far));
        best.map(|(.., place)| self.scene.text.passage(place.span))
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

/// Words of a length of time that tell which: "in the last five years".
const BOUNDS: [&str; 12] = [
    "last",
    "past",
    "first",
    "previous",
    "recent",
    "next",
    "coming",
    "preceding",
    "final",
    "this",
    "these",
    "latest",
];

/// The day or period that a time tells: of "Thursday night" the day, of a length of time its value alone.
fn date(time: &TimeExpression) -> Option<Date> {
    let day = time.value.split_once('T').map(|(day, _)| day);
    let value = day
        .filter(|day| day.len() >= 8 && !day.starts_with('P'))
        .unwrap_or(&time.value);
    let told = time.date().unwrap_or_else(|| Date {
        value: None,
        not_before: time.not_before.clone(),
        not_after: time.not_after.clone(),
        basis: time.basis,
        expression: Some(Passage {
            span: time.span,
            text: time.text.clone(),
        }),
    });
    Some(Date {
        value: Some(value.to_owned()),
        ..told
    })
}
