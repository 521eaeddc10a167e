//! Shows how the cost of reconciling grows with the number of articles, on one thread.
//!
//! ```text
//! cargo run --release -p sayso-reconcile --example curve -- readings.jsonl 10000 100000 1000000
//! ```
//!
//! Articles are made of real readings: each takes the rows of one at random, renames whom it names in one of 40 ways and
//! falls on a day of one year, so that a hundred times more articles make each week, each country's events and each name a
//! hundred times as full. One in five keeps its text, the others' words are made their own. Weeks are read one after the
//! other, as their blocks are, so that memory holds one.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use sayso_reconcile::{Finding, Matter, Telling, blocks, merge, reconcile, tellings};
use sayso_schema::{Document, Reading};

const WEEKS: usize = 52;

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: curve READINGS.jsonl COUNT…";
    let mut arguments = std::env::args().skip(1);
    let mut readings: Vec<Reading> = Vec::new();
    for line in BufReader::new(File::open(arguments.next().ok_or(usage)?)?).lines() {
        readings.push(serde_json::from_str(&line?)?);
    }
    println!("articles  tellings  blocks  largest  findings  taking/article  reconciling/article  merging/article");
    for count in arguments {
        let count: usize = count.parse()?;
        let mut draw = Draw(count as u64);
        let (mut taking, mut reconciling, mut merging) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        let (mut told_in_all, mut blocks_in_all, mut largest, mut found_in_all) = (0, 0, 0, 0);
        // Agreements live longer than a week.
        let mut agreements: Vec<Telling> = Vec::new();
        for week in 0..=WEEKS {
            let mut told = Vec::new();
            if week < WEEKS {
                let (from, to) = (count * week / WEEKS, count * (week + 1) / WEEKS);
                for at in from..to {
                    let reading = made(&readings, at, week, &mut draw).ok_or("no readings")?;
                    let start = Instant::now();
                    told.extend(tellings(&reading));
                    taking += start.elapsed();
                }
                agreements.extend(
                    told.iter()
                        .filter(|telling| matches!(telling.matter, Matter::Agreement(_)))
                        .cloned(),
                );
                told.retain(|telling| !matches!(telling.matter, Matter::Agreement(_)));
            } else {
                told = std::mem::take(&mut agreements);
            }
            told_in_all += told.len();
            let by_block = blocks(&told);
            blocks_in_all += by_block.len();
            largest = largest.max(by_block.values().map(Vec::len).max().unwrap_or_default());
            let start = Instant::now();
            let found: Vec<Finding> = by_block
                .iter()
                .flat_map(|(block, told)| reconcile(block, told))
                .collect();
            reconciling += start.elapsed();
            let start = Instant::now();
            found_in_all += merge(found).len();
            merging += start.elapsed();
        }
        let each = |time: Duration| format!("{:.0} µs", time.as_secs_f64() * 1e6 / count.max(1) as f64);
        println!(
            "{count}  {told_in_all}  {blocks_in_all}  {largest}  {found_in_all}  {}  {}  {}",
            each(taking),
            each(reconciling),
            each(merging)
        );
    }
    Ok(())
}

/// An article made of a real one's rows.
fn made(readings: &[Reading], at: usize, week: usize, draw: &mut Draw) -> Option<Reading> {
    let mut reading = readings.get(draw.below(readings.len()))?.clone();
    let own = draw.below(5) > 0;
    let text = std::mem::take(&mut reading.document.text);
    // From Monday to Thursday, so that no article stands in two weeks and each week can be read alone.
    let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 1)? + chrono::Days::new((week * 7 + draw.below(4)) as u64);
    let (manner, outlet) = (draw.below(40), draw.below(200));
    for entity in &mut reading.entities {
        entity.name = format!("{}{manner}", entity.name);
    }
    let text = if own {
        text.split(' ').map(|word| format!("{word}{at} ")).collect()
    } else {
        text
    };
    let document = &mut reading.document;
    document.id = Document::id_of(&format!("{at}"));
    document.text = text;
    document.publisher = Some(format!("Outlet {outlet}"));
    document.published = Some(day.to_string());
    for event in &mut reading.events {
        event.date = None;
    }
    for figure in &mut reading.figures {
        figure.period = None;
    }
    // Ids stay those of the real rows: a row is told by document and id together.
    Some(reading)
}
