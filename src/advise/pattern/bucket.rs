//! Points gathered until they cover a second: at 100 Hz single points show the scheduler, not the
//! work.

use serde::{Deserialize, Serialize};

use super::point::WorkloadPoint;
use crate::advise::mean::Mean;

const VALUES: usize = WorkloadPoint::COLUMNS.len() - 1;

/// A little under a second, so that a caller at 1 Hz fills a bucket with each point in spite of
/// jitter.
const ENOUGH_SECONDS: f64 = 0.9;

/// No rate counts for longer than this, however long ago the point before was taken: after a gap
/// nobody knows what happened.
pub(super) const LONGEST_SECONDS: f64 = 60.0;

/// Means of the points so far, each weighted by its time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Bucket {
    seconds: f64,
    means: [Mean; VALUES],
}

impl Bucket {
    /// Adds what held for so many seconds; whether the bucket is full.
    pub(super) fn add(&mut self, point: &WorkloadPoint, seconds: f64) -> bool {
        let seconds = seconds.min(LONGEST_SECONDS);
        self.seconds += seconds;
        for (mean, value) in self.means.iter_mut().zip(point.values()) {
            mean.add(value, seconds);
        }
        self.seconds >= ENOUGH_SECONDS
    }

    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }
}

/// The columns by name, in the order of [`WorkloadPoint::values`].
macro_rules! columns {
    ($($at:literal $name:ident)*) => {
        impl Bucket {
            $(pub(super) fn $name(&self) -> Option<f64> {
                self.means[$at].value()
            })*
        }
    };
}

columns! {
    0 cpu_cpus
    1 effective_cpus
    2 cpu_throttled_cpus
    3 cpu_pressure
    4 memory_needed_bytes
    5 memory_limit_bytes
    6 memory_pressure
    7 io_bytes_per_second
    8 io_operations_per_second
    9 io_pressure
    10 host_iowait_ratio
    11 network_bytes_per_second
    12 major_faults_per_second
}
