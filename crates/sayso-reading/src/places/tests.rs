use std::sync::LazyLock;

use proptest::prelude::*;
use sayso_language::{Discourse, Name, NameKind, Token, Upos};
use sayso_schema::Dateline;

use super::*;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// Sentences of words split by blanks. `_` before a word sticks it to the one before; `/L`, `/O` and `/P` behind it
/// tag it as a place, an organisation or a person, and `/-` goes on with the name before.
fn document(sentences: &[&str]) -> (Document, Vec<Sentence>) {
    let (mut text, mut length, mut all) = (String::new(), 0, Vec::new());
    for line in sentences {
        let mut sentence = Sentence::default();
        for cell in line.split_whitespace() {
            let (written, tag) = cell.rsplit_once('/').unwrap_or((cell, ""));
            let form = written.strip_prefix('_').unwrap_or(written);
            if form == written && length > 0 {
                text.push(' ');
                length += 1;
            }
            text.push_str(form);
            let span = Span::new(length, length + form.chars().count());
            length = span.end;
            let word = sentence.tokens.len();
            let kind = match tag {
                "L" => Some(NameKind::Location),
                "O" => Some(NameKind::Organisation),
                "P" => Some(NameKind::Person),
                _ => None,
            };
            sentence.names.extend(kind.map(|kind| Name {
                first: word,
                last: word,
                kind,
            }));
            if let Some(name) = sentence.names.last_mut().filter(|_| tag == "-") {
                name.last = word;
            }
            sentence.tokens.push(Token {
                span,
                form: form.to_owned(),
                lemma: form.to_lowercase(),
                upos: part_of_speech(form),
                xpos: "_".into(),
                feats: "_".into(),
                head: word.checked_sub(1),
                deprel: if word == 0 { "root" } else { "dep" }.into(),
            });
        }
        let spans = sentence.tokens.iter().map(|token| token.span);
        sentence.span = spans.reduce(Span::hull).unwrap_or_default();
        all.push(sentence);
    }
    (Document::new("test", text), all)
}

fn part_of_speech(form: &str) -> Upos {
    match form {
        "in" | "of" | "near" | "from" | "to" => Upos::Adp,
        "and" => Upos::Cconj,
        "the" | "a" | "The" | "A" => Upos::Det,
        _ if form.starts_with(|c: char| c.is_ascii_digit()) => Upos::Num,
        _ if !form.starts_with(char::is_alphanumeric) => Upos::Punct,
        _ if form.starts_with(char::is_uppercase) => Upos::Propn,
        _ => Upos::Noun,
    }
}

fn found_in(document: &Document, sentences: &[Sentence]) -> Vec<Toponym> {
    let entities = crate::entities::entities(document, sentences, &Discourse::default(), &KNOWLEDGE);
    places(document, sentences, &entities, &KNOWLEDGE)
}

fn found(sentences: &[&str]) -> Vec<Toponym> {
    let (document, sentences) = document(sentences);
    found_in(&document, &sentences)
}

fn told(toponym: &Toponym) -> (&str, Option<&str>, Option<&str>, PlacePrecision) {
    (
        &toponym.text,
        toponym.country.as_deref(),
        toponym.province.as_deref(),
        toponym.precision,
    )
}

#[test]
fn the_largest_place_is_meant_unless_something_speaks_for_another() {
    let paris = &found(&["Talks in Paris/L ended ."])[0];
    assert_eq!(
        (paris.country.as_deref(), paris.feature.as_deref()),
        (Some("FRA"), Some("PPLC"))
    );
    assert_eq!(paris.geonames, Some(2_988_507));
    let place = paris.place();
    assert_eq!(
        (place.precision, place.passage.text.as_str()),
        (PlacePrecision::City, "Paris")
    );

    // The state of that name gives way to the city.
    let shares = &found(&["Shares fell in New/L York/- ."])[0];
    assert_eq!(
        (shares.feature.as_deref(), shares.province.as_deref()),
        (Some("PPL"), Some("New York"))
    );

    let texan = found(&["Officials in Paris/L , Texas/L met .", "Rain fell in Paris/L ."]);
    assert_eq!(
        told(&texan[0]),
        ("Paris", Some("USA"), Some("Texas"), PlacePrecision::City)
    );
    assert_eq!(texan[1].precision, PlacePrecision::Province);
    // One sense per discourse.
    assert_eq!(texan[2].geonames, texan[0].geonames);
}

#[test]
fn what_else_is_named_tells_which() {
    let lima = found(&[
        "Rain fell in Lima/L .",
        "It came from Cleveland/L and Toledo/L to Ohio/L .",
    ]);
    assert_eq!(
        told(&lima[0]),
        ("Lima", Some("USA"), Some("Ohio"), PlacePrecision::City)
    );
    let (mut document, sentences) = document(&["Rain fell in Lima/L ."]);
    assert_eq!(found_in(&document, &sentences)[0].country.as_deref(), Some("PER"));
    document.dateline = Some(Dateline {
        passage: Passage {
            span: Span::new(0, 4),
            text: "Rain".to_owned(),
        },
        place: Some("LIMA, Ohio".to_owned()),
        date: None,
        agency: None,
    });
    assert_eq!(found_in(&document, &sentences)[0].country.as_deref(), Some("USA"));
}

#[test]
fn short_forms_are_states_beside_a_town() {
    let towns = found(&["She left Ashland/L , Ky./L , for Perth/L , WA/L ."]);
    let provinces: Vec<_> = towns.iter().map(|town| town.province.as_deref()).collect();
    assert_eq!(provinces[..2], [Some("Kentucky"), Some("Kentucky")]);
    assert_eq!(provinces[2..], [Some("Western Australia"), Some("Western Australia")]);
}

#[test]
fn a_demonym_tells_a_country_and_no_place_of_it() {
    let found = found(&["Ukrainian officials left ."]);
    assert!(found[0].demonym);
    assert_eq!(found[0].country.as_deref(), Some("UKR"));
}

#[test]
fn what_nothing_speaks_for_is_not_resolved() {
    let found = found(&["Shots fell in Xanthorpe/L near Elm/L Street/- ."]);
    assert_eq!(found.len(), 2);
    for toponym in &found {
        assert_eq!(toponym.precision, PlacePrecision::Unresolved);
        assert_eq!((toponym.latitude, &toponym.country), (None, &None));
    }
    assert_eq!(found[1].text, "Elm Street");
}

#[test]
fn a_name_is_cut_to_the_place() {
    let part = &found(&["Shots fell in southern/L Lebanon/- ."])[0];
    assert_eq!(told(part), ("Lebanon", Some("LBN"), None, PlacePrecision::Region));
    let counties = found(&["It hit Barrow/L and/- Jackson/- counties/- in Georgia/L and Atlanta/L ."]);
    let texts: Vec<_> = counties.iter().map(|place| place.text.as_str()).collect();
    assert_eq!(texts, ["Barrow", "Jackson", "Georgia", "Atlanta"]);
    assert_eq!(counties[1].feature.as_deref(), Some("ADM2"));
    assert_eq!(counties[1].province.as_deref(), Some("Georgia"));
}

#[test]
fn places_inside_other_names_are_marked_so() {
    let found = found(&["The Ohio/O Department/- of/- Health/- met ."]);
    assert_eq!((found[0].text.as_str(), found[0].embedded), ("Ohio", true));
}

#[test]
fn words_beside_a_name_show_it_for_a_place() {
    let found = found(&[
        "Ann/P Lee/- , 24 , of Longview , Texas/L , left .",
        "A Longview woman came .",
    ]);
    let texts: Vec<_> = found.iter().map(|place| place.text.as_str()).collect();
    assert_eq!(texts, ["Longview", "Texas", "Longview"]);
    assert!(
        found.iter().all(|place| place.province.as_deref() == Some("Texas")),
        "{found:?}"
    );
}

const WORDS: [&str; 24] = [
    "Paris/L",
    "Paris/O",
    "Paris/P",
    "Paris",
    "Texas/L",
    "_,",
    ",/-",
    "Ky./L",
    "_-",
    "R",
    "the/L",
    "of/-",
    "and/-",
    "City/-",
    "County/-",
    "Ukrainian/L",
    "in",
    "Street/-",
    "southern/L",
    "Georgia/L",
    "24",
    "woman",
    "”/L",
    "İ̇stanbul/L",
];

proptest! {
    #[test]
    fn any_words_end_in_places_that_quote_the_text(
        sentences in proptest::collection::vec(proptest::collection::vec(0usize..WORDS.len(), 0..14), 0..5)
    ) {
        let lines: Vec<String> = sentences
            .iter()
            .map(|words| words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" "))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (document, sentences) = document(&lines);
        let characters: Vec<char> = document.text.chars().collect();
        let mut last = 0;
        for toponym in found_in(&document, &sentences) {
            let words: String = characters[toponym.span.start..toponym.span.end].iter().collect();
            prop_assert_eq!(&words, &toponym.text);
            prop_assert!(toponym.span.start >= last && !toponym.span.is_empty());
            last = toponym.span.end;
            prop_assert_eq!(toponym.precision == PlacePrecision::Unresolved, toponym.latitude.is_none());
        }
    }
}
