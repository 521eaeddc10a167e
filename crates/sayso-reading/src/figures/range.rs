//! Ranges and changes: "20 to 30" is one figure, "from 5 to 7 percent" may be two.

use sayso_knowledge::figures::Beside;
use sayso_schema::FigureKind;

use super::line::Line;
use super::quantity::{Draft, Joined};

/// How far before a number the word stands that tells a change.
const MOST_BEFORE: usize = 8;

impl Line<'_, '_> {
    /// What a number and the one after it are together.
    pub(super) fn range(&self, head: &mut Draft, between: bool) -> Option<Joined> {
        let (next, line) = self.reader.joint(head.last + 1)?;
        let joint = self.word(head.last + 1);
        // "five and six" are two counts, but "between five and six" is one.
        if joint == "and" && !between || head.value.is_none() {
            return None;
        }
        let hyphened = matches!(joint, "-" | "–");
        if hyphened && self.is(next, "to") {
            return self.joined(head, next + 2, line, true, between);
        }
        self.joined(head, next, line, hyphened, between)
    }

    fn joined(&self, head: &mut Draft, next: usize, line: &str, hyphened: bool, between: bool) -> Option<Joined> {
        let mut other = self.amount(next).filter(|other| other.value.is_some())?;
        let kind_of = |draft: &Draft| draft.told.as_ref().map(|told| told.kind);
        let (low, high) = (kind_of(head), kind_of(&other));
        let same_kind = low.is_none() || low == high || head.signed && high.is_none();
        // A unit after a word alone tells that the second has it: "5 percent to 42".
        if !same_kind {
            return None;
        }
        let (mut least, mut most) = (head.value?, other.value?);
        if hyphened && head.told.is_none() {
            most = self.shortened(head, &other).unwrap_or(most);
        }
        // "10 to 12 million"
        if other.scaled && !head.scaled && least < 1000.0 && least < most {
            let scale = self.scale_of(&other);
            least = if least * scale < most { least * scale } else { least };
        }
        if !between && !hyphened && self.is_change(head, &other) {
            // What only the second tells is told of both: "from 5 to 7 percent".
            if head.told.is_none() && self.is_before(head, "from") {
                head.value = Some(least);
                head.low = Some(least);
                head.high = Some(least);
                head.kind = other.kind;
                head.told = other.told.clone();
            }
            return Some(Joined::Change(Box::new(other)));
        }
        if least >= most || head.kind == FigureKind::Fraction && low.is_none() && high.is_some() {
            return None;
        }
        // "1998-2000", "555-1234"
        let plain = head.told.is_none() && other.told.is_none();
        if plain && hyphened && [least, most].iter().any(|end| *end >= 1000.0) && self.is_uncut(head, &other) {
            return None;
        }
        if head.signed && other.told.is_none() {
            other.told = head.told.take();
            other.kind = head.kind;
        }
        let mut lines = std::mem::take(&mut head.lines);
        lines.push(line.to_owned());
        lines.append(&mut other.lines);
        Some(Joined::Range(Box::new(Draft {
            first: head.first.min(other.first),
            number: (head.number.0, other.number.1),
            value: None,
            low: Some(least),
            high: Some(most),
            lines,
            ..other
        })))
    }

    /// Whether a number in one word of digits is at least so long.
    fn is_bare(&self, draft: &Draft, length: usize) -> bool {
        let form = self.form(draft.number.0);
        draft.number.0 == draft.number.1 && form.len() >= length && form.bytes().all(|b| b.is_ascii_digit())
    }

    /// The second end of "118.15-25 yen" and "1.2860-2870 dollars", which tells the last digits alone.
    fn shortened(&self, head: &Draft, other: &Draft) -> Option<f64> {
        let (whole, decimals) = self.form(head.number.0).split_once('.')?;
        let last = self.form(other.number.0);
        if head.number.0 != head.number.1 || !self.is_bare(other, 2) || last.len() > decimals.len() {
            return None;
        }
        let kept = decimals.get(..decimals.len() - last.len())?;
        let value: f64 = format!("{}.{kept}{last}", whole.replace(',', "")).parse().ok()?;
        let step = 10f64.powi(i32::try_from(last.len()).ok()? - i32::try_from(decimals.len()).ok()?);
        // "118.90-05" goes past 119.
        let value = if value < head.value? { value + step } else { value };
        let places = 10f64.powi(i32::try_from(decimals.len()).ok()?);
        Some((value * places).round() / places)
    }

    /// What the scale words of a number make of one.
    fn scale_of(&self, draft: &Draft) -> f64 {
        let mantissa = self.reader.mantissa(draft.number.0);
        match (mantissa, draft.value) {
            (Some(mantissa), Some(value)) if mantissa > 0.0 => value / mantissa,
            _ => 1.0,
        }
    }

    fn is_before(&self, draft: &Draft, word: &str) -> bool {
        draft.first > 0 && self.is(draft.first - 1, word)
    }

    /// "rose from 5 to 7 percent", "rose 10.5 to 1,200.3": by how much and to what, or from what to what.
    fn is_change(&self, head: &Draft, other: &Draft) -> bool {
        let told = (head.first.saturating_sub(MOST_BEFORE)..head.first).any(|at| self.beside(Beside::Change, at));
        let both_alike = head.told.is_some() == other.told.is_some();
        // "10 cents to 28.92 dollars"
        let factor = |draft: &Draft| draft.told.as_ref().map(|told| told.factor.convert(1.0));
        let unlike = head.told.is_some() && other.told.is_some() && factor(head) != factor(other);
        unlike || told && (self.is_before(head, "from") || both_alike && !self.is_before(head, "by"))
    }

    /// Whether both are digits without commas or points.
    fn is_uncut(&self, head: &Draft, other: &Draft) -> bool {
        [head, other]
            .iter()
            .all(|draft| self.form(draft.number.0).bytes().all(|b| b.is_ascii_digit()))
    }
}
