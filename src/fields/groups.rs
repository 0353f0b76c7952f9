//! Which parts of a sample are read.

bitflags::bitflags! {
    /// A set of field groups: what a sampler reads. Combine with `|`; [`Groups::FULL`] and
    /// [`Groups::TICK`] are the two named sets.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Groups: u64 {
        /// CPU time of the host by state, context switches, running and blocked tasks (`/proc/stat`).
        const CPU = 1 << 0;
        /// Load averages of the host.
        const LOAD = 1 << 1;
        /// Memory of the host (`/proc/meminfo`).
        const MEMORY = 1 << 2;
        /// Paging, faults and OOM kills of the host (`/proc/vmstat`); slow lane.
        const PAGING = 1 << 3;
        /// Pressure stall information of the host (`/proc/pressure`).
        const PRESSURE = 1 << 4;
        /// Totals over the real disks of the host.
        const DISK = 1 << 5;
        /// Space and inodes of one filesystem; slow lane.
        const FILESYSTEM = 1 << 6;
        /// Totals over the interfaces of the network namespace, without loopback.
        const NETWORK = 1 << 7;
        /// TCP counters and sockets of the network namespace; slow lane.
        const PROTOCOL = 1 << 8;
        /// CPU usage, throttling, quota and effective CPUs of the cgroup.
        const CGROUP_CPU = 1 << 9;
        /// Memory usage, limits and events of the cgroup.
        const CGROUP_MEMORY = 1 << 10;
        /// The parts of the cgroup's memory (`memory.stat`): working set, anon, file, faults.
        const CGROUP_MEMORY_STAT = 1 << 11;
        /// Block I/O of the cgroup.
        const CGROUP_IO = 1 << 12;
        /// Tasks of the cgroup and their limit.
        const CGROUP_PIDS = 1 << 13;
        /// Pressure stall information of the cgroup.
        const CGROUP_PRESSURE = 1 << 14;
        /// The target process.
        const PROCESS = 1 << 15;

        /// Everything.
        const FULL = (1 << 16) - 1;
        /// What a 100 Hz caller needs: CPU, memory, limits, events and pressure of the cgroup.
        const TICK = Self::CGROUP_CPU.bits() | Self::CGROUP_MEMORY.bits() | Self::CGROUP_PRESSURE.bits();
    }
}

impl Default for Groups {
    fn default() -> Self {
        Groups::FULL
    }
}

/// Single groups by the names that the command, Python and JSON use.
const NAMES: [(&str, Groups); 16] = [
    ("cpu", Groups::CPU),
    ("load", Groups::LOAD),
    ("memory", Groups::MEMORY),
    ("paging", Groups::PAGING),
    ("pressure", Groups::PRESSURE),
    ("disk", Groups::DISK),
    ("filesystem", Groups::FILESYSTEM),
    ("network", Groups::NETWORK),
    ("protocol", Groups::PROTOCOL),
    ("cgroup_cpu", Groups::CGROUP_CPU),
    ("cgroup_memory", Groups::CGROUP_MEMORY),
    ("cgroup_memory_stat", Groups::CGROUP_MEMORY_STAT),
    ("cgroup_io", Groups::CGROUP_IO),
    ("cgroup_pids", Groups::CGROUP_PIDS),
    ("cgroup_pressure", Groups::CGROUP_PRESSURE),
    ("process", Groups::PROCESS),
];

impl Groups {
    /// The names of the groups in the set, lower case, in the order of their bits.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(move |(_, group)| self.contains(*group)).map(|(name, _)| *name)
    }

    /// The name of a single group.
    #[cfg_attr(not(feature = "capi"), allow(dead_code))]
    pub(crate) const fn single_name(self) -> &'static str {
        NAMES[self.bits().trailing_zeros() as usize].0
    }

    /// The group or named set (`full`, `tick`) of that name, in lower case.
    #[must_use]
    pub fn from_group_name(name: &str) -> Option<Self> {
        match name {
            "full" => Some(Groups::FULL),
            "tick" => Some(Groups::TICK),
            _ => NAMES.iter().find(|(known, _)| *known == name).map(|(_, group)| *group),
        }
    }
}
