//! What the rules judge of a database. What is not known has no value.

use super::view::View;
use crate::dbpool::DatabaseInterval;

/// From so many pages looked for on, the share found means something.
const LEAST_PAGES: f64 = 10_000.0;

/// From here on a wait for a lock is logged by PostgreSQL (`deadlock_timeout`), in seconds.
const LOCK_WAIT: f64 = 1.0;

/// Sessions at work for each CPU of the server; those that wait for a lock, a timer or another process do no work.
pub(super) fn active_per_cpu(view: &View) -> Option<f64> {
    let cpus = view.value(|values| values.cpus).filter(|cpus| *cpus >= 1.0)?;
    let recent = view.database_recent.as_ref();
    // All of them over the same time: a moment says little of a mean.
    let (active, lock, otherwise) = match recent.and_then(|recent| Some((recent.active_mean?, recent))) {
        Some((active, recent)) => (active, recent.waiting_for_lock, recent.waiting_otherwise),
        None => (
            view.value(|values| values.connections_active)?,
            view.value(|values| values.connections_waiting_for_lock),
            view.value(|values| values.connections_waiting_otherwise),
        ),
    };
    let waiting = lock.unwrap_or(0.0) + otherwise.unwrap_or(0.0);
    Some((active - waiting).max(0.0) / cpus)
}

/// Share of the connections that may be opened without the reserve.
pub(super) fn connections(view: &View) -> Option<f64> {
    let most = view.value(|values| values.max_connections)?;
    let free = most - view.value(|values| values.reserved_connections).unwrap_or(0.0);
    let connections = view.value(|values| values.connections)?;
    (free > 0.0).then(|| (connections / free).min(1.0))
}

/// For how long a transaction has been open with nothing to do.
pub(super) fn idle_in_transaction(view: &View) -> Option<f64> {
    let none = view.value(|values| values.connections_idle_in_transaction) == Some(0.0);
    if none {
        Some(0.0)
    } else {
        view.value(|values| values.oldest_idle_in_transaction_seconds)
    }
}

/// Sessions that wait for a lock, where that is more than a moment.
pub(super) fn waiting_for_lock(view: &View) -> Option<f64> {
    let waiting = view.value(|values| values.connections_waiting_for_lock)?;
    let oldest = view.value(|values| values.oldest_lock_wait_seconds);
    Some(if oldest.is_some_and(|oldest| oldest < LOCK_WAIT) { 0.0 } else { waiting })
}

/// Mean time of a statement.
pub(super) fn query_seconds(view: &View) -> Option<f64> {
    view.database_recent.as_ref()?.query_seconds
}

/// Share of pages found in the cache.
pub(super) fn cache_hits(view: &View) -> Option<f64> {
    let minute = view.database_minute.as_ref()?;
    let enough = minute.pages_per_second? * minute.seconds >= LEAST_PAGES;
    let ratio = minute.cache_hit_ratio;
    if enough {
        ratio
    } else {
        ratio.map(|_| 1.0)
    }
}

/// How many of them in a minute; of a shorter time no more than there were.
pub(super) fn in_a_minute(view: &View, of: fn(&DatabaseInterval) -> Option<f64>) -> Option<f64> {
    let minute = view.database_minute.as_ref()?;
    Some(of(minute)? * minute.seconds.min(super::view::MINUTE))
}
