//! How an act stands to what happened: done, meant, called for, possible, denied; and whose act it is part of.
//!
//! [`standing`] goes from the act up the tree: through its own modals and negations, the verbs and nouns that it
//! completes, and the acts that it is inside of, up to the word by which somebody says it.

use sayso_knowledge::events::{Aspect, EventLexicon, Light, Standing, Trigger, WordClass};
use sayso_language::Upos;
use sayso_schema::Span;

use super::found::{Act, class_of, seat};
use crate::grammar::{is_nominal, is_passive, lemma, lower, marks, related};
use crate::tree::Tree;

/// Words above an act that can bear on it.
const MOST_STEPS: usize = 12;

/// Prepositions that make what follows the matter of the word before: "accused of", "demand for", "talks on".
const MATTER: [&str; 10] = [
    "of", "for", "to", "on", "from", "over", "about", "with", "against", "into",
];

/// How an act stands, with what that rests on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stand {
    /// `None` where it is told as it is.
    pub(crate) standing: Option<Standing>,
    /// Whether anything says that it is yet to come.
    pub(super) planned: bool,
    /// Whether a word by it says that it goes on in the background.
    pub(super) background: bool,
    /// The act that it is inside of, as an index into those given.
    pub(super) outer: Option<usize>,
    pub(crate) lines: Vec<String>,
    pub(crate) tokens: Vec<Span>,
}

impl Stand {
    fn add(&mut self, standing: Standing, line: &str, token: Span) {
        if standing == Standing::Background {
            self.background = true;
        } else {
            self.standing = combined(self.standing, standing);
            self.planned |= standing == Standing::Planned;
        }
        self.lines.push(line.to_owned());
        self.tokens.push(token);
    }
}

/// A word that names an act, with the verb that carries it.
#[derive(Clone, Copy)]
pub(crate) struct Named<'k> {
    pub(crate) word: usize,
    pub(crate) light: Option<(usize, &'k Light)>,
}

/// How `acts[index]` stands. `is_cue` tells the words by which somebody says what the act is told in: what stands above
/// them is theirs and does not bear on the act.
pub(super) fn standing(
    tree: &Tree<'_>,
    acts: &[Act<'_>],
    index: usize,
    lexicon: &EventLexicon,
    is_cue: &dyn Fn(usize) -> bool,
) -> Stand {
    let named = Named {
        word: acts[index].word,
        light: acts[index].light,
    };
    let above = |head: usize| outer(acts, index, head).map(|at| (at, acts[at].trigger));
    standing_of(tree, named, &above, lexicon, is_cue)
}

/// How what a word names stands; `outer` tells the act whose word or verb another word is, with its place in a list of
/// the caller's.
pub(crate) fn standing_of<'k>(
    tree: &Tree<'_>,
    act: Named<'_>,
    outer: &dyn Fn(usize) -> Option<(usize, &'k Trigger)>,
    lexicon: &EventLexicon,
    is_cue: &dyn Fn(usize) -> bool,
) -> Stand {
    let mut stand = Stand::default();
    if let Some((verb, light)) = act.light
        && light.aspect == Aspect::Cancel
    {
        stand.add(Standing::Denied, &light.because, tree.token(verb).span);
    }
    if act.light.is_some() {
        auxiliaries(tree, act.word, lexicon, &mut stand);
    }
    if is_nominal(tree, act.word) {
        adjectives(tree, act.word, lexicon, &mut stand);
    }
    let mut at = seat(tree, act.light.map_or(act.word, |(verb, _)| verb), lexicon);
    let mut shares = true;
    for _ in 0..MOST_STEPS {
        if shares {
            auxiliaries(tree, at, lexicon, &mut stand);
        }
        let Some(head) = tree.head(at) else { break };
        let deprel = &*tree.token(at).deprel;
        if deprel == "conj" {
            shares = shares_auxiliaries(tree, at);
            at = head;
            continue;
        }
        shares = true;
        if let Some(marker) = condition(tree, at, lexicon) {
            stand.add(marker.0, marker.1, tree.token(at).span);
            break;
        }
        let inside = is_inside(tree, at);
        if inside && let Some((outer, trigger)) = outer(head) {
            stand.outer = stand.outer.or(Some(outer));
            let code = trigger.act.as_ref();
            let standing = code.and_then(|code| lexicon.inside(&code.kind, &code.modes));
            if let Some(standing) = standing {
                stand.add(standing, &trigger.because, tree.token(head).span);
            }
            if standing.is_none() || is_cue(head) {
                break;
            }
            at = head;
            continue;
        }
        let weigher = class_of(tree, head).and_then(|class| lexicon.weigher(&lemma(tree, head), class));
        // "is expected to criticize"
        let weigher = weigher.or_else(|| {
            let participle = is_passive(tree, head).then(|| lower(tree, head))?;
            lexicon.weigher(&participle, WordClass::Adjective)
        });
        if inside && let Some(weigher) = weigher {
            let standing = match weigher.standing {
                Standing::Planned => Some(wanted(tree, head, at).unwrap_or(Standing::Planned)),
                // "told them to leave" asks for it, "told them that he left" tells of it.
                Standing::CalledFor if is_told(tree, at) => None,
                standing => Some(standing),
            };
            if let Some(standing) = standing {
                stand.add(standing, &weigher.because, tree.token(head).span);
            }
        }
        if is_cue(head) {
            break;
        }
        if inside && weigher.is_some() {
            at = head;
            continue;
        }
        if is_nominal(tree, at) || !matches!(tree.token(at).relation(), "xcomp" | "ccomp") {
            let passing = is_purpose(tree, at).then_some(Standing::Purpose);
            let passing = passing.or_else(|| is_in_passing(tree, at).then_some(Standing::Presupposed));
            if let Some(passing) = passing {
                stand.standing = combined(stand.standing, passing);
                stand.tokens.push(tree.token(head).span);
            }
            break;
        }
        at = head;
    }
    stand
}

/// Whether a clause is one of fact: it has a tense, as "that he left" and unlike "to leave" or "that he leave".
fn is_told(tree: &Tree<'_>, clause: usize) -> bool {
    let tensed = |word: usize| matches!(&*tree.token(word).xpos, "VBD" | "VBZ" | "VBP" | "MD");
    tree.token(clause).relation() == "ccomp"
        && (tensed(clause) || related(tree, clause, &["aux", "cop"]).into_iter().any(tensed))
}

/// "expects Iran to release them" asks it of Iran; "expects to release them" plans it.
fn wanted(tree: &Tree<'_>, verb: usize, complement: usize) -> Option<Standing> {
    let of_another = tree.token(complement).relation() == "xcomp"
        && !is_passive(tree, verb)
        && ["obj", "iobj"].iter().any(|of| tree.child(verb, of).is_some());
    of_another.then_some(Standing::CalledFor)
}

/// The modals and negations on a word.
fn auxiliaries(tree: &Tree<'_>, word: usize, lexicon: &EventLexicon, stand: &mut Stand) {
    // "ministers were to meet on Friday"
    let to_be = matches!(
        tree.token(word).relation(),
        "root" | "ccomp" | "conj" | "parataxis" | "acl"
    ) && marks(tree, word).any(|mark| tree.token(mark).upos == Upos::Part && lower(tree, mark) == "to")
        && related(tree, word, &["aux", "cop"])
            .into_iter()
            .any(|aux| lemma(tree, aux) == "be");
    if to_be {
        stand.standing = combined(stand.standing, Standing::Planned);
        stand.planned = true;
        stand.tokens.push(tree.token(word).span);
    }
    for &child in tree.children(word) {
        if !matches!(tree.token(child).relation(), "aux" | "advmod" | "det" | "cc" | "nsubj") {
            continue;
        }
        let word = match tree.token(child).relation() {
            // "no troops attacked", "neither side attacked", "nobody attacked"
            "nsubj" if tree.token(child).upos == Upos::Pron => Some(child),
            "nsubj" => related(tree, child, &["det"]).first().copied(),
            _ => Some(child),
        };
        let Some(word) = word else { continue };
        if let Some(weigher) = lexicon.weigher(&lower(tree, word), WordClass::Auxiliary) {
            stand.add(weigher.standing, &weigher.because, tree.token(word).span);
        }
    }
}

/// "planned attack", "failed talks"; and nouns that name what goes on: "the war".
fn adjectives(tree: &Tree<'_>, noun: usize, lexicon: &EventLexicon, stand: &mut Stand) {
    let own = lexicon.weigher(&lemma(tree, noun), WordClass::Noun);
    if let Some(own) = own.filter(|own| own.standing == Standing::Background) {
        stand.add(own.standing, &own.because, tree.token(noun).span);
    }
    for word in related(tree, noun, &["amod"]) {
        let weigher = lexicon.weigher(&lemma(tree, word), WordClass::Adjective);
        let weigher = weigher.or_else(|| lexicon.weigher(&lower(tree, word), WordClass::Adjective));
        if let Some(weigher) = weigher {
            stand.add(weigher.standing, &weigher.because, tree.token(word).span);
        }
    }
}

/// "will attack and destroy": one modal for both; "did not attack but withdrew": not so.
fn shares_auxiliaries(tree: &Tree<'_>, word: usize) -> bool {
    let own = |child: &&usize| matches!(tree.token(**child).relation(), "aux" | "nsubj" | "mark");
    let but = related(tree, word, &["cc"]).iter().any(|&cc| lower(tree, cc) == "but");
    !but && tree.children(word).iter().find(own).is_none()
}

/// What the conjunction says that opens a clause beside another: "if", "after".
fn condition<'k>(tree: &Tree<'_>, word: usize, lexicon: &'k EventLexicon) -> Option<(Standing, &'k str)> {
    if !matches!(tree.token(word).relation(), "advcl" | "ccomp" | "acl") {
        return None;
    }
    let mut found = marks(tree, word).filter_map(|mark| lexicon.weigher(&lower(tree, mark), WordClass::Marker));
    found.next().map(|weigher| (weigher.standing, weigher.because.as_str()))
}

/// Whether a word is the matter of its head rather than a circumstance: "agreed to withdraw", "calls for a strike".
fn is_inside(tree: &Tree<'_>, word: usize) -> bool {
    let opened = || marks(tree, word).next().map(|mark| lower(tree, mark));
    match &*tree.token(word).deprel {
        "xcomp" | "ccomp" | "obj" | "nsubj:pass" | "csubj" | "csubj:pass" => true,
        "acl" => opened().is_some_and(|mark| mark == "to" || mark == "that" || MATTER.contains(&&*mark)),
        deprel if matches!(deprel.split(':').next(), Some("obl" | "nmod")) => {
            opened().is_some_and(|mark| MATTER.contains(&&*mark))
        }
        "advcl" => opened().is_some_and(|mark| mark != "to" && MATTER.contains(&&*mark)),
        _ => false,
    }
}

/// A clause that says which one is meant, or when it was: "the helicopter that was captured", "when he expelled them".
/// What follows a comma is told anew: ", killing five".
fn is_in_passing(tree: &Tree<'_>, word: usize) -> bool {
    let (first, _) = tree.reach(word);
    let comma = first > 0 && tree.token(first - 1).form == "," || tree.token(first).form == ",";
    match tree.token(word).relation() {
        "acl" => !comma,
        "advcl" => {
            marks(tree, word).next().is_some()
                || related(tree, word, &["advmod"])
                    .iter()
                    .any(|&when| lower(tree, when) == "when")
        }
        _ => false,
    }
}

/// "to" that completes nothing: what something is done for.
fn is_purpose(tree: &Tree<'_>, word: usize) -> bool {
    let to = marks(tree, word).any(|mark| lower(tree, mark) == "to");
    to && tree.token(word).upos == Upos::Verb && matches!(&*tree.token(word).deprel, "advcl" | "acl")
}

/// The act whose word, or whose verb, this is.
fn outer(acts: &[Act<'_>], inner: usize, word: usize) -> Option<usize> {
    let is = |act: &Act<'_>| act.word == word || act.light.is_some_and(|(verb, _)| verb == word);
    let set = acts[inner].trigger.set;
    let own = acts[inner].verb() == word;
    acts.iter()
        .enumerate()
        .find(|(at, act)| *at != inner && !own && act.trigger.set == set && is(act))
        .map(|(at, _)| at)
}

/// Two standings of one act: the one that takes it farther from having happened. What is denied twice is not denied.
fn combined(known: Option<Standing>, new: Standing) -> Option<Standing> {
    let Some(known) = known else { return Some(new) };
    if known == Standing::Denied && new == Standing::Denied {
        return None;
    }
    Some(if rank(new) > rank(known) { new } else { known })
}

fn rank(standing: Standing) -> usize {
    match standing {
        Standing::Background => 0,
        Standing::Presupposed => 1,
        Standing::Claimed => 2,
        Standing::Attempted => 3,
        Standing::Planned => 4,
        Standing::CalledFor => 5,
        Standing::Hypothetical => 6,
        Standing::Denied => 7,
        Standing::Obligation => 8,
        Standing::Purpose => 9,
    }
}
