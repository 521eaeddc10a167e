//! What the sentences after an agreement tell of it without naming it: "They also agreed to", "The observers will".

use sayso_knowledge::agreements::{Force, How};
use sayso_language::Upos;
use sayso_schema::Voice;

use super::teller::Teller;
use super::{Spread, Told};
use crate::grammar::{is_passive, lemma, lower, related, subject, with_coordinates};

/// Sentences back to the agreement that is agreed on.
const MOST_BACK: usize = 2;

/// Sentences in a row that tell on what the one before them told.
const MOST_AFTER: usize = 2;

impl<'k> Teller<'_, 'k> {
    /// The agreement of the sentences before, where its parties agree on something that is no step of another.
    pub(super) fn agreed_before(&self, verb: usize, content: usize) -> Option<usize> {
        if self.names_one() || is_passive(self.tree, verb) && !self.is_impersonal(verb) {
            return None;
        }
        let instruments = &self.scene.knowledge.agreements.instruments;
        let (first, last) = self.tree.reach(content);
        let another = (first..=last).any(|word| instruments.get(&lemma(self.tree, word)).is_some());
        if another {
            return None;
        }
        let told = self.is_impersonal(verb) || subject(self.tree, verb).is_some_and(|who| self.are_all(who));
        (1..=MOST_BACK)
            .filter(|_| told)
            .filter_map(|back| self.sentence.checked_sub(back))
            .find_map(|sentence| self.found.of_sentence(sentence).last())
            .map(|mention| mention.agreement)
    }

    /// "it was agreed that"
    fn is_impersonal(&self, verb: usize) -> bool {
        let of = related(self.tree, verb, &["nsubj", "expl"]);
        lemma(self.tree, verb) == "agree" && of.iter().any(|&it| lower(self.tree, it) == "it")
    }

    /// Whether the words name all who agree, or one of them as well as others: "both sides", "they", "Chad and Mali".
    fn are_all(&self, who: usize) -> bool {
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let of = lemma(self.tree, who);
        let form = lower(self.tree, who);
        if self.tree.token(who).upos == Upos::Pron {
            return matches!(&*form, "they" | "we" | "both");
        }
        let mut with = self.tree.children(who).iter();
        let each = with.any(|&child| wordings.has(&lower(self.tree, child), Force::Each));
        let several = with_coordinates(self.tree, who).len() > 1;
        wordings.has(&of, Force::Party) && (each || self.tree.token(who).feature("Number") == Some("Plur"))
            || several && self.scene.entity_at(self.sentence, who).is_some()
    }

    /// Whether an agreement is named here, not only meant by a pronoun.
    fn names_one(&self) -> bool {
        let mut of = self.found.of_sentence(self.sentence);
        of.any(|mention| self.tree.token(mention.head).upos != Upos::Pron)
    }

    /// Whether what follows this telling may go on with it: of a noun that an agreement hangs on in passing it does not.
    fn leads_on(&self, before: &Told<'k>) -> bool {
        before.after > 0
            || matches!(
                before.how,
                How::Under | How::Claims | How::ByWhich | How::Agrees | How::Tells
            )
    }

    /// "The observers will watch the crossing", right after the article told what the agreement provides. It is taken
    /// only where its words make a class of provisions.
    pub(super) fn follows(&self, before: &Told<'k>) -> Option<Told<'k>> {
        if self.names_one() || before.purpose || !self.leads_on(before) || before.after >= MOST_AFTER {
            return None;
        }
        let head = (0..self.tree.len()).find(|&word| self.tree.token(word).relation() == "root")?;
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let modal = related(self.tree, head, &["aux"])
            .into_iter()
            .any(|aux| matches!(&*lower(self.tree, aux), "will" | "would" | "shall" | "must" | "may"));
        let who = self
            .tree
            .child(head, "nsubj")
            .or_else(|| self.tree.child(head, "nsubj:pass"))?;
        let known = self.tree.token(who).upos == Upos::Pron
            || self.scene.entity_at(self.sentence, who).is_some()
            || self
                .tree
                .children(who)
                .iter()
                .any(|&child| self.tree.token(child).relation() == "det" && lower(self.tree, child) != "a")
            || self
                .tree
                .children(who)
                .iter()
                .any(|&child| wordings.has(&lower(self.tree, child), Force::Each));
        let telling = self.scene.whose.of(self.tree.token(head).span, self.tree.sentence)?;
        let own = telling.teller.is_none_or(|teller| teller.voice == Voice::Author);
        let fits = modal && known && own && !self.is_idle(head) && !self.is_hope(head) && !self.is_negated(head);
        fits.then(|| Told {
            sentence: self.sentence,
            head,
            within: (0, self.tree.len().saturating_sub(1)),
            cut: None,
            spread: Spread::All,
            shared: false,
            duty: before.duty,
            bearer: None,
            after: before.after + 1,
            weak: true,
            ..before.clone()
        })
    }
}
