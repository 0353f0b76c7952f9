//! The host's load: tasks that run or want to, and tasks that hang on I/O.

use crate::finding::{Category, Effort};

use super::cpu;
use super::places::command;
use super::{Answer, Case, Remedy};

pub(super) fn load(case: &Case, list: &mut Vec<Answer>) {
    let (running, blocked) = (case.view.sample.host_tasks_running(), case.view.sample.host_tasks_blocked());
    if blocked.is_some_and(|blocked| blocked > running.unwrap_or(0)) {
        return list.push(hanging(case, running.unwrap_or(0), blocked.unwrap_or(0)));
    }
    let tasks = match (running, blocked) {
        (Some(running), Some(blocked)) => format!("{running} tasks are ready and {blocked} wait for I/O: "),
        _ => String::new(),
    };
    let mut answer = cpu::less_crowded(case);
    answer.what.description = format!("{tasks}CPUs are what they queue for. {}", answer.what.description);
    list.push(answer);
}

/// Most of the load waits for a disk, not for a CPU.
fn hanging(case: &Case, running: u64, blocked: u64) -> Answer {
    case.answer(
        Remedy::HostIo,
        Category::Resource,
        Effort::Medium,
        "Find the disk or network filesystem that tasks hang on; more CPUs would change nothing.",
    )
    .why(format!("{blocked} tasks wait for I/O and only {running} are ready to run."))
    .wins(case.cost(), "What hangs goes on as soon as its disk answers.")
    .by(vec![
        command(
            "tasks that hang (state D), and where in the kernel",
            "ps -eo state,pid,wchan:32,comm | grep '^D'",
        ),
        command("busy, queue and latency of each disk", "iostat -x 1 5"),
    ])
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
