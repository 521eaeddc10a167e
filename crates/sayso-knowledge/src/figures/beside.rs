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
    /// A unit that has the day in it: "1.2 million bpd".
    PerDay,
    /// What a time is of that is no figure's: "crude for delivery in January".
    Later,
    /// After money and "in": when or how, and not what it is of: "61 dollars in late trading".
    Dealing,
    /// Behind those who vote: "436 deputies voted for, 101 against".
    Ballot,
    /// A currency whose rate is told in the other: "the euro was at 1.20 against the dollar".
    Base,
    /// Between an exchange rate and the other currency: "6.5 to the dollar".
    Rate,
    /// Before a number in the unit of the amount before it: "from Thursday's close of 6.5".
    Level,
    /// Told of a deed at another time and place: "charged on Tuesday with killing nine".
    Charge,
    /// Before a hyphened length of time, makes a time of it: "the past five-year period".
    ThisLength,
    /// Before "one day" and the like, which then is a length.
    LengthOfOne,
    /// After a length of time, which then says when: "two years after the war".
    FromEvent,
    /// Before a length of time, tells that it is a certain one.
    Definite,
    /// A length of time that a run takes: "in ten seconds".
    Brief,
    /// Before a certain length of time, makes a time of it: "over these two years".
    Spanning,
    /// Before a length of time, makes a time of it.
    Bounding,
    /// Behind "after" and a length of time, which then stays one: "after two years of war".
    OfLength,
    /// After "one", which then counts nothing: "one who".
    PronounOne,
    /// After digits with an article, which then are a model's: "the regular 737 has".
    Singular,
}

impl Beside {
    const NAMES: [(&'static str, Self); 37] = [
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
        ("per day", Self::PerDay),
        ("later", Self::Later),
        ("dealing", Self::Dealing),
        ("ballot", Self::Ballot),
        ("base", Self::Base),
        ("rate", Self::Rate),
        ("level", Self::Level),
        ("charge", Self::Charge),
        ("this length", Self::ThisLength),
        ("length of one", Self::LengthOfOne),
        ("from event", Self::FromEvent),
        ("definite", Self::Definite),
        ("brief", Self::Brief),
        ("spanning", Self::Spanning),
        ("bounding", Self::Bounding),
        ("of length", Self::OfLength),
        ("pronoun one", Self::PronounOne),
        ("singular", Self::Singular),
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
