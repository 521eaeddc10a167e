//! How many of what.

pub(crate) mod number;
#[expect(dead_code, reason = "read by the figures to come")]
pub(crate) mod quantity;

use sayso_schema::Figure;

use crate::scene::Scene;

/// The figures of a document, in the order of the text, before events are found.
pub(crate) fn figures(_scene: &Scene<'_, '_>) -> Vec<Figure> {
    Vec::new()
}
