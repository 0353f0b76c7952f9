//! What is thought of a pattern before much was measured. Nobody has published such constants; these are ours, and the
//! data override them: docs/database-pools.md.

use super::PoolPattern;
use crate::dbpool::DatabaseSystem;

/// So many requests weigh as much as the prior.
pub(super) const WEIGHT_REQUESTS: f64 = 300.0;

/// What a pattern asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Prior {
    /// Connections for each CPU of the database, before anything is known of hold times. 2 is PostgreSQL's and HikariCP's
    /// rule of thumb, `cores x 2 + spindles`.
    pub per_cpu: f64,
    /// Overflow beyond the size, as a share of it, where the database is not the limit.
    pub overflow_ratio: f64,
    /// The longest wait that makes sense, in seconds: later the caller has gone.
    pub longest_timeout: f64,
    /// Age at which a connection is replaced, in seconds.
    pub recycle_seconds: f64,
}

/// The prior of a pattern; one that is not known counts as balanced.
pub(super) const fn prior(pattern: PoolPattern) -> Prior {
    let balanced =
        Prior { per_cpu: 2.0, overflow_ratio: 0.0, longest_timeout: 30.0, recycle_seconds: 1800.0 };
    match pattern {
        PoolPattern::Detect | PoolPattern::Balanced => balanced,
        // Reads that the cache answers do not get in each other's way.
        PoolPattern::ReadHeavy => Prior { per_cpu: 3.0, overflow_ratio: 0.25, ..balanced },
        // Writers wait for each other's locks and for the log: fewer do as much.
        PoolPattern::WriteHeavy => Prior { per_cpu: 1.5, longest_timeout: 20.0, ..balanced },
        // A peak is served by connections that are closed after it, and whoever waits through it is better told early.
        PoolPattern::Burst => Prior { overflow_ratio: 0.5, longest_timeout: 10.0, ..balanced },
    }
}

/// The size to begin with, where the database's CPUs are known.
pub(super) fn first_size(
    pattern: PoolPattern,
    cpus: Option<f64>,
    replicas: u32,
    system: Option<DatabaseSystem>,
) -> Option<u32> {
    if system == Some(DatabaseSystem::Sqlite) && pattern == PoolPattern::WriteHeavy {
        // One writer at a time is all that it lets in.
        return Some(2);
    }
    let size = (cpus? * prior(pattern).per_cpu + 1.0) / f64::from(replicas.max(1));
    Some(size.ceil().max(2.0) as u32)
}
