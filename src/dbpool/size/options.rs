//! What advice is told beside the history.

use serde::{Deserialize, Serialize};

use super::PoolPattern;

/// What advice on a pool is told beside the history. The default knows nothing and lets the pattern be recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SizeOptions {
    /// The pattern; [`Detect`](PoolPattern::Detect) takes that which is recognised.
    pub pattern: PoolPattern,
    /// Pools like this one that use the same database: replicas of the service, worker processes. At least 1.
    pub replicas: u32,
    /// Connections that others hold at the database. Left out: those that the database counts as not of this user.
    pub other_connections: Option<u32>,
    /// CPUs that the database can use. Left out: what the database says (`cpus`).
    pub database_cpus: Option<f64>,
    /// Disk accesses that the database can do at once, where they rather than the CPUs limit it.
    pub parallel_io: Option<f64>,
    /// Threads or tasks of this process that use the pool at once.
    pub threads: Option<u32>,
    /// Connections that one of them holds at once at most: 1 unless it takes a second one while it has the first.
    pub connections_per_thread: u32,
    /// The longest acceptable wait, in seconds, for all but [`late_ratio`](SizeOptions::late_ratio). Left out: the size is
    /// the one at which waits and connections are cheapest together.
    pub target_wait_seconds: Option<f64>,
    /// Share of requests that may wait longer than the target, 0..1.
    pub late_ratio: f64,
}

impl Default for SizeOptions {
    fn default() -> Self {
        SizeOptions {
            pattern: PoolPattern::Detect,
            replicas: 1,
            other_connections: None,
            database_cpus: None,
            parallel_io: None,
            threads: None,
            connections_per_thread: 1,
            target_wait_seconds: None,
            late_ratio: 0.01,
        }
    }
}
