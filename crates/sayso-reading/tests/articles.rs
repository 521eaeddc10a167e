//! Whole readings of invented articles, snapshotted. Their trees are in CoNLL-U beside them, corrected by hand, so that
//! these tests show what the rules make of a right tree, whatever the weights.

#![allow(clippy::unwrap_used)] // a test that cannot set itself up has failed

use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence, conllu};
use sayso_reading::read;
use sayso_schema::{Document, Reading, Span, Statement};

fn article(name: &str) -> Reading {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles");
    let file = |end: &str| std::fs::read_to_string(format!("{folder}/{name}.{end}")).unwrap();
    let text = file("txt");
    let mut from = 0;
    let sentences: Vec<Sentence> = conllu::read(&file("conllu"))
        .unwrap()
        .into_iter()
        .map(|parsed| {
            let byte = from + text[from..].find(&parsed.text).unwrap();
            from = byte + parsed.text.len();
            moved(parsed.sentence, text[..byte].chars().count())
        })
        .collect();
    let mut document = Document::new(name, text);
    document.publisher = Some("Hale Gazette".to_owned());
    if let Some(title) = document.text.lines().next().filter(|line| !line.ends_with(['.', '”'])) {
        document.title_span = Some(Span::new(0, title.chars().count()));
    }
    document.byline_span = document.text.find("By Ada Brook").map(|at| Span::new(at, at + 12));
    read(
        document,
        &sentences,
        &Discourse::default(),
        &Knowledge::embedded().unwrap(),
    )
}

fn moved(mut sentence: Sentence, by: usize) -> Sentence {
    let spans = sentence.tokens.iter_mut().map(|token| &mut token.span);
    for span in spans.chain([&mut sentence.span]) {
        *span = Span::new(span.start + by, span.end + by);
    }
    sentence
}

/// One paragraph a statement: who, how, how sure, and the words.
fn told(reading: &Reading) -> String {
    let number = |id| reading.statements.iter().position(|other| Some(&other.id) == id);
    let mut out = String::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        out += &format!("{index}. {}\n", who(statement));
        for passage in &statement.cue {
            out += &format!("   cue      {}\n", passage.text);
        }
        for passage in &statement.content {
            out += &format!("   content  {}\n", passage.text);
        }
        let source = statement.factuality.source.map_or("-", |value| value.as_str());
        out += &format!(
            "   {:?}, {:?}, {:?}; {source} for its source, {} for the author\n",
            statement.act,
            statement.quotation,
            statement.distancing,
            statement.factuality.author.as_str()
        );
        for (word, id) in [("within", &statement.within), ("repeats", &statement.repeats)] {
            if let Some(other) = number(id.as_ref()) {
                out += &format!("   {word} {other}\n");
            }
        }
        out += &format!(
            "   because {}\n",
            statement
                .because
                .lines
                .iter()
                .map(|line| name(line))
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    out
}

/// `attribution/cues.tsv:41 claim` without the number, which moves with every new line.
fn name(line: &str) -> String {
    let (place, name) = line.split_once(' ').unwrap_or((line, ""));
    format!("{} {name}", place.split(':').next().unwrap_or_default())
}

fn who(statement: &Statement) -> String {
    let links = |links: &[sayso_schema::Link]| {
        let names = links
            .iter()
            .map(|link| format!("{} ({:?})", link.name.as_deref().unwrap_or("?"), link.kind));
        names.collect::<Vec<_>>().join(" > ")
    };
    let inferred = match statement.chain_inferred.as_slice() {
        [] => String::new(),
        chain => format!("; likely {}", links(chain)),
    };
    format!("{:?}: {}{inferred}", statement.voice, links(&statement.chain))
}

fn verbatim(reading: &Reading) {
    let characters: Vec<char> = reading.document.text.chars().collect();
    let stands = |span: Span, text: &str| assert_eq!(characters[span.start..span.end].iter().collect::<String>(), text);
    for statement in &reading.statements {
        stands(statement.span, &statement.text);
        for passage in statement.cue.iter().chain(&statement.content) {
            stands(passage.span, &passage.text);
        }
    }
    let mut ids: Vec<&str> = reading
        .statements
        .iter()
        .map(|statement| statement.id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), reading.statements.len(), "two rows with one id");
}

macro_rules! snapshots {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let reading = article(stringify!($name));
            verbatim(&reading);
            insta::assert_snapshot!(told(&reading));
        }
    )*};
}

snapshots!(accord headlines hearsay nested quotes thoughts);
