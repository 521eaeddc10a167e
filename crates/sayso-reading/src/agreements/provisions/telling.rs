//! Where a sentence tells what an agreement provides.

use sayso_knowledge::agreements::{Force, How, TellingWord};
use sayso_language::Upos;
use sayso_schema::Duty;

use super::teller::{Governed, Teller};
use super::{Found, MOST_STEPS, Spread, Told, phrases};
use crate::grammar::{is_nominal, is_passive, lemma, lower, marked, marks, object, related, subject};
use crate::scene::Scene;

/// Adds what a sentence tells of.
pub(super) fn told<'k>(scene: &Scene<'_, 'k>, found: &Found, sentence: usize, into: &mut Vec<Told<'k>>) {
    let here = found.of_sentence(sentence).next().is_some();
    let before = sentence
        .checked_sub(1)
        .is_some_and(|before| found.of_sentence(before).next().is_some());
    let Some(tree) = scene.trees.get(sentence).filter(|_| here || before) else {
        return;
    };
    let teller = Teller::new(scene, found, sentence, tree);
    for word in 0..tree.len() {
        teller.verb(word, into);
    }
    if here {
        teller.infinitives(into);
        teller.clauses(into);
    }
    teller.relatives(into);
    teller.examples(into);
}

impl<'k> Teller<'_, 'k> {
    fn told(&self, agreement: usize, head: usize, teller: usize, line: &'k TellingWord) -> Told<'k> {
        Told {
            agreement,
            sentence: self.sentence,
            head,
            within: (0, self.tree.len().saturating_sub(1)),
            cut: None,
            spread: Spread::All,
            shared: false,
            purpose: false,
            duty: line.duty,
            bearer: None,
            teller,
            line: &line.because,
        }
    }

    /// What a verb tells, whose subject is the agreement, or the parties with the agreement beside them.
    fn verb(&self, word: usize, into: &mut Vec<Told<'k>>) {
        let token = self.tree.token(word);
        if !matches!(token.upos, Upos::Verb | Upos::Adj) {
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
        let (agreement, opening) = self.agreement_of(subject(self.tree, verb)?)?;
        let (head, bearer) = self.content(verb, line)?;
        let agreed = self.agreed(head);
        let says = line.how == How::Says;
        // "Officials praised it, saying it would work": not the agreement's word.
        let loose = self.tree.token(verb).relation() == "advcl";
        if says && (agreed.is_none() && !self.binds(head) || loose) {
            return None;
        }
        // What it would allow is what somebody expects of it.
        if line.duty == Some(Duty::May) && self.has_modal(verb) {
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
        if !is_passive(self.tree, verb) && self.tree.token(verb).relation() != "advcl" {
            return None;
        }
        let beside = ["by", "in", "under"];
        let mut beside = beside.iter().flat_map(|mark| marked(self.tree, verb, mark));
        let (agreement, _) = beside.find_map(|word| self.agreement_of(word))?;
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
        if as_told {
            told.spread = Spread::None;
        }
        Some(told)
    }

    /// "One accord waives visa requirements", "an accord banning nuclear tests".
    fn does(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        if is_passive(self.tree, verb) {
            return None;
        }
        let (agreement, _) = self.agreement_of(subject(self.tree, verb)?)?;
        let lasts = line.duty.is_none() && self.tree.child(verb, "obl").is_some();
        let object = self.tree.child(verb, "obj");
        let idle = object.is_some_and(|object| self.is_idle(object));
        let loose = self.tree.token(verb).relation() == "advcl";
        if !lasts && object.is_none() || idle || loose || self.is_hoped(verb) {
            return None;
        }
        let mut told = self.told(agreement, verb, verb, line);
        told.within.0 = verb;
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
        let agreement = own.or_else(|| self.agreed_before(verb, head))?;
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

    /// The agreement of the sentence before, where all its parties agree on something that is no step of another.
    fn agreed_before(&self, verb: usize, content: usize) -> Option<usize> {
        if self.found.of_sentence(self.sentence).next().is_some() {
            return None;
        }
        let who = subject(self.tree, verb)?;
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let of = lemma(self.tree, who);
        let mut with = self.tree.children(who).iter();
        let each = with.any(|&child| wordings.has(&lower(self.tree, child), Force::Each));
        let told = wordings.has(&of, Force::Party) && each && is_nominal(self.tree, who);
        let instruments = &self.scene.knowledge.agreements.instruments;
        let (first, last) = self.tree.reach(content);
        let another = (first..=last).any(|word| instruments.get(&lemma(self.tree, word)).is_some());
        let before = self.found.of_sentence(self.sentence.checked_sub(1)?).last();
        before.filter(|_| told && !another).map(|mention| mention.agreement)
    }

    /// "an agreement to halt tests", "signed a pact to", "a deal that both will".
    fn infinitives(&self, into: &mut Vec<Told<'k>>) {
        for mention in self.found.of_sentence(self.sentence) {
            let noun = mention.head;
            // "the members of the pact to manage it"
            let wordings = &self.scene.knowledge.agreements.provisions.wordings;
            let above = self
                .tree
                .head(noun)
                .filter(|_| self.tree.token(noun).relation() == "nmod");
            if above.is_some_and(|above| wordings.has(&lemma(self.tree, above), Force::Party)) {
                continue;
            }
            let opens = |&child: &usize| child > noun && self.is_infinitive(child);
            let own = related(self.tree, noun, &["acl", "advcl", "xcomp", "ccomp"]);
            let own = own.into_iter().filter(|child| !self.is_relative(*child));
            let mut heads: Vec<(usize, usize)> = own
                .filter(|child| opens(child) || *child > noun && self.has_mark(*child, "that"))
                .map(|child| (child, noun))
                .collect();
            let verb = self.tree.head(noun).filter(|_| {
                matches!(
                    self.tree.token(noun).relation(),
                    "obj" | "obl" | "nsubj" | "conj" | "nmod"
                )
            });
            let makes = verb.and_then(|verb| Some((verb, self.tellings.word(&lemma(self.tree, verb), How::Makes)?)));
            if heads.is_empty()
                && let Some((verb, _)) = makes
            {
                let beside = related(self.tree, verb, &["xcomp", "advcl"]);
                heads.extend(beside.into_iter().filter(opens).map(|child| (child, verb)));
            }
            let Some(line) = makes
                .map(|(_, line)| line)
                .or_else(|| self.tellings.word("sign", How::Makes))
            else {
                continue;
            };
            for (head, teller) in heads {
                if self.is_idle(head) || self.tree.token(head).upos != Upos::Verb {
                    continue;
                }
                let mut told = self.told(mention.agreement, head, teller, line);
                told.within.0 = noun + 1;
                told.purpose = self.is_hope(head);
                into.push(told);
            }
        }
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
            How::Under => opens || self.binds(at) || !self.is_past(at),
            // "in a deal", but "In the deal, …"
            _ => self.binds(at) && (opens || line.words.len() > 1),
        };
        (predicate && told).then_some(Governed {
            head: at,
            bearer: None,
            duty: line.duty,
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
