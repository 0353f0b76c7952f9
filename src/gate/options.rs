//! The options of a gate.

use std::time::Duration;

use super::word;
use crate::error::{Error, Result};
use crate::fields::Groups;
use crate::sample::{Sampler, SamplerBuilder};

/// The options of a [`Gate`](super::Gate), each with a default that suits a small container.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GateOptions {
    /// How many may go on at once at the most. 1 to 16,777,215; default: 100.
    pub max_concurrent: u32,
    /// Finds out how many should go on at once, up to `max_concurrent`. `None`: always as many as may. Default: on.
    pub adaptive: Option<AdaptiveOptions>,
    /// From which load on work is refused.
    pub load: LoadOptions,
    /// How many may wait at the most; one more is refused at once. Default: 1,000.
    pub max_waiting: usize,
    /// What is read of the load, of which target; where the load is a monitor's, only its clock is used. Default: CPU,
    /// memory and pressure of the own container, and the host's memory, which limits a container without a limit.
    pub sampler: SamplerBuilder,
}

/// What the signals are made of. Without the parts of the memory a warm page cache would look like use.
pub(crate) const WHAT_IS_JUDGED: Groups =
    Groups::TICK.union(Groups::CGROUP_MEMORY_STAT).union(Groups::MEMORY);

impl Default for GateOptions {
    fn default() -> Self {
        GateOptions {
            max_concurrent: 100,
            adaptive: Some(AdaptiveOptions::default()),
            load: LoadOptions::default(),
            max_waiting: 1_000,
            sampler: Sampler::builder().groups(WHAT_IS_JUDGED),
        }
    }
}

/// How the limit of concurrency is found.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AdaptiveOptions {
    /// Where it begins. `min_limit` to `max_concurrent`, which it is cut to; default: 20.
    pub initial_limit: u32,
    /// How far down it may go. 1 to `max_concurrent`; default: 1.
    pub min_limit: u32,
    /// How much longer than alone work may take before there is less of it. 1.0 to 10.0; default: 1.5, as in
    /// Netflix's Gradient2.
    pub tolerance: f64,
    /// The share of a wanted change that is made at once. Above 0, up to 1.0; default: 0.2, as there.
    pub smoothing: f64,
}

impl Default for AdaptiveOptions {
    fn default() -> Self {
        AdaptiveOptions { initial_limit: 20, min_limit: 1, tolerance: 1.5, smoothing: 0.2 }
    }
}

/// From which load on work of normal priority is refused. Low work is refused earlier, high work later or not at all:
/// see docs/gate.md. `None` takes a signal out.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LoadOptions {
    /// Memory of the container that the kernel cannot take back, in bytes. Default: `None`.
    pub max_memory_usage_bytes: Option<u64>,
    /// The same as a share of the container's effective limit (of the host's memory where it has none). Above 0, up
    /// to 1; default: 0.90, as Netdata's warning.
    pub max_memory_usage_ratio: Option<f64>,
    /// CPU time used, as a share of the CPUs that the container can use: its quota, its cpuset, the CPUs of the host.
    /// Above 0, up to 1; default: `None`, because a busy CPU is not yet one that is waited for.
    pub max_cpu_usage_ratio: Option<f64>,
    /// Enforcement periods in which the CPU quota was used up, as a share of all. Above 0, up to 1; default: 0.50.
    pub max_throttled_ratio: Option<f64>,
    /// Time in which all tasks of the container waited for memory (PSI `full`). Above 0, up to 1; default: 0.20.
    pub max_memory_pressure_ratio: Option<f64>,
    /// Time in which a task of the container waited for a CPU (PSI `some`). Above 0, up to 1; default: `None`.
    pub max_cpu_pressure_ratio: Option<f64>,
    /// Time in which all tasks of the container waited for I/O (PSI `full`). Above 0, up to 1; default: `None`.
    pub max_io_pressure_ratio: Option<f64>,
    /// Whether the advice of a monitor's load line counts: slow refuses low work, refuse also normal work. Only with a
    /// monitor's load. Default: true.
    pub load_line: bool,
    /// How long a signal must be back below its mark before work is admitted again. 0 to 1 min; default: 2 s.
    pub release_after: Duration,
}

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions {
            max_memory_usage_bytes: None,
            max_memory_usage_ratio: Some(0.90),
            max_cpu_usage_ratio: None,
            max_throttled_ratio: Some(0.50),
            max_memory_pressure_ratio: Some(0.20),
            max_cpu_pressure_ratio: None,
            max_io_pressure_ratio: None,
            load_line: true,
            release_after: Duration::from_secs(2),
        }
    }
}

impl GateOptions {
    pub(super) fn check(&self) -> Result<()> {
        within("max_concurrent", self.max_concurrent, 1, word::MOST)?;
        if let Some(adaptive) = &self.adaptive {
            adaptive.check(self.max_concurrent)?;
        }
        self.load.check()
    }

    /// The limit to begin with.
    pub(super) fn first_limit(&self) -> u32 {
        self.adaptive.map_or(self.max_concurrent, |adaptive| adaptive.initial_limit.min(self.max_concurrent))
    }
}

impl AdaptiveOptions {
    fn check(&self, most: u32) -> Result<()> {
        within("initial_limit", self.initial_limit, 1, word::MOST)?;
        within("min_limit", self.min_limit, 1, most)?;
        if self.initial_limit < self.min_limit {
            let allowed = format!("allowed are `min_limit`, which is {}, and more", self.min_limit);
            return Err(Error::option("initial_limit", self.initial_limit, &allowed));
        }
        within("tolerance", self.tolerance, 1.0, 10.0)?;
        if !(self.smoothing > 0.0 && self.smoothing <= 1.0) {
            return Err(Error::option("smoothing", self.smoothing, "allowed are values above 0 up to 1"));
        }
        Ok(())
    }
}

impl LoadOptions {
    /// With nothing that is judged: only the limits of concurrency hold.
    #[must_use]
    pub fn none() -> Self {
        LoadOptions {
            max_memory_usage_ratio: None,
            max_throttled_ratio: None,
            max_memory_pressure_ratio: None,
            load_line: false,
            ..LoadOptions::default()
        }
    }

    fn check(&self) -> Result<()> {
        for (name, ratio) in [
            ("max_memory_usage_ratio", self.max_memory_usage_ratio),
            ("max_cpu_usage_ratio", self.max_cpu_usage_ratio),
            ("max_throttled_ratio", self.max_throttled_ratio),
            ("max_memory_pressure_ratio", self.max_memory_pressure_ratio),
            ("max_cpu_pressure_ratio", self.max_cpu_pressure_ratio),
            ("max_io_pressure_ratio", self.max_io_pressure_ratio),
        ] {
            if let Some(ratio) = ratio.filter(|ratio| !(*ratio > 0.0 && *ratio <= 1.0)) {
                return Err(Error::option(name, ratio, "allowed are values above 0 up to 1"));
            }
        }
        if self.max_memory_usage_bytes == Some(0) {
            return Err(Error::option("max_memory_usage_bytes", 0, "allowed are values above 0"));
        }
        const LONGEST: Duration = Duration::from_secs(60);
        if self.release_after > LONGEST {
            let given = format_args!("{:?}", self.release_after).to_string();
            return Err(Error::option("release_after", given, "allowed are 0 s to 60 s"));
        }
        Ok(())
    }
}

fn within<T: PartialOrd + std::fmt::Display>(name: &str, value: T, least: T, most: T) -> Result<()> {
    if value >= least && value <= most {
        return Ok(());
    }
    Err(Error::option(name, value, &format!("allowed are {least} to {most}")))
}
