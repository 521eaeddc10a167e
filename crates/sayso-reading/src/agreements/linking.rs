//! Which mentions are of one agreement.

use std::collections::HashMap;

use sayso_knowledge::agreements::{Family, Sign};
use sayso_schema::MentionForm;

use super::candidates::{Candidate, Pick, Strength};
use super::mentions::{Found, Mention};
use super::names;
use super::who::Who;
use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// An agreement taken up again is one of so many told last.
const MOST_BACK: usize = 64;
/// A phrase behind a noun tells in so many words what the agreement is about.
const MOST_TOPIC: usize = 8;
/// The lead stands no further behind the headline.
const MOST_LEAD: usize = 2;
/// So many different words are kept of all that an agreement is called.
const MOST_WORDS: usize = 64;

/// What the mentions of one agreement tell together.
pub(super) struct Group<'c> {
    /// The candidates, in the order of the text.
    pub(super) members: Vec<usize>,
    pub(super) parties: Vec<usize>,
    pub(super) is_plural: bool,
    is_counted: bool,
    is_of_title: bool,
    is_earlier: bool,
    pub(super) family: Family,
    title: Option<&'c str>,
    nouns: Vec<&'c str>,
    names: Vec<&'c str>,
    kinds: Vec<&'c str>,
    topic: Vec<String>,
    year: Option<&'c str>,
}

/// The agreements, and every mention of one in the order of the text.
pub(super) fn link<'c>(
    scene: &Scene<'_, '_>,
    who: &Who<'_, '_, '_>,
    candidates: &'c [Candidate<'_>],
) -> (Vec<Group<'c>>, Found) {
    let mut groups: Vec<Group<'c>> = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut short: HashMap<&str, usize> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(tree) = scene.trees.get(candidate.sentence) else {
            continue;
        };
        let mut parties = who.told(candidate);
        let form = tree.token(candidate.head).form.as_str();
        let known = short
            .get(form)
            .copied()
            .filter(|_| candidate.words.0 == candidate.words.1);
        let same = || same_as(tree, candidate, &mentions);
        let known = known
            .or_else(same)
            .or_else(|| best(who, candidate, &parties, &groups, &order));
        // "signed two accords … One accord waives"
        let several = || {
            order
                .iter()
                .rev()
                .copied()
                .find(|&group| groups[group].could_hold(candidate))
        };
        let whole = several().filter(|_| known.is_none() && (candidate.is_one || candidate.is_other));
        if let Some(whole) = whole {
            parties = parties
                .into_iter()
                .chain(groups[whole].parties.iter().copied())
                .collect();
        }
        let group = match known {
            Some(group) => group,
            None if whole.is_some()
                || opens(candidate, who.concludes(candidate, &parties)) && !who.is_of_business(candidate, &parties) =>
            {
                groups.push(Group::new(candidate));
                groups.len() - 1
            }
            None => continue,
        };
        groups[group].take(who, candidate, at, parties);
        if groups[group].topic.len() < MOST_WORDS {
            groups[group].topic.extend(topic(tree, candidate));
        }
        if let Some(word) = names::abbreviation(tree, candidate.words) {
            short.entry(tree.token(word).form.as_str()).or_insert(group);
        }
        order.retain(|&other| other != group);
        order.push(group);
        if order.len() > MOST_BACK {
            order.remove(0);
        }
        let is_name = candidate.name.is_some();
        mentions.push(Mention {
            sentence: candidate.sentence,
            head: candidate.head,
            words: candidate.words,
            span: candidate.span,
            form: if is_name {
                MentionForm::Name
            } else {
                MentionForm::Nominal
            },
            agreement: group,
        });
    }
    short_names(scene, &short, &mut mentions);
    in_order(&mut mentions);
    let pronouns = pronouns(scene, &mentions);
    for pronoun in &pronouns {
        if let Some(group) = groups.get_mut(pronoun.agreement) {
            group.bind(who, who.told_at(pronoun.sentence, pronoun.head));
        }
    }
    mentions.extend(pronouns);
    in_order(&mut mentions);
    let first = (0..=scene.trees.len())
        .map(|sentence| mentions.partition_point(|mention| mention.sentence < sentence))
        .collect();
    let found = Found { mentions, first };
    (groups, found)
}

/// Of two mentions at one place the longer stays.
fn in_order(mentions: &mut Vec<Mention>) {
    mentions.sort_by_key(|mention| (mention.sentence, mention.words.0, std::cmp::Reverse(mention.words.1)));
    mentions.dedup_by(|later, earlier| later.sentence == earlier.sentence && later.words.0 <= earlier.words.1);
}

/// Whether a phrase that takes up nothing tells of an agreement not spoken of before.
fn opens(candidate: &Candidate<'_>, has_parties: bool) -> bool {
    if candidate.pick == Pick::General {
        return false;
    }
    let bare = candidate.pick == Pick::Bare && candidate.kinds.is_empty() && !candidate.is_counted;
    match candidate.strength {
        Strength::Sure => true,
        Strength::Told => has_parties && (!bare || candidate.in_title),
        Strength::Echo => false,
    }
}

/// The agreement that a phrase takes up: the one it fits best, of equals the last told.
fn best(
    who: &Who<'_, '_, '_>,
    candidate: &Candidate<'_>,
    parties: &[usize],
    groups: &[Group<'_>],
    order: &[usize],
) -> Option<usize> {
    let last = order.iter().rev().enumerate();
    let fitting = last.filter_map(|(back, &at)| {
        let group = groups.get(at)?;
        let fit = group.fit(who, candidate, parties, back == 0)?;
        Some(((fit, std::cmp::Reverse(back)), at))
    });
    fitting.max_by_key(|(rank, _)| *rank).map(|(_, at)| at)
}

fn shares<T: AsRef<str>, U: AsRef<str>>(some: &[T], others: &[U]) -> bool {
    some.iter()
        .any(|one| others.iter().any(|other| one.as_ref() == other.as_ref()))
}

/// Whether all words of one name are in the other.
fn is_within(short: &str, long: &str) -> bool {
    short.split(' ').all(|word| {
        long.split(' ')
            .any(|other| other == word || other.strip_suffix('s') == Some(word))
    })
}

/// Adds words that are not there yet, as long as there are not too many.
fn add<'c>(words: &mut Vec<&'c str>, more: impl Iterator<Item = &'c str>) {
    for word in more {
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
}

/// The agreement that a phrase is told to be: "the MOU is an agreement", "a pact, the largest deal between them".
fn same_as(tree: &Tree<'_>, candidate: &Candidate<'_>, mentions: &[Mention]) -> Option<usize> {
    let head = candidate.head;
    let of = match tree.token(head).relation() {
        "appos" => tree.head(head),
        _ => tree.child(head, "nsubj").filter(|_| tree.child(head, "cop").is_some()),
    }?;
    let mut before = mentions
        .iter()
        .rev()
        .take_while(|mention| mention.sentence == candidate.sentence);
    before
        .find(|mention| mention.words.0 <= of && of <= mention.words.1)
        .map(|mention| mention.agreement)
}

impl<'c> Group<'c> {
    fn new(candidate: &'c Candidate<'_>) -> Self {
        Self {
            members: Vec::new(),
            parties: Vec::new(),
            is_plural: candidate.is_plural,
            is_counted: candidate.is_counted,
            is_of_title: candidate.in_title,
            is_earlier: candidate.is_earlier,
            family: candidate.family,
            title: candidate.registered.map(|registered| registered.title.as_str()),
            nouns: Vec::new(),
            names: Vec::new(),
            kinds: Vec::new(),
            topic: Vec::new(),
            year: None,
        }
    }

    /// Whether it is several agreements, of which a phrase may tell one.
    fn could_hold(&self, candidate: &Candidate<'_>) -> bool {
        self.is_plural && !candidate.is_plural && self.family == candidate.family
    }

    fn take(&mut self, who: &Who<'_, '_, '_>, candidate: &'c Candidate<'_>, at: usize, parties: Vec<usize>) {
        self.members.push(at);
        add(&mut self.nouns, std::iter::once(candidate.noun.as_str()));
        add(&mut self.names, candidate.name.as_deref().into_iter());
        add(&mut self.kinds, candidate.kinds.iter().map(String::as_str));
        self.year = self.year.or(candidate.year.as_deref());
        self.bind(who, parties);
    }

    fn bind(&mut self, who: &Who<'_, '_, '_>, parties: Vec<usize>) {
        // Whoever is of a country that is a party already is told for it.
        let before = self.parties.clone();
        for party in parties {
            let room = self.parties.len() < MOST_WORDS && !self.parties.contains(&party);
            if room && who.shared(&[party], &before) == 0 {
                self.parties.push(party);
            }
        }
    }

    /// How well a phrase fits, none where it is of another agreement.
    fn fit(&self, who: &Who<'_, '_, '_>, candidate: &Candidate<'_>, parties: &[usize], is_last: bool) -> Option<u8> {
        let title = candidate.registered.map(|registered| registered.title.as_str());
        if let Some(title) = title {
            return (self.title == Some(title)).then_some(9);
        }
        if candidate.pick == Pick::General || candidate.is_other || self.clashes(who, candidate, parties) {
            return None;
        }
        if let Some(name) = candidate.name.as_deref() {
            let named = self
                .names
                .iter()
                .any(|own| is_within(name, own) || is_within(own, name));
            if named {
                return Some(8);
            }
            let described = self.names.is_empty() && self.nouns.contains(&candidate.noun.as_str());
            let known = described && candidate.pick != Pick::New && (is_last || shares(&candidate.kinds, &self.kinds));
            return (known || self.names.is_empty() && self.is_led_by(who, candidate, parties, is_last)).then_some(2);
        }
        let noun = self.nouns.contains(&candidate.noun.as_str());
        let same_truce = self.family == Family::Truce && candidate.family == Family::Truce;
        let kinds = shares(&candidate.kinds, &self.kinds)
            || shares(&candidate.kinds, &self.topic)
            || shares(&candidate.kinds, &self.nouns);
        let both = who.shared(parties, &self.parties);
        let is_lead = self.is_led_by(who, candidate, parties, is_last);
        let takes_up = noun || same_truce || candidate.is_loose || is_lead || shares(&candidate.kinds, &self.nouns);
        if !takes_up {
            // "a deal … the treaty"
            let known = candidate.pick == Pick::Known && candidate.family == self.family && is_last;
            let plain = candidate.kinds.is_empty() && parties.is_empty() && !candidate.is_plural;
            let grows = known && (kinds || both > 0 || plain);
            return grows.then_some(1);
        }
        let points = u8::from(kinds) * 4 + u8::from(noun || same_truce) * 2;
        let fits = match candidate.pick {
            Pick::Known | Pick::Such => true,
            Pick::Bare if self.is_plural || candidate.is_part => true,
            Pick::New | Pick::Bare => {
                same_truce
                    // "its draft resolution … a resolution": the one that is talked about
                    || self.family == Family::Resolution && !candidate.is_plural
                    // "an agreement to reopen the crossing … an agreement between X and Y"
                    || noun && self.parties.is_empty() && self.names.is_empty() && candidate.kinds.is_empty() && !self.is_plural
                    || noun && self.family == Family::Statement
                    || kinds && (both > 0 || parties.is_empty() || self.parties.is_empty())
                    || both >= 2 && candidate.kinds.is_empty()
                    || noun && both >= 1 && candidate.kinds.is_empty() && self.is_of_title
                    || self.is_of_title && both >= 1
                    || is_lead
            }
            Pick::General => false,
        };
        // Another noun takes up what was told last.
        let near = noun || same_truce || is_last || kinds;
        (fits && near).then_some(points)
    }

    /// Whether it is what a headline told and the phrase what the lead tells of the same parties, whatever it is called
    /// there.
    fn is_led_by(&self, who: &Who<'_, '_, '_>, candidate: &Candidate<'_>, parties: &[usize], is_last: bool) -> bool {
        let unknown = parties.is_empty() || self.parties.is_empty();
        let same = unknown || who.shared(parties, &self.parties) >= 1;
        is_last && self.is_of_title && self.members.len() == 1 && candidate.sentence <= MOST_LEAD && same
    }

    /// Whether something that a phrase tells speaks against it.
    fn clashes(&self, who: &Who<'_, '_, '_>, candidate: &Candidate<'_>, parties: &[usize]) -> bool {
        let of_one_family = candidate.family == self.family
            // "a ceasefire … the ceasefire deal"
            || shares(&candidate.kinds, &self.nouns)
            || candidate.is_loose
                && candidate.kinds.is_empty()
                && matches!(self.family, Family::Truce | Family::Pact | Family::Statement);
        if !of_one_family || self.title.is_some() && candidate.name.is_some() {
            return true;
        }
        if self.family == Family::Resolution {
            // Of those in the making the last, of those made before one only where it was told last.
            let numbered = !self.names.is_empty() && candidate.name.is_some();
            return candidate.is_plural != self.is_plural
                || candidate.is_earlier != self.is_earlier && (candidate.is_earlier || candidate.pick != Pick::Known)
                || numbered;
        }
        let number = candidate.is_plural != self.is_plural
            && (self.is_counted || candidate.is_counted || self.names.is_empty() && candidate.name.is_none());
        let year = self
            .year
            .zip(candidate.year.as_deref())
            .is_some_and(|(own, year)| own != year);
        let kinds = !candidate.kinds.is_empty()
            && !self.kinds.is_empty()
            && !shares(&candidate.kinds, &self.kinds)
            && !shares(&candidate.kinds, &self.topic)
            && candidate.pick != Pick::Such
            && (candidate.family != Family::Truce || self.family != Family::Truce);
        let both = who.shared(parties, &self.parties);
        let apart = match (parties.len(), self.parties.len()) {
            (0, _) | (_, 0) => false,
            (1, 1) => both == 0 && candidate.pick == Pick::New && candidate.family != Family::Truce,
            (_, 1) => both == 0 && candidate.pick != Pick::Such,
            (1, _) => both == 0 && candidate.pick == Pick::New,
            _ => both < 2 && self.names.is_empty(),
        };
        number || year || kinds || apart
    }
}

/// Words that tell what an agreement is about, behind its noun: "on military cooperation".
fn topic(tree: &Tree<'_>, candidate: &Candidate<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for preposition in ["on", "for", "to", "of", "about"] {
        for head in grammar::marked(tree, candidate.head, preposition) {
            words.push(grammar::lemma(tree, head));
            let modifiers = grammar::related(tree, head, &["amod", "compound", "conj", "nmod"]);
            words.extend(
                modifiers
                    .into_iter()
                    .take(MOST_TOPIC)
                    .map(|word| grammar::lemma(tree, word)),
            );
        }
    }
    words
}

/// Adds every place where an agreement is called by the abbreviation that stands in brackets beside one of its
/// mentions.
fn short_names(scene: &Scene<'_, '_>, forms: &HashMap<&str, usize>, mentions: &mut Vec<Mention>) {
    if forms.is_empty() {
        return;
    }
    for (sentence, tree) in scene.trees.iter().enumerate() {
        for word in 0..tree.len() {
            let token = tree.token(word);
            let Some(&agreement) = forms.get(token.form.as_str()) else {
                continue;
            };
            mentions.push(Mention {
                sentence,
                head: word,
                words: (word, word),
                span: token.span,
                form: MentionForm::Name,
                agreement,
            });
        }
    }
}

/// "It" that stipulates or expires, where the sentence before was about an agreement.
fn pronouns(scene: &Scene<'_, '_>, mentions: &[Mention]) -> Vec<Mention> {
    let signs = &scene.knowledge.agreements.signs;
    let mut found: Vec<Mention> = Vec::new();
    let mut next = 0;
    for (sentence, tree) in scene.trees.iter().enumerate() {
        while mentions.get(next).is_some_and(|mention| mention.sentence < sentence) {
            next += 1;
        }
        let Some(word) = (0..tree.len()).find(|&word| grammar::lower(tree, word) == "it") else {
            continue;
        };
        let token = tree.token(word);
        let Some(verb) = tree.head(word).filter(|_| token.relation() == "nsubj") else {
            continue;
        };
        let lemma = grammar::lemma(tree, verb);
        let passive = token.deprel.ends_with(":pass");
        let acts = [Sign::Conclude, Sign::Join, Sign::Keep, Sign::Touch];
        let fits = if passive {
            acts.iter().any(|&sign| signs.is(&lemma, sign))
        } else {
            signs.is(&lemma, Sign::Provide)
        };
        if !fits
            || mentions
                .get(next)
                .is_some_and(|mention| mention.sentence == sentence && mention.head < word)
        {
            continue;
        }
        let before = |mention: &&Mention| mention.sentence + 1 == sentence;
        let subject = |mention: &&Mention| {
            let tree = &scene.trees[mention.sentence];
            tree.token(mention.head).relation() == "nsubj" && tree.head(mention.head).is_some()
        };
        let told = found.last().filter(before).map(|mention| mention.agreement);
        let of = mentions.get(..next).unwrap_or_default().iter().rev().take_while(before);
        let Some(agreement) = told.or_else(|| of.clone().find(subject).map(|mention| mention.agreement)) else {
            continue;
        };
        found.push(Mention {
            sentence,
            head: word,
            words: (word, word),
            span: token.span,
            form: MentionForm::Pronoun,
            agreement,
        });
    }
    found
}
