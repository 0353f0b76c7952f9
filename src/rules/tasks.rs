//! What a process or a container may hold only so many of: descriptors, tasks.

use super::table::{DESCRIPTORS, PIDS};
use super::view::View;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::units::Limit;
use crate::usage;

pub(super) fn judge(view: &View, found: &mut Vec<Finding>) {
    found.extend(descriptors(view));
    found.extend(pids(view));
}

fn descriptors(view: &View) -> Option<Finding> {
    let share = usage::descriptors_ratio(view.sample);
    let mut finding = DESCRIPTORS.finding(DESCRIPTORS.judge(share)?, share?);
    let limit = view.sample.process_descriptors_limit().and_then(Limit::value)?;
    let open = view.sample.process_descriptors()?.saturating_sub(view.sample.own_descriptors());
    finding.title = format!("The process has used {} of its file descriptors", quantity(share?, Unit::Ratio));
    finding.description = format!("{open} of {limit} are open.");
    finding.impact = "At the limit, opening a file or accepting a connection fails.".to_owned();
    finding.recommendations.push(
        "See what is open (ls -l /proc/PID/fd): files or connections that are never closed are a leak."
            .to_owned(),
    );
    finding.recommendations.push(
        "Or raise the limit (ulimit -n; docker run --ulimit nofile=N; LimitNOFILE= of systemd).".to_owned(),
    );
    view.prove(&mut finding, &["process_descriptors", "process_descriptors_limit"]);
    Some(finding)
}

fn pids(view: &View) -> Option<Finding> {
    let share = usage::pids_ratio(view.sample);
    let mut finding = PIDS.finding(PIDS.judge(share)?, share?);
    let limit = view.sample.cgroup_pids_effective_limit().and_then(Limit::value)?;
    finding.title = format!("The container holds {} of the tasks it may", quantity(share?, Unit::Ratio));
    finding.description = format!("{} processes and threads of {limit} allowed.", view.sample.cgroup_pids()?);
    finding.impact = "At the limit, starting a thread or a process fails (EAGAIN).".to_owned();
    finding.recommendations.push(
        "Bound thread pools and worker processes, and see that children are waited for (zombies count)."
            .to_owned(),
    );
    finding.recommendations.push(
        "Or raise the limit (pids.max; docker run --pids-limit; podPidsLimit of the kubelet).".to_owned(),
    );
    view.prove(&mut finding, &["cgroup_pids", "cgroup_pids_effective_limit", "process_threads"]);
    Some(finding)
}
