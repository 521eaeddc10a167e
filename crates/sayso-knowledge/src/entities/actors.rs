//! Actors whose country and sectors are known by name, and from when to when: leaders in their terms of office, and a
//! user's own list.
//!
//! A name can have several lines, one for each office. On a given day the line counts whose term that day falls in.
//! Who has left a government's office is former elite (ELI); before the first line only the country is known. The
//! newest line counts where the article has no date, and the reason says so.

use std::collections::HashMap;

use super::cells::{self, Codes};
use super::day::Day;
use super::fold::fold;
use crate::{Defect, Entry};

/// One line: who somebody is from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// ISO 3166-1 alpha-3 with PLOVER's extras.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// What the office is called before a name, in lower case.
    pub offices: Vec<String>,
    /// The line, as [`Because`](sayso_schema::Because) names lines.
    pub line: String,
    from: Option<Day>,
    to: Option<Day>,
}

impl Term {
    fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    fn governs(&self) -> bool {
        let offices = ["GOV", "LEG", "JUD", "MIL", "COP", "SPY"];
        self.sectors
            .first()
            .is_some_and(|first| offices.contains(&first.as_str()))
    }
}

/// Somebody or something with all lines of that name.
#[derive(Clone, Debug)]
pub struct Actor {
    /// As it is listed.
    pub name: String,
    terms: Vec<Term>,
    file: String,
}

/// What an actor is on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The country.
    pub country: Option<String>,
    /// The sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Whether the day falls in the term, or the term is not dated.
    pub in_office: bool,
    /// The line that tells it, and how it was chosen where that is not the obvious way.
    pub line: String,
}

impl Actor {
    /// What the actor is on `day`; the newest line where the day is not known.
    pub fn on(&self, day: Option<Day>) -> Option<Standing> {
        let Some(day) = day else {
            let newest = self.newest(|_| true)?;
            let undated = if newest.is_dated() {
                " (no date told: latest office)"
            } else {
                ""
            };
            return Some(standing(newest, newest.sectors.clone(), true, undated));
        };
        if let Some(term) = self.newest(|term| term.is_dated() && term.holds_on(day)) {
            return Some(standing(term, term.sectors.clone(), true, ""));
        }
        if let Some(term) = self.newest(|term| !term.is_dated()) {
            return Some(standing(term, term.sectors.clone(), true, ""));
        }
        if let Some(term) = self.newest(|term| term.to.is_some_and(|to| to < day)) {
            let left = self
                .terms
                .iter()
                .any(|term| term.governs() && term.to.is_some_and(|to| to < day));
            let sectors = if left {
                vec!["ELI".to_owned()]
            } else {
                term.sectors.clone()
            };
            return Some(standing(term, sectors, false, " (after the term)"));
        }
        let first = self.terms.iter().min_by_key(|term| term.from)?;
        Some(standing(first, Vec::new(), false, " (before the term)"))
    }

    /// Whether one of the lines has this office.
    pub fn has_office(&self, title: &str) -> bool {
        let title = usual_title(title);
        self.terms
            .iter()
            .flat_map(|term| &term.offices)
            .any(|office| usual_title(office) == title)
    }

    /// Whether one of the lines has this country.
    pub fn is_of(&self, country: &str) -> bool {
        self.terms.iter().any(|term| term.country.as_deref() == Some(country))
    }

    /// The line that begins last among those that `fit`; of two that begin together, the one further down.
    fn newest(&self, fit: impl Fn(&Term) -> bool) -> Option<&Term> {
        self.terms
            .iter()
            .filter(|term| fit(term))
            .max_by_key(|term| (term.from, term.to.is_none()))
    }
}

fn standing(term: &Term, sectors: Vec<String>, in_office: bool, how: &str) -> Standing {
    Standing {
        country: term.country.clone(),
        sectors,
        in_office,
        line: format!("{}{how}", term.line),
    }
}

/// One word for what is one office.
fn usual_title(title: &str) -> &str {
    match title {
        "premier" | "taoiseach" => "prime minister",
        "foreign secretary" => "foreign minister",
        "defence minister" | "defence secretary" | "defense secretary" | "secretary of defense" => "defense minister",
        "secretary general" => "secretary-general",
        "vice-president" => "vice president",
        other => other,
    }
}

/// Actors by name.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    all: Vec<Actor>,
    listed: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    short: HashMap<String, Vec<usize>>,
    surnames: HashMap<String, Vec<usize>>,
}

/// Countries whose people are called by the name that stands first.
const SURNAME_FIRST: [&str; 6] = ["CHN", "HKG", "KOR", "PRK", "TWN", "KHM"];

/// Titles that names are listed with, where nobody goes without.
const TITLES: [&str; 12] = [
    "King",
    "Queen",
    "Emperor",
    "Pope",
    "Prince",
    "Princess",
    "Sheikh",
    "Sultan",
    "Ayatollah",
    "Mullah",
    "Patriarch",
    "Cardinal",
];

/// Those whose bearers are called by the first name alone.
const REGNAL: [&str; 8] = [
    "King",
    "Queen",
    "Emperor",
    "Pope",
    "Prince",
    "Princess",
    "Sultan",
    "Patriarch",
];

impl Actors {
    /// Adds a line. The first file that has a name decides: lines of files that are read later are left out for it.
    pub(super) fn add(&mut self, entry: &Entry<'_, '_>, codes: &Codes) -> Result<(), Defect> {
        let name = entry.required("name")?;
        let country = codes.country(entry)?;
        let (from, to) = (day(entry, "from", Day::first)?, day(entry, "to", Day::last)?);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let cause = format!("`{name}` ends before it begins");
            return Err(entry.defect(
                cause,
                "give an earlier day in the column `from` than in the column `to`",
            ));
        }
        let term = Term {
            sectors: cells::checked_sectors(entry)?,
            offices: entry.list("office").map(str::to_owned).collect(),
            line: entry.because(name),
            country,
            from,
            to,
        };
        let index = match self.listed.get(name).copied() {
            Some(index) if self.all[index].file != entry.file() => return Ok(()),
            Some(index) => {
                self.all[index].terms.push(term);
                index
            }
            None => {
                self.all.push(Actor {
                    name: name.to_owned(),
                    terms: vec![term],
                    file: entry.file().to_owned(),
                });
                let index = self.all.len() - 1;
                self.listed.insert(name.to_owned(), index);
                self.remember_name(name, index);
                index
            }
        };
        for name in entry.list("also") {
            self.remember_key(fold(name), index);
            self.remember_without_title(name, index);
        }
        Ok(())
    }

    /// Remembers somebody by the usual name, and by the surname for when an office stands beside it.
    fn remember_name(&mut self, name: &str, index: usize) {
        self.remember_without_title(name, index);
        let key = fold(name);
        let country = self.all[index].terms.first().and_then(|term| term.country.as_deref());
        let first = country.is_some_and(|country| SURNAME_FIRST.contains(&country));
        let mut words = key.split(' ');
        if first && let Some(word) = words.next() {
            remember(&mut self.surnames, word.to_owned(), index);
        }
        if let Some(word) = words.next_back() {
            remember(&mut self.surnames, word.to_owned(), index);
        }
        self.remember_key(key, index);
    }

    fn remember_key(&mut self, key: String, index: usize) {
        let ends = ends(&key);
        if ends != key {
            remember(&mut self.short, ends, index);
        }
        remember(&mut self.names, key, index);
    }

    /// In a text the title stands beside the name: "King Olav II" is "Olav II", or "Olav" with "King" beside it.
    fn remember_without_title(&mut self, name: &str, index: usize) {
        let Some((title, rest)) = name.split_once(' ') else {
            return;
        };
        if !TITLES.contains(&title) {
            return;
        }
        let rest = fold(rest);
        if rest.contains(' ') {
            remember(&mut self.names, rest.clone(), index);
        }
        if REGNAL.contains(&title) {
            remember(
                &mut self.surnames,
                rest.split(' ').next().unwrap_or_default().to_owned(),
                index,
            );
        }
    }

    /// The actors that are called exactly so.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Actor> {
        self.at(self.names.get(&fold(name)))
    }

    /// The persons that are called exactly so, or, where none is, that have this first and last name.
    pub fn persons(&self, name: &str) -> impl Iterator<Item = &Actor> {
        let key = fold(name);
        let by_ends = || {
            let ends = ends(&key);
            self.names.get(&ends).or_else(|| self.short.get(&ends))
        };
        let exact = self.names.get(&key);
        self.at(exact.or_else(|| by_ends().filter(|_| key.contains(' '))))
    }

    /// The actors with this surname, whom only an office beside it tells from others.
    pub fn surnamed(&self, surname: &str) -> impl Iterator<Item = &Actor> {
        self.at(self.surnames.get(&fold(surname)))
    }

    fn at<'a>(&'a self, found: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a Actor> {
        found.into_iter().flatten().filter_map(|&index| self.all.get(index))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

fn remember(map: &mut HashMap<String, Vec<usize>>, key: String, index: usize) {
    let known = map.entry(key).or_default();
    if !known.contains(&index) {
        known.push(index);
    }
}

fn day(entry: &Entry<'_, '_>, column: &str, read: impl Fn(&str) -> Option<Day>) -> Result<Option<Day>, Defect> {
    let Some(text) = entry.get(column) else {
        return Ok(None);
    };
    match read(text).filter(|_| text.len() <= 10) {
        Some(day) => Ok(Some(day)),
        None => Err(entry.defect(
            format!("`{text}` in the column `{column}` is no date"),
            "write 1991, 1991-12 or 1991-12-25, or -",
        )),
    }
}

/// The first and the last word.
fn ends(key: &str) -> String {
    match (key.split(' ').next(), key.rsplit(' ').next()) {
        (Some(first), Some(last)) if key.contains(' ') => format!("{first} {last}"),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Table;

    const LINES: &str = "# Columns: name, also, country, sectors, office, from, to.\n\
        Ada Keel\tKeel|Adah Keehl\tSWE\tLEG\topposition leader\t1990\t1994-03\n\
        Ada Keel\t-\tSWE\tGOV\tprime minister\t1994-03-02\t1998\n\
        Bo Ode\t-\tNOR\tREB\trebel leader\t1980\t1985\n\
        Li Wen\t-\tCHN\tGOV\tpresident\t2001\t-\n";

    fn actors(text: &str) -> Result<Actors, Defect> {
        let table = Table::parse("entities/leaders.tsv", text, &[])?;
        let mut actors = Actors::default();
        for entry in table.entries() {
            actors.add(&entry, &Codes::shipped())?;
        }
        Ok(actors)
    }

    #[test]
    fn the_office_is_that_of_the_day() {
        let actors = actors(LINES).unwrap();
        let on = |name: &str, day: &str| {
            let actor = actors.named(name).next().unwrap();
            let standing = actor.on(Day::first(day)).unwrap();
            (standing.sectors.join("|"), standing.in_office)
        };
        assert_eq!(on("Ada Keel", "1989-05-01"), (String::new(), false));
        assert_eq!(on("Ada Keel", "1992-05-01"), ("LEG".to_owned(), true));
        assert_eq!(on("Keel", "1994-03-02"), ("GOV".to_owned(), true), "the newer of two");
        assert_eq!(on("Adah KEEHL", "1998-12-31"), ("GOV".to_owned(), true));
        assert_eq!(actors.persons("Ada M. Keel").count(), 1);
        assert_eq!(on("Ada Keel", "1999-01-01"), ("ELI".to_owned(), false));
        assert_eq!(on("Bo Ode", "1999-01-01"), ("REB".to_owned(), false));
        let undated = actors.named("Ada Keel").next().unwrap().on(None).unwrap();
        assert!(
            undated.line.contains("leaders.tsv:3") && undated.line.contains("no date told"),
            "{undated:?}"
        );
    }

    #[test]
    fn a_surname_is_the_last_name_and_the_first_where_it_stands_first() {
        let actors = actors(LINES).unwrap();
        assert_eq!(actors.surnamed("Keel").count(), 1);
        assert_eq!(actors.surnamed("Li").count(), 1);
        assert_eq!(actors.surnamed("Ada").count(), 0);
        assert!(actors.surnamed("Keel").next().unwrap().has_office("premier"));
    }

    #[test]
    fn a_bad_line_is_told() {
        let told = |line: &str| {
            let text = format!("# Columns: name, also, country, sectors, office, from, to.\n{line}\n");
            actors(&text).unwrap_err().to_string()
        };
        assert!(told("A\t-\tXYZ\tGOV").contains("leaders.tsv:2: `XYZ` is no country code"));
        assert!(told("A\t-\tSWE\tGOVT").contains("`GOVT` is no sector"));
        assert!(told("A\t-\tSWE\tGOV\t-\t1990-13").contains("`1990-13` in the column `from` is no date"));
        assert!(told("A\t-\tSWE\tGOV\t-\t1990-02-30").contains("is no date"));
        assert!(told("A\t-\tSWE\tGOV\t-\t1990\t1989").contains("ends before it begins"));
    }
}
