//! Where it was measured: what has to be alike for two results to be compared.

use serde::{Deserialize, Serialize};

use crate::fields::Sample;
use crate::units::Bytes;

/// Sizes that differ by less are the same: what the kernel keeps for itself changes with its version.
const SIZE: f64 = 0.02;
const CPUS: f64 = 0.01;

/// Where it was measured. It names no host: a container is moved and stays what it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Machine {
    /// `x86_64`, `aarch64`.
    pub architecture: String,
    /// What the processor calls itself; missing where it does not.
    pub cpu_model: Option<String>,
    /// CPUs of the host.
    pub host_cpus: Option<u64>,
    /// CPUs' worth of time that the container can use.
    pub effective_cpus: Option<f64>,
    /// Memory of the host.
    pub host_memory_bytes: Option<u64>,
    /// The tightest memory limit that applies; missing where there is none.
    pub memory_limit_bytes: Option<u64>,
    /// The release of the kernel.
    pub kernel: Option<String>,
    /// `none`, `v1`, `v2` or `hybrid`.
    pub cgroup_layout: String,
    /// Where the kernel takes its time from.
    pub clock_source: Option<String>,
    /// Whether the program was built with optimisation. One that was not measures itself.
    pub optimised: bool,
}

impl Machine {
    /// Of this one.
    pub(super) fn of(sample: &Sample) -> Self {
        let line = |path: &str| std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
        Machine {
            architecture: std::env::consts::ARCH.to_owned(),
            cpu_model: cpu_model(&std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default()),
            host_cpus: sample.host_cpus_online(),
            effective_cpus: sample
                .cgroup_effective_cpus()
                .or(sample.host_cpus_online().map(|cpus| cpus as f64)),
            host_memory_bytes: sample.host_memory_total_bytes(),
            memory_limit_bytes: sample.cgroup_memory_effective_limit_bytes().and_then(|limit| limit.value()),
            kernel: line("/proc/sys/kernel/osrelease"),
            cgroup_layout: sample.cgroup_layout().name().to_owned(),
            clock_source: line("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
            optimised: !cfg!(debug_assertions),
        }
    }

    /// What makes numbers of the two no comparison, for people; empty where they are alike.
    #[must_use]
    pub fn unlike(&self, other: &Machine) -> Vec<String> {
        let mut unlike = Vec::new();
        let mut differ = |what: &str, then: String, now: String| {
            unlike.push(format!("{what}: {then} then, {now} now"));
        };
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "not known".to_owned());
        if self.architecture != other.architecture {
            differ("architecture", other.architecture.clone(), self.architecture.clone());
        }
        if self.cpu_model != other.cpu_model {
            differ("processor", word(&other.cpu_model), word(&self.cpu_model));
        }
        if self.host_cpus != other.host_cpus {
            differ("CPUs of the host", count(other.host_cpus), count(self.host_cpus));
        }
        if apart(self.effective_cpus, other.effective_cpus, CPUS) {
            differ("CPUs that the container can use", cpus(other.effective_cpus), cpus(self.effective_cpus));
        }
        for (what, now, then) in [
            ("memory of the host", self.host_memory_bytes, other.host_memory_bytes),
            ("memory limit", self.memory_limit_bytes, other.memory_limit_bytes),
        ] {
            if apart(now.map(|bytes| bytes as f64), then.map(|bytes| bytes as f64), SIZE) {
                differ(what, size(then), size(now));
            }
        }
        if self.optimised != other.optimised {
            let told = |optimised: bool| if optimised { "optimised" } else { "not optimised" }.to_owned();
            differ("build of plimsoll", told(other.optimised), told(self.optimised));
        }
        unlike
    }

    /// What may explain a change, and is no reason not to look at it.
    pub(super) fn differences(&self, other: &Machine) -> Vec<String> {
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "not known".to_owned());
        [
            ("kernel", word(&other.kernel), word(&self.kernel)),
            ("cgroups", other.cgroup_layout.clone(), self.cgroup_layout.clone()),
            ("clock", word(&other.clock_source), word(&self.clock_source)),
        ]
        .into_iter()
        .filter(|(_, then, now)| then != now)
        .map(|(what, then, now)| format!("{what}: {then} then, {now} now"))
        .collect()
    }
}

/// Of `/proc/cpuinfo`: x86 and s390 have a name, ARM numbers.
fn cpu_model(text: &str) -> Option<String> {
    let value = |key: &str| {
        let line = text.lines().find(|line| line.split(':').next().is_some_and(|name| name.trim() == key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let named = ["model name", "cpu model", "Processor", "cpu"].iter().find_map(|key| value(key));
    named.or_else(|| Some(format!("implementer {}, part {}", value("CPU implementer")?, value("CPU part")?)))
}

fn apart(one: Option<f64>, other: Option<f64>, most: f64) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() > most * one.max(other),
        (one, other) => one.is_some() != other.is_some(),
    }
}

fn count(value: Option<u64>) -> String {
    value.map_or("not known".to_owned(), |value| value.to_string())
}

fn cpus(value: Option<f64>) -> String {
    value.map_or("not known".to_owned(), |value| {
        format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()
    })
}

fn size(bytes: Option<u64>) -> String {
    bytes.map_or("none".to_owned(), |bytes| Bytes(bytes).to_string())
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
