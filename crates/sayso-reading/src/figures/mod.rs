//! How many of what.

mod contest;
mod excluded;
mod line;
pub(crate) mod number;
mod ordinal;
#[cfg_attr(not(test), expect(dead_code, reason = "read by the figures to come"))]
pub(crate) mod quantity;
mod range;
mod unit;

use sayso_schema::Figure;

use crate::scene::Scene;

/// The figures of a document, in the order of the text, before events are found.
pub(crate) fn figures(_scene: &Scene<'_, '_>) -> Vec<Figure> {
    Vec::new()
}
