//! What an agreement binds whom to, as told.

use sayso_schema::Agreement;

use super::Found;
use crate::scene::Scene;

/// Adds what it provides to each agreement; `rows` are in the order of `found`'s agreements.
pub(crate) fn provisions(_scene: &Scene<'_, '_>, _found: &Found, _rows: &mut [Agreement]) {}
