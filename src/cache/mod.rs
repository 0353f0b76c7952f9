//! A bounded cache whose entries live for a time of their own, and which fetches what is missing once for all who want
//! it.
//!
//! [`Caches`] is all of them by category and name, as the host sees them.
//!
//! The entries are kept by `quick_cache`. Time-to-live, fetching and the life after a fork are added here.
//!
//! - No lock is held while fetching, and there are no threads: a fetch runs on the thread of the first who asked.
//! - Values are cloned under a short lock: wrap what is large in an `Arc`.
//! - After a fork the child begins with an empty cache. The parent's, in which another thread may have held a lock, is
//!   left behind.

mod answer;
mod caches;
mod category;
pub(crate) mod flights;
mod gone;
mod held;
mod room;
pub(crate) mod statistics;
mod store;

use std::convert::Infallible;
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::Equivalent;

use crate::clock::Clock;
use crate::sys::clock::KernelClock;
use crate::sys::per_process::PerProcess;

pub use answer::{Answer, Fetched, Known};
pub(crate) use caches::{is_category_name, Library};
pub use caches::{CacheOptions, Caches};
pub use category::{Bytes, CategoryOptions};
pub(crate) use category::{Category, HostFetch};
use flights::{Boarding, Outcome};
use held::Held;
pub use room::Room;
pub use statistics::CacheStatistics;
pub(crate) use store::{Heap, Store};

/// A cache from `K` to `V`. Fetches can fail with `E`, which is handed to all who waited for the same fetch.
pub struct Cache<K, V, E = Infallible> {
    room: Room<K, V>,
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
        Self::with_room(Room::of_entries(capacity), clock)
    }

    /// As [`with_clock`](Cache::with_clock), where bytes are told and may be bounded. Each part has its share of them,
    /// and what would take more than that is not kept.
    #[must_use]
    pub fn with_room(room: Room<K, V>, clock: Arc<dyn Clock>) -> Self {
        Cache { room, clock, held: PerProcess::new(Held::new(room)) }
    }

    /// What is known of a key and has not expired.
    pub fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<Known<V>> {
        self.held().get_if(key, |_| true, self.clock.boot_ns())
    }

    /// As [`get`](Cache::get), if it will do: otherwise it stays as it is, and counts as missed.
    pub fn get_if<Q: Hash + Equivalent<K> + ?Sized>(
        &self,
        key: &Q,
        will_do: impl FnOnce(&Known<V>) -> bool,
    ) -> Option<Known<V>> {
        self.held().get_if(key, will_do, self.clock.boot_ns())
    }

    /// As [`get`](Cache::get), without being counted.
    pub fn peek<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<Known<V>> {
        self.held().peek(key, self.clock.boot_ns())
    }

    /// Puts in a value for `ttl` from now, in place of what was there. With a `ttl` of zero nothing is kept, nor is
    /// what is too large. Whether it is kept.
    pub fn insert(&self, key: K, value: V, ttl: Duration) -> bool {
        self.held().insert(key, Known::Found(value), ttl, self.clock.boot_ns())
    }

    /// Remembers for `ttl` that there is no value. Whether that is kept.
    pub fn insert_absent(&self, key: K, ttl: Duration) -> bool {
        self.held().insert(key, Known::Absent, ttl, self.clock.boot_ns())
    }

    /// Takes out what is known of a key, and gives it if it had not expired. A fetch under way is not stopped: what it
    /// brings is put in.
    pub fn remove<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<Known<V>> {
        self.held().remove_if(key, |_| true, self.clock.boot_ns())
    }

    /// Takes out what is known of a key if `unwanted` says so: for a value that proved wrong, which another thread may
    /// have replaced by a right one since. `unwanted` runs under the lock and must not call the cache.
    pub fn remove_if<Q: Hash + Equivalent<K> + ?Sized>(
        &self,
        key: &Q,
        unwanted: impl FnOnce(&Known<V>) -> bool,
    ) -> Option<Known<V>> {
        self.held().remove_if(key, unwanted, self.clock.boot_ns())
    }

    /// Takes everything out. What comes in meanwhile may stay.
    pub fn clear(&self) {
        self.held().clear();
    }

    /// Takes out what has expired, and gives how many that were. Costs next to nothing while nothing can have expired;
    /// otherwise it looks at every entry, one part after another under the part's lock.
    pub fn sweep(&self) -> usize {
        self.held().sweep(self.clock.boot_ns())
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
            if let Some(known) = held.get_if(key, |_| true, self.clock.boot_ns()) {
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

    /// Counts a fetch that is none of [`get_or_fetch`](Cache::get_or_fetch).
    pub(crate) fn count_fetch(&self) {
        self.held().count_fetch();
    }

    /// What happened in this process so far.
    pub fn statistics(&self) -> CacheStatistics {
        self.held().statistics()
    }

    fn held(&self) -> &Held<K, V, E> {
        self.held.get(|| Held::new(self.room))
    }
}

#[cfg(test)]
mod tests;
