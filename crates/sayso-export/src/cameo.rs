//! PLOVER's actors and events in CAMEO's codes, which GDELT writes.
//!
//! CAMEO builds an actor's code of pieces of three letters: the country or, for who belongs to none, a generic code
//! (`IGO`), then a known group (`UNO`), then roles (`GOV`). PLOVER renamed two roles because nobody could remember
//! them: CAMEO's `MED` is the media and its `HLH` health; PLOVER's are `JRN` and `MED`.

use sayso_schema::Participant;

use crate::countries;

/// An actor in CAMEO's pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) country: Option<String>,
    pub(crate) group: Option<&'static str>,
    /// Generic code and roles, three at most: GDELT has no column for more.
    pub(crate) types: Vec<&'static str>,
}

/// PLOVER's codes for who belongs to no country, with CAMEO's generic code and known group.
const NO_COUNTRY: &[(&str, &str, Option<&str>)] = &[
    ("IGO", "IGO", None),
    ("UNO", "IGO", Some("UNO")),
    // CAMEO's EUR is the continent; the Union goes by its older name.
    ("EUR", "IGO", Some("EEC")),
    ("NGO", "NGO", None),
    ("ISM", "NGM", None),
    ("IMG", "IMG", None),
    ("MNC", "MNC", None),
];

/// PLOVER's sectors with CAMEO's roles. Not in it, and so left out: `REL` (CAMEO asks which religion), `PRE` and `UNK`.
const ROLES: &[(&str, &str)] = &[
    ("AGR", "AGR"),
    ("BUS", "BUS"),
    ("COP", "COP"),
    ("CRM", "CRM"),
    ("CVL", "CVL"),
    ("EDU", "EDU"),
    ("ELI", "ELI"),
    ("GOV", "GOV"),
    ("JRN", "MED"),
    ("JUD", "JUD"),
    ("LAB", "LAB"),
    ("LEG", "LEG"),
    ("MED", "HLH"),
    ("MIL", "MIL"),
    ("OPP", "OPP"),
    // Paramilitaries that are not against the government: CAMEO codes those whose tie to it is known as its military.
    ("PRM", "MIL"),
    ("PTY", "PTY"),
    ("REB", "REB"),
    ("REF", "REF"),
    ("SOC", "CVL"),
    ("SPY", "SPY"),
    ("UAF", "UAF"),
];

/// GDELT has columns for so many types.
const TYPES: usize = 3;

impl Actor {
    /// The pieces for `participant`.
    pub(crate) fn of(participant: &Participant) -> Self {
        let mut actor = Self::default();
        if let Some(code) = participant.country.as_deref() {
            match NO_COUNTRY.iter().find(|(plover, _, _)| *plover == code) {
                Some((_, generic, group)) => {
                    actor.types.push(generic);
                    actor.group = *group;
                }
                None if countries::country(code).is_some() => actor.country = Some(code.to_owned()),
                None => {}
            }
        }
        for sector in &participant.sectors {
            let role = ROLES
                .iter()
                .find(|(plover, _)| plover == sector)
                .map(|(_, cameo)| *cameo);
            if let Some(role) = role.filter(|role| actor.types.len() < TYPES && !actor.types.contains(role)) {
                actor.types.push(role);
            }
        }
        actor
    }

    /// The whole code: `RUSMIL`, `IGOUNO`, `IGOUNOREF`. Nothing where no piece is known.
    pub(crate) fn code(&self) -> Option<String> {
        let generic = self.types.first().filter(|_| self.group.is_some()).copied();
        let roles = self.types.iter().skip(usize::from(generic.is_some())).copied();
        let pieces = self
            .country
            .as_deref()
            .into_iter()
            .chain(generic)
            .chain(self.group)
            .chain(roles);
        Some(pieces.collect::<String>()).filter(|code| !code.is_empty())
    }

    /// The `place`th type, from 0.
    pub(crate) fn kind(&self, place: usize) -> Option<&'static str> {
        self.types.get(place).copied()
    }
}

/// An event code as GDELT writes it: CAMEO's leaf "not specified below" where only the root is known.
pub(crate) fn event_code(cameo: &str) -> Option<String> {
    let is_code = (2..=4).contains(&cameo.len()) && cameo.bytes().all(|byte| byte.is_ascii_digit());
    match (is_code, cameo.len()) {
        (true, 2) => Some(format!("{cameo}0")),
        (true, _) => Some(cameo.to_owned()),
        (false, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use sayso_schema::{Participant, Span};

    use super::{Actor, event_code};

    fn actor(country: Option<&str>, sectors: &[&str]) -> Actor {
        Actor::of(&Participant {
            entity: None,
            span: Span::new(0, 1),
            text: String::new(),
            country: country.map(str::to_owned),
            sectors: sectors.iter().map(|sector| (*sector).to_owned()).collect(),
            inferred: false,
        })
    }

    #[test]
    fn builds_codes_of_pieces() {
        let code = |country, sectors| actor(country, sectors).code();
        assert_eq!(code(Some("RUS"), &["MIL"]).as_deref(), Some("RUSMIL"));
        assert_eq!(code(Some("UNO"), &["REF"]).as_deref(), Some("IGOUNOREF"));
        assert_eq!(code(Some("EUR"), &[]).as_deref(), Some("IGOEEC"));
        assert_eq!(code(Some("MNC"), &["BUS"]).as_deref(), Some("MNCBUS"));
        assert_eq!(code(None, &["UAF"]).as_deref(), Some("UAF"));
        assert_eq!(code(Some("???"), &["REL", "UNK"]), None);
    }

    #[test]
    fn media_and_health_change_places() {
        assert_eq!(actor(Some("KEN"), &["JRN", "MED"]).types, ["MED", "HLH"]);
        assert_eq!(
            actor(None, &["SOC", "CVL", "COP", "GOV", "MIL"]).types,
            ["CVL", "COP", "GOV"]
        );
    }

    #[test]
    fn a_root_becomes_its_leaf_of_nothing_further() {
        assert_eq!(event_code("19").as_deref(), Some("190"));
        assert_eq!(event_code("042").as_deref(), Some("042"));
        assert_eq!(event_code("0251").as_deref(), Some("0251"));
        for bad in ["", "4", "19a", "02511", "é1"] {
            assert_eq!(event_code(bad), None, "{bad}");
        }
    }
}
