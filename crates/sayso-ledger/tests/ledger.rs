//! A ledger as a program uses it, and what happens to it.

use std::fs;
use std::path::{Path, PathBuf};

use sayso_ledger::{Access, Added, Batch, Edition, Known, Ledger, LedgerError, Packed, check};
use sayso_schema::{
    Because, Document, Entity, EntityType, Event, EventFactuality, Mention, MentionForm, Participant, Passage, Reading,
    RowId, RowKind, Span,
};

fn edition(knowledge: &str) -> Edition {
    Edition {
        schema: "sayso/1".to_owned(),
        program: "0.1.0".to_owned(),
        weights: "en-7".to_owned(),
        knowledge: knowledge.to_owned(),
    }
}

/// A reading with an entity and an event.
fn reading(source: &str, text: &str) -> Reading {
    let document = Document::new(source, text);
    let passage = |start, end| Passage {
        span: Span::new(start, end),
        text: text.chars().skip(start).take(end - start).collect(),
    };
    let who = passage(0, 8);
    let entity = Entity {
        id: RowId::of(&document.id, RowKind::Entity, &[who.span], 0),
        name: who.text.clone(),
        kind: EntityType::Gpe,
        country: Some("SYL".to_owned()),
        sectors: vec!["GOV".to_owned()],
        anonymous: false,
        ids: Default::default(),
        mentions: vec![Mention {
            span: who.span,
            text: who.text.clone(),
            form: MentionForm::Name,
            metonym: false,
        }],
        because: Because::default(),
    };
    let trigger = passage(9, 15);
    let event = Event {
        id: RowId::of(&document.id, RowKind::Event, &[trigger.span], 0),
        span: trigger.span,
        text: trigger.text.clone(),
        kind: "AID".to_owned(),
        is_a: Vec::new(),
        modes: Vec::new(),
        contexts: Vec::new(),
        quad: 2,
        score: 7.1,
        cameo: None,
        goldstein: None,
        trigger,
        actors: vec![Participant {
            entity: Some(entity.id.clone()),
            span: who.span,
            text: who.text,
            country: Some("SYL".to_owned()),
            sectors: Vec::new(),
            inferred: false,
        }],
        recipients: Vec::new(),
        date: None,
        place: None,
        factuality: EventFactuality::Actual,
        statements: Vec::new(),
        background: false,
        killed: None,
        injured: None,
        size: None,
        links: Vec::new(),
        because: Because::default(),
    };
    let mut reading = Reading::of(document);
    reading.entities.push(entity);
    reading.events.push(event);
    reading
}

fn add(batch: &mut Batch<'_>, reading: &Reading) -> Added {
    batch.add(&Packed::of(reading).expect("it packs")).expect("it is added")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("news.ledger")
    }

    /// A ledger with two documents.
    fn filled(&self) -> Ledger {
        let mut ledger = Ledger::open(&self.file(), Access::Create).expect("a ledger");
        let mut batch = ledger.batch(&edition("a")).expect("a batch");
        add(&mut batch, &reading("one.txt", "Syldavia helped its neighbour."));
        add(&mut batch, &reading("two.txt", "Borduria helped nobody at all."));
        batch.commit().expect("it is committed");
        ledger
    }
}

fn faults(ledger: &Ledger) -> Vec<String> {
    let faults = check(ledger, |_| {}).expect("it can be checked");
    faults.into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_text_is_added_once_and_where_else_it_stood_is_noted() {
    let folder = Folder::new();
    let mut ledger = folder.filled();
    let mut batch = ledger.batch(&edition("a")).expect("a batch");
    assert_eq!(
        add(&mut batch, &reading("one.txt", "Syldavia helped its neighbour.")),
        Added::Known
    );
    assert_eq!(
        add(&mut batch, &reading("copy.txt", "Syldavia helped its neighbour.")),
        Added::Elsewhere
    );
    batch.commit().expect("it is committed");
    assert_eq!(ledger.document_count().expect("a count"), 2);
    assert!(faults(&ledger).is_empty());
}

#[test]
fn another_text_at_an_address_is_a_version_and_the_old_one_stays() {
    let folder = Folder::new();
    let mut ledger = folder.filled();
    let mut batch = ledger.batch(&edition("a")).expect("a batch");
    assert_eq!(
        add(&mut batch, &reading("one.txt", "Syldavia helped both neighbours.")),
        Added::NewVersion
    );
    assert_eq!(
        add(
            &mut batch,
            &reading("news.jsonl:1", "Syldavia helped three neighbours.")
        ),
        Added::New,
        "the line of a file is no address"
    );
    assert_eq!(
        add(&mut batch, &reading("news.jsonl:1", "Syldavia helped four neighbours.")),
        Added::New
    );
    batch.commit().expect("it is committed");
    assert_eq!(ledger.document_count().expect("a count"), 5);
    assert!(faults(&ledger).is_empty());
}

#[test]
fn a_later_edition_takes_the_place_of_a_reading() {
    let folder = Folder::new();
    let mut ledger = folder.filled();
    let id = Document::id_of("Syldavia helped its neighbour.");
    assert_eq!(ledger.knows(&id, &edition("a")).expect("an answer"), Known::Same);
    assert_eq!(ledger.knows(&id, &edition("b")).expect("an answer"), Known::Otherwise);
    assert_eq!(ledger.knows("00", &edition("a")).expect("an answer"), Known::No);
    let old = ledger.documents_after(0, 9, Some(&edition("b"))).expect("the old ones");
    assert_eq!(old, [1, 2]);
    let mut anew = reading("one.txt", "Syldavia helped its neighbour.");
    anew.events.clear();
    let mut batch = ledger.batch(&edition("b")).expect("a batch");
    assert_eq!(add(&mut batch, &anew), Added::Reread);
    batch.commit().expect("it is committed");
    assert_eq!(
        ledger.documents_after(0, 9, Some(&edition("b"))).expect("the old ones"),
        [2]
    );
    assert_eq!(ledger.reading(1).expect("it can be read"), Some(anew));
    assert!(faults(&ledger).is_empty());
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let folder = Folder::new();
    let mut ledger = folder.filled();
    let mut batch = ledger.batch(&edition("b")).expect("a batch");
    add(&mut batch, &reading("three.txt", "Syldavia helped a third party."));
    drop(batch);
    assert_eq!(ledger.document_count().expect("a count"), 2);
    assert!(faults(&ledger).is_empty());
}

#[test]
fn every_reading_comes_back_as_it_was() {
    let folder = Folder::new();
    let ledger = folder.filled();
    let back = ledger.reading(1).expect("it can be read");
    assert_eq!(back, Some(reading("one.txt", "Syldavia helped its neighbour.")));
    assert_eq!(ledger.reading(9).expect("it can be read"), None);
}

#[test]
fn what_is_no_ledger_is_told_and_left() {
    let folder = Folder::new();
    let file = folder.file();
    assert!(matches!(
        Ledger::open(&file, Access::Read),
        Err(LedgerError::Missing { .. })
    ));
    fs::write(&file, "Syldavia helped its neighbour.").expect("it is written");
    for access in [Access::Read, Access::Write, Access::Create] {
        assert!(
            matches!(Ledger::open(&file, access), Err(LedgerError::Foreign { .. })),
            "{access:?}"
        );
    }
    assert_eq!(fs::read(&file).expect("it is there"), b"Syldavia helped its neighbour.");
}

#[test]
fn a_ledger_of_a_later_edition_is_told_and_left() {
    let folder = Folder::new();
    drop(folder.filled());
    let later = rusqlite::Connection::open(folder.file()).expect("it opens");
    later.pragma_update(None, "user_version", 99).expect("it is set");
    drop(later);
    let error = Ledger::open(&folder.file(), Access::Write).expect_err("it is refused");
    assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error}");
}

#[test]
fn two_writers_wait_for_each_other_and_the_later_is_told() {
    let folder = Folder::new();
    let mut one = folder.filled();
    let mut other = Ledger::open(&folder.file(), Access::Write).expect("it opens");
    other
        .wait_at_most(std::time::Duration::from_millis(50))
        .expect("it is set");
    let held = one.batch(&edition("a")).expect("a batch");
    assert!(matches!(other.batch(&edition("a")), Err(LedgerError::Busy { .. })));
    drop(held);
    assert!(other.batch(&edition("a")).is_ok());
}

#[test]
fn a_damaged_page_is_told() {
    let folder = Folder::new();
    let mut ledger = folder.filled();
    let mut batch = ledger.batch(&edition("a")).expect("a batch");
    for number in 0..200 {
        add(
            &mut batch,
            &reading(&format!("{number}.txt"), &format!("Syldavia helped {number} times.")),
        );
    }
    batch.commit().expect("it is committed");
    drop(ledger);
    damage(&folder.file());
    let told = match Ledger::open(&folder.file(), Access::Read) {
        Ok(ledger) => check(&ledger, |_| {}).map_or(true, |faults| !faults.is_empty()),
        Err(_) => true,
    };
    assert!(told, "nobody noticed");
}

/// Overwrites every fifth page but the first.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).expect("it is there");
    for page in bytes.chunks_mut(4096).skip(4).step_by(5) {
        page.fill(0xa5);
    }
    fs::write(file, bytes).expect("it is written");
}

#[test]
fn columns_that_are_not_the_readings_are_told() {
    let folder = Folder::new();
    drop(folder.filled());
    let other = rusqlite::Connection::open(folder.file()).expect("it opens");
    other
        .execute("UPDATE event SET type = 'ASSAULT' WHERE document = 2", [])
        .expect("it is changed");
    other
        .execute("DELETE FROM entity WHERE document = 1 AND ordinal = 0", [])
        .ok();
    drop(other);
    let ledger = Ledger::open(&folder.file(), Access::Read).expect("it opens");
    let faults = faults(&ledger);
    assert!(faults.iter().any(|fault| fault.contains("Event")), "{faults:?}");
}
