//! How sure a statement is, for its source and for the author: the examples that the README's table of values gives, and
//! more of their kind, read by the whole program.
#![allow(clippy::unwrap_used)] // a test may fail loudly

use sayso::Reader;
use sayso::schema::{Act, Distancing, Document, Statement, Voice};

/// Sentence, the words whose statement is meant, value for its source (`-` for none), value for the author.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    (
        "The ministry said that the bridge had been rebuilt.",
        "rebuilt",
        "CT+",
        "Uu",
    ),
    (
        "The ministry said that the bridge had not been rebuilt.",
        "rebuilt",
        "CT-",
        "Uu",
    ),
    ("Officials said the talks would probably resume.", "resume", "PR+", "Uu"),
    ("Officials said the talks may resume on Monday.", "resume", "PS+", "Uu"),
    (
        "Officials believe that the rebels have left the city.",
        "left",
        "PR+",
        "Uu",
    ),
    (
        "Officials do not believe that the rebels have left the city.",
        "left",
        "PR-",
        "Uu",
    ),
    (
        "The ministry denied that its troops had crossed the border.",
        "crossed",
        "CT-",
        "Uu",
    ),
    (
        "The ministry refused to confirm that its troops had crossed the border.",
        "that its",
        "Uu",
        "Uu",
    ),
    (
        "The ministry did not say whether its troops had crossed the border.",
        "crossed",
        "Uu",
        "Uu",
    ),
    (
        "The general said his men had failed to take the hill.",
        "hill",
        "CT-",
        "Uu",
    ),
    (
        "The envoy said a truce would hold if both sides agreed.",
        "truce",
        "Uu",
        "Uu",
    ),
    ("Reporters asked whether the truce would hold.", "truce", "Uu", "Uu"),
    (
        "The governor said it was unlikely that the law would pass.",
        "law",
        "PR-",
        "Uu",
    ),
    (
        "The minister forgot that the vote had been moved.",
        "vote",
        "CT+",
        "CT+",
    ),
    ("The rebels have reportedly left the city.", "left", "CT+", "Uu"),
    ("The bridge was rebuilt in May.", "rebuilt", "-", "CT+"),
    ("The bridge may be rebuilt in May.", "rebuilt", "-", "PS+"),
];

fn statements(reader: &Reader, text: &str) -> Vec<Statement> {
    reader.read(Document::new("example", text)).unwrap().statements
}

/// The statement whose content begins or ends closest around `words`: the one that says least besides.
fn about<'s>(statements: &'s [Statement], words: &str) -> &'s Statement {
    let holds = |statement: &&Statement| statement.content.iter().any(|content| content.text.contains(words));
    let length = |statement: &&Statement| {
        statement
            .content
            .iter()
            .map(|content| content.text.len())
            .sum::<usize>()
    };
    statements.iter().filter(holds).min_by_key(length).unwrap()
}

#[test]
fn values_are_as_documented() {
    let reader = Reader::english().unwrap();
    let mut wrong = Vec::new();
    for (text, words, source, author) in EXAMPLES {
        let all = statements(&reader, text);
        let factuality = about(&all, words).factuality;
        let told = (
            factuality.source.map_or("-", |value| value.as_str()),
            factuality.author.as_str(),
        );
        if told != (*source, *author) {
            wrong.push(format!("{text} is {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_choice_of_words_keeps_the_author_away() {
    let reader = Reader::english().unwrap();
    let told = |text: &str| {
        let all = statements(&reader, text);
        let statement = all.iter().find(|statement| statement.voice != Voice::Author).unwrap();
        (statement.act, statement.distancing)
    };
    assert_eq!(
        told("The mayor said that the dam was safe."),
        (Act::Say, Distancing::Neutral)
    );
    assert_eq!(
        told("The mayor claimed that the dam was safe."),
        (Act::Claim, Distancing::Distanced)
    );
    assert_eq!(
        told("The mayor admitted that the dam was not safe."),
        (Act::Confirm, Distancing::Neutral)
    );
}
