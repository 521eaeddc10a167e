//! Phrases among the words of a sentence.

use crate::tree::Tree;

/// Whether these words, in small letters, stand at a word, as they are or in their dictionary forms.
pub(super) fn stands(tree: &Tree<'_>, at: usize, phrase: &[String]) -> bool {
    phrase.iter().enumerate().all(|(i, word)| {
        let token = tree.sentence.tokens.get(at + i);
        token.is_some_and(|token| same(&token.form, word) || same(&token.lemma, word))
    })
}

/// Whether these words end right before a word.
pub(super) fn ends_before(tree: &Tree<'_>, before: usize, phrase: &[String]) -> bool {
    before
        .checked_sub(phrase.len())
        .is_some_and(|from| stands(tree, from, phrase))
}

/// Of nouns that the engine knows in the plural alone ("troops") the plural is the same word.
fn same(word: &str, lower: &str) -> bool {
    let plural = word.len() == lower.len() + 1 && word.ends_with(['s', 'S']);
    if word.len() != lower.len() && !plural {
        return false;
    }
    let word = word.to_lowercase();
    word == lower || plural && word.strip_suffix('s') == Some(lower)
}
