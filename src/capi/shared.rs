//! What a handle points to where its calls take long: threads use it at the same time, and no lock is held while they
//! do. (`handle` is for what changes with every call and is used by one at a time.)
//!
//! After a fork a child builds its own from the options; what its parent had is neither locked nor dropped nor looked
//! at, because threads that were using it do not exist in the child.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::guard::Failure;
use super::handle::Build;
use crate::error::{Error, ErrorKind, Result};
use crate::sys::per_process::PerProcess;

/// `None`: to be built when next wanted.
type Slot<T> = Mutex<Option<Arc<T>>>;

pub(crate) struct Shared<T: Build> {
    options: T::Options,
    closed: AtomicBool,
    /// Locked for as long as it takes to build one or to have a share of it.
    slot: PerProcess<Slot<T>>,
}

impl<T: Build> Shared<T> {
    /// Builds the first one, so that wrong options are refused here and not at the first use.
    pub(crate) fn new(options: T::Options) -> Result<Self> {
        let first = Arc::new(T::build(&options)?);
        let slot = PerProcess::new(Mutex::new(Some(first)));
        Ok(Shared { options, closed: AtomicBool::new(false), slot })
    }

    /// Runs a call on what is shared, beside the calls of other threads.
    pub(crate) fn with<R>(
        &self,
        call: impl FnOnce(&T) -> std::result::Result<R, Failure>,
    ) -> std::result::Result<R, Failure> {
        let share = self.share()?;
        share.look()?;
        let abandon = Abandon { shared: self, share: &share };
        let result = call(&share);
        mem::forget(abandon);
        result
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Refuses all later calls. Gives what this process has of it, if anything, for the caller to end, also when called
    /// again; calls of other threads may be using it.
    pub(crate) fn close(&self) -> Option<Arc<T>> {
        self.closed.store(true, Ordering::SeqCst);
        // In a child that never used it there is nothing to end.
        let slot = self.slot.current()?;
        lock(slot).clone()
    }

    fn share(&self) -> std::result::Result<Arc<T>, Failure> {
        let mut slot = lock(self.slot.get(Mutex::default));
        // Behind the lock: who came here before `close` has a share that `close` ends.
        if self.is_closed() {
            return Err(Error::new(ErrorKind::Closed, format!("the {} is closed", T::NAME)).into());
        }
        if let Some(share) = slot.as_ref() {
            return Ok(Arc::clone(share));
        }
        let built = Arc::new(T::build(&self.options)?);
        Ok(Arc::clone(slot.insert(built)))
    }
}

/// Dropped by a panic in a call: what that left half done is not given to later calls, nor dropped.
struct Abandon<'a, T: Build> {
    shared: &'a Shared<T>,
    share: &'a Arc<T>,
}

impl<T: Build> Drop for Abandon<'_, T> {
    fn drop(&mut self) {
        let Some(slot) = self.shared.slot.current() else { return };
        let mut slot = lock(slot);
        if slot.as_ref().is_some_and(|current| Arc::ptr_eq(current, self.share)) {
            mem::forget(slot.take());
        }
    }
}

/// What a panic in `build` leaves behind is whole: nothing was put into the slot.
fn lock<T>(slot: &Slot<T>) -> MutexGuard<'_, Option<Arc<T>>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "shared_tests.rs"]
mod tests;
