//! The agreement that a step is of where none is named in its seat: "they signed it", "present the document", "a deal may
//! be reached", "the signing ceremony".

use sayso_knowledge::agreements::{Bare, StageWord};
use sayso_language::Upos;

use super::agreeing;
use super::told::{MOST_BACK, Reader, is_part};
use crate::grammar::{is_nominal, lemma, lower, marked, related, with_coordinates};

/// Determiners of a noun that means no certain thing.
const UNCERTAIN: [&str; 5] = ["any", "every", "each", "some", "such"];
/// Pronouns that may stand for an agreement.
const PRONOUNS: [&str; 7] = ["it", "they", "them", "this", "its", "that", "these"];

impl Reader<'_, '_, '_> {
    /// The agreement that is meant where none stands in the seat.
    pub(super) fn meant(&self, sentence: usize, word: usize, line: &StageWord, filled: &[usize]) -> Option<usize> {
        if line.bare == Bare::Parties {
            return agreeing::agreeing(self.scene, self.found, (sentence, word), |agreement| {
                self.is_of(agreement, line)
            });
        }
        let tree = &self.scene.trees[sentence];
        let Some(&filler) = filled.first() else {
            let open = line.bare == Bare::Open && !is_part(tree, word);
            return self.spoken_last(sentence, word).filter(|_| open);
        };
        if let Some(kind) = self.of_its_kind(sentence, filler, line) {
            return Some(kind);
        }
        if matches!(line.bare, Bare::No | Bare::Unnamed) {
            return None;
        }
        let token = tree.token(filler);
        if token.upos == Upos::Pron && PRONOUNS.contains(&&*lower(tree, filler)) {
            // "It said that Russia signed it": who says or does it is no agreement.
            let acts = token.relation() == "nsubj" && &*token.deprel != "nsubj:pass";
            let somebody = acts && self.scene.entity_at(sentence, filler).is_some();
            return self.spoken_last(sentence, filler).filter(|_| !somebody);
        }
        // "voted on the text"
        let certain = || {
            let own = related(tree, filler, &["det", "nmod:poss"]);
            let mut own = own.iter();
            own.any(|&at| matches!(&*lower(tree, at), "the" | "this" | "that" | "these" | "its" | "their"))
        };
        let words = &self.scene.knowledge.agreements.stages;
        if words.is_whole(&lemma(tree, filler)) && certain() && marked(tree, filler, "of").is_empty() {
            return self.spoken_last(sentence, filler);
        }
        // "ratifying the partnership" of a partnership treaty
        let part = || self.by_part.get(&lemma(tree, filler)).copied();
        (line.bare == Bare::Open && is_nominal(tree, filler))
            .then(part)
            .flatten()
    }

    /// The agreement near a noun that tells its kind alone: "a deal may be reached in June".
    fn of_its_kind(&self, sentence: usize, noun: usize, line: &StageWord) -> Option<usize> {
        let tree = &self.scene.trees[sentence];
        let instruments = &self.scene.knowledge.agreements.instruments;
        let name = lemma(tree, noun);
        let family = instruments.get(&name)?.family;
        if self.scene.knowledge.agreements.stages.is_whole(&name) {
            return None;
        }
        let mut own = related(tree, noun, &["det"]).into_iter();
        let certain = own.all(|at| !UNCERTAIN.contains(&&*lower(tree, at)));
        // "an agreement with Peru" is another than the one spoken of.
        let mut named = ["with", "between", "among"]
            .into_iter()
            .flat_map(|on| marked(tree, noun, on))
            .flat_map(|at| with_coordinates(tree, at));
        if !certain || named.any(|at| tree.token(at).upos == Upos::Propn) {
            return None;
        }
        let fits = |&agreement: &usize| {
            self.families.get(agreement).copied().flatten() == Some(family) && self.is_of(agreement, line)
        };
        let last = self.spoken_last(sentence, noun).filter(fits);
        last.or_else(|| {
            let near = (sentence..=sentence + 1).flat_map(|at| self.found.of_sentence(at));
            near.map(|mention| mention.agreement).find(fits)
        })
    }

    fn spoken_last(&self, sentence: usize, word: usize) -> Option<usize> {
        let back = sentence.saturating_sub(MOST_BACK);
        let near = (back..=sentence).any(|at| self.found.of_sentence(at).next().is_some());
        near.then(|| self.found.last_before(sentence, word)).flatten()
    }
}
