//! Load average of the host, for each of its CPUs.

use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::view::View;

pub(super) fn load(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = format!("The host's load is {} for each CPU", quantity(raised.value, Unit::Count));
    finding.description = match (view.sample.host_tasks_running(), view.sample.host_tasks_blocked()) {
        (Some(running), Some(blocked)) => format!(
            "Tasks that run or wait, mean of the last minute, anywhere on the host; now {running} are ready and \
             {blocked} wait for I/O."
        ),
        _ => "Tasks that run or wait, mean of the last minute, anywhere on the host.".to_owned(),
    };
    finding.impact = "Ready work queues for a CPU or for the disk, this container's too.".to_owned();
    // Of n that are ready n - 1 wait.
    finding.impact_ratio = 0.5 * (1.0 - 1.0 / raised.value.max(1.0));
    view.prove(
        finding,
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
}
