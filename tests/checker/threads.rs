//! What is started for a check: nothing, once there are workers.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use plimsoll::checker::Check;
use plimsoll::finding::Status;
use plimsoll::probe::Target;

use super::*;

/// Counts the threads and processes that a process starts, by the kernel's word for each.
struct Watcher {
    pid: libc::pid_t,
    started: usize,
}

impl Watcher {
    /// Looks at every thread that the process has now, and at those that they start.
    fn new(pid: libc::pid_t) -> Watcher {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        let options = libc::PTRACE_O_TRACECLONE | libc::PTRACE_O_TRACEFORK | libc::PTRACE_O_TRACEVFORK;
        for task in tasks {
            let task: libc::pid_t = task.unwrap().file_name().to_str().unwrap().parse().unwrap();
            // SAFETY: asks to trace a thread of our own child.
            let seized = unsafe { libc::ptrace(libc::PTRACE_SEIZE, task, 0, options) };
            assert_eq!(seized, 0, "PTRACE_SEIZE: {}", std::io::Error::last_os_error());
        }
        Watcher { pid, started: 0 }
    }

    /// Counts until the process has ended.
    fn count(mut self) -> usize {
        loop {
            let mut status = 0;
            // SAFETY: a valid place for the status of what we trace.
            let task = unsafe { libc::waitpid(-1, &mut status, libc::__WALL) };
            assert!(task > 0, "waitpid: {}", std::io::Error::last_os_error());
            if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
                if task == self.pid {
                    assert_eq!(status, 0, "the child failed; its words are above");
                    return self.started;
                }
                continue;
            }
            let event = status >> 16;
            let is_start = [libc::PTRACE_EVENT_CLONE, libc::PTRACE_EVENT_FORK, libc::PTRACE_EVENT_VFORK];
            self.started += usize::from(is_start.contains(&event));
            let signal = if event == 0 { libc::WSTOPSIG(status) } else { 0 };
            // SAFETY: what we trace has stopped.
            unsafe { libc::ptrace(libc::PTRACE_CONT, task, 0, signal) };
        }
    }
}

/// How much is started by the second of two lists, when `also` is done beside it.
fn started_by(also: fn()) -> usize {
    let urls = servers::in_threads(4);
    let (mut ours, mut theirs) = UnixStream::pair().unwrap();
    let child = children::spawn(move || {
        let mut word = [0_u8];
        let checker = checker(|_| ());
        let checks: Vec<Check> = (0..200)
            .map(|number| {
                Check::new(Target::rest(format!("{number}"), format!("{}wait/1", urls[number % 4])))
            })
            .collect();
        let all = || {
            let outcomes = checker.check_all(&checks, 0);
            assert!(outcomes.iter().all(|outcome| outcome.status == Status::Healthy), "{:?}", outcomes[0]);
        };
        all();
        let before = tasks();
        theirs.write_all(b"w").unwrap();
        theirs.read_exact(&mut word).unwrap();
        all();
        also();
        assert_eq!(tasks(), before);
        // Without an end: closing starts nothing, but is not what is counted.
        std::mem::forget(checker);
    });
    let mut word = [0_u8];
    ours.read_exact(&mut word).unwrap();
    let pid = child.pid() as libc::pid_t;
    let watcher = Watcher::new(pid);
    ours.write_all(b"g").unwrap();
    // Waited for by the watcher.
    std::mem::forget(child);
    watcher.count()
}

#[test]
fn a_check_starts_no_thread_and_no_process() {
    isolation::isolated("threads::a_check_starts_no_thread_and_no_process", || {
        assert_eq!(started_by(|| ()), 0);
    });
}

#[test]
fn what_would_be_started_is_seen() {
    isolation::isolated("threads::what_would_be_started_is_seen", || {
        let started = started_by(|| {
            std::thread::spawn(|| ()).join().unwrap();
            std::process::Command::new("true").status().unwrap();
        });
        assert_eq!(started, 2);
    });
}

#[test]
fn nothing_is_started_before_it_is_needed_and_nothing_is_left() {
    isolation::isolated("threads::nothing_is_started_before_it_is_needed_and_nothing_is_left", || {
        let urls = servers::in_threads(1);
        for is_closed in [true, false] {
            let checker = checker(|_| ());
            assert_eq!((checker.statistics().workers, named().len()), (0, 0));
            let _ = checker.check_all(&[], 0);
            let outcomes = checker.check_all(&[Check::new(Target::rest("one", &urls[0]))], 0);
            assert_eq!(outcomes[0].status, Status::Healthy, "{}", outcomes[0].message);
            assert_eq!(checker.statistics().workers, 8);
            assert!(until(|| named().len() == 9), "each gives itself its name: {:?}", named());
            checker.watch(vec![Check::new(Target::rest("one", &urls[0]))]).unwrap();
            assert!(until(|| checker.states()[0].last.is_some()));
            if is_closed {
                assert_eq!(checker.close(LONG), 0);
                gone();
            }
            drop(checker);
            gone();
        }
    });
}
