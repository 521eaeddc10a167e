//! Steps of hand-made trees, and of trees that no parser should make.

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence, Token, Upos};
use sayso_schema::{Document, Span, StageKind, StageStatus};

use crate::any_tree::{self, Made};
/// Sentences of words with part of speech, finer tag, head from 1 (0 for the root) and relation, one `form/lemma/POS/
/// TAG/head/relation` a word.
fn read(sentences: &[&str]) -> Vec<(String, StageKind, StageStatus, Option<StageKind>)> {
    let (mut text, mut parsed) = (String::new(), Vec::new());
    for sentence in sentences {
        let mut tokens = Vec::new();
        let begin = text.chars().count() + usize::from(!text.is_empty());
        for word in sentence.split(' ') {
            let cells: Vec<&str> = word.split('/').collect();
            let [form, lemma, part, tag, head, relation] = cells[..] else {
                panic!("{word}")
            };
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.chars().count();
            text.push_str(form);
            let upos = match part {
                "V" => Upos::Verb,
                "N" => Upos::Noun,
                "P" => Upos::Propn,
                "D" => Upos::Det,
                "X" => Upos::Aux,
                "T" => Upos::Part,
                _ => Upos::Adp,
            };
            tokens.push(Token {
                span: Span::new(start, text.chars().count()),
                form: form.to_owned(),
                lemma: lemma.to_owned(),
                upos,
                xpos: tag.into(),
                deprel: relation.into(),
                head: head.parse::<usize>().unwrap().checked_sub(1),
                ..Token::default()
            });
        }
        parsed.push(Sentence {
            span: Span::new(begin, text.chars().count()),
            tokens,
            ..Sentence::default()
        });
    }
    let reading = crate::read(
        Document::new("test", text.as_str()),
        &parsed,
        &Discourse::default(),
        knowledge(),
    );
    let stages = reading.agreements.into_iter().flat_map(|row| row.stages);
    stages
        .map(|stage| (stage.trigger.text, stage.stage, stage.status, stage.told_as))
        .collect()
}

const CHAMBER: &str = "The/the/D/DT/2/det parliament/parliament/N/NN/3/nsubj ratified/ratify/V/VBD/0/root \
                       the/the/D/DT/5/det treaty/treaty/N/NN/3/obj";
const BARE: &str = "The/the/D/DT/2/det treaty/treaty/N/NN/5/nsubj:pass has/have/X/VBZ/5/aux been/be/X/VBN/5/aux:pass \
                    ratified/ratify/V/VBN/0/root";

#[test]
fn a_chamber_does_not_ratify() {
    let told = read(&[CHAMBER]);
    assert_eq!(
        told,
        [(
            "ratified".to_owned(),
            StageKind::ChamberAdopted,
            StageStatus::Done,
            None
        )]
    );
}

#[test]
fn what_is_told_as_ratified_is_what_was_done_at_home() {
    let told = read(&[BARE]);
    assert_eq!(told[0].1, StageKind::Ratified);
    let told = read(&[CHAMBER, BARE]);
    assert_eq!(
        (told[1].1, told[1].3),
        (StageKind::ChamberAdopted, Some(StageKind::Ratified))
    );
}

#[test]
fn the_signing_of_a_law_is_one_step() {
    let told = read(&[
        "Putin/Putin/P/NNP/2/nsubj signed/sign/V/VBD/0/root a/a/D/DT/4/det law/law/N/NN/2/obj \
                       ratifying/ratify/V/VBG/4/acl the/the/D/DT/7/det treaty/treaty/N/NN/5/obj",
    ]);
    let words = "signed a law ratifying".to_owned();
    assert_eq!(
        told,
        [(words, StageKind::RatificationLawSigned, StageStatus::Done, None)]
    );
}

#[test]
fn modals_and_negations_tell_how_it_stands() {
    let told = read(&[
        "Iran/Iran/P/NNP/3/nsubj will/will/X/MD/3/aux sign/sign/V/VB/0/root the/the/D/DT/5/det \
                       treaty/treaty/N/NN/3/obj",
    ]);
    assert_eq!((told[0].1, told[0].2), (StageKind::Signed, StageStatus::Announced));
    let told = read(&[
        "Iran/Iran/P/NNP/2/nsubj refused/refuse/V/VBD/0/root to/to/T/TO/4/mark sign/sign/V/VB/2/xcomp \
                       the/the/D/DT/6/det treaty/treaty/N/NN/4/obj",
    ]);
    assert_eq!((told[0].1, told[0].2), (StageKind::Signed, StageStatus::Refused));
    let told = read(&[
        "The/the/D/DT/2/det truce/truce/N/NN/3/nsubj went/go/V/VBD/0/root into/into/A/IN/5/case \
                       effect/effect/N/NN/3/obl",
    ]);
    assert_eq!(told[0].0, "went into effect");
    assert_eq!((told[0].1, told[0].2), (StageKind::InForce, StageStatus::Done));
}

const WORDS: [&str; 16] = [
    "Russia",
    "signed",
    "talks",
    "agreed",
    "to",
    "treaty",
    "not",
    "will",
    "which",
    "law",
    "of",
    "ratifying",
    "truce",
    "force",
    "into",
    ",",
];
const RELATIONS: [&str; 14] = [
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
    "case",
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
    fn any_tree_gives_steps_that_cite_their_words(
        (text, sentence) in any_tree::sentences(MADE, 14)
    ) {
        let reading = crate::read(Document::new("test", text.as_str()), &[sentence], &Discourse::default(), knowledge());
        let letters: Vec<char> = text.chars().collect();
        for stage in reading.agreements.iter().flat_map(|row| &row.stages) {
            for (span, text) in [(stage.span, &stage.text), (stage.trigger.span, &stage.trigger.text)] {
                prop_assert_eq!(&letters[span.start..span.end].iter().collect::<String>(), text);
            }
            prop_assert!(stage.span.contains(stage.trigger.span));
        }
    }
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::embedded().unwrap())
}

#[test]
fn that_both_agree_is_a_step_of_what_is_spoken_of() {
    let told = read(&[
        "They/they/N/PRP/2/nsubj signed/sign/V/VBD/0/root the/the/D/DT/4/det treaty/treaty/N/NN/2/obj",
        "They/they/N/PRP/2/nsubj agreed/agree/V/VBD/0/root to/to/T/TO/4/mark meet/meet/V/VB/2/xcomp",
    ]);
    let agreed = told.iter().find(|(trigger, ..)| trigger.starts_with("agreed"));
    assert_eq!(
        agreed.map(|told| (told.1, told.2)),
        Some((StageKind::Adopted, StageStatus::Done))
    );
}

#[test]
fn what_stands_right_behind_a_verb_is_its_object_whatever_the_tree() {
    let told = read(&[
        "Delegates/delegate/N/NNS/2/nsubj adopted/adopt/V/VBD/0/root the/the/D/DT/4/det treaty/treaty/N/NN/2/parataxis",
    ]);
    assert!(
        told.iter()
            .any(|told| told.0 == "adopted" && told.1 == StageKind::Adopted)
    );
}

#[test]
fn who_refuses_to_accept_rejects() {
    let told = read(&[
        "Rebels/rebel/N/NNS/2/nsubj refused/refuse/V/VBD/0/root to/to/T/TO/4/mark accept/accept/V/VB/2/xcomp the/the/D/DT/6/det truce/truce/N/NN/4/obj",
    ]);
    assert!(
        told.iter()
            .any(|told| told.1 == StageKind::Rejected && told.2 == StageStatus::Done)
    );
}

const PROPOSED: &str =
    "Denmark/Denmark/P/NNP/2/nsubj proposed/propose/V/VBD/0/root a/a/D/DT/4/det treaty/treaty/N/NN/2/obj";

#[test]
fn what_stands_for_an_agreement_has_its_steps() {
    let told = read(&[
        PROPOSED,
        "Norway/Norway/P/NNP/3/nsubj will/will/X/MD/3/aux reject/reject/V/VB/0/root the/the/D/DT/5/det \
         document/document/N/NN/3/obj",
    ]);
    let rejected = told.iter().find(|told| told.1 == StageKind::Rejected);
    assert_eq!(rejected.map(|told| told.2), Some(StageStatus::Announced));
}

#[test]
fn the_kind_alone_means_the_one_spoken_of_unless_it_is_with_others() {
    let deal = "They/they/N/PRP/2/nsubj reached/reach/V/VBD/0/root a/a/D/DT/4/det treaty/treaty/N/NN/2/obj";
    let told = read(&[PROPOSED, deal]);
    assert!(told.iter().any(|told| told.1 == StageKind::Adopted));
}

#[test]
fn a_participle_may_stand_far_behind_its_agreement() {
    let told = read(&[
        "They/they/N/PRP/2/nsubj praised/praise/V/VBD/0/root the/the/D/DT/4/det treaty/treaty/N/NN/2/obj on/on/A/IN/7/case \
         the/the/D/DT/7/det border/border/N/NN/4/nmod signed/sign/V/VBN/7/acl by/by/A/IN/10/case both/both/N/DT/8/obl",
    ]);
    assert!(told.iter().any(|told| told.1 == StageKind::Signed));
}

#[test]
fn those_who_are_named_together_agree() {
    let told = read(&[
        PROPOSED,
        "Peru/Peru/P/NNP/4/nsubj and/and/A/CC/3/cc Chile/Chile/P/NNP/1/conj agreed/agree/V/VBD/0/root to/to/T/TO/6/mark \
         share/share/V/VB/4/xcomp water/water/N/NN/6/obj",
    ]);
    assert!(told.iter().any(|told| told.0.starts_with("agreed")));
}
