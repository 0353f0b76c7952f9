//! What a cache counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// What happened in a cache since it was made, or since the fork that made this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheStatistics {
    /// Looks that found something, known absence included.
    pub hits: u64,
    /// Looks that found nothing, or something expired; each that waits for another's fetch is one.
    pub misses: u64,
    /// Fetches begun.
    pub fetches: u64,
    /// Entries that made way for others.
    pub evictions: u64,
    /// Entries that were found to be expired.
    pub expiries: u64,
    /// Entries now, with those that expired and were not looked at since.
    pub entries: usize,
}

/// Counters of their own cache line each would be quicker among many threads, and larger.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) hits: Counter,
    pub(super) misses: Counter,
    pub(super) fetches: Counter,
    pub(super) expiries: Counter,
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
