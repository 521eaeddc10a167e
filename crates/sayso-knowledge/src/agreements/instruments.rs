//! Nouns for instruments, and the words around them that tell whether one is meant.

use std::collections::{HashMap, HashSet};

use super::{INSTRUMENTS, SIGNS};
use crate::{Defect, Entry, Sources};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// Where the words around it speak of one certain instrument.
    Told,
    /// Where one of `these` stands before it, or it is a name and none of `never` does; with `by_body` also where a body
    /// of several states is named near it and none of `never` stands before it.
    Kind {
        #[allow(missing_docs)]
        these: Vec<String>,
        #[allow(missing_docs)]
        never: Vec<String>,
        #[allow(missing_docs)]
        by_body: bool,
    },
    /// Only as part of a name.
    Named,
    /// Where a verb or noun of the class `ratify` has it as object.
    Joined,
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
    /// Whether it may take up an agreement that another noun named.
    pub is_loose: bool,
    /// The line that tells it.
    pub because: String,
}

/// Every noun for an instrument.
#[derive(Clone, Debug, Default)]
pub struct Instruments {
    by_noun: HashMap<String, Instrument>,
    /// Words that carry a noun: the last one, or the one before "of".
    ends: HashSet<String>,
}

impl Instruments {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(INSTRUMENTS)? {
            for entry in table.entries() {
                let noun = small(&entry, "noun")?;
                let instrument = Instrument {
                    noun: noun.to_owned(),
                    family: family(&entry)?,
                    when: when(&entry)?,
                    is_loose: entry.get("loose") == Some("yes"),
                    because: entry.because(noun),
                };
                let end = noun.split(" of ").next().unwrap_or(noun);
                this.ends.extend(end.split([' ', '-']).next_back().map(str::to_owned));
                this.by_noun.insert(noun.to_owned(), instrument);
            }
        }
        Ok(this)
    }

    /// Whether a word may be what a noun stands on: "memorandum" in "memorandum of understanding", "law" in "sanctions
    /// law".
    pub fn may_end(&self, word: &str) -> bool {
        self.ends.contains(word)
    }

    /// The instrument that a noun names, by its dictionary form in small letters.
    pub fn get(&self, noun: &str) -> Option<&Instrument> {
        self.by_noun.get(noun)
    }
}

fn small<'t>(entry: &Entry<'_, 't>, column: &str) -> Result<&'t str, Defect> {
    let word = entry.required(column)?;
    if word.chars().any(char::is_uppercase) {
        return Err(entry.defect(
            format!("capitals in `{word}`"),
            "write the dictionary form in small letters",
        ));
    }
    Ok(word)
}

fn family(entry: &Entry<'_, '_>) -> Result<Family, Defect> {
    Ok(match entry.required("family")? {
        "pact" => Family::Pact,
        "truce" => Family::Truce,
        "statement" => Family::Statement,
        "resolution" => Family::Resolution,
        "law" => Family::Law,
        other => {
            return Err(entry.defect(
                format!("`{other}` is no family of instruments"),
                "write pact, truce, statement, resolution or law",
            ));
        }
    })
}

fn when(entry: &Entry<'_, '_>) -> Result<When, Defect> {
    Ok(match entry.required("when")? {
        "always" => When::Always,
        "told" => When::Told,
        "joined" => When::Joined,
        kind @ ("kind" | "body") => {
            let (never, these): (Vec<&str>, Vec<&str>) = entry.list("kinds").partition(|word| word.starts_with('!'));
            When::Kind {
                these: these.into_iter().map(str::to_owned).collect(),
                never: never
                    .iter()
                    .map(|word| word.trim_start_matches('!').to_owned())
                    .collect(),
                by_body: kind == "body",
            }
        }
        "named" => When::Named,
        other => {
            return Err(entry.defect(
                format!("`{other}` does not say when the noun is an instrument"),
                "write always, told, kind, body, named or joined",
            ));
        }
    })
}

/// What a word near a noun for an instrument tells of it; `signs.tsv` says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sign {
    Public,
    Private,
    Light,
    General,
    Other,
    Earlier,
    Business,
    Help,
    Office,
    /// A noun for those who govern a state: "government".
    Govern,
    Many,
    Several,
    Conclude,
    Join,
    Ratify,
    Keep,
    Touch,
    Provide,
    Side,
    Talks,
    Armed,
    Peace,
    Pledge,
    Member,
    Supersede,
    Article,
    Relation,
}

/// Every word that is a sign of something.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    by_word: HashMap<String, Vec<(Sign, String)>>,
    prefixes: HashMap<String, String>,
}

impl Signs {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(SIGNS)? {
            for entry in table.entries() {
                let word = small(&entry, "word")?;
                if entry.required("class")? == "prefix" {
                    this.prefixes
                        .insert(word.to_owned(), entry.required("country")?.to_owned());
                    continue;
                }
                let sign = match entry.required("class")? {
                    "public" => Sign::Public,
                    "private" => Sign::Private,
                    "light" => Sign::Light,
                    "general" => Sign::General,
                    "other" => Sign::Other,
                    "earlier" => Sign::Earlier,
                    "office" => Sign::Office,
                    "govern" => Sign::Govern,
                    "many" => Sign::Many,
                    "help" => Sign::Help,
                    "business" => Sign::Business,
                    "several" => Sign::Several,
                    "ratify" => Sign::Ratify,
                    "conclude" => Sign::Conclude,
                    "join" => Sign::Join,
                    "keep" => Sign::Keep,
                    "touch" => Sign::Touch,
                    "provide" => Sign::Provide,
                    "side" => Sign::Side,
                    "talks" => Sign::Talks,
                    "peace" => Sign::Peace,
                    "armed" => Sign::Armed,
                    "pledge" => Sign::Pledge,
                    "member" => Sign::Member,
                    "supersede" => Sign::Supersede,
                    "article" => Sign::Article,
                    "relation" => Sign::Relation,
                    other => {
                        return Err(entry.defect(
                            format!("`{other}` is no class of signs"),
                            "the head of signs.tsv lists the classes",
                        ));
                    }
                };
                let of = this.by_word.entry(word.to_owned()).or_default();
                of.push((sign, entry.because(word)));
            }
        }
        Ok(this)
    }

    /// Whether a word, in its dictionary form and small letters, is a sign of this class.
    pub fn is(&self, word: &str, sign: Sign) -> bool {
        self.line(word, sign).is_some()
    }

    /// The country that the first part of a word such as "Sino-Russian" stands for.
    pub fn prefix(&self, part: &str) -> Option<&str> {
        self.prefixes.get(part).map(String::as_str)
    }

    /// Whether a word is a sign of anything.
    pub fn knows(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// The line that makes it so.
    pub fn line(&self, word: &str, sign: Sign) -> Option<&str> {
        let of = self.by_word.get(word)?;
        of.iter().find(|(of, _)| *of == sign).map(|(_, line)| line.as_str())
    }
}
