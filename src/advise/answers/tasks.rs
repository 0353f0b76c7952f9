//! What a process or a container may hold only so many of: descriptors, tasks.

use crate::finding::{Category, Effort};
use crate::units::Limit;

use super::growth::Growth;
use super::leak::restart;
use super::levels;
use super::limits::entries_for;
use super::places::{self, command, program};
use super::process;
use super::{Answer, Case, Remedy};

/// The most descriptors that a process can be allowed unless the host is told otherwise (`fs.nr_open`).
const MOST_DESCRIPTORS: u64 = 1 << 20;

/// The process has few descriptors left.
pub(super) fn descriptors(case: &Case, list: &mut Vec<Answer>) {
    list.extend(raise_descriptors(case, &Growth::default()));
    list.push(close_descriptors(case, &Growth::default()));
}

/// Open descriptors grow without end.
pub(super) fn descriptor_leak(case: &Case, list: &mut Vec<Answer>) {
    let growth = Growth::of(case.finding);
    let limit = limit_of_descriptors(case).map(|limit| format!("its limit of {limit} descriptors"));
    list.extend(restart(case, &growth, limit.as_deref().unwrap_or("its limit of descriptors")));
    list.push(close_descriptors(case, &growth));
    list.extend(raise_descriptors(case, &growth));
}

fn limit_of_descriptors(case: &Case) -> Option<u64> {
    case.view.sample.process_descriptors_limit().and_then(Limit::value)
}

fn close_descriptors(case: &Case, growth: &Growth) -> Answer {
    let pid = process::pid(case);
    let who = process::name(case);
    case.answer(
        Remedy::CloseDescriptors,
        Category::Application,
        Effort::High,
        format!("See what {who} holds open, and close what is done with."),
    )
    .why(format!(
        "{}Many of the same kind are a leak: sockets in CLOSE-WAIT were closed by the other side only, the same file \
         opened often is never closed after an error.",
        match growth.per_second {
            Some(_) => format!("They grow{}. ", growth.pace()),
            None => String::new(),
        }
    ))
    .wins(case.cost(), "The number stays where it belongs, and no open or accept fails.")
    .by(vec![
        command("what is open", format!("ls -l /proc/{pid}/fd")),
        command("by kind", format!("ls -l /proc/{pid}/fd | sed 's/.*-> //; s/:.*//' | sort | uniq -c | sort -n | tail")),
        command("sockets that only the other side closed", "ss -tanp state close-wait"),
    ])
}

fn raise_descriptors(case: &Case, growth: &Growth) -> Option<Answer> {
    let sample = case.view.sample;
    let limit = limit_of_descriptors(case)?;
    let open = sample.process_descriptors()?.saturating_sub(sample.own_descriptors());
    let to = entries_for(open).min(MOST_DESCRIPTORS);
    if to <= limit {
        return None;
    }
    let answer = case
        .answer(
            Remedy::DescriptorLimit,
            Category::Configuration,
            Effort::Low,
            format!("Raise the limit of open files from {limit} to {to}."),
        )
        .why(format!("{open} are open; at least a fifth of the new limit stays free."))
        .by(places::descriptor_limit(process::worst(case).map(|culprit| culprit.pid), to))
        .amount(to as f64);
    Some(put_off(case, growth, answer, to - limit, "opened"))
}

/// The container may start few more tasks.
pub(super) fn pids(case: &Case, list: &mut Vec<Answer>) {
    list.extend(raise_tasks(case, &Growth::default()));
    list.push(bound_tasks(case, &Growth::default()));
}

/// The limit refused processes or threads: it was reached, however few there are now.
pub(super) fn pids_refused(case: &Case, list: &mut Vec<Answer>) {
    if let (Some(limit), Some(tasks)) = (limit_of_tasks(case), case.view.sample.cgroup_pids()) {
        let to = entries_for(limit.max(tasks));
        if to > limit {
            list.push(task_limit(case, limit, to).wins(case.cost(), format!("{} more can be started.", to - limit)).why(
                format!(
                    "{limit} were reached and more were asked for, though there are {tasks} now; at least a fifth of \
                     the new limit stays free where as many are needed again.{}",
                    levels::of_tasks(case.view, to).words
                ),
            ));
        }
    }
    list.push(bound_tasks(case, &Growth::default()));
}

/// Processes and threads grow without end.
pub(super) fn pids_leak(case: &Case, list: &mut Vec<Answer>) {
    let growth = Growth::of(case.finding);
    let limit = limit_of_tasks(case).map(|limit| format!("the limit of {limit} tasks"));
    list.extend(restart(case, &growth, limit.as_deref().unwrap_or("the limit of tasks")));
    list.push(bound_tasks(case, &growth));
    list.extend(raise_tasks(case, &growth));
}

fn limit_of_tasks(case: &Case) -> Option<u64> {
    case.view.sample.cgroup_pids_effective_limit().and_then(Limit::value)
}

fn bound_tasks(case: &Case, growth: &Growth) -> Answer {
    let who = process::name(case);
    let threads = match process::worst(case) {
        Some(culprit) => format!("ls /proc/{}/task | wc -l", culprit.pid),
        None => "ps -eo nlwp,pid,comm --sort=-nlwp | head".to_owned(),
    };
    case.answer(
        Remedy::BoundTasks,
        Category::Application,
        Effort::High,
        format!("Bound the threads and workers that {who} starts, and wait for children that ended."),
    )
    .why(format!(
        "{}A pool without a bound starts a thread for each task that waits. A child that ended and was never waited \
         for (a zombie) still counts.",
        match growth.per_second {
            Some(_) => format!("They grow{}. ", growth.pace()),
            None => String::new(),
        }
    ))
    .wins(case.cost(), "No thread and no process fails to start (EAGAIN).")
    .by(vec![
        command("threads", threads),
        command("zombies, with the parent that has to wait for them", "ps -eo stat,ppid,pid,comm | grep '^Z'"),
        program("", "a bound on each thread pool; an init that reaps children (docker run --init)"),
    ])
}

fn raise_tasks(case: &Case, growth: &Growth) -> Option<Answer> {
    let limit = limit_of_tasks(case)?;
    let tasks = case.view.sample.cgroup_pids()?;
    let to = entries_for(tasks);
    if to <= limit {
        return None;
    }
    let answer = task_limit(case, limit, to).why(format!(
        "There are {tasks}; at least a fifth of the new limit stays free.{}",
        levels::of_tasks(case.view, to).words
    ));
    Some(put_off(case, growth, answer, to - limit, "started"))
}

fn task_limit(case: &Case, limit: u64, to: u64) -> Answer {
    case.answer(
        Remedy::TaskLimit,
        Category::Configuration,
        Effort::Low,
        format!("Raise the limit of processes and threads from {limit} to {to}."),
    )
    .by(levels::of_tasks(case.view, to).before(places::task_limit(case.view, to)))
    .amount(to as f64)
}

/// What so many more win: where they leak only time.
fn put_off(case: &Case, growth: &Growth, answer: Answer, more: u64, verb: &str) -> Answer {
    match growth.buys(more as f64) {
        Some(time) => answer
            .wins(0.0, format!("{more} more can be {verb}: {time} more."))
            .but(format!("It only puts the end off, by {time}: what leaks fills the larger limit too.")),
        None => answer.wins(case.cost(), format!("{more} more can be {verb}.")),
    }
}

#[cfg(test)]
#[path = "tasks_tests.rs"]
mod tests;
