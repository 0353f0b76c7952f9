//! How the container fares that makes the load: what it is short of shows in every latency.

use serde::{Deserialize, Serialize};

use crate::fields::{Groups, Sample};
use crate::sample::Sampler;
use crate::usage::Usage;

/// From this share of the CPUs that it may use on, the client was short of them.
pub(super) const CPU_SHORT: f64 = 0.9;
/// In this share of the periods it was held back by its quota.
pub(super) const THROTTLED: f64 = 0.05;
/// In this share of the time its threads waited for a CPU.
pub(super) const PRESSED: f64 = 0.25;

/// What the client's own container did over an interval, or over the measured stages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClientUsage {
    /// CPU time of this process per second.
    pub process_cpus: Option<f64>,
    /// CPU time of its container per second, as a share of the CPUs that it may use; of the host where there is no such
    /// limit.
    pub cpu_ratio: Option<f64>,
    /// The share of enforcement periods in which its CPU quota was used up.
    pub throttled_ratio: Option<f64>,
    /// The share of the time in which a task of the container (of the host, where the container does not tell) waited for a
    /// CPU.
    pub cpu_pressure_ratio: Option<f64>,
    /// The share of the time in which one waited for memory.
    pub memory_pressure_ratio: Option<f64>,
}

impl ClientUsage {
    fn of(usage: &Usage) -> Self {
        let own = usage.cgroup_pressure_cpu_some_ratio.is_some();
        let pressure = |own_one: Option<f64>, host: Option<f64>| if own { own_one } else { host };
        ClientUsage {
            process_cpus: usage.process_cpu_cpus,
            cpu_ratio: usage.cgroup_cpu_ratio.or(usage.host_cpu_busy_ratio),
            throttled_ratio: usage.cgroup_cpu_throttled_periods_ratio,
            cpu_pressure_ratio: pressure(
                usage.cgroup_pressure_cpu_some_ratio,
                usage.host_pressure_cpu_some_ratio,
            ),
            memory_pressure_ratio: pressure(
                usage.cgroup_pressure_memory_some_ratio,
                usage.host_pressure_memory_some_ratio,
            ),
        }
    }

    /// Whether a warning of a result is one of these.
    #[cfg(any(test, feature = "report"))]
    pub(super) fn is_warning(text: &str) -> bool {
        text.contains("his client")
    }

    /// What makes latencies more than the targets' own, for people.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let percent = |ratio: f64| format!("{:.0} %", ratio * 100.0);
        if let Some(ratio) = self.throttled_ratio.filter(|ratio| *ratio >= THROTTLED) {
            warnings.push(format!(
                "This client was throttled in {} of the periods of its CPU quota: latencies hold its own waits. Give it more \
                 CPU, or ask for less.",
                percent(ratio)
            ));
        }
        if let Some(ratio) = self.cpu_ratio.filter(|ratio| *ratio >= CPU_SHORT) {
            warnings.push(format!(
                "The CPUs that this client may use were {} busy: it, or what shares them with it, may have been the limit, \
                 and not the target.",
                percent(ratio)
            ));
        } else if let Some(ratio) = self.cpu_pressure_ratio.filter(|ratio| *ratio >= PRESSED) {
            warnings.push(format!(
                "Threads beside this client waited for a CPU in {} of the time: latencies hold such waits.",
                percent(ratio)
            ));
        }
        if let Some(ratio) = self.memory_pressure_ratio.filter(|ratio| *ratio >= THROTTLED) {
            warnings.push(format!(
                "This client waited for memory in {} of the time: latencies hold such waits.",
                percent(ratio)
            ));
        }
        warnings
    }
}

/// Reads the client's container.
pub(super) struct Watch {
    sampler: Option<Sampler>,
    first: Option<Sample>,
    last: Option<Sample>,
}

impl Watch {
    /// Where nothing can be read, nothing is told.
    pub(super) fn new() -> Self {
        let groups = Groups::CPU | Groups::PRESSURE | Groups::MEMORY | Groups::PROCESS;
        Watch { sampler: Sampler::builder().groups(groups).build().ok(), first: None, last: None }
    }

    fn read(&mut self) -> Option<Sample> {
        let mut sample = Sample::default();
        self.sampler.as_mut()?.read(&mut sample).ok()?;
        Some(sample)
    }

    /// What happened since the last look.
    pub(super) fn look(&mut self) -> ClientUsage {
        let Some(now) = self.read() else { return ClientUsage::default() };
        let usage = self.last.as_ref().and_then(|before| Usage::between(before, &now).ok());
        self.last = Some(now);
        usage.as_ref().map(ClientUsage::of).unwrap_or_default()
    }

    /// From here on [`Watch::whole`] counts.
    pub(super) fn begin(&mut self) {
        self.first = self.read();
        self.last.clone_from(&self.first);
    }

    pub(super) fn whole(&self) -> ClientUsage {
        let pair = self.first.as_ref().zip(self.last.as_ref());
        let usage = pair.and_then(|(first, last)| Usage::between(first, last).ok());
        usage.as_ref().map(ClientUsage::of).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
