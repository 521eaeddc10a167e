//! Peoples where they live: "Bosnian Serbs", "ethnic Albanians".

use sayso_knowledge::entities::{EntityLexicon, NameClass};
use sayso_language::{Token, Upos};

use super::found::{Found, add_all};
use super::persons;
use crate::tree::Tree;

/// Joins a people and the country that it lives in, which is theirs: "Bosnian Serbs", "Iraqi Kurds". "Ethnic Albanians"
/// are of no country but the one that the text says they live in.
pub(super) fn join(tokens: &[Token], tree: &Tree, lexicon: &EntityLexicon, names: &mut Vec<Found>) {
    let is_people = |name: &Found| {
        let class = name.listed.map(|listed| listed.class);
        let noun = matches!(tokens[name.last].upos, Upos::Noun | Upos::Propn) && tokens[name.last].form.ends_with('s');
        matches!(class, Some(NameClass::Demonym | NameClass::Group)) && noun
    };
    let mut joined = vec![false; names.len()];
    for at in 0..names.len() {
        if !is_people(&names[at]) {
            continue;
        }
        let first = names[at].first;
        let lived_in = at.checked_sub(1).filter(|&before| {
            let before = &names[before];
            before.last + 1 == first && before.listed.is_some_and(|listed| listed.class == NameClass::Demonym)
        });
        if let Some(before) = lived_in {
            let Found {
                first, country, lines, ..
            } = names[before].clone();
            let name = &mut names[at];
            (name.first, name.country, name.listed) = (first, country, None);
            add_all(&mut name.lines, &lines);
            joined[before] = true;
        } else if let Some(ethnic) = first
            .checked_sub(1)
            .filter(|&w| tokens[w].form.eq_ignore_ascii_case("ethnic"))
        {
            let country = persons::country_inside(names[at].top, tokens, tree, names, lexicon);
            let name = &mut names[at];
            (name.first, name.country, name.listed) = (ethnic, country, None);
            add_all(&mut name.sectors, &["CVL".to_owned()]);
        }
    }
    let mut joined = joined.into_iter();
    names.retain(|_| !joined.next().unwrap_or(false));
}
