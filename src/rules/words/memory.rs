//! Memory: kills, the limit, memory.high, stalls, swap, and the host's memory where there is no limit.

use super::beyond;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::signals;
use crate::rules::table::RuleId;
use crate::rules::view::View;
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

/// The evidence, and what makes the memory grow where that is known.
fn prove(view: &View, raised: &Raised, finding: &mut Finding) {
    if let Some(growth) = view.context.growth.memory.filter(|_| raised.explains(RuleId::MemoryLeak)) {
        finding.description.push_str(&format!(
            " It has grown by {} a second for {}: a leak.",
            quantity(growth.per_second, Unit::Bytes),
            super::growth::duration(growth.observed_seconds)
        ));
    }
    view.prove(finding, EVIDENCE);
}

/// The kernel killed processes of the container.
pub(super) fn killed(view: &View, raised: &Raised, finding: &mut Finding) {
    let kills = raised.value;
    let (processes, processes_were) =
        if kills == 1.0 { ("a process", "process was") } else { ("processes", "processes were") };
    finding.title = format!("The kernel killed {processes} of the container for want of memory");
    let kills = quantity(kills, Unit::Count);
    finding.description = match (view.memory_limit(), view.sample.cgroup_memory_usage_bytes()) {
        (Some(limit), Some(usage)) => format!(
            "{kills} {processes_were} killed within the last minute; usage is now {} of a limit of {}.",
            Bytes(usage),
            Bytes(limit)
        ),
        _ => format!(
            "{kills} {processes_were} killed within the last minute; the container has no limit of its own, so the \
             host ran out."
        ),
    };
    finding.impact =
        "Work in the killed process is lost; if it is the main process the container restarts.".to_owned();
    finding.impact_ratio = 1.0;
    prove(view, raised, finding);
}

/// Memory that cannot be taken back is close to the limit.
pub(super) fn used(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = usage::memory_ratio(view.sample).unwrap_or(raised.value);
    finding.title = format!("Memory is {} full", quantity(share, Unit::Ratio));
    if let (Some(need), Some(limit)) = (usage::memory_needed_bytes(view.sample), view.memory_limit()) {
        finding.description = format!(
            "{} of the limit of {} cannot be taken back by the kernel; {} are left.",
            Bytes(need),
            Bytes(limit),
            Bytes(limit.saturating_sub(need))
        );
    }
    finding.impact =
        "Allocations stall while the kernel reclaims, and at the limit it kills a process.".to_owned();
    let stalled = signals::memory_pressure(view).unwrap_or(0.0);
    finding.impact_ratio = stalled.max(beyond(share, raised.rule.steps[0].raise));
    prove(view, raised, finding);
}

/// The container ran into memory.high and is being slowed.
pub(super) fn slowed(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = "The container is slowed down for exceeding memory.high".to_owned();
    let high = view.sample.cgroup_memory_high_bytes().and_then(Limit::value);
    finding.description = match (high, view.sample.cgroup_memory_usage_bytes()) {
        (Some(high), Some(usage)) => {
            format!("It uses {} and is slowed from {} on; nothing is killed.", Bytes(usage), Bytes(high))
        }
        _ => "Nothing is killed, but every allocation waits.".to_owned(),
    };
    finding.impact = "Tasks that allocate are put to sleep, for ever if nothing frees memory.".to_owned();
    finding.impact_ratio = signals::memory_pressure(view).unwrap_or(0.5);
    prove(view, raised, finding);
}

/// Tasks wait for memory although the limit is not close.
pub(super) fn stalled(view: &View, raised: &Raised, finding: &mut Finding) {
    let who = if raised.rule.id == RuleId::MemoryStalled { "All tasks" } else { "Tasks" };
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("{who} of the container waited for memory in {share} of the time");
    finding.description =
        "They wait for reclaim, for pages read back, or for swap: memory is short.".to_owned();
    finding.impact = "Everything is slower by the time it waits.".to_owned();
    finding.impact_ratio = raised.value;
    prove(view, raised, finding);
}

/// Pages go to swap.
pub(super) fn swapping(view: &View, raised: &Raised, finding: &mut Finding) {
    let rate = quantity(raised.value, Unit::BytesPerSecond);
    finding.title = format!("Memory is swapped out at {rate}");
    finding.description = match view.sample.cgroup_swap_usage_bytes() {
        Some(own) => format!("{} of this container are in swap.", Bytes(own)),
        None => "How much of this container is in swap is not known here.".to_owned(),
    };
    finding.impact =
        "Each page that is needed again waits for the disk: milliseconds instead of nanoseconds.".to_owned();
    finding.impact_ratio = signals::memory_pressure(view).unwrap_or(0.3);
    view.prove(
        finding,
        &[
            "cgroup_swap_usage_bytes",
            "host_swap_out_bytes_per_second",
            "host_swap_in_bytes_per_second",
            "host_swap_used_ratio",
            "cgroup_major_page_faults_per_second",
            "cgroup_pressure_memory_some_ratio",
            "cgroup_memory_usage_bytes",
            "cgroup_memory_effective_limit_bytes",
        ],
    );
}

/// Pages are read back from storage all the time.
pub(super) fn faulting(view: &View, raised: &Raised, finding: &mut Finding) {
    let faults = quantity(raised.value.round(), Unit::Count);
    finding.title = format!("{faults} page faults a second read from storage");
    finding.description =
        "Code or data that was dropped from memory, or never was there, is read in again and again."
            .to_owned();
    finding.impact = "Each such fault waits for the disk: milliseconds instead of nanoseconds.".to_owned();
    // At a tenth of a millisecond for each, of a task's time.
    finding.impact_ratio = signals::memory_pressure(view).unwrap_or(raised.value * 1e-4);
    prove(view, raised, finding);
}

/// The host's memory, where the container has no limit of its own.
pub(super) fn host(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = format!("The host's memory is {} used", quantity(raised.value, Unit::Ratio));
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
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    view.prove(
        finding,
        &[
            "host_memory_total_bytes",
            "host_memory_available_bytes",
            "host_swap_free_bytes",
            "cgroup_memory_working_set_bytes",
            "host_pressure_memory_some_ratio",
        ],
    );
}
