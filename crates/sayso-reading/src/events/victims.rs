//! Who is counted: the phrases that tell those who were killed or injured, or who take part, and how many they are.

use sayso_knowledge::events::{HarmWord, Slot, SlotPath, Tie, Victims, WordClass};
use sayso_language::Upos;
use sayso_schema::{EntityType, Span};

use super::casualties::{Counter, MOST_STEPS};
use crate::figures::count::Count;
use crate::grammar::{fill, is_nominal, lemma, marked, object, related, with_coordinates};

/// Words before a noun that its count can be among.
const MOST_BEFORE: usize = 12;

/// Those who are counted: the words that tell how many, and of what.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// The first and the last word of the quantity.
    pub(super) quantity: (usize, usize),
    /// Where it stands, if that is no run of words.
    pub(super) name: Option<Span>,
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) approximator: Option<(usize, usize)>,
    /// The first and the last word of what is counted.
    pub(super) of: Option<(usize, usize)>,
    pub(super) lines: Vec<String>,
}

impl Counted {
    pub(super) fn of_count(count: Count, of: Option<(usize, usize)>) -> Self {
        Self {
            quantity: (count.first, count.last),
            name: None,
            value: count.value,
            low: count.low,
            high: count.high,
            approximator: count.approximator,
            of,
            lines: count.lines,
        }
    }

    pub(super) fn one(word: usize, name: Option<Span>, of: Option<(usize, usize)>) -> Self {
        Self {
            quantity: (word, word),
            name,
            value: Some(1.0),
            low: Some(1.0),
            high: Some(1.0),
            approximator: None,
            of,
            lines: Vec::new(),
        }
    }
}

impl Counter<'_, '_> {
    /// How many are harmed by what a word tells.
    pub(super) fn victims(&self, word: usize, class: WordClass, harm: &HarmWord) -> Option<Counted> {
        if self.is_either(word) {
            return None;
        }
        for place in &harm.victims {
            let found = match place {
                Victims::Own => self.counted_by(word).or_else(|| self.right_before(word)),
                Victims::Holder => self.held(word),
                Victims::Slot(slot) => self.in_slot(word, slot),
            };
            if found.is_some() {
                return found;
            }
        }
        // "Five killed in clashes": headlines and bare clauses leave the auxiliary out.
        let bare = class == WordClass::Verb && object(self.tree, word).is_none();
        if !bare {
            return None;
        }
        // "Between 20 and 30 people died": trees take the first word for a preposition.
        let phrase = word
            .checked_sub(1)
            .filter(|&before| self.tree.head(before) == Some(word) && self.tree.token(before).relation() == "obl");
        self.right_before(word).or_else(|| self.counted_by(phrase?))
    }

    fn in_slot(&self, word: usize, slot: &SlotPath) -> Option<Counted> {
        let mut heads = fill(self.tree, word, WordClass::Verb, slot);
        let shares = |head: &usize| self.tree.token(word).relation() == "conj" && *head != word;
        if heads.is_empty() && slot.slots() == [Slot::Object] {
            // "killed and wounded five", whose object hangs on the first verb.
            let first = self.tree.head(word).filter(shares);
            heads.extend(
                first
                    .and_then(|first| object(self.tree, first))
                    .filter(|object| *object > word),
            );
        }
        let outcome = slot.slots() == [Slot::Object] && matches!(self.tree.token(word).relation(), "xcomp" | "conj");
        let nearer = heads
            .first()
            .filter(|_| outcome)
            .and_then(|&head| self.nearer(head, word));
        nearer.or_else(|| heads.into_iter().find_map(|head| self.counted(head, word)))
    }

    /// A number between a noun and a word of harm, right before the word: "left five dead and 20 wounded".
    fn nearer(&self, head: usize, word: usize) -> Option<Counted> {
        self.right_before(word).filter(|own| head < own.quantity.0)
    }

    /// "killed or wounded" counts neither.
    fn is_either(&self, word: usize) -> bool {
        let or = |at: usize| {
            related(self.tree, at, &["cc"])
                .into_iter()
                .any(|cc| self.words[cc] == "or")
        };
        let verb = self.tree.token(word).upos == Upos::Verb;
        let after = |other: usize| self.tree.token(other).upos == Upos::Verb && or(other);
        verb && (self.tree.token(word).relation() == "conj" && or(word)
            || related(self.tree, word, &["conj"]).into_iter().any(after))
    }

    /// How many an adjective of harm is said of.
    fn held(&self, word: usize) -> Option<Counted> {
        let head = self.holder(word)?;
        self.nearer(head, word).or_else(|| self.counted(head, word))
    }

    /// The noun that an adjective of harm is said of.
    fn holder(&self, word: usize) -> Option<usize> {
        let tree = self.tree;
        let own = tree.child(word, "nsubj").or_else(|| tree.child(word, "nsubj:pass"));
        if own.is_some() {
            return own;
        }
        let head = tree.head(word)?;
        match tree.token(word).relation() {
            "amod" | "acl" if is_nominal(tree, head) => Some(head),
            "xcomp" | "advcl" | "obj" | "advmod" => object(tree, head).filter(|object| *object != word),
            _ => None,
        }
    }

    /// How many a phrase and those coordinated with it are, as far as they belong with a word of harm.
    fn counted(&self, head: usize, word: usize) -> Option<Counted> {
        let mut heads = self.joined(head);
        // "Five people were killed and 20 others injured": what stands between two words of harm is the second's.
        let nearest = heads.iter().copied().filter(|&other| other < word).max();
        match nearest {
            Some(nearest) if head < word => heads.retain(|&other| other <= nearest && !self.are_apart(other, nearest)),
            _ => heads.retain(|&other| other >= head && !self.are_apart(head, other)),
        }
        let mut all: Vec<Option<Counted>> = heads.iter().map(|&word| self.counted_as_one(word)).collect();
        self.share_number(&mut heads, &mut all);
        let whole = all.iter().all(Option::is_some);
        let known: Vec<(usize, Counted)> = heads
            .into_iter()
            .zip(all)
            .filter_map(|(word, counted)| Some((word, counted?)))
            .collect();
        let several = known.len() > 1;
        let last = known.last().map(|(word, counted)| counted.quantity.1.max(*word))?;
        let (_, mut sum) = known.first().cloned()?;
        if several {
            let first = sum.quantity.0;
            let add =
                |of: fn(&Counted) -> Option<f64>| known.iter().map(|(_, counted)| of(counted)).sum::<Option<f64>>();
            let least = known.iter().filter_map(|(_, counted)| counted.low).sum();
            sum = Counted {
                value: add(|counted| counted.value),
                high: add(|counted| counted.high),
                low: Some(least),
                quantity: (first, last),
                // A name may begin before its last word.
                name: known
                    .iter()
                    .filter_map(|(_, counted)| counted.name)
                    .fold(None, |all: Option<Span>, name| {
                        Some(all.map_or(name, |all| all.hull(name)))
                    }),
                of: Some((first, last)),
                approximator: known.iter().find_map(|(_, counted)| counted.approximator),
                lines: known.iter().flat_map(|(_, counted)| counted.lines.clone()).collect(),
            };
        }
        if !whole {
            // "five soldiers and villagers": no fewer than those who are counted.
            (sum.value, sum.high) = (None, None);
        }
        (sum.value.is_some() || sum.low.is_some() || sum.high.is_some()).then_some(sum)
    }

    /// Whether a verb or adjective of harm stands between two words.
    fn are_apart(&self, from: usize, to: usize) -> bool {
        let between = self.harms.get(from + 1..to).unwrap_or_default();
        between
            .iter()
            .any(|harm| matches!(harm, Some((WordClass::Verb | WordClass::Adjective, _))))
    }

    /// A phrase and those that "and" joins to it; "202 people, mostly tourists" are 202.
    fn joined(&self, head: usize) -> Vec<usize> {
        let all = with_coordinates(self.tree, head);
        let and = |&word: &usize| {
            related(self.tree, word, &["cc"])
                .into_iter()
                .any(|cc| self.words[cc] == "and")
        };
        let last = all.iter().copied().max().unwrap_or(head);
        if !all.iter().skip(1).any(and) && !self.are_apart(head, last) {
            return vec![head];
        }
        all.into_iter()
            .filter(|&word| !self.is_thing(word))
            .take(MOST_STEPS)
            .collect()
    }

    /// "17 militiamen and civilians": a number before the first counts what follows it bare.
    fn share_number(&self, heads: &mut Vec<usize>, all: &mut Vec<Option<Counted>>) {
        let bare = |word: usize| {
            let own = related(self.tree, word, &["det", "nummod", "nmod:poss"]);
            own.is_empty() && self.tree.token(word).feature("Number") == Some("Plur")
        };
        while let [Some(before), .., None] = all.as_mut_slice() {
            let Some(&last) = heads.last().filter(|&&last| bare(last)) else {
                return;
            };
            if let Some((_, end)) = before.of.as_mut().filter(|(_, end)| *end < last) {
                *end = last;
            }
            heads.pop();
            all.pop();
        }
    }

    fn counted_as_one(&self, head: usize) -> Option<Counted> {
        self.counted_by(head).or_else(|| self.single(head))
    }

    /// The count on a noun, or the number that it is: "five people", "five", "hundreds of people", "a crowd of 500".
    pub(super) fn counted_by(&self, head: usize) -> Option<Counted> {
        let tree = self.tree;
        let first = tree.reach(head).0.max(head.saturating_sub(MOST_BEFORE));
        let own = |word: usize| {
            let counts = matches!(
                tree.token(word).relation(),
                "nummod" | "det" | "amod" | "compound" | "advmod" | "obl"
            );
            word == head || tree.head(word) == Some(head) && counts
        };
        let found = (first..=head).find_map(|at| {
            let count = self.reader.count(at)?;
            let fits = (count.number.0..=count.number.1).any(own) && !self.is_none(count.first);
            fits.then_some(count)
        });
        if let Some(count) = found {
            let of = self.of(&count, head);
            // Two days, a dozen cars.
            let things = of.is_some_and(|(_, last)| self.is_thing(last) || self.is_unit(last));
            return (!things).then(|| Counted::of_count(count, of));
        }
        // "a crowd of 5,000"
        let casualties = self.scene.knowledge.events.casualties();
        if !casualties.ties(Tie::Kin, &lemma(tree, head)) {
            return None;
        }
        let inner = marked(tree, head, "of").into_iter().find(|&inner| inner != head)?;
        let from = tree.reach(inner).0.max(inner.saturating_sub(MOST_BEFORE));
        let count = (from..=inner).find_map(|at| self.reader.count(at).filter(|count| count.number.1 <= inner))?;
        let of = self.of(&count, inner);
        Some(Counted::of_count(count, of))
    }

    /// "no five people"
    fn is_none(&self, first: usize) -> bool {
        first.checked_sub(1).is_some_and(|before| self.words[before] == "no")
    }

    /// What a count counts: the words between it and the noun, or what follows "of".
    fn of(&self, count: &Count, head: usize) -> Option<(usize, usize)> {
        if head > count.last {
            return Some((count.last + 1, head));
        }
        // "tens of thousands of people": what the last number word is of.
        let inside = (count.number.0..=count.number.1).rev().chain([head]);
        let inner = inside
            .flat_map(|word| marked(self.tree, word, "of"))
            .find(|inner| *inner > count.last)?;
        let opens = |word: &usize| matches!(self.words[*word].as_str(), "of" | "the");
        let first = (count.last + 1..=inner).find(|word| !opens(word))?;
        Some((first, inner))
    }

    /// One who is told without a number: "a soldier", somebody's name.
    fn single(&self, head: usize) -> Option<Counted> {
        let tree = self.tree;
        let token = tree.token(head);
        if token.feature("Number") == Some("Plur") {
            return None;
        }
        let entity = self.scene.entity_at(self.made.sentence, head);
        if token.upos == Upos::Propn && entity.is_some_and(|entity| entity.kind == EntityType::Person) {
            let name = self.scene.mention_at(self.made.sentence, head)?;
            return Some(Counted::one(head, Some(name), Some((head, head))));
        }
        if self.words[head] == "another" {
            return Some(Counted::one(head, None, None));
        }
        let lemma = lemma(tree, head);
        let lexicon = &self.scene.knowledge.events;
        let kin = lexicon.casualties().ties(Tie::Kin, &lemma);
        let people = lexicon.ontology().in_class("person", &lemma)
            || entity.is_some_and(|entity| matches!(entity.kind, EntityType::Person | EntityType::Norp));
        let one = |det: &usize| matches!(self.words[*det].as_str(), "a" | "an" | "another");
        let article = related(tree, head, &["det"]).into_iter().find(one);
        let article = article.filter(|article| *article < head && people && !kin)?;
        Some(Counted::one(article, None, Some((article + 1, head))))
    }

    /// A count that ends right before a word: "leaving five dead".
    fn right_before(&self, word: usize) -> Option<Counted> {
        let first = word.saturating_sub(MOST_BEFORE / 2);
        let count = (first..word).find_map(|at| self.reader.count(at).filter(|count| count.last + 1 == word))?;
        Some(Counted::of_count(count, None))
    }

    /// Two families are more than two.
    fn is_unit(&self, word: usize) -> bool {
        self.scene
            .knowledge
            .events
            .casualties()
            .ties(Tie::Unit, &lemma(self.tree, word))
    }

    fn is_thing(&self, word: usize) -> bool {
        let lexicon = &self.scene.knowledge.events;
        let lemma = lemma(self.tree, word);
        !lexicon.ontology().in_class("person", &lemma)
            && lexicon.casualties().lists(Tie::Not, &lemma, lexicon.ontology())
    }
}
