//! What is around the limits that bind: what advice has to reckon with.

use crate::units::Limit;

/// A cgroup of the container's chain, and its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct CgroupLimit {
    /// 0 for the container's own cgroup, 1 for its parent.
    pub depth: u64,
    /// Its path as the kernel names it.
    pub cgroup: String,
    /// In CPUs, bytes or tasks.
    pub limit: Limit<f64>,
}

/// The cgroups of a chain with their limits, the container's own first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CgroupLimits {
    /// Those that could be read.
    pub list: Vec<CgroupLimit>,
    /// There may be more above what can be seen.
    pub hidden_above: bool,
}

impl CgroupLimits {
    /// The one whose limit is the tightest, the nearest of several.
    #[must_use]
    pub fn tightest(&self) -> Option<&CgroupLimit> {
        let limited = self.list.iter().filter_map(|level| Some((level, level.limit.value()?)));
        let tightest = limited.reduce(|a, b| if b.1 < a.1 { b } else { a });
        tightest.map(|(level, _)| level)
    }
}

/// What is around the limits that bind. Looked at only when something is suspected; empty before.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Surroundings {
    /// CPU quotas, in CPUs.
    pub cpu: CgroupLimits,
    /// Memory limits, in bytes.
    pub memory: CgroupLimits,
    /// Limits of tasks.
    pub pids: CgroupLimits,
    /// The container's own cgroup, by controller: on version 1 each has a path of its own.
    pub own_cpu: Option<String>,
    /// Of the cpuset.
    pub own_cpuset: Option<String>,
    /// Of block I/O.
    pub own_io: Option<String>,
    /// Of memory.
    pub own_memory: Option<String>,
    /// Of tasks.
    pub own_pids: Option<String>,
    /// `cpu.weight` (version 2) or `cpu.shares` of the own cgroup.
    pub cpu_weight: Option<u64>,
    /// `io.weight` (version 2, its default) or `blkio.bfq.weight` of the own cgroup.
    pub io_weight: Option<u64>,
}
