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
    let mut around = Surroundings::default();
    around.cpu = levels(Controller::Cpu);
    around.memory = levels(Controller::Memory);
    around.pids = levels(Controller::Pids);
    around.own_cpu = own(Controller::Cpu);
    around.own_cpuset = sampler.cpuset_path().map(text);
    around.own_io = own(Controller::Io);
    around.own_memory = own(Controller::Memory);
    around.own_pids = own(Controller::Pids);
    around.cpu_weight = sampler.weight(Controller::Cpu);
    around.io_weight = sampler.weight(Controller::Io);
    around
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
