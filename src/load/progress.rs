//! How a test goes, once a second.

use std::time::Duration;

use super::cell::{Counts, Latencies};
use super::watch::ClientUsage;

/// How a test goes: the last second, and what was counted so far.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Since it began.
    pub elapsed: Duration,
    /// Until it is to end.
    pub remaining: Duration,
    /// The stage, counted from 0.
    pub stage: usize,
    /// How many stages there are.
    pub stages: usize,
    /// What the stage is called.
    pub title: String,
    /// Requests per second that are due, or users.
    pub level: f64,
    /// Requests answered as expected in the last second, per second.
    pub per_second: f64,
    /// Half of them took longer.
    pub p50: Option<Duration>,
    /// One in a hundred took longer.
    pub p99: Option<Duration>,
    /// Requests that failed or timed out in the last second.
    pub errors: u64,
    /// Everything counted so far, also what is not measured.
    pub so_far: Counts,
    /// The client's container in the last second.
    pub client: ClientUsage,
    /// How long that second was, and the latencies in it.
    pub(super) seconds: f64,
    pub(super) latencies: Latencies,
}

impl Progress {
    /// What happened since an earlier time, where only some of all are shown: `self` followed directly on `earlier`.
    #[must_use]
    pub fn following(mut self, earlier: &Progress) -> Progress {
        let answered = self.per_second * self.seconds + earlier.per_second * earlier.seconds;
        self.seconds += earlier.seconds;
        self.per_second = answered / self.seconds.max(f64::MIN_POSITIVE);
        self.errors += earlier.errors;
        self.latencies.add(&earlier.latencies);
        (self.p50, self.p99) = (self.latencies.quantile(0.5), self.latencies.quantile(0.99));
        self
    }
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
