//! Where a sentence tells what an agreement provides.

use sayso_knowledge::agreements::{Content, Force, How, TellingWord, Tellings};
use sayso_language::Upos;
use sayso_schema::{Agreement, Voice};

use super::{Found, MOST_STEPS, Told, phrases};
use crate::grammar::{is_nominal, is_passive, lemma, lower, marked, marks, object, related, subject};
use crate::scene::Scene;
use crate::tree::Tree;

/// Adds what a sentence tells of.
pub(super) fn told<'k>(
    scene: &Scene<'_, 'k>,
    found: &Found,
    sentence: usize,
    rows: &[Agreement],
    into: &mut Vec<Told<'k>>,
) {
    let here = found.of_sentence(sentence).next().is_some();
    let before = sentence
        .checked_sub(1)
        .is_some_and(|before| found.of_sentence(before).next().is_some());
    let Some(tree) = scene.trees.get(sentence).filter(|_| here || before) else {
        return;
    };
    let teller = Teller {
        scene,
        found,
        sentence,
        tree,
        rows,
        tellings: &scene.knowledge.agreements.provisions.tellings,
    };
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

struct Teller<'t, 'k> {
    scene: &'t Scene<'t, 'k>,
    found: &'t Found,
    sentence: usize,
    tree: &'t Tree<'t>,
    rows: &'t [Agreement],
    tellings: &'k Tellings,
}

/// An agreement, and whether its aims are spoken of.
type Of = (usize, bool);

impl<'k> Teller<'_, 'k> {
    fn told(&self, agreement: usize, head: usize, teller: usize, line: &'k TellingWord) -> Told<'k> {
        Told {
            agreement,
            sentence: self.sentence,
            head,
            within: (0, self.tree.len().saturating_sub(1)),
            cut: None,
            spreads: true,
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
        let (head, bearer) = self
            .agreed(head)
            .map_or((head, bearer), |(head, bearer)| (head, bearer));
        let says = line.how == How::Says;
        if says && head == self.content(verb, line)?.0 && !self.binds(head) || self.is_idle(head) {
            return None;
        }
        let mut told = self.told(agreement, head, verb, line);
        told.bearer = bearer;
        told.purpose = opening;
        told.within.0 = if head > verb { verb + 1 } else { 0 };
        Some(told)
    }

    /// What somebody agrees to, and who: of "said that the ministers agreed to".
    fn agreed(&self, verb: usize) -> Option<(usize, Option<usize>)> {
        let agrees = self.tellings.word(&lemma(self.tree, verb), How::Agrees)?;
        let (head, bearer) = self.content(verb, agrees)?;
        Some((head, bearer.or_else(|| subject(self.tree, verb))))
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
            above?
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
        told.spreads = !as_told;
        Some(told)
    }

    /// "One accord waives visa requirements", "an accord banning nuclear tests".
    fn does(&self, verb: usize, line: &'k TellingWord) -> Option<Told<'k>> {
        if is_passive(self.tree, verb) {
            return None;
        }
        let (agreement, _) = self.agreement_of(subject(self.tree, verb)?)?;
        let lasts = line.duty.is_none() && self.tree.child(verb, "obl").is_some();
        if !lasts && self.tree.child(verb, "obj").is_none() || self.is_hoped(verb) {
            return None;
        }
        let mut told = self.told(agreement, verb, verb, line);
        told.within.0 = verb;
        // Verbs beside it are looked at for themselves.
        told.spreads = false;
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
        if self.is_idle(head) {
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
            let noun = self.whole(mention.head);
            let first = self.first_of(noun).min(mention.words.0);
            let phrase = self.phrase_before(first);
            let Some((line, from)) = phrase else { continue };
            let top = self.tree.top(from, noun.max(from));
            let Some(over) = self.tree.head(top) else { continue };
            let (begin, end) = self.tree.reach(top);
            let phrase = (begin.min(from), end);
            let Some((head, bearer)) = self.governed(over, line, begin == 0 || phrase.0 <= 1) else {
                continue;
            };
            if self.tree.dominates(top, head) {
                continue;
            }
            let mut told = self.told(mention.agreement, head, from, line);
            told.cut = Some(phrase);
            told.bearer = bearer;
            told.purpose = self.is_opening(mention.head);
            into.push(told);
        }
    }

    /// The phrase of an agreement that is named in it: "the terms of the accord".
    fn whole(&self, noun: usize) -> usize {
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
    fn phrase_before(&self, first: usize) -> Option<(&'k TellingWord, usize)> {
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
    fn governed(&self, over: usize, line: &TellingWord, opens: bool) -> Option<(usize, Option<usize>)> {
        let mut at = over;
        // Who says it is no part of it; who agrees to it owes it.
        for _ in 0..MOST_STEPS {
            if let Some((head, bearer)) = self.agreed(at) {
                return (!self.is_idle(head)).then_some((head, bearer));
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
        (predicate && told).then_some((at, None))
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
            for _ in 0..3 {
                let Some(above) = self.tree.head(at) else { break };
                if let Some((agreement, _)) = self.part(above).and_then(|_| self.agreement_of(above)) {
                    let mut told = self.told(agreement, head, from, line);
                    told.within.0 = from + line.words.len();
                    into.push(told);
                    break;
                }
                at = above;
            }
        }
    }

    /// The agreement that a word names, or a part of which it names.
    fn agreement_of(&self, word: usize) -> Option<Of> {
        if let Some(agreement) = self.found.at(self.sentence, word) {
            return Some((agreement, false));
        }
        let near = || {
            let before = self.found.last_before(self.sentence, word)?;
            let here = self.found.of_sentence(self.sentence).any(|at| at.head < word);
            let just = self.sentence.checked_sub(1)?;
            (here || self.found.of_sentence(just).next().is_some()).then_some(before)
        };
        if let Some(opening) = self.part(word) {
            let of = related(self.tree, word, &["nmod", "compound", "nmod:poss"]);
            let own = of.iter().find_map(|&child| self.found.at(self.sentence, child));
            // "the terms of employment" are none of its.
            let alone = self.tellings.word(&lemma(self.tree, word), How::Share).is_none();
            let bare = alone && (of.is_empty() || self.tree.child(word, "nmod:poss").is_some());
            return own
                .or_else(|| near().filter(|_| bare))
                .map(|agreement| (agreement, opening));
        }
        let stands_for = matches!(&*lower(self.tree, word), "it" | "this" | "which");
        let other = self.scene.entity_at(self.sentence, word).is_some();
        near()
            .filter(|_| stands_for && !other)
            .map(|agreement| (agreement, false))
    }

    /// Whether a noun is a part of an agreement: the part that tells its aims?
    fn part(&self, word: usize) -> Option<bool> {
        let lemma = lemma(self.tree, word);
        let is = |how| self.tellings.word(&lemma, how).is_some();
        if is(How::Opening) {
            return Some(true);
        }
        (is(How::Part) || is(How::Share)).then_some(false)
    }

    fn is_opening(&self, noun: usize) -> bool {
        self.part(self.whole(noun)) == Some(true)
    }

    /// The head of what a verb tells, and whom it binds where that stands outside of it.
    fn content(&self, verb: usize, line: &TellingWord) -> Option<(usize, Option<usize>)> {
        line.content.iter().find_map(|content| match content {
            Content::Clause => self
                .tree
                .child(verb, "ccomp")
                .filter(|&clause| !self.is_infinitive(clause))
                .map(|clause| (clause, None)),
            Content::Infinitive => self.infinitive(verb),
            Content::Object => {
                let object = self.tree.child(verb, "obj")?;
                let named = matches!(self.tree.token(object).upos, Upos::Pron | Upos::Propn);
                let place = self.scene.places(self.sentence).iter();
                let named = named
                    || place
                        .into_iter()
                        .any(|place| (place.first..=place.last).contains(&object));
                let fits = !named && self.found.at(self.sentence, object).is_none() && !self.is_idle(object);
                fits.then_some((object, None))
            }
            Content::Own => Some((verb, None)),
            Content::After(preposition) => {
                let after = marked(self.tree, verb, preposition);
                let one = after.into_iter().find(|&word| word > verb)?;
                Some((one, None))
            }
        })
    }

    fn infinitive(&self, verb: usize) -> Option<(usize, Option<usize>)> {
        let whom = ["obj", "iobj", "nsubj:pass"]
            .iter()
            .find_map(|relation| self.tree.child(verb, relation));
        let whom = whom.or_else(|| {
            let mut on = ["on", "upon"].iter().flat_map(|mark| marked(self.tree, verb, mark));
            on.find(|&word| is_nominal(self.tree, word))
        });
        let own = related(self.tree, verb, &["xcomp", "ccomp", "advcl"]);
        let beside = whom.map(|whom| related(self.tree, whom, &["acl", "advcl"]));
        let mut all = own.into_iter().chain(beside.unwrap_or_default());
        let head = all.find(|&child| child > verb && self.is_infinitive(child))?;
        Some((head, whom))
    }

    fn is_infinitive(&self, word: usize) -> bool {
        // "on how to manage it" is what is agreed on, not what was agreed.
        let other =
            marks(self.tree, word).any(|mark| !matches!(&*lower(self.tree, mark), "to" | "for" | "in" | "order"));
        let asks = related(self.tree, word, &["advmod"])
            .into_iter()
            .any(|word| matches!(&*lower(self.tree, word), "how" | "whether" | "when" | "where"));
        !other && !asks && self.has_mark(word, "to") && self.tree.token(word).feature("VerbForm") != Some("Ger")
    }

    fn has_mark(&self, word: usize, form: &str) -> bool {
        marks(self.tree, word).any(|mark| lower(self.tree, mark) == form)
    }

    fn is_relative(&self, word: usize) -> bool {
        self.tree.token(word).deprel.ends_with("relcl")
    }

    fn is_idle(&self, word: usize) -> bool {
        self.tellings.word(&lemma(self.tree, word), How::Idle).is_some()
    }

    fn is_hope(&self, verb: usize) -> bool {
        let lines = self.tellings.starting(&lemma(self.tree, verb)).iter();
        lines
            .filter(|line| line.how == How::Hopes)
            .any(|line| self.has_particle(verb, line))
    }

    fn is_negated(&self, verb: usize) -> bool {
        let wordings = &self.scene.knowledge.agreements.provisions.wordings;
        let mut with = related(self.tree, verb, &["advmod"]).into_iter();
        with.any(|word| wordings.has(&lower(self.tree, word), Force::Not))
    }

    /// Whether somebody says what an agreement would do, rather than what it lays down.
    fn is_hoped(&self, verb: usize) -> bool {
        let modal = related(self.tree, verb, &["aux"])
            .into_iter()
            .find(|&aux| &*self.tree.token(aux).xpos == "MD");
        let Some(modal) = modal else { return false };
        if !matches!(&*lower(self.tree, modal), "will" | "would" | "shall" | "'ll") {
            return true;
        }
        let span = self.tree.token(verb).span;
        let telling = self.scene.whose.of(span, self.tree.sentence);
        telling.is_some_and(|telling| {
            telling
                .teller
                .is_some_and(|teller| teller.voice == Voice::Attributed && !self.is_own_word(teller))
        })
    }

    /// Whether a statement is an agreement's own.
    fn is_own_word(&self, statement: &sayso_schema::Statement) -> bool {
        statement.act == sayso_schema::Act::Stipulate && !self.rows.is_empty()
    }

    /// Whether the rest of a line's words stands on a verb: "set out".
    fn has_particle(&self, verb: usize, line: &TellingWord) -> bool {
        let further = line.words.get(1..).unwrap_or_default();
        further.iter().all(|word| {
            let mut children = self.tree.children(verb).iter();
            children.any(|&child| {
                lower(self.tree, child) == *word
                    && matches!(self.tree.token(child).relation(), "compound" | "advmod" | "case")
            })
        })
    }
}
