//! CAMEO's codes in PLOVER's words.

use std::collections::HashMap;

use crate::entities::{Codes, EntityLexicon, FILES};
use crate::{Defect, Embedded, Sources, Table};

const CODES: Embedded = (
    "petrarch/codes.tsv",
    include_str!("../../../../knowledge/petrarch/codes.tsv"),
);
const WORDS: Embedded = (
    "petrarch/words.tsv",
    include_str!("../../../../knowledge/petrarch/words.tsv"),
);

/// What the codes and words of the dictionaries mean.
pub(super) struct Tables {
    events: HashMap<String, (String, Option<String>)>,
    countries: HashMap<String, Option<String>>,
    agents: HashMap<String, Option<String>>,
    words: HashMap<String, Use>,
    iso: Codes,
    lexicon: EntityLexicon,
}

/// How a pattern uses a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Preposition,
    Particle,
    Passive,
    Outside,
}

/// Who an actor's code is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    /// Letters that PLOVER has no code for.
    pub(super) unknown: Vec<String>,
}

impl Tables {
    pub(super) fn shipped() -> Result<Self, Defect> {
        let own = |cell: Option<&str>| cell.map(str::to_owned);
        let mut events = HashMap::new();
        let (file, text) = crate::events::CODES;
        for entry in Table::parse(file, text, &[])?.entries() {
            // Statements and appeals are no events in PLOVER.
            let event = (entry.get("plover").unwrap_or("none").to_owned(), own(entry.get("mode")));
            events.insert(entry.required("code")?.to_owned(), event);
        }
        let (mut countries, mut agents) = (HashMap::new(), HashMap::new());
        for entry in Table::parse(CODES.0, CODES.1, &[])?.entries() {
            let codes = if entry.get("place") == Some("agent") {
                &mut agents
            } else {
                &mut countries
            };
            codes.insert(entry.required("code")?.to_owned(), own(entry.get("plover")));
        }
        let mut words = HashMap::new();
        for entry in Table::parse(WORDS.0, WORDS.1, &[])?.entries() {
            let used = match entry.required("use")? {
                "preposition" => Use::Preposition,
                "particle" => Use::Particle,
                "passive" => Use::Passive,
                _ => Use::Outside,
            };
            words.insert(entry.required("word")?.to_owned(), used);
        }
        Ok(Self {
            events,
            countries,
            agents,
            words,
            iso: Codes::shipped(),
            lexicon: EntityLexicon::load(&Sources::embedded(&[FILES]))?,
        })
    }

    /// PLOVER's type and mode for a CAMEO code; a code that is not known is what the longest code is that it begins
    /// with.
    pub(super) fn event(&self, cameo: &str) -> Option<(&str, Option<&str>)> {
        let digits = cameo.len() >= 2 && cameo.bytes().all(|b| b.is_ascii_digit());
        let longest = (2..=cameo.len())
            .rev()
            .filter(|_| digits)
            .find_map(|end| self.events.get(&cameo[..end]))?;
        Some((longest.0.as_str(), longest.1.as_deref()))
    }

    /// Who a CAMEO actor code is of: three letters of country, then agents of three letters each.
    pub(super) fn party(&self, code: &str) -> Party {
        let mut party = Party::default();
        for (i, triple) in triples(code).into_iter().enumerate() {
            if i == 0
                && let Some(country) = self.country(&triple)
            {
                party.country = country;
                // "NGM", "MNC" and the like tell what they do as well.
                if let Some(Some(sector)) = self.agents.get(&triple).filter(|s| s.as_deref() != Some("SOC")) {
                    party.sectors.push(sector.clone());
                }
                continue;
            }
            if party.country.as_deref() == Some("IGO") && i == 1 && matches!(self.country(&triple), Some(Some(_))) {
                party.country = self
                    .country(&triple)
                    .flatten()
                    .filter(|c| c == "UNO" || c == "EUR")
                    .or(party.country);
                continue;
            }
            match self.agents.get(&triple) {
                Some(Some(sector)) if !party.sectors.contains(sector) => party.sectors.push(sector.clone()),
                Some(_) => {}
                None => party.unknown.push(triple),
            }
        }
        party
    }

    /// The country of a code; `Some(None)` for a region, which PLOVER has no code for.
    fn country(&self, triple: &str) -> Option<Option<String>> {
        let listed = self.countries.get(triple).cloned();
        listed.or_else(|| self.iso.contains(triple).then(|| Some(triple.to_owned())))
    }

    /// The sectors of an agent's code.
    pub(super) fn sectors(&self, code: &str) -> Party {
        let mut party = Party::default();
        for triple in triples(code) {
            match self.agents.get(&triple) {
                Some(Some(sector)) if !party.sectors.contains(sector) => party.sectors.push(sector.clone()),
                Some(_) => {}
                None => party.unknown.push(triple),
            }
        }
        party
    }

    pub(super) fn use_of(&self, word: &str) -> Option<Use> {
        self.words.get(word).copied()
    }

    /// Whether a noun heads names of organisations ("council").
    pub(super) fn is_organisation(&self, noun: &str) -> bool {
        let head = self.lexicon.head(noun).and_then(|head| head.kind);
        let source = self.lexicon.source(noun).map(|source| source.kind);
        source.or(head) == Some(sayso_schema::EntityType::Org)
    }
}

fn triples(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.to_uppercase().chars().collect();
    letters.chunks(3).map(|chunk| chunk.iter().collect()).collect()
}
