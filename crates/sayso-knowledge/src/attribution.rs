//! What makes something a statement: cues, what weakens or turns a clause, kinds of source, and the rules.

use std::cmp::Reverse;
use std::collections::HashMap;

use sayso_schema::{Act, Distancing, FactValue, LinkKind};

use crate::inflect::{noun_forms, verb_forms};
use crate::rules::{Rule, parse_rules};
use crate::words::{act_named, kind_named, value_named};
use crate::{Defect, Embedded, Entry, Sources};

const CUES: &str = "attribution/cues.tsv";
const MODIFIERS: &str = "attribution/modifiers.tsv";
const KINDS: &str = "attribution/source-kinds.tsv";
const RULES: &str = "attribution/statements.rules";

/// The files of this area.
pub(crate) const FILES: &[Embedded] = &[
    (CUES, include_str!("../../../knowledge/attribution/cues.tsv")),
    (MODIFIERS, include_str!("../../../knowledge/attribution/modifiers.tsv")),
    (KINDS, include_str!("../../../knowledge/attribution/source-kinds.tsv")),
    (RULES, include_str!("../../../knowledge/attribution/statements.rules")),
];

const FRAMES: [&str; 17] = [
    "clause",
    "quote",
    "infinitive",
    "participle",
    "np",
    "np-as",
    "prep",
    "raised",
    "source",
    "hearsay",
    "of",
    "for",
    "about",
    "on",
    "over",
    "in",
    "with",
];

/// Everything that attribution rests on.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    cues: Vec<Cue>,
    cues_by_form: HashMap<String, Vec<usize>>,
    modifiers: HashMap<String, Vec<Modifier>>,
    kinds: HashMap<String, (LinkKind, String)>,
    rules: Vec<Rule>,
}

/// A word that makes something a statement, in some of its uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its words: the first is the one that is inflected, the others are particles or a preposition.
    pub words: Vec<String>,
    /// What part of speech it is.
    pub pos: CuePos,
    /// How what is said may stand to it.
    pub frames: Vec<String>,
    /// What its source does in saying it.
    pub act: Act,
    /// How certain its source presents it.
    pub source: FactValue,
    /// The same where the cue is negated.
    pub negated: FactValue,
    /// How certain its author becomes of it.
    pub author: FactValue,
    /// Whether the author keeps away from it by choosing this word.
    pub distancing: Distancing,
    /// `file:line cue`.
    pub because: String,
}

/// The part of speech of a [`Cue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum CuePos {
    Verb,
    Noun,
    Adjective,
    Adverb,
    Preposition,
}

impl CuePos {
    /// As the lexicon writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
            Self::Adverb => "adverb",
            Self::Preposition => "preposition",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Verb, Self::Noun, Self::Adjective, Self::Adverb, Self::Preposition]
            .into_iter()
            .find(|pos| pos.as_str() == name)
    }
}

/// A word that changes how certain a clause is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    /// How it stands to the clause.
    pub class: ModifierClass,
    /// What it brings a certain clause to; nothing for a negation, which turns the sign.
    pub value: Option<FactValue>,
    /// `file:line word`.
    pub because: String,
}

/// How a [`Modifier`] stands to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModifierClass {
    /// An auxiliary.
    Modal,
    /// An adverb.
    Adverb,
    /// The predicate itself, with what it is about under it.
    Predicate,
    /// Turns the sign.
    Negation,
    /// Opens an if-clause beside it.
    Condition,
    /// Opens the clause itself.
    Hypothetical,
    /// The predicate of an aim.
    Purpose,
}

impl ModifierClass {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "modal" => Self::Modal,
            "adverb" => Self::Adverb,
            "predicate" => Self::Predicate,
            "negation" => Self::Negation,
            "condition" => Self::Condition,
            "hypothetical" => Self::Hypothetical,
            "purpose" => Self::Purpose,
            _ => return None,
        })
    }
}

impl Attribution {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        let mut by_key: HashMap<(String, CuePos, String), usize> = HashMap::new();
        for table in sources.tables(CUES)? {
            let own = this.cues.len();
            for entry in table.entries() {
                this.add_cue(&entry, own, &mut by_key)?;
            }
        }
        for table in sources.tables(MODIFIERS)? {
            for entry in table.entries() {
                this.add_modifier(&entry)?;
            }
        }
        for table in sources.tables(KINDS)? {
            for entry in table.entries() {
                let noun = entry.required("noun")?;
                let kind = named(
                    &entry,
                    "kind",
                    kind_named,
                    "office, unnamed, organisation, outlet, document, data",
                )?;
                for form in noun_forms(noun) {
                    this.kinds.insert(form, (kind, entry.because(noun)));
                }
            }
        }
        for (file, text) in sources.texts(RULES) {
            for rule in parse_rules(file, text)? {
                match this.rules.iter_mut().find(|known| known.name == rule.name) {
                    Some(known) => *known = rule,
                    None => this.rules.push(rule),
                }
            }
        }
        Ok(this)
    }

    /// `own` is where the entries of this file begin: a word may stand twice only in two files.
    fn add_cue(
        &mut self,
        entry: &Entry<'_, '_>,
        own: usize,
        by_key: &mut HashMap<(String, CuePos, String), usize>,
    ) -> Result<(), Defect> {
        let text = entry.required("cue")?;
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let pos = named(
            entry,
            "pos",
            CuePos::named,
            "verb, noun, adjective, adverb, preposition",
        )?;
        let frames: Vec<String> = entry.list("frames").map(str::to_owned).collect();
        if let Some(frame) = frames.iter().find(|frame| !FRAMES.contains(&frame.as_str())) {
            return Err(entry.defect(
                format!("`{frame}` is no frame"),
                format!("the frames are: {}", FRAMES.join(", ")),
            ));
        }
        let value = |column| named(entry, column, value_named, "CT+, PR+, PS+, CT-, PR-, PS-, Uu");
        let index = self.cues.len();
        let mut replaced = Vec::new();
        for frame in &frames {
            if let Some(old) = by_key.insert((text.to_owned(), pos, frame.clone()), index) {
                if old >= own {
                    return Err(entry.defect(
                        format!("a second `{text}` ({}, {frame})", pos.as_str()),
                        format!("mend the other: {}", self.cues[old].because),
                    ));
                }
                self.cues[old].frames.retain(|known| known != frame);
                replaced.push(old);
            }
        }
        let cue = Cue {
            pos,
            frames,
            act: named(
                entry,
                "act",
                act_named,
                "one of the ledger's acts, such as say, claim or deny",
            )?,
            source: value("source")?,
            negated: value("negated")?,
            author: value("author")?,
            distancing: match entry.required("distancing")? {
                "neutral" => Distancing::Neutral,
                "distanced" => Distancing::Distanced,
                other => return Err(entry.defect(format!("`{other}` is no distancing"), "neutral or distanced")),
            },
            because: entry.because(text),
            words,
        };
        let first = cue.words.first().map_or("", String::as_str);
        let mut forms: Vec<String> = match pos {
            CuePos::Verb => verb_forms(first),
            CuePos::Noun => noun_forms(first),
            _ => vec![first.to_owned()],
        };
        forms.extend(entry.list("forms").map(str::to_owned));
        // A line that takes another's place has the irregular forms that the other tells.
        let taken_over = self
            .cues_by_form
            .iter()
            .filter(|(_, of)| of.iter().any(|i| replaced.contains(i)));
        forms.extend(taken_over.map(|(form, _)| form.clone()));
        forms.sort();
        forms.dedup();
        self.cues.push(cue);
        for form in forms {
            let list = self.cues_by_form.entry(form).or_default();
            list.push(index);
            // More words tell more: "point out" before "point". Of equals the later one, which a user may have added.
            list.sort_by_key(|&i| Reverse((self.cues.get(i).map_or(0, |cue| cue.words.len()), i)));
        }
        Ok(())
    }

    fn add_modifier(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let word = entry.required("word")?;
        let classes = "modal, adverb, predicate, negation, condition, hypothetical, purpose";
        let class = named(entry, "class", ModifierClass::named, classes)?;
        let value = entry
            .get("value")
            .map(|_| named(entry, "value", value_named, "a FactBank value, such as PS+"));
        let value = value.transpose()?;
        let signless = matches!(class, ModifierClass::Negation | ModifierClass::Purpose);
        if value.is_none() != signless {
            return Err(entry.defect(
                "a value that its class does not have",
                "give one to all but negation and purpose",
            ));
        }
        let list = self.modifiers.entry(word.to_owned()).or_default();
        list.retain(|known| known.class != class);
        list.push(Modifier {
            class,
            value,
            because: entry.because(word),
        });
        Ok(())
    }

    /// The cues that a word may be, by its form in lower case; those of more words first.
    pub fn cues(&self, form: &str) -> impl Iterator<Item = &Cue> {
        let found = self.cues_by_form.get(form).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|&index| self.cues.get(index))
    }

    /// How many cues there are.
    pub fn cue_count(&self) -> usize {
        self.cues.len()
    }

    /// What a word, in its dictionary form or as written in lower case, does to a clause it stands on.
    pub fn modifier(&self, word: &str, class: ModifierClass) -> Option<&Modifier> {
        self.modifiers
            .get(word)?
            .iter()
            .find(|modifier| modifier.class == class)
    }

    /// What kind of source a noun heads, by its form in lower case, with the line that says so.
    pub fn kind(&self, form: &str) -> Option<(LinkKind, &str)> {
        self.kinds.get(form).map(|(kind, because)| (*kind, because.as_str()))
    }

    /// The rules, in the order in which they are tried.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

/// The value that stands in `column`, by its name.
fn named<T>(entry: &Entry<'_, '_>, column: &str, read: impl Fn(&str) -> Option<T>, values: &str) -> Result<T, Defect> {
    let cell = entry.required(column)?;
    read(cell).ok_or_else(|| entry.defect(format!("`{cell}` is no {column}"), format!("use one of: {values}")))
}
