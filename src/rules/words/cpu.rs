//! CPU: quota and throttling, use, waiting for a CPU, the host's CPUs.

use super::beyond;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::signals;
use crate::rules::table::RuleId;
use crate::rules::view::View;

const EVIDENCE: &[&str] = &[
    "cgroup_cpu_usage_cpus",
    "cgroup_effective_cpus",
    "cgroup_cpu_ratio",
    "cgroup_cpu_throttled_periods_ratio",
    "cgroup_cpu_throttled_cpus",
    "cgroup_pressure_cpu_some_ratio",
    "host_cpu_busy_ratio",
];

/// The quota stops the container for a material part of the time.
pub(super) fn throttling(view: &View, raised: &Raised, finding: &mut Finding) {
    let quota = view.quota().or_else(|| view.sample.cgroup_effective_cpus());
    let quota_text = quota.map_or_else(String::new, |cpus| format!(" of {}", quantity(cpus, Unit::Cpus)));
    finding.title = format!("The CPU quota{quota_text} throttles the container");
    let refused = view.rate(|usage| usage.cgroup_cpu_throttled_cpus).unwrap_or(0.0);
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus);
    finding.description = match used {
        Some(used) => format!(
            "It used {} and would have used up to {}; the quota refused the rest.",
            quantity(used, Unit::Cpus),
            quantity(used + refused, Unit::Cpus)
        ),
        None => format!("The quota refused it {} of CPU time.", quantity(refused, Unit::Cpus)),
    };
    if let Some(share) = view.rate(|usage| usage.cgroup_cpu_throttled_periods_ratio) {
        let share = quantity(share, Unit::Ratio);
        finding.description.push_str(&format!(" It was stopped in {share} of the quota's periods."));
    }
    finding.impact =
        "Work stalls until the next period begins (up to 100 ms at a time), which shows as latency \
                      spikes even where the average use looks moderate."
            .to_owned();
    // What was refused, of what was wanted.
    finding.impact_ratio = match used {
        Some(used) if refused > 0.0 => refused / (used + refused),
        _ => raised.value,
    };
    view.prove(finding, EVIDENCE);
}

/// The container uses nearly all the CPU that it can.
pub(super) fn used(view: &View, raised: &Raised, finding: &mut Finding) {
    let ratio = view.rate(|usage| usage.cgroup_cpu_ratio).unwrap_or(raised.value).min(1.0);
    let share = quantity(ratio, Unit::Ratio);
    let cpus = |cpus: Option<f64>| {
        cpus.map_or_else(|| "an unknown number of CPUs".to_owned(), |cpus| quantity(cpus, Unit::Cpus))
    };
    let effective = cpus(view.sample.cgroup_effective_cpus());
    // The unit once: "1.9 of 2 CPUs".
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus);
    let used = used.map_or_else(|| "an unknown number".to_owned(), |cpus| quantity(cpus, Unit::Count));
    if view.context.cpu_is_hosts {
        finding.title = format!("The CPUs are {share} busy");
        finding.description = format!(
            "{used} of {effective} are in use. No cgroup sets this container's CPU apart: that is everything that runs \
             on the host."
        );
    } else {
        finding.title = format!("The container uses {share} of its CPU");
        let whose = if view.quota_binds() { "its quota" } else { "no quota: the CPUs it may run on" };
        finding.description = format!("It uses {used} of {effective} that it can use ({whose}).");
    }
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio);
    if let Some(busy) = busy.filter(|_| raised.explains(RuleId::CpuHost) && view.quota_binds()) {
        let busy = quantity(busy, Unit::Ratio);
        finding.description.push_str(&format!(
            " The quota did not stop it, but the CPUs of the host are {busy} busy: neighbours compete for them."
        ));
    }
    let waited = signals::cpu_pressure(view).filter(|waiting| *waiting > 0.0);
    finding.impact = match waited {
        Some(waiting) => format!(
            "Little is left for peaks; some task waited for a CPU in {} of the time.",
            quantity(waiting, Unit::Ratio)
        ),
        None => "Little is left for peaks: further work will wait for a CPU.".to_owned(),
    };
    finding.impact_ratio = waited.unwrap_or_else(|| 0.5 * beyond(ratio, raised.step.raise));
    view.prove(finding, EVIDENCE);
}

/// The container waits for CPUs that others use.
pub(super) fn waiting(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    let whose = if view.context.cpu_is_hosts { "host" } else { "container" };
    finding.title = format!("Tasks of the {whose} waited for a CPU in {share} of the time");
    finding.description = match view.rate(|usage| usage.host_cpu_busy_ratio) {
        Some(busy) => format!(
            "Its own limits do not explain it; the CPUs of the host were {} busy.",
            quantity(busy, Unit::Ratio)
        ),
        None => "Its own limits do not explain it.".to_owned(),
    };
    finding.impact = "Ready work starts late by as much as it waits.".to_owned();
    finding.impact_ratio = raised.value;
    view.prove(finding, EVIDENCE);
}

/// More tasks are ready than there are CPUs, on the whole host.
pub(super) fn queue(view: &View, raised: &Raised, finding: &mut Finding) {
    let queue = quantity(raised.value, Unit::Count);
    finding.title = format!("{queue} tasks are ready for each CPU of the host");
    finding.description = match view.rate(|usage| usage.cgroup_cpu_usage_cpus) {
        Some(own) if !view.context.cpu_is_hosts => format!(
            "They take turns; this container got {} of CPU time beside them.",
            quantity(own, Unit::Cpus)
        ),
        _ => "They take turns.".to_owned(),
    };
    finding.impact = "Ready work waits for its turn, this container's too.".to_owned();
    // Of n that are ready n - 1 wait.
    finding.impact_ratio = 0.5 * (1.0 - 1.0 / raised.value.max(1.0));
    view.prove(
        finding,
        &[
            "host_tasks_running",
            "host_cpus_online",
            "host_cpu_busy_ratio",
            "host_load1",
            "cgroup_cpu_usage_cpus",
        ],
    );
}

/// The CPUs of the host are busy, though not by this container's doing.
pub(super) fn host(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = format!("The CPUs of the host are {} busy", quantity(raised.value, Unit::Ratio));
    finding.description = match view.rate(|usage| usage.cgroup_cpu_usage_cpus) {
        Some(own) if !view.context.cpu_is_hosts => {
            format!("This container uses {} of them; the rest is its neighbours'.", quantity(own, Unit::Cpus))
        }
        _ => "How much of it is this container's is not known here.".to_owned(),
    };
    finding.impact = "Peaks of this container will compete for CPUs.".to_owned();
    finding.impact_ratio = 0.3 * raised.value;
    view.prove(finding, EVIDENCE);
}

/// The hypervisor takes CPU time away.
pub(super) fn steal(view: &View, raised: &Raised, finding: &mut Finding) {
    let stolen = quantity(raised.value, Unit::Ratio);
    finding.title = format!("The hypervisor took {stolen} of the host's CPU time");
    finding.description = "The host is a virtual machine whose CPUs were ready but not run.".to_owned();
    finding.impact = "Everything on this host runs slower than its own figures show.".to_owned();
    finding.impact_ratio = raised.value;
    view.prove(finding, &["host_cpu_steal_ratio", "host_cpu_busy_ratio"]);
}
