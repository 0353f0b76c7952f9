//! What is known of a stretch of time.

use crate::fields::Sample;
use crate::units::Limit;
use crate::usage::{self, Usage};

/// What a container did between the point before and this one. What is missing is left out of the
/// score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EfficiencyPoint {
    /// The time at which it ends, in seconds of any clock; wall time, if the state is to outlast a
    /// restart.
    pub seconds: f64,
    /// CPU time used per second.
    pub cpu_cpus: Option<f64>,
    /// The CPUs that the container can use: the tightest of quota, cpuset and CPUs online.
    pub effective_cpus: Option<f64>,
    /// The CPU quota; missing where there is none: then no CPU is reserved and none wasted.
    pub cpu_quota_cpus: Option<f64>,
    /// Share of the time in which the quota refused CPU time.
    pub cpu_throttled_ratio: Option<f64>,
    /// Share of the time in which a task waited for a CPU (PSI, `cpu some`).
    pub cpu_pressure: Option<f64>,
    /// Memory that the kernel cannot take back without swapping.
    pub memory_needed_bytes: Option<f64>,
    /// The memory limit; missing where there is none: then no memory is reserved and none wasted.
    pub memory_limit_bytes: Option<f64>,
    /// Share of the time in which a task waited for memory (PSI, `memory some`).
    pub memory_pressure: Option<f64>,
    /// Share of the time in which a task waited for I/O (PSI, `io some`).
    pub io_pressure: Option<f64>,
    /// The reading of the load line: 1.0 is laden to the mark.
    pub load_line: Option<f64>,
    /// Restarts and processes killed for want of memory since the point before.
    pub failures: Option<f64>,
}

impl EfficiencyPoint {
    /// From a sample, what happened since the sample before it, and the reading of the load line
    /// there. Kills for want of memory count as failures; restarts are the caller's to add.
    #[must_use]
    pub fn of(seconds: f64, sample: &Sample, usage: &Usage, load_line: Option<f64>) -> Self {
        EfficiencyPoint {
            seconds,
            cpu_cpus: usage.cgroup_cpu_usage_cpus,
            effective_cpus: sample.cgroup_effective_cpus(),
            cpu_quota_cpus: sample.cgroup_cpu_effective_quota_cpus().and_then(Limit::value),
            cpu_throttled_ratio: usage.cgroup_cpu_throttled_ratio,
            cpu_pressure: usage.cgroup_pressure_cpu_some_ratio,
            memory_needed_bytes: usage::memory_needed_bytes(sample).map(float),
            memory_limit_bytes: sample
                .cgroup_memory_effective_limit_bytes()
                .and_then(Limit::value)
                .map(float),
            memory_pressure: usage.cgroup_pressure_memory_some_ratio,
            io_pressure: usage.cgroup_pressure_io_some_ratio,
            load_line,
            failures: usage.cgroup_memory_oom_kills_in_window,
        }
    }

    /// CPU time used, of what can be used.
    pub(super) fn cpu_share(&self) -> Option<f64> {
        share(self.cpu_cpus, self.effective_cpus)
    }

    /// CPU time used, of the quota.
    pub(super) fn cpu_reserved_share(&self) -> Option<f64> {
        share(self.cpu_cpus, self.cpu_quota_cpus)
    }

    /// Memory needed, of the limit.
    pub(super) fn memory_share(&self) -> Option<f64> {
        share(self.memory_needed_bytes, self.memory_limit_bytes)
    }
}

fn share(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    Some(part? / whole.filter(|whole| *whole > 0.0)?)
}

#[allow(clippy::cast_precision_loss)] // A share does not need 53 bits.
fn float(value: u64) -> f64 {
    value as f64
}
