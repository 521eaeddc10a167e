//! Words beside a number that tell what it is, or that it counts nothing.

use crate::{Defect, Entry};

/// What a word beside a number tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beside {
    /// Before a number, makes it a name: "Article 51".
    Label,
    /// Near "5-4": a vote or a game.
    Contest,
    /// Near "5-4": a vote and no game.
    Vote,
    /// Before "5 to 7": two figures and no range.
    Change,
    /// Before a number of years.
    Age,
    /// After a length of time, makes a time of it: "two weeks ago".
    Anchor,
    /// Before a length of time, makes a time of it: "the last five years".
    Within,
    /// After "one", where it counts nothing: "one day".
    One,
    /// After an ordinal, where it ranks nothing: "first half".
    Rank,
    /// A verb whose object is a length of time even before "before" and "after": "wait five years before".
    Lasting,
    /// After a number and a hyphen, where they name a sort and count nothing: "one-sided".
    Hyphen,
    /// Beside "pounds", which are then no money.
    Weigh,
    /// What a number before it can be part of the name of: "the FTSE 100 index".
    Index,
    /// After a distance, which then says only where something lies: "300 km north of".
    Direction,
    /// Before a length of time, part of its phrase: "another two years".
    Amid,
    /// Before a number in sport, which then is a time run: "clocked 10.57".
    Clock,
    /// Before "one", which then counts nothing: "this one".
    NoOne,
    /// Before four digits, a year: "since 1990".
    YearAfter,
    /// Joins names that go on: "Articles 5 and 6".
    NamesOn,
}

impl Beside {
    const NAMES: [(&'static str, Self); 19] = [
        ("label", Self::Label),
        ("contest", Self::Contest),
        ("vote", Self::Vote),
        ("change", Self::Change),
        ("age", Self::Age),
        ("anchor", Self::Anchor),
        ("within", Self::Within),
        ("one", Self::One),
        ("rank", Self::Rank),
        ("lasting", Self::Lasting),
        ("hyphen", Self::Hyphen),
        ("weigh", Self::Weigh),
        ("index", Self::Index),
        ("direction", Self::Direction),
        ("amid", Self::Amid),
        ("clock", Self::Clock),
        ("no one", Self::NoOne),
        ("year after", Self::YearAfter),
        ("names on", Self::NamesOn),
    ];

    /// What the `class` of a line says.
    pub(super) fn of(entry: &Entry<'_, '_>) -> Result<Self, Defect> {
        let name = entry.required("class")?;
        let known = Self::NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, class)| *class).ok_or_else(|| {
            let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            entry.defect(
                format!("`{name}` is no class"),
                format!("use one of: {}", names.join(", ")),
            )
        })
    }
}
