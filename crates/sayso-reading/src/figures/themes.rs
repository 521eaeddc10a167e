//! Nouns that figures are of: themselves with their phrase, or what they are the number, the level or the change of.

use sayso_knowledge::events::WordClass;
use sayso_knowledge::figures::{Beside, MeasureWord, Measured};
use sayso_language::Upos;

use super::about::Told;
use super::counted::{Counted, is_noun};
use super::phrase::{MOST_BEFORE, phrase};
use crate::grammar::{carrier, lemma, lower, marked, marks, object, related, subject};

/// Words before an index that can be its name.
const MOST_STEPS: usize = 8;

impl Told<'_, '_> {
    /// What a noun is that a measure is said of: itself, or what it is the number of.
    pub(super) fn theme(&self, noun: usize, done: &[Counted]) -> Counted {
        if let Some(other) = self.quantity_at(noun) {
            return done.get(other).cloned().unwrap_or_default();
        }
        match self.measure_noun(noun).and_then(|word| word.of) {
            Some(Measured::Counted | Measured::Inner) => self.measured(noun, None),
            Some(_) => Counted {
                measure: Some(noun),
                ..self.noun(noun, None)
            },
            None => self.noun(noun, None),
        }
    }

    /// What a noun like "number" or "increase" is of.
    pub(super) fn measured(&self, noun: usize, after: Option<usize>) -> Counted {
        let tree = self.tree;
        let of = |inner: usize, after: Option<usize>| Counted {
            measure: Some(noun),
            ..self.noun(inner, after)
        };
        let free = |word: &usize| self.quantity_at(*word).is_none() && !self.is_time(*word) && !self.is_place(*word);
        // What follows may hang on the verb instead.
        let number = tree
            .children(noun)
            .iter()
            .copied()
            .find(|&child| self.quantity_at(child).is_some());
        let hangs = [Some(noun), number, carrier(tree, noun), tree.head(noun)];
        let near = hangs
            .into_iter()
            .flatten()
            .flat_map(|word| tree.children(word).iter().copied());
        let inner = near.filter(free).find(|&child| {
            let mark = marks(tree, child).next().map(|mark| lower(tree, mark));
            let close = child > noun && child - noun <= MOST_BEFORE / 2;
            close && is_noun(tree.token(child).upos) && matches!(mark.as_deref(), Some("of" | "in"))
        });
        if let Some(inner) = inner {
            return of(inner, after.filter(|&after| after < inner));
        }
        let first = after.map_or(0, |after| after + 1);
        let is_level = |word: usize| self.measure_noun(word).and_then(|word| word.of) == Some(Measured::Inner);
        let before = related(tree, noun, &["compound"]).into_iter().filter(free);
        // "an all-time high", "an end-of-month level": of no time and no end.
        let hyphened = |word: usize| (word > 0 && lower(tree, word - 1) == "-") || lower(tree, word + 1) == "-";
        let before = before.filter(|&word| !is_level(word) && !hyphened(word));
        if let Some(before) = before.rev().find(|&word| word >= first && word < noun) {
            return of(before, after);
        }
        // "exports saw a 5 percent rise"
        let changes = self.measure_noun(noun).and_then(|word| word.of) == Some(Measured::Inner);
        let verb = carrier(tree, noun).filter(|_| changes);
        let subject = verb.and_then(|verb| subject(tree, verb));
        let subject = subject.or_else(|| verb.and_then(|verb| object(tree, verb)));
        let free = |subject: &usize| *subject != noun && self.quantity_at(*subject).is_none();
        match subject.filter(|subject| free(subject) && tree.token(*subject).upos == Upos::Noun) {
            Some(subject) => of(self.innermost(subject), None),
            None => of(noun, after),
        }
    }

    /// Of "the gain in inventories" the inventories.
    fn innermost(&self, noun: usize) -> usize {
        let changes = self.measure_noun(noun).and_then(|word| word.of) == Some(Measured::Inner);
        let inner = ["in", "of"].into_iter().find_map(|mark| {
            let after = marked(self.tree, noun, mark).into_iter();
            after
                .filter(|&inner| inner > noun && is_noun(self.tree.token(inner).upos))
                .find(|&inner| !self.is_time(inner) && !self.is_place(inner) && self.quantity_at(inner).is_none())
        });
        inner.filter(|_| changes).unwrap_or(noun)
    }

    /// A noun with its phrase; a pronoun tells nothing.
    pub(super) fn noun(&self, noun: usize, after: Option<usize>) -> Counted {
        let tree = self.tree;
        let told = (is_noun(tree.token(noun).upos) || self.is_measure_by_form(noun) || self.is_people(noun))
            && !self.is_time(noun);
        let is_outer = |word: usize| self.is_place(word) || self.is_time(word) || self.quantity_at(word).is_some();
        Counted {
            of: told.then(|| self.with_name(phrase(tree, noun, after, &is_outer), after)),
            noun: Some(noun),
            ..Counted::default()
        }
    }

    /// "Standard & Poor's 500 index": what stands before an index with a capital is its name.
    fn with_name(&self, (first, last): (usize, usize), after: Option<usize>) -> (usize, usize) {
        let tree = self.tree;
        if !(first..=last).any(|at| self.is_index(at)) {
            return (first, last);
        }
        let floor = after.map_or(0, |after| after + 1).max(first.saturating_sub(MOST_STEPS));
        let mut begin = first;
        for at in (floor..first).rev() {
            let form = &*tree.token(at).form;
            let named = form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let part = named || matches!(form, "&" | "'s" | "’s" | "-" | "/");
            if !part || self.quantity_at(at).is_some() || self.is_time(at) || form == "The" {
                break;
            }
            if named {
                begin = at;
            }
        }
        // "Tokyo's Nikkei index": the owner is no part of the name, "Poor's" is.
        (begin, last)
    }

    pub(super) fn is_index(&self, word: usize) -> bool {
        self.beside(Beside::Index, word)
    }

    /// Whether a word, as it stands or in its dictionary form, is listed so beside figures.
    pub(super) fn beside(&self, class: Beside, word: usize) -> bool {
        let figures = &self.scene.knowledge.figures;
        figures.is_beside(class, &lower(self.tree, word)) || figures.is_beside(class, &lemma(self.tree, word))
    }

    /// "imports up 15.7 percent", where the tagger has a verb.
    pub(super) fn is_measure_by_form(&self, word: usize) -> bool {
        let figures = &self.scene.knowledge.figures;
        let verb = self.tree.token(word).upos == Upos::Verb && &*self.tree.token(word).xpos == "VBZ";
        verb && figures.measure(&lemma(self.tree, word), WordClass::Noun).is_some()
    }

    /// "10 Vietnamese, aged 20 to 40": a people's name with no noun behind it.
    pub(super) fn is_people(&self, word: usize) -> bool {
        let tree = self.tree;
        let next = (word + 1 < tree.len()).then(|| tree.token(word + 1).upos);
        let alone =
            next.is_none_or(|next| matches!(next, Upos::Punct | Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj));
        tree.token(word).upos == Upos::Adj && tree.token(word).form.starts_with(char::is_uppercase) && alone
    }

    pub(super) fn measure_noun(&self, noun: usize) -> Option<&MeasureWord> {
        let is_noun = self.tree.token(noun).upos == Upos::Noun;
        let figures = &self.scene.knowledge.figures;
        is_noun.then(|| figures.measure(&lemma(self.tree, noun), WordClass::Noun))?
    }

    pub(super) fn measure_verb(&self, verb: usize) -> Option<&MeasureWord> {
        let figures = &self.scene.knowledge.figures;
        figures.measure(&lemma(self.tree, verb), WordClass::Verb)
    }

    pub(super) fn marker(&self, word: usize) -> bool {
        let figures = &self.scene.knowledge.figures;
        figures.measure(&lower(self.tree, word), WordClass::Marker).is_some()
    }
}
