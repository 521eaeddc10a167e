//! Words a second of the engine alone, on one thread, over invented news text.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_language::Engine;

const ARTICLE: &str = include_str!("article.txt");

fn parse(c: &mut Criterion) {
    let engine = Engine::english().unwrap();
    let mut parser = engine.parser().unwrap();
    let text = ARTICLE.repeat(4);
    let words: usize = parser.parse(&text).iter().map(|s| s.tokens.len()).sum();
    let mut group = c.benchmark_group("engine");
    group.sample_size(10).throughput(Throughput::Elements(words as u64));
    group.bench_function("parse", |b| b.iter(|| parser.parse(&text)));
    group.bench_function("load", |b| b.iter(|| Engine::english().unwrap()));
    let long = "the river rose and ".repeat(10_000);
    for (name, text) in [
        ("one endless sentence, quarter", &long[..long.len() / 4]),
        ("one endless sentence", &long),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| sayso_language::segment(text)));
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
