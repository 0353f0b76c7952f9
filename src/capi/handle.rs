//! What a handle points to: something that several threads may call at once, that can be closed
//! while others call it, and that goes on working in a child after a fork.
//!
//! A thread that held the lock when the process forked does not exist in the child, so the lock
//! would never open there. Every call therefore looks at the fork epoch *before* the lock. In a
//! child, a lock that is free is used as it is, and what it guards heals itself; a lock that is
//! held is left behind for ever with what it guards, and a fresh one is built from the options,
//! which never change and stand outside. The same remedy serves after a panic.

use std::cell::Cell;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;

use super::guard::Failure;
use crate::error::{Error, ErrorKind, Result};
use crate::sys::fork;

/// What a handle can hold.
pub(crate) trait Build: Sized {
    /// What it takes to build another one.
    type Options;

    /// What callers know it by, for messages.
    const NAME: &'static str;

    fn build(options: &Self::Options) -> Result<Self>;

    /// Refuses where something else that it belongs to is closed.
    #[cfg_attr(not(feature = "check"), allow(dead_code))]
    fn look(&self) -> Result<()> {
        Ok(())
    }
}

/// `None`: closed, or to be built when next wanted.
type Slot<T> = Mutex<Option<T>>;

pub(crate) struct Handle<T: Build> {
    options: T::Options,
    closed: AtomicBool,
    /// The process in which `slot` is known to open.
    epoch: AtomicU64,
    /// Owned; replaced only in a child.
    slot: AtomicPtr<Slot<T>>,
    /// `fork::epoch`, but for tests.
    epoch_now: fn() -> u64,
}

impl<T: Build> Handle<T> {
    /// Builds the first one, so that wrong options are refused here and not at the first use.
    pub(crate) fn new(options: T::Options) -> Result<Self> {
        Self::with_epochs(options, fork::epoch)
    }

    fn with_epochs(options: T::Options, epoch_now: fn() -> u64) -> Result<Self> {
        let epoch = epoch_now();
        let first = T::build(&options)?;
        let slot = Box::into_raw(Box::new(Mutex::new(Some(first))));
        Ok(Handle {
            options,
            closed: AtomicBool::new(false),
            epoch: AtomicU64::new(epoch),
            slot: AtomicPtr::new(slot),
            epoch_now,
        })
    }

    /// Runs a call on what the handle holds, one at a time.
    pub(crate) fn with<R>(
        &self,
        call: impl FnOnce(&mut T) -> std::result::Result<R, Failure>,
    ) -> std::result::Result<R, Failure> {
        self.once_inside(|| {
            let mut held = self.open()?;
            held.as_mut().map_or_else(|| Err(closed(T::NAME).into()), call)
        })?
    }

    /// The lock, and behind it what to call. Not part of [`Self::with`], which every export has a copy of.
    #[inline(never)]
    fn open(&self) -> Result<MutexGuard<'_, Option<T>>> {
        let mut held = self.lock();
        // Behind the lock: a call that waited for `close` finds it closed.
        if self.closed.load(Ordering::Acquire) {
            return Err(closed(T::NAME));
        }
        if held.is_none() {
            *held = Some(T::build(&self.options)?);
        }
        Ok(held)
    }

    /// Waits for calls under way and lets go of everything. Calling it again does nothing.
    pub(crate) fn close(&self) -> std::result::Result<(), Failure> {
        self.once_inside(|| {
            if !self.closed.swap(true, Ordering::AcqRel) {
                drop(self.lock().take());
            }
        })
    }

    /// Refuses a thread that is inside already: a callback, which would wait for the lock for ever.
    fn once_inside<R>(&self, run: impl FnOnce() -> R) -> std::result::Result<R, Failure> {
        Inside::run(std::ptr::from_ref(self).cast(), run).ok_or(Failure::Reentrant(T::NAME))
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        let now = (self.epoch_now)();
        if self.epoch.load(Ordering::Acquire) != now {
            if let Some(held) = self.heal(now) {
                return held;
            }
        }
        self.slot().lock().unwrap_or_else(|poison| self.abandon(poison))
    }

    /// The first call after a fork: takes the lock if it is free, else puts a fresh one in its place.
    #[cold]
    fn heal(&self, now: u64) -> Option<MutexGuard<'_, Option<T>>> {
        let old = self.slot.load(Ordering::Acquire);
        // SAFETY: see `slot`.
        match unsafe { &*old }.try_lock() {
            Ok(held) => {
                self.epoch.store(now, Ordering::Release);
                return Some(held);
            }
            Err(TryLockError::Poisoned(poison)) => {
                self.epoch.store(now, Ordering::Release);
                return Some(self.abandon(poison));
            }
            Err(TryLockError::WouldBlock) => {}
        }
        // Either nobody will ever open it, or another thread of this child is just above and will
        // say so at once. Should it not get to it in time, one more slot is left behind.
        thread::yield_now();
        if self.epoch.load(Ordering::Acquire) != now {
            let fresh = Box::into_raw(Box::new(Mutex::new(None)));
            if self.slot.compare_exchange(old, fresh, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: made above and shared with nobody.
                drop(unsafe { Box::from_raw(fresh) });
            }
            self.epoch.store(now, Ordering::Release);
        }
        None
    }

    /// After a panic inside a call: what it left half done is not looked at, not even to drop it.
    #[cold]
    fn abandon<'a>(&'a self, poison: PoisonError<MutexGuard<'a, Option<T>>>) -> MutexGuard<'a, Option<T>> {
        let mut held = poison.into_inner();
        mem::forget(held.take());
        self.slot().clear_poison();
        held
    }

    fn slot(&self) -> &Slot<T> {
        // SAFETY: the pointer always is to a slot that only `drop` frees; one that was replaced in
        // a child is never freed.
        unsafe { &*self.slot.load(Ordering::Acquire) }
    }
}

impl<T: Build> Drop for Handle<T> {
    fn drop(&mut self) {
        // Refused only in a callback of its own, where C was told not to free it.
        let _ = self.close();
        // A child whose parent was in the middle of closing still has to leave the lock behind.
        drop(self.lock());
        // SAFETY: made by `Box::into_raw`, and nobody else has the handle any more.
        drop(unsafe { Box::from_raw(self.slot.load(Ordering::Acquire)) });
    }
}

#[cold]
fn closed(name: &str) -> Error {
    Error::new(ErrorKind::Closed, format!("the {name} is closed"))
}

/// The handles that this thread is inside of, the innermost first: a callback may call other handles,
/// but not its own. Each record lies on the stack of the call that it stands for.
pub(super) struct Inside {
    handle: *const (),
    outer: *const Inside,
}

thread_local! {
    static INNERMOST: Cell<*const Inside> = const { Cell::new(std::ptr::null()) };
}

impl Inside {
    /// Whether the handle is on this thread's list.
    pub(super) fn is(handle: *const ()) -> bool {
        let mut at = INNERMOST.get();
        while !at.is_null() {
            // SAFETY: each record is taken off the list before its call returns or unwinds.
            let inside = unsafe { &*at };
            if inside.handle == handle {
                return true;
            }
            at = inside.outer;
        }
        false
    }

    /// Runs a call with the handle on the list; nothing where it is there already.
    pub(super) fn run<R>(handle: *const (), call: impl FnOnce() -> R) -> Option<R> {
        if Inside::is(handle) {
            return None;
        }
        let outer = INNERMOST.get();
        let inside = Inside { handle, outer };
        // Declared behind `inside`, and so dropped before it.
        let _leave = Leave(outer);
        INNERMOST.set(&inside);
        Some(call())
    }
}

/// Takes the innermost record off the list.
struct Leave(*const Inside);

impl Drop for Leave {
    fn drop(&mut self) {
        INNERMOST.set(self.0);
    }
}

#[cfg(test)]
#[path = "handle_tests.rs"]
mod tests;
