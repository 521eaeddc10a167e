//! When and where a figure holds, as far as its sentence tells.
//!
//! A time or place belongs to a figure where it hangs on the number, on what is counted or measured, on a clause that
//! tells which of them are counted, or on the predicate that tells the figure; and where it opens the sentence or hangs
//! on what the predicate is a part or the outcome of. What hangs on a word of saying says when and where that was said.

use sayso_knowledge::figures::Argument;
use sayso_language::Upos;
use sayso_schema::{Date, FigureKind, Passage};

use super::about::Told;
use super::again::is_amount;
use super::counted::Counted;
use super::measure::ToldBy;
use super::quantity::Quantity;
use crate::grammar::{is_nominal, lemma, lower, marks, object, related, subject};
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
            // "said on Tuesday after a one-day visit": that is when it was said.
            if !self.is_saying(predicate) {
                words.push((predicate, 3));
            }
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

    /// Whether a word tells that somebody says something.
    fn is_saying(&self, word: usize) -> bool {
        let telling = self.scene.whose.of(self.tree.token(word).span, self.tree.sentence);
        telling.is_some_and(|telling| telling.is_cue)
    }

    /// How far a phrase hangs from a figure. A time that hangs on what is compared with does not: "from the same month
    /// last year".
    fn hangs(&self, seats: &Seats, phrase: usize, is_time: bool) -> Option<usize> {
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
                // "from 2006 to 2010" compares nothing.
                if self.is_other_time(time, top) && self.years(time, times).is_none() {
                    return None;
                }
                let distance = self
                    .hangs(&seats, top, true)
                    .or_else(|| self.opens(top, time.last, told).then_some(FAR + MOST_STEPS))?;
                Some((distance, time.first.abs_diff(quantity.first), *time))
            })
            .min_by_key(|(distance, far, _)| (*distance, *far));
        let (.., time) = best?;
        let months = || self.first_months(time, times);
        // "the first ten months of this year" where only the year hangs there.
        let around = || {
            let mut longer = times.iter().filter(|other| other.last < time.first);
            longer.find_map(|other| {
                let year = self.year_of(other, times)?;
                (year.span == time.span).then(|| self.first_months(other, times))?
            })
        };
        months()
            .or_else(around)
            .or_else(|| self.years(time, times))
            .or_else(|| self.fiscal_year(time))
            .or_else(|| date(time))
    }

    /// Whether a time or place opens the sentence before all verbs, and so holds for all that its clause tells: "Last year, …".
    fn opens(&self, phrase: usize, last: usize, told: &ToldBy<'_>) -> bool {
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

    /// "in the 2006-2010 period", "from 1997 to 2005": both years.
    fn years(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let year = |time: &TimeExpression| -> Option<u16> {
            let digits = time.value.len() == 4 && time.value.bytes().all(|byte| byte.is_ascii_digit());
            time.value.parse().ok().filter(|_| digits)
        };
        let begin = year(time)?;
        let joint = time.last + 1;
        let opened = time.first.checked_sub(1).map(|before| lower(self.tree, before));
        let joins = (joint + 1 < self.tree.len()).then(|| lower(self.tree, joint))?;
        let joined = match joins.as_str() {
            "-" | "–" | "through" => true,
            "to" | "until" => opened.as_deref() == Some("from"),
            "and" => opened.as_deref() == Some("between"),
            _ => false,
        };
        let until = times.iter().find(|other| other.first == joint + 1);
        let written = || {
            let form = &*self.tree.token(joint + 1).form;
            let digits = form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit());
            form.parse().ok().filter(|_| digits)
        };
        let end = until.and_then(|until| year(until)).or_else(written);
        let end = end.filter(|&end| joined && begin < end)?;
        Some(Date {
            value: Some(format!("{begin}/{end}")),
            not_before: Some(format!("{begin}-01-01")),
            not_after: Some(format!("{end}-12-31")),
            basis: time.basis,
            expression: Some(self.scene.text.passage(time.span.hull(self.tree.token(joint + 1).span))),
        })
    }

    /// "fiscal 1998", "the fiscal year to March 1997", which in the countries where it ends then is named after its
    /// beginning.
    fn fiscal_year(&self, time: &TimeExpression) -> Option<Date> {
        let tree = self.tree;
        let from = time.first.saturating_sub(MOST_FISCAL);
        let fiscal = (from..=time.last.min(tree.len().saturating_sub(1)))
            .rev()
            .find(|&word| matches!(&*lower(tree, word), "fiscal" | "financial"))?;
        let between = (fiscal + 1..time.first).all(|word| {
            matches!(
                &*lower(tree, word),
                "year" | "to" | "ending" | "ended" | "in" | "through" | "of" | "the" | "that" | "which" | "ends"
            )
        });
        let (year, month) = match time.value.split_once('-') {
            Some((year, month)) => (year, month.get(..2)?.parse::<u8>().ok()?),
            None => (time.value.as_str(), 12),
        };
        let number: u16 = year.parse().ok().filter(|_| year.len() == 4 && between)?;
        let number = if month <= LAST_OF_YEAR_BEFORE {
            number - 1
        } else {
            number
        };
        Some(Date {
            value: Some(format!("FY{number}")),
            not_before: None,
            not_after: None,
            ..date(time)?
        })
    }

    /// "the first 10 months of 2005": from the first of the year to the end of the tenth.
    fn first_months(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let word = |at: usize| (at < self.tree.len()).then(|| lower(self.tree, at));
        let months: u32 = time.value.strip_prefix('P')?.strip_suffix('M')?.parse().ok()?;
        let is_first = (time.first.saturating_sub(1)..=time.last).any(|at| word(at).as_deref() == Some("first"));
        let year = self.year_of(time, times)?;
        let year = Some(year).filter(|_| is_first && (1..=12).contains(&months))?;
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

    /// The year that some of its months are told of: "ten months of this year".
    fn year_of<'t>(&self, time: &TimeExpression, times: &[&'t TimeExpression]) -> Option<&'t TimeExpression> {
        let of = time.last + 1;
        let of = of < self.tree.len() && matches!(&*lower(self.tree, of), "of" | "in" | "this" | "last");
        let year = times.iter().copied().find(|year| {
            (time.last + 1..=time.last + 3).contains(&year.first)
                && year.value.len() == 4
                && year.value.bytes().all(|byte| byte.is_ascii_digit())
        });
        year.filter(|_| of)
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
            .any(|mark| COMPARES.contains(&mark.as_str()) || mark == "since");
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
const COMPARES: [&str; 5] = ["from", "than", "after", "against", "versus"];

/// Words before a phrase that still opens its sentence.
const MOST_OPENING: usize = 2;

/// Words between "fiscal" and the year or month.
const MOST_FISCAL: usize = 5;

/// Fiscal years that end by this month are named after the year before.
const LAST_OF_YEAR_BEFORE: u8 = 3;

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
