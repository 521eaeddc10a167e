//! Names: what the tagger found and what is listed, made one.
//!
//! The tagger knows persons, organisations and places from their surroundings and is right about four times in five;
//! the lists know less but are right. So a list decides what a name is of wherever both speak of the same words, and
//! the tagger decides where a listed name is ambiguous or only part of a longer name.

use sayso_knowledge::entities::{Ambiguity, EntityLexicon, ListedName, NameClass, squeeze_onto};
use sayso_language::{NameKind, Sentence, Token, Upos};
use sayso_schema::{EntityType, MentionForm};

use super::found::{Found, Role, key, listed_noun, spaced};
use super::{peoples, persons};
use crate::tree::Tree;

/// What the lists and the tagger both say nothing of is at most this long, so that a shouted page is not one name.
const MOST_WORDS: usize = 12;

/// The names in `sentence`, in order, never overlapping.
pub(super) fn names<'k>(sentence: &Sentence, tree: &Tree, lexicon: &'k EntityLexicon) -> Vec<Found<'k>> {
    let tokens = &sentence.tokens;
    let tagged = tagged(sentence, lexicon);
    let mut tagged_at = vec![None; tokens.len()];
    for (index, name) in tagged.iter().enumerate() {
        tagged_at[name.first..=name.last].fill(Some(index));
    }

    let mut taken = vec![false; tagged.len()];
    let mut names: Vec<Found> = Vec::new();
    let mut word = 0;
    while word < tokens.len() {
        let Some((last, readings)) = listed(tokens, word, lexicon) else {
            word += 1;
            continue;
        };
        let overlapping: Vec<usize> = tagged_indices(&tagged_at[word..=last]);
        if let Some(listed) = choose(tokens, word, last, readings, &overlapping, &tagged, lexicon) {
            overlapping.iter().for_each(|&index| taken[index] = true);
            names.push(of_list(word, last, tree, listed));
        }
        word = last + 1;
    }
    for (name, _) in tagged.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        names.push(of_tagger(name, tokens, tree, lexicon));
    }
    names.sort_by_key(|name| name.first);
    continue_bodies(tokens, tree, lexicon, &mut names);
    headed(tokens, tree, lexicon, &mut names);
    peoples::join(tokens, tree, lexicon, &mut names);
    for name in &mut names {
        if name.kind == EntityType::Person {
            persons::add_offices(name, sentence, tree, lexicon);
        } else if name.country.is_none() && !matches!(name.kind, EntityType::Norp | EntityType::Weapon) {
            name.country = country_beside(name, tokens, tree, lexicon);
        }
    }
    names
}

/// A name as the tagger has it, trimmed.
struct Tagged {
    first: usize,
    last: usize,
    kind: NameKind,
}

fn tagged(sentence: &Sentence, lexicon: &EntityLexicon) -> Vec<Tagged> {
    let tokens = &sentence.tokens;
    let mut tagged: Vec<Tagged> = Vec::new();
    for name in &sentence.names {
        let (mut first, mut last) = (name.first, name.last.min(tokens.len().saturating_sub(1)));
        if first > last || tagged.last().is_some_and(|before| before.last >= first) {
            continue;
        }
        while first < last && (tokens[first].upos == Upos::Det || tokens[first].upos == Upos::Punct) {
            first += 1;
        }
        while last > first && tokens[last].upos == Upos::Punct && !is_dotted(&tokens[last]) {
            last -= 1;
        }
        if !tokens[first..=last]
            .iter()
            .any(|t| t.form.chars().any(char::is_alphanumeric))
        {
            continue;
        }
        if name.kind == NameKind::Person {
            first = persons::after_titles(tokens, first, last, lexicon);
        }
        tagged.push(Tagged {
            first,
            last,
            kind: name.kind,
        });
    }
    tagged
}

/// Whether a full stop closes an abbreviation ("Inc.").
fn is_dotted(token: &Token) -> bool {
    token.form.chars().count() > 1
}

fn tagged_indices(at: &[Option<usize>]) -> Vec<usize> {
    let mut indices: Vec<usize> = at.iter().flatten().copied().collect();
    indices.dedup();
    indices
}

/// The longest listed name that starts at `first`: its last word and its readings.
fn listed<'k>(tokens: &[Token], first: usize, lexicon: &'k EntityLexicon) -> Option<(usize, &'k [ListedName])> {
    if !tokens[first]
        .form
        .starts_with(|c: char| c.is_alphanumeric() || c == '\'')
    {
        return None;
    }
    let mut squeezed = String::new();
    let mut longest = None;
    for (last, token) in tokens.iter().enumerate().skip(first).take(MOST_WORDS) {
        squeeze_onto(&mut squeezed, &token.form, last > first && spaced(tokens, last));
        if squeezed.chars().count() > lexicon.longest_name() {
            break;
        }
        let readings = lexicon.name(&squeezed);
        if !readings.is_empty() {
            longest = Some((last, readings));
        }
    }
    longest
}

/// The reading of a listed name that holds in its place, if any does.
fn choose<'k>(
    tokens: &[Token],
    first: usize,
    last: usize,
    readings: &'k [ListedName],
    overlapping: &[usize],
    tagged: &[Tagged],
    lexicon: &EntityLexicon,
) -> Option<&'k ListedName> {
    let usual = readings.first()?;
    let ambiguity = lexicon.ambiguity(&key(&tokens[first..=last]));
    let unsure = matches!(ambiguity, Some(Ambiguity::Person | Ambiguity::Word));
    if overlapping.is_empty() {
        let nameable = |t: &Token| matches!(t.upos, Upos::Propn | Upos::Adj | Upos::Noun | Upos::X | Upos::Num);
        let sure = usual.class != NameClass::Place && !unsure;
        let adjective = usual.kind == EntityType::Norp && !unsure;
        return (first < last || nameable(&tokens[first]))
            .then_some(usual)
            .filter(|_| sure || adjective);
    }
    let (mut person, mut organisation) = (false, false);
    for &index in overlapping {
        let name = &tagged[index];
        let inside = name.first <= first && last <= name.last && (name.first < first || last < name.last);
        let across = !inside && (name.first < first || last < name.last);
        if inside || across && name.last - name.first > last - first {
            return None;
        }
        person |= name.kind == NameKind::Person;
        organisation |= name.kind == NameKind::Organisation;
    }
    if unsure && person {
        return None;
    }
    if usual.class == NameClass::Place && (person || organisation && unsure) {
        return None;
    }
    Some(usual)
}

fn of_list<'k>(first: usize, last: usize, tree: &Tree, listed: &'k ListedName) -> Found<'k> {
    Found {
        first,
        last,
        top: tree.top(first, last),
        kind: listed.kind,
        form: MentionForm::Name,
        listed: Some(listed),
        metonym: false,
        country: listed.country.clone(),
        sectors: listed.sectors.clone(),
        lines: vec![listed.line.clone()],
        role: Role::Plain,
    }
}

fn of_tagger<'k>(name: &Tagged, tokens: &[Token], tree: &Tree, lexicon: &'k EntityLexicon) -> Found<'k> {
    let (first, last) = widened(name, tokens, tree);
    let kind = match name.kind {
        NameKind::Person => EntityType::Person,
        NameKind::Organisation => EntityType::Org,
        NameKind::Location => EntityType::Loc,
    };
    let mut found = Found {
        first,
        last,
        top: tree.top(first, last),
        kind,
        form: MentionForm::Name,
        listed: None,
        metonym: false,
        country: None,
        sectors: Vec::new(),
        lines: vec!["model names".to_owned()],
        role: Role::Plain,
    };
    if kind == EntityType::Person {
        return found;
    }
    let whole = lexicon.name(&key(&tokens[first..=last]));
    let place = whole
        .iter()
        .find(|listed| kind == EntityType::Loc && listed.class == NameClass::Place);
    if let Some(listed) = place {
        found.kind = listed.kind;
        found.listed = Some(listed);
        found.country = listed.country.clone();
        found.lines.push(listed.line.clone());
    } else {
        settle_kind(&mut found, tokens, lexicon);
    }
    found
}

/// The tagger's name with the capitalised words that the tree makes one with it.
fn widened(name: &Tagged, tokens: &[Token], tree: &Tree) -> (usize, usize) {
    let (mut first, mut last) = (name.first, name.last);
    let belongs = |word: usize, first: usize, last: usize| {
        let token = &tokens[word];
        let inside = |w: usize| first <= w && w <= last;
        let joined = |w: usize| tokens[w].relation() == "flat" || tokens[w].deprel.as_ref() == "goeswith";
        token.upos == Upos::Propn
            && (tree.head(word).is_some_and(inside) && joined(word)
                || (first..=last).any(|w| joined(w) && tree.head(w) == Some(word)))
    };
    while last + 1 < tokens.len() && last - first < MOST_WORDS && belongs(last + 1, first, last) {
        last += 1;
    }
    while first > 0 && last - first < MOST_WORDS && name.kind == NameKind::Person && belongs(first - 1, first, last) {
        first -= 1;
    }
    (first, last)
}

/// The type that the name's head word tells, its sectors, and the country that stands inside it.
fn settle_kind(found: &mut Found, tokens: &[Token], lexicon: &EntityLexicon) {
    let (first, last) = (found.first, found.last);
    let before_of = (first + 1..=last)
        .find(|&w| tokens[w].upos == Upos::Adp)
        .map_or(last, |of| of - 1);
    let at_end = listed_noun(tokens, before_of, &tokens[before_of].form.to_lowercase(), lexicon).1;
    // "Lake Victoria", "Camp Bondsteel": a place may have its head first.
    let at_start = lexicon
        .head(&tokens[first].form.to_lowercase())
        .filter(|head| found.kind == EntityType::Loc && first < last && head.kind != Some(EntityType::Gpe));
    if let Some(head) = at_end.filter(|_| first < last).or(at_start) {
        let told = head.kind.unwrap_or(EntityType::Org);
        let is_place = |kind| matches!(kind, EntityType::Loc | EntityType::Gpe | EntityType::Fac);
        let legal = matches!(told, EntityType::Law | EntityType::Event | EntityType::Weapon);
        if legal || found.kind == EntityType::Loc && (is_place(told) || told == EntityType::Org) {
            found.kind = told;
        }
        if found.kind == EntityType::Org {
            found.sectors.clone_from(&head.sectors);
        }
        found.lines.push(head.line.clone());
    }
    if found.kind != EntityType::Org {
        return;
    }
    for word in [first, last] {
        // "Baghdad University": a place in front is where it is; behind, a place can be anything's ("Bank of Boston").
        let placed = word == first && first < last;
        let country = match lexicon.name(&key(&tokens[word..=word])).first() {
            Some(listed) if matches!(listed.class, NameClass::Country | NameClass::Demonym) => listed,
            Some(listed) if placed && matches!(listed.class, NameClass::Capital | NameClass::Place) => listed,
            _ => continue,
        };
        if found.country.is_none() && lexicon.ambiguity(&key(&tokens[word..=word])).is_none() {
            found.country.clone_from(&country.country);
            found.lines.push(country.line.clone());
        }
    }
}

/// The country that modifies the name from outside: "Russia's Ministry of Defence", "the German company Siemens".
fn country_beside(name: &Found, tokens: &[Token], tree: &Tree, lexicon: &EntityLexicon) -> Option<String> {
    let modifies = |word: usize| {
        matches!(tokens[word].relation(), "amod" | "compound") || tokens[word].deprel.as_ref() == "nmod:poss"
    };
    let mut told: Vec<usize> = tree
        .children(name.top)
        .iter()
        .copied()
        .filter(|&w| w < name.first)
        .collect();
    // In "Russian Border Guard Service data" the adjective hangs on "data", but stands beside the name.
    told.extend(name.first.checked_sub(1));
    told.retain(|&word| modifies(word));
    told.into_iter()
        .find_map(|word| country_at(word, tokens, tree, lexicon))
}

/// The country that the word and the words compounded with it name or are of.
pub(super) fn country_at(word: usize, tokens: &[Token], tree: &Tree, lexicon: &EntityLexicon) -> Option<String> {
    let first = tree
        .children(word)
        .iter()
        .copied()
        .filter(|&child| child < word && matches!(tokens[child].relation(), "amod" | "compound" | "flat"))
        .min()
        .unwrap_or(word);
    let last = tree
        .children(word)
        .iter()
        .copied()
        .filter(|&c| tokens[c].relation() == "flat")
        .max()
        .unwrap_or(word);
    for (first, last) in [(first, last.max(word)), (word, word)] {
        if last - first > MOST_WORDS {
            continue;
        }
        let squeezed = key(&tokens[first..=last]);
        let listed = lexicon.name(&squeezed).first();
        if let Some(listed) = listed.filter(|l| l.country.is_some()) {
            return listed
                .country
                .clone()
                .filter(|_| lexicon.ambiguity(&squeezed).is_none());
        }
    }
    None
}

/// Joins what the tagger cut: "Ministry of Science" and "Higher Education", "Criminal Tribunal" and "Rwanda". Only for
/// an unlisted organisation whose head noun tells that it is one; "and" only inside what "of" began.
fn continue_bodies(tokens: &[Token], tree: &Tree, lexicon: &EntityLexicon, names: &mut Vec<Found>) {
    let is = |word: usize, forms: &[&str]| tokens.get(word).is_some_and(|t| forms.contains(&t.form.as_str()));
    let capitalised = |word: usize| {
        tokens.get(word).is_some_and(|t| {
            matches!(t.upos, Upos::Propn | Upos::Adj | Upos::Noun) && t.form.starts_with(char::is_uppercase)
        })
    };
    let mut at = 0;
    while let Some(name) = names.get(at) {
        let (first, mut last) = (name.first, name.last);
        let mut of = (first..=last).find(|&w| is(w, &["of", "for"]));
        let head = of.map_or(last, |of| of.saturating_sub(1));
        let head = tokens.get(head).and_then(|t| lexicon.head(&t.form.to_lowercase()));
        at += 1;
        if name.kind != EntityType::Org || name.listed.is_some() || head.is_none_or(|h| h.kind != Some(EntityType::Org))
        {
            continue;
        }
        while last - first < MOST_WORDS {
            let starts = of.is_none() && is(last + 1, &["of", "for"]);
            let goes_on = of.is_some() && is(last + 1, &["and"]);
            let next = last + 2 + usize::from(starts && is(last + 2, &["the"]));
            if !(starts || goes_on) || !capitalised(next) {
                break;
            }
            let mut end = next;
            while capitalised(end + 1) {
                end += 1;
            }
            let own_head = lexicon
                .head(&tokens[end].form.to_lowercase())
                .is_some_and(|h| h.kind == Some(EntityType::Org));
            if goes_on && own_head {
                break;
            }
            of = of.or(Some(last + 1));
            last = end;
        }
        let swallowed = names[at..].iter().take_while(|next| next.first <= last).count();
        let last = names[at..at + swallowed].iter().map(|n| n.last).fold(last, usize::max);
        names.drain(at..at + swallowed);
        if let Some(name) = names.get_mut(at - 1) {
            name.last = last;
            name.top = tree.top(first, last);
        }
    }
}

/// Adds names that neither the tagger nor a list has, but whose head tells what they are: "the Lisbon Accords".
fn headed<'k>(tokens: &[Token], tree: &Tree, lexicon: &'k EntityLexicon, names: &mut Vec<Found<'k>>) {
    let mut free = vec![true; tokens.len()];
    for name in names.iter() {
        free[name.first..=name.last].fill(false);
    }
    let capitalised = |word: usize| {
        tokens
            .get(word)
            .is_some_and(|t| t.upos == Upos::Propn && t.form.starts_with(char::is_uppercase))
            && free[word]
    };
    let mut added = Vec::new();
    let mut word = 0;
    while word < tokens.len() {
        if !capitalised(word) {
            word += 1;
            continue;
        }
        let first = word;
        while capitalised(word + 1) && word - first < MOST_WORDS {
            word += 1;
        }
        let head = lexicon.head(&tokens[word].form.to_lowercase());
        let mut last = word;
        word += 1;
        let Some(head) = head else { continue };
        let Some(kind) = head
            .kind
            .filter(|&kind| kind != EntityType::Gpe && kind != EntityType::Weapon)
        else {
            continue;
        };
        // "Ministry of Health and Social Affairs": what follows "of" in capitals belongs to it.
        let joins = |w: usize| {
            tokens
                .get(w)
                .is_some_and(|t| matches!(t.form.as_str(), "of" | "for" | "on" | "and" | "the"))
        };
        while last - first < MOST_WORDS {
            let mut next = last + 1;
            while joins(next) && next - last <= 2 {
                next += 1;
            }
            if next == last + 1 && !capitalised(next) || !capitalised(next) {
                break;
            }
            last = next;
        }
        if first == last {
            continue;
        }
        word = word.max(last + 1);
        let sectors = if kind == EntityType::Org {
            head.sectors.clone()
        } else {
            Vec::new()
        };
        added.push(Found {
            first,
            last,
            top: tree.top(first, last),
            kind,
            form: MentionForm::Name,
            listed: None,
            metonym: false,
            country: None,
            sectors,
            lines: vec![head.line.clone()],
            role: Role::Plain,
        });
    }
    names.append(&mut added);
    names.sort_by_key(|name| name.first);
}
