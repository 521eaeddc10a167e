//! Words that make a class of provision.

use std::collections::HashMap;

use sayso_schema::ProvisionClass;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::CLASSES;
use crate::{Defect, Entry, Sources};

/// A line of words that make a class.
#[derive(Clone, Debug)]
pub struct ClassLine {
    /// The class.
    pub class: ProvisionClass,
    /// One of these must be there as well, where there are any.
    pub with: Vec<Vec<String>>,
    /// None of these may be there.
    pub without: Vec<Vec<String>>,
    /// How telling it is.
    pub weight: u32,
    /// Whether its word must head the provision.
    pub is_head: bool,
    /// The line that tells it, without the word.
    pub because: String,
}

/// Every line, by the first words of what must be there.
#[derive(Clone, Debug, Default)]
pub struct ProvisionClasses {
    lines: Vec<ClassLine>,
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl ProvisionClasses {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(CLASSES)? {
            for entry in table.entries() {
                this.add(&entry)?;
            }
        }
        Ok(this)
    }

    fn add(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let name = entry.required("class")?;
        let from: StrDeserializer<'_, Error> = name.into_deserializer();
        let class = ProvisionClass::deserialize(from).map_err(|_| {
            entry.defect(
                format!("`{name}` is no class"),
                "use a class of the schema, in capitals",
            )
        })?;
        let weight = entry.required("weight")?;
        let weight = weight.parse().ok().filter(|weight| (1..=9).contains(weight));
        let weight = weight.ok_or_else(|| entry.defect("no weight from 1 to 9", "write a number from 1 to 9"))?;
        let is_head = match entry.get("where") {
            None => false,
            Some("head") => true,
            Some(other) => return Err(entry.defect(format!("`{other}` is no place"), "write head or -")),
        };
        let split = |word: &str| word.split(' ').map(str::to_lowercase).collect::<Vec<_>>();
        let at = self.lines.len();
        entry.required("words")?;
        for word in entry.list("words") {
            let words = split(word);
            if let Some(first) = words.first() {
                let key = first.clone();
                self.by_first.entry(key).or_default().push((words, at));
            }
        }
        self.lines.push(ClassLine {
            class,
            with: entry.list("with").map(split).collect(),
            without: entry.list("without").map(split).collect(),
            weight,
            is_head,
            because: entry.because(name),
        });
        Ok(())
    }

    /// The lines that one of these words begins, with all words that must stand there.
    pub fn starting(&self, first: &str) -> impl Iterator<Item = (&[String], usize, &ClassLine)> {
        let of = self.by_first.get(first).map(Vec::as_slice).unwrap_or_default();
        of.iter()
            .filter_map(|(words, at)| Some((words.as_slice(), *at, self.lines.get(*at)?)))
    }
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;

    #[test]
    fn lines_are_found_by_their_first_words() {
        let knowledge = Knowledge::embedded().unwrap();
        let classes = &knowledge.agreements.provisions.classes;
        let named: Vec<_> = classes.starting("ceasefire").map(|(.., line)| line.class).collect();
        assert!(named.contains(&sayso_schema::ProvisionClass::Ceasefire), "{named:?}");
        assert_eq!(classes.starting("zzz").count(), 0);
    }
}
