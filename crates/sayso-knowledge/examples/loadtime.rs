use std::time::Instant;
fn main() {
    for _ in 0..3 {
        let t = Instant::now();
        let k = sayso_knowledge::Knowledge::embedded().unwrap();
        println!("all {:?} {}", t.elapsed(), k.events.trigger_count());
    }
}
