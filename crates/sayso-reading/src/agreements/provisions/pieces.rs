//! Cuts what is told into one duty each.

use sayso_knowledge::agreements::How;
use sayso_language::Upos;
use sayso_schema::ProvisionClass;

use super::{Spread, Told, classes, phrases};
use crate::grammar::{is_nominal, lemma, lower, marks, related};
use crate::scene::Scene;
use crate::tree::Tree;

/// More are no list that a sentence tells.
const MOST_PIECES: usize = 12;

/// One duty.
pub(super) struct Piece<'k> {
    pub(super) head: usize,
    /// Its first and last word.
    pub(super) words: (usize, usize),
    pub(super) class: ProvisionClass,
    pub(super) lines: Vec<&'k str>,
}

/// What is cut out of a duty as one of its own.
struct Inner<'k> {
    head: usize,
    /// Where the words that open it begin and end.
    opens: (usize, usize),
    how: How,
    line: &'k str,
}

pub(super) fn pieces<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, told: &Told<'k>) -> Vec<Piece<'k>> {
    let tellings = &scene.knowledge.agreements.provisions.tellings;
    // "bans tests and requires both to": what tells for itself is looked at for itself.
    let tells = |word: usize| {
        let lines = tellings.starting(&lemma(tree, word)).iter();
        let mut lines = lines.filter(|line| matches!(line.how, How::Tells | How::Says | How::Does | How::Aims));
        lines.next().is_some()
    };
    let (mut heads, mut others) = match told.spread {
        Spread::All => spread(tree, told.head, told.within),
        Spread::Untold => {
            let (heads, others) = spread(tree, told.head, told.within);
            let (apart, heads): (Vec<usize>, Vec<usize>) =
                heads.into_iter().partition(|&word| word != told.head && tells(word));
            (heads, others.into_iter().chain(apart).collect())
        }
        Spread::None => (vec![told.head], Vec::new()),
    };
    let beside = beside(scene, tree, &heads);
    heads.extend(beside);
    let inner = inner(scene, tree, told);
    others.extend(inner.iter().map(|inner| inner.head));
    let mut cuts: Vec<(usize, (usize, usize))> = Vec::new();
    for &head in &heads {
        let apart = heads.iter().filter(|&&other| other != head && other != told.head);
        let apart = apart.chain(&others).copied();
        // What is inside of one of these is its own, and this may be inside of one.
        let apart: Vec<usize> = apart.filter(|&other| !tree.dominates(other, head)).collect();
        cuts.extend(cut(tree, head, told, &apart).map(|words| (head, words)));
    }
    borrow(tree, &mut cuts);
    let made = cuts.into_iter();
    let mut made: Vec<Piece<'k>> = made
        .map(|(head, words)| classed(scene, tree, head, words, told.purpose))
        .collect();
    merge(tree, &mut made);
    for inner in inner {
        let (heads, _) = spread(tree, inner.head, told.within);
        for &head in &heads {
            let others: Vec<usize> = heads.iter().copied().filter(|&other| other != head).collect();
            let mut one = told.clone();
            one.within.0 = inner.opens.1 + 1;
            one.cut = None;
            let Some(words) = cut(tree, head, &one, &others) else {
                continue;
            };
            let mut piece = classed(scene, tree, head, words, inner.how == How::SoAs);
            piece.lines.push(inner.line);
            made.push(piece);
        }
    }
    made
}

fn classed<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, head: usize, words: (usize, usize), purpose: bool) -> Piece<'k> {
    let (class, line) = if purpose {
        (ProvisionClass::Purpose, None)
    } else {
        classes::class(scene, tree, words, head)
    };
    Piece {
        head,
        words,
        class,
        lines: line.into_iter().collect(),
    }
}

/// A head and those beside it by "and" that are of its kind; and others beside it that are not.
fn spread(tree: &Tree<'_>, head: usize, (first, last): (usize, usize)) -> (Vec<usize>, Vec<usize>) {
    let verbal = is_clause(tree, head);
    let bare = verbal && &*tree.token(head).xpos == "VB" && tree.child(head, "nsubj").is_none();
    let mut all = vec![head];
    let mut apart = Vec::new();
    let mut at = 0;
    while let Some(&word) = all.get(at) {
        for other in related(tree, word, &["conj"]) {
            let fits = if verbal {
                is_clause(tree, other)
            } else {
                is_nominal(tree, other) || tree.token(other).upos == Upos::Verb
            };
            // "maintain and develop a partnership" is one.
            // "designed to unite them and expected to": the second is no infinitive.
            let finite = bare
                && tree.child(head, "aux").is_none()
                && matches!(&*tree.token(other).xpos, "VBD" | "VBN" | "VBZ" | "VBP")
                && tree.child(other, "nsubj").is_none();
            if finite {
                apart.push(other);
                continue;
            }
            let shares =
                verbal && tree.child(word, "obj").is_none_or(|object| object > other) && adjoin(tree, word, other);
            if fits && !shares && (first..=last).contains(&other) && all.len() < MOST_PIECES {
                all.push(other);
            }
        }
        at += 1;
    }
    all.sort_unstable();
    all.dedup();
    (all, apart)
}

/// Clauses beside these that have a force of their own: "while observers will be present".
fn beside(scene: &Scene<'_, '_>, tree: &Tree<'_>, heads: &[usize]) -> Vec<usize> {
    let provisions = &scene.knowledge.agreements.provisions;
    let clauses = heads.iter().flat_map(|&head| related(tree, head, &["advcl"]));
    let own = clauses.filter(|&clause| {
        let set_beside =
            marks(tree, clause).any(|mark| provisions.tellings.word(&lower(tree, mark), How::Beside).is_some());
        let binds = related(tree, clause, &["aux"])
            .into_iter()
            .any(|aux| provisions.wordings.duty(&lower(tree, aux)).is_some());
        set_beside && binds
    });
    own.take(MOST_PIECES).collect()
}

/// Gives a clause its subject back that was taken for one more noun of the clause before: "will be built by the cities
/// and records will be kept".
fn borrow(tree: &Tree<'_>, cuts: &mut [(usize, (usize, usize))]) {
    for at in 1..cuts.len() {
        let (Some(&(before, words)), Some(&(this, (first, _)))) = (cuts.get(at - 1), cuts.get(at)) else {
            return;
        };
        let lacks = tree.child(this, "nsubj").is_none() && tree.child(this, "aux").is_some();
        let Some(last) = first.checked_sub(1).filter(|&last| lacks && last == words.1) else {
            continue;
        };
        let mut noun = last;
        for _ in 0..MOST_PIECES {
            let above = tree.head(noun).filter(|&above| above > words.0 && above != before);
            match above {
                Some(above) if tree.token(noun).relation() != "conj" => noun = above,
                _ => break,
            }
        }
        let opens = tree.child(noun, "cc").filter(|&cc| cc > before && cc < last);
        let ends = tree.reach(noun).1 == last && is_nominal(tree, noun) && tree.token(noun).relation() == "conj";
        if let Some(cc) = opens.filter(|_| ends) {
            if let Some(this) = cuts.get_mut(at) {
                this.1.0 = cc + 1;
            }
            if let Some(before) = cuts.get_mut(at - 1) {
                before.1.1 = cc - 1;
            }
        }
    }
}

/// Whether nothing but "and" and the like stands between two words.
fn adjoin(tree: &Tree<'_>, word: usize, other: usize) -> bool {
    (word + 1..other).all(|between| {
        matches!(
            tree.token(between).upos,
            Upos::Cconj | Upos::Punct | Upos::Adv | Upos::Part | Upos::Adp
        ) && tree.token(between).relation() != "advmod:lmod"
    })
}

fn is_clause(tree: &Tree<'_>, word: usize) -> bool {
    tree.token(word).upos == Upos::Verb
        || ["cop", "nsubj", "aux"]
            .iter()
            .any(|relation| tree.child(word, relation).is_some())
}

/// Purposes and what is given in return, inside of what is told.
fn inner<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, told: &Told<'_>) -> Vec<Inner<'k>> {
    let tellings = &scene.knowledge.agreements.provisions.tellings;
    let (first, last) = tree.reach(told.head);
    let (first, last) = (first.max(told.within.0), last.min(told.within.1));
    let mut found = Vec::new();
    for from in first..=last {
        let lines = tellings.starting(&lower(tree, from)).iter();
        let mut lines = lines.filter(|line| matches!(line.how, How::SoAs | How::InReturn));
        let Some(line) = lines.find(|line| phrases::stands(tree, from, &line.words)) else {
            continue;
        };
        let end = from + line.words.len() - 1;
        let mut at = tree.top(from, end.min(tree.len().saturating_sub(1)));
        if at <= end
            && let Some(above) = tree.head(at)
        {
            at = if above > end {
                above
            } else {
                // "in exchange for X" with the words as heads
                let below = related(tree, at, &["nmod", "acl", "advcl", "obl"]);
                below.into_iter().find(|&word| word > end).unwrap_or(at)
            };
        }
        let fits = at > end && at <= last && at != told.head && tree.dominates(told.head, at);
        if fits && found.len() < MOST_PIECES {
            found.push(Inner {
                head: at,
                opens: (from, end),
                how: line.how,
                line: &line.because,
            });
        }
    }
    found
}

/// The words of a head that stand together, without what tells it, others beside it, and the words that open and end
/// it.
fn cut(tree: &Tree<'_>, head: usize, told: &Told<'_>, others: &[usize]) -> Option<(usize, usize)> {
    let (low, high) = told.within;
    let beside: Vec<usize> = related(tree, head, &["parataxis", "discourse", "vocative"]);
    let is_own = |word: usize| {
        (low..=high).contains(&word)
            && tree.dominates(head, word)
            && !told.cut.is_some_and(|(first, last)| (first..=last).contains(&word))
            && !others.iter().any(|&other| tree.dominates(other, word))
            && !beside.iter().any(|&other| tree.dominates(other, word))
    };
    let skips = |word: usize| {
        tree.token(word).upos == Upos::Punct && (low..=high).contains(&word)
            || told.cut.is_some_and(|(first, last)| (first..=last).contains(&word))
    };
    let (reach_first, reach_last) = tree.reach(head);
    let (mut first, mut last) = (head, head);
    for word in (reach_first.max(low)..head).rev() {
        if is_own(word) {
            if tree.token(word).upos != Upos::Punct || !skips(word) {
                first = word;
            }
        } else if !skips(word) {
            break;
        }
    }
    // What follows the second of two may hang on the first, where trees are often wrong.
    let shared = |word: usize| {
        head != told.head
            && told.spread == Spread::All
            && tree.dominates(told.head, word)
            && (low..=high).contains(&word)
            && !others.iter().any(|&other| tree.dominates(other, word))
            && tree.head(word).is_some_and(|above| above >= head || above == told.head)
            && !beside.iter().any(|&other| tree.dominates(other, word))
            && !told.cut.is_some_and(|(first, last)| (first..=last).contains(&word))
            && !matches!(tree.token(word).upos, Upos::Verb | Upos::Cconj | Upos::Sconj)
    };
    let whole_last = if told.spread == Spread::All && tree.dominates(told.head, head) {
        tree.reach(told.head).1
    } else {
        reach_last
    };
    for word in head + 1..=whole_last.min(high) {
        if is_own(word) || shared(word) {
            if tree.token(word).upos != Upos::Punct || closes(tree, first, word) {
                last = word;
            }
        } else if !skips(word) {
            break;
        }
    }
    if let Some(comma) = aside(tree, head, last) {
        last = comma;
    }
    while first < head && opens(tree, first, head) {
        first += 1;
    }
    // "access, which will create jobs": no duty of its own.
    if head != told.head && first < head && matches!(&*lower(tree, first), "which" | "who") {
        return None;
    }
    while last > head && tree.token(last).upos == Upos::Punct && !closes(tree, first, last) {
        last -= 1;
    }
    while last > head && ends(tree, last) {
        last -= 1;
    }
    (first <= last).then_some((first, last))
}

/// The comma before a clause at the end that only adds something: ", which can be used for fuel".
fn aside(tree: &Tree<'_>, head: usize, last: usize) -> Option<usize> {
    let which = (head + 2..last).find(|&word| {
        let comma = &*tree.token(word - 1).form == ",";
        comma && matches!(&*lower(tree, word), "which" | "who")
    })?;
    let verb = tree.head(which).filter(|&verb| verb > which && verb != head)?;
    (tree.reach(verb).1 >= last).then_some(which - 1)
}

/// Whether a word stands before a duty and is no part of it: "that", "to", "and", a comma.
fn opens(tree: &Tree<'_>, word: usize, head: usize) -> bool {
    let token = tree.token(word);
    match token.upos {
        Upos::Punct | Upos::Cconj | Upos::Sconj => true,
        Upos::Part => tree.head(word) == Some(head) && token.relation() == "mark",
        Upos::Adp => tree.head(word) == Some(head) && matches!(token.relation(), "case" | "mark"),
        Upos::Adv => {
            // "Meanwhile, buyers can"
            tree.head(word) == Some(head) && tree.sentence.tokens.get(word + 1).is_some_and(|next| next.form == ",")
                || tree.head(word) == Some(head)
                    && matches!(&*lower(tree, word), "also" | "thereby" | "further" | "either")
        }
        _ => false,
    }
}

/// Words that open what was cut off behind a duty.
fn ends(tree: &Tree<'_>, word: usize) -> bool {
    matches!(tree.token(word).upos, Upos::Cconj | Upos::Punct) && !matches!(&*tree.token(word).form, ")" | "]" | "%")
}

/// A closing bracket whose opening one is in it.
fn closes(tree: &Tree<'_>, first: usize, last: usize) -> bool {
    matches!(&*tree.token(last).form, ")" | "]")
        && (first..last).any(|word| matches!(&*tree.token(word).form, "(" | "["))
}

/// Names of things in a row are one provision where they are of one class.
fn merge(tree: &Tree<'_>, made: &mut Vec<Piece<'_>>) {
    let mut at = 1;
    while at < made.len() {
        let (before, this) = (&made[at - 1], &made[at]);
        let plain = !is_clause(tree, before.head) && !is_clause(tree, this.head);
        let same = before.class == this.class || this.class == ProvisionClass::Other;
        if plain && same {
            let last = this.words.1;
            if let Some(before) = made.get_mut(at - 1) {
                before.words.1 = before.words.1.max(last);
            }
            made.remove(at);
        } else {
            at += 1;
        }
    }
}
