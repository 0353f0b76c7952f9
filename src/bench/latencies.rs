//! How long single operations took.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

const LEAST_NANOSECONDS: u64 = 16;
const MOST_NANOSECONDS: u64 = 3_600_000_000_000;
/// Two digits: a hundredth.
const DIGITS: u8 = 2;

/// How long single operations took, in seconds. A pause of the container (its quota, another process) is in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LatencyFacts {
    /// How many.
    pub count: u64,
    /// The shortest.
    pub min_seconds: f64,
    /// Half of them took longer.
    pub p50_seconds: f64,
    /// One in ten took longer.
    pub p90_seconds: f64,
    /// One in a hundred took longer.
    pub p99_seconds: f64,
    /// The longest.
    pub max_seconds: f64,
}

/// Operations as they are counted.
#[derive(Debug)]
pub(super) struct Latencies(Histogram<u64>);

impl Latencies {
    pub(super) fn new() -> Self {
        let made = Histogram::new_with_bounds(LEAST_NANOSECONDS, MOST_NANOSECONDS, DIGITS);
        // The numbers are constant, and within what it takes.
        Latencies(made.unwrap_or_else(|_| unreachable!("the bounds are allowed")))
    }

    pub(super) fn record(&mut self, seconds: f64) {
        self.0.saturating_record((seconds * 1e9) as u64);
    }

    pub(super) fn facts(&self) -> Option<LatencyFacts> {
        let at = |quantile: f64| self.0.value_at_quantile(quantile) as f64 / 1e9;
        (!self.0.is_empty()).then(|| LatencyFacts {
            count: self.0.len(),
            min_seconds: self.0.min() as f64 / 1e9,
            p50_seconds: at(0.5),
            p90_seconds: at(0.9),
            p99_seconds: at(0.99),
            max_seconds: self.0.max() as f64 / 1e9,
        })
    }
}
