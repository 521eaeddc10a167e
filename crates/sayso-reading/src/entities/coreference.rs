//! Which mentions are of one thing.
//!
//! Cautious rules, in the order of the text: the same name, a listed name of the same thing, a surname after the full
//! name, an abbreviation in brackets, "the ministry" after a ministry, "he" where one person alone can be meant. Where
//! the rules see nothing, the network's antecedent counts, if it can be what is meant. A mention that could be of two
//! things stays with neither.

use std::collections::HashMap;

use sayso_knowledge::entities::{Gender, NameClass};
use sayso_schema::{EntityType, Span};

use super::found::{Found, Role, add_all};

/// A sentence with more subjects than this is no sentence; looking at all of them would take its square.
const MOST_SUBJECTS: usize = 32;

/// One thing with its mentions so far.
#[derive(Debug)]
pub(super) struct Cluster<'k> {
    pub(super) kind: EntityType,
    pub(super) mentions: Vec<Placed<'k>>,
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) lines: Vec<String>,
    pub(super) anonymous: bool,
    offices: Vec<String>,
    gender: Option<Gender>,
}

impl Cluster<'_> {
    /// The offices that stand beside a person's names.
    pub(super) fn offices(&self) -> &[String] {
        &self.offices
    }
}

/// A mention with its place in the document.
#[derive(Clone, Debug)]
pub(super) struct Placed<'k> {
    pub(super) found: Found<'k>,
    pub(super) sentence: usize,
    pub(super) span: Span,
    /// What stands there, with single spaces.
    pub(super) name: String,
    /// Whether it is the subject of a clause.
    pub(super) subject: bool,
}

/// The clusters of a document, grown mention by mention.
#[derive(Default)]
pub(super) struct Clusters<'k> {
    all: Vec<Cluster<'k>>,
    by_identity: HashMap<String, usize>,
    by_name: HashMap<(bool, String), usize>,
    surnames: HashMap<String, Bearers>,
    given: HashMap<String, Bearers>,
    initials: HashMap<String, usize>,
    /// The last organisation with this noun or primary sector, and the same for one country's.
    organisations: HashMap<(String, Option<String>), usize>,
    offices: HashMap<(String, Option<String>), usize>,
    unnamed: HashMap<(String, Option<String>), usize>,
    subjects: Vec<(usize, usize)>,
}

/// Who has been given a surname or given name.
#[derive(Clone, Copy)]
enum Bearers {
    One(usize),
    Several,
}

impl<'k> Clusters<'k> {
    pub(super) fn into_clusters(self) -> Vec<Cluster<'k>> {
        self.all
    }

    /// Puts a mention where it belongs; mentions come in the order of the text. `told` is the cluster of the antecedent
    /// that the network gives it. The cluster's index, or `None` for a mention that is left unresolved.
    pub(super) fn add(&mut self, placed: Placed<'k>, told: Option<usize>) -> Option<usize> {
        let told = told.filter(|index| self.can_be(*index, &placed));
        let index = match &placed.found.role {
            Role::Pronoun { gender } => Some(self.of_pronoun(placed.sentence, *gender).or(told)?),
            Role::Referring { .. } => Some(told?),
            Role::Unnamed { lemma, definite } => definite
                .then(|| self.of_noun(&self.unnamed, lemma, &placed).or(told))
                .flatten(),
            Role::Organisation { lemma, definite } => {
                // "Russian and Ukrainian forces" are of no one country: neither side's forces alone.
                let one = *definite || placed.found.country.is_some();
                let found = one.then(|| self.of_organisation(lemma, &placed).or(told)).flatten();
                // "the group" that nothing before it explains is nobody in particular.
                if found.is_none() && placed.found.sectors.is_empty() && placed.found.country.is_none() && *definite {
                    return None;
                }
                found
            }
            Role::Office { title, .. } => {
                let found = self.of_noun(&self.offices, title, &placed).or(told);
                if found.is_none() && placed.found.sectors.is_empty() && placed.found.country.is_none() {
                    return None;
                }
                found
            }
            Role::Plain | Role::Holder { .. } => self.of_name(&placed),
        };
        let index = index.unwrap_or_else(|| {
            self.all.push(Cluster {
                kind: placed.found.kind,
                mentions: Vec::new(),
                country: None,
                sectors: Vec::new(),
                lines: Vec::new(),
                anonymous: matches!(
                    placed.found.role,
                    Role::Unnamed { .. } | Role::Office { unnamed: true, .. }
                ),
                offices: Vec::new(),
                gender: None,
            });
            self.all.len() - 1
        });
        self.register(index, &placed);
        self.join(index, placed);
        Some(index)
    }

    /// Makes `name` another name of the cluster that `mention` went to, as "Syrian Democratic Forces (SDF)" does.
    pub(super) fn alias(&mut self, cluster: usize, name: &str) {
        let Some(kind) = self.all.get(cluster).map(|c| c.kind) else {
            return;
        };
        self.by_name
            .insert((kind == EntityType::Person, name_key(name)), cluster);
    }

    fn of_name(&self, placed: &Placed<'k>) -> Option<usize> {
        if placed.found.kind == EntityType::Person {
            return self.of_person(&placed.name);
        }
        if let Some(index) = self.by_name.get(&(false, name_key(&placed.name))) {
            // A capital is the city in one place and the government in another; its name alone joins them not.
            if !placed
                .found
                .listed
                .is_some_and(|l| matches!(l.class, NameClass::Capital | NameClass::Seat))
            {
                return Some(*index);
            }
        }
        if let Some(identity) = identity(&placed.found) {
            return self.by_identity.get(&identity).copied();
        }
        self.initials.get(&name_key(&placed.name)).copied()
    }

    fn of_person(&self, name: &str) -> Option<usize> {
        if let Some(index) = self.by_name.get(&(true, name_key(name))) {
            return Some(*index);
        }
        let words: Vec<&str> = name_words(name);
        let one = |bearers: &HashMap<String, Bearers>, word: &str| match bearers.get(&word.to_lowercase()) {
            Some(Bearers::One(index)) => Some(*index),
            _ => None,
        };
        match words.as_slice() {
            [] => None,
            [word] => one(&self.surnames, word).or_else(|| one(&self.given, word)),
            // A full name takes over a surname that stood alone before it, as in a headline.
            [first, .., last] => {
                let index = one(&self.surnames, last)?;
                let known = self.all.get(index)?;
                known
                    .mentions
                    .iter()
                    .all(|m| {
                        let earlier = name_words(&m.name);
                        earlier.len() < 2 || earlier.first() == Some(first) && earlier.last() == Some(last)
                    })
                    .then_some(index)
            }
        }
    }

    fn of_noun(
        &self,
        nouns: &HashMap<(String, Option<String>), usize>,
        noun: &str,
        placed: &Placed<'k>,
    ) -> Option<usize> {
        let index = *nouns.get(&(noun.to_owned(), placed.found.country.clone()))?;
        self.compatible(index, placed).then_some(index)
    }

    fn of_organisation(&self, lemma: &str, placed: &Placed<'k>) -> Option<usize> {
        let by_noun = self.of_noun(&self.organisations, lemma, placed);
        by_noun.or_else(|| {
            let sector = placed
                .found
                .sectors
                .first()
                .filter(|s| matches!(s.as_str(), "BUS" | "JRN"))?;
            self.of_noun(&self.organisations, &format!("sector {sector}"), placed)
        })
    }

    fn compatible(&self, index: usize, placed: &Placed<'k>) -> bool {
        self.all
            .get(index)
            .is_some_and(|cluster| match (&cluster.country, &placed.found.country) {
                (Some(known), Some(told)) => known == told,
                (None, Some(_)) => cluster
                    .mentions
                    .first()
                    .is_some_and(|m| m.found.form != sayso_schema::MentionForm::Nominal),
                _ => true,
            })
    }

    /// Whether the mention can be of the cluster, by what is known of both.
    fn can_be(&self, index: usize, placed: &Placed<'k>) -> bool {
        let Some(cluster) = self.all.get(index) else {
            return false;
        };
        let somebody = cluster.kind == EntityType::Person;
        let of_gender = |wanted: Gender| cluster.gender.is_none_or(|known| known == wanted);
        match &placed.found.role {
            Role::Pronoun { gender } => somebody && of_gender(*gender),
            Role::Referring { gender, person } => {
                person.is_none_or(|person| person == somebody) && gender.is_none_or(of_gender)
            }
            Role::Office { .. } => somebody && self.compatible(index, placed),
            Role::Unnamed { .. } => cluster.kind == placed.found.kind && self.compatible(index, placed),
            Role::Organisation { .. } => !somebody && self.compatible(index, placed),
            Role::Plain | Role::Holder { .. } => false,
        }
    }

    /// The one person whom "he" can mean: the only fitting subject of this sentence so far, else of the one before it,
    /// else of the one before that.
    fn of_pronoun(&self, sentence: usize, gender: Gender) -> Option<usize> {
        for back in 0..=2 {
            let wanted = sentence.checked_sub(back)?;
            let mut fitting: Option<usize> = None;
            let recent = self
                .subjects
                .iter()
                .rev()
                .skip_while(|(s, _)| *s > wanted)
                .take_while(|(s, _)| *s == wanted)
                .take(MOST_SUBJECTS);
            for (_, index) in recent {
                let fits = self
                    .all
                    .get(*index)
                    .is_some_and(|c| c.gender.is_none_or(|known| known == gender));
                if fits && fitting.is_some_and(|other| other != *index) {
                    return None;
                }
                if fits {
                    fitting = Some(*index);
                }
            }
            if fitting.is_some() {
                return fitting;
            }
        }
        None
    }

    fn register(&mut self, index: usize, placed: &Placed<'k>) {
        let found = &placed.found;
        let country = found
            .country
            .clone()
            .or_else(|| self.all.get(index).and_then(|c| c.country.clone()));
        let remember = |map: &mut HashMap<(String, Option<String>), usize>, noun: &str| {
            map.insert((noun.to_owned(), None), index);
            if country.is_some() {
                map.insert((noun.to_owned(), country.clone()), index);
            }
        };
        match &found.role {
            Role::Unnamed { lemma, .. } => remember(&mut self.unnamed, lemma),
            Role::Organisation { lemma, .. } => remember(&mut self.organisations, lemma),
            Role::Office { title, .. } => remember(&mut self.offices, title),
            Role::Holder { offices, .. } => {
                for office in offices {
                    remember(&mut self.offices, office);
                }
            }
            Role::Plain if found.kind == EntityType::Org => {
                let words = name_words(&placed.name);
                if let Some(head) = words
                    .iter()
                    .position(|w| *w == "of")
                    .unwrap_or(words.len())
                    .checked_sub(1)
                {
                    remember(&mut self.organisations, &words[head].to_lowercase());
                }
                if let Some(sector) = found.sectors.first() {
                    remember(&mut self.organisations, &format!("sector {sector}"));
                }
            }
            _ => {}
        }
        match &found.role {
            Role::Holder { .. } => self.register_person(index, &placed.name),
            Role::Plain => {
                if let Some(identity) = identity(found) {
                    self.by_identity.entry(identity).or_insert(index);
                }
                let split = found
                    .listed
                    .is_some_and(|l| matches!(l.class, NameClass::Capital | NameClass::Seat));
                if !split {
                    self.by_name.entry((false, name_key(&placed.name))).or_insert(index);
                }
                if found.kind == EntityType::Org && found.listed.is_none() {
                    let initials: String = name_words(&placed.name)
                        .iter()
                        .filter_map(|w| w.chars().next())
                        .filter(|c| c.is_uppercase())
                        .collect();
                    if initials.chars().count() >= 3 {
                        self.initials.entry(initials).or_insert(index);
                    }
                }
            }
            _ => {}
        }
        let resolved = matches!(found.role, Role::Referring { .. });
        if placed.subject && found.kind == EntityType::Person && found.last_is_singular() && !resolved {
            self.subjects.push((placed.sentence, index));
        }
    }

    fn register_person(&mut self, index: usize, name: &str) {
        self.by_name.entry((true, name_key(name))).or_insert(index);
        let words = name_words(name);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let remember = |map: &mut HashMap<String, Bearers>, word: &str| {
            let bearers = map.entry(word.to_lowercase()).or_insert(Bearers::One(index));
            if matches!(bearers, Bearers::One(other) if *other != index) {
                *bearers = Bearers::Several;
            }
        };
        remember(&mut self.surnames, last);
        if words.len() > 1 {
            remember(&mut self.given, first);
        }
    }

    fn join(&mut self, index: usize, placed: Placed<'k>) {
        let Some(cluster) = self.all.get_mut(index) else { return };
        let found = &placed.found;
        if cluster.country.is_none() {
            cluster.country.clone_from(&found.country);
        }
        add_all(&mut cluster.sectors, &found.sectors);
        add_all(&mut cluster.lines, &found.lines);
        match &found.role {
            Role::Holder { offices, gender } => {
                add_all(&mut cluster.offices, offices);
                cluster.gender = cluster.gender.or(*gender);
            }
            Role::Pronoun { gender } => cluster.gender = cluster.gender.or(Some(*gender)),
            Role::Referring { gender, .. } => cluster.gender = cluster.gender.or(*gender),
            _ => {}
        }
        cluster.mentions.push(placed);
    }
}

impl Found<'_> {
    /// Whether a pronoun in the singular can take it up.
    fn last_is_singular(&self) -> bool {
        !matches!(self.role, Role::Pronoun { .. }) || self.first == self.last
    }
}

/// What a listed name is of: a capital that stands for its government is of the country.
fn identity(found: &Found) -> Option<String> {
    let listed = found.listed?;
    match (listed.class, found.metonym, &listed.country) {
        (NameClass::Capital, true, Some(country)) => Some(format!("country {country}")),
        _ => Some(listed.identity.clone()),
    }
}

fn name_words(name: &str) -> Vec<&str> {
    let words = name.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
    words
        .filter(|w| !matches!(w.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III"))
        .collect()
}

/// A name as names are compared: without article and white space.
fn name_key(name: &str) -> String {
    let bare = name
        .strip_prefix("the ")
        .or_else(|| name.strip_prefix("The "))
        .unwrap_or(name);
    sayso_knowledge::entities::squeeze(bare)
}
