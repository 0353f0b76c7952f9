use std::path::Path;

use plimsoll::{Controller, Groups, Limit, Sampler, Target};

use super::common::cgroups::Cgroups;
use super::common::children;
use super::common::isolation::isolated;
use super::{options, read};

const MIB: u64 = 1 << 20;

fn memory_path(sampler: &Sampler, depth: usize) -> Option<&Path> {
    sampler.cgroup_path(Controller::Memory, depth)
}

#[test]
fn a_move_shows_in_the_next_sample() {
    isolated("moves::a_move_shows_in_the_next_sample", || {
        let Some(first) = Cgroups::nested("first", 1) else { return };
        let Some(mut second) = Cgroups::nested("second", 2) else { return };
        first.write(0, "memory.limit_in_bytes", "268435456");
        first.write(0, "cpu.cfs_quota_us", "150000");
        second.write(0, "memory.limit_in_bytes", "134217728");
        second.write(1, "memory.limit_in_bytes", "536870912");
        second.write(1, "cpu.cfs_quota_us", "50000");
        second.write(1, "pids.max", "77");
        second.write(1, "cpuset.cpus", "0");
        children::run(|| {
            first.enter(0);
            let mut sampler = options().build().unwrap();
            let there = read(&mut sampler);
            assert_eq!(there.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(256 * MIB)));
            assert_eq!(there.cgroup_memory_binding_depth(), Some(0));
            assert_eq!(there.cgroup_cpu_quota_cpus(), Some(Limit::Value(1.5)));
            assert_eq!(memory_path(&sampler, 0), Some(first.path(0).as_path()));

            second.enter(1);
            let here = read(&mut sampler);
            assert_ne!(here.generation(), there.generation());
            assert_ne!(here.cgroup_id(), there.cgroup_id());
            let directory = second.directory("memory", 1);
            assert_eq!(here.cgroup_id(), std::os::unix::fs::MetadataExt::ino(&directory.metadata().unwrap()));
            assert_eq!(here.cgroup_memory_limit_bytes(), Some(Limit::Value(512 * MIB)));
            assert_eq!(here.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(128 * MIB)));
            assert_eq!(here.cgroup_memory_binding_depth(), Some(1), "the parent binds");
            assert_eq!(memory_path(&sampler, 0), Some(second.path(1).as_path()));
            assert_eq!(memory_path(&sampler, 1), Some(second.path(0).as_path()));
            assert_eq!(memory_path(&sampler, 2), Some(Path::new("/")));
            assert_eq!(memory_path(&sampler, 3), None);
            assert_eq!(here.cgroup_cpu_quota_cpus(), Some(Limit::Value(0.5)));
            assert_eq!(here.cgroup_cpuset_cpus(), Some(1));
            assert_eq!(here.cgroup_effective_cpus(), Some(0.5));
            assert_eq!(here.cgroup_pids_effective_limit(), Some(Limit::Value(77)));
            assert_eq!(here.cgroup_pids(), Some(1));
            assert_eq!(read(&mut sampler).generation(), here.generation(), "one move, one generation");

            first.enter(0);
            let back = read(&mut sampler);
            assert_eq!(back.cgroup_id(), there.cgroup_id());
            assert_eq!(back.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(256 * MIB)));
            assert_ne!(back.generation(), there.generation());
        });
        second.remove_innermost();
    });
}

#[test]
fn the_old_cgroup_may_be_gone_before_the_next_sample() {
    isolated("moves::the_old_cgroup_may_be_gone_before_the_next_sample", || {
        let Some(stays) = Cgroups::nested("stays", 1) else { return };
        let Some(mut goes) = Cgroups::nested("goes", 2) else { return };
        stays.write(0, "memory.limit_in_bytes", "268435456");
        goes.enter(1);
        let mut sampler = options().build().unwrap();
        let before = read(&mut sampler);
        stays.enter(0);
        goes.remove_innermost();
        let after = read(&mut sampler);
        assert_ne!(after.generation(), before.generation());
        assert_eq!(after.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(256 * MIB)));
        assert!(after.cgroup_cpu_usage_seconds().is_some() && after.cgroup_pids().is_some());
        assert!(sampler.problems().is_empty(), "{:?}", sampler.problems());
        leave();
    });
}

/// Goes where no cgroup of this test is, so that they can be removed.
fn leave() {
    for top in std::fs::read_dir("/sys/fs/cgroup").unwrap().flatten() {
        let _ = std::fs::write(top.path().join("cgroup.procs"), "0");
    }
}

#[test]
fn the_processes_of_a_cgroup_are_listed_whatever_is_sampled() {
    isolated("moves::the_processes_of_a_cgroup_are_listed_whatever_is_sampled", || {
        let Some(cgroups) = Cgroups::nested("listed", 2) else { return };
        children::run(|| {
            let mut samplers = [Groups::FULL, Groups::LOAD, Groups::PROCESS | Groups::CGROUP_PIDS]
                .map(|groups| options().groups(groups).build().unwrap());
            let mut processes = Vec::new();
            for sampler in &mut samplers {
                sampler.processes(&mut processes).unwrap();
                assert!(processes.len() > 2, "the runner's are among them");
            }
            // No reading comes between the move and the listing.
            cgroups.enter(0);
            let sleeper = children::spawn(|| {
                cgroups.enter(1);
                loop {
                    // SAFETY: waits for a signal.
                    unsafe { libc::pause() };
                }
            });
            let wanted = [std::process::id(), sleeper.pid()];
            for sampler in &mut samplers {
                for _ in 0..200 {
                    sampler.processes(&mut processes).unwrap();
                    if processes.len() == 2 {
                        break;
                    }
                    std::thread::sleep(std::time::Duration::from_millis(2));
                }
                assert_eq!(processes.iter().map(|process| process.pid).collect::<Vec<_>>(), wanted);
            }
            sleeper.kill();
        });
    });
}

#[test]
fn another_process_is_followed_too() {
    isolated("moves::another_process_is_followed_too", || {
        let Some(cgroups) = Cgroups::nested("followed", 1) else { return };
        cgroups.write(0, "memory.limit_in_bytes", "268435456");
        let sleeper = children::sleeper();
        let mut sampler = options().target(Target::Pid(sleeper.pid())).build().unwrap();
        let before = read(&mut sampler);
        let pid = sleeper.pid().to_string();
        for controller in ["memory", "cpu", "cpuacct", "pids", "blkio", "cpuset"] {
            std::fs::write(cgroups.directory(controller, 0).join("cgroup.procs"), &pid).unwrap();
        }
        let after = read(&mut sampler);
        assert_ne!(after.generation(), before.generation());
        assert_eq!(after.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(256 * MIB)));
        sleeper.kill();
    });
}

#[test]
fn limits_that_change_in_place_show_in_the_next_sample() {
    isolated("moves::limits_that_change_in_place_show_in_the_next_sample", || {
        let Some(cgroups) = Cgroups::nested("resized", 2) else { return };
        children::run(|| {
            cgroups.enter(1);
            cgroups.write(1, "memory.limit_in_bytes", &(32 * MIB).to_string());
            let mut sampler = options().build().unwrap();
            let first = read(&mut sampler);
            assert_eq!(first.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(32 * MIB)));
            assert_eq!(first.cgroup_cpu_effective_quota_cpus(), Some(Limit::Max));
            // Up and down: what was remembered of a tighter one must not stay.
            for (megabytes, quota, period, pids) in
                [(64, 50_000, 100_000, 20), (512, 150_000, 100_000, 900), (256, 150_000, 50_000, 500)]
            {
                let bytes = megabytes * MIB;
                cgroups.write(1, "memory.limit_in_bytes", &bytes.to_string());
                cgroups.write(1, "cpu.cfs_period_us", &period.to_string());
                cgroups.write(1, "cpu.cfs_quota_us", &quota.to_string());
                cgroups.write(1, "pids.max", &pids.to_string());
                let next = read(&mut sampler);
                assert_eq!(next.cgroup_memory_limit_bytes(), Some(Limit::Value(bytes)));
                assert_eq!(next.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(bytes)));
                assert_eq!(next.cgroup_memory_binding_depth(), Some(0));
                let cpus = f64::from(quota) / f64::from(period);
                assert_eq!(next.cgroup_cpu_quota_cpus(), Some(Limit::Value(cpus)));
                assert_eq!(next.cgroup_pids_limit(), Some(Limit::Value(pids)));
                assert_eq!(next.generation(), first.generation(), "a new limit is not a new cgroup");
            }
            // An ancestor that becomes the tighter one, and then no longer is.
            for (megabytes, depth) in [(128, 1), (1024, 0)] {
                let bytes = megabytes * MIB;
                cgroups.write(0, "memory.limit_in_bytes", &bytes.to_string());
                let next = read(&mut sampler);
                let effective = Limit::Value(bytes.min(256 * MIB));
                assert_eq!(next.cgroup_memory_effective_limit_bytes(), Some(effective));
                assert_eq!(next.cgroup_memory_binding_depth(), Some(depth));
            }
            cgroups.write(1, "cpuset.cpus", "0");
            let next = read(&mut sampler);
            assert_eq!(next.cgroup_cpuset_cpus(), Some(1));
            assert_eq!(next.cgroup_effective_cpus(), Some(1.0));
            cgroups.write(1, "cpu.cfs_quota_us", "-1");
            cgroups.write(1, "memory.limit_in_bytes", "-1");
            cgroups.write(0, "memory.limit_in_bytes", "-1");
            let free = read(&mut sampler);
            assert_eq!(free.cgroup_memory_effective_limit_bytes(), Some(Limit::Max));
            assert_eq!(free.cgroup_memory_binding_depth(), None);
            assert_eq!(free.cgroup_cpu_effective_quota_cpus(), Some(Limit::Max));
        });
    });
}
