//! The checker's own work: queue, workers, connections, gate.

use super::family::{
    Family, CHECKER_CAPACITY, CHECKER_CHECKED, CHECKER_CUT_SHORT, CHECKER_LATENESS, CHECKER_MISSED,
    CHECKER_NOT_ADMITTED, CHECKER_QUEUE, CHECKER_REFUSED, CHECKER_RETRIED, CHECKER_RUNNING, CHECKER_SERVERS,
    CHECKER_SHARD, CHECKER_SHARDS, CHECKER_WATCHED, CHECKER_WORKERS, GATE_GRANTED, GATE_IN_FLIGHT,
    GATE_LIMIT, GATE_LOAD, GATE_MAX, GATE_REFUSED, GATE_REFUSING, GATE_SIGNAL, GATE_STALE, GATE_WAITED,
    GATE_WAITING, POOL_CLOSED_IDLE, POOL_CONNECTIONS, POOL_CREATED, POOL_REFUSED, POOL_REUSED, POOL_WAITED,
    POOL_WAITING, POOL_WAIT_TIME, RELOAD_OK, RELOAD_TIME,
};
use super::Exposition;
use crate::admit::{Class, GateState};
use crate::checker::{CheckerStatistics, Shard};
use crate::gate::GateStatistics;
use crate::probe::{Pool, PoolStatistics, ProbeContext};

/// A number of a pool.
type Reading = fn(&PoolStatistics) -> f64;

impl Exposition {
    /// What a checker did and does, its pools and caches among it; `watched` is the number of checks that it watches.
    pub fn checker(&mut self, statistics: &CheckerStatistics, watched: usize) {
        let queue = &statistics.queue;
        for (family, value) in [
            (&CHECKER_WATCHED, size(watched)),
            (&CHECKER_QUEUE, size(queue.length + queue.beside)),
            (&CHECKER_CAPACITY, size(queue.capacity)),
            (&CHECKER_REFUSED, count(queue.refused)),
            (&CHECKER_WORKERS, size(statistics.workers)),
            (&CHECKER_RUNNING, size(statistics.running)),
            (&CHECKER_CHECKED, count(statistics.checked)),
            (&CHECKER_NOT_ADMITTED, count(statistics.not_admitted)),
            (&CHECKER_MISSED, count(statistics.missed)),
            (&CHECKER_RETRIED, count(statistics.retried)),
            (&CHECKER_CUT_SHORT, count(statistics.cut_short)),
        ] {
            self.series(family).add(&[], value);
        }
        let late = &statistics.lateness;
        let mut series = self.series(&CHECKER_LATENESS);
        for (percentile, time) in [("50", late.p50), ("99", late.p99), ("100", late.max)] {
            series.add(&[("percentile", percentile)], time.as_secs_f64());
        }
        self.pools(&statistics.mcp_pool, &statistics.rest_pool);
        self.caches(&statistics.caches);
    }

    /// What the pools and the caches of a context of probes have and did. Those of a checker are told with it.
    pub fn probe_context(&mut self, context: &ProbeContext) {
        self.pools(&context.pool(Pool::Mcp), &context.pool(Pool::Rest));
        self.caches(&context.caches().statistics().into_iter().collect());
    }

    /// Which part of a fleet a checker has: of so many servers that are enabled, what belongs to this shard.
    pub fn shard(&mut self, shard: Option<&Shard>, servers: usize) {
        self.series(&CHECKER_SERVERS).add(&[], size(servers));
        if let Some(shard) = shard.filter(|shard| shard.takes_part()) {
            self.series(&CHECKER_SHARD).add(&[], f64::from(shard.index()));
        }
        self.series(&CHECKER_SHARDS).add(&[], shard.map_or(1.0, |shard| f64::from(shard.taking_part())));
    }

    /// Whether the file that names what is checked could be used when it was read last, and when the one that counts was, in
    /// seconds since 1970.
    pub fn reload(&mut self, was_used: bool, used_unix_seconds: f64) {
        self.series(&RELOAD_OK).add(&[], f64::from(u8::from(was_used)));
        self.series(&RELOAD_TIME).add(&[], used_unix_seconds);
    }

    fn pools(&mut self, mcp: &PoolStatistics, rest: &PoolStatistics) {
        let pools = [("mcp", mcp), ("rest", rest)];
        let mut series = self.series(&POOL_CONNECTIONS);
        for (name, pool) in pools {
            series.add(&[("pool", name), ("state", "in_use")], size(pool.in_use));
            series.add(&[("pool", name), ("state", "idle")], size(pool.idle));
        }
        let readings: [(&Family, Reading); 7] = [
            (&POOL_WAITING, |pool| size(pool.waiting)),
            (&POOL_CREATED, |pool| count(pool.created)),
            (&POOL_REUSED, |pool| count(pool.reused)),
            (&POOL_CLOSED_IDLE, |pool| count(pool.closed_idle)),
            (&POOL_WAITED, |pool| count(pool.waited)),
            (&POOL_WAIT_TIME, |pool| pool.wait_time.as_secs_f64()),
            (&POOL_REFUSED, |pool| count(pool.refused)),
        ];
        for (family, reading) in readings {
            let mut series = self.series(family);
            for (name, pool) in pools {
                series.add(&[("pool", name)], reading(pool));
            }
        }
    }

    /// What goes on at a gate, and what it did.
    pub fn gate(&mut self, state: &GateState, statistics: &GateStatistics) {
        for (family, value) in [
            (&GATE_LIMIT, f64::from(state.limit)),
            (&GATE_MAX, f64::from(state.max_concurrent)),
            (&GATE_IN_FLIGHT, f64::from(state.in_flight)),
            (&GATE_WAITING, size(state.waiting)),
            (&GATE_STALE, f64::from(u8::from(state.load.stale))),
            (&GATE_GRANTED, count(statistics.granted)),
            (&GATE_WAITED, statistics.waited.as_secs_f64()),
        ] {
            self.series(family).add(&[], value);
        }
        self.series(&GATE_LOAD).add(&[], state.load.reading);
        let signals = &state.load.signals;
        let mut series = self.series(&GATE_SIGNAL);
        for (index, signal) in signals.iter().enumerate() {
            // Pressure of several resources is one signal here: the greatest.
            let ratio = signal.value / signal.mark;
            let same = |other: &crate::admit::Signal| other.reason == signal.reason;
            let greater = |(at, other): (usize, &crate::admit::Signal)| {
                let theirs = other.value / other.mark;
                theirs > ratio || (theirs >= ratio && at < index)
            };
            if !signals.iter().enumerate().filter(|(_, other)| same(other)).any(greater) {
                series.add(&[("signal", signal.reason.name())], ratio);
            }
        }
        let mut series = self.series(&GATE_REFUSING);
        for class in Class::ALL {
            let refuses = state.load.refusing.contains(class);
            series.add(&[("class", class.name())], f64::from(u8::from(refuses)));
        }
        let mut series = self.series(&GATE_REFUSED);
        for (reason, times) in &statistics.refused {
            series.add(&[("reason", reason.name())], count(*times));
        }
    }
}

#[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
fn count(number: u64) -> f64 {
    number as f64
}

#[allow(clippy::cast_precision_loss)] // As above.
fn size(number: usize) -> f64 {
    number as f64
}
