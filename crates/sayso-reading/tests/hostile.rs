//! Any text under any trees: reading ends, without a panic, in rows that quote the text.

#![allow(clippy::unwrap_used)] // a test that cannot set itself up has failed

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Attribution, Discourse, Name, NameKind, Place, Sentence, Token, Upos, Words};
use sayso_reading::read;
use sayso_schema::{Document, Span};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// Words that rules start from or look for, and marks that spans turn on.
const WORDS: [&str; 32] = [
    "said",
    "claims",
    "according",
    "to",
    "that",
    "reportedly",
    "officials",
    "“",
    "”",
    "\"",
    "''",
    ",",
    ":",
    ".",
    "\n",
    "called",
    "for",
    "it",
    "who",
    "not",
    "may",
    "report",
    "of",
    "Reed",
    "Łódź",
    "believed",
    "seems",
    "and",
    "—",
    "if",
    "accused",
    "🙂",
];
const RELATIONS: [&str; 24] = [
    "nsubj",
    "nsubj:pass",
    "ccomp",
    "parataxis",
    "xcomp",
    "advcl",
    "acl",
    "acl:relcl",
    "obl",
    "obl:agent",
    "nmod",
    "nmod:poss",
    "case",
    "mark",
    "aux",
    "aux:pass",
    "advmod",
    "conj",
    "cc",
    "appos",
    "fixed",
    "expl",
    "punct",
    "obj",
];
const TAGS: [Upos; 10] = [
    Upos::Verb,
    Upos::Noun,
    Upos::Propn,
    Upos::Adv,
    Upos::Adj,
    Upos::Pron,
    Upos::Punct,
    Upos::Adp,
    Upos::Part,
    Upos::Aux,
];

#[derive(Clone, Debug)]
struct Word {
    form: usize,
    tag: usize,
    head: Option<usize>,
    relation: usize,
    ends: bool,
    name: bool,
}

fn word() -> impl Strategy<Value = Word> {
    let head = prop::option::weighted(0.9, 0..30usize);
    (
        0..WORDS.len(),
        0..TAGS.len(),
        head,
        0..RELATIONS.len(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(form, tag, head, relation, ends, name)| Word {
            form,
            tag,
            head,
            relation,
            ends,
            name,
        })
}

/// A text of these words, with one sentence to each `ends`. Heads point anywhere: to the word itself, in circles, out of
/// the sentence.
fn document(words: &[Word]) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let mut length = 0;
    let mut sentences = vec![Sentence::default()];
    for word in words {
        let form = WORDS[word.form];
        let span = Span::new(length, length + form.chars().count());
        text.push_str(form);
        text.push(' ');
        length = span.end + 1;
        let last = sentences.last_mut().unwrap();
        if last.tokens.is_empty() {
            last.span = span;
        }
        last.span = last.span.hull(span);
        if word.name {
            let at = last.tokens.len();
            last.names.push(Name {
                first: at,
                last: at,
                kind: NameKind::Person,
            });
        }
        last.tokens.push(Token {
            span,
            form: form.to_owned(),
            lemma: form.to_owned(),
            upos: TAGS[word.tag],
            xpos: Arc::from("VBD"),
            feats: Arc::from("_"),
            head: word.head,
            deprel: Arc::from(RELATIONS[word.relation]),
        });
        if word.ends {
            sentences.push(Sentence::default());
        }
    }
    (text, sentences)
}

fn check(text: String, sentences: &[Sentence], title: Option<Span>) -> Result<(), TestCaseError> {
    let mut document = Document::new("any", text);
    document.title_span = title;
    let reading = read(document, sentences, &Discourse::default(), &KNOWLEDGE);
    let characters: Vec<char> = reading.document.text.chars().collect();
    let mut starts = 0;
    for statement in &reading.statements {
        let passages = statement
            .cue
            .iter()
            .chain(&statement.content)
            .map(|p| (p.span, &p.text));
        for (span, stands) in passages.chain([(statement.span, &statement.text)]) {
            prop_assert!(span.start < span.end && span.end <= characters.len());
            prop_assert_eq!(&characters[span.start..span.end].iter().collect::<String>(), stands);
        }
        prop_assert!(statement.span.start >= starts);
        starts = statement.span.start;
        prop_assert_eq!(
            statement.chain.first().map(|link| link.kind),
            Some(sayso_schema::LinkKind::Outlet)
        );
    }
    let ids: std::collections::BTreeSet<&str> = reading.statements.iter().map(|s| s.id.as_str()).collect();
    prop_assert_eq!(ids.len(), reading.statements.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_trees(words in prop::collection::vec(word(), 0..60), title in prop::option::of(0..40usize)) {
        let (text, sentences) = document(&words);
        check(text, &sentences, title.map(|end| Span::new(0, end)))?;
    }

    /// Sentences that have nothing to do with the text, spans beyond its end included.
    #[test]
    fn any_trees_and_discourse(
        words in prop::collection::vec(word(), 1..60),
        places in prop::collection::vec((0..60usize, 0..60usize), 0..24),
    ) {
        let (text, sentences) = document(&words);
        let all: Vec<Place> = sentences
            .iter()
            .enumerate()
            .flat_map(|(sentence, s)| (0..s.tokens.len()).map(move |word| Place { sentence, word }))
            .collect();
        let stretches: Vec<Words> = places
            .iter()
            .map(|(a, b)| (all[a % all.len()], all[b % all.len()]))
            .map(|(a, b)| Words { first: a.min(b), last: a.max(b) })
            .collect();
        let attribution = |parts: &[Words]| Attribution {
            source: parts.get(2).copied(),
            cue: parts.first().copied(),
            content: parts.get(1).copied().into_iter().collect(),
        };
        let discourse = Discourse {
            attributions: stretches.chunks(3).map(attribution).collect(),
            antecedents: stretches.iter().map(|words| (words.last, words.first)).collect(),
        };
        let reading = read(Document::new("any", text), &sentences, &discourse, &KNOWLEDGE);
        for statement in &reading.statements {
            let cut: String = reading.document.text.chars().skip(statement.span.start).take(statement.span.len()).collect();
            prop_assert_eq!(&cut, &statement.text);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,80}", words in prop::collection::vec(word(), 0..30)) {
        let (_, sentences) = document(&words);
        let reading = read(Document::new("any", text), &sentences, &Discourse::default(), &KNOWLEDGE);
        prop_assert!(reading.statements.len() <= 4 * words.len() + 4);
    }
}

/// Twice the text takes about twice the time, also where everything is a cue inside somebody's words.
#[test]
fn time_grows_with_the_text() {
    let word = |form, tag, head, relation| Word {
        form,
        tag,
        head: Some(head),
        relation,
        ends: false,
        name: false,
    };
    let seconds = |count: usize| {
        let mut words = Vec::new();
        for _ in 0..count {
            words.push(word(23, 2, 1, 0));
            words.push(Word {
                head: None,
                ..word(0, 0, 0, 2)
            });
            words.push(word(4, 7, 4, 13));
            words.push(word(1, 0, 1, 2));
            words.push(Word {
                ends: true,
                ..word(13, 6, 1, 22)
            });
        }
        let (text, sentences) = document(&words);
        let start = std::time::Instant::now();
        let reading = read(
            Document::new("long", text),
            &sentences,
            &Discourse::default(),
            &KNOWLEDGE,
        );
        assert!(reading.statements.len() >= count);
        start.elapsed().as_secs_f64()
    };
    let short = seconds(2_000).max(0.001);
    let long = seconds(16_000);
    assert!(long < 40.0 * short, "{short} s, then {long} s for eight times the text");
}
