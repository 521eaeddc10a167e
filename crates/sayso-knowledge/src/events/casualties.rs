//! Words by which people killed and injured, and crowds, are counted.

use std::collections::{HashMap, HashSet};

use crate::inflect::{noun_forms, verb_forms};
use crate::{Defect, Entry, Sources};

use super::{Ontology, SlotPath, WordClass};

pub(super) const CASUALTIES: &str = "events/casualties.tsv";
pub(super) const HAPPENINGS: &str = "events/happenings.tsv";

/// Everything that counts of people rest on.
#[derive(Clone, Debug, Default)]
pub struct Casualties {
    harms: HashMap<(String, WordClass), Vec<HarmWord>>,
    acts: HashSet<String>,
    sizes: HashMap<String, Vec<SlotPath>>,
    ties: HashMap<Tie, HashSet<String>>,
}

/// A word that tells of people killed or injured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HarmWord {
    /// What was done to them.
    pub harm: Harm,
    /// Where those who are counted stand.
    pub victims: Vec<Victims>,
    /// `file:line word`.
    pub because: String,
}

/// What was done to those who are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Harm {
    Killed,
    Injured,
}

/// Where those who are killed or injured stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Victims {
    /// In a slot of the word.
    Slot(SlotPath),
    /// They are the word: "five deaths".
    Own,
    /// The noun that the word goes with: "five dead soldiers", "left five people dead".
    Holder,
}

/// Words that tie counts of people to acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    /// Prepositions that place the harm in an act.
    In,
    /// Conjunctions before an act that did the harm.
    When,
    /// Prepositions before a clause of harm that an act did.
    With,
    /// Nouns that stand for several.
    Kin,
    /// Nouns whose number counts groups.
    Unit,
    /// Nouns, and classes with `@`, that are no persons.
    Not,
    /// Nouns, and classes with `@`, whose number is the size of an act.
    Crowd,
}

impl Casualties {
    pub(super) fn load(
        sources: &Sources,
        ontology: &Ontology,
        irregular: &HashMap<(String, WordClass), Vec<String>>,
    ) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(CASUALTIES)? {
            for entry in table.entries() {
                this.add_harm(&entry, irregular)?;
            }
        }
        for table in sources.tables(HAPPENINGS)? {
            for entry in table.entries() {
                this.add_happening(&entry, ontology)?;
            }
        }
        Ok(this)
    }

    fn add_harm(
        &mut self,
        entry: &Entry<'_, '_>,
        irregular: &HashMap<(String, WordClass), Vec<String>>,
    ) -> Result<(), Defect> {
        let lemma = entry.required("lemma")?.to_lowercase();
        let class = match entry.required("pos")? {
            "verb" => WordClass::Verb,
            "noun" => WordClass::Noun,
            "adj" => WordClass::Adjective,
            other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb, noun or adj")),
        };
        let harm = match entry.required("harm")? {
            "killed" => Harm::Killed,
            "injured" => Harm::Injured,
            other => return Err(entry.defect(format!("`{other}` is no harm"), "use killed or injured")),
        };
        let mut victims = Vec::new();
        for name in entry.list("victims") {
            victims.push(match name {
                "self" => Victims::Own,
                "holder" => Victims::Holder,
                slot => Victims::Slot(SlotPath::parse(slot, entry)?),
            });
        }
        let word = HarmWord {
            harm,
            victims,
            because: entry.because(&lemma),
        };
        let mut forms = match class {
            WordClass::Verb => verb_forms(&lemma),
            WordClass::Noun => noun_forms(&lemma),
            _ => Vec::new(),
        };
        forms.extend(irregular.get(&(lemma.clone(), class)).into_iter().flatten().cloned());
        forms.push(lemma);
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            self.harms.entry((form, class)).or_default().push(word.clone());
        }
        Ok(())
    }

    fn add_happening(&mut self, entry: &Entry<'_, '_>, ontology: &Ontology) -> Result<(), Defect> {
        let word = entry.required("word")?;
        let known = |kind: &str| match ontology.kind(kind) {
            Some(_) => Ok(kind.to_owned()),
            None => Err(super::ontology::no_type(entry, kind, ontology)),
        };
        let tie = match entry.required("what")? {
            "act" => {
                self.acts.insert(known(word)?);
                return Ok(());
            }
            "size" => {
                self.sizes.insert(known(word)?, SlotPath::list("slots", entry)?);
                return Ok(());
            }
            "in" => Tie::In,
            "when" => Tie::When,
            "with" => Tie::With,
            "kin" => Tie::Kin,
            "unit" => Tie::Unit,
            "not" => Tie::Not,
            "crowd" => Tie::Crowd,
            other => {
                return Err(entry.defect(
                    format!("`{other}` is nothing that ties"),
                    "use act, in, when, with, size, kin, unit, not or crowd",
                ));
            }
        };
        if let Some(class) = word.strip_prefix('@')
            && !ontology.has_class(class)
        {
            return Err(entry.defect(format!("`@{class}` is no class"), "name one of events/classes.tsv"));
        }
        self.ties.entry(tie).or_default().insert(word.to_lowercase());
        Ok(())
    }

    /// What a word, by its form or dictionary form, tells of people killed or injured.
    pub fn harm(&self, form: &str, lemma: &str, class: WordClass) -> Option<&HarmWord> {
        let of = |word: &str| self.harms.get(&(word.to_owned(), class)).and_then(|words| words.last());
        of(form).or_else(|| of(lemma))
    }

    /// Whether acts of this type kill and injure.
    pub fn can_harm(&self, kind: &str) -> bool {
        self.acts.contains(kind)
    }

    /// Where those stand whose number is the size of an act of this type.
    pub fn sized(&self, kind: &str) -> Option<&[SlotPath]> {
        self.sizes.get(kind).map(Vec::as_slice)
    }

    /// Whether the word is one of these.
    pub fn ties(&self, tie: Tie, word: &str) -> bool {
        self.ties.get(&tie).is_some_and(|words| words.contains(word))
    }

    /// Whether the word, or a class that it is in, is one of these.
    pub fn lists(&self, tie: Tie, lemma: &str, ontology: &Ontology) -> bool {
        let Some(words) = self.ties.get(&tie) else { return false };
        let in_class = |word: &String| {
            word.strip_prefix('@')
                .is_some_and(|class| ontology.in_class(class, lemma))
        };
        words.contains(lemma) || words.iter().any(in_class)
    }
}
