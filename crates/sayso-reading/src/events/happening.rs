//! Which acts of a sentence are one happening with harm that it tells: "killed in the attack", "an attack that killed",
//! "attacked the village, killing", "died when gunmen opened fire".

use sayso_knowledge::events::Tie;
use sayso_language::Upos;

use super::casualties::{Counter, MOST_STEPS};
use crate::grammar::{lemma, marked, marks, object, related, subject, with_coordinates};

impl Counter<'_, '_> {
    /// The acts that are one happening with what a word of harm tells, the act that the word names first.
    pub(super) fn same_happening(&self, word: usize) -> Vec<usize> {
        let mut acts: Vec<usize> = self.by_word.get(&word).cloned().unwrap_or_default();
        acts.extend(
            self.deadly(word)
                .and_then(|verb| self.by_word.get(&verb))
                .into_iter()
                .flatten(),
        );
        let mut at = word;
        for _ in 0..MOST_STEPS {
            for near in self.near(at) {
                acts.extend(self.by_word.get(&near).into_iter().flatten());
            }
            let Some(head) = self.tree.head(at) else { break };
            let relation = self.tree.token(at).relation();
            // "left five dead", "claimed five lives", "killed five and wounded 20"
            let carried = match relation {
                "xcomp" | "obj" | "nsubj" | "obl" | "amod" => true,
                "nmod" => !acts.is_empty() || self.harms[head].is_some(),
                "conj" => true,
                _ => false,
            };
            if !carried || self.is_said(at, head) {
                break;
            }
            at = head;
        }
        // The other half of "killed five and wounded 20 in an attack".
        if acts.is_empty() || self.by_word.get(&word).is_none_or(|own| own.len() == acts.len()) {
            for other in related(self.tree, word, &["conj"]).into_iter().take(MOST_STEPS) {
                for near in self.near(other) {
                    acts.extend(self.by_word.get(&near).into_iter().flatten());
                }
            }
        }
        let mut distinct = Vec::with_capacity(acts.len());
        for act in acts {
            if !distinct.contains(&act) {
                distinct.push(act);
            }
        }
        distinct
    }

    /// The verb whose outcome an adjective tells: "shot dead five people", "were shot dead".
    fn deadly(&self, word: usize) -> Option<usize> {
        let tree = self.tree;
        if tree.token(word).upos != Upos::Adj {
            return None;
        }
        let head = tree.head(word)?;
        match tree.token(word).relation() {
            "xcomp" | "advmod" | "advcl" => Some(head),
            "amod" => tree.head(head).filter(|&verb| verb + 1 == word),
            _ => None,
        }
    }

    /// What stands coordinated with its own subject is another clause.
    fn is_said(&self, at: usize, head: usize) -> bool {
        let tree = self.tree;
        let verbs = tree.token(at).upos == Upos::Verb && tree.token(head).upos == Upos::Verb;
        let own_subject = tree.child(at, "nsubj").is_some();
        let both = self.harms[at].is_some() && self.harms[head].is_some();
        tree.token(at).relation() == "conj" && verbs && own_subject && !both
    }

    /// Words that a word of harm, or the verb that carries it, ties to it.
    fn near(&self, at: usize) -> Vec<usize> {
        let tree = self.tree;
        let casualties = self.scene.knowledge.events.casualties();
        let mut near = Vec::new();
        if let Some(subject) = subject(tree, at) {
            near.extend(self.and_inside(subject));
        }
        let victims = object(tree, at).or_else(|| tree.child(at, "nsubj"));
        for holder in [Some(at), victims].into_iter().flatten() {
            for &child in tree.children(holder) {
                let mark = marks(tree, child).next().map(|mark| self.words[mark].as_str());
                match tree.token(child).relation() {
                    "obl" | "nmod" if mark.is_some_and(|mark| casualties.ties(Tie::In, mark)) => {
                        near.extend(self.and_inside(child));
                    }
                    "advcl" if mark.is_some_and(|mark| casualties.ties(Tie::When, mark)) => near.push(child),
                    "advcl" => {
                        let when = related(tree, child, &["advmod"]).into_iter().next();
                        near.extend(
                            when.filter(|&when| casualties.ties(Tie::When, &self.words[when]))
                                .map(|_| child),
                        );
                    }
                    _ => {}
                }
            }
        }
        if let Some(head) = tree.head(at) {
            let with = marks(tree, at).all(|mark| casualties.ties(Tie::With, &self.words[mark]));
            let own_subject = tree.child(at, "nsubj").is_some();
            match tree.token(at).relation() {
                // "attack in which five died"
                "acl" => near.push(head),
                // "attacked the village, killing five"
                "advcl" if with => {
                    near.push(head);
                    near.extend(tree.child(head, "nsubj").filter(|_| marks(tree, at).next().is_some()));
                }
                "conj" if !own_subject => near.push(head),
                _ => {}
            }
        }
        near
    }

    /// A noun with those coordinated, and what it is a number of: "a series of attacks".
    fn and_inside(&self, head: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut all: Vec<usize> = with_coordinates(tree, head).into_iter().take(MOST_STEPS).collect();
        let ontology = self.scene.knowledge.events.ontology();
        if ontology.in_class("quantity", &lemma(tree, head)) || tree.token(head).upos == Upos::Num {
            all.extend(marked(tree, head, "of"));
        }
        all
    }
}
