//! Where places are: a gazetteer of countries, divisions and towns that ships as one file, and listed places beside it.
//!
//! [`Places`] answers two questions: which places a name can mean, and what lies in what. The bulk is
//! [`Gazetteer`], made from GeoNames (geonames.org, CC BY 4.0) by `training/gazetteer.py`. `places/places.tsv` adds
//! what GeoNames' lists of towns lack: continents, seas, rivers, regions. `places/abbreviations.tsv` says which
//! division a short form means beside a town ("Ky.", "NSW"), and `places/clues.tsv` which words show a name for a
//! place. A user's `places/places.tsv` adds places of their own; a name that it lists means nothing else any more.

mod fold;
mod gazetteer;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

pub use fold::fold;
pub use gazetteer::{Gazetteer, Record};

use crate::{Defect, Embedded, Entry, Sources};

/// The files of lines; the gazetteer itself is not one.
pub const FILES: &[Embedded] = &[
    (
        "places/places.tsv",
        include_str!("../../../knowledge/places/places.tsv"),
    ),
    (
        "places/abbreviations.tsv",
        include_str!("../../../knowledge/places/abbreviations.tsv"),
    ),
    ("places/clues.tsv", include_str!("../../../knowledge/places/clues.tsv")),
];

static SHIPPED: &[u8] = include_bytes!("../../../knowledge/places/gazetteer.bin");

/// Why a gazetteer cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlacesError {
    /// Something else.
    #[error("the gazetteer does not begin as one does; make it anew with training/gazetteer.py")]
    Format,
    /// Another edition of the layout.
    #[error(
        "the gazetteer is of edition {found}, where this program reads {expected}; use file and program of one release"
    )]
    Edition {
        /// The file's.
        found: u32,
        /// The program's.
        expected: u32,
    },
    /// Shorter than it says.
    #[error(
        "the gazetteer is cut off in its section `{section}`; fetch it again or make it anew with training/gazetteer.py"
    )]
    CutOff {
        /// Where.
        section: &'static str,
    },
    /// Long enough, but not what it says.
    #[error(
        "the gazetteer is damaged in its section `{section}`; fetch it again or make it anew with training/gazetteer.py"
    )]
    Damaged {
        /// Where.
        section: &'static str,
    },
}

/// All that is known of places.
#[derive(Clone, Debug)]
pub struct Places {
    gazetteer: Gazetteer<'static>,
    listed: Vec<Listed>,
    by_key: HashMap<String, Vec<usize>>,
    /// Names that a user lists, which mean nothing else.
    own: HashSet<String>,
    short: HashMap<String, Vec<u32>>,
    clues: HashSet<(String, Clue)>,
}

/// What a word beside a name, or in one, tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clue {
    /// Right before a name: a place ("near").
    Before,
    /// Right behind a name: a place ("resident").
    After,
    /// At the end of a name: a road ("Street").
    Road,
    /// Part of a name, and never one alone ("North").
    More,
}

#[derive(Clone, Debug)]
struct Listed {
    name: String,
    line: String,
    geonames: Option<u64>,
    latitude: f64,
    longitude: f64,
    population: u64,
    feature: String,
    country: Option<String>,
    province: Option<String>,
    country_index: Option<u32>,
    province_index: Option<u32>,
}

/// A place that a name can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownPlace<'k> {
    /// Which place it is: equal for two names of one.
    pub index: u32,
    /// Its name.
    pub name: &'k str,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Inhabitants; 0 where nobody knows or nobody lives there.
    pub population: u64,
    /// GeoNames feature code (`PPLC`, `ADM1`, `SEA`).
    pub feature: &'k str,
    /// ISO 3166-1 alpha-3, with PLOVER's extras, of the country that it lies in or is.
    pub country: Option<&'k str>,
    /// The name of the first-level division that it lies in or is.
    pub province: Option<&'k str>,
    /// The index of its country.
    pub in_country: Option<u32>,
    /// The index of its first-level division.
    pub in_province: Option<u32>,
    /// The index of its second-level division.
    pub in_county: Option<u32>,
    /// Whether the name that was asked for is not its main name.
    pub by_other_name: bool,
    /// The line that lists it, where one does.
    pub line: Option<&'k str>,
}

/// Listed places are numbered from here, those of the gazetteer below.
const LISTED: u32 = 1 << 24;

impl Places {
    /// The gazetteer that ships.
    pub(crate) const fn shipped() -> &'static [u8] {
        SHIPPED
    }

    /// Opens the gazetteer that ships and reads the files named in [`FILES`].
    ///
    /// # Errors
    /// Where a line is at fault, or what ships is no gazetteer.
    pub fn load(sources: &Sources) -> Result<Self, Defect> {
        let gazetteer = Gazetteer::open(SHIPPED).map_err(Defect::Gazetteer)?;
        let mut places = Self {
            gazetteer,
            listed: Vec::new(),
            by_key: HashMap::new(),
            own: HashSet::new(),
            short: HashMap::new(),
            clues: HashSet::new(),
        };
        for (layer, table) in sources.tables("places/places.tsv")?.iter().enumerate() {
            for entry in table.entries() {
                places.add(&entry, layer > 0)?;
            }
        }
        for table in sources.tables("places/abbreviations.tsv")? {
            for entry in table.entries() {
                places.add_short(&entry)?;
            }
        }
        for table in sources.tables("places/clues.tsv")? {
            for entry in table.entries() {
                places.add_clue(&entry)?;
            }
        }
        Ok(places)
    }

    fn add_clue(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let clue = match entry.required("side")? {
            "before" => Clue::Before,
            "after" => Clue::After,
            "road" => Clue::Road,
            "more" => Clue::More,
            other => {
                let cause = format!("`{other}` in the column `side`");
                return Err(entry.defect(cause, "write before, after, road or more"));
            }
        };
        self.clues.insert((fold(entry.required("word")?), clue));
        Ok(())
    }

    fn add(&mut self, entry: &Entry<'_, '_>, own: bool) -> Result<(), Defect> {
        let name = entry.required("name")?;
        let country = match entry.get("country") {
            Some(code) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Some(code),
            None => None,
            Some(other) => {
                let cause = format!("`{other}` is no country code");
                return Err(entry.defect(cause, "write three capitals as ISO 3166-1 alpha-3 has them, or -"));
            }
        };
        let country_index = country.and_then(|code| self.gazetteer.country(code));
        let province = entry.get("province");
        let listed = Listed {
            name: name.to_owned(),
            line: entry.because(name),
            geonames: whole(entry, "geonames")?,
            latitude: degrees(entry, "latitude", 90.0)?,
            longitude: degrees(entry, "longitude", 180.0)?,
            population: whole(entry, "population")?.unwrap_or(0),
            feature: feature(entry)?.to_owned(),
            province_index: province.and_then(|province| self.division(province, country_index)),
            country: country.map(str::to_owned),
            province: province.map(str::to_owned),
            country_index,
        };
        let number = self.listed.len();
        self.listed.push(listed);
        for name in std::iter::once(name).chain(entry.list("also")) {
            let key = fold(name);
            if key.is_empty() {
                let cause = format!("`{name}` has no letter or digit");
                return Err(entry.defect(cause, "write the name as articles do"));
            }
            if own && self.own.insert(key.clone()) {
                self.by_key.remove(&key);
            }
            self.by_key.entry(key).or_default().push(number);
        }
        Ok(())
    }

    fn add_short(&mut self, entry: &Entry<'_, '_>) -> Result<(), Defect> {
        let name = entry.required("name")?;
        let code = entry.required("country")?;
        let country = self.gazetteer.country(code).ok_or_else(|| {
            entry.defect(
                format!("`{code}` is no country code"),
                "write three capitals as ISO 3166-1 alpha-3 has them",
            )
        })?;
        let division = self.division(name, Some(country)).ok_or_else(|| {
            entry.defect(
                format!("{code} has no first-level division called `{name}`"),
                "write its name as GeoNames has it",
            )
        })?;
        for short in entry.list("short") {
            let divisions = self.short.entry(fold(short)).or_default();
            if !divisions.contains(&division) {
                divisions.push(division);
            }
        }
        Ok(())
    }

    /// The first-level division of this name.
    fn division(&self, name: &str, country: Option<u32>) -> Option<u32> {
        let mut named = self.gazetteer.named(&fold(name));
        let division =
            named.find(|(place, _)| place.feature == "ADM1" && (country.is_none() || place.country == country));
        division.map(|(place, _)| place.index)
    }

    /// The gazetteer that ships.
    pub fn gazetteer(&self) -> Gazetteer<'static> {
        self.gazetteer
    }

    /// The places that a [folded](fold) name can mean: listed ones first, then the gazetteer's, larger ones first.
    pub fn named<'k>(&'k self, key: &str) -> impl Iterator<Item = KnownPlace<'k>> {
        let listed = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        let key = if self.own.contains(key) { "" } else { key };
        let shipped = self
            .gazetteer
            .named(key)
            .map(|(record, other)| self.known(record, other));
        listed
            .iter()
            .filter_map(|&number| self.listed_place(number))
            .chain(shipped)
    }

    /// Whether any place has the name.
    pub fn is_named(&self, key: &str) -> bool {
        self.named(key).next().is_some()
    }

    /// The first-level divisions that a short form, [folded](fold), means beside the name of a town.
    pub fn short_forms(&self, key: &str) -> &[u32] {
        self.short.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a [folded](fold) word is such a clue.
    pub fn is_clue(&self, word: &str, clue: Clue) -> bool {
        self.clues.contains(&(word.to_owned(), clue))
    }

    /// The place of this index.
    pub fn place(&self, index: u32) -> Option<KnownPlace<'_>> {
        match index.checked_sub(LISTED) {
            Some(number) => self.listed_place(number as usize),
            None => Some(self.known(self.gazetteer.record(index)?, false)),
        }
    }

    /// The place with a GeoNames id; a user's line counts for more than the gazetteer.
    pub fn by_id(&self, geonames: u64) -> Option<KnownPlace<'_>> {
        let listed = self.listed.iter().rposition(|place| place.geonames == Some(geonames));
        if let Some(number) = listed {
            return self.listed_place(number);
        }
        let record = self.gazetteer.by_id(u32::try_from(geonames).ok()?)?;
        Some(self.known(record, false))
    }

    /// The country with an ISO 3166-1 alpha-3 code.
    pub fn country(&self, code: &str) -> Option<KnownPlace<'_>> {
        self.place(self.gazetteer.country(code)?)
    }

    fn known(&self, record: Record<'static>, by_other_name: bool) -> KnownPlace<'_> {
        let province = record.province.and_then(|province| self.gazetteer.record(province));
        KnownPlace {
            index: record.index,
            name: record.name,
            geonames: Some(u64::from(record.id)),
            latitude: record.latitude,
            longitude: record.longitude,
            population: record.population,
            feature: record.feature,
            country: record.country.and_then(|country| self.gazetteer.country_code(country)),
            province: province.map(|province| province.name),
            in_country: record.country,
            in_province: record.province,
            in_county: record.county,
            by_other_name,
            line: None,
        }
    }

    fn listed_place(&self, number: usize) -> Option<KnownPlace<'_>> {
        let listed = self.listed.get(number)?;
        Some(KnownPlace {
            index: LISTED + u32::try_from(number).ok()?,
            name: &listed.name,
            geonames: listed.geonames,
            latitude: listed.latitude,
            longitude: listed.longitude,
            population: listed.population,
            feature: &listed.feature,
            country: listed.country.as_deref(),
            province: listed.province.as_deref(),
            in_country: listed.country_index,
            in_province: listed.province_index,
            in_county: None,
            by_other_name: false,
            line: Some(&listed.line),
        })
    }
}

fn degrees(entry: &Entry<'_, '_>, column: &str, most: f64) -> Result<f64, Defect> {
    let written = entry.required(column)?;
    written
        .parse()
        .ok()
        .filter(|degrees: &f64| degrees.abs() <= most)
        .ok_or_else(|| {
            entry.defect(
                format!("`{written}` in the column `{column}`"),
                format!("write degrees between -{most} and {most}, such as 46.635"),
            )
        })
}

fn whole(entry: &Entry<'_, '_>, column: &str) -> Result<Option<u64>, Defect> {
    let Some(written) = entry.get(column) else {
        return Ok(None);
    };
    written.parse().map(Some).map_err(|_| {
        entry.defect(
            format!("`{written}` in the column `{column}`"),
            "write a whole number, or -",
        )
    })
}

/// A GeoNames feature code: capitals and digits.
fn feature<'t>(entry: &Entry<'_, 't>) -> Result<&'t str, Defect> {
    let code = entry.required("feature")?;
    let sound = code.len() <= 5
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if sound {
        return Ok(code);
    }
    Err(entry.defect(
        format!("`{code}` is no feature code"),
        "write one of GeoNames' codes, such as PPL (town), ADM1 (province), RGN (region), SEA, STM (river) or MIL (base)",
    ))
}
