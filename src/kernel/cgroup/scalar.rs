//! Files that hold one value: `memory.current`, `pids.max`, `cpu.cfs_quota_us` and their like
//! (`Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/`).
//!
//! These may lack the newline at their end. The kernel writes them at once, so that they are never cut.

use crate::kernel::scan::number;

/// A limit: none at all, or a value in the unit of its file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bound {
    /// No limit: `max` in version 2, a number near 2^63 or `-1` in version 1.
    #[default]
    Max,
    /// The limit.
    Value(u64),
}

impl Bound {
    /// The limit, if there is one.
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Max => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Version 1 has no word for "no limit" of memory: it prints the largest `i64`, rounded down to a page since
    /// Linux 3.19 (`PAGE_COUNTER_MAX`, `mm/memcontrol-v1.c`). The largest pages that Linux has are 64 KiB.
    pub(crate) fn of_v1(value: u64) -> Self {
        const NO_LIMIT: u64 = 0x7fff_ffff_ffff_0000;
        if value >= NO_LIMIT {
            Self::Max
        } else {
            Self::Value(value)
        }
    }
}

fn without_newline(bytes: &[u8]) -> &[u8] {
    bytes.strip_suffix(b"\n").unwrap_or(bytes)
}

/// A plain number, as in `memory.current`, `pids.current`, `cpuacct.usage`, `cpu.cfs_period_us`.
pub fn parse_u64(bytes: &[u8]) -> Option<u64> {
    number(without_newline(bytes))
}

/// A limit, as in `memory.max`, `pids.max`, `memory.limit_in_bytes`: `max`, or a number. A number so large that
/// version 1 means "no limit" by it (from 0x7fff_ffff_ffff_0000) is [`Bound::Max`].
pub fn parse_bound(bytes: &[u8]) -> Option<Bound> {
    match without_newline(bytes) {
        b"max" => Some(Bound::Max),
        value => Some(Bound::of_v1(number(value)?)),
    }
}

/// The quota of version 1, `cpu.cfs_quota_us`, in microseconds of CPU time for each period
/// (`kernel/sched/core.c`, `Documentation/scheduler/sched-bwc.rst`): `-1` means none. Any other negative number is
/// damage.
pub fn parse_quota(bytes: &[u8]) -> Option<Bound> {
    match without_newline(bytes) {
        b"-1" => Some(Bound::Max),
        value => Some(Bound::Value(number(value)?)),
    }
}

#[cfg(test)]
#[path = "scalar_tests.rs"]
mod tests;
