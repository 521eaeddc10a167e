//! Numbers whose unit is said with another: "rose 150 yen to 7,920", "2, 7 and 12 years old", "clocked 10.57".

use sayso_knowledge::figures::Beside;
use sayso_language::Upos;
use sayso_schema::{AsWritten, FigureKind, Span};

use super::line::Line;
use super::quantity::Quantity;
use crate::grammar::lower;

/// Words between the quantity with the unit and the one without.
const MOST_BETWEEN: usize = 9;

/// Quantities between: "rose 150 yen, or 1.9 percent, to 7,920".
const MOST_SKIPPED: usize = 2;

/// How far before a number the word stands that says that it is a time run.
const MOST_BEFORE: usize = 5;

impl Line<'_, '_> {
    /// Gives a bare number the unit of the amount that comes to it or that it comes from.
    pub(super) fn same_unit_again(&self, quantity: &mut Quantity, before: &[Quantity]) {
        if !self.is_bare_number(quantity) || self.counts_something(quantity) {
            return;
        }
        if self.scene.is_sport {
            self.time_run(quantity, before);
            return;
        }
        if self.exchange_rate(quantity, before) {
            return;
        }
        let mark = quantity.first.checked_sub(1).map(|mark| self.word(mark));
        let level = matches!(mark, Some("to" | "at" | "from"));
        let per = self.is_any(quantity.last + 1, &["a", "an", "per"]) && self.upos(quantity.last + 2) == Upos::Noun;
        if !level && !per {
            return;
        }
        let near = before.iter().rev().take(MOST_SKIPPED + 1);
        let mut near = near.take_while(|other| quantity.first.saturating_sub(other.last) <= MOST_BETWEEN);
        let told = near.find(|other| {
            let money = other.kind == FigureKind::Money && other.as_written.is_some();
            let points = other.kind == FigureKind::Measure && other.unit.is_none();
            money || points
        });
        if let Some(told) = told {
            copy_unit(quantity, told);
        }
    }

    /// Whether a quantity is a number and no more.
    fn is_bare_number(&self, quantity: &Quantity) -> bool {
        matches!(quantity.kind, FigureKind::Count | FigureKind::Measure)
            && quantity.as_written.is_none()
            && quantity.unit.is_none()
            && quantity.value.is_some()
            && quantity.last == quantity.number.1
    }

    /// Whether a noun stands behind a number, which then counts it.
    fn counts_something(&self, quantity: &Quantity) -> bool {
        matches!(
            self.upos(quantity.last + 1),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
        ) || self.is(quantity.last + 1, "of")
            || self.is(quantity.last + 1, "-")
    }

    /// "bid at 6.5160 per dollar", "at 1.20 against the dollar", and what such a rate is set beside: "from Thursday's 6.5011".
    fn exchange_rate(&self, quantity: &mut Quantity, before: &[Quantity]) -> bool {
        let broken = quantity.value.is_some_and(|value| value.fract() != 0.0);
        let marked = quantity.first > 0 && self.is_beside_as_written(Beside::Level, quantity.first - 1);
        if !marked {
            return false;
        }
        let next = quantity.last + 1;
        let behind = self.is_beside_as_written(Beside::Rate, next);
        let other = if self.is(next + 1, "the") { next + 2 } else { next + 1 };
        if behind && let Some(other) = self.currency_at(other) {
            let Some((code, unit)) = self.quoted(quantity.first, &other) else {
                return false;
            };
            quantity.kind = FigureKind::Money;
            quantity.unit = Some(code);
            quantity.as_written = Some(AsWritten {
                value: quantity.value,
                low: quantity.low,
                high: quantity.high,
                unit: self.scene.text.passage(unit),
            });
            return true;
        }
        // Levels beside a rate have its fractions.
        let told = before.last().filter(|other| {
            let near = quantity.first.saturating_sub(other.last) <= MOST_BETWEEN + 2;
            let is_rate = other
                .as_written
                .as_ref()
                .is_some_and(|written| !other.span.overlaps(written.unit.span));
            near && broken && is_rate && other.kind == FigureKind::Money
        });
        if let Some(told) = told {
            copy_unit(quantity, told);
        }
        told.is_some()
    }

    /// The code of the currency that a word is, if it is one.
    fn currency_at(&self, at: usize) -> Option<String> {
        let (first, upos) = (self.word(at), self.upos(at));
        if !matches!(upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let sterling = self.is_beside_as_written(Beside::Base, at) && first == "sterling";
        if sterling {
            return Some("GBP".to_owned());
        }
        let found = self.resolve(&self.candidates(first, at), None)?;
        let currency = self.scene.knowledge.figures.currency(found.currency)?;
        Some(currency.code.clone())
    }

    /// The currency in which a rate is told, and where it is named: that before it in this sentence or in the one before,
    /// or the other where that one is never the unit.
    fn quoted(&self, before: usize, other: &str) -> Option<(String, Span)> {
        let here = (0..before).rev().find_map(|at| {
            let code = self.currency_at(at).filter(|code| code != other)?;
            Some((
                code,
                self.tree.token(at).span,
                self.is_beside_as_written(Beside::Base, at),
            ))
        });
        let (code, span, base) = here.or_else(|| self.said_last(other))?;
        if base {
            // Where both are never the unit, the pound is before the dollar and the euro before both.
            return Some((other.to_owned(), span));
        }
        Some((code, span))
    }

    /// The currency that the sentence before speaks of.
    fn said_last(&self, other: &str) -> Option<(String, Span, bool)> {
        let before = self.sentence.checked_sub(1)?;
        let tree = self.scene.trees.get(before)?;
        let words: Vec<String> = (0..tree.len()).map(|word| lower(tree, word)).collect();
        let line = Line::new(self.scene, before, tree, &words);
        (0..tree.len()).find_map(|at| {
            let code = line.currency_at(at).filter(|code| code != other)?;
            Some((code, tree.token(at).span, line.is_beside_as_written(Beside::Base, at)))
        })
    }

    /// "clocked 10.57", "in a time of 52.3": seconds, as those beside it.
    fn time_run(&self, quantity: &mut Quantity, before: &[Quantity]) {
        let broken = |value: Option<f64>| value.is_some_and(|value| value.fract() != 0.0);
        if !broken(quantity.value) {
            return;
        }
        let from = quantity.first.saturating_sub(MOST_BEFORE);
        let clocked = (from..quantity.first).any(|word| self.beside(Beside::Clock, word));
        let told = before.iter().rev().take(MOST_SKIPPED + 1).find(|other| {
            let seconds = other.unit.as_deref() == Some("s");
            other.kind == FigureKind::Duration && seconds && broken(other.value)
        });
        let beside = told.filter(|_| quantity.first > 0 && self.is_any(quantity.first - 1, &["in", "(", "to", "from"]));
        if clocked || beside.is_some() {
            quantity.kind = FigureKind::Duration;
            quantity.unit = Some("s".to_owned());
            quantity
                .lines
                .extend(told.into_iter().flat_map(|told| told.lines.iter().cloned()));
        }
    }

    /// Gives bare numbers of a list the unit that only its last has: "2, 7 and 12 years old".
    pub(super) fn unit_from_last(&self, found: &mut [Quantity]) {
        for index in (1..found.len()).rev() {
            let (before, from) = found.split_at_mut(index);
            let (Some(this), Some(next)) = (before.last_mut(), from.first()) else {
                continue;
            };
            let between = this.last + 1..next.first;
            // Not "fell 4, or 2 percent", which tells the same twice.
            let listed = between.len() == 1 && self.is_any(between.start, &[",", "and", "or"]);
            let behind = next
                .as_written
                .as_ref()
                .is_some_and(|written| written.unit.span.start >= next.number_span.end);
            let kind = matches!(
                next.kind,
                FigureKind::Age | FigureKind::Percent | FigureKind::Money | FigureKind::Measure | FigureKind::Duration
            );
            // "killed five, 10 minutes after": of another sort, as words for small numbers often are.
            let alike = self.is_digits(this.number.0) == self.is_digits(next.number.0);
            if listed && behind && kind && alike && self.is_bare_number(this) && this.first == this.number.0 {
                copy_unit(this, next);
            }
        }
    }
}

/// Makes a bare number one in the unit of another quantity.
fn copy_unit(quantity: &mut Quantity, told: &Quantity) {
    quantity.kind = told.kind;
    quantity.unit.clone_from(&told.unit);
    let factor = match (&told.as_written, told.kind) {
        // "gained 5 cents to 1.20" is in dollars.
        (Some(written), FigureKind::Duration | FigureKind::Measure) => told
            .value
            .zip(written.value)
            .map_or(1.0, |(value, written)| value / written),
        _ => 1.0,
    };
    let factor = if factor.is_finite() { factor } else { 1.0 };
    quantity.as_written = told.as_written.as_ref().map(|written| AsWritten {
        value: quantity.value,
        low: quantity.low,
        high: quantity.high,
        unit: written.unit.clone(),
    });
    for end in [&mut quantity.value, &mut quantity.low, &mut quantity.high] {
        *end = end.map(|end| end * factor);
    }
    quantity.lines.extend(told.lines.iter().cloned());
}
