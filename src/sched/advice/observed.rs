//! What advice is made of.

use std::sync::Arc;
use std::time::Duration;

use crate::sched::HistorySummary;

/// What happened while servers were checked. Counts are of the time `watched`.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Observed {
    /// For how long.
    pub watched: Duration,
    /// Pools of connections.
    pub pools: Vec<ObservedPool>,
    /// Caches with a time to live of their own.
    pub caches: Vec<ObservedCache>,
    /// How many checks ran at once.
    pub concurrency: Option<ObservedConcurrency>,
    /// What was checked.
    pub targets: Vec<ObservedTarget>,
}

/// A pool of connections.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ObservedPool {
    /// Its name in the configuration: `mcp_pool`, `rest_pool`.
    pub name: Arc<str>,
    /// The most connections it may have.
    pub limit: usize,
    /// The most of them to one host.
    pub limit_per_host: usize,
    /// The most that were ever in use.
    pub most_in_use: usize,
    /// Requests.
    pub requests: u64,
    /// Those that waited for a connection.
    pub waited: u64,
    /// Those of them that waited for one to their host while the pool had room.
    pub waited_for_host: u64,
    /// How long they waited, together.
    pub wait_time: Duration,
    /// Those that were given up without one.
    pub refused: u64,
}

/// A cache.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ObservedCache {
    /// Its category: `config`, `dns`, `results` or another.
    pub category: Arc<str>,
    /// How long an entry is good for.
    pub ttl: Duration,
    /// The most entries.
    pub most_entries: usize,
    /// Entries now.
    pub entries: usize,
    /// Looks that found something.
    pub hits: u64,
    /// Looks that found nothing.
    pub misses: u64,
    /// Fetches, of which there may be fewer than misses, because several wait for one; where the caller puts values in
    /// by itself, those.
    pub fetches: u64,
    /// Entries that made way for others while they were good.
    pub evictions: u64,
}

/// Checks at once.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ObservedConcurrency {
    /// For how long.
    pub watched: Duration,
    /// The most that may run.
    pub limit: usize,
    /// The most that ever did.
    pub most_running: usize,
    /// Checks that were run.
    pub checks: u64,
    /// Checks that began over a second late, or were refused, because all workers were busy.
    pub late: u64,
    /// Checks that met their timeout while as many ran as may.
    pub timed_out_at_limit: u64,
}

/// A server that is checked.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ObservedTarget {
    /// Its name.
    pub name: Arc<str>,
    /// From one check to the next; missing where it is not watched.
    pub interval: Option<Duration>,
    /// How long a check may take.
    pub timeout: Duration,
    /// How it fared.
    pub history: HistorySummary,
    /// Checks that noted a server without `TCP_NODELAY`: a rest of an answer about 40 ms after its head.
    pub nagle_noted: u64,
}
