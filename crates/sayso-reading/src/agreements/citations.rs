//! Other instruments that a passage leans on: "in accordance with Article 51 of the UN Charter".

use std::ops::Range;

use sayso_schema::Citation;

use crate::scene::Scene;

/// The citations among the words of a sentence, in its order.
#[allow(dead_code)]
pub(crate) fn citations(_scene: &Scene<'_, '_>, _sentence: usize, _words: Range<usize>) -> Vec<Citation> {
    Vec::new()
}
