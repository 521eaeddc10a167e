//! What other data sets call a country.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sayso_knowledge::{Table, embedded_files};

/// A country's other names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Country {
    /// The usual English short name.
    pub(crate) name: Option<&'static str>,
    /// FIPS 10-4.
    pub(crate) fips: Option<&'static str>,
    /// The number that the Correlates of War project gives it.
    pub(crate) cow: Option<&'static str>,
    /// ISO 3166-1 alpha-2.
    pub(crate) iso2: Option<&'static str>,
}

const CODES: &str = include_str!("../../../knowledge/export/countries.tsv");

static COUNTRIES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| {
    let mut countries: BTreeMap<&str, Country> = BTreeMap::new();
    let names = embedded_files().find(|(file, _)| *file == "entities/countries.tsv");
    for (file, text) in names.into_iter().chain([("export/countries.tsv", CODES)]) {
        // The tests read both files, so a release never has one that is at fault.
        let Ok(table) = Table::parse(file, text, &[]) else {
            continue;
        };
        for entry in table.entries() {
            let Some(code) = entry.get("code") else { continue };
            let country = countries.entry(code).or_default();
            country.name = country.name.or(entry.get("name"));
            country.fips = country.fips.or(entry.get("fips"));
            country.cow = country.cow.or(entry.get("cow"));
            country.iso2 = country.iso2.or(entry.get("iso2"));
        }
    }
    countries
});

/// The country with this ISO 3166-1 alpha-3 code.
pub(crate) fn country(code: &str) -> Option<Country> {
    COUNTRIES.get(code).copied()
}

/// Its name, where `code` is a country's.
pub(crate) fn name(code: Option<&str>) -> Option<&'static str> {
    country(code?)?.name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sayso_knowledge::{Table, embedded_files};

    use super::{CODES, COUNTRIES, Country, country};

    #[test]
    fn knows_countries_by_their_codes() {
        let expected = Country {
            name: Some("Germany"),
            fips: Some("GM"),
            cow: Some("255"),
            iso2: Some("DE"),
        };
        assert_eq!(country("DEU"), Some(expected));
        assert_eq!(country("KOS").and_then(|country| country.fips), Some("KV"));
        assert_eq!(country("UNO"), None);
    }

    #[test]
    fn both_files_are_sound_and_speak_of_the_same_countries() {
        let (file, text) = embedded_files()
            .find(|(file, _)| *file == "entities/countries.tsv")
            .expect("the names ship");
        let names = Table::parse(file, text, &[]).expect("the names are sound");
        let known: BTreeSet<&str> = names.entries().filter_map(|entry| entry.get("code")).collect();
        let codes = Table::parse("export/countries.tsv", CODES, &[]).expect("the codes are sound");
        for entry in codes.entries() {
            let code = entry.required("code").expect("each line has a code");
            assert!(known.contains(code), "{code} has no name");
        }
        let mut fips: Vec<&str> = COUNTRIES.values().filter_map(|country| country.fips).collect();
        let all = fips.len();
        fips.sort_unstable();
        fips.dedup();
        assert_eq!(fips.len(), all, "two countries share a FIPS code");
        assert!(all > 230, "{all}");
    }
}
