//! How an article tells what an agreement provides.

use std::collections::HashMap;

use sayso_schema::Duty;

use super::TELLING;
use crate::inflect::verb_forms;
use crate::{Defect, Entry, Sources};

/// What a word of telling does; the head of `telling.tsv` explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum How {
    Tells,
    Says,
    Does,
    Aims,
    Agrees,
    Makes,
    Hopes,
    Under,
    Claims,
    ByWhich,
    About,
    Part,
    Share,
    Opening,
    SuchAs,
    InReturn,
    SoAs,
    Beside,
    Idle,
}

/// Where what is provided stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A that-clause.
    Clause,
    /// An infinitive.
    Infinitive,
    /// An object.
    Object,
    /// The verb with all that is its own.
    Own,
    /// What stands after a preposition.
    After(String),
}

/// A word or phrase by which it is told.
#[derive(Clone, Debug)]
pub struct TellingWord {
    /// Its words; of a verb its dictionary form and its particle.
    pub words: Vec<String>,
    /// What it does.
    pub how: How,
    /// Where what is provided stands, best first.
    pub content: Vec<Content>,
    /// The duty that it implies.
    pub duty: Option<Duty>,
    /// The line that tells it.
    pub because: String,
}

/// Every such word, by its first.
#[derive(Clone, Debug, Default)]
pub struct Tellings {
    by_first: HashMap<String, Vec<TellingWord>>,
}

impl Tellings {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(TELLING)? {
            for entry in table.entries() {
                this.add(&entry)?;
            }
        }
        // The longest phrase counts: "under the terms of" before "under".
        for words in this.by_first.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.words.len()));
        }
        Ok(this)
    }

    fn add(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let word = entry.required("word")?;
        let how = how(entry)?;
        let content: Vec<Content> = entry.list("content").map(content).collect();
        let needs = matches!(
            how,
            How::Tells | How::Says | How::Does | How::Aims | How::Agrees | How::Makes
        );
        if needs && content.is_empty() {
            return Err(entry.defect(
                "no place for what is provided",
                "write clause, infinitive, object, self or a preposition",
            ));
        }
        let words: Vec<String> = word.split(' ').map(str::to_lowercase).collect();
        let first = words.first().cloned().unwrap_or_default();
        let line = TellingWord {
            words,
            how,
            content,
            duty: duty(entry)?,
            because: entry.because(word),
        };
        // A word that the engine has no dictionary form of is known by its own.
        let mut forms = if needs { verb_forms(&first) } else { Vec::new() };
        forms.push(first);
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            self.by_first.entry(form).or_default().push(line.clone());
        }
        Ok(())
    }

    /// Those that begin with this word, in small letters, the longest first.
    pub fn starting(&self, first: &str) -> &[TellingWord] {
        self.by_first.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// The single word that does this.
    pub fn word(&self, word: &str, how: How) -> Option<&TellingWord> {
        let of = self.starting(word).iter();
        of.rev().find(|line| line.how == how && line.words.len() == 1)
    }
}

fn how(entry: &Entry<'_, '_>) -> Result<How, Defect> {
    Ok(match entry.required("how")? {
        "tells" => How::Tells,
        "says" => How::Says,
        "does" => How::Does,
        "aims" => How::Aims,
        "agrees" => How::Agrees,
        "makes" => How::Makes,
        "hopes" => How::Hopes,
        "under" => How::Under,
        "claims" => How::Claims,
        "by-which" => How::ByWhich,
        "about" => How::About,
        "part" => How::Part,
        "share" => How::Share,
        "opening" => How::Opening,
        "such-as" => How::SuchAs,
        "in-return" => How::InReturn,
        "so-as" => How::SoAs,
        "beside" => How::Beside,
        "idle" => How::Idle,
        other => {
            return Err(entry.defect(
                format!("`{other}` is no way of telling"),
                "use tells, says, does, aims, agrees, makes, hopes, under, claims, by-which, about, part, share, opening, \
                 such-as, in-return, so-as, beside or idle",
            ));
        }
    })
}

fn content(name: &str) -> Content {
    match name {
        "clause" => Content::Clause,
        "infinitive" => Content::Infinitive,
        "object" => Content::Object,
        "self" => Content::Own,
        preposition => Content::After(preposition.to_owned()),
    }
}

fn duty(entry: &Entry<'_, '_>) -> Result<Option<Duty>, Defect> {
    Ok(match entry.get("duty") {
        None => None,
        Some("must") => Some(Duty::Must),
        Some("may") => Some(Duty::May),
        Some("must-not") => Some(Duty::MustNot),
        Some(other) => {
            return Err(entry.defect(format!("`{other}` is no duty"), "use must, may, must-not or -"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Knowledge;

    #[test]
    fn the_longest_phrase_comes_first() {
        let knowledge = Knowledge::embedded().unwrap();
        let tellings = &knowledge.agreements.provisions.tellings;
        let under = tellings.starting("under");
        assert!(under.windows(2).all(|pair| pair[0].words.len() >= pair[1].words.len()));
        let stipulates = tellings.word("stipulate", How::Tells).unwrap();
        assert_eq!(
            (stipulates.duty, &stipulates.content[0]),
            (Some(Duty::Must), &Content::Clause)
        );
        assert!(stipulates.because.starts_with("agreements/telling.tsv:"));
    }
}
