//! What is said in an agreement's own name: "…, said the joint statement".

use sayso_knowledge::agreements::{How, TellingWord};
use sayso_language::Upos;
use sayso_schema::{Act, Duty, LinkKind, Span};

use super::{Found, Spread, Told};
use crate::grammar::{lemma, lower, related};
use crate::scene::Scene;
use crate::tree::Tree;

/// Adds what statements lay down whose source is an agreement.
pub(super) fn told<'k>(scene: &Scene<'_, 'k>, found: &Found, into: &mut Vec<Told<'k>>) {
    let tellings = &scene.knowledge.agreements.provisions.tellings;
    let Some(line) = tellings.word("say", How::Says) else {
        return;
    };
    for statement in scene.statements {
        if !matches!(
            statement.act,
            Act::Stipulate | Act::Purpose | Act::Say | Act::Assert | Act::Promise | Act::Demand | Act::Report
        ) {
            continue;
        }
        let Some(source) = statement.chain.last().filter(|link| link.kind == LinkKind::Document) else {
            continue;
        };
        let Some(agreement) = source.span.and_then(|span| agreement_at(scene, found, span)) else {
            continue;
        };
        for content in &statement.content {
            let from = scene
                .trees
                .partition_point(|tree| tree.sentence.span.end <= content.span.start);
            let Some(tree) = scene.trees.get(from) else { continue };
            if let Some(one) = clause(scene, tree, from, content.span, agreement, line, statement.act) {
                into.push(one);
            }
        }
    }
}

fn agreement_at(scene: &Scene<'_, '_>, found: &Found, source: Span) -> Option<usize> {
    let from = scene
        .trees
        .partition_point(|tree| tree.sentence.span.end <= source.start);
    let tree = scene.trees.get(from)?;
    let tokens = &tree.sentence.tokens;
    let first = tokens.partition_point(|token| token.span.start < source.start);
    let last = tokens
        .partition_point(|token| token.span.end <= source.end)
        .checked_sub(1)?;
    if first > last {
        return None;
    }
    // "the reaction to the resolution" is not the resolution.
    let top = tree.top(first, last);
    let tellings = &scene.knowledge.agreements.provisions.tellings;
    let part = [How::Part, How::Opening, How::Share]
        .iter()
        .any(|how| tellings.word(&lemma(tree, top), *how).is_some());
    let mut of = found.of_sentence(from);
    of.find(|mention| {
        let own = (mention.words.0..=mention.words.1).contains(&top);
        own || part && (first..=last).contains(&mention.head)
    })
    .map(|mention| mention.agreement)
}

/// The clause that a statement's content is, where it says what shall or may be done.
fn clause<'k>(
    scene: &Scene<'_, 'k>,
    tree: &Tree<'_>,
    sentence: usize,
    content: Span,
    agreement: usize,
    line: &'k TellingWord,
    act: Act,
) -> Option<Told<'k>> {
    let tokens = &tree.sentence.tokens;
    let first = tokens.partition_point(|token| token.span.start < content.start);
    let last = tokens
        .partition_point(|token| token.span.end <= content.end)
        .checked_sub(1)?;
    if first > last {
        return None;
    }
    let mut head = tree.top(first, last);
    let tellings = &scene.knowledge.agreements.provisions.tellings;
    // "The ministers agreed that …, said a joint statement."
    let agrees = tellings.word(&lemma(tree, head), How::Agrees);
    if agrees.is_some() {
        let inner = ["ccomp", "xcomp"]
            .iter()
            .find_map(|relation| tree.child(head, relation));
        head = inner?;
    }
    let clause = tree.token(head).upos == Upos::Verb || tree.child(head, "nsubj").is_some();
    let wordings = &scene.knowledge.agreements.provisions.wordings;
    let duty = related(tree, head, &["aux"])
        .into_iter()
        .find_map(|aux| wordings.duty(&tree.token(aux).form.to_lowercase()));
    let lays_down = matches!(act, Act::Stipulate | Act::Purpose | Act::Demand);
    let infinitive = agrees.is_some() && tree.child(head, "mark").is_some_and(|mark| lower(tree, mark) == "to");
    let owed = lays_down || duty.is_some() || infinitive;
    if !clause || !owed || tellings.word(&lemma(tree, head), How::Idle).is_some() {
        return None;
    }
    Some(Told {
        agreement,
        sentence,
        head,
        within: (first, last),
        cut: None,
        spread: Spread::All,
        shared: false,
        after: 0,
        weak: false,
        purpose: act == Act::Purpose,
        duty: Some(duty.unwrap_or(Duty::Must)),
        bearer: None,
        teller: tree.token(head).span,
        how: line.how,
        line: &line.because,
    })
}
