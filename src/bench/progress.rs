//! How a benchmark goes.

use std::time::Duration;

/// How a benchmark goes: told a few times a second, between two slices.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BenchProgress {
    /// Since it began.
    pub elapsed: Duration,
    /// Until it is to end.
    pub remaining: Duration,
    /// Rounds that are over.
    pub rounds: usize,
    /// What was measured last.
    pub measuring: &'static str,
    /// The share of the quota's periods in which the container was throttled so far, where there is a quota.
    pub throttled_ratio: Option<f64>,
}
