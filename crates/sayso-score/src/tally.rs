//! Counting what is right among what is in gold and what the system found.

/// How many the system got right, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub correct: usize,
    pub gold: usize,
    pub system: usize,
}

impl Tally {
    /// The tally of two sets of things.
    pub fn of_sets<T: Ord>(gold: &std::collections::BTreeSet<T>, system: &std::collections::BTreeSet<T>) -> Self {
        Self {
            correct: gold.intersection(system).count(),
            gold: gold.len(),
            system: system.len(),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.correct += other.correct;
        self.gold += other.gold;
        self.system += other.system;
    }

    /// What part of what was found is right; 0 where nothing was found.
    pub fn precision(self) -> f64 {
        ratio(self.correct, self.system)
    }

    /// What part of gold was found; 0 where there is none.
    pub fn recall(self) -> f64 {
        ratio(self.correct, self.gold)
    }

    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        ratio(2 * self.correct, self.gold + self.system)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
