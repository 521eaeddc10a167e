//! Contexts: what an act is about, by the words around it.

use std::collections::HashMap;

use crate::{Defect, Sources};

use super::CONTEXTS;

/// Every context by the words that show it.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    all: Vec<Context>,
    /// By the first word of a phrase.
    words: HashMap<String, Vec<ContextWord>>,
}

/// A PLOVER context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Its name, as PLOVER writes it.
    pub name: String,
}

/// A word or phrase that shows a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextWord {
    /// Index of its context.
    pub context: usize,
    /// The dictionary forms that follow the first.
    pub rest: Vec<String>,
    /// 2 where one such word is enough, 1 where it takes two.
    pub weight: u8,
    /// `file:line phrase`.
    pub because: String,
}

impl Contexts {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(CONTEXTS)? {
            for entry in table.entries() {
                let name = entry.required("context")?;
                let phrase = entry.required("lemma")?;
                let weight = match entry.required("weight")? {
                    "1" => 1,
                    "2" => 2,
                    other => return Err(entry.defect(format!("`{other}` is no weight"), "use 1 or 2")),
                };
                let context = match this.all.iter().position(|known| known.name == name) {
                    Some(at) => at,
                    None => {
                        this.all.push(Context { name: name.to_owned() });
                        this.all.len() - 1
                    }
                };
                let mut words = phrase.split(' ').map(str::to_lowercase);
                let first = words.next().unwrap_or_default();
                this.words.entry(first).or_default().push(ContextWord {
                    context,
                    rest: words.collect(),
                    weight,
                    because: entry.because(phrase),
                });
            }
        }
        Ok(this)
    }

    /// All contexts.
    pub fn all(&self) -> &[Context] {
        &self.all
    }

    /// The phrases that begin with the word of this dictionary form.
    pub fn beginning(&self, lemma: &str) -> &[ContextWord] {
        self.words.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }
}
