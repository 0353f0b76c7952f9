//! What one process holds of a cache.

use std::cell::Cell;
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use quick_cache::{sync, DefaultHashBuilder, Equivalent, OptionsBuilder};

use super::answer::{Answer, Known};
use super::flights::Flights;
use super::gone::{Gone, Telling};
use super::room::{Measure, Room, Weigher, HOT_SHARE};
use super::statistics::{CacheStatistics, Counters};

pub(super) struct Held<K, V, E> {
    entries: sync::Cache<K, Entry<V>, Weigher, DefaultHashBuilder, Telling>,
    pub(super) flights: Flights<K, Answer<V, E>>,
    hasher: DefaultHashBuilder,
    room: Room<K, V>,
    measure: Measure,
    counters: Counters,
    /// Nothing expires before it.
    earliest_ns: AtomicU64,
}

#[derive(Debug, Clone)]
pub(super) struct Entry<V> {
    known: Known<V>,
    /// By the cache's clock.
    expires_ns: u64,
    /// With its key.
    pub(super) bytes: usize,
}

impl<K: Eq + Hash + Clone, V: Clone, E: Clone> Held<K, V, E> {
    pub(super) fn new(room: Room<K, V>) -> Self {
        let measure = Measure::of(&room);
        let options = OptionsBuilder::new()
            .shards(measure.parts)
            .estimated_items_capacity(measure.entries)
            .weight_capacity(measure.weight)
            .hot_allocation(HOT_SHARE)
            .build()
            .expect("both capacities are given");
        let hasher = DefaultHashBuilder::default();
        Held {
            entries: sync::Cache::with_options(options, measure.weigher, hasher.clone(), Telling),
            flights: Flights::default(),
            hasher,
            room,
            measure,
            counters: Counters::default(),
            earliest_ns: AtomicU64::new(u64::MAX),
        }
    }

    /// What is known, if it has not expired and will do; what will not do stays, and is missed.
    pub(super) fn get_if<Q: Hash + Equivalent<K> + ?Sized>(
        &self,
        key: &Q,
        will_do: impl FnOnce(&Known<V>) -> bool,
        now_ns: u64,
    ) -> Option<Known<V>> {
        match self.entries.get(key) {
            Some(entry) if now_ns < entry.expires_ns && will_do(&entry.known) => {
                self.counters.hits.count();
                return Some(entry.known);
            }
            Some(entry) if entry.expires_ns <= now_ns => {
                let expired = |entry: &Entry<V>| entry.expires_ns <= now_ns;
                if let Some((_, entry)) = self.entries.remove_if(key, expired) {
                    self.counters.bytes.down(entry.bytes);
                    self.counters.expiries.count();
                }
            }
            _ => {}
        }
        self.counters.misses.count();
        None
    }

    /// What is known and has not expired; counts nothing and removes nothing.
    pub(super) fn peek<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q, now_ns: u64) -> Option<Known<V>> {
        let entry = self.entries.peek(key)?;
        (now_ns < entry.expires_ns).then_some(entry.known)
    }

    /// Whether it is kept.
    pub(super) fn insert(&self, key: K, known: Known<V>, ttl: Duration, now_ns: u64) -> bool {
        let bytes = self.room.bytes_of(&key, &known);
        if ttl.is_zero() || !self.measure.admits(bytes) {
            self.remove_if(&key, |_| true, now_ns);
            return false;
        }
        let ttl_ns = u64::try_from(ttl.as_nanos()).unwrap_or(u64::MAX);
        let expires_ns = now_ns.saturating_add(ttl_ns);
        // The key goes in; by this it is known again among what went.
        let hash = self.hasher.hash_one(&key);
        let mut gone = Gone::default();
        self.counters.bytes.up(bytes);
        self.entries.insert_with_lifecycle(key, Entry { known, expires_ns, bytes }, &mut gone);
        for (key, entry) in gone.iter() {
            self.counters.bytes.down(entry.bytes);
            if self.hasher.hash_one(key) != hash {
                self.counters.evictions.count();
            }
        }
        // After it is in, so that a sweep that began before does not forget it.
        if expires_ns < self.earliest_ns.load(Ordering::Relaxed) {
            self.earliest_ns.fetch_min(expires_ns, Ordering::Relaxed);
        }
        true
    }

    pub(super) fn remove_if<Q: Hash + Equivalent<K> + ?Sized>(
        &self,
        key: &Q,
        unwanted: impl FnOnce(&Known<V>) -> bool,
        now_ns: u64,
    ) -> Option<Known<V>> {
        let (_, entry) = self.entries.remove_if(key, |entry| unwanted(&entry.known))?;
        self.counters.bytes.down(entry.bytes);
        (now_ns < entry.expires_ns).then_some(entry.known)
    }

    /// Takes everything out.
    pub(super) fn clear(&self) {
        for (_, entry) in self.entries.drain() {
            self.counters.bytes.down(entry.bytes);
        }
    }

    /// Takes out what has expired, and gives how many that were.
    pub(super) fn sweep(&self, now_ns: u64) -> usize {
        if now_ns < self.earliest_ns.load(Ordering::Relaxed) {
            return 0;
        }
        self.earliest_ns.store(u64::MAX, Ordering::Relaxed);
        let (swept, bytes, earliest_ns) = (Cell::new(0), Cell::new(0), Cell::new(u64::MAX));
        self.entries.retain(|_, entry| {
            if now_ns < entry.expires_ns {
                earliest_ns.set(earliest_ns.get().min(entry.expires_ns));
                return true;
            }
            swept.set(swept.get() + 1);
            bytes.set(bytes.get() + entry.bytes);
            false
        });
        self.earliest_ns.fetch_min(earliest_ns.get(), Ordering::Relaxed);
        self.counters.bytes.down(bytes.get());
        self.counters.expiries.add(swept.get() as u64);
        swept.get()
    }

    pub(super) fn count_fetch(&self) {
        self.counters.fetches.count();
    }

    pub(super) fn statistics(&self) -> CacheStatistics {
        CacheStatistics {
            hits: self.counters.hits.value(),
            misses: self.counters.misses.value(),
            fetches: self.counters.fetches.value(),
            evictions: self.counters.evictions.value(),
            expiries: self.counters.expiries.value(),
            entries: self.entries.len(),
            bytes: self.counters.bytes.value(),
        }
    }
}
