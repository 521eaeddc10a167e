//! The quantities of a sentence: how much, in which unit, and which characters tell it.
//!
//! [`number`](super::number) reads numbers and [`unit`](super::unit) what they are told in; this module puts them
//! together with what makes them inexact, to ranges and to results ([`contest`](super::contest)).
//! [`excluded`](super::excluded) says what counts nothing, and [`ordinal`](super::ordinal) finds places in an order.

use sayso_knowledge::figures::Bounds;
use sayso_language::Upos;
use sayso_schema::{AsWritten, FigureKind, Span};

use super::line::Line;
use super::number::Number;
use super::unit::{Factor, Told};
use crate::grammar::lower;
use crate::scene::Scene;

/// Approximators before one number: "at least some".
const MOST_BEFORE: usize = 3;

/// A quantity as its own words tell it; what it counts and of whom is no part of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) sentence: usize,
    /// The first word, an approximator's or a currency sign too.
    pub(crate) first: usize,
    /// The last word, the unit's too.
    pub(crate) last: usize,
    /// All its characters: of "10,000+" only a part of the last word.
    pub(crate) span: Span,
    /// The words of the number alone.
    pub(crate) number: (usize, usize),
    /// The characters of the number alone: "10.57" where "10.57s" is one word.
    pub(crate) number_span: Span,
    pub(crate) kind: FigureKind,
    /// In `unit`; `None` where only bounds are told.
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// The words that make it inexact.
    pub(crate) approximator: Option<(usize, usize)>,
    /// SI, ISO 4217, `percent`, `fraction`, `mo`, `a`; `None` for counts.
    pub(crate) unit: Option<String>,
    /// The number in the unit that is written, where one is.
    pub(crate) as_written: Option<AsWritten>,
    /// What it is reckoned by: "barrel" in "60 dollars a barrel".
    pub(crate) per: Option<(usize, usize)>,
    /// The lines of knowledge that it rests on.
    pub(crate) lines: Vec<String>,
}

/// The quantities of a sentence, in the order of its text; none overlaps another.
pub(crate) fn quantities(scene: &Scene<'_, '_>, sentence: usize) -> Vec<Quantity> {
    let Some(tree) = scene.trees.get(sentence) else {
        return Vec::new();
    };
    let words: Vec<String> = (0..tree.len()).map(|word| lower(tree, word)).collect();
    let line = Line::new(scene, sentence, tree, &words);
    let mut found = Vec::new();
    // The word after the last number that is a name's, so that "Articles 5 and 6" are two names.
    let mut label_end = None;
    let mut at = 0;
    while at < line.len() {
        if !line.can_begin(at) {
            at += 1;
            continue;
        }
        if let Some(results) = line.results(at) {
            at = results.last().map_or(at, |last| last.number.1) + 1;
            found.extend(results.into_iter().map(|draft| line.quantity(draft)));
            continue;
        }
        if let Some(draft) = line.ordinal(at) {
            at = draft.last + 1;
            found.push(line.quantity(draft));
            continue;
        }
        let Some(drafts) = line.drafts(at) else {
            at += 1;
            continue;
        };
        at = drafts
            .iter()
            .map(|draft| draft.last + 1)
            .max()
            .unwrap_or(at)
            .max(at + 1);
        for mut draft in drafts {
            line.age(&mut draft);
            if line.is_label(&draft, label_end) {
                label_end = Some(draft.last + 1);
            } else if !line.counts_nothing(&draft) {
                let mut quantity = line.quantity(draft);
                line.same_unit_again(&mut quantity, &found);
                found.push(quantity);
            }
        }
    }
    line.unit_from_last(&mut found);
    found
}

/// A quantity whose numbers are still those that are written.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) number: (usize, usize),
    /// Bytes of the last number's word that are no number: the "s" of "10.57s".
    pub(super) glued: usize,
    pub(super) kind: FigureKind,
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) approximator: Option<(usize, usize)>,
    pub(super) told: Option<Told>,
    /// Whether the sign of the currency stands before it, so that what follows the number belongs to it no more.
    pub(super) signed: bool,
    pub(super) scaled: bool,
    pub(super) lines: Vec<String>,
}

impl Draft {
    pub(super) fn bare(kind: FigureKind, at: usize, end: usize, value: f64) -> Self {
        Self {
            first: at,
            last: end - 1,
            number: (at, end - 1),
            glued: 0,
            kind,
            value: Some(value),
            low: Some(value),
            high: Some(value),
            approximator: None,
            told: None,
            signed: false,
            scaled: false,
            lines: Vec::new(),
        }
    }

    /// The word after the number.
    pub(super) fn end(&self) -> usize {
        self.number.1 + 1
    }

    fn tell(&mut self, told: Told) {
        self.last = self.last.max(told.words.1);
        self.first = self.first.min(told.words.0);
        self.kind = told.kind;
        self.told = Some(told);
    }
}

impl Line<'_, '_> {
    /// What begins at a word: a quantity, a range, or two where only the second tells their unit.
    fn drafts(&self, at: usize) -> Option<Vec<Draft>> {
        let before = self.approximators(at);
        let between = self.reader.between(before.end);
        let from = between.unwrap_or(before.end);
        let mut head = self.amount(from)?;
        let mut drafts = match self.range(&mut head, between.is_some()) {
            Some(Joined::Range(range)) => vec![*range],
            Some(Joined::Change(next)) => vec![head, *next],
            None if between.is_some() => return None,
            None => vec![head],
        };
        let draft = drafts.first_mut()?;
        draft.first = draft.first.min(at);
        draft.approximator = before.words;
        draft.lines.splice(0..0, before.lines);
        let mut bounds = before.bounds;
        if draft.told.is_none() || draft.last == draft.number.1 {
            self.approximator_behind(draft, &mut bounds);
        }
        let bounds = bounds.unwrap_or(Bounds { low: true, high: true });
        if draft.value.is_some() {
            draft.low = draft.value.filter(|_| bounds.low);
            draft.high = draft.value.filter(|_| bounds.high);
        } else if draft.high.is_none() && bounds.high && !bounds.low {
            // "up to several hundred" may be fewer.
            draft.low = None;
        }
        Some(drafts)
    }

    /// "30 or more people", "10 dollars or more"
    fn approximator_behind(&self, draft: &mut Draft, bounds: &mut Option<Bounds>) {
        let Some((end, after, line)) = self.reader.after(draft.last + 1) else {
            return;
        };
        *bounds = bounds.or(Some(after));
        draft.approximator = draft.approximator.or(Some((draft.last + 1, end - 1)));
        draft.lines.push(line.to_owned());
        draft.last = end - 1;
        if draft.told.is_none()
            && let Some(told) = self.told(end, "", draft.value)
        {
            draft.tell(told);
        }
    }

    /// What stands before a number and makes it inexact.
    fn approximators(&self, at: usize) -> Before {
        let mut before = Before {
            end: at,
            words: None,
            bounds: None,
            lines: Vec::new(),
        };
        for _ in 0..MOST_BEFORE {
            let Some((end, bounds, line)) = self.reader.before(before.end) else {
                break;
            };
            // "Only" leaves the number as it is.
            if !(bounds.low && bounds.high) {
                let first = before.words.map_or(before.end, |(first, _)| first);
                before.words = Some((first, end - 1));
                before.bounds = before.bounds.or(Some(bounds));
                before.lines.push(line.to_owned());
            }
            before.end = end;
        }
        before
    }

    /// A number with its unit.
    pub(super) fn amount(&self, at: usize) -> Option<Draft> {
        if let Some((end, (low, high), line)) = self.reader.many(at) {
            let mut draft = Draft {
                value: None,
                low,
                high,
                lines: vec![line.to_owned()],
                ..Draft::bare(FigureKind::Count, at, end, 0.0)
            };
            if let Some(told) = self.told(end, "", None) {
                draft.tell(told);
            }
            return Some(draft);
        }
        let sign = self.sign(at);
        let minus = sign.is_none() && self.is_minus(at);
        let from = if sign.is_some() || minus { at + 1 } else { at };
        let number = self.reader.number(from)?;
        let mut draft = self.number_draft(from, &number);
        if minus {
            draft.number.0 = at;
            draft.first = at;
            for end in [&mut draft.value, &mut draft.low, &mut draft.high] {
                *end = end.map(|value| -value);
            }
        }
        let is_money = sign.is_some();
        self.letter_scale(&mut draft, &number, is_money);
        match sign {
            Some(sign) => {
                draft.signed = true;
                draft.tell(sign);
                // "$5 million dollars", "5 US$"
                if let Some(again) = self.told(draft.end(), "", draft.value)
                    && again.kind == FigureKind::Money
                {
                    draft.last = draft.last.max(again.words.1);
                }
            }
            None => {
                let rest = if draft.glued == 0 { "" } else { number.rest };
                match self.told(draft.end(), rest, draft.value) {
                    Some(told) => draft.tell(told),
                    // What is glued to it and no unit makes it no number.
                    None if !rest.is_empty() => return None,
                    None => {}
                }
                self.half_an_hour(&mut draft);
                self.add_smaller(&mut draft);
                // Levels of an index are told without a unit.
                let broken = draft.value.is_some_and(|value| value.fract() != 0.0);
                let ends = self.upos(draft.end()) == Upos::Punct;
                let bare = draft.kind == FigureKind::Count && draft.told.is_none();
                if broken && bare && (ends || !self.counts_a_noun(from)) {
                    draft.kind = FigureKind::Measure;
                }
            }
        }
        Some(draft)
    }

    fn number_draft(&self, at: usize, number: &Number<'_>) -> Draft {
        Draft {
            glued: number.rest.chars().count(),
            scaled: number.scaled,
            kind: if number.is_fraction {
                FigureKind::Fraction
            } else {
                FigureKind::Count
            },
            ..Draft::bare(FigureKind::Count, at, number.end, number.value)
        }
    }

    /// "minus five degrees", "-5 degrees"
    fn is_minus(&self, at: usize) -> bool {
        if self.is(at, "minus") {
            return true;
        }
        let free = at == 0 || !self.is_adjacent(at - 1);
        free && self.is_any(at, &["-", "−", "–"]) && self.is_adjacent(at) && self.is_digits(at + 1)
    }

    /// "$5m", "5m pounds", "3.5bn"
    fn letter_scale(&self, draft: &mut Draft, number: &Number<'_>, is_money: bool) {
        let glued = !number.rest.is_empty();
        let (letters, end) = if glued {
            (number.rest, number.end)
        } else {
            (self.word(number.end), number.end + 1)
        };
        let adjacent = glued || self.is_adjacent(number.end - 1);
        let Some(scale) = self.reader.letter(letters).filter(|_| adjacent && !number.scaled) else {
            return;
        };
        if !is_money && self.money_after(end, Some(scale)).is_none() && letters.len() < 2 {
            return;
        }
        for value in [&mut draft.value, &mut draft.low, &mut draft.high] {
            *value = value.map(|value| (value * scale * 1e6).round() / 1e6);
        }
        draft.scaled = true;
        draft.glued = 0;
        draft.number.1 = end - 1;
        draft.last = end - 1;
    }

    /// "half an hour": a fraction of a unit.
    fn half_an_hour(&self, draft: &mut Draft) {
        if draft.kind != FigureKind::Fraction || draft.told.is_some() {
            return;
        }
        let from = if self.is(draft.end(), "of") {
            draft.end() + 1
        } else {
            draft.end()
        };
        if self.is_any(from, &["a", "an"])
            && let Some(told) = self.told(from + 1, "", draft.value)
            && matches!(told.kind, FigureKind::Duration | FigureKind::Measure)
        {
            draft.tell(told);
        }
    }

    /// "35 minutes and 38 seconds", "five feet six inches": one length, told in the smaller unit.
    fn add_smaller(&self, draft: &mut Draft) {
        for _ in 0..MOST_BEFORE {
            let Some(told) = draft.told.as_ref() else { return };
            if !matches!(told.kind, FigureKind::Duration | FigureKind::Measure) || draft.last != told.words.1 {
                return;
            }
            let next = draft.last + 1;
            let from = if self.is_any(next, &["and", ","]) {
                next + 1
            } else {
                next
            };
            let Some(number) = self.reader.number(from).filter(|number| number.rest.is_empty()) else {
                return;
            };
            let Some(smaller) = self.told(number.end, "", Some(number.value)) else {
                return;
            };
            let same = smaller.unit == told.unit && smaller.kind == told.kind && smaller.unit.is_some();
            let (large, small) = (told.factor.convert(1.0), smaller.factor.convert(1.0));
            if !same || small >= large || number.value * small >= large {
                return;
            }
            let sum = draft.value.map(|value| value * large / small + number.value);
            draft.value = sum;
            draft.low = sum;
            draft.high = sum;
            draft.number.1 = number.end - 1;
            draft.tell(smaller);
        }
    }

    pub(super) fn quantity(&self, draft: Draft) -> Quantity {
        let factor = draft.told.as_ref().map_or(Factor::Same, |told| told.factor.clone());
        let convert = |number: Option<f64>| number.map(|number| factor.convert(number));
        let mut lines = draft.lines;
        let unit = match &draft.told {
            Some(told) => told.unit.clone(),
            None if draft.kind == FigureKind::Fraction => Some("fraction".to_owned()),
            None if draft.kind == FigureKind::Age => Some("a".to_owned()),
            None => None,
        };
        let is_unit = |told: &&Told| told.kind != FigureKind::Count;
        let as_written = draft.told.as_ref().filter(is_unit).map(|told| {
            let mut span = self.span(told.words);
            if draft.glued > 0 && told.words.0 == draft.number.1 {
                span.start = span.end.saturating_sub(draft.glued).max(span.start);
            }
            AsWritten {
                value: draft.value,
                low: draft.low,
                high: draft.high,
                unit: self.scene.text.passage(span),
            }
        });
        let per = draft
            .told
            .as_ref()
            .filter(|told| matches!(told.kind, FigureKind::Money | FigureKind::Measure))
            .and_then(|_| self.per(draft.last + 1));
        let mut number_span = self.span(draft.number);
        number_span.end = number_span.end.saturating_sub(draft.glued);
        lines.extend(draft.told.into_iter().flat_map(|told| told.lines));
        Quantity {
            sentence: self.sentence,
            first: draft.first,
            last: draft.last,
            span: self.span((draft.first, draft.last)),
            number: draft.number,
            number_span,
            kind: draft.kind,
            value: convert(draft.value),
            low: convert(draft.low),
            high: convert(draft.high),
            approximator: draft.approximator,
            unit,
            as_written,
            per,
            lines,
        }
    }

    /// "a barrel", "per person"
    fn per(&self, at: usize) -> Option<(usize, usize)> {
        let noun = at + 1;
        let told = self.is_any(at, &["a", "an", "per", "each", "every", "/"]);
        (told && self.upos(noun) == Upos::Noun).then_some((noun, noun))
    }
}

/// What stands before a number.
struct Before {
    /// The word after it.
    end: usize,
    /// The words that make the number inexact.
    words: Option<(usize, usize)>,
    bounds: Option<Bounds>,
    lines: Vec<String>,
}

/// What two numbers with "to" and the like between them are.
pub(super) enum Joined {
    Range(Box<Draft>),
    /// Two, of which the first has its unit from the second.
    Change(Box<Draft>),
}

#[cfg(test)]
#[path = "quantity_tests.rs"]
mod tests;
