//! How a pool was used over the whole record.

use plimsoll::dbpool::Interval;
use serde::Serialize;

use super::recording::Recorded;

/// Rates and means over what is kept of the record: the last 600 intervals.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Observations of the pool.
    pub observations: usize,
    /// Observations of its database.
    pub database_observations: usize,
    /// From the first observation to the last.
    pub seconds: f64,
    /// The time that what follows is the mean of.
    pub judged_seconds: f64,
    /// Requests for a connection, timeouts included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrivals_per_second: Option<f64>,
    /// The most of one interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrivals_peak_per_second: Option<f64>,
    /// Mean hold time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_use_mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_use_peak: Option<f64>,
    /// Of the connections that the pool can have, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utilisation: Option<f64>,
    /// Mean wait of all requests that were served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_peak_seconds: Option<f64>,
    /// Share of the requests that waited, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_ratio: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeouts: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<f64>,
}

/// A value of an interval.
type Value = fn(&Interval) -> Option<f64>;

impl Summary {
    pub fn of(recorded: &Recorded) -> Self {
        let intervals = recorded.pool.intervals();
        let count = |rate: Value| sum(intervals.iter().map(|one| Some(rate(one)? * one.seconds)));
        let peak = |value: Value| intervals.iter().filter_map(value).reduce(f64::max);
        let by_time = |value: Value| mean(intervals.iter().map(|one| (value(one), one.seconds)));
        // Requests that gave up were neither served nor held anything.
        let served = |one: &Interval| {
            let timeouts = one.timeouts_per_second.unwrap_or(0.0);
            one.arrivals_per_second.map_or(0.0, |rate| (rate - timeouts).max(0.0) * one.seconds)
        };
        let by_request = |value: Value| mean(intervals.iter().map(|one| (value(one), served(one))));
        let asked = |one: &Interval| one.arrivals_per_second.unwrap_or(0.0) * one.seconds;
        Summary {
            observations: recorded.observations,
            database_observations: recorded.database_observations,
            seconds: recorded.last_seconds - recorded.first_seconds,
            // A sum of none would be -0.0.
            judged_seconds: intervals.iter().fold(0.0, |sum, one| sum + one.seconds),
            requests: count(|one| one.arrivals_per_second),
            arrivals_per_second: by_time(|one| one.arrivals_per_second),
            arrivals_peak_per_second: peak(|one| one.arrivals_per_second),
            use_seconds: by_request(|one| one.use_seconds),
            in_use_mean: by_time(|one| one.in_use_mean),
            in_use_peak: peak(|one| one.in_use_peak),
            utilisation: by_time(|one| one.utilisation),
            wait_seconds: by_request(|one| one.wait_seconds),
            wait_peak_seconds: peak(|one| one.wait_peak_seconds),
            queued_ratio: mean(intervals.iter().map(|one| (one.queued_ratio, asked(one)))),
            timeouts: count(|one| one.timeouts_per_second),
            created: count(|one| one.created_per_second),
            lost: count(|one| one.lost_per_second),
            errors: count(|one| one.errors_per_second),
        }
    }
}

/// Of what is known; nothing where nothing is.
fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().reduce(|sum, value| sum + value)
}

/// The mean of what is known, by its weights.
fn mean(values: impl Iterator<Item = (Option<f64>, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (value, weight) in values {
        if let Some(value) = value {
            sum += value * weight;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}
