//! A panic on one document is that document's failure, not the end of a thousand others.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics inside [`catch`] silent: they are reported by whoever catches them. Called once, at the start.
pub fn install() {
    let otherwise = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !CATCHING.get() {
            otherwise(info);
            return;
        }
        let payload = info.payload();
        let what = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(|s| &**s));
        let place = info
            .location()
            .map(|place| format!(" ({}:{})", place.file(), place.line()));
        let message = format!("{}{}", what.unwrap_or("no message"), place.unwrap_or_default());
        CAUGHT.with_borrow_mut(|caught| *caught = Some(message));
    }));
}

/// Runs `work`; what it panicked with, and where, if it did. What `work` was changing must be thrown away then.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = CATCHING.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(before);
    outcome.map_err(|_| CAUGHT.take().unwrap_or_else(|| "a panic on another thread".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{catch, install};

    #[test]
    fn turns_a_panic_into_its_message() {
        install();
        assert_eq!(catch(|| 7), Ok(7));
        let message = catch(|| -> () { panic!("row {} is missing", 3) }).expect_err("it panics");
        assert!(
            message.starts_with("row 3 is missing (") && message.contains("panics.rs:"),
            "{message}"
        );
    }
}
