//! Agreements in words: what each is called, whom it binds, its steps and what it provides.

mod card;
pub mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use sayso::schema::{
    Agreement, Ambit, Citation, Dispute, Duty, Entity, Provision, ProvisionClass, Reading, RowId, Stage, StageKind,
    StageStatus, Statement, Voice,
};

use super::chain::link_name;
use super::dispute::about;
use super::event::when;
use super::group::entities_by_id;
use super::ids::ShortIds;
use super::plain::plain;
use super::style::code_word;

/// Steps that a reader asks for first: one that is not told is said to be so.
const MILESTONES: [(StageKind, &[StageKind]); 3] = [
    (StageKind::Signed, &[StageKind::Signed]),
    // Each is a way of consenting to be bound.
    (
        StageKind::Ratified,
        &[
            StageKind::Ratified,
            StageKind::Accepted,
            StageKind::Approved,
            StageKind::Acceded,
            StageKind::Confirmed,
            StageKind::Succeeded,
        ],
    ),
    (
        StageKind::InForce,
        &[StageKind::InForce, StageKind::ProvisionallyApplied],
    ),
];

/// What the agreements of a reading are told from.
pub struct Agreements<'a> {
    reading: &'a Reading,
    entities: BTreeMap<&'a RowId, &'a Entity>,
    statements: BTreeMap<&'a RowId, &'a Statement>,
}

/// A step with everything that tells of it.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The first telling.
    pub stage: &'a Stage,
    /// All of them, in the order of the text.
    pub tellings: Vec<&'a Stage>,
}

impl<'a> Agreements<'a> {
    /// Looks at `reading`.
    pub fn of(reading: &'a Reading) -> Self {
        Self {
            reading,
            entities: entities_by_id(reading),
            statements: reading.statements.iter().map(|row| (&row.id, row)).collect(),
        }
    }

    /// What it is called: its first mention.
    pub fn name(&self, agreement: &Agreement) -> String {
        match plain(agreement.text.trim()) {
            name if name.is_empty() => "(no name)".to_owned(),
            name => name.into_owned(),
        }
    }

    /// What else it is called, each once.
    pub fn other_names(&self, agreement: &Agreement) -> Vec<String> {
        let mut seen = BTreeSet::from([self.name(agreement).to_lowercase()]);
        let names = agreement.names.iter().map(|name| plain(name.text.trim()).into_owned());
        names.filter(|name| seen.insert(name.to_lowercase())).collect()
    }

    /// "treaty, bilateral"
    pub fn kind(&self, agreement: &Agreement) -> String {
        let instrument = agreement.instrument.as_deref().map(|word| plain(word).into_owned());
        let ambit = agreement.ambit.map(|ambit| {
            match ambit {
                Ambit::Bilateral => "bilateral",
                Ambit::Multilateral => "multilateral",
                Ambit::Domestic => "domestic",
            }
            .to_owned()
        });
        let kind: Vec<String> = instrument.into_iter().chain(ambit).collect();
        if kind.is_empty() {
            "agreement".to_owned()
        } else {
            kind.join(", ")
        }
    }

    /// "Russia (RUS) and North Korea (PRK)"
    pub fn all_of(&self, entities: &[RowId]) -> String {
        let named: Vec<String> = entities.iter().map(|id| self.who(id)).collect();
        match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => "not stated".to_owned(),
        }
    }

    /// An entity's name with its country.
    pub fn who(&self, id: &RowId) -> String {
        match self.entities.get(id) {
            Some(entity) => match entity.country.as_deref() {
                Some(country) => format!("{} ({})", plain(entity.name.trim()), plain(country)),
                None => plain(entity.name.trim()).into_owned(),
            },
            None => id.to_string(),
        }
    }

    /// The steps that are told, each once: the dated ones by their dates, then the others in the order in which an
    /// agreement takes them. One that is told of the same party and day several times is one step.
    pub fn steps(&self, agreement: &'a Agreement) -> Vec<Step<'a>> {
        let mut steps: Vec<Step<'a>> = Vec::new();
        let is_same = |a: &Stage, b: &Stage| {
            let day = |stage: &Stage| stage.date.as_ref().and_then(when);
            a.stage == b.stage && a.status == b.status && a.party == b.party && day(a) == day(b)
        };
        for stage in &agreement.stages {
            match steps.iter_mut().find(|step| is_same(step.stage, stage)) {
                Some(step) => step.tellings.push(stage),
                None => steps.push(Step {
                    stage,
                    tellings: vec![stage],
                }),
            }
        }
        // Stable: what goes with nothing else stays in the order of the text.
        steps.sort_by_key(|step| {
            let day = sorted_day(step.stage);
            (day.is_none(), day, step.stage.stage)
        });
        steps
    }

    /// "signed, done · 2024-06-19 · Pyongyang · by Vladimir Putin for Russia (RUS) · told by the article itself"
    pub fn step(&self, step: &Step<'a>) -> String {
        let mut parts = vec![format!(
            "{}, {}",
            step.stage.stage.in_words(),
            status_word(step.stage.status)
        )];
        parts.extend(step.stage.date.as_ref().and_then(when));
        parts.extend(self.place(step));
        parts.extend(self.takers(step));
        parts.extend(self.told_as(step));
        parts.push(format!("told by {}", self.tellers(step)));
        parts.join(" · ")
    }

    fn place(&self, step: &Step<'_>) -> Option<String> {
        let place = step.tellings.iter().find_map(|stage| stage.place.as_ref())?;
        Some(plain(place.text.trim()).into_owned())
    }

    /// "by Vladimir Putin for Russia (RUS), before the State Duma"
    pub fn takers(&self, step: &Step<'_>) -> Option<String> {
        let by = step.tellings.iter().find_map(|stage| stage.by.as_ref());
        let to = step.tellings.iter().find_map(|stage| stage.to.as_ref());
        let taker = match (by, step.stage.party.as_ref()) {
            (Some(by), Some(party)) if by != party => Some(format!("by {} for {}", self.who(by), self.who(party))),
            (Some(who), _) | (None, Some(who)) => Some(format!("by {}", self.who(who))),
            (None, None) => None,
        };
        let before = to.map(|to| format!("before {}", self.who(to)));
        let parts: Vec<String> = taker.into_iter().chain(before).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn told_as(&self, step: &Step<'_>) -> Option<String> {
        let told: BTreeSet<StageKind> = step.tellings.iter().filter_map(|stage| stage.told_as).collect();
        let told: Vec<&str> = told.into_iter().map(StageKind::in_words).collect();
        (!told.is_empty()).then(|| format!("told as {}", told.join(" and ")))
    }

    /// By whose word it is: "the article itself", "Radio Szohôd".
    fn tellers(&self, step: &Step<'_>) -> String {
        let mut tellers: Vec<String> = Vec::new();
        for statement in self.told_in(step) {
            let teller = match (self.statements.get(statement), statement) {
                (Some(row), _) if row.voice == Voice::Author => "the article itself".to_owned(),
                (Some(row), _) if row.voice == Voice::Hearsay => "nobody named".to_owned(),
                (Some(row), _) => row.chain.last().map_or_else(|| "nobody named".to_owned(), link_name),
                (None, id) => id.to_string(),
            };
            if !tellers.contains(&teller) {
                tellers.push(teller);
            }
        }
        tellers.join(" and ")
    }

    /// The statements that tell of a step, each once.
    pub fn told_in(&self, step: &Step<'a>) -> Vec<&'a RowId> {
        let mut ids: Vec<&RowId> = Vec::new();
        for stage in &step.tellings {
            if !ids.contains(&&stage.statement) {
                ids.push(&stage.statement);
            }
        }
        ids
    }

    /// Which of the milestones the article does not tell of, with a name for it; "steps: not stated" where it tells of
    /// no step.
    pub fn not_stated(&self, agreement: &Agreement) -> Option<(&'static str, String)> {
        if agreement.stages.is_empty() {
            return Some(("steps", "not stated".to_owned()));
        }
        let is_told = |kinds: &[StageKind]| agreement.stages.iter().any(|stage| kinds.contains(&stage.stage));
        let missing = MILESTONES.iter().filter(|(_, kinds)| !is_told(kinds));
        let missing: Vec<&str> = missing.map(|(kind, _)| kind.in_words()).collect();
        (!missing.is_empty()).then(|| ("not stated", missing.join(", ")))
    }

    /// What it provides, by class.
    pub fn provisions(&self, agreement: &'a Agreement) -> Vec<(ProvisionClass, Vec<&'a Provision>)> {
        let mut classes: BTreeMap<ProvisionClass, Vec<&Provision>> = BTreeMap::new();
        for provision in &agreement.provisions {
            classes.entry(provision.class).or_default().push(provision);
        }
        classes.into_iter().collect()
    }

    /// "Russia (RUS) must: “provide immediate military assistance”"
    pub fn provision(&self, provision: &Provision) -> String {
        let words = format!("“{}”", plain(provision.text.trim()));
        let bearers = (!provision.bearers.is_empty()).then(|| self.all_of(&provision.bearers));
        match (bearers, provision.duty.map(duty_word)) {
            (Some(bearers), Some(duty)) => format!("{bearers} {duty}: {words}"),
            (Some(one), None) => format!("{one}: {words}"),
            (None, Some(one)) => format!("{one}: {words}"),
            (None, None) => words,
        }
    }

    /// What sets it off, whom it is limited to, its conditions and how; then what it cites.
    pub fn provision_facts(&self, provision: &Provision) -> Vec<(&'static str, String)> {
        let words = |text: &str| plain(text.trim()).into_owned();
        let mut facts = Vec::new();
        for (name, passage) in [
            ("set off by", &provision.trigger),
            ("limited to", &provision.scope),
            ("how", &provision.qualifier),
        ] {
            facts.extend(passage.as_ref().map(|passage| (name, words(&passage.text))));
        }
        facts.extend(
            provision
                .conditions
                .iter()
                .map(|condition| ("condition", words(&condition.text))),
        );
        facts.extend(provision.citations.iter().map(|citation| ("cites", cited(citation))));
        facts
    }

    /// The disputes about the agreement, its steps and what it provides.
    pub fn disputes(&self, agreement: &'a Agreement) -> Vec<&'a Dispute> {
        about(self.reading, &rows(agreement))
    }
}

/// The agreement's own row, and those of its steps and provisions.
pub fn rows(agreement: &Agreement) -> BTreeSet<&RowId> {
    let stages = agreement.stages.iter().map(|stage| &stage.id);
    let provisions = agreement.provisions.iter().map(|provision| &provision.id);
    std::iter::once(&agreement.id).chain(stages).chain(provisions).collect()
}

/// "in st-0a90, st-bd07"
pub fn told_in_words(statements: &[&RowId], ids: &ShortIds<'_>) -> String {
    let short: Vec<&str> = statements.iter().map(|id| ids.get(id)).collect();
    format!("in {}", short.join(", "))
}

/// "also sg-effe, sg-1cdd": the rows of a step but the first.
pub fn also_words(step: &Step<'_>, ids: &ShortIds<'_>) -> Option<String> {
    let others: Vec<&str> = step.tellings.iter().skip(1).map(|stage| ids.get(&stage.id)).collect();
    (!others.is_empty()).then(|| format!("also {}", others.join(", ")))
}

/// By what a step with a date stands before others.
fn sorted_day(stage: &Stage) -> Option<String> {
    let date = stage.date.as_ref()?;
    let value = date.value.as_deref();
    let value = value.filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
    let bound = date.not_before.as_deref().or(date.not_after.as_deref());
    value.or(bound).map(str::to_owned)
}

/// "Article 51 of the UN Charter (Charter of the United Nations, article 51), in accordance with"
fn cited(citation: &Citation) -> String {
    let mut words = plain(citation.passage.text.trim()).into_owned();
    let article = citation.article.as_deref().map(|article| match plain(article.trim()) {
        number if number.starts_with(|c: char| c.is_ascii_digit()) => format!("article {number}"),
        article => article.into_owned(),
    });
    let instrument = citation.instrument.as_deref().map(|name| plain(name).into_owned());
    let resolved: Vec<String> = instrument.into_iter().chain(article).collect();
    if !resolved.is_empty() {
        words = format!("{words} ({})", resolved.join(", "));
    }
    match &citation.relation {
        Some(relation) => format!("{words}, {}", plain(relation)),
        None => words,
    }
}

/// A step's status in words.
pub fn status_word(status: StageStatus) -> &'static str {
    match status {
        StageStatus::Done => "done",
        StageStatus::UnderWay => "under way",
        StageStatus::Announced => "announced",
        StageStatus::Refused => "refused",
    }
}

/// A class of provisions in words.
pub fn class_word(class: ProvisionClass) -> String {
    match class {
        ProvisionClass::Defense => "defence".to_owned(),
        ProvisionClass::Offense => "offence".to_owned(),
        ProvisionClass::Nonagg => "non-aggression".to_owned(),
        ProvisionClass::Consul => "consultation".to_owned(),
        ProvisionClass::NotAidEnemy => "no aid to enemies".to_owned(),
        other => code_word(&other),
    }
}

/// A duty in words.
pub fn duty_word(duty: Duty) -> &'static str {
    match duty {
        Duty::Must => "must",
        Duty::May => "may",
        Duty::MustNot => "must not",
    }
}

#[cfg(test)]
#[path = "agreement/tests.rs"]
mod tests;
