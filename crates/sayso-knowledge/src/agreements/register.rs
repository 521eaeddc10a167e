//! The register of well-known instruments.

use std::collections::HashMap;

use super::REGISTER;
use crate::entities::squeeze;
use crate::{Defect, Sources};

/// A well-known instrument.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Its title.
    pub title: String,
    /// What kind of instrument it is ("treaty").
    pub kind: String,
    /// How many it binds: `multilateral`, `bilateral` or `domestic`.
    pub ambit: Option<String>,
    /// The day, month or year when it was adopted or signed, as ISO 8601 writes it.
    pub adopted: Option<String>,
    /// When it entered into force.
    pub in_force: Option<String>,
    /// Volume and number in the United Nations Treaty Series, or who keeps it.
    pub series: Option<String>,
    /// The countries that it binds, where it binds no others, by their codes.
    pub parties: Vec<String>,
    /// The line that tells it.
    pub because: String,
}

/// Well-known instruments by their names.
#[derive(Clone, Debug, Default)]
pub struct Register {
    all: Vec<Registered>,
    /// By name in small letters, squeezed; whether the name is an abbreviation, which is written in capitals.
    by_name: HashMap<String, (usize, Option<String>)>,
    /// The most words and marks of a name that begins with a word, in small letters.
    longest_from: HashMap<String, usize>,
}

impl Register {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(REGISTER)? {
            for entry in table.entries() {
                let title = entry.required("title")?;
                for column in ["adopted", "in_force"] {
                    let day = entry.get(column);
                    if let Some(day) = day.filter(|day| !is_day(day)) {
                        return Err(entry.defect(format!("`{day}` is no day"), "write 1968-07-01, 1968-07, 1968 or -"));
                    }
                }
                let at = this.all.len();
                this.all.push(Registered {
                    title: title.to_owned(),
                    kind: entry.required("kind")?.to_owned(),
                    ambit: entry.get("ambit").map(str::to_owned),
                    adopted: entry.get("adopted").map(str::to_owned),
                    in_force: entry.get("in_force").map(str::to_owned),
                    series: entry.get("series").map(str::to_owned),
                    parties: entry.list("parties").map(str::to_owned).collect(),
                    because: entry.because(title),
                });
                for name in std::iter::once(title).chain(entry.list("also")) {
                    this.add(name, at);
                }
            }
        }
        Ok(this)
    }

    fn add(&mut self, name: &str, at: usize) {
        let squeezed = squeeze(name);
        let is_short = !squeezed.contains(' ') && squeezed.chars().all(|c| !c.is_lowercase());
        let key = squeezed.to_lowercase();
        if let Some(first) = name.split([' ', '-', '.']).next() {
            // However a tokeniser cuts it: a mark stands between any two words at most.
            let words = name.split([' ', '-', '.', '(', ')', ',', '\'']).count() * 2;
            let longest = self.longest_from.entry(first.to_lowercase()).or_default();
            *longest = words.max(*longest);
        }
        self.by_name.insert(key, (at, is_short.then_some(squeezed)));
    }

    /// The most words and marks of a name that begins with this word, in small letters, if any does.
    pub fn longest_from(&self, word: &str) -> Option<usize> {
        let first = word.split(['-', '.']).next().unwrap_or_default();
        self.longest_from.get(first).copied()
    }

    /// The instrument of this name, [`squeeze`]d.
    pub fn named(&self, squeezed: &str) -> Option<&Registered> {
        let (at, short) = self.by_name.get(&squeezed.to_lowercase())?;
        let fits = short.as_deref().is_none_or(|short| short == squeezed);
        self.all.get(*at).filter(|_| fits)
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> &[Registered] {
        &self.all
    }
}

fn is_day(day: &str) -> bool {
    let parts: Vec<&str> = day.split('-').collect();
    let lengths = [4, 2, 2];
    parts.len() <= 3
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;

    #[test]
    fn names_find_their_instrument_and_abbreviations_only_in_capitals() {
        let register = Knowledge::embedded().unwrap().agreements.register;
        let npt = register
            .named("Treaty on the Non-Proliferation of Nuclear Weapons")
            .unwrap();
        assert_eq!(
            (npt.adopted.as_deref(), npt.in_force.as_deref()),
            (Some("1968-07-01"), Some("1970-03-05"))
        );
        assert_eq!(register.named("NPT").unwrap().title, npt.title);
        assert!(register.named("npt").is_none());
        assert_eq!(register.named("Kyoto protocol").unwrap().kind, "protocol");
        assert!(register.longest_from("kyoto").is_some() && register.longest_from("tokio").is_none());
    }

    #[test]
    fn a_closed_instrument_tells_whom_it_binds() {
        let register = Knowledge::embedded().unwrap().agreements.register;
        assert_eq!(register.named("Oslo Accords").unwrap().parties, ["ISR", "PSE"]);
        assert!(register.named("NPT").unwrap().parties.is_empty());
    }

    #[test]
    fn every_instrument_is_told_once_and_entered_into_force_after_it_was_adopted() {
        let register = Knowledge::embedded().unwrap().agreements.register;
        let mut titles = std::collections::HashSet::new();
        for one in register.all() {
            assert!(titles.insert(&one.title), "{} twice", one.title);
            if let Some((adopted, in_force)) = one.adopted.as_ref().zip(one.in_force.as_ref()) {
                let length = adopted.len().min(in_force.len());
                assert!(adopted[..length] <= in_force[..length], "{}", one.title);
            }
        }
    }
}
