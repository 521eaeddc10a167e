//! How long to wait. Waits are spread so that many watchers, or many feeds of one, do not ask at the same moments;
//! by what is asked for and not by chance, so that the same run waits the same.

use std::time::Duration;

/// The wait after the `failures`th failure in a row: doubled each time up to `longest`, spread by a quarter either way.
pub(crate) fn after_failure(key: &str, failures: u32, first: Duration, longest: Duration) -> Duration {
    let doubled = first.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
    spread(key, failures, doubled.min(longest), 0.25).min(longest.max(first))
}

/// The wait to the next look after a good one, spread by a twentieth either way.
pub(crate) fn after_success(key: &str, round: u32, interval: Duration) -> Duration {
    spread(key, round, interval, 0.05)
}

fn spread(key: &str, round: u32, wait: Duration, share: f64) -> Duration {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes()).update(&round.to_le_bytes());
    let hash = hasher.finalize();
    let [a, b, ..] = *hash.as_bytes();
    let unit = f64::from(u16::from_le_bytes([a, b])) / f64::from(u16::MAX);
    wait.mul_f64(1.0 - share + 2.0 * share * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_longest() {
        let first = Duration::from_secs(60);
        let longest = Duration::from_secs(3600);
        let waits: Vec<u64> = (1..=80)
            .map(|failures| after_failure("feed", failures, first, longest).as_secs())
            .collect();
        assert!(
            (45..=75).contains(&waits[0]) && (90..=150).contains(&waits[1]),
            "{waits:?}"
        );
        assert!(waits.iter().all(|wait| *wait <= 3600));
        assert!(waits[40] >= 2700);
        assert_eq!(
            after_failure("feed", 3, first, longest),
            after_failure("feed", 3, first, longest)
        );
    }

    #[test]
    fn sources_do_not_wait_alike() {
        let interval = Duration::from_secs(900);
        assert_ne!(after_success("a", 1, interval), after_success("b", 1, interval));
    }
}
