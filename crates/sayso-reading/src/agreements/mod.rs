//! What was agreed, how far it has come and what it binds whom to.

use sayso_knowledge::agreements::{Family, Sign};
use sayso_schema::{Agreement, Ambit, Because, MentionForm, Passage, RowId, RowKind, Span};

use crate::grammar;
use crate::scene::Scene;

mod actors;
mod bodies;
mod candidates;
pub(crate) mod citations;
mod implied;
mod linking;
mod mentions;
mod names;
mod parties;
mod phrases;
mod provisions;
mod stages;
mod targets;
#[cfg(test)]
mod tests;
mod who;

use candidates::Candidate;
use linking::Group;
pub(crate) use mentions::{Found, Mention};
use who::Who;

/// The agreements of a document, in the order of their first mentions.
pub(crate) fn agreements(scene: &Scene<'_, '_>) -> Vec<Agreement> {
    let candidates = candidates::candidates(scene);
    if candidates.is_empty() {
        return Vec::new();
    }
    let who = Who::new(scene);
    let (groups, found) = linking::link(scene, &who, &candidates);
    let mut named: Vec<Vec<&Mention>> = vec![Vec::new(); groups.len()];
    for mention in found
        .mentions
        .iter()
        .filter(|mention| mention.form != MentionForm::Pronoun)
    {
        if let Some(of) = named.get_mut(mention.agreement) {
            of.push(mention);
        }
    }
    let mut rows: Vec<Agreement> = Vec::new();
    for (at, (group, of)) in groups.iter().zip(&named).enumerate() {
        rows.push(row(scene, &who, &candidates, (at, group), of));
    }
    stages::stages(scene, &found, &mut rows);
    provisions::provisions(scene, &found, &mut rows);
    rows
}

fn row(
    scene: &Scene<'_, '_>,
    who: &Who<'_, '_, '_>,
    candidates: &[Candidate<'_>],
    (at, group): (usize, &Group<'_>),
    of: &[&Mention],
) -> Agreement {
    let members: Vec<&Candidate<'_>> = group.members.iter().filter_map(|&at| candidates.get(at)).collect();
    let registered = members.iter().find_map(|member| member.registered);
    let span = of.first().map_or(Span::new(0, 0), |mention| mention.span);
    let mut lines: Vec<String> = Vec::new();
    for line in members.iter().flat_map(|member| &member.lines) {
        if !lines.contains(line) {
            lines.push(line.clone());
        }
    }
    let parties = match group.family {
        Family::Resolution if group.parties.is_empty() && !group.is_plural => who.most_spoken().into_iter().collect(),
        Family::Resolution => group.parties.clone(),
        _ if registered.is_some_and(|one| !one.parties.is_empty()) => {
            who.of_register(registered.map_or(&[], |one| &one.parties), &group.parties)
        }
        _ if registered.is_some_and(|one| one.ambit.as_deref() == Some("multilateral")) => {
            who.joining(&members, &group.parties)
        }
        _ if registered.is_some() => who.rest(&members, &group.parties),
        Family::Truce => who.rest(&members, &who.of_peace(&group.parties)),
        Family::Pact if members.iter().any(|member| is_of_peace(scene, member)) => {
            who.rest(&members, &who.of_peace(&group.parties))
        }
        Family::Pact => who.rest(&members, &group.parties),
        Family::Statement if group.parties.is_empty() => who.of_meeting().into_iter().collect(),
        _ => group.parties.clone(),
    };
    Agreement {
        id: RowId::of(&scene.document.id, RowKind::Agreement, &[span], at),
        span,
        text: scene.text.at(span).to_owned(),
        names: of.iter().map(|mention| scene.text.passage(mention.span)).collect(),
        registered: registered.map(|registered| registered.title.clone()),
        instrument: members.first().map(|member| member.noun.clone()),
        ambit: ambit(who, &members, &parties),
        parties: parties
            .iter()
            .filter_map(|&party| scene.entities.get(party))
            .map(|entity| entity.id.clone())
            .collect(),
        supersedes: members.iter().find_map(|member| superseded(scene, member)),
        stages: Vec::new(),
        provisions: Vec::new(),
        because: Because {
            lines,
            tokens: of.iter().map(|mention| mention.span).collect(),
        },
    }
}

fn is_of_peace(scene: &Scene<'_, '_>, member: &Candidate<'_>) -> bool {
    let signs = &scene.knowledge.agreements.signs;
    member.kinds.iter().any(|kind| signs.is(kind, Sign::Peace))
}

/// How many it binds: as the register tells, as its words do, or as its parties are counted.
fn ambit(who: &Who<'_, '_, '_>, members: &[&Candidate<'_>], parties: &[usize]) -> Option<Ambit> {
    let registered = members.iter().find_map(|member| member.registered?.ambit.as_deref());
    let words = members.iter().flat_map(|member| &member.kinds).map(String::as_str);
    let told = registered.into_iter().chain(words).find_map(|word| match word {
        "multilateral" | "trilateral" | "tripartite" => Some(Ambit::Multilateral),
        "bilateral" => Some(Ambit::Bilateral),
        "domestic" => Some(Ambit::Domestic),
        _ => None,
    });
    told.or_else(|| {
        let countries: Vec<Option<&str>> = parties.iter().map(|&party| who.country(party)).collect();
        let first = countries.first()?.as_deref();
        let one = countries.len() > 1 && first.is_some() && countries.iter().all(|country| *country == first);
        match countries.len() {
            _ if one => Some(Ambit::Domestic),
            0 | 1 => None,
            2 => Some(Ambit::Bilateral),
            _ => Some(Ambit::Multilateral),
        }
    })
}

/// What an agreement is told to replace: "to replace the 1953 armistice".
fn superseded(scene: &Scene<'_, '_>, member: &Candidate<'_>) -> Option<Passage> {
    let tree = scene.trees.get(member.sentence)?;
    let signs = &scene.knowledge.agreements.signs;
    let own = tree
        .head(member.head)
        .filter(|_| tree.token(member.head).relation() == "nsubj");
    let clauses = grammar::related(tree, member.head, &["acl"]).into_iter();
    let verb = own
        .into_iter()
        .chain(clauses)
        .find(|&verb| signs.is(&grammar::lemma(tree, verb), Sign::Supersede))?;
    let object = tree.child(verb, "obj")?;
    let passage = candidates::phrase(scene, tree, member.sentence, object)?;
    Some(scene.text.passage(passage))
}
