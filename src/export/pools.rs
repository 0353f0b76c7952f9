//! Pools of database connections that are attached to a monitor, and what their databases say of themselves.
//!
//! Names follow OpenTelemetry's `db.client.connection.*` where it has one; its histograms of times are sums here, which
//! with the requests give means, and its `count` is the plural here: Prometheus keeps that ending for histograms.

use super::family::{
    Family, FamilyKind, DB_ADVICE_SURE, DB_ADVISED, DB_ADVISED_OVERFLOW, DB_CLOSED, DB_CONNECTIONS,
    DB_CREATED, DB_CREATE_TIME, DB_ERRORS, DB_IDLE_MIN, DB_LOST, DB_MAX, DB_OLDEST, DB_PENDING, DB_REQUESTS,
    DB_TIMEOUTS, DB_USE_TIME, DB_WAITS, DB_WAIT_TIME,
};
use super::text::Series;
use super::Exposition;
use crate::dbpool::{DatabaseValues, PoolAdvice, PoolReading, PoolSizing, PoolStats, ValueKind};

/// A value of a pool.
type Reading = fn(&PoolStats) -> Option<f64>;
/// A value of the advice on it.
type Advised = fn(&PoolAdvice) -> f64;

impl Exposition {
    pub(super) fn database_pools(&mut self, pools: &[PoolReading]) {
        if pools.is_empty() {
            return;
        }
        let mut series = self.series(&DB_CONNECTIONS);
        for (pool, stats) in current(pools) {
            series.add(&[("pool", pool), ("state", "idle")], idle(stats));
            series.add(&[("pool", pool), ("state", "used")], stats.in_use);
        }
        let gauges: [(&Family, Reading); 2] =
            [(&DB_PENDING, |stats| stats.waiting), (&DB_OLDEST, |stats| stats.oldest_use_seconds)];
        for (family, gauge) in gauges {
            let mut series = self.series(family);
            for (pool, stats) in current(pools) {
                series.add(&[("pool", pool)], gauge(stats));
            }
        }
        let readings: [(&Family, Reading); 12] = [
            (&DB_MAX, |stats| Some(stats.size? + stats.max_overflow.unwrap_or(0.0))),
            (&DB_IDLE_MIN, |stats| stats.min_size),
            (&DB_REQUESTS, |stats| stats.requests),
            (&DB_WAITS, |stats| stats.queued),
            (&DB_TIMEOUTS, |stats| stats.timeouts),
            (&DB_WAIT_TIME, |stats| stats.wait_seconds),
            (&DB_USE_TIME, |stats| stats.use_seconds),
            (&DB_CREATE_TIME, |stats| stats.create_seconds),
            (&DB_CREATED, |stats| stats.created),
            (&DB_CLOSED, |stats| stats.closed),
            (&DB_LOST, |stats| stats.lost),
            (&DB_ERRORS, |stats| stats.errors),
        ];
        for (family, reading) in readings {
            let mut series = self.series(family);
            for (pool, stats) in reported(pools) {
                series.add(&[("pool", pool)], reading(stats));
            }
        }
        self.advised(pools);
        self.databases(pools);
    }

    fn advised(&mut self, pools: &[PoolReading]) {
        let values: [(&Family, Advised); 3] = [
            (&DB_ADVISED, |advice| f64::from(advice.size)),
            (&DB_ADVISED_OVERFLOW, |advice| f64::from(advice.overflow)),
            (&DB_ADVICE_SURE, |advice| advice.confidence),
        ];
        for (family, value) in values {
            let mut series = self.series(family);
            for pool in pools {
                if let Some(PoolSizing::Advice(advice)) = pool.sizing.as_deref() {
                    series.add(&[("pool", &*pool.name)], value(advice));
                }
            }
        }
    }

    /// Every value that a database told, as `plimsoll_database_` and its name; counters end in `_total`. A gauge that was
    /// read more than a minute ago is left out: it says nothing of now.
    fn databases(&mut self, pools: &[PoolReading]) {
        for (place, field) in DatabaseValues::FIELDS.iter().enumerate() {
            let (kind, total) = match field.kind {
                ValueKind::Counter => (FamilyKind::Counter, "_total"),
                ValueKind::Gauge | ValueKind::Setting => (FamilyKind::Gauge, ""),
            };
            let mut series = Series::named(self, ["_database_", field.name, total], kind, field.help);
            for pool in pools {
                let database = match field.kind {
                    ValueKind::Gauge => pool.current_database(),
                    ValueKind::Counter | ValueKind::Setting => pool.database.as_ref(),
                };
                let Some(database) = database else { continue };
                let labels = [("pool", &*pool.name), ("system", database.system.name())];
                series.add(&labels, database.values.value(place));
            }
        }
    }
}

fn reported(pools: &[PoolReading]) -> impl Iterator<Item = (&str, &PoolStats)> {
    pools.iter().filter_map(|pool| Some((&*pool.name, pool.stats.as_ref()?)))
}

/// Those whose gauges are of now.
fn current(pools: &[PoolReading]) -> impl Iterator<Item = (&str, &PoolStats)> {
    pools.iter().filter_map(|pool| Some((&*pool.name, pool.current()?)))
}

fn idle(stats: &PoolStats) -> Option<f64> {
    stats.idle.or_else(|| Some((stats.open? - stats.in_use?).max(0.0)))
}
