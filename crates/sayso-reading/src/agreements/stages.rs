//! The steps of an agreement's life that the article tells.

use sayso_schema::Agreement;

use super::Found;
use crate::scene::Scene;

/// Adds its steps to each agreement; `rows` are in the order of `found`'s agreements.
pub(crate) fn stages(_scene: &Scene<'_, '_>, _found: &Found, _rows: &mut [Agreement]) {}
