//! Words for the steps of an agreement's life.

use crate::{Defect, Embedded, Sources};

/// The files of this part.
pub(crate) const FILES: &[Embedded] = &[];

/// Its words.
#[derive(Clone, Debug, Default)]
pub struct StageWords {}

impl StageWords {
    pub(super) fn load(_sources: &Sources) -> Result<Self, Defect> {
        Ok(Self::default())
    }
}
