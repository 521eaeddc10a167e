//! What was agreed, how far it has come and what it binds whom to.

use sayso_schema::{Agreement, Because, MentionForm, RowId, RowKind, Span};

use crate::scene::Scene;

pub(crate) mod citations;
mod mentions;
mod provisions;
mod stages;

pub(crate) use mentions::{Found, Mention};

/// The agreements of a document, in the order of their first mentions.
pub(crate) fn agreements(scene: &Scene<'_, '_>) -> Vec<Agreement> {
    let candidates = mentions::candidates(scene);
    let mut found = Found::default();
    let mut kinds: Vec<(&str, String)> = Vec::new();
    for candidate in &candidates {
        let tree = &scene.trees[candidate.sentence];
        let noun = candidate.instrument.noun.as_str();
        let agreement = kinds.iter().position(|(known, _)| *known == noun).unwrap_or_else(|| {
            kinds.push((noun, candidate.instrument.because.clone()));
            kinds.len() - 1
        });
        found.mentions.push(Mention {
            sentence: candidate.sentence,
            head: candidate.head,
            words: candidate.words,
            span: Span::new(
                tree.token(candidate.words.0).span.start,
                tree.token(candidate.words.1).span.end,
            ),
            form: MentionForm::Nominal,
            agreement,
        });
    }
    found.agreements = kinds.len();
    let of = |sentence: usize| found.mentions.partition_point(|mention| mention.sentence < sentence);
    found.first = (0..=scene.trees.len()).map(of).collect();

    let mut rows: Vec<Agreement> = Vec::new();
    for (at, (noun, because)) in kinds.into_iter().enumerate() {
        let of: Vec<&Mention> = found
            .mentions
            .iter()
            .filter(|mention| mention.agreement == at)
            .collect();
        let Some(first) = of.first() else { continue };
        rows.push(Agreement {
            id: RowId::of(&scene.document.id, RowKind::Agreement, &[first.span], at),
            span: first.span,
            text: scene.text.at(first.span).to_owned(),
            names: of.iter().map(|mention| scene.text.passage(mention.span)).collect(),
            registered: None,
            instrument: Some(noun.to_owned()),
            ambit: None,
            parties: Vec::new(),
            supersedes: None,
            stages: Vec::new(),
            provisions: Vec::new(),
            because: Because {
                lines: vec![because],
                tokens: vec![first.span],
            },
        });
    }
    stages::stages(scene, &found, &mut rows);
    provisions::provisions(scene, &found, &mut rows);
    rows
}
