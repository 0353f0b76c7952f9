//! What a gate did so far.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::shards::Shards;
use crate::admit::RefusalReason;

/// What a gate did so far, in this process.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct GateStatistics {
    /// Permits that were given.
    pub granted: u64,
    /// Those of them that were waited for.
    pub granted_after_waiting: u64,
    /// How long those who waited did so, in all; also those who got none.
    #[serde(rename = "waited_seconds", serialize_with = "seconds")]
    pub waited: Duration,
    /// Permits whose work timed out.
    pub timed_out: u64,
    /// How often permits were refused, by reason; those that never occurred are left out.
    #[serde(serialize_with = "by_name")]
    pub refused: Vec<(RefusalReason, u64)>,
    /// How long work takes, mean of the last moment in which some ended; only where the limit is adapted.
    #[serde(rename = "latency_seconds", serialize_with = "some_seconds")]
    pub latency: Option<Duration>,
    /// How long work takes when little goes on; only where the limit is adapted.
    #[serde(rename = "base_latency_seconds", serialize_with = "some_seconds")]
    pub base_latency: Option<Duration>,
}

impl GateStatistics {
    /// How often a permit was refused for this reason.
    #[must_use]
    pub fn refused_for(&self, reason: RefusalReason) -> u64 {
        self.refused.iter().find(|(known, _)| *known == reason).map_or(0, |(_, count)| *count)
    }
}

fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    duration.as_secs_f64().serialize(serializer)
}

fn some_seconds<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_secs_f64()).serialize(serializer)
}

fn by_name<S: Serializer>(refused: &[(RefusalReason, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(refused.len()))?;
    for (reason, count) in refused {
        map.serialize_entry(reason.name(), count)?;
    }
    map.end()
}

/// Reasons that a gate gives.
const REASONS: [RefusalReason; 9] = [
    RefusalReason::Concurrency,
    RefusalReason::QueueFull,
    RefusalReason::Memory,
    RefusalReason::Cpu,
    RefusalReason::Throttled,
    RefusalReason::Pressure,
    RefusalReason::LoadLine,
    RefusalReason::TimedOut,
    RefusalReason::Closed,
];

/// The same while it counts.
#[derive(Debug, Default)]
pub(super) struct Counters {
    granted: Shards,
    granted_after_waiting: AtomicU64,
    waited_ns: AtomicU64,
    timed_out: AtomicU64,
    refused: [AtomicU64; REASONS.len()],
}

impl Counters {
    /// The number of the permit, among those of this thread and a few others.
    pub(super) fn grant(&self) -> u64 {
        self.granted.add()
    }

    pub(super) fn grant_after_waiting(&self) {
        self.granted_after_waiting.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn waited(&self, nanoseconds: u64) {
        self.waited_ns.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    pub(super) fn time_out(&self) {
        self.timed_out.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn refuse(&self, reason: RefusalReason) {
        if let Some(at) = REASONS.iter().position(|known| *known == reason) {
            self.refused[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn statistics(&self) -> GateStatistics {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let refused = REASONS.iter().zip(&self.refused).map(|(reason, counter)| (*reason, value(counter)));
        GateStatistics {
            granted: self.granted.sum(),
            granted_after_waiting: value(&self.granted_after_waiting),
            waited: Duration::from_nanos(value(&self.waited_ns)),
            timed_out: value(&self.timed_out),
            refused: refused.filter(|(_, count)| *count > 0).collect(),
            latency: None,
            base_latency: None,
        }
    }
}
