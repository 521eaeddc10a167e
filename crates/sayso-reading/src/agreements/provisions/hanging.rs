//! What hangs on the noun that names an agreement, or on the verb that makes it.

use sayso_knowledge::agreements::{Force, How};
use sayso_language::Upos;

use super::teller::Teller;
use super::{MOST_STEPS, Told};
use crate::grammar::{is_nominal, lemma, lower, marks, related};

/// Words between an agreement and what is told of it, where the tree does not join them.
const MOST_BETWEEN: usize = 20;

impl<'k> Teller<'_, 'k> {
    /// "an agreement to halt tests", "signed a pact to", "a deal that both will".
    pub(super) fn infinitives(&self, into: &mut Vec<Told<'k>>) {
        for mention in self.found.of_sentence(self.sentence) {
            let noun = mention.head;
            // "the members of the pact to manage it"
            let wordings = &self.scene.knowledge.agreements.provisions.wordings;
            let above = self
                .tree
                .head(noun)
                .filter(|_| self.tree.token(noun).relation() == "nmod");
            if above.is_some_and(|above| wordings.has(&lemma(self.tree, above), Force::Party)) {
                continue;
            }
            let opens = |&child: &usize| child > noun && self.is_infinitive(child);
            let own = related(self.tree, noun, &["acl", "advcl", "xcomp", "ccomp"]);
            let own = own.into_iter().filter(|child| !self.is_relative(*child));
            let mut heads: Vec<(usize, usize)> = own
                .filter(|child| opens(child) || *child > noun && self.has_mark(*child, "that"))
                .map(|child| (child, noun))
                .collect();
            let verb = self.tree.head(noun).filter(|_| {
                matches!(
                    self.tree.token(noun).relation(),
                    "obj" | "obl" | "nsubj" | "conj" | "nmod"
                )
            });
            let makes = verb.and_then(|verb| Some((verb, self.tellings.word(&lemma(self.tree, verb), How::Makes)?)));
            if heads.is_empty()
                && let Some((verb, _)) = makes
            {
                let beside = related(self.tree, verb, &["xcomp", "advcl"]);
                heads.extend(beside.into_iter().filter(opens).map(|child| (child, verb)));
            }
            if heads.is_empty() {
                heads.extend(self.far_infinitive(noun).map(|child| (child, noun)));
            }
            let Some(line) = makes
                .map(|(_, line)| line)
                .or_else(|| self.tellings.word("sign", How::Makes))
            else {
                continue;
            };
            for (head, teller) in heads {
                if self.is_idle(head) || self.tree.token(head).upos != Upos::Verb {
                    continue;
                }
                let mut told = self.told(mention.agreement, head, teller, line);
                told.within.0 = noun + 1;
                told.purpose = self.is_hope(head);
                into.push(told);
            }
        }
    }

    /// "an agreement with firms working in the area to restart": the first infinitive behind the noun, which the tree
    /// hangs on what stands between.
    fn far_infinitive(&self, noun: usize) -> Option<usize> {
        let end = self.tree.len().min(noun + MOST_BETWEEN);
        let head = (noun + 1..end).find(|&word| {
            let token = self.tree.token(word);
            token.upos == Upos::Verb && self.is_infinitive(word)
        })?;
        let fits = matches!(self.tree.token(head).relation(), "acl" | "advcl");
        let made = |verb| self.tellings.word(&lemma(self.tree, verb), How::Makes).is_some();
        let mut at = self.tree.head(head).filter(|_| fits)?;
        for step in 0..MOST_STEPS {
            let token = self.tree.token(at);
            let own = at == noun;
            if own || self.tree.head(noun) == Some(at) && token.upos == Upos::Verb && made(at) {
                return (step > 0).then_some(head);
            }
            // "a deal with firms willing to invest", "a deal with rebels who want to", "on plans to"
            let between = match token.upos {
                Upos::Verb => token.relation() == "acl" && !self.is_relative(at),
                _ if step == 0 => self.scene.entity_at(self.sentence, at).is_some() || self.is_party(at),
                _ => is_nominal(self.tree, at),
            };
            if !between {
                return None;
            }
            at = self.tree.head(at)?;
        }
        None
    }

    /// Whether a noun is one for those who agree: "the two sides".
    pub(super) fn is_party(&self, noun: usize) -> bool {
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        wordings.has(&lemma(self.tree, noun), Force::Party)
    }

    /// "a memorandum on exchanging students", "an accord for reopening the border".
    pub(super) fn gerunds(&self, into: &mut Vec<Told<'k>>) {
        for mention in self.found.of_sentence(self.sentence) {
            let end = self.tree.len().min(mention.words.1 + MOST_BETWEEN);
            for mark in mention.words.1 + 1..end {
                if self.tree.token(mark).upos == Upos::Verb && self.tree.token(mark).relation() != "acl" {
                    break;
                }
                let Some(line) = self.tellings.word(&lower(self.tree, mark), How::About) else {
                    continue;
                };
                let gerund = |&word: &usize| {
                    let token = self.tree.token(word);
                    token.upos == Upos::Verb && &*token.xpos == "VBG" && token.relation() != "amod"
                };
                let Some(head) = (mark + 1..end.min(mark + 3)).find(gerund) else {
                    continue;
                };
                let joined = mark == mention.words.1 + 1 || self.hangs_on(head, mention.head);
                if !joined || self.is_idle(head) {
                    continue;
                }
                let mut told = self.told(mention.agreement, head, mark, line);
                told.within.0 = mark + 1;
                into.push(told);
                break;
            }
        }
    }

    /// Whether a word hangs on a noun, on the verb that makes it, or on a phrase between that hangs on either.
    fn hangs_on(&self, word: usize, noun: usize) -> bool {
        let mut at = word;
        for _ in 0..MOST_STEPS {
            let Some(above) = self.tree.head(at) else { return false };
            let makes = self.tree.head(noun) == Some(above)
                && self.tellings.word(&lemma(self.tree, above), How::Makes).is_some();
            if above == noun || makes {
                return true;
            }
            if !is_nominal(self.tree, above) {
                return false;
            }
            at = above;
        }
        false
    }

    /// The agreement that a participle tells of which hangs on something else: "signed an agreement on Thursday, easing
    /// travel", "an accord with Chile lifting duties".
    pub(super) fn told_behind(&self, verb: usize) -> Option<usize> {
        let token = self.tree.token(verb);
        if &*token.xpos != "VBG" || marks(self.tree, verb).next().is_some() {
            return None;
        }
        let above = self.tree.head(verb)?;
        let mentions = self.found.of_sentence(self.sentence);
        let before = mentions.filter(|mention| mention.head < verb).last()?;
        let fits = match token.relation() {
            "advcl" => {
                let made = self.tellings.word(&lemma(self.tree, above), How::Makes).is_some();
                let on = self.tree.head(before.head) == Some(above);
                let whole = matches!(self.tree.token(before.head).relation(), "obj" | "nsubj" | "obl");
                made && on && whole && above < verb
            }
            "acl" => {
                let named = self.scene.entity_at(self.sentence, above).is_some()
                    || self.is_party(above)
                    || self.tree.token(above).upos == Upos::Propn;
                named && above > before.head && self.hangs_on(above, before.head)
            }
            _ => false,
        };
        fits.then_some(before.agreement)
    }
}
