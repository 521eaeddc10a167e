//! Where the article speaks of an instrument.

use sayso_knowledge::agreements::{Instrument, When};
use sayso_language::Upos;
use sayso_schema::{MentionForm, Span};

use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// One place where an agreement is spoken of.
#[derive(Clone, Debug)]
#[allow(dead_code)]
pub(crate) struct Mention {
    pub(crate) sentence: usize,
    /// The head word; of a pronoun the pronoun.
    pub(crate) head: usize,
    /// The words of the mention, from `head`'s first modifier to its last.
    pub(crate) words: (usize, usize),
    pub(crate) span: Span,
    pub(crate) form: MentionForm,
    /// Which agreement it is of.
    pub(crate) agreement: usize,
}

/// Every mention of an agreement in an article, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) mentions: Vec<Mention>,
    /// How many agreements there are.
    pub(crate) agreements: usize,
    /// Where each sentence's mentions begin; one more at the end.
    pub(super) first: Vec<usize>,
}

#[allow(dead_code)]
impl Found {
    /// The agreement that a word is the head of, or inside of the name of.
    pub(crate) fn at(&self, sentence: usize, word: usize) -> Option<usize> {
        let mut of = self.of_sentence(sentence);
        of.find(|mention| mention.words.0 <= word && word <= mention.words.1)
            .map(|mention| mention.agreement)
    }

    /// The mentions of a sentence, in its order.
    pub(crate) fn of_sentence(&self, sentence: usize) -> impl Iterator<Item = &Mention> {
        let range = self.first.get(sentence).zip(self.first.get(sentence + 1));
        let of = range.and_then(|(from, to)| self.mentions.get(*from..*to));
        of.unwrap_or_default().iter()
    }

    /// The agreement spoken of last before a word, there or in an earlier sentence.
    pub(crate) fn last_before(&self, sentence: usize, word: usize) -> Option<usize> {
        let before = self.of_sentence(sentence).filter(|mention| mention.head < word).last();
        let earlier = || self.mentions[..*self.first.get(sentence)?].last();
        before.or_else(earlier).map(|mention| mention.agreement)
    }
}

/// A place where an instrument may be spoken of, before it is known which.
pub(super) struct Candidate<'k> {
    pub(super) sentence: usize,
    pub(super) head: usize,
    pub(super) words: (usize, usize),
    pub(super) instrument: &'k Instrument,
}

pub(super) fn candidates<'k>(scene: &Scene<'_, 'k>) -> Vec<Candidate<'k>> {
    let mut all = Vec::new();
    for (sentence, tree) in scene.trees.iter().enumerate() {
        for head in 0..tree.len() {
            all.extend(candidate(scene, tree, sentence, head));
        }
    }
    all
}

fn candidate<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, sentence: usize, head: usize) -> Option<Candidate<'k>> {
    let token = tree.token(head);
    if !matches!(token.upos, Upos::Noun | Upos::Propn) {
        return None;
    }
    let instruments = &scene.knowledge.agreements.instruments;
    let instrument = instruments.get(&token.lemma.to_lowercase())?;
    let named = token.upos == Upos::Propn;
    let part = matches!(token.relation(), "compound" | "flat");
    if part || instrument.when == When::Named && !named {
        return None;
    }
    let modifiers = grammar::related(tree, head, &["amod", "compound", "nummod", "flat"]);
    let first = modifiers.into_iter().filter(|&word| word < head).min().unwrap_or(head);
    Some(Candidate {
        sentence,
        head,
        words: (first, head),
        instrument,
    })
}
