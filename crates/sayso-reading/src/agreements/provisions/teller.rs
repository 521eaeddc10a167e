//! A sentence, seen as one that may tell what an agreement provides.

use sayso_knowledge::agreements::{Content, Force, How, TellingWord, Tellings};
use sayso_language::Upos;
use sayso_schema::{Act, Duty, Voice};

use super::Found;
use super::telling::MOST_AGO;
use crate::grammar::{is_nominal, lemma, lower, marked, marks, related};
use crate::scene::Scene;
use crate::tree::Tree;

pub(super) struct Teller<'t, 'k> {
    pub(super) scene: &'t Scene<'t, 'k>,
    pub(super) found: &'t Found,
    pub(super) sentence: usize,
    pub(super) tree: &'t Tree<'t>,
    pub(super) tellings: &'k Tellings,
}

/// An agreement, and whether its aims are spoken of.
pub(super) type Of = (usize, bool);

/// A duty that stands under a verb of agreeing or a phrase.
pub(super) struct Governed {
    pub(super) head: usize,
    pub(super) bearer: Option<usize>,
    pub(super) duty: Option<Duty>,
}

impl<'t, 'k> Teller<'t, 'k> {
    pub(super) fn new(scene: &'t Scene<'t, 'k>, found: &'t Found, sentence: usize, tree: &'t Tree<'t>) -> Self {
        Self {
            scene,
            found,
            sentence,
            tree,
            tellings: &scene.knowledge.agreements.provisions.tellings,
        }
    }
}

impl Teller<'_, '_> {
    /// The agreement that a word names, or a part of which it names.
    pub(super) fn agreement_of(&self, word: usize) -> Option<Of> {
        if let Some(agreement) = self.found.at(self.sentence, word) {
            return Some((agreement, false));
        }
        let near = || {
            let before = self.found.last_before(self.sentence, word)?;
            let here = self.found.of_sentence(self.sentence).any(|at| at.head < word);
            let ago = if self.part(word).is_some() { MOST_AGO } else { 1 };
            let named = |sentence| self.found.of_sentence(sentence).next().is_some();
            let just = || (1..=ago).filter_map(|back| self.sentence.checked_sub(back)).any(named);
            (here || just()).then_some(before)
        };
        if let Some(opening) = self.part(word) {
            let of = related(self.tree, word, &["nmod", "compound", "nmod:poss"]);
            let own = of.iter().find_map(|&child| self.found.at(self.sentence, child));
            // "the terms of employment" are none of its.
            let alone = self.tellings.word(&lemma(self.tree, word), How::Share).is_none();
            let bare = alone && (of.is_empty() || self.tree.child(word, "nmod:poss").is_some());
            return own
                .or_else(|| near().filter(|_| bare))
                .map(|agreement| (agreement, opening));
        }
        let stands_for = matches!(&*lower(self.tree, word), "it" | "this" | "which");
        let other = self.scene.entity_at(self.sentence, word).is_some();
        near()
            .filter(|_| stands_for && !other)
            .map(|agreement| (agreement, false))
    }

    /// Whether a noun is a part of an agreement: the part that tells its aims?
    pub(super) fn part(&self, word: usize) -> Option<bool> {
        let lemma = lemma(self.tree, word);
        let is = |how| self.tellings.word(&lemma, how).is_some();
        if is(How::Opening) {
            return Some(true);
        }
        (is(How::Part) || is(How::Share)).then_some(false)
    }

    pub(super) fn is_opening(&self, noun: usize) -> bool {
        self.part(self.whole(noun)) == Some(true)
    }

    /// The head of what a verb tells, and whom it binds where that stands outside of it.
    pub(super) fn content(&self, verb: usize, line: &TellingWord) -> Option<(usize, Option<usize>)> {
        line.content.iter().find_map(|content| match content {
            Content::Clause => self
                .tree
                .child(verb, "ccomp")
                .filter(|&clause| !self.is_infinitive(clause))
                .map(|clause| (clause, None)),
            Content::Infinitive => self.infinitive(verb),
            Content::Object => {
                let object = self.tree.child(verb, "obj")?;
                let named = matches!(self.tree.token(object).upos, Upos::Pron | Upos::Propn);
                let place = self.scene.places(self.sentence).iter();
                let named = named
                    || place
                        .into_iter()
                        .any(|place| (place.first..=place.last).contains(&object));
                let fits = !named && self.found.at(self.sentence, object).is_none() && !self.is_idle(object);
                fits.then_some((object, None))
            }
            Content::Own => Some((verb, None)),
            Content::After(preposition) => {
                let after = marked(self.tree, verb, preposition);
                let one = after.into_iter().find(|&word| word > verb)?;
                Some((one, None))
            }
        })
    }

    pub(super) fn infinitive(&self, verb: usize) -> Option<(usize, Option<usize>)> {
        let whom = ["obj", "iobj", "nsubj:pass"]
            .iter()
            .find_map(|relation| self.tree.child(verb, relation));
        let whom = whom.or_else(|| {
            let mut on = ["on", "upon"].iter().flat_map(|mark| marked(self.tree, verb, mark));
            on.find(|&word| is_nominal(self.tree, word))
        });
        let own = related(self.tree, verb, &["xcomp", "ccomp", "advcl"]);
        let beside = whom.map(|whom| related(self.tree, whom, &["acl", "advcl"]));
        let mut all = own.into_iter().chain(beside.unwrap_or_default());
        let head = all.find(|&child| child > verb && self.is_infinitive(child))?;
        Some((head, whom))
    }

    /// Whether a verb has what makes it a clause of its own.
    pub(super) fn is_whole(&self, verb: usize) -> bool {
        let parts = ["obj", "nsubj", "aux"];
        self.tree.token(verb).upos == Upos::Verb
            && parts.iter().any(|relation| self.tree.child(verb, relation).is_some())
    }

    pub(super) fn is_infinitive(&self, word: usize) -> bool {
        // "on how to manage it" is what is agreed on, not what was agreed.
        let other =
            marks(self.tree, word).any(|mark| !matches!(&*lower(self.tree, mark), "to" | "for" | "in" | "order"));
        let asks = related(self.tree, word, &["advmod"])
            .into_iter()
            .any(|word| matches!(&*lower(self.tree, word), "how" | "whether" | "when" | "where"));
        !other && !asks && self.has_mark(word, "to") && self.tree.token(word).feature("VerbForm") != Some("Ger")
    }

    pub(super) fn has_mark(&self, word: usize, form: &str) -> bool {
        marks(self.tree, word).any(|mark| lower(self.tree, mark) == form)
    }

    pub(super) fn is_relative(&self, word: usize) -> bool {
        self.tree.token(word).deprel.ends_with("relcl")
    }

    pub(super) fn is_idle(&self, word: usize) -> bool {
        self.tellings.word(&lemma(self.tree, word), How::Idle).is_some()
    }

    pub(super) fn is_hope(&self, verb: usize) -> bool {
        let lines = self.tellings.starting(&lemma(self.tree, verb)).iter();
        lines
            .filter(|line| line.how == How::Hopes)
            .any(|line| self.has_particle(verb, line))
    }

    pub(super) fn is_negated(&self, verb: usize) -> bool {
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let mut with = related(self.tree, verb, &["advmod"]).into_iter();
        with.any(|word| wordings.has(&lower(self.tree, word), Force::Not))
    }

    pub(super) fn is_modal(&self, aux: usize) -> bool {
        &*self.tree.token(aux).xpos == "MD"
    }

    pub(super) fn has_modal(&self, verb: usize) -> bool {
        related(self.tree, verb, &["aux"])
            .into_iter()
            .any(|aux| self.is_modal(aux))
    }

    /// Whether somebody says what an agreement would do, rather than what it lays down.
    pub(super) fn is_hoped(&self, verb: usize) -> bool {
        let modal = related(self.tree, verb, &["aux"])
            .into_iter()
            .find(|&aux| self.is_modal(aux));
        let Some(modal) = modal else { return false };
        if !matches!(&*lower(self.tree, modal), "will" | "would" | "shall" | "'ll") {
            return true;
        }
        self.is_hope(verb) && self.is_expected(verb)
    }

    /// Whether a source tells of what an agreement will do, which may be what it hopes or fears.
    pub(super) fn is_expected(&self, verb: usize) -> bool {
        let span = self.tree.token(verb).span;
        let telling = self.scene.whose.of(span, self.tree.sentence);
        self.has_modal(verb)
            && telling.is_some_and(|telling| {
                telling
                    .teller
                    .is_some_and(|teller| teller.voice == Voice::Attributed && teller.act != Act::Stipulate)
            })
    }

    /// Whether the rest of a line's words stands on a verb: "set out".
    pub(super) fn has_particle(&self, verb: usize, line: &TellingWord) -> bool {
        let further = line.words.get(1..).unwrap_or_default();
        further.iter().all(|word| {
            let mut children = self.tree.children(verb).iter();
            children.any(|&child| {
                lower(self.tree, child) == *word
                    && matches!(self.tree.token(child).relation(), "compound" | "advmod" | "case")
            })
        })
    }
}
