//! What is agreed: words for instruments, for the steps of their life and for what they provide, and a register of
//! well-known instruments.

mod instruments;
pub(crate) mod provisions;
mod register;
pub(crate) mod stages;

pub use instruments::{Family, Instrument, Instruments, Sign, Signs, When};
pub use provisions::{
    ClassLine, Content, Force, How, Part, PartLine, ProvisionClasses, ProvisionWords, TellingWord, Tellings, Wordings,
};
pub use register::{Register, Registered};
pub use stages::{Bare, Course, Organ, Seat, StageWord, StageWords};

use crate::{Defect, Embedded, Sources};

const INSTRUMENTS: &str = "agreements/instruments.tsv";
const SIGNS: &str = "agreements/signs.tsv";
const REGISTER: &str = "agreements/register.tsv";

/// The files of this area that tell what an instrument is; steps and provisions have lists of their own.
pub(crate) const FILES: &[Embedded] = &[
    (
        INSTRUMENTS,
        include_str!("../../../../knowledge/agreements/instruments.tsv"),
    ),
    (REGISTER, include_str!("../../../../knowledge/agreements/register.tsv")),
    (SIGNS, include_str!("../../../../knowledge/agreements/signs.tsv")),
];

/// Everything that agreements rest on.
#[derive(Clone, Debug, Default)]
pub struct AgreementLexicon {
    /// Nouns for instruments.
    pub instruments: Instruments,
    /// Words around such a noun.
    pub signs: Signs,
    /// Well-known instruments.
    pub register: Register,
    /// How the steps of an agreement's life are told.
    pub stages: StageWords,
    /// How it is told what an agreement binds to.
    pub provisions: ProvisionWords,
}

impl AgreementLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        Ok(Self {
            instruments: Instruments::load(sources)?,
            signs: Signs::load(sources)?,
            register: Register::load(sources)?,
            stages: StageWords::load(sources)?,
            provisions: ProvisionWords::load(sources)?,
        })
    }
}
