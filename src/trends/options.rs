//! What counts as growth without end.

use serde::{Deserialize, Serialize};

/// The constants of a [`Trend`](super::Trend); where they come from stands in the [module](super).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrendOptions {
    /// Width of the narrowest buckets, in seconds. Above 0.
    pub bucket_seconds: f64,
    /// How much of the beginning is not looked at, in seconds.
    pub warm_up_seconds: f64,
    /// How long growth must have been seen, in seconds.
    pub least_seconds: f64,
    /// How far ahead growth is trusted to go on: so many times as long as it was seen. It must reach the limit by
    /// then, even by the lower bound of its slope.
    pub horizon: f64,
    /// And by then it must have grown by this part of the limit, 0 to 1: near the limit anything would reach it.
    pub least_share: f64,
    /// The most that the chance may be (one-sided) that what does not grow looks like this.
    pub significance: f64,
    /// Bounds of the slope, as standard deviates of a normal distribution.
    pub deviates: f64,
}

impl TrendOptions {
    /// For what a process holds: anonymous memory, descriptors, threads.
    #[must_use]
    pub const fn leak() -> Self {
        TrendOptions {
            bucket_seconds: 1.0,
            warm_up_seconds: 4.0,
            least_seconds: 22.0,
            horizon: 3.25,
            least_share: 0.05,
            significance: 0.01,
            deviates: 1.645,
        }
    }

    /// For what is written and stays: the space and the inodes of a filesystem. It fills without a warm-up, but one
    /// large file is no trend yet.
    #[must_use]
    pub const fn fill() -> Self {
        TrendOptions { warm_up_seconds: 0.0, least_seconds: 90.0, ..TrendOptions::leak() }
    }
}
