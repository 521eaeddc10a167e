//! Which words name a place.

use std::collections::HashSet;

use sayso_knowledge::Knowledge;
use sayso_knowledge::entities::{Ambiguity, squeeze};
use sayso_knowledge::places::fold;
use sayso_language::{NameKind, Sentence, Token, Upos};
use sayso_schema::{Entity, EntityType, MentionForm, Span};

/// A town's name before its state has at most so many words.
const MOST_WORDS_BEFORE_STATE: usize = 3;
/// A place inside another name has at most so many words.
const MOST_WORDS_EMBEDDED: usize = 4;
/// A town inside another name that the article does not name by itself has at least so many people.
const LEAST_PEOPLE_EMBEDDED: u64 = 100_000;

/// What divisions and waters have for the last word of their name; a tagger at times leaves it out.
const GENERIC: [&str; 8] = [
    "County",
    "Parish",
    "Township",
    "Province",
    "Oblast",
    "District",
    "Prefecture",
    "Governorate",
];

/// Words that name a place, before it is known which.
#[derive(Clone, Debug)]
pub(super) struct Tagged {
    pub(super) sentence: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) metonym: bool,
    /// The country of a demonym.
    pub(super) demonym: Option<String>,
    pub(super) embedded: bool,
    /// The name as it is looked up.
    pub(super) key: String,
    /// What a list or the network said.
    pub(super) because: Vec<String>,
}

/// A name that stands in a sentence, of whatever kind.
struct Named<'e> {
    first: usize,
    last: usize,
    kind: EntityType,
    metonym: bool,
    entity: Option<&'e Entity>,
}

/// The words that name a place, in the order of the text.
pub(super) fn tag(sentences: &[Sentence], entities: &[Entity], knowledge: &Knowledge) -> Vec<Tagged> {
    let mut mentions: Vec<(Span, &Entity, bool)> = Vec::new();
    for entity in entities {
        let names = entity
            .mentions
            .iter()
            .filter(|mention| mention.form == MentionForm::Name);
        mentions.extend(names.map(|mention| (mention.span, entity, mention.metonym)));
    }
    mentions.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
    let mut tagged = Vec::new();
    let mut others = Vec::new();
    let mut next = 0;
    for (index, sentence) in sentences.iter().enumerate() {
        let from = next;
        while mentions
            .get(next)
            .is_some_and(|(span, ..)| span.start < sentence.span.end)
        {
            next += 1;
        }
        let named = named(sentence, &mentions[from..next]);
        for name in named {
            let mut tagger = Tagger {
                index,
                sentence,
                knowledge,
                tagged: &mut tagged,
            };
            if !tagger.take(&name) {
                others.push((index, name.first, name.last, name.kind));
            }
        }
    }
    let alone: HashSet<String> = tagged
        .iter()
        .filter(|place| place.demonym.is_none())
        .map(|place| place.key.clone())
        .collect();
    for (index, first, last, kind) in others {
        let Some(sentence) = sentences.get(index) else { continue };
        if let Some(place) = embedded(index, first, last, kind, sentence, &alone, knowledge) {
            tagged.push(place);
        }
    }
    before_states(sentences, &mut tagged, knowledge);
    tagged.sort_by_key(|place| (place.sentence, place.first, place.last));
    tagged.dedup_by(|later, before| later.sentence == before.sentence && later.first <= before.last);
    tagged
}

/// The names of a sentence that do not overlap: those of entities, and those that only the network has.
fn named<'e>(sentence: &Sentence, mentions: &[(Span, &'e Entity, bool)]) -> Vec<Named<'e>> {
    let mut named: Vec<Named<'e>> = Vec::new();
    for &(span, entity, metonym) in mentions {
        let first = sentence.tokens.partition_point(|token| token.span.end <= span.start);
        let last = sentence.tokens.partition_point(|token| token.span.start < span.end);
        if last <= first || named.last().is_some_and(|before| first <= before.last) {
            continue;
        }
        named.push(Named {
            first,
            last: last - 1,
            kind: entity.kind,
            metonym,
            entity: Some(entity),
        });
    }
    let mut taken = vec![false; sentence.tokens.len()];
    for name in &named {
        taken[name.first..=name.last].fill(true);
    }
    for name in &sentence.names {
        let free = taken
            .get(name.first..=name.last)
            .is_some_and(|taken| !taken.contains(&true));
        if free && name.kind == NameKind::Location {
            named.push(Named {
                first: name.first,
                last: name.last,
                kind: EntityType::Loc,
                metonym: false,
                entity: None,
            });
        }
    }
    named.sort_by_key(|name| name.first);
    named
}

struct Tagger<'a> {
    index: usize,
    sentence: &'a Sentence,
    knowledge: &'a Knowledge,
    tagged: &'a mut Vec<Tagged>,
}

impl Tagger<'_> {
    /// Takes a name for a place or a demonym, if it is one.
    fn take(&mut self, name: &Named<'_>) -> bool {
        match name.kind {
            EntityType::Gpe | EntityType::Loc => self.take_place(name),
            EntityType::Norp => {
                let Some(country) = name.entity.and_then(|entity| entity.country.clone()) else {
                    return false;
                };
                self.push(name.first, name.last, name, Some(country));
                true
            }
            EntityType::Org | EntityType::Person => {
                let tokens = self.words(name.first, name.last);
                let placed = stands_as_place(self.sentence, name.first, name.last)
                    && name.kind == EntityType::Org
                    && name
                        .entity
                        .is_some_and(|entity| entity.because.lines.iter().all(|line| line.starts_with("network")))
                    && self.knowledge.places.is_named(&key(tokens));
                if placed {
                    self.push(name.first, name.last, name, None);
                }
                placed
            }
            _ => false,
        }
    }

    fn take_place(&mut self, name: &Named<'_>) -> bool {
        // "Lima, Ohio" is two places, however the tagger cuts it.
        let mut first = name.first;
        for at in name.first..=name.last {
            if self.sentence.tokens.get(at).is_some_and(|token| token.form == ",") {
                self.trimmed(first, at, name);
                first = at + 1;
            }
        }
        self.trimmed(first, name.last + 1, name);
        true
    }

    /// Tags `first..end` without what does not belong to a place's name.
    fn trimmed(&mut self, mut first: usize, mut end: usize, name: &Named<'_>) {
        let tokens = &self.sentence.tokens;
        let is_generic = |token: &Token| GENERIC.contains(&token.form.as_str());
        while first < end && is_loose(&tokens[first]) {
            first += 1;
        }
        while first < end && (is_loose(&tokens[end - 1]) || tokens[end - 1].form == "'s") {
            end -= 1;
        }
        if first == end {
            return;
        }
        if end == name.last + 1 && tokens.get(end).is_some_and(is_generic) && !is_generic(&tokens[end - 1]) {
            end += 1;
        }
        self.push(first, end - 1, name, None);
    }

    fn push(&mut self, first: usize, last: usize, name: &Named<'_>, demonym: Option<String>) {
        let key = key(self.words(first, last));
        if key.is_empty() {
            return;
        }
        let mut because = name
            .entity
            .map(|entity| entity.because.lines.clone())
            .unwrap_or_default();
        because.truncate(1);
        let metonym = name.metonym || (demonym.is_none() && self.governs(name));
        self.tagged.push(Tagged {
            sentence: self.index,
            first,
            last,
            metonym,
            demonym,
            embedded: false,
            key,
            because,
        });
    }

    /// Whether a country does what governments do: "Russia denied".
    fn governs(&self, name: &Named<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        let is_country = name.entity.is_some_and(|entity| entity.ids.contains_key("iso3166-1"));
        let mut words = name.first..=name.last;
        let top = words.find(|&word| {
            let head = tokens.get(word).and_then(|token| token.head);
            head.is_none_or(|head| !(name.first..=name.last).contains(&head))
        });
        let Some(token) = top.and_then(|top| tokens.get(top)).filter(|_| is_country) else {
            return false;
        };
        let verb = token.head.and_then(|head| tokens.get(head));
        token.deprel.starts_with("nsubj")
            && verb.is_some_and(|verb| {
                let act = self.knowledge.entities.government_act(&verb.lemma.to_lowercase());
                verb.upos == Upos::Verb && act.is_some()
            })
    }

    fn words(&self, first: usize, last: usize) -> &[Token] {
        self.sentence.tokens.get(first..=last).unwrap_or_default()
    }
}

/// Whether a word at the edge of a name is no part of a place's name.
fn is_loose(token: &Token) -> bool {
    matches!(token.upos, Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Det) && !token.form.ends_with('.')
}

/// The words as the gazetteer looks them up.
fn key(tokens: &[Token]) -> String {
    let mut name = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let spaced = i > 0 && tokens[i - 1].span.end < token.span.start;
        if spaced {
            name.push(' ');
        }
        name.push_str(&token.form);
    }
    fold(&name)
}

/// Whether the words stand where places do: after "in", "near", "from", or beside a place.
fn stands_as_place(sentence: &Sentence, first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).and_then(|before| sentence.tokens.get(before));
    let placing = before.is_some_and(|token| {
        matches!(
            token.form.to_ascii_lowercase().as_str(),
            "in" | "near" | "outside" | "around" | "across" | "throughout"
        )
    });
    // "in Arsenal's defence" is about the club.
    let after = sentence.tokens.get(last + 1);
    placing && after.is_none_or(|token| !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Part))
}

/// The place that another name opens with: "Ohio Department of Health".
fn embedded(
    index: usize,
    first: usize,
    last: usize,
    kind: EntityType,
    sentence: &Sentence,
    alone: &HashSet<String>,
    knowledge: &Knowledge,
) -> Option<Tagged> {
    if matches!(
        kind,
        EntityType::Person | EntityType::Norp | EntityType::Gpe | EntityType::Loc
    ) {
        return None;
    }
    let tokens = &sentence.tokens;
    let first = if tokens.get(first)?.upos == Upos::Det {
        first + 1
    } else {
        first
    };
    let longest = last.min(first + MOST_WORDS_EMBEDDED);
    for end in (first + 1..=longest).rev() {
        let words = tokens.get(first..end)?;
        if !words.iter().all(|token| token.form.starts_with(char::is_uppercase)) {
            continue;
        }
        let key = key(words);
        if alone.contains(&key) || is_prominent(words, &key, knowledge) {
            return Some(Tagged {
                sentence: index,
                first,
                last: end - 1,
                metonym: false,
                demonym: None,
                embedded: true,
                key,
                because: Vec::new(),
            });
        }
    }
    None
}

/// Whether a name is so well known that it is meant even inside another name.
fn is_prominent(words: &[Token], key: &str, knowledge: &Knowledge) -> bool {
    let written = words
        .iter()
        .map(|token| token.form.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(Ambiguity::Person | Ambiguity::Word) = knowledge.entities.ambiguity(&squeeze(&written)) {
        return false;
    }
    knowledge.places.named(key).any(|place| {
        !place.by_other_name
            && match place.feature {
                "PCLI" | "ADM1" => true,
                "ADM2" => words.last().is_some_and(|word| GENERIC.contains(&word.form.as_str())),
                _ => place.line.is_none() && place.population >= LEAST_PEOPLE_EMBEDDED,
            }
    })
}

/// What stands before a state and a comma is a town in it, if there is one of that name there.
fn before_states(sentences: &[Sentence], tagged: &mut Vec<Tagged>, knowledge: &Knowledge) {
    let mut found = Vec::new();
    let mut free_from = (0, 0);
    for place in tagged.iter().filter(|place| place.demonym.is_none()) {
        let start = if free_from.0 == place.sentence { free_from.1 } else { 0 };
        free_from = (place.sentence, place.last + 1);
        let Some(tokens) = sentences.get(place.sentence).map(|sentence| &sentence.tokens) else {
            continue;
        };
        let comma = place.first.checked_sub(1).filter(|&at| tokens[at].form == ",");
        let Some(comma) = comma.filter(|&comma| comma > start) else {
            continue;
        };
        let states = divisions(&place.key, knowledge);
        if states.is_empty() {
            continue;
        }
        let from = comma.saturating_sub(MOST_WORDS_BEFORE_STATE).max(start);
        for first in from..comma {
            let words = &tokens[first..comma];
            let capitals = words.iter().all(|token| token.form.starts_with(char::is_uppercase));
            if !capitals {
                continue;
            }
            let key = key(words);
            let inside = knowledge.places.named(&key).any(|town| {
                town.in_province
                    .is_some_and(|province| states.contains(&province) && town.index != province)
            });
            if inside {
                found.push(Tagged {
                    sentence: place.sentence,
                    first,
                    last: comma - 1,
                    metonym: false,
                    demonym: None,
                    embedded: false,
                    key,
                    because: Vec::new(),
                });
                break;
            }
        }
    }
    tagged.append(&mut found);
}

/// The first-level divisions that a name or a short form can mean.
fn divisions(key: &str, knowledge: &Knowledge) -> Vec<u32> {
    let mut divisions: Vec<u32> = knowledge.places.short_forms(key).to_vec();
    let named = knowledge.places.named(key).filter(|place| place.feature == "ADM1");
    divisions.extend(named.map(|place| place.index));
    divisions
}
