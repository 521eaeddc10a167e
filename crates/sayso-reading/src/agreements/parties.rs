//! Whom an agreement binds, as the words around its mentions tell.

use sayso_knowledge::agreements::{Family, Sign, Signs};
use sayso_language::Upos;
use sayso_schema::{Entity, EntityType, MentionForm, Span};

use super::candidates::Candidate;
use super::who::{ARMED, MANY, MOST_PARTIES, Who, has, is_nameless, is_state};
use crate::grammar;
use crate::tree::Tree;

/// From "talks on the signing of an agreement" no further up than this.
const MOST_STEPS: usize = 4;

impl Who<'_, '_, '_> {
    /// Whether the words around a phrase tell that states or groups under arms agree.
    pub(super) fn concludes(&self, candidate: &Candidate<'_>, parties: &[usize]) -> bool {
        if parties.iter().any(|&party| self.is_public(party)) {
            return true;
        }
        let Some(tree) = self.scene.trees.get(candidate.sentence) else {
            return false;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let verb = grammar::carrier(tree, candidate.head);
        let verb = verb.filter(|&verb| concludes_or_touches(signs, &grammar::lemma(tree, verb)));
        if let Some(subject) = verb.and_then(|verb| grammar::subject(tree, verb)) {
            // "representatives of 29 city governments signed", "the summit concluded"
            let near = grammar::related(tree, subject, &["nmod", "compound"]);
            let sides = std::iter::once(subject).chain(near).any(|word| {
                let lemma = grammar::lemma(tree, word);
                signs.is(&lemma, Sign::Side) || signs.is(&lemma, Sign::Talks)
            });
            if sides {
                return true;
            }
        }
        self.is_dealt_with(tree, candidate) && self.among_states(candidate.sentence)
    }

    /// "The SAARC summit passed three agreements."
    fn meeting_that(&self, tree: &Tree<'_>, candidate: &Candidate<'_>) -> Vec<usize> {
        let signs = &self.scene.knowledge.agreements.signs;
        let mut found = Vec::new();
        let verb = grammar::carrier(tree, candidate.head);
        let verb = verb.filter(|&verb| concludes_or_touches(signs, &grammar::lemma(tree, verb)));
        let subject = verb.and_then(|verb| grammar::subject(tree, verb));
        if let Some(subject) = subject.filter(|&subject| signs.is(&grammar::lemma(tree, subject), Sign::Talks)) {
            self.named(candidate.sentence, subject, &mut found);
            if found.is_empty() {
                found.extend(self.of_meeting());
            }
        }
        found
    }

    /// Whether something is done with it that is done with one certain agreement: "holding up a deal", "the
    /// implementation of the agreement", "the accord stipulates".
    fn is_dealt_with(&self, tree: &Tree<'_>, candidate: &Candidate<'_>) -> bool {
        let signs = &self.scene.knowledge.agreements.signs;
        let deals = |word: usize| {
            let lemma = grammar::lemma(tree, word);
            let classes = [
                Sign::Conclude,
                Sign::Join,
                Sign::Keep,
                Sign::Touch,
                Sign::Talks,
                Sign::Provide,
            ];
            classes.iter().any(|&sign| signs.is(&lemma, sign))
        };
        let above = tree.head(candidate.head).into_iter();
        let below = grammar::related(tree, candidate.head, &["acl"]).into_iter();
        above
            .chain(grammar::carrier(tree, candidate.head))
            .chain(below)
            .any(deals)
    }

    /// Whether a sentence, or the one before, tells of states that act and of no company.
    fn among_states(&self, sentence: usize) -> bool {
        let acting = |sentence: usize| self.actors(sentence).len();
        let own = acting(sentence);
        let enough = own > 1 || own + sentence.checked_sub(1).map_or(0, acting) > 1;
        enough && !self.has_business(sentence)
    }

    /// Whether a sentence names a company or speaks of one.
    fn has_business(&self, sentence: usize) -> bool {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return false;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        (0..tree.len())
            .any(|word| tree.token(word).upos == Upos::Noun && signs.is(&grammar::lemma(tree, word), Sign::Business))
    }

    /// "The two firms said in a joint statement": whoever states or signs is a company, and no state is a party.
    pub(super) fn is_of_business(&self, candidate: &Candidate<'_>, parties: &[usize]) -> bool {
        let fits = matches!(candidate.family, Family::Statement | Family::Pact) && candidate.registered.is_none();
        if !fits || parties.iter().any(|&party| self.is_public(party)) {
            return false;
        }
        let Some(tree) = self.scene.trees.get(candidate.sentence) else {
            return false;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let verb = grammar::carrier(tree, candidate.head).or_else(|| tree.head(candidate.head));
        let subject = verb.and_then(|verb| grammar::subject(tree, verb));
        subject.is_some_and(|subject| signs.is(&grammar::lemma(tree, subject), Sign::Business))
    }

    /// The parties that a phrase with this head names, those coordinated with it too.
    pub(super) fn named(&self, sentence: usize, head: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        for word in grammar::with_coordinates(tree, head).into_iter().take(MOST_PARTIES) {
            // "the SAARC summit"
            if self
                .scene
                .knowledge
                .agreements
                .signs
                .is(&grammar::lemma(tree, word), Sign::Talks)
            {
                let of = grammar::related(tree, word, &["compound", "nmod"]).into_iter();
                let of = of.filter_map(|of| self.holding(tree, of));
                found.extend(of.filter(|&at| self.country(at).is_some_and(|country| MANY.contains(&country))));
                continue;
            }
            let holding = self.holding(tree, word);
            let entity = holding.and_then(|at| self.entity(at));
            let common = tree.token(word).upos == Upos::Noun;
            let nameless = entity.is_none_or(|entity| common || is_nameless(entity));
            let stateless = entity.is_none_or(|entity| entity.country.is_none());
            if self.is_side(tree, word) && nameless && stateless || is_they(tree, word) && entity.is_none_or(is_one) {
                found.extend(self.sides(sentence, word));
                continue;
            }
            // "a Mauritian delegation", "US officials"
            let states = self.modifying(tree, word);
            let armed = entity.is_some_and(|entity| has(entity, &ARMED) || self.is_armed(entity));
            if nameless && !armed && !states.is_empty() {
                found.extend(states);
                continue;
            }
            let own = holding.and_then(|at| self.may_be(at));
            match own {
                Some(own) => found.extend(self.plural(own).unwrap_or_else(|| vec![own])),
                None if tree.token(word).upos != Upos::Pron => found.extend(states),
                None => {}
            }
        }
    }

    /// The states that adjectives or owners before a noun tell: "US and Philippine troops".
    fn modifying(&self, tree: &Tree<'_>, word: usize) -> Vec<usize> {
        let before = grammar::related(tree, word, &["amod", "compound", "nmod:poss"]).into_iter();
        let own = self.holding(tree, word);
        let mut states = Vec::new();
        for before in before.filter(|&before| before < word).take(MOST_PARTIES) {
            let joined = grammar::related(tree, before, &["conj"]);
            for one in std::iter::once(before).chain(joined).take(MOST_PARTIES) {
                let of = self.holding(tree, one);
                let of = of.filter(|&of| Some(of) != own && self.entity(of).is_some_and(is_state));
                states.extend(of.and_then(|of| self.may_be(of)));
            }
        }
        states
    }

    /// "The two countries", "both sides".
    fn is_side(&self, tree: &Tree<'_>, word: usize) -> bool {
        let token = tree.token(word);
        let signs = &self.scene.knowledge.agreements.signs;
        let several = token.feature("Number") == Some("Plur") || &*token.xpos == "NNS";
        several && token.upos == Upos::Noun && signs.is(&grammar::lemma(tree, word), Sign::Side)
    }

    pub(super) fn after(&self, sentence: usize, word: usize, prepositions: &[&str], found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        for preposition in prepositions {
            for head in grammar::marked(tree, word, preposition) {
                // "with the mediation of", "with mediator X"
                let signs = &self.scene.knowledge.agreements.signs;
                let from = grammar::marks(tree, head).next().unwrap_or(head).min(head);
                let helps = (from..=head).any(|word| signs.is(&grammar::lemma(tree, word), Sign::Help));
                if grammar::is_nominal(tree, head) && !helps {
                    self.named(sentence, head, found);
                }
            }
        }
    }

    /// Whom the words around a mention tell as parties, each once.
    pub(super) fn told(&self, candidate: &Candidate<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        let sentence = candidate.sentence;
        let Some(tree) = self.scene.trees.get(sentence) else {
            return found;
        };
        if candidate.family == Family::Resolution {
            found.extend(self.of_resolution(candidate));
        } else {
            self.before(tree, candidate, &mut found);
            found.extend(self.told_at(sentence, candidate.head));
            found.extend(self.meeting_that(tree, candidate));
        }
        let mut each = Vec::new();
        for party in found {
            if !each.contains(&party) {
                each.push(party);
            }
        }
        each
    }

    /// Whom the words around a noun or pronoun for an agreement tell as parties.
    pub(super) fn told_at(&self, sentence: usize, head: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.around(sentence, head, &mut found);
        if let Some(tree) = self.scene.trees.get(sentence) {
            self.above(tree, sentence, head, &mut found);
        }
        found
    }

    /// Whom a "which" stands for that the tree hangs on a word further before: the one right before it.
    fn before_which(&self, tree: &Tree<'_>, verb: usize) -> Option<usize> {
        let which = grammar::related(tree, verb, &["nsubj"]).first().copied()?;
        if !matches!(&*grammar::lower(tree, which), "which" | "who" | "that") {
            return None;
        }
        let mut words = (which.saturating_sub(4)..which).rev();
        let before = words.find(|&word| tree.token(word).upos != Upos::Punct)?;
        self.may_be(self.holding(tree, before)?)
    }

    /// "the Russian-Ukrainian treaty", "Israel's accord".
    fn before(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, found: &mut Vec<usize>) {
        let owners = grammar::related(tree, candidate.head, &["nmod:poss"]).into_iter();
        found.extend(owners.filter_map(|owner| self.may_be(self.holding(tree, owner)?)));
        if candidate.registered.is_some() {
            return;
        }
        self.prefixed(tree, candidate, found);
        for word in candidate.words.0..candidate.head {
            let span = tree.token(word).span;
            let touching: Vec<(Span, usize)> = self.touching(span).collect();
            let inside: Vec<usize> = touching
                .iter()
                .filter(|(place, at)| span.contains(*place) && self.entity(*at).is_some_and(is_state))
                // "the UN convention" binds whoever joins it.
                .filter(|(_, at)| self.country(*at) != Some("UNO"))
                .map(|(_, at)| *at)
                .collect();
            // "Egyptian-brokered" tells a helper.
            let joined = word + 2 < candidate.head && tree.token(word + 1).form == "-";
            let helper = joined
                && matches!(tree.token(word + 2).upos, Upos::Verb | Upos::Adj | Upos::Noun)
                && self
                    .holding(tree, word + 2)
                    .is_none_or(|at| Some(at) == self.holding(tree, word));
            let hyphen = tree.token(word).form.contains('-');
            if helper || hyphen && inside.len() < 2 {
                continue;
            }
            found.extend(inside.into_iter().filter_map(|at| self.may_be(at)));
        }
    }

    /// "a Sino-Australian agreement"
    fn prefixed(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, found: &mut Vec<usize>) {
        for word in candidate.words.0..candidate.head {
            let form = grammar::lower(tree, word);
            let prefix = form.split('-').next().unwrap_or_default();
            let country = self.scene.knowledge.agreements.signs.prefix(prefix);
            let hyphen = form.contains('-') || tree.sentence.tokens.get(word + 1).is_some_and(|next| next.form == "-");
            let state = country
                .filter(|_| hyphen)
                .and_then(|country| self.countries.get(country));
            found.extend(state);
        }
    }

    /// "between X and Y", "with Y", "signed by X".
    fn around(&self, sentence: usize, noun: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        let before = found.len();
        self.after(sentence, noun, &["between", "among", "with"], found);
        if found.len() == before {
            // "a truce and recognition pact between X and Y", of whichever the tree hangs them on
            for joined in self.joined_with(tree, noun) {
                for preposition in ["between", "among"] {
                    let behind = grammar::marked(tree, joined, preposition).into_iter();
                    behind
                        .filter(|&head| head > noun.max(joined) && grammar::is_nominal(tree, head))
                        .for_each(|head| self.named(sentence, head, found));
                }
            }
        }
        let signs = &self.scene.knowledge.agreements.signs;
        for verb in grammar::related(tree, noun, &["acl"]) {
            let lemma = grammar::lemma(tree, verb);
            self.after(sentence, verb, &["between", "among"], found);
            let concludes = signs.is(&lemma, Sign::Conclude) || signs.is(&lemma, Sign::Join);
            // "an agreement under which Israel will upgrade"
            let which = grammar::related(tree, verb, &["obl"])
                .into_iter()
                .find(|&word| grammar::lower(tree, word) == "which");
            let under = which.and_then(|which| grammar::marks(tree, which).next());
            if under.is_some_and(|under| matches!(&*grammar::lower(tree, under), "under" | "by")) {
                grammar::subject(tree, verb)
                    .into_iter()
                    .for_each(|subject| self.named(sentence, subject, found));
            }
            if !concludes || verb < noun {
                continue;
            }
            self.after(sentence, verb, &["with"], found);
            if let Some(subject) = grammar::subject(tree, verb).filter(|&subject| subject != noun) {
                self.named(sentence, subject, found);
            }
        }
        let mut several = Vec::new();
        self.after(sentence, noun, &["of"], &mut several);
        several.dedup();
        if several.len() > 1 {
            found.append(&mut several);
        }
    }

    /// The nouns for instruments that are coordinated with one.
    fn joined_with(&self, tree: &Tree<'_>, noun: usize) -> Vec<usize> {
        let instruments = &self.scene.knowledge.agreements.instruments;
        let first = tree.head(noun).filter(|_| tree.token(noun).relation() == "conj");
        let mut joined = grammar::with_coordinates(tree, first.unwrap_or(noun));
        joined.retain(|&other| other != noun && instruments.get(&grammar::lemma(tree, other)).is_some());
        joined.truncate(MOST_PARTIES);
        joined
    }

    /// "has been delayed by disputes in the negotiations between X and Y"
    fn talks_below(&self, sentence: usize, verb: usize, found: &mut Vec<usize>) {
        let Some(tree) = self.scene.trees.get(sentence) else {
            return;
        };
        let signs = &self.scene.knowledge.agreements.signs;
        let mut level = vec![verb];
        for _ in 0..3 {
            let below = level.iter().take(MOST_PARTIES);
            level = below
                .flat_map(|&word| grammar::related(tree, word, &["obl", "obj", "nmod"]))
                .collect();
            for &word in level.iter().take(MOST_PARTIES) {
                if signs.is(&grammar::lemma(tree, word), Sign::Talks) {
                    self.after(sentence, word, &["between", "among"], found);
                }
            }
        }
    }

    /// "X and Y signed", "talks between X and Y on".
    fn above(&self, tree: &Tree<'_>, sentence: usize, head: usize, found: &mut Vec<usize>) {
        let signs = &self.scene.knowledge.agreements.signs;
        let mut at = head;
        for _ in 0..MOST_STEPS {
            let Some(above) = tree.head(at) else { return };
            let relation = tree.token(at).relation();
            let lemma = grammar::lemma(tree, above);
            let concludes = signs.is(&lemma, Sign::Conclude);
            let binds = concludes || signs.is(&lemma, Sign::Join) || signs.is(&lemma, Sign::Keep);
            match tree.token(above).upos {
                _ if relation == "conj" => {}
                Upos::Noun | Upos::Propn => {
                    let talks = signs.is(&lemma, Sign::Talks);
                    let member = signs.is(&lemma, Sign::Member);
                    if !(talks || binds || member) {
                        return;
                    }
                    self.after(sentence, above, &["between", "among", "with", "by"], found);
                    let owners = grammar::related(tree, above, &["nmod:poss"]).into_iter();
                    found.extend(owners.filter_map(|owner| self.may_be(self.holding(tree, owner)?)));
                    if member {
                        let subject = grammar::subject(tree, above);
                        subject
                            .into_iter()
                            .for_each(|subject| self.named(sentence, subject, found));
                        return;
                    }
                }
                Upos::Verb | Upos::Adj | Upos::Aux => {
                    self.after(sentence, above, &["between", "among"], found);
                    let case = grammar::marks(tree, at).next().map(|mark| grammar::lower(tree, mark));
                    let case = case.as_deref();
                    let is_object = match relation {
                        "obj" => true,
                        "nsubj" => tree.token(at).deprel.ends_with(":pass"),
                        "obl" => case.is_some_and(|case| {
                            matches!(case, "to" | "on" | "upon" | "into" | "from" | "of" | "over" | "about")
                        }),
                        "acl" | "advcl" | "xcomp" | "ccomp" => {
                            at = above;
                            continue;
                        }
                        _ => false,
                    };
                    if is_object && concludes {
                        self.after(sentence, above, &["with"], found);
                    }
                    if relation == "nsubj" {
                        self.talks_below(sentence, above, found);
                    }
                    let under = matches!(case, Some("under" | "in" | "with" | "by")) && relation == "obl";
                    if !(is_object && binds || under) {
                        return;
                    }
                    let mut told = Vec::new();
                    let subject = grammar::subject(tree, above).filter(|&subject| subject != at);
                    subject
                        .into_iter()
                        .for_each(|subject| self.named(sentence, subject, &mut told));
                    if is_object
                        && subject.is_some_and(|subject| tree.token(above).relation() == "acl" && subject < above)
                    {
                        let nearest = self.before_which(tree, above).filter(|nearest| !told.contains(nearest));
                        if let Some(nearest) = nearest {
                            told = vec![nearest];
                        }
                    }
                    // A cabinet or parliament approves for its state.
                    if !concludes && is_object {
                        told.retain(|&party| self.entity(party).is_some_and(|one| !is_organ(one)));
                    }
                    let both = told.iter().filter(|&&party| self.is_public(party)).count() > 1;
                    if is_object || both || signs.is(&lemma, Sign::Pledge) {
                        found.append(&mut told);
                    }
                    return;
                }
                _ => return,
            }
            at = above;
        }
    }
}

fn concludes_or_touches(signs: &Signs, lemma: &str) -> bool {
    signs.is(lemma, Sign::Conclude) || signs.is(lemma, Sign::Touch)
}

/// Part of a government, told without whose.
fn is_organ(entity: &Entity) -> bool {
    entity.kind == EntityType::Org && has(entity, &["GOV", "LEG"]) && is_nameless(entity) && entity.country.is_none()
}

fn is_they(tree: &Tree<'_>, word: usize) -> bool {
    matches!(&*grammar::lower(tree, word), "they" | "both")
}

/// One person, whom "they" is not.
fn is_one(entity: &Entity) -> bool {
    entity.kind == EntityType::Person && entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}
