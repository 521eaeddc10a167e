//! Who and what has a name that is known beforehand, and which words tell what a name or a description is of.
//!
//! The files under `knowledge/entities/` become one [`EntityLexicon`]: listed names (countries, their people and
//! capitals, organisations, outlets, places, weapons), offices and titles, heads of names ("ministry", "airport",
//! "treaty"), nouns for sources without a name ("officials"), and the verbs that make a capital a government.
//!
//! Names are looked up by [`squeeze`]d text, so that a lookup does not depend on how a tokeniser cuts
//! "Guinea-Bissau" or "People's".

use std::collections::{HashMap, HashSet};

use sayso_schema::EntityType;

use crate::{Defect, Embedded, Entry, Sources};

mod actors;
mod cells;
mod day;
mod fold;
mod listed;

pub use actors::{Actor, Actors, Standing};
pub use cells::{Codes, SECTORS};
use cells::{code, kind_of, no_kind, sectors};
pub use day::Day;
pub use fold::fold;
pub use listed::{Ambiguity, Gender, GovernmentAct, Head, ListedName, Materiel, NameClass, Office, SourceNoun};

/// The files that make an [`EntityLexicon`], in the order in which they speak: the first list that has a name decides
/// what it usually is.
pub const FILES: &[Embedded] = &[
    (
        "entities/countries.tsv",
        include_str!("../../../knowledge/entities/countries.tsv"),
    ),
    (
        "entities/actors.tsv",
        include_str!("../../../knowledge/entities/actors.tsv"),
    ),
    (
        "entities/leaders.tsv",
        include_str!("../../../knowledge/entities/leaders.tsv"),
    ),
    (
        "entities/seats.tsv",
        include_str!("../../../knowledge/entities/seats.tsv"),
    ),
    (
        "entities/international.tsv",
        include_str!("../../../knowledge/entities/international.tsv"),
    ),
    (
        "entities/armed-groups.tsv",
        include_str!("../../../knowledge/entities/armed-groups.tsv"),
    ),
    (
        "entities/agencies.tsv",
        include_str!("../../../knowledge/entities/agencies.tsv"),
    ),
    (
        "entities/outlets.tsv",
        include_str!("../../../knowledge/entities/outlets.tsv"),
    ),
    (
        "entities/groups.tsv",
        include_str!("../../../knowledge/entities/groups.tsv"),
    ),
    (
        "entities/regions.tsv",
        include_str!("../../../knowledge/entities/regions.tsv"),
    ),
    (
        "entities/states.tsv",
        include_str!("../../../knowledge/entities/states.tsv"),
    ),
    (
        "entities/cities.tsv",
        include_str!("../../../knowledge/entities/cities.tsv"),
    ),
    (
        "entities/weapons.tsv",
        include_str!("../../../knowledge/entities/weapons.tsv"),
    ),
    (
        "entities/ambiguous.tsv",
        include_str!("../../../knowledge/entities/ambiguous.tsv"),
    ),
    (
        "entities/offices.tsv",
        include_str!("../../../knowledge/entities/offices.tsv"),
    ),
    (
        "entities/heads.tsv",
        include_str!("../../../knowledge/entities/heads.tsv"),
    ),
    (
        "entities/materiel.tsv",
        include_str!("../../../knowledge/entities/materiel.tsv"),
    ),
    (
        "entities/sources.tsv",
        include_str!("../../../knowledge/entities/sources.tsv"),
    ),
    (
        "entities/government-acts.tsv",
        include_str!("../../../knowledge/entities/government-acts.tsv"),
    ),
];

/// Everything that `knowledge/entities/` lists.
#[derive(Clone, Debug, Default)]
pub struct EntityLexicon {
    names: HashMap<String, Vec<ListedName>>,
    shouted: HashMap<String, String>,
    longest_name: usize,
    ambiguous: HashMap<String, Ambiguity>,
    offices: HashMap<String, Office>,
    longest_office: usize,
    heads: HashMap<String, Head>,
    sources: HashMap<String, SourceNoun>,
    materiel: HashMap<String, Materiel>,
    /// The last words of the heads and sources that are of several words.
    compounds: HashSet<String>,
    acts: HashMap<String, GovernmentAct>,
    actors: Actors,
    leaders: Actors,
}

/// Text as names are looked up by: white space only between letters and digits, straight apostrophes and hyphens.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for (i, word) in text.split_whitespace().enumerate() {
        squeeze_onto(&mut squeezed, word, i > 0);
    }
    squeezed
}

/// Appends a word to [`squeeze`]d text, so that a name is looked up word by word without starting over. `spaced` tells
/// whether white space stands before it.
pub fn squeeze_onto(squeezed: &mut String, word: &str, spaced: bool) {
    if spaced && squeezed.ends_with(char::is_alphanumeric) && word.starts_with(char::is_alphanumeric) {
        squeezed.push(' ');
    }
    squeezed.extend(word.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '’' | 'ʼ' | '‘' | '`' => '\'',
        '‐' | '‑' | '–' => '-',
        other => other,
    }));
}

impl EntityLexicon {
    /// Reads the files named in [`FILES`].
    ///
    /// # Errors
    /// Where a line leaves a needed cell empty, or a cell holds a word that its column does not know.
    pub fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut lexicon = Self::default();
        let codes = Codes::shipped();
        let mut files = Vec::new();
        for (file, _) in FILES {
            files.push((*file, sources.tables(file)?));
        }
        // The first line on a name decides, so the user's files, which come last, are read first.
        let depth = files.iter().map(|(_, tables)| tables.len()).max().unwrap_or(0);
        for layer in (0..depth).rev() {
            for (file, tables) in &files {
                for entry in tables.get(layer).into_iter().flat_map(|table| table.entries()) {
                    lexicon.add(file, &entry, &codes)?;
                }
            }
        }
        Ok(lexicon)
    }

    fn add(&mut self, file: &str, entry: &Entry<'_, '_>, codes: &Codes) -> Result<(), Defect> {
        let country = |entry: &Entry<'_, '_>| codes.country(entry);
        match file {
            "entities/countries.tsv" => self.add_country(entry),
            "entities/actors.tsv" => self.add_actor(entry, codes),
            "entities/leaders.tsv" => self.leaders.add(entry, codes),
            "entities/seats.tsv" => self.add_named(entry, NameClass::Seat, EntityType::Org, country(entry)?),
            "entities/international.tsv" | "entities/armed-groups.tsv" | "entities/agencies.tsv" => {
                self.add_named(entry, NameClass::Organisation, EntityType::Org, country(entry)?)
            }
            "entities/outlets.tsv" => self.add_named(entry, NameClass::Outlet, EntityType::Org, country(entry)?),
            "entities/groups.tsv" => self.add_named(entry, NameClass::Group, EntityType::Norp, country(entry)?),
            "entities/regions.tsv" => {
                let kind = kind_of(entry)?.ok_or_else(|| no_kind(entry))?;
                self.add_name(entry, entry.required("name")?, NameClass::Place, kind, country(entry)?)
            }
            "entities/states.tsv" => {
                let usa = Some("USA".to_owned());
                self.add_name(entry, entry.required("name")?, NameClass::Place, EntityType::Gpe, usa)
            }
            "entities/cities.tsv" => {
                let name = entry.required("name")?;
                self.add_name(entry, name, NameClass::Place, EntityType::Gpe, country(entry)?)
            }
            "entities/weapons.tsv" => {
                let name = entry.required("name")?;
                self.add_name(entry, name, NameClass::Weapon, EntityType::Weapon, None)?;
                self.add_name(entry, &format!("{name}s"), NameClass::Weapon, EntityType::Weapon, None)
            }
            "entities/ambiguous.tsv" => self.add_ambiguity(entry),
            "entities/offices.tsv" => self.add_office(entry),
            "entities/heads.tsv" => {
                let lemma = entry.required("lemma")?;
                let head = Head {
                    kind: kind_of(entry)?,
                    sectors: sectors(entry),
                    local: entry.get("local").is_some(),
                    line: entry.because(lemma),
                };
                self.note_compound(lemma);
                self.heads.entry(lemma.to_owned()).or_insert(head);
                Ok(())
            }
            "entities/materiel.tsv" => {
                let lemma = entry.required("lemma")?;
                let materiel = Materiel {
                    sectors: sectors(entry),
                    owned: entry.get("owned").is_some(),
                    line: entry.because(lemma),
                };
                self.materiel.entry(lemma.to_owned()).or_insert(materiel);
                Ok(())
            }
            "entities/sources.tsv" => {
                let lemma = entry.required("lemma")?;
                let noun = SourceNoun {
                    kind: kind_of(entry)?.ok_or_else(|| no_kind(entry))?,
                    sectors: sectors(entry),
                    local: entry.get("local").is_some(),
                    line: entry.because(lemma),
                };
                self.note_compound(lemma);
                self.sources.entry(lemma.to_owned()).or_insert(noun);
                Ok(())
            }
            _ => {
                let lemma = entry.required("lemma")?;
                let act = GovernmentAct {
                    object: entry.get("object").is_some(),
                    to: entry.get("to").is_some(),
                    with: entry.get("with").is_some(),
                    line: entry.because(lemma),
                };
                self.acts.entry(lemma.to_owned()).or_insert(act);
                Ok(())
            }
        }
    }

    fn add_country(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let code = code(entry)?;
        let name = entry.required("name")?;
        for name in std::iter::once(name).chain(entry.list("also")) {
            self.add_name(entry, name, NameClass::Country, EntityType::Gpe, code.clone())?;
        }
        for name in entry.list("adjectives").chain(entry.list("people")) {
            self.add_name(entry, name, NameClass::Demonym, EntityType::Norp, code.clone())?;
        }
        for name in entry.list("capitals") {
            self.add_name(entry, name, NameClass::Capital, EntityType::Gpe, code.clone())?;
        }
        Ok(())
    }

    fn add_named(
        &mut self,
        entry: &Entry<'_, '_>,
        class: NameClass,
        kind: EntityType,
        country: Option<String>,
    ) -> Result<(), Defect> {
        for name in std::iter::once(entry.required("name")?).chain(entry.list("also")) {
            self.add_name(entry, name, class, kind, country.clone())?;
        }
        Ok(())
    }

    /// A user's own actor is found in the text like any listed name; what it is of is settled once for the document,
    /// by its date.
    fn add_actor(&mut self, entry: &Entry<'_, '_>, codes: &Codes) -> Result<(), Defect> {
        self.actors.add(entry, codes)?;
        let kind = match entry.get("type") {
            Some(_) => kind_of(entry)?.ok_or_else(|| no_kind(entry))?,
            None => EntityType::Org,
        };
        self.add_named(entry, NameClass::Actor, kind, codes.country(entry)?)
    }

    fn add_name(
        &mut self,
        entry: &Entry<'_, '_>,
        name: &str,
        class: NameClass,
        kind: EntityType,
        country: Option<String>,
    ) -> Result<(), Defect> {
        let key = squeeze(name);
        let (line, identity) = match (class, &country) {
            (NameClass::Country, Some(code)) => (entry.because(code), format!("country {code}")),
            (NameClass::Demonym, Some(code)) => (entry.because(code), format!("people {code}")),
            (NameClass::Capital, Some(code)) => (entry.because(code), format!("capital {key}")),
            _ => {
                let first = entry.required("name")?;
                (entry.because(first), entry.because("listed"))
            }
        };
        self.longest_name = self.longest_name.max(key.chars().count());
        if key.chars().filter(|c| c.is_alphabetic()).count() >= 4 && key.chars().any(char::is_lowercase) {
            self.shouted.entry(key.to_uppercase()).or_insert_with(|| key.clone());
        }
        let readings = self.names.entry(key).or_default();
        if readings.iter().all(|reading| reading.class != class) {
            readings.push(ListedName {
                class,
                kind,
                country,
                sectors: sectors(entry),
                line,
                identity,
            });
        }
        Ok(())
    }

    fn add_ambiguity(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let ambiguity = match entry.required("with")? {
            "person" => Ambiguity::Person,
            "word" => Ambiguity::Word,
            "place" => Ambiguity::Place,
            other => {
                let cause = format!("`{other}` in the column `with`");
                return Err(entry.defect(cause, "write person, word or place"));
            }
        };
        self.ambiguous
            .entry(squeeze(entry.required("name")?))
            .or_insert(ambiguity);
        Ok(())
    }

    fn add_office(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let title = entry.required("office")?;
        let gender = match entry.get("gender") {
            Some("m") => Some(Gender::Masculine),
            Some("f") => Some(Gender::Feminine),
            None => None,
            Some(other) => {
                let cause = format!("`{other}` in the column `gender`");
                return Err(entry.defect(cause, "write m, f or -"));
            }
        };
        let key = squeeze(title);
        self.longest_office = self.longest_office.max(key.chars().count());
        let office = Office {
            title: title.to_owned(),
            sectors: sectors(entry),
            gender,
            line: entry.because(title),
        };
        self.offices.entry(key).or_insert(office);
        Ok(())
    }

    /// The readings of a name, whose first is the usual one; empty where it is not listed. `squeezed` as
    /// [`squeeze`] makes it. Case counts, but for a name in capitals throughout, as datelines and headlines write it.
    pub fn name(&self, squeezed: &str) -> &[ListedName] {
        let readings = self.names.get(squeezed);
        let shouted = || self.names.get(self.shouted.get(squeezed)?);
        readings.or_else(shouted).map_or(&[], Vec::as_slice)
    }

    /// How many characters the longest listed name has when squeezed.
    pub fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// What the listed name, squeezed, often is instead.
    pub fn ambiguity(&self, squeezed: &str) -> Option<Ambiguity> {
        self.ambiguous.get(squeezed).copied()
    }

    /// The office of this name, squeezed and in lower case.
    pub fn office(&self, squeezed: &str) -> Option<&Office> {
        self.offices.get(squeezed)
    }

    /// How many characters the longest office has when squeezed.
    pub fn longest_office(&self) -> usize {
        self.longest_office
    }

    fn note_compound(&mut self, lemma: &str) {
        if let Some((_, last)) = lemma.rsplit_once(' ') {
            self.compounds.insert(last.to_owned());
        }
    }

    /// Whether a head or source of several words ends in this one ("guard" for "border guard"), so that looking the
    /// words before it up can be worth it.
    pub fn ends_compound(&self, lemma: &str) -> bool {
        self.compounds.contains(lemma)
    }

    /// The weapon or vehicle that stands for the military whose it is ("tanks fired").
    pub fn materiel(&self, lemma: &str) -> Option<&Materiel> {
        self.materiel.get(lemma)
    }

    /// The actors of a user's own list, and those that ship with it.
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// Leaders with their terms of office.
    pub fn leaders(&self) -> &Actors {
        &self.leaders
    }

    /// What a name with this head is of; `lemma` in lower case.
    pub fn head(&self, lemma: &str) -> Option<&Head> {
        self.heads.get(lemma)
    }

    /// The noun for a source without a name.
    pub fn source(&self, lemma: &str) -> Option<&SourceNoun> {
        self.sources.get(lemma)
    }

    /// The verb or noun of what governments do.
    pub fn government_act(&self, lemma: &str) -> Option<&GovernmentAct> {
        self.acts.get(lemma)
    }
}

#[cfg(test)]
mod tests;
