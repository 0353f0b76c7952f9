//! CPU: what is done about each finding; threads, neighbours, less work.

use crate::finding::{Category, Effort};

use super::gain::{cpu_waited, stopped, PART};
use super::levels;
use super::limits::{self, cpus_needed, Quota, FILL};
use super::places::{self, command};
use super::process;
use super::quota::{burst, cpus, more_cpus, number, quota_out_of_sight, raise_quota, share, ROUNDING};
use super::{weights, Answer, Case, Remedy};
use crate::advise::replicas::Replicas;

/// The quota stops the container.
pub(super) fn throttled(case: &Case, list: &mut Vec<Answer>) {
    let cost = case.cost();
    let stopped = stopped(case.view).unwrap_or(cost);
    match limits::quota(case) {
        Quota::Raise(raise) => {
            let used = case.view.rate(|usage| usage.cgroup_cpu_usage_cpus).unwrap_or(raise.need);
            let refused = raise.need - used;
            let won = if refused > 0.0 { ((raise.to - used) / refused).min(1.0) } else { 1.0 };
            let effect = if won >= 1.0 {
                format!(
                    "A quota of {} instead of {} removes the {} of time throttled.",
                    number(raise.to),
                    cpus(raise.now),
                    share(stopped)
                )
            } else {
                format!(
                    "A quota of {} instead of {} gives it {} of the {} that it is refused.",
                    number(raise.to),
                    cpus(raise.now),
                    number(raise.to - used),
                    cpus(refused)
                )
            };
            list.push(raise_quota(case, raise).wins(cost * won, effect));
        }
        Quota::Roomy { now } => list.push(burst(case, now, cost, stopped)),
        Quota::Widest { now } => list.push(more_cpus(case, now)),
        Quota::Crowded { busy, raise } => list.push(less_crowded_than_quota(case, raise, busy)),
        Quota::None if case.view.quota().is_none() => list.extend(quota_out_of_sight(case, cost, stopped)),
        Quota::None => list.extend(case.view.sample.cgroup_effective_cpus().map(|now| more_cpus(case, now))),
    }
    let quota = case.view.quota().or_else(|| case.view.sample.cgroup_effective_cpus());
    // Only where more ran at once than the quota has room for; a single thread cannot be fewer.
    let threads = quota.map(f64::ceil);
    let need = cpus_needed(case.view);
    if let Some(threads) = threads.filter(|most| need.is_some_and(|need| need > most * (1.0 + ROUNDING))) {
        list.push(fewer_threads(
            case,
            threads,
            "More only use up the quota sooner, and then all of them stand still until the next period begins.",
        ));
    }
    spread(case, list);
    if let (Some(quota), Some(need)) = (quota, need) {
        list.extend(less_work(case, need / quota));
    }
    list.extend(profile(case));
}

/// The container uses nearly all the CPU that it can.
pub(super) fn used(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    if view.context.cpu_is_hosts {
        return of_the_host(case, list);
    }
    let cost = case.cost();
    match limits::quota(case) {
        Quota::Raise(raise) => {
            let effect = format!(
                "The same work uses {} of the quota instead of {}: there is room for peaks again.",
                share(raise.need / raise.to),
                share(raise.need / raise.now)
            );
            list.push(raise_quota(case, raise).wins(cost, effect));
        }
        Quota::Crowded { busy, raise } => list.push(less_crowded_than_quota(case, raise, busy)),
        Quota::Widest { now } => list.push(more_cpus(case, now)),
        // A quota that is used up and yet roomy there is not: the CPUs at hand are the limit.
        Quota::None | Quota::Roomy { .. } => {
            if let Some(effective) = view.sample.cgroup_effective_cpus() {
                list.push(more_cpus(case, effective));
            }
        }
    }
    spread(case, list);
    list.extend(less_work(case, case.finding.current.value));
    list.extend(profile(case));
}

/// The container waits for CPUs, and its own limits do not explain it.
pub(super) fn waiting(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let tasks = view.sample.cgroup_pids().or(view.sample.process_threads());
    let cpus = view.sample.cgroup_effective_cpus().map(f64::ceil).filter(|_| !view.context.cpu_is_hosts);
    let crowd = tasks.zip(cpus).filter(|(tasks, cpus)| *tasks as f64 > *cpus);
    let crowded_host = limits::crowded(view, f64::INFINITY).is_some() || case.finding.rule == "cpu.run_queue";
    if crowded_host || crowd.is_none() {
        list.push(less_crowded(case));
    }
    if let Some((tasks, cpus)) = crowd {
        list.push(fewer_threads(
            case,
            cpus,
            &format!(
                "It has {tasks} processes and threads. Of those that are ready at once, more than there are CPUs wait \
                 for each other."
            ),
        ));
    }
    list.extend(profile(case));
}

/// The CPUs of the host are busy, though not by this container's doing.
pub(super) fn host(case: &Case, list: &mut Vec<Answer>) {
    list.push(less_crowded(case));
}

/// The hypervisor takes CPU time away.
pub(super) fn steal(case: &Case, list: &mut Vec<Answer>) {
    let cost = case.cost();
    list.push(
        case.answer(
            Remedy::Steal,
            Category::Resource,
            Effort::Medium,
            "Move the virtual machine to dedicated or less crowded CPUs.",
        )
        .why(
            "The hypervisor gives the CPUs of this machine to others. A burstable instance type does so when its \
             credits are used up: look at its credit balance first, a type with full CPUs has none.",
        )
        .wins(cost, format!("The {} of CPU time that is taken away comes back to everything on this machine.", share(cost)))
        .by(vec![command("column st: CPU time stolen, in percent", "vmstat 1 10")]),
    );
}

/// All that runs on the host is meant: nothing sets the container's part apart.
fn of_the_host(case: &Case, list: &mut Vec<Answer>) {
    if let Some(effective) = case.view.sample.cgroup_effective_cpus() {
        list.push(more_cpus(case, effective));
    }
    list.push(
        case.answer(
            Remedy::HostTasks,
            Category::Application,
            Effort::Medium,
            format!("See which processes use the CPUs, and stop or move what is not needed{}.", blamed(case)),
        )
        .why("No cgroup sets this container's CPU time apart from the rest of the host.")
        .wins(0.0, "What is stopped or moved leaves its CPU time to the rest.")
        .by(vec![command("who uses the CPUs", "ps -eo pid,comm,%cpu --sort=-%cpu | head")]),
    );
}

fn blamed(case: &Case) -> String {
    match process::worst(case) {
        Some(culprit) => format!(": {} uses most, {}", process::name(case), culprit.used),
        None => String::new(),
    }
}

/// Here a higher quota would have no CPU time behind it; elsewhere too it is the quota that has to
/// rise, as more weight is of no use to what the quota stops.
fn less_crowded_than_quota(case: &Case, raise: limits::Raise, busy: f64) -> Answer {
    let mut answer = less_crowded(case);
    let what = &mut answer.what;
    what.title = format!(
        "Move the container to a host with {} to spare, with a quota of as much.",
        cpus(raise.wanted)
    );
    what.description = format!(
        "The CPUs of the host are {} busy: a quota above {} would have nothing behind it but what it takes from the \
         neighbours. If it has to stay, raise the quota and double its weight. {}",
        share(busy),
        cpus(raise.now),
        what.description
    );
    what.expected_impact = "There is CPU time behind its quota.".to_owned();
    let others = levels::of_cpu(case.view, raise.wanted);
    what.description.push_str(&others.words);
    let mut actions = others.before(places::cpu_quota(places::Holder::of_cpu(case.view), raise.wanted));
    actions.append(&mut what.actions);
    what.actions = actions;
    answer.amount(raise.wanted)
}

/// More of the CPU time that is fought for, or a host where it is not.
pub(super) fn less_crowded(case: &Case) -> Answer {
    let view = case.view;
    let need = cpus_needed(view).filter(|_| !view.context.cpu_is_hosts);
    let waited = cpu_waited(view).filter(|waited| *waited > 0.0);
    let effect = match waited {
        Some(waited) => {
            format!("Up to the {} of time in which its tasks wait for a CPU is won back.", share(waited))
        }
        None => "Its peaks no longer have to compete for a CPU.".to_owned(),
    };
    let title = match need {
        Some(need) => {
            format!(
                "Move the container to a host with {} to spare, or double its weight.",
                cpus(limits::cpus_for(need))
            )
        }
        None => "Move the container to a host with free CPUs, or double its weight.".to_owned(),
    };
    let mut actions = weights::of_cpu(view, need);
    actions.push(command("who else uses the CPUs of the host", "ps -eo pid,comm,%cpu --sort=-%cpu | head"));
    case.answer(Remedy::LessCrowded, Category::Resource, Effort::Medium, title)
        .why("The weight counts only while CPUs are fought for, and takes from the neighbours what it gives.")
        .wins(case.cost(), effect)
        .by(actions)
}

/// No more threads than can run.
fn fewer_threads(case: &Case, threads: f64, why: &str) -> Answer {
    let cost = case.cost();
    let what = if threads == 1.0 { "thread" } else { "threads" };
    case.answer(
        Remedy::Threads,
        Category::Configuration,
        Effort::Medium,
        format!("Run at most {threads:.0} {what} at a time."),
    )
    .why(why)
    .wins(
        cost * PART,
        format!("The work gets no more CPU time, but is no longer stopped in the middle: part of the {} of its work that is lost comes back as shorter waits.", share(cost)),
    )
    .by(process::thread_settings(case, threads))
}

/// More containers of the same size.
fn spread(case: &Case, list: &mut Vec<Answer>) {
    let Some(replicas) = Replicas::of(case.view, case.right).filter(|replicas| replicas.for_cpu > Some(1))
    else {
        return;
    };
    let (Some(for_cpu), Some(need)) = (replicas.for_cpu, cpus_needed(case.view)) else { return };
    let each = need / f64::from(for_cpu);
    let effective = case.view.sample.cgroup_effective_cpus().unwrap_or(each);
    list.push(
        case.answer(
            Remedy::Replicas,
            Category::Resource,
            Effort::Medium,
            format!(
                "Spread the work over {} replicas of this size, for each one that runs now.",
                replicas.needed
            ),
        )
        .why(format!(
            "The measured load needs {}; {for_cpu} replicas use {} each, at most 80 % of what they can.",
            cpus(need),
            cpus(each)
        ))
        .wins(
            case.cost(),
            format!(
                "Each needs {} of its CPUs instead of {}.",
                share(each / effective),
                share(need / effective)
            ),
        )
        .by(replicas.actions()),
    );
}

/// As much less work as brings the use down to 80 %.
fn less_work(case: &Case, load: f64) -> Option<Answer> {
    if !load.is_finite() || load <= FILL {
        return None;
    }
    let less = 1.0 - FILL / load;
    let percent = format!("{:.0} %", (less * 100.0).ceil());
    Some(
        case.answer(
            Remedy::LessWork,
            Category::Application,
            Effort::Medium,
            format!("Take {percent} less work at a time."),
        )
        .why(format!("The work at hand is {} of what its CPUs can do; at 80 % peaks still find room.", share(load)))
        .wins(
            case.cost().min(less),
            "What is taken is done without waiting; the rest waits outside, where it can be refused or sent elsewhere.",
        )
        .by(vec![places::program(
            "",
            format!("lower the number of requests, jobs or workers admitted at once by {percent}"),
        )])
        .amount(less),
    )
}

/// What the process computes that uses most.
fn profile(case: &Case) -> Option<Answer> {
    let culprit = process::worst(case)?;
    let mut answer = case
        .answer(
            Remedy::ProfileCpu,
            Category::Application,
            Effort::High,
            format!(
                "Find what {} computes: it uses {} of the container's CPU time.",
                process::name(case),
                share(culprit.share)
            ),
        )
        .why(format!("It uses {}. A profile tells which code that is.", culprit.used))
        .wins(
            0.0,
            format!(
                "At the most the {} that it uses; how much of it can be saved, the profile tells.",
                culprit.used
            ),
        )
        .by(vec![process::profile_cpu(culprit)]);
    answer.what.evidence.readings.push(culprit.used.clone());
    Some(answer)
}

#[cfg(test)]
#[path = "cpu_tests.rs"]
mod tests;
