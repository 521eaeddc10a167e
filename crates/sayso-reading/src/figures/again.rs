//! Quantities beside other quantities: the same amount in another unit, a change and what it comes to, parts of a whole,
//! and two numbers set against one another.

use sayso_knowledge::figures::Beside;
use sayso_language::Upos;
use sayso_schema::FigureKind;

use super::about::Told;
use super::counted::{Counted, is_noun};
use super::quantity::Quantity;
use crate::grammar::{lower, object, subject};

/// Words between a change and what it comes to: ", up from", "percent, or".
const MOST_BETWEEN: usize = 4;

/// Words between two of a list.
const MOST_IN_LIST: usize = 8;

/// Words in brackets behind an amount.
const MOST_IN_BRACKETS: usize = 10;

impl Told<'_, '_> {
    /// The quantity that this one tells again in another unit: "5 kilograms (11 pounds)", "6.25, or 0.29 percent".
    pub(super) fn twin(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let (this, that) = (self.quantities.get(index)?, self.quantities.get(before)?);
        let amount = |of: &Quantity| {
            let counted = of.kind == FigureKind::Count && of.unit.is_none();
            counted || is_amount(of.kind)
        };
        if !is_amount(this.kind) || !amount(that) {
            return None;
        }
        let words: Vec<String> = (that.last + 1..this.first)
            .take(MOST_BETWEEN)
            .map(|word| lower(self.tree, word))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(words.as_slice(), ["("] | ["or"] | [",", "or"] | ["/"] | ["-lrb-"]).then_some(before)
    }

    /// The quantity right before this one that tells the same thing in another way: "39 percent to 131 billion yen".
    pub(super) fn goes_on_from(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let (quantity, that) = (self.quantities.get(index)?, self.quantities.get(before)?);
        let bare = quantity.kind == FigureKind::Count && that.kind != FigureKind::Count;
        if !(is_amount(quantity.kind) || bare) || !is_amount(that.kind) {
            return None;
        }
        let between = that.last + 1..quantity.first;
        let joins = |word: usize| {
            let joint = matches!(
                self.tree.token(word).upos,
                Upos::Adp | Upos::Part | Upos::Punct | Upos::Cconj
            );
            joint || self.marker(word)
        };
        (between.len() <= MOST_BETWEEN && between.clone().all(joins)).then_some(before)
    }

    /// The quantity whose time and place are this one's too: its twin, or the change that comes to this.
    pub(super) fn holds_like(&self, index: usize) -> Option<(usize, bool)> {
        if let Some(before) = self.twin(index) {
            return Some((before, true));
        }
        if let Some(before) = self.compared(index) {
            return Some((before, true));
        }
        let before = self.goes_on_from(index)?;
        let (this, that) = (self.quantities.get(index)?, self.quantities.get(before)?);
        let compares = (that.last + 1..this.first)
            .any(|word| matches!(&*lower(self.tree, word), "from" | "against" | "versus" | "than"));
        Some((before, !compares))
    }

    /// The quantity before in one list with this one, whose time and place are then this one's too where it tells none:
    /// "four were killed and 15 injured on Sunday".
    pub(super) fn listed_with(&self, index: usize) -> Option<(usize, bool)> {
        let before = index.checked_sub(1)?;
        let (this, that) = (self.quantities.get(index)?, self.quantities.get(before)?);
        let between = that.last + 1..this.first;
        let alike = this.kind == that.kind && !matches!(this.kind, FigureKind::Age | FigureKind::Duration);
        if !alike || between.len() > MOST_IN_LIST {
            return None;
        }
        let mut joined = false;
        for word in between {
            joined |= matches!(&*lower(self.tree, word), "and" | "or" | "including" | "while" | ",");
            if self.is_time(word)
                || self.is_place(word)
                || matches!(&*lower(self.tree, word), ";" | ":" | "from" | "than")
            {
                return None;
            }
        }
        joined.then_some((before, true))
    }

    /// What a bare count is of that goes on counting those before it: "four people were killed and 15 injured",
    /// "40 carriers, including five who fell ill".
    pub(super) fn goes_on_counting(&self, index: usize, done: &[Counted]) -> Option<Counted> {
        let tree = self.tree;
        let quantity = self.quantities.get(index)?;
        if quantity.kind != FigureKind::Count || quantity.unit.is_some() || self.scene.is_sport {
            return None;
        }
        let mut next = quantity.last + 1;
        while next < tree.len() && matches!(&*lower(tree, next), "more" | "others" | "other" | "also") {
            next += 1;
        }
        let who = next < tree.len() && matches!(&*lower(tree, next), "who" | "whom");
        let verb = next >= tree.len()
            || matches!(
                tree.token(next).upos,
                Upos::Verb | Upos::Aux | Upos::Punct | Upos::Adp | Upos::Cconj
            )
            || tree.token(next).upos == Upos::Adj && tree.token(next).feature("Degree") != Some("Cmp")
            || who
            || self.beside(Beside::Ballot, next);
        if !verb || next < tree.len() && matches!(&*lower(tree, next), "percent" | "of" | "-") {
            return None;
        }
        let before = self.quantities.iter().zip(done).take(index).rev();
        let (_, known) = before
            .take(MOST_BETWEEN)
            .find(|(other, _)| other.kind == FigureKind::Count && other.unit.is_none())?;
        let last = known.of?.1;
        (who || self.is_person(known, last)).then(|| known.clone())
    }

    /// The amount before, where this one says by how much it is above or below another: "80 percent, 8 percent lower than".
    pub(super) fn compared(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let (this, that) = (self.quantities.get(index)?, self.quantities.get(before)?);
        let next = this.last + 1;
        let comma = this.first > 0 && lower(self.tree, this.first - 1) == ",";
        let more = next < self.tree.len() && matches!(&*self.tree.token(next).xpos, "JJR" | "RBR");
        (comma && more && is_amount(this.kind) && (is_amount(that.kind) || that.kind == FigureKind::Count))
            .then_some(before)
    }

    /// The word behind the bracket in which an amount is told again: of "5 kilograms (11 pounds) of rice" that is "of".
    pub(super) fn behind_bracket(&self, at: usize) -> usize {
        let tree = self.tree;
        if at >= tree.len() || lower(tree, at) != "(" || self.quantity_at(at + 1).is_none() {
            return at;
        }
        let end = (at + 2..tree.len().min(at + MOST_IN_BRACKETS)).find(|&word| lower(tree, word) == ")");
        end.map_or(at, |end| end + 1)
    }

    /// What a part of what was counted before is of: "500 soldiers, of whom 12 were".
    pub(super) fn part_of(&self, index: usize, done: &[Counted]) -> Option<Counted> {
        let quantity = self.quantities.get(index)?;
        let of = quantity.first.checked_sub(2)?;
        let whole = matches!(&*lower(self.tree, of), "of" | "among")
            && matches!(
                &*lower(self.tree, of + 1),
                "whom" | "which" | "them" | "these" | "those"
            );
        let before = index.checked_sub(1).filter(|_| whole)?;
        done.get(before).filter(|known| known.of.is_some()).cloned()
    }

    /// What two bare numbers with "to" between them are of, where a verb sets one group against another: "gainers beat
    /// losers by 560 to 442".
    pub(super) fn set_against(&self, index: usize) -> Option<Counted> {
        if self.scene.is_sport {
            return None;
        }
        let second = self.joined_by_to(index);
        let first = index
            .checked_sub(1)
            .filter(|&before| self.joined_by_to(before) == Some(index));
        let quantity = self.quantities.get(first.unwrap_or(index))?;
        if first.is_none() && second.is_none() {
            return None;
        }
        let verb = self.verb_above(self.seat(quantity))?;
        let (winner, loser) = (subject(self.tree, verb)?, object(self.tree, verb)?);
        let group = |word: usize| {
            let token = self.tree.token(word);
            is_noun(token.upos) && self.quantity_at(word).is_none() && token.feature("Number") == Some("Plur")
        };
        if !group(winner) || !group(loser) || winner == loser {
            return None;
        }
        Some(self.noun(if first.is_some() { loser } else { winner }, None))
    }

    /// The quantity after this one with only "to" between, both bare.
    fn joined_by_to(&self, index: usize) -> Option<usize> {
        let (this, next) = (self.quantities.get(index)?, self.quantities.get(index + 1)?);
        let bare = |of: &Quantity| of.kind == FigureKind::Count && of.as_written.is_none() && of.last == of.number.1;
        let joined = next.first == this.last + 2 && lower(self.tree, this.last + 1) == "to";
        (bare(this) && bare(next) && joined).then_some(index + 1)
    }

    fn verb_above(&self, from: usize) -> Option<usize> {
        let tree = self.tree;
        let mut at = from;
        for _ in 0..MOST_BETWEEN {
            at = tree.head(at)?;
            if tree.token(at).upos == Upos::Verb && self.quantity_at(at).is_none() {
                return Some(at);
            }
        }
        None
    }

    /// The share that this one is set beside in the same sentence: "57 percent of the votes against 42.96 percent".
    pub(super) fn other_share(&self, index: usize, done: &[Counted]) -> Option<Counted> {
        let quantity = self.quantities.get(index)?;
        if !matches!(quantity.kind, FigureKind::Percent | FigureKind::Fraction) {
            return None;
        }
        let shares = self.quantities.iter().zip(done).take(index).rev();
        let mut shares = shares.filter(|(other, _)| other.kind == quantity.kind);
        let (_, known) = shares.next()?;
        known.of.is_some().then(|| known.clone())
    }

    /// Whose an age is that stands behind them: "10 Vietnamese, aged between 20 and 40".
    pub(super) fn aged(&self, quantity: &Quantity) -> Option<Counted> {
        let tree = self.tree;
        let mut at = quantity
            .first
            .checked_sub(1)
            .filter(|_| quantity.kind == FigureKind::Age)?;
        for _ in 0..MOST_BETWEEN {
            let opens = tree.token(at).upos == Upos::Punct || self.beside(Beside::Age, at);
            if !opens {
                break;
            }
            at = at.checked_sub(1)?;
        }
        let fits = at + 1 < quantity.first && (is_noun(tree.token(at).upos) || self.is_people(at));
        let found = self.noun(at, None);
        (fits && found.of.is_some()).then_some(found)
    }

    /// Whether a distance only says where something lies: "300 km north of", "12 miles from".
    pub(super) fn lies_so_far(&self, quantity: &Quantity) -> bool {
        let tree = self.tree;
        let metres = quantity.kind == FigureKind::Measure && quantity.unit.as_deref() == Some("m");
        let next = self.behind_bracket(quantity.last + 1);
        let next = if next < tree.len() && lower(tree, next) == ")" {
            next + 1
        } else {
            next
        };
        metres && next < tree.len() && self.beside(Beside::Direction, next)
    }
}

/// Kinds that are told in a unit.
pub(super) fn is_amount(kind: FigureKind) -> bool {
    matches!(kind, FigureKind::Percent | FigureKind::Money | FigureKind::Measure)
}
