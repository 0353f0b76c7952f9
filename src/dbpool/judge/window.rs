//! Many intervals as one.

use crate::dbpool::{DatabaseInterval, Interval};

/// A mean of values that count for as much as their weight.
#[derive(Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, value: Option<f64>, weight: Option<f64>) {
        if let (Some(value), Some(weight)) = (value, weight.filter(|weight| *weight > 0.0)) {
            self.sum += value * weight;
            self.weight += weight;
        }
    }

    fn value(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

/// The mean over these intervals, each counted by what `weight` says.
fn mean<'a, T: 'a>(
    intervals: impl Iterator<Item = &'a T>,
    value: impl Fn(&T) -> Option<f64>,
    weight: impl Fn(&T) -> Option<f64>,
) -> Option<f64> {
    let mut mean = Mean::default();
    intervals.for_each(|interval| mean.add(value(interval), weight(interval)));
    mean.value()
}

impl Interval {
    /// Requests that were served in it.
    pub(super) fn served(&self) -> Option<f64> {
        let rate = self.arrivals_per_second? - self.timeouts_per_second.unwrap_or(0.0);
        Some(rate.max(0.0) * self.seconds)
    }

    /// These intervals as one: rates by time, means by how many requests they are of. Nothing for none.
    pub(super) fn joined<'a>(intervals: impl Iterator<Item = &'a Interval> + Clone) -> Option<Interval> {
        let last = intervals.clone().last()?;
        let seconds: f64 = intervals.clone().map(|interval| interval.seconds).sum();
        type Of = fn(&Interval) -> Option<f64>;
        let time = |of: Of| mean(intervals.clone(), of, |interval| Some(interval.seconds));
        let served = |of: Of| mean(intervals.clone(), of, Interval::served);
        let most = |of: Of| intervals.clone().filter_map(of).reduce(f64::max);
        let use_seconds = served(|interval| interval.use_seconds);
        let squares = served(|interval| {
            let mean = interval.use_seconds?;
            Some(mean * mean * (1.0 + interval.use_variation?))
        });
        Some(Interval {
            end_seconds: last.end_seconds,
            seconds,
            arrivals_per_second: time(|interval| interval.arrivals_per_second),
            use_seconds,
            use_variation: use_seconds
                .zip(squares)
                .filter(|(mean, _)| *mean > 0.0)
                .map(|(mean, squares)| (squares / (mean * mean) - 1.0).max(0.0)),
            wait_seconds: served(|interval| interval.wait_seconds),
            wait_peak_seconds: most(|interval| interval.wait_peak_seconds),
            queued_ratio: mean(
                intervals.clone(),
                |interval| interval.queued_ratio,
                |interval| Some(interval.arrivals_per_second? * interval.seconds),
            ),
            in_use_mean: time(|interval| interval.in_use_mean),
            in_use_peak: most(|interval| interval.in_use_peak),
            utilisation: time(|interval| interval.utilisation),
            timeouts_per_second: time(|interval| interval.timeouts_per_second),
            created_per_second: time(|interval| interval.created_per_second),
            create_seconds: mean(
                intervals.clone(),
                |interval| interval.create_seconds,
                |interval| Some(interval.created_per_second? * interval.seconds),
            ),
            lost_per_second: time(|interval| interval.lost_per_second),
            errors_per_second: time(|interval| interval.errors_per_second),
            in_use_end: time(|interval| interval.in_use_end),
            waiting_end: time(|interval| interval.waiting_end),
            open_end: last.open_end,
            most: last.most,
        })
    }
}

impl DatabaseInterval {
    /// These intervals as one. Nothing for none.
    pub(super) fn joined<'a>(
        intervals: impl Iterator<Item = &'a DatabaseInterval> + Clone,
    ) -> Option<DatabaseInterval> {
        let last = intervals.clone().last()?;
        let seconds: f64 = intervals.clone().map(|interval| interval.seconds).sum();
        type Of = fn(&DatabaseInterval) -> Option<f64>;
        let time = |of: Of| mean(intervals.clone(), of, |interval| Some(interval.seconds));
        let by = |of: Of, rate: Of| {
            mean(intervals.clone(), of, |interval| Some(rate(interval)? * interval.seconds))
        };
        Some(DatabaseInterval {
            end_seconds: last.end_seconds,
            seconds,
            transactions_per_second: time(|interval| interval.transactions_per_second),
            rollback_ratio: by(
                |interval| interval.rollback_ratio,
                |interval| interval.transactions_per_second,
            ),
            queries_per_second: time(|interval| interval.queries_per_second),
            query_seconds: by(|interval| interval.query_seconds, |interval| interval.queries_per_second),
            slow_queries_per_second: time(|interval| interval.slow_queries_per_second),
            write_ratio: time(|interval| interval.write_ratio),
            cache_hit_ratio: by(|interval| interval.cache_hit_ratio, |interval| interval.pages_per_second),
            pages_per_second: time(|interval| interval.pages_per_second),
            deadlocks_per_second: time(|interval| interval.deadlocks_per_second),
            lock_waits_per_second: time(|interval| interval.lock_waits_per_second),
            conflicts_per_second: time(|interval| interval.conflicts_per_second),
            temporary_bytes_per_second: time(|interval| interval.temporary_bytes_per_second),
            active_mean: time(|interval| interval.active_mean),
            busy_ratio: time(|interval| interval.busy_ratio),
            busy_per_second: time(|interval| interval.busy_per_second),
            connections_refused_per_second: time(|interval| interval.connections_refused_per_second),
            waiting_for_lock: time(|interval| interval.waiting_for_lock),
            waiting_for_io: time(|interval| interval.waiting_for_io),
            waiting_otherwise: time(|interval| interval.waiting_otherwise),
        })
    }
}

/// The middle value.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len().checked_sub(1)? / 2;
    values.get(middle).copied()
}
