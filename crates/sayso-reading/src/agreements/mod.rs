//! What was agreed, how far it has come and what it binds whom to.

use sayso_schema::Agreement;

use crate::scene::Scene;

/// The agreements of a document, in the order of their first mentions.
pub(crate) fn agreements(_scene: &Scene<'_, '_>) -> Vec<Agreement> {
    Vec::new()
}
