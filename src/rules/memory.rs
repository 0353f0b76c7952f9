//! Memory: kills, the limit, memory.high, stalls, and the host's memory where there is no limit.

use super::advice;
use super::table::{
    MEMORY_FAULTS, MEMORY_HIGH, MEMORY_HOST, MEMORY_OOM_KILL, MEMORY_PRESSURE, MEMORY_STALLED, MEMORY_USED,
};
use super::view::View;
use crate::fields::{Sample, Unit};
use crate::finding::{quantity, Finding, Severity};
use crate::units::{Bytes, Limit};
use crate::usage;

const EVIDENCE: &[&str] = &[
    "cgroup_memory_usage_bytes",
    "cgroup_memory_working_set_bytes",
    "cgroup_memory_reclaimable_bytes",
    "cgroup_memory_anon_bytes",
    "cgroup_memory_effective_limit_bytes",
    "cgroup_memory_max_events_in_window",
    "cgroup_memory_high_events_in_window",
    "cgroup_pressure_memory_some_ratio",
    "cgroup_pressure_memory_full_ratio",
    "cgroup_major_page_faults_per_second",
];

pub(super) fn judge(view: &View, found: &mut Vec<Finding>) {
    // The first that explains the memory's state speaks for the others.
    let own = killed(view)
        .or_else(|| used(view))
        .or_else(|| slowed(view))
        .or_else(|| stalled(view))
        .or_else(|| faulting(view));
    if let Some(mut finding) = own {
        view.prove(&mut finding, EVIDENCE);
        found.push(finding);
    }
    found.extend(host(view));
}

fn pressure(view: &View) -> Option<f64> {
    view.stalled(
        |usage| usage.cgroup_pressure_memory_some_ratio,
        Sample::cgroup_pressure_memory_some_avg10_ratio,
    )
}

/// The kernel killed processes of the container.
fn killed(view: &View) -> Option<Finding> {
    let kills = view.rate(|usage| usage.cgroup_memory_oom_kills_in_window);
    let mut finding = MEMORY_OOM_KILL.finding(MEMORY_OOM_KILL.judge(kills)?, kills?);
    let (processes, processes_were) =
        if kills? == 1.0 { ("a process", "process was") } else { ("processes", "processes were") };
    finding.title = format!("The kernel killed {processes} of the container for want of memory");
    let limit = view.memory_limit();
    finding.description = match (limit, view.sample.cgroup_memory_usage_bytes()) {
        (Some(limit), Some(usage)) => format!(
            "{} {processes_were} killed in the window; usage is now {} of a limit of {}.",
            quantity(kills?, Unit::Count),
            Bytes(usage),
            Bytes(limit)
        ),
        _ => format!(
            "{} {processes_were} killed in the window; the container has no limit of its own, so the host ran out.",
            quantity(kills?, Unit::Count)
        ),
    };
    finding.impact =
        "Work in the killed process is lost; if it is the main process the container restarts.".to_owned();
    finding.recommendations.extend(limit.and_then(|limit| advice::raise_memory(view, limit, true)));
    finding.recommendations.push(
        "Find what grew: the largest processes by memory (plimsoll sample --processes 5), and caches, queues and \
         batch sizes without a bound."
            .to_owned(),
    );
    Some(finding)
}

/// Memory that cannot be taken back is close to the limit.
fn used(view: &View) -> Option<Finding> {
    let share = usage::memory_ratio(view.sample);
    let mut finding = MEMORY_USED.finding(MEMORY_USED.judge(share)?, share?);
    let need = usage::memory_needed_bytes(view.sample)?;
    let limit = view.memory_limit()?;
    finding.title = format!("Memory is {} full", quantity(share?, Unit::Ratio));
    finding.description = format!(
        "{} of the limit of {} cannot be taken back by the kernel; {} are left.",
        Bytes(need),
        Bytes(limit),
        Bytes(limit.saturating_sub(need))
    );
    finding.impact =
        "Allocations stall while the kernel reclaims, and at the limit it kills a process.".to_owned();
    finding.recommendations.extend(advice::raise_memory(view, need, false));
    finding.recommendations.push(
        "Or use less: smaller batches, caches and pools; fewer workers, as each holds its own heap."
            .to_owned(),
    );
    Some(finding)
}

/// The container ran into memory.high and is being slowed.
fn slowed(view: &View) -> Option<Finding> {
    let events = view.rate(|usage| usage.cgroup_memory_high_events_in_window);
    let mut verdict = MEMORY_HIGH.judge(events)?;
    let waited = match pressure(view) {
        Some(waited) => Some(MEMORY_PRESSURE.crossed(MEMORY_PRESSURE.judge(Some(waited))?, waited)),
        None => None,
    };
    if waited.is_some() {
        verdict.severity = Severity::High;
    }
    let mut finding = MEMORY_HIGH.finding(verdict, events?);
    finding.severity_from = waited;
    finding.title = "The container is slowed down for exceeding memory.high".to_owned();
    let high = view.sample.cgroup_memory_high_bytes().and_then(Limit::value);
    finding.description = match (high, view.sample.cgroup_memory_usage_bytes()) {
        (Some(high), Some(usage)) => {
            format!("It uses {} and is slowed from {} on; nothing is killed.", Bytes(usage), Bytes(high))
        }
        _ => "Nothing is killed, but every allocation waits.".to_owned(),
    };
    finding.impact = "Tasks that allocate are put to sleep, for ever if nothing frees memory.".to_owned();
    finding.recommendations.push(
        "Raise memory.high (Kubernetes with MemoryQoS: resources.limits.memory), or use less memory."
            .to_owned(),
    );
    Some(finding)
}

/// Tasks wait for memory although the limit is not close.
fn stalled(view: &View) -> Option<Finding> {
    let full = view.stalled(
        |usage| usage.cgroup_pressure_memory_full_ratio,
        Sample::cgroup_pressure_memory_full_avg10_ratio,
    );
    let some = pressure(view);
    let (mut finding, who) = match MEMORY_STALLED.judge(full) {
        Some(verdict) => (MEMORY_STALLED.finding(verdict, full?), "All tasks"),
        None => (MEMORY_PRESSURE.finding(MEMORY_PRESSURE.judge(some)?, some?), "Tasks"),
    };
    let share = quantity(finding.current.value, Unit::Ratio);
    finding.title = format!("{who} of the container waited for memory in {share} of the time");
    finding.description =
        "They wait for reclaim, for pages read back, or for swap: memory is short.".to_owned();
    finding.impact = "Everything is slower by the time it waits.".to_owned();
    finding.recommendations.extend(
        view.sample.cgroup_memory_usage_bytes().and_then(|usage| advice::raise_memory(view, usage, false)),
    );
    finding.recommendations.push("Or use less memory at a time: smaller batches, fewer workers.".to_owned());
    Some(finding)
}

/// Pages are read back from storage all the time.
fn faulting(view: &View) -> Option<Finding> {
    let faults = view.rate(|usage| usage.cgroup_major_page_faults_per_second);
    let mut finding = MEMORY_FAULTS.finding(MEMORY_FAULTS.judge(faults)?, faults?);
    finding.title =
        format!("{} page faults a second read from storage", quantity(faults?.round(), Unit::Count));
    finding.description =
        "Code or data that was dropped from memory, or never was there, is read in again and again."
            .to_owned();
    finding.impact = "Each such fault waits for the disk: milliseconds instead of nanoseconds.".to_owned();
    finding.recommendations.push(
        "Give the container room for its page cache (a higher memory limit), or map and read less at random."
            .to_owned(),
    );
    Some(finding)
}

/// The host's memory, where the container has no limit of its own.
fn host(view: &View) -> Option<Finding> {
    if view.memory_limit().is_some() {
        return None;
    }
    let share = usage::host_memory_used_ratio(view.sample);
    let mut finding = MEMORY_HOST.finding(MEMORY_HOST.judge(share)?, share?);
    finding.title = format!("The host's memory is {} used", quantity(share?, Unit::Ratio));
    let own =
        view.sample.cgroup_memory_working_set_bytes().or_else(|| view.sample.cgroup_memory_usage_bytes());
    finding.description = match own {
        Some(own) if !view.context.memory_is_hosts => format!(
            "The container has no memory limit, so the host's memory limits it; its own part is {}.",
            Bytes(own)
        ),
        _ => "There is no memory limit, so the host's memory is the limit.".to_owned(),
    };
    finding.impact = "When the host runs out, the kernel kills what it finds largest, anywhere.".to_owned();
    finding.recommendations.push(
        "Free memory on the host, and give each container a memory limit so that one cannot starve the others."
            .to_owned(),
    );
    view.prove(
        &mut finding,
        &[
            "host_memory_total_bytes",
            "host_memory_available_bytes",
            "host_swap_free_bytes",
            "cgroup_memory_working_set_bytes",
            "host_pressure_memory_some_ratio",
        ],
    );
    Some(finding)
}
