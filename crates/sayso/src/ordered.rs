//! Work on many threads, results in the order of the input, memory for a few items only.
//!
//! One thread draws items from the input, workers turn each into a result, and the calling thread hands the results
//! over in input order. How many items are under way at once is fixed by permits: an item needs one to be drawn and
//! gives it back when its result has been handed over. So a slow item makes the others wait instead of pile up, and
//! nothing of the outcome depends on how many workers there are.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Workers parse deep trees; the platform's default stack (2 MiB) is little for hostile ones.
const STACK: usize = 16 << 20;

/// Items under way for each worker: enough that none waits while another's result is being written.
const UNDER_WAY: usize = 4;

/// Draws from `items`, works on each with one of `jobs` workers, and passes every result to `hand_over` in the order
/// of `items`, until `hand_over` fails. `worker` is called once on each worker's thread and returns its function.
///
/// # Errors
///
/// The first error of `hand_over`; what was under way is then dropped. Also when no thread can be started.
pub fn map<I, Item, Outcome, W, F, E>(
    items: I,
    jobs: usize,
    worker: W,
    mut hand_over: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator<Item = Item> + Send,
    Item: Send,
    Outcome: Send,
    W: Fn() -> F + Sync,
    F: FnMut(Item) -> Outcome,
    E: From<std::io::Error>,
{
    let jobs = jobs.max(1);
    let window = jobs * UNDER_WAY;
    let (give_permit, take_permit) = mpsc::sync_channel::<()>(window);
    let (give_item, take_item) = mpsc::sync_channel::<(usize, Item)>(window);
    let (give_outcome, take_outcome) = mpsc::sync_channel::<(usize, Outcome)>(window);
    let take_item = Mutex::new(take_item);
    for _ in 0..window {
        // The channel holds exactly this many, so it neither blocks nor fails.
        let _ = give_permit.send(());
    }

    thread::scope(|scope| {
        thread::Builder::new()
            .name("sayso-input".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, move || {
                let mut items = items.enumerate();
                // No permit will come once the caller has given up, no worker is left once all have ended.
                while take_permit.recv().is_ok() {
                    let Some(item) = items.next() else { break };
                    if give_item.send(item).is_err() {
                        break;
                    }
                }
            })?;
        for number in 0..jobs {
            let (worker, take_item, give_outcome) = (&worker, &take_item, give_outcome.clone());
            let thread = thread::Builder::new()
                .name(format!("sayso-worker-{number}"))
                .stack_size(STACK);
            thread.spawn_scoped(scope, move || {
                let mut work = worker();
                loop {
                    let next = take_item.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((place, item)) = next else { break };
                    if give_outcome.send((place, work(item))).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(give_outcome);

        let take_outcome = take_outcome;
        let give_permit = give_permit;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (place, outcome) in &take_outcome {
            waiting.insert(place, outcome);
            while let Some(outcome) = waiting.remove(&next) {
                hand_over(outcome)?;
                next += 1;
                // Fails only when the input has ended.
                let _ = give_permit.send(());
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::{UNDER_WAY, map};

    #[test]
    fn keeps_the_order_whatever_the_number_of_workers() {
        for jobs in [0, 1, 2, 7] {
            let mut out = Vec::new();
            let slow_early = |n: u64| {
                std::thread::sleep(Duration::from_micros(if n.is_multiple_of(10) { 2000 } else { 10 }));
                n * n
            };
            map(
                0..200,
                jobs,
                || slow_early,
                |n| {
                    out.push(n);
                    Ok::<_, std::io::Error>(())
                },
            )
            .expect("nothing fails");
            assert_eq!(out, (0..200).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn draws_no_more_than_its_permits_ahead_of_what_was_handed_over() {
        let drawn = AtomicUsize::new(0);
        let mut handed_over = 0;
        let items = (0..500).inspect(|_| {
            drawn.fetch_add(1, Ordering::SeqCst);
        });
        let jobs = 2;
        let mut furthest = 0;
        map(
            items,
            jobs,
            || |n: u64| n,
            |_| {
                furthest = furthest.max(drawn.load(Ordering::SeqCst) - handed_over);
                handed_over += 1;
                std::thread::sleep(Duration::from_micros(100));
                Ok::<_, std::io::Error>(())
            },
        )
        .expect("nothing fails");
        assert_eq!(handed_over, 500);
        assert!(furthest <= jobs * UNDER_WAY, "{furthest} under way");
    }

    #[test]
    fn stops_at_the_first_error_even_of_an_endless_input() {
        let mut seen = 0;
        let outcome = map(
            0u64..,
            3,
            || |n| n,
            |n| {
                seen += 1;
                if n == 20 {
                    Err(std::io::Error::other("full"))
                } else {
                    Ok(())
                }
            },
        );
        assert_eq!(outcome.expect_err("it fails").to_string(), "full");
        assert_eq!(seen, 21);
    }
}
