use std::time::{Duration, Instant};

use super::common::cgroups::Cgroups;
use super::common::children;
use super::common::descriptors::open_numbers;
use super::common::isolation::isolated;
use super::{options, read};

fn spin() {
    let end = Instant::now() + Duration::from_millis(350);
    while Instant::now() < end {
        std::hint::black_box(0);
    }
}

#[test]
fn throttling_by_an_ancestor_is_seen_where_it_happens() {
    isolated("limits::throttling_by_an_ancestor_is_seen_where_it_happens", || {
        let Some(cgroups) = Cgroups::nested("binding", 3) else { return };
        cgroups.write(0, "cpu.cfs_quota_us", "10000");
        children::run(|| {
            cgroups.enter(2);
            let before_any = open_numbers().len() as u64;
            let mut sampler = options().slow_interval(Duration::ZERO).build().unwrap();
            let holds = |own: u64| {
                assert_eq!(
                    open_numbers().len() as u64 - before_any,
                    own,
                    "descriptors that are the sampler's own"
                );
            };
            let first = read(&mut sampler);
            spin();
            let throttled = read(&mut sampler);
            assert_eq!(throttled.cgroup_cpu_binding_depth(), Some(2));
            assert!(throttled.cgroup_cpu_binding_periods() > first.cgroup_cpu_binding_periods());
            assert!(
                throttled.cgroup_cpu_binding_throttled_periods()
                    > first.cgroup_cpu_binding_throttled_periods()
            );
            let seconds = throttled.cgroup_cpu_binding_throttled_seconds().unwrap()
                - first.cgroup_cpu_binding_throttled_seconds().unwrap();
            assert!(seconds > 0.1, "{seconds}");
            assert_eq!(throttled.cgroup_cpu_throttled_periods(), Some(0), "the own file tells nothing");
            // The process waited for as long.
            let waited =
                throttled.process_run_delay_seconds().unwrap() - first.process_run_delay_seconds().unwrap();
            assert!(waited > 0.1, "{waited}");
            holds(throttled.own_descriptors());

            // Another ancestor binds, then the own cgroup, then nothing.
            cgroups.write(1, "cpu.cfs_quota_us", "5000");
            let nearer = read(&mut sampler);
            assert_eq!(nearer.cgroup_cpu_binding_depth(), Some(1));
            assert!(nearer.cgroup_cpu_binding_throttled_periods() < Some(2), "another cgroup's counters");
            holds(read(&mut sampler).own_descriptors());
            cgroups.write(2, "cpu.cfs_quota_us", "2000");
            let own = read(&mut sampler);
            assert_eq!(own.cgroup_cpu_binding_depth(), Some(0));
            assert_eq!(own.cgroup_cpu_binding_periods(), None);
            assert_eq!(own.cgroup_cpu_binding_throttled_periods(), None);
            assert_eq!(own.cgroup_cpu_binding_throttled_seconds(), None);
            holds(read(&mut sampler).own_descriptors());
        });
    });
}

#[test]
fn refused_forks_are_counted() {
    isolated("limits::refused_forks_are_counted", || {
        let Some(cgroups) = Cgroups::nested("forks", 1) else { return };
        cgroups.write(0, "pids.max", "1");
        children::run(|| {
            cgroups.enter(0);
            let mut sampler = options().slow_interval(Duration::ZERO).build().unwrap();
            assert_eq!(read(&mut sampler).cgroup_pids_max_events(), Some(0));
            for _ in 0..2 {
                // SAFETY: is refused.
                let forked = unsafe { libc::fork() };
                if forked == 0 {
                    // SAFETY: ends the child that should not be.
                    unsafe { libc::_exit(1) };
                }
                assert_eq!(forked, -1);
            }
            assert_eq!(read(&mut sampler).cgroup_pids_max_events(), Some(2));
        });
    });
}

#[test]
fn what_a_process_of_several_threads_waited_is_not_that_of_one_of_them() {
    isolated("limits::what_a_process_of_several_threads_waited_is_not_that_of_one_of_them", || {
        let mut sampler = options().build().unwrap();
        assert!(read(&mut sampler).process_run_delay_seconds().is_some());
        let (end, waits) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || waits.recv().is_ok());
        assert_eq!(read(&mut sampler).process_run_delay_seconds(), None);
        drop(end);
        thread.join().unwrap();
    });
}
