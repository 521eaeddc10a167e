use sayso_language::Token;

use super::*;

/// Words as `conll18_ud_eval.py`'s own tests write them: "abc", or a multiword token and its words, "abc a bc".
fn words(list: &[&str]) -> Words {
    let mut treebank = String::new();
    let mut next = 1;
    for entry in list {
        let mut parts = entry.split(' ');
        let form = parts.next().unwrap_or_default();
        let inner: Vec<&str> = parts.collect();
        if !inner.is_empty() {
            treebank += &format!("{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n", next, next + inner.len() - 1);
        }
        for word in if inner.is_empty() { vec![form] } else { inner } {
            let head = usize::from(next > 1);
            treebank += &format!("{next}\t{word}\t_\t_\t_\t_\t{head}\tdep\t_\t_\n");
            next += 1;
        }
    }
    let mut words = Words::default();
    for document in documents(&conllu::read(&treebank).expect("well-formed")) {
        let text: Vec<char> = document.text.chars().collect();
        document
            .sentences
            .iter()
            .for_each(|sentence| words.add(sentence, &text));
    }
    words
}

fn aligned(gold: &[&str], system: &[&str]) -> usize {
    let (gold, system) = (words(gold), words(system));
    assert_eq!(gold.chars, system.chars);
    align(&gold.words, &system.words).len()
}

#[test]
fn aligns_words_as_the_shared_task_did() {
    // The script's published cases.
    assert_eq!(aligned(&["a", "b", "c"], &["a", "b", "c"]), 3);
    assert_eq!(aligned(&["abc a b c"], &["a", "b", "c"]), 3);
    assert_eq!(aligned(&["a", "bc b c", "d"], &["a", "b", "c", "d"]), 4);
    assert_eq!(aligned(&["abcd a b c d"], &["ab a b", "cd c d"]), 4);
    assert_eq!(aligned(&["abc a b c", "de d e"], &["a", "bcd b c d", "e"]), 5);
    assert_eq!(aligned(&["abcd"], &["a", "b", "c", "d"]), 0);
    assert_eq!(aligned(&["abc", "d"], &["a", "b", "c", "d"]), 1);
    assert_eq!(aligned(&["a", "bc", "d"], &["a", "b", "c", "d"]), 2);
    assert_eq!(aligned(&["a", "bc b c", "d"], &["a", "b", "cd"]), 2);
    assert_eq!(
        aligned(&["abc a BX c", "def d EX f"], &["ab a b", "cd c d", "ef e f"]),
        4
    );
    assert_eq!(aligned(&["ab a b", "cd bc d"], &["a", "bc", "d"]), 2);
    assert_eq!(aligned(&["a", "bc b c", "d"], &["ab AX BX", "cd CX a"]), 1);
}

#[test]
fn other_characters_are_refused() {
    let error = evaluate(&words(&["a", "b"]), &words(&["a", "c"])).unwrap_err();
    assert_eq!((error.at, error.gold.as_str(), error.system.as_str()), (1, "b", "c"));
}

const GOLD: &str = "\
# newdoc
# newpar
1\tEnvoys\tenvoy\tNOUN\tNNS\tNumber=Plur|Typo=Yes\t2\tnsubj:pass\t_\t_
2\tmet\tmeet\tVERB\tVBD\tMood=Ind|Tense=Past\t0\troot\t_\t_
3\tin\tin\tADP\tIN\t_\t4\tcase\t_\t_
4\tOslo\tOslo\tPROPN\tNNP\tNumber=Sing\t2\tobl\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\t_
2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
";

fn gold() -> Vec<ConlluSentence> {
    conllu::read(GOLD).expect("well-formed")
}

/// Puts the right answers back.
fn answer(sentences: &mut [Sentence]) {
    for (sentence, gold) in sentences.iter_mut().zip(gold()) {
        for (token, right) in sentence.tokens.iter_mut().zip(gold.sentence.tokens) {
            *token = Token {
                span: token.span,
                ..right
            };
        }
    }
}

#[test]
fn the_engine_never_sees_the_answers() {
    score_gold_tokens(&gold(), |sentences| {
        assert_eq!(sentences.len(), 3);
        assert_eq!(sentences[1].tokens[0].form, "Nobody");
        assert_eq!(sentences[1].span.start, 20);
        let blank = |token: &Token| token.lemma.is_empty() && token.head.is_none() && token.deprel.is_empty();
        assert!(sentences.iter().flat_map(|sentence| &sentence.tokens).all(blank));
    })
    .expect("the words are the same");
}

#[test]
fn all_right_is_one() {
    let scores = score_gold_tokens(&gold(), answer).expect("the words are the same");
    let one = [
        scores.upos,
        scores.xpos,
        scores.feats,
        scores.lemma,
        scores.uas,
        scores.las,
        scores.clas,
    ];
    assert_eq!(one, [1.0; 7]);
}

#[test]
fn partial_scores_on_gold_words() {
    let scores = score_gold_tokens(&gold(), |sentences| {
        answer(sentences);
        let first = &mut sentences[0].tokens;
        first[0].deprel = "nsubj".into(); // the subtype does not count
        first[0].feats = "Number=Plur".into(); // nor does a feature of no universal kind
        first[0].lemma = "Envoys".to_owned();
        first[1].feats = "Mood=Ind|Tense=Pres".into();
        first[2].deprel = "mark".into(); // a function word: LAS falls, CLAS does not
        first[3].deprel = "nmod".into();
        first[4].head = Some(3); // UAS and LAS fall, CLAS does not
        sentences[1].tokens[0].upos = sayso_language::Upos::Noun;
        sentences[2].tokens[0].xpos = "NN".into();
    })
    .expect("the words are the same");
    assert_eq!(scores.upos, 8.0 / 9.0);
    assert_eq!(scores.xpos, 8.0 / 9.0);
    assert_eq!(scores.feats, 8.0 / 9.0);
    assert_eq!(scores.lemma, 8.0 / 9.0);
    assert_eq!(scores.uas, 8.0 / 9.0);
    assert_eq!(scores.las, 6.0 / 9.0);
    // Envoys, met, Oslo, Nobody, fell, Yes; one of them wrong.
    assert_eq!(scores.clas, 5.0 / 6.0);
}

#[test]
fn raw_text_is_put_together_by_paragraphs() {
    let documents = documents(&gold());
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].text, "Envoys met in Oslo. Nobody fell.\n\nYes");
}

#[test]
fn partial_scores_from_raw_text() {
    let scores = score_raw(&gold(), |text| {
        let mut sentences = sayso_language::segment(text);
        assert_eq!(sentences.len(), 3);
        answer(&mut sentences);
        // "Oslo ." becomes one word, and the second sentence joins the first.
        let first = &mut sentences[0].tokens;
        first.truncate(4);
        first[3].form = "Oslo.".to_owned();
        first[3].span.end += 1;
        let second = sentences.remove(1);
        for mut token in second.tokens {
            token.head = token.head.map(|head| head + 4);
            sentences[0].tokens.push(token);
        }
        sentences
    })
    .expect("the characters are the same");
    // 7 of 9 gold and 8 system tokens, 1 of 3 and 2 sentences; "in" hangs on a word that is none.
    assert_eq!(scores.raw_tokens, 14.0 / 17.0);
    assert_eq!(scores.raw_sentences, 2.0 / 5.0);
    assert_eq!(scores.raw_upos, 14.0 / 17.0);
    assert_eq!(scores.raw_las, 12.0 / 17.0);
}
