//! How many system calls a reading makes. `--nocapture` prints which, on which files.

mod common;

use std::time::Duration;

use common::cgroups::Cgroups;
use common::isolation::isolated;
use common::trace::{calls_between_marks, mark, Calls};
use plimsoll::{Groups, Sample, Sampler};

/// A full reading of a container on a machine of one disk and one interface.
const MOST_FULL: usize = 36;
/// What the slow lane may add, once a second.
const MOST_SLOW: usize = 8;
/// For each further ancestor cgroup, with a quota and limits at every level.
const MOST_PER_ANCESTOR: usize = 3;
/// So many readings before the first that is counted: buffers find their size.
const WARM_UP: usize = 3;

/// The calls of one reading that is not due for the slow lane, and of one that is.
fn reading(groups: Groups, prepare: impl FnOnce()) -> [Calls; 2] {
    let stretches = calls_between_marks(|| {
        prepare();
        // One hour: after the first reading the slow lane stays out of it.
        for interval in [Duration::from_secs(3600), Duration::ZERO] {
            let mut sampler = Sampler::builder().groups(groups).slow_interval(interval).build().unwrap();
            let mut sample = Sample::default();
            for _ in 0..WARM_UP {
                sampler.read(&mut sample).unwrap();
            }
            for _ in 0..3 {
                mark();
                sampler.read(&mut sample).unwrap();
            }
            mark();
        }
    });
    // Three readings, then the build of the next sampler; three readings again.
    assert_eq!(stretches.len(), 7);
    let least = |calls: &[Calls]| calls.iter().min_by_key(|calls| calls.total).unwrap().clone();
    [least(&stretches[..3]), least(&stretches[4..])]
}

fn print(title: &str, calls: &Calls) {
    println!("{title}: {} system calls", calls.total);
    for (call, count) in &calls.by_file {
        println!("  {count:3}  {call}");
    }
}

fn name(groups: Groups) -> &'static str {
    if groups == Groups::TICK {
        "TICK"
    } else {
        "FULL"
    }
}

/// Every level with a quota and limits: what a container has, and the dearest there is.
fn constrained(name: &str, depth: usize) -> Option<Cgroups> {
    let cgroups = Cgroups::nested(name, depth)?;
    for level in 0..depth {
        cgroups.write(level, "cpu.cfs_quota_us", "90000");
        cgroups.write(level, "memory.limit_in_bytes", "8589934592");
        cgroups.write(level, "pids.max", "5000");
    }
    Some(cgroups)
}

#[test]
fn a_full_reading_keeps_to_its_calls() {
    isolated("a_full_reading_keeps_to_its_calls", || {
        let Some(cgroups) = constrained("full", 1) else { return };
        let [plain, due] = reading(Groups::FULL, || cgroups.enter(0));
        print("FULL", &plain);
        print("FULL with the slow lane", &due);
        assert!(plain.total <= MOST_FULL, "{} system calls, {MOST_FULL} allowed", plain.total);
        assert!(due.total <= MOST_FULL + MOST_SLOW, "{} system calls with the slow lane", due.total);
    });
}

#[test]
fn a_tick_is_less_than_half_of_it() {
    isolated("a_tick_is_less_than_half_of_it", || {
        let Some(cgroups) = constrained("tick", 1) else { return };
        let [plain, _] = reading(Groups::TICK, || cgroups.enter(0));
        print("TICK", &plain);
        assert!(plain.total <= MOST_FULL / 2, "{} system calls", plain.total);
    });
}

#[test]
fn each_further_ancestor_costs_three_calls_at_most() {
    isolated("each_further_ancestor_costs_three_calls_at_most", || {
        const DEEPEST: usize = 5;
        let Some(cgroups) = constrained("calls", DEEPEST) else { return };
        for groups in [Groups::FULL, Groups::TICK] {
            let [shallow, _] = reading(groups, || cgroups.enter(0));
            let [deep, due] = reading(groups, || cgroups.enter(DEEPEST - 1));
            let further = DEEPEST - 1;
            print(&format!("{} under {DEEPEST} cgroups", name(groups)), &deep);
            print(&format!("{} under {DEEPEST} cgroups, with the slow lane", name(groups)), &due);
            let added = deep.total - shallow.total;
            println!("{added} calls for {further} further ancestors");
            assert!(added <= MOST_PER_ANCESTOR * further, "{added} calls for {further} ancestors");
            assert!(added > 0, "the ancestors were not read");
        }
    });
}
