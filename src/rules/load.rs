//! Load average of the host, for each of its CPUs.

use super::table::{CPU_HOST, CPU_PRESSURE, CPU_THROTTLED_PERIODS, CPU_THROTTLING, CPU_UTILISATION, LOAD};
use super::view::View;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::usage;

pub(super) fn judge(view: &View, found: &mut Vec<Finding>) {
    if found.iter().any(|finding| explains(view, finding.rule)) {
        return;
    }
    if let Some(finding) = load(view) {
        // The same queue, seen from the other side: busy CPUs are this finding's evidence.
        found.retain(|other| other.rule != CPU_HOST.name);
        found.push(finding);
    }
}

/// Whether that rule, raised, is the cause of a high load as well: tasks that queue for the quota,
/// or for CPUs that the container itself fills or already is known to wait for.
fn explains(view: &View, rule: &str) -> bool {
    rule == CPU_THROTTLING.name
        || rule == CPU_THROTTLED_PERIODS.name
        || rule == CPU_PRESSURE.name
        || (rule == CPU_UTILISATION.name && !view.quota_binds())
}

fn load(view: &View) -> Option<Finding> {
    let load = usage::load_per_cpu(view.sample);
    let mut finding = LOAD.finding(LOAD.judge(load)?, load?);
    finding.title = format!("The host's load is {} for each CPU", quantity(load?, Unit::Count));
    finding.description = match (view.sample.host_tasks_running(), view.sample.host_tasks_blocked()) {
        (Some(running), Some(blocked)) => format!(
            "Tasks that run or wait, mean of the last minute, anywhere on the host; now {running} are ready and \
             {blocked} wait for I/O."
        ),
        _ => "Tasks that run or wait, mean of the last minute, anywhere on the host.".to_owned(),
    };
    finding.impact = "Ready work queues for a CPU or for the disk, this container's too.".to_owned();
    finding.recommendations.push(
        "See what runs (by CPU) or hangs (state D, by I/O) on the host; move or limit what is not needed here."
            .to_owned(),
    );
    view.prove(
        &mut finding,
        &[
            "host_load1",
            "host_cpus_online",
            "host_tasks_running",
            "host_tasks_blocked",
            "host_cpu_busy_ratio",
            "host_pressure_cpu_some_ratio",
            "host_pressure_io_some_ratio",
        ],
    );
    Some(finding)
}
