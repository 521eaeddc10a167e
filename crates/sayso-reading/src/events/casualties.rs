//! How many were killed and injured in an act, and how many took part.
//!
//! A word that tells of harm (`events/casualties.tsv`) says where those who were harmed stand; [`counts`](super::counts)
//! reads how many they are. A count becomes a [`Figure`] where an act of the same sentence is the same happening: the act
//! that the word itself names, the attack that killed, in which they died, or that killed them while it did something
//! else ([`same_happening`]). The size of a protest or of a deployment is the count of those who take part. Who is told
//! without a number counts only where they are one: "a soldier", or somebody's name. What is not told stays absent.

use std::collections::HashMap;
use std::ops::Range;

use sayso_knowledge::events::{Harm, HarmWord, Slot, SlotPath, Tie, Victims, WordClass};
use sayso_language::Upos;
use sayso_schema::{Because, EntityType, Event, Figure, Measure, MeasureKind, Passage, RowId, RowKind, Span};

use super::Scene;
use super::counts::{Count, Reader};
use super::found::{Act, class_of};
use super::grammar::{fill, is_nominal, lemma, lower, marked, marks, object, related, subject, with_coordinates};
use crate::tree::Tree;

/// Words of harm and acts of one sentence that are looked at, so that an endless sentence takes no endless time.
const MOST_COUNTED: usize = 64;

/// Words before a noun that its count can be among.
const MOST_BEFORE: usize = 12;

/// Words that are followed up the tree, and coordinated ones.
const MOST_STEPS: usize = 6;

/// The acts of one sentence and the rows that each made.
pub(super) struct Made<'m, 'k> {
    pub(super) sentence: usize,
    pub(super) acts: &'m [Act<'k>],
    pub(super) rows: &'m [Range<usize>],
}

/// Makes the figures of a sentence and ties its events to them.
pub(super) fn figures(scene: &Scene<'_, '_>, made: &Made<'_, '_>, events: &mut [Event], into: &mut Vec<Figure>) {
    if made.rows.iter().all(Range::is_empty) {
        return;
    }
    let tree = &scene.trees[made.sentence];
    let words: Vec<String> = (0..tree.len()).map(|word| lower(tree, word)).collect();
    let counter = Counter {
        scene,
        made,
        tree,
        words: &words,
        reader: Reader::new(&words, scene.knowledge),
        by_word: by_word(made),
        harms: harms(scene, tree, &words),
    };
    counter.harm(events, into);
    counter.sizes(events, into);
}

/// Gives figures their ids, once all are there.
pub(super) fn number(document: &str, figures: &mut [Figure], events: &mut [Event]) {
    let mut seen: HashMap<Span, usize> = HashMap::new();
    let mut ids: HashMap<RowId, RowId> = HashMap::new();
    for figure in figures {
        let ordinal = seen.entry(figure.span).or_default();
        let id = RowId::of(document, RowKind::Figure, &[figure.span], *ordinal);
        *ordinal += 1;
        ids.insert(std::mem::replace(&mut figure.id, id.clone()), id);
    }
    for event in events {
        for count in [&mut event.killed, &mut event.injured, &mut event.size] {
            *count = count.take().and_then(|id| ids.get(&id).cloned());
        }
    }
}

/// What each word tells of harm.
fn harms<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, words: &[String]) -> Vec<Option<(WordClass, &'k HarmWord)>> {
    let casualties = scene.knowledge.events.casualties();
    let harm = |word: usize| {
        let class = class_of(tree, word)?;
        Some((class, casualties.harm(&words[word], &lemma(tree, word), class)?))
    };
    (0..tree.len()).map(harm).collect()
}

/// Which acts a word is, or is the light verb of.
fn by_word(made: &Made<'_, '_>) -> HashMap<usize, Vec<usize>> {
    let mut by_word: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, act) in made.acts.iter().enumerate() {
        by_word.entry(act.word).or_default().push(at);
        if act.verb() != act.word {
            by_word.entry(act.verb()).or_default().push(at);
        }
    }
    by_word
}

/// Those who are counted: the words that tell how many, and of what.
#[derive(Clone, Debug)]
struct Counted {
    /// The first and the last word of the quantity.
    quantity: (usize, usize),
    /// Where it stands, if that is no run of words.
    name: Option<Span>,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    approximator: Option<(usize, usize)>,
    /// The first and the last word of what is counted.
    of: Option<(usize, usize)>,
    lines: Vec<String>,
}

impl Counted {
    fn of_count(count: Count, of: Option<(usize, usize)>) -> Self {
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

    fn one(word: usize, name: Option<Span>, of: Option<(usize, usize)>) -> Self {
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

struct Counter<'c, 'k> {
    scene: &'c Scene<'c, 'k>,
    made: &'c Made<'c, 'k>,
    tree: &'c Tree<'c>,
    words: &'c [String],
    reader: Reader<'c, 'k>,
    by_word: HashMap<usize, Vec<usize>>,
    harms: Vec<Option<(WordClass, &'k HarmWord)>>,
}

impl Counter<'_, '_> {
    fn harm(&self, events: &mut [Event], into: &mut Vec<Figure>) {
        let telling = self
            .harms
            .iter()
            .enumerate()
            .filter_map(|(word, harm)| Some((word, (*harm)?)));
        for (word, (class, harm)) in telling.take(MOST_COUNTED) {
            let Some(counted) = self.victims(word, class, harm) else {
                continue;
            };
            let targets = self.targets(word, harm.harm, events);
            let Some(&first) = targets.first() else { continue };
            let line = harm.because.clone();
            let figure = self.figure(&counted, word, line, MeasureKind::Flow, &events[first], into.len());
            for target in targets {
                let event = &mut events[target];
                let count = match harm.harm {
                    Harm::Killed => &mut event.killed,
                    Harm::Injured => &mut event.injured,
                };
                *count = Some(figure.id.clone());
            }
            into.push(figure);
        }
    }

    /// The events of the same happening that have no such count yet.
    fn targets(&self, word: usize, harm: Harm, events: &[Event]) -> Vec<usize> {
        let casualties = self.scene.knowledge.events.casualties();
        let can_harm =
            |event: &Event| casualties.can_harm(&event.kind) || event.is_a.iter().any(|kind| casualties.can_harm(kind));
        let acts = self.same_happening(word);
        let rows = acts
            .into_iter()
            .filter_map(|act| self.made.rows.get(act))
            .flat_map(Clone::clone);
        let mut targets: Vec<usize> = Vec::new();
        let mut kind: Option<&str> = None;
        for row in rows {
            let Some(event) = events.get(row).filter(|event| can_harm(event)) else {
                continue;
            };
            // "arrested 50 and injured 15": the arrest injured nobody.
            if *kind.get_or_insert(&event.kind) != event.kind {
                continue;
            }
            let known = match harm {
                Harm::Killed => &event.killed,
                Harm::Injured => &event.injured,
            };
            if known.is_none() && !targets.contains(&row) {
                targets.push(row);
            }
        }
        targets
    }

    /// How many are harmed by what a word tells.
    fn victims(&self, word: usize, class: WordClass, harm: &HarmWord) -> Option<Counted> {
        if self.is_either(word) {
            return None;
        }
        for place in &harm.victims {
            let found = match place {
                Victims::Own => self.counted_by(word).or_else(|| self.right_before(word)),
                Victims::Holder => self.holder(word).and_then(|head| self.counted(head, word)),
                Victims::Slot(slot) => self.in_slot(word, slot),
            };
            if found.is_some() {
                return found;
            }
        }
        // "Five killed in clashes": headlines and bare clauses leave the auxiliary out.
        let bare = class == WordClass::Verb && object(self.tree, word).is_none();
        bare.then(|| self.right_before(word)).flatten()
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
        heads.into_iter().find_map(|head| self.counted(head, word))
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
        let mut heads: Vec<usize> = with_coordinates(self.tree, head)
            .into_iter()
            .filter(|&word| !self.is_thing(word))
            .take(MOST_STEPS)
            .collect();
        // "Five people were killed and 20 others injured": what stands between two words of harm is the second's.
        let apart = |from: usize, to: usize| {
            let between = self.harms.get(from + 1..to).unwrap_or_default();
            between.iter().any(|harm| matches!(harm, Some((WordClass::Verb, _))))
        };
        let nearest = heads.iter().copied().filter(|&other| other < word).max();
        match nearest {
            Some(nearest) if head < word => heads.retain(|&other| other <= nearest && !apart(other, nearest)),
            _ => heads.retain(|&other| other >= head && !apart(head, other)),
        }
        let all: Vec<Option<Counted>> = heads.iter().map(|&word| self.counted_as_one(word)).collect();
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

    fn counted_as_one(&self, head: usize) -> Option<Counted> {
        self.counted_by(head).or_else(|| self.single(head))
    }

    /// The count on a noun, or the number that it is: "five people", "five", "hundreds of people", "a crowd of 500".
    fn counted_by(&self, head: usize) -> Option<Counted> {
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
        let inner = marked(self.tree, head, "of")
            .first()
            .copied()
            .filter(|inner| *inner > count.last)?;
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

    /// The acts that are one happening with what a word of harm tells, the act that the word names first.
    fn same_happening(&self, word: usize) -> Vec<usize> {
        let mut acts: Vec<usize> = self.by_word.get(&word).cloned().unwrap_or_default();
        let mut at = word;
        for _ in 0..MOST_STEPS {
            for near in self.near(at) {
                acts.extend(self.by_word.get(&near).into_iter().flatten());
            }
            let Some(head) = self.tree.head(at) else { break };
            let relation = self.tree.token(at).relation();
            // "left five dead", "claimed five lives", "killed five and wounded 20"
            let carried = match relation {
                "xcomp" | "obj" | "nsubj" | "obl" | "amod" => true,
                "nmod" => !acts.is_empty() || self.harms[head].is_some(),
                "conj" => true,
                _ => false,
            };
            if !carried || self.is_said(at, head) {
                break;
            }
            at = head;
        }
        // The other half of "killed five and wounded 20 in an attack".
        if acts.is_empty() || self.by_word.get(&word).is_none_or(|own| own.len() == acts.len()) {
            for other in related(self.tree, word, &["conj"]).into_iter().take(MOST_STEPS) {
                for near in self.near(other) {
                    acts.extend(self.by_word.get(&near).into_iter().flatten());
                }
            }
        }
        let mut distinct = Vec::with_capacity(acts.len());
        for act in acts {
            if !distinct.contains(&act) {
                distinct.push(act);
            }
        }
        distinct
    }

    /// What stands coordinated with its own subject is another clause.
    fn is_said(&self, at: usize, head: usize) -> bool {
        let tree = self.tree;
        let verbs = tree.token(at).upos == Upos::Verb && tree.token(head).upos == Upos::Verb;
        let own_subject = tree.child(at, "nsubj").is_some();
        let both = self.harms[at].is_some() && self.harms[head].is_some();
        tree.token(at).relation() == "conj" && verbs && own_subject && !both
    }

    /// Words that a word of harm, or the verb that carries it, ties to it.
    fn near(&self, at: usize) -> Vec<usize> {
        let tree = self.tree;
        let casualties = self.scene.knowledge.events.casualties();
        let mut near = Vec::new();
        if let Some(subject) = subject(tree, at) {
            near.extend(self.and_inside(subject));
        }
        let victims = object(tree, at).or_else(|| tree.child(at, "nsubj"));
        for holder in [Some(at), victims].into_iter().flatten() {
            for &child in tree.children(holder) {
                let mark = marks(tree, child).next().map(|mark| self.words[mark].as_str());
                match tree.token(child).relation() {
                    "obl" | "nmod" if mark.is_some_and(|mark| casualties.ties(Tie::In, mark)) => {
                        near.extend(self.and_inside(child));
                    }
                    "advcl" if mark.is_some_and(|mark| casualties.ties(Tie::When, mark)) => near.push(child),
                    "advcl" => {
                        let when = related(tree, child, &["advmod"]).into_iter().next();
                        near.extend(
                            when.filter(|&when| casualties.ties(Tie::When, &self.words[when]))
                                .map(|_| child),
                        );
                    }
                    _ => {}
                }
            }
        }
        if let Some(head) = tree.head(at) {
            let with = marks(tree, at).all(|mark| casualties.ties(Tie::With, &self.words[mark]));
            let own_subject = tree.child(at, "nsubj").is_some();
            match tree.token(at).relation() {
                // "attack in which five died"
                "acl" => near.push(head),
                // "attacked the village, killing five"
                "advcl" if with => {
                    near.push(head);
                    near.extend(tree.child(head, "nsubj").filter(|_| marks(tree, at).next().is_some()));
                }
                "conj" if !own_subject => near.push(head),
                _ => {}
            }
        }
        near
    }

    /// A noun with those coordinated, and what it is a number of: "a series of attacks".
    fn and_inside(&self, head: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut all: Vec<usize> = with_coordinates(tree, head).into_iter().take(MOST_STEPS).collect();
        let ontology = self.scene.knowledge.events.ontology();
        if ontology.in_class("quantity", &lemma(tree, head)) || tree.token(head).upos == Upos::Num {
            all.extend(marked(tree, head, "of"));
        }
        all
    }

    fn sizes(&self, events: &mut [Event], into: &mut Vec<Figure>) {
        let casualties = self.scene.knowledge.events.casualties();
        for (at, act) in self.made.acts.iter().enumerate().take(MOST_COUNTED) {
            let Some(rows) = self.made.rows.get(at).cloned().filter(|rows| !rows.is_empty()) else {
                continue;
            };
            let sized = rows.clone().find_map(|row| casualties.sized(&events.get(row)?.kind));
            let Some(slots) = sized else { continue };
            let found = slots.iter().find_map(|slot| {
                let mut heads = fill(self.tree, act.word, act.trigger.word.class, slot);
                if heads.is_empty() && act.verb() != act.word {
                    heads = fill(self.tree, act.verb(), WordClass::Verb, slot);
                }
                heads.into_iter().find_map(|head| self.crowd(head, act))
            });
            let Some(counted) = found else { continue };
            let line = act.trigger.because.clone();
            let Some(first) = events.get(rows.start) else { continue };
            let figure = self.figure(&counted, act.word, line, MeasureKind::Stock, first, into.len());
            for event in &mut events[rows] {
                if casualties.sized(&event.kind).is_some() {
                    event.size = Some(figure.id.clone());
                }
            }
            into.push(figure);
        }
    }

    /// A number of people who take part.
    fn crowd(&self, head: usize, act: &Act<'_>) -> Option<Counted> {
        if head == act.word || head == act.verb() {
            return None;
        }
        let counted = self.counted_by(head)?;
        let lexicon = &self.scene.knowledge.events;
        let what = counted.of.map_or(head, |(_, last)| last);
        let lemma = lemma(self.tree, what);
        let listed = lexicon.casualties().lists(Tie::Crowd, &lemma, lexicon.ontology());
        let entity = self.scene.entity_at(self.made.sentence, what);
        let people = entity.is_some_and(|entity| matches!(entity.kind, EntityType::Person | EntityType::Norp));
        let bare = counted.of.is_none();
        (listed || people || bare).then_some(counted)
    }

    fn figure(
        &self,
        counted: &Counted,
        word: usize,
        line: String,
        kind: MeasureKind,
        event: &Event,
        ordinal: usize,
    ) -> Figure {
        let span = self.span(counted.quantity);
        let span = match counted.name {
            Some(name) if counted.quantity.0 == counted.quantity.1 => name,
            Some(name) => span.hull(name),
            None => span,
        };
        let of = counted.of.map(|of| match counted.name {
            Some(_) => span,
            None => self.span(of),
        });
        let predicate = self.tree.token(word).span;
        let mut tokens = vec![span, predicate];
        tokens.sort_unstable();
        let mut lines = vec![line];
        lines.extend(counted.lines.iter().cloned());
        Figure {
            // Unique until the ids are given.
            id: RowId::of("", RowKind::Figure, &[span], ordinal),
            span,
            text: self.scene.text.at(span).to_owned(),
            value: counted.value,
            low: counted.low,
            high: counted.high,
            approximator: counted.approximator.map(|words| self.passage(self.span(words))),
            unit: Some("persons".to_owned()),
            of: of.map(|of| self.passage(of)),
            measure: Some(Measure {
                predicate: self.passage(predicate),
                kind,
            }),
            actor: None,
            place: event.place.as_ref().map(|place| place.passage.clone()),
            period: event.date.clone(),
            statement: event.statements.first().cloned(),
            because: Because { lines, tokens },
        }
    }

    fn span(&self, (first, last): (usize, usize)) -> Span {
        self.tree.token(first).span.hull(self.tree.token(last).span)
    }

    fn passage(&self, span: Span) -> Passage {
        self.scene.text.passage(span)
    }
}

#[cfg(test)]
#[path = "casualties_tests.rs"]
mod tests;
