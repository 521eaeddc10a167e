//! The acts that there are: types, modes, scores; CAMEO's codes; and the classes of words that conditions name.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{Defect, Entry, Sources};

use super::trigger::ActCode;
use super::{CAMEO, CLASSES, TYPES};

/// The vocabulary of acts.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    types: Vec<EventType>,
    by_name: HashMap<String, usize>,
    cameo: BTreeMap<String, Cameo>,
    classes: HashMap<String, HashSet<String>>,
}

/// A type of act.
#[derive(Clone, Debug, PartialEq)]
pub struct EventType {
    /// PLOVER's name for it, or a user's.
    pub name: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER score where no mode has one of its own.
    pub score: f64,
    /// Whether an act of the type is one only with a recipient.
    pub recipient: NeedsRecipient,
    /// Its modes, each with its score.
    pub modes: Vec<(String, f64)>,
    /// The type that this one is a kind of; a user's types have some.
    pub parent: Option<String>,
    /// `file:line name`.
    pub because: String,
}

/// Whether a type needs a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedsRecipient {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It does unless all sides act.
    OneSided,
}

/// A CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct Cameo {
    /// As a string, since its zeros count.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Goldstein's value for it.
    pub goldstein: f64,
    /// The PLOVER type that takes its place, if one does.
    pub plover: Option<String>,
}

impl EventType {
    /// The score of an act with these modes: the mean of those that have one, else the type's.
    pub fn score_with(&self, modes: &[String]) -> f64 {
        let scores: Vec<f64> = modes
            .iter()
            .filter_map(|mode| {
                self.modes
                    .iter()
                    .find(|(name, _)| name == mode)
                    .map(|(_, score)| *score)
            })
            .collect();
        if scores.is_empty() {
            return self.score;
        }
        scores.iter().sum::<f64>() / scores.len() as f64
    }

    fn has_mode(&self, mode: &str) -> bool {
        self.modes.iter().any(|(name, _)| name == mode)
    }
}

impl Ontology {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(TYPES)? {
            for entry in table.entries() {
                this.add_type(&entry)?;
            }
        }
        for table in sources.tables(CAMEO)? {
            for entry in table.entries() {
                let code = entry.required("code")?.to_owned();
                if !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return Err(entry.defect(
                        format!("`{code}` is no CAMEO code"),
                        "two to four digits: 19, 042, 1823",
                    ));
                }
                let plover = entry.get("plover").map(str::to_owned);
                if let Some(kind) = plover.as_ref().filter(|kind| this.kind(kind).is_none()) {
                    return Err(no_type(&entry, kind, &this));
                }
                let cameo = Cameo {
                    name: entry.required("name")?.to_owned(),
                    goldstein: number(&entry, "goldstein")?,
                    plover,
                    code: code.clone(),
                };
                this.cameo.insert(code, cameo);
            }
        }
        for table in sources.tables(CLASSES)? {
            for entry in table.entries() {
                let class = this.classes.entry(entry.required("class")?.to_owned()).or_default();
                class.extend(entry.list("lemmas").map(str::to_lowercase));
            }
        }
        Ok(this)
    }

    fn add_type(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let name = entry.required("type")?;
        let score = number(entry, "score")?;
        if let Some(mode) = entry.get("mode") {
            let Some(kind) = self.by_name.get(name).and_then(|&at| self.types.get_mut(at)) else {
                return Err(entry.defect(
                    format!("a mode of `{name}`, which is no type yet"),
                    "put the type's own line, with - for its mode, above those of its modes",
                ));
            };
            kind.modes.retain(|(known, _)| known != mode);
            kind.modes.push((mode.to_owned(), score));
            return Ok(());
        }
        let quad = match entry.required("quad")? {
            "1" => 1,
            "2" => 2,
            "3" => 3,
            "4" => 4,
            other => return Err(entry.defect(format!("`{other}` is no quad class"), "use 1, 2, 3 or 4")),
        };
        let recipient = match entry.required("recipient")? {
            "yes" => NeedsRecipient::Yes,
            "no" => NeedsRecipient::No,
            "one-sided" => NeedsRecipient::OneSided,
            other => return Err(entry.defect(format!("`{other}` is no answer"), "use yes, no or one-sided")),
        };
        self.put(EventType {
            name: name.to_owned(),
            quad,
            score,
            recipient,
            modes: Vec::new(),
            parent: None,
            because: entry.because(name),
        });
        Ok(())
    }

    /// Adds a type, or puts it in the place of the one of its name.
    pub(super) fn put(&mut self, kind: EventType) {
        match self.by_name.get(&kind.name) {
            Some(&at) => self.types[at] = kind,
            None => {
                self.by_name.insert(kind.name.clone(), self.types.len());
                self.types.push(kind);
            }
        }
    }

    /// Adds words to a class.
    pub(super) fn extend_class(&mut self, class: &str, lemmas: impl Iterator<Item = String>) {
        self.classes.entry(class.to_owned()).or_default().extend(lemmas);
    }

    /// The type, modes and code that a line gives; the type is in the column of the caller's.
    pub(super) fn act(&self, entry: &Entry<'_, '_>, name: &str) -> Result<ActCode, Defect> {
        let Some(kind) = self.kind(name) else {
            return Err(no_type(entry, name, self));
        };
        let modes: Vec<String> = entry.list("modes").map(str::to_owned).collect();
        if let Some(mode) = modes.iter().find(|mode| !kind.has_mode(mode)) {
            let known: Vec<&str> = kind.modes.iter().map(|(name, _)| name.as_str()).collect();
            return Err(entry.defect(
                format!("`{mode}` is no mode of {name}"),
                match known.is_empty() {
                    true => format!("{name} has no modes: write -"),
                    false => format!("its modes are: {}", known.join(", ")),
                },
            ));
        }
        Ok(ActCode {
            kind: name.to_owned(),
            modes,
            cameo: self.code(entry, "cameo")?,
        })
    }

    /// The CAMEO code in a column.
    pub(super) fn code(&self, entry: &Entry<'_, '_>, column: &str) -> Result<Option<String>, Defect> {
        let Some(code) = entry.get(column) else { return Ok(None) };
        match self.cameo.contains_key(code) {
            true => Ok(Some(code.to_owned())),
            false => Err(entry.defect(
                format!("`{code}` is no CAMEO code"),
                "use one of events/cameo.tsv, or -",
            )),
        }
    }

    /// The type of this name.
    pub fn kind(&self, name: &str) -> Option<&EventType> {
        self.types.get(*self.by_name.get(name)?)
    }

    /// The types that a type is a kind of, nearest first.
    pub fn parents(&self, name: &str) -> Vec<String> {
        let mut parents: Vec<String> = Vec::new();
        let mut at = self.kind(name);
        while let Some(parent) = at.and_then(|kind| kind.parent.clone()) {
            at = self.kind(&parent);
            parents.push(parent);
        }
        parents
    }

    /// All types, PLOVER's first.
    pub fn kinds(&self) -> &[EventType] {
        &self.types
    }

    /// A CAMEO code.
    pub fn cameo(&self, code: &str) -> Option<&Cameo> {
        self.cameo.get(code)
    }

    /// Whether the word with this dictionary form is of the class.
    pub fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.classes.contains_key(class)
    }
}

pub(super) fn no_type(entry: &Entry<'_, '_>, name: &str, ontology: &Ontology) -> Defect {
    let known: Vec<&str> = ontology.types.iter().map(|kind| kind.name.as_str()).collect();
    entry.defect(
        format!("`{name}` is no type of event"),
        format!("the types are: {}", known.join(", ")),
    )
}

fn number(entry: &Entry<'_, '_>, column: &str) -> Result<f64, Defect> {
    let text = entry.required(column)?;
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| (-10.0..=10.0).contains(number));
    number.ok_or_else(|| entry.defect(format!("`{text}` is no {column}"), "a number from -10 to 10"))
}
