//! What a checker counts.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::cache::CacheStatistics;
use crate::probe::PoolStatistics;

/// What a checker did and does, in this process.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct CheckerStatistics {
    /// What waits.
    pub queue: QueueStatistics,
    /// Workers now; 0 before the first check.
    pub workers: usize,
    /// Checks that run now.
    pub running: usize,
    /// Checks that were run.
    pub checked: u64,
    /// Checks that were not run because they were not admitted.
    pub not_admitted: u64,
    /// Turns of watched checks that were left out because the one before still ran or waited.
    pub missed: u64,
    /// Attempts that failed and were made again.
    pub retried: u64,
    /// Attempts of watched checks that were ended before their time because they held a worker that others needed, and
    /// were made again with all their time.
    pub cut_short: u64,
    /// How late watched checks begin.
    pub lateness: Lateness,
    /// Connections for MCP.
    pub mcp_pool: PoolStatistics,
    /// Connections for REST.
    pub rest_pool: PoolStatistics,
    /// The caches, by category.
    pub caches: BTreeMap<String, CacheStatistics>,
}

/// What waits to be checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueueStatistics {
    /// Single and watched checks that wait for a worker.
    pub length: usize,
    /// The most that may wait.
    pub capacity: usize,
    /// Checks that were refused because it was full.
    pub refused: u64,
    /// Checks that wait beside it, and do not count in its length: those of lists, which wait in their lists, and
    /// watched ones that hung last time.
    pub beside: usize,
}

/// How late watched checks begin, from the time that they were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lateness {
    /// The median.
    pub p50: Duration,
    /// Beyond which 1 % lies.
    pub p99: Duration,
    /// The largest.
    pub max: Duration,
    /// Beyond which 1 % of the last one to two minutes lies.
    pub recent_p99: Duration,
}
