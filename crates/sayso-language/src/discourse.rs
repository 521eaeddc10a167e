//! What sentences tell together: who says what, and which words speak of the same thing.

/// What the network reads across sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discourse {
    /// Who says what, in the order of the text.
    pub attributions: Vec<Attribution>,
    /// The nouns and pronouns that speak of something spoken of before: each head word, and the head word of the mention
    /// before it. In the order of the text.
    pub antecedents: Vec<(Place, Place)>,
}

/// An attribution relation as PolNeAR has it (Newell et al. 2018). They do not nest, and no word is in two of them
/// but in a source that two share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Whose word it is; may be nobody.
    pub source: Option<Words>,
    /// What shows that it is somebody's word: "said", "according to". Absent where it stands too far away.
    pub cue: Option<Words>,
    /// What is said; more than one stretch where other words stand between.
    pub content: Vec<Words>,
}

/// A stretch of words, which may run over sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words {
    /// The first word.
    pub first: Place,
    /// The last word, itself in it.
    pub last: Place,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index of its sentence.
    pub sentence: usize,
    /// Index in [`Sentence::tokens`](crate::Sentence::tokens).
    pub word: usize,
}
