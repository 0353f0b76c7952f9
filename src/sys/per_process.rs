//! What each process has for itself: a child of a fork finds a fresh one.
//!
//! Threads and the locks they held do not exist in a child. What uses them is left behind there as it is: neither
//! locked nor dropped nor looked at.

use std::sync::atomic::{AtomicPtr, Ordering};

use super::fork;

/// A value of this process. Reading it costs a look at the fork epoch.
pub(crate) struct PerProcess<T> {
    /// Owned; replaced only in a child, and then never freed.
    made: AtomicPtr<Made<T>>,
    /// `fork::epoch`, but for tests.
    epoch_now: fn() -> u64,
}

struct Made<T> {
    epoch: u64,
    value: T,
}

// The raw pointer would grant them whatever `T` is.
// SAFETY: it is an owned `T`, which other threads are given references to and which any thread may drop.
unsafe impl<T: Send + Sync> Send for PerProcess<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for PerProcess<T> {}

impl<T> PerProcess<T> {
    pub(crate) fn new(value: T) -> Self {
        Self::with_epochs(value, fork::epoch)
    }

    fn with_epochs(value: T, epoch_now: fn() -> u64) -> Self {
        let made = Box::into_raw(Box::new(Made { epoch: epoch_now(), value }));
        PerProcess { made: AtomicPtr::new(made), epoch_now }
    }

    /// This process's own; made by `fresh` in the first call after a fork.
    pub(crate) fn get(&self, fresh: impl FnOnce() -> T) -> &T {
        match self.current() {
            Some(value) => value,
            None => self.renew(fresh()),
        }
    }

    /// This process's own, unless it was never asked for since the fork.
    pub(crate) fn current(&self) -> Option<&T> {
        let made = self.made();
        (made.epoch == (self.epoch_now)()).then_some(&made.value)
    }

    #[cold]
    fn renew(&self, value: T) -> &T {
        let old = self.made.load(Ordering::Acquire);
        let epoch = (self.epoch_now)();
        // SAFETY: see `made`.
        if unsafe { &*old }.epoch != epoch {
            let fresh = Box::into_raw(Box::new(Made { epoch, value }));
            if self.made.compare_exchange(old, fresh, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // Another thread of this child was first.
                // SAFETY: made above and shared with nobody.
                drop(unsafe { Box::from_raw(fresh) });
            }
        }
        &self.made().value
    }

    fn made(&self) -> &Made<T> {
        // SAFETY: the pointer always is to one that only `drop` frees; one that was replaced is never freed.
        unsafe { &*self.made.load(Ordering::Acquire) }
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        if self.current().is_some() {
            // SAFETY: made by `Box::into_raw`, and nobody else has it any more.
            drop(unsafe { Box::from_raw(*self.made.get_mut()) });
        }
    }
}

#[cfg(test)]
#[path = "per_process_tests.rs"]
mod tests;
