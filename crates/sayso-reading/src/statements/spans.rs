//! From matched words to spans, by PolNeAR's rules (Newell et al. 2018).
//!
//! A cue is one stretch: the verb with its auxiliaries, modal, negation, adverbs and particle. "that" and "whether"
//! belong to the content. A source is a whole noun phrase with its appositions; several sources that are coordinated
//! are one. Content may be broken by the cue and then has several spans.

use sayso_knowledge::attribution::CuePos;
use sayso_knowledge::rules::Part;
use sayso_language::Upos;
use sayso_schema::Span;

use super::settle::content_word;
use crate::matching::{Found, Match, Scene};
use crate::tree::Tree;

/// A cue's further words stand no farther from its first than this, or they are no part of the stretch.
const FARTHEST: usize = 4;

/// The words of the cue: a stretch of the sentence.
pub(crate) fn cue_words(scene: &Scene<'_, '_>, found: &Match<'_>, matches: &[Match<'_>]) -> (usize, usize) {
    let tree = scene.tree;
    let anchor = found.anchor;
    let (mut first, mut last) = match found.cue.map(|cue| cue.pos) {
        Some(CuePos::Verb | CuePos::Adjective) => (group_start(tree, anchor, matches), anchor),
        _ => (anchor, anchor),
    };
    if let Some(cue) = found.cue {
        let mut further: Vec<usize> = Vec::new();
        if cue.pos == CuePos::Preposition {
            further.extend(anchor + 1..anchor + cue.words.len());
        } else {
            for word in cue.words.iter().skip(1) {
                further.extend(
                    scene
                        .particle(anchor, word)
                        .or_else(|| scene.marked_dependent(anchor, word)),
                );
            }
            let prepositions = cue.frames.iter().filter(|_| cue.pos != CuePos::Verb);
            further.extend(
                prepositions
                    .filter_map(|frame| scene.marked_dependent(anchor, frame))
                    .filter(|&at| at == anchor + 1),
            );
        }
        further.sort_unstable();
        for at in further {
            if at > last && at - last <= FARTHEST && at < tree.len() {
                last = at;
            }
        }
    }
    for word in found.all(Part::Cue) {
        if let Found::Word(word) = word {
            first = first.min(group_start(tree, *word, matches));
            last = last.max(*word);
        }
    }
    if let Some(Found::Word(via)) = found.part(Part::Via) {
        let marker = tree.children(*via).first().copied().filter(|&at| at == last + 1);
        last = marker.unwrap_or(last);
    }
    (first, last)
}

/// Where the stretch of verbs, auxiliaries and adverbs begins that ends at `verb`: "did not immediately say",
/// "went on to say". A verb that is a cue itself ("declined to say") stays apart.
fn group_start(tree: &Tree<'_>, verb: usize, matches: &[Match<'_>]) -> usize {
    let mut group = vec![verb];
    let mut first = verb;
    while let Some(before) = first.checked_sub(1) {
        let token = tree.token(before);
        let inside = tree.head(before).is_some_and(|head| group.contains(&head));
        let joins = match token.relation() {
            "aux" | "cop" => inside,
            "advmod" => inside && matches!(token.upos, Upos::Adv | Upos::Part) && !token.xpos.starts_with('W'),
            "mark" => inside && token.form.eq_ignore_ascii_case("to"),
            _ => false,
        };
        let governs = token.upos == Upos::Verb
            && matches.iter().all(|other| other.anchor != before)
            && group
                .iter()
                .any(|&word| tree.head(word) == Some(before) && tree.token(word).relation() == "xcomp");
        if !joins && !governs {
            break;
        }
        if governs {
            group.push(before);
        }
        first = before;
    }
    // An adverb that opens the clause is about the clause: "Meanwhile, also said".
    while first < verb && tree.token(first).upos == Upos::Adv && first == 0 {
        first += 1;
    }
    first
}

/// The words that name the source: the stretch of its phrase around its head, without `taken` words.
pub(crate) fn source_words(
    tree: &Tree<'_>,
    head: usize,
    anchor: usize,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let inside = |word: usize| {
        tree.dominates(head, word)
            && !taken(word)
            && !(tree.dominates(head, anchor) && anchor != head && tree.dominates(anchor, word))
    };
    if taken(head) {
        return None;
    }
    let (mut first, mut last) = (head, head);
    while first > 0 && inside(first - 1) {
        first -= 1;
    }
    while last + 1 < tree.len() && inside(last + 1) {
        last += 1;
    }
    // What stands before the phrase proper: the preposition, a conjunction, an adverb about the whole clause.
    while first < head {
        let token = tree.token(first);
        let outside = tree.head(first) == Some(head)
            && matches!(
                token.relation(),
                "case" | "mark" | "cc" | "punct" | "discourse" | "parataxis"
            )
            && &*token.deprel != "cc:preconj";
        let mark = token.upos == Upos::Punct && !matches!(token.form.as_str(), "(" | "[" | "“" | "\"" | "``");
        if !outside && !mark {
            break;
        }
        first += 1;
    }
    while last > head {
        let token = tree.token(last);
        let belongs = token.upos != Upos::Punct
            || matches!(token.form.as_str(), ")" | "]" | "”" | "\"" | "''" | "%" | ".") && {
                tree.token(last).form != "." || last + 1 < tree.len()
            };
        let possessive = token.relation() == "case" && tree.head(last) == Some(head);
        let adverb = token.relation() == "advmod" && tree.head(last) == Some(head);
        if belongs && !possessive && !adverb {
            break;
        }
        last -= 1;
    }
    // An apposition or relative clause is closed by a comma where the sentence goes on.
    let added = (first..=last).any(|word| word > head && matches!(&*tree.token(word).deprel, "appos" | "acl:relcl"));
    let comma = (first..=last).any(|word| tree.token(word).form == ",");
    if added && comma && last + 2 < tree.len() && tree.token(last + 1).form == "," {
        last += 1;
    }
    Some((first, last))
}

/// The words of the content in stretches. `taken` are the words of cue and source.
///
/// What other `matches` of the sentence take away: a phrase "according to …" at its end is about the whole; a clause that
/// is coordinated with the content or set against it ("while others said …") and is itself somebody's is not this
/// one's.
pub(crate) fn content_words(
    tree: &Tree<'_>,
    found: &Match<'_>,
    matches: &[Match<'_>],
    taken: &dyn Fn(usize) -> bool,
) -> Vec<(usize, usize)> {
    let anchor = found.anchor;
    let mut inside = vec![false; tree.len()];
    for part in [Part::Content, Part::Also] {
        for word in found.all(part) {
            match word {
                Found::Word(word) => mark_content(tree, *word, found, &mut inside),
                Found::Run(words) => words.iter().for_each(|&word| inside[word] = true),
                Found::Quote(_) => {}
            }
        }
    }
    (0..tree.len())
        .filter(|&word| taken(word))
        .for_each(|word| inside[word] = false);
    if found.cue.is_some_and(|cue| cue.pos == CuePos::Preposition)
        && let Some(Found::Word(source)) = found.part(Part::Source)
    {
        tree.subtree(*source).into_iter().for_each(|word| inside[word] = false);
    }
    for other in matches.iter().filter(|other| other.anchor != anchor) {
        for apart in stand_apart(tree, found, other) {
            tree.subtree(apart).into_iter().for_each(|word| inside[word] = false);
        }
    }
    inside[anchor] = false;
    stretches(tree, &inside, taken)
}

/// The words under which everything belongs to `other`, though it hangs below what `found` says.
fn stand_apart(tree: &Tree<'_>, found: &Match<'_>, other: &Match<'_>) -> Vec<usize> {
    let (Some(mine), Some(theirs)) = (found.cue.map(|cue| cue.pos), other.cue.map(|cue| cue.pos)) else {
        return Vec::new();
    };
    match theirs {
        CuePos::Preposition => {
            let (said, told) = (content_word(found), content_word(other));
            let mut apart = Vec::new();
            if mine != CuePos::Preposition || told != said {
                apart.extend(match other.part(Part::Source) {
                    Some(Found::Word(source)) => Some(*source),
                    _ => None,
                });
            }
            let inner = told.filter(|told| mine == CuePos::Preposition && said.is_some_and(|s| s != *told));
            // "given that …": the word that joins the clause goes with it.
            apart.extend(inner.map(|told| match tree.head(told) {
                Some(head) if matches!(tree.token(head).relation(), "case" | "mark") => head,
                _ => told,
            }));
            apart.retain(|word| said.is_none_or(|said| !tree.dominates(*word, said)));
            apart
        }
        CuePos::Verb if mine == CuePos::Verb => {
            let token = tree.token(other.anchor);
            let mark = tree
                .child(other.anchor, "mark")
                .map(|mark| tree.token(mark).form.to_lowercase());
            let beside = match token.relation() {
                // "said that it holds and praised them": in the form of the cue, which is not that of the content.
                "conj" if tree.child(other.anchor, "nsubj").is_none() => tree.head(other.anchor).is_some_and(|first| {
                    mark.is_none()
                        && token.xpos == tree.token(found.anchor).xpos
                        && (token.xpos != tree.token(first).xpos || tree.child(first, "aux").is_some())
                }),
                "conj" => mark.is_none(),
                "advcl" => matches!(mark.as_deref(), Some("while" | "whereas" | "though" | "although")),
                _ => false,
            };
            let apart = beside && !tree.dominates(other.anchor, found.anchor);
            apart.then_some(other.anchor).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn mark_content(tree: &Tree<'_>, word: usize, found: &Match<'_>, inside: &mut [bool]) {
    let anchor = found.anchor;
    let verb = found.cue.is_some_and(|cue| cue.pos == CuePos::Verb);
    let around = tree.dominates(word, anchor);
    for below in tree.subtree(word) {
        inside[below] = !(around && verb && tree.dominates(anchor, below));
    }
    let adverb = found.cue.is_some_and(|cue| cue.pos == CuePos::Adverb);
    for &child in tree.children(word) {
        let token = tree.token(child);
        let relation = token.relation();
        // "reportedly" reaches no further than its clause.
        let next_clause = adverb && matches!(relation, "conj" | "parataxis") && tree.child(child, "nsubj").is_some();
        // "although" joins a clause to the one around it; "that" and "whether" belong to what is said.
        let joins = (around || found.cue.is_some_and(|cue| cue.pos == CuePos::Preposition)) && relation == "mark";
        let case = relation == "case" && !matches!(found.rule.name.as_str(), "object-as" | "object" | "passive-object");
        if next_clause || joins || case {
            tree.subtree(child).into_iter().for_each(|below| inside[below] = false);
        }
    }
}

/// The marked words as stretches: a mark of punctuation does not break one, a taken word does.
fn stretches(tree: &Tree<'_>, inside: &[bool], taken: &dyn Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for word in (0..tree.len()).filter(|&word| inside[word]) {
        match runs.last_mut() {
            Some((_, last))
                if (*last + 1..word).all(|gap| tree.token(gap).upos == Upos::Punct && !taken(gap))
                    && word - *last <= 3 =>
            {
                *last = word;
            }
            _ => runs.push((word, word)),
        }
    }
    let mut runs: Vec<(usize, usize)> = runs.into_iter().filter_map(|run| trimmed(tree, run)).collect();
    // Beside words that say something, a function word on its own is a slip of the tree.
    let says = |&(first, last): &(usize, usize)| {
        (first..=last).any(|word| {
            !matches!(
                tree.token(word).upos,
                Upos::Adp | Upos::Part | Upos::Cconj | Upos::Sconj
            )
        })
    };
    if runs.iter().any(says) {
        runs.retain(says);
    }
    runs
}

/// A stretch without the punctuation and conjunctions at its ends that lead to or from it.
fn trimmed(tree: &Tree<'_>, (mut first, mut last): (usize, usize)) -> Option<(usize, usize)> {
    let opens = |form: &str| matches!(form, "“" | "\"" | "``" | "‘" | "(" | "[" | "«" | "$" | "#");
    let closes = |form: &str| matches!(form, "”" | "\"" | "''" | "’" | ")" | "]" | "»" | "%" | "?" | "!");
    loop {
        let token = tree.token(first);
        // "But talks failed, she said": what opens a sentence joins nothing inside it.
        let joins = first > 0 && token.upos == Upos::Cconj && token.relation() == "cc";
        let leads = token.upos == Upos::Punct && !opens(&token.form) || joins;
        if !leads {
            break;
        }
        if first == last {
            return None;
        }
        first += 1;
    }
    while last > first {
        let token = tree.token(last);
        let trails =
            token.upos == Upos::Punct && !closes(&token.form) || token.upos == Upos::Cconj && token.relation() == "cc";
        if !trails {
            break;
        }
        last -= 1;
    }
    let word = (first..=last).any(|at| tree.token(at).form.chars().any(char::is_alphanumeric));
    word.then_some((first, last))
}

/// From the first to the last word of a stretch, in characters.
pub(crate) fn span_of(tree: &Tree<'_>, (first, last): (usize, usize)) -> Span {
    Span::new(tree.token(first).span.start, tree.token(last).span.end)
}
