//! Events of an observation, kept for the caller who asked for them with it.
//!
//! They are kept by thread: an observation and its events stay on one. So there is no lock that
//! another thread could hold during a fork.

use std::cell::RefCell;

thread_local! {
    /// Lines so far; `None` where nobody asked.
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps an event, where it was asked for.
pub(super) fn keep(event: &str) {
    KEPT.with_borrow_mut(|kept| {
        if let Some(lines) = kept {
            lines.push_str(event);
            lines.push('\n');
        }
    });
}

/// Runs an observation and gives its events, one a line.
pub(super) fn during<R>(observe: impl FnOnce() -> R) -> (R, String) {
    // A callback in between may observe another monitor: what was kept before is put back.
    let before = KEPT.replace(Some(String::new()));
    let done = observe();
    (done, KEPT.replace(before).unwrap_or_default())
}

/// Runs an observation whose events nobody asked for.
pub(super) fn without<R>(observe: impl FnOnce() -> R) -> R {
    let before = KEPT.take();
    let done = observe();
    KEPT.set(before);
    done
}

#[cfg(test)]
#[path = "kept_events_tests.rs"]
mod tests;
