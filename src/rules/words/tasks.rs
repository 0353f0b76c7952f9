//! What a process or a container may hold only so many of: descriptors, tasks.

use super::beyond;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::view::View;
use crate::units::Limit;

pub(super) fn descriptors(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("The process has used {share} of its file descriptors");
    let open = view.sample.process_descriptors().map(|all| all.saturating_sub(view.sample.own_descriptors()));
    if let (Some(open), Some(limit)) = (open, view.sample.process_descriptors_limit().and_then(Limit::value))
    {
        finding.description = format!("{open} are open of {limit} allowed.");
    }
    if let Some(growth) = view.context.growth.descriptors {
        finding.description.push_str(&super::growth::filling(&growth, Unit::Count));
    }
    finding.impact = "At the limit, opening a file or accepting a connection fails.".to_owned();
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    view.prove(finding, &["process_descriptors", "process_descriptors_limit"]);
}

pub(super) fn pids(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("The container holds {share} of the tasks it may");
    let limit = view.sample.cgroup_pids_effective_limit().and_then(Limit::value);
    if let (Some(pids), Some(limit)) = (view.sample.cgroup_pids(), limit) {
        finding.description = format!("{pids} processes and threads of {limit} allowed.");
    }
    if let Some(growth) = view.context.growth.pids {
        finding.description.push_str(&super::growth::filling(&growth, Unit::Count));
    }
    finding.impact = "At the limit, starting a thread or a process fails (EAGAIN).".to_owned();
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    view.prove(finding, &["cgroup_pids", "cgroup_pids_effective_limit", "process_threads"]);
}

/// Forks were refused.
pub(super) fn refused(view: &View, raised: &Raised, finding: &mut Finding) {
    let times = quantity(raised.value, Unit::Count);
    let once = raised.value == 1.0;
    finding.title = "The container could not start a process or thread".to_owned();
    finding.description =
        format!("{times} {} refused within the last minute", if once { "was" } else { "were" });
    let limit = view.sample.cgroup_pids_effective_limit().and_then(Limit::value);
    finding.description.push_str(&match (view.sample.cgroup_pids(), limit) {
        (Some(pids), Some(limit)) => format!("; it holds {pids} now, of {limit} allowed."),
        _ => ".".to_owned(),
    });
    finding.impact = "Work that needs a new thread or process fails (EAGAIN).".to_owned();
    finding.impact_ratio = 0.8;
    view.prove(finding, &["cgroup_pids", "cgroup_pids_effective_limit", "cgroup_pids_max_events"]);
}
