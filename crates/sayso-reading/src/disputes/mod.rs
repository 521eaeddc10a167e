//! What does not agree inside one document.

use sayso_schema::{Agreement, Dispute, Figure};

use crate::scene::Scene;

/// The disputes of a document, in the order of the text.
pub(crate) fn disputes(_scene: &Scene<'_, '_>, _figures: &[Figure], _agreements: &[Agreement]) -> Vec<Dispute> {
    Vec::new()
}
