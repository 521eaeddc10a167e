//! How fast articles are read, from bytes to rows, in words between white space: `cargo bench -p sayso`.
//!
//! The articles are put together from invented sentences by a fixed sequence of numbers, so that every run reads the
//! same text, and lengths and kinds of sentence vary as they do in news.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::Reader;
use sayso::schema::Document;

const WHO: &[&str] = &[
    "The foreign minister",
    "A spokeswoman for the port authority",
    "Three officials, who asked not to be named,",
    "Mayor Hanna Droszy",
    "The Klow Courier",
    "Borduria’s defence ministry",
];
const SAYS: &[&str] = &["said", "claimed", "denied", "told reporters", "estimated", "has warned"];
const WHAT: &[&str] = &[
    "that the border would stay open until the end of the year",
    "that around 4,000 tonnes of grain had reached the harbour of Saint Orlo since Monday",
    "that neither side had kept to the ceasefire signed in Marn on June 3, 2030",
    "that talks on the canal, which broke down in spring over the question of tolls, were to resume next week",
    "that no soldier had crossed the line",
];
const OTHER: &[&str] = &[
    "The bridge was closed on Tuesday.",
    "“Nobody wants a quarrel over three posts,” she said. “It would be absurd.”",
    "According to border guard data, 12 vehicles crossed in September.",
    "Residents have reportedly left the village, although the road to the east has been under water for days.",
];

/// An article of `sentences` sentences in paragraphs of three.
fn article(sentences: usize, mut seed: u64) -> String {
    let mut pick = |from: &[&'static str]| {
        // Knuth's linear congruential generator, MMIX's constants.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        from[(seed >> 33) as usize % from.len()]
    };
    let mut text = String::from("Talks on the border resume\n");
    for n in 0..sentences {
        if n % 4 == 3 {
            text.push_str(pick(OTHER));
        } else {
            text.push_str(&format!("{} {} {}.", pick(WHO), pick(SAYS), pick(WHAT)));
        }
        text.push_str(if n % 3 == 2 { "\n" } else { " " });
    }
    text
}

fn words(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}

fn read(criterion: &mut Criterion) {
    let reader = Reader::english().expect("the weights that ship can be loaded");
    let mut worker = reader.worker().expect("a thread can be started");
    for (name, sentences) in [("brief", 5), ("article", 30), ("long read", 250)] {
        let text = article(sentences, 42);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(words(&text))).sample_size(10);
        group.bench_function("engine alone", |bencher| {
            bencher.iter(|| black_box(worker.parse(&text)))
        });
        group.bench_function("read", |bencher| {
            bencher.iter(|| black_box(worker.read(Document::new("bench.txt", text.clone()))));
        });
        group.finish();
    }
    criterion.bench_function("load", |bencher| bencher.iter(|| black_box(Reader::english().is_ok())));
}

criterion_group!(benches, read);
criterion_main!(benches);
