//! Words that tell a step of an agreement: those whose lines hold, with the agreement in the right place beside them.

use std::collections::HashMap;

use sayso_knowledge::agreements::{Family, Organ, Seat, StageWord};
use sayso_knowledge::events::{Light, WordClass};
use sayso_language::Upos;
use sayso_schema::{Agreement, Span};

use super::{behind, beside, parties};
use crate::agreements::Found;
use crate::events::found::{class_of, light, others, seat};
use crate::grammar::{carrier, fill, is_nominal, lemma, lower, marked, related, with_coordinates};
use crate::scene::Scene;
use crate::tree::Tree;

/// Sentences back that a pronoun, or a step told without its agreement, may mean an agreement of.
pub(super) const MOST_BACK: usize = 2;
/// Words that a trigger may be long.
const LONGEST_TRIGGER: usize = 8;
/// Steps that are told in one sentence, at most.
const MOST_TOLD: usize = 64;
/// Words up from an agreement to the noun in whose phrase it stands.
const MOST_STEPS: usize = 10;

/// A word that tells a step.
#[derive(Clone, Debug)]
pub(super) struct Told<'k> {
    pub(super) sentence: usize,
    pub(super) word: usize,
    pub(super) line: &'k StageWord,
    /// The words that must stand with it.
    pub(super) others: Vec<usize>,
    /// The verb that carries a noun.
    pub(super) light: Option<(usize, &'k Light)>,
    /// The agreements, by their places in the list.
    pub(super) agreements: Vec<usize>,
    /// Whether no agreement stands beside it, and the one spoken of last is meant.
    pub(super) bare: bool,
    /// The step inside of it: "signed a law ratifying the treaty".
    pub(super) inner: Option<Inner<'k>>,
    /// Whether it stands right behind its agreement, whatever the tree: "the truce signed in 2002".
    pub(super) behind: bool,
    /// Whether its partners take such steps of it together: no resolution's or law's.
    pub(super) joint: bool,
    /// The words of other steps told in its sentence.
    pub(super) beside: Vec<usize>,
}

/// The step inside of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inner<'k> {
    pub(super) word: usize,
    pub(super) line: &'k StageWord,
}

impl Told<'_> {
    /// The verb that tells how the step stands.
    pub(super) fn verb(&self) -> usize {
        self.light.map_or(self.word, |(verb, _)| verb)
    }

    /// The word with those that must stand with it and the step inside, where they stand near each other.
    pub(super) fn trigger(&self, tree: &Tree<'_>) -> Span {
        let own = tree.token(self.word).span;
        let words = self.others.iter().copied().chain(self.inner.map(|inner| inner.word));
        let near = words.filter(|word| word.abs_diff(self.word) <= LONGEST_TRIGGER);
        near.fold(own, |span, word| span.hull(tree.token(word).span))
    }
}

/// The steps that the article tells, in the order of the text.
pub(super) fn told<'k>(scene: &Scene<'_, 'k>, found: &Found, rows: &[Agreement]) -> Vec<Told<'k>> {
    let reader = Reader::new(scene, found, rows);
    let mut all = Vec::new();
    let mut last_spoken = None;
    let speaks = |sentence: usize| found.of_sentence(sentence).next().is_some();
    for sentence in 0..scene.trees.len() {
        if speaks(sentence) {
            last_spoken = Some(sentence);
        }
        let near = last_spoken.is_some_and(|last| sentence - last <= MOST_BACK);
        // A headline may name by its parts what the text names in full, and "agreed" may come before "the deal".
        if near || sentence == 0 || speaks(sentence + 1) {
            all.append(&mut reader.of_sentence(sentence));
        }
    }
    all
}

pub(super) struct Reader<'a, 's, 'k> {
    pub(super) scene: &'a Scene<'s, 'k>,
    pub(super) found: &'a Found,
    pub(super) families: Vec<Option<Family>>,
    /// Words inside the names of agreements, for what names them by a part.
    pub(super) by_part: HashMap<String, usize>,
}

impl<'a, 's, 'k> Reader<'a, 's, 'k> {
    fn new(scene: &'a Scene<'s, 'k>, found: &'a Found, rows: &[Agreement]) -> Self {
        let instruments = &scene.knowledge.agreements.instruments;
        let family = |row: &Agreement| {
            let instrument = instruments.get(row.instrument.as_deref()?)?;
            Some(instrument.family)
        };
        let mut by_part = HashMap::new();
        for mention in &found.mentions {
            let tree = &scene.trees[mention.sentence];
            for word in mention.words.0..mention.words.1.min(tree.len()) {
                if tree.token(word).upos == Upos::Noun {
                    by_part.entry(lemma(tree, word)).or_insert(mention.agreement);
                }
            }
        }
        Self {
            scene,
            found,
            families: rows.iter().map(family).collect(),
            by_part,
        }
    }

    fn of_sentence(&self, sentence: usize) -> Vec<Told<'k>> {
        let tree = &self.scene.trees[sentence];
        let words = &self.scene.knowledge.agreements.stages;
        let mut plain: Vec<Told<'k>> = Vec::new();
        let mut over: Vec<usize> = Vec::new();
        for word in 0..tree.len() {
            // Of headlines, taggers take verbs for nouns: "Putin signs law".
            if is_nominal(tree, word)
                && words
                    .lines(WordClass::Verb, lower(tree, word))
                    .any(|line| !line.over.is_empty())
            {
                over.push(word);
            }
            let Some(class) = class_of(tree, word) else { continue };
            let heads = self.found.of_sentence(sentence).any(|mention| mention.head == word);
            if heads || plain.len() >= MOST_TOLD {
                continue;
            }
            let lines = || {
                words
                    .lines(class, lower(tree, word))
                    .chain(self.as_adjective(tree, word))
            };
            if lines().any(|line| !line.over.is_empty()) {
                over.push(word);
            }
            plain.extend(self.best(sentence, word, lines().filter(|line| line.over.is_empty())));
        }
        for word in over {
            let lines = words
                .lines(WordClass::Verb, lower(tree, word))
                .filter(|line| !line.over.is_empty());
            if let Some((outer, inner)) = lines.filter_map(|line| self.outer(&plain, sentence, word, line)).next() {
                plain.retain(|told| told.word != word && told.word != inner);
                plain.push(outer);
            }
        }
        // "submitted for ratification": a step without its agreement is part of the step that it stands under.
        let standing: Vec<(usize, Vec<usize>)> = plain
            .iter()
            .filter(|told| !told.bare)
            .map(|told| (told.word, told.agreements.clone()))
            .collect();
        plain.retain(|told| {
            let under = |(word, of): &(usize, Vec<usize>)| *of == told.agreements && tree.dominates(*word, told.word);
            !told.bare || told.line.word.class != WordClass::Noun || !standing.iter().any(under)
        });
        plain.retain(|told| told.line.stage.is_some());
        plain.sort_by_key(|told| told.word);
        let all: Vec<usize> = plain.iter().flat_map(|told| [told.word, told.verb()]).collect();
        for told in &mut plain {
            let (own, verb) = (told.word, told.verb());
            told.beside = all
                .iter()
                .copied()
                .filter(|&word| word != own && word != verb)
                .collect();
        }
        plain
    }

    /// Participles that taggers take for either: "was rendered defunct", "the proposed treaty".
    fn as_adjective(&self, tree: &Tree<'_>, word: usize) -> impl Iterator<Item = &'k StageWord> + use<'k> {
        let words = &self.scene.knowledge.agreements.stages;
        let token = tree.token(word);
        let modifies = token.relation() == "amod" && token.upos == Upos::Verb;
        let form = modifies.then(|| lower(tree, word));
        form.into_iter()
            .flat_map(|form| words.lines(WordClass::Adjective, form))
    }

    /// The line that says most of those that hold at a word.
    fn best(&self, sentence: usize, word: usize, lines: impl Iterator<Item = &'k StageWord>) -> Option<Told<'k>> {
        let mut best: Option<((usize, usize, usize, usize), Told<'k>)> = None;
        for line in lines {
            let said = (
                line.word.others.len(),
                usize::from(!line.organs.is_empty()),
                line.when.len(),
                usize::from(!line.families.is_empty()),
            );
            if best.as_ref().is_some_and(|(most, told)| *most >= said && !told.bare) {
                continue;
            }
            let Some(told) = self.holds(sentence, word, line) else {
                continue;
            };
            let better = best
                .as_ref()
                .is_none_or(|(most, known)| (!told.bare, said) > (!known.bare, *most));
            if better {
                best = Some((said, told));
            }
        }
        best.map(|(_, told)| told)
    }

    fn holds(&self, sentence: usize, word: usize, line: &'k StageWord) -> Option<Told<'k>> {
        let tree = &self.scene.trees[sentence];
        let others = others(tree, word, &line.word)?;
        self.conditions(sentence, word, line).then_some(())?;
        let (mut agreements, filled) = self.seated(sentence, word, line);
        agreements.retain(|&agreement| self.is_of(agreement, line));
        let (mut bare, mut behind) = (false, false);
        if agreements.is_empty() {
            agreements.extend(behind::behind(tree, self.found, sentence, word, line));
            agreements.retain(|&agreement| self.is_of(agreement, line));
            behind = !agreements.is_empty();
        }
        if agreements.is_empty() {
            let whole = |noun: &str| self.scene.knowledge.agreements.stages.is_whole(noun);
            agreements.extend(beside::beside(tree, self.found, sentence, word, line, &whole));
            agreements.retain(|&agreement| self.is_of(agreement, line));
        }
        if agreements.is_empty() {
            agreements.extend(behind::far_behind(tree, self.found, sentence, word, line));
            agreements.retain(|&agreement| self.is_of(agreement, line));
            behind = !agreements.is_empty();
        }
        if agreements.is_empty() {
            agreements.extend(self.meant(sentence, word, line, &filled));
            bare = true;
        }
        agreements.retain(|&agreement| self.is_of(agreement, line));
        let light = light(tree, word, line.word.class, &self.scene.knowledge.events);
        let family = |&agreement: &usize| self.families.get(agreement).copied().flatten();
        let joint = !agreements
            .iter()
            .filter_map(family)
            .any(|family| matches!(family, Family::Resolution | Family::Law));
        (!agreements.is_empty()).then_some(Told {
            joint,
            sentence,
            word,
            line,
            others,
            light,
            agreements,
            bare,
            inner: None,
            behind,
            beside: Vec::new(),
        })
    }

    pub(super) fn is_of(&self, agreement: usize, line: &StageWord) -> bool {
        let family = self.families.get(agreement).copied().flatten();
        line.families.is_empty() || family.is_none_or(|family| line.families.contains(&family))
    }

    fn conditions(&self, sentence: usize, word: usize, line: &StageWord) -> bool {
        let of = (line.word.class, true);
        let mut when = line.when.iter();
        when.all(|when| self.scene.holds(sentence, word, of, when).is_some()) && self.organ_fits(sentence, word, line)
    }

    fn organ_fits(&self, sentence: usize, word: usize, line: &StageWord) -> bool {
        if line.organs.is_empty() {
            return true;
        }
        let organ = parties::organ(self.scene, sentence, word, line.word.class);
        organ.is_some_and(|(organ, _): (Organ, &str)| line.organs.contains(&organ))
    }

    /// The agreements in the first seat that has one, and what else fills the seats.
    fn seated(&self, sentence: usize, word: usize, line: &StageWord) -> (Vec<usize>, Vec<usize>) {
        let tree = &self.scene.trees[sentence];
        let mut filled = Vec::new();
        for seat in &line.seats {
            let fillers = match seat {
                Seat::Slot(path) => fill(tree, word, line.word.class, path),
                Seat::Below => self.below(sentence, word),
            };
            let mut fillers: Vec<usize> = fillers;
            // "the newly signed treaty", "the proposed treaty"
            if tree.token(word).relation() == "amod" && fillers.is_empty() {
                fillers.extend(tree.head(word));
            }
            let mut found = Vec::new();
            for filler in &fillers {
                for at in with_coordinates(tree, *filler) {
                    found.extend(self.agreement_at(sentence, at));
                }
            }
            if !found.is_empty() {
                found.sort_unstable();
                found.dedup();
                return (found, filled);
            }
            filled.extend(fillers);
        }
        (Vec::new(), filled)
    }

    /// The agreement that a word speaks of: by its name, or as what it is the text, or a number, of.
    fn agreement_at(&self, sentence: usize, word: usize) -> Option<usize> {
        let tree = &self.scene.trees[sentence];
        let own = |word: usize| {
            let mut mentions = self.found.of_sentence(sentence);
            let heads = mentions.find(|mention| mention.head == word);
            heads.map(|mention| mention.agreement)
        };
        let inside = || {
            let named = tree.token(word).upos == Upos::Propn;
            self.found.at(sentence, word).filter(|_| named)
        };
        own(word).or_else(inside).or_else(|| {
            let of = *marked(tree, word, "of").first()?;
            let whole = self.scene.knowledge.agreements.stages.is_whole(&lemma(tree, word));
            let counted = seat(tree, of, &self.scene.knowledge.events) == word;
            own(of).filter(|_| whole || counted)
        })
    }

    /// The agreement in the phrase of a noun, nearest to it, not inside a clause that tells something anew.
    fn below(&self, sentence: usize, noun: usize) -> Vec<usize> {
        let tree = &self.scene.trees[sentence];
        let steps = |from: usize| {
            let mut at = from;
            for steps in 1..=MOST_STEPS {
                let relative = tree.token(at).deprel.ends_with("relcl");
                let apart = matches!(tree.token(at).relation(), "conj" | "parataxis" | "appos") || relative;
                at = tree.head(at).filter(|_| !apart)?;
                if at == noun {
                    return Some(steps);
                }
            }
            None
        };
        let heads = self.found.of_sentence(sentence).map(|mention| mention.head);
        let near = heads.filter_map(|head| Some((steps(head)?, head)));
        near.min().map(|(_, head)| head).into_iter().collect()
    }

    /// A step that has another inside it.
    fn outer(
        &self,
        plain: &[Told<'k>],
        sentence: usize,
        word: usize,
        line: &'k StageWord,
    ) -> Option<(Told<'k>, usize)> {
        let tree = &self.scene.trees[sentence];
        let others = others(tree, word, &line.word)?;
        let holds = self.conditions(sentence, word, line);
        if !holds && !line.organs.is_empty() {
            return None;
        }
        let over = |told: &&Told<'k>| told.line.stage.is_some_and(|stage| line.over.contains(&stage));
        let candidates = plain.iter().filter(|told| told.word != word).filter(over);
        let holders: Vec<usize> = line
            .seats
            .iter()
            .filter_map(|seat| match seat {
                Seat::Slot(path) => Some(fill(tree, word, line.word.class, path)),
                Seat::Below => None,
            })
            .flatten()
            .collect();
        let mut under = candidates.filter(|told| {
            let inside = || holders.iter().any(|&holder| tree.dominates(holder, told.word));
            holds && inside() || is_followed(tree, word, line, told.word)
        });
        let inner = under.next()?;
        let told = Told {
            word,
            line,
            others,
            light: None,
            inner: Some(Inner {
                word: inner.word,
                line: inner.line,
            }),
            ..inner.clone()
        };
        Some((told, inner.word))
    }
}

/// Whether a noun only says which of its kind another is: "the signing ceremony".
pub(super) fn is_part(tree: &Tree<'_>, word: usize) -> bool {
    let token = tree.token(word);
    let noun = token.upos == Upos::Noun;
    noun && (token.relation() == "compound" || related(tree, word, &["nmod"]).iter().any(|&of| of > word))
        && carrier(tree, word).is_none()
}

/// Whether what a line asks of its object stands between a word and a step, one right after the other: "signs law
/// ratifying", whatever the tree.
fn is_followed(tree: &Tree<'_>, word: usize, line: &StageWord, step: usize) -> bool {
    let object = line
        .when
        .iter()
        .find(|when| !when.negated && !when.filler.lemmas.is_empty());
    let (Some(object), Some(noun)) = (object, step.checked_sub(1)) else {
        return false;
    };
    (word + 1..=word + 3).contains(&noun) && object.filler.lemmas.contains(&lemma(tree, noun))
}
