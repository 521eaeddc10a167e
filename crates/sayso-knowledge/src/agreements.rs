//! What is agreed: words for instruments, for the steps of their life and for what they provide, and a register of
//! well-known instruments.

use crate::{Defect, Embedded, Sources};

pub(crate) const FILES: &[Embedded] = &[];

/// Everything that agreements rest on.
#[derive(Clone, Debug, Default)]
pub struct AgreementLexicon {}

impl AgreementLexicon {
    pub(crate) fn load(_sources: &Sources) -> Result<Self, Defect> {
        Ok(Self::default())
    }
}
