//! Lays rules on trees: from an anchor word along a rule's paths to the words that play its parts.

use sayso_knowledge::Knowledge;
use sayso_knowledge::attribution::{Cue, CuePos};
use sayso_knowledge::rules::{Condition, Part, Path, Rule, Step, Target, Test};
use sayso_knowledge::{act_name, kind_name};
use sayso_language::{NameKind, Upos};

use crate::tree::Tree;

/// No step leads to more words: a word with more dependents is no sentence's.
const MOST_FOUND: usize = 64;

/// What is known of an anchor besides its tree.
pub(crate) struct Scene<'s, 'k> {
    pub(crate) tree: &'s Tree<'s>,
    pub(crate) knowledge: &'k Knowledge,
    /// Whether the sentence is in the headline.
    pub(crate) title: bool,
    /// For [`Path::Quote`]: the topmost word of the quoted words beside an anchor, if there are any.
    pub(crate) quoted: &'s dyn Fn(usize) -> Option<usize>,
}

/// A rule that fits at a word.
#[derive(Clone, Debug)]
pub(crate) struct Match<'k> {
    pub(crate) rule: &'k Rule,
    pub(crate) cue: Option<&'k Cue>,
    pub(crate) anchor: usize,
    pub(crate) parts: Vec<(Part, Found)>,
}

/// What a target led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A word, for it and what is below it.
    Word(usize),
    /// Quoted words beside the anchor; the topmost of them.
    Quote(usize),
    /// All these words.
    Run(Vec<usize>),
}

impl Match<'_> {
    pub(crate) fn part(&self, part: Part) -> Option<&Found> {
        self.all(part).next()
    }

    pub(crate) fn all(&self, part: Part) -> impl Iterator<Item = &Found> {
        self.parts
            .iter()
            .filter(move |(p, _)| *p == part)
            .map(|(_, found)| found)
    }
}

impl<'k> Scene<'_, 'k> {
    /// The first rule that fits at `anchor`.
    pub(crate) fn find(&self, anchor: usize) -> Option<Match<'k>> {
        let cues: Vec<&'k Cue> = self.cues(anchor).collect();
        let rules = self.knowledge.attribution.rules();
        if cues.is_empty() {
            let other = rules.iter().filter(|rule| !rule.anchor.iter().any(asks_for_cue));
            return other.into_iter().find_map(|rule| self.fit(rule, None, anchor));
        }
        rules
            .iter()
            .find_map(|rule| cues.iter().find_map(|cue| self.fit(rule, Some(cue), anchor)))
    }

    /// The lexicon's lines that the word at `anchor` is used as.
    pub(crate) fn cues(&self, anchor: usize) -> impl Iterator<Item = &'k Cue> {
        let form = self.tree.token(anchor).form.to_lowercase();
        let cues: Vec<&'k Cue> = self.knowledge.attribution.cues(&form).collect();
        cues.into_iter().filter(move |cue| self.is_cue(anchor, cue))
    }

    /// Whether the word at `anchor` is used as this cue: its part of speech, and its further words.
    fn is_cue(&self, anchor: usize, cue: &Cue) -> bool {
        let token = self.tree.token(anchor);
        let fits = match cue.pos {
            CuePos::Verb => token.upos == Upos::Verb,
            CuePos::Noun => token.upos == Upos::Noun,
            CuePos::Adjective => matches!(token.upos, Upos::Adj | Upos::Verb),
            CuePos::Adverb => token.upos == Upos::Adv,
            CuePos::Preposition => true,
        };
        let further = cue.words.get(1..).unwrap_or_default();
        fits && further.iter().enumerate().all(|(i, word)| match cue.pos {
            CuePos::Preposition => (self.tree.sentence.tokens.get(anchor + 1 + i))
                .is_some_and(|token| token.form.eq_ignore_ascii_case(word)),
            _ => {
                let last = i + 1 == further.len();
                self.particle(anchor, word).is_some() || last && self.marked_dependent(anchor, word).is_some()
            }
        })
    }

    /// The particle `word` of a verb: "point out".
    pub(crate) fn particle(&self, verb: usize, word: &str) -> Option<usize> {
        self.tree.children(verb).iter().copied().find(|&child| {
            let token = self.tree.token(child);
            token.form.eq_ignore_ascii_case(word) && matches!(token.relation(), "compound" | "advmod" | "fixed")
        })
    }

    /// The word that marks a dependent with the preposition `word`: the "for" of "call for calm".
    pub(crate) fn marked_dependent(&self, head: usize, word: &str) -> Option<usize> {
        let mut dependents = self.tree.children(head).iter().copied();
        dependents.find_map(|child| {
            let relation = self.tree.token(child).relation();
            if !matches!(relation, "obl" | "nmod" | "advcl" | "acl" | "xcomp" | "ccomp" | "obj") {
                return None;
            }
            self.markers(child)
                .find(|&marker| self.tree.token(marker).form.eq_ignore_ascii_case(word))
        })
    }

    /// The prepositions and conjunctions that stand on a word.
    fn markers(&self, index: usize) -> impl Iterator<Item = usize> {
        let children = self.tree.children(index).iter().copied();
        children.filter(|&child| matches!(self.tree.token(child).relation(), "case" | "mark"))
    }

    fn fit(&self, rule: &'k Rule, cue: Option<&'k Cue>, anchor: usize) -> Option<Match<'k>> {
        let at = At {
            scene: self,
            cue,
            anchor,
        };
        if !at.all(&rule.anchor, anchor) {
            return None;
        }
        for guard in &rule.guards {
            if at.words(&guard.target).next().is_some() != guard.present {
                return None;
            }
        }
        let mut parts = Vec::new();
        for role in &rule.roles {
            let before = parts.len();
            for target in &role.targets {
                if role.part == Part::Also {
                    parts.extend(at.words(target).map(|word| (Part::Also, Found::Word(word))));
                } else {
                    parts.extend(at.first(target).map(|found| (role.part, found)));
                }
                if parts.len() > before {
                    break;
                }
            }
            if parts.len() == before && !role.optional {
                return None;
            }
        }
        Some(Match {
            rule,
            cue,
            anchor,
            parts,
        })
    }
}

fn asks_for_cue(condition: &Condition) -> bool {
    matches!(condition.test, Test::Pos | Test::Frame | Test::Act)
}

struct At<'m> {
    scene: &'m Scene<'m, 'm>,
    cue: Option<&'m Cue>,
    anchor: usize,
}

impl At<'_> {
    fn tree(&self) -> &Tree<'_> {
        self.scene.tree
    }

    fn first(&self, target: &Target) -> Option<Found> {
        match &target.path {
            Path::Steps(_) => self.words(target).next().map(Found::Word),
            Path::Quote => {
                let word = (self.scene.quoted)(self.anchor)?;
                self.all(&target.conditions, word).then_some(Found::Quote(word))
            }
            Path::Left | Path::Right => {
                let run: Vec<usize> = match target.path {
                    Path::Left => (0..self.anchor).collect(),
                    _ => (self.anchor + 1..self.tree().len()).collect(),
                };
                let top = self.tree().topmost(run.get(..MOST_FOUND.min(run.len()))?)?;
                let few = |condition: &Condition| condition.test == Test::Size;
                let small = target.conditions.iter().any(few);
                let fits = (!small || self.is_few(&run))
                    && (target.conditions.iter()).all(|condition| few(condition) || self.holds(condition, top));
                fits.then_some(Found::Run(run))
            }
        }
    }

    fn words<'t>(&'t self, target: &'t Target) -> impl Iterator<Item = usize> + 't {
        let mut found = Vec::new();
        if let Path::Steps(steps) = &target.path {
            found.push(self.anchor);
            for step in steps {
                found = found
                    .iter()
                    .flat_map(|&word| self.step(step, word))
                    .take(MOST_FOUND)
                    .collect();
            }
        }
        found.retain(|&word| word != self.anchor || matches!(&target.path, Path::Steps(steps) if steps.is_empty()));
        found.into_iter().filter(|&word| self.all(&target.conditions, word))
    }

    fn step(&self, step: &Step, word: usize) -> Vec<usize> {
        let tree = self.tree();
        if step.up {
            let follows = step.follows(&tree.token(word).deprel);
            return tree.head(word).filter(|_| follows).into_iter().collect();
        }
        let children = tree.children(word).iter().copied();
        children
            .filter(|&child| step.follows(&tree.token(child).deprel))
            .collect()
    }

    fn all(&self, conditions: &[Condition], word: usize) -> bool {
        conditions.iter().all(|condition| self.holds(condition, word))
    }

    fn holds(&self, condition: &Condition, word: usize) -> bool {
        let tree = self.tree();
        let token = tree.token(word);
        let any = |test: &dyn Fn(&str) -> bool| condition.values.iter().any(|value| test(value));
        let cue = |test: &dyn Fn(&Cue, &str) -> bool| self.cue.is_some_and(|cue| any(&|value| test(cue, value)));
        let found = match &condition.test {
            Test::Lemma => any(&|value| token.lemma.eq_ignore_ascii_case(value)),
            Test::Form => any(&|value| token.form.eq_ignore_ascii_case(value)),
            Test::Upos => any(&|value| token.upos.as_str() == value),
            Test::Xpos => any(&|value| &*token.xpos == value),
            Test::Deprel => any(&|value| sayso_knowledge::rules::relation_fits(value, &token.deprel)),
            Test::Feature(name) => token.feature(name).is_some_and(|has| any(&|value| has == value)),
            Test::Frame => cue(&|cue, value| cue.frames.iter().any(|frame| frame == value)),
            Test::Pos => cue(&|cue, value| cue.pos.as_str() == value),
            Test::Act => cue(&|cue, value| act_name(cue.act) == value),
            Test::Marked => self.scene.markers(word).any(|marker| {
                let form = &tree.token(marker).form;
                let is = |text: &str| form.eq_ignore_ascii_case(text);
                any(&|value| match value {
                    "cue" => self
                        .cue
                        .is_some_and(|cue| cue.words.len() > 1 && cue.words.last().is_some_and(|w| is(w))),
                    "frame" => self.cue.is_some_and(|cue| cue.frames.iter().any(|frame| is(frame))),
                    _ => is(value),
                })
            }),
            Test::Child => any(&|value| tree.child(word, value).is_some()),
            Test::Kind => {
                let kind = self.scene.knowledge.attribution.kind(&token.form.to_lowercase());
                kind.is_some_and(|(kind, _)| any(&|value| kind_name(kind) == value))
            }
            Test::Name => {
                let name = tree
                    .sentence
                    .names
                    .iter()
                    .find(|name| (name.first..=name.last).contains(&word));
                let kind = name.map_or("no", |name| match name.kind {
                    NameKind::Person => "person",
                    NameKind::Organisation => "organisation",
                    NameKind::Location => "location",
                });
                any(&|value| kind == value)
            }
            Test::Side => any(&|value| (value == "after") == (word > self.anchor)),
            Test::Size => self.is_few(&tree.subtree(word)),
            Test::Place => any(&|value| match value {
                "title" => self.scene.title,
                _ => self.anchor <= 6,
            }),
        };
        found != condition.negated
    }

    /// No more than six words, one of them a noun, a name or a pronoun, and no verb.
    fn is_few(&self, words: &[usize]) -> bool {
        let upos = |word: &usize| self.tree().token(*word).upos;
        words.len() <= 6
            && words
                .iter()
                .any(|word| matches!(upos(word), Upos::Noun | Upos::Propn | Upos::Pron))
            && !words.iter().any(|word| matches!(upos(word), Upos::Verb | Upos::Aux))
    }
}
