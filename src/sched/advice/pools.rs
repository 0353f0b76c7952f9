//! Pools of connections that are too small.

use super::{change, count, key, seconds, share, ObservedPool, ENOUGH};
use crate::fields::Unit;
use crate::finding::{quantity, Component, Recommendation, Severity};

/// The part of requests that may wait.
const WAITING: f64 = 0.05;

pub(super) fn advice(pool: &ObservedPool) -> Option<Recommendation> {
    let waiting = share(pool.waited, pool.requests);
    // One that was refused had waited until its deadline: it needs no crowd.
    let refusing = pool.refused >= 3;
    if pool.requests < ENOUGH || (waiting < WAITING && !refusing) {
        return None;
    }
    // By what most of them waited for. Where nobody waited, one host alone asks for more at once than it may have.
    let for_pool = pool.waited.saturating_sub(pool.waited_for_host);
    let whole = for_pool > pool.waited_for_host || pool.limit_per_host >= pool.limit;
    let (setting, limit) = if whole {
        ("max_connections", pool.limit)
    } else {
        ("max_connections_per_host", pool.limit_per_host)
    };
    let more = limit.max(1) * 2;
    // A host's part cannot be larger than the whole.
    let more = if whole { more } else { more.min(pool.limit) };
    let mean = pool.wait_time.as_secs_f64() / pool.waited.max(1) as f64;
    let place = format!("performance_optimization.connection_pools.{}.{setting}", pool.name);
    let priority = if refusing { Severity::High } else { Severity::Medium };
    let mut what =
        change(Component::ConnectionPool(pool.name.clone()), "connection_pool.small", priority, waiting);
    what.title = format!("Raise {setting} of {} from {limit} to {more}.", pool.name);
    what.description = format!(
        "{} of {} requests waited for a connection, {} on average, and {} were given up without one. {} A server that \
         is slow keeps its connections for longer: see whether one became slower first.",
        pool.waited,
        pool.requests,
        quantity(mean, Unit::Seconds),
        pool.refused,
        match (whole, pool.waited) {
            (true, _) => "The connections of the pool as a whole were all in use.",
            (false, 0) => "More were needed at once than one host may have.",
            (false, _) => {
                "The pool as a whole mostly had room then: it was the connections to one host that were all in use."
            }
        },
    );
    what.expected_impact = format!(
        "{} of requests are quicker by {}, and none is given up for want of a connection.",
        quantity(waiting, Unit::Ratio),
        quantity(mean, Unit::Seconds),
    );
    what.actions = vec![key(place, more.to_string())];
    what.evidence.readings = vec![
        count("pool_requests", pool.requests),
        count("pool_waited", pool.waited),
        count("pool_waited_for_host", pool.waited_for_host),
        seconds("pool_wait_seconds", pool.wait_time.as_secs_f64()),
        count("pool_refused", pool.refused),
        count("pool_most_in_use", pool.most_in_use as u64),
        count("pool_limit", limit as u64),
    ];
    Some(what)
}
