//! Provisions in invented sentences. Their trees in `provisions_cases.conllu` are the language engine's own (`sayso
//! parse`), faults and all.

use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Upos, conllu};
use sayso_schema::{Document, Duty, Passage, Provision, ProvisionClass, Reading, Span};

use crate::any_tree::{self, Made};
static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// What the sentences that begin so tell, one after the other.
fn told_in_a_row(beginnings: &[&str]) -> Vec<(ProvisionClass, String)> {
    let parsed = conllu::read(include_str!("provisions_cases.conllu")).unwrap();
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for beginning in beginnings {
        let one = parsed.iter().find(|parsed| parsed.text.starts_with(beginning)).unwrap();
        let mut sentence = one.sentence.clone();
        let from = text.len();
        let shift = |span: Span| Span::new(span.start + from, span.end + from);
        sentence.span = shift(sentence.span);
        for token in &mut sentence.tokens {
            token.span = shift(token.span);
        }
        text.push_str(&one.text);
        text.push(' ');
        sentences.push(sentence);
    }
    let reading = crate::read(
        Document::new("note", text),
        &sentences,
        &Discourse::default(),
        &KNOWLEDGE,
    );
    let all = provisions(&reading);
    all.into_iter().map(|of| (of.class, of.text.clone())).collect()
}

/// The reading of the one sentence that begins so.
fn read(beginning: &str) -> Reading {
    let parsed = conllu::read(include_str!("provisions_cases.conllu")).unwrap();
    let parsed = parsed
        .into_iter()
        .find(|parsed| parsed.text.starts_with(beginning))
        .unwrap();
    let document = Document::new("note", parsed.text);
    crate::read(document, &[parsed.sentence], &Discourse::default(), &KNOWLEDGE)
}

fn provisions(reading: &Reading) -> Vec<&Provision> {
    let mut all: Vec<&Provision> = reading.agreements.iter().flat_map(|of| &of.provisions).collect();
    all.sort_by_key(|provision| provision.span);
    all
}

fn told(beginning: &str) -> Vec<(ProvisionClass, Option<Duty>, String)> {
    let reading = read(beginning);
    let all = provisions(&reading);
    all.into_iter().map(|of| (of.class, of.duty, of.text.clone())).collect()
}

fn words(passage: Option<&Passage>) -> Option<&str> {
    passage.map(|passage| passage.text.as_str())
}

#[test]
fn a_duty_has_its_trigger_and_its_manner() {
    let reading = read("Among its key provisions");
    let all = provisions(&reading);
    let [defense] = all.as_slice() else { panic!("{all:#?}") };
    assert_eq!(
        (defense.class, defense.duty),
        (ProvisionClass::Defense, Some(Duty::Must))
    );
    assert!(
        defense.text.starts_with("both parties will provide"),
        "{}",
        defense.text
    );
    assert_eq!(words(defense.trigger.as_ref()), Some("in the event of an armed attack"));
    assert_eq!(words(defense.qualifier.as_ref()), Some("immediate"));
    let parties = reading.agreements.iter().find(|of| !of.provisions.is_empty());
    assert_eq!(Some(&defense.bearers), parties.map(|of| &of.parties));
    assert!(
        defense.because.lines[0].starts_with("agreements/telling.tsv:"),
        "{:?}",
        defense.because
    );
}

#[test]
fn what_neither_may_do_is_forbidden() {
    let reading = read("The treaty emphasizes");
    let all = provisions(&reading);
    let [one] = all.as_slice() else { panic!("{all:#?}") };
    assert_eq!(
        (one.class, one.duty),
        (ProvisionClass::NoConflictingAgreements, Some(Duty::MustNot))
    );
    assert_eq!(words(one.scope.as_ref()), Some("with third states"));
}

#[test]
fn principles_among_a_partnership_make_no_class() {
    let all = told("The peace treaty outlines");
    let [(class, duty, _)] = all.as_slice() else {
        panic!("{all:#?}")
    };
    assert_eq!((*class, *duty), (ProvisionClass::Partnership, Some(Duty::Must)));
}

#[test]
fn each_clause_of_a_list_is_one() {
    let all = told("Under the ceasefire");
    let texts: Vec<_> = all.iter().map(|(class, _, text)| (*class, text.as_str())).collect();
    assert_eq!(
        texts,
        [
            (ProvisionClass::WithdrawalOfForces, "Freedonia will withdraw its troops"),
            (ProvisionClass::Prisoners, "Sylvania will release all prisoners"),
        ]
    );
}

#[test]
fn participles_on_the_agreement_tell_it() {
    let all = told("Freedonia and Sylvania signed a treaty banning");
    let first = all.first().unwrap();
    assert_eq!(
        (first.0, first.1, first.2.as_str()),
        (ProvisionClass::ArmsLimits, Some(Duty::MustNot), "banning nuclear tests")
    );
}

#[test]
fn an_aim_is_a_purpose() {
    let all = told("The Freedonian parliament");
    let [(class, duty, text)] = all.as_slice() else {
        panic!("{all:#?}")
    };
    assert_eq!((*class, *duty), (ProvisionClass::Purpose, None));
    assert_eq!(text, "strengthen cooperation between the two countries");
}

#[test]
fn relative_clauses_tell_it() {
    let all = told("The two countries signed");
    let [(class, _, text)] = all.as_slice() else {
        panic!("{all:#?}")
    };
    assert_eq!(*class, ProvisionClass::Trade);
    assert_eq!(text, "Sylvania will open its markets to Freedonian goods");
}

#[test]
fn what_is_allowed_may_be_done() {
    let all = told("The treaty allows");
    let [(class, duty, _)] = all.as_slice() else {
        panic!("{all:#?}")
    };
    assert_eq!((*class, *duty), (ProvisionClass::Bases, Some(Duty::May)));
}

#[test]
fn breaches_hopes_and_denials_are_none() {
    assert_eq!(told("Freedonia violated the ceasefire"), []);
    assert_eq!(told("The treaty does not require"), []);
}

const WORDS: [&str; 18] = [
    "treaty",
    "ceasefire",
    "bans",
    "requires",
    "to",
    "that",
    "under",
    "which",
    "withdraw",
    "and",
    "will",
    "not",
    "troops",
    "such",
    "as",
    "in",
    "order",
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
    "cc",
    "aux",
];
const PARTS: [Upos; 6] = [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Punct, Upos::Pron, Upos::Adp];

const MADE: Made = Made {
    words: &WORDS,
    relations: &RELATIONS,
    parts: &PARTS,
    lemma: |word| word.trim_end_matches('s').to_owned(),
};

proptest! {
    #[test]
    fn any_tree_gives_provisions_that_cite_their_words(
        (text, sentence) in any_tree::sentences(MADE, 18)
    ) {
        let reading = crate::read(Document::new("test", text.as_str()), &[sentence], &Discourse::default(), &KNOWLEDGE);
        for provision in provisions(&reading) {
            let at = |span: Span| text.chars().skip(span.start).take(span.len()).collect::<String>();
            prop_assert_eq!(at(provision.span), provision.text.clone());
            for part in [&provision.trigger, &provision.scope, &provision.qualifier].into_iter().flatten() {
                prop_assert_eq!(at(part.span), part.text.clone());
            }
        }
    }
}

fn texts(beginning: &str) -> Vec<String> {
    told(beginning).into_iter().map(|(_, _, text)| text).collect()
}

#[test]
fn what_hangs_behind_an_agreement_is_told_of_it() {
    assert_eq!(
        texts("Chad and Niger signed a treaty with"),
        ["exchanging prisoners", "sharing water"]
    );
    assert_eq!(texts("Chad and Niger signed a trade"), ["abolishing customs duties"]);
    assert_eq!(texts("Chad and Niger reached"), ["open the border"]);
}

#[test]
fn what_is_asked_in_a_resolution_is_told_of_it() {
    assert_eq!(texts("The Security Council urged"), ["withdraw its troops from Niger"]);
}

#[test]
fn a_clause_that_only_adds_something_is_left_out() {
    assert_eq!(
        texts("Chad and Niger signed a security"),
        ["grants Mali access to ports"]
    );
}

#[test]
fn a_short_sentence_goes_on_with_what_stands_far_back_in_a_long_one() {
    let all = told_in_a_row(&["Among its key provisions", "The observers will"]);
    assert_eq!(
        all.last().map(|(_, text)| text.as_str()),
        Some("The observers will monitor the border")
    );
}

#[test]
fn the_sentences_after_it_may_tell_on() {
    let all = told_in_a_row(&["Under the peace treaty", "The two sides also", "The observers will"]);
    let all: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        all,
        [
            "Chad will withdraw its troops",
            "exchange prisoners",
            "The observers will monitor the border"
        ]
    );
}
