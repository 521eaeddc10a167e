//! Who acts in a sentence, whatever its tree tells of it.

use sayso_knowledge::agreements::Sign;
use sayso_schema::EntityType;

use super::who::{MOST_PARTIES, Who};
use crate::grammar;
use crate::tree::Tree;

/// "brokered by", "with the mediation of": so many words before a name tell a helper.
const MOST_BEFORE: usize = 4;

impl Who<'_, '_, '_> {
    /// The states, organisations of states and armed groups that a sentence names as acting or acted on, each once, in
    /// its order: not the places where things happen, nor those who help others to agree.
    pub(super) fn actors(&self, sentence: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let Some(tree) = self.scene.trees.get(sentence) else {
            return found;
        };
        for word in 0..tree.len() {
            if found.len() >= MOST_PARTIES {
                break;
            }
            let Some(at) = self.holding(tree, word) else { continue };
            let before = word.checked_sub(1).map(|before| self.holding(tree, before));
            if before == Some(Some(at))
                || !self.is_public(at)
                || self.is_place(tree, word, at)
                || self.helps(tree, word)
                || self.is_only_kind(tree, word, at)
            {
                continue;
            }
            let Some(party) = self.may_be(at) else { continue };
            if self.shared(&[party], &found) == 0 {
                found.push(party);
            }
        }
        found
    }

    /// "in Syria", "the Egyptian city": where something happens.
    fn is_place(&self, tree: &Tree<'_>, word: usize, at: usize) -> bool {
        let Some(entity) = self.entity(at).filter(|entity| entity.kind == EntityType::Gpe) else {
            return false;
        };
        // A town that does not stand for its state.
        if self.party(at) == at && !self.countries.values().any(|&country| country == at) {
            return !entity.mentions.iter().any(|mention| mention.metonym);
        }
        let before = word.checked_sub(1).map(|before| grammar::lower(tree, before));
        let before = match before.as_deref() {
            Some("the") => word.checked_sub(2).map(|before| grammar::lower(tree, before)),
            _ => before,
        };
        matches!(
            before.as_deref(),
            Some("in" | "at" | "near" | "inside" | "across" | "outside" | "throughout")
        )
    }

    /// "a South African ship": what modifies a noun for nobody who acts.
    fn is_only_kind(&self, tree: &Tree<'_>, word: usize, at: usize) -> bool {
        let modifies = matches!(tree.token(word).relation(), "amod" | "compound" | "nmod");
        let adjective = self.entity(at).is_some_and(|entity| entity.kind == EntityType::Norp);
        let Some(noun) = tree.head(word).filter(|&noun| modifies && noun > word && adjective) else {
            return false;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let lemma = grammar::lemma(tree, noun);
        let acts = self.holding(tree, noun).is_some_and(|of| self.is_public(of));
        !(acts || signs.is(&lemma, Sign::Side) || signs.is(&lemma, Sign::Talks))
    }

    /// "brokered by Egypt", "Egyptian-brokered".
    fn helps(&self, tree: &Tree<'_>, word: usize) -> bool {
        let signs = &self.scene.knowledge.agreements.signs;
        let is = |word: usize| signs.is(&grammar::lemma(tree, word), Sign::Help);
        let behind = word + 2 < tree.len() && tree.token(word + 1).form == "-" && is(word + 2);
        let joined = tree
            .token(word)
            .form
            .rsplit('-')
            .next()
            .is_some_and(|last| signs.is(last, Sign::Help));
        behind || joined || (word.saturating_sub(MOST_BEFORE)..word).any(is)
    }
}
