//! CoNLL-U in and out.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use sayso_language::conllu::{self, ConlluProblem};
use sayso_language::{Name, NameKind, segment};

const TEXT: &str = "\
# newdoc id = a
# newpar
# sent_id = a-1
# text = Oslo can't.
1\tOslo\tOslo\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t2:nsubj\tNER=B-LOC
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t0\troot\t0:root\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t2:advmod\t_
3.1\twin\twin\tVERB\tVB\t_\t_\t_\t0:root\t_
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t2:punct\t_

# sent_id = a-2
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_
";

#[test]
fn reads_words_ranges_comments_and_names() {
    let sentences = conllu::read(TEXT).unwrap();
    assert_eq!(sentences.len(), 2);
    let first = &sentences[0];
    assert!(first.opens_document && first.opens_paragraph && !sentences[1].opens_paragraph);
    assert_eq!(first.id.as_deref(), Some("a-1"));
    assert_eq!(first.text, "Oslo can't.");
    let spans: Vec<(usize, usize)> = first.sentence.tokens.iter().map(|token| token.span.into()).collect();
    assert_eq!(spans, [(0, 4), (5, 7), (7, 10), (10, 11)]);
    assert_eq!(first.sentence.tokens[1].head, None);
    assert_eq!(first.sentence.tokens[3].head, Some(1));
    assert_eq!(first.sentence.multiwords.len(), 1);
    let oslo = Name {
        first: 0,
        last: 0,
        kind: NameKind::Location,
    };
    assert_eq!(first.sentence.names, [oslo]);
}

#[test]
fn words_that_are_not_written_so_share_the_whole_span() {
    let sentences = conllu::read(
        "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t0\troot\t_\t_\n2\tle\tle\tDET\t_\t_\t1\tdet\t_\t_\n",
    )
    .unwrap();
    assert!(
        sentences[0]
            .sentence
            .tokens
            .iter()
            .all(|token| token.span == (0, 2).into())
    );
}

#[test]
fn errors_name_the_line_and_the_fault() {
    let fault = |text: &str| {
        let error = conllu::read(text).unwrap_err();
        (error.line, error.problem)
    };
    assert_eq!(fault("# x\n1\ta\n"), (2, ConlluProblem::Columns(2)));
    let word = |id: &str, upos: &str, head: &str| format!("{id}\ta\ta\t{upos}\t_\t_\t{head}\tdep\t_\t_\n");
    let expected = ConlluProblem::Id {
        found: "3".to_owned(),
        expected: 2,
    };
    assert_eq!(fault(&(word("1", "X", "0") + &word("3", "X", "1"))), (2, expected));
    assert_eq!(
        fault(&word("1", "NOM", "0")),
        (1, ConlluProblem::Upos("NOM".to_owned()))
    );
    assert_eq!(fault(&word("1", "X", "1")), (1, ConlluProblem::Head("1".to_owned())));
    assert_eq!(
        fault(&(word("1", "X", "0") + &word("2", "X", "7"))),
        (2, ConlluProblem::Head("7".to_owned()))
    );
    assert_eq!(
        fault(&word("1-2", "_", "_")),
        (1, ConlluProblem::Range("1-2".to_owned()))
    );
    assert_eq!(
        fault(&word("2-1", "_", "_")),
        (1, ConlluProblem::Range("2-1".to_owned()))
    );
    assert_eq!(
        conllu::read(&word("1", "X", "x")).unwrap_err().to_string(),
        "line 1: HEAD \"x\" is neither 0 nor another word of the sentence"
    );
}

#[test]
fn writes_what_it_reads() {
    let mut sentences = segment("Ana Diaz won't go.  \"Why?\"\n\nNobody knows.");
    sentences[0].names.push(Name {
        first: 0,
        last: 1,
        kind: NameKind::Person,
    });
    for sentence in &mut sentences {
        for (index, token) in sentence.tokens.iter_mut().enumerate() {
            token.head = (index > 0).then_some(0);
            token.deprel = if index > 0 { "dep".into() } else { "root".into() };
            token.xpos = "_".into();
            token.feats = "_".into();
            token.lemma = token.form.to_lowercase();
        }
    }
    let mut written = Vec::new();
    conllu::write(&mut written, &sentences).unwrap();
    let written = String::from_utf8(written).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "# newpar");
    assert_eq!(lines[2], "# text = Ana Diaz won't go.");
    assert_eq!(
        lines[3],
        "1\tAna\tana\tX\t_\t_\t0\troot\t_\tstart_char=0|end_char=3|NER=B-PER"
    );
    assert_eq!(lines[5], "3-4\twon't\t_\t_\t_\t_\t_\t_\t_\tstart_char=9|end_char=14");
    assert_eq!(
        lines[8],
        "5\tgo\tgo\tX\t_\t_\t1\tdep\t_\tstart_char=15|end_char=17|SpaceAfter=No"
    );

    let read = conllu::read(&written).unwrap();
    assert_eq!(read.len(), sentences.len());
    for (read, sentence) in read.iter().zip(&sentences) {
        assert_eq!(read.sentence.names, sentence.names);
        assert_eq!(read.sentence.multiwords, sentence.multiwords);
        assert_eq!(read.sentence.opens_paragraph, sentence.opens_paragraph);
        let forms = |sentence: &sayso_language::Sentence| -> Vec<String> {
            sentence.tokens.iter().map(|token| token.form.clone()).collect()
        };
        assert_eq!(forms(&read.sentence), forms(sentence));
    }
}

#[test]
fn odd_input_is_read_or_refused_but_never_fatal() {
    for text in [
        "",
        "\n\n",
        "# only a comment",
        "\u{feff}",
        "1-2",
        "a\tb",
        "\t\t\t\t\t\t\t\t\t",
        "1-99999999999999999999\t_\t_\t_\t_\t_\t_\t_\t_\t_",
    ] {
        let _ = conllu::read(text);
    }
    assert_eq!(conllu::read("# newpar\n\n").unwrap(), []);
    assert_eq!(
        conllu::read("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\r\n\r\n").unwrap().len(),
        1
    );
}
