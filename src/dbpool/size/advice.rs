//! The answer, as it is serialized.

use serde::Serialize;

use super::{PoolPattern, PoolRecognition, PoolSettings};
use crate::finding::Measure;

/// How large a pool should be, or why that cannot be told yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[non_exhaustive]
pub enum PoolSizing {
    /// An answer, not an error: a few requests say nothing.
    NotEnoughData {
        /// What is missing, in a sentence.
        needed: String,
        /// Requests that were seen at the present size.
        requests: f64,
        /// Requests that are needed.
        needed_requests: f64,
        /// How long the present size was observed, in seconds.
        observed_seconds: f64,
        /// How long is needed, in seconds.
        needed_seconds: f64,
        /// A size to begin with, by the pattern and the database's CPUs, where these are known.
        first_size: Option<u32>,
    },
    /// What to set.
    Advice(Box<PoolAdvice>),
}

/// What to do with the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SizeChange {
    /// It is as it should be, or so nearly that a change would not pay.
    Keep,
    /// More connections.
    Grow,
    /// Fewer.
    Shrink,
    /// The present size is not known.
    Set,
}

/// What decided the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SizeLimit {
    /// What is asked for: with more, nobody would wait noticeably less.
    Demand,
    /// The database does no more, however many connections it has.
    Database,
    /// Sessions wait for locks, not for connections.
    Locks,
    /// What the database accepts, divided among the replicas.
    MaxConnections,
    /// With fewer, threads could wait for each other for ever.
    DeadlockFloor,
    /// No more can be held by the threads that there are.
    Threads,
    /// A step on the way: everybody waits, so that what is really asked for cannot be seen. Ask again after it.
    Step,
    /// A step to learn whether the database or the pool is the limit. Ask again after it.
    Trial,
    /// Connections are not given back: the size stays until that is mended, for no size is enough.
    Leak,
    /// What requests took, waits and holds together, at this size and at others: more connections made them slower, or fewer did.
    Measured,
}

/// What to set, and what that rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PoolAdvice {
    /// Connections to keep.
    pub size: u32,
    /// Connections beyond that, opened under load and closed again.
    pub overflow: u32,
    /// How long a request should wait at most, in seconds.
    pub timeout_seconds: f64,
    /// The age at which a connection should be replaced, in seconds.
    pub recycle_seconds: f64,
    /// What that means for the size.
    pub change: SizeChange,
    /// What decided it.
    pub limit: SizeLimit,
    /// Why, in a sentence with the numbers.
    pub reason: String,
    /// How sure it is, 0..1: by the number of requests, the length of the history and what is known of the database.
    pub confidence: f64,
    /// The present size, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_size: Option<u32>,
    /// The present overflow, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_overflow: Option<u32>,
    /// Something better was found, but by so little that the present or the last advice stays.
    pub held: bool,
    /// The pattern whose priors were used.
    pub pattern: PoolPattern,
    /// What was recognised.
    pub recognition: PoolRecognition,
    /// What other sizes would do.
    pub what_if: Vec<PoolWhatIf>,
    /// The same for each kind of pool.
    pub settings: Vec<PoolSettings>,
    /// What a reader must know beside the numbers.
    pub notes: Vec<String>,
    /// What it rests on.
    pub evidence: Vec<Measure>,
}

/// What a size would do, by the model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PoolWhatIf {
    /// Connections, overflow included.
    pub size: u32,
    /// 95th percentile of the waits, in seconds.
    pub wait_p95_seconds: f64,
    /// Mean hold time, in seconds: it grows where the database cannot keep up.
    pub use_seconds: f64,
    /// Share of the connections in use, 0..1.
    pub utilisation: f64,
    /// Share of what the database can do, 0..1; missing where no limit of it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_load: Option<f64>,
    /// What it costs by the prices of docs/database-pools.md, the advised size being 1.
    pub cost: f64,
}
