use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;
use crate::units::Limit;

#[test]
fn descriptors_are_closed_or_allowed() {
    let mut finding = finding("descriptors.used", 0.93, Unit::Ratio);
    let list = answers(&all_known().view(), &finding);
    let close = find(&list, "See what the process holds open");
    assert_eq!(close.actions[0].value, "ls -l /proc/PID/fd");
    let limit = find(&list, "Raise the limit of open files from 1024 to 2048.");
    assert_eq!(
        (set(limit, "--ulimit"), set(limit, "LimitNOFILE=")),
        (Some("nofile=2048:2048"), Some("2048"))
    );
    finding.culprits.push(culprit("nginx", 900.0, Unit::Count));
    let list = answers(&all_known().view(), &finding);
    assert_eq!(find(&list, "See what nginx (pid 4711) holds open").actions[0].value, "ls -l /proc/4711/fd");
    assert_eq!(find(&list, "Raise the limit of open").actions[0].value, "prlimit --pid 4711 --nofile=2048");
}

#[test]
fn a_limit_only_puts_a_leak_off() {
    let list = answers(&all_known().view(), &growing("descriptors.leak", 0.1, Unit::PerSecond));
    let restart =
        find(&list, "Restart the process within 4.0 hours, before it reaches its limit of 1024 descriptors.");
    assert!(restart.description.starts_with("At this rate of 360 an hour it is there in 5.0 hours."));
    let limit = find(&list, "Raise the limit of open files");
    assert!(limit
        .description
        .ends_with("It only puts the end off, by 2.8 hours: what leaks fills the larger limit too."));
    assert_eq!(limit.gain, 0.0);
    let list = answers(&all_known().view(), &growing("pids.leak", 0.01, Unit::PerSecond));
    find(&list, "Restart the process within 4.0 hours, before it reaches the limit of 100 tasks.");
    find(&list, "Bound the threads and workers");
    let limit = find(&list, "Raise the limit of processes and threads from 100 to 128.");
    assert_eq!(limit.expected_impact, "28 more can be started: 47 minutes more.");
}

#[test]
fn a_limit_that_refused_is_raised_however_few_are_left() {
    let mut setting = all_known();
    setting.sample.set_cgroup_pids(Some(7));
    let list = answers(&setting.view(), &finding("pids.refused", 3.0, Unit::Count));
    let limit = find(&list, "Raise the limit of processes and threads from 100 to 128.");
    assert!(limit.description.starts_with("100 were reached"), "{}", limit.description);
    find(&list, "Bound the threads and workers");
}

#[test]
fn tasks_are_limited_by_who_holds_the_limit() {
    let finding = finding("pids.used", 0.95, Unit::Ratio);
    let mut setting = all_known();
    let list = answers(&setting.view(), &finding);
    let limit = find(&list, "Raise the limit of processes and threads from 100 to 128.");
    assert_eq!(set(limit, "/a/b/pids.max"), Some("128"));
    assert_eq!((set(limit, "--pids-limit"), set(limit, "TasksMax=")), (Some("128"), Some("128")));
    setting.sample.set_cgroup_pids_limit(Some(Limit::Max));
    let list = answers(&setting.view(), &finding);
    let limit = find(&list, "Raise the limit of processes and threads");
    assert_eq!((set(limit, "--pids-limit"), set(limit, "pids.max")), (None, Some("128")), "an ancestor's");
}
