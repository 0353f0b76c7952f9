//! What a trend says.

use serde::Serialize;

/// What is known of a signal's growth. See [`Trend::assess`](super::Trend::assess).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Assessment {
    /// It was not observed for long enough.
    NotEnoughData {
        /// For how long it was observed, in seconds.
        observed_seconds: f64,
        /// For how long it must be observed, in seconds, at the cadence so far.
        needed_seconds: f64,
    },
    /// No growth that would reach the limit.
    Steady {
        /// For how long it was observed, in seconds.
        observed_seconds: f64,
    },
    /// It grows, and goes on to the limit if nothing changes.
    Growing(Growth),
}

/// Growth that reaches the limit if it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Growth {
    /// How fast it grows, in the signal's unit per second: the Theil-Sen slope of bucket minima.
    pub per_second: f64,
    /// Lower bound of the slope, one-sided, 95 %.
    pub per_second_low: f64,
    /// Upper bound of the slope, one-sided, 95 %.
    pub per_second_high: f64,
    /// The chance that what does not grow looks like this: Mann-Kendall, one-sided.
    pub p_value: f64,
    /// For how long the growth was seen, in seconds.
    pub observed_seconds: f64,
    /// The buckets that it was seen in.
    pub points: usize,
    /// Time until the limit is reached, in seconds from the latest observation; 0 where it is. Missing without a limit.
    pub seconds_to_limit: Option<f64>,
    /// The same at the upper bound of the slope: the soonest.
    pub seconds_to_limit_low: Option<f64>,
    /// The same at the lower bound of the slope: the latest.
    pub seconds_to_limit_high: Option<f64>,
    /// What the signal was when the growth began to be seen.
    pub since_value: f64,
    /// How much it grew since, in the signal's unit.
    pub grown: f64,
}
