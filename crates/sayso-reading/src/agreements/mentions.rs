//! Where the article speaks of an instrument.

use sayso_schema::{MentionForm, Span};

/// One place where an agreement is spoken of.
#[derive(Clone, Debug)]
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
    /// Where each sentence's mentions begin; one more at the end.
    pub(super) first: Vec<usize>,
}

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
