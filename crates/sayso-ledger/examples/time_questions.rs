//! How long questions take: `time_questions LEDGER`. Each is asked twice; the second time counts.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use sayso_ledger::ask::{Asked, Question};
use sayso_ledger::{Access, Ledger};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: time_questions LEDGER")?;
    let ledger = Ledger::open(Path::new(&file), Access::Read)?;
    println!("{} documents", ledger.document_count()?);
    let some = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let questions = [
        ("all events", Question::about(Asked::Events)),
        (
            "who, whom, type",
            Question {
                who: some(&["USA"]),
                whom: some(&["CHN"]),
                types: some(&["CONSULT"]),
                ..Question::about(Asked::Events)
            },
        ),
        (
            "rare: six filters",
            Question {
                who: some(&["RUS"]),
                whom: some(&["PRK"]),
                types: some(&["AID"]),
                places: some(&["Kursk"]),
                sources: some(&["Mediazona"]),
                status: some(&["happened"]),
                text: Some("\"border guard\"".to_owned()),
                ..Question::about(Asked::Events)
            },
        ),
        (
            "frequent words that never meet",
            Question {
                who: some(&["USA"]),
                types: some(&["say"]),
                certainty: some(&["possible"]),
                sources: some(&["Xinhua"]),
                text: Some("the of to".to_owned()),
                ..Question::about(Asked::Statements)
            },
        ),
        (
            "a window of days",
            Question {
                who: some(&["CHN"]),
                since: Some("2020-02-01".to_owned()),
                until: Some("2020-02-10".to_owned()),
                ..Question::about(Asked::Events)
            },
        ),
        (
            "figures of a kind and a source",
            Question {
                types: some(&["money"]),
                sources: some(&["government"]),
                ..Question::about(Asked::Figures)
            },
        ),
        (
            "full text of articles",
            Question {
                text: Some("ministry \"prime minister\"".to_owned()),
                ..Question::about(Asked::Documents)
            },
        ),
        (
            "full text of statements",
            Question {
                text: Some("peace talks".to_owned()),
                ..Question::about(Asked::Statements)
            },
        ),
        (
            "articles of a week",
            Question {
                published_since: Some("2020-01-08".to_owned()),
                published_until: Some("2020-01-14".to_owned()),
                ..Question::about(Asked::Documents)
            },
        ),
    ];
    for (name, question) in questions {
        let mut spent = Vec::new();
        let mut found = 0;
        for _ in 0..2 {
            let begun = Instant::now();
            let page = ledger.ask(&question)?;
            spent.push(begun.elapsed().as_secs_f64() * 1e3);
            found = page.hits.len();
        }
        println!(
            "{:>8.1} ms ({:>8.1} cold)  {found:>2} found  {name}",
            spent[1], spent[0]
        );
    }
    for name in ["Kim Jong", "Beijing"] {
        let begun = Instant::now();
        let found = ledger.names(Some(name), &[], &[], (0, 20))?.len();
        println!(
            "{:>8.1} ms {found:>28} found  names with {name}",
            begun.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}
