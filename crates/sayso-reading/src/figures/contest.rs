//! Votes and results: "397-0", "by 397 votes to 120", "46 percent to 42" are two figures each.

use sayso_knowledge::figures::Beside;
use sayso_schema::FigureKind;

use super::line::Line;
use super::quantity::Draft;

/// How far from a result the word stands that tells what was decided.
const MOST_BEFORE: usize = 10;
const MOST_AFTER: usize = 4;

/// No result is larger.
const LARGEST: f64 = 9999.0;

impl Line<'_, '_> {
    /// The figures of a result that begins at a word.
    pub(super) fn results(&self, at: usize) -> Option<Vec<Draft>> {
        let first = self.side(at)?;
        let (mut at_joint, mut unit_end) = (first.end(), None);
        if self.is_any(at_joint, &["vote", "votes", "percent", "%"]) || self.is(at_joint, "per") {
            let told = self.told(at_joint, "", first.value);
            at_joint = told.as_ref().map_or(at_joint + 1, |told| told.words.1 + 1);
            unit_end = Some((told, at_joint));
        }
        let joint = self.word(at_joint);
        let dash = matches!(joint, "-" | "–" | "—") && self.is_adjacent(at_joint) && unit_end.is_none();
        let against = matches!(joint, "to" | "against" | "versus" | "vs" | "vs.");
        if !dash && !against {
            return None;
        }
        let next = if dash && self.is(at_joint + 1, "to") {
            at_joint + 3
        } else {
            at_joint + 1
        };
        let mut second = self.side(next)?;
        // "1-2-3", "555-1234"
        let chain = self.is_any(second.end(), &["-", "–"]) && self.is_digits(second.end() + 1)
            || at > 1 && self.is(at - 1, "-") && self.is_digits(at - 2);
        if chain {
            return None;
        }
        let (home, away) = (first.value?, second.value?);
        let hyphen_after = self.is(second.end(), "-");
        let told_after = self.told(second.end(), "", second.value);
        let contest = self.is_near(Beside::Contest, at, second.end());
        let is_result = match &unit_end {
            Some((Some(_), _)) => told_after.is_none() && contest && !self.is_raised(at),
            Some((None, _)) => told_after.is_none(),
            None if dash => {
                !hyphen_after
                    && told_after.is_none()
                    && (self.scene.tells_sport || contest)
                    && !(home < away && self.is_counted(second.end()))
            }
            None => told_after.is_none() && contest && self.is_vote_between(at, home, away) && !self.is_raised(at),
        };
        if !is_result {
            return None;
        }
        let is_vote = !self.scene.is_sport && self.is_near(Beside::Vote, at, second.end());
        let kind = if is_vote { FigureKind::Vote } else { FigureKind::Score };
        let mut first = first;
        first.kind = kind;
        second.kind = kind;
        if let Some((told, end)) = unit_end {
            first.last = end - 1;
            if let Some(told) = told {
                first.kind = told.kind;
                second.kind = told.kind;
                second.told = Some(told.clone());
                first.told = Some(told);
            }
        }
        Some(vec![first, second])
    }

    /// A whole number in digits or words, as sides have them.
    fn side(&self, at: usize) -> Option<Draft> {
        let digits = self.is_digits(at);
        let number = self.reader.number(at)?;
        let plain = number.rest.is_empty() && !number.is_fraction && !number.scaled;
        let whole = number.value.fract() == 0.0 || self.is_any(number.end, &["percent", "%", "per", "to"]);
        (plain && whole && number.value <= LARGEST && (digits || number.end == at + 1))
            .then(|| Draft::bare(FigureKind::Vote, at, number.end, number.value))
    }

    /// Whether a word that tells this stands near a result.
    fn is_near(&self, class: Beside, at: usize, end: usize) -> bool {
        let near = (at.saturating_sub(MOST_BEFORE)..at).chain(end..end + MOST_AFTER);
        near.into_iter().any(|word| self.beside(class, word))
    }

    /// "rose 5 percent to 42": a change.
    fn is_raised(&self, at: usize) -> bool {
        at > 0 && !self.is(at - 1, "by") && self.beside(Beside::Change, at - 1)
    }

    /// "by 397 to 120", "by a vote of 52 to 48": without a dash, more must speak for it.
    fn is_vote_between(&self, at: usize, home: f64, away: f64) -> bool {
        let opens = at > 0 && self.is_any(at - 1, &["by", "of", "voted", "was", "ruled"]);
        opens && home >= away
    }

    /// Whether a noun in the plural follows: "15-20 people".
    fn is_counted(&self, at: usize) -> bool {
        let token = self.tree.sentence.tokens.get(at);
        token.is_some_and(|token| token.feature("Number") == Some("Plur") && &*token.xpos == "NNS")
            && !self.beside(Beside::Contest, at)
    }
}
