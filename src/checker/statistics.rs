//! What a checker counts.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::cache::CacheStatistics;
use crate::probe::PoolStatistics;

/// What a checker did and does, in this process.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct CheckerStatistics {
    /// What waits.
    pub queue: QueueStatistics,
    /// Workers now; 0 before the first check.
    pub workers: usize,
    /// Checks that run now.
    pub running: usize,
    /// Checks that were run.
    pub checked: u64,
    /// Checks that were not run because they were not admitted.
    pub not_admitted: u64,
    /// Turns of watched checks that were left out because the one before still ran or waited.
    pub missed: u64,
    /// Attempts that failed and were made again.
    pub retried: u64,
    /// Attempts of watched checks that were ended before their time because they held a worker that others needed, and
    /// were made again with all their time.
    pub cut_short: u64,
    /// How late watched checks begin.
    pub lateness: Lateness,
    /// Connections for MCP.
    pub mcp_pool: PoolStatistics,
    /// Connections for REST.
    pub rest_pool: PoolStatistics,
    /// The caches, by category.
    pub caches: BTreeMap<String, CacheStatistics>,
}

/// What waits to be checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueueStatistics {
    /// Single and watched checks that wait for a worker.
    pub length: usize,
    /// The most that may wait.
    pub capacity: usize,
    /// Checks that were refused because it was full.
    pub refused: u64,
    /// Checks that wait beside it, and do not count in its length: those of lists, which wait in their lists, and
    /// watched ones that hung last time.
    pub beside: usize,
}

/// How late watched checks begin, from the time that they were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lateness {
    /// The median.
    #[serde(rename = "p50_seconds", serialize_with = "seconds")]
    pub p50: Duration,
    /// Beyond which 1 % lies.
    #[serde(rename = "p99_seconds", serialize_with = "seconds")]
    pub p99: Duration,
    /// The largest.
    #[serde(rename = "max_seconds", serialize_with = "seconds")]
    pub max: Duration,
    /// Beyond which 1 % of the last one to two minutes lies.
    #[serde(rename = "recent_p99_seconds", serialize_with = "seconds")]
    pub recent_p99: Duration,
}

fn seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_secs_f64().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every time in the JSON of a checker is a number of seconds, and its name says so.
    #[test]
    fn times_are_seconds() {
        let late = |ms| Duration::from_millis(ms);
        let lateness = Lateness { p50: late(1), p99: late(20), max: late(1500), recent_p99: Duration::ZERO };
        let statistics = CheckerStatistics { lateness, ..CheckerStatistics::default() };
        let json = serde_json::to_value(&statistics).unwrap();
        let told = serde_json::json!({
            "p50_seconds": 0.001, "p99_seconds": 0.02, "max_seconds": 1.5, "recent_p99_seconds": 0.0
        });
        assert_eq!(json["lateness"], told);
        assert!(!json.to_string().contains("nanos"), "{json}");
    }
}
