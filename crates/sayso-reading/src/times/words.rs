//! The words of a sentence as the grammar of times sees them: in small letters, with what the lexicon knows of each.

use std::borrow::Cow;

use sayso_knowledge::times::{TimeLexicon, TimeSense, TimeUnit, TimeWord};
use sayso_language::{Sentence, Token};

/// A sentence's words, looked up once.
pub(super) struct Words<'s, 'k> {
    pub(super) sentence: &'s Sentence,
    lower: Vec<Cow<'s, str>>,
    /// Whether most of its words have a capital.
    is_headline: bool,
    listed: Vec<&'k [TimeWord]>,
}

impl<'s, 'k> Words<'s, 'k> {
    pub(super) fn new(sentence: &'s Sentence, lexicon: &'k TimeLexicon) -> Self {
        let lower: Vec<Cow<'s, str>> = sentence
            .tokens
            .iter()
            .map(|token| lowered(without_mid(&token.form).unwrap_or(&token.form)))
            .collect();
        let listed = lower
            .iter()
            .map(|word| match lexicon.beginning(word) {
                [] => word.strip_suffix('.').map_or(&[][..], |bare| lexicon.beginning(bare)),
                listed => listed,
            })
            .collect();
        let starts = |of: fn(char) -> bool| {
            sentence
                .tokens
                .iter()
                .filter(|token| token.form.starts_with(of))
                .count()
        };
        let is_headline = starts(char::is_uppercase) > starts(char::is_lowercase);
        Self {
            sentence,
            lower,
            is_headline,
            listed,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&'s Token> {
        self.sentence.tokens.get(at)
    }

    /// The word in small letters; empty past the end.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", |word| word.as_ref())
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.lower(at) == word
    }

    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at))
    }

    /// Whether anything there could be part of a time: a listed word or a digit.
    pub(super) fn may_be_time(&self, at: usize) -> bool {
        !self.listed(at).is_empty() || self.lower(at).bytes().any(|byte| byte.is_ascii_digit())
    }

    pub(super) fn listed(&self, at: usize) -> &'k [TimeWord] {
        self.listed.get(at).copied().unwrap_or_default()
    }

    /// The longest listed words from `at` on with a sense that `pick` wants: where they end, and what it made of them.
    pub(super) fn find<T>(&self, at: usize, mut pick: impl FnMut(&'k TimeSense) -> Option<T>) -> Option<(usize, T)> {
        self.listed(at).iter().find_map(|word| {
            let fits = word.follows(|n, rest| self.lower(at + n) == rest);
            let end = at + 1 + word.rest.len();
            if fits {
                pick(&word.sense).map(|picked| (end, picked))
            } else {
                None
            }
        })
    }

    /// The line that lists the words `at..end`.
    pub(super) fn line(&self, at: usize, end: usize) -> Option<&'k str> {
        let listed = self.listed(at).iter().find(|word| at + 1 + word.rest.len() == end)?;
        Some(&listed.because)
    }

    pub(super) fn unit(&self, at: usize) -> Option<(usize, TimeUnit, bool)> {
        if self.is_called(at) {
            return None;
        }
        let (end, (unit, many)) = self.find(at, |sense| match sense {
            TimeSense::Unit { unit, many } => Some((*unit, *many)),
            _ => None,
        })?;
        Some((end, unit, many))
    }

    /// Whether the word is tagged as one of these universal parts of speech.
    pub(super) fn tagged(&self, at: usize, tags: &[&str]) -> bool {
        self.token(at).is_some_and(|token| tags.contains(&token.upos.as_str()))
    }

    pub(super) fn capitalised(&self, at: usize) -> bool {
        let form = self
            .token(at)
            .map_or("", |token| without_mid(&token.form).unwrap_or(&token.form));
        form.starts_with(char::is_uppercase)
    }

    /// Whether the word is a hyphen or dash that touches both its neighbours.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        at > 0 && self.is_any(at, &["-", "–", "‑", "‐", "—"]) && self.touches(at - 1) && self.touches(at)
    }

    /// Whether no blank stands between the word and the next.
    pub(super) fn touches(&self, at: usize) -> bool {
        let pair = self.token(at).zip(self.token(at + 1));
        pair.is_some_and(|(one, next)| one.span.end == next.span.start)
    }

    /// Whether a word that is written small stands here with a capital, as in what something is called: "This Week",
    /// "Women's Day". In a headline that tells nothing, and a sentence's first word has one anyway.
    pub(super) fn is_called(&self, at: usize) -> bool {
        at > 0
            && !self.is_headline
            && self.capitalised(at)
            && self
                .token(at)
                .is_some_and(|token| token.form.chars().any(char::is_lowercase))
    }

    /// Whether "mid-" was cut from the word: "mid-1990s".
    pub(super) fn begins_with_mid(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| without_mid(&token.form).is_some())
    }

    /// Past a hyphen, if one stands at `at`.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// Past a comma, if one stands at `at`.
    pub(super) fn past_comma(&self, at: usize) -> usize {
        if self.is(at, ",") { at + 1 } else { at }
    }

    /// The word's digits as a number, of `least` to `most` digits and nothing else.
    pub(super) fn digits(&self, at: usize, least: usize, most: usize) -> Option<u32> {
        let word = self.lower(at);
        let sound = (least..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        if sound { word.parse().ok() } else { None }
    }
}

/// The word in small letters, with a typewriter's apostrophe for any.
fn lowered(form: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if form.bytes().all(plain) {
        return Cow::Borrowed(form);
    }
    Cow::Owned(form.to_lowercase().replace(['’', '‘'], "'"))
}

/// What follows "mid-" in a word that is written as one.
fn without_mid(form: &str) -> Option<&str> {
    let head = form.get(..4)?;
    let rest = form.get(4..)?;
    (head.eq_ignore_ascii_case("mid-") && !rest.is_empty()).then_some(rest)
}
