//! The engine as a whole, with the weights that ship.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_language::{Discourse, Engine, NameKind, Place, Sentence, Token, Words};
use sayso_schema::Span;

const NEWS: &str = "The foreign minister of Norland, Ada Brenner, said on Tuesday that her country would not sign the accord.\n\n\
    “We were never asked,” she told reporters in Port Haven. Officials from the United Nations declined to comment.";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::english().unwrap());

fn sentence(words: &[&str]) -> Sentence {
    let mut at = 0;
    let tokens = words
        .iter()
        .map(|word| {
            let span = Span::new(at, at + word.chars().count());
            at = span.end + 1;
            Token {
                span,
                form: (*word).to_owned(),
                ..Token::default()
            }
        })
        .collect();
    Sentence {
        span: Span::new(0, at.saturating_sub(1)),
        tokens,
        ..Sentence::default()
    }
}

fn assert_tree(sentence: &Sentence) {
    assert_eq!(
        sentence.tokens.iter().filter(|t| t.head.is_none()).count(),
        1,
        "one root"
    );
    for start in 0..sentence.tokens.len() {
        let (mut at, mut steps) = (start, 0);
        while let Some(head) = sentence.tokens[at].head {
            at = head;
            steps += 1;
            assert!(steps <= sentence.tokens.len(), "a cycle");
        }
    }
    for token in &sentence.tokens {
        assert_eq!(&*token.deprel == "root", token.head.is_none());
        assert!(!token.lemma.is_empty());
    }
}

#[test]
fn reads_a_clause_of_saying() {
    let words = ["Ministers", "said", "that", "the", "talks", "had", "failed", "."];
    let mut sentences = [sentence(&words)];
    ENGINE.parser().unwrap().annotate(&mut sentences);
    let tokens = &sentences[0].tokens;
    assert_eq!(tokens[1].lemma, "say");
    assert_eq!((tokens[0].head, &*tokens[0].deprel), (Some(1), "nsubj"));
    assert_eq!((tokens[6].head, &*tokens[6].deprel), (Some(1), "ccomp"));
    assert_eq!(tokens[4].feature("Number"), Some("Plur"));
    assert_tree(&sentences[0]);
}

#[test]
fn finds_names() {
    let words = [
        "Ada", "Brenner", "of", "the", "United", "Nations", "flew", "to", "Paris", ".",
    ];
    let mut sentences = [sentence(&words)];
    ENGINE.parser().unwrap().annotate(&mut sentences);
    let names: Vec<_> = sentences[0].names.iter().map(|n| (n.first, n.last, n.kind)).collect();
    assert!(names.contains(&(0, 1, NameKind::Person)), "{names:?}");
    assert!(names.contains(&(8, 8, NameKind::Location)), "{names:?}");
}

#[test]
fn every_thread_and_every_batch_gives_the_same_answer() {
    let alone = ENGINE.parser().unwrap().parse(NEWS);
    let many = format!("{NEWS}\n\n").repeat(12);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| ENGINE.parser().unwrap().parse(&many)))
            .collect();
        for thread in threads {
            let read = thread.join().unwrap();
            assert_eq!(read.len(), alone.len() * 12);
            for (a, b) in alone.iter().cycle().zip(&read) {
                assert!(a.tokens.iter().zip(&b.tokens).all(|(x, y)| {
                    (x.head, &x.deprel, &x.lemma, x.upos, &x.feats) == (y.head, &y.deprel, &y.lemma, y.upos, &y.feats)
                }));
                assert_eq!(a.names, b.names);
            }
        }
    });
}

#[test]
fn parsing_again_changes_nothing() {
    let mut parser = ENGINE.parser().unwrap();
    let first = parser.parse(NEWS);
    parser.parse("Something else, and longer than that: a list of words, one after another, to fill the memory.");
    assert_eq!(first, parser.parse(NEWS));
}

#[test]
fn sentences_longer_than_the_network_are_one_tree() {
    let words = vec!["antidisestablishmentarianism"; 400];
    let mut sentences = [sentence(&words)];
    ENGINE.parser().unwrap().annotate(&mut sentences);
    assert_tree(&sentences[0]);
}

#[test]
fn nothing_to_read_is_nothing_read() {
    let mut parser = ENGINE.parser().unwrap();
    assert!(parser.parse("").is_empty());
    assert!(parser.parse(" \n\t\u{a0}\n").is_empty());
    let mut empty = [Sentence::default()];
    parser.annotate(&mut empty);
    assert!(empty[0].tokens.is_empty());
}

#[test]
fn odd_texts_are_read_to_the_end() {
    let mut parser = ENGINE.parser().unwrap();
    let brackets = "[".repeat(10_000);
    for text in [
        "x",
        "\u{0}\u{1}\u{7f}",
        "👩‍👩‍👧 said 🙂.",
        "قال الوزير إن المحادثات فشلت.",
        "部长表示会谈失败。",
        &brackets,
        "a\u{301}\u{301}\u{301}",
    ] {
        assert_reading(text, &parser.parse(text));
    }
}

/// What holds of every reading of every text.
fn assert_reading(text: &str, sentences: &[Sentence]) {
    let characters: Vec<char> = text.chars().collect();
    let mut end = 0;
    for sentence in sentences {
        assert_tree(sentence);
        for token in &sentence.tokens {
            let cut: String = characters[token.span.start..token.span.end].iter().collect();
            assert_eq!(cut, token.form);
            assert!(token.span.start >= end, "words overlap");
            let between = &characters[end..token.span.start];
            assert!(between.iter().all(|c| !c.is_alphanumeric()), "{between:?} is lost");
            end = token.span.end;
        }
        let names: Vec<_> = ENGINE.layers().collect();
        assert_eq!(sentence.layers.len(), names.len());
        for (layer, name) in sentence.layers.iter().zip(names) {
            assert_eq!(&*layer.name, name);
            assert!(layer.label(sentence.tokens.len() - 1).is_some());
        }
    }
}

/// What holds of everything that is found across sentences.
fn assert_discourse(sentences: &[Sentence], discourse: &Discourse) {
    let is_word = |place: Place| place.word < sentences[place.sentence].tokens.len();
    let mut contents: Vec<Words> = Vec::new();
    for attribution in &discourse.attributions {
        assert!(attribution.cue.is_some() || !attribution.content.is_empty());
        assert!(attribution.content.is_sorted());
        contents.extend(&attribution.content);
        let parts = attribution
            .content
            .iter()
            .chain(&attribution.cue)
            .chain(&attribution.source);
        for words in parts {
            assert!(words.first <= words.last && is_word(words.first) && is_word(words.last));
        }
    }
    contents.sort();
    assert!(
        contents.windows(2).all(|pair| pair[0].last < pair[1].first),
        "contents overlap"
    );
    for (word, before) in &discourse.antecedents {
        assert!(before < word && is_word(*word));
    }
}

fn words(sentences: &[Sentence], words: Words) -> String {
    let tokens = &sentences[words.first.sentence].tokens[words.first.word..=words.last.word];
    tokens
        .iter()
        .map(|token| token.form.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn tells_who_says_what_and_whom_a_pronoun_means() {
    let (sentences, discourse) = ENGINE.parser().unwrap().parse_discourse(NEWS);
    assert_discourse(&sentences, &discourse);
    let cue = |of: &str| {
        let named = |a: &&sayso_language::Attribution| a.cue.is_some_and(|cue| words(&sentences, cue).starts_with(of));
        discourse.attributions.iter().find(named).unwrap()
    };
    let told = cue("told");
    assert_eq!(words(&sentences, told.source.unwrap()), "she");
    assert_eq!(words(&sentences, told.content[0]), "“ We were never asked , ”");
    let declined = cue("declined");
    assert_eq!(
        words(&sentences, declined.source.unwrap()),
        "Officials from the United Nations"
    );

    let text = "Ada Brenner arrived on Monday. She told reporters that her plan had failed.";
    let (sentences, discourse) = ENGINE.parser().unwrap().parse_discourse(text);
    let she = Place { sentence: 1, word: 0 };
    let (_, before) = discourse.antecedents.iter().find(|(word, _)| *word == she).unwrap();
    assert_eq!(before.sentence, 0, "{}", sentences[0].tokens[before.word].form);
}

#[test]
fn nothing_is_said_in_no_text() {
    let mut parser = ENGINE.parser().unwrap();
    for text in ["", " ", "\n\n"] {
        assert_eq!(parser.parse_discourse(text), (Vec::new(), Discourse::default()));
    }
}

#[test]
fn a_long_text_is_read_in_chunks_as_well_the_second_time() {
    let mut parser = ENGINE.parser().unwrap();
    let text = format!("{NEWS}\n\n").repeat(24);
    let (sentences, discourse) = parser.parse_discourse(&text);
    assert_discourse(&sentences, &discourse);
    assert!(discourse.attributions.len() >= 48, "{}", discourse.attributions.len());
    assert_eq!(parser.parse_discourse(&text), (sentences, discourse));
    // Reading across sentences changes nothing inside them.
    assert_eq!(parser.parse(&text), parser.parse_discourse(&text).0);
}

#[test]
fn sentences_end_where_no_stop_says_so() {
    let mut parser = ENGINE.parser().unwrap();
    let text = "Thank you so much for your help We had a great time at the hotel The staff was friendly";
    let sentences = parser.parse(text);
    assert_eq!(sentences.len(), 3);
    assert_reading(text, &sentences);
    // Given sentences stay whole.
    let mut given = [sentence(&text.split(' ').collect::<Vec<_>>())];
    parser.annotate(&mut given);
    assert_tree(&given[0]);
}

#[test]
fn a_quotation_keeps_its_speaker() {
    for text in [
        "\"We have waited long enough,\" Transport Minister Ada Brenner told reporters.",
        "Brenner said EU food and medical aid could be sent to Norland quickly.",
        "The share could fall to about 80 percent, said Ada Brenner, the office chairman.",
    ] {
        assert_eq!(ENGINE.parser().unwrap().parse(text).len(), 1, "{text}");
    }
}

#[test]
fn a_window_is_no_border_of_text() {
    // Paragraphs enough for many windows, and sentences longer than one.
    let long = "the minister said that the river had risen and ".repeat(60);
    let text = format!("{NEWS}\n\n{long}.\n\n{NEWS}").repeat(3);
    let sentences = ENGINE.parser().unwrap().parse(&text);
    assert_reading(&text, &sentences);
    let opening = sentences.iter().filter(|s| s.opens_paragraph).count();
    assert!(opening >= 13, "{opening}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_read_whole(text in "(\\PC{0,12}[ \n.!?\"]{0,3}){0,20}") {
        let (sentences, discourse) = ENGINE.parser().unwrap().parse_discourse(&text);
        assert_reading(&text, &sentences);
        assert_discourse(&sentences, &discourse);
    }
}

#[test]
fn weights_that_do_not_fit_are_refused_by_name() {
    let refusal = |bytes: &[u8]| Engine::from_bytes(bytes).err().unwrap().to_string();
    assert!(refusal(b"").contains("safetensors"));
    assert!(refusal(b"\x10\0\0\0\0\0\0\0{\"a\":1}         ").contains("safetensors"));
    let other = |metadata: &str| {
        let header = format!("{{\"__metadata__\":{metadata}}}");
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        refusal(&bytes)
    };
    assert!(other("{}").contains("`format`"));
    assert!(other(r#"{"format":"other","edition":"3"}"#).contains("`format` is other"));
    assert!(other(r#"{"format":"sayso-language","edition":"99"}"#).contains("`edition` is 99"));
    assert!(other(r#"{"format":"sayso-language","edition":"4","sizes":"{}"}"#).contains("`sizes`"));
    let missing = std::path::Path::new("no/such/weights.safetensors");
    assert!(
        Engine::from_file(missing)
            .err()
            .unwrap()
            .to_string()
            .contains("no/such/weights")
    );
}
