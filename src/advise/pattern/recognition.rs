//! What was recognised, and by what.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::features::Features;
use crate::advise::WorkloadPattern;
use crate::fields::{Scope, Unit};
use crate::finding::Measure;

/// At most so many readings are given as evidence.
const READINGS: usize = 6;

/// The readings that a recognition rests on, without a heap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    list: [Option<Measure>; READINGS],
}

impl Readings {
    fn push(&mut self, name: &'static str, value: Option<f64>, unit: Unit, scope: Scope) {
        let Some(value) = value else { return };
        if let Some(place) = self.list.iter_mut().find(|place| place.is_none()) {
            *place = Some(Measure::new(name, value, unit, scope));
        }
    }

    /// The readings, most telling first.
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.list.iter().flatten()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl Serialize for Readings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What kind of work a container does, as far as can be told.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recognition {
    /// The pattern that fits best; missing where too little was observed.
    pub pattern: Option<WorkloadPattern>,
    /// How sure it is, 0 to 1: the fit of the pattern against that of the runner-up, less where
    /// little was observed, little is known or the container does next to nothing.
    pub confidence: f64,
    /// The pattern that fits second best.
    pub runner_up: Option<WorkloadPattern>,
    /// Whether the container does next to nothing: then it is called balanced, and the confidence
    /// is low.
    pub idle: bool,
    /// The time that was observed.
    pub observed_seconds: f64,
    /// The time that must be observed before a pattern is named.
    pub needed_seconds: f64,
    /// The readings it rests on, most telling first; means that forget with time.
    pub evidence: Readings,
}

impl Recognition {
    /// Why, in a sentence.
    #[must_use]
    pub fn reason(&self) -> String {
        let Some(pattern) = self.pattern else {
            if self.observed_seconds >= self.needed_seconds {
                return "The CPU time that it uses is not known.".to_owned();
            }
            return format!(
                "Observed for {:.0} s; {:.0} s are needed to tell what kind of work this is.",
                self.observed_seconds, self.needed_seconds
            );
        };
        let what = match pattern {
            WorkloadPattern::Balanced if self.idle => {
                "It does next to nothing, so that nothing tells what kind of work it is made for"
            }
            WorkloadPattern::Detect | WorkloadPattern::Balanced => "No resource stands out",
            WorkloadPattern::CpuIntensive => "It computes, and would use more CPU time",
            WorkloadPattern::MemoryIntensive => "It holds much memory for the CPU time that it uses",
            WorkloadPattern::IoIntensive => "It moves data, or waits for it",
            WorkloadPattern::Burst => "It is quiet most of the time, with peaks far above its mean",
        };
        // What was not there need not be told.
        let readings: Vec<_> = self.evidence.iter().filter(|one| one.value != 0.0).map(spoken).collect();
        match readings.split_last() {
            None => format!("{what}."),
            Some((only, [])) => format!("{what}: it {only}."),
            Some((last, others)) => format!("{what}: it {} and {last}.", others.join(", ")),
        }
    }
}

impl Serialize for Recognition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Recognition", 8)?;
        map.serialize_field("pattern", &self.pattern)?;
        map.serialize_field("confidence", &self.confidence)?;
        map.serialize_field("runner_up", &self.runner_up)?;
        map.serialize_field("idle", &self.idle)?;
        map.serialize_field("observed_seconds", &self.observed_seconds)?;
        map.serialize_field("needed_seconds", &self.needed_seconds)?;
        map.serialize_field("reason", &self.reason())?;
        map.serialize_field("evidence", &self.evidence)?;
        map.end()
    }
}

/// What a container does by a reading of [`evidence`]: `wants 97 % of its CPU`.
fn spoken(reading: &Measure) -> String {
    match &*reading.name {
        "cpu_demand_ratio" => format!("wants {reading} of its CPU"),
        "cpu_pressure_ratio" => format!("waits for a CPU {reading} of the time"),
        "memory_ratio" => format!("fills {reading} of its memory"),
        "memory_needed_bytes" => format!("needs {reading} of memory"),
        "io_pressure_ratio" => format!("waits for I/O {reading} of the time"),
        "host_iowait_ratio" => format!("sees the host's CPUs wait for I/O {reading} of the time"),
        "moved_bytes_per_second" => format!("reads, writes, sends and receives {reading}"),
        "quiet_ratio" => format!("is quiet {reading} of the time"),
        "peak_to_mean" => format!("peaks at {reading} times its mean"),
        name => format!("has a {} of {reading}", name.replace('_', " ")),
    }
}

/// The readings for a pattern: what stands out, and then what does not.
pub(super) fn evidence(pattern: WorkloadPattern, seen: &Features) -> Readings {
    type Push = fn(&mut Readings, &Features);
    const CPU: Push = |readings, seen| {
        readings.push("cpu_demand_ratio", seen.cpu_demand, Unit::Ratio, Scope::Cgroup);
        readings.push("cpu_pressure_ratio", seen.cpu_pressure, Unit::Ratio, Scope::Cgroup);
    };
    const MEMORY: Push = |readings, seen| {
        readings.push("memory_ratio", seen.memory_share, Unit::Ratio, Scope::Cgroup);
        readings.push("memory_needed_bytes", seen.memory, Unit::Bytes, Scope::Cgroup);
    };
    const IO: Push = |readings, seen| {
        readings.push("io_pressure_ratio", seen.io_pressure, Unit::Ratio, Scope::Cgroup);
        if seen.io_pressure.is_none() {
            readings.push("host_iowait_ratio", seen.iowait, Unit::Ratio, Scope::Host);
        }
        readings.push("moved_bytes_per_second", seen.bytes_per_second, Unit::BytesPerSecond, Scope::Cgroup);
    };
    const BURST: Push = |readings, seen| {
        readings.push("quiet_ratio", seen.quiet_share, Unit::Ratio, Scope::Cgroup);
        readings.push("peak_to_mean", seen.peak_to_mean, Unit::Count, Scope::Cgroup);
    };
    let order: [Push; 3] = match pattern {
        WorkloadPattern::Detect | WorkloadPattern::Balanced | WorkloadPattern::CpuIntensive => {
            [CPU, MEMORY, IO]
        }
        WorkloadPattern::MemoryIntensive => [MEMORY, CPU, IO],
        WorkloadPattern::IoIntensive => [IO, CPU, MEMORY],
        WorkloadPattern::Burst => [BURST, CPU, MEMORY],
    };
    let mut readings = Readings::default();
    for push in order {
        push(&mut readings, seen);
    }
    readings
}
