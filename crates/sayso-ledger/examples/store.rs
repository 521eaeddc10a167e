//! How fast ready readings are written: `store READINGS.jsonl LEDGER`. Packing and writing are timed apart.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use sayso_ledger::{Access, Edition, Ledger, Packed};
use sayso_schema::Reading;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [readings, file] = arguments.as_slice() else {
        return Err("usage: store READINGS.jsonl LEDGER".into());
    };
    let lines = BufReader::new(std::fs::File::open(readings)?).lines();
    let readings: Vec<Reading> = lines
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let begun = Instant::now();
    let packed: Vec<Packed> = readings.iter().map(Packed::of).collect::<Result<_, _>>()?;
    let packing = begun.elapsed();
    let mut ledger = Ledger::open(Path::new(file), Access::Create)?;
    let edition = Edition {
        schema: sayso_schema::SCHEMA.to_owned(),
        program: String::new(),
        weights: String::new(),
        knowledge: String::new(),
    };
    let begun = Instant::now();
    for together in packed.chunks(256) {
        let mut batch = ledger.batch(&edition)?;
        for packed in together {
            batch.add(packed)?;
        }
        batch.commit()?;
    }
    let writing = begun.elapsed();
    let a_second = |spent: std::time::Duration| packed.len() as f64 / spent.as_secs_f64();
    println!(
        "{} readings: packed {:.0} a second, written {:.0} a second",
        packed.len(),
        a_second(packing),
        a_second(writing)
    );
    Ok(())
}
