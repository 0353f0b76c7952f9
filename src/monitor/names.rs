//! Names that change seldom: who holds the limits, what is watched. Made anew only then, so that an
//! observation allocates nothing.

use std::sync::Arc;

use super::diagnosis::TargetFacts;
use super::roots::Roots;
use crate::fields::Sample;
use crate::finding::Text;
use crate::rules::Context;
use crate::sample::{Controller, Sampler, Target};
use crate::units::Limit;

/// What the names depend on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Key {
    generation: u64,
    cpu_depth: Option<u64>,
    memory_depth: Option<u64>,
    quota: Option<Limit<f64>>,
    memory: Option<Limit<u64>>,
    cpus: Option<f64>,
    host_cpus: Option<u64>,
    host_memory: Option<u64>,
}

impl Key {
    fn of(sample: &Sample) -> Self {
        Key {
            generation: sample.generation(),
            cpu_depth: sample.cgroup_cpu_binding_depth(),
            memory_depth: sample.cgroup_memory_binding_depth(),
            quota: sample.cgroup_cpu_effective_quota_cpus(),
            memory: sample.cgroup_memory_effective_limit_bytes(),
            cpus: sample.cgroup_effective_cpus(),
            host_cpus: sample.host_cpus_online(),
            host_memory: sample.host_memory_total_bytes(),
        }
    }
}

/// The names as of the latest sample.
#[derive(Debug)]
pub(super) struct Names {
    key: Option<Key>,
    /// What the rules are told; its growths change with every sample.
    pub context: Context,
    /// Who holds the CPU quota.
    pub cpu_quota: Text,
    /// Who holds the memory limit.
    pub memory_limit: Text,
    /// The filesystem that is watched.
    pub filesystem: Text,
    /// What was looked at and which limits bind it.
    pub facts: Arc<TargetFacts>,
}

impl Names {
    pub fn new(filesystem: String) -> Self {
        Names {
            key: None,
            filesystem: format!("filesystem of {filesystem}").into(),
            context: Context { filesystem, ..Context::default() },
            cpu_quota: "quota".into(),
            memory_limit: "an ancestor out of sight".into(),
            facts: Arc::default(),
        }
    }

    /// Looks the names up again where the sample says that they may have changed.
    pub fn update(&mut self, sampler: &Sampler, sample: &Sample, roots: &Roots) {
        let key = Key::of(sample);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let path = |controller, depth: Option<u64>| {
            let depth = usize::try_from(depth?).ok()?;
            Some(sampler.cgroup_path(controller, depth)?.display().to_string())
        };
        self.context.cpu_bound_by = path(Controller::Cpu, key.cpu_depth);
        self.context.memory_bound_by = path(Controller::Memory, key.memory_depth);
        self.context.cpu_is_hosts = roots.cpu;
        self.context.memory_is_hosts = roots.memory;
        self.context.pressure_is_hosts = roots.pressure;
        self.context.filesystem_is_memory = sampler.filesystem_is_memory();
        self.cpu_quota = match &self.context.cpu_bound_by {
            _ if key.cpu_depth == Some(0) => "own quota".into(),
            Some(cgroup) => format!("quota of {cgroup}").into(),
            None => "quota".into(),
        };
        self.memory_limit = match &self.context.memory_bound_by {
            _ if key.memory_depth == Some(0) => "own limit".into(),
            Some(cgroup) => format!("limit of {cgroup}").into(),
            None => "an ancestor out of sight".into(),
        };
        self.facts = Arc::new(facts(sampler, sample, &self.context));
    }

    /// Has the names looked up again at the next sample.
    pub fn forget(&mut self) {
        self.key = None;
        self.facts = Arc::default();
    }
}

fn facts(sampler: &Sampler, sample: &Sample, context: &Context) -> TargetFacts {
    let (kind, pid) = match sampler.target() {
        Target::Own => ("own", None),
        Target::Pid(pid) => ("pid", Some(*pid)),
        Target::Cgroup(_) => ("cgroup", None),
    };
    TargetFacts {
        kind,
        pid,
        cgroup: cgroup(sampler, sample),
        cgroup_layout: sample.cgroup_layout().name(),
        effective_cpus: sample.cgroup_effective_cpus(),
        cpu_quota_cpus: sample.cgroup_cpu_effective_quota_cpus(),
        cpu_bound_by: context.cpu_bound_by.clone(),
        memory_limit_bytes: sample.cgroup_memory_effective_limit_bytes(),
        memory_bound_by: context.memory_bound_by.clone(),
        host_cpus_online: sample.host_cpus_online(),
        host_memory_total_bytes: sample.host_memory_total_bytes(),
    }
}

/// The target's cgroup. On version 1 each controller can have a path of its own: the one that
/// limits speaks, else the one that is not simply the top.
fn cgroup(sampler: &Sampler, sample: &Sample) -> Option<String> {
    let own = |controller| sampler.cgroup_path(controller, 0);
    let limited = |limit: bool, controller| if limit { own(controller) } else { None };
    let quota = matches!(sample.cgroup_cpu_effective_quota_cpus(), Some(Limit::Value(_)));
    let memory = matches!(sample.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(_)));
    let all = [Controller::Memory, Controller::Cpu, Controller::Pids, Controller::Io, Controller::Unified];
    limited(memory, Controller::Memory)
        .or_else(|| limited(quota, Controller::Cpu))
        .or_else(|| {
            let known = || all.into_iter().filter_map(own);
            known().find(|path| path.parent().is_some()).or_else(|| known().next())
        })
        .map(|path| path.display().to_string())
}
