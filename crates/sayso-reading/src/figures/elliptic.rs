//! Numbers whose unit was said before: "rose 150 yen to 7,920", "up from 4.2 percent to 5".

use sayso_language::Upos;
use sayso_schema::{AsWritten, FigureKind};

use super::line::Line;
use super::quantity::Quantity;

/// Words between the quantity with the unit and the one without.
const MOST_BETWEEN: usize = 9;

/// Quantities between: "rose 150 yen, or 1.9 percent, to 7,920".
const MOST_SKIPPED: usize = 2;

impl Line<'_, '_> {
    /// Gives a bare number the unit of the amount that comes to it or that it comes from.
    pub(super) fn same_unit_again(&self, quantity: &mut Quantity, before: &[Quantity]) {
        let bare = matches!(quantity.kind, FigureKind::Count | FigureKind::Measure)
            && quantity.as_written.is_none()
            && quantity.unit.is_none()
            && quantity.last == quantity.number.1;
        let mark = quantity.first.checked_sub(1).map(|mark| self.word(mark));
        let level = matches!(mark, Some("to" | "at" | "from"));
        if !bare || !level || self.scene.is_sport || quantity.value.is_none() || self.counts_something(quantity) {
            return;
        }
        let near = before.iter().rev().take(MOST_SKIPPED + 1);
        let mut near = near.take_while(|other| quantity.first.saturating_sub(other.last) <= MOST_BETWEEN);
        let told = near.find(|other| {
            let money = other.kind == FigureKind::Money;
            let points = other.kind == FigureKind::Measure && other.unit.is_none();
            (money || points) && other.as_written.is_some()
        });
        let Some((told, written)) = told.and_then(|told| Some((told, told.as_written.as_ref()?))) else {
            return;
        };
        // "gained 5 cents to 1.20" is in dollars.
        quantity.kind = told.kind;
        quantity.unit.clone_from(&told.unit);
        quantity.as_written = Some(AsWritten {
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            unit: written.unit.clone(),
        });
        quantity.lines.extend(told.lines.iter().cloned());
    }

    /// Whether a noun stands behind a number, which then counts it.
    fn counts_something(&self, quantity: &Quantity) -> bool {
        matches!(
            self.upos(quantity.last + 1),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
        ) || self.is(quantity.last + 1, "of")
            || self.is(quantity.last + 1, "-")
    }
}
