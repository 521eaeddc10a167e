//! `sayso show`: a row of a ledger with where it is from and why it is there.

use sayso::Reader;
use sayso::schema::{Reading, RowId};
use sayso_ledger::Access;
use sayso_ledger::ask::Provenance;
use serde::Serialize;

use super::{Ending, explain};
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::ids::all_ids;
use crate::report::plain::{json_for_terminal, plain};
use crate::report::style::paint;

/// Ids named where one is not enough.
const NAMED: usize = 8;

/// A row as JSON.
#[derive(Serialize)]
struct Shown<'r> {
    provenance: &'r Provenance,
    row: serde_json::Value,
}

/// Shows the row that `args` names.
pub fn run(args: &cli::Show, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let mut found: Vec<(i64, RowId, Reading)> = Vec::new();
    for document in ledger
        .documents_with(&args.row, NAMED)
        .map_err(|error| failure(&error))?
    {
        let Some(reading) = ledger.reading(document).map_err(|error| failure(&error))? else {
            continue;
        };
        let ids: Vec<RowId> = all_ids(&reading)
            .into_iter()
            .filter(|id| id.as_str().starts_with(&args.row))
            .cloned()
            .collect();
        found.extend(ids.into_iter().map(|id| (document, id, reading.clone())));
    }
    if found.len() > 1 {
        let ids: Vec<&str> = found.iter().map(|(_, id, _)| id.as_str()).take(NAMED).collect();
        return Err(Failure::new(format!("more than one row begins with `{}`", args.row))
            .help(format!("Give more of the id: {}.", ids.join(", "))));
    }
    let Some((document, id, reading)) = found.into_iter().next() else {
        return Err(Failure::new(format!("there is no row `{}` in the ledger", args.row))
            .help("Ids stand at the end of each row that `sayso ask` prints, and in the field `id` of the JSON."));
    };
    let provenance = ledger.provenance(document).map_err(|error| failure(&error))?;
    if args.json {
        let row = row(&reading, &id).unwrap_or_default();
        let shown = Shown {
            provenance: &provenance,
            row,
        };
        let json = serde_json::to_string_pretty(&shown).map_err(|error| Failure::of(&error))?;
        let json = if console.out_is_terminal() {
            json_for_terminal(&json)
        } else {
            json
        };
        print(format!("{json}\n").as_bytes())?;
        return Ok(Ending::Done);
    }
    let reader = Reader::english().map_err(|error| Failure::of(&error))?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    let sentences = worker.sentences(&reading.document);
    let layout = (console.palette(), console.width(args.width));
    let why = explain::explained(&id, &reading, &sentences, None, layout)?;
    print(format!("{why}\n{}", origin(&provenance, console)).as_bytes())?;
    Ok(Ending::Done)
}

/// Where the article was found and what it was read with.
fn origin(provenance: &Provenance, console: &Console) -> String {
    let palette = console.palette();
    let mut text = format!("{}\n", paint(palette.heading, "Where it is from"));
    let document = &provenance.document;
    if let Some(title) = &document.title {
        text.push_str(&format!("  {}\n", plain(title)));
    }
    for one in &provenance.appearances {
        let parts = [
            one.publisher.as_deref(),
            one.published.as_deref(),
            Some(one.source.as_str()),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let later = if one.latest {
            ""
        } else {
            ", where another text stands now"
        };
        text.push_str(&format!(
            "  {}, added {}{later}\n",
            plain(&parts.join(" · ")),
            one.added
        ));
    }
    for version in &provenance.versions {
        text.push_str(&format!("  another version: document {version}\n"));
    }
    let edition = &provenance.edition;
    let with = if edition.weights.is_empty() {
        "read elsewhere".to_owned()
    } else {
        format!(
            "read by sayso {} with weights {} and knowledge {}",
            edition.program, edition.weights, edition.knowledge
        )
    };
    text.push_str(&format!("  {}\n", plain(&with)));
    text
}

/// The row with `id` as JSON.
fn row(reading: &Reading, id: &RowId) -> Option<serde_json::Value> {
    let json = serde_json::to_value(reading).ok()?;
    let lists = ["entities", "statements", "events", "figures", "agreements", "disputes"];
    let mut waiting: Vec<&serde_json::Value> = lists.iter().filter_map(|list| json.get(list)).collect();
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::Array(all) => waiting.extend(all),
            serde_json::Value::Object(fields) => {
                if fields.get("id").and_then(serde_json::Value::as_str) == Some(id.as_str()) {
                    return Some(value.clone());
                }
                waiting.extend(["stages", "provisions"].iter().filter_map(|list| fields.get(*list)));
            }
            _ => {}
        }
    }
    None
}
