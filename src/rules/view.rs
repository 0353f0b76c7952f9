//! What the rules look at.

use super::growth::Growths;
use super::surroundings::Surroundings;
use crate::fields::{CgroupLayout, Sample, Scope};
use crate::finding::{Finding, Measure};
use crate::units::Limit;
use crate::usage::Usage;

/// What a sample does not tell: who holds the limits that bind, by name, and what was looked at.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Context {
    /// The cgroup that holds the tightest CPU quota.
    pub cpu_bound_by: Option<String>,
    /// The cgroup that holds the tightest memory limit.
    pub memory_bound_by: Option<String>,
    /// The filesystem whose space is watched.
    pub filesystem: String,
    /// That filesystem is held in memory (tmpfs): its space and inodes are set when it is mounted.
    pub filesystem_is_memory: bool,
    /// The CPU cgroup is the root: its use is everybody's on the host.
    pub cpu_is_hosts: bool,
    /// The memory cgroup is the root: what is charged there is everybody's on the host.
    pub memory_is_hosts: bool,
    /// The cgroup's pressure is the host's: it is in the root of the version 2 hierarchy, though
    /// not of those that limit it.
    pub pressure_is_hosts: bool,
    /// What grows without end.
    pub growth: Growths,
    /// What is around the limits that bind; empty where nothing was suspected.
    pub around: Surroundings,
}

/// One sample, what happened up to it, and what it does not tell.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The latest sample.
    pub sample: &'a Sample,
    /// What happened in the window that ends with it; nothing after a first sample.
    pub usage: Option<&'a Usage>,
    /// Who binds.
    pub context: &'a Context,
}

impl View<'_> {
    /// A value of the window, where there is a window and the value.
    pub(crate) fn rate(&self, of: fn(&Usage) -> Option<f64>) -> Option<f64> {
        self.usage.and_then(of)
    }

    /// A share of time the container stalled: over the window, or from the kernel's own average
    /// over 10 seconds after a first sample. Nothing where only the host's is known.
    pub(crate) fn stalled(
        &self,
        window: fn(&Usage) -> Option<f64>,
        avg10: fn(&Sample) -> Option<f64>,
    ) -> Option<f64> {
        match self.usage {
            _ if self.context.pressure_is_hosts => None,
            Some(usage) => window(usage),
            None => avg10(self.sample),
        }
    }

    /// The tightest CPU quota, if one applies.
    pub(crate) fn quota(&self) -> Option<f64> {
        self.sample.cgroup_cpu_effective_quota_cpus().and_then(Limit::value)
    }

    /// Whether it is the quota, rather than the cpuset or the machine, that says how much CPU the
    /// container can use.
    pub(crate) fn quota_binds(&self) -> bool {
        match (self.quota(), self.sample.cgroup_effective_cpus()) {
            (Some(quota), Some(effective)) => quota <= effective,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// The tightest memory limit, if one applies.
    pub(crate) fn memory_limit(&self) -> Option<u64> {
        self.sample.cgroup_memory_effective_limit_bytes().and_then(Limit::value)
    }

    /// Whether limits are set in files of cgroup version 2.
    pub(crate) fn unified(&self) -> bool {
        self.sample.cgroup_layout() == CgroupLayout::V2
    }

    /// The value of that name, of the window or else of the sample.
    pub(crate) fn measure(&self, name: &'static str) -> Option<Measure> {
        let mut measure =
            self.usage.and_then(|usage| usage.measure(name)).or_else(|| sample_measure(self.sample, name))?;
        measure.scope = self.scope(&measure.name, measure.scope);
        Some(measure)
    }

    /// What a value speaks of here: that of a cgroup which is the root speaks of the host.
    pub(crate) fn scope(&self, name: &str, scope: Scope) -> Scope {
        let within = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let cpu = self.context.cpu_is_hosts && within(&["cgroup_cpu_", "cgroup_pressure_cpu_"]);
        let memory = self.context.memory_is_hosts
            && within(&["cgroup_memory_", "cgroup_pressure_memory_", "cgroup_major_page_faults"]);
        if scope == Scope::Cgroup && (cpu || memory) {
            Scope::Host
        } else {
            scope
        }
    }

    fn is_own(&self, name: &str) -> bool {
        !(self.context.pressure_is_hosts && name.starts_with("cgroup_pressure_"))
    }

    /// The evidence of a finding: those of these values that are known, and the window. What speaks
    /// of the host is labelled so.
    pub(crate) fn prove(&self, finding: &mut Finding, names: &[&'static str]) {
        let scope = self.scope(&finding.current.name, finding.current.scope);
        (finding.current.scope, finding.threshold.scope) = (scope, scope);
        if let Some(crossed) = &mut finding.severity_from {
            let scope = self.scope(&crossed.current.name, crossed.current.scope);
            (crossed.current.scope, crossed.threshold.scope) = (scope, scope);
        }
        finding.evidence.window_seconds = self.usage.map(|usage| usage.window_seconds);
        finding.evidence.readings =
            names.iter().filter(|name| self.is_own(name)).filter_map(|name| self.measure(name)).collect();
    }
}

fn sample_measure(sample: &Sample, name: &'static str) -> Option<Measure> {
    let index = crate::fields::FIELDS.iter().position(|field| field.name == name)?;
    let field = &crate::fields::FIELDS[index];
    Some(Measure::new(name, sample.value(index)?.as_f64(), field.unit, field.scope))
}
