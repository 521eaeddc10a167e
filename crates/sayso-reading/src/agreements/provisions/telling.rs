//! Where a sentence tells what an agreement provides.

use sayso_knowledge::agreements::{Content, How, TellingWord};
use sayso_language::Upos;
use sayso_schema::Duty;

use super::teller::{Governed, Teller};
use super::{Found, MOST_STEPS, Spread, Told, phrases};
use crate::grammar::{is_passive, lemma, lower, marked, marks, object, related, subject};
use crate::scene::Scene;

/// An agreement that was named longer ago is not meant by "it" or "a provision".
pub(super) const MOST_AGO: usize = 3;

/// Adds what a sentence tells of.
pub(super) fn told<'k>(scene: &Scene<'_, 'k>, found: &Found, sentence: usize, into: &mut Vec<Told<'k>>) {
    let here = found.of_sentence(sentence).next().is_some();
    // What was told right before, and whether an agreement was named so short a time ago that it may be meant.
    let last = into.last().filter(|last| last.sentence + 1 == sentence).cloned();
    let near = (1..=MOST_AGO).filter_map(|back| sentence.checked_sub(back));
    let before = near
        .into_iter()
        .any(|before| found.of_sentence(before).next().is_some());
    let Some(tree) = scene.trees.get(sentence).filter(|_| here || before || last.is_some()) else {
        return;
    };
    let teller = Teller::new(scene, found, sentence, tree);
    let told = into.len();
    for word in 0..tree.len() {
        teller.verb(word, into);
    }
    if here {
        teller.infinitives(into);
        teller.gerunds(into);
        teller.clauses(into);
    }
    teller.relatives(into);
    teller.examples(into);
    if into.len() == told {
        into.extend(last.and_then(|last| teller.follows(&last)));
    }
}

impl<'k> Teller<'_, 'k> {
    pub(super) fn told(&self, agreement: usize, head: usize, teller: usize, line: &'k TellingWord) -> Told<'k> {
        Told {
            agreement,
            sentence: self.sentence,
            head,
            within: (0, self.tree.len().saturating_sub(1)),
            cut: None,
            spread: Spread::All,
            shared: false,
            after: 0,
            weak: false,
            purpose: false,
            duty: line.duty,
            bearer: None,
            teller: self.tree.token(teller).span,
            how: line.how,
            line: &line.because,
        }
    }

    /// What a verb tells, whose subject is the agreement, or the parties with the agreement beside them.
    fn verb(&self, word: usize, into: &mut Vec<Told<'k>>) {
        let token = self.tree.token(word);
        let named = || self.found.at(self.sentence, word).is_some();
        if !matches!(token.upos, Upos::Verb | Upos::Adj) || named() {
            return;
        }
        let mut lines = self.tellings.starting(&lemma(self.tree, word));
        if lines.is_empty() {
            lines = self.tellings.starting(&lower(self.tree, word));
        }
        if lines.is_empty() || self.is_negated(word) {
            return;
        }
        for line in lines.iter().filter(|line| self.has_particle(word, line)) {
            let made = match line.how {
                How::Tells | How::Says => self.tells(word, line).or_else(|| self.told_in(word, line)),
                How::Does => self.does(word, line),
                How::Aims => self.aims(word, line),
                How::Agrees => self.agrees(word, line),
                _ => continue,
            };
            if let Some(made) = made {
                into.push(made);
                return;
            }
        }
    }

    /// "The treaty stipulates that", "a pact obliging both to", "which calls for".
    fn tells(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        if is_passive(self.tree, verb) {
            return None;
        }
        let own = subject(self.tree, verb).and_then(|who| self.agreement_of(who));
        let behind = || self.told_behind(verb).map(|agreement| (agreement, false));
        let (agreement, opening) = own.or_else(behind)?;
        let (head, bearer) = self.content(verb, line)?;
        let agreed = self.agreed(head);
        let says = line.how == How::Says;
        // "Officials praised it, saying it would work": not the agreement's word.
        let loose = self.tree.token(verb).relation() == "advcl";
        if says && (agreed.is_none() && !self.binds(head) || loose) {
            return None;
        }
        // What it would allow is what somebody expects of it.
        if (line.duty == Some(Duty::May) || self.is_hope(verb)) && self.has_modal(verb) {
            return None;
        }
        let governed = agreed.unwrap_or(Governed {
            head,
            bearer,
            duty: line.duty,
        });
        let head = governed.head;
        if self.is_idle(head) {
            return None;
        }
        let mut told = self.told(agreement, head, verb, line);
        told.bearer = governed.bearer;
        told.duty = governed.duty;
        told.purpose = opening;
        told.within.0 = if head > verb { verb + 1 } else { 0 };
        Some(told)
    }

    /// What somebody agrees to, and who: of "said that the ministers agreed to".
    fn agreed(&self, verb: usize) -> Option<Governed> {
        let agrees = self.tellings.word(&lemma(self.tree, verb), How::Agrees)?;
        let (head, bearer) = self.content(verb, agrees)?;
        let duty = if self.is_negated(verb) {
            Some(Duty::MustNot)
        } else {
            agrees.duty
        };
        Some(Governed {
            head,
            bearer: bearer.or_else(|| subject(self.tree, verb)),
            duty,
        })
        .filter(|_| self.is_owed(verb, head))
    }

    /// Whether what is agreed on is a duty: "that it was important" is none.
    fn is_owed(&self, verb: usize, content: usize) -> bool {
        self.tree.child(verb, "ccomp") != Some(content) || self.is_infinitive(content) || self.binds(content)
    }

    /// "as stipulated in the accord", "a withdrawal called for by the resolution".
    fn told_in(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        let beside = ["by", "in", "under"];
        let mut beside = beside.iter().flat_map(|mark| marked(self.tree, verb, mark));
        let (agreement, _) = beside.find_map(|word| self.agreement_of(word))?;
        if !is_passive(self.tree, verb) && self.tree.token(verb).relation() != "advcl" {
            return self.asked_in(verb, agreement, line);
        }
        let as_told = marks(self.tree, verb).any(|mark| lower(self.tree, mark) == "as");
        let above = self.tree.head(verb);
        let head = if as_told {
            above.filter(|&above| self.is_whole(above))?
        } else {
            object(self.tree, verb)
                .filter(|&word| self.tree.token(word).upos != Upos::Pron)
                .or_else(|| self.tree.child(verb, "ccomp"))
                .or_else(|| self.tree.child(verb, "csubj"))?
        };
        let (first, last) = self.tree.reach(verb);
        let mut told = self.told(agreement, head, verb, line);
        // Its own words are cut where they hang on what they tell.
        told.cut = self.tree.dominates(head, verb).then_some((first, last));
        told.weak = !as_told;
        if as_told {
            told.spread = Spread::None;
        }
        Some(told)
    }

    /// "The council urged Iran in a resolution to", "the ministers said in the statement that both would".
    fn asked_in(&self, verb: usize, agreement: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        let (head, bearer) = self.content(verb, line)?;
        let clause = self.is_infinitive(head) || self.binds(head);
        if !clause || self.is_idle(head) || self.is_negated(verb) {
            return None;
        }
        let mut told = self.told(agreement, head, verb, line);
        told.bearer = bearer;
        told.within.0 = verb + 1;
        Some(told)
    }

    /// "One accord waives visa requirements", "an accord banning nuclear tests".
    fn does(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        if is_passive(self.tree, verb) {
            return None;
        }
        let behind = self.told_behind(verb);
        let own = || Some(self.agreement_of(subject(self.tree, verb)?)?.0);
        let agreement = behind.or_else(own)?;
        let lasts = line.duty.is_none() && self.tree.child(verb, "obl").is_some();
        let object = ["obj", "iobj", "xcomp"]
            .iter()
            .find_map(|relation| self.tree.child(verb, relation));
        let idle = object.is_some_and(|object| self.is_idle(object));
        let loose = behind.is_none() && self.tree.token(verb).relation() == "advcl";
        if !lasts && object.is_none() || idle || loose || self.is_hoped(verb) {
            return None;
        }
        let mut told = self.told(agreement, verb, verb, line);
        told.within.0 = verb;
        told.weak = self.is_expected(verb);
        // Verbs beside it are looked at for themselves.
        told.spread = Spread::Untold;
        Some(told)
    }

    /// "designed to", "aimed at".
    fn aims(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        let whose = if is_passive(self.tree, verb) {
            object(self.tree, verb)
        } else {
            subject(self.tree, verb)
        };
        let whose = whose.and_then(|word| self.agreement_of(word));
        let (agreement, _) = whose.or_else(|| self.agreement_of(self.holder(verb)?))?;
        let (head, _) = self.content(verb, line)?;
        let mut told = self.told(agreement, head, verb, line);
        told.purpose = true;
        told.within.0 = if head > verb { verb + 1 } else { verb };
        Some(told)
    }

    /// The noun that a participle stands on.
    fn holder(&self, verb: usize) -> Option<usize> {
        let on = matches!(self.tree.token(verb).relation(), "acl" | "amod" | "advcl");
        self.tree.head(verb).filter(|_| on)
    }

    /// "agreed in the pact to", or of both parties after the agreement was named.
    fn agrees(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        let (head, bearer) = self.content(verb, line)?;
        let beside = ["in", "under", "by"];
        let mut beside = beside.iter().flat_map(|mark| marked(self.tree, verb, mark));
        let own = beside
            .find_map(|word| self.agreement_of(word))
            .map(|(agreement, _)| agreement);
        let agreement = own.or_else(|| self.agreed_before(verb, head).filter(|_| bearer.is_none()))?;
        if self.is_idle(head) || !self.is_owed(verb, head) {
            return None;
        }
        let mut told = self.told(agreement, head, verb, line);
        told.bearer = if is_passive(self.tree, verb) {
            self.tree.child(verb, "nsubj:pass").or(bearer)
        } else {
            subject(self.tree, verb)
        };
        told.within.0 = verb + 1;
        let (first, last) = self.tree.reach(verb);
        told.within.1 = last.max(first);
        Some(told)
    }

    /// "Under the deal, …", "according to the terms of the accord".
    fn clauses(&self, into: &mut Vec<Told<'k>>) {
        for mention in self.found.of_sentence(self.sentence) {
            // "under this treaty and that agreement"
            let above = self.tree.head(mention.head);
            let beside = above.filter(|_| self.tree.token(mention.head).relation() == "conj");
            let beside = beside.filter(|&above| self.found.at(self.sentence, above).is_some());
            let noun = self.whole(beside.unwrap_or(mention.head));
            let words = if beside.is_none() { mention.words.0 } else { noun };
            let first = self.first_of(noun).min(words);
            let phrase = self.phrase_before(first);
            let Some((line, from)) = phrase else { continue };
            let top = self.tree.top(from, noun.max(from));
            let Some(over) = self.tree.head(top) else { continue };
            let (begin, end) = self.tree.reach(top);
            let phrase = (begin.min(from), end);
            let Some(governed) = self.governed(over, line, begin == 0 || phrase.0 <= 1) else {
                continue;
            };
            let head = governed.head;
            if self.tree.dominates(top, head) {
                continue;
            }
            let mut told = self.told(mention.agreement, head, from, line);
            told.cut = Some(phrase);
            told.shared = beside.is_some();
            told.bearer = governed.bearer;
            told.duty = governed.duty;
            told.purpose = self.is_opening(mention.head);
            into.push(told);
        }
    }

    /// The phrase of an agreement that is named in it: "the terms of the accord".
    pub(super) fn whole(&self, noun: usize) -> usize {
        let above = self.tree.head(noun);
        let nested = matches!(self.tree.token(noun).relation(), "nmod" | "compound");
        let part = above.filter(|&above| nested && self.part(above).is_some());
        part.unwrap_or(noun)
    }

    fn first_of(&self, noun: usize) -> usize {
        let before = [
            "det",
            "amod",
            "compound",
            "nummod",
            "nmod:poss",
            "flat",
            "nmod:unmarked",
        ];
        let of = related(self.tree, noun, &before);
        let reach = of.into_iter().filter(|&child| child < noun);
        reach.map(|child| self.tree.reach(child).0).min().unwrap_or(noun)
    }

    /// The words right before a phrase by which a clause rests on it.
    pub(super) fn phrase_before(&self, first: usize) -> Option<(&'k TellingWord, usize)> {
        let last = first.checked_sub(1)?;
        // Phrases are found by their first word: none has more than five.
        (last.saturating_sub(4)..=last).find_map(|from| {
            let lines = self.tellings.starting(&lower(self.tree, from)).iter();
            let mut lines = lines.filter(|line| matches!(line.how, How::Under | How::Claims));
            lines
                .find(|line| line.words.len() == first - from && phrases::ends_before(self.tree, first, &line.words))
                .map(|line| (line, from))
        })
    }

    /// What a clause provides that rests on the agreement, seen through saying and agreeing.
    fn governed(&self, over: usize, line: &TellingWord, opens: bool) -> Option<Governed> {
        let mut at = over;
        // Who says it is no part of it; who agrees to it owes it.
        for _ in 0..MOST_STEPS {
            if let Some(governed) = self.agreed(at) {
                return (!self.is_idle(governed.head)).then_some(governed);
            }
            if !self.is_idle(at) {
                break;
            }
            at = self.tree.child(at, "ccomp")?;
        }
        let predicate = self.tree.token(at).upos == Upos::Verb
            || ["cop", "nsubj", "aux"]
                .iter()
                .any(|relation| self.tree.child(at, relation).is_some());
        let told = match line.how {
            How::Under => opens || self.binds(at) || !self.is_past(at) || self.was_done(at),
            // "in a deal", but "In the deal, …"
            _ => {
                let asked = line.words.len() > 1 && self.is_infinitive(at) && self.is_asked(at);
                asked || self.binds(at) && (opens || line.words.len() > 1)
            }
        };
        (predicate && told).then_some(Governed {
            head: at,
            bearer: None,
            duty: line.duty,
        })
    }

    /// "was given a seat under the accord"
    fn was_done(&self, verb: usize) -> bool {
        self.tree.child(verb, "nsubj:pass").is_some() && !self.is_relative(verb)
    }

    /// Whether somebody asks for what an infinitive tells, or promises it.
    fn is_asked(&self, infinitive: usize) -> bool {
        let above = self.tree.head(infinitive);
        above.is_some_and(|above| {
            let lines = self.tellings.starting(&lemma(self.tree, above)).iter();
            let mut lines = lines.filter(|line| matches!(line.how, How::Tells | How::Agrees));
            lines.any(|line| line.content.contains(&Content::Infinitive))
        })
    }

    /// Whether a clause says what shall, may or must be.
    fn binds(&self, verb: usize) -> bool {
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let modal = related(self.tree, verb, &["aux"]);
        modal.iter().any(|&aux| wordings.duty(&lower(self.tree, aux)).is_some())
    }

    fn is_past(&self, verb: usize) -> bool {
        let past = |word: usize| self.tree.token(word).feature("Tense") == Some("Past");
        let helpers = related(self.tree, verb, &["aux", "cop"]);
        match helpers.first() {
            Some(&first) => past(first) || lemma(self.tree, first) == "have",
            None => past(verb),
        }
    }

    /// "a deal under which the sides will".
    fn relatives(&self, into: &mut Vec<Told<'k>>) {
        for from in 0..self.tree.len() {
            let lines = self.tellings.starting(&lower(self.tree, from)).iter();
            let mut lines = lines.filter(|line| line.how == How::ByWhich);
            let Some(line) = lines.find(|line| phrases::stands(self.tree, from, &line.words)) else {
                continue;
            };
            let last = from + line.words.len() - 1;
            let mut at = self.tree.top(from, last);
            let mut made = None;
            for _ in 0..MOST_STEPS {
                let Some(above) = self.tree.head(at) else { break };
                if self.tree.token(at).relation() == "acl"
                    && let Some((agreement, _)) = self.agreement_of(above)
                {
                    made = Some((agreement, at));
                    break;
                }
                at = above;
            }
            let Some((agreement, head)) = made.filter(|(_, head)| !self.is_idle(*head)) else {
                continue;
            };
            let mut told = self.told(agreement, head, from, line);
            told.within.0 = last + 1;
            into.push(told);
        }
    }

    /// "other terms of the accords, such as".
    fn examples(&self, into: &mut Vec<Told<'k>>) {
        for from in 0..self.tree.len() {
            let lines = self.tellings.starting(&lower(self.tree, from)).iter();
            let mut lines = lines.filter(|line| line.how == How::SuchAs);
            let Some(line) = lines.find(|line| phrases::stands(self.tree, from, &line.words)) else {
                continue;
            };
            let top = self.tree.top(from, from + line.words.len() - 1);
            let Some(head) = self.tree.head(top).filter(|&head| head > from) else {
                continue;
            };
            let mut at = head;
            let mut of = None;
            for _ in 0..3 {
                let Some(above) = self.tree.head(at).filter(|_| of.is_none()) else {
                    break;
                };
                of = self.part(above).and_then(|_| self.agreement_of(above));
                at = above;
            }
            // The nearest phrase, whatever the tree makes of it.
            let just = || {
                let mut mentions = self.found.of_sentence(self.sentence);
                let near = mentions.find(|mention| mention.words.1 < from && mention.words.1 + 2 >= from)?;
                (self.whole(near.head) != near.head).then_some((near.agreement, false))
            };
            if let Some((agreement, _)) = of.or_else(just) {
                let mut told = self.told(agreement, head, from, line);
                told.within.0 = from + line.words.len();
                into.push(told);
            }
        }
    }
}
