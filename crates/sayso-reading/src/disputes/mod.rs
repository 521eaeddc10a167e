//! What does not agree inside one document.
//!
//! [`figures`] sets figures of comparable things side by side, [`agreements`] the steps of one agreement;
//! [`sentence`] puts in plain words how they differ. A dispute never says which row is false, and two figures of
//! different things are told apart as incommensurable: they may both be right.

mod agreements;
mod figures;
mod sentence;
mod side;

#[cfg(test)]
mod tests;

use sayso_schema::{Agreement, Because, Comparison, Difference, Dispute, DisputeType, Figure, RowId, RowKind, Span};

use crate::ids::Ids;
use crate::scene::Scene;

/// A dispute before it has an identity.
struct Draft {
    kind: DisputeType,
    spans: Vec<Span>,
    rows: Vec<RowId>,
    comparison: Option<Comparison>,
    differs_on: Vec<Difference>,
    ratio: Option<f64>,
    sentence: String,
    because: Because,
}

/// The disputes of a document, in the order of the text.
pub(crate) fn disputes(scene: &Scene<'_, '_>, figures: &[Figure], agreements: &[Agreement]) -> Vec<Dispute> {
    let mut drafts = figures::between(scene, figures);
    drafts.extend(agreements::of_stages(agreements));
    drafts.sort_by(|a, b| (&a.spans, a.kind).cmp(&(&b.spans, b.kind)));
    let mut ids = Ids::new(scene.document, RowKind::Dispute);
    let rows = drafts.into_iter().filter_map(|draft| {
        let span = draft.spans.iter().copied().reduce(Span::hull)?;
        let id = ids.next(&[span]);
        Some(Dispute {
            id,
            span,
            text: scene.text.at(span).to_owned(),
            kind: draft.kind,
            rows: draft.rows,
            comparison: draft.comparison,
            differs_on: draft.differs_on,
            ratio: draft.ratio,
            sentence: draft.sentence,
            because: draft.because,
        })
    });
    rows.collect()
}
