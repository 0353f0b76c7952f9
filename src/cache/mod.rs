//! A bounded cache whose entries live for a time of their own, and which fetches what is missing once for all who want
//! it.
//!
//! The entries are kept by `quick_cache`. Time-to-live, fetching and the life after a fork are added here.
//!
//! - No lock is held while fetching, and there are no threads: a fetch runs on the thread of the first who asked.
//! - Values are cloned under a short lock: wrap what is large in an `Arc`.
//! - After a fork the child begins with an empty cache. The parent's, in which another thread may have held a lock, is
//!   left behind.

mod answer;
mod evictions;
pub(crate) mod flights;
mod held;
pub(crate) mod statistics;

use std::borrow::Borrow;
use std::convert::Infallible;
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::sys::clock::KernelClock;
use crate::sys::per_process::PerProcess;

pub use answer::{Answer, Fetched, Known};
use flights::{Boarding, Outcome};
use held::Held;
pub use statistics::CacheStatistics;

/// A cache from `K` to `V`. Fetches can fail with `E`, which is handed to all who waited for the same fetch.
pub struct Cache<K, V, E = Infallible> {
    capacity: usize,
    clock: Arc<dyn Clock>,
    held: PerProcess<Held<K, V, E>>,
}

impl<K: Eq + Hash + Clone, V: Clone, E: Clone> Cache<K, V, E> {
    /// A cache of at most `capacity` entries (0 is taken for 1), on the kernel's clock. The memory is taken as entries
    /// come.
    ///
    /// With 128 entries and more it is held in parts, of which each has its share of the capacity: entries of a full
    /// part are evicted though another part may have room.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self::with_clock(capacity, Arc::new(KernelClock))
    }

    /// As [`new`](Cache::new), on another clock: entries expire by its `boot_ns`.
    #[must_use]
    pub fn with_clock(capacity: usize, clock: Arc<dyn Clock>) -> Self {
        let capacity = capacity.max(1);
        Cache { capacity, clock, held: PerProcess::new(Held::new(capacity)) }
    }

    /// What is known of a key and has not expired.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<Known<V>>
    where
        K: Borrow<Q>,
    {
        self.held().get(key, self.clock.boot_ns())
    }

    /// Puts in a value for `ttl` from now, in place of what was there. With a `ttl` of zero nothing is kept.
    pub fn insert(&self, key: K, value: V, ttl: Duration) {
        self.held().insert(key, Known::Found(value), ttl, self.clock.boot_ns());
    }

    /// Remembers for `ttl` that there is no value.
    pub fn insert_absent(&self, key: K, ttl: Duration) {
        self.held().insert(key, Known::Absent, ttl, self.clock.boot_ns());
    }

    /// Takes out what is known of a key, and gives it if it had not expired. A fetch under way is not stopped: what it
    /// brings is put in.
    pub fn remove<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<Known<V>>
    where
        K: Borrow<Q>,
    {
        self.held().remove_if(key, |_| true, self.clock.boot_ns())
    }

    /// Takes out what is known of a key if `unwanted` says so: for a value that proved wrong, which another thread may
    /// have replaced by a right one since. `unwanted` runs under the lock and must not call the cache.
    pub fn remove_if<Q: Eq + Hash + ?Sized>(
        &self,
        key: &Q,
        unwanted: impl FnOnce(&Known<V>) -> bool,
    ) -> Option<Known<V>>
    where
        K: Borrow<Q>,
    {
        self.held().remove_if(key, unwanted, self.clock.boot_ns())
    }

    /// What is known of a key, or else what `fetch` brings: it is called by one of all who ask at the same time, on
    /// that one's thread, and the others wait.
    ///
    /// - Who waits is back at its own `deadline` with [`Answer::Waited`]. The fetch itself is not stopped: whoever
    ///   gives it sees to its end.
    /// - A fetch that fails is not remembered; all who waited for it get its error.
    /// - A fetch that panics does so in the one who called it; one of those who waited then calls its own.
    ///
    /// A fetch must not ask the same cache for the same key: it would wait for itself until the deadline.
    pub fn get_or_fetch<F>(&self, key: &K, deadline: Instant, fetch: F) -> Answer<V, E>
    where
        F: FnOnce() -> Result<Fetched<V>, E>,
    {
        loop {
            let held = self.held();
            if let Some(known) = held.get(key, self.clock.boot_ns()) {
                return known.into();
            }
            let Boarding { seat, landing } = held.flights.board(key);
            let Some(landing) = landing else {
                match seat.wait_until(deadline) {
                    Some(Outcome::Landed(answer)) => return answer,
                    Some(Outcome::Lost) => continue,
                    None => return Answer::Waited,
                }
            };
            // Another fetch may have ended between the first look and here.
            if let Some(known) = held.peek(key, self.clock.boot_ns()) {
                let answer = Answer::from(known);
                landing.land(answer.clone());
                return answer;
            }
            held.count_fetch();
            let fetched = fetch();
            let now_held = self.held();
            let answer = match fetched {
                Ok(fetched) => {
                    let (known, ttl) = fetched.into_known();
                    now_held.insert(key.clone(), known.clone(), ttl, self.clock.boot_ns());
                    known.into()
                }
                Err(error) => Answer::Failed(error),
            };
            if std::ptr::eq(held, now_held) {
                landing.land(answer.clone());
            } else {
                // The fetch forked and this is the child: those who wait are in the parent, and so is their lock.
                std::mem::forget((landing, seat));
            }
            return answer;
        }
    }

    /// What happened in this process so far.
    pub fn statistics(&self) -> CacheStatistics {
        self.held().statistics()
    }

    fn held(&self) -> &Held<K, V, E> {
        self.held.get(|| Held::new(self.capacity))
    }
}

#[cfg(test)]
mod tests;
