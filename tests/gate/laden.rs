//! A real cgroup is filled to 95 % of its memory, or throttled in more than half of its periods: low work is refused
//! within a second, admitted again within five seconds of relief, and not to and fro in between.
//!
//! The short form holds each load for a few seconds; `make gate-flapping` holds both for ten minutes.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use plimsoll::gate::{Gate, GateOptions};
use plimsoll::{Admission, Priority, RefusalReason, Target};

use super::common::cgroups::Cgroups;

const MEBIBYTE: u64 = 1 << 20;
const LIMIT: u64 = 64 * MEBIBYTE;

/// Work of a shell inside the cgroup, ended with everything that it started.
struct Load(Child);

impl Load {
    fn start(cgroups: &Cgroups, script: &str) -> Self {
        use std::os::unix::process::CommandExt;
        let enter = "for f in \"$@\"; do echo $$ > \"$f\"; done; ";
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{enter}{script}"), "sh"]).args(cgroups.procs(0));
        command.stdin(Stdio::null()).process_group(0);
        Load(command.spawn().expect("a shell"))
    }

    fn wait(mut self) {
        assert!(self.0.wait().expect("a child of ours").success());
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // SAFETY: the group that was made for this child, which is not yet waited for.
        unsafe { libc::kill(-(self.0.id() as i32), libc::SIGKILL) };
        let _ = self.0.wait();
    }
}

/// A file in memory, charged to whoever writes it.
struct InMemory(PathBuf);

impl Drop for InMemory {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What was seen of a gate while a load came, stayed and went.
#[derive(Debug)]
struct Seen {
    reason: RefusalReason,
    refused_after: Duration,
    /// Changes between refused and admitted while the load stayed.
    changes: usize,
    high_admitted: bool,
    admitted_after: Duration,
}

fn gate(cgroups: &Cgroups) -> Gate {
    let mut options = GateOptions::default();
    options.sampler = options.sampler.target(Target::Cgroup(cgroups.path(0)));
    Gate::new(options).expect("a gate on a cgroup")
}

/// `load` brings the load and gives what keeps it; dropping that is the relief.
fn watch<K>(cgroups: &Cgroups, hold: Duration, load: impl FnOnce() -> K) -> Seen {
    let gate = gate(cgroups);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        // As the checker's scheduler does.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                gate.refresh();
                thread::sleep(Duration::from_millis(500));
            }
        });
        let low = || gate.try_acquire(Priority::LOW).map(drop);
        let until = |wanted: bool, most: Duration| {
            let began = Instant::now();
            while low().is_ok() != wanted && began.elapsed() < most {
                thread::sleep(Duration::from_millis(5));
            }
            began.elapsed()
        };
        thread::sleep(Duration::from_millis(1_200));
        let idle = low();
        let kept = load();
        let refused_after = until(false, Duration::from_secs(10));
        let reason = low().err().map(|refusal| refusal.reason);
        let began = Instant::now();
        let (mut changes, mut before, mut high_admitted) = (0, false, true);
        while began.elapsed() < hold {
            let now = low().is_ok();
            changes += usize::from(now != before);
            before = now;
            high_admitted &= gate.try_acquire(Priority::HIGH).is_ok();
            thread::sleep(Duration::from_millis(10));
        }
        drop(kept);
        let admitted_after = until(true, Duration::from_secs(20));
        done.store(true, Ordering::Relaxed);
        assert!(idle.is_ok(), "before there was a load: {idle:?}");
        let reason = reason.expect("low work is refused within ten seconds");
        Seen { reason, refused_after, changes, high_admitted, admitted_after }
    })
}

fn full_of_memory(hold: Duration) -> Option<Seen> {
    let cgroups = Cgroups::nested("gate-memory", 1)?;
    cgroups.write(0, "memory.limit_in_bytes", &LIMIT.to_string());
    let file = InMemory(PathBuf::from(format!("/dev/shm/plimsoll-gate-{}", std::process::id())));
    let path = file.0.display().to_string();
    let seen = watch(&cgroups, hold, || {
        Load::start(&cgroups, &format!("exec head -c {} /dev/zero > {path}", LIMIT * 95 / 100)).wait();
        // Then it wavers by a percent.
        let less = LIMIT * 94 / 100;
        let script = format!(
            "while :; do truncate -s {less} {path}; sleep 0.2; head -c {} /dev/zero >> {path}; sleep 0.2; done",
            LIMIT / 100
        );
        // Fields are dropped in their order: first the writer, then the file.
        (Load::start(&cgroups, &script), file)
    });
    Some(seen)
}

fn throttled(hold: Duration) -> Option<Seen> {
    let cgroups = Cgroups::nested("gate-cpu", 1)?;
    cgroups.write(0, "cpu.cfs_quota_us", "10000");
    // A tenth of a CPU, wanted for most of the time: about two thirds of the periods are throttled.
    let script = "while :; do timeout 0.7 sh -c 'while :; do :; done'; sleep 0.3; done";
    Some(watch(&cgroups, hold, || Load::start(&cgroups, script)))
}

fn judge(seen: &Seen, reason: RefusalReason) {
    println!("{seen:?}");
    assert_eq!(seen.reason, reason);
    // With room for a loaded machine; docs/gate.md tells what a quiet one shows.
    assert!(seen.refused_after < Duration::from_millis(1_500), "{seen:?}");
    assert!(seen.admitted_after < Duration::from_millis(5_500), "{seen:?}");
    assert_eq!(seen.changes, 0, "{seen:?}");
    assert!(seen.high_admitted, "{seen:?}");
}

fn both(hold: Duration) {
    let (memory, cpu) = thread::scope(|scope| {
        let memory = scope.spawn(|| full_of_memory(hold));
        let cpu = scope.spawn(|| throttled(hold));
        (memory.join().expect("memory"), cpu.join().expect("cpu"))
    });
    for (seen, reason) in [(memory, RefusalReason::Memory), (cpu, RefusalReason::Throttled)] {
        match seen {
            Some(seen) => judge(&seen, reason),
            None => println!("{reason}: not tried, because no cgroup v1 can be made here"),
        }
    }
}

#[test]
fn a_laden_container_takes_no_low_work_until_it_is_relieved() {
    both(Duration::from_secs(5));
}

#[test]
#[ignore = "ten minutes: make gate-flapping"]
fn it_does_not_waver_in_ten_minutes() {
    both(Duration::from_secs(600));
}
