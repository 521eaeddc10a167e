//! Who stands where around a word that names an act: its grammatical slots, seen through passives, control, relative
//! clauses and coordination.

use sayso_knowledge::events::{Slot, SlotPath, WordClass};
use sayso_language::Upos;

use crate::tree::Tree;

/// Verbs that share one subject, or clauses that do, are followed no further than this.
const MOST_STEPS: usize = 6;

/// The words that fill the slots of a path from `word`, heads of phrases, each once, in the order of the sentence.
/// Coordinated phrases count as their first one; see [`with_coordinates`].
///
/// `class` is what the word is a trigger as: of "is opposed to", an adjective to the lexicon and a passive to the
/// tree, the subject is who is opposed.
pub(crate) fn fill(tree: &Tree<'_>, word: usize, class: WordClass, path: &SlotPath) -> Vec<usize> {
    let mut found = vec![word];
    for (depth, slot) in path.slots().iter().enumerate() {
        let last = depth + 1 == path.slots().len();
        let mut next = Vec::new();
        for &word in &found {
            if depth == 0 && class == WordClass::Adjective && *slot == Slot::Subject && is_passive(tree, word) {
                next.extend(object(tree, word));
                continue;
            }
            next.extend(slot_of(tree, word, slot, last && depth == 0));
        }
        next.sort_unstable();
        next.dedup();
        found = next;
    }
    found
}

/// `direct` is false inside a path, where a slot is the word's own and no neighbour's.
fn slot_of(tree: &Tree<'_>, word: usize, slot: &Slot, direct: bool) -> Vec<usize> {
    match slot {
        Slot::Subject => subject(tree, word).into_iter().collect(),
        Slot::Object => object(tree, word).into_iter().collect(),
        Slot::IndirectObject => tree.child(word, "iobj").into_iter().collect(),
        Slot::Complement => complements(tree, word),
        Slot::Possessor => related(tree, word, &["nmod:poss"]),
        Slot::Modifier => related(tree, word, &["amod", "compound", "nmod:desc", "nmod:unmarked", "flat"]),
        Slot::Preposition(preposition) => after(tree, word, preposition, direct),
    }
}

/// Who does what a verb or predicate tells; for a noun, who carries the verb that it is object of.
pub(crate) fn subject(tree: &Tree<'_>, word: usize) -> Option<usize> {
    if is_passive(tree, word) {
        return agent(tree, word);
    }
    let mut at = word;
    for _ in 0..MOST_STEPS {
        // Of clauses above, the subject as it stands: "praising the pact, he was quoted as saying".
        let own = own_subject(tree, at).or_else(|| passive_subject(tree, at).filter(|_| at != word));
        if let Some(own) = own {
            return Some(antecedent(tree, own, at));
        }
        let head = tree.head(at)?;
        match tree.token(at).relation() {
            "xcomp" if controls_object(tree, head) => return tree.child(head, "iobj").or_else(|| object(tree, head)),
            "xcomp" | "advcl" if asked(tree, head).is_some() => return asked(tree, head),
            "xcomp" => at = head,
            "advcl" => {
                let of_object =
                    marks(tree, at).any(|mark| matches!(&*lower(tree, mark), "of" | "for" | "from" | "into"));
                if of_object && let Some(object) = object(tree, head) {
                    return Some(object);
                }
                at = head;
            }
            // "carried out and claimed"
            "conj" => at = head,
            "acl" if is_nominal(tree, head) => return holder(tree, at, head),
            _ => return None,
        }
    }
    None
}

/// To whom or what a verb's act is done.
pub(crate) fn object(tree: &Tree<'_>, word: usize) -> Option<usize> {
    if let Some(own) = tree.child(word, "obj") {
        return Some(antecedent(tree, own, word));
    }
    if let Some(own) = passive_subject(tree, word) {
        return Some(antecedent(tree, own, word));
    }
    if let Some(other) = shared(tree, word).and_then(|next| tree.child(next, "obj")) {
        return Some(other);
    }
    let head = tree.head(word)?;
    match tree.token(word).relation() {
        // "the soldiers killed in the attack"
        "acl" if is_past_participle(tree, word) && is_nominal(tree, head) => Some(head),
        // "the base that they attacked": the pronoun may be left out.
        "acl" if tree.token(word).deprel.ends_with("relcl") && own_subject(tree, word).is_some() => {
            let relative = own_subject(tree, word).is_some_and(|subject| is_relative(tree, subject));
            (!relative && is_nominal(tree, head) && !is_passive(tree, word)).then_some(head)
        }
        "conj" if is_passive(tree, word) && is_passive(tree, head) => object(tree, head),
        // "criticized for his spending, he resigned"
        "advcl" if is_passive(tree, word) && word < head => {
            own_subject(tree, head).or_else(|| passive_subject(tree, head))
        }
        // "under its leader, ousted in May": whom it stands behind.
        "advcl" if is_passive(tree, word) => {
            let (first, _) = tree.reach(word);
            let before = first.checked_sub(2).filter(|_| tree.token(first - 1).form == ",");
            before
                .filter(|&noun| is_nominal(tree, noun))
                .map(|noun| name_head(tree, noun))
        }
        "xcomp" if is_past_participle(tree, word) => object(tree, head).or_else(|| subject(tree, head)),
        _ => None,
    }
}

/// A verb coordinated right behind this one, which then has all that follows in common with it: "donated and delivered
/// goods to".
fn shared(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    if tree.token(verb).upos != Upos::Verb || is_passive(tree, verb) {
        return None;
    }
    let next = related(tree, verb, &["conj"]).first().copied()?;
    let bare = own_subject(tree, next).is_none() && tree.token(next).upos == Upos::Verb;
    let between = (verb + 1..next)
        .all(|word| tree.head(word) == Some(next) && matches!(tree.token(word).relation(), "cc" | "advmod"));
    (bare && next > verb && between).then_some(next)
}

/// Whether a participle is the predicate of a copula, whichever part of speech it is taken for: "is committed to".
pub(crate) fn is_predicate(tree: &Tree<'_>, word: usize) -> bool {
    is_passive(tree, word) || tree.child(word, "cop").is_some()
}

/// Verbs and infinitives that complete a word.
fn complements(tree: &Tree<'_>, word: usize) -> Vec<usize> {
    let mut found = related(tree, word, &["xcomp", "ccomp"]);
    if is_nominal(tree, word) {
        // "decision to withdraw", "demand that Israel withdraw"
        let opens = |&child: &usize| marks(tree, child).any(|mark| matches!(&*lower(tree, mark), "to" | "that"));
        found.extend(related(tree, word, &["acl"]).into_iter().filter(opens));
    } else if tree.token(word).upos == Upos::Adj || is_predicate(tree, word) {
        // "committed to opening"
        let opens = |&child: &usize| marks(tree, child).any(|mark| lower(tree, mark) == "to");
        found.extend(related(tree, word, &["advcl"]).into_iter().filter(opens));
    }
    found
}

/// What stands after a preposition on the word, or beside it where trees are often wrong: on a verb's object, or on the
/// verb that a noun is the object of.
fn after(tree: &Tree<'_>, word: usize, preposition: &str, direct: bool) -> Vec<usize> {
    let mut found = marked(tree, word, preposition);
    if found.is_empty() && direct {
        let neighbour = if is_nominal(tree, word) {
            let carried = matches!(&*tree.token(word).deprel, "obj" | "nsubj:pass" | "nsubj");
            tree.head(word).filter(|_| carried)
        } else {
            tree.child(word, "obj")
        };
        found.extend(
            neighbour
                .map(|near| marked(tree, near, preposition))
                .unwrap_or_default(),
        );
    }
    found
}

/// Dependents after a word with this preposition or conjunction on them. What stands before a verb ("With the signing
/// of …, they agreed") is a circumstance.
pub(crate) fn marked(tree: &Tree<'_>, word: usize, preposition: &str) -> Vec<usize> {
    let children = tree.children(word).iter().copied();
    children
        .filter(|&child| {
            child > word
                && matches!(tree.token(child).relation(), "obl" | "nmod" | "advcl" | "acl" | "xcomp")
                && marks(tree, child)
                    .next()
                    .is_some_and(|mark| lower(tree, mark) == preposition && !is_infinitive(tree, mark))
        })
        .map(|child| antecedent(tree, child, word))
        .collect()
}

/// The "to" of an infinitive, which is no preposition.
fn is_infinitive(tree: &Tree<'_>, mark: usize) -> bool {
    tree.token(mark).upos == Upos::Part
}

/// The prepositions and conjunctions that open a phrase or clause.
pub(crate) fn marks<'t>(tree: &'t Tree<'_>, word: usize) -> impl Iterator<Item = usize> + 't {
    let children = tree.children(word).iter().copied();
    children.filter(|&child| matches!(tree.token(child).relation(), "case" | "mark"))
}

/// A phrase's head and the heads coordinated with it.
pub(crate) fn with_coordinates(tree: &Tree<'_>, head: usize) -> Vec<usize> {
    let mut all = vec![head];
    let nominal = is_nominal(tree, head);
    let others = related(tree, head, &["conj"]);
    all.extend(others.into_iter().filter(|&other| !nominal || is_nominal(tree, other)));
    all
}

/// What an act is told of by: the verb that carries a noun, through coordination.
pub(crate) fn carrier(tree: &Tree<'_>, noun: usize) -> Option<usize> {
    let mut at = noun;
    for _ in 0..MOST_STEPS {
        let head = tree.head(at)?;
        match (&*tree.token(at).deprel, tree.token(head).upos) {
            ("obj" | "nsubj:pass" | "nsubj" | "obl", Upos::Verb) => return Some(head),
            ("conj", _) => at = head,
            _ => return None,
        }
    }
    None
}

pub(crate) fn is_passive(tree: &Tree<'_>, word: usize) -> bool {
    let passive = |child: &usize| tree.token(*child).deprel.ends_with(":pass");
    if tree.token(word).upos != Upos::Verb {
        return false;
    }
    if tree.children(word).iter().any(passive) {
        return true;
    }
    let bare = is_past_participle(tree, word) && own_subject(tree, word).is_none() && tree.child(word, "obj").is_none();
    match tree.token(word).relation() {
        "acl" | "xcomp" => bare,
        "advcl" => bare && tree.child(word, "aux").is_none(),
        "conj" => {
            bare && tree.child(word, "aux").is_none() && tree.head(word).is_some_and(|head| is_passive(tree, head))
        }
        _ => false,
    }
}

pub(crate) fn is_nominal(tree: &Tree<'_>, word: usize) -> bool {
    matches!(
        tree.token(word).upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X
    )
}

pub(crate) fn lower(tree: &Tree<'_>, word: usize) -> String {
    tree.token(word).form.to_lowercase()
}

pub(crate) fn lemma(tree: &Tree<'_>, word: usize) -> String {
    tree.token(word).lemma.to_lowercase()
}

/// Dependents with one of these relations; `nmod:poss` is itself only, `nmod` takes in its subtypes.
pub(crate) fn related(tree: &Tree<'_>, word: usize, relations: &[&str]) -> Vec<usize> {
    let fits = |child: &usize| {
        let deprel = &tree.token(*child).deprel;
        relations
            .iter()
            .any(|relation| sayso_knowledge::rules::relation_fits(relation, deprel))
    };
    tree.children(word).iter().copied().filter(fits).collect()
}

fn own_subject(tree: &Tree<'_>, word: usize) -> Option<usize> {
    let mut children = tree.children(word).iter().copied();
    children.find(|&child| matches!(&*tree.token(child).deprel, "nsubj" | "csubj" | "nsubj:outer"))
}

fn passive_subject(tree: &Tree<'_>, word: usize) -> Option<usize> {
    let mut children = tree.children(word).iter().copied();
    children.find(|&child| &*tree.token(child).deprel == "nsubj:pass")
}

/// The by-phrase of a passive.
fn agent(tree: &Tree<'_>, word: usize) -> Option<usize> {
    let agents = marked(tree, word, "by").into_iter();
    let (named, other): (Vec<usize>, Vec<usize>) =
        agents.partition(|&child| tree.token(child).deprel.ends_with(":agent"));
    let own = named.into_iter().chain(other).find(|&child| is_nominal(tree, child));
    // "was kidnapped and has been held by militants"
    own.or_else(|| {
        let next = related(tree, word, &["conj"])
            .into_iter()
            .find(|&next| is_passive(tree, next))?;
        marked(tree, next, "by")
            .into_iter()
            .find(|&child| is_nominal(tree, child))
    })
}

/// Whose act it is that a clause on a noun tells: "troops fighting in", "its decision to withdraw".
fn holder(tree: &Tree<'_>, clause: usize, noun: usize) -> Option<usize> {
    let infinitive = marks(tree, clause).any(|mark| lower(tree, mark) == "to");
    if !infinitive {
        return Some(noun);
    }
    let owner = related(tree, noun, &["nmod:poss"]).first().copied();
    owner.or_else(|| carrier(tree, noun).and_then(|verb| subject(tree, verb)))
}

/// "urged Israel to withdraw", not "promised Israel to withdraw".
fn controls_object(tree: &Tree<'_>, verb: usize) -> bool {
    !matches!(&*lemma(tree, verb), "promise" | "vow" | "threaten" | "pledge")
        && (["obj", "iobj"].iter().any(|of| tree.child(verb, of).is_some()) || is_passive(tree, verb))
}

/// The head of a name that a word ends.
fn name_head(tree: &Tree<'_>, word: usize) -> usize {
    let part = matches!(tree.token(word).relation(), "flat" | "compound");
    tree.head(word).filter(|_| part).unwrap_or(word)
}

/// Who is called on to do something.
fn asked(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let calls = matches!(&*lemma(tree, verb), "call" | "prevail");
    let on = ["on", "upon"]
        .into_iter()
        .flat_map(|preposition| marked(tree, verb, preposition));
    on.filter(|_| calls).find(|&word| is_nominal(tree, word))
}

fn is_past_participle(tree: &Tree<'_>, word: usize) -> bool {
    let token = tree.token(word);
    &*token.xpos == "VBN" || token.feature("VerbForm") == Some("Part") && token.feature("Tense") == Some("Past")
}

fn is_relative(tree: &Tree<'_>, word: usize) -> bool {
    let token = tree.token(word);
    token.feature("PronType") == Some("Rel")
        || token.upos == Upos::Pron && matches!(&*token.form.to_lowercase(), "who" | "which" | "that" | "whom")
}

/// What a relative pronoun stands for: the noun that its clause hangs on.
fn antecedent(tree: &Tree<'_>, word: usize, verb: usize) -> usize {
    if !is_relative(tree, word) {
        return word;
    }
    let mut at = verb;
    for _ in 0..MOST_STEPS {
        let Some(head) = tree.head(at) else { return word };
        if tree.token(at).relation() == "acl" {
            return head;
        }
        at = head;
    }
    word
}
