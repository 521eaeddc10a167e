//! Entities of small hand-made trees, and of trees that no parser should make.

use proptest::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Name, NameKind, Sentence, Token, Upos};
use sayso_schema::{Document, Entity, EntityType, MentionForm, Span};

use super::entities;
use super::mentions::Mentions;

/// One word a line: form, lemma, part of speech, head (from 1), relation, then the tagger's `P`, `O` or `L` (`P-` goes
/// on) and features, both optional. Words are spaced; a form that begins with `_` sticks to the one before.
fn read(sentences: &[&str]) -> (Document, Vec<Sentence>) {
    let (mut text, mut length, mut all) = (String::new(), 0, Vec::new());
    for lines in sentences {
        let mut sentence = Sentence::default();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let form = cells[0].strip_prefix('_').unwrap_or(cells[0]);
            if form == cells[0] && length > 0 {
                text.push(' ');
                length += 1;
            }
            text.push_str(form);
            let start = length;
            length += form.chars().count();
            let word = sentence.tokens.len();
            match cells.get(5).copied().unwrap_or("-") {
                "-" => {}
                tag if tag.ends_with('-') => sentence.names.last_mut().unwrap().last = word,
                tag => sentence.names.push(Name {
                    first: word,
                    last: word,
                    kind: match tag {
                        "P" => NameKind::Person,
                        "O" => NameKind::Organisation,
                        _ => NameKind::Location,
                    },
                }),
            }
            sentence.tokens.push(Token {
                span: Span::new(start, length),
                form: form.to_owned(),
                lemma: cells[1].to_owned(),
                upos: Upos::parse(cells[2]).unwrap(),
                xpos: "_".into(),
                feats: cells.get(6).copied().unwrap_or("_").into(),
                head: cells[3].parse::<usize>().unwrap().checked_sub(1),
                deprel: cells[4].into(),
            });
        }
        sentence.span = sentence.tokens[0].span.hull(sentence.tokens.last().unwrap().span);
        all.push(sentence);
    }
    (Document::new("test", text), all)
}

fn found(sentences: &[&str]) -> Vec<Entity> {
    let (document, sentences) = read(sentences);
    entities(
        &document,
        &sentences,
        &Discourse::default(),
        &Knowledge::embedded().unwrap(),
    )
}

fn named<'a>(entities: &'a [Entity], mention: &str) -> &'a Entity {
    let has = |entity: &&Entity| entity.mentions.iter().any(|m| m.text == mention);
    entities
        .iter()
        .find(has)
        .unwrap_or_else(|| panic!("{mention} not in {entities:#?}"))
}

const MINISTER: &str = "
    Kazakh kazakh ADJ 3 amod
    Foreign foreign ADJ 3 amod
    Minister minister PROPN 4 nmod:desc P
    Aliya Aliya PROPN 6 nsubj P-
    Bekova Bekova PROPN 4 flat P-
    spoke speak VERB 0 root
    _. . PUNCT 6 punct";

#[test]
fn titles_are_left_out_of_a_name_and_tell_country_and_sector() {
    let all = found(&[MINISTER, "Bekova Bekova PROPN 2 nsubj P\n left leave VERB 0 root"]);
    let minister = named(&all, "Aliya Bekova");
    assert_eq!(minister.kind, EntityType::Person);
    assert_eq!(minister.country.as_deref(), Some("KAZ"));
    assert_eq!(minister.sectors, ["GOV"]);
    assert_eq!(minister.mentions.len(), 2, "the surname is hers: {minister:#?}");
    assert!(
        minister
            .because
            .lines
            .iter()
            .any(|l| l.starts_with("entities/offices.tsv:") && l.ends_with(" foreign minister"))
    );
    assert_eq!(named(&all, "Kazakh").kind, EntityType::Norp);
}

#[test]
fn a_pronoun_is_the_only_subject_that_it_can_be_and_an_office_its_holder() {
    let she = "She she PRON 2 nsubj - Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs\n smiled smile VERB 0 root";
    let office = "The the DET 3 det - Definite=Def\n foreign foreign ADJ 3 amod\n minister minister NOUN 4 nsubj - \
                  Number=Sing\n agreed agree VERB 0 root";
    let forms = |office: &str| {
        let all = found(&[MINISTER, she, office]);
        named(&all, "Aliya Bekova")
            .mentions
            .iter()
            .map(|m| (m.text.clone(), m.form))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        forms(office),
        [
            ("Aliya Bekova".to_owned(), MentionForm::Name),
            ("She".to_owned(), MentionForm::Pronoun),
            ("The foreign minister".to_owned(), MentionForm::Nominal)
        ]
    );
    let he = she.replace("She she", "He he").replace("Gender=Fem", "Gender=Masc");
    let all = found(&[MINISTER, she, &he]);
    assert!(
        all.iter().flat_map(|e| &e.mentions).all(|m| m.text != "He"),
        "she is not he"
    );
}

#[test]
fn two_fitting_subjects_leave_a_pronoun_unresolved() {
    let two = "Ana Ana PROPN 4 nsubj P\n and and CCONJ 3 cc\n Bea Bea PROPN 1 conj P\n met meet VERB 0 root";
    let she = "She she PRON 2 nsubj - Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs\n smiled smile VERB 0 root";
    assert!(
        found(&[two, she])
            .iter()
            .flat_map(|e| &e.mentions)
            .all(|m| m.form == MentionForm::Name)
    );
}

#[test]
fn a_capital_that_acts_is_its_government_and_one_where_something_is_done_a_city() {
    let all = found(&[
        "Tallinn Tallinn PROPN 2 nsubj L\n rejected reject VERB 0 root\n the the DET 4 det\n plan plan NOUN 2 obj",
        "They they PRON 2 nsubj\n met meet VERB 0 root\n in in ADP 4 case\n Tallinn Tallinn PROPN 2 obl L",
        "Estonia Estonia PROPN 2 nsubj L\n waits wait VERB 0 root",
    ]);
    let state = named(&all, "Estonia");
    assert_eq!(state.name, "Estonia");
    assert_eq!(state.sectors, ["GOV"]);
    assert_eq!(state.ids.get("iso3166-1").map(String::as_str), Some("EST"));
    let forms: Vec<_> = state.mentions.iter().map(|m| (m.text.as_str(), m.metonym)).collect();
    assert_eq!(forms, [("Tallinn", true), ("Estonia", false)]);
    let city = all.iter().find(|e| e.name == "Tallinn").unwrap();
    assert_eq!(
        (city.kind, city.mentions.len(), city.sectors.len()),
        (EntityType::Gpe, 1, 0)
    );
    assert!(city.ids.is_empty());
}

#[test]
fn officials_of_several_countries_are_one_source_without_a_country() {
    let all = found(&["
        Greek greek ADJ 5 amod
        _, , PUNCT 3 punct
        Thai thai ADJ 1 conj
        and and CCONJ 5 cc
        Peruvian peruvian ADJ 6 amod
        officials official NOUN 7 nsubj - Number=Plur
        agree agree VERB 0 root"]);
    let officials = named(&all, "Greek, Thai and Peruvian officials");
    assert!(officials.anonymous);
    assert_eq!(
        (officials.country.as_deref(), &officials.sectors[..]),
        (None, &["GOV".to_owned()][..])
    );
}

#[test]
fn unnamed_sources_have_the_sectors_and_country_of_their_modifiers() {
    let all = found(&["
        Two two NUM 4 nummod
        Chilean chilean ADJ 4 amod
        police police NOUN 4 compound
        officials official NOUN 5 nsubj - Number=Plur
        resigned resign VERB 0 root"]);
    let officials = named(&all, "Two Chilean police officials");
    assert_eq!(officials.country.as_deref(), Some("CHL"));
    assert_eq!(officials.sectors, ["COP", "GOV"]);
    let nobody = found(&["No no DET 2 det\n official official NOUN 3 nsubj - Number=Sing\n came come VERB 0 root"]);
    assert!(nobody.is_empty(), "{nobody:#?}");
}

#[test]
fn an_abbreviation_in_brackets_names_what_stands_before_it() {
    let all = found(&[
        "Harbour harbour PROPN 3 compound O\n Safety safety PROPN 3 compound O-\n Board board PROPN 7 nsubj O-\n ( ( PUNCT 5 punct\n \
         _HSB HSB PROPN 3 appos\n _) ) PUNCT 5 punct\n met meet VERB 0 root",
        "HSB HSB PROPN 2 nsubj P\n voted vote VERB 0 root",
        "the the DET 2 det - Definite=Def\n board board NOUN 3 nsubj - Number=Sing\n left leave VERB 0 root",
    ]);
    let board = named(&all, "Harbour Safety Board");
    let texts: Vec<_> = board.mentions.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["Harbour Safety Board", "HSB", "HSB", "the board"]);
    assert_eq!(board.kind, EntityType::Org);
}

#[test]
fn a_list_corrects_the_tagger_but_not_where_a_name_is_ambiguous() {
    let tagged = |form: &str, tag: &str| {
        let all = found(&[&format!("{form} {form} PROPN 2 nsubj {tag}\n slept sleep VERB 0 root")]);
        all.first().map(|e| (e.kind, e.country.clone()))
    };
    assert_eq!(tagged("Uruguay", "P"), Some((EntityType::Gpe, Some("URY".to_owned()))));
    assert_eq!(tagged("Reuters", "L").unwrap().0, EntityType::Org);
    assert_eq!(tagged("Jordan", "P"), Some((EntityType::Person, None)));
    assert_eq!(tagged("Jordan", "L"), Some((EntityType::Gpe, Some("JOR".to_owned()))));
    assert_eq!(
        tagged("Georgia", "L"),
        Some((EntityType::Gpe, None)),
        "a state or a country"
    );
}

#[test]
fn a_head_word_tells_the_type_of_an_unlisted_name() {
    let all = found(&["
        The the DET 3 det
        Ostrava Ostrava PROPN 3 compound
        Accord accord PROPN 6 nsubj:pass
        was be AUX 6 aux:pass
        _n't not PART 6 advmod
        signed sign VERB 0 root
        at at ADP 9 case
        Varga Varga PROPN 9 compound L
        Airport airport PROPN 6 obl L-"]);
    assert_eq!(named(&all, "Ostrava Accord").kind, EntityType::Law);
    assert_eq!(named(&all, "Varga Airport").kind, EntityType::Fac);
}

#[test]
fn the_entity_of_a_longer_phrase_is_the_person_in_it() {
    let (document, sentences) = read(&[MINISTER]);
    let all = entities(
        &document,
        &sentences,
        &Discourse::default(),
        &Knowledge::embedded().unwrap(),
    );
    let mentions = Mentions::new(&all);
    assert_eq!(
        mentions.at(Span::new(0, 36)).map(|e| e.name.as_str()),
        Some("Aliya Bekova")
    );
    assert_eq!(mentions.at(Span::new(0, 6)).map(|e| e.name.as_str()), Some("Kazakh"));
    assert!(mentions.at(Span::new(200, 210)).is_none());
}

fn on(published: &str, sentences: &[&str]) -> Vec<Entity> {
    let (mut document, sentences) = read(sentences);
    document.published = Some(published.to_owned());
    let knowledge = Knowledge::embedded().unwrap();
    entities(&document, &sentences, &Discourse::default(), &knowledge)
}

#[test]
fn a_leader_is_what_they_were_on_the_day() {
    let full = "Margaret Margaret PROPN 3 nsubj P\n Thatcher Thatcher PROPN 1 flat P-\n spoke speak VERB 0 root";
    let sectors = |day: &str| named(&on(day, &[full]), "Margaret Thatcher").sectors.clone();
    assert_eq!(sectors("1985-03-01"), ["GOV"]);
    assert_eq!(sectors("1999-03-01"), ["ELI"]);
    assert!(sectors("1970-03-01").is_empty());
    let undated = found(&[full]);
    let lady = named(&undated, "Margaret Thatcher");
    assert_eq!(
        (lady.country.as_deref(), &lady.sectors[..]),
        (Some("GBR"), &["GOV".to_owned()][..])
    );
    assert!(
        lady.because.lines.iter().any(|line| line.contains("no date told")),
        "{lady:#?}"
    );
}

#[test]
fn a_surname_is_a_leaders_with_an_office_beside_it_and_not_where_another_bears_it() {
    let title = "President president PROPN 2 nmod:desc\n Carter Carter PROPN 3 nsubj P\n spoke speak VERB 0 root";
    assert_eq!(
        named(&on("1979-05-02", &[title]), "Carter").country.as_deref(),
        Some("USA")
    );
    let alone = "Carter Carter PROPN 2 nsubj P\n spoke speak VERB 0 root";
    assert_eq!(named(&on("1979-05-02", &[alone]), "Carter").country, None);
    let other = "Ida Ida PROPN 3 nsubj P\n Thatcher Thatcher PROPN 1 flat P-\n spoke speak VERB 0 root";
    assert_eq!(named(&on("1985-03-01", &[other]), "Ida Thatcher").country, None);
    let abroad = "Chilean chilean ADJ 3 amod\n President president PROPN 3 nmod:desc\n Thatcher Thatcher PROPN 4 nsubj \
                  P\n spoke speak VERB 0 root";
    assert_eq!(
        named(&on("1985-03-01", &[abroad]), "Thatcher").country.as_deref(),
        Some("CHL")
    );
}

#[test]
fn weapons_that_act_are_the_military_whose_they_are() {
    let all = found(&["
        Chilean chilean ADJ 2 amod
        tanks tank NOUN 3 nsubj - Number=Plur
        fired fire VERB 0 root
        at at ADP 5 case
        tanks tank NOUN 3 obl - Number=Plur"]);
    let tanks = named(&all, "Chilean tanks");
    assert_eq!(
        (tanks.country.as_deref(), &tanks.sectors[..]),
        (Some("CHL"), &["MIL".to_owned()][..])
    );
    assert!(
        all.iter().all(|e| e.mentions.iter().all(|m| m.text != "tanks")),
        "{all:#?}"
    );
}

#[test]
fn police_in_a_place_are_of_it_and_diplomats_are_not() {
    let country = |noun: &str, lemma: &str| {
        let lines = format!(
            "{noun} {lemma} NOUN 4 nsubj - Number=Plur\n in in ADP 3 case\n Kenya Kenya PROPN 1 nmod L\n met meet VERB 0 root"
        );
        let all = found(&[&lines]);
        named(&all, noun).country.clone()
    };
    assert_eq!(country("Policemen", "policeman").as_deref(), Some("KEN"));
    assert_eq!(country("Diplomats", "diplomat"), None);
}

#[test]
fn a_people_is_of_the_country_that_it_lives_in() {
    let all = found(&["
        Bolivian bolivian ADJ 2 amod
        Tibetans Tibetan PROPN 6 nsubj
        and and CCONJ 5 cc
        ethnic ethnic ADJ 5 amod
        Albanians Albanian PROPN 2 conj
        met meet VERB 0 root"]);
    assert_eq!(named(&all, "Bolivian Tibetans").country.as_deref(), Some("BOL"));
    let ethnic = named(&all, "ethnic Albanians");
    assert_eq!(
        (ethnic.country.as_deref(), &ethnic.sectors[..]),
        (None, &["CVL".to_owned()][..])
    );
}

proptest! {
    #[test]
    fn any_tree_and_any_names_give_entities_whose_mentions_stand_in_the_text(
        words in proptest::collection::vec((0usize..14, 0usize..40, 0usize..12, 0usize..8), 1..40),
        names in proptest::collection::vec((0usize..45, 0usize..45, 0usize..3), 0..12),
    ) {
        let forms = ["Kyiv", "and", "officials", "(", "UN", ")", "president", "Putin", "the", "of", "Ministry", "said", "é", "he"];
        let relations = ["nsubj", "conj", "compound", "nmod:desc", "appos", "obl", "flat", "nmod:poss", "amod", "det", "obj", "case"];
        let parts = ["PROPN", "NOUN", "PRON", "VERB", "ADJ", "PUNCT", "DET", "ADP"];
        let mut sentence = Sentence::default();
        let (mut text, mut at) = (String::new(), 0);
        for (form, head, relation, part) in words {
            let length = forms[form].chars().count();
            sentence.tokens.push(Token {
                span: Span::new(at, at + length),
                form: forms[form].to_owned(),
                lemma: forms[form].trim_end_matches('s').to_owned(),
                upos: Upos::parse(parts[part]).unwrap(),
                xpos: "_".into(),
                feats: "Case=Nom|Gender=Masc|Number=Sing|PronType=Prs".into(),
                head: head.checked_sub(1),
                deprel: relations[relation].into(),
            });
            text.push_str(forms[form]);
            text.push(' ');
            at += length + 1;
        }
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Location];
        sentence.names = names.into_iter().map(|(first, last, kind)| Name { first, last, kind: kinds[kind] }).collect();
        let document = Document::new("test", text.clone());
        let sentences = vec![sentence.clone(), sentence];
        let knowledge = Knowledge::embedded().unwrap();
        let all = entities(&document, &sentences, &Discourse::default(), &knowledge);
        prop_assert_eq!(&all, &entities(&document, &sentences, &Discourse::default(), &knowledge));
        let characters: Vec<char> = text.chars().collect();
        for mention in all.iter().flat_map(|entity| &entity.mentions) {
            let stands: String = characters[mention.span.start..mention.span.end].iter().collect();
            prop_assert_eq!(&stands, &mention.text);
        }
    }
}
