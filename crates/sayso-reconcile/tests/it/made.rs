//! Tellings made by hand.

use chrono::NaiveDate;
use sayso_reconcile::{
    Amount, Days, Deed, Finding, Matter, Pact, Party, Polarity, Row, Said, Same, SameKind, Site, Source, Step, Telling,
    blocks, merge, reconcile,
};
use sayso_schema::{Act, EventFactuality, FigureKind, MeasureKind, StageKind, StageStatus};

pub(crate) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, day).expect("a day of June")
}

/// A telling of `document`, published on a day of June 2024, of the story that the number names.
pub(crate) fn telling(document: &str, id: &str, published: u32, story: u32, matter: Matter) -> Telling {
    let mut telling = Telling {
        row: Row {
            document: document.to_owned(),
            id: format!("{id}-{document}"),
            thread: format!("{id}-{document}"),
        },
        outlet: Some(document.to_owned()),
        published: Some(day(published)),
        text: id.to_owned(),
        sources: Vec::new(),
        via: None,
        story: (0..8).map(|word| story * 100 + word).collect(),
        matter,
        blocks: Vec::new(),
    };
    // The keys that the library makes are tested on readings; here all of a kind stand in one block.
    telling.blocks = vec![
        match &telling.matter {
            Matter::Document(_) => "c:2024-W25:0",
            Matter::Statement(_) => "s:2024-W25:0",
            Matter::Event(_) => "e:2024-W25:0",
            Matter::Figure(_) => "f:2024-W25:0",
            Matter::Agreement(_) => "a:0",
            Matter::Entity(_) => "n:2024-W25:0",
        }
        .to_owned(),
    ];
    telling
}

pub(crate) fn party(name: &str, country: &str) -> Party {
    Party {
        name: Some(name.to_owned()),
        country: Some(country.to_owned()),
    }
}

pub(crate) fn source(name: &str, country: &str) -> Source {
    Source {
        name: Some(name.to_owned()),
        text: name.to_owned(),
        country: Some(country.to_owned()),
        is_outlet: false,
    }
}

pub(crate) fn on(from: u32) -> Option<Days> {
    Some(Days {
        from: day(from),
        to: day(from),
    })
}

pub(crate) fn city(id: u64, country: &str) -> Option<Site> {
    Some(Site {
        city: Some(id),
        province: None,
        country: Some(country.to_owned()),
        name: id.to_string(),
    })
}

pub(crate) fn deed(actor: &str, recipient: &str) -> Deed {
    Deed {
        kind: "AID".to_owned(),
        modes: vec!["military".to_owned()],
        trigger: "send".to_owned(),
        actors: vec![party(&actor.to_lowercase(), actor)],
        recipients: vec![party(&recipient.to_lowercase(), recipient)],
        days: None,
        place: None,
        factuality: EventFactuality::Actual,
        in_passing: false,
        killed: None,
    }
}

pub(crate) fn amount(value: f64) -> Amount {
    Amount {
        kind: FigureKind::Count,
        value: Some(value),
        low: Some(value),
        high: Some(value),
        about: false,
        unit: Some("persons".to_owned()),
        per: None,
        head: "soldier".to_owned(),
        of: vec!["north".to_owned(), "soldier".to_owned()],
        measure: Some("kill".to_owned()),
        measured: Some(MeasureKind::Flow),
        actor: None,
        place: Some("kursk".to_owned()),
        days: None,
    }
}

pub(crate) fn said(words: &[u32], polarity: Polarity, negations: usize) -> Said {
    Said {
        act: Act::Say,
        polarity,
        words: words.to_vec(),
        numbers: Vec::new(),
        negations,
        names: vec!["kursk".to_owned(), "pyongyang".to_owned()],
    }
}

pub(crate) fn step(id: &str, status: StageStatus, days: Option<Days>) -> Step {
    Step {
        id: id.to_owned(),
        stage: StageKind::Signed,
        status,
        party: None,
        days,
        text: "signed".to_owned(),
    }
}

pub(crate) fn pact(title: &str, steps: Vec<Step>) -> Pact {
    Pact {
        registered: Some(title.to_owned()),
        names: Vec::new(),
        instrument: Some("treaty".to_owned()),
        ambit: None,
        parties: Vec::new(),
        steps,
    }
}

pub(crate) fn found(tellings: &[Telling]) -> Vec<Finding> {
    merge(blocks(tellings).iter().flat_map(|(block, told)| reconcile(block, told)))
}

/// The documents of each join of a kind.
pub(crate) fn joined(findings: &[Finding], kind: SameKind) -> Vec<Vec<&str>> {
    joins(findings, kind)
        .map(|same| same.rows.iter().map(|row| row.document.as_str()).collect())
        .collect()
}

pub(crate) fn joins(findings: &[Finding], kind: SameKind) -> impl Iterator<Item = &Same> {
    findings.iter().filter_map(move |finding| match finding {
        Finding::Same(same) if same.kind == kind => Some(same),
        _ => None,
    })
}

pub(crate) fn disputes(findings: &[Finding]) -> Vec<&sayso_reconcile::Disagreement> {
    let all = findings.iter().filter_map(|finding| match finding {
        Finding::Dispute(dispute) => Some(dispute),
        Finding::Same(_) => None,
    });
    all.collect()
}
