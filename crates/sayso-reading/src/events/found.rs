//! Words that name acts: in each sentence, the lines of the lexicon whose conditions hold.

use sayso_knowledge::events::{EventLexicon, Filler, Light, Slot, Trigger, When, Word, WordClass};
use sayso_language::Upos;

use crate::grammar::{carrier, fill, is_nominal, is_predicate, lemma, lower, marked, marks, related};
use crate::scene::Scene;
use crate::tree::Tree;

/// A word that names an act.
#[derive(Clone, Debug)]
pub(super) struct Act<'k> {
    pub(super) sentence: usize,
    pub(super) word: usize,
    pub(super) trigger: &'k Trigger,
    /// The verb that carries the noun, with what the lexicon says of it.
    pub(super) light: Option<(usize, &'k Light)>,
}

impl Act<'_> {
    /// The word that tells how the act stands: the light verb, else the trigger itself.
    pub(super) fn verb(&self) -> usize {
        self.light.map_or(self.word, |(verb, _)| verb)
    }
}

/// The acts named in one sentence, in order.
pub(super) fn acts<'k>(scene: &Scene<'_, 'k>, sentence: usize) -> Vec<Act<'k>> {
    let tree = &scene.trees[sentence];
    let lexicon = &scene.knowledge.events;
    let mut acts: Vec<Act<'k>> = Vec::new();
    // Words that a line has as its matter, "sanctions" in "imposed sanctions", name no second act.
    let mut taken = vec![false; tree.len()];
    for word in 0..tree.len() {
        let Some(class) = class_of(tree, word) else { continue };
        // "murder charges", "riot police": what a noun is of is no act by itself.
        if class == WordClass::Noun && tree.token(word).relation() == "compound" {
            continue;
        }
        let (form, lemma) = (lower(tree, word), lemma(tree, word));
        let mut lines = lexicon.triggers(&form, &lemma, class);
        if class == WordClass::Verb && is_predicate(tree, word) {
            // "is opposed to", "is prepared to": taggers take such words for either.
            lines.extend(lexicon.triggers(&form, &form, WordClass::Adjective));
        }
        if lines.is_empty() {
            continue;
        }
        let light = light(tree, word, class, lexicon);
        for set in 0..lexicon.sets() {
            let of_set = lines.iter().copied().filter(|line| line.set == set);
            let Some((trigger, matter)) = best(scene, sentence, word, of_set) else {
                continue;
            };
            for word in matter {
                taken[word] = true;
            }
            if trigger.act.is_some() {
                acts.push(Act {
                    sentence,
                    word,
                    trigger,
                    light,
                });
            }
        }
    }
    acts.retain(|act| !taken[act.word]);
    acts
}

/// The act of PLOVER that a word names, if any.
pub(crate) fn act_at<'k>(scene: &Scene<'_, 'k>, sentence: usize, word: usize) -> Option<&'k Trigger> {
    let tree = scene.trees.get(sentence)?;
    let class = class_of(tree, word)?;
    let lexicon = &scene.knowledge.events;
    let lines = lexicon.triggers(&lower(tree, word), &lemma(tree, word), class);
    let own = lines.into_iter().filter(|line| line.set == 0);
    let (trigger, _) = best(scene, sentence, word, own)?;
    trigger.act.is_some().then_some(trigger)
}

/// What a word can be a trigger as.
pub(crate) fn class_of(tree: &Tree<'_>, word: usize) -> Option<WordClass> {
    match tree.token(word).upos {
        Upos::Verb => Some(WordClass::Verb),
        Upos::Noun => Some(WordClass::Noun),
        Upos::Adj => Some(WordClass::Adjective),
        _ => None,
    }
}

/// A line that fits at a word.
struct Fit<'k> {
    line: &'k Trigger,
    matter: Vec<usize>,
    /// How much it says: which file it is from, further words, conditions that ask, all conditions.
    said: (usize, usize, usize, usize),
}

/// The line that says most and whose conditions hold, with the words that are its own: further words of the trigger,
/// and what its conditions ask for.
fn best<'k>(
    scene: &Scene<'_, 'k>,
    sentence: usize,
    word: usize,
    lines: impl Iterator<Item = &'k Trigger>,
) -> Option<(&'k Trigger, Vec<usize>)> {
    let tree = &scene.trees[sentence];
    let mut best: Option<Fit<'k>> = None;
    for line in lines {
        let asked = line.when.iter().filter(|when| !when.negated).count();
        let said = (line.rank, line.word.others.len(), asked, line.when.len());
        if best.as_ref().is_some_and(|best| best.said >= said) {
            continue;
        }
        let Some(mut matter) = others(tree, word, &line.word) else {
            continue;
        };
        let mut holds = true;
        for when in &line.when {
            match scene.holds(sentence, word, (line.word.class, line.act.is_none()), when) {
                Some(found) => matter.extend(found.filter(|_| is_matter(when))),
                None => {
                    holds = false;
                    break;
                }
            }
        }
        if holds {
            best = Some(Fit { line, matter, said });
        }
    }
    best.map(|best| (best.line, best.matter))
}

/// Whether what a condition asks for belongs to the act itself, rather than being one who takes part or another act.
fn is_matter(when: &When) -> bool {
    let own = !when.filler.lemmas.is_empty() || !when.filler.classes.is_empty();
    own && !when.negated && when.slot.slots() == [Slot::Object]
}

/// The words that must stand with the head of a trigger; `None` where one is missing.
pub(crate) fn others(tree: &Tree<'_>, head: usize, word: &Word) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(word.others.len());
    if word.class == WordClass::Noun {
        // The words right before it: "hunger strike".
        for (back, other) in word.others.iter().rev().enumerate() {
            let at = head.checked_sub(back + 1)?;
            let is = lower(tree, at) == *other || lemma(tree, at) == *other;
            is.then(|| found.push(at))?;
        }
        return Some(found);
    }
    for other in &word.others {
        found.push(companion(tree, head, other)?);
    }
    Some(found)
}

/// A word that stands with a verb: its particle, its object, the preposition of its phrase, or the one right after it.
fn companion(tree: &Tree<'_>, head: usize, other: &str) -> Option<usize> {
    let is = |at: usize| lower(tree, at) == other || lemma(tree, at) == other;
    let near = |&child: &usize| {
        is(child)
            && matches!(
                tree.token(child).relation(),
                "compound" | "advmod" | "obj" | "xcomp" | "obl" | "case" | "nsubj"
            )
    };
    if let Some(own) = tree.children(head).iter().copied().find(near) {
        return Some(own);
    }
    if let Some(phrase) = marked(tree, head, other).first() {
        return tree
            .children(*phrase)
            .iter()
            .copied()
            .find(|&mark| lower(tree, mark) == other);
    }
    let next = head + 1;
    (next < tree.len() && is(next)).then_some(next)
}

/// The verb that carries a noun's act.
pub(crate) fn light<'k>(
    tree: &Tree<'_>,
    noun: usize,
    class: WordClass,
    lexicon: &'k EventLexicon,
) -> Option<(usize, &'k Light)> {
    if class != WordClass::Noun {
        return None;
    }
    let noun = seat(tree, noun, lexicon);
    let verb = carrier(tree, noun)?;
    // What follows a preposition is carried only by a verb that goes with it: "come under attack".
    let preposition =
        (tree.token(noun).relation() == "obl").then(|| marks(tree, noun).next().map(|mark| lower(tree, mark)));
    let fits = |light: &&Light| {
        let goes = preposition
            .as_ref()
            .is_none_or(|preposition| preposition.as_ref().is_some_and(|p| light.others.contains(p)));
        goes && light.others.iter().all(|other| companion(tree, verb, other).is_some())
    };
    let lines = lexicon.light(&lemma(tree, verb));
    let line = lines.iter().filter(fits).max_by_key(|light| light.others.len())?;
    Some((verb, line))
}

/// The word that stands in a noun's place: "tons" in "tons of aid".
pub(crate) fn seat(tree: &Tree<'_>, noun: usize, lexicon: &EventLexicon) -> usize {
    let of = marks(tree, noun).any(|mark| lower(tree, mark) == "of");
    let quantity = |head: &usize| {
        lexicon.ontology().in_class("quantity", &lemma(tree, *head)) || tree.token(*head).upos == Upos::Num
    };
    let head = tree.head(noun).filter(|_| of && tree.token(noun).relation() == "nmod");
    head.filter(quantity).unwrap_or(noun)
}

impl<'k> Scene<'_, 'k> {
    /// Whether a condition holds at a word, with the word that it found: `None` where it does not hold. A use that is
    /// no event is told by what stands there `alone`: "killed five and himself" is one.
    pub(crate) fn holds(
        &self,
        sentence: usize,
        word: usize,
        (class, alone): (WordClass, bool),
        when: &When,
    ) -> Option<Option<usize>> {
        let tree = &self.trees[sentence];
        let fillers = fill(tree, word, class, &when.slot);
        let found = fillers
            .into_iter()
            .find_map(|filler| self.fitting(sentence, filler, &when.filler, alone));
        match (found, when.negated) {
            (Some(found), false) => Some(Some(found)),
            (None, true) => Some(None),
            _ => None,
        }
    }

    /// The word that a condition asks for in what fills a slot: the filler itself, what it is a quantity of ("dozens of
    /// soldiers"), or, unless it must stand `alone`, one coordinated with it.
    fn fitting(&self, sentence: usize, filler: usize, asked: &Filler, alone: bool) -> Option<usize> {
        let tree = &self.trees[sentence];
        let ontology = self.knowledge.events.ontology();
        let fits = |word: usize| {
            let lemma = lemma(tree, word);
            if asked.is_any() || asked.lemmas.contains(&lemma) {
                return true;
            }
            if !asked.classes.is_empty() {
                let phrase = phrase(tree, word, &lemma);
                let listed = |class: &String| ontology.in_class(class, &phrase) || ontology.in_class(class, &lemma);
                if asked.classes.iter().any(listed) {
                    return true;
                }
            }
            let kinds = &asked.kinds;
            !kinds.is_empty()
                && self.entity_at(sentence, word).is_some_and(|entity| {
                    kinds
                        .iter()
                        .any(|kind| kind.takes(entity.kind, entity.country.is_some()))
                })
        };
        if fits(filler) {
            return Some(filler);
        }
        let counts = ontology.in_class("quantity", &lemma(tree, filler)) || tree.token(filler).upos == Upos::Num;
        let mut of = if counts { marked(tree, filler, "of") } else { Vec::new() };
        if !asked.kinds.is_empty() {
            // "the Egyptian capital", "the town of Izium", "the capital, Cairo"
            of.extend(related(tree, filler, &["appos", "compound"]));
            of.extend(marked(tree, filler, "of"));
        }
        let alike = |other: &usize| !alone && is_nominal(tree, *other) == is_nominal(tree, filler);
        let coordinated = related(tree, filler, &["conj"]).into_iter().filter(alike);
        of.into_iter().chain(coordinated).find(|&other| fits(other))
    }
}

/// A noun with the one right before it: classes may hold compounds ("cease fire", "car bomb").
fn phrase(tree: &Tree<'_>, word: usize, lemma: &str) -> String {
    let hyphen = word > 1 && tree.token(word - 1).form == "-";
    let before = word.checked_sub(if hyphen { 2 } else { 1 }).map(|at| lower(tree, at));
    format!("{} {lemma}", before.unwrap_or_default())
}
