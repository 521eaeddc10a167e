//! Makes a large ledger from real readings, to measure on: `generate READINGS.jsonl LEDGER COUNT [PER_DAY]`.
//!
//! Each document is one of the readings with other words: every second small word has its vowels turned, by a sequence
//! of numbers that is the same in every run, so that texts differ as articles do and spans hold. Its days are moved, so
//! that PER_DAY documents are published a day. Names stay, and with them who did what to whom.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use sayso_ledger::{Access, Edition, Ledger, Packed};
use sayso_schema::{Document, Reading};
use serde_json::Value;

/// The day on which the first documents are published, in days from 1970.
const FIRST_DAY: i64 = 18_262;
/// Documents written together.
const TOGETHER: usize = 256;
const THREADS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [readings, ledger, count, rest @ ..] = arguments.as_slice() else {
        return Err("usage: generate READINGS.jsonl LEDGER COUNT [PER_DAY]".into());
    };
    let (count, per_day) = (
        count.parse::<u64>()?,
        rest.first().map_or(Ok(20_000), |n| n.parse::<u64>())?,
    );
    let lines = BufReader::new(std::fs::File::open(readings)?).lines();
    let base: Vec<Value> = lines
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let mut ledger = Ledger::open(Path::new(ledger), Access::Create)?;
    let from = ledger.document_count()?;
    let edition = Edition {
        schema: sayso_schema::SCHEMA.to_owned(),
        program: "generated".to_owned(),
        weights: String::new(),
        knowledge: String::new(),
    };
    let started = Instant::now();
    let mut writing = std::time::Duration::ZERO;
    std::thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let takers: Vec<mpsc::Receiver<Packed>> = (0..THREADS as u64)
            .map(|thread| {
                let (give, take) = mpsc::sync_channel(TOGETHER);
                let base = &base;
                scope.spawn(move || {
                    for number in (from..from + count).filter(|number| number % THREADS as u64 == thread) {
                        let Some(packed) = made(base, number, per_day) else {
                            return;
                        };
                        if give.send(packed).is_err() {
                            return;
                        }
                    }
                });
                take
            })
            .collect();
        let mut done = 0;
        while done < count {
            let mut together = Vec::new();
            while together.len() < TOGETHER && done < count {
                together.push(takers[((from + done) % THREADS as u64) as usize].recv()?);
                done += 1;
            }
            let begun = Instant::now();
            let mut batch = ledger.batch(&edition)?;
            for packed in &together {
                batch.add(packed)?;
            }
            batch.commit()?;
            writing += begun.elapsed();
            if done % (TOGETHER as u64 * 40) == 0 || done == count {
                println!(
                    "{done} documents in {:.1} s, {:.1} s of it writing",
                    started.elapsed().as_secs_f64(),
                    writing.as_secs_f64()
                );
            }
        }
        Ok(())
    })
}

/// The document with this number.
fn made(base: &[Value], number: u64, per_day: u64) -> Option<Packed> {
    let mut random = Random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut reading = base.get((random.next() % base.len() as u64) as usize)?.clone();
    let text = reading.pointer("/document/text")?.as_str()?.to_owned();
    let told = reading
        .pointer("/document/published")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let moved = FIRST_DAY + (number / per_day.max(1)) as i64 - days(told).unwrap_or(FIRST_DAY);
    let text: Vec<char> = turned(&text, &mut random).chars().collect();
    let whole: String = text.iter().collect();
    rewrite(&mut reading, &text, moved, number);
    *reading.pointer_mut("/document/text")? = Value::String(whole.clone());
    *reading.pointer_mut("/document/id")? = Value::String(Document::id_of(&whole));
    *reading.pointer_mut("/document/source")? = Value::String(format!("generated:{number}"));
    let reading: Reading = serde_json::from_value(reading).ok()?;
    Packed::of(&reading).ok()
}

/// Passages tell what stands there now, days are moved, ids are this document's own.
fn rewrite(value: &mut Value, text: &[char], moved: i64, number: u64) {
    match value {
        Value::String(string) => {
            if let Some(day) = days(string) {
                *string = date(day + moved);
            } else if string.len() == 27
                && string.as_bytes()[2] == b'-'
                && string[3..].bytes().all(|b| b.is_ascii_hexdigit())
            {
                let own = Document::id_of(&format!("{string}{number}"));
                *string = format!("{}{}", &string[..3], &own[..24]);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| rewrite(one, text, moved, number)),
        Value::Object(fields) => {
            fields.values_mut().for_each(|one| rewrite(one, text, moved, number));
            let span: Option<(usize, usize)> = fields
                .get("span")
                .and_then(|span| serde_json::from_value(span.clone()).ok());
            if let (Some((start, end)), Some(told)) = (span, fields.get_mut("text")) {
                *told = Value::String(text[start..end].iter().collect());
            }
        }
        _ => {}
    }
}

/// The text with the vowels of every second small word turned.
fn turned(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut turns, mut inside) = (false, false);
    for c in text.chars() {
        if !c.is_alphabetic() {
            inside = false;
        } else if !inside {
            inside = true;
            turns = c.is_lowercase() && random.next().is_multiple_of(2);
        }
        let at = "aeiou".find(c).filter(|_| turns && inside);
        out.push(at.and_then(|at| "eioua".chars().nth(at)).unwrap_or(c));
    }
    out
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }
}

/// Days from 1970 of `YYYY-MM-DD`, by Howard Hinnant's algorithm.
fn days(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn date(days: i64) -> String {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
