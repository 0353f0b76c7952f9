//! How much of each resource is used, of how much, and who says so.

use serde::Serialize;

use crate::fields::{Sample, Scope, Unit};
use crate::finding::{Component, Measure};
use crate::rules::table::{
    CPU_THROTTLING, CPU_UTILISATION, DESCRIPTORS, DISK_SPACE, INODES, LOAD, MEMORY_HOST, MEMORY_USED, PIDS,
};
use crate::rules::{Rule, View};
use crate::units::Limit;
use crate::usage;

/// The field of processes killed for want of memory.
const OOM_KILLS: &str = "cgroup_memory_oom_kills";

/// One resource: used, limit, share, and who binds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resource {
    /// Which resource.
    pub resource: Component,
    /// What is used of it; its scope says whose use it is.
    pub used: Measure,
    /// The limit, in the same unit; missing where a limit has no meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit<f64>>,
    /// Used, of the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// The demand against the mark at which work starts to suffer: 1.0 is at the mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<f64>,
    /// What is left up to the mark; 0 above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headroom: Option<Measure>,
    /// Who holds the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound_by: Option<String>,
}

/// How laden the container is, as one number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LoadLine {
    /// 0 empty, 1.0 laden to the mark, above it overladen; missing before anything was read.
    pub reading: Option<f64>,
    /// The resource that is closest to its mark or furthest above it.
    pub resource: Option<Component>,
    /// What is left of that resource up to the mark, in its own unit; 0 above it.
    pub headroom: Option<Measure>,
}

impl LoadLine {
    /// The most laden of these resources speaks for all.
    pub(super) fn of(resources: &[Resource]) -> Self {
        let laden = resources
            .iter()
            .filter_map(|resource| Some((resource.reading?, resource)))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        LoadLine {
            reading: laden.map(|(reading, _)| reading),
            resource: laden.map(|(_, resource)| resource.resource.clone()),
            headroom: laden.and_then(|(_, resource)| resource.headroom.clone()),
        }
    }
}

/// Every resource of which something is known.
pub(super) fn resources(view: &View) -> Vec<Resource> {
    [
        cpu(view),
        memory(view),
        host_memory(view),
        disk_space(view),
        inodes(view),
        pids(view),
        descriptors(view),
        load(view),
        disk_io(view),
        network(view),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn plain(resource: Component, used: Measure) -> Resource {
    Resource { resource, used, limit: None, share: None, reading: None, headroom: None, bound_by: None }
}

/// Fills in limit, share, reading and headroom; `demand` is what is wanted, used or not.
fn bounded(mut resource: Resource, limit: Option<Limit<f64>>, rule: &Rule, demand: f64) -> Resource {
    resource.limit = limit;
    let Some(whole) = limit.and_then(Limit::value).filter(|whole| *whole > 0.0) else { return resource };
    resource.share = Some(resource.used.value / whole);
    if let Some(mark) = rule.mark() {
        resource.reading = Some(demand / whole / mark);
        let left = (whole * mark - demand).max(0.0);
        let name = format!("{}_headroom", resource.resource);
        resource.headroom = Some(Measure::new(name, left, resource.used.unit, resource.used.scope));
    }
    resource
}

#[allow(clippy::cast_precision_loss)] // Shown with three digits.
fn float(value: u64) -> f64 {
    value as f64
}

fn floats(limit: Option<Limit<u64>>) -> Option<Limit<f64>> {
    limit.map(|limit| match limit {
        Limit::Max => Limit::Max,
        Limit::Value(value) => Limit::Value(float(value)),
    })
}

fn cpu(view: &View) -> Option<Resource> {
    // What a root counts is the host's: then the host's own count comes first.
    if view.context.cpu_is_hosts {
        host_cpu(view).or_else(|| cgroup_cpu(view))
    } else {
        cgroup_cpu(view).or_else(|| host_cpu(view))
    }
}

fn cgroup_cpu(view: &View) -> Option<Resource> {
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus)?;
    let effective = view.sample.cgroup_effective_cpus()?;
    // What the quota refused was wanted too.
    let refused = view.rate(|usage| usage.cgroup_cpu_throttled_cpus).unwrap_or(0.0);
    let name = "cgroup_cpu_usage_cpus";
    let measure = Measure::new(name, used, Unit::Cpus, view.scope(name, Scope::Cgroup));
    let limit = Some(Limit::Value(effective));
    let mut row = bounded(plain(Component::Cpu, measure), limit, &CPU_UTILISATION, used + refused);
    row.bound_by = Some(match &view.context.cpu_bound_by {
        _ if view.quota_binds() && view.sample.cgroup_cpu_binding_depth() == Some(0) => {
            "own quota".to_owned()
        }
        Some(cgroup) if view.quota_binds() => format!("quota of {cgroup}"),
        _ if view.quota_binds() => "quota".to_owned(),
        _ if confined(view.sample) => "cpuset".to_owned(),
        _ => "CPUs of the host".to_owned(),
    });
    Some(row)
}

fn host_cpu(view: &View) -> Option<Resource> {
    let online = float(view.sample.host_cpus_online()?);
    let used = view.rate(|usage| usage.host_cpu_busy_ratio)? * online;
    let measure = Measure::new("host_cpu_busy_cpus", used, Unit::Cpus, Scope::Host);
    let limit = Some(Limit::Value(online));
    let mut row = bounded(plain(Component::Cpu, measure), limit, &CPU_UTILISATION, used);
    row.bound_by = Some("CPUs of the host".to_owned());
    Some(row)
}

/// Whether the container may not run on all CPUs of the host.
fn confined(sample: &Sample) -> bool {
    sample.cgroup_cpuset_cpus().zip(sample.host_cpus_online()).is_some_and(|(set, online)| set < online)
}

fn memory(view: &View) -> Option<Resource> {
    let used = float(usage::memory_needed_bytes(view.sample)?);
    // What a root charges is a part of the host's memory, which has its own row.
    if view.context.memory_is_hosts && host_memory(view).is_some() {
        return None;
    }
    let name = "cgroup_memory_needed_bytes";
    let measure = Measure::new(name, used, Unit::Bytes, view.scope(name, Scope::Cgroup));
    let limit = floats(view.sample.cgroup_memory_effective_limit_bytes());
    let mut row = bounded(plain(Component::Memory, measure), limit, &MEMORY_USED, used);
    if matches!(limit, Some(Limit::Value(_))) {
        row.bound_by = Some(match &view.context.memory_bound_by {
            _ if view.sample.cgroup_memory_binding_depth() == Some(0) => "own limit".to_owned(),
            Some(cgroup) => format!("limit of {cgroup}"),
            None => "an ancestor out of sight".to_owned(),
        });
    }
    Some(row)
}

/// The host's memory limits a container that has no limit of its own.
fn host_memory(view: &View) -> Option<Resource> {
    if view.memory_limit().is_some() {
        return None;
    }
    let total = view.sample.host_memory_total_bytes()?;
    let used = float(total.saturating_sub(view.sample.host_memory_available_bytes()?));
    let measure = Measure::new("host_memory_used_bytes", used, Unit::Bytes, Scope::Host);
    let limit = Some(Limit::Value(float(total)));
    let mut row = bounded(plain(Component::Memory, measure), limit, &MEMORY_HOST, used);
    row.bound_by = Some("memory of the host".to_owned());
    Some(row)
}

fn disk_space(view: &View) -> Option<Resource> {
    let sample = view.sample;
    let used = sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?);
    let whole = used.saturating_add(sample.filesystem_available_bytes()?);
    let measure = Measure::new("filesystem_used_bytes", float(used), Unit::Bytes, Scope::Mount);
    let limit = Some(Limit::Value(float(whole)));
    let mut row = bounded(plain(Component::DiskSpace, measure), limit, &DISK_SPACE, float(used));
    row.bound_by = Some(format!("filesystem of {}", view.context.filesystem));
    Some(row)
}

fn inodes(view: &View) -> Option<Resource> {
    let inodes = view.sample.filesystem_inodes().filter(|inodes| *inodes > 0)?;
    let used = float(inodes.saturating_sub(view.sample.filesystem_inodes_free()?));
    let measure = Measure::new("filesystem_inodes_used", used, Unit::Count, Scope::Mount);
    let limit = Some(Limit::Value(float(inodes)));
    let mut row = bounded(plain(Component::Inodes, measure), limit, &INODES, used);
    row.bound_by = Some(format!("filesystem of {}", view.context.filesystem));
    Some(row)
}

fn pids(view: &View) -> Option<Resource> {
    let used = float(view.sample.cgroup_pids()?);
    let measure = Measure::new("cgroup_pids", used, Unit::Count, Scope::Cgroup);
    let limit = floats(view.sample.cgroup_pids_effective_limit());
    let mut row = bounded(plain(Component::Pids, measure), limit, &PIDS, used);
    row.bound_by = row.share.map(|_| "pids.max".to_owned());
    Some(row)
}

fn descriptors(view: &View) -> Option<Resource> {
    let own = view.sample.own_descriptors();
    let used = float(view.sample.process_descriptors()?.saturating_sub(own));
    let measure = Measure::new("process_descriptors", used, Unit::Count, Scope::Process);
    let limit = floats(view.sample.process_descriptors_limit());
    let mut row = bounded(plain(Component::Descriptors, measure), limit, &DESCRIPTORS, used);
    row.bound_by = row.share.map(|_| "limit of the process".to_owned());
    Some(row)
}

/// The load has no limit, but a mark for each CPU of the host. A throttled container queues for its
/// quota, not for these CPUs: the load line then leaves the load out, as the findings do.
fn load(view: &View) -> Option<Resource> {
    let load = view.sample.host_load1()?;
    let mut row = plain(Component::Load, Measure::new("host_load1", load, Unit::Count, Scope::Host));
    let throttled = CPU_THROTTLING.judge(view.rate(|usage| usage.cgroup_cpu_throttled_ratio)).is_some();
    if let (Some(cpus), Some(mark), false) = (view.sample.host_cpus_online(), LOAD.mark(), throttled) {
        let mark = mark * float(cpus).max(1.0);
        row.reading = Some(load / mark);
        let left = (mark - load).max(0.0);
        row.headroom = Some(Measure::new("load_headroom", left, Unit::Count, Scope::Host));
    }
    Some(row)
}

fn disk_io(view: &View) -> Option<Resource> {
    let both = |a: fn(&usage::Usage) -> Option<f64>, b: fn(&usage::Usage) -> Option<f64>| {
        Some(view.rate(a)? + view.rate(b)?)
    };
    let (rate, scope) = match both(
        |usage| usage.cgroup_io_read_bytes_per_second,
        |usage| usage.cgroup_io_written_bytes_per_second,
    ) {
        Some(rate) => (rate, Scope::Cgroup),
        None => (
            both(
                |usage| usage.host_disk_read_bytes_per_second,
                |usage| usage.host_disk_written_bytes_per_second,
            )?,
            Scope::Host,
        ),
    };
    let name =
        if scope == Scope::Cgroup { "cgroup_io_bytes_per_second" } else { "host_disk_bytes_per_second" };
    Some(plain(Component::DiskIo, Measure::new(name, rate, Unit::BytesPerSecond, scope)))
}

fn network(view: &View) -> Option<Resource> {
    let rate = view.rate(|usage| usage.network_received_bytes_per_second)?
        + view.rate(|usage| usage.network_sent_bytes_per_second)?;
    let measure =
        Measure::new("network_bytes_per_second", rate, Unit::BytesPerSecond, Scope::NetworkNamespace);
    Some(plain(Component::Network, measure))
}

/// The memory of the cgroup in its parts, side by side: what is charged, the working set, what can
/// be taken back, what belongs to no file; and how often it ran out.
#[must_use]
pub(super) fn memory_parts(view: &View) -> Vec<Measure> {
    let sample = view.sample;
    [
        ("cgroup_memory_usage_bytes", sample.cgroup_memory_usage_bytes(), Unit::Bytes),
        ("cgroup_memory_working_set_bytes", sample.cgroup_memory_working_set_bytes(), Unit::Bytes),
        ("cgroup_memory_reclaimable_bytes", sample.cgroup_memory_reclaimable_bytes(), Unit::Bytes),
        ("cgroup_memory_anon_bytes", sample.cgroup_memory_anon_bytes(), Unit::Bytes),
        // Since the cgroup began: a kill before the window is no finding, but worth knowing.
        (OOM_KILLS, sample.cgroup_memory_oom_kills(), Unit::Count),
    ]
    .into_iter()
    .filter_map(|(name, value, unit)| {
        Some(Measure::new(name, float(value?), unit, view.scope(name, Scope::Cgroup)))
    })
    .collect()
}
