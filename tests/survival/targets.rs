use plimsoll::{ErrorKind, Groups, Sample, Target};

use super::common::cgroups::Cgroups;
use super::common::children::{self, Child};
use super::common::isolation::{is_root, isolated};
use super::{options, read};

const SETS: [Groups; 4] = [Groups::FULL, Groups::TICK, Groups::PROCESS, Groups::CGROUP_MEMORY];

/// Twice, because the second failure must not be another one than the first.
fn assert_gone(sampler: &mut plimsoll::Sampler, what: &str) {
    for _ in 0..2 {
        let error = sampler.read(&mut Sample::default()).expect_err(what);
        assert_eq!(error.kind(), ErrorKind::NotFound, "{what}: {error}");
    }
}

#[test]
fn a_process_that_ended_is_not_found() {
    isolated("targets::a_process_that_ended_is_not_found", || {
        for groups in SETS {
            let child = children::sleeper();
            let mut sampler = options().groups(groups).target(Target::Pid(child.pid())).build().unwrap();
            read(&mut sampler);
            child.kill();
            assert_gone(&mut sampler, &format!("{groups:?}"));
        }
    });
}

#[test]
fn a_process_of_another_user_that_ended_is_not_found() {
    isolated("targets::a_process_of_another_user_that_ended_is_not_found", || {
        if !is_root() {
            return;
        }
        for groups in SETS {
            let child = children::sleeper();
            let pid = child.pid();
            let (ready, go) = (pipe(), pipe());
            let reader = children::spawn(|| {
                // SAFETY: this child gives up root for good.
                assert_eq!(unsafe { libc::setuid(65534) }, 0);
                let mut sampler = options().groups(groups).target(Target::Pid(pid)).build().unwrap();
                read(&mut sampler);
                if groups.contains(Groups::PROCESS) {
                    let problems = sampler.problems();
                    let named = |file| problems.iter().any(|problem| problem.path.ends_with(file));
                    assert!(named("fd") && named("io"), "{problems:?}");
                }
                tell(ready);
                wait(go);
                assert_gone(&mut sampler, &format!("{groups:?}"));
            });
            wait(ready);
            child.kill();
            tell(go);
            reader.join();
        }
    });
}

#[test]
fn a_process_with_the_pid_of_one_that_ended_is_another() {
    isolated("targets::a_process_with_the_pid_of_one_that_ended_is_another", || {
        for groups in SETS {
            let first = children::sleeper();
            let pid = first.pid();
            let mut sampler = options().groups(groups).target(Target::Pid(pid)).build().unwrap();
            read(&mut sampler);
            first.kill();
            // The start of a process is known to a hundredth of a second.
            std::thread::sleep(std::time::Duration::from_millis(20));
            let Some(second) = spawn_with_pid(pid) else { return };
            assert_gone(&mut sampler, &format!("{groups:?}"));
            // Whoever asks for it by name again gets the new one.
            sampler.reset().unwrap();
            read(&mut sampler);
            second.kill();
        }
    });
}

/// A sleeping child with a pid of our choice; none where the kernel does not allow it.
fn spawn_with_pid(pid: u32) -> Option<Child> {
    let pid = [pid as libc::pid_t];
    // SAFETY: plain data, for which zero is valid.
    let mut arguments: libc::clone_args = unsafe { std::mem::zeroed() };
    arguments.exit_signal = libc::SIGCHLD as u64;
    arguments.set_tid = pid.as_ptr() as u64;
    arguments.set_tid_size = 1;
    let size = size_of_val(&arguments);
    // SAFETY: as fork(2), from a process of one thread.
    match unsafe { libc::syscall(libc::SYS_clone3, &raw mut arguments, size) } {
        -1 => {
            println!("skipped: no process with a chosen pid: {}", std::io::Error::last_os_error());
            None
        }
        0 => loop {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        },
        made => Some(Child::adopt(made as libc::pid_t)),
    }
}

#[test]
fn a_process_that_ended_and_was_not_waited_for_is_still_there() {
    isolated("targets::a_process_that_ended_and_was_not_waited_for_is_still_there", || {
        for groups in SETS {
            let child = children::sleeper();
            let mut sampler = options().groups(groups).target(Target::Pid(child.pid())).build().unwrap();
            let alive = read(&mut sampler);
            // SAFETY: our own child, which stays a zombie until it is waited for.
            unsafe { libc::kill(child.pid() as libc::pid_t, libc::SIGKILL) };
            let stat = format!("/proc/{}/stat", child.pid());
            while !std::fs::read_to_string(&stat).unwrap().contains(") Z ") {}
            for _ in 0..3 {
                let dead = read(&mut sampler);
                assert_eq!(dead.process_threads(), alive.process_threads(), "{groups:?}");
                assert_eq!(dead.process_resident_bytes(), alive.process_resident_bytes().map(|_| 0));
            }
            child.kill();
            assert_gone(&mut sampler, &format!("{groups:?}"));
        }
    });
}

#[test]
fn a_cgroup_that_was_removed_is_not_found() {
    isolated("targets::a_cgroup_that_was_removed_is_not_found", || {
        for groups in [Groups::FULL, Groups::TICK, Groups::CGROUP_MEMORY, Groups::CGROUP_PIDS] {
            let Some(mut cgroups) = Cgroups::nested("removed", 2) else { return };
            let target = Target::Cgroup(cgroups.path(1));
            let mut sampler = options().groups(groups).target(target.clone()).build().unwrap();
            read(&mut sampler);
            cgroups.remove_innermost();
            assert_gone(&mut sampler, &format!("{groups:?}"));
            let error = sampler.processes(&mut Vec::new()).expect_err("nobody can be in it");
            assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
            let error = options().groups(groups).target(target).build().expect_err("no such cgroup");
            assert_eq!(error.kind(), ErrorKind::NotFound);
        }
    });
}

#[test]
fn what_never_was_is_not_found() {
    let nowhere = Target::Cgroup("/plimsoll-never-was".into());
    // The highest pid that the kernel could give, and one that it could not.
    for target in [Target::Pid(4_194_304), Target::Pid(u32::MAX), nowhere] {
        let error = options().target(target.clone()).build().expect_err("nothing there");
        assert_eq!(error.kind(), ErrorKind::NotFound, "{target:?}: {error}");
    }
}

fn pipe() -> [i32; 2] {
    let mut ends = [0; 2];
    // SAFETY: a valid place for two numbers.
    assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
    ends
}

fn tell(pipe: [i32; 2]) {
    // SAFETY: one byte.
    assert_eq!(unsafe { libc::write(pipe[1], b"!".as_ptr().cast(), 1) }, 1);
}

fn wait(pipe: [i32; 2]) {
    // SAFETY: room for one byte. The other end may have died: then there is none.
    unsafe {
        libc::close(pipe[1]);
        libc::read(pipe[0], [0u8; 1].as_mut_ptr().cast(), 1);
    }
}
