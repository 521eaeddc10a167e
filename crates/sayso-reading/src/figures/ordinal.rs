//! Places in an order: "the third attack", "23rd place".

use sayso_knowledge::figures::Beside;
use sayso_language::Upos;
use sayso_schema::FigureKind;

use super::line::Line;
use super::quantity::Draft;

/// Words between an ordinal and the noun that it ranks.
const MOST_BETWEEN: usize = 6;

impl Line<'_, '_> {
    /// The ordinal at a word that ranks a noun.
    pub(super) fn ordinal(&self, at: usize) -> Option<Draft> {
        let value = self.reader.ordinal(at)?;
        if self.is_any(at + 1, &["-", "and", "or"]) || at > 0 && self.is_any(at - 1, &["-", "at"]) {
            return None;
        }
        let head = self
            .tree
            .head(at)
            .filter(|head| *head > at && *head - at <= MOST_BETWEEN)?;
        let ranked = matches!(self.upos(head), Upos::Noun | Upos::Propn);
        let ranks = matches!(self.tree.token(at).relation(), "amod" | "nummod" | "compound");
        // "a third soldier" ranks, "a third of" divides; "second largest" ranks by size.
        let by_size = (at + 1..head).any(|between| self.tree.token(between).feature("Degree") == Some("Sup"));
        let follows = self.beside(Beside::Rank, at + 1)
            || self.beside(Beside::Rank, head)
            || self.is(at + 1, "world") && self.is(at + 2, "war");
        // "the 23rd SEA Games", "the Second Section"
        let named = (self.is_digits(at) || self.is_capital(at) && at > 0)
            && (self.upos(head) == Upos::Propn || self.is_capital(at) && self.is_capital(at + 1));
        let of_number = self
            .reader
            .number(at + 1)
            .is_some_and(|number| number.end < head + 1 || number.end == head);
        let draft = Draft::bare(FigureKind::Ordinal, at, at + 1, value);
        (ranked
            && ranks
            && !named
            && !of_number
            && !by_size
            && !follows
            && !self.is_in_name(at)
            && !self.is_in_time(at, at))
        .then_some(draft)
    }
}
