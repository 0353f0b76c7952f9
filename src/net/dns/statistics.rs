//! What a resolver counts.

use crate::cache::statistics::Counter;

/// What a resolver did since it was made, or since the fork that made this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DnsStatistics {
    /// Lookups begun, refreshes among them.
    pub(crate) lookups: u64,
    /// Answers given from memory while fresh, known failures included.
    pub(crate) hits: u64,
    /// Answers given from memory after their time.
    pub(crate) stale: u64,
    /// Lookups that brought no address.
    pub(crate) failures: u64,
    /// Lookups under way or queued now.
    pub(crate) in_flight: usize,
    /// Threads now, 0 to 2.
    pub(crate) threads: usize,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) lookups: Counter,
    pub(super) hits: Counter,
    pub(super) stale: Counter,
    pub(super) failures: Counter,
}
