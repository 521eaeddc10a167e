//! Numbers that are no figures: times, names and numbers in names, lists, telephones, and "one" that counts nothing.

use sayso_knowledge::figures::Beside;
use sayso_knowledge::times::TimeSense;
use sayso_language::Upos;
use sayso_schema::{FigureKind, MentionForm};

use super::line::Line;
use super::quantity::Draft;
use crate::times::{TimeExpression, TimeKind};

/// Words before a length of time that are looked at.
const MOST_BEFORE: usize = 4;

impl Line<'_, '_> {
    /// Whether what stands before a number makes it a name, or goes on with one: "Articles 5 and 6". `label_end` is the
    /// word after the last such number.
    pub(super) fn is_label(&self, draft: &Draft, label_end: Option<usize>) -> bool {
        let at = draft.number.0;
        if draft.glued > 0 && at > 0 && self.follows_name(at) {
            return true;
        }
        if at == 0 || draft.told.is_some() || draft.approximator.is_some() || draft.value.is_none() || draft.scaled {
            return false;
        }
        let on = label_end.is_some_and(|end| {
            end < at
                && at - end <= 2
                && (end..at)
                    .all(|between| self.is_any(between, &[",", "-", "–", "&"]) || self.beside(Beside::NamesOn, between))
        });
        if on && self.is_digits(at) && !self.counts_a_noun(at) {
            return true;
        }
        let before = if self.is(at - 1, ".") && at > 1 { at - 2 } else { at - 1 };
        let capital = self.is_capital(before) && before > 0;
        let named = self.beside(Beside::Label, before);
        if named && (capital && (self.is_digits(at) || self.is_capital(at)) || !self.counts_a_noun(at)) {
            return !matches!(self.upos(before), Upos::Verb | Upos::Adp);
        }
        self.is_in_name(at) || self.follows_name(at) || self.is_in_index(at)
    }

    /// "the Standard & Poor's 500 index", "the SP/ASX 200"
    fn is_in_index(&self, at: usize) -> bool {
        let before = if self.is_any(at - 1, &["'s", "’s"]) {
            at.checked_sub(2)
        } else {
            Some(at - 1)
        };
        let Some(before) = before.filter(|&before| self.is_capital(before)) else {
            return false;
        };
        let letters = self.form(before).chars().filter(|c| c.is_uppercase()).count();
        let all_capitals = letters > 1 && !self.form(before).chars().any(char::is_lowercase);
        let round = self.form(at).ends_with("00") && self.form(at).len() == 3;
        self.is_digits(at)
            && (self.beside(Beside::Index, at + 1)
                || all_capitals && round && !self.counts_a_noun(at) && !self.scene.is_sport)
    }

    /// "Boeing 767", "Apollo 13", "F-16"
    fn follows_name(&self, at: usize) -> bool {
        if !self.is_digits(at) {
            return false;
        }
        if self.is(at - 1, "-") && self.is_adjacent(at - 1) && at > 1 && self.is_adjacent(at - 2) {
            let before = at - 2;
            let letters = self.form(before).starts_with(char::is_alphabetic);
            return letters && self.reader.number(before).is_none() && !self.is(before, "to");
        }
        let name = matches!(self.upos(at - 1), Upos::Propn) && self.is_capital(at - 1);
        let head = self.tree.head(at);
        name && head.is_none_or(|head| head < at) && !self.counts_a_noun(at) && head == Some(at - 1)
    }

    /// Whether a number is part of what somebody or something is called.
    pub(super) fn is_in_name(&self, at: usize) -> bool {
        let named = (self.is_digits(at) || self.is_capital(at)) && (at > 0 || self.is_digits(at));
        if !named {
            return false;
        }
        let names = &self.tree.sentence.names;
        if names
            .iter()
            .any(|name| name.first <= at && at <= name.last && name.first < name.last)
        {
            return true;
        }
        let span = self.span((at, at));
        self.scene.mentions.shortest(span).is_some_and(|(place, entity)| {
            let proper = |form: MentionForm| form == MentionForm::Name;
            let form = entity.mentions.iter().find(|mention| mention.span == place);
            place.len() > span.len() && form.is_some_and(|mention| proper(mention.form))
        })
    }

    /// Whether the number is told of a noun behind it.
    pub(super) fn counts_a_noun(&self, at: usize) -> bool {
        let noun = |head: usize| matches!(self.upos(head), Upos::Noun | Upos::Propn | Upos::Sym);
        self.tree.head(at).is_some_and(|head| head > at && noun(head))
            && matches!(self.tree.token(at).relation(), "nummod" | "amod" | "compound" | "det")
    }

    /// Whether a number counts and measures nothing.
    pub(super) fn counts_nothing(&self, draft: &Draft) -> bool {
        let span = self.span((draft.first, draft.last));
        let unfit = |value: f64| !value.is_finite();
        if self.scene.is_credit(span)
            || self.is_malformed(draft)
            || [draft.value, draft.low, draft.high].into_iter().flatten().any(unfit)
        {
            return true;
        }
        match draft.kind {
            FigureKind::Duration => self.is_a_time(draft),
            FigureKind::Count if draft.told.is_none() => {
                self.is_in_time(draft.number.0, draft.number.1)
                    || self.is_day_of_month(draft)
                    || self.is_day_before_month(draft)
                    || self.is_list_number(draft)
                    || self.is_year(draft)
                    || self.is_one_of_none(draft)
                    || self.is_sort(draft)
                    || self.is_code(draft)
                    || self.is_model(draft)
            }
            FigureKind::Fraction if draft.told.is_none() => self.is_in_time(draft.number.0, draft.number.1),
            _ => false,
        }
    }

    fn times_at(&self, first: usize, last: usize) -> impl Iterator<Item = &TimeExpression> {
        let times = self.scene.times(self.sentence).iter().copied();
        times.filter(move |time| time.first <= last && first <= time.last)
    }

    /// Whether the words are part of a time that is no length.
    pub(super) fn is_in_time(&self, first: usize, last: usize) -> bool {
        self.times_at(first, last).any(|time| time.kind != TimeKind::Duration)
    }

    /// Whether a length of time says when: "two weeks ago", "the last five years".
    fn is_a_time(&self, draft: &Draft) -> bool {
        let (first, last) = (draft.first, draft.last);
        let hyphened = self.is(draft.end(), "-");
        if self.is_in_time(first, last) && !hyphened {
            return true;
        }
        let begins = self.times_at(first, last).map(|time| time.first).min();
        let begins = begins.unwrap_or(first).min(first);
        let ends = self.times_at(first, last).map(|time| time.last).max();
        let next = ends.unwrap_or(last).max(last) + 1;
        if hyphened && !self.is_beside_as_written(Beside::ThisLength, begins.wrapping_sub(1)) {
            return false;
        }
        let one_day = self.is(draft.number.0, "one") && self.beside(Beside::One, draft.end());
        let bare = begins == 0 || !self.is_beside_as_written(Beside::LengthOfOne, begins - 1);
        if one_day && bare {
            return true;
        }
        if self.beside(Beside::Anchor, next) {
            return true;
        }
        if self.is_beside_as_written(Beside::FromEvent, next) && !self.lasts(draft, begins) {
            return true;
        }
        let the = |at: usize| self.is_beside_as_written(Beside::Definite, at);
        let mut determined = the(begins);
        let mut at = begins;
        for _ in 0..MOST_BEFORE {
            let Some(before) = at.checked_sub(1) else { break };
            if self.beside(Beside::Within, before) && self.upos(before) != Upos::Verb {
                return true;
            }
            if the(before) || self.beside(Beside::Amid, before) {
                determined |= the(before);
                at = before;
                continue;
            }
            let lasting = self.scene.is_sport || self.is_beside_as_written(Beside::Brief, draft.last);
            return match self.word(before) {
                "in" => !lasting,
                "after" => !self.is_beside_as_written(Beside::OfLength, next),
                // "went close on 87 minutes"
                "on" => self.scene.tells_sport && lasting,
                _ if self.is_beside_as_written(Beside::Spanning, before) => determined,
                _ => self.is_beside_as_written(Beside::Bounding, before),
            };
        }
        false
    }

    /// "for two years after", "wait two years before": a length all the same.
    fn lasts(&self, draft: &Draft, begins: usize) -> bool {
        let unit = draft.told.as_ref().map_or(draft.last, |told| told.words.0);
        let head = self.tree.head(unit).filter(|head| *head < begins);
        draft.first > 0 && self.is(draft.first - 1, "for")
            || head.is_some_and(|head| self.beside(Beside::Lasting, head))
    }

    /// "the January 21 polls", but "in January 21 people".
    fn is_day_of_month(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let Some(month) = at.checked_sub(1).filter(|month| self.is_capital(*month)) else {
            return false;
        };
        let day = self.is_digits(at) && draft.value.is_some_and(|value| (1.0..=31.0).contains(&value));
        day && self.is_month(month) && (month == 0 || !self.is(month - 1, "in"))
    }

    /// "30 February" is no day and no count either.
    fn is_day_before_month(&self, draft: &Draft) -> bool {
        let next = draft.end();
        self.is_digits(draft.number.0) && self.is_capital(next) && self.is_month(next)
    }

    fn is_month(&self, at: usize) -> bool {
        let words = self
            .scene
            .knowledge
            .times
            .beginning(self.word(at).trim_end_matches('.'));
        let mut words = words.iter();
        words.any(|word| word.rest.is_empty() && matches!(word.sense, TimeSense::Month { .. }))
    }

    /// "1.234,56" and "12,34": separators of two kinds, or groups that are none. What the number is cannot be told.
    fn is_malformed(&self, draft: &Draft) -> bool {
        let joint = |at: usize| self.is_any(at, &[",", "."]) && self.is_adjacent(at);
        let after = draft.number.1 + 1;
        let goes_on = self.is_digits(draft.number.1)
            && self.is_adjacent(draft.number.1)
            && joint(after)
            && self.is_digits(after + 1);
        let Some(before) = draft.number.0.checked_sub(2) else {
            return goes_on;
        };
        let went_on =
            self.is_digits(draft.number.0) && joint(before + 1) && self.is_adjacent(before) && self.is_digits(before);
        goes_on || went_on
    }

    /// "1. The first", "(2)"
    fn is_list_number(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let opens = at == 0 || at == 1 && self.is(0, "(");
        opens && self.is_digits(at) && self.is_any(draft.end(), &[".", ")"]) && draft.end() == at + 1
    }

    /// Four digits without a comma, and no noun in the plural behind them.
    fn is_year(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let form = self.form(at);
        let year =
            form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit()) && matches!(form.as_bytes(), [b'1' | b'2', ..]);
        let exact = draft.approximator.is_none() && draft.number.1 == at;
        let plural = self
            .tree
            .head(at)
            .filter(|head| *head > at)
            .is_some_and(|head| &*self.tree.token(head).xpos == "NNS" && self.counts_a_noun(at));
        let recent = form.as_bytes().starts_with(b"19") || form.as_bytes().starts_with(b"20");
        let opened = at > 0 && self.is_beside_as_written(Beside::YearAfter, at - 1);
        year && exact && (recent && (!plural || self.is_capital(at + 1)) || !plural && opened)
    }

    /// "one day", "one of them", "this one"
    fn is_one_of_none(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        if !self.is(at, "one") || draft.number.1 != at || draft.value != Some(1.0) || draft.first < at {
            return false;
        }
        let before = at > 0 && self.is_beside_as_written(Beside::NoOne, at - 1);
        if before || self.beside(Beside::One, at + 1) {
            return true;
        }
        if self.counts_a_noun(at) {
            return false;
        }
        if self.is_beside_as_written(Beside::PronounOne, at + 1) {
            return true;
        }
        // "killing one and wounding two": a number among numbers, and no pronoun.
        let token = self.tree.token(at);
        token.upos != Upos::Num || !matches!(token.relation(), "obj" | "conj" | "nsubj" | "obl" | "nummod" | "root")
    }

    /// "one-sided", "two-party talks", "7-Eleven"
    fn is_sort(&self, draft: &Draft) -> bool {
        let end = draft.end();
        if !self.is(end, "-") || !self.is_adjacent(end) {
            return false;
        }
        let next = end + 1;
        self.names_a_sort(next) || matches!(self.upos(next), Upos::Propn) && self.is_capital(next)
    }

    /// Whether what follows a number and a hyphen names a sort: "sided", "party talks".
    pub(super) fn names_a_sort(&self, at: usize) -> bool {
        let two = format!("{} {}", self.word(at), self.word(at + 1));
        self.beside(Beside::Hyphen, at) || self.scene.knowledge.figures.is_beside(Beside::Hyphen, &two)
    }

    /// "a regular 737": digits with an article and no noun.
    fn is_model(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let alone = self.is_digits(at) && draft.value.is_some() && draft.first == at && !self.counts_a_noun(at);
        let singular = self.is_beside_as_written(Beside::Singular, at + 1);
        let article = |word: usize| self.is_any(word, &["a", "an", "the"]);
        let adjective = at > 1 && self.upos(at - 1) == Upos::Adj && article(at - 2);
        alone
            && at > 0
            && (self.is_any(at - 1, &["a", "an"]) || adjective && !self.is(at, "1"))
            && (singular || self.is_any(at - 1, &["a", "an"]))
    }

    /// Telephones, bar codes and the like: long numbers without commas, and chains of them.
    fn is_code(&self, draft: &Draft) -> bool {
        let at = draft.number.0;
        let form = self.form(at);
        if !self.is_digits(at) || draft.scaled {
            return false;
        }
        let long = form.len() >= 8 && !form.contains(',');
        let zeros = form.len() > 1 && form.starts_with('0') && !form.starts_with("0.");
        let chained = |joint: usize, next: usize| self.is_any(joint, &["-", "/"]) && self.is_digits(next);
        let chain = chained(draft.end(), draft.end() + 1) || at > 1 && chained(at - 1, at - 2);
        long || zeros || chain || self.is(at.wrapping_sub(1), "#")
    }
}
