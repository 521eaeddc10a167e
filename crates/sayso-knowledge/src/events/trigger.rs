//! Words that name an act, in some of their uses.

use crate::{Defect, Entry};

use super::slots::{BOTH, SlotPath, When};
use super::{Ontology, Word, WordClass};

/// A word that names an act where its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The word, and those that must stand with it.
    pub word: Word,
    /// What must hold, all of it.
    pub when: Vec<When>,
    /// What it then names; nothing where this use is no event.
    pub act: Option<ActCode>,
    /// Where the actor stands: the first slot that is filled.
    pub actor: Vec<SlotPath>,
    /// Whether all who take part are actors.
    pub reciprocal: bool,
    /// Where the recipient stands: the first slot that is filled.
    pub recipient: Vec<SlotPath>,
    /// Which ontology it is of: 0 for PLOVER. One word can name an act in each.
    pub set: usize,
    /// Which file it is from: 0 for ours, later ones win.
    pub rank: usize,
    /// `file:line word`.
    pub because: String,
}

/// A type with what more is known of the act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActCode {
    /// The type's name.
    pub kind: String,
    /// Its modes.
    pub modes: Vec<String>,
    /// The CAMEO code: full where certain, else its root.
    pub cameo: Option<String>,
}

impl Trigger {
    pub(super) fn load(entry: &Entry<'_, '_>, rank: usize, ontology: &Ontology) -> Result<Self, Defect> {
        let lemma = entry.required("lemma")?;
        let class = match entry.required("pos")? {
            "verb" => WordClass::Verb,
            "noun" => WordClass::Noun,
            "adj" => WordClass::Adjective,
            other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb, noun or adj")),
        };
        let when = When::list(entry.get("when")).map_err(|cause| {
            let remedy = "a condition is SLOT, SLOT=LEMMA|LEMMA, SLOT=@CLASS or SLOT=#KIND, `!` before it negates it";
            entry.defect(cause, remedy)
        })?;
        for class in when.iter().flat_map(|when| &when.filler.classes) {
            if !ontology.has_class(class) {
                return Err(entry.defect(
                    format!("`@{class}` is no class"),
                    "name a class of events/classes.tsv, or add it there",
                ));
            }
        }
        let kind = entry.required("type")?;
        let act = match kind {
            "none" => None,
            _ => Some(ontology.act(entry, kind)?),
        };
        Ok(Self {
            word: Word::new(lemma, class),
            when,
            act,
            actor: SlotPath::list("actor", entry)?,
            reciprocal: entry.list("actor").any(|slot| slot == BOTH),
            recipient: SlotPath::list("recipient", entry)?,
            set: 0,
            rank,
            because: entry.because(lemma),
        })
    }
}
