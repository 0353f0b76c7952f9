//! What a finding costs: the most that an answer to it can win back.
//!
//! | finding | part of the container's work, 0..1 |
//! |---|---|
//! | `cpu.throttling`, `cpu.throttled_periods` | time that the quota refused, of the time it could use |
//! | `cpu.utilisation` | time in which a task waited for a CPU; where that is not known, the use above 80 % |
//! | `cpu.pressure` | the time waited |
//! | `cpu.run_queue`, `load.per_cpu` | time waited where known; else 1 - 1/n with n tasks for each CPU, which take turns |
//! | `cpu.host` | time in which a task of the container waited for a CPU |
//! | `cpu.steal` | CPU time stolen |
//! | `memory.oom_kill` | the greatest process's part of the memory, as that is what the kernel kills; else all |
//! | `memory.stalled`, `disk_io.stalled` | time in which all tasks waited |
//! | other findings on memory | time in which a task waited for memory |
//! | other findings on disk I/O | time in which a task waited for I/O |
//! | `network.errors`, `.drops`, `.retransmissions` | what was lost or sent again |
//! | all others | what the finding itself says |
//!
//! Where the finding's own estimate (`impact_ratio`) is the higher one, that counts. An answer that
//! wins a part which cannot be told beforehand counts for [half](PART) of it, one that only shows
//! where to look, or only puts the end off, for nothing.

use crate::fields::{Sample, Unit};
use crate::finding::{quantity, Finding};
use crate::rules::View;

use super::limits::FILL;
use super::Case;

/// What an answer counts for that wins some of the cost, nobody knows how much.
pub(super) const PART: f64 = 0.5;

/// Less of the work than this reads as nothing.
pub(in crate::advise) const LEAST_TOLD: f64 = 0.001;

/// `Up to the 30 % of time waited for memory is won back.` Told of what was measured only: what a
/// finding costs can be an estimate.
pub(super) fn waits_won(case: &Case, what: &str) -> String {
    let measured = Some(case.finding.rule).filter(|rule| *rule != "memory.oom_kill");
    match measured.and_then(|_| measured_of(case.view, case.finding)).map(ratio) {
        Some(waited) if waited >= LEAST_TOLD => {
            format!("Up to the {} of time waited for {what} is won back.", quantity(waited, Unit::Ratio))
        }
        _ => format!("What waits for {what} waits less; how long that is was not measured."),
    }
}

/// The time that the quota took, as the finding has it.
pub(super) fn throttled(case: &Case) -> f64 {
    ratio(case.view.rate(|usage| usage.cgroup_cpu_throttled_ratio).unwrap_or_else(|| case.cost()))
}

pub(super) fn cost(view: &View, finding: &Finding) -> f64 {
    ratio(measured_of(view, finding).unwrap_or(0.0).max(finding.impact_ratio))
}

/// What was measured of what it costs.
fn measured_of(view: &View, finding: &Finding) -> Option<f64> {
    let current = Some(finding.current.value);
    match finding.rule {
        "cpu.throttling" | "cpu.throttled_periods" => view.rate(|usage| usage.cgroup_cpu_throttled_ratio),
        "cpu.utilisation" => cpu_waited(view).or(current.map(|used| used - FILL)),
        "cpu.pressure" | "cpu.steal" | "memory.stalled" | "memory.pressure" | "disk_io.stalled"
        | "disk_io.pressure" => current,
        "cpu.run_queue" | "load.per_cpu" => {
            cpu_waited(view).or(current.filter(|tasks| *tasks > 1.0).map(|tasks| 1.0 - 1.0 / tasks))
        }
        "cpu.host" => cpu_waited(view),
        "memory.oom_kill" => Some(finding.culprits.first().map_or(1.0, |largest| largest.share)),
        rule if rule.starts_with("memory.") => view.stalled(
            |usage| usage.cgroup_pressure_memory_some_ratio,
            Sample::cgroup_pressure_memory_some_avg10_ratio,
        ),
        rule if rule.starts_with("disk_io.") => view.stalled(
            |usage| usage.cgroup_pressure_io_some_ratio,
            Sample::cgroup_pressure_io_some_avg10_ratio,
        ),
        "network.errors" | "network.drops" | "network.retransmissions" => {
            current.filter(|_| finding.current.unit == Unit::Ratio)
        }
        _ => None,
    }
}

/// Time in which a task of the container waited for a CPU.
pub(super) fn cpu_waited(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_cpu_some_ratio, Sample::cgroup_pressure_cpu_some_avg10_ratio)
}

/// A number as a part of a whole; what is no number is nothing.
pub(in crate::advise) fn ratio(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(0.0, 1.0)
    } else {
        0.0
    }
}
