//! Nouns for instruments.

use std::collections::HashMap;

use super::INSTRUMENTS;
use crate::{Defect, Sources};

/// Which instruments may be called by each other's nouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Treaties, deals, accords.
    Pact,
    /// Ceasefires and armistices.
    Truce,
    /// Joint statements and declarations.
    Statement,
    /// Resolutions of international bodies.
    Resolution,
    /// Laws and decrees of sanctions.
    Law,
}

/// When a noun names an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// Where the words around it speak of one certain instrument.
    Told,
    /// Only as part of a name.
    Named,
}

/// A noun for an instrument.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// The noun, in small letters.
    pub noun: String,
    /// What else it may be called.
    pub family: Family,
    /// When it is one.
    pub when: When,
    /// The line that tells it.
    pub because: String,
}

/// Every noun for an instrument.
#[derive(Clone, Debug, Default)]
pub struct Instruments {
    by_noun: HashMap<String, Instrument>,
}

impl Instruments {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(INSTRUMENTS)? {
            for entry in table.entries() {
                let noun = entry.required("noun")?;
                let family = match entry.required("family")? {
                    "pact" => Family::Pact,
                    "truce" => Family::Truce,
                    "statement" => Family::Statement,
                    "resolution" => Family::Resolution,
                    "law" => Family::Law,
                    other => {
                        let remedy = "write pact, truce, statement, resolution or law";
                        return Err(entry.defect(format!("`{other}` is no family of instruments"), remedy));
                    }
                };
                let when = match entry.required("when")? {
                    "always" => When::Always,
                    "told" => When::Told,
                    "named" => When::Named,
                    other => {
                        return Err(entry.defect(
                            format!("`{other}` does not say when the noun is an instrument"),
                            "write always, told or named",
                        ));
                    }
                };
                let instrument = Instrument {
                    noun: noun.to_owned(),
                    family,
                    when,
                    because: entry.because(noun),
                };
                this.by_noun.insert(noun.to_owned(), instrument);
            }
        }
        Ok(this)
    }

    /// The instrument that a noun names, by its dictionary form in small letters.
    pub fn get(&self, noun: &str) -> Option<&Instrument> {
        self.by_noun.get(noun)
    }
}
