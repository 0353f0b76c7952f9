//! CPU: quota and throttling, use, waiting for a CPU, the host's CPUs.

use super::advice;
use super::rule::{Rule, Verdict};
use super::table::{
    CPU_HOST, CPU_PRESSURE, CPU_STEAL, CPU_THROTTLED_PERIODS, CPU_THROTTLING, CPU_UTILISATION,
};
use super::view::View;
use crate::fields::{Sample, Unit};
use crate::finding::{quantity, Finding};

const EVIDENCE: &[&str] = &[
    "cgroup_cpu_usage_cpus",
    "cgroup_effective_cpus",
    "cgroup_cpu_ratio",
    "cgroup_cpu_throttled_periods_ratio",
    "cgroup_cpu_throttled_cpus",
    "cgroup_pressure_cpu_some_ratio",
    "host_cpu_busy_ratio",
];

const LESS_CROWDED: &str =
    "Move the container to a host with free CPUs, or raise its share against its neighbours (cpu.weight on cgroup v2, \
     cpu.shares on v1; docker update --cpu-shares; Kubernetes resources.requests.cpu).";

/// What a measured need can be off by: clocks of window and cgroup are not read at once.
const ROUNDING: f64 = 0.02;

pub(super) fn judge(view: &View, found: &mut Vec<Finding>) {
    let utilisation = CPU_UTILISATION.judge(view.rate(|usage| usage.cgroup_cpu_ratio));
    // The first that explains the CPU's state speaks for the others.
    if let Some(finding) =
        throttling(view, utilisation).or_else(|| used(view, utilisation)).or_else(|| waiting(view))
    {
        found.push(finding);
    } else if let Some(finding) = host(view) {
        found.push(finding);
    }
    found.extend(steal(view));
}

fn pressure(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_cpu_some_ratio, Sample::cgroup_pressure_cpu_some_avg10_ratio)
}

/// The quota stops the container for a material part of the time.
fn throttling(view: &View, utilisation: Option<Verdict>) -> Option<Finding> {
    let usage = view.usage?;
    let by_time = CPU_THROTTLING
        .judge(usage.cgroup_cpu_throttled_ratio)
        .map(|verdict| (&CPU_THROTTLING, verdict, usage.cgroup_cpu_throttled_ratio));
    let by_periods = || {
        CPU_PRESSURE.judge(pressure(view))?;
        let periods = usage.cgroup_cpu_throttled_periods_ratio;
        Some((&CPU_THROTTLED_PERIODS, CPU_THROTTLED_PERIODS.judge(periods)?, periods))
    };
    let (rule, mut verdict, value): (&Rule, _, _) = by_time.or_else(by_periods)?;
    let worse = utilisation.filter(|used| used.severity > verdict.severity);
    if let Some(worse) = worse {
        verdict.severity = worse.severity;
    }
    let mut finding = rule.finding(verdict, value?);
    finding.severity_from =
        worse.zip(usage.cgroup_cpu_ratio).map(|(worse, ratio)| CPU_UTILISATION.crossed(worse, ratio));
    let quota = view.quota().or_else(|| view.sample.cgroup_effective_cpus());
    let quota_text = quota.map_or_else(String::new, |cpus| format!(" of {}", quantity(cpus, Unit::Cpus)));
    finding.title = format!("The CPU quota{quota_text} throttles the container");
    let refused = usage.cgroup_cpu_throttled_cpus.unwrap_or(0.0);
    let need = usage.cgroup_cpu_usage_cpus.map(|used| used + refused);
    finding.description = match (usage.cgroup_cpu_usage_cpus, need) {
        (Some(used), Some(need)) => format!(
            "It used {} and would have used up to {}; the quota refused the rest.",
            quantity(used, Unit::Cpus),
            quantity(need, Unit::Cpus)
        ),
        _ => format!("The quota refused it {} of CPU time.", quantity(refused, Unit::Cpus)),
    };
    if let Some(share) = usage.cgroup_cpu_throttled_periods_ratio {
        let share = quantity(share, Unit::Ratio);
        finding.description.push_str(&format!(" It was stopped in {share} of the quota's periods."));
    }
    finding.impact =
        "Work stalls until the next period begins (up to 100 ms at a time), which shows as latency \
                      spikes even where the average use looks moderate."
            .to_owned();
    finding.recommendations.extend(need.and_then(|need| advice::raise_quota(view, need)));
    // Only where more ran at once than the quota has room for; a single thread cannot be fewer.
    let crowd = quota.filter(|cpus| need.is_some_and(|need| need > cpus.ceil() * (1.0 + ROUNDING)));
    if let Some(cpus) = crowd {
        finding.recommendations.push(format!(
            "Or run fewer threads at a time: more than {} at once only use up the quota sooner.",
            quantity(cpus.ceil(), Unit::Count)
        ));
    } else {
        finding
            .recommendations
            .push("Or take less work at a time, or spread it over more replicas.".to_owned());
    }
    view.prove(&mut finding, EVIDENCE);
    Some(finding)
}

/// The container uses nearly all the CPU that it can.
fn used(view: &View, utilisation: Option<Verdict>) -> Option<Finding> {
    let usage = view.usage?;
    let mut finding = CPU_UTILISATION.finding(utilisation?, usage.cgroup_cpu_ratio?);
    let share = quantity(usage.cgroup_cpu_ratio?.min(1.0), Unit::Ratio);
    let effective = quantity(view.sample.cgroup_effective_cpus()?, Unit::Cpus);
    let used = usage.cgroup_cpu_usage_cpus?;
    if view.context.cpu_is_hosts {
        finding.title = format!("The CPUs are {share} busy");
        finding.description = format!(
            "{} of {effective} are in use. No cgroup sets this container's CPU apart: that is everything that runs \
             on the host.",
            quantity(used, Unit::Cpus)
        );
    } else {
        finding.title = format!("The container uses {share} of its CPU");
        let whose = if view.quota_binds() { "its quota" } else { "no quota: the CPUs it may run on" };
        finding.description =
            format!("It uses {} of the {effective} it can use ({whose}).", quantity(used, Unit::Cpus));
    }
    finding.impact = match pressure(view) {
        Some(waiting) if waiting > 0.0 => format!(
            "Little is left for peaks; some task waited for a CPU in {} of the time.",
            quantity(waiting, Unit::Ratio)
        ),
        _ => "Little is left for peaks: further work will wait for a CPU.".to_owned(),
    };
    let crowded = CPU_HOST.judge(usage.host_cpu_busy_ratio).is_some();
    if !view.quota_binds() {
        finding.recommendations.push(
            "Give it more CPUs (a larger cpuset or machine) or spread the work over more replicas."
                .to_owned(),
        );
    } else if crowded && usage.cgroup_cpu_throttled_cpus == Some(0.0) {
        // A higher quota would change nothing.
        let busy = quantity(usage.host_cpu_busy_ratio?, Unit::Ratio);
        finding.description.push_str(&format!(
            " The quota did not stop it, but the CPUs of the host are {busy} busy: neighbours compete for them."
        ));
        finding.recommendations.push(LESS_CROWDED.to_owned());
    } else {
        finding.recommendations.extend(advice::raise_quota(view, used));
    }
    finding.recommendations.push("Or take less work at a time until the use falls below 80 %.".to_owned());
    view.prove(&mut finding, EVIDENCE);
    Some(finding)
}

/// The container waits for CPUs that others use.
fn waiting(view: &View) -> Option<Finding> {
    let value = pressure(view);
    let mut finding = CPU_PRESSURE.finding(CPU_PRESSURE.judge(value)?, value?);
    let share = quantity(value?, Unit::Ratio);
    let whose = if view.context.cpu_is_hosts { "host" } else { "container" };
    finding.title = format!("Tasks of the {whose} waited for a CPU in {share} of the time");
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio);
    finding.description = match busy {
        Some(busy) => format!(
            "Its own limits do not explain it; the CPUs of the host were {} busy.",
            quantity(busy, Unit::Ratio)
        ),
        None => "Its own limits do not explain it.".to_owned(),
    };
    finding.impact = "Ready work starts late by as much as it waits.".to_owned();
    finding.recommendations.push(LESS_CROWDED.to_owned());
    finding
        .recommendations
        .push("Or run fewer threads at a time: more than there are CPUs wait for each other.".to_owned());
    view.prove(&mut finding, EVIDENCE);
    Some(finding)
}

/// The CPUs of the host are busy, though not by this container's doing.
fn host(view: &View) -> Option<Finding> {
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio);
    let mut finding = CPU_HOST.finding(CPU_HOST.judge(busy)?, busy?);
    let share = quantity(busy?, Unit::Ratio);
    finding.title = format!("The CPUs of the host are {share} busy");
    finding.description = match view.rate(|usage| usage.cgroup_cpu_usage_cpus) {
        Some(own) if !view.context.cpu_is_hosts => {
            format!("This container uses {} of them; the rest is its neighbours'.", quantity(own, Unit::Cpus))
        }
        _ => "How much of it is this container's is not known here.".to_owned(),
    };
    finding.impact = "Peaks of this container will compete for CPUs.".to_owned();
    finding
        .recommendations
        .push("Look at what else runs on the host, or move this container to one with free CPUs.".to_owned());
    view.prove(&mut finding, EVIDENCE);
    Some(finding)
}

/// The hypervisor takes CPU time away.
fn steal(view: &View) -> Option<Finding> {
    let stolen = view.rate(|usage| usage.host_cpu_steal_ratio);
    let mut finding = CPU_STEAL.finding(CPU_STEAL.judge(stolen)?, stolen?);
    finding.title = format!("The hypervisor took {} of the host's CPU time", quantity(stolen?, Unit::Ratio));
    finding.description = "The host is a virtual machine whose CPUs were ready but not run.".to_owned();
    finding.impact = "Everything on this host runs slower than its own figures show.".to_owned();
    finding.recommendations.push(
        "Move to a machine with dedicated or less crowded CPUs; a burstable instance may have used up its credits."
            .to_owned(),
    );
    view.prove(&mut finding, &["host_cpu_steal_ratio", "host_cpu_busy_ratio"]);
    Some(finding)
}
