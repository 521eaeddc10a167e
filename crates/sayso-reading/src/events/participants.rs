//! Who takes part in an act, with country and sectors.

use sayso_knowledge::events::{Slot, SlotPath};
use sayso_language::Upos;
use sayso_schema::{Entity, EntityType, Participant, Span, Statement};

use super::found::Act;
use crate::grammar::{
    carrier, fill, is_nominal, is_passive, lemma, lower, marked, marks, related, subject, with_coordinates,
};
use crate::scene::Scene;

/// Words of a clause that are searched for somebody whom it concerns.
const MOST_SEARCHED: usize = 40;

/// Those who act and those acted upon.
#[derive(Clone, Debug, Default)]
pub(super) struct Participants {
    pub(super) actors: Vec<Participant>,
    pub(super) recipients: Vec<Participant>,
    /// The words that head them.
    pub(super) words: Vec<usize>,
}

impl Participants {
    /// Whether somebody of a state, or an armed group, takes part.
    pub(super) fn has_official(&self) -> bool {
        const OFFICIAL: [&str; 8] = ["GOV", "MIL", "COP", "LEG", "JUD", "REB", "SPY", "UAF"];
        let mut all = self.actors.iter().chain(&self.recipients);
        all.any(|party| party.sectors.iter().any(|sector| OFFICIAL.contains(&sector.as_str())))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.recipients.is_empty()
    }
}

/// Who takes part in an act.
pub(super) fn participants(scene: &Scene<'_, '_>, act: &Act<'_>, holder: Option<&Statement>) -> Participants {
    let at = |word| Place {
        scene,
        sentence: act.sentence,
        word,
        holder,
    };
    let own = at(act.word);
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    if let Some((verb, light)) = act.light {
        actors = at(verb).first(&light.actor, act, &[]);
        recipients = own.first(&act.trigger.recipient, act, &heads(&actors));
        if recipients.is_empty() {
            recipients = at(verb).first(&light.recipient, act, &heads(&actors));
        }
    }
    if actors.is_empty() {
        actors = own.first(&act.trigger.actor, act, &heads(&recipients));
    }
    if actors.is_empty() {
        actors = own
            .bearer()
            .into_iter()
            .filter(|(word, _)| !heads(&recipients).contains(word))
            .collect();
    }
    if recipients.is_empty() {
        recipients = own.first(&act.trigger.recipient, act, &heads(&actors));
    }
    let speaks = act
        .trigger
        .act
        .as_ref()
        .is_some_and(|code| scene.knowledge.events.has_matter(&code.kind));
    if recipients.is_empty() && speaks && !act.trigger.reciprocal {
        recipients.extend(own.concerned(&actors));
    }
    if act.trigger.reciprocal {
        actors.append(&mut recipients);
        actors.sort_by_key(|(word, _)| *word);
    }
    let words = heads(&actors).into_iter().chain(heads(&recipients)).collect();
    Participants {
        actors: distinct(actors),
        recipients: distinct(recipients),
        words,
    }
}

/// Who a word speaks of, if of somebody who can take part; `holder` is the statement that it stands in.
pub(crate) fn party_at(
    scene: &Scene<'_, '_>,
    sentence: usize,
    word: usize,
    holder: Option<&Statement>,
) -> Option<Participant> {
    let place = Place {
        scene,
        sentence,
        word,
        holder,
    };
    place.participant(word)
}

fn heads(found: &[(usize, Participant)]) -> Vec<usize> {
    found.iter().map(|(word, _)| *word).collect()
}

fn distinct(found: Vec<(usize, Participant)>) -> Vec<Participant> {
    let mut all: Vec<Participant> = Vec::new();
    for (_, participant) in found {
        let same = |known: &&Participant| {
            known.span == participant.span || known.entity.is_some() && known.entity == participant.entity
        };
        if !all.iter().any(|known| same(&known)) {
            all.push(participant);
        }
    }
    all
}

struct Place<'s> {
    scene: &'s Scene<'s, 's>,
    sentence: usize,
    word: usize,
    holder: Option<&'s Statement>,
}

impl Place<'_> {
    /// What fills the first slot that somebody fills who is not `but`.
    fn first(&self, slots: &[SlotPath], act: &Act<'_>, but: &[usize]) -> Vec<(usize, Participant)> {
        let tree = &self.scene.trees[self.sentence];
        for slot in slots {
            let mut found = Vec::new();
            for head in fill(tree, self.word, act.trigger.word.class, slot) {
                for word in with_coordinates(tree, head) {
                    let venue = slot.slots() == [Slot::Modifier] && self.is_town(word);
                    if but.contains(&word) || word == act.word || word == act.verb() || venue {
                        continue;
                    }
                    let several = self.of_several(word);
                    if several.is_empty() {
                        found.extend(self.participant(word).map(|participant| (word, participant)));
                    }
                    found.extend(several.into_iter().map(|participant| (word, participant)));
                }
            }
            if found.is_empty() && slot.slots() == [Slot::Subject] {
                found.extend(self.issuer().filter(|(word, _)| !but.contains(word)));
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "Geneva talks" are in Geneva.
    fn is_town(&self, word: usize) -> bool {
        let entity = self.scene.entity_at(self.sentence, word);
        entity.is_some_and(|entity| entity.kind == EntityType::Gpe && !entity.ids.contains_key("iso3166-1"))
    }

    /// Of whom a noun is said: "the premier is on a visit to".
    fn bearer(&self) -> Option<(usize, Participant)> {
        let tree = &self.scene.trees[self.sentence];
        let noun = tree.token(self.word).upos == Upos::Noun && tree.child(self.word, "cop").is_some();
        let word = tree.child(self.word, "nsubj").filter(|_| noun)?;
        self.participant(word).map(|participant| (word, participant))
    }

    /// Who acts through what a clause hangs on: "issued a statement demanding".
    fn issuer(&self) -> Option<(usize, Participant)> {
        let tree = &self.scene.trees[self.sentence];
        let participle = &*tree.token(self.word).deprel == "acl" && !is_passive(tree, self.word);
        let noun = tree.head(self.word).filter(|_| participle)?;
        let word = carrier(tree, noun).and_then(|verb| subject(tree, verb))?;
        self.participant(word).map(|participant| (word, participant))
    }

    /// Whom an act is about that has its matter in a clause or phrase: "threatened to break off relations with Congo",
    /// "threatened to strike unless Israel withdrew". The first who is told there and is not who acts; it is inferred.
    fn concerned(&self, actors: &[(usize, Participant)]) -> Option<(usize, Participant)> {
        let tree = &self.scene.trees[self.sentence];
        let matter = |child: &usize| match tree.token(*child).relation() {
            "obj" | "xcomp" | "ccomp" | "acl" => true,
            "advcl" => {
                marks(tree, *child).any(|mark| matches!(&*lower(tree, mark), "of" | "for" | "to" | "unless" | "if"))
            }
            _ => false,
        };
        let mut candidates: Vec<usize> = Vec::new();
        for &child in tree.children(self.word).iter().filter(|child| matter(child)) {
            candidates.extend(tree.subtree(child).into_iter().take(MOST_SEARCHED));
        }
        let other = |party: &Participant| {
            actors.iter().all(|(_, actor)| {
                let same_country = actor.country.is_some() && actor.country == party.country;
                actor.entity != party.entity && !same_country
            })
        };
        candidates.into_iter().find_map(|word| {
            let entity = self.scene.entity_at(self.sentence, word)?;
            if entity.country.is_none() && entity.kind != EntityType::Org || !is_party(entity) {
                return None;
            }
            let mut party = self.participant(word)?;
            party.inferred = true;
            other(&party).then_some((word, party))
        })
    }

    /// "French and Egyptian warships" are two parties, each named by its nation.
    fn of_several(&self, word: usize) -> Vec<Participant> {
        let tree = &self.scene.trees[self.sentence];
        if !is_nominal(tree, word) {
            return Vec::new();
        }
        let nation = |at: usize| {
            let entity = self.scene.entity_at(self.sentence, at)?;
            entity.country.as_ref()?;
            matches!(entity.kind, EntityType::Norp | EntityType::Gpe).then_some((at, entity))
        };
        let mut modifiers = related(tree, word, &["amod", "compound"]);
        // "diplomats from Kenya and Uganda"
        for preposition in ["of", "from"] {
            modifiers.extend(marked(tree, word, preposition));
        }
        let Some(first) = modifiers
            .into_iter()
            .filter(|&at| nation(at).is_some())
            .find(|&at| !related(tree, at, &["conj"]).is_empty())
        else {
            return Vec::new();
        };
        let nations: Vec<(usize, &Entity)> = with_coordinates(tree, first).into_iter().filter_map(nation).collect();
        if nations.len() < 2 {
            return Vec::new();
        }
        let sectors = self.participant(word).map(|whole| whole.sectors).unwrap_or_default();
        let party = |(at, entity): (usize, &Entity)| Participant {
            entity: Some(entity.id.clone()),
            span: tree.token(at).span,
            text: tree.token(at).form.clone(),
            country: entity.country.clone(),
            sectors: sectors.clone(),
            inferred: false,
        };
        nations.into_iter().map(party).collect()
    }

    fn participant(&self, word: usize) -> Option<Participant> {
        let scene = self.scene;
        let tree = &scene.trees[self.sentence];
        let token = tree.token(word);
        if !is_nominal(tree, word) && token.upos != Upos::Adj {
            return None;
        }
        // "the wounded"
        let is_noun = is_nominal(tree, word) || matches!(token.relation(), "nsubj" | "obj" | "obl" | "nmod");
        let ontology = scene.knowledge.events.ontology();
        let noun = lemma(tree, word);
        // "dozens of protesters", "a group of diplomats"
        if (ontology.in_class("quantity", &noun) || token.upos == Upos::Num)
            && let Some(of) = marked(tree, word, "of").first()
            && let Some(participant) = self.participant(*of)
        {
            return Some(participant);
        }
        // "The government said it was ready": in what somebody says, such a subject is who says it, whatever came
        // before.
        let form = token.form.to_lowercase();
        if matches!(&*form, "it" | "they")
            && token.relation() == "nsubj"
            && let Some(participant) = self
                .of_pronoun(word, &form)
                .filter(|participant| participant.entity.is_some())
        {
            return Some(participant);
        }
        if let Some(entity) = scene.entity_at(self.sentence, word) {
            let span = scene.mention_at(self.sentence, word).unwrap_or(token.span);
            return is_party(entity).then(|| self.of_entity(entity, span, word));
        }
        if !is_noun {
            return None;
        }
        if token.upos == Upos::Pron {
            return self.of_pronoun(word, &form);
        }
        let somebody = ["person", "group", "troops"]
            .iter()
            .any(|class| ontology.in_class(class, &noun));
        let owner = self.owner(word);
        if !somebody && owner.is_none() {
            return None;
        }
        let span = self.phrase(word);
        Some(Participant {
            entity: None,
            span,
            text: scene.text.at(span).to_owned(),
            country: owner.and_then(|entity| entity.country.clone()),
            sectors: Vec::new(),
            inferred: false,
        })
    }

    /// A pronoun that nothing before it was found for means who speaks, in what they say: "he was ready to". A
    /// possessive means the subject of its clause: "Iran repeated its demand".
    fn of_pronoun(&self, word: usize, form: &str) -> Option<Participant> {
        let tree = &self.scene.trees[self.sentence];
        let token = tree.token(word);
        if matches!(form, "its" | "their" | "his" | "her") && token.relation() == "nmod" {
            let verb = tree.head(word).and_then(|noun| carrier(tree, noun))?;
            let owner = subject(tree, verb).filter(|&owner| tree.token(owner).upos != Upos::Pron)?;
            return self.participant(owner);
        }
        let first_person = matches!(form, "i" | "we" | "us" | "me");
        if !first_person && !matches!(form, "he" | "she" | "they" | "it" | "him" | "her" | "them") {
            return None;
        }
        let speaker = self
            .holder
            .and_then(|statement| statement.chain.last()?.entity.as_ref());
        let can_be = |entity: &&Entity| match form {
            "he" | "she" => entity.kind == EntityType::Person && self.scene.mentions.can_be(&entity.id, form),
            "it" => matches!(entity.kind, EntityType::Gpe | EntityType::Org) && token.relation() != "expl",
            "they" => entity.kind != EntityType::Person || entity.anonymous,
            _ => first_person,
        };
        let entity = speaker.and_then(|id| self.scene.entities.iter().find(|entity| entity.id == *id));
        if let Some(entity) = entity.filter(can_be) {
            let mut participant = self.of_entity(entity, token.span, word);
            participant.inferred = true;
            return Some(participant);
        }
        (!first_person && form != "it").then(|| Participant {
            entity: None,
            span: token.span,
            text: token.form.clone(),
            country: None,
            sectors: Vec::new(),
            inferred: false,
        })
    }

    fn of_entity(&self, entity: &Entity, span: Span, word: usize) -> Participant {
        let country = entity.country.clone();
        Participant {
            entity: Some(entity.id.clone()),
            span,
            text: self.scene.text.at(span).to_owned(),
            country: country.or_else(|| self.owner(word).and_then(|owner| owner.country.clone())),
            sectors: entity.sectors.clone(),
            inferred: false,
        }
    }

    /// Whose somebody or something is: "Palestinian homes", "targets in Jericho".
    fn owner(&self, word: usize) -> Option<&Entity> {
        let tree = &self.scene.trees[self.sentence];
        let mut near = related(tree, word, &["nmod:poss", "amod", "compound", "nmod:desc"]);
        for preposition in ["of", "in", "from", "at"] {
            near.extend(marked(tree, word, preposition));
        }
        near.into_iter().find_map(|near| {
            let entity = self.scene.entity_at(self.sentence, near)?;
            entity.country.is_some().then_some(entity)
        })
    }

    /// A noun with what stands before it and the phrases that tell whose or where, without clauses.
    fn phrase(&self, word: usize) -> Span {
        let tree = &self.scene.trees[self.sentence];
        let mut span = tree.token(word).span;
        for &child in tree.children(word) {
            if child < word
                && !matches!(
                    tree.token(child).relation(),
                    "case" | "cc" | "punct" | "mark" | "acl" | "advmod"
                )
            {
                span = span.hull(tree.token(tree.reach(child).0).span);
            }
        }
        span
    }
}

/// Whether an entity can take part in politics.
fn is_party(entity: &Entity) -> bool {
    use EntityType::{Gpe, Loc, Norp, Org, Person};
    matches!(entity.kind, Person | Org | Gpe | Norp) || entity.kind == Loc && entity.country.is_some()
}
