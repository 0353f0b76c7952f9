use std::hint::black_box;
use std::time::Duration;

use plimsoll::Groups;

use super::common::children;
use super::common::descriptors::open_numbers;
use super::common::isolation::isolated;
use super::{assert_own_process, assert_right, occupy, options, read};

/// Uses so much CPU time, so that a child's new count can be told from its parent's.
fn burn(time: Duration) {
    let end = cpu_time() + time;
    while cpu_time() < end {
        black_box((0..1000_u64).sum::<u64>());
    }
}

fn cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a valid place for the answer.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[test]
fn a_childs_first_reading_is_its_own() {
    isolated("forks::a_childs_first_reading_is_its_own", || {
        let mut sampler = options().build().unwrap();
        burn(Duration::from_millis(400));
        let parents = read(&mut sampler);
        let cpu = parents.process_cpu_user_seconds().unwrap() + parents.process_cpu_system_seconds().unwrap();
        assert!(cpu >= 0.4, "{cpu}");
        children::run(|| {
            let occupied = occupy(64 << 20);
            let childs = read(&mut sampler);
            assert_right_in_child(&childs, &parents);
            let more = childs.process_resident_bytes().unwrap() - parents.process_resident_bytes().unwrap();
            assert!(more > 32 << 20, "the child's 64 MiB show as {more} bytes more");
            drop(occupied);
            // And its child's in turn.
            burn(Duration::from_millis(300));
            let older = read(&mut sampler);
            assert_eq!(older.generation(), childs.generation());
            children::run(|| {
                let grandchilds = read(&mut sampler);
                assert_right_in_child(&grandchilds, &older);
                assert_ne!(grandchilds.generation(), parents.generation());
            });
            assert_eq!(read(&mut sampler).generation(), childs.generation());
        });
        let after = read(&mut sampler);
        assert_eq!(after.generation(), parents.generation(), "a child's reading is nothing to its parent");
        assert_right(&after, &parents, "in the parent after the fork");
    });
}

fn assert_right_in_child(childs: &plimsoll::Sample, parents: &plimsoll::Sample) {
    assert_ne!(childs.generation(), parents.generation());
    assert_right(childs, parents, "in a child");
    let user = |sample: &plimsoll::Sample| sample.process_cpu_user_seconds().unwrap();
    let (child, parent) = (user(childs), user(parents));
    assert!(child < parent / 2.0, "CPU seconds of the child {child}, of the parent {parent}");
}

#[test]
fn a_child_with_its_parents_pid_is_told_from_it() {
    isolated("forks::a_child_with_its_parents_pid_is_told_from_it", || {
        // SAFETY: this process has one thread; its children live in the new namespace.
        if unsafe { libc::unshare(libc::CLONE_NEWPID) } != 0 {
            return println!("skipped: no new pid namespace: {}", std::io::Error::last_os_error());
        }
        children::run(|| {
            assert_eq!(std::process::id(), 1);
            let mut sampler = options().build().unwrap();
            burn(Duration::from_millis(400));
            let parents = read(&mut sampler);
            // SAFETY: as above.
            assert_eq!(unsafe { libc::unshare(libc::CLONE_NEWPID) }, 0);
            children::run(|| {
                assert_eq!(std::process::id(), 1);
                let _occupied = occupy(64 << 20);
                let childs = read(&mut sampler);
                assert_right_in_child(&childs, &parents);
            });
        });
    });
}

#[test]
fn a_child_inherits_no_descriptors_for_good() {
    isolated("forks::a_child_inherits_no_descriptors_for_good", || {
        let before = open_numbers();
        let mut sampler = options().build().unwrap();
        let sample = read(&mut sampler);
        let ours = (open_numbers().len() - before.len()) as u64;
        assert_eq!(sample.own_descriptors(), ours, "what the sample says of the sampler's own descriptors");
        children::run(|| {
            let inherited = open_numbers().len();
            let childs = read(&mut sampler);
            assert_eq!(open_numbers().len(), inherited, "after the first reading in the child");
            assert_eq!(childs.own_descriptors(), ours);
            drop(sampler);
            assert_eq!(open_numbers(), before, "after the sampler's end in the child");
        });
    });
}

#[test]
fn a_child_that_drops_the_sampler_takes_nothing_from_its_parent() {
    isolated("forks::a_child_that_drops_the_sampler_takes_nothing_from_its_parent", || {
        let before = open_numbers();
        let mut sampler = options().groups(Groups::FULL).build().unwrap();
        let first = read(&mut sampler);
        let slot = std::cell::Cell::new(Some(sampler));
        children::run(|| {
            drop(slot.take());
            assert_eq!(open_numbers(), before);
        });
        let mut sampler = slot.take().expect("the parent's own copy");
        let second = read(&mut sampler);
        assert_eq!(second.generation(), first.generation());
        assert_own_process(&second, "in the parent");
    });
}
