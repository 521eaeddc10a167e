//! Words for what an agreement binds to.

use crate::{Defect, Embedded, Sources};

/// The files of this part.
pub(crate) const FILES: &[Embedded] = &[];

/// Its words.
#[derive(Clone, Debug, Default)]
pub struct ProvisionWords {}

impl ProvisionWords {
    pub(super) fn load(_sources: &Sources) -> Result<Self, Defect> {
        Ok(Self::default())
    }
}
