//! From a word that names an act to rows of the ledger: typed, placed, weighed, with its reasons.

use sayso_knowledge::events::{ActCode, NeedsRecipient, Standing};
use sayso_language::Upos;
use sayso_schema::{Because, Date, Event, EventFactuality, Participant, Place, RowId, RowKind, Span};

use super::contexts::contexts;
use super::demands::Demand;
use super::found::{Act, seat};
use super::participants::{Participants, participants};
use super::setting;
use super::standing::{Stand, standing};
use crate::grammar::{lower, related};
use crate::scene::Scene;
use crate::whose::Telling;

/// The acts of one sentence, with what all of them look at.
pub(super) struct Acts<'a> {
    pub(super) acts: &'a [Act<'a>],
    /// The first act that each has inside it.
    inner: Vec<Option<usize>>,
    /// What the sentence is about.
    about: Vec<(String, Vec<String>)>,
}

impl<'a> Acts<'a> {
    pub(super) fn of(scene: &Scene<'_, '_>, sentence: usize, acts: &'a [Act<'a>]) -> Self {
        let tree = &scene.trees[sentence];
        let lexicon = &scene.knowledge.events;
        let mut inner = vec![None; acts.len()];
        for at in 0..acts.len() {
            // A cue has an act inside it as well as any other word.
            let outer = standing(tree, acts, at, lexicon, &|_| false).outer;
            if let Some(outer) = outer.filter(|&outer| acts[outer].trigger.set == acts[at].trigger.set) {
                inner[outer].get_or_insert(at);
            }
        }
        Self {
            acts,
            inner,
            about: contexts(tree, lexicon),
        }
    }
}

/// Adds the rows that an act makes: the act, and its announcement where it is yet to come.
pub(super) fn rows(scene: &Scene<'_, '_>, told: &Acts<'_>, index: usize, into: &mut Vec<Event>) {
    let acts = told.acts;
    let act = &acts[index];
    let tree = &scene.trees[act.sentence];
    let trigger = tree.token(act.word).span;
    if scene.is_credit(trigger) {
        return;
    }
    let Some(code) = act.trigger.act.as_ref() else { return };
    let lexicon = &scene.knowledge.events;
    let verb = tree.token(act.verb()).span;
    let Some(telling) = scene.whose.of(verb, tree.sentence) else {
        return;
    };
    let is_cue = |word: usize| scene.whose.is_cue(tree.token(word).span);
    let stand = standing(tree, acts, index, lexicon, &is_cue);
    let holder = telling.teller.or(Some(telling.statement));
    let mut who = participants(scene, act, holder);
    // Who asks for an act does not do it: "called for releasing the prisoners" tells of nobody who would.
    if let Some(outer) = stand.outer.filter(|_| stand.standing == Some(Standing::CalledFor)) {
        let asking = participants(scene, &acts[outer], holder);
        who.actors
            .retain(|actor| asking.actors.iter().all(|asks| asks.span != actor.span));
    }
    if who.is_empty() {
        return;
    }
    let code = embedding(scene, told, index, code);
    if scene.is_sport && !who.has_official() {
        return;
    }
    let (date, own_date) = setting::date(scene, acts, index).unzip();
    let known = || presupposes(scene, act).then_some(Standing::Presupposed);
    let plain = match stand.standing {
        // What has a day to come has not been.
        None | Some(Standing::Presupposed) if own_date == Some(true) && is_to_come(scene, date.as_ref()) => {
            Some(Standing::Planned)
        }
        standing => standing.or_else(known),
    };
    let Some(factuality) = telling.factuality(plain) else {
        return;
    };
    // "attacked Jericho" was in Jericho; "accused Jericho" need not be.
    let material_conflict = lexicon.ontology().kind(&code.kind).is_some_and(|kind| kind.quad == 4);
    let suffering = if material_conflict { &who.recipients[..] } else { &[] };
    let parties: Vec<&Participant> = who.actors.iter().chain(&who.recipients).collect();
    let row = Row {
        scene,
        act,
        date,
        place: setting::place(scene, acts, index, &parties, suffering),
        stand: &stand,
        telling,
        about: &told.about,
    };
    let own_word = stand.planned && stand.outer.is_none() && !who.actors.is_empty();
    let word = match stand.standing {
        Some(Standing::Planned) if own_word => lexicon.future(&code.kind),
        Some(Standing::Denied) if own_word => lexicon.refusal(&code.kind),
        _ => None,
    };
    if let Some(word) = word {
        let told = telling.factuality(None).unwrap_or(EventFactuality::Actual);
        into.extend(row.event(word, &who, told));
    }
    into.extend(row.event(&code, &who, factuality));
}

/// Adds the row of a demand that a modal makes.
pub(super) fn demand(scene: &Scene<'_, '_>, told: &Acts<'_>, demand: &Demand<'_>, into: &mut Vec<Event>) {
    let tree = &scene.trees[demand.sentence];
    let lexicon = &scene.knowledge.events;
    let inner = demand.of.and_then(|of| told.acts[of].trigger.act.as_ref());
    let line = inner.and_then(|inner| lexicon.embedding(&demand.code.kind, &inner.kind, &inner.modes));
    let code = ActCode {
        kind: demand.code.kind.clone(),
        modes: line.map_or_else(|| demand.code.modes.clone(), |line| line.modes.clone()),
        cameo: line
            .and_then(|line| line.cameo.clone())
            .or_else(|| demand.code.cameo.clone()),
    };
    let modal = tree.token(demand.modal).span;
    let mut lines = vec![demand.line.clone()];
    lines.extend(line.map(|line| line.because.clone()));
    let because = Because {
        lines,
        tokens: vec![modal],
    };
    into.extend(
        event(scene, &code, modal, &demand.who, &told.about, because).map(|event| Event {
            statements: vec![demand.statement.id.clone()],
            ..event
        }),
    );
}

/// A row of what an act itself tells, told as fact; `None` where the type needs a recipient and nobody is told.
fn event(
    scene: &Scene<'_, '_>,
    code: &ActCode,
    trigger: Span,
    who: &Participants,
    about: &[(String, Vec<String>)],
    because: Because,
) -> Option<Event> {
    let ontology = scene.knowledge.events.ontology();
    let kind = ontology.kind(&code.kind)?;
    // PLOVER leaves one-sided attacks without a victim uncoded; a ledger would lose "rebels attacked at dawn".
    let needs = kind.recipient == NeedsRecipient::Yes;
    if needs && who.recipients.is_empty() && who.actors.len() < 2 {
        return None;
    }
    let parties = who.actors.iter().chain(&who.recipients);
    let span = parties.fold(trigger, |span, party| span.hull(party.span));
    let cameo = code.cameo.as_ref().and_then(|cameo| ontology.cameo(cameo));
    Some(Event {
        // Given once the order of all is known.
        id: RowId::of("", RowKind::Event, &[span], 0),
        span,
        text: scene.text.at(span).to_owned(),
        kind: code.kind.clone(),
        is_a: ontology.parents(&code.kind),
        modes: code.modes.clone(),
        contexts: about.iter().map(|(name, _)| name.clone()).collect(),
        quad: kind.quad,
        score: kind.score_with(&code.modes),
        cameo: code.cameo.clone(),
        goldstein: cameo.map(|cameo| cameo.goldstein),
        trigger: scene.text.passage(trigger),
        actors: who.actors.clone(),
        recipients: who.recipients.clone(),
        date: None,
        place: None,
        factuality: EventFactuality::Actual,
        statements: Vec::new(),
        background: false,
        killed: None,
        injured: None,
        size: None,
        links: Vec::new(),
        because,
    })
}

/// The act's type with what an act inside it makes of it.
fn embedding(scene: &Scene<'_, '_>, told: &Acts<'_>, index: usize, code: &ActCode) -> ActCode {
    let act = &told.acts[index];
    let tree = &scene.trees[act.sentence];
    let lexicon = &scene.knowledge.events;
    let line = told.inner[index].and_then(|inner| {
        let inner = told.acts[inner].trigger.act.as_ref()?;
        lexicon.embedding(&code.kind, &inner.kind, &inner.modes)
    });
    let line = line.or_else(|| {
        let near = related(tree, act.word, &["obj", "obl", "nmod", "xcomp"]);
        near.into_iter()
            .find_map(|word| lexicon.embedding_of_noun(&code.kind, &crate::grammar::lemma(tree, word)))
    });
    let Some(line) = line else { return code.clone() };
    let appeals = code.cameo.as_ref().is_some_and(|cameo| cameo.starts_with("02"));
    let cameo = line.appeal.as_ref().filter(|_| appeals).or(line.cameo.as_ref());
    ActCode {
        kind: line.becomes.clone().unwrap_or_else(|| code.kind.clone()),
        modes: match line.modes.is_empty() && line.becomes.is_none() {
            true => code.modes.clone(),
            false => line.modes.clone(),
        },
        cameo: cameo.or(code.cameo.as_ref()).cloned(),
    }
}

/// Whether a date lies after the day of publication.
pub(crate) fn is_to_come(scene: &Scene<'_, '_>, date: Option<&Date>) -> bool {
    let published = scene.document.published.as_deref().and_then(|day| day.get(..10));
    let first = date
        .and_then(|date| date.not_before.as_deref())
        .and_then(|day| day.get(..10));
    published.zip(first).is_some_and(|(published, first)| first > published)
}

/// Whether a noun's act is told as known: "after the attack", "condemned Israel's raid". What is said of an act itself
/// ("clashes erupted", "an attack killed five") and what a light verb carries is told anew.
fn presupposes(scene: &Scene<'_, '_>, act: &Act<'_>) -> bool {
    let tree = &scene.trees[act.sentence];
    if tree.token(act.word).upos != Upos::Noun || act.light.is_some() {
        return false;
    }
    let at = seat(tree, act.word, &scene.knowledge.events);
    let definite = |word: usize| matches!(&*lower(tree, word), "the" | "this" | "that" | "these" | "those");
    let owned = !related(tree, act.word, &["nmod:poss"]).is_empty();
    let known = owned || related(tree, act.word, &["det"]).into_iter().any(definite);
    match tree.token(at).relation() {
        "root" | "parataxis" | "obj" => false,
        "nsubj" | "conj" | "appos" => known,
        _ => true,
    }
}

struct Row<'r> {
    scene: &'r Scene<'r, 'r>,
    act: &'r Act<'r>,
    date: Option<Date>,
    place: Option<Place>,
    stand: &'r Stand,
    telling: Telling<'r>,
    about: &'r [(String, Vec<String>)],
}

impl Row<'_> {
    /// The row; `None` where the type needs a recipient and nobody is told.
    fn event(&self, code: &ActCode, who: &Participants, factuality: EventFactuality) -> Option<Event> {
        let tree = &self.scene.trees[self.act.sentence];
        let mut tokens: Vec<Span> = vec![tree.token(self.act.word).span];
        tokens.extend(who.words.iter().map(|&word| tree.token(word).span));
        tokens.extend(&self.stand.tokens);
        tokens.sort_unstable();
        tokens.dedup();
        let mut lines = vec![self.act.trigger.because.clone()];
        lines.extend(self.act.light.map(|(_, light)| light.because.clone()));
        lines.extend(self.stand.lines.iter().cloned());
        lines.extend(self.about.iter().flat_map(|(_, lines)| lines.iter().cloned()));
        let row = event(
            self.scene,
            code,
            self.trigger(),
            who,
            self.about,
            Because { lines, tokens },
        )?;
        Some(Event {
            date: self.date.clone(),
            place: self.place.clone(),
            factuality,
            statements: self.statements(),
            background: self.stand.background,
            ..row
        })
    }

    /// The trigger with the words that must stand with it, where they stand together.
    fn trigger(&self) -> Span {
        let tree = &self.scene.trees[self.act.sentence];
        let word = tree.token(self.act.word).span;
        let before = self.act.trigger.word.others.len();
        let noun = tree.token(self.act.word).upos == Upos::Noun;
        if noun && before > 0 && self.act.word >= before {
            return tree.token(self.act.word - before).span.hull(word);
        }
        word
    }

    /// The statement that it rests on, and the one that this stands in where the act is the saying itself.
    fn statements(&self) -> Vec<RowId> {
        let mut ids = vec![self.telling.statement.id.clone()];
        if self.telling.is_cue {
            ids.extend(self.telling.teller.map(|teller| teller.id.clone()));
        }
        ids
    }
}
