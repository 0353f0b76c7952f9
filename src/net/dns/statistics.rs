//! What a resolver counts.

use serde::Serialize;

use crate::cache::statistics::Counter;

/// What a resolver did since it was made, or since the fork that made this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DnsStatistics {
    /// Lookups begun, refreshes among them.
    pub lookups: u64,
    /// Answers given from memory while fresh, known failures included.
    pub hits: u64,
    /// Answers given from memory after their time.
    pub stale: u64,
    /// Lookups that brought no address.
    pub failures: u64,
    /// Lookups under way or queued now.
    pub in_flight: usize,
    /// Threads now, 0 to 2.
    pub threads: usize,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) lookups: Counter,
    pub(super) hits: Counter,
    pub(super) stale: Counter,
    pub(super) failures: Counter,
}
