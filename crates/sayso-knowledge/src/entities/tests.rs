//! The lists that ship are sound, and a user's lines win.

use super::*;

fn shipped() -> EntityLexicon {
    EntityLexicon::load(&Sources::embedded(&[FILES])).unwrap()
}

#[test]
fn a_name_is_found_however_it_is_cut_and_spelled() {
    let lexicon = shipped();
    let code = |name: &str| lexicon.name(&squeeze(name)).first().and_then(|n| n.country.clone());
    assert_eq!(code("Guinea - Bissau").as_deref(), Some("GNB"));
    assert_eq!(code("Democratic People’s Republic of Korea").as_deref(), Some("PRK"));
    assert_eq!(code("U.S.").as_deref(), Some("USA"));
    assert_eq!(code("KYIV").as_deref(), Some("UKR"));
    assert_eq!(code("I ran"), None);
    assert_eq!(code("us"), None);
    assert_eq!(code("turkey"), None);
}

#[test]
fn names_of_one_thing_share_an_identity() {
    let lexicon = shipped();
    let identity = |name: &str| lexicon.name(&squeeze(name))[0].identity.clone();
    assert_eq!(identity("NATO"), identity("North Atlantic Treaty Organization"));
    assert_eq!(identity("DPRK"), identity("North Korea"));
    assert_ne!(identity("Kyiv"), identity("Ukraine"));
}

#[test]
fn a_line_is_named_as_because_wants_it() {
    let line = shipped().name("Ukraine")[0].line.clone();
    assert!(
        line.starts_with("entities/countries.tsv:") && line.ends_with(" UKR"),
        "{line}"
    );
}

#[test]
fn every_country_is_listed_once_and_with_a_name() {
    let lexicon = shipped();
    let codes: std::collections::BTreeSet<_> = lexicon
        .names
        .values()
        .flatten()
        .filter(|n| n.class == NameClass::Country)
        .filter_map(|n| n.country.clone())
        .collect();
    assert_eq!(codes.len(), 250);
}

#[test]
fn words_for_sources_offices_and_heads_are_found() {
    let lexicon = shipped();
    assert_eq!(lexicon.source("official").unwrap().sectors, ["GOV"]);
    assert_eq!(lexicon.office("foreign minister").unwrap().title, "foreign minister");
    assert_eq!(lexicon.head("airport").unwrap().kind, Some(EntityType::Fac));
    assert!(lexicon.government_act("supply").unwrap().to);
    assert_eq!(lexicon.ambiguity("Jordan"), Some(Ambiguity::Person));
}
