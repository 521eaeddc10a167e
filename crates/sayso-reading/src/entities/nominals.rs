//! Mentions without a name: "U.S. officials", "the ministry", "Ukraine's president", "he".

use sayso_knowledge::entities::{EntityLexicon, Gender, Materiel, NameClass};
use sayso_language::{Sentence, Token, Upos};
use sayso_schema::{EntityType, MentionForm};

use super::found::{Found, Role, add_all, key, listed_noun};
use super::persons::{countries_of_phrase, country_inside, office_at, only};
use crate::tree::Tree;

/// A phrase whose modifiers reach further back than this is a tree gone wrong.
const MOST_WORDS: usize = 24;

/// The nominal and pronominal mentions in `sentence`, whose names are `names`, in order.
pub(super) fn nominals<'k>(
    sentence: &Sentence,
    tree: &Tree,
    names: &[Found<'k>],
    lexicon: &'k EntityLexicon,
) -> Vec<Found<'k>> {
    let tokens = &sentence.tokens;
    let mut in_name = vec![false; tokens.len()];
    let mut person_top = vec![false; tokens.len()];
    for name in names {
        in_name[name.first..=name.last].fill(true);
        if name.kind == EntityType::Person && name.top < tokens.len() {
            person_top[name.top] = true;
        }
    }
    let mut nominals = Vec::new();
    for (word, token) in tokens.iter().enumerate() {
        if in_name[word] {
            continue;
        }
        if token.upos == Upos::Pron {
            nominals.extend(pronoun(word, token));
        } else if matches!(token.upos, Upos::Noun | Upos::Propn) && heads_phrase(word, tokens, tree, &person_top) {
            let listed = nominal(word, sentence, tree, names, lexicon);
            nominals.extend(listed.or_else(|| described(word, sentence, tree)));
        }
    }
    nominals
}

/// Pronouns of the third person. "He" and "she" as subjects can be resolved by rule; the others, and those that are no
/// subjects, only where the network tells what they take up.
fn pronoun<'k>(word: usize, token: &Token) -> Option<Found<'k>> {
    if token.feature("PronType") != Some("Prs") || token.feature("Person") != Some("3") {
        return None;
    }
    let gender = match token.feature("Gender") {
        Some("Masc") => Some(Gender::Masculine),
        Some("Fem") => Some(Gender::Feminine),
        _ => None,
    };
    let subject = token.relation() == "nsubj" && token.feature("Case") != Some("Acc");
    let singular = token.feature("Number") == Some("Sing");
    let role = match gender {
        Some(gender) if subject && singular => Role::Pronoun { gender },
        _ => Role::Referring {
            gender,
            person: singular.then_some(gender.is_some()),
        },
    };
    Some(referring(word, word, MentionForm::Pronoun, role))
}

fn referring<'k>(first: usize, word: usize, form: MentionForm, role: Role) -> Found<'k> {
    Found {
        first,
        last: word,
        top: word,
        kind: EntityType::Person,
        form,
        listed: None,
        metonym: false,
        country: None,
        sectors: Vec::new(),
        lines: Vec::new(),
        role,
    }
}

/// "the candidate", "this company": a noun that no list has, which the network takes for somebody or something.
fn described<'k>(word: usize, sentence: &Sentence, tree: &Tree) -> Option<Found<'k>> {
    let tokens = &sentence.tokens;
    let person = match sentence.layer("nominal")?.label(word)? {
        "person" => true,
        "organization" | "place" => false,
        _ => return None,
    };
    let singular = tokens[word].feature("Number") != Some("Plur");
    let definite = determiner(word, tokens, tree) == Determiner::Definite;
    (definite && singular).then(|| {
        let role = Role::Referring {
            gender: None,
            person: Some(person),
        };
        referring(phrase_start(word, tokens, tree), word, MentionForm::Nominal, role)
    })
}

/// Whether the noun heads a phrase of its own: not "police" in "police car", nor what only describes a named person.
fn heads_phrase(word: usize, tokens: &[Token], tree: &Tree, person_top: &[bool]) -> bool {
    let token = &tokens[word];
    let describes = matches!(token.relation(), "compound" | "amod" | "flat" | "fixed" | "goeswith")
        || token.deprel.as_ref() == "nmod:desc";
    let named = |w: usize| person_top.get(w).copied().unwrap_or(false);
    let beside_name = tree
        .children(word)
        .iter()
        .any(|&c| tokens[c].relation() == "appos" && named(c))
        || token.relation() == "appos" && tree.head(word).is_some_and(named);
    let predicate = tree.children(word).iter().any(|&c| tokens[c].relation() == "cop");
    !describes && !beside_name && !predicate
}

fn nominal<'k>(
    word: usize,
    sentence: &Sentence,
    tree: &Tree,
    names: &[Found<'k>],
    lexicon: &'k EntityLexicon,
) -> Option<Found<'k>> {
    let tokens = &sentence.tokens;
    let determiner = determiner(word, tokens, tree);
    if determiner == Determiner::None_ {
        return None;
    }
    let first = phrase_start(word, tokens, tree);
    let mut countries = countries_of_phrase(word, tokens, tree, lexicon);
    let mut found = Found {
        first,
        last: word,
        top: word,
        kind: EntityType::Person,
        form: MentionForm::Nominal,
        listed: None,
        metonym: false,
        country: None,
        sectors: Vec::new(),
        lines: Vec::new(),
        role: Role::Plain,
    };
    take_coordinated(&mut found, &mut countries, tokens, names, lexicon);
    let told_country = !countries.is_empty();
    found.country = only(countries);
    let lemma = tokens[word].lemma.to_lowercase();
    let plural = tokens[word].feature("Number") == Some("Plur");
    let definite = determiner == Determiner::Definite;
    let told = definite || told_country;
    // "A soldier" is some soldier; "the president" may have been named.
    let held = told && determiner != Determiner::Indefinite;
    if let Some((start, end, office)) = office_at(tokens, word, lexicon).filter(|_| held && !plural) {
        found.first = first.min(start);
        found.last = end;
        found.sectors.clone_from(&office.sectors);
        found.lines.push(office.line.clone());
        found.role = Role::Office {
            title: office.title.clone(),
            unnamed: lexicon.source(&lemma).is_some(),
        };
        return Some(found);
    }
    let (noun, head) = listed_noun(tokens, word, &lemma, lexicon);
    if let Some(noun) = noun {
        let counted = determiner != Determiner::Bare || plural || noun.kind == EntityType::Org;
        if !counted {
            return None;
        }
        add_modifiers(&mut found, word, tokens, tree, names, lexicon);
        add_all(&mut found.sectors, &noun.sectors);
        if found.country.is_none() && !told_country && noun.local {
            found.country = country_inside(word, tokens, tree, names, lexicon);
        }
        found.kind = noun.kind;
        found.lines.push(noun.line.clone());
        found.role = Role::Unnamed { lemma, definite };
        return Some(found);
    }
    if let Some(materiel) = materiel_at(tokens, word, &lemma, lexicon) {
        add_modifiers(&mut found, word, tokens, tree, names, lexicon);
        let acts = matches!(tokens[word].deprel.as_ref(), "nsubj" | "obl:agent");
        if found.country.is_none() && (materiel.owned || !acts) {
            return None;
        }
        found.kind = EntityType::Org;
        add_all(&mut found.sectors, &materiel.sectors);
        found.lines.push(materiel.line.clone());
        found.role = Role::Unnamed { lemma, definite };
        return Some(found);
    }
    let head = head.filter(|head| head.kind == Some(EntityType::Org))?;
    // "Police said": the one noun of this kind that goes without an article.
    let bare_subject = plural && tokens[word].form.to_lowercase() == lemma && tokens[word].relation() == "nsubj";
    if !told && !bare_subject {
        return None;
    }
    found.kind = EntityType::Org;
    add_modifiers(&mut found, word, tokens, tree, names, lexicon);
    add_all(&mut found.sectors, &head.sectors);
    if found.country.is_none() && !told_country && head.local {
        found.country = country_inside(word, tokens, tree, names, lexicon);
    }
    found.lines.push(head.line.clone());
    found.role = Role::Organisation {
        lemma,
        definite: definite || bare_subject,
    };
    Some(found)
}

/// The weapon or vehicle at `word`, which stands for the military whose it is.
fn materiel_at<'k>(tokens: &[Token], word: usize, lemma: &str, lexicon: &'k EntityLexicon) -> Option<&'k Materiel> {
    let before = word.checked_sub(1).and_then(|before| tokens.get(before));
    let pair = before.and_then(|before| lexicon.materiel(&format!("{} {lemma}", before.form.to_lowercase())));
    pair.or_else(|| lexicon.materiel(lemma))
}

/// What stands at the front of a noun phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Determiner {
    /// "the", "this"
    Definite,
    /// "a", "some", "three"
    Indefinite,
    /// "Ukraine's"
    Possessor,
    /// "no": the phrase speaks of nobody
    None_,
    Bare,
}

fn determiner(word: usize, tokens: &[Token], tree: &Tree) -> Determiner {
    for &child in tree.children(word) {
        let token = &tokens[child];
        match token.relation() {
            "det" if matches!(token.lemma.as_str(), "no" | "any" | "which" | "what") => return Determiner::None_,
            "det" if token.feature("Definite") == Some("Def") || token.feature("PronType") == Some("Dem") => {
                return Determiner::Definite;
            }
            "det" | "nummod" => return Determiner::Indefinite,
            "nmod" if token.deprel.as_ref() == "nmod:poss" => return Determiner::Possessor,
            _ => {}
        }
    }
    Determiner::Bare
}

/// The first word of the phrase up to its head: determiners, modifiers and what is coordinated with them.
fn phrase_start(word: usize, tokens: &[Token], tree: &Tree) -> usize {
    let mut first = word;
    for &child in tree.children(word).iter().rev().filter(|&&child| child < word) {
        match tokens[child].relation() {
            "det" | "amod" | "compound" | "nummod" | "nmod" | "advmod" => first = first.min(tree.reach(child).0),
            "punct" | "cc" => {}
            _ => break,
        }
    }
    if word - first > MOST_WORDS { word } else { first }
}

/// Takes in what is coordinated in front of a phrase that begins with a people or country: "U.S., South Korean and"
/// before "Ukrainian officials". Trees are often wrong here, so the words decide.
fn take_coordinated(
    found: &mut Found,
    countries: &mut Vec<String>,
    tokens: &[Token],
    names: &[Found],
    lexicon: &EntityLexicon,
) {
    let people = |name: &Found| {
        let readings = lexicon.name(&key(&tokens[name.first..=name.last]));
        name.country.is_some() && readings.iter().any(|reading| reading.class == NameClass::Demonym)
    };
    let joins = |word: usize| matches!(tokens[word].form.as_str(), "," | "and" | "or" | "&");
    let mut index = names.partition_point(|name| name.first < found.first);
    if names
        .get(index)
        .is_none_or(|name| name.first != found.first || !people(name))
    {
        return;
    }
    let mut conjunction = false;
    while let Some(before) = index.checked_sub(1).and_then(|i| names.get(i)) {
        let between = before.last + 1..found.first;
        conjunction |= between.clone().any(|w| tokens[w].upos == Upos::Cconj);
        if between.is_empty() || between.len() > 2 || !between.clone().all(joins) || !conjunction || !people(before) {
            return;
        }
        found.first = before.first;
        add_all(countries, before.country.as_slice());
        add_all(&mut found.lines, &before.lines);
        index -= 1;
    }
}

/// Sectors and lines of what modifies the noun: "police officials", "UN diplomats", "officials at the State
/// Department".
fn add_modifiers(
    found: &mut Found,
    word: usize,
    tokens: &[Token],
    tree: &Tree,
    names: &[Found],
    lexicon: &EntityLexicon,
) {
    for &child in tree.children(word) {
        let close = child < word && matches!(tokens[child].relation(), "amod" | "compound" | "nmod");
        let after = child > word
            && tokens[child].relation() == "nmod"
            && tree
                .children(child)
                .iter()
                .any(|&c| matches!(tokens[c].form.as_str(), "of" | "from" | "at" | "with"));
        if !close && !after {
            continue;
        }
        let named = names.partition_point(|name| name.last < child);
        if let Some(name) = names.get(named).filter(|name| name.covers(child)) {
            let plain = matches!(name.kind, EntityType::Org | EntityType::Norp | EntityType::Gpe);
            if plain {
                add_all(&mut found.sectors, &name.sectors);
                found
                    .lines
                    .extend(name.lines.iter().filter(|line| *line != "model names").cloned());
            }
            if found.country.is_none() && name.kind == EntityType::Org {
                found.country.clone_from(&name.country);
            }
        } else if let Some(head) = lexicon.head(&tokens[child].lemma.to_lowercase()).filter(|_| close) {
            add_all(&mut found.sectors, &head.sectors);
            found.lines.push(head.line.clone());
        }
    }
}
