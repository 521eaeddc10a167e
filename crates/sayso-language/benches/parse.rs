//! Words a second of the engine alone, on one thread, over invented news text; and texts that try to stall it.
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
    group.finish();
}

/// Texts that nobody wrote to be read, each at two lengths: time a byte must not grow with the length.
fn hostile(c: &mut Criterion) {
    let engine = Engine::english().unwrap();
    let mut parser = engine.parser().unwrap();
    let mut group = c.benchmark_group("hostile");
    group.sample_size(10);
    for (name, part) in [
        ("one sentence without a stop", "the river rose and "),
        ("brackets", "[("),
        ("one word", "abc"),
        ("Chinese", "部长表示会谈失败"),
        ("right to left", "قال الوزير إن المحادثات فشلت "),
        ("emoji and joiners", "👩\u{200d}👩\u{200d}👧 "),
        ("full stops", ". "),
    ] {
        for kilobytes in [4, 16] {
            let text = part.repeat(kilobytes * 1024 / part.len());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{name}, {kilobytes} KiB"), |b| b.iter(|| parser.parse(&text)));
        }
    }
    group.finish();
}

criterion_group!(benches, parse, hostile);
criterion_main!(benches);
