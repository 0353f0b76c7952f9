//! Whether the container is the cause of what the host shows: else its own processes are not to be named for what
//! the neighbours do.

use crate::fields::{Scope, Unit};
use crate::finding::{Culprit, Finding};
use crate::rules::View;
use crate::usage::{self, Usage};

/// The container is the cause of what it does at least this part of.
const MOST_OF_IT: f64 = 0.5;

/// Whether processes of the container can be behind the finding.
pub(super) fn is_the_containers(view: &View, finding: &Finding, processes: &[Culprit]) -> bool {
    let part = match finding.rule {
        "cpu.steal" => return false,
        // It waits, and its own limits do not explain it.
        "cpu.pressure" | "cpu.run_queue" | "cpu.host" => cpu_part(view),
        "load.per_cpu" if waits_for_disks(view) => disk_part(view, processes),
        "load.per_cpu" => cpu_part(view),
        "memory.host" => memory_part(view),
        "memory.swap" if finding.current.scope == Scope::Host => memory_part(view),
        rule if rule.starts_with("disk_io.") && finding.current.scope == Scope::Host => {
            disk_part(view, processes)
        }
        _ => return true,
    };
    part.is_some_and(|part| part >= MOST_OF_IT)
}

fn waits_for_disks(view: &View) -> bool {
    view.sample.host_tasks_blocked().unwrap_or(0) > view.sample.host_tasks_running().unwrap_or(0)
}

/// Of the CPU time in use on the host.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
fn cpu_part(view: &View) -> Option<f64> {
    if view.context.cpu_is_hosts {
        return Some(1.0);
    }
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus)?;
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio)? * view.sample.host_cpus_online()? as f64;
    (busy > 0.0).then(|| used / busy)
}

/// Of the memory in use on the host.
#[allow(clippy::cast_precision_loss)] // Bytes for a share.
fn memory_part(view: &View) -> Option<f64> {
    if view.context.memory_is_hosts {
        return Some(1.0);
    }
    let own = usage::memory_needed_bytes(view.sample)? as f64;
    let sample = view.sample;
    let used = sample.host_memory_total_bytes()?.saturating_sub(sample.host_memory_available_bytes()?);
    (used > 0).then(|| own / used as f64)
}

/// Of what the disks of the host read and write, by the cgroup's count or its processes': version 1 counts what is
/// written back later as the root's.
fn disk_part(view: &View, processes: &[Culprit]) -> Option<f64> {
    let sum = |read: fn(&Usage) -> Option<f64>, written: fn(&Usage) -> Option<f64>| {
        Some(view.rate(read)? + view.rate(written)?)
    };
    let counted =
        sum(|usage| usage.cgroup_io_read_bytes_per_second, |usage| usage.cgroup_io_written_bytes_per_second);
    let greatest = processes.first();
    let greatest = greatest.filter(|one| one.share > 0.0 && one.used.unit == Unit::BytesPerSecond);
    let of_processes = greatest.map(|greatest| greatest.used.value / greatest.share);
    let own = counted.into_iter().chain(of_processes).reduce(f64::max)?;
    let all =
        sum(|usage| usage.host_disk_read_bytes_per_second, |usage| usage.host_disk_written_bytes_per_second)?;
    (all > 0.0).then(|| own / all)
}

#[cfg(test)]
#[path = "blame_tests.rs"]
mod tests;
