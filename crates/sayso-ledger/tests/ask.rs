//! Questions and their answers.

use std::path::Path;

use sayso_ledger::ask::{Asked, By, Order, Question, Row};
use sayso_ledger::{Access, Edition, Ledger, LedgerError, Packed};
use sayso_schema::{
    Act, Basis, Because, Date, Distancing, Document, Entity, EntityType, Event, EventFactuality, FactValue, Factuality,
    Link, LinkKind, Mention, MentionForm, Participant, Passage, Quotation, Reading, RowId, RowKind, Span, Statement,
    Voice,
};

fn passage(text: &str, start: usize, end: usize) -> Passage {
    Passage {
        span: Span::new(start, end),
        text: text.chars().skip(start).take(end - start).collect(),
    }
}

fn country(document: &str, at: Passage, code: &str) -> Entity {
    Entity {
        id: RowId::of(document, RowKind::Entity, &[at.span], 0),
        name: at.text.clone(),
        kind: EntityType::Gpe,
        country: Some(code.to_owned()),
        sectors: Vec::new(),
        anonymous: false,
        ids: Default::default(),
        mentions: vec![Mention {
            span: at.span,
            text: at.text,
            form: MentionForm::Name,
            metonym: false,
        }],
        because: Because::default(),
    }
}

fn participant(entity: &Entity) -> Participant {
    Participant {
        entity: Some(entity.id.clone()),
        span: entity.mentions[0].span,
        text: entity.name.clone(),
        country: entity.country.clone(),
        sectors: Vec::new(),
        inferred: false,
    }
}

/// "Syldavia helped Borduria, said the Gazette", of a day.
fn helped(source: &str, day: &str, factuality: EventFactuality, word: &str) -> Reading {
    let text = format!("Syldavia {word} Borduria on {day}, said the Gazette.");
    let mut document = Document::new(source, text.clone());
    document.published = Some("2024-07-01".to_owned());
    document.publisher = Some("Klow Courier".to_owned());
    let (end, id) = (9 + word.chars().count(), document.id.clone());
    let actor = country(&id, passage(&text, 0, 8), "SYL");
    let recipient = country(&id, passage(&text, end + 1, end + 9), "BRD");
    let whole = passage(&text, 0, end + 9);
    let statement = Statement {
        id: RowId::of(&id, RowKind::Statement, &[whole.span], 0),
        span: whole.span,
        text: whole.text.clone(),
        voice: Voice::Attributed,
        quotation: Quotation::Indirect,
        chain: vec![Link {
            entity: None,
            kind: LinkKind::Outlet,
            name: Some("the Gazette".to_owned()),
            span: None,
        }],
        via: None,
        chain_inferred: Vec::new(),
        cue: Vec::new(),
        content: vec![whole.clone()],
        act: Act::Say,
        factuality: Factuality {
            source: Some(FactValue::CertainPlus),
            author: FactValue::Unknown,
        },
        distancing: Distancing::Neutral,
        within: None,
        repeats: None,
        said_on: None,
        because: Because::default(),
    };
    let trigger = passage(&text, 9, end);
    let event = Event {
        id: RowId::of(&id, RowKind::Event, &[trigger.span], 0),
        span: whole.span,
        text: whole.text,
        kind: "AID".to_owned(),
        is_a: Vec::new(),
        modes: Vec::new(),
        contexts: Vec::new(),
        quad: 2,
        score: 7.0,
        cameo: None,
        goldstein: None,
        trigger,
        actors: vec![participant(&actor)],
        recipients: vec![participant(&recipient)],
        date: Some(Date {
            value: Some(day.to_owned()),
            not_before: None,
            not_after: None,
            basis: Basis::InText,
            expression: None,
        }),
        place: None,
        factuality,
        statements: vec![statement.id.clone()],
        background: false,
        killed: None,
        injured: None,
        size: None,
        links: Vec::new(),
        because: Because::default(),
    };
    let mut reading = Reading::of(document);
    reading.entities = vec![actor, recipient];
    reading.statements = vec![statement];
    reading.events = vec![event];
    reading
}

fn ledger(file: &Path) -> Ledger {
    let mut ledger = Ledger::open(file, Access::Create).expect("a ledger");
    let edition = Edition {
        schema: "sayso/1".to_owned(),
        program: "0".to_owned(),
        weights: "0".to_owned(),
        knowledge: "0".to_owned(),
    };
    let mut batch = ledger.batch(&edition).expect("a batch");
    for reading in [
        helped("a.txt", "2024-06-19", EventFactuality::Actual, "helped"),
        helped("b.txt", "2024-06-25", EventFactuality::Denied, "supplied"),
        helped("c.txt", "2021-03-02", EventFactuality::Actual, "fed"),
    ] {
        batch
            .add(&Packed::of(&reading).expect("it packs"))
            .expect("it is added");
    }
    batch.commit().expect("it is committed");
    ledger
}

fn sources(ledger: &Ledger, question: &Question) -> Vec<String> {
    let page = ledger.ask(question).expect("an answer");
    page.hits.into_iter().map(|hit| hit.document.source).collect()
}

fn some(value: &str) -> Vec<String> {
    vec![value.to_owned()]
}

#[test]
fn filters_have_to_hold_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let events = Question::about(Asked::Events);
    let by = |question: Question| sources(&ledger, &question);
    assert_eq!(by(events.clone()), ["c.txt", "b.txt", "a.txt"]);
    assert_eq!(
        by(Question {
            order: Order::Oldest,
            ..events.clone()
        }),
        ["a.txt", "b.txt", "c.txt"]
    );
    assert_eq!(
        by(Question {
            who: some("SYL"),
            whom: some("borduria"),
            ..events.clone()
        })
        .len(),
        3
    );
    assert!(
        by(Question {
            who: some("BRD"),
            ..events.clone()
        })
        .is_empty(),
        "it is the recipient"
    );
    assert_eq!(
        by(Question {
            status: some("happened"),
            ..events.clone()
        }),
        ["c.txt", "a.txt"]
    );
    assert_eq!(
        by(Question {
            status: some("denied"),
            ..events.clone()
        }),
        ["b.txt"]
    );
    assert_eq!(
        by(Question {
            types: vec!["COERCE".to_owned(), "aid".to_owned()],
            ..events.clone()
        })
        .len(),
        3
    );
    assert!(
        by(Question {
            types: some("ai"),
            ..events.clone()
        })
        .is_empty(),
        "a type is a whole word"
    );
    assert_eq!(
        by(Question {
            sources: some("gazette"),
            certainty: some("certain"),
            ..events.clone()
        })
        .len(),
        3
    );
    assert!(
        by(Question {
            certainty: some("CT-"),
            ..events.clone()
        })
        .is_empty()
    );
    assert_eq!(
        by(Question {
            text: Some("supplied \"Syldavia supplied\"".to_owned()),
            ..events.clone()
        }),
        ["b.txt"]
    );
    assert!(
        by(Question {
            text: Some("\"supplied Syldavia\"".to_owned()),
            ..events.clone()
        })
        .is_empty()
    );
}

#[test]
fn days_are_exact_in_short_and_in_long_windows() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let within = |since: &str, until: Option<&str>| {
        let question = Question {
            since: Some(since.to_owned()),
            until: until.map(str::to_owned),
            ..Question::about(Asked::Events)
        };
        sources(&ledger, &question)
    };
    assert_eq!(within("2024-06-20", Some("2024-06-30")), ["b.txt"]);
    assert_eq!(within("2024-06-01", None), ["b.txt", "a.txt"]);
    assert_eq!(within("2020-01-01", Some("2024-06-19")), ["c.txt", "a.txt"]);
    assert!(
        within("2024-07-01", None).is_empty(),
        "the day of publication is not the event's"
    );
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let mut question = Question {
        limit: 2,
        ..Question::about(Asked::Statements)
    };
    let first = ledger.ask(&question).expect("an answer");
    assert_eq!(first.hits.len(), 2);
    question.after = first.next;
    let second = ledger.ask(&question).expect("an answer");
    assert_eq!((second.hits.len(), second.next), (1, None));
    assert!(matches!(&second.hits[0].row, Row::Statement(row) if row.text.contains("helped")));
    assert_eq!(second.hits[0].sources, ["the Gazette"]);
}

#[test]
fn rows_are_counted_and_counted_by() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let question = Question::about(Asked::Events);
    assert_eq!(ledger.count(&question).expect("a count"), 3);
    let by_day = ledger.tally(&question, By::Day).expect("counts");
    let days: Vec<&str> = by_day.iter().filter_map(|one| one.value.as_deref()).collect();
    assert_eq!(days, ["2021-03-02", "2024-06-19", "2024-06-25"]);
    let by_source = ledger.tally(&question, By::Source).expect("counts");
    assert_eq!(
        (by_source[0].value.as_deref(), by_source[0].count),
        (Some("the Gazette"), 3)
    );
}

#[test]
fn documents_and_names_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let question = Question {
        text: Some("fed".to_owned()),
        publisher: Some("klow courier".to_owned()),
        published_since: Some("2024-07-01".to_owned()),
        ..Question::about(Asked::Documents)
    };
    assert_eq!(sources(&ledger, &question), ["c.txt"]);
    let names = ledger
        .names(Some("borduria"), &[], &some("brd"), (0, 9))
        .expect("names");
    assert_eq!((names.len(), names[0].documents), (1, 3));
}

#[test]
fn rows_are_found_by_the_beginning_of_their_ids() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    let id = helped("a.txt", "2024-06-19", EventFactuality::Actual, "helped").events[0]
        .id
        .clone();
    assert_eq!(ledger.documents_with(&id.as_str()[..9], 9).expect("documents"), [1]);
    assert!(ledger.documents_with("", 9).expect("documents").is_empty());
    assert!(ledger.documents_with("\"*", 9).expect("documents").is_empty());
    let provenance = ledger.provenance(1).expect("where it is from");
    assert_eq!(provenance.appearances[0].source, "a.txt");
}

#[test]
fn no_words_are_taken_for_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("news.ledger"));
    for odd in [
        "\"", "a OR b", "who : x", "*", "NEAR(", "", "\0", "')--", "((", "^x", "-",
    ] {
        let question = Question {
            who: some(odd),
            types: some(odd),
            status: some(odd),
            certainty: some(odd),
            text: Some(odd.to_owned()),
            ..Question::about(Asked::Events)
        };
        assert!(ledger.ask(&question).is_ok(), "{odd:?}");
        assert!(
            ledger.names(Some(odd), &some(odd), &some(odd), (0, 1)).is_ok(),
            "{odd:?}"
        );
    }
}

#[test]
fn sql_reads_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.ledger");
    drop(ledger(&file));
    let ledger = Ledger::open(&file, Access::Read).expect("it opens");
    let mut rows = Vec::new();
    let outcome = ledger.sql(
        "SELECT type, count(*) AS n FROM event GROUP BY type",
        |answer, values| {
            rows.push((answer.columns.join(","), values.map(<[_]>::to_vec)));
            Ok::<(), LedgerError>(())
        },
    );
    assert!(outcome.is_ok());
    assert_eq!(rows[1].1, Some(vec!["AID".into(), 3.into()]));
    for bad in [
        "DELETE FROM event",
        "SELECT",
        "DROP TABLE event",
        "PRAGMA user_version = 7",
    ] {
        let outcome = ledger.sql(bad, |_, _| Ok::<(), LedgerError>(()));
        assert!(outcome.is_err(), "{bad}");
    }
    assert_eq!(ledger.count(&Question::about(Asked::Events)).expect("a count"), 3);
}
