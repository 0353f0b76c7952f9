use std::os::fd::RawFd;

use plimsoll::{Groups, Sampler, Target};

use super::common::cgroups::Cgroups;
use super::common::children;
use super::common::descriptors::{close, close_all, is_open, open_numbers, Foreign};
use super::common::isolation::isolated;
use super::{assert_right, options, read};

/// A sampler that has read once, and the numbers it keeps.
fn sampler_and_numbers(groups: Groups) -> (Sampler, Vec<RawFd>) {
    let before = open_numbers();
    let mut sampler = options().groups(groups).build().unwrap();
    let sample = read(&mut sampler);
    let numbers: Vec<_> = open_numbers().difference(&before).copied().collect();
    assert_eq!(numbers.len() as u64, sample.own_descriptors());
    assert!(numbers.iter().all(|number| *number > 512), "low numbers belong to the host: {numbers:?}");
    (sampler, numbers)
}

#[test]
fn a_host_that_closes_everything_gets_right_samples() {
    isolated("descriptors::a_host_that_closes_everything_gets_right_samples", || {
        let (mut sampler, numbers) = sampler_and_numbers(Groups::FULL);
        let first = read(&mut sampler);
        for _ in 0..3 {
            close_all();
            let next = read(&mut sampler);
            assert_right(&next, &first, "after all descriptors were closed");
            assert_eq!(next.generation(), first.generation(), "the counters are the same as before");
            assert_eq!(next.own_descriptors(), numbers.len() as u64);
        }
        let before = open_numbers().len();
        drop(sampler);
        assert_eq!(before - open_numbers().len(), numbers.len(), "the sampler closes its own");
        assert!(sampler_and_numbers(Groups::TICK).1.len() > 5);
    });
}

#[test]
fn numbers_that_the_host_uses_again_are_left_alone() {
    isolated("descriptors::numbers_that_the_host_uses_again_are_left_alone", || {
        for groups in [Groups::FULL, Groups::TICK] {
            let (mut sampler, numbers) = sampler_and_numbers(groups);
            let first = read(&mut sampler);
            close_all();
            let foreign: Vec<_> = numbers.iter().map(|number| Foreign::on(*number)).collect();
            let next = read(&mut sampler);
            if groups == Groups::FULL {
                assert_right(&next, &first, "with the numbers used by the host");
            }
            drop(sampler);
            foreign.into_iter().for_each(Foreign::check);
        }
    });
}

#[test]
fn two_samplers_tell_their_descriptors_apart() {
    isolated("descriptors::two_samplers_tell_their_descriptors_apart", || {
        let Some(cgroups) = Cgroups::nested("two", 2) else { return };
        let sampler = || {
            let target = Target::Cgroup(cgroups.path(1));
            options().target(target).groups(Groups::CGROUP_MEMORY).build().unwrap()
        };
        let (mut a, mut b) = (sampler(), sampler());
        let (first_a, first_b) = (read(&mut a), read(&mut b));
        close_all();
        let low = open_numbers().len();
        // Those of `b` get the numbers that `a` remembers, and look the same.
        assert_eq!(read(&mut b).cgroup_id(), first_b.cgroup_id());
        let of_b = open_numbers();
        assert_eq!(read(&mut a).cgroup_id(), first_a.cgroup_id());
        assert_eq!(open_numbers().len() - low, 2 * (of_b.len() - low), "each has files of its own");
        drop(a);
        assert_eq!(open_numbers(), of_b, "`a` closed its own, and only those");
    });
}

#[test]
fn a_sampler_dropped_after_the_fact_closes_nothing_of_the_hosts() {
    isolated("descriptors::a_sampler_dropped_after_the_fact_closes_nothing_of_the_hosts", || {
        let (sampler, numbers) = sampler_and_numbers(Groups::FULL);
        close_all();
        let foreign: Vec<_> = numbers.iter().map(|number| Foreign::on(*number)).collect();
        drop(sampler);
        foreign.into_iter().for_each(Foreign::check);
    });
}

#[test]
fn a_daemon_that_forks_and_closes_everything_goes_on() {
    isolated("descriptors::a_daemon_that_forks_and_closes_everything_goes_on", || {
        let (mut sampler, numbers) = sampler_and_numbers(Groups::FULL);
        let first = read(&mut sampler);
        children::run(|| {
            // SAFETY: a child of one thread leads a session of its own.
            unsafe { libc::setsid() };
            close_all();
            children::run(|| {
                let foreign: Vec<_> = numbers.iter().map(|number| Foreign::on(*number)).collect();
                let next = read(&mut sampler);
                assert_right(&next, &first, "in a daemon");
                assert_ne!(next.generation(), first.generation());
                drop(sampler);
                foreign.into_iter().for_each(Foreign::check);
            });
        });
    });
}

/// Every kept descriptor in turn is taken away, and `instead` put in its place.
fn each_heals(groups: Groups, what: &str, instead: fn(RawFd) -> Option<Foreign>) {
    let (mut sampler, numbers) = sampler_and_numbers(groups);
    let first = read(&mut sampler);
    let problems = sampler.problems().to_vec();
    for number in numbers {
        if !is_open(number) {
            // An earlier healing gave it up.
            continue;
        }
        let file = std::fs::read_link(format!("/proc/self/fd/{number}")).unwrap();
        let when = format!("with {} {what}", file.display());
        close(number);
        let foreign = instead(number);
        let next = read(&mut sampler);
        assert_right(&next, &first, &when);
        assert_eq!(next.generation(), first.generation(), "{when}: nothing moved");
        assert_eq!(next.own_descriptors(), first.own_descriptors(), "{when}");
        if let Some(foreign) = foreign {
            assert!(is_open(number), "{when}: the host's was closed");
            foreign.check();
        }
    }
    assert_eq!(sampler.problems(), problems);
}

#[test]
fn a_descriptor_that_is_closed_heals() {
    isolated("descriptors::a_descriptor_that_is_closed_heals", || {
        each_heals(Groups::FULL, "closed", |_| None);
    });
}

#[test]
fn a_descriptor_that_became_an_empty_file_heals() {
    isolated("descriptors::a_descriptor_that_became_an_empty_file_heals", || {
        each_heals(Groups::FULL, "now /dev/null", |number| Some(Foreign::null(number)));
    });
}

#[test]
fn a_descriptor_that_became_a_socket_heals_and_the_socket_is_left_alone() {
    isolated("descriptors::a_descriptor_that_became_a_socket_heals_and_the_socket_is_left_alone", || {
        each_heals(Groups::FULL, "now a socket", |number| Some(Foreign::socket(number)));
        each_heals(Groups::FULL, "now a connection", |number| Some(Foreign::tcp(number)));
        each_heals(Groups::FULL, "now a pipe", |number| Some(Foreign::pipe(number)));
    });
}

/// Children in a cgroup, each with a name of its own.
fn named_children(cgroups: &Cgroups, count: usize) -> Vec<children::Child> {
    let child = |number| {
        children::spawn(|| {
            cgroups.enter(0);
            let name = std::ffi::CString::new(format!("child-{number}")).unwrap();
            // SAFETY: a NUL-terminated name; then waits for a signal.
            unsafe {
                libc::prctl(libc::PR_SET_NAME, name.as_ptr());
                loop {
                    libc::pause();
                }
            }
        })
    };
    (0..count).map(child).collect()
}

fn listing(sampler: &mut Sampler) -> Vec<(u32, String)> {
    let mut processes = Vec::new();
    sampler.processes(&mut processes).unwrap();
    processes.iter().map(|process| (process.pid, process.name().to_owned())).collect()
}

#[test]
fn kept_descriptors_of_processes_heal_and_are_never_mistaken() {
    isolated("descriptors::kept_descriptors_of_processes_heal_and_are_never_mistaken", || {
        const COUNT: usize = 8;
        let Some(cgroups) = Cgroups::nested("kept", 1) else { return };
        let children = named_children(&cgroups, COUNT);
        let target = Target::Cgroup(cgroups.path(0));
        let mut sampler = options().target(target).kept_processes(100).build().unwrap();
        let wanted: Vec<_> = children
            .iter()
            .enumerate()
            .map(|(number, child)| (child.pid(), format!("child-{number}")))
            .collect();
        while listing(&mut sampler) != wanted {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let before = open_numbers();
        let kept = |before: &std::collections::BTreeSet<RawFd>| -> Vec<RawFd> {
            let is_stat = |number: &RawFd| {
                let link = std::fs::read_link(format!("/proc/self/fd/{number}")).unwrap();
                link.ends_with("stat")
                    && link.starts_with("/proc")
                    && link.components().nth(2).unwrap().as_os_str() != "stat"
            };
            before.iter().copied().filter(is_stat).collect()
        };
        assert_eq!(kept(&before).len(), COUNT);
        // Two of them closed: the first to be opened again gets the number of the second.
        for pair in kept(&before).windows(2) {
            close(pair[0]);
            close(pair[1]);
            assert_eq!(listing(&mut sampler), wanted);
            assert_eq!(open_numbers().len(), before.len());
        }
        for number in kept(&before) {
            let foreign = Foreign::socket(number);
            assert_eq!(listing(&mut sampler), wanted);
            foreign.check();
        }
        let numbers = kept(&open_numbers());
        close_all();
        let foreign: Vec<_> = numbers.iter().map(|number| Foreign::on(*number)).collect();
        assert_eq!(listing(&mut sampler), wanted);
        children::run(|| assert_eq!(listing(&mut sampler), wanted));
        drop(sampler);
        foreign.into_iter().for_each(Foreign::check);
        children.into_iter().for_each(children::Child::kill);
    });
}

#[test]
fn a_program_that_is_started_inherits_none() {
    isolated("descriptors::a_program_that_is_started_inherits_none", || {
        let (mut sampler, numbers) = sampler_and_numbers(Groups::FULL);
        let listed = std::process::Command::new("ls").arg("/proc/self/fd").output().unwrap();
        let theirs = String::from_utf8(listed.stdout).unwrap();
        assert!(theirs.contains('0'), "{theirs}");
        for number in numbers {
            assert!(!theirs.lines().any(|line| line == number.to_string()), "{number} was inherited");
        }
        read(&mut sampler);
    });
}
