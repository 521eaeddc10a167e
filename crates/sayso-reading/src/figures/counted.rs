//! What a quantity counts or measures: the noun that it stands on or hangs on, or the subject or object of the verb
//! that it is told by.

use sayso_knowledge::figures::{Beside, Measured};
use sayso_language::Upos;
use sayso_schema::FigureKind;

use super::about::Told;
use super::again::is_amount;
use super::phrase::MOST_BEFORE;
use super::quantity::Quantity;
use crate::grammar::{lower, marked, marks, object, related, subject};

/// Words that are followed up the tree.
const MOST_STEPS: usize = 8;

/// What a quantity is of, and how that was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    /// The first and the last word of what is counted.
    pub(super) of: Option<(usize, usize)>,
    /// Its head.
    pub(super) noun: Option<usize>,
    /// The noun that says what is measured: "population", "increase".
    pub(super) measure: Option<usize>,
    /// The verb or predicate that the quantity is an argument of, where that told what is counted.
    pub(super) verb: Option<usize>,
}

impl Told<'_, '_> {
    /// What the quantity `index` is of. `done` are those before it.
    pub(super) fn counted(&self, index: usize, done: &[Counted]) -> Counted {
        let Some(quantity) = self.quantities.get(index) else {
            return Counted::default();
        };
        // A result is of a game or a motion, which the words around it do not count.
        if matches!(quantity.kind, FigureKind::Score | FigureKind::Vote) {
            return Counted::default();
        }
        if self.lies_so_far(quantity) {
            return Counted::default();
        }
        let twin = self.twin(index).and_then(|twin| done.get(twin));
        if let Some(known) = twin.filter(|known| known.of.is_some()) {
            return known.clone();
        }
        if let Some(set) = self.set_against(index) {
            return set;
        }
        let more = self.compared(index).and_then(|before| done.get(before));
        if let Some(known) = more.filter(|known| known.of.is_some()) {
            return known.clone();
        }
        let seat = self.seat(quantity);
        if let Some(noun) = self.modified(quantity, seat) {
            return self.on_noun(quantity, noun);
        }
        if let Some(inner) = self.inner_of(quantity) {
            return self.noun(inner, Some(quantity.last));
        }
        if let Some(noun) = self.said_before(quantity) {
            return Counted {
                verb: self
                    .tree
                    .head(noun)
                    .filter(|_| self.tree.token(noun).relation() == "nsubj"),
                ..self.theme(noun, done)
            };
        }
        let found = self.climb(index, seat, done);
        if found.of.is_some() {
            return found;
        }
        let known = self.goes_on_from(index).and_then(|before| done.get(before)).cloned();
        known
            .filter(|known| known.of.is_some())
            .or_else(|| self.part_of(index, done))
            .or_else(|| self.other_share(index, done))
            .or_else(|| self.aged(quantity))
            .or_else(|| self.goes_on_counting(index, done))
            .unwrap_or(found)
    }

    /// The noun right before "up 5 percent" or "was down 5 percent".
    fn said_before(&self, quantity: &Quantity) -> Option<usize> {
        let tree = self.tree;
        let mut at = quantity.first.checked_sub(1).filter(|&at| self.marker(at))?;
        for _ in 0..2 {
            at = at.checked_sub(1)?;
            if tree.token(at).upos != Upos::Aux {
                break;
            }
        }
        // "the surplus in March was down", "exports to Japan up 5 percent"
        for _ in 0..MOST_STEPS {
            let beside = marks(tree, at).next().is_some_and(|mark| lower(tree, mark) != "of");
            let inner = tree.token(at).relation() == "nmod" && beside || self.is_time(at);
            match tree.head(at).filter(|&head| inner && head < at) {
                Some(head) => at = head,
                None => break,
            }
        }
        let noun = is_noun(tree.token(at).upos) || self.is_measure_by_form(at);
        (noun && self.quantity_at(at).is_none() && !self.is_time(at)).then_some(at)
    }

    /// The word of a quantity that ties it to the sentence.
    pub(super) fn seat(&self, quantity: &Quantity) -> usize {
        let last = quantity.last.min(self.tree.len().saturating_sub(1));
        let from = quantity.number.0.min(last);
        // What stands behind the number of a count only makes it inexact: "130 or so".
        let counts = matches!(quantity.kind, FigureKind::Count | FigureKind::Ordinal);
        let to = if counts { quantity.number.1.min(last) } else { last };
        self.tree.top(from, to.max(from))
    }

    /// The noun that a quantity stands before.
    fn modified(&self, quantity: &Quantity, seat: usize) -> Option<usize> {
        let tree = self.tree;
        let next = quantity.last + 1;
        if let Some(head) = tree.head(seat) {
            let relation = tree.token(seat).relation();
            let modifies = matches!(
                relation,
                "nummod" | "compound" | "amod" | "nmod" | "det" | "advmod" | "obl"
            ) && &*tree.token(seat).deprel != "nmod:poss";
            // "the five busiest ports"
            let head = match tree.token(head).upos {
                Upos::Adj if head > quantity.last && tree.token(head).relation() == "amod" => {
                    tree.head(head).unwrap_or(head)
                }
                _ => head,
            };
            let near = head > quantity.last && head - quantity.last <= MOST_BEFORE;
            let bare = marks(tree, seat).next().is_none();
            let free = self.quantity_at(head).is_none();
            if modifies && near && bare && free && is_noun(tree.token(head).upos) && !self.is_time(head) {
                return Some(head);
            }
        }
        // "3,765 North Koreans", both on the verb: trees are often wrong.
        let counts = matches!(quantity.kind, FigureKind::Count | FigureKind::Ordinal);
        if !counts || next >= tree.len() {
            return None;
        }
        if self.is_people(next) {
            return Some(next);
        }
        // "a three-digit lottery"
        let hyphened = lower(tree, next) == "-" && next + 2 < tree.len() && lower(tree, next + 2) != "-";
        if hyphened && is_noun(tree.token(next + 1).upos) && quantity.kind == FigureKind::Count {
            return Some(next + 1);
        }
        let mut at = next;
        for _ in 0..MOST_STEPS {
            let before = matches!(
                tree.token(at).relation(),
                "compound" | "amod" | "advmod" | "nummod" | "punct"
            );
            match tree.head(at).filter(|&head| before && head > at) {
                Some(head) => at = head,
                None => break,
            }
        }
        let opens = matches!(tree.token(next).upos, Upos::Noun | Upos::Propn | Upos::Adj) || lower(tree, next) == "-";
        let fits = opens
            && is_noun(tree.token(at).upos)
            && self.quantity_at(at).is_none()
            && at - next <= MOST_BEFORE
            && !self.is_time(at)
            && tree.reach(at).0 >= quantity.first;
        fits.then_some(at)
    }

    /// Of a noun that the quantity stands before.
    fn on_noun(&self, quantity: &Quantity, noun: usize) -> Counted {
        let after = Some(quantity.last);
        let is_change = matches!(
            self.measure_noun(noun).and_then(|word| word.of),
            Some(Measured::Inner | Measured::Counted)
        );
        let counts = matches!(
            quantity.kind,
            FigureKind::Count | FigureKind::Ordinal | FigureKind::Duration
        );
        if is_change && !counts {
            return self.measured(noun, after);
        }
        self.noun(noun, after)
    }

    /// The noun after "of" right behind a quantity, or after "in" and "worth of" behind money.
    fn inner_of(&self, quantity: &Quantity) -> Option<usize> {
        let tree = self.tree;
        let money = quantity.kind == FigureKind::Money;
        let mut next = self.behind_bracket(quantity.last + 1);
        if money && next < tree.len() && lower(tree, next) == "worth" {
            next += 1;
        }
        let opens = next < tree.len() && (tree.token(next).relation() == "case" || lower(tree, next) == "of");
        if !opens {
            return None;
        }
        let of = match &*lower(tree, next) {
            "of" => true,
            "in" => money,
            _ => false,
        };
        let inner = tree
            .head(next)
            .filter(|&inner| inner > next)
            .or_else(|| self.noun_behind(next));
        let inner = inner.filter(|_| of)?;
        if tree.token(inner).upos == Upos::Pron {
            return self.relative(inner);
        }
        let is_where = money && (self.is_place(inner) || (next + 1..inner).any(|word| self.is_time(word)));
        // "to 61.56 dollars in electronic trading": how, not what.
        let how = lower(tree, next) == "in" && self.beside(Beside::Dealing, inner);
        (is_noun(tree.token(inner).upos) && !self.is_time(inner) && !is_where && !how).then_some(inner)
    }

    /// The last of the nouns right behind a preposition, where the tree hangs it elsewhere.
    fn noun_behind(&self, mark: usize) -> Option<usize> {
        let tree = self.tree;
        let words = (mark + 1..tree.len().min(mark + MOST_STEPS)).take_while(|&word| {
            matches!(tree.token(word).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
                && self.quantity_at(word).is_none()
        });
        words.filter(|&word| is_noun(tree.token(word).upos)).last()
    }

    /// What "whom" and "which" stand for.
    fn relative(&self, pronoun: usize) -> Option<usize> {
        let tree = self.tree;
        if !matches!(&*lower(tree, pronoun), "whom" | "which") {
            return None;
        }
        let mut at = pronoun;
        for _ in 0..MOST_STEPS {
            let head = tree.head(at)?;
            if tree.token(at).relation() == "acl" {
                return Some(head);
            }
            at = head;
        }
        None
    }

    /// What a quantity that stands on no noun is of: follows what it hangs on.
    fn climb(&self, index: usize, seat: usize, done: &[Counted]) -> Counted {
        let tree = self.tree;
        let nothing = Counted::default();
        let Some(quantity) = self.quantities.get(index) else {
            return nothing;
        };
        let mut at = seat;
        let mut marked = marks(tree, seat).next().is_some();
        for _ in 0..MOST_STEPS {
            if tree.child(at, "cop").is_some() {
                let subject = self.own_subject(at);
                return subject.map_or(nothing, |subject| Counted {
                    verb: Some(at),
                    ..self.theme(subject, done)
                });
            }
            let Some(head) = tree.head(at) else { return nothing };
            if let Some(other) = self.quantity_at(head).filter(|&other| other != index) {
                let Some(of) = self.quantities.get(other) else {
                    return nothing;
                };
                if let Some(known) = done.get(other) {
                    let same =
                        of.kind == quantity.kind || !matches!(quantity.kind, FigureKind::Count | FigureKind::Age);
                    return if same { known.clone() } else { nothing };
                }
                let seat = self.seat(of);
                if let Some(noun) = self.modified(of, seat).or_else(|| self.inner_of(of)) {
                    return self.noun(noun, Some(of.last));
                }
                marked |= marks(tree, seat).next().is_some();
                at = seat;
                continue;
            }
            match tree.token(head).upos {
                Upos::Noun | Upos::Propn | Upos::Pron | Upos::X => return self.of_holder(quantity, at, head, done),
                Upos::Verb | Upos::Aux if tree.token(at).relation() == "conj" => at = head,
                Upos::Verb | Upos::Aux => return self.of_verb(quantity, at, head, marked, done),
                _ => {
                    // "imports were up 5 percent"
                    let said = self.marker(head) || tree.child(head, "cop").is_some();
                    let subject = self.own_subject(head);
                    if let Some(subject) = subject.filter(|_| said) {
                        return Counted {
                            verb: Some(head),
                            ..self.theme(subject, done)
                        };
                    }
                    at = head;
                }
            }
        }
        nothing
    }

    /// Of a noun that a quantity hangs on: "exports of 5 billion", "Smith, 32".
    fn of_holder(&self, quantity: &Quantity, at: usize, holder: usize, done: &[Counted]) -> Counted {
        let tree = self.tree;
        let relation = tree.token(at).relation();
        let nothing = Counted::default();
        // "12 were women"
        if relation == "nsubj" {
            return Counted {
                verb: Some(holder),
                ..self.noun(holder, None)
            };
        }
        if !matches!(
            relation,
            "nmod" | "appos" | "acl" | "advmod" | "amod" | "parataxis" | "obl" | "dep" | "list" | "nummod" | "compound"
        ) {
            return nothing;
        }
        // "rain and temperatures as low as 10 degrees": the noun right before, if it shares the number's head.
        let before = quantity.first.checked_sub(1).filter(|&before| {
            let inside =
                before > holder && tree.token(before).relation() == "conj" && tree.head(before) == Some(holder);
            inside && is_noun(tree.token(before).upos) && is_amount(quantity.kind)
        });
        let holder = before.unwrap_or(holder);
        if quantity.kind == FigureKind::Age {
            return self.noun(holder, None);
        }
        let listed = self.measure_noun(holder).and_then(|word| word.of);
        let mark = marks(tree, at).next().map(|mark| lower(tree, mark));
        let of = mark.as_deref() == Some("of");
        let loose = match quantity.kind {
            FigureKind::Count | FigureKind::Fraction => !of,
            FigureKind::Duration => !of && mark.is_some(),
            _ => false,
        };
        // "Jon Hale, 42"
        let named = tree.token(holder).upos == Upos::Propn && mark.is_none() && holder < at;
        if loose && listed.is_none() && !named {
            return nothing;
        }
        self.theme(holder, done)
    }

    /// Of an argument of a verb.
    fn of_verb(&self, quantity: &Quantity, at: usize, verb: usize, marked_by: bool, done: &[Counted]) -> Counted {
        let tree = self.tree;
        let nothing = Counted::default();
        let relation = tree.token(at).relation();
        if matches!(relation, "nsubj" | "csubj") {
            // "of whom 12 were killed"
            let whole = related(tree, verb, &["obl"]);
            let whole = whole.into_iter().find_map(|whole| self.relative(whole));
            // "four men were killed, three were shot": of those who were killed.
            let first = tree.head(verb).filter(|_| tree.token(verb).relation() == "parataxis");
            let first = first.and_then(|first| object(tree, first).or_else(|| self.own_subject(first)));
            let before = first.and_then(|first| done.iter().rfind(|known| known.noun == Some(first)));
            let before = before.filter(|_| quantity.kind == FigureKind::Count).cloned();
            return whole.map_or(before.unwrap_or_default(), |whole| self.noun(whole, None));
        }
        let told = |noun: Option<usize>| {
            noun.filter(|&noun| noun != at)
                .map_or_else(Counted::default, |noun| Counted {
                    verb: Some(verb),
                    ..self.theme(noun, done)
                })
        };
        let other = object(tree, verb).filter(|&object| object != at);
        if relation != "nsubj" && self.comes_to(quantity) {
            return told(self.subject_of(verb));
        }
        match self.measure_verb(verb).and_then(|word| word.of) {
            Some(Measured::Subject) => return told(self.subject_of(verb)),
            Some(Measured::Change) => {
                let counts = matches!(
                    quantity.kind,
                    FigureKind::Count | FigureKind::Money | FigureKind::Duration
                );
                if counts && !marked_by && relation == "obj" {
                    return nothing;
                }
                let object = other.filter(|&object| self.quantity_at(object).is_none());
                return told(object.or_else(|| self.subject_of(verb)));
            }
            _ => {}
        }
        if is_amount(quantity.kind) && relation != "obj" && self.is_level(quantity) {
            return told(other.or_else(|| self.subject_of(verb)));
        }
        match quantity.kind {
            FigureKind::Percent | FigureKind::Fraction => told(other.or_else(|| self.subject_of(verb))),
            FigureKind::Money => {
                let mark = marks(tree, at).next().map(|mark| lower(tree, mark));
                if mark.as_deref() == Some("for") {
                    return told(other.or_else(|| self.subject_of(verb)));
                }
                let bought = ["for", "on", "in"].into_iter().find_map(|mark| {
                    let after = marked(tree, verb, mark).into_iter();
                    after
                        .filter(|&noun| noun > quantity.last && is_noun(tree.token(noun).upos))
                        .find(|&noun| !self.is_time(noun) && !self.is_place(noun))
                });
                match bought {
                    Some(bought) if relation == "obj" => self.noun(bought, Some(quantity.last)),
                    _ => nothing,
                }
            }
            _ => nothing,
        }
    }

    /// Whether what a quantity comes to is told behind it, whatever the verb: "softened 10 cents to 28.92 dollars",
    /// "added nine cents to close at 59.85 dollars".
    fn comes_to(&self, quantity: &Quantity) -> bool {
        let to = quantity.last + 1;
        let next = (to + 1..to + 4).find_map(|word| self.quantity_at(word));
        let next = next.and_then(|next| self.quantities.get(next));
        let level = next.is_some_and(|next| {
            let same = next.kind == quantity.kind && next.unit == quantity.unit;
            same && (next.first == to + 1 || next.first > 0 && lower(self.tree, next.first - 1) == "at")
        });
        let amounts = matches!(quantity.kind, FigureKind::Money | FigureKind::Measure);
        amounts && level && lower(self.tree, to) == "to"
    }

    /// Whether a quantity is what something stands at: "below 60 dollars", "at 1,754 rupiah".
    fn is_level(&self, quantity: &Quantity) -> bool {
        let mark = quantity.first.checked_sub(1).map(|before| lower(self.tree, before));
        let bounded = quantity.approximator.map(|(first, _)| lower(self.tree, first));
        let at = |word: &str| {
            matches!(
                word,
                "at" | "below" | "above" | "near" | "under" | "to" | "from" | "between"
            )
        };
        mark.as_deref().is_some_and(at)
            || bounded
                .as_deref()
                .is_some_and(|word| matches!(word, "below" | "above" | "near" | "under"))
    }

    /// The last subject: that of a clause which is itself said of something ("the goal is that prices fall").
    fn own_subject(&self, word: usize) -> Option<usize> {
        related(self.tree, word, &["nsubj"]).last().copied()
    }

    fn subject_of(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let twice = related(tree, verb, &["nsubj"]).len() > 1;
        let own = self.own_subject(verb).filter(|_| twice);
        // "a deficit totalling 5 million": the noun right before, wherever the tree hangs the participle.
        let participle = matches!(&*tree.token(verb).xpos, "VBG") && tree.child(verb, "aux").is_none();
        let measures = self.measure_verb(verb).and_then(|word| word.of) == Some(Measured::Subject);
        let before = verb.checked_sub(1).filter(|&before| {
            participle && measures && tree.token(before).upos == Upos::Noun && self.quantity_at(before).is_none()
        });
        own.or(before.filter(|&before| !self.is_time(before)))
            .or_else(|| subject(tree, verb))
            .or_else(|| object(tree, verb))
    }
}

pub(super) fn is_noun(upos: Upos) -> bool {
    matches!(upos, Upos::Noun | Upos::Propn | Upos::X)
}
