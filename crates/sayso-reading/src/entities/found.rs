//! A mention before it belongs to an entity, and the text that mentions stand in.

use sayso_knowledge::entities::{EntityLexicon, Gender, Head, ListedName, SourceNoun, squeeze_onto};
use sayso_language::{Sentence, Token};
use sayso_schema::{EntityType, MentionForm, Span};

/// The words `first..=last` of one sentence, found to point at something.
#[derive(Clone, Debug)]
pub(super) struct Found<'k> {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The word that heads it in the tree.
    pub(super) top: usize,
    pub(super) kind: EntityType,
    pub(super) form: MentionForm,
    /// The listed name that stands there.
    pub(super) listed: Option<&'k ListedName>,
    pub(super) metonym: bool,
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) lines: Vec<String>,
    pub(super) role: Role,
}

/// What else a mention tells, by what it is.
#[derive(Clone, Debug, Default)]
pub(super) enum Role {
    /// Nothing else.
    #[default]
    Plain,
    /// A named person with the offices that stand beside the name.
    Holder {
        offices: Vec<String>,
        gender: Option<Gender>,
    },
    /// "officials": a source without a name, and its noun.
    Unnamed { lemma: String, definite: bool },
    /// "the ministry", "the Russian army": an organisation's noun, and whether an earlier one may be meant.
    Organisation { lemma: String, definite: bool },
    /// "the president": an office for the person who holds it; unnamed where it is also a noun for such sources ("the
    /// spokesman").
    Office { title: String, unnamed: bool },
    /// "he"
    Pronoun { gender: Gender },
    /// "them", "its", "the candidate": a mention only where the network tells what before it is meant. `person` says
    /// whether that must be somebody, or must not.
    Referring {
        gender: Option<Gender>,
        person: Option<bool>,
    },
}

impl Found<'_> {
    pub(super) fn span(&self, sentence: &Sentence) -> Span {
        let start = sentence.tokens.get(self.first).map(|t| t.span).unwrap_or_default();
        let end = sentence.tokens.get(self.last).map(|t| t.span).unwrap_or_default();
        start.hull(end)
    }

    pub(super) fn covers(&self, word: usize) -> bool {
        self.first <= word && word <= self.last
    }
}

/// The words joined as the lexicon looks names up.
pub(super) fn key(tokens: &[Token]) -> String {
    let mut key = String::new();
    for (i, token) in tokens.iter().enumerate() {
        squeeze_onto(&mut key, &token.form, spaced(tokens, i));
    }
    key
}

/// A noun for a source or a head has at most this many words before its last.
const MOST_BEFORE: usize = 2;

/// The noun for a source and the head of a name at `word`, the one with the most words: "aid worker" before "worker".
pub(super) fn listed_noun<'k>(
    tokens: &[Token],
    word: usize,
    lemma: &str,
    lexicon: &'k EntityLexicon,
) -> (Option<&'k SourceNoun>, Option<&'k Head>) {
    if lexicon.ends_compound(lemma) {
        for first in word.saturating_sub(MOST_BEFORE)..word {
            let before = tokens[first..word].iter().map(|token| token.form.to_lowercase());
            let name = before.chain([lemma.to_owned()]).collect::<Vec<_>>().join(" ");
            let found = (lexicon.source(&name), lexicon.head(&name));
            if found.0.is_some() || found.1.is_some() {
                return found;
            }
        }
    }
    (lexicon.source(lemma), lexicon.head(lemma))
}

/// Whether white space stands before the word.
pub(super) fn spaced(tokens: &[Token], word: usize) -> bool {
    let before = word.checked_sub(1).and_then(|before| tokens.get(before));
    before
        .zip(tokens.get(word))
        .is_some_and(|(before, token)| before.span.end < token.span.start)
}

/// Adds what is not there yet, in order.
pub(super) fn add_all(to: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !to.contains(one) {
            to.push(one.clone());
        }
    }
}
