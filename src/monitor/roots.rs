//! Whose values are whose.

use crate::sample::{Controller, Sampler};
use crate::usage::Usage;

/// Of which hierarchies the target is in the root, as of a generation: asking costs system calls.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Roots {
    pub generation: u64,
    pub cpu: bool,
    pub memory: bool,
    pub io: bool,
    pub pressure: bool,
}

impl Roots {
    pub fn of(sampler: &Sampler, generation: u64) -> Self {
        let cpu = sampler.measures_host(Controller::Cpu);
        let memory = sampler.measures_host(Controller::Memory);
        let pressure = sampler.measures_host(Controller::Unified) && !(cpu && memory);
        let io = sampler.measures_host(Controller::Io);
        Roots { generation, cpu, memory, io, pressure }
    }

    /// Without pressure and disk traffic that is the host's under the cgroup's name.
    pub fn owned(&self, mut usage: Usage) -> Usage {
        if self.pressure {
            usage.cgroup_pressure_cpu_some_ratio = None;
            usage.cgroup_pressure_cpu_full_ratio = None;
            usage.cgroup_pressure_memory_some_ratio = None;
            usage.cgroup_pressure_memory_full_ratio = None;
            usage.cgroup_pressure_io_some_ratio = None;
            usage.cgroup_pressure_io_full_ratio = None;
        }
        if self.io {
            usage.cgroup_io_reads_per_second = None;
            usage.cgroup_io_writes_per_second = None;
            usage.cgroup_io_read_bytes_per_second = None;
            usage.cgroup_io_written_bytes_per_second = None;
        }
        usage
    }
}
