//! What the engine makes of a text: sentences of tokens, with a tree over them and names among them.

use std::sync::Arc;

use sayso_schema::Span;

/// One sentence: its words in order, in Universal Dependencies' sense of a syntactic word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Where it stands in the text, in characters.
    pub span: Span,
    /// Its words.
    pub tokens: Vec<Token>,
    /// Orthographic tokens that hold several words ("don't" is "do" and "n't").
    pub multiwords: Vec<Multiword>,
    /// Names of persons, organisations and places, in order, never overlapping.
    pub names: Vec<Name>,
}

/// A syntactic word. `form` is always what stands at `span`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// Where it stands in the text, in characters.
    pub span: Span,
    /// As written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, as EWT and GUM use it.
    pub xpos: Arc<str>,
    /// UD features, `Number=Sing|Person=3`, or `_`.
    pub feats: Arc<str>,
    /// Index of its head in [`Sentence::tokens`]; `None` for the root.
    pub head: Option<usize>,
    /// Its relation to the head, with subtype (`nsubj:pass`).
    pub deprel: Arc<str>,
}

impl Token {
    /// Its relation without the subtype: `nsubj` for `nsubj:pass`.
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or_default()
    }

    /// The value of one of its features: `feature("Number")` is `Some("Sing")`.
    pub fn feature(&self, name: &str) -> Option<&str> {
        self.feats
            .split('|')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The words `first..=last` of a sentence are written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Multiword {
    /// Index of the first word.
    pub first: usize,
    /// Index of the last word.
    pub last: usize,
}

/// A name: the words `first..=last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Index of the first word.
    pub first: usize,
    /// Index of the last word.
    pub last: usize,
    /// What it names.
    pub kind: NameKind,
}

/// What a name names, in Universal NER's three classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// PER
    Person,
    /// ORG
    Organisation,
    /// LOC
    Location,
}

/// The universal parts of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // universaldependencies.org/u/pos
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    const NAMES: [(&'static str, Upos); 17] = [
        ("ADJ", Upos::Adj),
        ("ADP", Upos::Adp),
        ("ADV", Upos::Adv),
        ("AUX", Upos::Aux),
        ("CCONJ", Upos::Cconj),
        ("DET", Upos::Det),
        ("INTJ", Upos::Intj),
        ("NOUN", Upos::Noun),
        ("NUM", Upos::Num),
        ("PART", Upos::Part),
        ("PRON", Upos::Pron),
        ("PROPN", Upos::Propn),
        ("PUNCT", Upos::Punct),
        ("SCONJ", Upos::Sconj),
        ("SYM", Upos::Sym),
        ("VERB", Upos::Verb),
        ("X", Upos::X),
    ];

    /// As CoNLL-U writes it.
    pub fn as_str(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, upos)| *upos == self)
            .map_or("X", |(name, _)| name)
    }

    /// Reads CoNLL-U's name for it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, upos)| *upos)
    }
}
