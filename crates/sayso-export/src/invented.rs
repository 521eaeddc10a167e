//! For tests: the invented reading with rows of every kind, and folders to write to.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use sayso_schema::{
    Agreement, Ambit, Because, Citation, Dispute, DisputeType, Duty, Provision, ProvisionClass, Reading, RowId,
    RowKind, Stage, StageKind, StageStatus,
};

use crate::tests::{at, reading};

/// The invented article with an agreement and a dispute that nobody would make of it.
pub(crate) fn everything() -> Reading {
    let mut reading = reading();
    let statement = reading.statements[0].id.clone();
    let party = reading.entities[0].id.clone();
    let words = at("The two met in June");
    let id = |kind| RowId::of("0000invented", kind, &[words.span], 0);
    let stage = Stage {
        id: id(RowKind::Stage),
        span: words.span,
        text: words.text.clone(),
        trigger: at("met"),
        stage: StageKind::Signed,
        told_as: None,
        status: StageStatus::Done,
        party: Some(party.clone()),
        date: reading.events[1].date.clone(),
        place: None,
        by: Some(party.clone()),
        to: None,
        statement: statement.clone(),
        because: Because::default(),
    };
    let provision = Provision {
        id: id(RowKind::Provision),
        span: words.span,
        text: words.text.clone(),
        class: ProvisionClass::Consul,
        duty: Some(Duty::MustNot),
        bearers: vec![party.clone()],
        trigger: None,
        scope: None,
        conditions: vec![at("in June")],
        qualifier: None,
        citations: vec![Citation {
            passage: at("June"),
            instrument: None,
            article: Some("4".to_owned()),
            relation: None,
        }],
        statement,
        because: Because::default(),
    };
    reading.agreements = vec![Agreement {
        id: id(RowKind::Agreement),
        span: words.span,
        text: words.text.clone(),
        names: vec![at("The two"), at("June")],
        registered: None,
        instrument: Some("treaty".to_owned()),
        ambit: Some(Ambit::Bilateral),
        parties: vec![party],
        supersedes: None,
        stages: vec![stage],
        provisions: vec![provision],
        because: Because::default(),
    }];
    reading.disputes = vec![Dispute {
        id: id(RowKind::Dispute),
        span: words.span,
        text: words.text.clone(),
        kind: DisputeType::OverstatedStage,
        rows: vec![id(RowKind::Stage)],
        comparison: None,
        differs_on: vec![],
        ratio: Some(1.5),
        sentence: "They met.".to_owned(),
        because: Because::default(),
    }];
    reading
}

/// A new folder, gone at the end of its test.
pub(crate) struct Folder(PathBuf);

/// A new folder with this in its name.
pub(crate) fn folder(name: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("sayso-export-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).expect("a folder can be made");
    Folder(path)
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
