//! The process that a finding is blamed on, and how to look into it.

use super::Case;
use crate::finding::{Action, Culprit};

use super::places::{command, program};

/// What a process is written in, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runtime {
    Java,
    Python,
    Node,
    Other,
}

fn runtime(name: &str) -> Runtime {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    if starts(&["java"]) {
        Runtime::Java
    } else if starts(&["python", "gunicorn", "uvicorn", "celery", "uwsgi"]) {
        Runtime::Python
    } else if starts(&["node", "npm"]) {
        Runtime::Node
    } else {
        Runtime::Other
    }
}

/// The process with the greatest part in it.
pub(super) fn worst<'a>(case: &Case<'a>) -> Option<&'a Culprit> {
    case.finding.culprits.first()
}

/// Its pid for a command line; a word to be replaced where none is known.
pub(super) fn pid(case: &Case) -> String {
    worst(case).map_or_else(|| "PID".to_owned(), |culprit| culprit.pid.to_string())
}

/// `java (pid 12)`; `the process` where none is known.
pub(super) fn name(case: &Case) -> String {
    match worst(case) {
        Some(culprit) => format!("{} (pid {})", culprit.name, culprit.pid),
        None => "the process".to_owned(),
    }
}

/// Shows what it computes.
pub(super) fn profile_cpu(culprit: &Culprit) -> Action {
    let pid = culprit.pid;
    command(
        "what it computes",
        match runtime(&culprit.name) {
            Runtime::Java => format!("jcmd {pid} Thread.print"),
            Runtime::Python => format!("py-spy top --pid {pid}"),
            Runtime::Node | Runtime::Other => format!("perf top -p {pid}"),
        },
    )
}

/// Shows what holds its memory.
pub(super) fn profile_heap(case: &Case) -> Action {
    let pid = pid(case);
    let runtime = worst(case).map_or(Runtime::Other, |culprit| runtime(&culprit.name));
    command(
        "what holds its memory",
        match runtime {
            Runtime::Java => format!("jcmd {pid} GC.class_histogram"),
            Runtime::Python => format!("memray attach {pid}"),
            Runtime::Node => format!("kill -USR1 {pid} (then a heap snapshot from its inspector)"),
            Runtime::Other => format!("heaptrack -p {pid}"),
        },
    )
}

/// How many threads it runs is set there; every common place where its kind is not known.
pub(super) fn thread_settings(case: &Case, threads: f64) -> Vec<Action> {
    let set = |name: &str| program(name, format!("{threads:.0}"));
    match worst(case).map(|culprit| runtime(&culprit.name)) {
        Some(Runtime::Java) => vec![set("-XX:ActiveProcessorCount")],
        Some(Runtime::Python) => vec![set("OMP_NUM_THREADS"), set("workers of the server")],
        Some(Runtime::Node) => vec![set("UV_THREADPOOL_SIZE")],
        Some(Runtime::Other) | None => {
            vec![set("GOMAXPROCS"), set("OMP_NUM_THREADS"), set("size of the thread pool")]
        }
    }
}
