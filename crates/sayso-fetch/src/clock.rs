//! Time, as something that a test can hold still.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How often a wait looks whether it should stop.
const GLANCE: Duration = Duration::from_millis(50);

/// A point in time: milliseconds since the start of 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub u64);

impl Moment {
    /// The moment `wait` later.
    pub fn after(self, wait: Duration) -> Self {
        Self(
            self.0
                .saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        )
    }

    /// How long it is from here to `later`; nothing if that is past.
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(later.0.saturating_sub(self.0))
    }
}

impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        Self::default().after(time.duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

/// Tells the time and waits. Timetables, back-off and delays go by it; the time limits of a request go by the
/// machine's own clock.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Moment;
    /// Comes back at `until`, or soon after `stop` is set.
    fn wait_until(&self, until: Moment, stop: &AtomicBool);
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        SystemTime::now().into()
    }

    fn wait_until(&self, until: Moment, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let left = self.now().until(until);
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(GLANCE));
        }
    }
}

/// A clock for tests: it stands still, and a wait moves it to the end of the wait at once.
#[derive(Debug, Default)]
pub struct ManualClock {
    now: Mutex<Moment>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: Moment) -> Self {
        Self { now: Mutex::new(now) }
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        let mut now = self.lock();
        *now = now.after(by);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Moment> {
        self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        *self.lock()
    }

    fn wait_until(&self, until: Moment, _stop: &AtomicBool) {
        let mut now = self.lock();
        *now = (*now).max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_when_told_to_stop() {
        let stop = AtomicBool::new(true);
        let started = std::time::Instant::now();
        SystemClock.wait_until(Moment(u64::MAX), &stop);
        assert!(started.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn moments_do_not_overflow() {
        assert_eq!(Moment(u64::MAX).after(Duration::from_secs(1)), Moment(u64::MAX));
        assert_eq!(Moment(5).until(Moment(3)), Duration::ZERO);
    }
}
