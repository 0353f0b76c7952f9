//! What happened as time went by: as many intervals at most, each as long as it has to be for that.

use serde::{Deserialize, Serialize};

use super::cell::{Cell, Counts, Latencies};
use super::packed::Packed;
use super::watch::ClientUsage;

/// Then two become one.
const MOST: usize = 600;

/// What ended in an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interval {
    /// When it began, in seconds since the test began.
    pub begin_seconds: f64,
    /// How long it was.
    pub seconds: f64,
    /// The stage at its end, counted from 0.
    pub stage: usize,
    /// Requests per second that were due, or users, at its end.
    pub level: f64,
    /// What became of the requests that ended in it.
    pub counts: Counts,
    /// Their latencies, of those answered as expected: from the intended start in an open model.
    pub latency: LatencySummary,
    /// The client's container.
    pub client: ClientUsage,
    /// The same latencies as a histogram.
    pub histogram: Packed,
}

/// Latencies in a few numbers, in seconds; missing where there was none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LatencySummary {
    /// How many.
    pub count: u64,
    /// The shortest.
    pub min_seconds: Option<f64>,
    /// Their mean.
    pub mean_seconds: Option<f64>,
    /// Half of them took longer.
    pub p50_seconds: Option<f64>,
    /// One in ten took longer.
    pub p90_seconds: Option<f64>,
    /// One in twenty took longer.
    pub p95_seconds: Option<f64>,
    /// One in a hundred took longer.
    pub p99_seconds: Option<f64>,
    /// One in a thousand took longer.
    pub p999_seconds: Option<f64>,
    /// The longest.
    pub max_seconds: Option<f64>,
    /// Their standard deviation.
    pub deviation_seconds: Option<f64>,
}

impl LatencySummary {
    pub(super) fn of(latencies: &Latencies) -> Self {
        let at = |quantile: f64| latencies.quantile(quantile).map(|latency| latency.as_secs_f64());
        let histogram = latencies.histogram();
        let any = |value: f64| (latencies.count() > 0).then_some(value / 1e9);
        LatencySummary {
            count: latencies.count(),
            min_seconds: any(histogram.min() as f64),
            mean_seconds: any(histogram.mean()),
            p50_seconds: at(0.5),
            p90_seconds: at(0.9),
            p95_seconds: at(0.95),
            p99_seconds: at(0.99),
            p999_seconds: at(0.999),
            max_seconds: at(1.0),
            deviation_seconds: any(histogram.stdev()),
        }
    }
}

/// The intervals of a test.
#[derive(Debug, Default)]
pub(super) struct Series {
    intervals: Vec<Interval>,
    /// How many of those that come make one.
    together: usize,
    /// What waits for others to make one with.
    open: Option<(usize, Interval, Cell)>,
}

impl Series {
    /// Takes what happened in another second.
    pub(super) fn push(&mut self, interval: Interval, cell: &Cell) {
        self.together = self.together.max(1);
        match &mut self.open {
            None => self.open = Some((1, interval, cell.clone())),
            Some((count, whole, sum)) => {
                *count += 1;
                whole.client = weighed(whole, &interval);
                whole.seconds += interval.seconds;
                (whole.stage, whole.level) = (interval.stage, interval.level);
                sum.add(cell);
            }
        }
        if self.open.as_ref().is_some_and(|(count, _, _)| *count >= self.together) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some((_, mut interval, cell)) = self.open.take() else { return };
        interval.latency = LatencySummary::of(cell.latencies());
        interval.histogram = Packed::of(cell.latencies());
        interval.counts = cell.counts;
        self.intervals.push(interval);
        if self.intervals.len() >= MOST {
            self.halve();
        }
    }

    /// Two become one, and from now on each is twice as long.
    fn halve(&mut self) {
        self.together *= 2;
        let before = std::mem::take(&mut self.intervals);
        self.intervals = before.chunks(2).map(joined).collect();
    }

    pub(super) fn finish(mut self) -> Vec<Interval> {
        self.close();
        self.intervals
    }
}

/// Neighbours as one.
pub(super) fn joined(pair: &[Interval]) -> Interval {
    let mut whole = pair[0].clone();
    for other in &pair[1..] {
        whole.client = weighed(&whole, other);
        whole.seconds += other.seconds;
        (whole.stage, whole.level) = (other.stage, other.level);
        whole.counts.add(&other.counts);
        let mut latencies = whole.histogram.latencies().unwrap_or_default();
        latencies.add(&other.histogram.latencies().unwrap_or_default());
        whole.latency = LatencySummary::of(&latencies);
        whole.histogram = Packed::of(&latencies);
    }
    whole
}

/// What the client did over both.
fn weighed(one: &Interval, other: &Interval) -> ClientUsage {
    let mean = |of: fn(&ClientUsage) -> Option<f64>| {
        let (a, b) = (of(&one.client)?, of(&other.client)?);
        Some((a * one.seconds + b * other.seconds) / (one.seconds + other.seconds).max(f64::MIN_POSITIVE))
    };
    ClientUsage {
        process_cpus: mean(|usage| usage.process_cpus),
        cpu_ratio: mean(|usage| usage.cpu_ratio),
        throttled_ratio: mean(|usage| usage.throttled_ratio),
        cpu_pressure_ratio: mean(|usage| usage.cpu_pressure_ratio),
        memory_pressure_ratio: mean(|usage| usage.memory_pressure_ratio),
    }
}

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;
