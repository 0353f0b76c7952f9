//! What is to be done at a later time, and the one thread that does it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::convert::Infallible;
use std::io;
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, Receiver, RecvTimeoutError, Sender};

use super::crew::STACK_BYTES;
use crate::sys::signals;

/// With fewer errands nobody looks which of them are wanted.
const FEW: usize = 64;

/// Errands at their times, but for those that nobody wants any more: they are looked for when there are twice as many
/// errands as were wanted the last time, and forgotten long before their time comes. The thread is started by [`Timer::start`], and until then nothing is done.
pub(crate) struct Timer<E> {
    shared: Arc<Shared<E>>,
}

struct Shared<E> {
    state: Mutex<State<E>>,
    is_wanted: fn(&E) -> bool,
    /// An earlier errand than all before, or the end.
    changed: Condvar,
}

struct State<E> {
    errands: BinaryHeap<Errand<E>>,
    /// With so many it is time to look for those that nobody wants.
    tidy_at: usize,
    /// How many were ever added: of equal times the first that came goes first.
    added: u64,
    closed: bool,
    thread: Option<Thread>,
}

struct Thread {
    handle: JoinHandle<()>,
    ended: Receiver<Infallible>,
}

struct Errand<E> {
    at: Instant,
    number: u64,
    what: E,
}

impl<E: Send + 'static> Timer<E> {
    /// `is_wanted` is asked under a lock: it looks, and does nothing else.
    pub(crate) fn new(is_wanted: fn(&E) -> bool) -> Self {
        let state = State { errands: BinaryHeap::new(), tidy_at: FEW, added: 0, closed: false, thread: None };
        Timer { shared: Arc::new(Shared { state: Mutex::new(state), is_wanted, changed: Condvar::new() }) }
    }

    /// Starts the thread, which calls `run` with each errand when its time has come, unless it is there already.
    pub(crate) fn start(&self, run: impl Fn(E) + Send + 'static) -> io::Result<()> {
        let mut state = self.shared.state();
        if state.thread.is_some() || state.closed {
            return Ok(());
        }
        let (ends, ended) = bounded(0);
        let shared = self.shared.clone();
        let builder = thread::Builder::new().name("plimsoll-sched".to_owned()).stack_size(STACK_BYTES);
        let handle = signals::blocked(|| builder.spawn(move || shared.serve(&run, ends)))??;
        state.thread = Some(Thread { handle, ended });
        Ok(())
    }

    /// Has an errand done at its time, or as soon as possible after it. Once closed it is forgotten.
    pub(crate) fn at(&self, at: Instant, what: E) {
        let mut state = self.shared.state();
        if state.closed {
            drop(state);
            return;
        }
        let is_next = state.errands.peek().is_none_or(|next| at < next.at);
        state.added += 1;
        let number = state.added;
        state.errands.push(Errand { at, number, what });
        let forgotten = match state.errands.len() >= state.tidy_at {
            true => state.tidy(self.shared.is_wanted),
            false => Vec::new(),
        };
        drop(state);
        if is_next {
            self.shared.changed.notify_one();
        }
        drop(forgotten);
    }

    /// Forgets what nobody wants any more.
    pub(crate) fn tidy(&self) {
        let forgotten = self.shared.state().tidy(self.shared.is_wanted);
        // What is dropped with them may look at the timer.
        drop(forgotten);
    }

    /// Errands that are not done yet.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.shared.state().errands.len()
    }

    /// Forgets all errands; the thread ends after the one it is at. Does not wait.
    pub(crate) fn dismiss(&self) {
        let forgotten = {
            let mut state = self.shared.state();
            state.closed = true;
            mem::take(&mut state.errands)
        };
        self.shared.changed.notify_one();
        // What is dropped with them may look at the timer.
        drop(forgotten);
    }

    /// After `dismiss`: joins the thread if it ends by the deadline, and gives the number of those that do not.
    pub(crate) fn join(&self, deadline: Instant) -> usize {
        let Some(ended) = self.shared.state().thread.as_ref().map(|thread| thread.ended.clone()) else {
            return 0;
        };
        if let Err(RecvTimeoutError::Timeout) = ended.recv_deadline(deadline) {
            return 1;
        }
        let thread = self.shared.state().thread.take();
        if let Some(Err(payload)) = thread.map(|thread| thread.handle.join()) {
            // Dropping it could panic again.
            mem::forget(payload);
        }
        0
    }
}

impl<E> State<E> {
    /// Takes out what nobody wants any more, to be dropped without the lock.
    fn tidy(&mut self, is_wanted: fn(&E) -> bool) -> Vec<Errand<E>> {
        let all = mem::take(&mut self.errands).into_vec();
        let (mut wanted, forgotten): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|errand| is_wanted(&errand.what));
        wanted.shrink_to(FEW);
        self.errands = wanted.into();
        self.tidy_at = (2 * self.errands.len()).max(FEW);
        forgotten
    }
}

impl<E> Shared<E> {
    /// Nothing in it is ever half done.
    fn state(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The thread's life. `_ends` goes last: who sees it go can join the thread without waiting.
    fn serve(&self, run: &impl Fn(E), _ends: Sender<Infallible>) {
        let mut state = self.state();
        while !state.closed {
            let now = Instant::now();
            let left = state.errands.peek().map(|next| next.at.saturating_duration_since(now));
            state = match left {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => {
                    let errand = state.errands.pop();
                    drop(state);
                    if let Some(Errand { what, .. }) = errand {
                        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| run(what))) {
                            mem::forget(payload);
                        }
                    }
                    self.state()
                }
                Some(left) => {
                    self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

/// The earliest is the greatest: it is what a heap gives first.
impl<E> Ord for Errand<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl<E> PartialOrd for Errand<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Errand<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Errand<E> {}

#[cfg(test)]
#[path = "timer_tests.rs"]
mod tests;
