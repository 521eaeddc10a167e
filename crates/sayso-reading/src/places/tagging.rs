//! Which words name a place.

use std::collections::HashSet;

use sayso_knowledge::Knowledge;
use sayso_knowledge::places::{Clue, fold};
use sayso_language::{NameKind, Sentence, Token, Upos};
use sayso_schema::{Entity, EntityType, MentionForm, Span};

use super::beside::{before_states, is_shown_by_words, untagged};
use super::embedded::embedded;

/// Before a legislator's constituency: Democrat, Republican, independent.
pub(super) const PARTIES: [&str; 3] = ["D", "R", "I"];

/// What divisions have for the last word of their name; a tagger at times leaves it out.
pub(super) const GENERIC: [&str; 8] = [
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
    /// Whether only a part of the place is meant ("southern Lebanon").
    pub(super) is_part: bool,
    /// Whether it is a road, which no gazetteer here has.
    pub(super) is_road: bool,
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
        .filter(|place| place.demonym.is_none() && !place.is_road)
        .map(|place| place.key.clone())
        .collect();
    for &(index, first, last, kind) in &others {
        let Some(sentence) = sentences.get(index) else { continue };
        tagged.extend(embedded(index, first, last, kind, sentence, &alone, knowledge));
    }
    let taken = tagged.iter().map(|place| (place.sentence, place.first, place.last));
    let taken: Vec<_> = taken
        .chain(others.iter().map(|&(index, first, last, _)| (index, first, last)))
        .collect();
    untagged(sentences, &taken, &alone, knowledge, &mut tagged);
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
        // "R-Ashland": what follows a legislator's party is a place, whatever it was taken for.
        if let [party, dash, _, ..] = self.words(name.first, name.last)
            && PARTIES.contains(&party.form.as_str())
            && dash.form == "-"
        {
            self.trimmed(name.first + 2, name.last + 1, name);
            return true;
        }
        match name.kind {
            EntityType::Gpe | EntityType::Loc => self.take_place(name),
            EntityType::Norp => {
                let Some(country) = name.entity.and_then(|entity| entity.country.clone()) else {
                    return false;
                };
                self.push(name.first, name.last, name, Some(country));
                true
            }
            EntityType::Fac if self.is_road(name.first, name.last) => self.take_place(name),
            EntityType::Org => {
                let unlisted = name
                    .entity
                    .is_some_and(|entity| entity.because.lines.iter().all(|line| line.starts_with("network")));
                let placed = unlisted
                    && is_shown_by_words(self.sentence, name.first, name.last, self.knowledge)
                    && self.knowledge.places.is_named(&key(self.words(name.first, name.last)));
                if placed {
                    self.push(name.first, name.last, name, None);
                }
                placed
            }
            _ => false,
        }
    }

    fn take_place(&mut self, name: &Named<'_>) -> bool {
        // "Trinidad and Tobago" is one place.
        let is_one = self.knowledge.places.is_named(&key(self.words(name.first, name.last)));
        // "Lima, Ohio" and "Barrow and Jackson counties" are two places, however the tagger cuts them.
        let mut first = name.first;
        for at in name.first..=name.last {
            let token = self.sentence.tokens.get(at);
            if token
                .is_some_and(|token| (token.upos == Upos::Cconj && !is_one) || matches!(token.form.as_str(), "," | "/"))
            {
                self.trimmed(first, at, name);
                first = at + 1;
            }
        }
        self.trimmed(first, name.last + 1, name);
        true
    }

    /// Tags `first..end` without what does not belong to a place's name: "southern", "resort", "'s".
    fn trimmed(&mut self, mut first: usize, mut end: usize, name: &Named<'_>) {
        let tokens = &self.sentence.tokens;
        let is_generic = |token: &Token| GENERIC.contains(&token.form.as_str());
        let is_lower = |token: &Token| token.form.starts_with(char::is_lowercase);
        let mut is_part = false;
        if let [class, of, _, ..] = self.words(first, end - 1)
            && of.form == "of"
            && matches!(class.form.as_str(), "City" | "Town" | "Village" | "State" | "County")
        {
            first += 2;
        }
        while first < end && (is_loose(&tokens[first]) || is_lower(&tokens[first])) {
            is_part |= self.knowledge.places.is_clue(&fold(&tokens[first].form), Clue::More);
            first += 1;
        }
        while first < end && (is_loose(&tokens[end - 1]) || is_lower(&tokens[end - 1]) || tokens[end - 1].form == "'s")
        {
            end -= 1;
        }
        if first == end {
            return;
        }
        if end == name.last + 1 && tokens.get(end).is_some_and(is_generic) && !is_generic(&tokens[end - 1]) {
            end += 1;
        }
        end = self.without_city(first, end);
        if self.is_abbreviation_at(end - 1) && tokens.get(end).is_some_and(|dot| dot.form == ".") {
            end += 1;
        }
        let before = self.tagged.len();
        self.push(first, end - 1, name, None);
        if let Some(place) = self.tagged.get_mut(before) {
            place.is_part = is_part;
            // "Jackson counties": what is common to several stands behind the last.
            let class = tokens.get(end).map(|token| token.form.as_str());
            if let Some("county" | "counties") = class {
                place.key.push_str(" county");
            }
        }
    }

    /// Whether money is counted in it: "US$42 million".
    fn opens_sum(&self, last: usize) -> bool {
        const SIGNS: [char; 4] = ['$', '€', '£', '¥'];
        let tokens = &self.sentence.tokens;
        let sign = tokens.get(last + 1).is_some_and(|token| token.form.starts_with(SIGNS));
        (sign && is_written_as_one(tokens, last + 1))
            || tokens.get(last).is_some_and(|token| token.form.ends_with(SIGNS))
    }

    /// "Dublin" of "Dublin City Council".
    fn without_city(&self, first: usize, end: usize) -> usize {
        let tokens = &self.sentence.tokens;
        let has_city = end > first + 1 && tokens.get(end - 1).is_some_and(|token| token.form == "City");
        let goes_on = tokens
            .get(end)
            .is_some_and(|token| token.upos == Upos::Propn && token.form.starts_with(char::is_uppercase));
        if has_city && goes_on && self.knowledge.places.is_named(&key(self.words(first, end - 2))) {
            end - 1
        } else {
            end
        }
    }

    /// Whether a word is a short form of a state that a dot belongs to: "Pa" at the end of a sentence.
    fn is_abbreviation_at(&self, word: usize) -> bool {
        let written = self.sentence.tokens.get(word).map(|token| token.form.as_str());
        written.is_some_and(|form| {
            form.len() < 6
                && !form.ends_with('.')
                && form.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == '.')
                && !self.knowledge.places.short_forms(&fold(form)).is_empty()
        })
    }

    /// Whether the last of several words is one for roads.
    fn is_road(&self, first: usize, last: usize) -> bool {
        let closes = self.sentence.tokens.get(last).map(|token| fold(&token.form));
        first < last && closes.is_some_and(|word| self.knowledge.places.is_clue(&word, Clue::Road))
    }

    fn push(&mut self, first: usize, last: usize, name: &Named<'_>, demonym: Option<String>) {
        let key = key(self.words(first, last));
        if key.chars().nth(1).is_none() || self.opens_sum(last) {
            return;
        }
        let is_road = demonym.is_none() && self.is_road(first, last) && !self.knowledge.places.is_named(&key);
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
            is_part: false,
            is_road,
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
pub(super) fn key(tokens: &[Token]) -> String {
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

impl Tagged {
    /// A name that is tagged without anything special about it.
    pub(super) fn plain(sentence: usize, first: usize, last: usize, key: String) -> Tagged {
        Tagged {
            sentence,
            first,
            last,
            metonym: false,
            demonym: None,
            embedded: false,
            is_part: false,
            is_road: false,
            key,
            because: Vec::new(),
        }
    }
}

/// Whether no white space stands before the word.
pub(super) fn is_written_as_one(tokens: &[Token], word: usize) -> bool {
    let before = word.checked_sub(1).and_then(|at| tokens.get(at));
    before
        .zip(tokens.get(word))
        .is_some_and(|(before, token)| before.span.end == token.span.start)
}
