//! The words of one sentence, as the readers of figures look at them.

use sayso_knowledge::figures::Beside;
use sayso_language::Upos;
use sayso_schema::Span;

use super::number::Reader;
use crate::scene::Scene;
use crate::tree::Tree;

/// A sentence, word by word.
pub(super) struct Line<'l, 'k> {
    pub(super) scene: &'l Scene<'l, 'k>,
    pub(super) sentence: usize,
    pub(super) tree: &'l Tree<'l>,
    pub(super) reader: Reader<'l, 'k>,
}

impl<'l, 'k> Line<'l, 'k> {
    /// `words` are the sentence's, in small letters.
    pub(super) fn new(scene: &'l Scene<'l, 'k>, sentence: usize, tree: &'l Tree<'l>, words: &'l [String]) -> Self {
        Self {
            scene,
            sentence,
            tree,
            reader: Reader::new(words, scene.knowledge),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tree.len()
    }

    /// The word in small letters; nothing past the sentence's end.
    pub(super) fn word(&self, at: usize) -> &'l str {
        self.reader.word(at)
    }

    /// The word as written.
    pub(super) fn form(&self, at: usize) -> &'l str {
        self.tree
            .sentence
            .tokens
            .get(at)
            .map_or("", |token| token.form.as_str())
    }

    pub(super) fn lemma(&self, at: usize) -> &'l str {
        self.tree
            .sentence
            .tokens
            .get(at)
            .map_or("", |token| token.lemma.as_str())
    }

    pub(super) fn upos(&self, at: usize) -> Upos {
        self.tree.sentence.tokens.get(at).map_or(Upos::X, |token| token.upos)
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// Whether a word, as it stands or in its dictionary form, tells this of a number beside it.
    pub(super) fn beside(&self, class: Beside, at: usize) -> bool {
        let figures = &self.scene.knowledge.figures;
        let word = self.word(at);
        !word.is_empty() && (figures.is_beside(class, word) || figures.is_beside(class, self.lemma(at)))
    }

    /// Whether a word as it stands tells this of a number beside it.
    pub(super) fn is_beside_as_written(&self, class: Beside, at: usize) -> bool {
        self.scene.knowledge.figures.is_beside(class, self.word(at))
    }

    pub(super) fn span(&self, (first, last): (usize, usize)) -> Span {
        let tokens = &self.tree.sentence.tokens;
        match (tokens.get(first), tokens.get(last)) {
            (Some(first), Some(last)) => first.span.hull(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// Whether the next word is written right behind this one.
    pub(super) fn is_adjacent(&self, at: usize) -> bool {
        let tokens = &self.tree.sentence.tokens;
        match (tokens.get(at), tokens.get(at + 1)) {
            (Some(this), Some(next)) => this.span.end == next.span.start,
            _ => false,
        }
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.form(at).starts_with(char::is_uppercase)
    }

    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.form(at).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether a quantity can begin at a word, told by the word alone: most words cannot.
    pub(super) fn can_begin(&self, at: usize) -> bool {
        let word = self.word(at);
        let sign = |c: char| c.is_ascii_digit() || !c.is_alphabetic();
        word.starts_with(sign)
            || self.reader.can_begin(at)
            || self.is(at, "minus")
            || self.is_capital(at) && !self.scene.knowledge.figures.signs(self.form(at)).is_empty()
    }
}
