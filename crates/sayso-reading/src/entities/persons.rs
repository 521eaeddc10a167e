//! The offices and titles that stand beside a person's name.

use sayso_knowledge::entities::{EntityLexicon, Office, squeeze_onto};
use sayso_language::{Sentence, Token};
use sayso_schema::EntityType;

use super::found::{Found, Role, add_all, key, spaced};
use super::names::country_at;
use crate::tree::Tree;

/// An office is at most this many words.
const MOST_WORDS: usize = 6;

/// The word where the name itself begins in `first..=last`, which the tagger may have begun with a title
/// ("Russian President Vladimir Putin").
pub(super) fn after_titles(tokens: &[Token], first: usize, last: usize, lexicon: &EntityLexicon) -> usize {
    let mut name = first;
    while name < last {
        let Some((end, _)) = office_from(tokens, name, lexicon).filter(|(end, _)| *end < last) else {
            break;
        };
        name = end + 1;
    }
    let country = lexicon
        .name(&tokens[first].form)
        .first()
        .is_some_and(|l| l.kind == EntityType::Norp);
    if name == first && country && first + 1 < last {
        let after = after_titles(tokens, first + 1, last, lexicon);
        return if after > first + 1 { after } else { first };
    }
    name
}

/// The longest office that begins at `first`: its last word.
pub(super) fn office_from<'k>(
    tokens: &[Token],
    first: usize,
    lexicon: &'k EntityLexicon,
) -> Option<(usize, &'k Office)> {
    let mut squeezed = String::new();
    let mut longest = None;
    for (last, token) in tokens.iter().enumerate().skip(first).take(MOST_WORDS) {
        squeeze_onto(
            &mut squeezed,
            &token.form.to_lowercase(),
            last > first && spaced(tokens, last),
        );
        if squeezed.chars().count() > lexicon.longest_office() {
            break;
        }
        longest = lexicon.office(&squeezed).map(|office| (last, office)).or(longest);
    }
    longest
}

/// The longest office that ends at `last`, or that begins there ("secretary of state"): its first and last word.
pub(super) fn office_at<'k>(
    tokens: &[Token],
    last: usize,
    lexicon: &'k EntityLexicon,
) -> Option<(usize, usize, &'k Office)> {
    let start = last.saturating_sub(MOST_WORDS - 1);
    let ending = (start..=last).find_map(|first| {
        let (end, office) = office_from(tokens, first, lexicon)?;
        (end >= last).then_some((first, end, office))
    });
    ending.filter(|(first, end, _)| *first <= last && last <= *end)
}

/// Adds what the titles and the apposition beside a person's name tell: offices, sectors, country, gender.
pub(super) fn add_offices(name: &mut Found, sentence: &Sentence, tree: &Tree, lexicon: &EntityLexicon) {
    let tokens = &sentence.tokens;
    let mut offices = Vec::new();
    let mut gender = None;
    let mut nouns: Vec<usize> = Vec::new();
    // Titles before the name, nearest first: "former U.S. Defense Secretary", "Lt. Gen."
    let mut before = name.first;
    while let Some(last) = before.checked_sub(1) {
        let Some((first, end, _)) = office_at(tokens, last, lexicon).filter(|(_, end, _)| *end == last) else {
            break;
        };
        nouns.push(end);
        before = first;
    }
    if !nouns.is_empty() {
        let left = (before.saturating_sub(3)..before).rev();
        let adjacent = left.take_while(|&w| !matches!(tokens[w].form.as_str(), "," | ";" | "and" | "(" | "\""));
        for word in adjacent {
            let modifies = tree.head(word).is_some_and(|head| head >= before && head <= name.last);
            if modifies && let Some(country) = country_at(word, tokens, tree, lexicon) {
                name.country.get_or_insert(country);
            }
        }
    }
    // "Sergei Lavrov, Russia's foreign minister" and "the foreign minister, Sergei Lavrov"
    let after = tree
        .children(name.top)
        .iter()
        .copied()
        .filter(|&w| tokens[w].relation() == "appos" && !name.covers(w));
    nouns.extend(after);
    if tokens.get(name.top).is_some_and(|t| t.relation() == "appos") {
        nouns.extend(tree.head(name.top));
    }
    // "Lavrov is the foreign minister of Russia"
    if tokens.get(name.top).is_some_and(|t| t.deprel.as_ref() == "nsubj")
        && let Some(head) = tree.head(name.top)
        && tree
            .children(head)
            .iter()
            .any(|&w| tokens[w].relation() == "cop" && tokens[w].feature("Tense") != Some("Past"))
    {
        nouns.push(head);
    }
    for noun in nouns {
        let Some((_, _, office)) = office_at(tokens, noun, lexicon) else {
            continue;
        };
        gender = gender.or(office.gender);
        offices.push(office.title.clone());
        match body(noun, sentence, tree, lexicon) {
            Some((sectors, line)) => {
                add_all(&mut name.sectors, sectors);
                name.lines.push(line.to_owned());
            }
            None => add_all(&mut name.sectors, &office.sectors),
        }
        name.lines.push(office.line.clone());
        if name.country.is_none() && noun != name.top {
            name.country = only(countries_of_phrase(noun, tokens, tree, lexicon));
        }
    }
    name.role = Role::Holder { offices, gender };
}

/// The organisation whose office it is, where one is told that is no state's: "the president of Rosneft", "association
/// president", "party secretary". It decides what its officers are: its sectors and the line that tells them.
fn body<'k>(
    office: usize,
    sentence: &Sentence,
    tree: &Tree,
    lexicon: &'k EntityLexicon,
) -> Option<(&'k [String], &'k str)> {
    let tokens = &sentence.tokens;
    let of = |word: &usize| {
        let token = &tokens[*word];
        let after = token.relation() == "nmod"
            && tree
                .children(*word)
                .iter()
                .any(|&case| tokens[case].form.eq_ignore_ascii_case("of"));
        after || matches!(&*token.deprel, "compound" | "nmod:poss" | "nmod:desc")
    };
    tree.children(office).iter().copied().filter(of).find_map(|word| {
        let head = lexicon.head(&tokens[word].lemma.to_lowercase());
        let head = head.filter(|head| head.kind == Some(EntityType::Org));
        if let Some(head) = head.filter(|head| !head.sectors.is_empty()) {
            return Some((head.sectors.as_slice(), head.line.as_str()));
        }
        let named = sentence
            .names
            .iter()
            .find(|name| (name.first..=name.last).contains(&word))?;
        let listed = lexicon.name(&key(tokens.get(named.first..=named.last)?)).first()?;
        (listed.kind == EntityType::Org && !listed.sectors.is_empty())
            .then_some((listed.sectors.as_slice(), listed.line.as_str()))
    })
}

/// The one country, where there is one.
pub(super) fn only(mut countries: Vec<String>) -> Option<String> {
    if countries.len() == 1 { countries.pop() } else { None }
}

/// The countries that a noun's modifiers tell: "Ukraine's army", "the Russian president", "the president of Chile".
/// What stands before the noun is asked first.
pub(super) fn countries_of_phrase(noun: usize, tokens: &[Token], tree: &Tree, lexicon: &EntityLexicon) -> Vec<String> {
    let (before, after): (Vec<usize>, Vec<usize>) = tree
        .children(noun)
        .iter()
        .copied()
        .filter(|&word| modifies(word, noun, tokens, tree))
        .partition(|&word| word < noun);
    let mut told = Vec::new();
    for mut open in [before, after] {
        // Coordinated modifiers hang on the first, or, as parsers like to have it, on each other: "U.S. and Ukrainian
        // officials".
        while let Some(word) = open.pop() {
            add_all(&mut told, country_at(word, tokens, tree, lexicon).as_slice());
            open.extend(
                tree.children(word)
                    .iter()
                    .copied()
                    .filter(|&w| matches!(tokens[w].relation(), "conj" | "amod" | "compound")),
            );
        }
        if !told.is_empty() {
            break;
        }
    }
    told
}

/// The country that "in X" behind a noun tells, for who is usually of the place where they are: "police in Nairobi".
pub(super) fn country_inside(
    noun: usize,
    tokens: &[Token],
    tree: &Tree,
    names: &[Found],
    lexicon: &EntityLexicon,
) -> Option<String> {
    let inside = tree.children(noun).iter().copied().filter(|&word| {
        let cases = tree.children(word).iter().filter(|&&c| tokens[c].relation() == "case");
        word > noun
            && tokens[word].relation() == "nmod"
            && cases
                .clone()
                .any(|&c| matches!(tokens[c].form.as_str(), "in" | "inside" | "across" | "throughout"))
    });
    let mut told = Vec::new();
    for word in inside {
        let named = names.partition_point(|name| name.last < word);
        let country = match names.get(named).filter(|name| name.covers(word)) {
            Some(name) => name.country.clone(),
            None => country_at(word, tokens, tree, lexicon),
        };
        add_all(&mut told, country.as_slice());
    }
    only(told)
}

fn modifies(word: usize, noun: usize, tokens: &[Token], tree: &Tree) -> bool {
    match tokens[word].relation() {
        "amod" | "compound" => word < noun,
        "nmod" if word < noun => true,
        "nmod" => tree
            .children(word)
            .iter()
            .any(|&c| tokens[c].relation() == "case" && matches!(tokens[c].form.as_str(), "of" | "from")),
        _ => false,
    }
}
