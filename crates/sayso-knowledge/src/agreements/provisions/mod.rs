//! Words for what an agreement binds to.

mod classes;
mod telling;
mod wording;

pub use classes::{ClassLine, ProvisionClasses};
pub use telling::{Content, How, TellingWord, Tellings};
pub use wording::{Force, Part, PartLine, Wordings};

use crate::{Defect, Embedded, Sources};

const TELLING: &str = "agreements/telling.tsv";
const CLASSES: &str = "agreements/provisions.tsv";
const PARTS: &str = "agreements/conditions.tsv";
const DUTIES: &str = "agreements/duties.tsv";

/// The files of this part.
pub(crate) const FILES: &[Embedded] = &[
    (TELLING, include_str!("../../../../../knowledge/agreements/telling.tsv")),
    (
        CLASSES,
        include_str!("../../../../../knowledge/agreements/provisions.tsv"),
    ),
    (
        PARTS,
        include_str!("../../../../../knowledge/agreements/conditions.tsv"),
    ),
    (DUTIES, include_str!("../../../../../knowledge/agreements/duties.tsv")),
];

/// Its words.
#[derive(Clone, Debug, Default)]
pub struct ProvisionWords {
    /// Words by which it is told.
    pub tellings: Tellings,
    /// Words that make a class.
    pub classes: ProvisionClasses,
    /// Words that open its parts, and words that make its force.
    pub wordings: Wordings,
}

impl ProvisionWords {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        Ok(Self {
            tellings: Tellings::load(sources)?,
            classes: ProvisionClasses::load(sources)?,
            wordings: Wordings::load(sources)?,
        })
    }
}
