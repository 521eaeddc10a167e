//! What a reading tells of agreements beside what the key tells.

use std::fmt::Debug;

use sayso_schema::{Agreement, Document, Entity, Provision, Reading, RowId, Span, Stage};

use super::{AgreementKey, AgreementScores, KeyedAgreement, KeyedProvision, KeyedStage};
use crate::newswire::{Errors, Keyed, Share, dice, pairs, same_date, words};
use crate::tally::Tally;

#[derive(Default)]
pub(super) struct Counts {
    agreements: Tally,
    instrument: Share,
    parties: Tally,
    stages: Tally,
    triggers: Tally,
    status: Share,
    date: Share,
    stage_party: Share,
    provisions: Tally,
    provision_spans: Tally,
    duty: Share,
}

impl From<Counts> for AgreementScores {
    fn from(counts: Counts) -> Self {
        Self {
            agreement_precision: counts.agreements.precision(),
            agreement_recall: counts.agreements.recall(),
            agreement_f1: counts.agreements.f1(),
            instrument_accuracy: counts.instrument.value(),
            party_precision: counts.parties.precision(),
            party_recall: counts.parties.recall(),
            party_f1: counts.parties.f1(),
            stage_precision: counts.stages.precision(),
            stage_recall: counts.stages.recall(),
            stage_f1: counts.stages.f1(),
            stage_trigger_f1: counts.triggers.f1(),
            stage_status_accuracy: counts.status.value(),
            stage_date_accuracy: counts.date.value(),
            stage_party_accuracy: counts.stage_party.value(),
            provision_precision: counts.provisions.precision(),
            provision_recall: counts.provisions.recall(),
            provision_f1: counts.provisions.f1(),
            provision_span_f1: counts.provision_spans.f1(),
            provision_duty_accuracy: counts.duty.value(),
            agreement_key_count: counts.agreements.gold as f64,
            party_key_count: counts.parties.gold as f64,
            stage_key_count: counts.stages.gold as f64,
            provision_key_count: counts.provisions.gold as f64,
        }
    }
}

pub(super) fn all(key: &[Keyed<AgreementKey>], mut read: impl FnMut(&Document) -> Reading) -> (Counts, Errors) {
    let (mut counts, mut errors) = (Counts::default(), Errors::default());
    for Keyed { document, key } in key {
        let reading = read(document);
        let article = Article::of(document, key, &reading);
        article.agreements(&mut counts, &mut errors);
        article.parties(&mut counts, &mut errors);
        article.stages(&mut counts, &mut errors);
        article.provisions(&mut counts, &mut errors);
    }
    (counts, errors)
}

/// An article, with which agreements of the key and of the reading go together.
struct Article<'a> {
    document: &'a Document,
    key: &'a [KeyedAgreement],
    reading: &'a Reading,
    same: Vec<(usize, usize)>,
}

impl<'a> Article<'a> {
    fn of(document: &'a Document, key: &'a AgreementKey, reading: &'a Reading) -> Self {
        let same = pairs(&key.agreements, &reading.agreements, |key, found| {
            let is_shared = |mention: &&Span| found.names.iter().any(|name| name.span.overlaps(**mention));
            key.mentions.iter().filter(is_shared).count() as f64
        });
        Self {
            document,
            key: &key.agreements,
            reading,
            same,
        }
    }

    fn found(&self) -> &'a [Agreement] {
        &self.reading.agreements
    }

    fn entity(&self, id: &RowId) -> Option<&'a Entity> {
        self.reading.entities.iter().find(|entity| entity.id == *id)
    }

    fn name(&self, id: &RowId) -> String {
        self.entity(id)
            .map_or_else(|| id.to_string(), |entity| entity.name.clone())
    }

    fn words(&self, span: Span) -> String {
        words(&self.document.text, span)
    }

    /// How many of the stretches that name somebody are a mention of the entity.
    fn named(&self, entity: &RowId, names: &[Span]) -> usize {
        let mentions = self.entity(entity).map(|entity| entity.mentions.as_slice());
        let is_mention = |name: &&Span| {
            let mut mentions = mentions.unwrap_or_default().iter();
            mentions.any(|mention| mention.span.overlaps(**name))
        };
        names.iter().filter(is_mention).count()
    }

    /// Tells what no pair has of the key's, and of the found.
    fn tell<K, F>(
        &self,
        name: &str,
        (key, found, same): (&[K], &[F], &[(usize, usize)]),
        key_says: impl Fn(&K) -> (Span, String),
        found_says: impl Fn(&F) -> (Span, String),
        errors: &mut Errors,
    ) {
        for (k, key) in key.iter().enumerate() {
            if !same.iter().any(|pair| pair.0 == k) {
                let (span, told) = key_says(key);
                errors.add(&format!("{name} missed"), self.document, span, Some(told), None);
            }
        }
        for (f, found) in found.iter().enumerate() {
            if !same.iter().any(|pair| pair.1 == f) {
                let (span, told) = found_says(found);
                errors.add(&format!("{name} spurious"), self.document, span, None, Some(told));
            }
        }
    }

    fn agreements(&self, counts: &mut Counts, errors: &mut Errors) {
        counts.agreements.add(tally(self.key, self.found(), &self.same));
        let first = |key: &KeyedAgreement| key.mentions.first().copied().unwrap_or_default();
        for &(k, f) in &self.same {
            let (key, found) = (&self.key[k], &self.found()[f]);
            let is_right = key.instrument == found.instrument;
            counts.instrument.add(is_right);
            if !is_right {
                let (key_says, found_says) = (key.instrument.clone(), found.instrument.clone());
                errors.add("instrument wrong", self.document, first(key), key_says, found_says);
            }
        }
        self.tell(
            "agreement",
            (self.key, self.found(), &self.same),
            |key| (first(key), self.words(first(key))),
            |found| (found.span, self.words(found.span)),
            errors,
        );
    }

    fn parties(&self, counts: &mut Counts, errors: &mut Errors) {
        let key: Vec<(usize, &[Span])> = self
            .key
            .iter()
            .enumerate()
            .flat_map(|(k, agreement)| agreement.parties.iter().map(move |names| (k, names.as_slice())))
            .collect();
        let mut found: Vec<(usize, &RowId)> = Vec::new();
        for (f, agreement) in self.found().iter().enumerate() {
            for party in &agreement.parties {
                if !found.contains(&(f, party)) {
                    found.push((f, party));
                }
            }
        }
        let same = pairs(&key, &found, |(k, names), (f, party)| {
            if self.same.contains(&(*k, *f)) {
                self.named(party, names) as f64
            } else {
                0.0
            }
        });
        counts.parties.add(tally(&key, &found, &same));
        let of = |span: Option<Span>| span.map_or_else(String::new, |span| format!(" (of {})", self.words(span)));
        self.tell(
            "party",
            (&key, &found, &same),
            |(k, names)| {
                let name = names.first().copied().unwrap_or_default();
                let agreement = self.key[*k].mentions.first().copied();
                (name, format!("{}{}", self.words(name), of(agreement)))
            },
            |(f, party)| {
                let mention = self.entity(party).and_then(|entity| entity.mentions.first());
                let at = mention.map(|mention| mention.span).unwrap_or_default();
                (at, format!("{}{}", self.name(party), of(Some(self.found()[*f].span))))
            },
            errors,
        );
    }

    fn stages(&self, counts: &mut Counts, errors: &mut Errors) {
        let key: Vec<(usize, &KeyedStage)> = numbered(self.key, |agreement| &agreement.stages);
        let found: Vec<(usize, &Stage)> = numbered(self.found(), |agreement| &agreement.stages);
        let go_together = |k: usize, f: usize| {
            let goes_with_none = !self.same.iter().any(|pair| pair.0 == k) || !self.same.iter().any(|pair| pair.1 == f);
            goes_with_none || self.same.contains(&(k, f))
        };
        let alike = |key: &(usize, &KeyedStage), found: &(usize, &Stage)| {
            let alike = dice(key.1.trigger, found.1.trigger.span);
            if go_together(key.0, found.0) { alike } else { 0.0 }
        };
        counts.triggers.add(tally(&key, &found, &pairs(&key, &found, alike)));
        let same = pairs(&key, &found, |key, found| {
            if key.1.stage == found.1.stage {
                alike(key, found)
            } else {
                0.0
            }
        });
        counts.stages.add(tally(&key, &found, &same));
        for &(k, f) in &same {
            self.stage(key[k].1, found[f].1, counts, errors);
        }
        self.tell(
            "stage",
            (&key, &found, &same),
            |(_, stage)| {
                let told = format!("{:?} {:?}: {}", stage.stage, stage.status, self.words(stage.trigger));
                (stage.trigger, told)
            },
            |(_, stage)| {
                let at = stage.trigger.span;
                (at, format!("{:?} {:?}: {}", stage.stage, stage.status, self.words(at)))
            },
            errors,
        );
    }

    fn stage(&self, key: &KeyedStage, found: &Stage, counts: &mut Counts, errors: &mut Errors) {
        let mut wrong = |name: &str, key_says, found_says| {
            errors.add(name, self.document, key.trigger, key_says, found_says);
        };
        counts.status.add(key.status == found.status);
        if key.status != found.status {
            wrong("stage status wrong", debug(Some(key.status)), debug(Some(found.status)));
        }
        let date_is_right = same_date(key.date.as_deref(), found.date.as_ref());
        let date = found.date.as_ref().and_then(|date| date.value.clone());
        counts.date.add(date_is_right);
        if !date_is_right {
            wrong("stage date wrong", key.date.clone(), date);
        }
        let mut told = found.party.iter().chain(&found.by);
        let party_is_right = match key.party {
            Some(party) => told.clone().any(|who| self.named(who, &[party]) > 0),
            None => told.clone().next().is_none(),
        };
        counts.stage_party.add(party_is_right);
        if !party_is_right {
            let key_says = key.party.map(|party| self.words(party));
            wrong("stage party wrong", key_says, told.next().map(|who| self.name(who)));
        }
    }

    fn provisions(&self, counts: &mut Counts, errors: &mut Errors) {
        let key: Vec<(usize, &KeyedProvision)> = numbered(self.key, |agreement| &agreement.provisions);
        let found: Vec<(usize, &Provision)> = numbered(self.found(), |agreement| &agreement.provisions);
        let alike = |key: &(usize, &KeyedProvision), found: &(usize, &Provision)| {
            let alike = dice(key.1.span, found.1.span);
            if alike >= 0.5 { alike } else { 0.0 }
        };
        let same_spans = pairs(&key, &found, alike);
        counts.provision_spans.add(tally(&key, &found, &same_spans));
        let same = pairs(&key, &found, |key, found| {
            if key.1.class == found.1.class {
                alike(key, found)
            } else {
                0.0
            }
        });
        counts.provisions.add(tally(&key, &found, &same));
        for &(k, f) in &same {
            let (key, found) = (key[k].1, found[f].1);
            counts.duty.add(key.duty == found.duty);
            if key.duty != found.duty {
                let name = "provision duty wrong";
                errors.add(name, self.document, key.span, debug(key.duty), debug(found.duty));
            }
        }
        // What is only of another class is told as that.
        let mut told = same.clone();
        for &(k, f) in &same_spans {
            if !same.iter().any(|pair| pair.0 == k || pair.1 == f) {
                let (key, found) = (key[k].1, found[f].1);
                let (key_says, found_says) = (debug(Some(key.class)), debug(Some(found.class)));
                errors.add("provision class wrong", self.document, key.span, key_says, found_says);
                told.push((k, f));
            }
        }
        self.tell(
            "provision",
            (&key, &found, &told),
            |(_, provision)| {
                let told = format!("{:?}: {}", provision.class, self.words(provision.span));
                (provision.span, told)
            },
            |(_, provision)| {
                let told = format!("{:?}: {}", provision.class, self.words(provision.span));
                (provision.span, told)
            },
            errors,
        );
    }
}

/// The rows of all agreements, each with the number of its agreement.
fn numbered<A, R>(agreements: &[A], rows: impl Fn(&A) -> &[R]) -> Vec<(usize, &R)> {
    let mut all = Vec::new();
    for (number, agreement) in agreements.iter().enumerate() {
        all.extend(rows(agreement).iter().map(|row| (number, row)));
    }
    all
}

fn tally<K, F>(key: &[K], found: &[F], same: &[(usize, usize)]) -> Tally {
    Tally {
        correct: same.len(),
        gold: key.len(),
        system: found.len(),
    }
}

fn debug(value: Option<impl Debug>) -> Option<String> {
    value.map(|value| format!("{value:?}"))
}
