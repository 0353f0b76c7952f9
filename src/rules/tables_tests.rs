use super::*;

#[test]
fn space_and_inodes() {
    for (free, wanted) in [
        (100, None),
        (99, Some(("disk_space.used", Severity::High))),
        (49, Some(("disk_space.used", Severity::Critical))),
    ] {
        let mut sample = sample();
        sample.set_filesystem_free_bytes(Some(free));
        sample.set_filesystem_available_bytes(Some(free));
        assert_eq!(raised(&sample, &usage()), Vec::from_iter(wanted));
    }
    let inodes = |total, free| {
        let mut sample = sample();
        sample.set_filesystem_inodes(Some(total));
        sample.set_filesystem_inodes_free(Some(free));
        raised(&sample, &usage())
    };
    assert_eq!(inodes(1000, 100), []);
    assert_eq!(inodes(1000, 99), [("inodes.used", Severity::High)]);
    assert_eq!(inodes(1000, 19), [("inodes.used", Severity::Critical)]);
    assert_eq!(inodes(0, 0), [], "no fixed number of inodes");
}

#[test]
fn descriptors_and_tasks_against_their_limits() {
    let descriptors = |open: u64| {
        let mut sample = Sample { own_descriptors: 10, ..sample() };
        sample.set_process_descriptors(Some(open + 10));
        sample.set_process_descriptors_limit(Some(Limit::Value(1000)));
        raised(&sample, &usage())
    };
    assert_eq!(descriptors(700), []);
    assert_eq!(descriptors(701), [("descriptors.used", Severity::Medium)]);
    assert_eq!(descriptors(901), [("descriptors.used", Severity::Critical)]);
    let tasks = |tasks, limit| {
        let mut sample = sample();
        sample.set_cgroup_pids(Some(tasks));
        sample.set_cgroup_pids_effective_limit(Some(limit));
        raised(&sample, &usage())
    };
    assert_eq!(tasks(70, Limit::Value(100)), []);
    assert_eq!(tasks(71, Limit::Value(100)), [("pids.used", Severity::Medium)]);
    assert_eq!(tasks(91, Limit::Value(100)), [("pids.used", Severity::Critical)]);
    assert_eq!(tasks(100_000, Limit::Max), []);
}
