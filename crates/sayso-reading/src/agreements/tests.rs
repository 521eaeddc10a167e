//! Agreements in invented articles. Their trees in `cases.conllu` are the language engine's own (`sayso parse`), faults
//! and all.

use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence, Token, Upos, conllu};
use sayso_schema::{Agreement, Ambit, Document, Reading, RowId, Span};

use super::citations::citations;
use crate::any_tree::{self, Made};
use crate::scene::{Scene, Told};
use crate::tree::Tree;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// The text and sentences of the article that begins so.
fn article(beginning: &str) -> (String, Vec<Sentence>) {
    let parsed = conllu::read(include_str!("cases.conllu")).unwrap();
    let from = parsed
        .iter()
        .position(|parsed| parsed.opens_document && parsed.text.starts_with(beginning));
    let from = from.unwrap_or_else(|| panic!("no article begins with `{beginning}`"));
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for (at, parsed) in parsed.into_iter().enumerate().skip(from) {
        if parsed.opens_document && at > from {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        let by = text.chars().count();
        text.push_str(&parsed.text);
        let mut sentence = parsed.sentence;
        let spans = sentence.tokens.iter_mut().map(|token| &mut token.span);
        for span in spans.chain([&mut sentence.span]) {
            *span = Span::new(span.start + by, span.end + by);
        }
        sentences.push(sentence);
    }
    (text, sentences)
}

fn reading(beginning: &str) -> Reading {
    let (text, sentences) = article(beginning);
    crate::read(
        Document::new("note", text),
        &sentences,
        &Discourse::default(),
        &KNOWLEDGE,
    )
}

fn names(agreement: &Agreement) -> Vec<&str> {
    agreement.names.iter().map(|name| name.text.as_str()).collect()
}

/// What each agreement is called, and its parties.
fn told(reading: &Reading) -> Vec<(Vec<&str>, Vec<&str>)> {
    let name = |id: &RowId| {
        let mut entities = reading.entities.iter();
        entities.find(|entity| entity.id == *id).unwrap().name.as_str()
    };
    let agreements = reading.agreements.iter();
    agreements
        .map(|agreement| {
            let mut parties: Vec<&str> = agreement.parties.iter().map(name).collect();
            parties.sort_unstable();
            (names(agreement), parties)
        })
        .collect()
}

#[test]
fn a_definite_phrase_takes_up_what_was_signed() {
    let reading = reading("France and Spain");
    assert_eq!(
        told(&reading),
        [(vec!["trade agreement", "agreement"], vec!["France", "Spain"])]
    );
    assert_eq!(reading.agreements[0].ambit, Some(Ambit::Bilateral));
    assert_eq!(reading.agreements[0].instrument.as_deref(), Some("agreement"));
    assert!(reading.agreements[0].because.lines[0].contains("agreements/instruments.tsv:"));
}

#[test]
fn agreements_with_others_are_others() {
    let reading = reading("Peru hopes");
    let expected = [
        (vec!["free trade agreement"], vec!["India", "Peru"]),
        (vec!["free trade agreement"], vec!["Japan"]),
    ];
    assert_eq!(told(&reading), expected);
}

#[test]
fn agreement_in_general_and_business_are_none() {
    for beginning in ["The rebels rejected", "Acme Corp."] {
        assert_eq!(told(&reading(beginning)), [], "{beginning}");
    }
}

#[test]
fn what_is_replaced_is_another_one() {
    let reading = reading("The treaty between Poland");
    let expected = [
        (vec!["treaty"], vec!["Poland", "Ukraine"]),
        (vec!["1992 treaty"], vec!["Poland", "Ukraine"]),
    ];
    assert_eq!(told(&reading), expected);
    let superseded = reading.agreements[0].supersedes.as_ref().unwrap();
    assert_eq!(superseded.text, "1992 treaty");
}

#[test]
fn abbreviations_other_nouns_and_one_of_several() {
    let memorandum = reading("Egypt signed");
    let expected = [(
        vec!["Memorandum of Understanding", "MOU", "MOU"],
        vec!["Egypt", "Kenya"],
    )];
    assert_eq!(told(&memorandum), expected);
    let truce = reading("Turkey and Greece");
    assert_eq!(told(&truce), [(vec!["ceasefire", "truce"], vec!["Greece", "Turkey"])]);
    let several = reading("Brazil and Chile");
    let parties = vec!["Brazil", "Chile"];
    assert_eq!(
        told(&several),
        [(vec!["two accords"], parties.clone()), (vec!["One accord"], parties)]
    );
}

#[test]
fn the_two_countries_are_those_named_together_last() {
    let reading = reading("Turkey and Israel");
    let parties = vec!["Israel", "Turkey"];
    let expected = [
        (vec!["peace treaty", "treaty"], parties.clone()),
        (vec!["fishery pact"], parties),
    ];
    assert_eq!(told(&reading), expected);
}

#[test]
fn the_register_tells_the_parties_that_an_article_names() {
    let reading = reading("Officials in Israel");
    let expected = [(vec!["Oslo Accords", "accords"], vec!["Israel", "Palestinian Authority"])];
    assert_eq!(told(&reading), expected);
}

#[test]
fn a_resolution_binds_whom_it_demands_something_of() {
    assert_eq!(told(&reading("Norway urged")), [(vec!["resolution"], vec!["Sudan"])]);
}

#[test]
fn those_who_mediate_are_no_parties() {
    assert_eq!(
        told(&reading("Togo and Niger")),
        [(vec!["agreement"], vec!["Niger", "Togo"])]
    );
}

#[test]
fn a_name_inside_that_of_a_body_is_no_agreement() {
    assert_eq!(told(&reading("Peru's efforts")), []);
}

#[test]
fn names_go_on_behind_their_noun() {
    let reading = reading("Togo and Benin");
    let called: Vec<Vec<&str>> = reading.agreements.iter().map(names).collect();
    assert_eq!(called, [vec!["Treaty of Amity and Cooperation"]]);
}

#[test]
fn joined_nouns_share_the_parties_behind_the_last() {
    let reading = reading("Inspectors in Togo");
    let (_, parties) = told(&reading).swap_remove(0);
    assert_eq!(parties, ["Ghana", "Togo"]);
}

#[test]
fn a_truce_is_between_the_rebels_and_the_government() {
    let reading = reading("The Nepalese government");
    let expected = [(vec!["ceasefire"], vec!["The Nepalese government", "The rebels"])];
    assert_eq!(told(&reading), expected);
}

#[test]
fn citations_resolve_in_the_register() {
    let (text, sentences) = article("Israel acted");
    let document = Document::new("note", text);
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let told = Told {
        entities: &[],
        statements: &[],
        times: &[],
        places: &[],
    };
    let scene = Scene::new(&document, &trees, told, &KNOWLEDGE);
    let found = citations(&scene, 0, 0..trees[0].len());
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.passage.text.as_str(),
                one.instrument.as_deref(),
                one.article.as_deref(),
                one.relation.as_deref(),
            )
        })
        .collect();
    let charter = Some("Charter of the United Nations");
    assert_eq!(
        told[0],
        (
            "Article 51 of the UN Charter",
            charter,
            Some("Article 51"),
            Some("in accordance with")
        )
    );
    assert_eq!(
        (told[1].0, told[1].3),
        ("UN Security Council Resolution 1701", Some("under"))
    );
    assert_eq!(citations(&scene, 9, 0..4), []);
    assert_eq!(citations(&scene, 0, 500..700), []);
}

const WORDS: [&str; 20] = [
    "Israel",
    "treaty",
    "agreement",
    "the",
    "a",
    "two",
    "accords",
    "between",
    "and",
    "Egypt",
    "signed",
    "It",
    "bans",
    "-",
    "ceasefire",
    "Article",
    "51",
    "NPT",
    "(",
    "replaces",
];
const RELATIONS: [&str; 14] = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "conj",
    "amod",
    "compound",
    "det",
    "case",
    "appos",
    "acl:relcl",
    "nmod:poss",
    "nsubj:pass",
    "punct",
];
const PARTS: [Upos; 6] = [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Adj, Upos::Pron, Upos::Num];

const MADE: Made = Made {
    words: &WORDS,
    relations: &RELATIONS,
    parts: &PARTS,
    lemma: |word| word.trim_end_matches('s').to_lowercase(),
};

proptest! {
    #[test]
    fn any_tree_gives_agreements_that_cite_their_words(
        (text, sentence) in any_tree::sentences(MADE, 16)
    ) {
        let reading = crate::read(Document::new("test", text.as_str()), &[sentence], &Discourse::default(), &KNOWLEDGE);
        let letters: Vec<char> = text.chars().collect();
        for name in reading.agreements.iter().flat_map(|agreement| &agreement.names) {
            prop_assert_eq!(letters[name.span.start..name.span.end].iter().collect::<String>(), name.text.clone());
        }
    }
}

/// A sentence that goes on and on costs no more than its length.
#[test]
fn endless_lists_of_treaties_end() {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for at in 0..60_000_usize {
        let start = text.len();
        text.push_str("treaty");
        tokens.push(Token {
            span: Span::new(start, text.len()),
            form: "treaty".to_owned(),
            lemma: "treaty".to_owned(),
            upos: Upos::Noun,
            deprel: "conj".into(),
            head: (at > 0).then_some(0),
            ..Token::default()
        });
        text.push(' ');
    }
    let sentence = Sentence {
        span: Span::new(0, text.len()),
        tokens,
        ..Sentence::default()
    };
    let document = Document::new("test", text);
    let trees = [Tree::new(&sentence)];
    let told = Told {
        entities: &[],
        statements: &[],
        times: &[],
        places: &[],
    };
    let scene = Scene::new(&document, &trees, told, &KNOWLEDGE);
    assert!(!super::agreements(&scene).is_empty());
}
