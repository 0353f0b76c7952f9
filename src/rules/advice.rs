//! Advice that names the exact file, flag and field. It is only ever given, never carried out.

use super::view::View;
use crate::fields::Unit;
use crate::finding::quantity;
use crate::units::Bytes;

/// Limits are advised so that today's need is at 80 % of them: where Netdata clears its alarms.
const FILL: f64 = 0.80;

/// After an OOM kill the memory limit grows at least by this factor and this much (Kubernetes VPA).
const OOM_FACTOR: f64 = 1.2;
const OOM_BYTES: u64 = 100 << 20;

/// CPUs are advised in tenths.
fn quota_for(need: f64) -> f64 {
    (need / FILL * 10.0 - 1e-9).ceil() / 10.0
}

/// Where the CPUs of the host are as busy as this the container could not show all that it needs.
const HOST_BUSY: f64 = 0.90;

/// Raise the quota, so that `need` CPUs fit well.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
pub(super) fn raise_quota(view: &View, need: f64) -> Option<String> {
    let now = view.quota()?;
    let mut cpus = quota_for(need);
    if let Some(online) = view.sample.host_cpus_online() {
        cpus = cpus.min(online as f64);
    }
    if cpus <= now {
        return None;
    }
    let cgroup = holder(view, view.context.cpu_bound_by.as_deref(), "cpu");
    let file = if view.unified() {
        format!("cpu.max = \"{:.0} 100000\"", cpus * 1e5)
    } else {
        format!("cpu.cfs_quota_us = {:.0} with cpu.cfs_period_us = 100000", cpus * 1e5)
    };
    // What it needs was measured beside neighbours that took their part: it may be more.
    let crowded = view.rate(|usage| usage.host_cpu_busy_ratio).is_some_and(|busy| busy >= HOST_BUSY);
    let least = if crowded { "at least " } else { "" };
    Some(format!(
        "Raise the CPU quota{cgroup} from {} to {least}{} ({file}; docker update --cpus {cpus}; Kubernetes \
         resources.limits.cpu: {:.0}m).",
        quantity(now, Unit::Cpus).trim_end_matches(" CPUs").trim_end_matches(" CPU"),
        quantity(cpus, Unit::Cpus),
        cpus * 1e3,
    ))
}

/// Raise the memory limit, so that `need` bytes fit well; after an OOM kill by no less than what
/// Kubernetes VPA adds.
pub(super) fn raise_memory(view: &View, need: u64, after_kill: bool) -> Option<String> {
    let now = view.memory_limit()?;
    let mut bytes = scaled(need, 1.0 / FILL);
    if after_kill {
        bytes = bytes.max(scaled(now, OOM_FACTOR)).max(now.saturating_add(OOM_BYTES));
    }
    let mebibytes = bytes.div_ceil(1 << 20);
    let bytes = mebibytes << 20;
    if bytes <= now {
        return None;
    }
    let cgroup = holder(view, view.context.memory_bound_by.as_deref(), "memory");
    let file = if view.unified() { "memory.max" } else { "memory.limit_in_bytes" };
    Some(format!(
        "Raise the memory limit{cgroup} from {} to {} ({file} = {bytes}; docker update --memory {mebibytes}m; \
         Kubernetes resources.limits.memory: {mebibytes}Mi).",
        Bytes(now),
        Bytes(bytes),
    ))
}

/// Who holds the limit. On version 1 each controller has a hierarchy with paths of its own.
fn holder(view: &View, cgroup: Option<&str>, controller: &str) -> String {
    match cgroup {
        Some(name) if view.unified() => format!(" of cgroup {name}"),
        Some(name) => format!(" of cgroup {name} ({controller} hierarchy)"),
        None => String::new(),
    }
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Advice is rounded to MiB.
fn scaled(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor) as u64
}
