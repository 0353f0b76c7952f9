//! Disk operations: waiting for them, how long they take, how many queue.

use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::table::RuleId;
use crate::rules::view::View;

const EVIDENCE: &[&str] = &[
    "cgroup_pressure_io_some_ratio",
    "cgroup_pressure_io_full_ratio",
    "cgroup_io_read_bytes_per_second",
    "cgroup_io_written_bytes_per_second",
    "cgroup_io_reads_per_second",
    "cgroup_io_writes_per_second",
    "host_disk_busy_ratio",
    "host_disk_queue",
    "host_disk_operation_seconds",
    "host_disk_reads_per_second",
    "host_disk_writes_per_second",
    "host_cpu_iowait_ratio",
    "host_tasks_blocked",
];

/// Tasks of the container wait for the disk.
pub(super) fn stalled(view: &View, raised: &Raised, finding: &mut Finding) {
    let who = if raised.rule.id == RuleId::IoStalled { "All tasks" } else { "Tasks" };
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("{who} of the container waited for the disk in {share} of the time");
    finding.description = traffic(view);
    finding.impact =
        "Requests that read or write (fsync above all) take longer by what they wait.".to_owned();
    finding.impact_ratio = raised.value;
    view.prove(finding, EVIDENCE);
}

/// Each operation takes long.
pub(super) fn latency(view: &View, raised: &Raised, finding: &mut Finding) {
    let each = quantity(raised.value, Unit::Seconds);
    finding.title = format!("A disk operation takes {each} on the average");
    finding.description = traffic(view);
    finding.impact =
        "Every read that misses the page cache and every fsync takes at least that long.".to_owned();
    finding.impact_ratio = waited(view).unwrap_or(0.3);
    view.prove(finding, EVIDENCE);
}

/// The disks are busy, operations queue, CPUs idle for them.
pub(super) fn busy(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = match raised.rule.id {
        RuleId::IoQueue => format!("{} disk operations queue", quantity(raised.value, Unit::Count)),
        RuleId::IoBusy => format!("The disks are {} busy", quantity(raised.value, Unit::Ratio)),
        _ => format!("The CPUs were idle waiting for the disk in {}", quantity(raised.value, Unit::Ratio)),
    };
    finding.description = traffic(view);
    finding.impact = "Further reads and writes queue behind those under way.".to_owned();
    finding.impact_ratio = waited(view).unwrap_or(0.2);
    view.prove(finding, EVIDENCE);
}

/// Part of the time that anything of the container, or of the host, waited.
fn waited(view: &View) -> Option<f64> {
    let own =
        view.rate(|usage| usage.cgroup_pressure_io_some_ratio).filter(|_| !view.context.pressure_is_hosts);
    own.or_else(|| view.rate(|usage| usage.host_cpu_iowait_ratio))
}

/// Whose traffic it is, as far as that is known.
fn traffic(view: &View) -> String {
    let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
    let host = sum(
        view.rate(|usage| usage.host_disk_reads_per_second),
        view.rate(|usage| usage.host_disk_writes_per_second),
    );
    let own = sum(
        view.rate(|usage| usage.cgroup_io_reads_per_second),
        view.rate(|usage| usage.cgroup_io_writes_per_second),
    );
    match (own, host) {
        (Some(own), Some(host)) => format!(
            "This container started {} operations a second; the disks of the host served {}.",
            quantity(own.round(), Unit::Count),
            quantity(host.round(), Unit::Count)
        ),
        (None, Some(host)) => format!(
            "The disks of the host served {} operations a second; whose they were is not known here.",
            quantity(host.round(), Unit::Count)
        ),
        (Some(own), None) => {
            format!("This container started {} operations a second.", quantity(own.round(), Unit::Count))
        }
        (None, None) => "Whose operations they were is not known here.".to_owned(),
    }
}
