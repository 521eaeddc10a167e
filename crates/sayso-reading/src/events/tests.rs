//! Events of trees that no parser should make.

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Upos};
use sayso_schema::Document;

use crate::any_tree::{self, Made};
const WORDS: [&str; 16] = [
    "Israel",
    "attacked",
    "talks",
    "agreed",
    "to",
    "with",
    "not",
    "will",
    "who",
    "dozens",
    "of",
    "soldiers",
    "accused",
    "said",
    "sanctions",
    ",",
];
const RELATIONS: [&str; 16] = [
    "nsubj",
    "obj",
    "obl",
    "xcomp",
    "ccomp",
    "acl",
    "acl:relcl",
    "advcl",
    "conj",
    "nmod",
    "nsubj:pass",
    "obl:agent",
    "case",
    "mark",
    "amod",
    "aux",
];
const PARTS: [Upos; 6] = [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Adj, Upos::Pron, Upos::Adp];

const MADE: Made = Made {
    words: &WORDS,
    relations: &RELATIONS,
    parts: &PARTS,
    lemma: |word| word.trim_end_matches("ed").to_owned(),
};

proptest! {
    #[test]
    fn any_tree_gives_events_that_cite_their_words(
        (text, sentence) in any_tree::sentences(MADE, 14)
    ) {
        let knowledge = knowledge();
        let reading = crate::read(Document::new("test", text.as_str()), &[sentence], &Discourse::default(), knowledge);
        let letters: Vec<char> = text.chars().collect();
        for event in &reading.events {
            prop_assert_eq!(letters[event.span.start..event.span.end].iter().collect::<String>(), event.text.clone());
            prop_assert!(!event.statements.is_empty());
        }
    }
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::embedded().unwrap())
}
