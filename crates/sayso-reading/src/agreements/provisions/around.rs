//! Whether the words around a noun show that it speaks of a certain instrument: they tell what it provides.

use sayso_knowledge::agreements::How;

use super::phrases;
use super::teller::Teller;
use crate::grammar::{is_passive, lemma, lower, related};

impl Teller<'_, '_> {
    /// Whether what stands around a noun, whose phrase begins at `first`, tells what an instrument provides: "under the
    /// deal", "the agreement requires", "an accord banning", "a deal under which".
    pub(super) fn tells_around(&self, noun: usize, first: usize) -> bool {
        let rests = self
            .phrase_before(first)
            .is_some_and(|(line, _)| line.how == How::Under || line.words.len() > 1);
        let tells = |verb: usize| {
            let lines = self.tellings.starting(&lemma(self.tree, verb)).iter();
            let mut lines = lines.filter(|line| matches!(line.how, How::Tells | How::Says | How::Does | How::Aims));
            !is_passive(self.tree, verb) && lines.any(|line| self.content(verb, line).is_some())
        };
        let subject = self.tree.token(noun).relation() == "nsubj";
        let over = self.tree.head(noun).filter(|_| subject);
        let clauses = related(self.tree, noun, &["acl"]);
        let by_which = |clause: usize| {
            let (from, _) = self.tree.reach(clause);
            let lines = self.tellings.starting(&lower(self.tree, from)).iter();
            let mut lines = lines.filter(|line| line.how == How::ByWhich);
            lines.any(|line| phrases::stands(self.tree, from, &line.words))
        };
        let makes = self
            .tree
            .head(noun)
            .filter(|_| self.tree.token(noun).relation() == "obj");
        let made = makes.is_some_and(|verb| {
            self.tellings.word(&lemma(self.tree, verb), How::Makes).is_some()
                && related(self.tree, verb, &["xcomp", "advcl"])
                    .into_iter()
                    .any(|child| child > noun && self.is_infinitive(child))
        });
        rests
            || over.is_some_and(tells)
            || made
            || clauses
                .into_iter()
                .any(|clause| tells(clause) || by_which(clause) || clause > noun && self.is_infinitive(clause))
    }
}
