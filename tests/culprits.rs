//! Who does it, on real processes in a cgroup of their own.

#![cfg(feature = "diagnosis")]

mod common;

use std::fs::File;
use std::io::{PipeReader, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use common::cgroups::Cgroups;
use common::children::{self, Child};
use common::isolation::isolated;
use common::trace::{calls_between_marks, mark, Calls};
use plimsoll::monitor::culprits::Culprits;
use plimsoll::{Activity, Component, Culprit, Monitor, MonitorOptions, Sample, Sampler, Target};

const MIB: usize = 1 << 20;

/// Starts a process of this name in the innermost cgroup.
fn start(cgroups: &Cgroups, name: &str, body: impl FnOnce()) -> Child {
    children::spawn(|| {
        cgroups.enter(0);
        let name = std::ffi::CString::new(name).unwrap();
        // SAFETY: a NUL-terminated name.
        unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
        body();
    })
}

fn sleep_for_ever() -> ! {
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    }
}

fn spin_for(time: Duration) {
    let end = Instant::now() + time;
    while Instant::now() < end {
        std::hint::black_box(0);
    }
}

fn hold(mebibytes: usize) -> Vec<u8> {
    std::hint::black_box(vec![1; mebibytes * MIB])
}

/// Writes a file over and over: 1 MiB each 50 ms.
fn write_for_ever() -> ! {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("culprits-{}", std::process::id()));
    let mut file = File::create(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let words = vec![7; MIB];
    loop {
        file.rewind().unwrap();
        file.write_all(&words).unwrap();
        file.sync_data().unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Watches for this long, ten times a second, all these components being suspected.
fn watch(sampler: &mut Sampler, suspected: &[Component], time: Duration) -> Culprits {
    let mut culprits = Culprits::default();
    let mut sample = Sample::default();
    let end = Instant::now() + time;
    while Instant::now() < end {
        sampler.read(&mut sample).unwrap();
        suspected.iter().for_each(|component| culprits.suspect(component));
        culprits.observe(sampler, &sample).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    culprits
}

fn sampler(cgroups: &Cgroups) -> Sampler {
    Sampler::builder().target(Target::Cgroup(cgroups.path(0))).build().unwrap()
}

fn first(culprits: &Culprits, component: &Component) -> Culprit {
    let found = culprits.of(component);
    for culprit in &found {
        println!("{component}: {} {} {:.2} {}", culprit.pid, culprit.name, culprit.share, culprit.used);
    }
    found.first().unwrap_or_else(|| panic!("nobody is named for {component}")).clone()
}

#[test]
fn the_one_who_does_it_is_named_first() {
    isolated("the_one_who_does_it_is_named_first", || {
        let Some(cgroups) = Cgroups::nested("culprits", 1) else { return };
        let busy = start(&cgroups, "busy", || spin_for(Duration::from_secs(30)));
        let holder = start(&cgroups, "holder", || {
            let _held = hold(150);
            sleep_for_ever()
        });
        let writer = start(&cgroups, "writer", || write_for_ever());
        let opener = start(&cgroups, "opener", || {
            let _open: Vec<_> = (0..400).map(|_| File::open("/dev/null").unwrap()).collect();
            sleep_for_ever()
        });
        let threader = start(&cgroups, "threader", || {
            (0..30).for_each(|_| drop(std::thread::spawn(|| sleep_for_ever())));
            sleep_for_ever()
        });
        let all = [
            (Component::Cpu, busy.pid()),
            (Component::Load, busy.pid()),
            (Component::Memory, holder.pid()),
            (Component::DiskIo, writer.pid()),
            (Component::DiskSpace, writer.pid()),
            (Component::Descriptors, opener.pid()),
            (Component::Pids, threader.pid()),
        ];
        let suspected = all.clone().map(|(component, _)| component);
        let culprits = watch(&mut sampler(&cgroups), &suspected, Duration::from_millis(2500));
        assert_eq!((culprits.walks(), culprits.left_out()), (3, 0), "once a second");
        for (component, pid) in all {
            let culprit = first(&culprits, &component);
            assert_eq!(culprit.pid, pid, "{component}: {culprit:?}");
            // How much time a process gets is not for a test to say.
            let least = if pid == busy.pid() { 0.1 } else { 0.5 };
            assert!((least..=1.0).contains(&culprit.share), "{component}: {culprit:?}");
            assert!(culprits.of(&component).len() <= 3);
        }
        assert!(culprits.of(&Component::Network).is_empty());
    });
}

#[test]
fn who_starts_short_lived_children_is_named_for_them() {
    isolated("who_starts_short_lived_children_is_named_for_them", || {
        let Some(cgroups) = Cgroups::nested("short-lived", 1) else { return };
        let make = start(&cgroups, "make", || loop {
            children::run(|| spin_for(Duration::from_millis(60)));
        });
        let _idle = start(&cgroups, "idle", || sleep_for_ever());
        let culprits = watch(&mut sampler(&cgroups), &[Component::Cpu], Duration::from_millis(2500));
        let culprit = first(&culprits, &Component::Cpu);
        assert_eq!((culprit.pid, culprit.name.as_str()), (make.pid(), "make (with its ended children)"));
        assert!(culprit.share > 0.3, "{culprit:?}");
    });
}

#[test]
fn who_was_killed_for_want_of_memory_is_named() {
    isolated("who_was_killed_for_want_of_memory_is_named", || {
        let Some(cgroups) = Cgroups::nested("killed", 1) else { return };
        cgroups.write(0, "memory.limit_in_bytes", &(64 * MIB).to_string());
        let _keeper = start(&cgroups, "keeper", || {
            let _held = hold(8);
            sleep_for_ever()
        });
        let eater = start(&cgroups, "eater", || {
            let mut held = Vec::new();
            loop {
                held.push(hold(4));
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        let culprits = watch(&mut sampler(&cgroups), &[Component::Memory], Duration::from_millis(4500));
        let killed = culprits.killed();
        println!("{killed:?}");
        assert_eq!(killed.len(), 1);
        assert_eq!((killed[0].pid, killed[0].name.as_str()), (eater.pid(), "eater"));
        assert!(killed[0].share > 0.5, "{killed:?}");
        assert_eq!(culprits.of(&Component::Memory)[0].name, "keeper", "who is left");
    });
}

/// Whether the kernel's log tells of kills in a way that means something here.
fn may_read_the_log() -> bool {
    let kinds = ["pid", "cgroup", "time"].map(|kind| std::fs::metadata(format!("/proc/self/ns/{kind}")));
    let are_first = kinds.into_iter().flatten().all(|kind| kind.ino() >= 0xefff_fff0);
    let may = are_first && File::open("/dev/kmsg").is_ok();
    if !may {
        println!("skipped: the kernel's log may not be read here, or is of other namespaces");
    }
    may
}

/// A process that takes so much memory at once as soon as the pipe says so; it does not survive that.
fn glutton(cgroups: &Cgroups, name: &str, mut begin: PipeReader) -> Child {
    start(cgroups, name, move || {
        begin.read_exact(&mut [0]).unwrap();
        let _held = hold(256);
    })
}

#[test]
fn who_takes_all_memory_at_once_is_named_by_the_kernel() {
    isolated("who_takes_all_memory_at_once_is_named_by_the_kernel", || {
        let Some(cgroups) = Cgroups::nested("at,once\\x2d", 1).filter(|_| may_read_the_log()) else { return };
        cgroups.write(0, "memory.limit_in_bytes", &(64 * MIB).to_string());
        let _keeper = start(&cgroups, "keeper", || {
            let _held = hold(8);
            sleep_for_ever()
        });
        let mut options = MonitorOptions::default();
        options.sampler = Sampler::builder().target(Target::Cgroup(cgroups.path(0)));
        let mut monitor = Monitor::new(options).unwrap();
        // One after the other: the second is not mistaken for the first.
        for name in ["glutton (1)", "second"] {
            let (begin, mut go) = std::io::pipe().unwrap();
            let glutton = glutton(&cgroups, name, begin);
            let mut named = None;
            for time in 0..15 {
                monitor.observe().unwrap();
                let finding = monitor.diagnose().bottlenecks.into_iter().find(|found| {
                    found.rule == "memory.oom_kill"
                        && found.culprits.first().is_some_and(|culprit| culprit.pid == glutton.pid())
                });
                named = named.or(finding);
                if time == 3 {
                    go.write_all(&[1]).unwrap();
                }
                std::thread::sleep(Duration::from_millis(200));
            }
            let culprits = named.expect("a kill that the kernel says who it was of").culprits;
            println!("{culprits:?}");
            assert_eq!(culprits.len(), 1);
            assert_eq!((culprits[0].pid, culprits[0].name.as_str()), (glutton.pid(), name));
            assert_eq!(culprits[0].used.name, "process_anonymous_bytes");
            assert!((0.5..1.0).contains(&culprits[0].share), "of the limit: {culprits:?}");
        }
    });
}

#[test]
fn the_log_is_read_for_a_kill_and_for_nothing_else() {
    isolated("the_log_is_read_for_a_kill_and_for_nothing_else", || {
        let Some(cgroups) = Cgroups::nested("log", 1).filter(|_| may_read_the_log()) else { return };
        cgroups.write(0, "memory.limit_in_bytes", &(64 * MIB).to_string());
        let stretches = calls_between_marks(|| {
            let mut sampler = sampler(&cgroups);
            let (mut culprits, mut sample) = (Culprits::default(), Sample::default());
            let mut observe = || {
                sampler.read(&mut sample).unwrap();
                culprits.suspect(&Component::Memory);
                mark();
                culprits.observe(&mut sampler, &sample).unwrap();
                mark();
                culprits.killed().len()
            };
            assert_eq!((observe(), observe()), (0, 0));
            let glutton = start(&cgroups, "glutton", || drop(hold(256)));
            std::thread::sleep(Duration::from_millis(500));
            drop(glutton);
            assert_eq!(observe(), 1);
            assert_eq!(observe(), 1);
        });
        let read = |calls: &Calls| calls.by_file.iter().any(|(call, _)| call.contains("/dev/kmsg"));
        let reads: Vec<_> = stretches.iter().step_by(2).map(read).collect();
        println!("{:?}", stretches.iter().map(|calls| calls.total).collect::<Vec<_>>());
        assert_eq!(reads, [false, false, true, false]);
        assert_eq!(stretches[2].total, 0, "no walk is due, and there was no kill");
    });
}

#[test]
fn nobody_is_looked_at_as_long_as_nothing_is_suspected() {
    isolated("nobody_is_looked_at_as_long_as_nothing_is_suspected", || {
        let stretches = calls_between_marks(|| {
            let mut sampler = Sampler::builder().build().unwrap();
            let mut sample = Sample::default();
            let mut culprits = Culprits::default();
            sampler.read(&mut sample).unwrap();
            mark();
            culprits.observe(&mut sampler, &sample).unwrap();
            mark();
            culprits.suspect(&Component::Network);
            culprits.observe(&mut sampler, &sample).unwrap();
            mark();
            culprits.suspect(&Component::Cpu);
            culprits.observe(&mut sampler, &sample).unwrap();
            mark();
            // A walk is not due again.
            culprits.suspect(&Component::Cpu);
            culprits.observe(&mut sampler, &sample).unwrap();
            mark();
        });
        let totals: Vec<_> = stretches.iter().map(|calls| calls.total).collect();
        assert_eq!((totals[0], totals[1], totals[3]), (0, 0, 0), "{totals:?}");
        assert!(totals[2] > 3, "{totals:?}");
    });
}

#[test]
fn a_walk_makes_three_calls_for_each_file_of_a_process() {
    isolated("a_walk_makes_three_calls_for_each_file_of_a_process", || {
        const FEW: usize = 2;
        const MANY: usize = 12;
        let Some(cgroups) = Cgroups::nested("price", 1) else { return };
        let mut sleepers: Vec<_> =
            (0..FEW).map(|_| start(&cgroups, "sleeper", || sleep_for_ever())).collect();
        let all = [Activity::empty(), Activity::MEMORY, Activity::IO, Activity::DESCRIPTORS, Activity::all()];
        let mut calls = Vec::new();
        for count in [FEW, MANY] {
            while sleepers.len() < count {
                sleepers.push(start(&cgroups, "sleeper", || sleep_for_ever()));
            }
            let mut sampler = sampler(&cgroups);
            let mut found = Vec::new();
            while found.len() < count {
                sampler.activity(Activity::empty(), &mut found).unwrap();
            }
            for what in all {
                let start = Instant::now();
                (0..20).for_each(|_| assert_eq!(sampler.activity(what, &mut found).unwrap(), 0));
                println!("{count} processes, {what:?}: {:?} a walk", start.elapsed() / 20);
            }
            calls.push(calls_between_marks(|| {
                let mut sampler = self::sampler(&cgroups);
                for what in all {
                    sampler.activity(what, &mut found).unwrap();
                    mark();
                    sampler.activity(what, &mut found).unwrap();
                    mark();
                }
            }));
        }
        // Between two pairs of marks lies a walk of the other kind.
        let per_process: Vec<_> = (0..all.len())
            .map(|what| (calls[1][2 * what].total - calls[0][2 * what].total) as f64 / (MANY - FEW) as f64)
            .collect();
        // Of descriptors, on Linux 6.2 and later, the limit's file and one call.
        assert_eq!(per_process, [3.0, 6.0, 6.0, 7.0, 13.0]);
    });
}
