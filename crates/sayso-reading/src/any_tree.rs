//! Sentences with trees that no parser should make, for tests of what any tree comes to.

use proptest::prelude::*;
use sayso_language::{Sentence, Token, Upos};
use sayso_schema::Span;

/// What such sentences are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    pub(crate) words: &'static [&'static str],
    pub(crate) relations: &'static [&'static str],
    pub(crate) parts: &'static [Upos],
    /// The dictionary form of a word.
    pub(crate) lemma: fn(&str) -> String,
}

/// Sentences of fewer than `most` of these words, with their text; any word may hang on any other, on itself or on
/// none.
pub(crate) fn sentences(made: Made, most: usize) -> impl Strategy<Value = (String, Sentence)> {
    let word = (
        prop::sample::select(made.words),
        prop::sample::select(made.relations),
        prop::sample::select(made.parts),
        0..most,
    );
    prop::collection::vec(word, 1..most).prop_map(move |words| {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for (word, relation, part, head) in words {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.chars().count();
            text.push_str(word);
            tokens.push(Token {
                span: Span::new(start, text.chars().count()),
                form: word.to_owned(),
                lemma: (made.lemma)(word),
                upos: part,
                deprel: relation.into(),
                head: head.checked_sub(1),
                ..Token::default()
            });
        }
        let span = Span::new(0, text.chars().count());
        let sentence = Sentence {
            span,
            tokens,
            ..Sentence::default()
        };
        (text, sentence)
    })
}
