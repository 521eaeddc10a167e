//! Reconciles a file of readings and prints what it finds, a JSON object a line:
//!
//! ```text
//! cargo run -p sayso-reconcile --example reconcile -- readings.jsonl
//! ```
//!
//! `--outlet-from-id` takes the outlet from the first letters of each article's id, as in `AFP_ENG_19970401.0006`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use sayso_reconcile::{
    Finding, Matter, Row, Same, SameKind, Telling, blocks, independence, merge, reconcile, tellings,
};
use sayso_schema::Reading;

fn main() -> Result<(), Box<dyn Error>> {
    let mut outlet_from_id = false;
    let mut path = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--outlet-from-id" => outlet_from_id = true,
            _ => path = Some(argument),
        }
    }
    let path = path.ok_or("usage: reconcile [--outlet-from-id] READINGS.jsonl")?;
    let mut told: Vec<Telling> = Vec::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let mut reading: Reading = serde_json::from_str(&line?)?;
        if outlet_from_id {
            reading.document.publisher = reading.document.source.split('_').next().map(str::to_owned);
        }
        told.extend(tellings(&reading));
    }
    let by_block = blocks(&told);
    let found = merge(by_block.iter().flat_map(|(block, told)| reconcile(block, told)));
    let by_row: BTreeMap<&Row, &Telling> = told.iter().map(|telling| (&telling.row, telling)).collect();
    let copies: Vec<Same> = found
        .iter()
        .filter_map(|finding| match finding {
            Finding::Same(same) if same.kind == SameKind::Copies => Some(same.clone()),
            _ => None,
        })
        .collect();
    let mut out = std::io::stdout().lock();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &found {
        let line = match finding {
            Finding::Same(same) => {
                *counts.entry(format!("same {:?}", same.kind)).or_default() += 1;
                let told: Vec<&Telling> = same.rows.iter().filter_map(|row| by_row.get(row).copied()).collect();
                let voices = independence(&told, &copies);
                let because: Vec<String> = voices
                    .groups
                    .iter()
                    .flat_map(|group| &group.because)
                    .map(|tie| tie.in_words())
                    .collect();
                serde_json::json!({
                    "same": same.kind,
                    "likeness": (same.likeness * 100.0).round() / 100.0,
                    "sources": voices.count(),
                    "because": because,
                    "told": told.iter().map(|telling| words(telling)).collect::<Vec<_>>(),
                })
            }
            Finding::Dispute(dispute) => {
                *counts.entry(format!("dispute {:?}", dispute.kind)).or_default() += 1;
                serde_json::json!({ "dispute": dispute.kind, "comparison": dispute.comparison, "ratio": dispute.ratio,
                    "sentence": dispute.sentence, "rows": dispute.sides })
            }
        };
        writeln!(out, "{line}")?;
    }
    eprintln!("{} tellings in {} blocks: {counts:?}", told.len(), by_block.len());
    Ok(())
}

fn words(telling: &Telling) -> String {
    let day = telling.published.map(|day| day.to_string()).unwrap_or_default();
    let outlet = telling.outlet.as_deref().unwrap_or_default();
    let by = telling
        .sources
        .last()
        .map(|source| source.text.as_str())
        .unwrap_or_default();
    let kind = match &telling.matter {
        Matter::Event(deed) => format!("{} {}", deed.kind, deed.factuality.as_str()),
        Matter::Figure(amount) => amount.measure.clone().unwrap_or_default(),
        _ => String::new(),
    };
    format!("{day} {outlet} {by} {kind}: {} [{}]", telling.text, telling.row.id)
}
