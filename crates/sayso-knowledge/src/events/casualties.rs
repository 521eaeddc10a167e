//! Words by which people killed and injured, and crowds, are counted.

use std::collections::{HashMap, HashSet};

use crate::inflect::{noun_forms, verb_forms};
use crate::{Defect, Entry, Sources};

use super::{Ontology, SlotPath, WordClass};

pub(super) const CASUALTIES: &str = "events/casualties.tsv";
pub(super) const COUNTS: &str = "events/counts.tsv";
pub(super) const HAPPENINGS: &str = "events/happenings.tsv";

/// Everything that counts of people rest on.
#[derive(Clone, Debug, Default)]
pub struct Casualties {
    harms: HashMap<(String, WordClass), Vec<HarmWord>>,
    /// By the first word of a phrase, the longest first.
    counts: HashMap<String, Vec<CountWord>>,
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

/// Words that count, or that make a count inexact.
#[derive(Clone, Debug, PartialEq)]
pub struct CountWord {
    /// The words after the first, in small letters.
    pub rest: Vec<String>,
    /// What they do.
    pub sense: CountSense,
    /// `file:line words`.
    pub because: String,
}

/// What words around a number do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountSense {
    /// "at least", before a number.
    Before(Bounds),
    /// "or so", after a number.
    After(Bounds),
    /// "dozens": the least and the most.
    Many(Option<f64>, Option<f64>),
    /// "half a dozen"
    Number(f64),
    /// "million"
    Scale(f64),
    /// "to" in "20 to 30"
    Joint,
    /// "between" in "between 20 and 30"
    Between,
}

/// Which ends of a count a word leaves at the number that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// It can be no less.
    pub low: bool,
    /// It can be no more.
    pub high: bool,
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
        for table in sources.tables(COUNTS)? {
            for entry in table.entries() {
                this.add_count(&entry)?;
            }
        }
        for table in sources.tables(HAPPENINGS)? {
            for entry in table.entries() {
                this.add_happening(&entry, ontology)?;
            }
        }
        for words in this.counts.values_mut() {
            // Of equals the last, which a user may have added.
            words.reverse();
            words.sort_by_key(|word| std::cmp::Reverse(word.rest.len()));
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

    fn add_count(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let words = entry.get("words").unwrap_or("-").to_lowercase();
        let bounds = || -> Result<Bounds, Defect> {
            Ok(Bounds {
                low: same(entry, "low")?,
                high: same(entry, "high")?,
            })
        };
        let sense = match entry.required("class")? {
            "before" => CountSense::Before(bounds()?),
            "after" => CountSense::After(bounds()?),
            "many" => CountSense::Many(number(entry, "low")?, number(entry, "high")?),
            "number" => CountSense::Number(needed(entry)?),
            "scale" => CountSense::Scale(needed(entry)?),
            "joint" => CountSense::Joint,
            "between" => CountSense::Between,
            other => {
                return Err(entry.defect(
                    format!("`{other}` is no class"),
                    "use before, after, many, number, scale, joint or between",
                ));
            }
        };
        let mut parts = words.split(' ').map(str::to_owned);
        let first = parts.next().unwrap_or_default();
        self.counts.entry(first).or_default().push(CountWord {
            rest: parts.collect(),
            sense,
            because: entry.because(&words),
        });
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

    /// The phrases that begin with the word, the longest first.
    pub fn counting(&self, first: &str) -> &[CountWord] {
        self.counts.get(first).map(Vec::as_slice).unwrap_or_default()
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

fn same(entry: &Entry<'_, '_>, column: &str) -> Result<bool, Defect> {
    match entry.get(column) {
        None => Ok(false),
        Some("=") => Ok(true),
        Some(other) => Err(entry.defect(format!("`{other}` is no bound beside a number"), "use = or -")),
    }
}

fn number(entry: &Entry<'_, '_>, column: &str) -> Result<Option<f64>, Defect> {
    let Some(text) = entry.get(column) else { return Ok(None) };
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0);
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(entry.defect(format!("`{text}` is no number"), "write it in digits")),
    }
}

fn needed(entry: &Entry<'_, '_>) -> Result<f64, Defect> {
    entry.required("low")?;
    Ok(number(entry, "low")?.unwrap_or_default())
}
