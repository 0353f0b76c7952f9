//! Made-up pools: what a pool and its database would report, second by second.

use super::*;
use crate::dbpool::{DatabaseStats, DatabaseSystem, Holder, PoolStats};

/// A pool under a made-up load, and the database behind it.
pub(super) struct Series {
    pub pool: DatabasePool,
    pub time: f64,
    pub stats: PoolStats,
    pub database: Option<DatabaseStats>,
    pub holders: Vec<Holder>,
}

/// One second of load.
#[derive(Clone, Copy)]
pub(super) struct Load {
    /// Requests served in it.
    pub served: f64,
    /// Time that each uses its connection, in seconds.
    pub hold: f64,
    /// Time that each waits on average, in seconds.
    pub wait: f64,
    /// Share of them that wait.
    pub queued: f64,
    /// Connections in use at its end.
    pub in_use: f64,
    /// Requests that wait at its end.
    pub waiting: f64,
}

impl Load {
    /// So many requests a second, each for so long; nobody waits.
    pub fn of(served: f64, hold: f64) -> Self {
        Load { served, hold, wait: 0.0, queued: 0.0, in_use: (served * hold).round(), waiting: 0.0 }
    }
}

impl Series {
    pub fn new(size: f64) -> Self {
        Self::judged_by(size, PoolThresholds::default())
    }

    pub fn judged_by(size: f64, thresholds: PoolThresholds) -> Self {
        let zero = Some(0.0);
        let stats = PoolStats {
            size: Some(size),
            max_overflow: zero,
            open: Some(size),
            in_use: zero,
            idle: Some(size),
            waiting: zero,
            in_use_peak: zero,
            requests: zero,
            queued: zero,
            wait_seconds: zero,
            use_seconds: zero,
            use_seconds_squared: zero,
            timeouts: zero,
            errors: zero,
            created: Some(size),
            create_seconds: Some(size * 0.005),
            closed: zero,
            lost: zero,
            ..PoolStats::default()
        };
        let pool = DatabasePool::with_thresholds("orders", thresholds).unwrap();
        let mut series = Series { pool, time: 1_000.0, stats, database: None, holders: Vec::new() };
        series.observe();
        series
    }

    /// With a PostgreSQL of 2 CPUs that has little to do.
    pub fn with_database(size: f64) -> Self {
        let mut series = Series::new(size);
        series.database = Some(postgresql());
        series
    }

    pub fn values(&mut self) -> &mut crate::dbpool::DatabaseValues {
        &mut self.database.as_mut().unwrap().values
    }

    pub fn observe(&mut self) {
        self.pool.observe_holders(self.holders.clone()).unwrap();
        self.pool.observe_at(self.time, &self.stats).unwrap();
        if let Some(database) = &self.database {
            self.pool.observe_database_at(self.time, database.clone()).unwrap();
        }
    }

    /// A second of this load.
    pub fn second(&mut self, load: Load) {
        let Load { served, hold, wait, queued, in_use, waiting } = load;
        let stats = &mut self.stats;
        add(&mut stats.requests, served);
        add(&mut stats.queued, served * queued);
        add(&mut stats.wait_seconds, served * wait);
        add(&mut stats.use_seconds, served * hold);
        // As of exponential times.
        add(&mut stats.use_seconds_squared, served * 2.0 * hold * hold);
        (stats.in_use, stats.waiting) = (Some(in_use), Some(waiting));
        stats.in_use_peak = Some(in_use.max(if served > 0.0 { 1.0 } else { 0.0 }));
        stats.idle = stats.open.map(|open| (open - in_use).max(0.0));
        if let Some(database) = &mut self.database {
            add(&mut database.values.commits, served);
            add(&mut database.values.queries, served * 2.0);
            add(&mut database.values.query_seconds, served * hold);
        }
        self.time += 1.0;
        self.observe();
    }

    pub fn seconds(&mut self, count: usize, load: Load) {
        (0..count).for_each(|_| self.second(load));
    }

    /// The rules that have findings, worst first.
    pub fn rules(&self) -> Vec<&'static str> {
        let found = self.pool.findings();
        for finding in &found {
            assert!(!finding.title.is_empty() && !finding.description.is_empty(), "{finding:?}");
            assert!(!finding.impact.is_empty() && !finding.evidence.readings.is_empty(), "{finding:?}");
            assert!(!finding.recommendations.is_empty(), "{finding:?}");
            assert!((0.0..=1.0).contains(&finding.impact_ratio), "{finding:?}");
        }
        found.iter().map(|finding| finding.rule).collect()
    }

    /// The only finding.
    #[track_caller]
    pub fn only(&self, rule: &str) -> Finding {
        assert_eq!(self.rules(), [rule]);
        self.pool.findings().remove(0)
    }

    /// Nothing is found, at any second of this.
    #[track_caller]
    pub fn quietly(&mut self, count: usize, mut load: impl FnMut(&mut Series, usize) -> Load) {
        for second in 0..count {
            let load = load(self, second);
            self.second(load);
            assert_eq!(self.rules(), [""; 0], "at second {second}");
        }
    }
}

pub(super) fn add(counter: &mut Option<f64>, by: f64) {
    *counter = Some(counter.unwrap_or(0.0) + by);
}

fn postgresql() -> DatabaseStats {
    let mut stats = DatabaseStats::new(DatabaseSystem::PostgreSql);
    let values = &mut stats.values;
    let zero = Some(0.0);
    (values.max_connections, values.reserved_connections, values.cpus) = (Some(100.0), Some(3.0), Some(2.0));
    (values.connections, values.connections_own, values.connections_idle) =
        (Some(20.0), Some(10.0), Some(18.0));
    values.connections_active = Some(1.0);
    (values.connections_idle_in_transaction, values.connections_waiting_for_lock) = (zero, zero);
    (values.commits, values.rollbacks, values.queries, values.query_seconds) = (zero, zero, zero, zero);
    (values.cache_hits, values.cache_misses, values.deadlocks, values.conflicts) = (zero, zero, zero, zero);
    (values.temporary_bytes, values.busy) = (zero, zero);
    stats
}
