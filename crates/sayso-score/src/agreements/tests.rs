use sayso_schema::{
    Agreement, Because, Entity, EntityType, Mention, MentionForm, Passage, Provision, RowId, RowKind, Stage,
};

use super::*;

const TEXT: &str = "Ruritania and Freedonia signed a pact. Under the deal they must free prisoners. \
    Sylvania had rejected the ceasefire.";

/// The first place where the words stand.
fn at(words: &str) -> Span {
    let start = TEXT.find(words).expect("in the text");
    Span::new(start, start + words.len())
}

fn passage(words: &str) -> Passage {
    Passage {
        span: at(words),
        text: words.to_owned(),
    }
}

fn id(kind: RowKind, words: &str) -> RowId {
    RowId::of("a", kind, &[at(words)], 0)
}

fn key() -> Vec<Keyed<AgreementKey>> {
    let pact = KeyedAgreement {
        mentions: vec![at("pact"), at("deal")],
        instrument: Some("pact".to_owned()),
        parties: vec![vec![at("Ruritania")], vec![at("Freedonia")]],
        stages: vec![KeyedStage {
            stage: StageKind::Signed,
            trigger: at("signed"),
            status: StageStatus::Done,
            party: None,
            date: None,
            place: None,
        }],
        provisions: vec![KeyedProvision {
            class: ProvisionClass::Prisoners,
            span: at("they must free prisoners"),
            duty: Some(Duty::Must),
        }],
    };
    let ceasefire = KeyedAgreement {
        mentions: vec![at("ceasefire")],
        instrument: Some("ceasefire".to_owned()),
        parties: vec![vec![at("Sylvania")]],
        stages: vec![KeyedStage {
            stage: StageKind::Rejected,
            trigger: at("rejected"),
            status: StageStatus::Done,
            party: Some(at("Sylvania")),
            date: Some("2024-05".to_owned()),
            place: None,
        }],
        provisions: Vec::new(),
    };
    vec![Keyed {
        document: Document::new("a", TEXT),
        key: AgreementKey {
            agreements: vec![pact, ceasefire],
        },
    }]
}

fn entity(name: &str) -> Entity {
    Entity {
        id: id(RowKind::Entity, name),
        name: name.to_owned(),
        kind: EntityType::Gpe,
        mentions: vec![Mention {
            span: at(name),
            text: name.to_owned(),
            form: MentionForm::Name,
            metonym: false,
        }],
        country: None,
        sectors: Vec::new(),
        anonymous: false,
        ids: std::collections::BTreeMap::new(),
        because: Because::default(),
    }
}

fn stage(kind: StageKind, trigger: &str, party: Option<&str>) -> Stage {
    Stage {
        id: id(RowKind::Stage, trigger),
        span: at(trigger),
        text: trigger.to_owned(),
        trigger: passage(trigger),
        stage: kind,
        told_as: None,
        status: StageStatus::Done,
        party: party.map(|name| id(RowKind::Entity, name)),
        date: None,
        place: None,
        by: None,
        to: None,
        statement: id(RowKind::Statement, trigger),
        because: Because::default(),
    }
}

fn provision(class: ProvisionClass, span: &str, duty: Option<Duty>) -> Provision {
    Provision {
        id: id(RowKind::Provision, span),
        span: at(span),
        text: span.to_owned(),
        class,
        duty,
        bearers: Vec::new(),
        trigger: None,
        scope: None,
        conditions: Vec::new(),
        qualifier: None,
        citations: Vec::new(),
        statement: id(RowKind::Statement, span),
        because: Because::default(),
    }
}

fn agreement(names: &[&str], parties: &[&str], stages: Vec<Stage>, provisions: Vec<Provision>) -> Agreement {
    Agreement {
        id: id(RowKind::Agreement, names[0]),
        span: at(names[0]),
        text: names[0].to_owned(),
        names: names.iter().map(|name| passage(name)).collect(),
        registered: None,
        instrument: Some("pact".to_owned()),
        ambit: None,
        parties: parties.iter().map(|party| id(RowKind::Entity, party)).collect(),
        supersedes: None,
        stages,
        provisions,
        because: Because::default(),
    }
}

fn reading_with(agreements: Vec<Agreement>) -> impl FnMut(&Document) -> Reading {
    move |document| {
        let mut reading = Reading::of(document.clone());
        reading.entities = ["Ruritania", "Freedonia", "Sylvania"].map(entity).to_vec();
        reading.agreements.clone_from(&agreements);
        reading
    }
}

#[test]
fn what_is_right_scores_one() {
    let signed = stage(StageKind::Signed, "signed", None);
    let prisoners = provision(ProvisionClass::Prisoners, "free prisoners", Some(Duty::Must));
    let pact = agreement(&["pact"], &["Freedonia", "Ruritania"], vec![signed], vec![prisoners]);
    let mut rejected = stage(StageKind::Rejected, "had rejected", Some("Sylvania"));
    rejected.date = Some(sayso_schema::Date {
        value: Some("2024-05".to_owned()),
        not_before: None,
        not_after: None,
        basis: sayso_schema::Basis::InText,
        expression: None,
    });
    let mut ceasefire = agreement(&["the ceasefire"], &["Sylvania"], vec![rejected], Vec::new());
    ceasefire.instrument = Some("ceasefire".to_owned());
    let scores = score(&key(), reading_with(vec![ceasefire, pact]));
    assert_eq!((scores.agreement_f1, scores.instrument_accuracy), (1.0, 1.0));
    assert_eq!((scores.party_precision, scores.party_recall), (1.0, 1.0));
    assert_eq!((scores.stage_f1, scores.stage_trigger_f1), (1.0, 1.0));
    assert_eq!(
        (
            scores.stage_status_accuracy,
            scores.stage_date_accuracy,
            scores.stage_party_accuracy
        ),
        (1.0, 1.0, 1.0)
    );
    assert_eq!(
        (
            scores.provision_f1,
            scores.provision_span_f1,
            scores.provision_duty_accuracy
        ),
        (1.0, 1.0, 1.0)
    );
    assert_eq!((scores.agreement_key_count, scores.stage_key_count), (2.0, 2.0));
}

#[test]
fn partial_scores() {
    let readings = || {
        // Two agreements of the key in one: it goes to the one of which it has more mentions, and what is told of the
        // other is told of the wrong one. Its party comes twice and counts once.
        let stages = vec![
            stage(StageKind::Adopted, "signed", None),
            stage(StageKind::Rejected, "rejected", None),
        ];
        let provisions = vec![provision(ProvisionClass::Other, "they must free prisoners", None)];
        let parties = ["Ruritania", "Ruritania", "Sylvania"];
        reading_with(vec![
            agreement(&["pact", "deal", "ceasefire"], &parties, stages, provisions),
            agreement(&["prisoners"], &["Freedonia"], Vec::new(), Vec::new()),
        ])
    };
    let scores = score(&key(), readings());
    assert_eq!((scores.agreement_precision, scores.agreement_recall), (0.5, 0.5));
    // Of Ruritania and Freedonia the first; Sylvania is no party of the pact, and Freedonia one of something else.
    assert_eq!((scores.party_precision, scores.party_recall), (1.0 / 3.0, 1.0 / 3.0));
    // The ceasefire goes with nothing: its rejection may be told of anything.
    assert_eq!(
        (scores.stage_precision, scores.stage_recall, scores.stage_f1),
        (0.5, 0.5, 0.5)
    );
    assert_eq!(scores.stage_trigger_f1, 1.0);
    assert_eq!(
        (
            scores.stage_status_accuracy,
            scores.stage_date_accuracy,
            scores.stage_party_accuracy
        ),
        (1.0, 0.0, 0.0)
    );
    assert_eq!((scores.provision_f1, scores.provision_span_f1), (0.0, 1.0));

    let kinds = errors(&key(), readings());
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    for name in [
        "party missed",
        "party spurious",
        "provision class wrong",
        "stage missed",
        "agreement missed",
    ] {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    assert!(!names.contains(&"provision missed"), "{names:?}");
}

#[test]
fn a_step_of_the_wrong_agreement_is_wrong() {
    let pact = agreement(&["pact"], &[], Vec::new(), Vec::new());
    let signed = stage(StageKind::Signed, "signed", None);
    let ceasefire = agreement(&["ceasefire"], &[], vec![signed.clone()], Vec::new());
    let scores = score(&key(), reading_with(vec![pact.clone(), ceasefire]));
    assert_eq!((scores.agreement_f1, scores.stage_recall), (1.0, 0.0));
    let other = agreement(&["prisoners"], &[], vec![signed], Vec::new());
    assert_eq!(score(&key(), reading_with(vec![pact, other])).stage_recall, 0.5);
}

#[test]
fn nothing_found_is_zero() {
    let scores = score(&key(), reading_with(Vec::new()));
    assert_eq!(
        (scores.agreement_recall, scores.party_f1, scores.stage_f1),
        (0.0, 0.0, 0.0)
    );
    assert_eq!((scores.party_key_count, scores.provision_key_count), (3.0, 1.0));
}
