//! What words around an act make of it: acts inside acts, verbs that only carry a noun, and words that tell whether it
//! was done at all.

use std::collections::HashMap;

use crate::{Defect, Entry, Sources};

use super::ontology::no_type;
use super::slots::SlotPath;
use super::trigger::ActCode;
use super::{COMPLEMENTS, FACTUALITY, FUTURE, INSIDE, LIGHT_VERBS, MODALS, Ontology, WordClass};

/// An act inside another: asking for aid is a request for assistance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// The type of the outer act.
    pub outer: String,
    inner: Inner,
    /// What the outer one becomes.
    pub modes: Vec<String>,
    /// CAMEO code of both together.
    pub cameo: Option<String>,
    /// The same where the outer word appeals rather than demands.
    pub appeal: Option<String>,
    /// The type that the outer act is after all, where it is not its own: promising to attack is a threat.
    pub becomes: Option<String>,
    /// `file:line outer`.
    pub because: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Inner {
    Type(String, Option<String>),
    Class(String),
}

impl Embedding {
    pub(super) fn fits(&self, outer: &str, inner: &str, modes: &[String]) -> bool {
        let Inner::Type(kind, mode) = &self.inner else {
            return false;
        };
        self.outer == outer && kind == inner && mode.as_ref().is_none_or(|mode| modes.contains(mode))
    }

    pub(super) fn is_exact(&self) -> bool {
        matches!(&self.inner, Inner::Type(_, Some(_)))
    }

    pub(super) fn class(&self) -> Option<&str> {
        match &self.inner {
            Inner::Class(class) => Some(class),
            Inner::Type(..) => None,
        }
    }
}

/// A verb that carries a noun's act: "held talks", "came under attack".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// Words that must stand with the verb.
    pub others: Vec<String>,
    /// Where, from the verb, the actor of the noun's act stands.
    pub actor: Vec<SlotPath>,
    /// Where the recipient stands.
    pub recipient: Vec<SlotPath>,
    /// What the verb tells of the act.
    pub aspect: Aspect,
    /// `file:line verb`.
    pub because: String,
}

/// What a light verb tells of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// That it is.
    Plain,
    /// That it begins.
    Begin,
    /// That it goes on.
    Continue,
    /// That it is over.
    End,
    /// That it was called off.
    Cancel,
}

/// A word that tells how an act stands that it takes as complement or object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weigher {
    /// How it then stands.
    pub standing: Standing,
    /// `file:line word`.
    pub because: String,
}

/// How an act stands to what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Meant to be done.
    Planned,
    /// Somebody asks for it.
    CalledFor,
    /// It may be.
    Hypothetical,
    /// It is not.
    Denied,
    /// It is taken as known.
    Presupposed,
    /// It was tried.
    Attempted,
    /// It ought to be: no event.
    Obligation,
    /// It is what something is for: no event.
    Purpose,
    /// Somebody is said to have done it.
    Claimed,
    /// It goes on while other things happen.
    Background,
}

impl Standing {
    const NAMES: [(&'static str, Self); 10] = [
        ("planned", Self::Planned),
        ("called-for", Self::CalledFor),
        ("hypothetical", Self::Hypothetical),
        ("denied", Self::Denied),
        ("presupposed", Self::Presupposed),
        ("attempted", Self::Attempted),
        ("obligation", Self::Obligation),
        ("purpose", Self::Purpose),
        ("claimed", Self::Claimed),
        ("background", Self::Background),
    ];

    fn read(entry: &Entry<'_, '_>, column: &str) -> Result<Self, Defect> {
        let value = entry.required(column)?;
        let found = Self::NAMES.iter().find(|(name, _)| *name == value);
        found.map(|(_, standing)| *standing).ok_or_else(|| {
            let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            entry.defect(
                format!("`{value}` is no {column}"),
                format!("use one of: {}", names.join(", ")),
            )
        })
    }
}

pub(super) fn embeddings(sources: &Sources, ontology: &Ontology) -> Result<Vec<Embedding>, Defect> {
    let mut embeddings = Vec::new();
    for table in sources.tables(COMPLEMENTS)? {
        for entry in table.entries() {
            let outer = entry.required("type")?;
            if ontology.kind(outer).is_none() {
                return Err(no_type(&entry, outer, ontology));
            }
            let becomes = entry
                .get("becomes")
                .map(|text| text.split_once(':').map_or((text, None), |(k, m)| (k, Some(m))));
            let mut act = ontology.act(&entry, outer)?;
            if let Some((kind, mode)) = becomes {
                inner(&entry, entry.required("becomes")?, ontology)?;
                act.kind = kind.to_owned();
                act.modes = mode.into_iter().map(str::to_owned).collect();
            }
            for of in entry.list("of") {
                embeddings.push(Embedding {
                    outer: outer.to_owned(),
                    inner: inner(&entry, of, ontology)?,
                    modes: act.modes.clone(),
                    cameo: act.cameo.clone(),
                    appeal: ontology.code(&entry, "appeal")?,
                    becomes: becomes.map(|(kind, _)| kind.to_owned()),
                    because: entry.because(outer),
                });
            }
        }
    }
    Ok(embeddings)
}

fn inner(entry: &Entry<'_, '_>, of: &str, ontology: &Ontology) -> Result<Inner, Defect> {
    if let Some(class) = of.strip_prefix('@') {
        return match ontology.has_class(class) {
            true => Ok(Inner::Class(class.to_owned())),
            false => Err(entry.defect(format!("`{of}` is no class"), "name a class of events/classes.tsv")),
        };
    }
    let (kind, mode) = of.split_once(':').map_or((of, None), |(kind, mode)| (kind, Some(mode)));
    let Some(known) = ontology.kind(kind) else {
        return Err(no_type(entry, kind, ontology));
    };
    if let Some(mode) = mode.filter(|mode| !known.modes.iter().any(|(name, _)| name == mode)) {
        return Err(entry.defect(format!("`{mode}` is no mode of {kind}"), "see events/types.tsv"));
    }
    Ok(Inner::Type(kind.to_owned(), mode.map(str::to_owned)))
}

/// By the verb itself; of two lines of the same words the later one counts.
pub(super) fn light_verbs(sources: &Sources) -> Result<HashMap<String, Vec<Light>>, Defect> {
    let mut verbs: HashMap<String, Vec<Light>> = HashMap::new();
    for table in sources.tables(LIGHT_VERBS)? {
        for entry in table.entries() {
            let lemma = entry.required("lemma")?;
            let aspect = match entry.get("aspect") {
                None | Some("none") => Aspect::Plain,
                Some("begin") => Aspect::Begin,
                Some("continue") => Aspect::Continue,
                Some("end") => Aspect::End,
                Some("cancel") => Aspect::Cancel,
                Some(other) => {
                    return Err(entry.defect(
                        format!("`{other}` is no aspect"),
                        "use begin, continue, end, cancel, or -",
                    ));
                }
            };
            let light = Light {
                others: lemma.split(' ').skip(1).map(str::to_owned).collect(),
                actor: SlotPath::list("actor", &entry)?,
                recipient: SlotPath::list("recipient", &entry)?,
                aspect,
                because: entry.because(lemma),
            };
            let verb = lemma.split(' ').next().unwrap_or_default();
            let lines = verbs.entry(verb.to_owned()).or_default();
            lines.retain(|known| known.others != light.others);
            lines.push(light);
        }
    }
    Ok(verbs)
}

pub(super) fn weighers(sources: &Sources) -> Result<HashMap<WordClass, HashMap<String, Weigher>>, Defect> {
    let mut weighers: HashMap<WordClass, HashMap<String, Weigher>> = HashMap::new();
    let tables = [sources.tables(FACTUALITY)?, sources.tables(MODALS)?];
    for entry in tables.iter().flatten().flat_map(|table| table.entries()) {
        let lemma = entry.required("lemma")?;
        let class = match entry.required("pos")? {
            "verb" => WordClass::Verb,
            "noun" => WordClass::Noun,
            "adj" => WordClass::Adjective,
            "aux" => WordClass::Auxiliary,
            "sconj" | "adp" => WordClass::Marker,
            other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb, noun, adj, aux, sconj or adp")),
        };
        let weigher = Weigher {
            standing: Standing::read(&entry, "value")?,
            because: entry.because(lemma),
        };
        weighers.entry(class).or_default().insert(lemma.to_owned(), weigher);
    }
    Ok(weighers)
}

/// By the outer type, or by `TYPE:mode`.
pub(super) fn insides(sources: &Sources, ontology: &Ontology) -> Result<HashMap<String, Option<Standing>>, Defect> {
    let mut insides = HashMap::new();
    for table in sources.tables(INSIDE)? {
        for entry in table.entries() {
            let name = entry.required("type")?;
            inner(&entry, name, ontology)?;
            let standing = entry.get("standing").map(|_| Standing::read(&entry, "standing"));
            insides.insert(name.to_owned(), standing.transpose()?);
        }
    }
    Ok(insides)
}

/// What acts are while they are announced, and what refusing them is.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) announced: HashMap<String, ActCode>,
    pub(super) refused: HashMap<String, ActCode>,
    pub(super) demanded: Option<ActCode>,
}

pub(super) fn words(sources: &Sources, ontology: &Ontology) -> Result<Words, Defect> {
    let mut words = Words::default();
    for table in sources.tables(FUTURE)? {
        for entry in table.entries() {
            let act = ontology.act(&entry, entry.required("becomes")?)?;
            if entry.get("word") == Some("demanded") {
                words.demanded = Some(act);
                continue;
            }
            let kind = entry.required("type")?;
            if ontology.kind(kind).is_none() {
                return Err(no_type(&entry, kind, ontology));
            }
            let into = match entry.required("word")? {
                "announced" => &mut words.announced,
                "refused" => &mut words.refused,
                other => {
                    return Err(entry.defect(format!("`{other}` is no word"), "use announced, refused or demanded"));
                }
            };
            into.insert(kind.to_owned(), act);
        }
    }
    Ok(words)
}
