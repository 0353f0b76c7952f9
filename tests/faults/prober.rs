//! The side that is tested: a process of its own that probes one fault after the other and says what it found and
//! what it cost.

use std::fs;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use plimsoll::probe::{probe, Outcome, ProbeContext, ProbeOptions, Target};
use serde::{Deserialize, Serialize};

use crate::row::{Fault, Kind, Row};
use crate::stdio::FUNCTIONS;

/// Before each line that is meant for the harness: libtest writes to standard output as well.
pub const MARK: &str = "\u{1}";
/// By how much a probe may miss its deadline.
pub const LATE: Duration = Duration::from_millis(100);
/// How long threads, descriptors and processes may take to go once they are told to.
const GRACE: Duration = Duration::from_secs(5);

/// What the harness has set up for a row.
#[derive(Serialize, Deserialize)]
pub struct Job {
    pub id: String,
    /// Empty for commands.
    pub url: String,
    pub roots: Option<String>,
}

/// What a probe came to.
#[derive(Serialize, Deserialize)]
pub struct Found {
    pub id: String,
    pub status: String,
    pub reason: String,
    pub message: String,
    pub timeout: Duration,
    pub elapsed: Duration,
    /// Peak of the resident memory during this probe, beyond what the process had at its start.
    pub grown_kib: i64,
    /// Processes that the command left behind.
    pub left: Vec<String>,
}

/// Threads, descriptors and children, those that have ended but were not waited for among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub threads: usize,
    pub descriptors: usize,
    pub children: usize,
}

/// The last word.
#[derive(Serialize, Deserialize)]
pub struct End {
    pub before: Held,
    pub after: Held,
}

/// Probes what the file of jobs names.
pub fn run(rows: &[Row], jobs: &Path) {
    // A session of its own tells the processes that commands leave behind from all others.
    // SAFETY: no memory is involved; it fails only where this process leads a group already.
    let session = unsafe { libc::setsid() };
    assert!(session > 0, "setsid: {}", std::io::Error::last_os_error());
    let jobs: Vec<Job> = serde_json::from_slice(&fs::read(jobs).expect("the jobs")).expect("jobs");
    let before = Held::now();
    let start = memory("VmRSS:");
    let context = ProbeContext::new(ProbeOptions::default()).expect("a context");
    for job in &jobs {
        let row = rows.iter().find(|row| row.id == job.id).expect("a row for each job");
        let target = target(row, job);
        fs::write("/proc/self/clear_refs", "5").expect("the peak of memory can be reset");
        let (mut outcome, mut elapsed) = timed(&context, &target);
        // Late because the machine is, or late each time?
        for _ in 0..2 {
            if elapsed > target.timeout + LATE {
                (outcome, elapsed) = timed(&context, &target);
            }
        }
        let grown_kib = memory("VmHWM:") - start;
        let (status, reason, message) = match &outcome {
            Ok(outcome) => (outcome.status.name(), outcome.reason.name(), outcome.message.as_str()),
            Err(_) => ("panicked", "", ""),
        };
        let left = if row.kind == Kind::Stdio { left_behind(session) } else { Vec::new() };
        tell(&Found {
            id: row.id.to_owned(),
            status: status.to_owned(),
            reason: reason.to_owned(),
            message: message.to_owned(),
            timeout: target.timeout,
            elapsed,
            grown_kib,
            left,
        });
    }
    drop(context);
    let until = Instant::now() + GRACE;
    let mut after = Held::now();
    while after != before && Instant::now() < until {
        thread::sleep(Duration::from_millis(10));
        after = Held::now();
    }
    tell(&End { before, after });
}

fn timed(context: &ProbeContext, target: &Target) -> (thread::Result<Outcome>, Duration) {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| probe(context, target)));
    (outcome, begun.elapsed())
}

fn tell(line: &impl Serialize) {
    println!("{MARK}{}", serde_json::to_string(line).expect("plain values"));
}

fn target(row: &Row, job: &Job) -> Target {
    let mut target = match (row.kind, row.fault) {
        (Kind::Rest, _) => Target::rest(row.id, &job.url),
        (Kind::Stdio, Fault::Script(script)) => {
            Target::mcp_command(row.id, "/bin/sh", ["-c".to_owned(), format!("{FUNCTIONS}\n{script}")])
        }
        (Kind::Stdio, Fault::Command(command)) => {
            Target::mcp_command(row.id, command[0], command[1..].iter().copied())
        }
        _ => Target::mcp(row.id, &job.url),
    };
    target.timeout = Duration::from_secs(1);
    target.tls.roots = job.roots.as_ref().map(Into::into);
    (row.set)(&mut target);
    target
}

impl Held {
    fn now() -> Self {
        let entries = |path| fs::read_dir(path).expect("/proc").count();
        let children = fs::read_dir("/proc/self/task").expect("/proc").flatten().map(|task| {
            // A thread that has just ended has none.
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            children.split_whitespace().count()
        });
        Self {
            threads: entries("/proc/self/task"),
            descriptors: entries("/proc/self/fd"),
            children: children.sum(),
        }
    }
}

/// A line of /proc/self/status, in KiB.
fn memory(name: &str) -> i64 {
    let status = fs::read_to_string("/proc/self/status").expect("/proc");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line of that name");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

/// Command lines of processes of this session, but for this one, that do not go away by themselves. They are ended.
fn left_behind(session: libc::pid_t) -> Vec<String> {
    let until = Instant::now() + Duration::from_millis(200);
    loop {
        let left = others_of(session);
        if left.is_empty() || Instant::now() > until {
            for (pid, _) in &left {
                // SAFETY: a process that this process's probe has started.
                unsafe { libc::kill(*pid, libc::SIGKILL) };
            }
            return left.into_iter().map(|(_, command)| command).collect();
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn others_of(session: libc::pid_t) -> Vec<(libc::pid_t, String)> {
    let mut others = Vec::new();
    for entry in fs::read_dir("/proc").expect("/proc").flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // After the command in brackets: state, parent, group, session.
        let Some((_, rest)) = stat.rsplit_once(')') else { continue };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        if pid != session && fields.get(3) == Some(&session.to_string().as_str()) && fields[0] != "Z" {
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).replace('\0', " ");
            others.push((
                pid,
                format!("{pid} ({}) {}", fields[0], command.chars().take(60).collect::<String>()),
            ));
        }
    }
    others
}
