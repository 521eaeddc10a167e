//! How many sources tell something, echoes left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Row, Same, SameKind};
use crate::telling::{Source, Telling};
use crate::words::{name, names_match};

/// Names that are compared two by two; beyond them only equal names are one.
const COMPARED: usize = 300;

/// Tellings by those who vouch for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Independence {
    /// A group for each independent source, the largest first.
    pub groups: Vec<Voices>,
}

/// Tellings that come from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voices {
    /// The tellings.
    pub rows: Vec<Row>,
    /// The outlets that carry them, as written.
    pub outlets: Vec<String>,
    /// Why they count once; empty where there is one telling.
    pub because: Vec<Tie>,
}

/// Why tellings count once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "tie", content = "name")]
pub enum Tie {
    /// They stand in copies of one text.
    Copies,
    /// One outlet tells them by its own word, or others tell them from it.
    Outlet(String),
    /// Their chains end in one source.
    Source(String),
}

impl Tie {
    /// In words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Copies => "copies of one text".to_owned(),
            Self::Outlet(name) => format!("all from {name}"),
            Self::Source(name) => format!("all by the word of {name}"),
        }
    }
}

impl Independence {
    /// How many independent sources there are.
    pub fn count(&self) -> usize {
        self.groups.len()
    }
}

/// Groups tellings of one thing by whose word they finally are. What a named source says counts once however many outlets
/// carry it; what an outlet says itself, or has from somebody without a name, counts once an outlet and once a text.
/// `copies` are joins of kind [`SameKind::Copies`]; others are passed over.
pub fn independence(tellings: &[&Telling], copies: &[Same]) -> Independence {
    let mut told: Vec<&Telling> = tellings.to_vec();
    told.sort_by(|one, other| one.row.cmp(&other.row));
    told.dedup_by(|one, other| one.row == other.row);
    let mut text_of: BTreeMap<&str, &str> = BTreeMap::new();
    for same in copies.iter().filter(|same| same.kind == SameKind::Copies) {
        for row in &same.rows {
            text_of.extend(
                same.rows
                    .first()
                    .map(|first| (row.document.as_str(), first.document.as_str())),
            );
        }
    }
    let names = canonical(&told);
    let mut parent: Vec<usize> = (0..told.len()).collect();
    let mut by_key: BTreeMap<(Tie, String), Vec<usize>> = BTreeMap::new();
    for (at, telling) in told.iter().enumerate() {
        for key in keys(telling, &names, &text_of) {
            by_key.entry(key).or_default().push(at);
        }
    }
    for members in by_key.values() {
        for pair in members.windows(2) {
            if let [one, other] = pair {
                let (a, b) = (root(&parent, *one), root(&parent, *other));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Voices> = BTreeMap::new();
    for (at, telling) in told.iter().enumerate() {
        let group = groups.entry(root(&parent, at)).or_insert_with(|| Voices {
            rows: Vec::new(),
            outlets: Vec::new(),
            because: Vec::new(),
        });
        group.rows.push(telling.row.clone());
        group.outlets.extend(telling.outlet.clone());
    }
    for ((tie, _), members) in by_key {
        let group = members
            .first()
            .filter(|_| members.len() > 1)
            .and_then(|at| groups.get_mut(&root(&parent, *at)));
        if let Some(group) = group {
            group.because.push(tie);
        }
    }
    let mut groups: Vec<Voices> = groups.into_values().collect();
    for group in &mut groups {
        group.outlets.sort_unstable();
        group.outlets.dedup();
        group.because.sort_unstable();
        group.because.dedup();
    }
    groups.sort_by(|one, other| {
        other
            .rows
            .len()
            .cmp(&one.rows.len())
            .then_with(|| one.rows.cmp(&other.rows))
    });
    Independence { groups }
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while let Some(above) = parent.get(at).filter(|above| **above != at) {
        at = *above;
    }
    at
}

/// Whose word a telling is: the innermost source that is named.
fn end(telling: &Telling) -> Option<&Source> {
    telling.sources.last().filter(|source| source.name.is_some())
}

/// What ties a telling to others, each with what tells one tie from another.
fn keys(telling: &Telling, names: &BTreeMap<&str, &str>, text_of: &BTreeMap<&str, &str>) -> Vec<(Tie, String)> {
    if let Some(source) = end(telling) {
        let as_written = source.name.as_deref().unwrap_or_default();
        let name = names.get(as_written).copied().unwrap_or(as_written).to_owned();
        let tie = if source.is_outlet {
            Tie::Outlet(name.clone())
        } else {
            Tie::Source(name.clone())
        };
        return vec![(tie, name)];
    }
    let document = telling.row.document.as_str();
    let mut keys = vec![(
        Tie::Copies,
        text_of.get(document).copied().unwrap_or(document).to_owned(),
    )];
    let outlet = telling.outlet.as_deref().map(name);
    keys.extend(
        outlet
            .into_iter()
            .chain(telling.via.clone())
            .map(|name| (Tie::Outlet(name.clone()), name)),
    );
    keys
}

/// Each source's fullest name: "Lavrov" is "Sergei Lavrov" where no other Lavrov is heard.
fn canonical<'t>(told: &[&'t Telling]) -> BTreeMap<&'t str, &'t str> {
    let mut countries: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for source in told.iter().filter_map(|telling| end(telling)) {
        let known = countries.entry(source.name.as_deref().unwrap_or_default()).or_default();
        *known = known.or(source.country.as_deref());
    }
    let mut names = BTreeMap::new();
    for (name, country) in countries.iter().take(COMPARED) {
        let mut fuller = countries.iter().take(COMPARED).filter(|(other, elsewhere)| {
            let may_be = country.is_none() || elsewhere.is_none() || country == *elsewhere;
            other.len() > name.len() && may_be && names_match(name, other)
        });
        if let (Some((only, _)), None) = (fuller.next(), fuller.next()) {
            names.insert(*name, *only);
        }
    }
    names
}
