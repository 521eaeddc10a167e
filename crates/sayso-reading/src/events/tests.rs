//! Events of trees that no parser should make.

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence, Token, Upos};
use sayso_schema::{Document, Span};

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

proptest! {
    #[test]
    fn any_tree_gives_events_that_cite_their_words(
        words in prop::collection::vec((0..WORDS.len(), 0..RELATIONS.len(), 0..PARTS.len(), 0usize..14), 1..14)
    ) {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for (word, relation, part, head) in words {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.chars().count();
            text.push_str(WORDS[word]);
            tokens.push(Token {
                span: Span::new(start, text.chars().count()),
                form: WORDS[word].to_owned(),
                lemma: WORDS[word].trim_end_matches("ed").to_owned(),
                upos: PARTS[part],
                deprel: RELATIONS[relation].into(),
                head: head.checked_sub(1),
                ..Token::default()
            });
        }
        let sentence = Sentence { span: Span::new(0, text.chars().count()), tokens, ..Sentence::default() };
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
