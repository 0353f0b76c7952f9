//! The three pressure files, of the host or of a cgroup: the same form and the same 24 values.

use super::source::{Reading, Source};
use crate::fields::Sample;
use crate::kernel::proc::pressure::{self, Pressure, Stall};

/// The pressure files of one scope.
#[derive(Debug)]
pub(super) struct Stalls {
    pub(super) cpu: Source,
    pub(super) memory: Source,
    pub(super) io: Source,
}

/// What the three files said.
#[derive(Debug, Default)]
pub(super) struct Readings {
    cpu: Pressure,
    memory: Pressure,
    io: Pressure,
}

impl Stalls {
    pub(super) fn sources(&self) -> [&Source; 3] {
        [&self.cpu, &self.memory, &self.io]
    }

    pub(super) fn read(&mut self, reading: &mut Reading) -> Readings {
        Readings {
            cpu: self.cpu.parsed(reading, pressure::parse).unwrap_or_default(),
            memory: self.memory.parsed(reading, pressure::parse).unwrap_or_default(),
            io: self.io.parsed(reading, pressure::parse).unwrap_or_default(),
        }
    }
}

/// Seconds of stall since boot, or since the cgroup was made.
#[allow(clippy::cast_precision_loss)] // Microseconds stay exact for 285 years.
fn seconds(stall: Stall) -> f64 {
    stall.total_us as f64 / 1e6
}

/// Sets the four values of one line of a pressure file.
macro_rules! set_line {
    ($sample:ident, $stall:expr, $avg10:ident, $avg60:ident, $avg300:ident, $total:ident) => {
        if let Some(stall) = $stall {
            $sample.$avg10(Some(stall.avg10));
            $sample.$avg60(Some(stall.avg60));
            $sample.$avg300(Some(stall.avg300));
            $sample.$total(Some(seconds(stall)));
        }
    };
}

#[rustfmt::skip]
impl Readings {
    /// Fills the host's 24 values.
    pub(super) fn set_host(&self, sample: &mut Sample) {
        set_line!(sample, self.cpu.some, set_host_pressure_cpu_some_avg10_ratio, set_host_pressure_cpu_some_avg60_ratio,
            set_host_pressure_cpu_some_avg300_ratio, set_host_pressure_cpu_some_seconds);
        set_line!(sample, self.cpu.full, set_host_pressure_cpu_full_avg10_ratio, set_host_pressure_cpu_full_avg60_ratio,
            set_host_pressure_cpu_full_avg300_ratio, set_host_pressure_cpu_full_seconds);
        set_line!(sample, self.memory.some, set_host_pressure_memory_some_avg10_ratio, set_host_pressure_memory_some_avg60_ratio,
            set_host_pressure_memory_some_avg300_ratio, set_host_pressure_memory_some_seconds);
        set_line!(sample, self.memory.full, set_host_pressure_memory_full_avg10_ratio, set_host_pressure_memory_full_avg60_ratio,
            set_host_pressure_memory_full_avg300_ratio, set_host_pressure_memory_full_seconds);
        set_line!(sample, self.io.some, set_host_pressure_io_some_avg10_ratio, set_host_pressure_io_some_avg60_ratio,
            set_host_pressure_io_some_avg300_ratio, set_host_pressure_io_some_seconds);
        set_line!(sample, self.io.full, set_host_pressure_io_full_avg10_ratio, set_host_pressure_io_full_avg60_ratio,
            set_host_pressure_io_full_avg300_ratio, set_host_pressure_io_full_seconds);
    }

    /// Fills the cgroup's 24 values.
    pub(super) fn set_cgroup(&self, sample: &mut Sample) {
        set_line!(sample, self.cpu.some, set_cgroup_pressure_cpu_some_avg10_ratio, set_cgroup_pressure_cpu_some_avg60_ratio,
            set_cgroup_pressure_cpu_some_avg300_ratio, set_cgroup_pressure_cpu_some_seconds);
        set_line!(sample, self.cpu.full, set_cgroup_pressure_cpu_full_avg10_ratio, set_cgroup_pressure_cpu_full_avg60_ratio,
            set_cgroup_pressure_cpu_full_avg300_ratio, set_cgroup_pressure_cpu_full_seconds);
        set_line!(sample, self.memory.some, set_cgroup_pressure_memory_some_avg10_ratio, set_cgroup_pressure_memory_some_avg60_ratio,
            set_cgroup_pressure_memory_some_avg300_ratio, set_cgroup_pressure_memory_some_seconds);
        set_line!(sample, self.memory.full, set_cgroup_pressure_memory_full_avg10_ratio, set_cgroup_pressure_memory_full_avg60_ratio,
            set_cgroup_pressure_memory_full_avg300_ratio, set_cgroup_pressure_memory_full_seconds);
        set_line!(sample, self.io.some, set_cgroup_pressure_io_some_avg10_ratio, set_cgroup_pressure_io_some_avg60_ratio,
            set_cgroup_pressure_io_some_avg300_ratio, set_cgroup_pressure_io_some_seconds);
        set_line!(sample, self.io.full, set_cgroup_pressure_io_full_avg10_ratio, set_cgroup_pressure_io_full_avg60_ratio,
            set_cgroup_pressure_io_full_avg300_ratio, set_cgroup_pressure_io_full_seconds);
    }
}
