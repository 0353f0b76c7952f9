//! Where advice is carried out: the exact files, flags and fields.

use super::limits::{scaled, whole_mebibytes};
use crate::finding::{Action, Place};
use crate::rules::View;
use crate::units::Limit;

/// The period that quotas are spelt in, in microseconds: the kernel's default.
const PERIOD: f64 = 1e5;

/// Docker takes no smaller memory limit, and no smaller reservation.
pub(in crate::advise) const LEAST_OF_DOCKER: u64 = 6 << 20;

/// Kubernetes sets `memory.high` at this part of what lies between request and limit (MemoryQoS,
/// `memoryThrottlingFactor`).
pub(super) const HIGH_OF_LIMIT: f64 = 0.9;

/// A cgroup that holds a limit.
#[derive(Debug, Clone, Copy)]
pub(in crate::advise) struct Holder<'a> {
    /// Its path as the kernel names it, where it can be seen.
    pub path: Option<&'a str>,
    /// It is an ancestor of the container's own cgroup: flags of the container do not reach it.
    pub above: bool,
    /// Files are those of version 2.
    pub unified: bool,
    hierarchy: &'static str,
}

impl<'a> Holder<'a> {
    /// Who holds the tightest CPU quota.
    pub(in crate::advise) fn of_cpu(view: &View<'a>) -> Self {
        Holder {
            path: view.context.cpu_bound_by.as_deref(),
            above: view.sample.cgroup_cpu_binding_depth().is_some_and(|depth| depth > 0),
            unified: view.unified(),
            hierarchy: "cpu",
        }
    }

    /// Who holds the tightest memory limit.
    pub(in crate::advise) fn of_memory(view: &View<'a>) -> Self {
        Holder {
            path: view.context.memory_bound_by.as_deref(),
            above: view.sample.cgroup_memory_binding_depth().is_some_and(|depth| depth > 0),
            unified: view.unified(),
            hierarchy: "memory",
        }
    }

    /// Another cgroup of the chain, by its path.
    pub(super) fn at(view: &View, path: &'a str, hierarchy: &'static str) -> Self {
        Holder { path: Some(path), above: true, unified: view.unified(), hierarchy }
    }

    /// ` of cgroup /a`; on version 1 each controller has a hierarchy with paths of its own.
    pub(in crate::advise) fn named(&self) -> String {
        match self.path {
            Some(path) if self.unified => format!(" of cgroup {path}"),
            Some(path) => format!(" of cgroup {path} ({} hierarchy)", self.hierarchy),
            None => String::new(),
        }
    }

    fn file(&self, name: &str) -> String {
        file(self.path, name)
    }

    /// A setting of the systemd unit that the cgroup is, if its name says so.
    fn property(&self, name: &str) -> String {
        let unit = self
            .path
            .and_then(|path| path.rsplit('/').next())
            .filter(|unit| [".service", ".slice", ".scope"].iter().any(|suffix| unit.ends_with(suffix)));
        match unit {
            Some(unit) => format!("{name}= of {unit}"),
            None => format!("{name}="),
        }
    }

    /// Whether the container's own settings reach it: Docker's those of the container itself,
    /// Kubernetes' those of its pod as well.
    fn reached_by(&self, place: Place) -> bool {
        let pods = self.path.is_some_and(|path| path.contains("kubepods"));
        !self.above || (place == Place::Kubernetes && pods)
    }
}

/// A file of a cgroup, by the cgroup's path as the kernel names it.
pub(super) fn file(cgroup: Option<&str>, name: &str) -> String {
    match cgroup {
        Some(path) => format!("{}/{name}", path.trim_end_matches('/')),
        None => name.to_owned(),
    }
}

/// The container's own cgroup; where nothing was looked at, the binding one if that is it.
pub(super) fn own<'a>(view: &View<'a>, controller: &str) -> Option<&'a str> {
    let around = &view.context.around;
    let looked = match controller {
        "cpu" => &around.own_cpu,
        "cpuset" => &around.own_cpuset,
        "io" => &around.own_io,
        "memory" => &around.own_memory,
        "pids" => &around.own_pids,
        _ => &None,
    };
    if let Some(path) = looked {
        return Some(path);
    }
    let cpu =
        view.context.cpu_bound_by.as_deref().filter(|_| view.sample.cgroup_cpu_binding_depth() == Some(0));
    let memory = view
        .context
        .memory_bound_by
        .as_deref()
        .filter(|_| view.sample.cgroup_memory_binding_depth() == Some(0));
    match controller {
        // Version 2 has one path for all controllers.
        _ if view.unified() => memory.or(cpu),
        "cpu" => cpu,
        "memory" => memory,
        _ => None,
    }
}

pub(super) fn kubernetes(field: &str, value: String) -> Action {
    Action::new(Place::Kubernetes, field, value)
}

/// A quota of so many CPUs.
pub(in crate::advise) fn cpu_quota(holder: Holder, cpus: f64) -> Vec<Action> {
    let mut actions = Vec::with_capacity(4);
    let microseconds = cpus * PERIOD;
    if holder.unified {
        actions.push(Action::new(
            Place::Cgroup,
            holder.file("cpu.max"),
            format!("{microseconds:.0} {PERIOD}"),
        ));
    } else {
        actions.push(Action::new(Place::Cgroup, holder.file("cpu.cfs_period_us"), PERIOD.to_string()));
        actions.push(Action::new(
            Place::Cgroup,
            holder.file("cpu.cfs_quota_us"),
            format!("{microseconds:.0}"),
        ));
    }
    if holder.reached_by(Place::Docker) {
        actions.push(Action::new(Place::Docker, "--cpus", cpus.to_string()));
    }
    if holder.reached_by(Place::Kubernetes) {
        actions.push(kubernetes("resources.limits.cpu", millicores(cpus)));
    }
    let percent = format!("{:.0}%", cpus * 100.0);
    actions.push(Action::new(Place::Systemd, holder.property("CPUQuota"), percent));
    actions
}

/// Leave to use, in a burst, up to as much quota as one period has.
pub(super) fn cpu_burst(holder: Holder, quota: f64) -> Vec<Action> {
    let name = if holder.unified { "cpu.max.burst" } else { "cpu.cfs_burst_us" };
    vec![Action::new(Place::Cgroup, holder.file(name), format!("{:.0}", quota * PERIOD))]
}

/// A memory limit of so many bytes.
pub(in crate::advise) fn memory_limit(view: &View, bytes: u64) -> Vec<Action> {
    let holder = Holder::of_memory(view);
    let mut actions = Vec::with_capacity(5);
    let raised = view.memory_limit().is_none_or(|now| bytes > now);
    let swap = view.sample.cgroup_swap_limit_bytes();
    if holder.unified {
        actions.push(Action::new(Place::Cgroup, holder.file("memory.max"), bytes.to_string()));
    } else {
        let memory = Action::new(Place::Cgroup, holder.file("memory.limit_in_bytes"), bytes.to_string());
        // The kernel refuses a memory limit above that of memory and swap together.
        let both = match (swap, holder.above) {
            (Some(Limit::Value(swap)), false) => {
                let both = bytes.saturating_add(swap);
                Some(Action::new(Place::Cgroup, holder.file("memory.memsw.limit_in_bytes"), both.to_string()))
            }
            _ => None,
        };
        if raised {
            actions.extend(both);
            actions.push(memory);
        } else {
            actions.push(memory);
            actions.extend(both);
        }
    }
    if holder.reached_by(Place::Docker) {
        let memory = bytes.max(LEAST_OF_DOCKER);
        actions.push(Action::new(Place::Docker, "--memory", docker_size(memory)));
        actions.push(Action::new(Place::Docker, "--memory-swap", docker_swap(swap, memory)));
    }
    if holder.reached_by(Place::Kubernetes) {
        actions.push(kubernetes("resources.limits.memory", kubernetes_size(bytes)));
    }
    actions.push(Action::new(Place::Systemd, holder.property("MemoryMax"), systemd_size(bytes)));
    actions
}

/// Docker counts memory and swap together, and refuses a memory limit above that sum; where none is
/// given it is twice the memory.
fn docker_swap(swap: Option<Limit<u64>>, memory: u64) -> String {
    match swap {
        Some(Limit::Max) => "-1".to_owned(),
        Some(Limit::Value(swap)) => docker_size(whole_mebibytes(memory.saturating_add(swap))),
        None => docker_size(memory.saturating_mul(2)),
    }
}

/// `75m`, as Docker spells sizes.
fn docker_size(bytes: u64) -> String {
    size(bytes, ["b", "k", "m"])
}

/// `75Mi`, as Kubernetes spells sizes.
pub(in crate::advise) fn kubernetes_size(bytes: u64) -> String {
    size(bytes, ["", "Ki", "Mi"])
}

/// `75M`, as systemd spells sizes: to the base of 1024.
fn systemd_size(bytes: u64) -> String {
    size(bytes, ["", "K", "M"])
}

/// Bytes in MiB; what would be none of them, in KiB or as they are.
fn size(bytes: u64, [one, kibi, mebi]: [&str; 3]) -> String {
    match bytes {
        0..0x400 => format!("{bytes}{one}"),
        0x400..0x10_0000 => format!("{}{kibi}", bytes >> 10),
        _ => format!("{}{mebi}", bytes >> 20),
    }
}

/// Memory that is taken from others first.
pub(super) fn memory_low(view: &View, bytes: u64) -> Vec<Action> {
    let docker = Action::new(Place::Docker, "--memory-reservation", docker_size(bytes.max(LEAST_OF_DOCKER)));
    let request = kubernetes("resources.requests.memory", kubernetes_size(bytes));
    if !view.unified() {
        let target = file(own(view, "memory"), "memory.soft_limit_in_bytes");
        return vec![Action::new(Place::Cgroup, target, bytes.to_string()), docker, request];
    }
    vec![
        Action::new(Place::Cgroup, file(own(view, "memory"), "memory.low"), bytes.to_string()),
        docker,
        request,
        Action::new(Place::Systemd, "MemoryLow=", systemd_size(bytes)),
    ]
}

/// How readily the container's memory is swapped out, 0 to 100. Version 1 only.
pub(super) fn swappiness(view: &View, value: u64) -> Vec<Action> {
    let value = value.to_string();
    vec![
        Action::new(Place::Cgroup, file(own(view, "memory"), "memory.swappiness"), value.clone()),
        Action::new(Place::Docker, "--memory-swappiness", value),
    ]
}

/// A mark of so many bytes above which the container is slowed down. Version 2 only.
pub(super) fn memory_high(view: &View, bytes: u64) -> Vec<Action> {
    let limit = whole_mebibytes(scaled(bytes, 1.0 / HIGH_OF_LIMIT));
    vec![
        Action::new(Place::Cgroup, file(own(view, "memory"), "memory.high"), bytes.to_string()),
        kubernetes("resources.limits.memory", kubernetes_size(limit)),
        Action::new(Place::Systemd, "MemoryHigh=", systemd_size(bytes)),
    ]
}

/// A limit of so many processes and threads.
pub(super) fn task_limit(view: &View, tasks: u64) -> Vec<Action> {
    let (own_limit, tightest) = (view.sample.cgroup_pids_limit(), view.sample.cgroup_pids_effective_limit());
    let above = own_limit.zip(tightest).is_some_and(|(own, tightest)| tightest.is_tighter_than(own));
    let holder = view.context.around.pids.tightest().map(|level| level.cgroup.as_str());
    let cgroup = holder.or(own(view, "pids").filter(|_| !above));
    let tasks = tasks.to_string();
    let mut actions = vec![Action::new(Place::Cgroup, file(cgroup, "pids.max"), tasks.clone())];
    if !above {
        actions.push(Action::new(Place::Docker, "--pids-limit", tasks.clone()));
    }
    // Set on the cgroup of the whole pod.
    actions.push(kubernetes("podPidsLimit of the KubeletConfiguration", tasks.clone()));
    actions.push(Action::new(Place::Systemd, "TasksMax=", tasks));
    actions
}

/// A limit of so many descriptors of a process.
pub(super) fn descriptor_limit(pid: Option<u32>, descriptors: u64) -> Vec<Action> {
    let mut actions = Vec::with_capacity(3);
    if let Some(pid) = pid {
        actions
            .push(command("of the running process", format!("prlimit --pid {pid} --nofile={descriptors}")));
    }
    actions.push(Action::new(Place::Docker, "--ulimit", format!("nofile={descriptors}:{descriptors}")));
    actions.push(Action::new(Place::Systemd, "LimitNOFILE=", descriptors.to_string()));
    actions
}

/// A command, and what it is for.
pub(super) fn command(purpose: &str, line: impl Into<String>) -> Action {
    Action::new(Place::Command, purpose, line)
}

/// Something to change in the program, or in what it is started with.
pub(super) fn program(target: &str, value: impl Into<String>) -> Action {
    Action::new(Place::Program, target, value)
}

pub(super) fn millicores(cpus: f64) -> String {
    format!("{:.0}m", cpus * 1e3)
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
