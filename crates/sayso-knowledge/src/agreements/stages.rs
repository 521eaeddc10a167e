//! Words for the steps of an agreement's life, and for the organs of a state that take them.

use std::collections::{HashMap, HashSet};

use sayso_schema::StageKind;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::Family;
use crate::events::{SlotPath, When, Word, WordClass, regular_forms};
use crate::{Defect, Embedded, Entry, Sources};

const STAGES: &str = "agreements/stages.tsv";
const ORGANS: &str = "agreements/organs.tsv";

/// The files of this part.
pub(crate) const FILES: &[Embedded] = &[
    (STAGES, include_str!("../../../../knowledge/agreements/stages.tsv")),
    (ORGANS, include_str!("../../../../knowledge/agreements/organs.tsv")),
];

/// Who within or beyond a state takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Organ {
    /// A chamber of parliament.
    Chamber,
    /// A cabinet.
    Cabinet,
    /// A court.
    Court,
    /// Those who vote in a referendum.
    Voters,
    /// A body of several states.
    Body,
}

impl Organ {
    const NAMES: [(&'static str, Self); 5] = [
        ("chamber", Self::Chamber),
        ("cabinet", Self::Cabinet),
        ("court", Self::Court),
        ("voters", Self::Voters),
        ("body", Self::Body),
    ];

    fn read(name: &str, entry: &Entry<'_, '_>) -> Result<Self, Defect> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, organ)| *organ).ok_or_else(|| {
            entry.defect(
                format!("`{name}` is no organ"),
                "write chamber, cabinet, court, voters or body",
            )
        })
    }
}

/// Where around a word the agreement stands whose step it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seat {
    /// In a grammatical slot.
    Slot(SlotPath),
    /// Anywhere in the noun's own phrase: "talks aimed at reaching a treaty".
    Below,
}

/// Where a line may do without an agreement in its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// Never.
    No,
    /// Where a pronoun stands there.
    Pronoun,
    /// Where nothing does, too: "the signing will take place".
    Open,
    /// Where only one agreement is still to be reached: "the talks".
    Unnamed,
    /// Where its parties do what the verb tells: "the two sides agreed to".
    Parties,
}

/// How a word shows a step to be going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// As the verb's form tells.
    Told,
    /// It goes on unless it is said to have ended: "talks on".
    GoingOn,
    /// It holds once it is there: "the truce holds".
    Lasting,
}

/// A word that tells a step where its conditions hold.
#[derive(Clone, Debug)]
pub struct StageWord {
    /// The word, and those that must stand with it.
    pub word: Word,
    /// Where the agreement stands: the first that one stands in.
    pub seats: Vec<Seat>,
    /// Which step it tells; nothing where this use tells none.
    pub stage: Option<StageKind>,
    /// What must hold, all of it.
    pub when: Vec<When>,
    /// What the agreement must be, if anything.
    pub families: Vec<Family>,
    /// Who must take the step, if anyone.
    pub organs: Vec<Organ>,
    /// Steps of which one must be told inside: "a law ratifying the treaty".
    pub over: Vec<StageKind>,
    /// Whether it may do without an agreement in its slot.
    pub bare: Bare,
    /// How it shows a step to be going on.
    pub course: Course,
    /// Whether who does it is no party: "brokered by".
    pub goes_between: bool,
    /// `file:line word`.
    pub because: String,
}

/// A name for an organ.
#[derive(Clone, Debug)]
struct OrganName {
    others: Vec<String>,
    organ: Organ,
    because: String,
}

/// Its words.
#[derive(Clone, Debug, Default)]
pub struct StageWords {
    words: Vec<StageWord>,
    /// Lines by every form of their head.
    by_form: HashMap<(WordClass, String), Vec<usize>>,
    organs: HashMap<String, Vec<OrganName>>,
    wholes: HashSet<String>,
}

impl StageWords {
    pub(super) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(STAGES)? {
            for entry in table.entries() {
                if entry.get("stage") == Some("agreement") {
                    this.wholes.insert(entry.required("word")?.to_owned());
                    continue;
                }
                let word = StageWord::load(&entry)?;
                let (head, class) = (word.word.head.clone(), word.word.class);
                let mut forms = regular_forms(&head, class);
                forms.extend(entry.list("forms").map(str::to_owned));
                forms.push(head);
                forms.sort_unstable();
                forms.dedup();
                for form in forms {
                    this.by_form.entry((class, form)).or_default().push(this.words.len());
                }
                this.words.push(word);
            }
        }
        for table in sources.tables(ORGANS)? {
            for entry in table.entries() {
                let name = entry.required("name")?;
                let word = Word::new(name, WordClass::Noun);
                this.organs.entry(word.head).or_default().push(OrganName {
                    others: word.others,
                    organ: Organ::read(entry.required("organ")?, &entry)?,
                    because: entry.because(name),
                });
            }
        }
        Ok(this)
    }

    /// The lines of a word by its form in small letters, in the order in which they stand.
    pub fn lines(&self, class: WordClass, form: String) -> impl Iterator<Item = &StageWord> {
        let lines = self.by_form.get(&(class, form)).map_or(&[][..], Vec::as_slice);
        lines.iter().filter_map(|&at| self.words.get(at))
    }

    /// Whether a noun stands for the agreement that it is the text or terms of.
    pub fn is_whole(&self, noun: &str) -> bool {
        self.wholes.contains(noun)
    }

    /// The organ that a noun names, with the line that tells it; `beside` says whether a word stands in its phrase.
    pub fn organ(&self, noun: &str, beside: impl Fn(&str) -> bool) -> Option<(Organ, &str)> {
        let names = self.organs.get(noun)?.iter();
        let fitting = names.filter(|name| name.others.iter().all(|other| beside(other)));
        let best = fitting.max_by_key(|name| name.others.len())?;
        Some((best.organ, &best.because))
    }
}

impl StageWord {
    fn load(entry: &Entry<'_, '_>) -> Result<Self, Defect> {
        let word = entry.required("word")?;
        let class = match entry.required("pos")? {
            "verb" => WordClass::Verb,
            "noun" => WordClass::Noun,
            "adj" => WordClass::Adjective,
            other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb, noun or adj")),
        };
        let seat = |name: &str| match name {
            "below" => Ok(Seat::Below),
            slot => SlotPath::parse(slot, entry).map(Seat::Slot),
        };
        let when = When::list(entry.get("when")).map_err(|cause| {
            entry.defect(
                cause,
                "a condition is SLOT or SLOT=LEMMA|LEMMA, `!` before it negates it",
            )
        })?;
        let (mut bare, mut course, mut goes_between) = (Bare::No, Course::Told, false);
        for mark in entry.list("marks") {
            match mark {
                "pronoun" => bare = Bare::Pronoun,
                "open" => bare = Bare::Open,
                "unnamed" => bare = Bare::Unnamed,
                "parties" => bare = Bare::Parties,
                "goes-between" => goes_between = true,
                "goes-on" => course = Course::GoingOn,
                "lasts" => course = Course::Lasting,
                other => {
                    let remedy = "write pronoun, open, unnamed, parties, goes-between, goes-on or lasts";
                    return Err(entry.defect(format!("`{other}` is no mark"), remedy));
                }
            }
        }
        let step = entry.required("stage")?;
        Ok(Self {
            word: Word::new(word, class),
            seats: entry.list("seat").map(seat).collect::<Result<_, _>>()?,
            stage: if step == "none" {
                None
            } else {
                Some(stage(step, entry)?)
            },
            when,
            families: entry
                .list("of")
                .map(|name| family(name, entry))
                .collect::<Result<_, _>>()?,
            organs: entry
                .list("by")
                .map(|name| Organ::read(name, entry))
                .collect::<Result<_, _>>()?,
            over: entry
                .list("over")
                .map(|name| stage(name, entry))
                .collect::<Result<_, _>>()?,
            bare,
            course,
            goes_between,
            because: entry.because(word),
        })
    }
}

fn stage(name: &str, entry: &Entry<'_, '_>) -> Result<StageKind, Defect> {
    let name_of: StrDeserializer<'_, Error> = name.into_deserializer();
    StageKind::deserialize(name_of).map_err(|_| {
        entry.defect(
            format!("`{name}` is no step"),
            "write a step as docs/rows.md names them",
        )
    })
}

fn family(name: &str, entry: &Entry<'_, '_>) -> Result<Family, Defect> {
    Ok(match name {
        "pact" => Family::Pact,
        "truce" => Family::Truce,
        "statement" => Family::Statement,
        "resolution" => Family::Resolution,
        "law" => Family::Law,
        other => {
            let remedy = "write pact, truce, statement, resolution or law";
            return Err(entry.defect(format!("`{other}` is no family of instruments"), remedy));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Knowledge;

    #[test]
    fn lines_are_found_by_every_form() {
        let knowledge = Knowledge::embedded().unwrap();
        let stages = &knowledge.agreements.stages;
        for form in ["sign", "signed", "signs", "signing"] {
            let kinds: Vec<_> = stages
                .lines(WordClass::Verb, form.to_owned())
                .map(|line| line.stage)
                .collect();
            assert!(kinds.contains(&Some(StageKind::Signed)), "{form}");
        }
        assert!(stages.lines(WordClass::Verb, "struck".to_owned()).next().is_some());
        assert!(stages.lines(WordClass::Noun, "sign".to_owned()).next().is_none());
    }

    #[test]
    fn the_longest_name_of_an_organ_counts() {
        let knowledge = Knowledge::embedded().unwrap();
        let stages = &knowledge.agreements.stages;
        let organ = |noun: &str, others: &[&str]| {
            let found = stages.organ(noun, |word| others.contains(&word));
            found.map(|(organ, _)| organ)
        };
        assert_eq!(organ("assembly", &["national"]), Some(Organ::Chamber));
        assert_eq!(organ("assembly", &["general"]), Some(Organ::Body));
        assert_eq!(organ("council", &["security"]), Some(Organ::Body));
        assert_eq!(organ("council", &[]), None);
    }
}
