//! Ages without a unit: "aged 32", "Smith, 32, said".

use sayso_knowledge::figures::Beside;
use sayso_language::{NameKind, Upos};
use sayso_schema::{EntityType, FigureKind};

use super::line::Line;
use super::quantity::Draft;

/// Nobody is older.
const OLDEST: f64 = 125.0;

impl Line<'_, '_> {
    /// Makes an age of a number that is one.
    pub(super) fn age(&self, draft: &mut Draft) {
        let whole = |value: f64| (0.0..=OLDEST).contains(&value) && value.fract() == 0.0;
        let ends = [draft.value, draft.low, draft.high].into_iter().flatten();
        let fits = draft.kind == FigureKind::Count && draft.told.is_none() && ends.into_iter().all(whole);
        if fits && (self.follows_age_word(draft) || self.is_between_commas(draft)) {
            draft.kind = FigureKind::Age;
        }
    }

    /// "aged 32", "at the age of 12", "aged between 16 and 45"
    fn follows_age_word(&self, draft: &Draft) -> bool {
        let Some(before) = draft.first.checked_sub(1) else {
            return false;
        };
        let word = if self.is(before, "of") {
            before.wrapping_sub(1)
        } else {
            before
        };
        // "ages 8 to 12", but "people of all ages, 12 of them".
        self.beside(Beside::Age, word) && !(self.upos(word) == Upos::Noun && self.counts_a_noun(draft.number.0))
    }

    /// "Smith, 32, said", "Smith (32)"
    fn is_between_commas(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let alone = draft.first == at && draft.last == at && self.is_digits(at) && draft.value.is_some();
        let closed = match at.checked_sub(1).map(|before| self.word(before)) {
            Some(",") => matches!(self.word(at + 1), "," | "." | ";" | "and" | "who" | "was" | ""),
            Some("(") => self.is(at + 1, ")"),
            _ => false,
        };
        alone && closed && !self.scene.is_sport && at > 1 && self.is_person(at - 2)
    }

    /// Whether a word is the last of somebody's name or of what they are called.
    fn is_person(&self, at: usize) -> bool {
        let names = &self.tree.sentence.names;
        if names
            .iter()
            .any(|name| name.last == at && name.kind == NameKind::Person)
        {
            return true;
        }
        let entity = self.scene.entity_at(self.sentence, at);
        entity.is_some_and(|entity| entity.kind == EntityType::Person)
    }
}
