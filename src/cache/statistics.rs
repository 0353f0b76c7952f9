//! What a cache counts.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

/// What happened in a cache since it was made, or since the fork that made this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CacheStatistics {
    /// Looks that found something, known absence included.
    pub hits: u64,
    /// Looks that found nothing, or something expired; each that waits for another's fetch is one.
    pub misses: u64,
    /// Fetches begun.
    pub fetches: u64,
    /// Entries that made way for others.
    pub evictions: u64,
    /// Entries that expired, counted when they are found so or swept.
    pub expiries: u64,
    /// Entries now, with those that expired and were neither looked at nor swept since.
    pub entries: usize,
    /// Bytes of their keys and values, more or less: without what the store adds to each.
    pub bytes: u64,
}

/// Counters of their own cache line each would be quicker among many threads, and larger.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) hits: Counter,
    pub(super) misses: Counter,
    pub(super) fetches: Counter,
    pub(super) evictions: Counter,
    pub(super) expiries: Counter,
    pub(super) bytes: Gauge,
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn count(&self) {
        self.add(1);
    }

    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Goes up before what it counts is there, and down after that has gone: never below zero.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU64);

impl Gauge {
    pub(super) fn up(&self, by: usize) {
        self.0.fetch_add(by as u64, Ordering::Relaxed);
    }

    pub(super) fn down(&self, by: usize) {
        self.0.fetch_sub(by as u64, Ordering::Relaxed);
    }

    pub(super) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
