//! Workers with nothing to do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

/// Who sleeps, the latest last. Who comes last is woken first: its stack and its caches are still warm, and the others'
/// need never be touched.
#[derive(Default)]
pub(super) struct Idle {
    asleep: Mutex<Vec<Arc<Worker>>>,
    closed: AtomicBool,
}

/// One worker, as those see it who wake it.
pub(super) struct Worker {
    thread: Thread,
    woken: AtomicBool,
}

impl Idle {
    /// The calling thread.
    #[allow(clippy::unused_self)] // It is a worker of this one.
    pub(super) fn worker(&self) -> Arc<Worker> {
        Arc::new(Worker { thread: thread::current(), woken: AtomicBool::new(false) })
    }

    /// Sleeps until it is woken, or there is no need to. What was handed over before it lay down is seen by `is_wanted`,
    /// what comes later finds it asleep.
    pub(super) fn wait(&self, me: &Arc<Worker>, is_wanted: impl Fn() -> bool) {
        me.woken.store(false, Ordering::SeqCst);
        self.asleep().push(me.clone());
        if is_wanted() || self.is_closed() {
            self.asleep().retain(|other| !Arc::ptr_eq(other, me));
            return;
        }
        // A thread can be woken for no reason.
        while !me.woken.load(Ordering::SeqCst) {
            thread::park();
        }
    }

    /// Wakes the one that fell asleep last, if one sleeps.
    pub(super) fn wake_one(&self) {
        let woken = self.asleep().pop();
        if let Some(worker) = woken {
            worker.wake();
        }
    }

    /// Wakes all; nobody falls asleep any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        let woken = std::mem::take(&mut *self.asleep());
        woken.iter().for_each(|worker| worker.wake());
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Nothing in it is ever half done.
    fn asleep(&self) -> MutexGuard<'_, Vec<Arc<Worker>>> {
        self.asleep.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    fn wake(&self) {
        self.woken.store(true, Ordering::SeqCst);
        self.thread.unpark();
    }
}
