//! How well the engine tells what sentences are as a whole, against sentences whose class is known.
//!
//! ```text
//! cargo run --release -p sayso-language --example classes -- [--weights FILE] FILE.tsv
//! ```
//!
//! A line holds a text and the number of its class, counted from 0, with a tab between. The head `quad` was trained on
//! four of each five lines; the fifth (index % 5 == 4) was set aside, and only those are read here. Printed are a line
//! a text, with its index, class and scores, and macro F1 on standard error.

use std::error::Error;
use std::{env, fs};

use sayso_language::Engine;

const HEAD: &str = "quad";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (engine, path) = match arguments.as_slice() {
        [path] => (Engine::english()?, path),
        [option, weights, path] if option == "--weights" => (Engine::from_file(weights.as_ref())?, path),
        _ => return Err("usage: classes [--weights FILE] FILE.tsv".into()),
    };
    let mut parser = engine.parser()?;
    let mut pairs = Vec::new();
    for (index, line) in fs::read_to_string(path)?.lines().enumerate().skip(4).step_by(5) {
        let at = || format!("{path}: line {} is no text, tab, number", index + 1);
        let (text, label) = line.rsplit_once('\t').ok_or_else(at)?;
        let gold: usize = label.parse().map_err(|_| at())?;
        let sentences = parser.parse(text);
        let first = sentences.iter().find_map(|sentence| sentence.classes(HEAD));
        let classes = first.ok_or_else(|| format!("the weights say nothing of line {}", index + 1))?;
        let found = classes.labels.iter().position(|label| Some(&**label) == classes.best());
        pairs.push((gold, found.unwrap_or_default(), classes.labels.len()));
        let scores: Vec<String> = classes.scores.iter().map(|score| format!("{score:.4}")).collect();
        println!("{index}\t{gold}\t{}", scores.join("\t"));
    }
    let labels = pairs.first().map_or(0, |(.., labels)| *labels);
    let f1 = |label: usize| {
        let count = |wanted: &dyn Fn(usize, usize) -> bool| pairs.iter().filter(|(g, f, _)| wanted(*g, *f)).count();
        let (hits, gold, found) = (
            count(&|g, f| g == label && f == label),
            count(&|g, _| g == label),
            count(&|_, f| f == label),
        );
        2.0 * hits as f64 / (gold + found).max(1) as f64
    };
    let all: Vec<f64> = (0..labels).map(f1).collect();
    let rounded: Vec<String> = all.iter().map(|f1| format!("{f1:.3}")).collect();
    eprintln!(
        "{} sentences, F1 by class {}, macro F1 {:.3}",
        pairs.len(),
        rounded.join(" "),
        all.iter().sum::<f64>() / all.len().max(1) as f64
    );
    Ok(())
}
