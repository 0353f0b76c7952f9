//! What kind of work a container does.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What kind of work a container does, by what it spends its time and memory on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkloadPattern {
    /// To be recognised from the history: the default wherever a pattern is asked for.
    #[default]
    Detect,
    /// No resource stands out.
    Balanced,
    /// It computes: CPU time is what it would use more of.
    CpuIntensive,
    /// It holds much memory for the CPU time that it uses.
    MemoryIntensive,
    /// It reads, writes, sends and receives, and waits for that.
    IoIntensive,
    /// Idle most of the time, with peaks far above its mean.
    Burst,
}

impl WorkloadPattern {
    /// Every pattern that can be recognised.
    pub const RECOGNISED: [WorkloadPattern; 5] = [
        WorkloadPattern::Balanced,
        WorkloadPattern::CpuIntensive,
        WorkloadPattern::MemoryIntensive,
        WorkloadPattern::IoIntensive,
        WorkloadPattern::Burst,
    ];

    /// `detect`, `balanced`, `cpu_intensive`, `memory_intensive`, `io_intensive` or `burst`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            WorkloadPattern::Detect => "detect",
            WorkloadPattern::Balanced => "balanced",
            WorkloadPattern::CpuIntensive => "cpu_intensive",
            WorkloadPattern::MemoryIntensive => "memory_intensive",
            WorkloadPattern::IoIntensive => "io_intensive",
            WorkloadPattern::Burst => "burst",
        }
    }
}

impl fmt::Display for WorkloadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for WorkloadPattern {
    type Err = String;

    /// By its [`name`](WorkloadPattern::name).
    fn from_str(name: &str) -> Result<Self, String> {
        std::iter::once(WorkloadPattern::Detect)
            .chain(Self::RECOGNISED)
            .find(|pattern| pattern.name() == name)
            .ok_or_else(|| {
                format!(
                    "`{name}` is no workload pattern: allowed are detect, balanced, cpu_intensive, \
                     memory_intensive, io_intensive, burst"
                )
            })
    }
}
