//! Pools of connections, against servers on the loopback that know how many connections are open to them.

mod bounds;
mod counts;
mod fork;
mod idle;
mod request;
mod server;
mod stale;
mod turns;

#[allow(dead_code)] // It serves other tests, too.
#[path = "../common/children.rs"]
mod children;
#[allow(dead_code)]
#[path = "../common/isolation.rs"]
mod isolation;

use std::time::{Duration, Instant};

use plimsoll::probe::{Pool, PoolOptions, PoolStatistics, ProbeContext, ProbeOptions};

/// A context whose pools have these bounds.
fn context(bounds: impl FnOnce(&mut PoolOptions)) -> ProbeContext {
    let mut pool = PoolOptions::default();
    bounds(&mut pool);
    let mut options = ProbeOptions::default();
    options.mcp_pool = pool.clone();
    options.rest_pool = pool;
    ProbeContext::new(options).expect("a context")
}

/// Nothing is in use, and what is open is idle.
fn at_rest(context: &ProbeContext, pool: Pool) -> PoolStatistics {
    let statistics = context.pool(pool);
    assert_eq!((statistics.in_use, statistics.waiting), (0, 0), "{statistics:?}");
    assert_eq!(statistics.open, statistics.idle, "{statistics:?}");
    let of_hosts: usize = statistics.per_host.iter().map(|host| host.open).sum();
    assert_eq!(of_hosts, statistics.open, "{statistics:?}");
    assert!(statistics.per_host.iter().all(|host| host.in_use == 0 && host.open > 0), "{statistics:?}");
    statistics
}

/// Waits until something holds, for which it has seconds.
fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < deadline, "in ten seconds not: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
