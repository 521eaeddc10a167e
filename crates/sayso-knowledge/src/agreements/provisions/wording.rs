//! Words that open the parts of a provision, and words that make its force.

use std::collections::{HashMap, HashSet};

use sayso_schema::Duty;

use super::{DUTIES, PARTS};
use crate::{Defect, Sources};

/// A part of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What sets it off.
    Trigger,
    /// What limits it.
    Condition,
    /// With whom, where or in what field.
    Scope,
    /// How, how soon.
    Qualifier,
}

/// Words that open a part.
#[derive(Clone, Debug)]
pub struct PartLine {
    /// The words, in small letters.
    pub words: Vec<String>,
    /// Which part.
    pub part: Part,
    /// Whether the part is these words alone.
    pub alone: bool,
    /// Its place in the list: of two, the lower counts.
    pub rank: usize,
    /// The line that tells it.
    pub because: String,
}

/// What a word makes of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Force {
    /// It is this duty.
    Is(Duty),
    /// What is owed or allowed is forbidden.
    Not,
    /// All of two or more, or none of them.
    Each,
    /// Those who agree.
    Party,
}

/// Both lists.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    parts: HashMap<String, Vec<PartLine>>,
    forces: HashMap<String, HashSet<Force>>,
}

impl Wordings {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        let mut rank = 0;
        for table in sources.tables(PARTS)? {
            for entry in table.entries() {
                let words = entry.required("words")?;
                let part = match entry.required("part")? {
                    "trigger" => Part::Trigger,
                    "condition" => Part::Condition,
                    "scope" => Part::Scope,
                    "qualifier" => Part::Qualifier,
                    other => {
                        let remedy = "use trigger, condition, scope or qualifier";
                        return Err(entry.defect(format!("`{other}` is no part"), remedy));
                    }
                };
                let line = PartLine {
                    words: words.split(' ').map(str::to_lowercase).collect(),
                    part,
                    alone: entry.get("alone").is_some(),
                    rank,
                    because: entry.because(words),
                };
                rank += 1;
                let first = line.words.first().cloned().unwrap_or_default();
                this.parts.entry(first).or_default().push(line);
            }
        }
        for lines in this.parts.values_mut() {
            lines.sort_by_key(|line| std::cmp::Reverse(line.words.len()));
        }
        for table in sources.tables(DUTIES)? {
            for entry in table.entries() {
                let force = match entry.required("what")? {
                    "must" => Force::Is(Duty::Must),
                    "may" => Force::Is(Duty::May),
                    "must-not" => Force::Is(Duty::MustNot),
                    "not" => Force::Not,
                    "each" => Force::Each,
                    "party" => Force::Party,
                    other => {
                        let remedy = "use must, may, must-not, not, each or party";
                        return Err(entry.defect(format!("`{other}` is no force"), remedy));
                    }
                };
                let word = entry.required("word")?.to_lowercase();
                this.forces.entry(word).or_default().insert(force);
            }
        }
        Ok(this)
    }

    /// The parts that this word, in small letters, may open, the longest first.
    pub fn parts(&self, first: &str) -> &[PartLine] {
        self.parts.get(first).map(Vec::as_slice).unwrap_or_default()
    }

    /// The duty that a word makes.
    pub fn duty(&self, word: &str) -> Option<Duty> {
        let forces = self.forces.get(word)?;
        [Duty::MustNot, Duty::May, Duty::Must]
            .into_iter()
            .find(|duty| forces.contains(&Force::Is(*duty)))
    }

    /// Whether a word has this force.
    pub fn has(&self, word: &str, force: Force) -> bool {
        self.forces.get(word).is_some_and(|forces| forces.contains(&force))
    }
}
