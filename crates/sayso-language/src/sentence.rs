//! What the engine makes of a text: sentences of tokens, with a tree over them and names among them.

use std::sync::Arc;

use sayso_schema::Span;

use crate::vector::best_of;

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
    /// Whether a paragraph opens with it. The network reads across sentences and wants to know.
    pub opens_paragraph: bool,
    /// What the network's further heads say, one layer a head; see [`Engine::layers`](crate::Engine::layers).
    pub layers: Vec<Layer>,
    /// What the network says of the sentence as a whole, one entry a head; see
    /// [`Engine::classes`](crate::Engine::classes).
    pub classes: Vec<Classes>,
}

impl Sentence {
    /// The layer of the head `name`, if the weights have it and the sentence was annotated.
    pub fn layer(&self, name: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| &*layer.name == name)
    }

    /// What the head `name` says of the sentence, if the weights have it and the sentence was annotated.
    pub fn classes(&self, name: &str) -> Option<&Classes> {
        self.classes.iter().find(|classes| &*classes.name == name)
    }

    /// Notes that the word `word`, not the first and noted after those before it, is written as one with the one
    /// before.
    pub(crate) fn join(&mut self, word: usize) {
        match self.multiwords.last_mut() {
            Some(multiword) if multiword.last == word - 1 => multiword.last = word,
            _ => self.multiwords.push(Multiword {
                first: word - 1,
                last: word,
            }),
        }
    }

    /// Makes the span that of its words.
    pub(crate) fn fit_span(&mut self) {
        self.span = match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.hull(last.span),
            _ => Span::default(),
        };
    }
}

/// One label a word from a head that is no part of a tree: whether the word is in a source, a cue, a content …
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The head's name, as in the weights file.
    pub name: Arc<str>,
    /// All labels of the head, shared by every layer of it.
    pub(crate) labels: Arc<[Arc<str>]>,
    /// Each word's label, as an index into `labels`.
    pub(crate) of_words: Vec<u16>,
}

impl Layer {
    /// The label of the sentence's word `word`; `None` past its end.
    pub fn label(&self, word: usize) -> Option<&str> {
        let label = self.labels.get(usize::from(*self.of_words.get(word)?))?;
        Some(label)
    }

    /// The spans of an IOB2 layer, in order: first word, last word, and what follows the `B-` (empty where the head
    /// has one kind only). A stray inside label opens a span of its own.
    pub fn spans(&self) -> Vec<(usize, usize, &str)> {
        let mut spans: Vec<(usize, usize, &str)> = Vec::new();
        for word in 0..self.of_words.len() {
            let label = self.label(word).unwrap_or("O");
            let (position, kind) = label.split_once('-').unwrap_or((label, ""));
            match (position, spans.last_mut()) {
                ("I", Some(span)) if span.1 + 1 == word && span.2 == kind => span.1 = word,
                ("B" | "I", _) => spans.push((word, word, kind)),
                _ => {}
            }
        }
        spans
    }
}

/// How much a sentence looks like each class of a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The head's name, as in the weights file.
    pub name: Arc<str>,
    /// The classes, shared by all sentences.
    pub labels: Arc<[Arc<str>]>,
    /// A score for each of `labels`, in logits: the greatest is the class, the distances between them say how sure it
    /// is.
    pub scores: Vec<f32>,
}

impl Classes {
    /// The class that the sentence looks most like.
    pub fn best(&self) -> Option<&str> {
        Some(self.labels.get(best_of(&self.scores))?)
    }

    /// The score of one class.
    pub fn score(&self, label: &str) -> Option<f32> {
        let at = self.labels.iter().position(|l| &**l == label)?;
        self.scores.get(at).copied()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_a_layer() {
        let labels: Arc<[Arc<str>]> = ["O", "B-ORG", "I-ORG", "I-PER"].map(Arc::from).into();
        let layer = Layer {
            name: "group".into(),
            labels,
            of_words: vec![1, 2, 0, 1, 1, 3, 9],
        };
        assert_eq!(layer.label(1), Some("I-ORG"));
        assert_eq!(layer.label(6), None);
        assert_eq!(
            layer.spans(),
            [(0, 1, "ORG"), (3, 3, "ORG"), (4, 4, "ORG"), (5, 5, "PER")]
        );
    }
}
