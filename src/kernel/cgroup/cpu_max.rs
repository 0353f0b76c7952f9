//! `cpu.max` of version 2 (`kernel/sched/core.c`, `Documentation/admin-guide/cgroup-v2.rst`). Since Linux 4.15.

use super::scalar::Bound;
use crate::kernel::scan::{number, only_line, Columns};

/// The CPU time that a cgroup may use in each period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CpuMax {
    /// Microseconds of CPU time for each period.
    pub quota_us: Bound,
    /// Length of a period in microseconds.
    pub period_us: u64,
}

impl CpuMax {
    /// The quota in CPUs, a fraction; `None` if there is no limit, or a period of 0.
    pub fn cpus(&self) -> Option<f64> {
        let quota_us = self.quota_us.value()?;
        if self.period_us == 0 {
            return None;
        }
        // The kernel allows 2^44 microseconds at most (`max_cfs_runtime`), which an `f64` holds exactly.
        #[allow(clippy::as_conversions, clippy::cast_precision_loss)]
        Some(quota_us as f64 / self.period_us as f64)
    }
}

/// Reads the file, `max 100000` or `50000 100000`. Half a limit is none: both values must be readable.
pub fn parse(bytes: &[u8]) -> Option<CpuMax> {
    let mut columns = Columns::new(only_line(bytes)?);
    let quota_us = match columns.next()? {
        b"max" => Bound::Max,
        value => Bound::Value(number(value)?),
    };
    let period_us = columns.number()?;
    columns.next().is_none().then_some(CpuMax { quota_us, period_us })
}

#[cfg(test)]
#[path = "cpu_max_tests.rs"]
mod tests;
