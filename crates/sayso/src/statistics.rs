//! What `--stats` tells: how much was read, how fast, with how much memory.

use std::fmt;
use std::time::{Duration, Instant};

use crate::memory;

/// Counts and times of one run.
pub struct Statistics {
    /// Documents read.
    pub documents: u64,
    /// Inputs that could not be.
    pub failed: u64,
    words: u64,
    tokens: u64,
    loading: Duration,
    started: Instant,
    jobs: usize,
}

impl Statistics {
    /// Starts the clock. What took `loading` is told apart: it is the same for one document and a million.
    pub fn new(loading: Duration, jobs: usize) -> Self {
        Self {
            documents: 0,
            failed: 0,
            words: 0,
            tokens: 0,
            loading,
            started: Instant::now(),
            jobs,
        }
    }

    /// One more document, of `words` between white space and `tokens` that the engine made of them.
    pub fn count(&mut self, words: u64, tokens: u64) {
        self.documents += 1;
        self.words += words;
        self.tokens += tokens;
    }

    /// One more input that could not be read.
    pub fn count_failure(&mut self) {
        self.failed += 1;
    }

    /// How fast it is so far, in words between white space.
    pub fn words_a_second(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(1e-9);
        grouped((self.words as f64 / seconds).round() as u64)
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.words_a_second();
        let seconds = self.started.elapsed().as_secs_f64();
        let memory = memory::peak().map_or_else(|| "unknown".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
        writeln!(
            f,
            "documents    {} read, {} failed",
            grouped(self.documents),
            grouped(self.failed)
        )?;
        writeln!(
            f,
            "words        {} ({} tokens)",
            grouped(self.words),
            grouped(self.tokens)
        )?;
        writeln!(f, "words/s      {rate} in {seconds:.2} s with -j {}", self.jobs)?;
        writeln!(f, "loading      {} ms", self.loading.as_millis())?;
        writeln!(f, "peak memory  {memory}")
    }
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Statistics, grouped};

    #[test]
    fn groups_digits_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn tells_what_was_counted() {
        let mut statistics = Statistics::new(Duration::from_millis(41), 2);
        statistics.count(1000, 1200);
        statistics.count(500, 600);
        statistics.count_failure();
        let text = statistics.to_string();
        for part in [
            "2 read, 1 failed",
            "1,500 (1,800 tokens)",
            "with -j 2",
            "41 ms",
            "peak memory",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}
