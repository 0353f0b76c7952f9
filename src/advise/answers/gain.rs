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
//! That is where the finding makes no estimate of its own: where it does (`impact_ratio`), that counts,
//! so that no answer wins more than the finding says that it costs. An answer that
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

/// `Up to the 30 % of time waited for memory is won back.`
pub(super) fn memory_waits_won(case: &Case) -> String {
    waits_won(case, memory_waited(case.view), "memory")
}

/// `Up to the 30 % of time waited for I/O is won back.`
pub(super) fn io_waits_won(case: &Case) -> String {
    waits_won(case, io_waited(case.view), "I/O")
}

/// By what was measured: the finding's cost can be an estimate.
fn waits_won(case: &Case, waited: Option<f64>, what: &str) -> String {
    let waited = match case.finding.rule {
        "memory.stalled" | "memory.pressure" | "disk_io.stalled" | "disk_io.pressure" => {
            Some(case.finding.current.value)
        }
        _ => waited,
    };
    match waited.map(ratio).filter(|waited| *waited >= LEAST_TOLD) {
        Some(waited) => {
            format!("Up to the {} of time waited for {what} is won back.", quantity(waited, Unit::Ratio))
        }
        None => format!("What waits for {what} waits less; how long that is was not measured."),
    }
}

fn memory_waited(view: &View) -> Option<f64> {
    view.stalled(
        |usage| usage.cgroup_pressure_memory_some_ratio,
        Sample::cgroup_pressure_memory_some_avg10_ratio,
    )
}

fn io_waited(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_io_some_ratio, Sample::cgroup_pressure_io_some_avg10_ratio)
}

pub(super) fn cost(view: &View, finding: &Finding) -> f64 {
    if finding.impact_ratio > 0.0 {
        return ratio(finding.impact_ratio);
    }
    let current = Some(finding.current.value);
    let measured = match finding.rule {
        "cpu.throttling" | "cpu.throttled_periods" => stopped(view),
        "cpu.utilisation" => cpu_waited(view).or(current.map(|used| used - FILL)),
        "cpu.pressure" | "cpu.steal" | "memory.stalled" | "memory.pressure" | "disk_io.stalled"
        | "disk_io.pressure" => current,
        "cpu.run_queue" | "load.per_cpu" => {
            cpu_waited(view).or(current.filter(|tasks| *tasks > 1.0).map(|tasks| 1.0 - 1.0 / tasks))
        }
        "cpu.host" => cpu_waited(view),
        "memory.oom_kill" => Some(finding.culprits.first().map_or(1.0, |largest| largest.share)),
        rule if rule.starts_with("memory.") => memory_waited(view),
        rule if rule.starts_with("disk_io.") => io_waited(view),
        "network.errors" | "network.drops" | "network.retransmissions" => {
            current.filter(|_| finding.current.unit == Unit::Ratio)
        }
        _ => None,
    };
    ratio(measured.unwrap_or(0.0))
}

/// Time in which the quota stopped the container.
pub(super) fn stopped(view: &View) -> Option<f64> {
    view.rate(|usage| usage.cgroup_cpu_throttled_ratio)
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

#[cfg(test)]
#[path = "gain_tests.rs"]
mod tests;
