//! What the cells of `knowledge/entities/` may hold: countries, sectors, types.

use std::collections::HashSet;

use sayso_schema::EntityType;

use crate::{Defect, Entry, Table};

/// PLOVER's codes for who is of no country, and KOS.
const EXTRAS: [&str; 8] = ["UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", "KOS"];

/// PLOVER 2.0, "Sector Codes".
pub const SECTORS: [&str; 25] = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];

/// The codes of countries.
#[derive(Clone, Debug)]
pub struct Codes(HashSet<String>);

impl Codes {
    /// Those of the countries that ship, and PLOVER's own.
    pub fn shipped() -> Self {
        let (file, text) = super::FILES[0];
        let table = Table::parse(file, text, &[]).ok();
        let listed = table
            .iter()
            .flat_map(Table::entries)
            .filter_map(|entry| entry.get("code"));
        Self(listed.chain(EXTRAS).map(str::to_owned).collect())
    }

    /// Whether this is a code of a country or one of PLOVER's own.
    pub fn contains(&self, code: &str) -> bool {
        self.0.contains(code)
    }

    /// The country in the column `country`, or nothing.
    pub(super) fn country(&self, entry: &Entry<'_, '_>) -> Result<Option<String>, Defect> {
        match entry.get("country") {
            None => Ok(None),
            Some(code) if self.contains(code) => Ok(Some(code.to_owned())),
            Some(other) => Err(no_country(entry, other)),
        }
    }
}

/// The country's own code, in the column `code`: three capitals.
pub(super) fn code(entry: &Entry<'_, '_>) -> Result<Option<String>, Defect> {
    match entry.required("code")? {
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Ok(Some(code.to_owned())),
        other => Err(no_country(entry, other)),
    }
}

fn no_country(entry: &Entry<'_, '_>, code: &str) -> Defect {
    entry.defect(
        format!("`{code}` is no country code"),
        format!(
            "write three capitals as ISO 3166-1 alpha-3 has them, one of {}, or -",
            EXTRAS.join(" ")
        ),
    )
}

/// The column `sectors`, as it stands.
pub(super) fn sectors(entry: &Entry<'_, '_>) -> Vec<String> {
    entry.list("sectors").map(str::to_owned).collect()
}

/// The column `sectors`, where each has to be one of PLOVER's.
pub(super) fn checked_sectors(entry: &Entry<'_, '_>) -> Result<Vec<String>, Defect> {
    let sectors = sectors(entry);
    match sectors.iter().find(|sector| !SECTORS.contains(&sector.as_str())) {
        None => Ok(sectors),
        Some(other) => Err(entry.defect(
            format!("`{other}` is no sector"),
            format!("write PLOVER's, several by |, or -: {}", SECTORS.join(" ")),
        )),
    }
}

/// The column `type`; `None` for what only closes a company's name.
pub(super) fn kind_of(entry: &Entry<'_, '_>) -> Result<Option<EntityType>, Defect> {
    Ok(Some(match entry.required("type")? {
        "PERSON" => EntityType::Person,
        "ORG" => EntityType::Org,
        "GPE" => EntityType::Gpe,
        "LOC" => EntityType::Loc,
        "FAC" => EntityType::Fac,
        "NORP" => EntityType::Norp,
        "LAW" => EntityType::Law,
        "EVENT" => EntityType::Event,
        "WEAPON" => EntityType::Weapon,
        "WORK" => EntityType::Work,
        "SUFFIX" => return Ok(None),
        _ => return Err(no_kind(entry)),
    }))
}

pub(super) fn no_kind(entry: &Entry<'_, '_>) -> Defect {
    entry.defect(
        format!("`{}` in the column `type`", entry.get("type").unwrap_or("-")),
        "write PERSON, ORG, GPE, LOC, FAC, NORP, LAW, EVENT, WEAPON or WORK",
    )
}
