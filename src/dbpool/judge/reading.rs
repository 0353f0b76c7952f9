//! A pool as a diagnosis shows it.

use std::sync::Arc;

use serde::Serialize;

use crate::dbpool::{DatabaseInterval, DatabasePool, DatabaseStats, Holder, Interval, PoolSizing, PoolStats};

/// What is known of a pool now, and of the database behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PoolReading {
    /// Its name.
    pub name: Arc<str>,
    /// When it was observed last, in seconds on the clock of its observations; missing before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_seconds: Option<f64>,
    /// As of when it was judged last, on the same clock: what was observed more than a minute before is history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_seconds: Option<f64>,
    /// What it reported last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats: Option<PoolStats>,
    /// What happened between the last two observations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Who holds connections, where the pool tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<Holder>,
    /// When the database was read last, on the same clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_time_seconds: Option<f64>,
    /// What the database said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseStats>,
    /// What happened in it between the last two readings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_interval: Option<DatabaseInterval>,
    /// How large it should be, as was advised last; missing before anybody asked. A report asks, and so do findings that the
    /// size may answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sizing: Option<Arc<PoolSizing>>,
}

impl DatabasePool {
    /// What is known of it now.
    #[must_use]
    pub fn reading(&self) -> PoolReading {
        let state = self.state();
        let known = state.latest.as_ref().map(|(time, _)| *time);
        let read = state.database.as_ref().map(|(time, _)| *time);
        PoolReading {
            name: self.name().clone(),
            time_seconds: known,
            judged_seconds: (known.is_some() || read.is_some()).then_some(state.judge.now),
            stats: state.latest.as_ref().map(|(_, stats)| *stats),
            interval: state.intervals.back().copied(),
            holders: state.holders.clone(),
            database_time_seconds: read,
            database: state.database.as_ref().map(|(_, stats)| stats.clone()),
            database_interval: state.database_intervals.back().copied(),
            sizing: state.sizing.answer.clone(),
        }
    }
}

#[cfg(feature = "export")]
impl PoolReading {
    /// What the pool reported, where that is of now.
    pub(crate) fn current(&self) -> Option<&PoolStats> {
        self.stats.as_ref().filter(|_| self.is_current(self.time_seconds))
    }

    /// What the database said, where that is of now.
    pub(crate) fn current_database(&self) -> Option<&DatabaseStats> {
        self.database.as_ref().filter(|_| self.is_current(self.database_time_seconds))
    }

    fn is_current(&self, time: Option<f64>) -> bool {
        self.judged_seconds.zip(time).is_none_or(|(now, time)| now - time <= super::view::STALE)
    }
}
