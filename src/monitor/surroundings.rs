//! What is around the limits that bind, looked at only when something is suspected.

use std::path::Path;

use crate::rules::{CgroupLimit, CgroupLimits, Surroundings};
use crate::sample::{Controller, Sampler};

/// Limits of ancestors change seldom: often enough, in seconds.
pub(super) const EVERY: f64 = 1.0;

/// Opens some files of each cgroup of the chain.
pub(super) fn around(sampler: &Sampler) -> Surroundings {
    let levels = |controller| {
        let list = sampler.level_limits(controller).into_iter().map(|level| CgroupLimit {
            depth: level.depth,
            cgroup: text(&level.name),
            limit: level.limit,
        });
        CgroupLimits { list: list.collect(), hidden_above: !sampler.sees_all_levels(controller) }
    };
    let own = |controller| sampler.cgroup_path(controller, 0).map(text);
    Surroundings {
        cpu: levels(Controller::Cpu),
        memory: levels(Controller::Memory),
        pids: levels(Controller::Pids),
        own_cpu: own(Controller::Cpu),
        own_cpuset: sampler.cpuset_path().map(text),
        own_io: own(Controller::Io),
        own_memory: own(Controller::Memory),
        own_pids: own(Controller::Pids),
        cpu_weight: sampler.weight(Controller::Cpu),
        io_weight: sampler.weight(Controller::Io),
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
