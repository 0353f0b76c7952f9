use super::*;

#[test]
fn memory_that_cannot_be_taken_back_against_the_limit() {
    for (needed, wanted) in [
        (54, None),
        (55, Some(("memory.used", Severity::High))),
        (61, Some(("memory.used", Severity::Critical))),
    ] {
        let mut sample = sample();
        sample.set_cgroup_memory_usage_bytes(Some((needed + 2) * MIB));
        sample.set_cgroup_memory_reclaimable_bytes(Some(2 * MIB));
        assert_eq!(raised(&sample, &usage()), Vec::from_iter(wanted));
    }
}

#[test]
fn a_warm_page_cache_is_no_finding() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(64 * MIB));
    sample.set_cgroup_memory_working_set_bytes(Some(62 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(50 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
}

#[test]
fn a_kill_speaks_for_the_full_memory() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(60 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(0));
    let killed = Usage { cgroup_memory_oom_kills_in_window: Some(1.0), ..usage() };
    let found = judge(&sample, &killed);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].severity), ("memory.oom_kill", Severity::Critical));
    assert_eq!(found[0].explains, ["memory.used"]);
    let none = Usage { cgroup_memory_oom_kills_in_window: Some(0.0), ..usage() };
    assert_eq!(raised(&super::tests::sample(), &none), []);
}

#[test]
fn memory_pressure_and_high() {
    let waited = |some, full| Usage {
        cgroup_pressure_memory_some_ratio: Some(some),
        cgroup_pressure_memory_full_ratio: Some(full),
        ..usage()
    };
    assert_eq!(raised(&sample(), &waited(0.10, 0.10)), []);
    assert_eq!(raised(&sample(), &waited(0.11, 0.10)), [("memory.pressure", Severity::Medium)]);
    assert_eq!(raised(&sample(), &waited(0.61, 0.60)), [("memory.pressure", Severity::High)]);
    assert_eq!(raised(&sample(), &waited(0.70, 0.61)), [("memory.stalled", Severity::Critical)]);
    let slowed = |usage| Usage { cgroup_memory_high_events_in_window: Some(3.0), ..usage };
    assert_eq!(raised(&sample(), &slowed(usage())), [("memory.high", Severity::Medium)]);
    assert_eq!(raised(&sample(), &slowed(waited(0.11, 0.0))), [("memory.high", Severity::High)]);
    assert_eq!(raised(&sample(), &slowed(waited(0.05, 0.0))), []);
    let faults = |rate| Usage { cgroup_major_page_faults_per_second: Some(rate), ..usage() };
    assert_eq!(raised(&sample(), &faults(500.0)), []);
    assert_eq!(raised(&sample(), &faults(501.0)), [("memory.major_faults", Severity::Medium)]);
}

#[test]
fn the_hosts_memory_counts_only_where_there_is_no_limit() {
    let mut sample = sample();
    sample.set_host_memory_available_bytes(Some(100 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    let found = judge(&sample, &usage());
    assert_eq!((found[0].rule, found[0].severity), ("memory.host", Severity::High));
    assert!(found[0].description.contains("no memory limit"));
    sample.set_host_memory_available_bytes(Some(200 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
}

#[test]
fn swap_counts_where_the_container_takes_part() {
    let out = Usage { host_swap_out_bytes_per_second: Some(1e6), ..usage() };
    let mut sample = sample();
    assert_eq!(raised(&sample, &out), [("memory.swap", Severity::Medium)]);
    sample.set_cgroup_swap_usage_bytes(Some(0));
    assert_eq!(raised(&sample, &out), []);
    sample.set_cgroup_swap_usage_bytes(Some(4096));
    let paging = Usage { host_disk_queue: Some(20.0), ..out };
    assert_eq!(raised(&sample, &paging), [("memory.swap", Severity::Medium)], "pages are the disk's load");
}
