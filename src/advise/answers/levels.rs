//! Limits of other cgroups that a raised limit would run into: what has to be raised first.

use crate::fields::Unit;
use crate::finding::{quantity, Action, Place};
use crate::rules::{CgroupLimit, CgroupLimits, View};
use crate::units::Bytes;

use super::places::{self, file};

/// What else is in the way of a raised limit.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// The files to be written first, the outermost first.
    pub actions: Vec<Action>,
    /// The same in a sentence, with a space before it; what cannot be seen is said too.
    pub words: String,
}

impl Others {
    /// The actions that raise the limit itself, after those that make room for it.
    pub(super) fn before(self, mut actions: Vec<Action>) -> Vec<Action> {
        let mut all = self.actions;
        all.append(&mut actions);
        all
    }
}

/// In the way of a quota of so many CPUs.
pub(super) fn of_cpu(view: &View, cpus: f64) -> Others {
    let quotas = &view.context.around.cpu;
    let lower = lower(quotas, view.sample.cgroup_cpu_binding_depth(), cpus);
    let above = |level: &&CgroupLimit| Some(level.depth) > view.sample.cgroup_cpu_binding_depth();
    // `tg_cfs_schedulable_down`, kernel/sched/core.c: version 1 refuses, version 2 takes the lesser.
    let refused = !view.unified() && lower.iter().any(above);
    let actions = lower.iter().flat_map(|level| {
        let holder = places::Holder::at(view, &level.cgroup, "cpu");
        places::cpu_quota(holder, cpus).into_iter().filter(|action| action.place == Place::Cgroup)
    });
    let said = |value| quantity(value, Unit::Cpus);
    Others { actions: actions.collect(), words: words(&lower, quotas.hidden_above, refused, said) }
}

/// In the way of a memory limit of so many bytes.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // Whole bytes.
pub(super) fn of_memory(view: &View, bytes: u64) -> Others {
    let name = if view.unified() { "memory.max" } else { "memory.limit_in_bytes" };
    let limits = &view.context.around.memory;
    let lower = lower(limits, view.sample.cgroup_memory_binding_depth(), bytes as f64);
    // On version 1 the kernel tells of all ancestors, whether they can be seen or not.
    let hidden = limits.hidden_above && view.unified();
    let said = |value: f64| Bytes(value as u64).to_string();
    Others { actions: written(&lower, name, bytes), words: words(&lower, hidden, false, said) }
}

/// In the way of a limit of so many tasks.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 tasks.
pub(super) fn of_tasks(view: &View, tasks: u64) -> Others {
    let limits = &view.context.around.pids;
    let lower = lower(limits, limits.tightest().map(|level| level.depth), tasks as f64);
    let said = |value| quantity(value, Unit::Count);
    Others {
        actions: written(&lower, "pids.max", tasks),
        words: words(&lower, limits.hidden_above, false, said),
    }
}

/// The lowest CPU quota of a cgroup other than the one that holds the tightest.
pub(super) fn next_quota(view: &View) -> Option<f64> {
    let depth = view.sample.cgroup_cpu_binding_depth();
    let others = view.context.around.cpu.list.iter().filter(|level| Some(level.depth) != depth);
    others.filter_map(|level| level.limit.value()).reduce(f64::min)
}

/// Those whose limit is below `to`, without the one that is raised; the outermost first.
fn lower(limits: &CgroupLimits, raised: Option<u64>, to: f64) -> Vec<&CgroupLimit> {
    let others = limits.list.iter().rev().filter(|level| Some(level.depth) != raised);
    others.filter(|level| level.limit.value().is_some_and(|limit| limit < to)).collect()
}

fn written(levels: &[&CgroupLimit], name: &str, to: u64) -> Vec<Action> {
    let set =
        |level: &&CgroupLimit| Action::new(Place::Cgroup, file(Some(&level.cgroup), name), to.to_string());
    levels.iter().map(set).collect()
}

fn words(lower: &[&CgroupLimit], hidden: bool, refused: bool, said: impl Fn(f64) -> String) -> String {
    let mut words = String::new();
    if !lower.is_empty() {
        let each = |level: &&CgroupLimit| {
            let limit = level.limit.value().map_or_else(String::new, &said);
            format!("cgroup {} has {limit}", level.cgroup)
        };
        let list = lower.iter().map(each).collect::<Vec<_>>().join(", ");
        let otherwise = if refused {
            "the kernel refuses a quota above that of an ancestor"
        } else {
            "the lower limit goes on to hold"
        };
        words.push_str(&format!(" First raise what else is below it ({list}): else {otherwise}."));
    }
    if hidden {
        words.push_str(
            " Whether a cgroup above those that can be seen from here has a lower limit is not known: if so it has to be \
             raised too.",
        );
    }
    words
}

#[cfg(test)]
#[path = "levels_tests.rs"]
mod tests;
