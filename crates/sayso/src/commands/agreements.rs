//! `sayso agreements`: articles in, what was agreed and how far it has come out.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};

use sayso::schema::{Agreement, Dispute, Entity, Reading, RowId, SCHEMA, Statement};
use serde::Serialize;

use super::{Ending, reader};
use crate::cli::{self, AgreementsFormat};
use crate::console::{Console, print};
use crate::documents;
use crate::failure::Failure;
use crate::report::Report;
use crate::report::agreement::{rows, timeline};
use crate::report::dispute::about;
use crate::report::plain::json_for_terminal;

/// Reads everything that `args` names and prints its agreements.
pub fn run(args: &cli::Agreements, console: &Console) -> Result<Ending, Failure> {
    let options = documents::options(&args.input)?;
    let paths = documents::paths(&args.input, io::stdin().is_terminal())?;
    let report = Report::new(console.width(args.width), console.palette());
    let to_terminal = console.out_is_terminal();
    let reader = reader(&args.input)?;
    let (mut done, mut failed) = (0, 0);
    let mut has_any = false;
    documents::each(
        documents::raw_documents(&paths, &options),
        &options,
        documents::jobs(args.jobs),
        || reader.worker().map_err(|error| Failure::of(&error)),
        |worker, document| {
            let reading = worker.read(document);
            match args.format {
                AgreementsFormat::Card => report.cards(&reading),
                AgreementsFormat::Mermaid => timeline::sections(&reading),
                AgreementsFormat::Json if to_terminal => json_for_terminal(&line(&reading)),
                AgreementsFormat::Json => line(&reading),
            }
        },
        |outcome| {
            match outcome {
                Ok(text) => {
                    done += 1;
                    if text.is_empty() {
                        return Ok(());
                    }
                    let before = match args.format {
                        AgreementsFormat::Card if has_any => report.between(),
                        AgreementsFormat::Mermaid if !has_any => timeline::BEGINNING.to_owned(),
                        _ => String::new(),
                    };
                    has_any = true;
                    print(format!("{before}{text}").as_bytes())?;
                }
                Err(failure) => {
                    failed += 1;
                    console.tell(&failure);
                }
            }
            Ok(())
        },
    )?;
    if !has_any && done > 0 {
        match args.format {
            AgreementsFormat::Card => print(b"No agreement is told of.\n")?,
            AgreementsFormat::Mermaid => print(timeline::BEGINNING.as_bytes())?,
            AgreementsFormat::Json => {}
        }
    }
    Ok(Ending::of(done, failed))
}

/// An article's agreements with all that their rows point at.
#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    document: Article<'a>,
    agreements: &'a [Agreement],
    disputes: Vec<&'a Dispute>,
    statements: Vec<&'a Statement>,
    entities: Vec<&'a Entity>,
}

/// Which article it is.
#[derive(Serialize)]
struct Article<'a> {
    id: &'a str,
    source: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a str>,
}

fn line(reading: &Reading) -> String {
    let document = &reading.document;
    let all_rows: BTreeSet<&RowId> = reading.agreements.iter().flat_map(rows).collect();
    let pointed_at: BTreeSet<&RowId> = reading.agreements.iter().flat_map(pointed_at).collect();
    let line = Line {
        schema: SCHEMA,
        document: Article {
            id: &document.id,
            source: &document.source,
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            published: document.published.as_deref(),
        },
        agreements: &reading.agreements,
        disputes: about(reading, &all_rows),
        statements: (reading.statements.iter())
            .filter(|row| pointed_at.contains(&row.id))
            .collect(),
        entities: (reading.entities.iter())
            .filter(|row| pointed_at.contains(&row.id))
            .collect(),
    };
    // Rows have no map with other keys than strings and no number that JSON lacks.
    let json =
        serde_json::to_string(&line).unwrap_or_else(|error| panic!("rows could not be written as JSON: {error}"));
    format!("{json}\n")
}

/// The entities and statements that an agreement's rows point at.
fn pointed_at(agreement: &Agreement) -> Vec<&RowId> {
    let mut ids: Vec<&RowId> = agreement.parties.iter().collect();
    for stage in &agreement.stages {
        ids.extend([&stage.party, &stage.by, &stage.to].into_iter().flatten());
        ids.push(&stage.statement);
    }
    for provision in &agreement.provisions {
        ids.extend(&provision.bearers);
        ids.push(&provision.statement);
    }
    ids
}
