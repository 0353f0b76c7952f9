//! What one process holds of a cache.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::{sync, DefaultHashBuilder, OptionsBuilder, UnitWeighter};

use super::answer::{Answer, Known};
use super::evictions::Evictions;
use super::flights::Flights;
use super::statistics::{CacheStatistics, Counters};

/// The most parts, each with a lock of its own.
const MOST_PARTS: usize = 16;
/// Smaller parts fill too unevenly.
const ENTRIES_OF_A_PART: usize = 64;

pub(super) struct Held<K, V, E> {
    entries: sync::Cache<K, Entry<V>, UnitWeighter, DefaultHashBuilder, Evictions>,
    pub(super) flights: Arc<Flights<K, Answer<V, E>>>,
    counters: Counters,
    evictions: Evictions,
}

#[derive(Debug, Clone)]
struct Entry<V> {
    known: Known<V>,
    /// By the cache's clock.
    expires_ns: u64,
}

impl<K: Eq + Hash + Clone, V: Clone, E: Clone> Held<K, V, E> {
    pub(super) fn new(capacity: usize) -> Self {
        let parts = (capacity / ENTRIES_OF_A_PART).clamp(1, MOST_PARTS);
        // The next power of two below: the store would round up.
        let parts = 1 << parts.ilog2();
        // It would also round a part's capacity up, and then hold more than it may.
        let capacity = capacity / parts * parts;
        let options = OptionsBuilder::new()
            .shards(parts)
            .estimated_items_capacity(capacity)
            .weight_capacity(capacity as u64)
            .build()
            .expect("both capacities are given");
        let evictions = Evictions::default();
        Held {
            entries: sync::Cache::with_options(
                options,
                UnitWeighter,
                DefaultHashBuilder::default(),
                evictions.clone(),
            ),
            flights: Arc::new(Flights::default()),
            counters: Counters::default(),
            evictions,
        }
    }

    pub(super) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q, now_ns: u64) -> Option<Known<V>>
    where
        K: Borrow<Q>,
    {
        match self.entries.get(key) {
            Some(entry) if now_ns < entry.expires_ns => {
                self.counters.hits.count();
                return Some(entry.known);
            }
            Some(_) => {
                let expired = |entry: &Entry<V>| entry.expires_ns <= now_ns;
                if self.entries.remove_if(key, expired).is_some() {
                    self.counters.expiries.count();
                }
            }
            None => {}
        }
        self.counters.misses.count();
        None
    }

    /// As `get`, but counts nothing and removes nothing.
    pub(super) fn peek(&self, key: &K, now_ns: u64) -> Option<Known<V>> {
        let entry = self.entries.peek(key)?;
        (now_ns < entry.expires_ns).then_some(entry.known)
    }

    pub(super) fn insert(&self, key: K, known: Known<V>, ttl: Duration, now_ns: u64) {
        if ttl.is_zero() {
            self.entries.remove(&key);
            return;
        }
        let ttl_ns = u64::try_from(ttl.as_nanos()).unwrap_or(u64::MAX);
        self.entries.insert(key, Entry { known, expires_ns: now_ns.saturating_add(ttl_ns) });
    }

    pub(super) fn remove_if<Q: Eq + Hash + ?Sized>(
        &self,
        key: &Q,
        unwanted: impl FnOnce(&Known<V>) -> bool,
        now_ns: u64,
    ) -> Option<Known<V>>
    where
        K: Borrow<Q>,
    {
        let (_, entry) = self.entries.remove_if(key, |entry| unwanted(&entry.known))?;
        (now_ns < entry.expires_ns).then_some(entry.known)
    }

    pub(super) fn count_fetch(&self) {
        self.counters.fetches.count();
    }

    pub(super) fn statistics(&self) -> CacheStatistics {
        CacheStatistics {
            hits: self.counters.hits.value(),
            misses: self.counters.misses.value(),
            fetches: self.counters.fetches.value(),
            evictions: self.evictions.count(),
            expiries: self.counters.expiries.value(),
            entries: self.entries.len(),
        }
    }
}
