//! What acts there are and which words name them: PLOVER 2.0, CAMEO, and a user's own types.
//!
//! The files under `knowledge/events/` become one [`EventLexicon`]. [`Ontology`] has the types with their modes,
//! quad classes and scores, CAMEO's codes with Goldstein's values, and the classes of words that conditions name.
//! A [`Trigger`] is a word that names an act where its conditions hold. [`Embedding`]s tell what becomes of an act
//! inside another ("threatened to attack"), [`Light`] verbs carry a noun's act ("held talks"), and [`Weigher`]s say
//! whether an act is done, planned, called for or denied ("averted a war").

mod casualties;
mod context;
mod custom;
mod embedding;
mod ontology;
mod slots;
mod trigger;

use std::collections::HashMap;

use crate::inflect::{noun_forms, verb_forms};
use crate::{Defect, Embedded, Sources};

pub use casualties::{Casualties, Harm, HarmWord, Tie, Victims};
pub use context::{Context, ContextWord};
pub use custom::OntologyError;
pub use embedding::{Aspect, Embedding, Light, Standing, Weigher};
pub use ontology::{Cameo, EventType, NeedsRecipient, Ontology};
pub use slots::{EntityKind, Filler, Slot, SlotPath, When};
pub use trigger::{ActCode, Trigger};

const TYPES: &str = "events/types.tsv";
const CAMEO: &str = "events/cameo.tsv";
const CONTEXTS: &str = "events/contexts.tsv";
const CLASSES: &str = "events/classes.tsv";
const TRIGGERS: &str = "events/triggers.tsv";
const COMPLEMENTS: &str = "events/complements.tsv";
const LIGHT_VERBS: &str = "events/light-verbs.tsv";
const FACTUALITY: &str = "events/factuality.tsv";
const FORMS: &str = "events/forms.tsv";
const FUTURE: &str = "events/future.tsv";
const INSIDE: &str = "events/inside.tsv";
const MODALS: &str = "events/modals.tsv";

/// CAMEO's codes, which imported dictionaries are read with as well.
pub(crate) const CODES: Embedded = (CAMEO, include_str!("../../../../knowledge/events/cameo.tsv"));

/// The files of this area.
pub(crate) const FILES: &[Embedded] = &[
    (
        casualties::CASUALTIES,
        include_str!("../../../../knowledge/events/casualties.tsv"),
    ),
    (
        casualties::HAPPENINGS,
        include_str!("../../../../knowledge/events/happenings.tsv"),
    ),
    (TYPES, include_str!("../../../../knowledge/events/types.tsv")),
    CODES,
    (CONTEXTS, include_str!("../../../../knowledge/events/contexts.tsv")),
    (CLASSES, include_str!("../../../../knowledge/events/classes.tsv")),
    (TRIGGERS, include_str!("../../../../knowledge/events/triggers.tsv")),
    (
        COMPLEMENTS,
        include_str!("../../../../knowledge/events/complements.tsv"),
    ),
    (
        LIGHT_VERBS,
        include_str!("../../../../knowledge/events/light-verbs.tsv"),
    ),
    (FACTUALITY, include_str!("../../../../knowledge/events/factuality.tsv")),
    (FORMS, include_str!("../../../../knowledge/events/forms.tsv")),
    (FUTURE, include_str!("../../../../knowledge/events/future.tsv")),
    (INSIDE, include_str!("../../../../knowledge/events/inside.tsv")),
    (MODALS, include_str!("../../../../knowledge/events/modals.tsv")),
];

/// Everything that events rest on.
#[derive(Clone, Debug, Default)]
pub struct EventLexicon {
    ontology: Ontology,
    contexts: context::Contexts,
    casualties: Casualties,
    triggers: Vec<Trigger>,
    by_word: HashMap<WordClass, HashMap<String, Vec<usize>>>,
    /// The heads of triggers that a form can be of.
    heads: HashMap<WordClass, HashMap<String, Vec<String>>>,
    irregular: HashMap<(String, WordClass), Vec<String>>,
    embeddings: Vec<Embedding>,
    light: HashMap<String, Vec<Light>>,
    weighers: HashMap<WordClass, HashMap<String, Weigher>>,
    words: embedding::Words,
    insides: HashMap<String, Option<Standing>>,
    /// How many ontologies there are.
    sets: usize,
}

/// A word of a lexicon with those that must stand with it: "carry" with "out", "bomb" with "car".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The dictionary form of the word that heads them.
    pub head: String,
    /// The others, as written.
    pub others: Vec<String>,
    /// What the head is.
    pub class: WordClass,
}

/// The parts of speech that name acts, and those that tell how acts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum WordClass {
    Verb,
    Noun,
    Adjective,
    Auxiliary,
    Marker,
}

impl Word {
    /// The first word of a verb or adjective heads the others, the last of a noun.
    pub(crate) fn new(text: &str, class: WordClass) -> Self {
        let mut words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
        let head = match class {
            WordClass::Noun => words.pop(),
            _ => Some(words.remove(0)),
        };
        Self {
            head: head.unwrap_or_default(),
            others: words,
            class,
        }
    }
}

/// The forms of a word that follow from its spelling.
pub(crate) fn regular_forms(head: &str, class: WordClass) -> Vec<String> {
    match class {
        WordClass::Verb => verb_forms(head),
        WordClass::Noun => noun_forms(head),
        _ => vec![head.to_owned()],
    }
}

/// The forms of words that their spelling does not tell.
fn irregular(sources: &Sources) -> Result<HashMap<(String, WordClass), Vec<String>>, Defect> {
    let mut irregular: HashMap<(String, WordClass), Vec<String>> = HashMap::new();
    for table in sources.tables(FORMS)? {
        for entry in table.entries() {
            let class = match entry.required("pos")? {
                "verb" => WordClass::Verb,
                "noun" => WordClass::Noun,
                other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb or noun")),
            };
            let forms = irregular
                .entry((entry.required("lemma")?.to_owned(), class))
                .or_default();
            forms.extend(entry.list("forms").map(str::to_owned));
        }
    }
    Ok(irregular)
}

impl EventLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let ontology = Ontology::load(sources)?;
        let irregular = irregular(sources)?;
        let mut this = Self {
            contexts: context::Contexts::load(sources)?,
            casualties: Casualties::load(sources, &ontology, &irregular)?,
            embeddings: embedding::embeddings(sources, &ontology)?,
            light: embedding::light_verbs(sources)?,
            weighers: embedding::weighers(sources)?,
            words: embedding::words(sources, &ontology)?,
            insides: embedding::insides(sources, &ontology)?,
            irregular,
            sets: 1,
            ..Self::default()
        };
        for (rank, table) in sources.tables(TRIGGERS)?.iter().enumerate() {
            for entry in table.entries() {
                this.add_trigger(Trigger::load(&entry, rank, &ontology)?);
            }
        }
        this.ontology = ontology;
        Ok(this)
    }

    pub(crate) fn add_trigger(&mut self, trigger: Trigger) {
        let (head, class) = (trigger.word.head.clone(), trigger.word.class);
        let lines = self.by_word.entry(class).or_default().entry(head.clone()).or_default();
        lines.push(self.triggers.len());
        if lines.len() == 1 {
            self.add_forms(&head, class);
        }
        self.triggers.push(trigger);
    }

    /// A tree's dictionary form is a guess where the word is rare, so heads are known by all their forms.
    fn add_forms(&mut self, head: &str, class: WordClass) {
        let mut forms = regular_forms(head, class);
        let irregular = self.irregular.get(&(head.to_owned(), class));
        forms.extend(irregular.into_iter().flatten().cloned());
        for form in forms {
            let heads = self.heads.entry(class).or_default().entry(form).or_default();
            if !heads.iter().any(|known| known == head) {
                heads.push(head.to_owned());
            }
        }
    }

    /// Forgets all triggers: a user's types take the place of PLOVER's.
    fn clear_triggers(&mut self) {
        self.triggers.clear();
        self.heads.clear();
        self.by_word.clear();
    }

    /// How many ontologies there are, PLOVER first.
    pub fn sets(&self) -> usize {
        self.sets
    }

    /// The types, codes and classes.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The lines of a word by its form in lower case, or else by its dictionary form, in the order in which they stand.
    pub fn triggers(&self, form: &str, lemma: &str, class: WordClass) -> Vec<&Trigger> {
        let by_form = self
            .heads
            .get(&class)
            .and_then(|forms| forms.get(form))
            .map(Vec::as_slice);
        let words = self.by_word.get(&class);
        // "found" is both "find" and "found": the dictionary form decides where it is one of them.
        let heads: Vec<&str> = match by_form {
            Some(heads) if !heads.iter().any(|head| head == lemma) => heads.iter().map(String::as_str).collect(),
            _ => vec![lemma],
        };
        let lines = heads.into_iter().filter_map(|head| words?.get(head)).flatten();
        lines.filter_map(|&at| self.triggers.get(at)).collect()
    }

    /// How many lines there are.
    pub fn trigger_count(&self) -> usize {
        self.triggers.len()
    }

    /// What is known of an act of type `outer` that has one of type `inner`, with `modes`, inside it; the most exact
    /// line.
    pub fn embedding(&self, outer: &str, inner: &str, modes: &[String]) -> Option<&Embedding> {
        let fits = |line: &&Embedding| line.fits(outer, inner, modes);
        // Of equals the last, which a user may have added.
        let best = self.embeddings.iter().enumerate().filter(|(_, line)| fits(line));
        best.max_by_key(|(at, line)| (line.is_exact(), *at))
            .map(|(_, line)| line)
    }

    /// The same for what a noun names that is no act.
    pub fn embedding_of_noun(&self, outer: &str, lemma: &str) -> Option<&Embedding> {
        let fits = |line: &&Embedding| {
            line.class()
                .is_some_and(|class| line.outer == outer && self.ontology.in_class(class, lemma))
        };
        self.embeddings.iter().rev().find(fits)
    }

    /// What the verb with this dictionary form, alone or with other words, does for a noun that names an act.
    pub fn light(&self, lemma: &str) -> &[Light] {
        self.light.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the word does to an act that it takes.
    pub fn weigher(&self, lemma: &str, class: WordClass) -> Option<&Weigher> {
        self.weighers.get(&class)?.get(lemma)
    }

    /// How an act stands that is inside one of this type and modes; `None` where it is as it is told.
    pub fn inside(&self, outer: &str, modes: &[String]) -> Option<Standing> {
        let by_mode = modes
            .iter()
            .find_map(|mode| self.insides.get(&format!("{outer}:{mode}")));
        by_mode.or_else(|| self.insides.get(outer)).copied().flatten()
    }

    /// Whether acts of this type have another act as their matter: asked for, promised, threatened, accused of.
    pub fn has_matter(&self, kind: &str) -> bool {
        self.insides.contains_key(kind)
    }

    /// What an act of this type is while it is only announced.
    pub fn future(&self, kind: &str) -> Option<&ActCode> {
        self.words.announced.get(kind)
    }

    /// What it is to say that another must do something.
    pub fn demand(&self) -> Option<&ActCode> {
        self.words.demanded.as_ref()
    }

    /// What refusing an act of this type is.
    pub fn refusal(&self, kind: &str) -> Option<&ActCode> {
        self.words.refused.get(kind)
    }

    /// The contexts, by the words that show them.
    pub fn contexts(&self) -> &context::Contexts {
        &self.contexts
    }

    /// Words by which people killed and injured, and crowds, are counted.
    pub fn casualties(&self) -> &Casualties {
        &self.casualties
    }
}
