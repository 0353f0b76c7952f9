//! What the container was short of while it was measured.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fields::{Groups, Sample};
use crate::sample::Sampler;
use crate::usage::Usage;

/// From this share of the periods on a container is called throttled.
const THROTTLED: f64 = 0.01;
/// From this share of the time on somebody else is said to have had the CPU.
const STOLEN: f64 = 0.02;
const PRESSED: f64 = 0.10;

/// What the container used while it was measured, and what it waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Resources {
    /// CPU time of this process per second.
    pub process_cpus: Option<f64>,
    /// CPU time of the container, of the CPUs that it can use; of the host where there is no such limit.
    pub cpu_ratio: Option<f64>,
    /// Periods of the CPU quota in which it was used up.
    pub throttled_periods_ratio: Option<f64>,
    /// CPU time that the quota refused, of the time.
    pub throttled_ratio: Option<f64>,
    /// CPU time that the hypervisor gave to others.
    pub steal_ratio: Option<f64>,
    /// Time in which a task of the container (of the host, where the container does not tell) waited for a CPU.
    pub cpu_pressure_ratio: Option<f64>,
    /// The same for memory.
    pub memory_pressure_ratio: Option<f64>,
    /// The same for I/O.
    pub io_pressure_ratio: Option<f64>,
    /// The most memory that could not be taken back, of the limit.
    pub memory_ratio: Option<f64>,
    /// Processes of the container that were killed for want of memory.
    pub oom_kills: Option<f64>,
}

impl Resources {
    fn of(usage: &Usage) -> Self {
        Resources {
            process_cpus: usage.process_cpu_cpus,
            cpu_ratio: usage.cgroup_cpu_ratio.or(usage.host_cpu_busy_ratio),
            throttled_periods_ratio: usage.cgroup_cpu_throttled_periods_ratio,
            throttled_ratio: usage.cgroup_cpu_throttled_ratio,
            steal_ratio: usage.host_cpu_steal_ratio,
            cpu_pressure_ratio: usage.cgroup_pressure_cpu_some_ratio.or(usage.host_pressure_cpu_some_ratio),
            memory_pressure_ratio: usage
                .cgroup_pressure_memory_some_ratio
                .or(usage.host_pressure_memory_some_ratio),
            io_pressure_ratio: usage.cgroup_pressure_io_some_ratio.or(usage.host_pressure_io_some_ratio),
            memory_ratio: usage.cgroup_memory_ratio,
            oom_kills: usage.cgroup_memory_oom_kills_in_window,
        }
    }

    /// Whether the quota held it back.
    #[must_use]
    pub fn was_throttled(&self) -> bool {
        self.throttled_periods_ratio.is_some_and(|ratio| ratio >= THROTTLED)
    }

    /// What makes the numbers less than this container could do at another time, for people.
    pub(super) fn warnings(&self) -> Vec<String> {
        let percent = |ratio: f64| format!("{:.0} %", ratio * 100.0);
        let mut warnings = Vec::new();
        if let Some(ratio) = self.throttled_periods_ratio.filter(|_| self.was_throttled()) {
            warnings.push(format!(
                "The container was throttled in {} of the periods of its CPU quota. Values are of the time in which it \
                 ran; the longest latencies hold its pauses.",
                percent(ratio)
            ));
        }
        if let Some(ratio) = self.steal_ratio.filter(|ratio| *ratio >= STOLEN) {
            warnings.push(format!("The hypervisor gave {} of the CPU time to others.", percent(ratio)));
        }
        if let Some(ratio) =
            self.cpu_pressure_ratio.filter(|ratio| *ratio >= PRESSED && !self.was_throttled())
        {
            warnings.push(format!(
                "Tasks waited for a CPU in {} of the time: others use it too. Values are of the rounds that were disturbed least.",
                percent(ratio)
            ));
        }
        if let Some(ratio) = self.memory_pressure_ratio.filter(|ratio| *ratio >= PRESSED) {
            warnings.push(format!("Tasks waited for memory in {} of the time.", percent(ratio)));
        }
        if let Some(kills) = self.oom_kills.filter(|kills| *kills > 0.0) {
            warnings.push(format!("{kills:.0} processes of the container were killed for want of memory."));
        }
        warnings
    }
}

/// Reads the container before, between and after.
pub(super) struct Watch {
    sampler: Sampler,
    first: Sample,
    last: Sample,
    most_memory: Option<f64>,
}

impl Watch {
    pub(super) fn begin() -> Result<Self> {
        let mut sampler = Sampler::builder().groups(Groups::FULL).build()?;
        let mut first = Sample::default();
        sampler.read(&mut first)?;
        Ok(Watch { sampler, last: first, first, most_memory: None })
    }

    /// What there was before anything was done.
    pub(super) fn first(&self) -> &Sample {
        &self.first
    }

    /// What was used so far.
    pub(super) fn look(&mut self) -> Resources {
        // Where the last reading failed, the one before is what is known.
        let _ = self.sampler.read(&mut self.last);
        let mut resources =
            Usage::between(&self.first, &self.last).map(|usage| Resources::of(&usage)).unwrap_or_default();
        self.most_memory = [self.most_memory, resources.memory_ratio].into_iter().flatten().reduce(f64::max);
        resources.memory_ratio = self.most_memory;
        resources
    }
}
