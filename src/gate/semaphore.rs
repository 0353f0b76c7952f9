//! A counting semaphore whose waiters come in order of priority.
//!
//! `tests/model` compiles this file with the model checker's locks and atomics: it takes both from `sys::sync` only.
//!
//! Everything that decides stands in one atomic [`Word`], the waiters behind a lock. As long as nobody waits, taking
//! and giving back a permit is one atomic operation each. Who has to wait says so in the word, under the lock; from
//! then on a permit that comes back is handed to the first who waits, and nobody takes one past them. A wake-up cannot
//! be lost: both "a permit came back" and "somebody waits" are changes of the same word, so that one of the two sees
//! the other.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use super::word::{Word, CLOSED, WAITING};
use crate::admit::{Class, Priority};
use crate::sys::sync::atomic::{AtomicU64, Ordering};
use crate::sys::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

pub(crate) struct Semaphore {
    word: AtomicU64,
    queue: Mutex<Queue>,
}

/// Those who wait, the first to be served first.
#[derive(Default)]
struct Queue {
    waiting: BTreeMap<Place, Arc<Waiter>>,
    next: u64,
}

/// The higher priority first, then who came first.
type Place = (Reverse<Priority>, u64);

struct Waiter {
    /// When it came, by the caller's clock.
    since_ns: u64,
    fate: Mutex<Fate>,
    told: Condvar,
    /// For one who waits without a thread.
    ring: Option<Ring>,
}

/// Says that something became of one who waits. Called with the queue locked: it must not wait, nor ask the semaphore.
pub(crate) type Ring = Box<dyn Fn() + Send + Sync>;

/// A place in the queue that nothing leaves by itself: it is given back by [`Semaphore::leave`].
pub(crate) struct Entry {
    waiter: Arc<Waiter>,
    place: Place,
}

/// What became of one who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing yet.
    Waiting,
    /// It has a permit.
    Granted,
    /// There are no permits any more.
    Closed,
}

/// Why there is no permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// As many are out as may be, or others wait for the next.
    Full,
    /// As many wait as may.
    QueueFull,
    /// This class is refused.
    Refused,
    /// There are no permits any more.
    Closed,
}

/// A place in the queue. Dropped, it is left, and a permit that came meanwhile goes back.
pub(crate) struct Seat<'a> {
    semaphore: &'a Semaphore,
    entry: Entry,
    left: bool,
}

impl Semaphore {
    /// `limit` permits.
    pub(crate) fn new(limit: u32) -> Self {
        Semaphore { word: AtomicU64::new(Word::new(limit).0), queue: Mutex::default() }
    }

    /// A permit, if there is one and nobody of this priority or a higher one waits for it.
    pub(crate) fn try_acquire(&self, priority: Priority) -> Result<(), Obstacle> {
        let class = priority.class();
        let word = self.look();
        if !word.is_waiting() {
            match self.take(word, class, false) {
                // Somebody began to wait in between.
                Err(None) => {}
                Err(Some(obstacle)) => return Err(obstacle),
                Ok(()) => return Ok(()),
            }
        }
        let queue = self.lock();
        self.pass(&queue, priority)
    }

    /// A place in the queue, of at most `most`; none is needed where there is a permit. `now_ns` is for
    /// [`list`](Semaphore::list).
    pub(crate) fn join(
        &self,
        priority: Priority,
        most: usize,
        now_ns: u64,
    ) -> Result<Option<Seat<'_>>, Obstacle> {
        let entry = self.enter(priority, most, now_ns, None)?;
        Ok(entry.map(|entry| Seat { semaphore: self, entry, left: false }))
    }

    /// The same for one who waits without a thread, and is told by `ring`.
    pub(crate) fn enter(
        &self,
        priority: Priority,
        most: usize,
        now_ns: u64,
        ring: Option<Ring>,
    ) -> Result<Option<Entry>, Obstacle> {
        let mut queue = self.lock();
        match self.pass(&queue, priority) {
            Ok(()) => return Ok(None),
            Err(Obstacle::Closed) => return Err(Obstacle::Closed),
            Err(_) if queue.waiting.len() >= most => return Err(Obstacle::QueueFull),
            Err(_) => {}
        }
        let place = (Reverse(priority), queue.next);
        queue.next += 1;
        let fate = Mutex::new(Fate::Waiting);
        let waiter = Arc::new(Waiter { since_ns: now_ns, fate, told: Condvar::new(), ring });
        queue.waiting.insert(place, Arc::clone(&waiter));
        self.word.fetch_or(WAITING, Ordering::AcqRel);
        // A permit that came back before this was said went past the queue.
        self.serve(&mut queue);
        Ok(Some(Entry { waiter, place }))
    }

    /// Takes one who waits out of the queue; what became of it until then. A permit that it has is kept.
    pub(crate) fn leave(&self, entry: &Entry) -> Fate {
        let mut queue = self.lock();
        if queue.waiting.remove(&entry.place).is_some() && queue.waiting.is_empty() {
            self.word.fetch_and(!WAITING, Ordering::AcqRel);
        }
        drop(queue);
        entry.fate()
    }

    /// Takes a permit back; how many were out with it, and the limit.
    pub(crate) fn release(&self) -> Word {
        let before = Word(self.word.fetch_sub(1, Ordering::AcqRel));
        debug_assert!(before.in_flight() > 0, "a permit came back that was not out");
        if before.is_waiting() {
            self.serve(&mut self.lock());
        }
        before
    }

    /// How many permits may be out. More may be out already: they are not called back.
    pub(crate) fn set_limit(&self, limit: u32) {
        self.change(|word| word.with_limit(limit));
    }

    /// Refuses this class and those below it.
    pub(crate) fn set_refused(&self, highest: Option<Class>) {
        self.change(|word| word.with_refused(highest));
    }

    /// Gives no permit any more, and tells all who wait.
    pub(crate) fn close(&self) {
        self.word.fetch_or(CLOSED, Ordering::AcqRel);
        let mut queue = self.lock();
        while let Some((_, waiter)) = queue.waiting.pop_first() {
            waiter.tell(Fate::Closed);
        }
        self.word.fetch_and(!WAITING, Ordering::AcqRel);
    }

    /// The word as it is.
    pub(crate) fn look(&self) -> Word {
        Word(self.word.load(Ordering::Acquire))
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        if self.look().is_waiting() {
            self.lock().waiting.len()
        } else {
            0
        }
    }

    /// Who waits, in the order in which they are served, and since when.
    pub(crate) fn list(&self) -> Vec<(Priority, u64)> {
        let queue = self.lock();
        queue.waiting.iter().map(|((Reverse(priority), _), waiter)| (*priority, waiter.since_ns)).collect()
    }

    /// As `try_acquire`, past those who wait and are of a lower priority.
    fn pass(&self, queue: &Queue, priority: Priority) -> Result<(), Obstacle> {
        let ahead = queue.waiting.keys().next().is_some_and(|(Reverse(first), _)| *first >= priority);
        let word = self.look();
        if !ahead {
            return self
                .take(word, priority.class(), true)
                .map_err(|obstacle| obstacle.unwrap_or(Obstacle::Full));
        }
        Err(obstacle(word, priority.class()).unwrap_or(Obstacle::Full))
    }

    /// Takes a permit. Unless `past_waiters`, it gives up without an obstacle if somebody waits.
    fn take(&self, mut word: Word, class: Class, past_waiters: bool) -> Result<(), Option<Obstacle>> {
        loop {
            if let Some(obstacle) = obstacle(word, class) {
                return Err(Some(obstacle));
            }
            if word.is_waiting() && !past_waiters {
                return Err(None);
            }
            match self.word.compare_exchange_weak(word.0, word.taken().0, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => return Ok(()),
                Err(now) => word = Word(now),
            }
        }
    }

    /// Hands permits to those who wait, as far as there are any. The lock must be held.
    fn serve(&self, queue: &mut Queue) {
        // Who is refused stands behind those who are not: classes follow from priorities.
        while let Some(first) = queue.waiting.first_entry() {
            let (Reverse(priority), _) = *first.key();
            if self.take(self.look(), priority.class(), true).is_err() {
                return;
            }
            first.remove().tell(Fate::Granted);
        }
        self.word.fetch_and(!WAITING, Ordering::AcqRel);
    }

    fn change(&self, change: impl Fn(Word) -> Word) {
        let mut word = self.look();
        loop {
            let wanted = change(word);
            match self.word.compare_exchange_weak(word.0, wanted.0, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => break,
                Err(now) => word = Word(now),
            }
        }
        // Who began to wait before may have a permit now; who does so later sees the change.
        if word.is_waiting() {
            self.serve(&mut self.lock());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        lock(&self.queue)
    }
}

/// What stands in the way of work of this class, whoever waits.
fn obstacle(word: Word, class: Class) -> Option<Obstacle> {
    if word.is_closed() {
        Some(Obstacle::Closed)
    } else if word.refuses(class) {
        Some(Obstacle::Refused)
    } else if !word.has_room() {
        Some(Obstacle::Full)
    } else {
        None
    }
}

impl Waiter {
    fn tell(&self, fate: Fate) {
        *lock(&self.fate) = fate;
        self.told.notify_one();
        if let Some(ring) = &self.ring {
            ring();
        }
    }
}

impl Entry {
    /// What became of it.
    pub(crate) fn fate(&self) -> Fate {
        *lock(&self.waiter.fate)
    }
}

impl Seat<'_> {
    /// Waits until something became of it, for `longest`.
    pub(crate) fn wait(&self, longest: Duration) -> Fate {
        let fate = lock(&self.entry.waiter.fate);
        if *fate != Fate::Waiting {
            return *fate;
        }
        // A wake-up without reason is told from a real one by whoever calls this again.
        let waited = self.entry.waiter.told.wait_timeout(fate, longest);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Leaves the queue; what became of it until then. A permit that it has is kept.
    pub(crate) fn leave(mut self) -> Fate {
        self.left = true;
        self.semaphore.leave(&self.entry)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if !self.left && self.semaphore.leave(&self.entry) == Fate::Granted {
            self.semaphore.release();
        }
    }
}

/// What a panic left behind is whole: nothing of a caller's runs under these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "semaphore_tests.rs"]
mod tests;
