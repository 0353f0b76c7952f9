//! What an exporter counts.

use serde::Serialize;

/// What became of the pages that an exporter was given in this process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OtlpStatistics {
    /// Pages that wait, or are under way.
    pub waiting: usize,
    /// Pages that the collector took.
    pub sent: u64,
    /// Pages that it did not take, or that it could not be reached for long enough to be worth it.
    pub failed: u64,
    /// Pages that made way for later ones because too many waited, or that were left at the end.
    pub dropped: u64,
    /// Attempts that were made again.
    pub retried: u64,
    /// Points of pages that were taken which the collector says it rejected.
    pub rejected_points: u64,
    /// Whether the latest attempt failed.
    pub is_failing: bool,
    /// Why the latest attempt that failed did, or what the collector warned of. Holds no secret.
    pub last_error: Option<String>,
}
