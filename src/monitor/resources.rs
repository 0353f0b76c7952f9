//! How much of each resource is used, of how much, and who says so.

use arrayvec::ArrayVec;
use serde::Serialize;

use super::fed::{Fed, MOST_FED};
use super::names::Names;
use super::pools::{Attached, Pools, MOST_POOLS};
use crate::fields::{Sample, Scope, Unit};
use crate::finding::{Component, Measure, Text};
use crate::rules::{RuleId, Thresholds, View};
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
    pub bound_by: Option<Text>,
}

/// As many rows as there can be: the own resources, the fed metrics and the pools.
pub(super) const MOST_ROWS: usize = 10 + MOST_FED + MOST_POOLS;

/// The rows, without a place on the heap.
pub(super) type Rows = ArrayVec<Resource, MOST_ROWS>;

/// What the rows are made of.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub view: View<'a>,
    pub names: &'a Names,
    pub thresholds: &'a Thresholds,
    /// The load has another cause: it is no reason to take less work.
    pub load_is_explained: bool,
}

/// Every resource of which something is known.
pub(super) fn resources(basis: &Basis, fed: &[Fed], pools: &Pools, rows: &mut Rows) {
    rows.clear();
    let own: [fn(&Basis) -> Option<Resource>; 10] =
        [cpu, memory, host_memory, disk_space, inodes, pids, descriptors, load, disk_io, network];
    // There is room for all of them.
    rows.extend(own.iter().filter_map(|row| row(basis)));
    rows.extend(fed.iter().filter_map(|fed| metric(basis, fed)).take(MOST_FED));
    rows.extend(pools.all().filter_map(pool).take(MOST_POOLS));
}

fn plain(resource: Component, used: Measure) -> Resource {
    Resource { resource, used, limit: None, share: None, reading: None, headroom: None, bound_by: None }
}

/// Fills in limit, share, reading and headroom; `demand` is what is wanted, used or not.
fn bounded(mut resource: Resource, limit: Option<Limit<f64>>, mark: Option<f64>, demand: f64) -> Resource {
    resource.limit = limit;
    let Some(whole) = limit.and_then(Limit::value).filter(|whole| *whole > 0.0) else { return resource };
    resource.share = Some(resource.used.value / whole);
    if let Some(mark) = mark.filter(|mark| *mark > 0.0) {
        resource.reading = Some(demand / whole / mark);
        let left = (whole * mark - demand).max(0.0);
        resource.headroom =
            Some(Measure::new(headroom(&resource.resource), left, resource.used.unit, resource.used.scope));
    }
    resource
}

/// What is left is called so.
fn headroom(component: &Component) -> &'static str {
    match component {
        Component::Cpu => "cpu_headroom",
        Component::Memory => "memory_headroom",
        Component::DiskSpace => "disk_space_headroom",
        Component::Inodes => "inodes_headroom",
        Component::DiskIo => "disk_io_headroom",
        Component::Network => "network_headroom",
        Component::Descriptors => "descriptors_headroom",
        Component::Pids => "pids_headroom",
        Component::Load => "load_headroom",
        Component::Metric(_) => "metric_headroom",
        Component::DatabasePool(_) => "database_pool_headroom",
        // None of them is a resource of the container.
        Component::Checker
        | Component::ConnectionPool(_)
        | Component::Cache(_)
        | Component::DatabaseQueries(_)
        | Component::Target(_) => "headroom",
    }
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

fn cpu(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    // What a root counts is the host's: then the host's own count comes first.
    if view.context.cpu_is_hosts {
        host_cpu(basis).or_else(|| cgroup_cpu(basis))
    } else {
        cgroup_cpu(basis).or_else(|| host_cpu(basis))
    }
}

fn cgroup_cpu(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus)?;
    let effective = view.sample.cgroup_effective_cpus()?;
    // What the quota refused was wanted too.
    let refused = view.rate(|usage| usage.cgroup_cpu_throttled_cpus).unwrap_or(0.0);
    let name = "cgroup_cpu_usage_cpus";
    let measure = Measure::new(name, used, Unit::Cpus, view.scope(name, Scope::Cgroup));
    let limit = Some(Limit::Value(effective));
    let mut row =
        bounded(plain(Component::Cpu, measure), limit, basis.mark(RuleId::CpuUtilisation), used + refused);
    row.bound_by = Some(match view.quota_binds() {
        true => basis.names.cpu_quota.clone(),
        false if confined(view.sample) => "cpuset".into(),
        false => "CPUs of the host".into(),
    });
    Some(row)
}

fn host_cpu(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let online = float(view.sample.host_cpus_online()?);
    let used = view.rate(|usage| usage.host_cpu_busy_ratio)? * online;
    let measure = Measure::new("host_cpu_busy_cpus", used, Unit::Cpus, Scope::Host);
    let limit = Some(Limit::Value(online));
    let mut row = bounded(plain(Component::Cpu, measure), limit, basis.mark(RuleId::CpuUtilisation), used);
    row.bound_by = Some("CPUs of the host".into());
    Some(row)
}

/// Whether the container may not run on all CPUs of the host.
fn confined(sample: &Sample) -> bool {
    sample.cgroup_cpuset_cpus().zip(sample.host_cpus_online()).is_some_and(|(set, online)| set < online)
}

fn memory(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let used = float(usage::memory_needed_bytes(view.sample)?);
    // What a root charges is a part of the host's memory, which has its own row.
    if view.context.memory_is_hosts && host_memory(basis).is_some() {
        return None;
    }
    let name = "cgroup_memory_needed_bytes";
    let measure = Measure::new(name, used, Unit::Bytes, view.scope(name, Scope::Cgroup));
    let limit = floats(view.sample.cgroup_memory_effective_limit_bytes());
    let mut row = bounded(plain(Component::Memory, measure), limit, basis.mark(RuleId::MemoryUsed), used);
    if matches!(limit, Some(Limit::Value(_))) {
        row.bound_by = Some(basis.names.memory_limit.clone());
    }
    Some(row)
}

/// The host's memory limits a container that has no limit of its own.
fn host_memory(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    if view.memory_limit().is_some() {
        return None;
    }
    let total = view.sample.host_memory_total_bytes()?;
    let used = float(total.saturating_sub(view.sample.host_memory_available_bytes()?));
    let measure = Measure::new("host_memory_used_bytes", used, Unit::Bytes, Scope::Host);
    let limit = Some(Limit::Value(float(total)));
    let mut row = bounded(plain(Component::Memory, measure), limit, basis.mark(RuleId::MemoryHost), used);
    row.bound_by = Some("memory of the host".into());
    Some(row)
}

fn disk_space(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let sample = view.sample;
    let used = sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?);
    let whole = used.saturating_add(sample.filesystem_available_bytes()?);
    let measure = Measure::new("filesystem_used_bytes", float(used), Unit::Bytes, Scope::Mount);
    let limit = Some(Limit::Value(float(whole)));
    let mut row =
        bounded(plain(Component::DiskSpace, measure), limit, basis.mark(RuleId::DiskSpace), float(used));
    row.bound_by = Some(basis.names.filesystem.clone());
    Some(row)
}

fn inodes(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let inodes = view.sample.filesystem_inodes().filter(|inodes| *inodes > 0)?;
    let used = float(inodes.saturating_sub(view.sample.filesystem_inodes_free()?));
    let measure = Measure::new("filesystem_inodes_used", used, Unit::Count, Scope::Mount);
    let limit = Some(Limit::Value(float(inodes)));
    let mut row = bounded(plain(Component::Inodes, measure), limit, basis.mark(RuleId::Inodes), used);
    row.bound_by = Some(basis.names.filesystem.clone());
    Some(row)
}

fn pids(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let used = float(view.sample.cgroup_pids()?);
    let measure = Measure::new("cgroup_pids", used, Unit::Count, Scope::Cgroup);
    let limit = floats(view.sample.cgroup_pids_effective_limit());
    let mut row = bounded(plain(Component::Pids, measure), limit, basis.mark(RuleId::Pids), used);
    row.bound_by = row.share.map(|_| "pids.max".into());
    Some(row)
}

fn descriptors(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let own = view.sample.own_descriptors();
    let used = float(view.sample.process_descriptors()?.saturating_sub(own));
    let measure = Measure::new("process_descriptors", used, Unit::Count, Scope::Process);
    let limit = floats(view.sample.process_descriptors_limit());
    let mut row =
        bounded(plain(Component::Descriptors, measure), limit, basis.mark(RuleId::Descriptors), used);
    row.bound_by = row.share.map(|_| "limit of the process".into());
    Some(row)
}

/// The load has no limit, but a mark for each CPU of the host. A throttled container queues for its
/// quota, not for these CPUs: the load line then leaves the load out, as the findings do.
fn load(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let load = view.sample.host_load1()?;
    let mut row = plain(Component::Load, Measure::new("host_load1", load, Unit::Count, Scope::Host));
    let mark = basis.mark(RuleId::Load);
    if let (Some(cpus), Some(mark), false) = (view.sample.host_cpus_online(), mark, basis.load_is_explained) {
        let mark = mark * float(cpus).max(1.0);
        row.reading = Some(load / mark);
        let left = (mark - load).max(0.0);
        row.headroom = Some(Measure::new("load_headroom", left, Unit::Count, Scope::Host));
    }
    Some(row)
}

fn disk_io(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
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

fn network(basis: &Basis) -> Option<Resource> {
    let view = &basis.view;
    let rate = view.rate(|usage| usage.network_received_bytes_per_second)?
        + view.rate(|usage| usage.network_sent_bytes_per_second)?;
    let measure =
        Measure::new("network_bytes_per_second", rate, Unit::BytesPerSecond, Scope::NetworkNamespace);
    Some(plain(Component::Network, measure))
}

impl Basis<'_> {
    fn mark(&self, id: RuleId) -> Option<f64> {
        self.thresholds.mark(id)
    }
}

/// A metric of the host's own.
fn metric(basis: &Basis, fed: &Fed) -> Option<Resource> {
    let used = Measure::new("metric_value", fed.value()?, Unit::Count, Scope::Process);
    let limit = fed.limit().map(Limit::Value);
    Some(bounded(plain(fed.component(), used), limit, basis.thresholds.metric_mark(), fed.value()?))
}

/// A pool of database connections. What waits is wanted too; a database at its limit leaves no room either.
fn pool(attached: &Attached) -> Option<Resource> {
    let load = attached.load()?;
    let component = Component::DatabasePool(attached.pool().name().clone());
    let mut row = plain(component, Measure::new("pool_in_use", load.used, Unit::Count, Scope::Process));
    row.limit = load.most.map(Limit::Value);
    row.share = load.most.map(|most| load.used / most);
    row.reading = load.reading;
    row.headroom =
        load.headroom().map(|left| Measure::new(headroom(&row.resource), left, Unit::Count, Scope::Process));
    row.bound_by =
        row.reading.map(|_| if load.is_databases { "database" } else { "size of the pool" }.into());
    Some(row)
}

/// The memory of the cgroup in its parts, side by side: what is charged, the working set, what can
/// be taken back, what belongs to no file; and how often it ran out.
pub(super) fn memory_parts(view: &View) -> ArrayVec<Measure, 5> {
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
