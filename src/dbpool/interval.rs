//! What happened between two observations.

use serde::Serialize;

use super::{DatabaseValues, PoolStats};

/// What happened in a pool between two observations. Every rate is from the difference of counters; what either
/// observation lacks is missing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Interval {
    /// When it ended, on the clock of the observations.
    pub end_seconds: f64,
    /// How long it was, in seconds.
    pub seconds: f64,
    /// Requests for a connection, those that timed out too, per second: λ.
    pub arrivals_per_second: Option<f64>,
    /// Mean time that a connection was handed out for, in seconds: S. Of those given back in the interval.
    pub use_seconds: Option<f64>,
    /// Squared coefficient of variation of that time: 0 all alike, 1 exponential, more heavy-tailed.
    pub use_variation: Option<f64>,
    /// Mean wait, in seconds, of all that were served.
    pub wait_seconds: Option<f64>,
    /// The longest wait, in seconds.
    pub wait_peak_seconds: Option<f64>,
    /// Share of requests that had to wait, 0..1.
    pub queued_ratio: Option<f64>,
    /// Connections in use, on average: offered load where nothing waited (Little's law).
    pub in_use_mean: Option<f64>,
    /// The most in use at once, as far as it is known.
    pub in_use_peak: Option<f64>,
    /// Mean share of the connections that the pool can have, overflow too, that were in use, 0..1.
    pub utilisation: Option<f64>,
    /// Requests that gave up, per second.
    pub timeouts_per_second: Option<f64>,
    /// Connections opened, per second.
    pub created_per_second: Option<f64>,
    /// Mean time to open one, in seconds.
    pub create_seconds: Option<f64>,
    /// Connections found broken, per second.
    pub lost_per_second: Option<f64>,
    /// Connections that could not be opened, per second.
    pub errors_per_second: Option<f64>,
    /// Connections that the pool could have at the end, overflow too; missing where it was seen to have more.
    pub most: Option<f64>,
    /// Connections in use at the end of it.
    pub in_use_end: Option<f64>,
    /// Requests that waited at the end of it.
    pub waiting_end: Option<f64>,
    /// Connections open at the end of it.
    pub open_end: Option<f64>,
}

impl Interval {
    /// Compares two observations. Nothing where a counter is less than it was (the pool was made anew), or where no time
    /// has passed.
    #[must_use]
    pub fn between(before: (f64, &PoolStats), after: (f64, &PoolStats)) -> Option<Self> {
        let ((began, before), (end_seconds, after)) = (before, after);
        let seconds = end_seconds - began;
        if !(seconds > 0.0 && seconds.is_finite()) || after.reset_since(before).is_some() {
            return None;
        }
        let counted = |of: fn(&PoolStats) -> Option<f64>| Some(of(after)? - of(before)?);
        let rate = |of| Some(counted(of)? / seconds);
        let requests = counted(|stats| stats.requests);
        let timeouts = counted(|stats| stats.timeouts);
        let asked = requests.map(|requests| requests + timeouts.unwrap_or(0.0));
        let each = |total: Option<f64>| ratio(total?, requests?);
        let use_total = counted(|stats| stats.use_seconds);
        let use_seconds = each(use_total);
        // Where nothing was given back, what is handed out is in no counter: the gauges tell of it.
        let gauges = before.in_use.zip(after.in_use).map(|(before, after)| (before + after) / 2.0);
        let in_use_mean = use_total.filter(|total| *total > 0.0).map(|total| total / seconds).or(gauges);
        let most = after.most();
        let peaks = [before.in_use, after.in_use, after.in_use_peak];
        Some(Interval {
            end_seconds,
            seconds,
            arrivals_per_second: asked.map(|asked| asked / seconds),
            use_seconds,
            use_variation: each(counted(|stats| stats.use_seconds_squared))
                .zip(use_seconds)
                .filter(|(_, mean)| *mean > 0.0)
                .map(|(squares, mean)| (squares / (mean * mean) - 1.0).max(0.0)),
            wait_seconds: each(counted(|stats| stats.wait_seconds)),
            wait_peak_seconds: after.wait_peak_seconds,
            queued_ratio: counted(|stats| stats.queued).and_then(|queued| ratio(queued, asked?)),
            in_use_mean,
            in_use_peak: peaks.into_iter().flatten().reduce(f64::max),
            utilisation: in_use_mean.zip(most).map(|(used, most)| (used / most).min(1.0)),
            timeouts_per_second: timeouts.map(|timeouts| timeouts / seconds),
            created_per_second: rate(|stats| stats.created),
            create_seconds: counted(|stats| stats.create_seconds)
                .zip(counted(|stats| stats.created))
                .and_then(|(total, created)| ratio(total, created)),
            lost_per_second: rate(|stats| stats.lost),
            errors_per_second: rate(|stats| stats.errors),
            most,
            in_use_end: after.in_use,
            waiting_end: after.waiting,
            open_end: after.open.or_else(|| Some(after.in_use? + after.idle?)),
        })
    }

    /// The same of a pool that can have more than it reports.
    pub(super) fn without_most(self) -> Self {
        Interval { most: None, utilisation: None, ..self }
    }
}

/// The sum, 0 of nothing: `Iterator::sum` makes it -0.0, and so it would be written.
pub(super) fn total(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// What happened in a database between two observations.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct DatabaseInterval {
    /// When it ended, on the clock of the observations.
    pub end_seconds: f64,
    /// How long it was, in seconds.
    pub seconds: f64,
    /// Transactions, committed and rolled back, per second.
    pub transactions_per_second: Option<f64>,
    /// Share of them that was rolled back, 0..1.
    pub rollback_ratio: Option<f64>,
    /// Statements per second.
    pub queries_per_second: Option<f64>,
    /// Mean time of a statement, in seconds.
    pub query_seconds: Option<f64>,
    /// Slow statements per second.
    pub slow_queries_per_second: Option<f64>,
    /// Share of statements, or of rows where statements are not told apart, that write, 0..1.
    pub write_ratio: Option<f64>,
    /// Share of pages found in the cache, 0..1.
    pub cache_hit_ratio: Option<f64>,
    /// Pages looked for, per second.
    pub pages_per_second: Option<f64>,
    /// Deadlocks per second.
    pub deadlocks_per_second: Option<f64>,
    /// Waits for row locks, per second.
    pub lock_waits_per_second: Option<f64>,
    /// Statements cancelled by recovery, per second.
    pub conflicts_per_second: Option<f64>,
    /// Written to temporary files, bytes per second.
    pub temporary_bytes_per_second: Option<f64>,
    /// Sessions that ran a statement, on average.
    pub active_mean: Option<f64>,
    /// Share of the time in transactions that statements ran, 0..1.
    pub busy_ratio: Option<f64>,
    /// Statements refused because another held the database, per second.
    pub busy_per_second: Option<f64>,
    /// Connections refused or not brought to an end, per second.
    pub connections_refused_per_second: Option<f64>,
    /// Sessions whose statement waited for a lock at the end.
    pub waiting_for_lock: Option<f64>,
    /// Sessions whose statement waited for the disk at the end.
    pub waiting_for_io: Option<f64>,
    /// Sessions whose statement waited for something else than a CPU, a lock or the disk at the end.
    pub waiting_otherwise: Option<f64>,
}

impl DatabaseInterval {
    /// Compares two observations. Nothing where a counter is less than it was or was set back in between.
    #[must_use]
    pub fn between(before: (f64, &DatabaseValues), after: (f64, &DatabaseValues)) -> Option<Self> {
        let ((began, before), (end_seconds, after)) = (before, after);
        let seconds = end_seconds - began;
        let same = before.reset_time_seconds == after.reset_time_seconds;
        if !(seconds > 0.0 && seconds.is_finite() && same) || after.reset_since(before).is_some() {
            return None;
        }
        let counted = |of: fn(&DatabaseValues) -> Option<f64>| Some(of(after)? - of(before)?);
        let rate = |of| Some(counted(of)? / seconds);
        let share = |part: Option<f64>, rest: Option<f64>| ratio(part?, part? + rest?);
        let (commits, rollbacks) = (counted(|values| values.commits), counted(|values| values.rollbacks));
        let (hits, misses) = (counted(|values| values.cache_hits), counted(|values| values.cache_misses));
        let active = counted(|values| values.active_seconds);
        let idle = counted(|values| values.idle_in_transaction_seconds);
        Some(DatabaseInterval {
            end_seconds,
            seconds,
            transactions_per_second: commits.map(|commits| (commits + rollbacks.unwrap_or(0.0)) / seconds),
            rollback_ratio: share(rollbacks, commits),
            queries_per_second: rate(|values| values.queries),
            query_seconds: counted(|values| values.query_seconds)
                .zip(counted(|values| values.queries))
                .and_then(|(total, queries)| ratio(total, queries)),
            slow_queries_per_second: rate(|values| values.slow_queries),
            write_ratio: share(counted(|values| values.writes), counted(|values| values.reads))
                .or_else(|| share(counted(|values| values.rows_written), counted(|values| values.rows_read))),
            cache_hit_ratio: share(hits, misses),
            pages_per_second: hits.zip(misses).map(|(hits, misses)| (hits + misses) / seconds),
            deadlocks_per_second: rate(|values| values.deadlocks),
            lock_waits_per_second: rate(|values| values.lock_waits),
            conflicts_per_second: rate(|values| values.conflicts),
            temporary_bytes_per_second: rate(|values| values.temporary_bytes),
            active_mean: active
                .map(|active| active_mean(active, seconds, before, after))
                .or(after.connections_active),
            busy_ratio: share(active, idle),
            busy_per_second: rate(|values| values.busy),
            connections_refused_per_second: rate(|values| values.connections_refused),
            waiting_for_lock: after.connections_waiting_for_lock,
            waiting_for_io: after.connections_waiting_for_io,
            waiting_otherwise: after.connections_waiting_otherwise,
        })
    }
}

/// Sessions that ran a statement, on average, by the time that statements took which ended in the interval: PostgreSQL
/// counts a statement when it ends, and then all of it.
fn active_mean(counted: f64, seconds: f64, before: &DatabaseValues, after: &DatabaseValues) -> f64 {
    let (was, is) = (before.connections_active, after.connections_active);
    let most = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::max);
    let mut mean = counted / seconds;
    // What ran when the interval began may have run before it for as long as the longest of them.
    if let (Some(was), Some(oldest)) = (was, before.oldest_query_seconds) {
        let within = (counted - was * oldest) / seconds;
        mean = mean.min(within.max(most(Some(was), is).unwrap_or(0.0)));
    }
    // What runs on and on is in no counter yet.
    let throughout = was.zip(is).map_or(0.0, |(was, is)| was.min(is));
    let open = most(before.connections, after.connections).unwrap_or(f64::INFINITY);
    mean.max(throughout).min(open)
}

#[cfg(test)]
#[path = "interval_tests.rs"]
mod tests;
