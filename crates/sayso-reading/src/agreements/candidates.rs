//! Places where an instrument may be spoken of, before it is known which.

use sayso_knowledge::agreements::{Family, Instrument, Registered, Sign, When};
use sayso_language::Upos;
use sayso_schema::{EntityType, Span};

use super::bodies::Bodies;
use super::names;
use super::phrases::{first_word, grammar_before, joined, pick};
use crate::grammar;
use crate::scene::Scene;
use crate::tree::Tree;

/// No sentence speaks of instruments in more places.
const MOST_IN_SENTENCE: usize = 64;

/// How a phrase picks out what it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// "the treaty", "this treaty", "their treaty".
    Known,
    /// "such a treaty".
    Such,
    /// "a treaty".
    New,
    /// "any treaty", "no treaty".
    General,
    /// "treaty".
    Bare,
}

/// Whether a phrase speaks of one certain instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Only where it takes up one told before.
    Echo,
    /// Where it is told who agrees, or that they do.
    Told,
    /// On its own.
    Sure,
}

/// A place where an instrument may be spoken of.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'k> {
    pub(super) sentence: usize,
    pub(super) head: usize,
    pub(super) words: (usize, usize),
    pub(super) span: Span,
    /// Its noun, in its dictionary form.
    pub(super) noun: String,
    pub(super) family: Family,
    pub(super) is_loose: bool,
    pub(super) registered: Option<&'k Registered>,
    pub(super) pick: Pick,
    pub(super) strength: Strength,
    pub(super) is_plural: bool,
    /// "two accords", "several accords"
    pub(super) is_counted: bool,
    /// "one accord" of several
    pub(super) is_one: bool,
    /// It has a name, as written without a year, in small letters.
    pub(super) name: Option<String>,
    /// What it is about, as the words before the noun tell ("trade").
    pub(super) kinds: Vec<String>,
    pub(super) year: Option<String>,
    /// "another", "similar": not the one told before.
    pub(super) is_other: bool,
    /// "a previous resolution": not the one that is talked about.
    pub(super) is_earlier: bool,
    /// It only says what another noun is ("truce monitors").
    pub(super) is_part: bool,
    pub(super) in_title: bool,
    pub(super) lines: Vec<String>,
}

pub(super) fn candidates<'k>(scene: &Scene<'_, 'k>) -> Vec<Candidate<'k>> {
    let mut all = Vec::new();
    let bodies = Bodies::default();
    for (sentence, tree) in scene.trees.iter().enumerate() {
        let mut at = 0;
        let enough = all.len() + MOST_IN_SENTENCE;
        while at < tree.len() && all.len() < enough {
            let own = names::registered(scene, tree, at);
            let own = own.filter(|(last, _)| !names::is_inside_another(scene, tree, (at, *last)));
            if let Some((last, registered)) = own {
                all.push(by_name(scene, tree, sentence, (at, last), registered));
                at = last + 1;
                continue;
            }
            if let Some(found) = by_noun(scene, &bodies, sentence, at) {
                at = found.words.1;
                all.push(found);
            }
            at += 1;
        }
    }
    all
}

/// Where the phrase for an instrument stands that a word is the noun of.
pub(super) fn phrase(scene: &Scene<'_, '_>, tree: &Tree<'_>, sentence: usize, head: usize) -> Option<Span> {
    let (from, _) = tree.reach(head);
    for word in from..=head {
        if let Some((last, _)) = names::registered(scene, tree, word).filter(|(last, _)| *last >= head) {
            return Some(span(tree, (word, last)));
        }
    }
    by_noun(scene, &Bodies::default(), sentence, head).map(|found| found.span)
}

/// Where a phrase stands, from its first word to its last.
fn span(tree: &Tree<'_>, words: (usize, usize)) -> Span {
    Span::new(tree.token(words.0).span.start, tree.token(words.1).span.end)
}

fn by_name<'k>(
    scene: &Scene<'_, 'k>,
    tree: &Tree<'_>,
    sentence: usize,
    words: (usize, usize),
    registered: &'k Registered,
) -> Candidate<'k> {
    // "the 1953 armistice", whatever its title calls it
    let own = noun_at(scene, tree, words.1)
        .filter(|_| words.1 > words.0)
        .map(|(instrument, _)| instrument);
    let noun = own.map_or(&registered.kind, |instrument| &instrument.noun).clone();
    let family = scene.knowledge.agreements.instruments.get(&noun);
    let head = tree.top(words.0, words.1);
    let span = span(tree, words);
    Candidate {
        sentence,
        head,
        words,
        span,
        family: family.map_or(Family::Pact, |instrument| instrument.family),
        is_loose: false,
        noun,
        registered: Some(registered),
        pick: Pick::Known,
        strength: Strength::Sure,
        is_plural: false,
        is_counted: false,
        is_one: false,
        name: Some(registered.title.to_lowercase()),
        kinds: Vec::new(),
        year: None,
        is_other: false,
        is_earlier: false,
        is_part: is_part(tree, head),
        in_title: in_title(scene, span),
        lines: vec![registered.because.clone()],
    }
}

fn in_title(scene: &Scene<'_, '_>, span: Span) -> bool {
    scene.document.title_span.is_some_and(|title| title.contains(span))
}

fn is_part(tree: &Tree<'_>, head: usize) -> bool {
    let above = tree.head(head);
    let noun = above.is_some_and(|above| above > head && grammar::is_nominal(tree, above));
    noun && tree.token(head).relation() == "compound"
}

/// The instrument that a word is the noun of, the last word of the noun, and its dictionary form.
fn noun_at<'k>(scene: &Scene<'_, 'k>, tree: &Tree<'_>, at: usize) -> Option<(&'k Instrument, usize)> {
    let token = tree.token(at);
    if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::X) {
        return None;
    }
    let instruments = &scene.knowledge.agreements.instruments;
    let one = singular(tree, at);
    if !instruments.may_end(&one) {
        return None;
    }
    if at + 2 < tree.len() && grammar::lower(tree, at + 1) == "of" {
        let whole = format!("{one} of {}", grammar::lower(tree, at + 2));
        if let Some(instrument) = instruments.get(&whole) {
            return Some((instrument, at + 2));
        }
    }
    // "cease-fire", which the language engine cuts
    if let Some(before) = at.checked_sub(2).filter(|_| tree.token(at - 1).form == "-") {
        let whole = format!("{}-{one}", grammar::lower(tree, before));
        if let Some(instrument) = instruments.get(&whole) {
            return Some((instrument, at));
        }
    }
    if let Some(before) = at.checked_sub(1) {
        let whole = format!("{} {one}", singular(tree, before));
        if let Some(instrument) = instruments.get(&whole) {
            return Some((instrument, at));
        }
    }
    Some((instruments.get(&one)?, at))
}

/// The dictionary form in small letters; of names too, whose plural the language engine leaves as it is.
fn singular(tree: &Tree<'_>, at: usize) -> String {
    let token = tree.token(at);
    let lemma = token.lemma.to_lowercase();
    if is_plural(tree, at) && lemma == token.form.to_lowercase() {
        return lemma.strip_suffix('s').unwrap_or(&lemma).to_owned();
    }
    lemma
}

fn is_plural(tree: &Tree<'_>, at: usize) -> bool {
    let token = tree.token(at);
    let capital_plural = token.upos == Upos::Propn && token.form.len() > 3 && token.form.ends_with('s');
    token.feature("Number") == Some("Plur") || matches!(&*token.xpos, "NNS" | "NNPS") || capital_plural
}

fn is_capital(tree: &Tree<'_>, at: usize) -> bool {
    tree.token(at).form.starts_with(char::is_uppercase)
}

fn by_noun<'k>(scene: &Scene<'_, 'k>, bodies: &Bodies, sentence: usize, at: usize) -> Option<Candidate<'k>> {
    let tree = scene.trees.get(sentence)?;
    let (instrument, last) = noun_at(scene, tree, at)?;
    // "truce agreement": the next word is the noun. It may stand on its own where that is none.
    let next = (at + 1 < tree.len()).then_some(at + 1).filter(|_| last == at);
    if next.is_some_and(|next| noun_at(scene, tree, next).is_some() && tree.head(at) == Some(next)) {
        return None;
    }
    let part_of = is_part(tree, at).then(|| tree.head(at)).flatten();
    let first = first_word(tree, at, part_of);
    let signs = &scene.knowledge.agreements.signs;
    let capital = is_capital(tree, at) && !in_capitals(scene, tree, first, at);
    if capital && names::is_inside_another(scene, tree, (first, last)) {
        return None;
    }
    let last = if capital { names::tail(scene, tree, last) } else { last };

    let mut found = Candidate {
        sentence,
        head: at,
        words: (first, last),
        span: span(tree, (first, last)),
        noun: instrument.noun.clone(),
        family: instrument.family,
        is_loose: instrument.is_loose,
        registered: None,
        pick: pick(scene, tree, at, part_of.unwrap_or(at), first),
        strength: Strength::Echo,
        is_plural: is_plural(tree, at),
        is_counted: false,
        is_one: false,
        name: None,
        kinds: Vec::new(),
        year: None,
        is_other: false,
        is_earlier: false,
        is_part: part_of.is_some(),
        in_title: in_title(scene, span(tree, (first, last))),
        lines: vec![instrument.because.clone()],
    };
    let (mut private, mut public, mut told_kind, mut denied) = (false, false, false, false);
    let mut title_words = 0;
    let mut next = first;
    while next < at {
        let word = next;
        let (last, lower, lemma) = joined(tree, word, at);
        next = last + 1;
        let token = tree.token(last);
        if word + 2 == at && instrument.noun.contains('-') {
            continue;
        }
        if is_year(&lower) {
            found.year = Some(lower);
            continue;
        }
        title_words += usize::from(is_capital(tree, word) && token.upos != Upos::Punct);
        found.is_counted |= token.upos == Upos::Num || signs.is(&lower, Sign::Several);
        for word in [&lower, &lemma] {
            if let When::Kind { these, never, .. } = &instrument.when {
                told_kind |= these.contains(word);
                denied |= never.contains(word);
            }
        }
        let of = if signs.knows(&lower) { &lower } else { &lemma };
        found.is_other |= signs.is(of, Sign::Other);
        if signs.is(of, Sign::General) && found.pick != Pick::Known {
            found.pick = Pick::General;
        }
        private |= signs.is(of, Sign::Private);
        if signs.is(of, Sign::Public) {
            public = true;
            found.lines.extend(signs.line(of, Sign::Public).map(str::to_owned));
        }
        if let Some(other) = scene.knowledge.agreements.instruments.get(of) {
            public |= !matches!(other.when, When::Joined);
            if other.family == Family::Truce && instrument.is_loose {
                found.family = Family::Truce;
            }
        }
        found.is_one |= lower == "one";
        let place = scene
            .mentions
            .shortest(token.span)
            .is_some_and(|(_, entity)| matches!(entity.kind, EntityType::Norp | EntityType::Gpe));
        let says = !place && !signs.is(of, Sign::Light) && !signs.is(of, Sign::Other) && !signs.is(of, Sign::General);
        if says && matches!(token.upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Verb) {
            found.kinds.push(of.clone());
        }
    }
    if found.year.is_none() {
        found.year = year_after(tree, last);
    }
    let capitals = title_words > 0 || last > at && names::has_tail(scene, tree, at, last);
    // "UN resolution", of which there are many, is no name without a number.
    if capital && capitals && found.family != Family::Resolution {
        found.name = Some(name(scene, tree, first, last));
    }
    let numbered =
        last + 1 < tree.len() && tree.token(last + 1).upos == Upos::Num && found.family == Family::Resolution;
    if numbered {
        found.words.1 = last + 1;
        found.span = span(tree, found.words);
        found.name = Some(name(scene, tree, first, last + 1));
    }
    // "replaces the 1992 treaty": another one.
    let verb = tree.head(at).filter(|_| tree.token(at).relation() == "obj");
    found.is_other |= verb.is_some_and(|verb| signs.is(&grammar::lemma(tree, verb), Sign::Supersede));
    if found.family == Family::Resolution {
        found.kinds.clear();
        found.is_earlier = found.name.is_none() && is_earlier(scene, tree, (first, at));
        let certain = found.pick != Pick::Bare || found.is_plural || found.in_title;
        // "a resolution of the conflict"
        let solves = ["of", "to"]
            .iter()
            .any(|mark| !grammar::marked(tree, at, mark).is_empty());
        told_kind |= !denied && certain && !solves && by_body(instrument) && bodies.near(scene, sentence);
    }
    let named = found.name.is_some() && !denied;
    let definite = matches!(found.pick, Pick::Known | Pick::New | Pick::Such);
    let bare_plural = found.is_plural && found.pick == Pick::Bare && !found.is_counted;
    found.strength = match &instrument.when {
        _ if found.pick == Pick::General || private && !public => Strength::Echo,
        When::Always if bare_plural && !named => Strength::Told,
        _ if found.is_plural && found.pick == Pick::Bare && found.year.is_none() && !found.is_counted && named => {
            Strength::Told
        }
        When::Always => Strength::Sure,
        When::Told if named => Strength::Sure,
        When::Told if bare_plural => Strength::Told,
        When::Told if public && (definite || found.is_counted || found.in_title) => Strength::Sure,
        When::Told => Strength::Told,
        // "the settlement of disputes"
        When::Kind { .. } if !named && !grammar::marked(tree, at, "of").is_empty() && !told_kind => return None,
        When::Kind { .. } if denied => Strength::Echo,
        When::Kind { .. } if named || told_kind && (definite || !found.is_plural) => Strength::Sure,
        When::Kind { .. } if told_kind && found.family == Family::Resolution => Strength::Sure,
        When::Kind { .. } if told_kind => Strength::Told,
        When::Kind { .. } => Strength::Echo,
        When::Named if named => Strength::Sure,
        When::Named => Strength::Echo,
        When::Joined if is_joined(scene, tree, at) => Strength::Sure,
        When::Joined => return None,
    };
    if matches!(instrument.when, When::Told) && found.is_part && !named {
        found.strength = Strength::Echo;
    }
    if matches!(&*grammar_before(tree, first), "in")
        && found.pick == Pick::Bare
        && instrument.is_loose
        && found.name.is_none()
    {
        return None;
    }
    Some(found)
}

/// A headline that writes all its words with capitals tells no names by them.
fn in_capitals(scene: &Scene<'_, '_>, tree: &Tree<'_>, first: usize, last: usize) -> bool {
    if !in_title(scene, span(tree, (first, last))) {
        return false;
    }
    let mut others = (0..tree.len()).filter(|&word| word < first || word > last);
    others.all(|word| {
        let form = &tree.token(word).form;
        form.len() < 5 || !form.starts_with(char::is_lowercase)
    })
}

/// Verbs such as "ratify" make what they have as object an instrument: "ratified a partnership with".
fn is_joined(scene: &Scene<'_, '_>, tree: &Tree<'_>, at: usize) -> bool {
    let signs = &scene.knowledge.agreements.signs;
    let of = grammar::carrier(tree, at).or_else(|| tree.head(at).filter(|_| tree.token(at).relation() == "nmod"));
    of.is_some_and(|verb| signs.is(&grammar::lemma(tree, verb), Sign::Ratify))
}

/// Whether a noun stands for an instrument where a body of several states is named near it.
fn by_body(instrument: &Instrument) -> bool {
    matches!(&instrument.when, When::Kind { by_body: true, .. })
}

/// "an earlier resolution": not the one spoken of.
fn is_earlier(scene: &Scene<'_, '_>, tree: &Tree<'_>, (first, noun): (usize, usize)) -> bool {
    let signs = &scene.knowledge.agreements.signs;
    (first..noun).any(|word| signs.is(&grammar::lower(tree, word), Sign::Earlier))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && matches!(word.get(..2), Some("17" | "18" | "19" | "20"))
}

/// "the Mutual Defense Treaty of 1951"
fn year_after(tree: &Tree<'_>, last: usize) -> Option<String> {
    let of = (last + 2 < tree.len() && grammar::lower(tree, last + 1) == "of").then(|| grammar::lower(tree, last + 2));
    of.filter(|word| is_year(word))
}

fn name(scene: &Scene<'_, '_>, tree: &Tree<'_>, first: usize, last: usize) -> String {
    let signs = &scene.knowledge.agreements.signs;
    let words = (first..=last).map(|word| grammar::lower(tree, word));
    let kept = words.filter(|word| !is_year(word) && !signs.is(word, Sign::Light) && !signs.is(word, Sign::Other));
    kept.collect::<Vec<_>>().join(" ")
}
